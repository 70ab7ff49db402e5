//! From a table's rows as written to the areas that its cells cover: one pure function.
//!
//! How ambiguous tables are read:
//! * A row begins `gridBefore` columns in; each cell takes its `gridSpan`. Nothing else moves a cell.
//! * A cell that continues a vertical merge belongs to the merged cell of the row above only if both begin in
//!   the same column and are equally wide, as in Word; otherwise it is a cell of its own, and one that the
//!   rows below may continue.
//! * A cell that continues a horizontal merge belongs to the cell before it, if that one takes part in a
//!   horizontal merge; otherwise it is a cell of its own.
//! * A cell that would begin beyond the last allowed column belongs to the last cell of its row.

use crate::model::Area;

/// How a cell is merged with the one above or before it, as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Merge {
    /// Not at all.
    #[default]
    None,
    /// It begins a merged cell.
    Restart,
    /// It belongs to the cell above or before it.
    Continue,
}

/// A cell as written: how wide, and how merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct CellSyntax {
    /// Its width in grid columns, at least 1.
    pub(crate) span: u32,
    /// Its vertical merge.
    pub(crate) vertical: Merge,
    /// Its horizontal merge.
    pub(crate) horizontal: Merge,
}

/// A row as written: where it begins, and how many cells it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct RowSyntax {
    /// The grid columns left out before its first cell.
    pub(crate) before: u32,
    /// The number of its cells.
    pub(crate) cells: u32,
}

/// Where a written cell ends up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Placement {
    /// It is a cell and covers this area.
    Own(Area),
    /// It lies under another written cell, that of this index.
    Under(u32),
    /// It has no room in its row; it is taken into the written cell of this index, if there is one.
    Beyond(Option<u32>),
}

/// The areas of a table's cells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Layout {
    /// Grid columns.
    pub(crate) columns: u32,
    /// One placement for each written cell.
    pub(crate) placements: Vec<Placement>,
    /// The written cells that continue a merge which nothing begins.
    pub(crate) orphans: Vec<u32>,
}

/// A cell of the row above that a continuation may belong to.
#[derive(Clone, Copy)]
struct Above {
    column: u32,
    width: u32,
    owner: u32,
    merges: bool,
}

/// Derives the areas. `limit` bounds the number of columns.
pub(crate) fn lay_out(rows: &[RowSyntax], cells: &[CellSyntax], limit: u32) -> Layout {
    let mut layout = Layout { placements: Vec::with_capacity(cells.len()), ..Layout::default() };
    let mut above: Vec<Above> = Vec::new();
    let mut current: Vec<Above> = Vec::new();
    let mut first = 0usize;
    for (row, syntax) in rows.iter().enumerate() {
        let end = first.saturating_add(syntax.cells as usize).min(cells.len());
        let row = u32::try_from(row).unwrap_or(u32::MAX);
        layout.row(row, syntax.before.min(limit), &cells[first..end], &above, &mut current, limit);
        std::mem::swap(&mut above, &mut current);
        first = end;
    }
    layout
}

impl Layout {
    fn row(
        &mut self,
        row: u32,
        before: u32,
        cells: &[CellSyntax],
        above: &[Above],
        current: &mut Vec<Above>,
        limit: u32,
    ) {
        current.clear();
        let mut column = before;
        let mut sideways = false;
        for cell in cells {
            let index = self.placements.len() as u32;
            if column >= limit {
                self.placements.push(Placement::Beyond(current.last().map(|cell| cell.owner)));
                continue;
            }
            let width = cell.span.clamp(1, limit - column);
            if cell.horizontal == Merge::Continue
                && sideways
                && let Some(left) = current.last_mut()
            {
                left.width += width;
                self.placements.push(Placement::Under(left.owner));
                self.widen(left.owner, row, left.width);
                column += width;
                continue;
            }
            if cell.horizontal == Merge::Continue {
                self.orphans.push(index);
            }
            sideways = cell.horizontal != Merge::None;
            current.push(Above { column, width, owner: index, merges: cell.vertical != Merge::None });
            self.placements.push(Placement::Own(Area { row, column, row_span: 1, column_span: width }));
            column += width;
        }
        self.columns = self.columns.max(column);
        self.join(cells, above, current);
    }

