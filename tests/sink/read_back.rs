//! Every output read back with a reader that is not ours, and compared with the reports: each value, state, unit, raw
//! text, remark and place.

use std::collections::BTreeMap;
use std::path::PathBuf;

use baobiao::extract::{Fact, Report, Value, extract};
use baobiao::input::{ReadOptions, Source, read};
use baobiao::schema::Schema;
use baobiao::sink::{KINDS, Kind, Options, Out, Shape};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::{pages, readers, sample};

/// A fact as every long output must have it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub report: String,
    pub field: String,
    pub value: Option<Content>,
    pub state: String,
    pub unit: Option<String>,
    pub raw: String,
    pub remark: Option<String>,
    pub part: Option<String>,
    /// Table, row and column, from 1.
    pub position: Option<[u32; 3]>,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    Number(Decimal),
    Text(String),
}

/// A report as every wide output must have it: each field with its state and value.
pub type Line = BTreeMap<String, (String, Option<Content>)>;

/// An output on the disk; the folder goes away with it.
pub struct Written {
    _folder: tempfile::TempDir,
    pub path: PathBuf,
}

pub fn write(kind: &str, schema: &Schema, reports: &[Report]) -> Written {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    let options = Options { array: true, ..Options::default() };
    let mut sink = (Kind::find(kind).unwrap().open)(schema, Out::File(path.clone()), options).unwrap();
    sink.begin().unwrap();
    for report in reports {
        sink.report(report).unwrap();
    }
    sink.finish().unwrap();
    drop(sink);
    Written { _folder: folder, path }
}

fn rows(schema: &Schema, reports: &[Report]) -> Vec<Row> {
    let row = |report: &Report, fact: &Fact| Row {
        report: report.source.clone(),
        field: schema.field(fact.field).id.clone(),
        value: content(&fact.value),
        state: fact.value.state().to_owned(),
        unit: fact.unit.as_ref().map(|unit| unit.name.to_string()),
        raw: fact.raw.to_string(),
        remark: fact.remark.clone(),
        part: report.parts.get(usize::from(fact.place.part.0)).cloned(),
        position: fact.place.table.map(|table| [table.0 + 1, fact.place.row + 1, fact.place.column + 1]),
    };
    reports.iter().flat_map(|report| report.facts.iter().map(move |fact| row(report, fact))).collect()
}

fn lines(schema: &Schema, reports: &[Report]) -> Vec<Line> {
    let line = |report: &Report| {
        let entry = schema.each_field().map(|(id, field)| {
            let wanted = report.vintage.is_some_and(|vintage| field.vintages.contains(vintage)) && !field.optional;
            let entry = match report.fact(id) {
                Some(fact) => (fact.value.state(), content(&fact.value)),
                None if wanted => ("missing", None),
                None => ("not-on-form", None),
            };
            (field.id.clone(), (entry.0.to_owned(), entry.1))
        });
        entry.collect()
    };
    reports.iter().map(line).collect()
}

fn content(value: &Value) -> Option<Content> {
    match value {
        Value::Integer(whole) => Some(Content::Number(Decimal::from(*whole))),
        Value::Decimal(number) => Some(Content::Number(*number)),
        Value::Text(text) => Some(Content::Text(text.clone())),
        Value::Blank | Value::Nil | Value::Unreadable => None,
    }
}

/// Whether every output has what the reports have.
fn compare(schema: &Schema, reports: &[Report]) {
    let (rows, lines) = (rows(schema, reports), lines(schema, reports));
    let mut seen = 0;
    for (kind, reader) in readers::LONG {
        let found = reader(&write(kind, schema, reports).path, schema);
        assert_eq!(found.len(), rows.len(), "{kind}");
        for (found, row) in found.iter().zip(&rows) {
            assert_eq!(found, row, "{kind}");
        }
        seen += 1;
    }
    for (kind, reader) in readers::WIDE {
        let found = reader(&write(kind, schema, reports).path, schema);
        assert_eq!(found.len(), lines.len(), "{kind}");
        for (found, line) in found.iter().zip(&lines) {
            for (field, expected) in line {
                compare_cell(kind, field, &found[field], expected);
            }
        }
        seen += 1;
    }
    assert!(seen >= 4);
}

/// A typed column of the wide table may say that it cannot hold a number, and only that.
fn compare_cell(kind: &str, field: &str, found: &(String, Option<Content>), expected: &(String, Option<Content>)) {
    if found.0 == "misfit" {
        let Some(Content::Number(number)) = &expected.1 else { panic!("{kind}: {field}: {expected:?} fits") };
        let number = number.normalize();
        let fits_a_whole_column = number.scale() == 0 && i64::try_from(number.mantissa()).is_ok();
        assert!(!fits_a_whole_column && found.1.is_none(), "{kind}: {field}: {number} fits");
    } else {
        assert_eq!(found, expected, "{kind}: {field}");
    }
}

/// The reports of the sample files.
pub fn samples() -> Vec<Report> {
    let options = ReadOptions::default();
    let mut files: Vec<PathBuf> = std::fs::read_dir("samples").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "docx"));
    files.sort();
    assert!(files.len() >= 10);
    let report = |path: &PathBuf| {
        let source = Source::open(path, &options.limits).unwrap();
        extract(&read(&source, &options).unwrap(), Schema::builtin())
    };
    files.iter().map(report).collect()
}

