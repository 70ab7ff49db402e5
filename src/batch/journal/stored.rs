//! A report as the journal keeps it: the same values in types that can be written, borrowed from where they lie.
//!
//! Only the program that wrote a journal reads it again, so this form promises nothing to anyone. Every field of a
//! report is named here; a new one does not compile until it is kept too.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::extract::{
    Audit, Because, CellAudit, Date, Fact, FieldAudit, Header, Identity, Judgement, List, Origin, Report, Section,
    Stated, Unit, UnitFrom, Value, Verdict,
};
use crate::model::{Code, Message, Note, PartId, Place, TableId, Tally};
use crate::schema::FieldId;

/// A report.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::batch) struct StoredReport<'a> {
    #[serde(borrow)]
    source: &'a str,
    parts: Vec<&'a str>,
    schema: &'a str,
    vintage: Option<usize>,
    identity: StoredIdentity<'a>,
    sections: Vec<(usize, &'a str, &'a str, StoredPlace)>,
    facts: Vec<StoredFact<'a>>,
    lists: Vec<(usize, u32)>,
    headers: Vec<(&'a str, StoredPlace)>,
    verdicts: Vec<(usize, usize, StoredVerdict)>,
    notes: Vec<StoredNote<'a>>,
    cells: [u32; 5],
    fields: [u32; 4],
    characters: [u64; 4],
}

/// Part, first byte, one past the last, table, row, column.
type StoredPlace = (u16, u32, u32, Option<u32>, u32, u32);

/// The sixteen bytes that hold every digit.
type StoredDecimal = [u8; 16];

/// Words with where they stand; no place where they are the file's name.
type StoredStated<'a, T> = Option<(T, &'a str, Option<StoredPlace>)>;

