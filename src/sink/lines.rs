//! What the commands print as JSON beside whole reports: one object a line, documented here; those of `drift` are in
//! [`drifted`](super::drifted). Parts of reports are those of [`wire`].
//!
//! Every key is always there; what is not known or does not apply is `null`.

use serde::Serialize;

use super::findings::{self, Finding};
use super::{encode, tables, wire};
use crate::extract::{Compare, Comparison, Fact, Judgement, Report, Verdict};
use crate::model::{Document, Message, Note};
use crate::schema::{FieldId, Schema, SchemaError};

/// What a run would do with one input (`--dry-run --json`).
#[derive(Debug, Serialize)]
pub struct Planned<'a> {
    /// The name that its report would go under.
    pub source: &'a str,
    /// `read`, `skipped` (found in a folder or an archive, and no document) or `failed`.
    pub state: &'static str,
    /// The code of the kind of file that it is by its content.
    pub kind: Option<&'static str>,
    /// The kind in words.
    pub is: Option<&'static str>,
    /// Bytes of the file, or of the member of an archive when it is inflated.
    pub bytes: Option<u64>,
    /// Why it gives nothing.
    pub failure: Option<Failure<'a>>,
}

/// What a file is (`detect --json`).
#[derive(Debug, Serialize)]
pub struct Examined<'a> {
    /// The name that its report would go under.
    pub source: &'a str,
    /// The code of the kind of file that it is by its content.
    pub kind: Option<&'static str>,
    /// The kind in words.
    pub is: Option<&'static str>,
    /// What in its bytes says so.
    pub evidence: Option<&'static str>,
    /// Whether it can be read.
    pub readable: bool,
    /// What to do about it.
    pub advice: Option<&'static str>,
    /// Why it could not be looked at.
    pub failure: Option<Failure<'a>>,
}

/// Why an input gives nothing.
#[derive(Debug, Serialize)]
pub struct Failure<'a> {
    /// The stable code; `baobiao explain CODE` says what it means.
    pub code: &'static str,
    /// What is wrong, as the end of a sentence that the name begins.
    pub message: &'a str,
    /// The same in Chinese.
    pub message_zh: &'a str,
    /// What to do next.
    pub help: &'a str,
    /// The same in Chinese.
    pub help_zh: &'a str,
}

impl<'a> Failure<'a> {
    /// A code with its two texts.
    pub fn new(code: &'static str, message: &'a Message, help: &'a Message) -> Self {
        Failure {
            code,
            message: &message.english,
            message_zh: &message.chinese,
            help: &help.english,
            help_zh: &help.chinese,
        }
    }
}

/// How far a run has come (`--progress json`).
#[derive(Debug, Serialize)]
pub struct Progress {
    /// Inputs that are done with.
    pub done: u64,
    /// Inputs in all.
    pub of: u64,
    /// Of those done, the ones that gave nothing.
    pub failed: u64,
    /// Inputs a second since the run began; `null` at its beginning.
    pub per_second: Option<f64>,
    /// Seconds that the rest will take at this rate; `null` while there is none.
    pub seconds_left: Option<u64>,
}

/// One finding of a report (`check --json`).
#[derive(Debug, Serialize)]
pub struct Found<'a> {
    /// The name that the document was opened under.
    pub source: &'a str,
    /// The parts of the package that places point into.
    pub parts: &'a [String],
    /// The stable code; `baobiao explain CODE` says what it means.
    pub code: &'static str,
    /// `info`, `warning` or `error`.
    pub level: &'static str,
    /// Where it is; a check is where its first figure is.
    pub place: Option<wire::Place>,
    /// The note that it is, or `null`.
    pub note: Option<wire::Note<'a>>,
    /// The verdict that it is, or `null`.
    pub verdict: Option<wire::Verdict<'a>>,
}

/// One identity across two years (`check --json`).
#[derive(Debug, Serialize)]
pub struct Across<'a> {
    /// The later report.
    pub source: &'a str,
    /// The report of the year before.
    pub prior_source: &'a str,
    /// The agency as the later report names it.
    pub agency: &'a str,
    /// The agency as the earlier report names it.
    pub prior_agency: &'a str,
    /// How the names are known to be one agency's: `same`, `white-space`, or the region that one has before it.
    pub matched: &'a str,
    /// The later report's year.
    pub year: i32,
    /// The stable code; `baobiao explain CODE` says what it means.
    pub code: &'static str,
    /// `info`, `warning` or `error`.
    pub level: &'static str,
    /// The check's id.
    pub check: &'a str,
    /// The row or column that it is about.
    pub subject: &'a str,
    /// `=` or `≥`.
    pub relation: &'static str,
    /// `holds`, `broken` or `unknown`.
    pub verdict: &'static str,
    /// The sum of the left side, exact digits; only where the verdict is `broken`.
    pub left_value: Option<String>,
    /// The sum of the right side.
    pub right_value: Option<String>,
    /// What the left side adds.
    pub left: Vec<AcrossTerm<'a>>,
    /// What the right side adds.
    pub right: Vec<AcrossTerm<'a>>,
}

