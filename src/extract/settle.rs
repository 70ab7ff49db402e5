//! Which vintage each table follows, and then which field each placed cell is.
//!
//! A vintage is chosen by the labels that named fields, never by the year on the cover: of each vintage count the rows
//! and columns that were named twice and take off those that it wants. Labels are counted, not figures, so that a
//! table of many columns does not outvote the others.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::bind::{Binder, Fate, Placement};
use super::locate::Piece;
use super::reading::Reading;
use super::report::FieldAudit;
use crate::model::{Message, Note, codes, say};
use crate::schema::{Field, FieldId, Schema};

/// Every placed cell with its one field, and the vintages that decided.
pub(super) struct Settled {
    /// The report's vintage; `None` where no table was found.
    pub vintage: Option<usize>,
    /// The vintage of each table of the schema.
    pub tables: Vec<Option<usize>>,
    /// The placement of each field, or of each record of it, by index; in the order of fields.
    pub chosen: Vec<(Key, usize)>,
}

impl Settled {
    /// The index of the placement of a field, or of a record of it.
    pub(super) fn placement(&self, key: Key) -> Option<usize> {
        let at = self.chosen.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        Some(self.chosen[at].1)
    }
}

/// A field, and which record of it where it repeats.
pub(super) type Key = (FieldId, Option<u32>);

/// Chooses vintages and fields. `year` breaks ties between vintages.
pub(super) fn settle(binder: &mut Binder<'_>, pieces: &[Piece], year: Option<i32>) -> Settled {
    let schema = binder.schema;
    let located: Vec<bool> =
        (0..schema.tables.len()).map(|table| pieces.iter().any(|piece| piece.table == table)).collect();
    let placed = placed(schema, &binder.placements);
    let scores: Vec<Vec<i64>> =
        placed.iter().enumerate().map(|(table, placed)| scores(schema, placed, table)).collect();
    let vintage = report_vintage(schema, &scores, &located, year);
    let own = |table: usize| {
        let scores = &scores[table];
        let best = (0..scores.len()).max_by_key(|index| (scores[*index], Some(*index) == vintage));
        best.filter(|best| located[table] && is_shown(&placed[table], *best, vintage))
    };
    let tables: Vec<Option<usize>> = (0..schema.tables.len()).map(|table| own(table).or(vintage)).collect();
    let chosen = choose(binder, &tables);
    note_vintages(binder, vintage, &tables, &chosen);
    Settled { vintage, tables, chosen }
}

/// Whether a table has a figure of `own` that the report's vintage does not know. What is merely missing shows nothing.
fn is_shown(placed: &[&Field], own: usize, report: Option<usize>) -> bool {
    let mut vintages = placed.iter().map(|field| field.vintages);
    vintages.any(|vintages| vintages.contains(own) && !report.is_some_and(|report| vintages.contains(report)))
}

/// The fields of each table that cells were placed at without a doubt.
fn placed<'s>(schema: &'s Schema, placements: &[Placement]) -> Vec<Vec<&'s Field>> {
    let mut placed: Vec<Vec<&Field>> = vec![Vec::new(); schema.tables.len()];
    for placement in placements.iter().filter(|placement| !placement.tentative) {
        placed[placement.table].extend(placement.fields.iter().map(|field| schema.field(*field)));
    }
    placed
}

fn scores(schema: &Schema, placed: &[&Field], table: usize) -> Vec<i64> {
    let labels = schema.labels(table, placed.iter().copied()).into_iter().enumerate();
    labels.map(|(vintage, labels)| 2 * labels - schema.wanted_labels(table, vintage)).collect()
}

