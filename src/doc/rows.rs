//! Rows as they are defined: where their cells begin and end, and how they are merged ([MS-DOC] 2.4.3, 2.6.3).

use super::bytes::{byte, short, signed};
use super::common::Common;
use super::properties::Data;
use super::sprm::code;
use crate::compose::Merge;

/// How many cells may be inserted ([MS-DOC] 2.9.324 TInsertOperand), for a few bytes make many.
const CELLS: usize = 63;

/// A cell of a row as defined ([MS-DOC] 2.9.313 TC80).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct RowCell {
    /// Its merge with the cell above.
    pub(super) vertical: Merge,
    /// Its merge with the cell before it.
    pub(super) horizontal: Merge,
}

/// A row as its mark defines it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Row {
    /// Where its cells begin and end, in twips: one more than there are cells.
    pub(super) edges: Vec<i32>,
    /// Its cells.
    pub(super) cells: Vec<RowCell>,
    /// Half the space between the texts of two cells.
    pub(super) gap: i32,
    /// What is said of its whole table.
    pub(super) common: Common,
}

impl Row {
    /// Takes in a list of changes.
    pub(super) fn apply(&mut self, list: &[u8], data: &Data<'_>) {
        data.each(list, &mut |sprm, operand| {
            let _ = self.change(sprm, operand);
        });
    }

    /// A change that is cut off, or names cells that are not there, changes nothing.
    fn change(&mut self, sprm: u16, operand: &[u8]) -> Option<()> {
        match sprm {
            code::ROW => self.define(operand, 20),
            code::ROW_10 => self.define(operand, 10),
            code::ROW_LEFT => {
                let shift = i32::from(signed(operand, 0)?) - (self.edges.first()? + self.gap);
                self.edges.iter_mut().for_each(|edge| *edge = edge.saturating_add(shift));
                Some(())
            }
            code::ROW_GAP => {
                // The row begins so much further left ([MS-DOC] 2.6.3), all of it.
                let gap = i32::from(signed(operand, 0)?);
                let shift = self.gap - gap;
                self.edges.iter_mut().for_each(|edge| *edge = edge.saturating_add(shift));
                self.gap = gap;
                Some(())
            }
            code::INSERT_CELLS => {
                let (first, count) = (usize::from(byte(operand, 0)?), usize::from(byte(operand, 1)?));
                self.insert(first, count, i32::from(short(operand, 2)?))
            }
            code::DELETE_CELLS => self.delete(usize::from(byte(operand, 0)?), usize::from(byte(operand, 1)?)),
            code::CELL_WIDTH => {
                let (first, limit) = (usize::from(byte(operand, 0)?), usize::from(byte(operand, 1)?));
                self.set_width(first, limit, i32::from(short(operand, 2)?))
            }
            code::MERGE_CELLS | code::SPLIT_CELLS => {
                let (first, limit) = (usize::from(byte(operand, 0)?), usize::from(byte(operand, 1)?));
                for (index, cell) in self.cells.get_mut(first..limit)?.iter_mut().enumerate() {
                    cell.horizontal = match (sprm, index) {
                        (code::SPLIT_CELLS, _) => Merge::None,
                        (_, 0) => Merge::Restart,
                        _ => Merge::Continue,
                    };
                }
                Some(())
            }
            code::VERTICAL_MERGE => {
                let cell = self.cells.get_mut(usize::from(byte(operand, 0)?))?;
                cell.vertical = vertical(u16::from(byte(operand, 1)?));
                Some(())
            }
            _ => self.common.change(sprm, operand),
        }
    }

    /// [MS-DOC] 2.9.321 TDefTableOperand: the number of cells, their edges, and what is known of them in `size` bytes
    /// each; cells at the end may be left out.
    fn define(&mut self, operand: &[u8], size: usize) -> Option<()> {
        let count = usize::from(byte(operand, 0)?);
        let edges: Option<Vec<i32>> = (0..=count).map(|index| signed(operand, 1 + index * 2).map(i32::from)).collect();
        self.edges = edges?;
        let first = 1 + (count + 1) * 2;
        let flags = (0..count).map(|index| short(operand, first + index * size).unwrap_or(0));
        self.cells = cells(flags);
        Some(())
    }

    fn insert(&mut self, first: usize, count: usize, width: i32) -> Option<()> {
        if self.edges.is_empty() {
            self.edges.push(0);
        }
        let at = first.min(self.cells.len());
        // Cells that are not there yet are made, too, as wide as the others.
        let missing = first - at;
        if self.cells.len() + missing + count > CELLS {
            return None;
        }
        let start = *self.edges.get(at)?;
        let new = (1..=missing + count).map(|index| start.saturating_add(width * index as i32)).collect::<Vec<_>>();
        let shift = width.saturating_mul((missing + count) as i32);
        self.edges.iter_mut().skip(at + 1).for_each(|edge| *edge = edge.saturating_add(shift));
        self.edges.splice(at + 1..at + 1, new);
        self.cells.splice(at..at, std::iter::repeat_n(RowCell::default(), missing + count));
        Some(())
    }

