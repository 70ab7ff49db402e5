//! The tables of a readable page: rows of `|`, with `<`, `^` and `~` resolved to areas.

use std::ops::Range;

use baobiao::model::Area;

use super::page::{Line, PageError, Text, text};

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// How many rows.
    pub rows: u32,
    /// How many columns.
    pub columns: u32,
    /// The cells in reading order of their first positions.
    pub cells: Vec<GridCell>,
    /// For every position, row by row, the index of the cell that covers it.
    pub slots: Vec<Option<usize>>,
    /// The bytes of the page that say so.
    pub bytes: Range<usize>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub struct GridCell {
    /// What it covers.
    pub area: Area,
    /// Its paragraphs; a blank cell has none.
    pub paragraphs: Vec<Text>,
    /// The bytes of the page that say so.
    pub bytes: Range<usize>,
}

impl Grid {
    /// What covers a position.
    pub fn at(&self, row: u32, column: u32) -> Option<usize> {
        self.slots[(row * self.columns + column) as usize]
    }

    pub(super) fn parse(lines: &[Line<'_>]) -> Result<Grid, PageError> {
        let rows = lines.iter().map(split).collect::<Result<Vec<_>, _>>()?;
        let columns = rows[0].len();
        let bytes = lines[0].start..lines[lines.len() - 1].bytes().end;
        let (rows_count, columns_count) = (rows.len() as u32, columns as u32);
        let mut grid = Grid { rows: rows_count, columns: columns_count, cells: Vec::new(), slots: Vec::new(), bytes };
        for (line, cells) in lines.iter().zip(&rows) {
            if cells.len() != columns {
                let found = cells.len();
                return Err(line.error(format!("{found} cells, but the table began with {columns}")));
            }
            holes_at_the_ends(line, cells)?;
            for cell in cells {
                grid.push(line, cell)?;
            }
        }
        grid.measure(lines)?;
        Ok(grid)
    }

    /// Adds the next position.
    fn push(&mut self, line: &Line<'_>, (written, bytes): &Written<'_>) -> Result<(), PageError> {
        let columns = self.columns as usize;
        let (row, column) = (self.slots.len() / columns, self.slots.len() % columns);
        let before = |distance: usize| self.slots.len().checked_sub(distance).and_then(|index| self.slots[index]);
        let slot = match *written {
            "~" => None,
            "<" => {
                let left = if column == 0 { None } else { before(1) };
                Some(left.ok_or_else(|| line.error("`<` without a cell to the left"))?)
            }
            "^" => Some(before(columns).ok_or_else(|| line.error("`^` without a cell above"))?),
            _ => {
                let area = Area::single(row as u32, column as u32);
                let paragraphs = paragraphs(written, bytes.clone()).map_err(|message| line.error(message))?;
                self.cells.push(GridCell { area, paragraphs, bytes: bytes.clone() });
                Some(self.cells.len() - 1)
            }
        };
        self.slots.push(slot);
        Ok(())
    }

    /// Gives every cell its area, which must be a rectangle.
    fn measure(&mut self, lines: &[Line<'_>]) -> Result<(), PageError> {
        let mut covered = vec![0; self.cells.len()];
        for (index, slot) in self.slots.iter().enumerate() {
            let Some(cell) = *slot else { continue };
            let (row, column) = (index as u32 / self.columns, index as u32 % self.columns);
            let area = &mut self.cells[cell].area;
            area.row_span = area.row_span.max(row + 1 - area.row);
            area.column_span = area.column_span.max((column + 1).saturating_sub(area.column));
            covered[cell] += 1;
        }
        for (cell, covered) in self.cells.iter().zip(covered) {
            if cell.area.row_span * cell.area.column_span != covered {
                return Err(lines[cell.area.row as usize].error("a cell that begins here is not a rectangle"));
            }
        }
        Ok(())
    }
}

/// The text of a position as written, and its bytes on the page.
type Written<'a> = (&'a str, Range<usize>);

/// The positions of a row.
fn split<'a>(line: &Line<'a>) -> Result<Vec<Written<'a>>, PageError> {
    let text = line.text.trim_end_matches(' ');
    let first = text.find('|').map_or(0, |at| at + 1);
    let mut cells = Vec::new();
    let mut from = first;
    let mut escaped = false;
    for (at, c) in text.char_indices().skip_while(|(at, _)| *at < first) {
        if c == '|' && !escaped {
            cells.push(trimmed(&text[from..at], line.start + from));
            from = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    if from == text.len() && !cells.is_empty() { Ok(cells) } else { Err(line.error("a row that does not end in `|`")) }
}

fn trimmed(written: &str, start: usize) -> Written<'_> {
    let begin = start + written.len() - written.trim_start_matches(' ').len();
    let written = written.trim_matches(' ');
    (written, begin..begin + written.len())
}

fn holes_at_the_ends(line: &Line<'_>, cells: &[Written<'_>]) -> Result<(), PageError> {
    let inner = cells.split(|(written, _)| *written != "~").filter(|holes| !holes.is_empty()).count();
    let ends = [cells.first(), cells.last()].iter().flatten().filter(|(written, _)| *written == "~").count();
    let all = cells.iter().all(|(written, _)| *written == "~");
    if inner > ends || all { Err(line.error("holes can only begin or end a row")) } else { Ok(()) }
}

fn paragraphs(written: &str, bytes: Range<usize>) -> Result<Vec<Text>, String> {
    if written.is_empty() {
        return Ok(Vec::new());
    }
    written.split('⏎').map(|paragraph| text(paragraph, bytes.clone())).collect()
}
