//! How long each stage takes on realistic reports, beside what the format itself costs, and the ratios of the two.
//!
//! ```text
//! cargo bench --bench stages
//! ```
//!
//! A time is of [`COUNT`] reports with about half a megabyte of document XML each, on one core. Times differ from
//! machine to machine; the table of ratios at the end does so much less.

#[path = "../examples/make_samples/bulk.rs"]
mod bulk;
#[path = "../examples/make_samples/chance.rs"]
mod chance;
#[path = "../examples/make_samples/dress.rs"]
mod dress;
mod measured;
#[path = "../examples/make_samples/package.rs"]
mod package;
#[path = "../tests/support/mod.rs"]
mod support;
#[path = "../examples/make_samples/write.rs"]
mod write;

use std::hint::black_box;
use std::io::{Cursor, Read};
use std::path::Path;
use std::time::Duration;

use baobiao::extract::{Report, extract};
use baobiao::input::{ReadOptions, Source, read};
use baobiao::model::Document;
use baobiao::schema::Schema;
use baobiao::sink::{Kind, Options, Out};
use criterion::{Criterion, Throughput};
use measured::by_turns;
use support::outline::Outline;

/// The program's allocator, so that a stage takes here what it takes there.
#[cfg(feature = "cli")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many reports there are.
const COUNT: usize = 20;
const GROUP: &str = "reports";

fn main() {
    let reports = reports();
    let bytes: u64 = reports.iter().map(|source| xml_of(&source.bytes, &mut Vec::new()) as u64).sum();
    println!("{COUNT} reports with {} bytes of document XML each", bytes / COUNT as u64);
    let mut criterion = Criterion::default().configure_from_args();
    measure(&mut criterion, &reports, bytes);
    criterion.final_summary();
    show_ratios(&reports);
}

fn reports() -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/make_samples/reports");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let text = |path: &std::path::PathBuf| std::fs::read_to_string(path).unwrap();
    let models: Vec<Outline> = paths.iter().map(|path| toml::from_str(&text(path)).unwrap()).collect();
    (0..COUNT).map(|index| bulk::report(index, &models)).map(|(name, bytes)| Source::new(name, bytes)).collect()
}

fn measure(criterion: &mut Criterion, reports: &[Source], bytes: u64) {
    let options = ReadOptions::default();
    let schema = Schema::builtin();
    let documents: Vec<Document> = reports.iter().map(|source| read(source, &options).unwrap()).collect();
    let extracted: Vec<Report> = documents.iter().map(|document| extract(document, schema)).collect();
    let csv = Kind::find("csv").unwrap();

    let mut group = criterion.benchmark_group(GROUP);
    group.throughput(Throughput::Bytes(bytes)).sample_size(30);
    group.warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(4));
    group.bench_function("floor-inflate", |bencher| {
        let mut xml = Vec::new();
        bencher.iter(|| reports.iter().map(|source| xml_of(&source.bytes, &mut xml)).sum::<usize>());
    });
    group.bench_function("floor-inflate-and-events", |bencher| {
        let mut xml = Vec::new();
        bencher.iter(|| {
            for source in reports {
                xml_of(&source.bytes, &mut xml);
                black_box(events(&xml));
            }
        });
    });
    group.bench_function("read", |bencher| {
        bencher.iter(|| reports.iter().map(|source| read(source, &options).unwrap().notes.len()).sum::<usize>());
    });
    group.bench_function("extract", |bencher| {
        bencher.iter(|| documents.iter().map(|document| extract(document, schema).facts.len()).sum::<usize>());
    });
    group.bench_function("csv", |bencher| {
        bencher.iter(|| {
            let mut sink = (csv.open)(schema, Out::stream(std::io::sink()), Options::default()).unwrap();
            for report in &extracted {
                sink.report(report).unwrap();
            }
        });
    });
    group.bench_function("whole", |bencher| {
        bencher.iter(|| whole(reports));
    });
    group.finish();
}

/// From the files to the rows of CSV.
fn whole(reports: &[Source]) {
    let (options, schema) = (ReadOptions::default(), Schema::builtin());
    let csv = Kind::find("csv").unwrap();
    let mut sink = (csv.open)(schema, Out::stream(std::io::sink()), Options::default()).unwrap();
    for source in reports {
        sink.report(&extract(&read(source, &options).unwrap(), schema)).unwrap();
    }
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
fn show_ratios(reports: &[Source]) {
    let (options, schema) = (ReadOptions::default(), Schema::builtin());
    let documents: Vec<Document> = reports.iter().map(|source| read(source, &options).unwrap()).collect();
    let (mut one, mut other) = (Vec::new(), Vec::new());
    let mut inflate = || reports.iter().for_each(|source| _ = black_box(xml_of(&source.bytes, &mut one)));
    let mut all_events = || {
        for source in reports {
            xml_of(&source.bytes, &mut other);
            black_box(events(&other));
        }
    };
    let mut reading = || reports.iter().for_each(|source| drop(black_box(read(source, &options).unwrap())));
    let mut extracting = || documents.iter().for_each(|document| drop(black_box(extract(document, schema))));
    let mut all = || whole(reports);
    let times = by_turns(&mut [&mut inflate, &mut all_events, &mut reading, &mut extracting, &mut all]);
    let times: Vec<f64> = times.into_iter().map(|time| time / COUNT as f64).collect();
    println!("{:<26}{:>12}{:>14}{:>24}", "", "ms a report", "to inflate", "to inflate and events");
    for (stage, time) in ["floor-inflate", "floor-inflate-and-events", "read", "extract", "whole"].iter().zip(&times) {
        println!("{stage:<26}{time:>12.3}{:>14.2}{:>24.2}", time / times[0], time / times[1]);
    }
}
