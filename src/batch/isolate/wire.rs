//! What goes between this program and its workers: frames with their length before them.
//!
//! Both ends are the same program, so this form promises nothing to anyone. A worker may have been brought out of order
//! by a file, so that nothing that it says is trusted: see [`Answer::outcome`].

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use crate::batch::Failure;
use crate::batch::journal::StoredReport;
use crate::extract::Report;
use crate::input::{KINDS, ReadOptions, Revisions};
use crate::model::{ErrorKind, FileKind, Limits, Message};
use crate::schema::Schema;

/// What a worker is told before its first file.
#[derive(Serialize, Deserialize)]
pub(super) struct Setup<'a> {
    /// The schema's name, for its errors.
    pub(super) name: &'a str,
    /// The schema.
    pub(super) toml: &'a str,
    limits: [u64; 17],
    revisions: u8,
    /// Bytes of memory that it may take.
    pub(super) memory: u64,
    /// Seconds after which it ends itself.
    pub(super) seconds: u64,
}

const REVISIONS: [Revisions; 3] = [Revisions::Final, Revisions::Original, Revisions::Both];

impl<'a> Setup<'a> {
    pub(super) fn new(name: &'a str, toml: &'a str, options: &ReadOptions, memory: u64, seconds: u64) -> Self {
        let revisions = REVISIONS.iter().position(|known| *known == options.revisions).unwrap_or(0) as u8;
        Setup { name, toml, limits: numbers(&options.limits), revisions, memory, seconds }
    }

    pub(super) fn options(&self) -> ReadOptions {
        let revisions = REVISIONS.get(usize::from(self.revisions)).copied().unwrap_or_default();
        ReadOptions { limits: limits(self.limits), revisions }
    }
}

/// Every limit is named, so that a new one does not compile until it is told to workers too.
fn numbers(limits: &Limits) -> [u64; 17] {
    let Limits {
        input,
        members,
        ratio,
        entries,
        part,
        file,
        xml_depth,
        table_depth,
        field_depth,
        attributes,
        namespaces,
        columns,
        cells,
        cell_text,
        chain,
        nodes,
        tables,
    } = *limits;
    let wide = |number: usize| number as u64;
    [
        input,
        wide(members),
        ratio,
        wide(entries),
        part,
        file,
        wide(xml_depth),
        wide(table_depth),
        wide(field_depth),
        wide(attributes),
        wide(namespaces),
        u64::from(columns),
        cells,
        wide(cell_text),
        wide(chain),
        wide(nodes),
        wide(tables),
    ]
}

fn limits(numbers: [u64; 17]) -> Limits {
    let [
        input,
        members,
        ratio,
        entries,
        part,
        file,
        xml_depth,
        table_depth,
        field_depth,
        attributes,
        namespaces,
        columns,
        cells,
        cell_text,
        chain,
        nodes,
        tables,
    ] = numbers;
    let size = |number| usize::try_from(number).unwrap_or(usize::MAX);
    Limits {
        input,
        members: size(members),
        ratio,
        entries: size(entries),
        part,
        file,
        xml_depth: size(xml_depth),
        table_depth: size(table_depth),
        field_depth: size(field_depth),
        attributes: size(attributes),
        namespaces: size(namespaces),
        columns: u32::try_from(columns).unwrap_or(u32::MAX),
        cells,
        cell_text: size(cell_text),
        chain: size(chain),
        nodes: size(nodes),
        tables: size(tables),
    }
}

