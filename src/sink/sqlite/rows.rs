//! One report as rows.

use std::collections::HashMap;

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, Result, params, params_from_iter};
use rust_decimal::prelude::ToPrimitive;

use crate::extract::{Fact, Figure, Report, Value, harmonize};
use crate::model::{Message, Note, Place};
use crate::schema::Schema;
use crate::sink::frame::Datum;

/// The parts that were met, by name.
#[derive(Default)]
pub(super) struct Parts(HashMap<String, i64>);

/// Writes the row of the report itself; `about` is what the frame says of it.
pub(super) fn write_report(connection: &Connection, id: i64, about: &[Datum]) -> Result<()> {
    let marks = ", ?".repeat(about.len());
    let mut insert = connection.prepare_cached(&format!("INSERT INTO reports VALUES (?{marks})"))?;
    insert.execute(params_from_iter(std::iter::once(Sql::Integer(id)).chain(about.iter().map(cell))))?;
    Ok(())
}

fn cell(datum: &Datum) -> Sql {
    match datum {
        Datum::Empty | Datum::Absent(_) => Sql::Null,
        Datum::Text(text) => Sql::Text(text.clone().into_owned()),
        Datum::Number(number) => match number.to_i64() {
            Some(whole) if number.is_integer() => Sql::Integer(whole),
            _ => Sql::Text(number.to_string()),
        },
    }
}

pub(super) fn write_facts(connection: &Connection, id: i64, report: &Report, parts: &mut Parts) -> Result<()> {
    let mut insert =
        connection.prepare_cached("INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    for fact in &report.facts {
        let Fact { value, unit, raw, remark, .. } = fact;
        let (integer, decimal, text) = match value {
            Value::Integer(whole) => (Some(*whole), None, None),
            Value::Decimal(number) => (None, Some(number.to_string()), None),
            Value::Text(words) => (None, None, Some(words)),
            Value::Blank | Value::Nil | Value::Unreadable => (None, None, None),
        };
        let [table, row, column] = position(fact.place);
        insert.execute(params![
            id,
            fact.field.0,
            fact.record.unwrap_or(0),
            integer,
            decimal,
            text,
            value.state(),
            unit.as_ref().map(|unit| unit.name.as_str()),
            unit.as_ref().map(|unit| unit.from.name()),
            raw.as_str(),
            remark,
            parts.id(connection, report, fact.place)?,
            table,
            row,
            column,
        ])?;
    }
    Ok(())
}

/// Writes what the rules for figures over all years made of a report.
pub(super) fn write_harmonized(connection: &Connection, id: i64, report: &Report, schema: &Schema) -> Result<()> {
    if !schema.harmonize {
        return Ok(());
    }
    let mut insert = connection.prepare_cached("INSERT INTO harmonized VALUES (?, ?, ?, ?, ?, ?)")?;
    for joined in harmonize(report, schema) {
        let number = match joined.figure {
            Figure::Value(number) => Some(number),
            _ => None,
        };
        let integer = number.filter(|number| number.is_integer()).and_then(|number| number.to_i64());
        let decimal = number.filter(|_| integer.is_none()).map(|number| number.to_string());
        let source = joined.source.map(|source| &source.rule);
        insert.execute(params![id, joined.rule.id, integer, decimal, joined.figure.state(), source])?;
    }
    Ok(())
}

pub(super) fn write_notes(connection: &Connection, id: i64, report: &Report, parts: &mut Parts) -> Result<()> {
    let mut insert = connection.prepare_cached("INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    for (position_in_report, note) in (1_i64..).zip(&report.notes) {
        let [table, row, column] = note.place.map_or([None; 3], position);
        let part = note.place.map(|place| parts.id(connection, report, place)).transpose()?.flatten();
        let (code, Message { english, chinese }) = (note.code.id, &note.message);
        let help = note.help.as_ref().map(|help| &help.english);
        let help_zh = note.help.as_ref().map(|help| &help.chinese);
        insert.execute(params![
            id,
            position_in_report,
            code,
            english,
            chinese,
            help,
            help_zh,
            part,
            table,
            row,
            column
        ])?;
    }
    Ok(())
}

/// Writes what could not be compared between years.
pub(super) fn write_series_notes(connection: &Connection, notes: &[Note]) -> Result<()> {
    let mut insert = connection.prepare("INSERT INTO series_notes (code, message, message_zh) VALUES (?, ?, ?)")?;
    for Note { code, message, .. } in notes {
        insert.execute(params![code.id, message.english, message.chinese])?;
    }
    Ok(())
}

/// Table, row and column, counted from 1.
fn position(place: Place) -> [Option<i64>; 3] {
    place.table.map_or([None; 3], |table| [table.0, place.row, place.column].map(|index| Some(i64::from(index) + 1)))
}

impl Parts {
    /// The number of a place's part; a part that was not met before is written first.
    fn id(&mut self, connection: &Connection, report: &Report, place: Place) -> Result<Option<i64>> {
        let Some(name) = report.parts.get(usize::from(place.part.0)) else { return Ok(None) };
        if let Some(id) = self.0.get(name) {
            return Ok(Some(*id));
        }
        let id = self.0.len() as i64 + 1;
        connection.prepare_cached("INSERT INTO parts VALUES (?, ?)")?.execute(params![id, name])?;
        self.0.insert(name.clone(), id);
        Ok(Some(id))
    }
}
