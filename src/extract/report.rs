//! What a report says: facts with their origins, verdicts on its arithmetic, identity, sections and notes.

use std::borrow::Cow;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::model::{Note, Place, Tally, Text};
use crate::schema::{FieldId, Schema};

/// One report, read by one schema.
#[derive(Debug, Clone)]
pub struct Report {
    /// The name the source was opened under.
    pub source: String,
    /// The names of the parts that places point into.
    pub parts: Vec<String>,
    /// The id of the schema.
    pub schema: String,
    /// The index of the vintage in the schema that the labels show; `None` where no table was found.
    pub vintage: Option<usize>,
    /// Who, when, and under which title.
    pub identity: Identity,
    /// The sections of the running text that were found, in document order.
    pub sections: Vec<Section>,
    /// Every fact, in schema order, at most one for each field, or for each record of a field that repeats.
    pub facts: Vec<Fact>,
    /// The tables of records whose header was found, in schema order.
    pub lists: Vec<List>,
    /// The header cells that facts refer to.
    pub headers: Vec<Header>,
    /// The verdict on every identity of the vintage, in schema order.
    pub verdicts: Vec<Judgement>,
    /// What the reader and the extraction noticed, in document order as far as they have places.
    pub notes: Vec<Note>,
    /// What became of every cell, field and character.
    pub audit: Audit,
}

/// A table of records that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct List {
    /// The index of the table in the schema.
    pub table: usize,
    /// How many records it has; the records are counted from 1.
    pub records: u32,
}

/// A field's value in this report.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Which field.
    pub field: FieldId,
    /// Which record it is of, counted from 1 in document order; `None` where the field does not repeat.
    pub record: Option<u32>,
    /// What it says.
    pub value: Value,
    /// The unit: printed with the figure, else printed in its header, else the form's own.
    pub unit: Option<Unit>,
    /// The cell's text as it is.
    pub raw: Text,
    /// A remark in brackets beside the figure, without the brackets.
    pub remark: Option<String>,
    /// The cell.
    pub place: Place,
    /// The header cells that name the field.
    pub because: Because,
}

impl Fact {
    /// The field's id, with the number of the record after its table where it repeats: `family[2].name`.
    pub fn name<'s>(&self, schema: &'s Schema) -> Cow<'s, str> {
        let id = schema.field(self.field).id.as_str();
        match (self.record, id.split_once('.')) {
            (Some(record), Some((table, column))) => Cow::Owned(format!("{table}[{record}].{column}")),
            _ => Cow::Borrowed(id),
        }
    }
}

/// What a cell says. Blank, nil mark, zero and unreadable are four different things.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A whole number.
    Integer(i64),
    /// A number that may have decimals; never a float.
    Decimal(Decimal),
    /// Words.
    Text(String),
    /// Nothing but white space.
    Blank,
    /// A mark that stands for nothing: `/`, `—`, `无`; as written in [`Fact::raw`].
    Nil,
    /// Something that is not a value of the field's kind.
    Unreadable,
}

impl Value {
    pub(super) const VALUE: &str = "value";
    pub(super) const BLANK: &str = "blank";
    pub(super) const NIL: &str = "nil";
    pub(super) const UNREADABLE: &str = "unreadable";

    /// `value`, `blank`, `nil` or `unreadable`.
    pub fn state(&self) -> &'static str {
        match self {
            Value::Integer(_) | Value::Decimal(_) | Value::Text(_) => Value::VALUE,
            Value::Blank => Value::BLANK,
            Value::Nil => Value::NIL,
            Value::Unreadable => Value::UNREADABLE,
        }
    }

    /// Whether it is a number.
    pub fn is_number(&self) -> bool {
        matches!(self, Value::Integer(_) | Value::Decimal(_))
    }

    /// The number, where it is one.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Value::Integer(value) => Some(Decimal::from(*value)),
            Value::Decimal(value) => Some(*value),
            _ => None,
        }
    }
}

/// A unit and where it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// `件`, `项`, `元`, `万元`, …
    pub name: Text,
    /// Who says so.
    pub from: UnitFrom,
}

/// Where a unit was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitFrom {
    /// Beside the figure.
    Cell,
    /// In a header of the figure.
    Header,
    /// In the schema: the form prescribes it.
    Schema,
}

impl UnitFrom {
    /// `cell`, `header` or `schema`.
    pub fn name(self) -> &'static str {
        match self {
            UnitFrom::Cell => "cell",
            UnitFrom::Header => "header",
            UnitFrom::Schema => "schema",
        }
    }
}

/// The header cells that name a fact's field, as indices into [`Report::headers`], outermost first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Because {
    /// The caption and the row headers.
    pub rows: Arc<[u32]>,
    /// The column headers.
    pub columns: Arc<[u32]>,
}

/// A header cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Its text as printed, a computed number included, its lines joined without a break.
    pub text: String,
    /// Where it is.
    pub place: Place,
}

