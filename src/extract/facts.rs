//! The line from a document to a report, and the step in it that turns bound cells into facts.

use std::borrow::Cow;

use super::bind::{Binder, Fate, LineFound, Placement, PrintedUnit};
use super::locate::Piece;
use super::reading::Sheet;
use super::report::{Audit, Because, CellAudit, Fact, List, Report, Unit, UnitFrom, Value};
use super::settle::Settled;
use super::value::{self, Complaint};
use super::{check, flow, identity, locate, marks, prose, rows, settle, unrolled};
use crate::model::{Block, Document, Message, Note, Place, Story, StoryKind, Table, codes, say};
use crate::schema::{Field, FieldId, Schema};

/// What binding and settling made of a document.
pub(super) struct Bound<'b, 'a> {
    pub binder: &'b Binder<'a>,
    pub pieces: &'b [Piece],
    pub settled: &'b Settled,
}

/// Reads a document by a schema. Never fails: what was not understood is in the report's notes.
///
/// The tables of a plain text are put together from its lines first; [`rebuilt`] gives the document that is then read.
pub fn extract(document: &Document, schema: &Schema) -> Report {
    read(document, schema, |_| ()).0
}

/// The document as it is read by a schema: of a plain text, whose tables are lines, one with tables put together from
/// them; any other as it is.
pub fn rebuilt<'d>(document: &'d Document, schema: &Schema) -> Cow<'d, Document> {
    unrolled::rebuild(document, schema).map_or(Cow::Borrowed(document), Cow::Owned)
}

/// The same, and what `look` sees in what binding made of the document.
pub(super) fn read<T>(document: &Document, schema: &Schema, look: impl FnOnce(&Bound<'_, '_>) -> T) -> (Report, T) {
    let rebuilt = rebuilt(document, schema);
    let document = rebuilt.as_ref();
    let sheets: Vec<Sheet<'_>> = tables(document).into_iter().map(|table| Sheet::new(table, &schema.lexicon)).collect();
    let pieces = locate::pieces(schema, &sheets);
    let mut located = vec![false; sheets.len()];
    pieces.iter().for_each(|piece| located[piece.sheet] = true);
    let lines = flow::lines(document, &sheets, &located);
    let (identity, signature, identity_notes) = identity::identity(schema, &document.source, &lines);
    let sections = prose::sections(schema, &lines, signature);

    let mut binder = Binder::new(schema, &sheets);
    binder.bind(&pieces);
    binder.marks(document);
    let year = identity.year.as_ref().map(|year| year.value);
    let settled = settle::settle(&mut binder, &pieces, year);
    for line in lines.iter().filter(|line| !line.bound) {
        binder.lines.extend(line_in_text(schema, line));
    }
    let mut facts = facts(&mut binder, &settled);
    refuse_struck(&mut binder, document, &mut facts);
    marks::refuse_placeholders(&mut binder, document, &mut facts);
    note_beside(&mut binder, document, &facts, &settled);
    let mut found: Vec<FieldId> = facts.iter().map(|fact| fact.field).collect();
    found.dedup();
    let fields = settle::missing(&mut binder, &pieces, &settled, &found);
    note_tables(&mut binder, &pieces, &located);
    note_captions(&mut binder, &facts);
    let audit = Audit { cells: cells(&binder, &located), fields, characters: document.tally };

    let seen = look(&Bound { binder: &binder, pieces: &pieces, settled: &settled });
    let mut notes = document.notes.clone();
    notes.extend(identity_notes);
    notes.append(&mut binder.notes);
    if !pieces.is_empty() || !sections.is_empty() {
        notes.extend(prose::missing(schema, settled.vintage, &sections));
    }
    notes.extend(vintage_of_year(schema, &settled, year));
    let mut lists: Vec<List> =
        binder.form.records.iter().map(|(table, records)| List { table: *table, records: *records }).collect();
    lists.sort_unstable_by_key(|list| list.table);
    let report = Report {
        source: document.source.clone(),
        parts: document.parts.clone(),
        schema: schema.id.clone(),
        vintage: settled.vintage,
        identity,
        sections,
        facts,
        lists,
        headers: binder.headers,
        verdicts: Vec::new(),
        notes,
        audit,
    };
    let mut report = check::check(report, schema, &settled.tables);
    report.notes.sort_by_key(|note| note.place.map(|place| (place.part, place.start)));
    (report, seen)
}

