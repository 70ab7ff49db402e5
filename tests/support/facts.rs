//! A report's facts as a values file has them, and how two lists of facts differ.

use std::collections::{BTreeMap, BTreeSet};

use baobiao::extract::{Report, Value};
use baobiao::schema::Schema;

use super::form::Figure;

/// The facts by field id.
pub fn of_report(report: &Report, schema: &Schema) -> BTreeMap<String, Figure> {
    let figure = |fact: &baobiao::extract::Fact| Figure {
        state: fact.value.state(),
        value: printed(&fact.value),
        unit: fact.unit.as_ref().map_or(String::new(), |unit| unit.name.to_string()),
        raw: fact.raw.to_string(),
        remark: fact.remark.clone().unwrap_or_default(),
    };
    report.facts.iter().map(|fact| (schema.field(fact.field).id.clone(), figure(fact))).collect()
}

fn printed(value: &Value) -> String {
    match value {
        Value::Integer(value) => value.to_string(),
        Value::Decimal(value) => value.to_string(),
        Value::Text(value) => value.clone(),
        Value::Blank | Value::Nil | Value::Unreadable => String::new(),
    }
}

/// The facts of a values file.
///
/// # Panics
/// If it is none.
pub fn of_values(csv: &[u8]) -> BTreeMap<String, Figure> {
    let mut reader = csv::Reader::from_reader(csv);
    assert_eq!(reader.headers().expect("a header"), vec!["field", "state", "value", "unit", "raw", "remark"]);
    let rows = reader.into_records().map(|row| {
        let row = row.expect("a row of a values file");
        let state = ["value", "blank", "nil", "unreadable"].into_iter().find(|state| *state == &row[1]);
        let [value, unit, raw, remark] = [2, 3, 4, 5].map(|column| row[column].to_owned());
        (row[0].to_owned(), Figure { state: state.expect("a known state"), value, unit, raw, remark })
    });
    rows.collect()
}

/// One line for every field that the two do not agree on: `-` it is no longer there, `~` it is another, `+` it is new.
pub fn differences(expected: &BTreeMap<String, Figure>, found: &BTreeMap<String, Figure>) -> Vec<String> {
    let fields: BTreeSet<_> = expected.keys().chain(found.keys()).collect();
    let line = |field: &String| match (expected.get(field), found.get(field)) {
        (Some(old), Some(new)) if old == new => None,
        (Some(old), Some(new)) => Some(format!("~ {field}: {} → {}", shown(old), shown(new))),
        (Some(old), None) => Some(format!("- {field}: {}", shown(old))),
        (None, Some(new)) => Some(format!("+ {field}: {}", shown(new))),
        (None, None) => None,
    };
    fields.into_iter().filter_map(line).collect()
}

fn shown(figure: &Figure) -> String {
    let Figure { state, value, unit, raw, remark } = figure;
    let words = [*state, value, unit].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let raw = if raw == value { String::new() } else { format!(" from {raw:?}") };
    let remark = if remark.is_empty() { String::new() } else { format!(" [{remark}]") };
    format!("{words}{remark}{raw}")
}
