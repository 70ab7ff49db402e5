//! A report as rows and columns, planned once for every output that is a table. Knows no file format; an output only
//! says how a [`Datum`] is written.
//!
//! Tables, rows and columns are counted from 1 here, as a person counts them.

use std::borrow::Cow;
use std::collections::HashSet;

use rust_decimal::Decimal;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::findings;
use crate::extract::{Fact, Figure, Report, Stated, Value, harmonize};
use crate::schema::{Field, FieldId, Layout, Schema, ValueKind};

/// The version of the tables: raised when a column or a word in it changes its meaning or goes away, not when one is
/// added.
pub const VERSION: u32 = 1;

/// Every state of a figure with what it means. A figure has a value only where its state is `value`.
pub const STATES: [(&str, &str); 7] = [
    ("value", "there is a value; zero is one"),
    ("blank", "the cell is blank"),
    ("nil", "the cell holds a mark that stands for nothing, such as / or 无"),
    ("unreadable", "the cell's text is not a value of the field's kind"),
    ("missing", "the layout has the field, but no cell gave a figure for it"),
    ("not-on-form", "the report's layout does not have the field"),
    (MISFIT, "there is a value, but this column's type cannot hold it; see the table of facts"),
];

/// The state of a figure that a typed column cannot hold: a broken count in a column of whole numbers.
pub const MISFIT: &str = "misfit";

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its id, unique in its frame.
    pub id: String,
    /// Its title for people, unique in its frame.
    pub label: String,
    /// What it holds where all is well. A nil mark or an unreadable cell is text in a column of any kind.
    pub kind: ColumnKind,
    /// What it is about.
    pub role: Role,
}

/// What a column is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The row as a whole, or a part of it that its id names.
    Row,
    /// The figure of this field.
    Value(FieldId),
    /// The unit of this field's figure.
    Unit(FieldId),
    /// How many records this table of records has.
    Records(usize),
    /// The harmonized figure of the rule of this index.
    Harmonized(usize),
    /// The source that gave it.
    Source(usize),
}

/// What a column holds where all is well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers that may have decimals.
    Decimal,
}

/// What one position of a frame holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Datum<'a> {
    /// Nothing, where nothing is to be expected.
    Empty,
    /// No value of a field, and why.
    Absent(Absence<'a>),
    /// Words.
    Text(Cow<'a, str>),
    /// A number.
    Number(Decimal),
}

/// Why a field has no value in a report. Zero is a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence<'a> {
    /// The report's layout does not have the field.
    NotOnForm,
    /// The layout has it, but no cell gave a figure for it.
    Missing,
    /// The cell is blank.
    Blank,
    /// A mark that stands for nothing, as written.
    Nil(&'a str),
    /// The cell's text is not a value of the field's kind; the text.
    Unreadable(&'a str),
}

impl Datum<'_> {
    /// The state of a figure that this is, a word of [`STATES`].
    pub fn state(&self) -> &'static str {
        match self {
            Datum::Absent(absence) => absence.state(),
            Datum::Empty | Datum::Text(_) | Datum::Number(_) => "value",
        }
    }
}

impl Absence<'_> {
    /// Every absence with the words that stand for it in typed outputs, and what it means.
    pub const CODES: [(&'static str, &'static str); 5] = [
        ("", "the report's layout does not have the field"),
        ("#missing", "the layout has the field, but no cell gave a figure for it"),
        ("#blank", "the cell is blank"),
        ("#nil", "the cell holds a mark that stands for nothing, such as / or 无"),
        ("#unreadable", "the cell's text is not a value of the field's kind"),
    ];

    /// The word that stands for it in typed outputs; empty where the layout does not have the field.
    pub fn code(&self) -> &'static str {
        let index = match self {
            Absence::NotOnForm => 0,
            Absence::Missing => 1,
            Absence::Blank => 2,
            Absence::Nil(_) => 3,
            Absence::Unreadable(_) => 4,
        };
        Self::CODES[index].0
    }

    /// Its word among the [`STATES`].
    pub fn state(&self) -> &'static str {
        match self {
            Absence::NotOnForm => "not-on-form",
            Absence::Missing => "missing",
            Absence::Blank => "blank",
            Absence::Nil(_) => "nil",
            Absence::Unreadable(_) => "unreadable",
        }
    }
}