/// The tables that may hold the form: those of the body and of text boxes.
fn tables(document: &Document) -> Vec<&Table> {
    let boxed = document.story_tables().into_iter().filter(|(kind, _)| *kind == StoryKind::TextBox);
    document.tables().into_iter().chain(boxed.map(|(_, table)| table)).collect()
}

/// A line of the schema in running text.
fn line_in_text(schema: &Schema, line: &flow::Line) -> Option<LineFound> {
    let (index, figure) = rows::line_figure(schema, &line.text)?;
    Some(LineFound { field: schema.line_field(index), figure, text: line.text.clone(), place: line.place, cell: None })
}

fn facts(binder: &mut Binder<'_>, settled: &Settled) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::with_capacity(settled.chosen.len());
    for ((field, record), index) in &settled.chosen {
        let Placement { sheet, cell, because, unit, .. } = &mut binder.placements[*index];
        let reading = &binder.sheets[*sheet].readings[cell.0 as usize];
        let figure = Figure { text: &reading.text, raw: &reading.text, place: reading.cell.place };
        let because = because.take().unwrap_or_else(nothing);
        let mut fact = fact(binder.schema, *field, &figure, because, unit.as_ref(), &mut binder.notes);
        fact.record = *record;
        facts.push(fact);
    }
    let mut refused = Vec::new();
    for line in std::mem::take(&mut binder.lines) {
        let field = line.field;
        let given = facts.iter().find(|fact| fact.field == field);
        if let Some(first) = given {
            if let Some((sheet, cell)) = line.cell {
                binder.set(sheet, cell, Fate::Noted);
            }
            let id = &binder.schema.field(field).id;
            let message = say!(
                "{id} was already given as 「{first}」; here it is 「{here}」",
                "{id} 先前为「{first}」，此处为「{here}」",
                first = &first.raw,
                here = line.text.trim()
            );
            binder.notes.push(Note::new(&codes::FIGURE_TWICE, line.place, message).also([first.place]));
            // What a label and a mark say of one field must agree, or nobody knows which of them counts.
            if binder.schema.field(field).table.is_some() && first.raw.trim() != line.figure.trim() {
                if let Some(placement) = settled.placement((field, None)).map(|index| &binder.placements[index]) {
                    let (sheet, cell) = (placement.sheet, placement.cell);
                    binder.set(sheet, cell, Fate::Noted);
                }
                refused.push(field);
            }
            continue;
        }
        let figure = Figure { text: &line.figure, raw: &line.text, place: line.place };
        facts.push(fact(binder.schema, field, &figure, nothing(), None, &mut binder.notes));
    }
    facts.retain(|fact| !refused.contains(&fact.field));
    facts.sort_by_key(|fact| (fact.field, fact.record));
    facts
}

/// No header names it.
fn nothing() -> Because {
    Because { rows: [].into(), columns: [].into() }
}

/// What may be a value, in what it stands, and where that is.
struct Figure<'a> {
    text: &'a str,
    raw: &'a str,
    place: Place,
}

