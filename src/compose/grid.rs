//! The table model of HTML and OpenDocument: a cell takes the next free position of its row, and its spans cover others.
//!
//! HTML Living Standard §4.9.12, “forming a table”: positions that are covered from above are passed over; a span of
//! rows of 0 reaches to the end of the row group, and none reaches beyond it. OpenDocument (ODF 1.3 Part 3 §9.1.5) writes
//! the covered positions out as cells of their own. Where two cells would cover one position, which HTML calls an error,
//! the later one is made narrower, so that no text lies over another.

use super::layout::{Layout, Placement};
use crate::model::{Area, ErrorKind, Limits};

/// A cell as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    /// How many rows; 0 is as many as its group has left.
    pub(crate) row_span: u32,
    /// How many columns, at least 1.
    pub(crate) column_span: u32,
    /// Whether it says itself that it lies under another.
    pub(crate) covered: bool,
}

/// A row as written: its cells, and the group of rows that it lies in. The rows of a group follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct EntryRow {
    /// The index of its first cell.
    pub(crate) first: u32,
    /// How many cells it has.
    pub(crate) cells: u32,
    /// A number that only the rows of its group have.
    pub(crate) group: u32,
}

/// The areas of the cells, and those whose spans could not be what they say.
#[derive(Debug, Default)]
pub(crate) struct Formed {
    /// The areas.
    pub(crate) layout: Layout,
    /// Cells that were made smaller than they say.
    pub(crate) clamped: Vec<u32>,
}

/// What covers the positions of one column from above: until which row, and the cell that does.
#[derive(Clone, Copy, Default)]
struct Column {
    until: u32,
    owner: u32,
}

/// Derives the areas of a table's `entries`.
///
/// # Errors
/// Where the grid has more positions than `limits` allow, less `used`.
pub(crate) fn lay_out_entries(
    rows: &[EntryRow],
    entries: &[Entry],
    limits: &Limits,
    used: u64,
) -> Result<Formed, ErrorKind> {
    let mut formed = Formed::default();
    formed.layout.placements = vec![Placement::Beyond(None); entries.len()];
    let mut columns: Vec<Column> = Vec::new();
    let mut group_end = 0;
    for (index, row) in rows.iter().enumerate() {
        if index >= group_end {
            let more = rows[index..].iter().take_while(|other| other.group == row.group).count();
            group_end = index + more;
        }
        formed.row(index as u32, group_end as u32, row, entries, &mut columns, limits.columns);
        let size = (index as u64 + 1) * columns.len() as u64;
        if used.saturating_add(size) > limits.cells {
            return Err(ErrorKind::Limit { limit: "cells", allowed: limits.cells });
        }
    }
    formed.layout.columns = columns.len() as u32;
    Ok(formed)
}

impl Formed {
    fn row(
        &mut self,
        row: u32,
        group_end: u32,
        syntax: &EntryRow,
        entries: &[Entry],
        columns: &mut Vec<Column>,
        limit: u32,
    ) {
        let mut x = 0usize;
        let mut last = None;
        for index in syntax.first..syntax.first.saturating_add(syntax.cells) {
            let Some(entry) = entries.get(index as usize) else { return };
            let is_free = |x: usize, columns: &[Column]| columns.get(x).is_none_or(|column| column.until <= row);
            if entry.covered && !is_free(x, columns) {
                self.layout.placements[index as usize] = Placement::Under(columns[x].owner);
                x += 1;
                continue;
            }
            while !is_free(x, columns) {
                x += 1;
            }
            if entry.covered {
                self.layout.orphans.push(index);
            }
            if x >= limit as usize {
                self.layout.placements[index as usize] = Placement::Beyond(last);
                continue;
            }
            let wanted = (entry.column_span.max(1) as usize).min(limit as usize - x);
            let width = (1..wanted).find(|more| !is_free(x + more, columns)).unwrap_or(wanted);
            let left = group_end - row;
            let height = if entry.row_span == 0 { left } else { entry.row_span.min(left) };
            if width < entry.column_span as usize || height < entry.row_span {
                self.clamped.push(index);
            }
            if columns.len() < x + width {
                columns.resize(x + width, Column::default());
            }
            columns[x..x + width].fill(Column { until: row + height, owner: index });
            let area = Area { row, column: x as u32, row_span: height, column_span: width as u32 };
            self.layout.placements[index as usize] = Placement::Own(area);
            last = Some(index);
            x += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, EntryRow, lay_out_entries};
    use crate::compose::Placement;
    use crate::model::{Area, Limits};

    fn formed(rows: &[&[(u32, u32)]], groups: &[u32]) -> (Vec<Placement>, Vec<u32>) {
        let mut first = 0;
        let mut syntax = Vec::new();
        for (row, group) in rows.iter().zip(groups) {
            syntax.push(EntryRow { first, cells: row.len() as u32, group: *group });
            first += row.len() as u32;
        }
        let entries = rows.iter().flat_map(|row| row.iter());
        let entry = |(row_span, column_span): &(u32, u32)| Entry {
            row_span: *row_span,
            column_span: *column_span,
            covered: *row_span == 9,
        };
        let entries: Vec<Entry> = entries.map(entry).collect();
        let formed = lay_out_entries(&syntax, &entries, &Limits::default(), 0).expect("it is small");
        (formed.layout.placements, formed.clamped)
    }

    fn own(row: u32, column: u32, row_span: u32, column_span: u32) -> Placement {
        Placement::Own(Area { row, column, row_span, column_span })
    }

    #[test]
    fn positions_covered_from_above_are_passed_over() {
        let (placements, clamped) = formed(&[&[(2, 1), (1, 2)], &[(1, 1), (1, 1)]], &[0, 0]);
        assert_eq!(placements, [own(0, 0, 2, 1), own(0, 1, 1, 2), own(1, 1, 1, 1), own(1, 2, 1, 1)]);
        assert!(clamped.is_empty());
    }

    #[test]
    fn spans_of_rows_end_with_their_group() {
        let (placements, clamped) = formed(&[&[(0, 1), (65534, 1)], &[(1, 1)], &[(1, 1), (1, 1)]], &[0, 0, 1]);
        assert_eq!(placements, [own(0, 0, 2, 1), own(0, 1, 2, 1), own(1, 2, 1, 1), own(2, 0, 1, 1), own(2, 1, 1, 1)]);
        assert_eq!(clamped, [1]);
    }

    #[test]
    fn a_span_stops_before_a_cell_from_above() {
        let (placements, clamped) = formed(&[&[(1, 1), (2, 1)], &[(1, 3)]], &[0, 0]);
        assert_eq!(placements[2], own(1, 0, 1, 1));
        assert_eq!(clamped, [2]);
    }

    #[test]
    fn positions_that_say_they_are_covered_belong_to_the_cell_over_them() {
        let (placements, _) = formed(&[&[(2, 2), (9, 1), (1, 1)], &[(9, 1), (9, 1), (1, 1)]], &[0, 0]);
        let under = Placement::Under(0);
        assert_eq!(placements, [own(0, 0, 2, 2), under, own(0, 2, 1, 1), under, under, own(1, 2, 1, 1)]);
    }

    #[test]
    fn a_grid_beyond_the_limit_is_refused() {
        let rows: Vec<EntryRow> = (0..10_000).map(|first| EntryRow { first, cells: 1, group: 0 }).collect();
        let entries = vec![Entry { row_span: 65_534, column_span: 1_000, covered: false }; 10_000];
        assert!(lay_out_entries(&rows, &entries, &Limits::default(), 0).is_err());
    }
}
