//! Outputs, tested with reports written by hand.

#[path = "../support/mod.rs"]
mod support;

mod describe;
mod draw;
mod harmonized;
mod pages;
mod read_back;
mod readers;
mod sample;
mod typed;
#[cfg(feature = "xlsx")]
mod workbook;
#[cfg(feature = "xlsx")]
mod xlsx;

use std::io::{self, Write};

use baobiao::extract::Report;
use baobiao::schema::Schema;
use baobiao::sink::frame::{Column, Wide};
use baobiao::sink::{HeaderRow, KINDS, Kind, Options, Out, Shape, encode, wire};
use proptest::prelude::*;
use serde_json::Value;

fn written(kind: &str, schema: &Schema, reports: &[&Report], options: Options) -> String {
    let mut bytes = Vec::new();
    let mut sink = (Kind::find(kind).unwrap().open)(schema, Out::stream(&mut bytes), options).unwrap();
    sink.begin().unwrap();
    for report in reports {
        sink.report(report).unwrap();
    }
    sink.finish().unwrap();
    drop(sink);
    String::from_utf8(bytes).unwrap()
}

fn two(kind: &str, options: Options) -> String {
    let schema = sample::schema();
    written(kind, &schema, &[&sample::report(&schema), &sample::empty(&schema)], options)
}

/// Header and cell of one column, of the first report.
fn column(csv: &str, name: &str) -> String {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let position = reader.headers().unwrap().iter().position(|header| header == name).unwrap();
    reader.records().next().unwrap().unwrap()[position].to_owned()
}

#[test]
fn wide_csv_is_one_line_a_report() {
    insta::assert_snapshot!(two("csv", Options::default()));
}

#[test]
fn wide_csv_tells_blank_nil_unreadable_and_units_apart() {
    let csv = two("csv", Options::default());
    for (name, cell) in [
        ("goods.central.items", "3"),
        ("goods.central.change", "-1"),
        ("goods.central.money", "0.370"),
        ("goods.central.money.unit", "万元"),
        ("goods.central.remark", "=1+1, \"甲\"\n乙"),
        ("goods.other.change", "#nil"),
        ("goods.other.money", "#unreadable"),
        ("goods.other.money.unit", ""),
        ("goods.other.remark", "#blank"),
        ("facts", "8"),
        ("blank", "1"),
        ("nil", "1"),
        ("unreadable", "1"),
        ("missing", "1"),
        ("broken", "1"),
        ("errors", "2"),
        ("warnings", "1"),
        ("signed_on", "2021-01"),
    ] {
        assert_eq!(column(&csv, name), cell, "{name}");
    }
}

#[test]
fn wide_csv_can_be_headed_by_labels_or_both() {
    let headed = |header| two("csv", Options { header, ..Options::default() });
    let first = |text: &str| text.lines().next().unwrap().to_owned();
    let (ids, labels, both) = (headed(HeaderRow::Id), headed(HeaderRow::Label), headed(HeaderRow::Both));
    insta::assert_snapshot!(first(&labels));
    assert_eq!(both.lines().take(2).collect::<Vec<_>>(), [first(&ids), first(&labels)]);
}