/// The columns of the wide frame: a row is a report. What repeats row by row has no place in it but for the number of
/// records; it stands in the long frame and in a frame of its own, [`Listed`].
#[derive(Debug)]
pub struct Wide<'s> {
    schema: &'s Schema,
    columns: Vec<Column>,
}

/// The first word of the ids of harmonized figures.
const HARMONIZED: &str = "harmonized";

/// What stands between the labels of one axis.
const BETWEEN_LABELS: &str = " › ";

const LEADING: &[(&str, &str, ColumnKind)] = &[
    ("file", "File", ColumnKind::Text),
    ("agency", "Agency", ColumnKind::Text),
    ("year", "Year", ColumnKind::Integer),
    ("schema", "Schema", ColumnKind::Text),
    ("vintage", "Vintage", ColumnKind::Text),
    ("title", "Title", ColumnKind::Text),
    ("signed_by", "Signed by", ColumnKind::Text),
    ("signed_on", "Signed on", ColumnKind::Text),
    ("facts", "Facts", ColumnKind::Integer),
    ("blank", "Blank", ColumnKind::Integer),
    ("nil", "Nil", ColumnKind::Integer),
    ("unreadable", "Unreadable", ColumnKind::Integer),
    ("missing", "Missing fields", ColumnKind::Integer),
    ("broken", "Broken checks", ColumnKind::Integer),
    ("errors", "Errors", ColumnKind::Integer),
    ("warnings", "Warnings", ColumnKind::Integer),
];

const LONG: &[(&str, &str, ColumnKind)] = &[
    ("report", "Report", ColumnKind::Text),
    ("agency", "Agency", ColumnKind::Text),
    ("year", "Year", ColumnKind::Integer),
    ("vintage", "Vintage", ColumnKind::Text),
    ("field", "Field", ColumnKind::Text),
    ("row_labels", "Row labels", ColumnKind::Text),
    ("column_labels", "Column labels", ColumnKind::Text),
    ("value", "Value", ColumnKind::Decimal),
    ("state", "State", ColumnKind::Text),
    ("unit", "Unit", ColumnKind::Text),
    ("raw", "Raw text", ColumnKind::Text),
    ("remark", "Remark", ColumnKind::Text),
    ("source", "Source", ColumnKind::Text),
    ("table", "Table", ColumnKind::Integer),
    ("row", "Row", ColumnKind::Integer),
    ("column", "Column", ColumnKind::Integer),
];

impl<'s> Wide<'s> {
    /// Plans the columns: who and how well, then every field of every vintage in schema order. An amount is
    /// followed by its unit, because 251000元 and 0.37万元 stand in one column.
    pub fn new(schema: &'s Schema) -> Self {
        let mut columns = fixed(LEADING);
        let labels = field_labels(schema);
        for ((field_id, field), label) in schema.each_field().zip(labels) {
            if let Some(table) = repeated_in(schema, field_id) {
                if begins_list(schema, field_id) {
                    let (id, label) = (&schema.tables[table].id, &schema.tables[table].title);
                    let (id, label) = (format!("{id}.records"), format!("{label} › records"));
                    columns.push(Column { id, label, kind: ColumnKind::Integer, role: Role::Records(table) });
                }
                continue;
            }
            let unit = has_unit_column(field).then(|| (format!("{}.unit", field.id), format!("{label} › unit")));
            let role = Role::Value(field_id);
            columns.push(Column { id: field.id.clone(), label, kind: column_kind(field.kind), role });
            if let Some((id, label)) = unit {
                columns.push(Column { id, label, kind: ColumnKind::Text, role: Role::Unit(field_id) });
            }
        }
        if schema.harmonize {
            columns.extend(schema.harmonized.iter().enumerate().flat_map(|(index, rule)| {
                let (id, label) = (format!("{HARMONIZED}.{}", rule.id), format!("统一口径 › {}", rule.title));
                let (source_id, source_label) = (format!("{id}.source"), format!("{label} › source"));
                let fields = rule.sources.iter().flat_map(|source| &source.fields);
                let whole =
                    fields.into_iter().all(|field| column_kind(schema.field(*field).kind) == ColumnKind::Integer);
                let kind = if whole { ColumnKind::Integer } else { ColumnKind::Decimal };
                [
                    Column { id, label, kind, role: Role::Harmonized(index) },
                    Column { id: source_id, label: source_label, kind: ColumnKind::Text, role: Role::Source(index) },
                ]
            }));
        }
        Wide { schema, columns }
    }