/// Who made the report, about which year.
#[derive(Debug, Clone, Default)]
pub struct Identity {
    /// The agency that reports.
    pub agency: Option<Stated<String>>,
    /// The year that the report is about.
    pub year: Option<Stated<i32>>,
    /// The report's title.
    pub title: Option<Stated<String>>,
    /// The agency that signed.
    pub signed_by: Option<Stated<String>>,
    /// The date of the signature.
    pub signed_on: Option<Stated<Date>>,
}

/// Something that was said somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated<T> {
    /// What it means.
    pub value: T,
    /// The words.
    pub raw: String,
    /// Where they stand.
    pub origin: Origin,
}

/// Where an identity was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// In the document.
    Document(Place),
    /// In the file's name.
    FileName,
}

/// A date, as far as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Year, e.g. 2021.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: Option<u8>,
    /// Day, 1 to 31.
    pub day: Option<u8>,
}

impl std::fmt::Display for Date {
    /// ISO 8601: `2021-01-14`, `2021-01`, `2021`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

/// A section of the running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The index in the schema's sections.
    pub section: usize,
    /// The heading as printed, a computed number included.
    pub heading: String,
    /// Its paragraphs, computed numbers included, joined by line feeds; tables are left out.
    pub text: String,
    /// Where the heading stands.
    pub place: Place,
}

/// The verdict on one identity.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// The index of the check in the schema.
    pub check: usize,
    /// The index of the instance in the check.
    pub instance: usize,
    /// What came out.
    pub verdict: Verdict,
}

/// What came out of a check.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Both sides agree.
    Holds,
    /// They do not.
    Broken {
        /// The left side.
        left: Decimal,
        /// The right side.
        right: Decimal,
    },
    /// A term has no number.
    Unknown {
        /// The fields without one.
        missing: Vec<FieldId>,
        /// Whether it would hold if they were zero; `None` where one of them is unreadable or has no cell.
        if_blank_is_zero: Option<bool>,
    },
}

impl Verdict {
    /// `holds`, `broken` or `unknown`.
    pub fn name(&self) -> &'static str {
        match self {
            Verdict::Holds => "holds",
            Verdict::Broken { .. } => "broken",
            Verdict::Unknown { .. } => "unknown",
        }
    }
}

/// The three laws in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Audit {
    /// The first law: what became of the non-empty cells of the located tables.
    pub cells: CellAudit,
    /// The second law: what became of the fields of the vintage.
    pub fields: FieldAudit,
    /// The third law: what became of the document's characters.
    pub characters: Tally,
}

/// Every non-empty cell of a located table ends as a header, a fact, an ornament or a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CellAudit {
    /// Non-empty cells of the located tables, counted on the grid.
    pub filled: u32,
    /// Cells that name rows, columns or bands.
    pub headers: u32,
    /// Cells that became facts (blank cells of facts are not counted).
    pub facts: u32,
    /// Cells whose text the schema knows to name nothing.
    pub ornaments: u32,
    /// Cells named in a note.
    pub noted: u32,
}

impl CellAudit {
    /// Whether every cell is accounted for.
    pub fn balances(&self) -> bool {
        self.filled == self.headers + self.facts + self.ornaments + self.noted
    }
}

/// Every field of the chosen vintage ends as a fact or a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FieldAudit {
    /// Fields of the vintage that a report must have.
    pub wanted: u32,
    /// Those that have a fact.
    pub facts: u32,
    /// Those that are named missing in a note.
    pub noted: u32,
    /// Facts of fields that are optional or of another vintage.
    pub extra: u32,
}

impl FieldAudit {
    /// Whether every field is accounted for.
    pub fn balances(&self) -> bool {
        self.wanted == self.facts + self.noted
    }
}

impl Audit {
    /// Whether all three laws hold.
    pub fn balances(&self) -> bool {
        self.cells.balances() && self.fields.balances() && self.characters.balances()
    }
}

/// The alternative that is meant by a report that has facts of these fields.
pub(super) fn chosen(alternatives: &[Vec<FieldId>], has: impl Fn(FieldId) -> bool) -> &[FieldId] {
    let given = alternatives.iter().find(|fields| fields.iter().any(|field| has(*field)));
    given.or(alternatives.first()).map_or(&[], Vec::as_slice)
}

impl Report {
    /// The fact of this field; of one that repeats, that of the first record.
    pub fn fact(&self, field: FieldId) -> Option<&Fact> {
        self.records(field).first()
    }

    /// How many records a table of records has; `None` where its header was not found.
    pub fn list(&self, table: usize) -> Option<u32> {
        self.lists.iter().find(|list| list.table == table).map(|list| list.records)
    }

    /// Every fact of this field: one, or one a record.
    pub fn records(&self, field: FieldId) -> &[Fact] {
        let start = self.facts.partition_point(|fact| fact.field < field);
        let count = self.facts[start..].iter().take_while(|fact| fact.field == field).count();
        &self.facts[start..start + count]
    }

    /// Of a term's alternatives the first that the report has any fact of is meant, else the first.
    pub fn chosen<'a>(&self, alternatives: &'a [Vec<FieldId>]) -> &'a [FieldId] {
        chosen(alternatives, |field| self.fact(field).is_some())
    }
}
