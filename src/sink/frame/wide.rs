//! The wide frame: a row is a report, and a column a field of any vintage.

use std::borrow::Cow;
use std::sync::OnceLock;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::column::{Column, ColumnKind, Role, column_kind, fixed};
use super::datum::{Absence, Datum, absence, figure, number, stated, text, vintage, year};
use crate::extract::{Figure, Report, harmonize};
use crate::schema::{Field, FieldId, Schema, ValueKind};
use crate::sink::findings;

/// The columns of the wide frame: a row is a report. What repeats row by row has no place in it but for the number of
/// records; it stands in the long frame and in a frame of its own, [`Listed`](super::Listed).
#[derive(Debug)]
pub struct Wide<'s> {
    schema: &'s Schema,
    /// What the columns are about that stand behind those about the report as a whole, so none is `Role::Row`.
    roles: Vec<Role>,
    /// Made when more is asked for than the ids: titles that tell the fields apart take a while.
    columns: OnceLock<Vec<Column>>,
}

pub(super) const LEADING: &[(&str, &str, ColumnKind)] = &[
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

/// The first word of the ids of harmonized figures.
const HARMONIZED: &str = "harmonized";

impl<'s> Wide<'s> {
    /// Plans the columns: who and how well, then every field of every vintage in schema order. An amount is
    /// followed by its unit, because 251000元 and 0.37万元 stand in one column.
    pub fn new(schema: &'s Schema) -> Self {
        let roles = schema.each_field().flat_map(|(id, field)| match repeated_in(schema, id) {
            Some(table) => [begins_list(schema, id).then_some(Role::Records(table)), None],
            None => [Some(Role::Value(id)), (field.kind == ValueKind::Amount).then_some(Role::Unit(id))],
        });
        let rules = 0..if schema.harmonize { schema.harmonized.len() } else { 0 };
        let harmonized = rules.flat_map(|rule| [Role::Harmonized(rule), Role::Source(rule)]);
        Wide { schema, roles: roles.flatten().chain(harmonized).collect(), columns: OnceLock::new() }
    }

    /// The ids of the columns, in order.
    pub fn ids(&self) -> impl Iterator<Item = Cow<'s, str>> {
        let leading = LEADING.iter().map(|(id, _, _)| Cow::Borrowed(*id));
        leading.chain(self.roles.iter().map(|role| id(self.schema, *role)))
    }

    /// The columns.
    pub fn columns(&self) -> &[Column] {
        self.columns.get_or_init(|| {
            let titles = titles(self.schema);
            let column = |role: &Role| Column {
                id: id(self.schema, *role).into_owned(),
                label: label(self.schema, *role, &titles),
                kind: kind(self.schema, *role),
                role: *role,
            };
            fixed(LEADING).into_iter().chain(self.roles.iter().map(column)).collect()
        })
    }

    /// A report's row, one datum a column. Every field has a value or the reason why it has none.
    pub fn row<'r>(&self, report: &'r Report) -> Vec<Datum<'r>>
    where
        's: 'r,
    {
        let joined = if self.schema.harmonize { harmonize(report, self.schema) } else { Vec::new() };
        // Fields and facts have one order.
        let mut facts = report.facts.as_slice();
        let mut fact = |id: FieldId| {
            let before = facts.iter().take_while(|fact| fact.field < id).count();
            facts = &facts[before..];
            facts.first().filter(|fact| fact.field == id)
        };
        let mut row = Vec::with_capacity(LEADING.len() + self.roles.len());
        row.extend(leading(report, self.schema));
        row.extend(self.roles.iter().map(|role| match *role {
            Role::Row => Datum::Empty,
            Role::Value(id) => fact(id).map_or_else(|| Datum::Absent(absence(self.schema.field(id), report)), figure),
            Role::Unit(id) => {
                let written = fact(id).filter(|fact| fact.value.number().is_some());
                text(written.and_then(|fact| fact.unit.as_ref()).map(|unit| unit.name.as_str()))
            }
            Role::Records(table) => match report.list(table) {
                Some(count) => number(count as usize),
                None => {
                    let first = self.schema.fields.iter().find(|field| field.table == Some(table));
                    first.map_or(Datum::Empty, |field| Datum::Absent(absence(field, report)))
                }
            },
            Role::Harmonized(rule) => harmonized(&joined[rule].figure),
            Role::Source(rule) => text(joined[rule].source.map(|source| source.rule.as_str())),
        }));
        row
    }
}

/// The id of a column behind the leading ones.
fn id(schema: &Schema, role: Role) -> Cow<'_, str> {
    match role {
        Role::Row => "".into(),
        Role::Value(id) => schema.field(id).id.as_str().into(),
        Role::Unit(field) => format!("{}.unit", id(schema, Role::Value(field))).into(),
        Role::Records(table) => format!("{}.records", schema.tables[table].id).into(),
        Role::Harmonized(rule) => format!("{HARMONIZED}.{}", schema.harmonized[rule].id).into(),
        Role::Source(rule) => format!("{}.source", id(schema, Role::Harmonized(rule))).into(),
    }
}

/// Its title; `titles` are those of the fields.
fn label(schema: &Schema, role: Role, titles: &[String]) -> String {
    match role {
        Role::Row => String::new(),
        Role::Value(id) => titles[id.0 as usize].clone(),
        Role::Unit(id) => format!("{} › unit", label(schema, Role::Value(id), titles)),
        Role::Records(table) => format!("{} › records", schema.tables[table].title),
        Role::Harmonized(rule) => format!("统一口径 › {}", schema.harmonized[rule].title),
        Role::Source(rule) => format!("{} › source", label(schema, Role::Harmonized(rule), titles)),
    }
}

/// What it holds where all is well.
fn kind(schema: &Schema, role: Role) -> ColumnKind {
    match role {
        Role::Value(id) => column_kind(schema.field(id).kind),
        Role::Records(_) => ColumnKind::Integer,
        Role::Harmonized(rule) => {
            let mut fields = schema.harmonized[rule].sources.iter().flat_map(|source| &source.fields);
            let whole = fields.all(|field| column_kind(schema.field(*field).kind) == ColumnKind::Integer);
            if whole { ColumnKind::Integer } else { ColumnKind::Decimal }
        }
        Role::Row | Role::Unit(_) | Role::Source(_) => ColumnKind::Text,
    }
}

/// The table of records that a field belongs to.
fn repeated_in(schema: &Schema, id: FieldId) -> Option<usize> {
    if schema.is_repeated(id) { schema.field(id).table } else { None }
}

/// Whether a field is the first of its table.
fn begins_list(schema: &Schema, id: FieldId) -> bool {
    id.0 == 0 || schema.field(FieldId(id.0 - 1)).table != schema.field(id).table
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

/// Titles that tell the fields apart: the labels, the table's title before them where they do not suffice,
/// and the id behind them where that does not either.
fn titles(schema: &Schema) -> Vec<String> {
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
