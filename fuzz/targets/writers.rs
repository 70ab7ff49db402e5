//! Any texts in a report, through every light output with every option: each is sound by the reader of another, and for
//! spreadsheets no cell is a formula.
#![no_main]

use arbitrary::Unstructured;
use baobiao::extract::{Report, extract};
use baobiao::input::{ReadOptions, Source, read};
use baobiao::schema::Schema;
use baobiao::sink::{HeaderRow, KINDS, Options, Out};
use baobiao_fuzz::package::{document_xml, package};
use baobiao_fuzz::write::Write;
use libfuzzer_sys::fuzz_target;

const LIGHT: [&str; 4] = ["csv", "csv-long", "json", "ndjson"];

fn written(kind: &str, schema: &Schema, report: &Report, options: Options) -> Vec<u8> {
    let kind = KINDS.iter().find(|known| known.name == kind).expect("a kind of output");
    let mut bytes = Vec::new();
    let mut sink = (kind.open)(schema, Out::stream(&mut bytes), options).expect("an output begins");
    sink.begin().expect("it begins");
    sink.report(report).expect("a report is written");
    sink.report(report).expect("and another");
    sink.finish().expect("it ends");
    drop(sink);
    bytes
}

fn sound_csv(bytes: &[u8], bom: bool) {
    let text = std::str::from_utf8(bytes).expect("text");
    assert_eq!(text.starts_with('\u{feff}'), bom);
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    for record in reader.records() {
        // A record of another length is an error.
        for field in &record.expect("a record") {
            let leads = field.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
            assert!(!bom || !leads || field.parse::<f64>().is_ok(), "{field:?}");
        }
    }
}

fuzz_target!(|data: &[u8]| {
    let mut choices = Unstructured::new(data);
    let mut write = Write::new(&mut choices);
    let header = [HeaderRow::Id, HeaderRow::Label, HeaderRow::Both][write.below(2) as usize];
    let options = Options { array: write.often(128), bom: write.often(128), header };
    let name = write.word();
    write.blocks(0);
    let bytes = package(document_xml(&write.xml).as_bytes(), &[]);
    let document = read(&Source::new(name, bytes), &ReadOptions::default()).expect("it is sound XML");
    let schema = Schema::builtin();
    let report = extract(&document, schema);
    for kind in LIGHT {
        let bytes = written(kind, schema, &report, options);
        match kind {
            "csv" | "csv-long" => sound_csv(&bytes, options.bom),
            "json" if options.array => assert!(serde_json::from_slice::<Vec<serde_json::Value>>(&bytes).is_ok()),
            "json" => {}
            _ => {
                let text = std::str::from_utf8(&bytes).expect("text");
                assert_eq!(text.lines().count(), 2);
                assert!(text.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()), "{text}");
            }
        }
    }
});
