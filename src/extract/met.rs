//! What binding met on its way: headers, rows of labels and labels that nobody knows, in document order. Kept for those
//! who look at a layout; no field is chosen by it.

use std::ops::Range;

use super::few::{Candidates, Few};
use super::header::Header;
use super::path::Axis;
use crate::model::CellId;

/// Everything that was met.
#[derive(Default)]
pub(super) struct Met {
    pub headers: Vec<MetHeader>,
    pub rows: Vec<MetRow>,
    pub unknown: Vec<MetUnknown>,
}

/// Column headers.
pub(super) struct MetHeader {
    pub table: usize,
    pub sheet: usize,
    pub rows: Range<u32>,
    /// The band whose caption is above them.
    pub caption: Option<usize>,
    pub corner_end: u32,
    pub positions: Vec<MetPosition>,
    pub doubtful: bool,
}

/// One column of figures: its grid columns, and the columns of the schema that it may be.
pub(super) struct MetPosition {
    pub columns: Range<u32>,
    pub candidates: Candidates,
}

/// The labels of one row, outermost first, and the rows of the schema that they may mean.
pub(super) struct MetRow {
    pub table: usize,
    pub sheet: usize,
    pub row: u32,
    pub caption: Option<usize>,
    pub labels: Few<CellId, 3>,
    pub candidates: Candidates,
}

/// A header cell that the schema does not know.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct MetUnknown {
    pub table: usize,
    pub sheet: usize,
    pub cell: CellId,
    pub axis: Axis,
}

impl Met {
    pub(super) fn header(
        &mut self,
        table: usize,
        sheet: usize,
        rows: Range<u32>,
        caption: Option<usize>,
        header: &Header,
    ) {
        let positions = header.positions.iter().map(|position| MetPosition {
            columns: position.head.start..position.head.end,
            candidates: position.candidates.clone(),
        });
        self.headers.push(MetHeader {
            table,
            sheet,
            rows,
            caption,
            corner_end: header.corner_end,
            positions: positions.collect(),
            doubtful: header.doubt.is_some(),
        });
    }

    /// A cell that turned out to be known after all.
    pub(super) fn known(&mut self, sheet: usize, cell: CellId) {
        self.unknown.retain(|unknown| (unknown.sheet, unknown.cell) != (sheet, cell));
    }
}
