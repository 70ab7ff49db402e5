//! Which vintage each table follows, and then which field each placed cell is.
//!
//! A vintage is chosen by the labels that named fields, never by the year on the cover: of each vintage count the rows
//! and columns that were named twice and take off those that it wants. Labels are counted, not figures, so that a
//! table of many columns does not outvote the others.

use std::collections::{BTreeMap, BTreeSet};

use super::bind::{Binder, Fate, Placement};
use super::locate::Piece;
use super::reading::Reading;
use super::report::FieldAudit;
use crate::model::{Note, codes};
use crate::schema::{FieldId, Schema};

/// Every placed cell with its one field, and the vintages that decided.
pub(super) struct Settled {
    /// The report's vintage; `None` where no table was found.
    pub vintage: Option<usize>,
    /// The vintage of each table of the schema.
    pub tables: Vec<Option<usize>>,
    /// The placement of each field, by index.
    pub chosen: BTreeMap<FieldId, usize>,
}

/// Chooses vintages and fields. `year` breaks ties between vintages.
pub(super) fn settle(binder: &mut Binder<'_>, pieces: &[Piece], year: Option<i32>) -> Settled {
    let schema = binder.schema;
    let located: Vec<bool> =
        (0..schema.tables.len()).map(|table| pieces.iter().any(|piece| piece.table == table)).collect();
    let scores: Vec<Vec<i64>> =
        (0..schema.tables.len()).map(|table| scores(schema, &binder.placements, table)).collect();
    let vintage = report_vintage(schema, &scores, &located, year);
    let tables: Vec<Option<usize>> = scores
        .iter()
        .map(|scores| (0..scores.len()).max_by_key(|index| (scores[*index], Some(*index) == vintage)))
        .zip(&located)
        .map(|(own, located)| if *located { own } else { vintage })
        .collect();
    let chosen = choose(binder, &tables);
    note_vintages(binder, vintage, &tables, &chosen);
    Settled { vintage, tables, chosen }
}

fn scores(schema: &Schema, placements: &[Placement], table: usize) -> Vec<i64> {
    (0..schema.vintages.len())
        .map(|vintage| {
            let placed = placements
                .iter()
                .filter(|placement| placement.table == table && !placement.tentative)
                .flat_map(|placement| placement.fields.iter().copied())
                .filter(|field| schema.field(*field).vintages.contains(vintage));
            2 * labels(schema, placed) - labels(schema, wanted(schema, table, vintage))
        })
        .collect()
}

/// How many rows and columns name these fields.
fn labels(schema: &Schema, fields: impl Iterator<Item = FieldId>) -> i64 {
    let mut labels = BTreeSet::new();
    for field in fields.map(|field| schema.field(field)) {
        labels.insert((field.band, 0, field.row.unwrap_or(0)));
        labels.insert((field.band, 1, field.column));
    }
    labels.len() as i64
}

/// The fields of a table that a report of a vintage must have.
fn wanted(schema: &Schema, table: usize, vintage: usize) -> impl Iterator<Item = FieldId> {
    schema
        .each_field()
        .filter(move |(_, field)| field.table == Some(table) && field.vintages.contains(vintage) && !field.optional)
        .map(|(id, _)| id)
}

fn report_vintage(schema: &Schema, scores: &[Vec<i64>], located: &[bool], year: Option<i32>) -> Option<usize> {
    if !located.contains(&true) {
        return None;
    }
    (0..schema.vintages.len()).max_by_key(|vintage| {
        let score: i64 =
            scores.iter().zip(located).filter(|(_, located)| **located).map(|(scores, _)| scores[*vintage]).sum();
        (score, year.is_some_and(|year| is_of_year(schema, *vintage, year)), *vintage)
    })
}

pub(super) fn is_of_year(schema: &Schema, vintage: usize, year: i32) -> bool {
    let vintage = &schema.vintages[vintage];
    vintage.first_year.is_none_or(|first| first <= year) && vintage.last_year.is_none_or(|last| year <= last)
}

/// Gives each placement its field and each field one placement. What remains is noted.
fn choose(binder: &mut Binder<'_>, tables: &[Option<usize>]) -> BTreeMap<FieldId, usize> {
    let mut chosen: BTreeMap<FieldId, usize> = BTreeMap::new();
    for index in 0..binder.placements.len() {
        let placement = &binder.placements[index];
        let reading = &binder.sheets[placement.sheet].readings[placement.cell.0 as usize];
        let sheet = placement.sheet;
        match one_field(binder.schema, placement, tables[placement.table]) {
            Err(_) if reading.blank => {}
            Err(doubt) => binder.doubtful(sheet, reading, doubt),
            Ok(field) => match chosen.get(&field).copied() {
                None => {
                    chosen.insert(field, index);
                }
                Some(_) if reading.blank => {}
                Some(first) if binder.is_blank(first) => {
                    chosen.insert(field, index);
                }
                Some(first) => binder.twice(sheet, reading, field, first),
            },
        }
    }
    chosen
}

/// Why a placed cell has no field.
enum Doubt {
    /// Its headers name several.
    Ambiguous(Vec<FieldId>),
    /// It may belong to a row that lost its label.
    Blank(FieldId),
}

fn one_field(schema: &Schema, placement: &Placement, vintage: Option<usize>) -> Result<FieldId, Doubt> {
    let current = |field: &FieldId| vintage.is_none_or(|vintage| schema.field(*field).vintages.contains(vintage));
    let own: Vec<FieldId> = placement.fields.iter().copied().filter(current).collect();
    match (own.as_slice(), placement.fields.as_slice()) {
        ([field], _) => Ok(*field),
        ([], [field]) if placement.tentative => Err(Doubt::Blank(*field)),
        ([], [field]) => Ok(*field),
        ([], several) | (several, _) => Err(Doubt::Ambiguous(several.to_vec())),
    }
}

