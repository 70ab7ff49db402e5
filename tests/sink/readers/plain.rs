//! CSV through the crate `csv`, JSON through `serde_json`.

use std::fs;
use std::path::Path;

use baobiao::schema::{Schema, ValueKind};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::read_back::{Content, Line, Row};

fn content(field: &str, text: &str, schema: &Schema) -> Content {
    match schema.field(schema.find(field).unwrap()).kind {
        ValueKind::Text => Content::Text(text.to_owned()),
        _ => Content::Number(text.parse().unwrap()),
    }
}

pub fn csv_long(path: &Path, schema: &Schema) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headers = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        let cell = |name: &str| record[headers.iter().position(|header| header == name).unwrap()].to_owned();
        let filled = |name: &str| Some(cell(name)).filter(|text| !text.is_empty());
        let index = |name: &str| filled(name).map(|text| text.parse().unwrap());
        let position = index("table").zip(index("row")).zip(index("column"));
        Row {
            report: cell("report"),
            value: (cell("state") == "value").then(|| content(&cell("field"), &cell("value"), schema)),
            field: cell("field"),
            state: cell("state"),
            unit: filled("unit"),
            raw: cell("raw"),
            remark: filled("remark"),
            part: filled("source"),
            position: position.map(|((table, row), column)| [table, row, column]),
        }
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

pub fn csv_wide(path: &Path, schema: &Schema) -> Vec<Line> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headers = reader.headers().unwrap().clone();
    let line = |record: csv::StringRecord| {
        let named = headers.iter().zip(record.iter()).filter(|(name, _)| schema.find(name).is_some());
        let entry = |(name, text): (&str, &str)| {
            let (state, value) = match text {
                "" => ("not-on-form", None),
                "#missing" | "#blank" | "#nil" | "#unreadable" => (&text[1..], None),
                _ => ("value", Some(content(name, text, schema))),
            };
            (name.to_owned(), (state.to_owned(), value))
        };
        named.map(entry).collect()
    };
    reader.records().map(|record| line(record.unwrap())).collect()
}

pub fn json(path: &Path, _: &Schema) -> Vec<Row> {
    let text = fs::read_to_string(path).unwrap();
    let reports: Vec<Box<RawValue>> = serde_json::from_str(&text).unwrap();
    reports.iter().flat_map(|report| facts(report.get())).collect()
}

pub fn ndjson(path: &Path, _: &Schema) -> Vec<Row> {
    fs::read_to_string(path).unwrap().lines().flat_map(facts).collect()
}

/// A number is taken from its digits, because a `Value` would make a float of it.
#[derive(serde::Deserialize)]
struct Valued<'a> {
    #[serde(borrow)]
    value: Option<&'a RawValue>,
}

#[derive(serde::Deserialize)]
struct Facts<'a> {
    #[serde(borrow)]
    facts: Vec<Valued<'a>>,
}

fn facts(report: &str) -> Vec<Row> {
    let exact: Facts = serde_json::from_str(report).unwrap();
    let report: Value = serde_json::from_str(report).unwrap();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let row = |(fact, exact): (&Value, &Valued)| {
        let place = &fact["place"];
        let index = |name: &str| place[name].as_u64().map(|index| u32::try_from(index).unwrap() + 1);
        let position = index("table").zip(index("row")).zip(index("column"));
        let digits = exact.value.map(RawValue::get).filter(|digits| *digits != "null");
        Row {
            report: text(&report["source"]).unwrap(),
            field: text(&fact["field"]).unwrap(),
            value: digits.map(|digits| match text(&fact["value"]) {
                Some(words) => Content::Text(words),
                None => Content::Number(digits.parse().unwrap()),
            }),
            state: text(&fact["state"]).unwrap(),
            unit: text(&fact["unit"]),
            raw: text(&fact["raw"]).unwrap(),
            remark: text(&fact["remark"]),
            part: place["part"].as_u64().and_then(|part| text(&report["parts"][usize::try_from(part).unwrap()])),
            position: position.map(|((table, row), column)| [table, row, column]),
        }
    };
    report["facts"].as_array().unwrap().iter().zip(&exact.facts).map(row).collect()
}