    fn delete(&mut self, first: usize, limit: usize) -> Option<()> {
        let limit = limit.min(self.cells.len());
        if first >= limit {
            return None;
        }
        let width = self.edges.get(limit)?.saturating_sub(*self.edges.get(first)?);
        self.cells.drain(first..limit);
        self.edges.drain(first + 1..=limit);
        self.edges.iter_mut().skip(first + 1).for_each(|edge| *edge = edge.saturating_sub(width));
        Some(())
    }

    fn set_width(&mut self, first: usize, limit: usize, width: i32) -> Option<()> {
        let limit = limit.min(self.cells.len());
        let mut edge = *self.edges.get(first)?;
        let before = self.edges.get(limit)?.saturating_sub(edge);
        let shift = width.saturating_mul(limit.checked_sub(first)? as i32).saturating_sub(before);
        for slot in self.edges.get_mut(first + 1..=limit)? {
            edge = edge.saturating_add(width);
            *slot = edge;
        }
        self.edges.iter_mut().skip(limit + 1).for_each(|edge| *edge = edge.saturating_add(shift));
        Some(())
    }
}

/// What the first two bytes of the cells' descriptions say ([MS-DOC] 2.9.317 TCGRF): bits 0 and 1 are the horizontal
/// merge, bits 5 and 6 the vertical one.
///
/// In a horizontal merge, 1 goes on and 2 or 3 begins; but as Word 97 was described first, and other programs write, 1
/// begins and 2 goes on. A run of merged cells has its first one first, so that its own first number tells which it is.
fn cells(flags: impl Iterator<Item = u16>) -> Vec<RowCell> {
    let mut first = 0;
    let cell = |flags: u16| {
        let merged = flags & 3;
        if first == 0 || merged == 0 {
            first = merged;
        }
        let horizontal = match merged {
            0 => Merge::None,
            _ if (merged == 1) == (first == 1) => Merge::Restart,
            _ => Merge::Continue,
        };
        RowCell { vertical: vertical(flags >> 5), horizontal }
    };
    flags.map(cell).collect()
}

/// [MS-DOC] 2.9.342 VerticalMergeFlag: 0 is none, 1 goes on, 3 begins.
fn vertical(flag: u16) -> Merge {
    match flag & 3 {
        0 => Merge::None,
        1 => Merge::Continue,
        _ => Merge::Restart,
    }
}

#[cfg(test)]
mod tests {
    use super::{Row, RowCell};
    use crate::compose::Merge;
    use crate::doc::properties::Data;

    fn row(changes: &[&[u8]]) -> Row {
        let mut row = Row::default();
        row.apply(&changes.concat(), &Data::new(&[]));
        row
    }

    /// Two cells of 100 and 200 twips, the first of which continues a vertical merge.
    const TWO: &[u8] = &[
        0x08, 0xD6, 28, 0, 2, 0, 0, 100, 0, 44, 1, // two cells and their edges
        0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // the first cell
    ];

    #[test]
    fn a_row_is_defined_by_edges_and_cells() {
        let row = row(&[TWO]);
        assert_eq!(row.edges, [0, 100, 300]);
        let expected = [RowCell { vertical: Merge::Continue, horizontal: Merge::None }, RowCell::default()];
        assert_eq!(row.cells, expected);
    }

    #[test]
    fn rows_are_changed_after_they_are_defined() {
        assert_eq!(row(&[TWO, &[0x21, 0x76, 1, 2, 10, 0]]).edges, [0, 100, 110, 120, 320]);
        assert_eq!(row(&[TWO, &[0x22, 0x56, 0, 1]]).edges, [0, 200]);
        assert_eq!(row(&[TWO, &[0x23, 0x76, 0, 2, 50, 0]]).edges, [0, 50, 100]);
        assert_eq!(row(&[TWO, &[0x01, 0x96, 10, 0]]).edges, [10, 110, 310]);
        assert_eq!(row(&[TWO, &[0x02, 0x96, 10, 0]]).edges, [-10, 90, 290]);
        assert_eq!(row(&[TWO, &[0x02, 0x96, 10, 0, 0x01, 0x96, 5, 0]]).edges, [-5, 95, 295]);
        let merged = row(&[TWO, &[0x24, 0x56, 0, 2]]);
        assert_eq!([merged.cells[0].horizontal, merged.cells[1].horizontal], [Merge::Restart, Merge::Continue]);
        let restarted = row(&[TWO, &[0x2B, 0xD6, 2, 1, 3]]);
        assert_eq!(restarted.cells[1].vertical, Merge::Restart);
    }

    #[test]
    fn changes_of_cells_that_are_not_there_change_nothing() {
        let sound = row(&[TWO]);
        for change in [&[0x22, 0x56, 5, 9][..], &[0x24, 0x56, 1, 9], &[0x2B, 0xD6, 2, 9, 3], &[0x08, 0xD6, 3, 0, 9, 0]]
        {
            assert_eq!(row(&[TWO, change]), sound, "{change:?}");
        }
    }
}
