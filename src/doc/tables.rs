//! The tables that are open: their rows as found, made into a grid when the table ends.

use std::rc::Rc;

use super::columns::columns;
use super::paragraphs::{Span, Spans};
use super::rows::Row;
use super::walk::Walk;
use crate::compose::{Merge, Result, Sink, lay_out};

/// A table that has not ended.
#[derive(Default)]
pub(super) struct OpenTable {
    /// Its rows: how each is defined, and how many cells it was found to have.
    rows: Vec<(Rc<Row>, u32)>,
    /// How many cells of the open row have begun.
    cells: u32,
    /// Whether a cell is open.
    in_cell: bool,
}

impl Walk<'_, '_> {
    /// Begins a cell of the innermost open table, unless one is open. `row` is the mark that ends its row.
    pub(super) fn open_cell(&mut self, _row: Option<u32>, _spans: &Spans, start: usize) -> Result<()> {
        let Some(table) = self.tables.last_mut().filter(|table| !table.in_cell) else { return Ok(()) };
        table.in_cell = true;
        table.cells += 1;
        self.composer.begin_cell(start)
    }

    /// Ends the open cell of the innermost table.
    pub(super) fn end_cell(&mut self, end: usize) -> Result<()> {
        match self.tables.last_mut().filter(|table| table.in_cell) {
            Some(table) => table.in_cell = false,
            None => return Ok(()),
        }
        self.composer.end_cell(end)
    }

    /// Ends the open row of the innermost table. One that is tracked as gone leaves nothing: what it held is in a story.
    pub(super) fn end_row(&mut self, span: &Span, spans: &Spans, end: usize) -> Result<()> {
        self.end_cell(end)?;
        let gone = self.row_story(span, spans);
        let mark = span.row.and_then(|row| spans.rows.get(row as usize));
        let row = mark.map(|mark| Rc::clone(&mark.row));
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        let cells = std::mem::take(&mut table.cells);
        if let Some(kind) = gone {
            self.composer.drop_cells(cells, kind);
        } else if cells > 0 {
            table.rows.push((row.unwrap_or_default(), cells));
        }
        // Another table may follow at once.
        if mark.is_some_and(|mark| mark.last) { self.close_tables(span.depth.saturating_sub(1), end) } else { Ok(()) }
    }

    /// Ends the tables that lie deeper than `depth`.
    pub(super) fn close_tables(&mut self, depth: usize, end: usize) -> Result<()> {
        while self.tables.len() > depth {
            self.end_cell(end)?;
            let Some(mut table) = self.tables.pop() else { return Ok(()) };
            if table.cells > 0 {
                // The text ends in the middle of a row.
                table.rows.push((Rc::default(), table.cells));
            }
            let (rows, cells) = columns(&table.rows);
            let layout = lay_out(&rows, &cells, self.composer.limits().columns);
            self.composer.end_table(end, rows.len() as u32, layout)?;
        }
        Ok(())
    }

    /// The story that everything in the row around goes to, if the row is tracked as deleted or inserted.
    pub(super) fn row_story(&self, span: &Span, spans: &Spans) -> Sink {
        let mark = spans.rows.get(span.row? as usize)?;
        self.composer.options.revisions.story(mark.deleted, mark.inserted)
    }

    /// Whether the open cell lies under the one above or before it.
    pub(super) fn is_covered(&self, span: &Span, spans: &Spans) -> bool {
        let row = span.row.and_then(|row| spans.rows.get(row as usize));
        let Some((table, mark)) = self.tables.last().zip(row) else { return false };
        let cell = table.cells.checked_sub(1).and_then(|index| mark.row.cells.get(index as usize));
        cell.is_some_and(|cell| cell.vertical == Merge::Continue || cell.horizontal == Merge::Continue)
    }
}
