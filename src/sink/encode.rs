//! From a report and its schema to the wire types. No decisions: what the report says, in the wire's words.

use std::borrow::Cow;

use rust_decimal::Decimal;
use serde_json::value::RawValue;

use super::wire;
use crate::extract::{
    Audit, Fact, Figure, Identity, Joined, Judgement, List, Origin, Report, Stated, Value, Verdict, harmonize,
};
use crate::model;
use crate::schema::{self, Check, FieldId, Schema, Term};

/// The report in wire types. `schema` must be the one that the report was read by.
pub fn encode<'a>(report: &'a Report, schema: &'a Schema) -> wire::Report<'a> {
    wire::Report {
        format: wire::FORMAT,
        version: wire::VERSION,
        source: &report.source,
        parts: &report.parts,
        schema: &report.schema,
        vintage: report.vintage.map(|index| schema.vintages[index].id.as_str()),
        identity: identity(&report.identity),
        facts: report.facts.iter().map(|item| fact(item, report, schema)).collect(),
        records: report.lists.iter().map(|list| records(list, report, schema)).collect(),
        harmonized: rules(report, schema),
        verdicts: report.verdicts.iter().map(|item| verdict(item, report, schema)).collect(),
        notes: report.notes.iter().map(note).collect(),
        sections: report.sections.iter().map(|item| section(item, schema)).collect(),
        audit: audit(&report.audit),
    }
}

/// A place in wire types.
pub fn place(place: model::Place) -> wire::Place {
    let inside = place.table.is_some();
    wire::Place {
        part: place.part.0,
        table: place.table.map(|table| table.0),
        row: inside.then_some(place.row),
        column: inside.then_some(place.column),
        bytes: [place.start, place.end],
    }
}

fn identity(identity: &Identity) -> wire::Identity<'_> {
    let text = |value: &String| wire::Scalar::Text(Cow::Owned(value.clone()));
    wire::Identity {
        agency: stated(identity.agency.as_ref(), text),
        year: stated(identity.year.as_ref(), |year| wire::Scalar::Number(number(year.to_string()))),
        title: stated(identity.title.as_ref(), text),
        signed_by: stated(identity.signed_by.as_ref(), text),
        signed_on: stated(identity.signed_on.as_ref(), |date| wire::Scalar::Text(Cow::Owned(date.to_string()))),
    }
}

fn stated<'a, T>(stated: Option<&'a Stated<T>>, value: impl Fn(&'a T) -> wire::Scalar<'a>) -> Option<wire::Stated<'a>> {
    stated.map(|stated| wire::Stated {
        value: value(&stated.value),
        raw: &stated.raw,
        origin: match stated.origin {
            Origin::Document(_) => "document",
            Origin::FileName => "file-name",
        },
        place: match stated.origin {
            Origin::Document(at) => Some(place(at)),
            Origin::FileName => None,
        },
    })
}

pub(super) fn fact<'a>(fact: &'a Fact, report: &'a Report, schema: &'a Schema) -> wire::Fact<'a> {
    let field = schema.field(fact.field);
    let headers = |indices: &'a [u32]| indices.iter().map(|index| header(&report.headers[*index as usize])).collect();
    wire::Fact {
        field: &field.id,
        record: fact.record,
        labels: field.labels().collect(),
        value: scalar(&fact.value),
        state: fact.value.state(),
        unit: fact.unit.as_ref().map(|unit| unit.name.as_str()),
        unit_from: fact.unit.as_ref().map(|unit| unit.from.name()),
        raw: &fact.raw,
        remark: fact.remark.as_deref(),
        place: place(fact.place),
        rows: headers(&fact.because.rows),
        columns: headers(&fact.because.columns),
    }
}

fn records<'a>(list: &List, report: &'a Report, schema: &'a Schema) -> wire::Records<'a> {
    let table = &schema.tables[list.table];
    let own = || schema.each_field().filter(|(_, field)| field.table == Some(list.table));
    let value = |id: FieldId, record: u32| {
        report.records(id).iter().find(|fact| fact.record == Some(record)).and_then(|fact| scalar(&fact.value))
    };
    let column = |field: &'a schema::Field| table.bands[field.band].columns[field.column].id.as_str();
    let record = |record: u32| own().map(|(id, field)| (column(field), value(id, record))).collect();
    wire::Records { table: &table.id, records: (1..=list.records).map(record).collect() }
}

fn rules<'a>(report: &'a Report, schema: &'a Schema) -> Vec<wire::Harmonized<'a>> {
    let rules = if schema.harmonize { harmonize(report, schema) } else { Vec::new() };
    rules.iter().map(|joined| harmonized(joined, schema)).collect()
}

