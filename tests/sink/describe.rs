//! The files that describe the CSV files must be true of them.

use std::collections::HashSet;

use baobiao::extract::Report;
use baobiao::schema::Schema;
use baobiao::sink::describe::companions;
use baobiao::sink::frame::Absence;
use baobiao::sink::{HeaderRow, Kind, Options};
use serde_json::Value;

use crate::{pages, sample, written};

fn described(kinds: &[&str], schema: &Schema, options: Options) -> Vec<(String, Value)> {
    let kinds: Vec<&Kind> = kinds.iter().map(|name| Kind::find(name).unwrap()).collect();
    let companions = companions(schema, &kinds, options);
    companions.into_iter().map(|file| (file.file_name, serde_json::from_str(&file.text).unwrap())).collect()
}

fn package(schema: &Schema, options: Options) -> Value {
    described(&["csv", "csv-long"], schema, options).remove(0).1
}

/// The lines of a CSV, without its byte order mark.
fn lines(kind: &str, schema: &Schema, reports: &[&Report], options: Options) -> Vec<Vec<String>> {
    let csv = written(kind, schema, reports, options);
    let text = csv.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

const HEADERS: [HeaderRow; 3] = [HeaderRow::Id, HeaderRow::Label, HeaderRow::Both];

#[test]
fn every_column_is_described_under_its_own_header() {
    let schema = sample::schema();
    for (schema, header) in HEADERS.iter().flat_map(|header| [(&schema, header), (Schema::builtin(), header)]) {
        let options = Options { header: *header, ..Options::default() };
        let files = described(&["csv", "csv-long"], schema, options);
        for (index, kind) in ["csv", "csv-long"].iter().enumerate() {
            let lines = lines(kind, schema, &[], options);
            let fields = files[0].1["resources"][index]["schema"]["fields"].as_array().unwrap();
            let names: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
            assert_eq!(names, lines[0]);
            let columns = files[index + 1].1["tableSchema"]["columns"].as_array().unwrap();
            for (position, column) in columns.iter().enumerate() {
                let printed: Vec<String> = lines.iter().map(|line| line[position].clone()).collect();
                assert_eq!(texts(&column["titles"]), printed);
            }
            assert_eq!(columns.len(), lines[0].len());
        }
    }
}

#[test]
fn every_reason_for_a_missing_value_is_told_apart() {
    let files = described(&["csv", "csv-long"], Schema::builtin(), Options::default());
    let missing = files[0].1["resources"][0]["schema"]["missingValues"].as_array().unwrap();
    assert_eq!(missing.len(), Absence::CODES.len());
    for (value, (code, meaning)) in missing.iter().zip(Absence::CODES) {
        assert_eq!((value["value"].as_str(), value["label"].as_str()), (Some(code), Some(meaning)));
    }
    let codes: Vec<&str> = Absence::CODES.iter().map(|(code, _)| *code).collect();
    for column in files[1].1["tableSchema"]["columns"].as_array().unwrap() {
        assert_eq!(texts(&column["null"]), codes);
    }
}

#[test]
fn a_figure_says_its_kind_its_unit_and_who_prescribes_it() {
    let package = package(Schema::builtin(), Options::default());
    let fields = package["resources"][0]["schema"]["fields"].as_array().unwrap();
    let field = fields.iter().find(|field| field["name"] == "applications.new_received.total").unwrap();
    assert_eq!(
        (&field["type"], &field["valueKind"], &field["unit"]),
        (&"number".into(), &"count".into(), &"件".into())
    );
    assert_eq!(texts(&field["vintages"]), ["2019", "2021"]);
    assert!(texts(&field["prescribedBy"])[0].contains('〔'));
}

#[test]
fn files_are_described_only_where_there_is_a_csv_and_keys_only_where_both_are() {
    let schema = Schema::builtin();
    let names = |kinds: &[&str]| -> Vec<String> {
        described(kinds, schema, Options::default()).into_iter().map(|(name, _)| name).collect()
    };
    assert!(names(&["json", "ndjson"]).is_empty());
    assert_eq!(names(&["ndjson", "csv-long", "json"]), ["datapackage.json", "facts.csv-metadata.json"]);
    let alone = described(&["csv-long", "ndjson", "json"], schema, Options::default()).remove(0).1;
    assert!(alone["resources"][0]["schema"].get("foreignKeys").is_none());
    let paths: Vec<&str> = alone["resources"].as_array().unwrap().iter().map(|r| r["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["facts.csv", "reports.ndjson"]);
}

#[test]
fn what_is_said_of_a_column_is_true_of_every_cell() {
    let schema = sample::schema();
    let mut odd = sample::report(&schema);
    odd.source = "odd.docx".to_owned();
    odd.facts[0].value = baobiao::extract::Value::Decimal("-2.5".parse().unwrap());
    let by_hand = [sample::report(&schema), sample::empty(&schema), odd];
    let pages = pages::reports();
    for (schema, reports) in
        [(&schema, by_hand.iter().collect::<Vec<_>>()), (Schema::builtin(), pages.iter().collect())]
    {
        for header in HEADERS {
            let options = Options { header, bom: true, ..Options::default() };
            let package = package(schema, options);
            let [wide, long] = ["csv", "csv-long"].map(|kind| lines(kind, schema, &reports, options));
            let files = check_table(&package["resources"][0], &wide);
            let of = check_table(&package["resources"][1], &long);
            assert!(of.iter().all(|key| files.contains(&vec![key[0].clone()])), "a fact of no report");
        }
    }
}

/// Checks a CSV against its description and returns its keys.
fn check_table(resource: &Value, lines: &[Vec<String>]) -> HashSet<Vec<String>> {
    let comments = resource["dialect"]["commentRows"].as_array().map_or(0, Vec::len);
    let schema = &resource["schema"];
    let fields = schema["fields"].as_array().unwrap();
    let missing: Vec<&str> =
        schema["missingValues"].as_array().unwrap().iter().map(|value| value["value"].as_str().unwrap()).collect();
    let rows = &lines[1 + comments..];
    for (position, field) in fields.iter().enumerate() {
        let cells = || rows.iter().map(|row| row[position].as_str());
        let filled: Vec<&str> = cells().filter(|cell| !missing.contains(cell)).collect();
        let rule = &field["constraints"];
        let name = &field["name"];
        assert!(rule["required"] != true || filled.len() == rows.len(), "{name} is not always there");
        assert!(rule["unique"] != true || filled.iter().collect::<HashSet<_>>().len() == filled.len(), "{name}");
        for cell in filled {
            check_cell(field, cell);
        }
    }
    let key: Vec<usize> = texts(&schema["primaryKey"])
        .iter()
        .map(|name| fields.iter().position(|field| field["name"] == name.as_str()).unwrap())
        .collect();
    let keys: HashSet<Vec<String>> =
        rows.iter().map(|row| key.iter().map(|position| row[*position].clone()).collect()).collect();
    assert_eq!(keys.len(), rows.len(), "{}", schema["primaryKey"]);
    keys
}

fn check_cell(field: &Value, cell: &str) {
    let (name, rule) = (&field["name"], &field["constraints"]);
    match field["type"].as_str().unwrap() {
        "integer" => assert!(cell.parse::<i64>().is_ok(), "{name}: {cell}"),
        "number" => assert!(cell.parse::<rust_decimal::Decimal>().is_ok(), "{name}: {cell}"),
        other => assert_eq!(other, "string"),
    }
    if let Some(minimum) = rule["minimum"].as_i64() {
        assert!(cell.parse::<i64>().unwrap() >= minimum, "{name}: {cell}");
    }
    if !rule["enum"].is_null() {
        assert!(texts(&rule["enum"]).iter().any(|word| word == cell), "{name}: {cell}");
    }
    if !rule["pattern"].is_null() {
        let shape: String = cell.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        assert!(["0000", "0000-00", "0000-00-00"].contains(&shape.as_str()), "{name}: {cell}");
    }
}
