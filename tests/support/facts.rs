//! Facts in the form of a values file, so that what was read and what was meant can be compared line by line.

use std::collections::BTreeMap;

use baobiao::extract::{Fact, Report, Value};
use baobiao::schema::Schema;

/// `state,value,unit,raw,remark` of a fact.
pub type Row = [String; 5];

/// The facts of a report by field id.
pub fn rows(report: &Report, schema: &Schema) -> BTreeMap<String, Row> {
    report.facts.iter().map(|fact| (schema.field(fact.field).id.clone(), row(fact))).collect()
}

/// One fact as a row of a values file.
pub fn row(fact: &Fact) -> Row {
    let value = match &fact.value {
        Value::Integer(value) => value.to_string(),
        Value::Decimal(value) => value.to_string(),
        Value::Text(value) => value.clone(),
        Value::Blank | Value::Nil | Value::Unreadable => String::new(),
    };
    [
        fact.value.state().to_owned(),
        value,
        fact.unit.as_ref().map_or(String::new(), |unit| unit.name.clone()),
        fact.raw.clone(),
        fact.remark.clone().unwrap_or_default(),
    ]
}

/// A values file by field id.
pub fn expected(values: &[u8]) -> BTreeMap<String, Row> {
    let mut reader = csv::Reader::from_reader(values);
    let record = |record: csv::StringRecord| {
        let cell = |index: usize| record.get(index).unwrap_or_default().to_owned();
        (cell(0), [cell(1), cell(2), cell(3), cell(4), cell(5)])
    };
    reader.records().map(|found| record(found.expect("a values file is CSV"))).collect()
}

/// What differs between two sets of facts, one line each.
pub fn differences(meant: &BTreeMap<String, Row>, read: &BTreeMap<String, Row>) -> Vec<String> {
    let mut lines = Vec::new();
    for (field, row) in meant {
        match read.get(field) {
            None => lines.push(format!("- {field}: {row:?}")),
            Some(other) if other != row => lines.push(format!("~ {field}: {row:?} was read as {other:?}")),
            Some(_) => {}
        }
    }
    lines.extend(
        read.iter().filter(|(field, _)| !meant.contains_key(*field)).map(|(field, row)| format!("+ {field}: {row:?}")),
    );
    lines
}