impl<'a> Binder<'a> {
    fn is_blank(&self, placement: usize) -> bool {
        let placement = &self.placements[placement];
        self.sheets[placement.sheet].readings[placement.cell.0 as usize].blank
    }

    fn doubtful(&mut self, sheet: usize, reading: &Reading<'a>, doubt: Doubt) {
        self.set(sheet, reading.id, Fate::Noted);
        let note = match doubt {
            Doubt::Ambiguous(fields) => {
                let ids: Vec<&str> = fields.iter().map(|field| self.schema.field(*field).id.as_str()).collect();
                let message =
                    format!("the headers of 「{}」 fit {} fields: {}", reading.line(), ids.len(), ids.join(", "));
                Note::new(&codes::LABEL_AMBIGUOUS, reading.cell.place, message)
            }
            Doubt::Blank(field) => {
                let id = &self.schema.field(field).id;
                let message = format!(
                    "a label cell beside 「{}」 is blank, so it is not certain that it is {id}",
                    reading.line()
                );
                Note::new(&codes::FIGURE_UNPLACED, reading.cell.place, message)
            }
        };
        self.notes.push(note);
    }

    fn twice(&mut self, sheet: usize, reading: &Reading<'a>, field: FieldId, first: usize) {
        self.set(sheet, reading.id, Fate::Noted);
        let first = &self.placements[first];
        let first = &self.sheets[first.sheet].readings[first.cell.0 as usize];
        let id = &self.schema.field(field).id;
        let message = format!("{id} was already given as 「{}」; here it is 「{}」", first.line(), reading.line());
        let first = first.cell.place;
        self.notes.push(Note::new(&codes::FIGURE_TWICE, reading.cell.place, message).also([first]));
    }
}

/// Notes tables and fields that follow another vintage than the report.
fn note_vintages(
    binder: &mut Binder<'_>,
    vintage: Option<usize>,
    tables: &[Option<usize>],
    chosen: &BTreeMap<FieldId, usize>,
) {
    let schema = binder.schema;
    let Some(vintage) = vintage else { return };
    for (table, own) in tables.iter().enumerate() {
        let mut strangers: BTreeMap<usize, Vec<(FieldId, usize)>> = BTreeMap::new();
        for (field, placement) in chosen.iter().filter(|(field, _)| schema.field(**field).table == Some(table)) {
            let vintages = schema.field(*field).vintages;
            if !vintages.contains(vintage)
                && let Some(other) = (0..schema.vintages.len()).find(|other| vintages.contains(*other))
            {
                strangers.entry(other).or_default().push((*field, *placement));
            }
        }
        for (other, fields) in strangers {
            let (first, placement) = fields[0];
            let placement = &binder.placements[placement];
            let place = binder.sheets[placement.sheet].readings[placement.cell.0 as usize].cell.place;
            let whole = if *own == Some(other) { "this table follows" } else { "these fields are of" };
            let message = format!(
                "「{}」: {whole} the vintage {}, while the report follows {}; {} fields, from {} on",
                schema.tables[table].title,
                schema.vintages[other].id,
                schema.vintages[vintage].id,
                fields.len(),
                schema.field(first).id
            );
            binder.notes.push(Note::new(&codes::VINTAGE_MIXED, place, message));
        }
    }
}

/// Notes every field that the vintages want and no cell gives, a row of the form at a time; counts the second law.
pub(super) fn missing(binder: &mut Binder<'_>, pieces: &[Piece], settled: &Settled, found: &[FieldId]) -> FieldAudit {
    let schema = binder.schema;
    let mut audit = FieldAudit::default();
    for (table, vintage) in settled.tables.iter().enumerate() {
        let Some(vintage) = vintage else { continue };
        let wanted: Vec<FieldId> = wanted(schema, table, *vintage).collect();
        let absent: Vec<FieldId> = wanted.iter().copied().filter(|field| found.binary_search(field).is_err()).collect();
        audit.wanted += wanted.len() as u32;
        audit.facts += (wanted.len() - absent.len()) as u32;
        audit.noted += absent.len() as u32;
        if absent.is_empty() {
            continue;
        }
        let title = &schema.tables[table].title;
        match pieces.iter().find(|piece| piece.table == table) {
            None => {
                let message =
                    format!("the table 「{title}」 was not found; its {} fields have no figures", absent.len());
                binder.notes.push(Note::new(&codes::TABLE_NOT_FOUND, None, message));
            }
            Some(piece) => {
                let sheet = &binder.sheets[piece.sheet];
                let place = sheet.table.place().in_table(sheet.table.id(), piece.rows.start, 0);
                binder.notes.extend(
                    by_row(schema, &absent).into_iter().map(|message| Note::new(&codes::FIELD_MISSING, place, message)),
                );
            }
        }
    }
    audit.extra = found.len() as u32 - audit.facts;
    audit
}

/// One message for the missing fields of each row of the form.
fn by_row(schema: &Schema, absent: &[FieldId]) -> Vec<String> {
    let row = |field: &FieldId| {
        let field = schema.field(*field);
        (field.band, field.row)
    };
    let rows = absent.chunk_by(|one, other| row(one) == row(other));
    let message = |fields: &[FieldId]| {
        let ids: Vec<&str> = fields.iter().map(|field| schema.field(*field).id.as_str()).collect();
        format!("no cell was found for {}", ids.join(", "))
    };
    rows.map(message).collect()
}
