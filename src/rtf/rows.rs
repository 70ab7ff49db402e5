//! The rows of the tables that are open, and how the edges of their cells become a grid.

use std::rc::Rc;

use crate::compose::{CellSyntax, Composer, Layout, Merge, Result, RowSyntax, lay_out};

/// Edges that lie closer, in twentieths of a point, are one.
const NEAR: i32 = 10;

/// The definition of a row (`\trowd`).
#[derive(Debug, Clone, Default)]
pub(super) struct Definition {
    left: i32,
    cells: Vec<Edge>,
    next: Edge,
}

/// The right edge of a cell, and how the cell is merged.
#[derive(Debug, Clone, Copy, Default)]
struct Edge {
    at: i32,
    vertical: Merge,
    horizontal: Merge,
}

impl Definition {
    /// Takes in a control word; gives whether it is one of rows.
    pub(super) fn take(&mut self, word: &[u8], number: Option<i32>) -> bool {
        match word {
            b"trleft" => self.left = number.unwrap_or(0),
            b"clvmgf" => self.next.vertical = Merge::Restart,
            b"clvmrg" => self.next.vertical = Merge::Continue,
            b"clmgf" => self.next.horizontal = Merge::Restart,
            b"clmrg" => self.next.horizontal = Merge::Continue,
            b"cellx" => {
                let at = number.unwrap_or(0);
                self.cells.push(Edge { at, ..self.next });
                self.next = Edge::default();
            }
            _ => return false,
        }
        true
    }
}

/// A table that has not ended.
#[derive(Debug, Default)]
pub(super) struct OpenTable {
    rows: Vec<(Rc<Definition>, u32)>,
    /// The cells of the row that has not ended.
    cells: u32,
    /// Whether a cell is open.
    pub(super) in_cell: bool,
}

impl OpenTable {
    /// Ends the open cell; one that has not begun is an empty one.
    pub(super) fn end_cell(&mut self, composer: &mut Composer<'_>, at: usize) -> Result<()> {
        if !self.in_cell {
            composer.begin_cell(at)?;
        }
        self.in_cell = false;
        self.cells += 1;
        composer.end_cell(at)
    }

    /// Ends the open row.
    pub(super) fn end_row(
        &mut self,
        definition: &Rc<Definition>,
        composer: &mut Composer<'_>,
        at: usize,
    ) -> Result<()> {
        if self.in_cell {
            self.end_cell(composer, at)?;
        }
        self.rows.push((Rc::clone(definition), self.cells));
        self.cells = 0;
        Ok(())
    }

    /// Ends the table.
    pub(super) fn finish(mut self, definition: &Rc<Definition>, composer: &mut Composer<'_>, at: usize) -> Result<()> {
        if self.in_cell || self.cells > 0 {
            self.end_row(definition, composer, at)?;
        }
        let layout = self.layout(composer.limits().columns);
        composer.end_table(at, self.rows.len() as u32, layout)
    }

    fn layout(&self, limit: u32) -> Layout {
        let columns = self.columns();
        let column = |at: i32| columns.partition_point(|edge| *edge <= at.saturating_sub(NEAR)) as u32;
        let mut rows = Vec::with_capacity(self.rows.len());
        let mut cells = Vec::new();
        for (definition, count) in &self.rows {
            let first = definition.cells.first().map_or(0, |_| column(definition.left));
            let mut last = first;
            for index in 0..*count as usize {
                let Some(edge) = definition.cells.get(index) else {
                    cells.push(CellSyntax { span: 1, ..CellSyntax::default() });
                    continue;
                };
                let end = column(edge.at).max(last + 1);
                cells.push(CellSyntax { span: end - last, vertical: edge.vertical, horizontal: edge.horizontal });
                last = end;
            }
            rows.push(RowSyntax { before: first, cells: *count });
        }
        lay_out(&rows, &cells, limit)
    }

    /// The edges of the columns, from left to right.
    fn columns(&self) -> Vec<i32> {
        let mut edges: Vec<i32> = Vec::new();
        for (definition, count) in &self.rows {
            let used = &definition.cells[..definition.cells.len().min(*count as usize)];
            if !used.is_empty() {
                edges.push(definition.left);
            }
            edges.extend(used.iter().map(|edge| edge.at));
        }
        edges.sort_unstable();
        edges.dedup_by(|next, kept| next.saturating_sub(*kept) < NEAR);
        edges
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compose::Placement;
    use crate::model::Area;

    #[test]
    fn columns_come_from_the_edges_of_all_rows() {
        let row = |left: i32, edges: &[i32]| {
            let mut definition = Definition { left, ..Definition::default() };
            edges.iter().for_each(|edge| assert!(definition.take(b"cellx", Some(*edge))));
            (Rc::new(definition), edges.len() as u32)
        };
        let table = OpenTable {
            rows: vec![row(0, &[1000, 3004]), row(0, &[1000, 2000, 3000]), row(1002, &[3000])],
            ..OpenTable::default()
        };
        let own = |row, column, column_span| Placement::Own(Area { row, column, row_span: 1, column_span });
        let layout = table.layout(100);
        assert_eq!(
            layout.placements,
            [own(0, 0, 1), own(0, 1, 2), own(1, 0, 1), own(1, 1, 1), own(1, 2, 1), own(2, 1, 2)]
        );
        assert_eq!(layout.columns, 3);
    }
}
