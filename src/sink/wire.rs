//! The JSON that is promised to others: one type an object, every field documented here and in
//! `schemas/report.schema.json`. Apart from the core types, so that those can change and this cannot.
//!
//! Every key is always there; what is not known is `null`. Numbers are written with their exact decimal digits.
//! Tables, rows and columns are counted from 0 here, and from 1 in messages to people and in CSV. Offsets are
//! bytes into the part as it lies in the package after inflation.

use serde::Serialize;
use serde_json::value::RawValue;

/// The name of the format.
pub const FORMAT: &str = "baobiao.report";

/// Its version: raised when a key changes its meaning or goes away, not when one is added.
pub const VERSION: u32 = 1;

/// The JSON Schema (draft 2020-12) of [`Report`].
pub const JSON_SCHEMA: &str = include_str!("../../schemas/report.schema.json");

/// One report.
#[derive(Debug, Serialize)]
pub struct Report<'a> {
    /// Always [`FORMAT`].
    pub format: &'static str,
    /// Always [`VERSION`].
    pub version: u32,
    /// The name that the document was opened under: a path as given, or `-`.
    pub source: &'a str,
    /// The parts of the package that places point into.
    pub parts: &'a [String],
    /// The id of the schema that it was read by.
    pub schema: &'a str,
    /// The vintage of the form that its labels show; `null` where no table was found.
    pub vintage: Option<&'a str>,
    /// Who reports, about which year.
    pub identity: Identity<'a>,
    /// One for each field that has a cell, or for each record of a field that repeats, in schema order.
    pub facts: Vec<Fact<'a>>,
    /// The tables of records that were found, in schema order; each record is an object.
    pub records: Vec<Records<'a>>,
    /// One for each rule of the schema for figures over all years, in schema order; none where they were not asked for.
    pub harmonized: Vec<Harmonized<'a>>,
    /// One for each identity of the vintage, in schema order.
    pub verdicts: Vec<Verdict<'a>>,
    /// What was noticed, in document order.
    pub notes: Vec<Note<'a>>,
    /// The running text.
    pub sections: Vec<Section<'a>>,
    /// What became of every cell, field and character.
    pub audit: Audit,
}

/// Who reports, about which year; each `null` where it is not said.
#[derive(Debug, Serialize)]
pub struct Identity<'a> {
    /// The agency that reports.
    pub agency: Option<Stated<'a>>,
    /// The year that the report is about; its value is a number.
    pub year: Option<Stated<'a>>,
    /// The report's title.
    pub title: Option<Stated<'a>>,
    /// The agency that signed.
    pub signed_by: Option<Stated<'a>>,
    /// The date of the signature, ISO 8601, as far as it is written.
    pub signed_on: Option<Stated<'a>>,
}

/// Something said somewhere.
#[derive(Debug, Serialize)]
pub struct Stated<'a> {
    /// What it means.
    pub value: Scalar<'a>,
    /// The words.
    pub raw: &'a str,
    /// `document` or `file-name`.
    pub origin: &'static str,
    /// Where in the document; `null` where it was taken from the file's name.
    pub place: Option<Place>,
}

/// A JSON number with the digits as they are, or a string.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Scalar<'a> {
    /// A number.
    Number(Box<RawValue>),
    /// A string.
    Text(std::borrow::Cow<'a, str>),
}

/// A field's value.
#[derive(Debug, Serialize)]
pub struct Fact<'a> {
    /// The field's id.
    pub field: &'a str,
    /// Which record it is of, from 1; `null` where its field does not repeat.
    pub record: Option<u32>,
    /// The field's labels as the form prints them: band and row, then column, outermost first.
    pub labels: Vec<&'a str>,
    /// A number, a string for a field of text, or `null` where the state is not `value`.
    pub value: Option<Scalar<'a>>,
    /// `value`, `blank`, `nil` (a mark that stands for nothing) or `unreadable`. Only `value` has a value.
    pub state: &'static str,
    /// The unit; `null` where nobody says one.
    pub unit: Option<&'a str>,
    /// Who says the unit: `cell`, `header` or `schema`.
    pub unit_from: Option<&'static str>,
    /// The cell's text as it is.
    pub raw: &'a str,
    /// What stood in brackets beside the figure.
    pub remark: Option<&'a str>,
    /// The cell.
    pub place: Place,
    /// The caption and the row headers that name the field, outermost first.
    pub rows: Vec<Header<'a>>,
    /// The column headers that name the field, outermost first.
    pub columns: Vec<Header<'a>>,
}

/// A table of records: the values of its facts once more, put together record by record.
#[derive(Debug, Serialize)]
pub struct Records<'a> {
    /// The table's id.
    pub table: &'a str,
    /// The records in document order: column id → value, `null` where the state of the fact is not `value` or the
    /// column was not found.
    pub records: Vec<std::collections::BTreeMap<&'a str, Option<Scalar<'a>>>>,
}

