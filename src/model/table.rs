//! A table: every cell once, and a grid of indices that says which cell covers which position.

use std::borrow::Cow;

use super::{Block, Place, TableId};

/// The index of a cell in its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellId(pub u32);

/// The rectangle of grid positions that a cell covers. Spans are at least 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Area {
    /// First row, from 0.
    pub row: u32,
    /// First column, from 0.
    pub column: u32,
    /// How many rows.
    pub row_span: u32,
    /// How many columns.
    pub column_span: u32,
}

impl Area {
    /// A single position.
    pub fn single(row: u32, column: u32) -> Self {
        Area { row, column, row_span: 1, column_span: 1 }
    }

    /// One past the last row.
    pub fn row_end(&self) -> u32 {
        self.row.saturating_add(self.row_span)
    }

    /// One past the last column.
    pub fn column_end(&self) -> u32 {
        self.column.saturating_add(self.column_span)
    }
}

/// A cell and what it holds. Empty paragraphs are not kept, so an empty cell has no blocks.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// What it covers.
    pub area: Area,
    /// Its paragraphs and nested tables.
    pub blocks: Vec<Block>,
    /// Text that the file holds under a merge, where nobody sees it.
    pub hidden: Option<Box<str>>,
    /// Where it begins.
    pub place: Place,
}

impl Cell {
    /// The text of the cell's own paragraphs, joined by line feeds; nested tables are tables of their own.
    pub fn text(&self) -> Cow<'_, str> {
        if let [Block::Paragraph(only)] = self.blocks.as_slice() {
            return Cow::Borrowed(&only.text);
        }
        let mut text = String::new();
        let mut first = true;
        for block in &self.blocks {
            if let Block::Paragraph(paragraph) = block {
                if !first {
                    text.push('\n');
                }
                text.push_str(&paragraph.text);
                first = false;
            }
        }
        Cow::Owned(text)
    }

    /// The automatic number of the first paragraph, as printed.
    pub fn number(&self) -> Option<&str> {
        self.blocks.iter().find_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph.number.as_ref().map(|number| number.text.as_str())),
            Block::Table(_) => None,
        })?
    }

    /// Whether nothing but white space would be seen in it, nested tables aside.
    pub fn is_blank(&self) -> bool {
        self.blocks.iter().all(|block| match block {
            Block::Paragraph(paragraph) => paragraph.number.is_none() && paragraph.text.trim().is_empty(),
            Block::Table(_) => true,
        })
    }
}

/// One position of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// Covered by this cell.
    Cell(CellId),
    /// Covered by nothing: a row that is shorter than the others, or that begins later.
    Hole,
}

/// Why cells do not make a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GridError {
    /// Two cells cover one position.
    #[error("cells {} and {} both cover row {row}, column {column}", first.0, second.0)]
    Overlap {
        /// The earlier cell.
        first: CellId,
        /// The later cell.
        second: CellId,
        /// The row that both cover.
        row: u32,
        /// The column that both cover.
        column: u32,
    },
    /// A cell covers no position, or one outside the grid.
    #[error("cell {} lies outside the grid", cell.0)]
    Outside {
        /// The cell.
        cell: CellId,
    },
    /// The grid has more positions than can be addressed.
    #[error("a grid of {rows} by {columns} is too large")]
    Large {
        /// Rows asked for.
        rows: u32,
        /// Columns asked for.
        columns: u32,
    },
}

const HOLE: u32 = u32::MAX;

/// A table. [`Table::from_cells`] is the only way to make one.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    id: TableId,
    place: Place,
    rows: u32,
    columns: u32,
    cells: Vec<Cell>,
    slots: Vec<u32>,
}

impl Table {
    /// Lays `cells` on a grid of `rows` by `columns`; positions that no cell covers are holes.
    ///
    /// `place` is the table's own; for a nested table it names the parent table, row and column.
    ///
    /// # Errors
    /// [`GridError`] where two cells overlap, a cell has an empty area or leaves the grid, or the grid has
    /// 2³² positions or more. Callers bound `rows` × `columns` by [`Limits::cells`](super::Limits::cells) first.
    pub fn from_cells(id: TableId, place: Place, rows: u32, columns: u32, cells: Vec<Cell>) -> Result<Self, GridError> {
        let large = GridError::Large { rows, columns };
        let size = u64::from(rows) * u64::from(columns);
        let size = if size < u64::from(HOLE) { size as usize } else { return Err(large) };
        let mut slots = vec![HOLE; size];
        for (index, cell) in cells.iter().enumerate() {
            let second = CellId(u32::try_from(index).map_err(|_| large)?);
            let area = cell.area;
            if area.row_span == 0 || area.column_span == 0 || area.row_end() > rows || area.column_end() > columns {
                return Err(GridError::Outside { cell: second });
            }
            for row in area.row..area.row_end() {
                for column in area.column..area.column_end() {
                    let slot = &mut slots[(row * columns + column) as usize];
                    if *slot != HOLE {
                        return Err(GridError::Overlap { first: CellId(*slot), second, row, column });
                    }
                    *slot = second.0;
                }
            }
        }
        Ok(Table { id, place, rows, columns, cells, slots })
    }

    /// Its number in the document.
    pub fn id(&self) -> TableId {
        self.id
    }

    /// Where it begins; for a nested table, `place().table` is the parent table.
    pub fn place(&self) -> Place {
        self.place
    }

    /// The parent table and the grid position of the cell in it that holds this table.
    pub fn parent(&self) -> Option<(TableId, u32, u32)> {
        self.place.table.map(|table| (table, self.place.row, self.place.column))
    }

    /// How many grid rows.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    /// How many grid columns.
    pub fn columns(&self) -> u32 {
        self.columns
    }

    /// The cells, each once, in document order.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The cells, to be changed in place; their areas must stay.
    pub(crate) fn cells_mut(&mut self) -> &mut [Cell] {
        &mut self.cells
    }

    /// Gives the table another number and place.
    pub(crate) fn relocate(&mut self, id: TableId, place: Place) {
        self.id = id;
        self.place = place;
    }

    /// The cell of this id.
    ///
    /// # Panics
    /// If `id` is not of this table.
    pub fn cell(&self, id: CellId) -> &Cell {
        &self.cells[id.0 as usize]
    }

    /// What covers (`row`, `column`); a position outside the grid is a hole.
    pub fn slot(&self, row: u32, column: u32) -> Slot {
        if row >= self.rows || column >= self.columns {
            return Slot::Hole;
        }
        match self.slots[(row * self.columns + column) as usize] {
            HOLE => Slot::Hole,
            cell => Slot::Cell(CellId(cell)),
        }
    }

    /// The cells that touch `row`, from left to right, each once.
    pub fn row(&self, row: u32) -> impl Iterator<Item = (CellId, &Cell)> {
        let mut last = HOLE;
        (0..self.columns).filter_map(move |column| match self.slot(row, column) {
            Slot::Cell(id) if id.0 != last => {
                last = id.0;
                Some((id, self.cell(id)))
            }
            _ => None,
        })
    }
}