fn report_vintage(schema: &Schema, scores: &[Vec<i64>], located: &[bool], year: Option<i32>) -> Option<usize> {
    if !located.contains(&true) {
        return None;
    }
    // A vintage that has none of the tables is not in question, however little was found of them.
    let has = |vintage: &usize| {
        let of_vintage = |table: usize| schema.tables[table].bands.iter().any(|band| band.vintages.contains(*vintage));
        (0..located.len()).any(|table| located[table] && of_vintage(table))
    };
    (0..schema.vintages.len()).filter(has).max_by_key(|vintage| {
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
///
/// Of cells that say different things of one field none is taken, but for a label that is the form's own word for word
/// against one that was cut at a bracket. A Word table that contradicts an earlier one is a repeat of it (another
/// year's, a draft), and nothing of it is taken.
fn choose(binder: &mut Binder<'_>, tables: &[Option<usize>]) -> Vec<(Key, usize)> {
    let mut claims: Vec<(Key, usize)> = Vec::with_capacity(binder.placements.len());
    for index in 0..binder.placements.len() {
        let placement = &binder.placements[index];
        let reading = binder.reading(index);
        match one_field(binder.schema, placement, tables[placement.table]) {
            Ok(field) => claims.push(((field, placement.record), index)),
            Err(_) if reading.blank => {}
            Err(doubt) => binder.doubtful(placement.sheet, reading, doubt),
        }
    }
    claims.sort_unstable();
    let repeats = binder.repeats(&claims);
    let mut chosen = Vec::with_capacity(claims.len());
    for claims in claims.chunk_by(of_one_field) {
        let (field, record) = claims[0].0;
        if let [(key, only)] = claims
            && repeats.is_empty()
        {
            chosen.push((*key, *only));
            continue;
        }
        let claims = binder.cells_once(claims);
        let (late, own): (Vec<usize>, Vec<usize>) = claims.iter().partition(|index| {
            let placement = &binder.placements[**index];
            repeats.contains(&(placement.table, placement.sheet))
        });
        let winner = binder.winner(&own);
        chosen.extend(winner.map(|winner| ((field, record), winner)));
        for index in own.into_iter().chain(late).filter(|index| Some(*index) != winner) {
            binder.twice(field, index, winner.or(claims.first().copied()).filter(|other| *other != index));
        }
    }
    chosen
}

/// Whether two placements claim one field.
fn of_one_field(one: &(Key, usize), other: &(Key, usize)) -> bool {
    one.0 == other.0
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
    if let [field] = placement.fields.as_slice()
        && current(field)
    {
        return Ok(*field);
    }
    let own: Vec<FieldId> = placement.fields.iter().copied().filter(current).collect();
    match (own.as_slice(), placement.fields.as_slice()) {
        ([field], _) => Ok(*field),
        ([], [field]) if placement.tentative => Err(Doubt::Blank(*field)),
        ([], [field]) => Ok(*field),
        ([], several) | (several, _) => Err(Doubt::Ambiguous(several.to_vec())),
    }
}

impl<'a> Binder<'a> {
    fn reading(&self, placement: usize) -> &'a Reading<'a> {
        let placement = &self.placements[placement];
        &self.sheets[placement.sheet].readings[placement.cell.0 as usize]
    }

    /// The placements among claims, one for each cell: one that is known by its label and by its mark claims its field once.
    fn cells_once(&self, claims: &[(Key, usize)]) -> Vec<usize> {
        let mut seen = HashSet::new();
        let first = |index: &usize| {
            let placement = &self.placements[*index];
            seen.insert((placement.sheet, placement.cell))
        };
        claims.iter().map(|(_, index)| *index).filter(first).collect()
    }

    /// The Word tables, by table of the form, that contradict an earlier one.
    fn repeats(&self, claims: &[(Key, usize)]) -> BTreeSet<(usize, usize)> {
        let mut repeats = BTreeSet::new();
        for claims in claims.chunk_by(of_one_field).filter(|claims| claims.len() > 1) {
            let filled = || claims.iter().map(|(_, index)| *index).filter(|index| !self.reading(*index).blank);
            let Some(first) = filled().next() else { continue };
            for later in filled().filter(|later| self.reading(*later).text.trim() != self.reading(first).text.trim()) {
                let (first, later) = (&self.placements[first], &self.placements[later]);
                if later.sheet != first.sheet {
                    repeats.insert((later.table, later.sheet));
                }
            }
        }
        // Where a form begins anew, all that follows of it is another form's, whichever fields it has.
        let form = |(table, _): &&(usize, usize)| self.is_form(*table);
        if let Some(first) = repeats.iter().filter(form).map(|(_, sheet)| *sheet).min() {
            let later = self.placements.iter().filter(|other| self.is_form(other.table) && other.sheet >= first);
            repeats.extend(later.map(|other| (other.table, other.sheet)));
        }
        repeats
    }

    /// Of the cells that claim one field, the one that counts: the only one, or the one that all others agree with.
    fn winner(&self, claims: &[usize]) -> Option<usize> {
        let exact: Vec<usize> = claims.iter().copied().filter(|index| self.placements[*index].exact).collect();
        let claims = if exact.is_empty() { claims } else { &exact };
        let first = *claims.first()?;
        // A form prints each of its labels once. Where it stands twice, both must say the same, blank or not.
        if self.is_form(self.placements[first].table) {
            let text = |index: &usize| self.reading(*index).text.trim();
            return claims.iter().all(|index| text(index) == text(&first)).then_some(first);
        }
        if self.reading(first).blank {
            // An empty row under the headers of a table without row labels is not its row of figures.
            let bare = self.placements[first].because.as_ref().is_none_or(|because| because.rows.is_empty());
            return if bare {
                claims.iter().copied().find(|index| !self.reading(*index).blank).or(Some(first))
            } else {
                Some(first)
            };
        }
        let text = self.reading(first).text.trim();
        let agrees = |index: &&usize| self.reading(**index).blank || self.reading(**index).text.trim() == text;
        claims.iter().all(|index| agrees(&index)).then_some(first)
    }

    fn doubtful(&mut self, sheet: usize, reading: &Reading<'a>, doubt: Doubt) {
        self.set(sheet, reading.id, Fate::Noted);
        let note = match doubt {
            Doubt::Ambiguous(fields) => {
                let ids: Vec<&str> = fields.iter().map(|field| self.schema.field(*field).id.as_str()).collect();
                let message = say!(
                    "the headers of 「{line}」 fit {count} fields: {ids}",
                    "「{line}」的表头对应 {count} 个字段：{ids}",
                    line = reading.line(),
                    count = ids.len(),
                    ids = ids.join(", ")
                );
                Note::new(&codes::LABEL_AMBIGUOUS, reading.cell.place, message)
            }
            Doubt::Blank(field) => {
                let id = &self.schema.field(field).id;
                let message = say!(
                    "a label cell beside 「{line}」 is blank, so it is not certain that it is {id}",
                    "「{line}」旁边的标签单元格为空白，无法确定它就是 {id}",
                    line = reading.line()
                );
                Note::new(&codes::FIGURE_UNPLACED, reading.cell.place, message)
            }
        };
        self.notes.push(note);
    }

    /// Notes a cell that claims a field and does not get it.
    fn twice(&mut self, field: FieldId, index: usize, other: Option<usize>) {
        let reading = self.reading(index);
        if reading.blank {
            return;
        }
        self.set(self.placements[index].sheet, reading.id, Fate::Noted);
        let id = &self.schema.field(field).id;
        let other = other.map(|other| self.reading(other));
        let here = reading.line();
        let message = match other.map(Reading::line) {
            Some(elsewhere) => say!(
                "{id} is 「{here}」 here and 「{elsewhere}」 elsewhere; this one is not given",
                "{id} 此处为「{here}」，别处为「{elsewhere}」，此处的不给出"
            ),
            None => say!(
                "{id} is 「{here}」 here and nothing elsewhere; this one is not given",
                "{id} 此处为「{here}」，别处没有内容，此处的不给出"
            ),
        };
        let places = other.map(|other| other.cell.place);
        self.notes.push(Note::new(&codes::FIGURE_TWICE, reading.cell.place, message).also(places));
    }
}

/// Notes tables and fields that follow another vintage than the report.
fn note_vintages(binder: &mut Binder<'_>, vintage: Option<usize>, tables: &[Option<usize>], chosen: &[(Key, usize)]) {
    let schema = binder.schema;
    let Some(vintage) = vintage else { return };
    let mut strangers: BTreeMap<(usize, usize), Vec<(FieldId, usize)>> = BTreeMap::new();
    for ((id, _), placement) in chosen {
        let field = schema.field(*id);
        if !field.vintages.contains(vintage)
            && let Some(other) = (0..schema.vintages.len()).find(|other| field.vintages.contains(*other))
            && let Some(table) = field.table
        {
            strangers.entry((table, other)).or_default().push((*id, *placement));
        }
    }
    for ((table, other), fields) in strangers {
        let (first, placement) = fields[0];
        let placement = &binder.placements[placement];
        let place = binder.sheets[placement.sheet].readings[placement.cell.0 as usize].cell.place;
        let (title, count, first) = (&schema.tables[table].title, fields.len(), &schema.field(first).id);
        let (theirs, ours) = (&schema.vintages[other].id, &schema.vintages[vintage].id);
        let message = if tables[table] == Some(other) {
            say!(
                "「{title}」: this table follows the vintage {theirs}, while the report follows {ours}; {count} fields, from {first} on",
                "「{title}」：该表采用{theirs}版式，而报告采用{ours}版式；自 {first} 起共 {count} 个字段"
            )
        } else {
            say!(
                "「{title}」: these fields are of the vintage {theirs}, while the report follows {ours}; {count} fields, from {first} on",
                "「{title}」：这些字段属于{theirs}版式，而报告采用{ours}版式；自 {first} 起共 {count} 个字段"
            )
        };
        binder.notes.push(Note::new(&codes::VINTAGE_MIXED, place, message));
    }
}

/// Notes every field that the vintages want and no cell gives, a row of the form at a time; counts the second law.
pub(super) fn missing(binder: &mut Binder<'_>, pieces: &[Piece], settled: &Settled, found: &[FieldId]) -> FieldAudit {
    let schema = binder.schema;
    let mut audit = FieldAudit::default();
    // A schema that names no vintages has one.
    let only = (schema.vintages.is_empty() && !pieces.is_empty()).then_some(0);
    for (table, vintage) in settled.tables.iter().enumerate() {
        let Some(vintage) = vintage.or(only) else { continue };
        let wanted = schema.wanted(table, vintage);
        let absent: Vec<FieldId> = wanted.iter().copied().filter(|field| found.binary_search(field).is_err()).collect();
        audit.wanted += wanted.len() as u32;
        audit.facts += (wanted.len() - absent.len()) as u32;
        audit.noted += absent.len() as u32;
        if absent.is_empty() {
            continue;
        }
        let title = &schema.tables[table].title;
        let list = binder.form.records.iter().find(|(list, _)| *list == table);
        match pieces.iter().find(|piece| piece.table == table) {
            Some(piece) if list.is_some_and(|(_, records)| *records == 0) => {
                let sheet = &binder.sheets[piece.sheet];
                let place = sheet.table.place().in_table(sheet.table.id(), piece.rows.start, 0);
                let message = say!(
                    "no row under the header of 「{title}」 is filled in, so its {count} fields have no values",
                    "「{title}」的表头下没有填写任何一行，其 {count} 个字段没有值",
                    count = absent.len()
                );
                binder.notes.push(Note::new(&codes::RECORDS_NONE, place, message));
            }
            None => {
                let message = say!(
                    "the table 「{title}」 was not found; its {count} fields have no figures",
                    "未找到「{title}」一表，其 {count} 个字段没有数字",
                    count = absent.len()
                );
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
fn by_row(schema: &Schema, absent: &[FieldId]) -> Vec<Message> {
    let row = |field: &FieldId| {
        let field = schema.field(*field);
        (field.band, field.row)
    };
    let rows = absent.chunk_by(|one, other| row(one) == row(other));
    let message = |fields: &[FieldId]| {
        let ids: Vec<&str> = fields.iter().map(|field| schema.field(*field).id.as_str()).collect();
        say!("no cell was found for {ids}", "未找到对应的单元格：{ids}", ids = ids.join(", "))
    };
    rows.map(message).collect()
}