    /// The columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// A report's row, one datum a column. Every field has a value or the reason why it has none.
    pub fn row<'r>(&self, report: &'r Report) -> Vec<Datum<'r>>
    where
        's: 'r,
    {
        let mut row = Vec::with_capacity(self.columns.len());
        row.extend(leading(report, self.schema));
        // Fields and facts have one order.
        let mut facts = report.facts.as_slice();
        for (id, field) in self.schema.each_field() {
            if let Some(table) = repeated_in(self.schema, id) {
                if begins_list(self.schema, id) {
                    let none = || Datum::Absent(absence(field, report));
                    row.push(report.list(table).map_or_else(none, |count| number(count as usize)));
                }
                continue;
            }
            let before = facts.iter().take_while(|fact| fact.field < id).count();
            facts = &facts[before..];
            let fact = facts.first().filter(|fact| fact.field == id);
            row.push(fact.map_or_else(|| Datum::Absent(absence(field, report)), figure));
            if has_unit_column(field) {
                let written = fact.filter(|fact| fact.value.number().is_some());
                row.push(text(written.and_then(|fact| fact.unit.as_ref()).map(|unit| unit.name.as_str())));
            }
        }
        if self.schema.harmonize {
            for joined in harmonize(report, self.schema) {
                row.push(harmonized(&joined.figure));
                row.push(text(joined.source.map(|source| source.rule.as_str())));
            }
        }
        row
    }
}

/// The columns of a table of records: what is said about the report, the number of the record, then its fields. A row
/// is a record.
#[derive(Debug)]
pub struct Listed<'s> {
    schema: &'s Schema,
    table: usize,
    columns: Vec<Column>,
}

impl<'s> Listed<'s> {
    /// Plans the columns of this table of records.
    pub fn new(schema: &'s Schema, table: usize) -> Self {
        let mut columns = fixed(LEADING);
        columns.extend(fixed(&[RECORD]));
        let own = schema.each_field().filter(|(_, field)| field.table == Some(table));
        columns.extend(own.map(|(id, field)| Column {
            id: field.id.clone(),
            label: field.title(),
            kind: column_kind(field.kind),
            role: Role::Value(id),
        }));
        Listed { schema, table, columns }
    }

    /// The columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The index of the table in the schema.
    pub fn table(&self) -> usize {
        self.table
    }

    /// A report's rows, one a record, one datum a column.
    pub fn rows<'r>(&self, report: &'r Report) -> impl Iterator<Item = Vec<Datum<'r>>>
    where
        's: 'r,
    {
        (1..=report.list(self.table).unwrap_or(0)).map(move |record| {
            let mut row = leading(report, self.schema);
            row.push(number(record as usize));
            for column in &self.columns {
                let Role::Value(id) = column.role else { continue };
                let fact = report.records(id).iter().find(|fact| fact.record == Some(record));
                row.push(fact.map_or_else(|| Datum::Absent(absence(self.schema.field(id), report)), figure));
            }
            row
        })
    }
}

const RECORD: (&str, &str, ColumnKind) = ("record", "Record", ColumnKind::Integer);

/// The columns of the long frame: a row is a fact. Where the form has a table of records, the last column is the number
/// of the record.
pub fn long_columns(schema: &Schema) -> Vec<Column> {
    let mut columns = fixed(LONG);
    if has_records(schema) {
        columns.extend(fixed(&[RECORD]));
    }
    columns
}

fn has_records(schema: &Schema) -> bool {
    schema.tables.iter().any(|table| table.layout == Layout::Records)
}

/// The table of records that a field belongs to.
fn repeated_in(schema: &Schema, id: FieldId) -> Option<usize> {
    if schema.is_repeated(id) { schema.field(id).table } else { None }
}

/// Whether a field is the first of its table.
fn begins_list(schema: &Schema, id: FieldId) -> bool {
    id.0 == 0 || schema.field(FieldId(id.0 - 1)).table != schema.field(id).table
}