    /// Makes the cell of `owner`, which begins in this row, wider.
    fn widen(&mut self, owner: u32, row: u32, width: u32) {
        if let Some(Placement::Own(area)) = self.placements.get_mut(owner as usize)
            && area.row == row
        {
            area.column_span = width;
        }
    }

    /// Joins the cells of a row that continue those above, once the row's own widths are known.
    fn join(&mut self, cells: &[CellSyntax], above: &[Above], current: &mut [Above]) {
        let first = self.placements.len() - cells.len();
        let mut candidates = above.iter().peekable();
        for cell in current.iter_mut() {
            let index = cell.owner;
            let continues = cells.get(index as usize - first).is_some_and(|cell| cell.vertical == Merge::Continue);
            while candidates.next_if(|above| above.column < cell.column).is_some() {}
            if !continues {
                continue;
            }
            let fits = |above: &&&Above| above.merges && above.column == cell.column && above.width == cell.width;
            let Some(owner) = candidates.peek().filter(fits).map(|above| above.owner) else {
                self.orphans.push(index);
                continue;
            };
            if let Some(Placement::Own(area)) = self.placements.get_mut(owner as usize) {
                area.row_span += 1;
            }
            self.placements[index as usize] = Placement::Under(owner);
            cell.owner = owner;
        }
        // What lies under a cell that turned out to lie under another belongs to that one.
        for position in first..self.placements.len() {
            if let Placement::Under(owner) | Placement::Beyond(Some(owner)) = self.placements[position]
                && let Placement::Under(top) = self.placements[owner as usize]
            {
                self.placements[position] = Placement::Under(top);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Merge;
    use super::{CellSyntax, Placement, RowSyntax, lay_out};
    use crate::model::Area;

    /// A row of a test: the columns before it, and span, vertical and horizontal merge of its cells.
    type Row<'a> = (u32, &'a [(u32, Merge, Merge)]);

    fn table(rows: &[Row<'_>]) -> (Vec<RowSyntax>, Vec<CellSyntax>) {
        let syntax = rows.iter().map(|(before, cells)| RowSyntax { before: *before, cells: cells.len() as u32 });
        let cells = rows.iter().flat_map(|(_, cells)| cells.iter());
        let cells = cells.map(|(span, vertical, horizontal)| CellSyntax {
            span: *span,
            vertical: *vertical,
            horizontal: *horizontal,
        });
        (syntax.collect(), cells.collect())
    }

    fn own(row: u32, column: u32, row_span: u32, column_span: u32) -> Placement {
        Placement::Own(Area { row, column, row_span, column_span })
    }

    const N: Merge = Merge::None;
    const R: Merge = Merge::Restart;
    const C: Merge = Merge::Continue;

    #[test]
    fn a_rectangle_merged_both_ways_is_one_cell() {
        let (rows, cells) = table(&[(0, &[(1, R, R), (1, R, C), (1, N, N)]), (0, &[(1, C, R), (1, C, C), (1, N, N)])]);
        let layout = lay_out(&rows, &cells, 1024);
        assert_eq!(layout.columns, 3);
        let under = Placement::Under(0);
        assert_eq!(layout.placements, [own(0, 0, 2, 2), under, own(0, 2, 1, 1), under, under, own(1, 2, 1, 1)]);
        assert!(layout.orphans.is_empty());
    }

    #[test]
    fn a_continuation_of_another_width_is_its_own_cell() {
        let (rows, cells) = table(&[(0, &[(2, R, N)]), (0, &[(1, C, N), (1, C, N)]), (0, &[(1, C, N), (1, N, N)])]);
        let layout = lay_out(&rows, &cells, 1024);
        assert_eq!(layout.orphans, [1, 2]);
        assert_eq!(
            layout.placements,
            [own(0, 0, 1, 2), own(1, 0, 2, 1), own(1, 1, 1, 1), Placement::Under(1), own(2, 1, 1, 1)]
        );
    }

    #[test]
    fn cells_beyond_the_limit_belong_to_the_last_one() {
        let (rows, cells) = table(&[(1, &[(9, N, N), (1, N, N)]), (9, &[(1, N, N)])]);
        let layout = lay_out(&rows, &cells, 4);
        assert_eq!(layout.columns, 4);
        assert_eq!(layout.placements, [own(0, 1, 1, 3), Placement::Beyond(Some(0)), Placement::Beyond(None)]);
    }

    fn merge() -> impl Strategy<Value = Merge> {
        prop_oneof![3 => Just(N), 2 => Just(R), 3 => Just(C)]
    }

    type Written = Vec<(u32, Vec<(u32, Merge, Merge)>)>;

    fn written() -> impl Strategy<Value = Written> {
        let cell = (1u32..4, merge(), prop_oneof![6 => Just(N), 1 => Just(R), 1 => Just(C)]);
        prop::collection::vec((0u32..3, prop::collection::vec(cell, 0..6)), 0..6)
    }

    /// The same areas, slowly: every position of the grid is painted with the cell that covers it.
    fn slowly(rows: &Written, limit: u32) -> Vec<Vec<Option<usize>>> {
        let mut grid: Vec<Vec<Option<usize>>> = Vec::new();
        let mut starts: Vec<Vec<(u32, u32, usize, bool)>> = Vec::new();
        let mut index = 0;
        for (before, cells) in rows {
            let mut line = vec![None; limit as usize];
            let mut groups: Vec<(u32, u32, usize, Merge)> = Vec::new();
            let (mut column, mut sideways) = (*before, false);
            for (span, vertical, horizontal) in cells {
                let width = (*span).min(limit.saturating_sub(column));
                if width == 0 {
                } else if *horizontal == C && sideways {
                    if let Some(group) = groups.last_mut() {
                        group.1 += width;
                    }
                } else {
                    sideways = *horizontal != N;
                    groups.push((column, width, index, *vertical));
                }
                column += width;
                index += 1;
            }
            let above = starts.last().cloned().unwrap_or_default();
            let mut here = Vec::new();
            for (column, width, own, vertical) in groups {
                let join = above.iter().find(|cell| vertical == C && cell.3 && cell.0 == column && cell.1 == width);
                let owner = join.map_or(own, |cell| cell.2);
                line[column as usize..(column + width) as usize].fill(Some(owner));
                here.push((column, width, owner, vertical != N));
            }
            grid.push(line);
            starts.push(here);
        }
        grid
    }

    proptest! {
        #[test]
        fn areas_equal_a_slow_reference(rows in written(), limit in 3u32..12) {
            let borrowed: Vec<_> = rows.iter().map(|(before, cells)| (*before, cells.as_slice())).collect();
            let (syntax, cells) = table(&borrowed);
            let layout = lay_out(&syntax, &cells, limit);
            let mut painted = vec![vec![None; limit as usize]; rows.len()];
            for (index, placement) in layout.placements.iter().enumerate() {
                if let Placement::Own(area) = placement {
                    for row in area.row..area.row_end() {
                        for column in area.column..area.column_end() {
                            prop_assert!(column < layout.columns);
                            let slot = &mut painted[row as usize][column as usize];
                            prop_assert_eq!(*slot, None, "two cells cover one position");
                            *slot = Some(index);
                        }
                    }
                }
            }
            prop_assert_eq!(painted, slowly(&rows, limit));
            prop_assert_eq!(layout.placements.len(), cells.len());
        }
    }
}