/// A figure of one of two years.
#[derive(Debug, Serialize)]
pub struct AcrossTerm<'a> {
    /// Whether it is subtracted.
    pub minus: bool,
    /// Whether it is of the earlier report.
    pub prior: bool,
    /// The field's id.
    pub field: &'a str,
    /// `value`, `blank`, `nil` or `unreadable`; `null` where the report has no cell.
    pub state: Option<&'static str>,
    /// The cell's text as it is.
    pub raw: Option<&'a str>,
    /// The cell.
    pub place: Option<wire::Place>,
}

/// What could not be compared across years (`check --json`).
#[derive(Debug, Serialize)]
pub struct Apart<'a> {
    /// What was met, and why.
    pub note: wire::Note<'a>,
}

/// A report beside its document (`inspect --json`).
#[derive(Debug, Serialize)]
pub struct Inspected<'a, T: Serialize> {
    /// The report, as `convert --to json` gives it.
    pub report: wire::Report<'a>,
    /// The document's tables, as `tables --to json` gives them.
    pub document: T,
}

/// One field of one report (`explain FILE FIELD --json`).
#[derive(Debug, Serialize)]
pub struct Traced<'a> {
    /// The name that the document was opened under.
    pub source: &'a str,
    /// The parts of the package that places point into.
    pub parts: &'a [String],
    /// The id of the schema.
    pub schema: &'a str,
    /// The vintage that the report's labels show; `null` where no table was found.
    pub vintage: Option<&'a str>,
    /// The field's id.
    pub field: &'a str,
    /// Its labels as the form prints them, outermost first.
    pub labels: Vec<&'a str>,
    /// How its cell is read: `count`, `signed`, `amount` or `text`.
    pub read_as: &'static str,
    /// Its value with its cell and its headers; `null` where no cell was found.
    pub fact: Option<wire::Fact<'a>>,
    /// The verdicts of the identities in which it stands.
    pub verdicts: Vec<wire::Verdict<'a>>,
    /// The notes about its cell.
    pub notes: Vec<wire::Note<'a>>,
}

/// What a code means (`explain CODE --json`, `explain --list --json`).
#[derive(Debug, Serialize)]
pub struct Explained<'a> {
    /// The code.
    pub code: &'a str,
    /// `info`, `warning` or `error` for a note on a report that was read; `failure` where there is no report.
    pub level: &'static str,
    /// Whose doing it is: `file`, `schema` or `data`.
    pub blame: &'static str,
    /// One line.
    pub title: &'a str,
    /// The same in Chinese.
    pub title_zh: &'a str,
    /// What it means, why it happens, and what to do.
    pub explanation: &'a str,
    /// The same in Chinese.
    pub explanation_zh: &'a str,
}

/// A report schema (`schemas list --json`, `schemas check --json`).
#[derive(Debug, Serialize)]
pub struct SchemaInfo<'a> {
    /// The file that was checked; `null` for a built-in schema.
    pub file: Option<&'a str>,
    /// Whether it can be used; if not, all that follows but `error` is `null` or empty.
    pub sound: bool,
    /// Its id.
    pub id: Option<&'a str>,
    /// Its title.
    pub title: Option<&'a str>,
    /// The ids of its vintages.
    pub vintages: Vec<&'a str>,
    /// How many tables it has.
    pub tables: Option<usize>,
    /// How many fields it has.
    pub fields: Option<usize>,
    /// How many identities are checked in a report.
    pub checks: Option<usize>,
    /// The mistake in the file.
    pub error: Option<Mistake<'a>>,
}

/// A mistake in a schema file.
#[derive(Debug, Serialize)]
pub struct Mistake<'a> {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong and what to write instead.
    pub message: &'a str,
    /// The same in Chinese.
    pub message_zh: &'a str,
}