/// The labels of one axis as one text; `None` where there are none.
pub fn joined_labels(labels: &[String]) -> Option<String> {
    if labels.is_empty() { None } else { Some(labels.join(BETWEEN_LABELS)) }
}

/// Every word that a column of either frame may hold, where the schema fixes them.
pub fn words(column: &Column, schema: &Schema) -> Option<Vec<String>> {
    let mut words: Vec<String> = match column.id.as_str() {
        _ if column.role != Role::Row => return None,
        "state" => STATES.iter().map(|(state, _)| (*state).to_owned()).collect(),
        "schema" => vec![schema.id.clone()],
        "vintage" => schema.vintages.iter().map(|vintage| vintage.id.clone()).collect(),
        "field" => schema.fields.iter().map(|field| field.id.clone()).collect(),
        "row_labels" => schema.fields.iter().filter_map(|field| joined_labels(&field.row_labels)).collect(),
        "column_labels" => schema.fields.iter().filter_map(|field| joined_labels(&field.column_labels)).collect(),
        _ => return None,
    };
    let mut seen = HashSet::new();
    words.retain(|word| seen.insert(word.clone()));
    Some(words)
}

/// A report's rows in the long frame, one a fact, in schema order.
pub fn long_rows<'a>(report: &'a Report, schema: &'a Schema) -> impl Iterator<Item = Vec<Datum<'a>>> {
    let records = has_records(schema);
    report.facts.iter().map(move |fact| {
        let field = schema.field(fact.field);
        let inside = fact.place.table.map(|table| (table.0, fact.place.row, fact.place.column));
        let value = match &fact.value {
            Value::Text(words) => verbatim(words),
            other => other.number().map_or(Datum::Empty, Datum::Number),
        };
        let mut row = vec![
            text(Some(&report.source)),
            text(stated(report.identity.agency.as_ref())),
            year(report),
            text(vintage(report, schema)),
            text(Some(&field.id)),
            joined(&field.row_labels),
            joined(&field.column_labels),
            value,
            text(Some(fact.value.state())),
            text(fact.unit.as_ref().map(|unit| unit.name.as_str())),
            verbatim(&fact.raw),
            text(fact.remark.as_deref()),
            text(report.parts.get(usize::from(fact.place.part.0)).map(String::as_str)),
            counted(inside.map(|(table, _, _)| table)),
            counted(inside.map(|(_, row, _)| row)),
            counted(inside.map(|(_, _, column)| column)),
        ];
        if records {
            row.push(fact.record.map_or(Datum::Empty, |record| number(record as usize)));
        }
        row
    })
}

fn fixed(columns: &[(&str, &str, ColumnKind)]) -> Vec<Column> {
    columns
        .iter()
        .map(|(id, label, kind)| Column {
            id: (*id).to_owned(),
            label: (*label).to_owned(),
            kind: *kind,
            role: Role::Row,
        })
        .collect()
}

/// What is said about a report as a whole: the columns of the wide frame before the figures.
pub fn leading<'r>(report: &'r Report, schema: &'r Schema) -> Vec<Datum<'r>> {
    let identity = &report.identity;
    let in_state = |state| report.facts.iter().filter(|fact| fact.value.state() == state).count();
    let counts = findings::count(report, schema);
    let broken = report.verdicts.iter().filter(|judgement| judgement.verdict.name() == "broken").count();
    vec![
        text(Some(&report.source)),
        text(stated(identity.agency.as_ref())),
        year(report),
        text(Some(&report.schema)),
        text(vintage(report, schema)),
        text(stated(identity.title.as_ref())),
        text(stated(identity.signed_by.as_ref())),
        identity.signed_on.as_ref().map_or(Datum::Empty, |date| Datum::Text(date.value.to_string().into())),
        number(report.facts.len()),
        number(in_state("blank")),
        number(in_state("nil")),
        number(in_state("unreadable")),
        number(report.audit.fields.noted as usize),
        number(broken),
        number(counts.errors),
        number(counts.warnings),
    ]
}