#[derive(Debug, Serialize, Deserialize)]
struct StoredIdentity<'a> {
    #[serde(borrow)]
    agency: StoredStated<'a, &'a str>,
    year: StoredStated<'a, i32>,
    title: StoredStated<'a, &'a str>,
    signed_by: StoredStated<'a, &'a str>,
    signed_on: StoredStated<'a, (i32, Option<u8>, Option<u8>)>,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredFact<'a> {
    field: u32,
    record: Option<u32>,
    #[serde(borrow)]
    value: StoredValue<'a>,
    unit: Option<(&'a str, u8)>,
    raw: &'a str,
    remark: Option<&'a str>,
    place: StoredPlace,
    rows: Vec<u32>,
    columns: Vec<u32>,
}

#[derive(Debug, Serialize, Deserialize)]
enum StoredValue<'a> {
    Integer(i64),
    Decimal(StoredDecimal),
    Text(#[serde(borrow)] &'a str),
    Blank,
    Nil,
    Unreadable,
}

#[derive(Debug, Serialize, Deserialize)]
enum StoredVerdict {
    Holds,
    Broken(StoredDecimal, StoredDecimal),
    Unknown(Vec<u32>, Option<bool>),
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredNote<'a> {
    #[serde(borrow)]
    code: &'a str,
    place: Option<StoredPlace>,
    message: StoredMessage<'a>,
    also: Vec<StoredPlace>,
    help: Option<StoredMessage<'a>>,
}

/// English, Chinese.
type StoredMessage<'a> = (&'a str, &'a str);

const UNIT_FROM: [UnitFrom; 3] = [UnitFrom::Cell, UnitFrom::Header, UnitFrom::Schema];

impl<'a> StoredReport<'a> {
    pub(in crate::batch) fn of(report: &'a Report) -> Self {
        let Report {
            source,
            parts,
            schema,
            vintage,
            identity,
            sections,
            facts,
            lists,
            headers,
            verdicts,
            notes,
            audit,
        } = report;
        let Audit { cells, fields, characters } = audit;
        StoredReport {
            source,
            parts: parts.iter().map(String::as_str).collect(),
            schema,
            vintage: *vintage,
            identity: StoredIdentity::of(identity),
            sections: sections
                .iter()
                .map(|Section { section, heading, text, place: at }| {
                    (*section, heading.as_str(), text.as_str(), place(*at))
                })
                .collect(),
            facts: facts.iter().map(StoredFact::of).collect(),
            lists: lists.iter().map(|List { table, records }| (*table, *records)).collect(),
            headers: headers.iter().map(|Header { text, place: at }| (text.as_str(), place(*at))).collect(),
            verdicts: verdicts
                .iter()
                .map(|Judgement { check, instance, verdict }| (*check, *instance, StoredVerdict::of(verdict)))
                .collect(),
            notes: notes.iter().map(StoredNote::of).collect(),
            cells: cell_counts(cells),
            fields: field_counts(fields),
            characters: character_counts(characters),
        }
    }

    /// The report; `None` where the journal is not of this program after all.
    pub(in crate::batch) fn report(self) -> Option<Report> {
        let [filled, headers, facts, ornaments, noted] = self.cells;
        let cells = CellAudit { filled, headers, facts, ornaments, noted };
        let [wanted, facts, noted, extra] = self.fields;
        let fields = FieldAudit { wanted, facts, noted, extra };
        let [read, body, stories, noted] = self.characters;
        let characters = Tally { read, body, stories, noted };
        Some(Report {
            source: self.source.to_owned(),
            parts: self.parts.into_iter().map(str::to_owned).collect(),
            schema: self.schema.to_owned(),
            vintage: self.vintage,
            identity: self.identity.identity(),
            sections: self
                .sections
                .into_iter()
                .map(|(section, heading, text, at)| Section {
                    section,
                    heading: heading.to_owned(),
                    text: text.to_owned(),
                    place: placed(at),
                })
                .collect(),
            facts: self.facts.into_iter().map(StoredFact::fact).collect::<Option<_>>()?,
            lists: self.lists.into_iter().map(|(table, records)| List { table, records }).collect(),
            headers: self
                .headers
                .into_iter()
                .map(|(text, at)| Header { text: text.to_owned(), place: placed(at) })
                .collect(),
            verdicts: self
                .verdicts
                .into_iter()
                .map(|(check, instance, verdict)| Judgement { check, instance, verdict: verdict.verdict() })
                .collect(),
            notes: self.notes.into_iter().map(StoredNote::note).collect::<Option<_>>()?,
            audit: Audit { cells, fields, characters },
        })
    }
}

impl<'a> StoredIdentity<'a> {
    fn of(identity: &'a Identity) -> Self {
        let Identity { agency, year, title, signed_by, signed_on } = identity;
        let words = |said: &'a Option<Stated<String>>| stored(said, |words| words.as_str());
        StoredIdentity {
            agency: words(agency),
            year: stored(year, |year| *year),
            title: words(title),
            signed_by: words(signed_by),
            signed_on: stored(signed_on, |Date { year, month, day }| (*year, *month, *day)),
        }
    }

    fn identity(self) -> Identity {
        let date = |(year, month, day)| Date { year, month, day };
        Identity {
            agency: stated(self.agency, str::to_owned),
            year: stated(self.year, |year| year),
            title: stated(self.title, str::to_owned),
            signed_by: stated(self.signed_by, str::to_owned),
            signed_on: stated(self.signed_on, date),
        }
    }
}

fn stored<'a, T, S>(said: &'a Option<Stated<T>>, value: impl Fn(&'a T) -> S) -> StoredStated<'a, S> {
    said.as_ref().map(|Stated { value: means, raw, origin }| {
        let at = match origin {
            Origin::Document(at) => Some(place(*at)),
            Origin::FileName => None,
        };
        (value(means), raw.as_str(), at)
    })
}

fn stated<T, S>(said: StoredStated<'_, S>, value: impl Fn(S) -> T) -> Option<Stated<T>> {
    said.map(|(means, raw, at)| Stated {
        value: value(means),
        raw: raw.to_owned(),
        origin: at.map_or(Origin::FileName, |at| Origin::Document(placed(at))),
    })
}

impl<'a> StoredFact<'a> {
    fn of(fact: &'a Fact) -> Self {
        let Fact { field, record, value, unit, raw, remark, place: at, because: Because { rows, columns } } = fact;
        StoredFact {
            field: field.0,
            record: *record,
            value: match value {
                Value::Integer(number) => StoredValue::Integer(*number),
                Value::Decimal(number) => StoredValue::Decimal(number.serialize()),
                Value::Text(words) => StoredValue::Text(words),
                Value::Blank => StoredValue::Blank,
                Value::Nil => StoredValue::Nil,
                Value::Unreadable => StoredValue::Unreadable,
            },
            unit: unit.as_ref().map(|Unit { name, from }| {
                (name.as_str(), UNIT_FROM.iter().position(|known| known == from).map_or(u8::MAX, |index| index as u8))
            }),
            raw,
            remark: remark.as_deref(),
            place: place(*at),
            rows: rows.to_vec(),
            columns: columns.to_vec(),
        }
    }

    fn fact(self) -> Option<Fact> {
        let unit = match self.unit {
            None => None,
            Some((name, from)) => Some(Unit { name: name.into(), from: *UNIT_FROM.get(usize::from(from))? }),
        };
        Some(Fact {
            field: FieldId(self.field),
            record: self.record,
            value: match self.value {
                StoredValue::Integer(number) => Value::Integer(number),
                StoredValue::Decimal(bytes) => Value::Decimal(Decimal::deserialize(bytes)),
                StoredValue::Text(words) => Value::Text(words.to_owned()),
                StoredValue::Blank => Value::Blank,
                StoredValue::Nil => Value::Nil,
                StoredValue::Unreadable => Value::Unreadable,
            },
            unit,
            raw: self.raw.into(),
            remark: self.remark.map(str::to_owned),
            place: placed(self.place),
            because: Because { rows: self.rows.into(), columns: self.columns.into() },
        })
    }
}

impl StoredVerdict {
    fn of(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Holds => StoredVerdict::Holds,
            Verdict::Broken { left, right } => StoredVerdict::Broken(left.serialize(), right.serialize()),
            Verdict::Unknown { missing, if_blank_is_zero } => {
                StoredVerdict::Unknown(missing.iter().map(|field| field.0).collect(), *if_blank_is_zero)
            }
        }
    }

    fn verdict(self) -> Verdict {
        match self {
            StoredVerdict::Holds => Verdict::Holds,
            StoredVerdict::Broken(left, right) => {
                Verdict::Broken { left: Decimal::deserialize(left), right: Decimal::deserialize(right) }
            }
            StoredVerdict::Unknown(missing, if_blank_is_zero) => {
                Verdict::Unknown { missing: missing.into_iter().map(FieldId).collect(), if_blank_is_zero }
            }
        }
    }
}

impl<'a> StoredNote<'a> {
    fn of(note: &'a Note) -> Self {
        let Note { code, place: at, message, also, help } = note;
        StoredNote {
            code: code.id,
            place: at.map(place),
            message: texts(message),
            also: also.iter().copied().map(place).collect(),
            help: help.as_ref().map(texts),
        }
    }

    fn note(self) -> Option<Note> {
        Some(Note {
            code: Code::find(self.code)?,
            place: self.place.map(placed),
            message: message(self.message),
            also: self.also.into_iter().map(placed).collect(),
            help: self.help.map(message),
        })
    }
}

fn texts(Message { english, chinese }: &Message) -> StoredMessage<'_> {
    (english, chinese)
}

fn message((english, chinese): StoredMessage<'_>) -> Message {
    Message::new(english, chinese)
}

fn place(place: Place) -> StoredPlace {
    let Place { part, start, end, table, row, column } = place;
    (part.0, start, end, table.map(|table| table.0), row, column)
}

fn placed((part, start, end, table, row, column): StoredPlace) -> Place {
    Place { part: PartId(part), start, end, table: table.map(TableId), row, column }
}

fn cell_counts(CellAudit { filled, headers, facts, ornaments, noted }: &CellAudit) -> [u32; 5] {
    [*filled, *headers, *facts, *ornaments, *noted]
}

fn field_counts(FieldAudit { wanted, facts, noted, extra }: &FieldAudit) -> [u32; 4] {
    [*wanted, *facts, *noted, *extra]
}

fn character_counts(Tally { read, body, stories, noted }: &Tally) -> [u64; 4] {
    [*read, *body, *stories, *noted]
}