fn fact(
    schema: &Schema,
    id: FieldId,
    Figure { text, raw, place }: &Figure<'_>,
    because: Because,
    outside: Option<&PrintedUnit>,
    notes: &mut Vec<Note>,
) -> Fact {
    let (field, place) = (schema.field(id), *place);
    let parsed = value::of_field(field, text);
    notes.extend(complaint(field, parsed.complaint.as_ref(), raw, place));
    if let Some(remark) = &parsed.remark {
        let message = say!("{id} came with the remark 「{remark}」", "{id} 附有备注「{remark}」", id = &field.id);
        notes.push(Note::new(&codes::VALUE_REMARK, place, message));
    }
    let foreseen = field.unit.as_deref();
    let outside = match outside {
        // A unit that a header or a row above prints for everything is not a count's when it is money.
        Some(PrintedUnit::Above(unit)) => {
            Some(*unit).filter(|unit| foreseen.is_none_or(|own| is_money(own) == is_money(unit)))
        }
        Some(PrintedUnit::Beside(unit)) => Some(unit.as_str()),
        None => None,
    };
    let printed = parsed.unit.map(|unit| (unit, UnitFrom::Cell)).or(outside.map(|unit| (unit, UnitFrom::Header)));
    if let (Some((unit, _)), Some(own)) = (printed, foreseen.or(outside))
        && unit != own
    {
        let message = say!(
            "{id} is printed with the unit {unit}, where {own} was expected",
            "{id} 印出的单位是{unit}，应为{own}",
            id = &field.id
        );
        notes.push(Note::new(&codes::UNIT_ODD, place, message));
    }
    let unit = match (printed, foreseen) {
        (Some((name, from)), _) => Some(Unit { name: name.into(), from }),
        (None, Some(own)) => Some(Unit { name: own.into(), from: UnitFrom::Schema }),
        (None, None) => None,
    };
    let unit = unit.filter(|_| parsed.value.is_number());
    Fact {
        field: id,
        record: None,
        value: parsed.value,
        unit,
        raw: (*raw).into(),
        remark: parsed.remark,
        place,
        because,
    }
}

/// What is to be said of a value that is not what its field foresees.
fn complaint(field: &Field, complaint: Option<&Complaint>, raw: &str, place: Place) -> Option<Note> {
    match complaint? {
        Complaint::Unreadable => {
            let (text, kind, id) = (raw.trim(), field.kind.words(), &field.id);
            let message = Message {
                english: format!("「{text}」 cannot be read as the {} that {id} holds", kind.english),
                chinese: format!("「{text}」不能读作 {id} 的{}", kind.chinese),
            };
            Some(Note::new(&codes::VALUE_UNREADABLE, place, message))
        }
        Complaint::OutOfRange(why) => {
            let (text, id) = (raw.trim(), &field.id);
            let message = Message {
                english: format!("{id} is 「{text}」, but {}", why.english),
                chinese: format!("{id} 为「{text}」，但{}", why.chinese),
            };
            Some(Note::new(&codes::VALUE_OUT_OF_RANGE, place, message))
        }
    }
}

fn is_money(unit: &str) -> bool {
    unit.ends_with('元')
}

/// A figure of which something is struck out is not the figure that its characters make.
fn refuse_struck(binder: &mut Binder<'_>, document: &Document, facts: &mut [Fact]) {
    let position = |place: Place| (place.part, place.table, place.row, place.column);
    let struck = document.notes.iter().filter(|note| note.code == &codes::TEXT_STRUCK);
    let struck: Vec<_> =
        struck.filter_map(|note| note.place).filter(|place| place.table.is_some()).map(position).collect();
    for fact in facts.iter_mut().filter(|fact| struck.contains(&position(fact.place)) && fact.value.is_number()) {
        fact.value = Value::Unreadable;
        fact.unit = None;
        let id = &binder.schema.field(fact.field).id;
        let message = say!(
            "「{raw}」 of {id} is struck out, wholly or in part",
            "{id} 的「{raw}」全部或部分带有删除线",
            raw = fact.raw.trim()
        );
        binder.notes.push(Note::new(&codes::VALUE_UNREADABLE, fact.place, message));
    }
}

/// A note for every blank cell in which something else lies.
fn note_beside(binder: &mut Binder<'_>, document: &Document, facts: &[Fact], settled: &Settled) {
    let position = |place: Place| (place.table, place.row, place.column);
    let beside = |story: &&Story| matches!(story.kind, StoryKind::TextBox | StoryKind::Hidden);
    let stories: Vec<_> = document.stories.iter().filter(beside).map(|story| position(story.place)).collect();
    for fact in facts.iter().filter(|fact| fact.value == Value::Blank) {
        let Some(placement) = settled.placement((fact.field, fact.record)).map(|index| &binder.placements[index])
        else {
            continue;
        };
        let cell = binder.sheets[placement.sheet].readings[placement.cell.0 as usize].cell;
        let nested = cell.blocks.iter().any(|block| matches!(block, Block::Table(_)));
        if nested || stories.contains(&position(fact.place)) {
            let id = &binder.schema.field(fact.field).id;
            let message = if nested {
                say!("{id} is blank, but a nested table lies in its cell", "{id} 为空白，但其单元格中有嵌套表格")
            } else {
                say!(
                    "{id} is blank, but a text box or hidden text lies in its cell",
                    "{id} 为空白，但其单元格中有文本框或隐藏文字"
                )
            };
            binder.notes.push(Note::new(&codes::VALUE_BESIDE, fact.place, message));
        }
    }
}

