//! Where something came from. Small and `Copy`, because every cell, paragraph, fact and note has one.

use std::ops::Range;

/// The index of a part's name in [`Document::parts`](super::Document::parts).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct PartId(pub u16);

/// The number of a table in its document, from 0 in document order, a nested table after its parent.
///
/// Tables of every story are counted in one sequence: the body first, then the side stories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableId(pub u32);

/// A position in a document: the part, the bytes in that part, and, inside a table, table, row and column.
///
/// Rows and columns are grid coordinates from 0. `start..end` are byte offsets into the part as it lies
/// in the package after inflation and, where a part of XML or a web page was not UTF-8, after conversion to it; a file
/// that is no package is one part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    /// The part that holds it.
    pub part: PartId,
    /// First byte in the part.
    pub start: u32,
    /// One past the last byte in the part.
    pub end: u32,
    /// The innermost table around it.
    pub table: Option<TableId>,
    /// Grid row in that table, from 0. Meaningless without a table.
    pub row: u32,
    /// Grid column in that table, from 0. Meaningless without a table.
    pub column: u32,
}

impl Place {
    /// A place outside any table.
    pub fn new(part: PartId, bytes: Range<usize>) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Place { part, start: clamp(bytes.start), end: clamp(bytes.end), ..Place::default() }
    }

    /// The same bytes, seen as the grid position (`row`, `column`) of `table`.
    #[must_use]
    pub fn in_table(self, table: TableId, row: u32, column: u32) -> Self {
        Place { table: Some(table), row, column, ..self }
    }
}
