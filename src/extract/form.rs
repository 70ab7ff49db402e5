//! Forms whose values stand beside their labels or repeat row by row: the walk over a stretch of a Word table, and what
//! is left over. Records are found first, by their header rows (`records`); the labels stand in the other rows
//! (`labels`). A schema without such tables never comes here.

use std::collections::BTreeSet;

use super::bind::{Binder, Fate};
use super::locate::Piece;
use super::path::Axis;
use super::reading::Reading;
use super::records::Open;
use crate::model::{CellId, say};
use crate::schema::{Layout, Meaning};

/// What is known of the form between its Word tables.
#[derive(Default)]
pub(super) struct FormState {
    /// The records that may go on in the next Word table.
    pub open: Option<Open>,
    /// The tables of records that were met, with the number of records so far.
    pub records: Vec<(usize, u32)>,
}

impl<'a> Binder<'a> {
    /// Binds a stretch of rows that belongs to the form; `piece.table` is any of its tables.
    pub(super) fn form(&mut self, piece: &Piece) {
        let taken = self.records(piece);
        self.labels(piece, &taken);
        self.rest(piece);
    }

    /// The cells that begin in a row, from left to right.
    pub(super) fn own(&self, sheet: usize, row: u32) -> Vec<&'a Reading<'a>> {
        let sheets = self.sheets;
        sheets[sheet].row(row).into_iter().filter(|reading| reading.cell.area.row == row).collect()
    }

    /// Whether a table's values stand beside their labels or repeat row by row.
    pub(super) fn is_form(&self, table: usize) -> bool {
        self.schema.tables[table].layout.is_form()
    }

    /// Whether a cell says something that the form itself prints.
    pub(super) fn is_printed(&self, reading: &Reading<'_>) -> bool {
        reading.meanings.iter().any(|meaning| self.is_form(meaning.table()))
    }

    /// Whether a cell ends a list of records: a label of the form that is no column of records, or a caption.
    pub(super) fn ends_records(&self, reading: &Reading<'_>) -> bool {
        reading.meanings.iter().any(|meaning| match meaning {
            Meaning::Column { table, .. } => self.schema.tables[*table].layout == Layout::Labels,
            Meaning::Caption { table, .. } => self.is_form(*table),
            Meaning::Row { .. } | Meaning::Ornament { .. } => false,
        })
    }

    pub(super) fn is_open(&self, sheet: usize, cell: CellId) -> bool {
        self.fates[sheet][cell.0 as usize] == Fate::Open
    }

    /// What the form prints and is no label of a value, words that fill a row, and words that resemble a label. What
    /// else is left is noted by the sweep.
    fn rest(&mut self, piece: &Piece) {
        let tables: BTreeSet<usize> = (0..self.schema.tables.len()).filter(|table| self.is_form(*table)).collect();
        for row in piece.rows.clone() {
            let own = self.own(piece.sheet, row);
            for reading in own.iter().filter(|reading| !reading.blank) {
                if !self.is_open(piece.sheet, reading.id) {
                    continue;
                }
                let meanings = || reading.meanings.iter().filter(|meaning| tables.contains(&meaning.table()));
                let ornament = |meaning: &Meaning| matches!(meaning, Meaning::Ornament { .. });
                if meanings().any(ornament) {
                    self.set(piece.sheet, reading.id, Fate::Ornament);
                } else if meanings().any(|meaning| matches!(meaning, Meaning::Caption { .. })) {
                    self.keep(piece.sheet, reading);
                } else if own.len() == 1 && meanings().next().is_none() {
                    self.text_row(piece, reading);
                } else {
                    self.resembling(piece, reading, &tables);
                }
            }
        }
    }

    /// Notes a cell as an unknown label where it resembles one, so that the help can name it.
    pub(super) fn resembling(&mut self, piece: &Piece, reading: &Reading<'a>, tables: &BTreeSet<usize>) -> bool {
        let near = tables.iter().find(|table| super::nearest::label(self.schema, **table, &reading.text).is_some());
        if let Some(table) = near {
            let own = Piece { table: *table, ..piece.clone() };
            self.unknown_header(&own, reading, Axis::Columns);
        }
        near.is_some()
    }

    /// One note for cells of a form that give no value.
    pub(super) fn ambiguous(&mut self, piece: &Piece, label: &Reading<'a>, cells: &[&'a Reading<'a>]) {
        let why = say!(
            "beside or below the label 「{label}」 more than one cell could hold its value, so none is given:",
            "标签「{label}」旁边或下方有多个单元格可能是它的值，均不给出",
            label = label.line()
        );
        let open: Vec<&Reading<'a>> =
            cells.iter().copied().filter(|reading| !reading.blank && self.is_open(piece.sheet, reading.id)).collect();
        self.unplaced(piece.sheet, &open, why);
    }
}
