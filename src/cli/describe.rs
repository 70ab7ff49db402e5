//! Places, facts and counts in words. Tables, rows and columns are counted from 1, as a person counts them.

use crate::extract::{Audit, Fact, Origin, Report, Value};
use crate::model::Place;
use crate::schema::Schema;
use crate::sink::visible::one_line;

/// `table 2, row 3, column 4`, or nothing outside a table.
pub(super) fn cell(place: Place) -> Option<String> {
    place.table.map(|table| format!("table {}, row {}, column {}", table.0 + 1, place.row + 1, place.column + 1))
}

/// `word/document.xml, table 2, row 3, column 4 (bytes 120–240)`.
pub(super) fn place(place: Place, parts: &[String]) -> String {
    let part = parts.get(usize::from(place.part.0)).map_or("?", String::as_str);
    let cell = cell(place).map_or(String::new(), |cell| format!(", {cell}"));
    format!("{}{cell} (bytes {}–{})", one_line(part), place.start, place.end)
}

/// Where an identity was found.
pub(super) fn origin(origin: Origin, parts: &[String]) -> String {
    match origin {
        Origin::Document(at) => place(at, parts),
        Origin::FileName => "the file's name".to_owned(),
    }
}

/// `12 件`, `blank`, `nil`, `unreadable`; a remark in brackets.
pub(super) fn value(fact: &Fact) -> String {
    let mut text = match &fact.value {
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Text(words) => format!("“{}”", one_line(words)),
        Value::Blank | Value::Nil | Value::Unreadable => fact.value.state().to_owned(),
    };
    if let (Some(unit), true) = (&fact.unit, fact.value.number().is_some()) {
        text.push_str(&format!(" {}", one_line(&unit.name)));
    }
    if let Some(remark) = &fact.remark {
        text.push_str(&format!(" ({})", one_line(remark)));
    }
    text
}

/// The text of the cells that name a fact's field, rows before columns, outermost first.
pub(super) fn headers(fact: &Fact, report: &Report) -> String {
    let indices = fact.because.rows.iter().chain(fact.because.columns.iter());
    let texts: Vec<_> = indices.map(|index| one_line(&report.headers[*index as usize].text)).collect();
    texts.join(" › ")
}

/// The vintage in words.
pub(super) fn vintage(report: &Report, schema: &Schema) -> String {
    report.vintage.map_or_else(
        || "no vintage (no table was found)".to_owned(),
        |index| format!("vintage {}", schema.vintages[index].id),
    )
}

/// The three laws on one line, for one file or for all.
pub(super) fn audit_line(name: &str, audit: &Audit) -> String {
    format!("audit: {}: {}", one_line(name), audit_laws(audit).join("; "))
}

/// The three laws, one line each: how many there are, and what became of them.
pub(super) fn audit_laws(audit: &Audit) -> [String; 3] {
    let Audit { cells, fields, characters } = audit;
    let mark = |balances: bool| if balances { "" } else { " DOES NOT BALANCE" };
    [
        format!(
            "cells {} = {} headers + {} facts + {} ornaments + {} noted{}",
            cells.filled,
            cells.headers,
            cells.facts,
            cells.ornaments,
            cells.noted,
            mark(cells.balances())
        ),
        format!(
            "fields {} = {} facts + {} noted (and {} beyond the form){}",
            fields.wanted,
            fields.facts,
            fields.noted,
            fields.extra,
            mark(fields.balances())
        ),
        format!(
            "characters {} = {} body + {} stories + {} noted{}",
            characters.read,
            characters.body,
            characters.stories,
            characters.noted,
            mark(characters.balances())
        ),
    ]
}
