//! What became of each input of a run, one line an input: the manifest for programs, the failures for people.
//!
//! The same inputs give the same manifest; how long each took is a table of its own, because that differs every time.

use std::io::{self, Write};

use serde::Serialize;

use super::csv_text::CsvWriter;
use super::findings::{self, Finding};
use super::frame::Datum;
use super::{Options, Out};
use crate::extract::{Report, Verdict};
use crate::model::{Code, Level, Message, Words};
use crate::schema::Schema;

/// What became of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It is a report, and there is nothing to look at.
    Done,
    /// It is a report with findings of the level of a warning or an error.
    Warned,
    /// It is a file that no report can be read from.
    Refused,
    /// It could not be opened, or brought out a defect of this program.
    Failed,
    /// It was found in a folder and is no document.
    Skipped,
}

impl Status {
    /// Every status, in the order in which they are counted.
    pub const ALL: [Status; 5] = [Status::Done, Status::Warned, Status::Refused, Status::Failed, Status::Skipped];

    /// What people call it.
    pub fn words(self) -> Words {
        let chinese = match self {
            Status::Done => "完成",
            Status::Warned => "有疑问",
            Status::Refused => "无法读取",
            Status::Failed => "失败",
            Status::Skipped => "跳过",
        };
        Words::new(self.name(), chinese)
    }

    /// `done`, `warned`, `refused`, `failed` or `skipped`.
    pub fn name(self) -> &'static str {
        match self {
            Status::Done => "done",
            Status::Warned => "warned",
            Status::Refused => "refused",
            Status::Failed => "failed",
            Status::Skipped => "skipped",
        }
    }
}

/// An input that gave no report.
#[derive(Debug, Clone, Copy)]
pub struct Lost<'a> {
    /// The input's name.
    pub source: &'a str,
    /// Whether it was refused or failed.
    pub status: Status,
    /// The stable code; `baobiao explain CODE` says what it means.
    pub code: &'a str,
    /// What is wrong, as the end of a sentence that the name begins.
    pub message: &'a Message,
    /// What to do next.
    pub help: &'a Message,
}

/// Why a report is looked at: its gravest finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// The finding's code.
    pub code: &'static Code,
    /// What it says.
    pub message: Message,
    /// What to do next.
    pub advice: Message,
}

/// One line of the manifest. Every key is always there; what is not known is `null`.
#[derive(Debug, Serialize)]
pub struct Line<'a> {
    /// The input's name: a path as given, or `-`.
    pub path: &'a str,
    /// `done`, `warned`, `refused`, `failed` or `skipped`.
    pub status: &'static str,
    /// Why: a code that `baobiao explain` knows; of a report the code of its gravest finding.
    pub code: Option<&'a str>,
    /// The same in words.
    pub message: Option<&'a str>,
    /// The same in Chinese.
    pub message_zh: Option<&'a str>,
    /// What to do next.
    pub advice: Option<&'a str>,
    /// The same in Chinese.
    pub advice_zh: Option<&'a str>,
    /// BLAKE3 of its bytes, in hexadecimal digits.
    pub blake3: Option<String>,
    /// Bytes.
    pub size: Option<u64>,
    /// What its report says; `null` where there is none.
    pub report: Option<Counts<'a>>,
}

impl<'a> Line<'a> {
    /// An input and what became of it; nothing more is known of it yet.
    pub fn new(path: &'a str, status: Status, message: Option<&'a Message>, advice: Option<&'a Message>) -> Self {
        Line {
            path,
            status: status.name(),
            code: None,
            message: message.map(|message| message.english.as_str()),
            message_zh: message.map(|message| message.chinese.as_str()),
            advice: advice.map(|advice| advice.english.as_str()),
            advice_zh: advice.map(|advice| advice.chinese.as_str()),
            blake3: None,
            size: None,
            report: None,
        }
    }
}