#[test]
fn every_kind_that_is_a_table_has_a_reader_here() {
    let known: Vec<&str> =
        readers::LONG.iter().map(|(kind, _)| *kind).chain(readers::WIDE.iter().map(|(kind, _)| *kind)).collect();
    for kind in KINDS.iter().filter(|kind| kind.name != "xlsx") {
        assert!(known.contains(&kind.name), "{} is written, and nobody reads it back", kind.name);
    }
}

#[test]
fn every_output_has_what_reports_made_by_hand_have() {
    let schema = sample::schema();
    compare(&schema, &[sample::report(&schema), sample::empty(&schema)]);
    compare(&schema, &[]);
}

#[test]
fn every_output_has_what_whole_reports_have() {
    compare(Schema::builtin(), &samples());
    compare(Schema::builtin(), &pages::reports());
}

#[test]
fn many_reports_are_written_in_pieces_and_nothing_is_lost_between_them() {
    let schema = sample::schema();
    let reports: Vec<Report> =
        (0..2100).map(|number| Report { source: format!("{number}.docx"), ..sample::report(&schema) }).collect();
    compare(&schema, &reports);
}

#[test]
fn the_same_reports_are_the_same_bytes() {
    let reports = samples();
    for kind in KINDS {
        let bytes = || std::fs::read(write(kind.name, Schema::builtin(), &reports).path).unwrap();
        assert!(bytes() == bytes(), "{}", kind.name);
    }
}

#[test]
fn a_figure_that_a_column_cannot_hold_is_never_changed() {
    let schema = sample::schema();
    for (field, digits) in [
        ("goods.central.items", "2.5"),
        ("goods.central.items", "99999999999999999999"),
        ("goods.central.money", "0.30000000000000004"),
        ("goods.central.money", "79228162514264337593543950335"),
    ] {
        let mut report = sample::report(&schema);
        let id = schema.find(field).unwrap();
        let fact = report.facts.iter_mut().find(|fact| fact.field == id).unwrap();
        fact.value = Value::Decimal(digits.parse().unwrap());
        compare(&schema, &[report]);
    }
}

#[test]
fn an_output_that_needs_a_file_says_so() {
    let schema = sample::schema();
    for kind in KINDS.iter().filter(|kind| kind.shape == Shape::File) {
        let error = (kind.open)(&schema, Out::stream(Vec::new()), Options::default()).err().unwrap();
        assert!(error.to_string().contains("file of its own"), "{}: {error}", kind.name);
    }
}

#[test]
fn nothing_that_exists_is_written_over() {
    let schema = sample::schema();
    for kind in KINDS {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("precious");
        std::fs::write(&path, "precious").unwrap();
        let error = (kind.open)(&schema, Out::File(path.clone()), Options::default()).err();
        assert!(error.is_some(), "{}", kind.name);
        assert_eq!(std::fs::read(&path).unwrap(), b"precious", "{}", kind.name);
    }
}

fn number() -> impl Strategy<Value = Decimal> {
    let widest = 79_228_162_514_264_337_593_543_950_335_i128;
    let any = (-widest..=widest, 0_u32..=28).prop_map(|(digits, scale)| Decimal::from_i128_with_scale(digits, scale));
    let money = (-10_000_000_000_i128..10_000_000_000, 0_u32..=12)
        .prop_map(|(digits, scale)| Decimal::from_i128_with_scale(digits, scale));
    prop_oneof![any, money]
}

/// A value for a field of text, or of numbers.
fn value(words: bool) -> impl Strategy<Value = Value> {
    let filled = if words {
        any::<String>().prop_map(Value::Text).boxed()
    } else {
        prop_oneof![any::<i64>().prop_map(Value::Integer), number().prop_map(Value::Decimal)].boxed()
    };
    prop_oneof![6 => filled, 1 => Just(Value::Blank), 1 => Just(Value::Nil), 1 => Just(Value::Unreadable)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn every_output_has_any_text_and_any_number(
        numbers in prop::collection::vec(value(false), 6),
        words in prop::collection::vec(value(true), 2),
        texts in prop::collection::vec((any::<String>(), prop::option::of("\\PC{1,9}"), prop::option::of(".{1,4}")), 8),
    ) {
        let schema = sample::schema();
        let mut report = sample::report(&schema);
        let (mut numbers, mut words) = (numbers.into_iter(), words.into_iter());
        for (fact, (raw, remark, unit)) in report.facts.iter_mut().zip(texts) {
            let of_words = schema.field(fact.field).id.ends_with(".remark");
            fact.value = if of_words { words.next() } else { numbers.next() }.unwrap();
            fact.raw = raw.into();
            fact.remark = remark;
            if let (Some(known), Some(unit)) = (&mut fact.unit, unit) {
                known.name = unit.into();
            }
        }
        // In the wide CSV words that look like the mark of a missing value cannot be told from it.
        prop_assume!(report.facts.iter().all(|fact| match &fact.value {
            Value::Text(text) => !text.is_empty() && !text.starts_with('#'),
            _ => true,
        }));
        compare(&schema, &[report]);
    }
}