/// A figure that stands for one thing over all years, by a rule of the schema.
#[derive(Debug, Serialize)]
pub struct Harmonized<'a> {
    /// The rule's id.
    pub id: &'a str,
    /// What it is.
    pub title: &'a str,
    /// The figure, or the sum of the figures; `null` where the state is not `value`.
    pub value: Option<Scalar<'a>>,
    /// `value`, `blank`, `nil`, `unreadable` (the text is no figure, or has another unit than the rule), `missing` or
    /// `not-on-form`.
    pub state: &'a str,
    /// The unit of all its figures.
    pub unit: Option<&'a str>,
    /// The source that applies, as the schema has it; `null` where the report's vintage has none.
    pub source: Option<&'a str>,
    /// The ids of the fields that the source adds.
    pub fields: Vec<&'a str>,
    /// Why the rule may join them.
    pub reason: &'a str,
}

/// A header cell.
#[derive(Debug, Serialize)]
pub struct Header<'a> {
    /// Its text as printed.
    pub text: &'a str,
    /// Where it is.
    pub place: Place,
}

/// A position in the document.
#[derive(Debug, Serialize)]
pub struct Place {
    /// The index of the part in `parts`.
    pub part: u16,
    /// The table, counted from 0 in document order; `null` outside a table, as are row and column.
    pub table: Option<u32>,
    /// The grid row, from 0.
    pub row: Option<u32>,
    /// The grid column, from 0.
    pub column: Option<u32>,
    /// First byte in the part, and one past the last.
    pub bytes: [u32; 2],
}

/// The verdict on one identity.
#[derive(Debug, Serialize)]
pub struct Verdict<'a> {
    /// The check's id.
    pub check: &'a str,
    /// What it is about: the labels of a row or column; empty where there is only one.
    pub subject: &'a str,
    /// `=` or `≥`.
    pub relation: &'static str,
    /// `holds`, `broken` or `unknown`.
    pub verdict: &'static str,
    /// Whether a breach is an error, not only unusual.
    pub hard: bool,
    /// The left side.
    pub left: Side<'a>,
    /// The right side.
    pub right: Side<'a>,
    /// The fields without a number, where the verdict is `unknown`.
    pub missing: Vec<&'a str>,
    /// Whether it would hold if those were zero; `null` where that cannot be said or the verdict is not `unknown`.
    pub if_blank_is_zero: Option<bool>,
}

/// One side of an identity.
#[derive(Debug, Serialize)]
pub struct Side<'a> {
    /// Its sum; only where the verdict is `broken`.
    pub value: Option<Box<RawValue>>,
    /// What is added.
    pub terms: Vec<Term<'a>>,
}

/// A summand.
#[derive(Debug, Serialize)]
pub struct Term<'a> {
    /// Whether it is subtracted.
    pub minus: bool,
    /// Whether the fields are those of the report of the year before.
    pub prior: bool,
    /// A whole number that the identity itself has; then there are no fields.
    pub number: Option<i64>,
    /// The ids of the fields that are added.
    pub fields: Vec<&'a str>,
}

/// Something to know about the document.
#[derive(Debug, Serialize)]
pub struct Note<'a> {
    /// The stable code; `baobiao explain CODE` says what it means.
    pub code: &'static str,
    /// `info`, `warning` or `error`.
    pub level: &'static str,
    /// Whose doing it is: `file`, `schema` or `data`.
    pub blame: &'static str,
    /// What was met.
    pub message: &'a str,
    /// The same in Chinese.
    pub message_zh: &'a str,
    /// What to do next.
    pub help: Option<&'a str>,
    /// The same in Chinese.
    pub help_zh: Option<&'a str>,
    /// Where.
    pub place: Option<Place>,
    /// Other places that belong to it.
    pub also: Vec<Place>,
}

/// A section of the running text.
#[derive(Debug, Serialize)]
pub struct Section<'a> {
    /// The section's id in the schema.
    pub id: &'a str,
    /// The heading as printed, its number included.
    pub heading: &'a str,
    /// Its paragraphs, joined by line feeds; tables are left out.
    pub text: &'a str,
    /// Where the heading stands.
    pub place: Place,
}

/// The three laws in numbers.
#[derive(Debug, Serialize)]
pub struct Audit {
    /// Whether all three hold.
    pub balances: bool,
    /// Every filled cell of a located table is a header, a fact, an ornament or in a note.
    pub cells: Cells,
    /// Every field of the vintage has a fact or a note.
    pub fields: Fields,
    /// Every character is in the body, in a story or in a note.
    pub characters: Characters,
}

/// What became of the filled cells of the located tables.
#[derive(Debug, Serialize)]
pub struct Cells {
    /// All of them.
    pub filled: u32,
    /// Those that name rows, columns or bands.
    pub headers: u32,
    /// Those that became facts.
    pub facts: u32,
    /// Those that are known to name nothing.
    pub ornaments: u32,
    /// Those named in a note.
    pub noted: u32,
}

/// What became of the fields of the vintage.
#[derive(Debug, Serialize)]
pub struct Fields {
    /// Those that a report must have.
    pub wanted: u32,
    /// Of these, those that have a fact.
    pub facts: u32,
    /// Of these, those that are named missing in a note.
    pub noted: u32,
    /// Facts beyond them: optional fields, and fields of another vintage.
    pub extra: u32,
}

/// What became of the characters that are not white space.
#[derive(Debug, Serialize)]
pub struct Characters {
    /// All that were read.
    pub read: u64,
    /// Those in the body's paragraphs and cells.
    pub body: u64,
    /// Those in headers, footers, notes, text boxes, hidden and deleted text.
    pub stories: u64,
    /// Those left out under a note.
    pub noted: u64,
}
