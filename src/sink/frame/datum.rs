//! What stands in the rows of the frames: numbers, words, and why there is neither.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::column::joined_labels;
use crate::extract::{Fact, Report, Stated, Value};
use crate::model::Text;
use crate::schema::{Field, Schema};

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

/// What a field's own column shows of a fact.
pub(super) fn figure(fact: &Fact) -> Datum<'_> {
    match &fact.value {
        Value::Integer(value) => Datum::Number(Decimal::from(*value)),
        Value::Decimal(value) => Datum::Number(*value),
        Value::Text(words) => verbatim(words),
        Value::Blank => Datum::Absent(Absence::Blank),
        Value::Nil => Datum::Absent(Absence::Nil(&fact.raw)),
        Value::Unreadable => Datum::Absent(Absence::Unreadable(&fact.raw)),
    }
}

/// Why a report has no fact of a field. An optional field is missing from no form.
pub(super) fn absence(field: &Field, report: &Report) -> Absence<'static> {
    let wanted = report.vintage.is_some_and(|vintage| field.vintages.contains(vintage)) && !field.optional;
    if wanted { Absence::Missing } else { Absence::NotOnForm }
}

pub(super) fn stated(stated: Option<&Stated<String>>) -> Option<&str> {
    stated.map(|stated| stated.value.as_str())
}

pub(super) fn vintage<'a>(report: &Report, schema: &'a Schema) -> Option<&'a str> {
    report.vintage.map(|index| schema.vintages[index].id.as_str())
}

pub(super) fn year(report: &Report) -> Datum<'static> {
    report.identity.year.as_ref().map_or(Datum::Empty, |year| Datum::Number(Decimal::from(year.value)))
}

pub(super) fn text(text: Option<&str>) -> Datum<'_> {
    match text {
        None | Some("") => Datum::Empty,
        Some(text) => Datum::Text(Cow::Borrowed(text)),
    }
}

/// Text that is there even where it is empty.
pub(super) fn verbatim(text: &str) -> Datum<'_> {
    Datum::Text(Cow::Borrowed(text))
}

pub(super) fn joined(labels: &[Text]) -> Datum<'static> {
    joined_labels(labels).map_or(Datum::Empty, |labels| Datum::Text(labels.into()))
}

pub(super) fn number(count: usize) -> Datum<'static> {
    Datum::Number(Decimal::from(count))
}

pub(super) fn counted(index: Option<u32>) -> Datum<'static> {
    index.map_or(Datum::Empty, |index| Datum::Number(Decimal::from(index) + Decimal::ONE))
}