/// What a field's own column shows of a fact.
fn figure(fact: &Fact) -> Datum<'_> {
    match &fact.value {
        Value::Integer(value) => Datum::Number(Decimal::from(*value)),
        Value::Decimal(value) => Datum::Number(*value),
        Value::Text(words) => verbatim(words),
        Value::Blank => Datum::Absent(Absence::Blank),
        Value::Nil => Datum::Absent(Absence::Nil(&fact.raw)),
        Value::Unreadable => Datum::Absent(Absence::Unreadable(&fact.raw)),
    }
}

/// What the column of a harmonized figure shows.
fn harmonized<'r>(figure: &Figure<'r>) -> Datum<'r> {
    match *figure {
        Figure::Value(value) => Datum::Number(value),
        Figure::NotOnForm => Datum::Absent(Absence::NotOnForm),
        Figure::Missing => Datum::Absent(Absence::Missing),
        Figure::Blank => Datum::Absent(Absence::Blank),
        Figure::Nil(raw) => Datum::Absent(Absence::Nil(raw)),
        Figure::Unreadable(raw) => Datum::Absent(Absence::Unreadable(raw)),
    }
}

/// Why a report has no fact of a field. An optional field is missing from no form.
fn absence(field: &Field, report: &Report) -> Absence<'static> {
    let wanted = report.vintage.is_some_and(|vintage| field.vintages.contains(vintage)) && !field.optional;
    if wanted { Absence::Missing } else { Absence::NotOnForm }
}

/// Titles that tell the fields apart: the labels, the table's title before them where they do not suffice,
/// and the id behind them where that does not either.
fn field_labels(schema: &Schema) -> Vec<String> {
    let mut labels: Vec<String> = schema.fields.iter().map(Field::title).collect();
    for index in repeated(&labels) {
        if let Some(table) = schema.fields[index].table {
            labels[index] = format!("{} › {}", schema.tables[table].title, labels[index]);
        }
    }
    for index in repeated(&labels) {
        labels[index] = format!("{} ({})", labels[index], schema.fields[index].id);
    }
    labels
}

/// The indices of the labels that are not the only ones of their kind.
fn repeated(labels: &[String]) -> Vec<usize> {
    let mut first = FxHashMap::with_capacity_and_hasher(labels.len(), FxBuildHasher);
    let mut again = vec![false; labels.len()];
    for (index, label) in labels.iter().enumerate() {
        let first = *first.entry(label.as_str()).or_insert(index);
        again[first] |= first != index;
        again[index] |= first != index;
    }
    (0..labels.len()).filter(|index| again[*index]).collect()
}

fn has_unit_column(field: &Field) -> bool {
    field.kind == ValueKind::Amount
}

fn column_kind(kind: ValueKind) -> ColumnKind {
    match kind {
        ValueKind::Count | ValueKind::Signed => ColumnKind::Integer,
        ValueKind::Amount => ColumnKind::Decimal,
        ValueKind::Text | ValueKind::Date | ValueKind::Choice | ValueKind::Choices => ColumnKind::Text,
    }
}

fn stated(stated: Option<&Stated<String>>) -> Option<&str> {
    stated.map(|stated| stated.value.as_str())
}

fn vintage<'a>(report: &Report, schema: &'a Schema) -> Option<&'a str> {
    report.vintage.map(|index| schema.vintages[index].id.as_str())
}

fn year(report: &Report) -> Datum<'static> {
    report.identity.year.as_ref().map_or(Datum::Empty, |year| Datum::Number(Decimal::from(year.value)))
}

fn text(text: Option<&str>) -> Datum<'_> {
    match text {
        None | Some("") => Datum::Empty,
        Some(text) => Datum::Text(Cow::Borrowed(text)),
    }
}

/// Text that is there even where it is empty.
fn verbatim(text: &str) -> Datum<'_> {
    Datum::Text(Cow::Borrowed(text))
}

fn joined(labels: &[String]) -> Datum<'static> {
    joined_labels(labels).map_or(Datum::Empty, |labels| Datum::Text(labels.into()))
}

fn number(count: usize) -> Datum<'static> {
    Datum::Number(Decimal::from(count))
}

fn counted(index: Option<u32>) -> Datum<'static> {
    index.map_or(Datum::Empty, |index| Datum::Number(Decimal::from(index) + Decimal::ONE))
}