fn harmonized<'a>(joined: &Joined<'a, '_>, schema: &'a Schema) -> wire::Harmonized<'a> {
    let value = match joined.figure {
        Figure::Value(value) => Some(wire::Scalar::Number(decimal(value))),
        _ => None,
    };
    let fields = joined.source.iter().flat_map(|source| &source.fields);
    wire::Harmonized {
        id: &joined.rule.id,
        title: &joined.rule.title,
        value,
        state: joined.figure.state(),
        unit: joined.rule.unit.as_deref(),
        source: joined.source.map(|source| source.rule.as_str()),
        fields: fields.map(|field| schema.field(*field).id.as_str()).collect(),
        reason: &joined.rule.reason,
    }
}

fn header(header: &crate::extract::Header) -> wire::Header<'_> {
    wire::Header { text: &header.text, place: place(header.place) }
}

fn scalar(value: &Value) -> Option<wire::Scalar<'_>> {
    match value {
        Value::Integer(value) => Some(wire::Scalar::Number(number(value.to_string()))),
        Value::Decimal(value) => Some(wire::Scalar::Number(decimal(*value))),
        Value::Text(text) => Some(wire::Scalar::Text(Cow::Borrowed(text))),
        Value::Blank | Value::Nil | Value::Unreadable => None,
    }
}

pub(super) fn verdict<'a>(judgement: &'a Judgement, report: &Report, schema: &'a Schema) -> wire::Verdict<'a> {
    let check = &schema.checks[judgement.check];
    judged(check, &check.instances[judgement.instance], &judgement.verdict, report, schema)
}

pub(super) fn judged<'a>(
    check: &'a Check,
    identity: &'a schema::Identity,
    verdict: &Verdict,
    report: &Report,
    schema: &'a Schema,
) -> wire::Verdict<'a> {
    let (left, right) = match verdict {
        Verdict::Broken { left, right } => (Some(decimal(*left)), Some(decimal(*right))),
        Verdict::Holds | Verdict::Unknown { .. } => (None, None),
    };
    let (missing, if_blank_is_zero) = match verdict {
        Verdict::Unknown { missing, if_blank_is_zero } => (ids(missing, schema), *if_blank_is_zero),
        Verdict::Holds | Verdict::Broken { .. } => (Vec::new(), None),
    };
    let terms = |terms: &'a [Term]| terms.iter().map(|item| term(item, report, schema)).collect();
    wire::Verdict {
        check: &check.id,
        subject: &identity.subject,
        relation: identity.relation.sign(),
        verdict: verdict.name(),
        hard: check.hard,
        left: wire::Side { value: left, terms: terms(&identity.left) },
        right: wire::Side { value: right, terms: terms(&identity.right) },
        missing,
        if_blank_is_zero,
    }
}

fn term<'a>(term: &'a Term, report: &Report, schema: &'a Schema) -> wire::Term<'a> {
    match term {
        Term::Number(number) => wire::Term { minus: false, prior: false, number: Some(*number), fields: Vec::new() },
        Term::Fields { minus, prior, alternatives } => {
            wire::Term { minus: *minus, prior: *prior, number: None, fields: ids(report.chosen(alternatives), schema) }
        }
    }
}

fn ids<'a>(fields: &[FieldId], schema: &'a Schema) -> Vec<&'a str> {
    fields.iter().map(|field| schema.field(*field).id.as_str()).collect()
}

pub(super) fn note(note: &model::Note) -> wire::Note<'_> {
    wire::Note {
        code: note.code.id,
        level: note.code.level.name(),
        blame: note.code.blame.name(),
        message: &note.message.english,
        message_zh: &note.message.chinese,
        help: note.help.as_ref().map(|help| help.english.as_str()),
        help_zh: note.help.as_ref().map(|help| help.chinese.as_str()),
        place: note.place.map(place),
        also: note.also.iter().copied().map(place).collect(),
    }
}

fn section<'a>(section: &'a crate::extract::Section, schema: &'a Schema) -> wire::Section<'a> {
    wire::Section {
        id: &schema.sections[section.section].id,
        heading: &section.heading,
        text: &section.text,
        place: place(section.place),
    }
}

fn audit(audit: &Audit) -> wire::Audit {
    let Audit { cells, fields, characters } = *audit;
    wire::Audit {
        balances: audit.balances(),
        cells: wire::Cells {
            filled: cells.filled,
            headers: cells.headers,
            facts: cells.facts,
            ornaments: cells.ornaments,
            noted: cells.noted,
        },
        fields: wire::Fields { wanted: fields.wanted, facts: fields.facts, noted: fields.noted, extra: fields.extra },
        characters: wire::Characters {
            read: characters.read,
            body: characters.body,
            stories: characters.stories,
            noted: characters.noted,
        },
    }
}

fn decimal(value: Decimal) -> Box<RawValue> {
    number(value.to_string())
}

/// The digits of a number are themselves JSON.
fn number(digits: String) -> Box<RawValue> {
    RawValue::from_string(digits).unwrap_or_else(|_| RawValue::NULL.to_owned())
}