#[test]
fn every_wide_column_of_the_built_in_schema_has_its_own_id_and_label() {
    let wide = Wide::new(Schema::builtin());
    let id: fn(&Column) -> String = |column| column.id.clone();
    let label: fn(&Column) -> String = |column| column.label.clone();
    for name in [id, label] {
        let mut names: Vec<String> = wide.columns().iter().map(name).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}

#[test]
fn a_wide_row_is_as_long_as_its_header() {
    let schema = Schema::builtin();
    let wide = Wide::new(schema);
    assert_eq!(wide.row(&sample::empty(schema)).len(), wide.columns().len());
}

#[test]
fn long_csv_is_one_line_a_fact() {
    insta::assert_snapshot!(two("csv-long", Options::default()));
}

#[test]
fn csv_for_spreadsheets_has_a_mark_and_guards_formulas_but_not_numbers() {
    let plain = two("csv", Options::default());
    let marked = two("csv", Options { bom: true, ..Options::default() });
    assert!(!plain.contains('\r') && !plain.starts_with('\u{feff}'));
    let text = marked.strip_prefix('\u{feff}').unwrap();
    assert!(text.contains("\r\n"));
    assert_eq!(column(text, "goods.central.remark"), "'=1+1, \"甲\"\n乙");
    assert_eq!(column(text, "goods.central.change"), "-1");
    assert_eq!(two("csv-long", Options { bom: true, ..Options::default() }).matches('\u{feff}').count(), 1);
}

#[test]
fn a_carriage_return_in_a_cell_is_quoted() {
    let schema = sample::schema();
    let mut report = sample::report(&schema);
    report.facts[3].value = baobiao::extract::Value::Text("a\rb".to_owned());
    let csv = written("csv", &schema, &[&report], Options::default());
    assert!(csv.contains("\"a\rb\""));
    assert_eq!(column(&csv, "goods.central.remark"), "a\rb");
}

#[test]
fn json_of_one_report_is_an_object() {
    let schema = sample::schema();
    insta::assert_snapshot!(written("json", &schema, &[&sample::report(&schema)], Options::default()));
}

#[test]
fn json_of_many_reports_is_an_array_and_ndjson_has_the_same_objects() {
    let array: Value = serde_json::from_str(&two("json", Options { array: true, ..Options::default() })).unwrap();
    let lines = two("ndjson", Options::default());
    let objects: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(array, Value::Array(objects));
    assert_eq!(array.as_array().unwrap().len(), 2);
    let schema = sample::schema();
    assert_eq!(written("json", &schema, &[], Options { array: true, ..Options::default() }), "[\n]\n");
}

#[test]
fn json_numbers_keep_their_digits() {
    let schema = sample::schema();
    let json = serde_json::to_string(&encode(&sample::report(&schema), &schema)).unwrap();
    assert!(json.contains(r#""value":0.370,"#), "{json}");
}

#[test]
fn json_is_what_its_schema_promises() {
    let promise: Value = serde_json::from_str(wire::JSON_SCHEMA).unwrap();
    let validator = jsonschema::draft202012::new(&promise).unwrap();
    let schema = sample::schema();
    for report in [sample::report(&schema), sample::empty(&schema)] {
        let json = serde_json::to_value(encode(&report, &schema)).unwrap();
        let errors: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
    let mut more = serde_json::to_value(encode(&sample::report(&schema), &schema)).unwrap();
    more["facts"][0]["surprise"] = Value::Null;
    assert!(!validator.is_valid(&more));
}

#[test]
fn every_key_of_the_json_is_documented_required_and_nothing_else_is_allowed() {
    let promise: Value = serde_json::from_str(wire::JSON_SCHEMA).unwrap();
    let definitions = promise["$defs"].as_object().unwrap().values();
    for object in definitions.chain([&promise]) {
        let properties = object["properties"].as_object().unwrap();
        assert_eq!(object["additionalProperties"], Value::Bool(false));
        let required: Vec<&str> = object["required"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert_eq!(required.len(), properties.len());
        for (key, property) in properties {
            assert!(property["description"].as_str().is_some_and(|text| text.len() > 5), "{key}");
            assert!(required.contains(&key.as_str()), "{key}");
        }
    }
}

#[test]
fn a_writer_that_fails_is_an_error_of_every_kind() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::from(io::ErrorKind::StorageFull))
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let schema = sample::schema();
    let report = sample::report(&schema);
    for kind in KINDS.iter().filter(|kind| kind.shape != Shape::File) {
        for count in [1, 1000] {
            let all = || {
                let mut sink = (kind.open)(&schema, Out::stream(Full), Options::default())?;
                sink.begin()?;
                (0..count).try_for_each(|_| sink.report(&report))?;
                sink.finish()
            };
            assert_eq!(all().map_err(|error| error.kind()), Err(io::ErrorKind::StorageFull), "{} {count}", kind.name);
        }
    }
}

proptest! {
    #[test]
    fn any_text_comes_back_from_csv_and_json_as_it_was(raw in any::<String>()) {
        let schema = sample::schema();
        let mut report = sample::report(&schema);
        report.facts[3].raw = raw.as_str().into();
        report.facts[3].value = baobiao::extract::Value::Text(raw.clone());
        let csv = written("csv", &schema, &[&report], Options::default());
        prop_assert_eq!(column(&csv, "goods.central.remark"), raw.as_str());
        let long = written("csv-long", &schema, &[&report], Options::default());
        prop_assert_eq!(csv::Reader::from_reader(long.as_bytes()).records().count(), report.facts.len());
        for kind in ["json", "ndjson"] {
            let json: Value = serde_json::from_str(&written(kind, &schema, &[&report], Options::default())).unwrap();
            prop_assert_eq!(json["facts"][3]["value"].as_str(), Some(raw.as_str()));
        }
    }
}
