//! Which rows of which Word table belong to which table of the schema.
//!
//! One table of the form may lie in several Word tables (cut by a page), and one Word table may hold several tables of
//! the form, or the whole report. A table is known by its labels: longer labels and captions weigh double, because
//! 其他 and 总计 stand in any table. A piece too short to be known by itself is known by what it goes on from.

use std::ops::Range;

use super::reading::{Reading, Sheet};
use crate::schema::{Layout, Meaning, Schema};

/// A run of rows of one Word table that belongs to one table of the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// Index into the sheets.
    pub sheet: usize,
    /// Index of the schema table.
    pub table: usize,
    pub rows: Range<u32>,
}

/// Labels of this weight make a table known.
const KNOWN: u32 = 4;
/// Labels of this weight are enough where the piece goes on from the one before.
const CONTINUES: u32 = 2;

/// Finds the pieces of the schema's tables, in document order.
pub(super) fn pieces(schema: &Schema, sheets: &[Sheet<'_>]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let homes = homes(schema);
    for (index, sheet) in sheets.iter().enumerate() {
        let weights = weights(&homes, sheet);
        let last = pieces.last().map(|piece| piece.table);
        let best = weights.iter().copied().max().unwrap_or(0);
        let known = |table: usize| {
            let enough = if last == Some(table) { CONTINUES } else { KNOWN };
            weights[table] >= enough && weights[table] * 4 >= best
        };
        let mut found: Vec<usize> = (0..schema.tables.len()).filter(|table| known(*table)).collect();
        // The lists of several vintages share labels, and a Word table holds one of them.
        let is_list = |table: &usize| schema.tables[*table].layout == Layout::Indicators;
        let list = found.iter().copied().filter(is_list).max_by_key(|table| (weights[*table], last == Some(*table)));
        found.retain(|table| !is_list(table) || Some(*table) == list);
        match found.as_slice() {
            [] if last.is_some_and(|last| schema.tables[last].layout == Layout::Grid)
                && goes_on(pieces.last(), index, sheets) =>
            {
                let table = last.unwrap_or_default();
                pieces.push(Piece { sheet: index, table, rows: 0..sheet.table.rows() });
            }
            [] => {}
            [table] => pieces.push(Piece { sheet: index, table: *table, rows: 0..sheet.table.rows() }),
            several => pieces.extend(split(&homes, index, sheet, several)),
        }
    }
    spread(schema, sheets, pieces)
}

/// The table that stands for each table while tables are located. The tables of labels and of records make one form:
/// they share its Word tables, and which row belongs to which of them is told when they are bound.
fn homes(schema: &Schema) -> Vec<usize> {
    let form = schema.tables.iter().position(|table| table.layout.is_form());
    let tables = schema.tables.iter().enumerate();
    tables.map(|(index, table)| form.filter(|_| table.layout.is_form()).unwrap_or(index)).collect()
}

/// A piece of the form is a piece of each of its tables that shows there: one of labels by a label, one of records by
/// two of its columns in one row.
fn spread(schema: &Schema, sheets: &[Sheet<'_>], pieces: Vec<Piece>) -> Vec<Piece> {
    if !schema.tables.iter().any(|table| table.layout.is_form()) {
        return pieces;
    }
    let shows = |piece: &Piece, table: usize| {
        let column = |reading: &&Reading<'_>| reading.is_column(table);
        let count = |row: u32| {
            let own = |reading: &&Reading<'_>| reading.cell.area.row == row && column(reading);
            sheets[piece.sheet].cells(row).filter(own).count()
        };
        let least = if schema.tables[table].layout == Layout::Records { 2 } else { 1 };
        piece.rows.clone().any(|row| count(row) >= least)
    };
    let mut spread = Vec::new();
    for piece in pieces {
        if !schema.tables[piece.table].layout.is_form() {
            spread.push(piece);
            continue;
        }
        let own = |table: &usize| schema.tables[*table].layout.is_form() && shows(&piece, *table);
        let tables: Vec<usize> = (0..schema.tables.len()).filter(own).collect();
        let tables = if tables.is_empty() { vec![piece.table] } else { tables };
        spread.extend(tables.into_iter().map(|table| Piece { table, ..piece.clone() }));
    }
    spread
}

/// Whether a Word table is nothing but figures on the grid of the table before it: a page cut it off below its headers.
fn goes_on(last: Option<&Piece>, index: usize, sheets: &[Sheet<'_>]) -> bool {
    let Some(before) = last.filter(|piece| piece.sheet + 1 == index).map(|piece| &sheets[piece.sheet]) else {
        return false;
    };
    let sheet = &sheets[index];
    sheet.table.columns() == before.table.columns()
        && sheet.readings.iter().any(|reading| reading.figure)
        && sheet.readings.iter().all(|reading| reading.blank || reading.figure)
}

/// How much of each table's vocabulary a Word table has, each label once.
fn weights(homes: &[usize], sheet: &Sheet<'_>) -> Vec<u32> {
    let mut weights = vec![0; homes.len()];
    let mut seen: Vec<*const Meaning> = Vec::new();
    for reading in sheet.readings.iter().filter(|reading| !reading.meanings.is_empty()) {
        let label = reading.meanings.as_ptr();
        if seen.contains(&label) {
            continue;
        }
        seen.push(label);
        let (mut last, weight) = (None, weight(reading));
        for table in reading.meanings.iter().map(|meaning| homes[meaning.table()]) {
            if last.replace(table) != Some(table) {
                weights[table] += weight;
            }
        }
    }
    weights
}

fn weight(reading: &Reading<'_>) -> u32 {
    let caption = reading.meanings.iter().any(|meaning| matches!(meaning, Meaning::Caption { .. }));
    if caption || reading.text.chars().filter(|c| !c.is_whitespace()).nth(3).is_some() { 2 } else { 1 }
}

/// Splits a Word table that holds several tables of the form. A row belongs to the table most of whose labels begin
/// in it; a row without labels goes on with the rows before it.
fn split(homes: &[usize], index: usize, sheet: &Sheet<'_>, tables: &[usize]) -> Vec<Piece> {
    let rows = sheet.table.rows();
    let mut weights = vec![vec![0u32; tables.len()]; rows as usize];
    for reading in &sheet.readings {
        for (position, table) in tables.iter().enumerate() {
            if reading.meanings.iter().any(|meaning| homes[meaning.table()] == *table) {
                weights[reading.cell.area.row as usize][position] += weight(reading);
            }
        }
    }
    let mut pieces: Vec<Piece> = Vec::new();
    for (row, weights) in weights.iter().enumerate() {
        let row = row as u32;
        let current = pieces.last().map(|piece| piece.table);
        let own = |position: usize| (weights[position], Some(tables[position]) == current);
        let best = (0..tables.len()).filter(|position| weights[*position] > 0).max_by_key(|position| own(*position));
        let table = best.map(|position| tables[position]);
        match (table, pieces.last_mut()) {
            (Some(table), Some(piece)) if piece.table == table => piece.rows.end = row + 1,
            (None, Some(piece)) => piece.rows.end = row + 1,
            (Some(table), _) => {
                let start = if pieces.is_empty() { 0 } else { row };
                pieces.push(Piece { sheet: index, table, rows: start..row + 1 });
            }
            (None, None) => {}
        }
    }
    pieces
}