/// The first law: what became of every filled cell of the located tables.
fn cells(binder: &Binder<'_>, located: &[bool]) -> CellAudit {
    let mut audit = CellAudit::default();
    for (index, sheet) in binder.sheets.iter().enumerate().filter(|(index, _)| located[*index]) {
        for reading in sheet.readings.iter().filter(|reading| !reading.blank) {
            audit.filled += 1;
            match binder.fates[index][reading.id.0 as usize] {
                Fate::Header => audit.headers += 1,
                Fate::Fact => audit.facts += 1,
                Fate::Ornament => audit.ornaments += 1,
                Fate::Noted | Fate::Prose => audit.noted += 1,
                Fate::Open => {}
            }
        }
    }
    audit
}

fn note_tables(binder: &mut Binder<'_>, pieces: &[Piece], located: &[bool]) {
    for (index, sheet) in binder.sheets.iter().enumerate() {
        let place = sheet.table.place().in_table(sheet.table.id(), 0, 0);
        if binder.by_order.contains(&index) {
            let title = pieces
                .iter()
                .find(|piece| piece.sheet == index)
                .map_or("", |piece| &binder.schema.tables[piece.table].title);
            let message = say!(
                "in 「{title}」 some rows have their values on other grid columns than their headers",
                "「{title}」中有些行的数值与表头不在相同的列上"
            );
            binder.notes.push(Note::new(&codes::PAIRED_BY_ORDER, place, message));
        }
        let layout =
            sheet.table.cells().iter().any(|cell| cell.blocks.iter().any(|block| matches!(block, Block::Table(_))));
        if !located[index] && !layout && sheet.table.columns() > 1 {
            let size = say!(
                "a table of {rows} rows and {columns} columns is none of the form's",
                "{rows} 行 {columns} 列的表格不是模板中的表",
                rows = sheet.table.rows(),
                columns = sheet.table.columns()
            );
            binder.notes.push(Note::new(&codes::TABLE_UNKNOWN, place, size));
        }
    }
}

/// A note for every band that gave facts and whose caption was nowhere.
fn note_captions(binder: &mut Binder<'_>, facts: &[Fact]) {
    let schema = binder.schema;
    for (table, form) in schema.tables.iter().enumerate() {
        for (band, known) in form.bands.iter().enumerate() {
            let Some(label) = known.label.as_ref().filter(|_| !binder.captions.contains(&(table, band))) else {
                continue;
            };
            let of_band = |fact: &&Fact| {
                let field = schema.field(fact.field);
                field.table == Some(table) && field.band == band
            };
            if let Some(first) = facts.iter().find(of_band) {
                let message = say!(
                    "the caption 「{label}」 was not found; its rows were known by their own labels",
                    "未找到分栏标题「{label}」，其各行已根据自身标签识别"
                );
                binder.notes.push(Note::new(&codes::CAPTION_MISSING, first.place, message));
            }
        }
    }
}

fn vintage_of_year(schema: &Schema, settled: &Settled, year: Option<i32>) -> Option<Note> {
    let (vintage, year) = (settled.vintage?, year?);
    if settle::is_of_year(schema, vintage, year) {
        return None;
    }
    let known = &schema.vintages[vintage];
    let message = say!(
        "the report is about {year}, but its tables have the layout of {id} ({source})",
        "报告年度为{year}年，但表格采用{id}版式（{source}）",
        id = &known.id,
        source = &known.source
    );
    Some(Note::new(&codes::VINTAGE_YEAR, None, message))
}
