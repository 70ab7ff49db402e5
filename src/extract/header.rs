//! The column headers of a band: which grid columns each position covers, and which cells are above it.

use std::cell::Cell;
use std::sync::Arc;

use super::few::{Candidates, Few, WIDE};
use super::pair::{Completeness, Head};
use super::path::{Axis, Candidate, candidates};
use super::reading::{Reading, Sheet};
use crate::model::{CellId, Slot, TableId, Words};
use crate::schema::Schema;

/// The column headers in effect.
pub(super) struct Header {
    /// The Word table that it stands in, by id.
    pub home: TableId,
    /// The grid that they stand on: how many columns it has, to know it again in the next piece of a cut table.
    pub grid_columns: u32,
    /// One past the last column of the corner cell, under which the row labels stand.
    pub corner_end: u32,
    pub positions: Vec<Position>,
    /// Why none of its labels can be trusted.
    pub doubt: Option<Words>,
    /// What was said last of a band and of so many positions.
    said: Cell<Option<(usize, usize, Completeness)>>,
}

/// One column of figures.
pub(super) struct Position {
    pub head: Head,
    /// The columns of the schema that it may be.
    pub candidates: Candidates,
    /// Indices into the report's headers, outermost first.
    pub because: Arc<[u32]>,
    /// The unit that one of its header cells prints.
    pub unit: Option<&'static str>,
}

impl Header {
    /// Reads the header rows `rows` of a table. `keep` enters a header cell into the report's headers.
    ///
    /// A position is a run of grid columns with the same innermost cell. Where the table has row labels, the cell in
    /// the corner is not a position.
    pub(super) fn read<'a>(
        schema: &Schema,
        table: usize,
        sheet: &Sheet<'a>,
        rows: std::ops::Range<u32>,
        row_labels: bool,
        mut keep: impl FnMut(&Reading<'a>) -> u32,
    ) -> Header {
        let columns = sheet.table.columns();
        let corner_end = match (row_labels, sheet.table.slot(rows.start, 0)) {
            (true, Slot::Cell(id)) => sheet.table.cell(id).area.column_end(),
            (true, Slot::Hole) => 1,
            (false, _) => 0,
        };
        let mut positions: Vec<Position> = Vec::new();
        let mut column = corner_end;
        while column < columns {
            let stack = stack(sheet, &rows, column);
            let start = column;
            let innermost = stack.last().copied();
            column += 1;
            while column < columns && self::innermost(sheet, &rows, column) == innermost {
                column += 1;
            }
            let Some(innermost) = innermost else { continue };
            positions.push(position(schema, table, sheet, &stack, innermost, start..column, &mut keep));
        }
        let mut header = Header {
            doubt: None,
            home: sheet.table.id(),
            grid_columns: columns,
            corner_end,
            positions,
            said: Cell::default(),
        };
        let whole =
            rows.clone().all(|row| (corner_end..columns).all(|column| sheet.table.slot(row, column) != Slot::Hole));
        header.doubt = if !whole {
            Some(Words::new(
                "a header row is shorter than the table, so its labels may stand over other columns",
                "表头行短于表格，其标签可能错位",
            ))
        } else if header.names_one_twice() {
            Some(Words::new("two columns have the same headers", "有两列表头相同"))
        } else {
            None
        };
        if header.doubt.is_some() {
            header.positions.iter_mut().for_each(|position| position.candidates.clear());
        }
        header
    }

    /// Whether two positions mean the same column.
    fn names_one_twice(&self) -> bool {
        let known = |index: &usize| !self.positions[*index].candidates.is_empty();
        let known: Vec<usize> = (0..self.positions.len()).filter(known).collect();
        known.iter().enumerate().any(|(at, index)| {
            let candidates = &self.positions[*index].candidates;
            known[..at].iter().any(|before| self.positions[*before].candidates == *candidates)
        })
    }

    /// How much of a band's columns the positions `used` account for, in the vintage that they fit best. These are all
    /// positions but some of those without words from the left, so that their number says which they are.
    pub(super) fn completeness(&self, schema: &Schema, table: usize, band: usize, used: &[usize]) -> Completeness {
        if let Some((of_band, of_used, said)) = self.said.get()
            && (of_band, of_used) == (band, used.len())
        {
            return said;
        }
        let found = self.count_columns(schema, table, band, used);
        self.said.set(Some((band, used.len(), found)));
        found
    }

