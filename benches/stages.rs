//! How long each stage takes on realistic reports, beside what the format itself costs, and the ratios of the two.
//!
//! ```text
//! cargo bench --bench stages
//! ```
//!
//! A time is of [`COUNT`] reports with about half a megabyte of document XML each, on one core. Times differ from
//! machine to machine; the table of ratios at the end does so much less.

mod measured;

use std::hint::black_box;
use std::io::{Cursor, Read};
use std::time::Duration;

use baobiao::extract::{Report, extract};
use baobiao::input::{ReadOptions, Source, read};
use baobiao::model::Document;
use baobiao::schema::Schema;
use criterion::{Criterion, Throughput};
use measured::{Work, by_turns, chance, csv, dress, package, reports, support, whole, write};

/// How many reports there are.
const COUNT: usize = 20;
const GROUP: &str = "reports";

/// What is measured; the first two are the floors.
const STAGES: [&str; 6] = ["floor-inflate", "floor-inflate-and-events", "read", "extract", "csv", "whole"];

fn main() {
    let reports = reports(COUNT);
    let bytes: u64 = reports.iter().map(|source| xml_of(&source.bytes, &mut Vec::new()) as u64).sum();
    println!("{COUNT} reports with {} bytes of document XML each", bytes / COUNT as u64);
    let documents: Vec<Document> =
        reports.iter().map(|source| read(source, &ReadOptions::default()).unwrap()).collect();
    let extracted: Vec<Report> = documents.iter().map(|document| extract(document, Schema::builtin())).collect();
    let mut stages = stages(&reports, &documents, &extracted);
    let mut criterion = Criterion::default().configure_from_args();
    measure(&mut criterion, &mut stages, bytes);
    criterion.final_summary();
    show_ratios(&mut stages);
}

/// The work of each of the [`STAGES`].
fn stages<'a>(reports: &'a [Source], documents: &'a [Document], extracted: &'a [Report]) -> [Work<'a>; 6] {
    let (mut one, mut other) = (Vec::new(), Vec::new());
    [
        Box::new(move || reports.iter().for_each(|source| _ = black_box(xml_of(&source.bytes, &mut one)))),
        Box::new(move || {
            for source in reports {
                xml_of(&source.bytes, &mut other);
                black_box(events(&other));
            }
        }),
        Box::new(|| {
            let options = ReadOptions::default();
            reports.iter().for_each(|source| drop(black_box(read(source, &options).unwrap())));
        }),
        Box::new(|| documents.iter().for_each(|document| drop(black_box(extract(document, Schema::builtin()))))),
        Box::new(|| {
            let mut sink = csv();
            extracted.iter().for_each(|report| sink.report(report).unwrap());
        }),
        Box::new(|| whole(reports)),
    ]
}

fn measure(criterion: &mut Criterion, stages: &mut [Work<'_>], bytes: u64) {
    let mut group = criterion.benchmark_group(GROUP);
    group.throughput(Throughput::Bytes(bytes)).sample_size(30);
    group.warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(4));
    for (name, work) in STAGES.iter().zip(stages) {
        group.bench_function(*name, |bencher| bencher.iter(&mut *work));
    }
    group.finish();
}

/// Inflates the main part, and does nothing else.
fn xml_of(package: &[u8], xml: &mut Vec<u8>) -> usize {
    xml.clear();
    let mut archive = zip::ZipArchive::new(Cursor::new(package)).unwrap();
    archive.by_name("word/document.xml").unwrap().read_to_end(xml).unwrap()
}

/// Counts the events of an XML library, and does nothing else.
fn events(xml: &[u8]) -> usize {
    let mut reader = quick_xml::Reader::from_reader(xml);
    let mut count = 0;
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => return count,
            event => {
                black_box(event);
                count += 1;
            }
        }
    }
}

/// Every stage against the two floors.
fn show_ratios(stages: &mut [Work<'_>]) {
    let times: Vec<f64> = by_turns(stages).into_iter().map(|time| time / COUNT as f64).collect();
    println!("{:<26}{:>12}{:>14}{:>24}", "", "ms a report", "to inflate", "to inflate and events");
    for (stage, time) in STAGES.iter().zip(&times) {
        println!("{stage:<26}{time:>12.3}{:>14.2}{:>24.2}", time / times[0], time / times[1]);
    }
}