impl<'a> SchemaInfo<'a> {
    /// A schema that can be used.
    pub fn sound(file: Option<&'a str>, schema: &'a Schema) -> Self {
        SchemaInfo {
            file,
            sound: true,
            id: Some(&schema.id),
            title: Some(&schema.title),
            vintages: schema.vintages.iter().map(|vintage| vintage.id.as_str()).collect(),
            tables: Some(schema.tables.len()),
            fields: Some(schema.fields.len()),
            checks: Some(schema.checks.iter().map(|check| check.instances.len()).sum()),
            error: None,
        }
    }

    /// A file that is no schema.
    pub fn unsound(file: &'a str, error: &'a SchemaError) -> Self {
        SchemaInfo {
            file: Some(file),
            sound: false,
            id: None,
            title: None,
            vintages: Vec::new(),
            tables: None,
            fields: None,
            checks: None,
            error: Some(Mistake {
                line: error.line,
                column: error.column,
                message: &error.message.english,
                message_zh: &error.message.chinese,
            }),
        }
    }
}

/// A report beside the tables of its document.
pub fn inspected(document: &Document, report: &Report, schema: &Schema) -> String {
    line(&Inspected { report: encode::encode(report, schema), document: tables::output(document) })
}

/// A finding of a report.
pub fn found<'a>(finding: &Finding<'a>, report: &'a Report, schema: &'a Schema) -> Found<'a> {
    let (note, verdict) = match finding {
        Finding::Note(note) => (Some(encode::note(note)), None),
        Finding::Check { check, identity, verdict } => {
            (None, Some(encode::judged(check, identity, verdict, report, schema)))
        }
    };
    Found {
        source: &report.source,
        parts: &report.parts,
        code: finding.code().id,
        level: finding.level().name(),
        place: finding.place(report).map(encode::place),
        note,
        verdict,
    }
}

/// An identity between two years.
pub fn compared<'a>(comparison: &'a Comparison, schema: &'a Schema) -> Across<'a> {
    let check = &schema.checks[comparison.check];
    let identity = &check.instances[comparison.instance];
    let code = findings::code(check, &comparison.verdict);
    let (left_value, right_value) = match &comparison.verdict {
        Verdict::Broken { left, right } => (Some(left.to_string()), Some(right.to_string())),
        Verdict::Holds | Verdict::Unknown { .. } => (None, None),
    };
    let terms = |terms: &'a [Compare]| terms.iter().map(|term| across_term(term, schema)).collect();
    Across {
        source: &comparison.source,
        prior_source: &comparison.prior_source,
        agency: &comparison.agency,
        prior_agency: &comparison.prior_agency,
        matched: comparison.matched.name(),
        year: comparison.year,
        code: code.id,
        level: code.level.name(),
        check: &check.id,
        subject: &identity.subject,
        relation: identity.relation.sign(),
        verdict: comparison.verdict.name(),
        left_value,
        right_value,
        left: terms(&comparison.left),
        right: terms(&comparison.right),
    }
}

fn across_term<'a>(term: &'a Compare, schema: &'a Schema) -> AcrossTerm<'a> {
    AcrossTerm {
        minus: term.minus,
        prior: term.prior,
        field: &schema.field(term.field).id,
        state: term.known.as_ref().map(|known| known.state),
        raw: term.known.as_ref().map(|known| known.raw.as_str()),
        place: term.known.as_ref().map(|known| encode::place(known.place)),
    }
}

/// A note that is about no one report.
pub fn apart(note: &Note) -> Apart<'_> {
    Apart { note: encode::note(note) }
}

/// What a report says of one field: `verdicts` are those in which it stands, `notes` those about its cell.
pub fn traced<'a>(
    id: FieldId,
    fact: Option<&'a Fact>,
    verdicts: impl Iterator<Item = &'a Judgement>,
    notes: impl Iterator<Item = &'a Note>,
    report: &'a Report,
    schema: &'a Schema,
) -> Traced<'a> {
    let field = schema.field(id);
    Traced {
        source: &report.source,
        parts: &report.parts,
        schema: &report.schema,
        vintage: report.vintage.map(|index| schema.vintages[index].id.as_str()),
        field: &field.id,
        labels: field.labels().collect(),
        read_as: field.kind.name(),
        fact: fact.map(|fact| encode::fact(fact, report, schema)),
        verdicts: verdicts.map(|judgement| encode::verdict(judgement, report, schema)).collect(),
        notes: notes.map(encode::note).collect(),
    }
}

/// An object as one line of JSON, its line feed included.
pub fn line(object: &impl Serialize) -> String {
    // The types of this crate have no maps but those of texts, nor anything else that JSON has no form for.
    let mut text = serde_json::to_string(object).unwrap_or_else(|_| "null".to_owned());
    text.push('\n');
    text
}