/// What a report says, in numbers.
#[derive(Debug, Serialize)]
pub struct Counts<'a> {
    /// The schema that it was read by.
    pub schema: &'a str,
    /// The vintage that its labels show.
    pub vintage: Option<&'a str>,
    /// Who reports.
    pub agency: Option<&'a str>,
    /// About which year.
    pub year: Option<i32>,
    /// Fields with a cell.
    pub facts: usize,
    /// Fields of the vintage without one.
    pub missing: u32,
    /// Identities that hold.
    pub holds: usize,
    /// Identities that do not.
    pub broken: usize,
    /// Identities that cannot be told.
    pub unknown: usize,
    /// Findings: lost figures and contradictions.
    pub errors: usize,
    /// Findings: unusual, missing or doubtful.
    pub warnings: usize,
    /// Findings that are only good to know.
    pub infos: usize,
    /// Whether every cell, field and character is accounted for.
    pub balances: bool,
}

impl<'a> Counts<'a> {
    /// Counts a report.
    pub fn of(report: &'a Report, schema: &'a Schema) -> Self {
        let counts = findings::count(report, schema);
        let verdicts = |wanted: fn(&Verdict) -> bool| {
            report.verdicts.iter().filter(|judgement| wanted(&judgement.verdict)).count()
        };
        Counts {
            schema: &report.schema,
            vintage: report.vintage.map(|index| schema.vintages[index].id.as_str()),
            agency: report.identity.agency.as_ref().map(|agency| agency.value.as_str()),
            year: report.identity.year.as_ref().map(|year| year.value),
            facts: report.facts.len(),
            missing: report.audit.fields.noted,
            holds: verdicts(|verdict| matches!(verdict, Verdict::Holds)),
            broken: verdicts(|verdict| matches!(verdict, Verdict::Broken { .. })),
            unknown: verdicts(|verdict| matches!(verdict, Verdict::Unknown { .. })),
            errors: counts.errors,
            warnings: counts.warnings,
            infos: counts.infos,
            balances: report.audit.balances(),
        }
    }
}

/// What became of an input that is a report, and why it is to be looked at.
pub fn became(report: &Report, schema: &Schema) -> (Status, Option<Why>) {
    let Some(finding) = gravest(report, schema) else { return (Status::Done, None) };
    let code = finding.code();
    let (message, advice) = match finding {
        Finding::Note(note) => {
            (note.message.clone(), note.help.clone().unwrap_or_else(|| note.code.explanation.into()))
        }
        Finding::Check { check, .. } => (Message::same(&check.title), code.explanation.into()),
    };
    (Status::Warned, Some(Why { code, message, advice }))
}

/// The gravest finding of a report, the first of several; `None` where all are only good to know.
fn gravest<'a>(report: &'a Report, schema: &'a Schema) -> Option<Finding<'a>> {
    let mut gravest: Option<Finding<'a>> = None;
    for finding in findings::findings(report, schema) {
        if finding.level() > gravest.as_ref().map_or(Level::Info, Finding::level) {
            gravest = Some(finding);
        }
    }
    gravest
}

/// Writes one line of the manifest.
///
/// # Errors
/// What the writer says.
pub fn write(out: &mut dyn Write, line: &Line<'_>) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

/// A small table for people and spreadsheet programs.
pub struct Table<'a>(CsvWriter<'a>);

impl<'a> Table<'a> {
    /// Begins the table with a line of titles.
    ///
    /// # Errors
    /// Where the file cannot be made.
    pub fn begin(out: Out<'a>, titles: &[&str]) -> io::Result<Self> {
        let mut table = Table(CsvWriter::new(out.writer()?, Options { bom: true, ..Options::default() }));
        table.line(titles)?;
        Ok(table)
    }

    /// Writes a line.
    ///
    /// # Errors
    /// What the writer says.
    pub fn line(&mut self, texts: &[&str]) -> io::Result<()> {
        let data: Vec<Datum<'_>> = texts.iter().map(|text| Datum::Text((*text).into())).collect();
        self.0.line(&data)
    }

    /// Ends the table.
    ///
    /// # Errors
    /// What the writer says.
    pub fn finish(&mut self) -> io::Result<()> {
        self.0.finish()
    }
}