/// What became of a file in a worker.
#[derive(Serialize, Deserialize)]
pub(super) enum Answer<'a> {
    /// It was read.
    Report(#[serde(borrow)] Box<StoredReport<'a>>),
    /// It is of a kind that is not read; which of [`KINDS`].
    Unsupported(usize),
    /// It cannot be read: code, message and advice, each in English and Chinese.
    Failed([&'a str; 5]),
    /// It brought out a defect; what that said.
    Panicked(&'a str),
}

/// What an answer comes to.
#[derive(Debug)]
pub(super) enum Outcome {
    Report(Box<Report>),
    Unsupported(&'static FileKind),
    Failure(Failure),
}

impl<'a> Answer<'a> {
    pub(super) fn of_failure(failure: &'a Failure) -> Self {
        let Failure { source: _, code, message, help } = failure;
        Answer::Failed([code, &message.english, &message.chinese, &help.english, &help.chinese])
    }

    /// As bytes.
    pub(super) fn bytes(&self) -> Vec<u8> {
        // Writing into memory fails for no value that an answer can have; an empty answer is none.
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// The answer for the file of this name; `None` where it cannot be one.
    pub(super) fn outcome(bytes: &[u8], name: &str, schema: &Schema) -> Option<Outcome> {
        match postcard::from_bytes(bytes).ok()? {
            Answer::Report(stored) => {
                let report = stored.report()?;
                (report.source == name && is_of(&report, schema)).then(|| Outcome::Report(Box::new(report)))
            }
            Answer::Unsupported(index) => KINDS.get(index).map(|kind| Outcome::Unsupported(kind)),
            Answer::Failed([code, english, chinese, help, help_chinese]) => {
                let code = ErrorKind::CODES.iter().find(|known| **known == code)?;
                let failure =
                    Failure::new(name, code, Message::new(english, chinese), Message::new(help, help_chinese));
                Some(Outcome::Failure(failure))
            }
            Answer::Panicked(said) => Some(Outcome::Failure(Failure::panicked(name, said))),
        }
    }
}

/// Whether all that a report names is there in the schema.
fn is_of(report: &Report, schema: &Schema) -> bool {
    let field = |field: u32| (field as usize) < schema.fields.len();
    let part = |part: u16| usize::from(part) < report.parts.len();
    let check =
        |check: usize, instance: usize| schema.checks.get(check).is_some_and(|check| instance < check.instances.len());
    report.schema == schema.id
        && report.vintage.is_none_or(|vintage| vintage < schema.vintages.len())
        && report.facts.iter().all(|fact| field(fact.field.0) && part(fact.place.part.0))
        && report.facts.is_sorted_by_key(|fact| fact.field)
        && report.sections.iter().all(|section| section.section < schema.sections.len())
        && report.headers.iter().all(|header| part(header.place.part.0))
        && report.verdicts.iter().all(|judged| check(judged.check, judged.instance))
        && report.notes.iter().flat_map(|note| note.place.iter().chain(&note.also)).all(|place| part(place.part.0))
}

impl Setup<'_> {
    /// As bytes.
    pub(super) fn bytes(&self) -> Vec<u8> {
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// The setup in some bytes.
    pub(super) fn from(bytes: &[u8]) -> Option<Setup<'_>> {
        postcard::from_bytes(bytes).ok()
    }
}

/// Writes a frame.
pub(super) fn send(mut to: impl Write, payload: &[u8]) -> io::Result<()> {
    to.write_all(&(payload.len() as u64).to_le_bytes())?;
    to.write_all(payload)
}

/// Reads a frame of at most so many bytes; `None` where there is none any more. Memory grows with what comes, not with
/// what is announced.
pub(super) fn receive(mut from: impl Read, most: u64) -> io::Result<Option<Vec<u8>>> {
    let mut head = [0; 8];
    if from.read(&mut head[..1])? == 0 {
        return Ok(None);
    }
    from.read_exact(&mut head[1..])?;
    let length = u64::from_le_bytes(head);
    if length > most {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut payload = Vec::new();
    from.take(length).read_to_end(&mut payload)?;
    if payload.len() as u64 == length { Ok(Some(payload)) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_and_side_arrives() {
        let mut numbers = [0; 17];
        (100..).zip(&mut numbers).for_each(|(number, limit)| *limit = number);
        for revisions in REVISIONS {
            let options = ReadOptions { limits: limits(numbers), revisions };
            let bytes = Setup::new("a", "b", &options, 1, 2).bytes();
            let setup = Setup::from(&bytes).unwrap();
            assert_eq!(setup.options(), options);
            assert_eq!((setup.name, setup.toml, setup.memory, setup.seconds), ("a", "b", 1, 2));
        }
    }

    #[test]
    fn frames_are_cut_where_they_end_and_refused_where_they_lie() {
        let mut bytes = Vec::new();
        send(&mut bytes, b"one").unwrap();
        send(&mut bytes, b"").unwrap();
        let mut from = bytes.as_slice();
        assert_eq!(receive(&mut from, 3).unwrap().unwrap(), b"one");
        assert_eq!(receive(&mut from, 3).unwrap().unwrap(), b"");
        assert_eq!(receive(&mut from, 3).unwrap(), None);
        assert!(receive(&bytes[..], 2).is_err(), "longer than may be");
        for cut in 1..11 {
            assert!(receive(&bytes[..cut], 3).is_err(), "cut at {cut}");
        }
        assert!(receive(&[0xFF; 8][..], u64::MAX).is_err(), "nothing is taken into memory for a length alone");
    }

    #[test]
    fn an_answer_that_cannot_be_one_is_none() {
        let schema = Schema::builtin();
        let outcome = |answer: Answer<'_>| Answer::outcome(&answer.bytes(), "a.docx", schema);
        assert!(outcome(Answer::Unsupported(usize::MAX)).is_none());
        assert!(outcome(Answer::Failed(["no-such-code", "", "", "", ""])).is_none());
        assert!(Answer::outcome(&[], "a.docx", schema).is_none());
        let Some(Outcome::Failure(failure)) = outcome(Answer::Panicked("seven")) else { panic!("no failure") };
        assert_eq!(failure, Failure::panicked("a.docx", "seven"));
        let known = Failure::new("a.docx", "xml-unsound", Message::new("a", "b"), Message::new("c", "d"));
        let Some(Outcome::Failure(failure)) = outcome(Answer::of_failure(&known)) else { panic!("no failure") };
        assert_eq!(failure, known);
    }
}