    fn count_columns(&self, schema: &Schema, table: usize, band: usize, used: &[usize]) -> Completeness {
        let entries = &schema.tables[table].bands[band].columns;
        let positions: Few<&Position, WIDE> = used.iter().map(|index| &self.positions[*index]).collect();
        let of_vintage = |vintage: usize| {
            let wanted = (0..entries.len()).filter(|index| {
                !entries[*index].group && !entries[*index].optional && entries[*index].vintages.contains(vintage)
            });
            let wanted: Few<Candidate, WIDE> = wanted.map(|entry| Candidate { band, entry }).collect();
            completeness(&positions, &wanted)
        };
        // The latest vintage is the likeliest, and nothing is more than named.
        let mut most = Completeness::Lacking;
        for vintage in (0..schema.vintages.len().max(1)).rev() {
            most = most.max(of_vintage(vintage));
            if most == Completeness::Named {
                break;
            }
        }
        most
    }
}

/// Whether positions name all `wanted` columns, or could: as many positions as columns, and every known label in its place.
fn completeness(positions: &[&Position], wanted: &[Candidate]) -> Completeness {
    let once = |column: &Candidate| {
        positions.iter().filter(|position| position.head.named && position.candidates.contains(column)).count() == 1
    };
    let named = positions.iter().filter(|position| position.head.named).count();
    let in_place = positions.len() == wanted.len()
        && positions
            .iter()
            .zip(wanted)
            .all(|(position, column)| position.candidates.is_empty() || position.candidates.contains(column));
    if !wanted.is_empty() && named == wanted.len() && wanted.iter().all(once) {
        Completeness::Named
    } else if in_place {
        Completeness::Counted
    } else {
        Completeness::Lacking
    }
}

/// The cells above a column within the header rows, from top to bottom, each once.
fn stack(sheet: &Sheet<'_>, rows: &std::ops::Range<u32>, column: u32) -> Few<CellId, 4> {
    let mut stack: Few<CellId, 4> = Few::new();
    for row in rows.clone() {
        if let Slot::Cell(id) = sheet.table.slot(row, column)
            && stack.last() != Some(&id)
        {
            stack.push(id);
        }
    }
    stack
}

/// The last of them.
fn innermost(sheet: &Sheet<'_>, rows: &std::ops::Range<u32>, column: u32) -> Option<CellId> {
    rows.clone().rev().find_map(|row| match sheet.table.slot(row, column) {
        Slot::Cell(id) => Some(id),
        Slot::Hole => None,
    })
}

fn position<'a>(
    schema: &Schema,
    table: usize,
    sheet: &Sheet<'a>,
    stack: &[CellId],
    innermost: CellId,
    span: std::ops::Range<u32>,
    keep: &mut impl FnMut(&Reading<'a>) -> u32,
) -> Position {
    let cells: Few<&Reading<'a>, 4> = stack
        .iter()
        .map(|id| &sheet.readings[id.0 as usize])
        .filter(|reading| reading.caption(table).is_none())
        .collect();
    let filled: Few<&Reading<'a>, 4> = cells.iter().copied().filter(|reading| !reading.blank).collect();
    let path: Few<&Reading<'a>, 4> = filled.iter().copied().filter(|reading| !reading.is_ornament(table)).collect();
    let innermost = sheet.table.cell(innermost).area;
    // A blank cell under a label of its own width is the unmerged rest of it; under a wider label it is a lost one.
    let own = |reading: &&Reading<'_>| {
        let area = reading.cell.area;
        area == innermost || area.column == innermost.column && area.column_end() == innermost.column_end()
    };
    let leaf = path.last().copied().filter(own);
    Position {
        head: Head { start: span.start, end: span.end, named: leaf.is_some() },
        candidates: if leaf.is_some() { candidates(schema, table, Axis::Columns, &path) } else { Candidates::new() },
        because: filled.iter().map(|reading| keep(reading)).collect(),
        unit: filled.iter().rev().find_map(|reading| super::value::unit_in_header(&reading.text)),
    }
}
