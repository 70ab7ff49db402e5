//! The rows of each table, in the order of its columns.

use std::borrow::Cow;

use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rust_decimal::prelude::ToPrimitive;

use crate::extract::{self, Fact, Judgement, Report, Section, Verdict};
use crate::model::{Note, Place};
use crate::schema::{Field, Schema, Term};
use crate::sink::findings::term_fields;
use crate::sink::frame::{self, Datum};

/// What one column of a row holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    Null,
    Whole(i64),
    Real(f64),
    Text(Cow<'a, str>),
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Whole(number) => ValueRef::Integer(*number),
            Value::Real(number) => ValueRef::Real(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(text.into())
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(text.into())
    }
}

impl From<bool> for Value<'_> {
    fn from(yes: bool) -> Self {
        Value::Whole(yes.into())
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Value::Whole(number.into())
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Value::Whole(number)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

type Row<'a> = Vec<Value<'a>>;

/// The key of a field.
fn field_key(index: usize) -> Value<'static> {
    Value::Whole(index as i64 + 1)
}

pub(super) fn field<'a>(index: usize, field: &'a Field, schema: &'a Schema) -> Row<'a> {
    let vintages = schema.vintages.iter().enumerate().filter(|(vintage, _)| field.vintages.contains(*vintage));
    let vintages: Vec<&str> = vintages.map(|(_, vintage)| vintage.id.as_str()).collect();
    vec![
        field_key(index),
        field.id.as_str().into(),
        field.table.map(|table| schema.tables[table].id.as_str()).into(),
        field.row_labels.join(" › ").into(),
        field.column_labels.join(" › ").into(),
        field.kind.name().into(),
        field.unit.as_deref().into(),
        vintages.join(" ").into(),
        field.optional.into(),
    ]
}

pub(super) fn report<'a>(key: i64, report: &'a Report, schema: &'a Schema) -> Row<'a> {
    let datum = |datum| match datum {
        Datum::Empty | Datum::Absent(_) => Value::Null,
        Datum::Text(text) => Value::Text(text),
        Datum::Number(number) => number.to_i64().into(),
    };
    std::iter::once(key.into()).chain(frame::leading(report, schema).into_iter().map(datum)).collect()
}

pub(super) fn fact<'a>(key: i64, fact: &'a Fact, report: &'a Report) -> Row<'a> {
    let value = match &fact.value {
        extract::Value::Integer(number) => (*number).into(),
        extract::Value::Decimal(number) => number.to_string().into(),
        extract::Value::Text(words) => words.as_str().into(),
        extract::Value::Blank | extract::Value::Nil | extract::Value::Unreadable => Value::Null,
    };
    let number = fact.value.number().and_then(|number| number.to_f64()).map_or(Value::Null, Value::Real);
    let mut row = vec![
        key.into(),
        field_key(fact.field.0 as usize),
        value,
        number,
        fact.value.state().into(),
        fact.unit.as_ref().map(|unit| unit.name.as_str()).into(),
        fact.unit.as_ref().map(|unit| unit.from.name()).into(),
        fact.raw.as_str().into(),
        fact.remark.as_deref().into(),
        headers(&fact.because.rows, report).into(),
        headers(&fact.because.columns, report).into(),
    ];
    row.extend(cell(Some(fact.place), report));
    row.extend([fact.place.start.into(), fact.place.end.into()]);
    row
}

fn headers(indices: &[u32], report: &Report) -> String {
    let texts: Vec<&str> = indices.iter().map(|index| report.headers[*index as usize].text.as_str()).collect();
    texts.join(" › ")
}

/// Part, table, row and column, counted from 1.
fn cell(place: Option<Place>, report: &Report) -> [Value<'_>; 4] {
    let part = place.and_then(|place| report.parts.get(usize::from(place.part.0))).map(String::as_str);
    let inside = place.and_then(|place| place.table.map(|table| [table.0, place.row, place.column]));
    let counted = |index: usize| inside.map(|numbers| i64::from(numbers[index]) + 1).into();
    [part.into(), counted(0), counted(1), counted(2)]
}

pub(super) fn check<'a>(key: i64, report: i64, judgement: &'a Judgement, schema: &'a Schema) -> Row<'a> {
    let check = &schema.checks[judgement.check];
    let identity = &check.instances[judgement.instance];
    let (left, right) = match &judgement.verdict {
        Verdict::Broken { left, right } => (Some(left.to_string()), Some(right.to_string())),
        Verdict::Holds | Verdict::Unknown { .. } => (None, None),
    };
    let if_blank_is_zero = match &judgement.verdict {
        Verdict::Unknown { if_blank_is_zero, .. } => *if_blank_is_zero,
        Verdict::Holds | Verdict::Broken { .. } => None,
    };
    vec![
        key.into(),
        report.into(),
        check.id.as_str().into(),
        check.title.as_str().into(),
        identity.subject.as_str().into(),
        identity.relation.sign().into(),
        judgement.verdict.name().into(),
        check.hard.into(),
        left.into(),
        right.into(),
        if_blank_is_zero.into(),
    ]
}

/// A row for every figure that a check adds up.
pub(super) fn terms(key: i64, judgement: &Judgement, report: &Report, schema: &Schema) -> Vec<Row<'static>> {
    let identity = &schema.checks[judgement.check].instances[judgement.instance];
    let mut rows = Vec::new();
    for (side, terms) in [("left", &identity.left), ("right", &identity.right)] {
        let mut position = 0;
        for term in terms {
            let mut add = |minus: bool, prior: bool, field: Value<'static>, number: Value<'static>| {
                position += 1;
                rows.push(vec![
                    key.into(),
                    side.into(),
                    Value::Whole(position),
                    minus.into(),
                    prior.into(),
                    field,
                    number,
                ]);
            };
            match term {
                Term::Number(number) => add(false, false, Value::Null, (*number).into()),
                Term::Fields { minus, prior, .. } => {
                    for field in term_fields(term, report) {
                        add(*minus, *prior, field_key(field.0 as usize), Value::Null);
                    }
                }
            }
        }
    }
    rows
}

pub(super) fn note<'a>(key: i64, note: &'a Note, report: &'a Report) -> Row<'a> {
    let mut row = vec![
        Value::Null,
        key.into(),
        note.code.id.into(),
        note.code.level.name().into(),
        note.code.blame.name().into(),
        note.message.as_str().into(),
        note.help.as_deref().into(),
    ];
    row.extend(cell(note.place, report));
    row
}

pub(super) fn section<'a>(key: i64, section: &'a Section, schema: &'a Schema) -> Row<'a> {
    vec![
        key.into(),
        schema.sections[section.section].id.as_str().into(),
        section.heading.as_str().into(),
        section.text.as_str().into(),
    ]
}
