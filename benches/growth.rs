//! Whether cost is linear: how many times longer the whole line takes, from the file to its row of CSV, where a document
//! has twice as many rows, cells, runs, tables, bookmarks, styles or lists, or where there are twice as many files.
//!
//! ```text
//! cargo bench --bench growth
//! ```

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
use std::path::Path;

use baobiao::extract::extract;
use baobiao::input::{ReadOptions, Source, read};
use baobiao::schema::Schema;
use baobiao::sink::{Kind, Options, Out};
use measured::by_turns;
use support::outline::Outline;
use support::package::{document_xml, package as packed, root, run};

/// The program's allocator, so that a step takes here what it takes there.
#[cfg(feature = "cli")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How often a number is doubled.
const DOUBLINGS: u32 = 3;

/// What there is more and more of: its name, how many there are first, and the inputs that have so many.
type Growing = (&'static str, usize, fn(usize) -> Vec<Source>);

const GROWING: &[Growing] = &[
    ("rows", 1_000, |count| one(&table(count, 4), &[])),
    ("cells", 100, |count| one(&table(20, count), &[])),
    ("runs", 5_000, |count| one(&paragraph(&run("文字").repeat(count)), &[])),
    ("tables", 500, |count| one(&(table(2, 2) + &paragraph("")).repeat(count), &[])),
    ("bookmarks", 2_000, |count| one(&each(count, bookmark), &[])),
    ("styles", 1_000, |count| one(&each(count, styled), &[("styles", &root("styles", &each(count, style)))])),
    ("numbering", 500, |count| one(&each(count, listed), &[("numbering", &root("numbering", &lists(count)))])),
    ("files", 10, reports),
];

fn main() {
    println!("{:<12}{:>10}{:>12}{:>10}", "", "number", "ms", "ratio");
    for (name, first, make) in GROWING {
        let counts: Vec<usize> = (0..=DOUBLINGS).map(|doubling| first << doubling).collect();
        let inputs: Vec<Vec<Source>> = counts.iter().map(|count| make(*count)).collect();
        let mut work: Vec<_> = inputs.iter().map(|inputs| || _ = black_box(whole(inputs))).collect();
        let mut work: Vec<&mut dyn FnMut()> = work.iter_mut().map(|work| work as &mut dyn FnMut()).collect();
        let mut before = None;
        for (count, time) in counts.iter().zip(by_turns(&mut work)) {
            let ratio = before.map_or(String::new(), |before: f64| format!("{:.2}", time / before));
            println!("{name:<12}{count:>10}{time:>12.3}{ratio:>10}");
            before = Some(time);
        }
    }
}

/// The whole line, and a count of what came of it.
fn whole(inputs: &[Source]) -> usize {
    let (schema, options) = (Schema::builtin(), ReadOptions::default());
    let csv = Kind::find("csv").unwrap();
    let mut sink = (csv.open)(schema, Out::stream(std::io::sink()), Options::default()).unwrap();
    let line = |source: &Source| {
        let report = extract(&read(source, &options).unwrap(), schema);
        sink.report(&report).unwrap();
        report.notes.len()
    };
    inputs.iter().map(line).sum()
}

/// A document of this body, with parts beside it by the kind of their relationship.
fn one(body: &str, beside: &[(&str, &str)]) -> Vec<Source> {
    let bytes = packed(document_xml(body).as_bytes(), beside);
    vec![Source::new("growing.docx".to_owned(), bytes)]
}

fn reports(count: usize) -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/make_samples/reports");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let text = |path: &std::path::PathBuf| std::fs::read_to_string(path).unwrap();
    let models: Vec<Outline> = paths.iter().map(|path| toml::from_str(&text(path)).unwrap()).collect();
    (0..count).map(|index| bulk::report(index, &models)).map(|(name, bytes)| Source::new(name, bytes)).collect()
}

fn each(count: usize, make: fn(usize) -> String) -> String {
    (0..count).map(make).collect()
}

fn paragraph(inner: &str) -> String {
    format!("<w:p>{inner}</w:p>")
}

/// A table with figures in its cells, the upper left one merged over two rows.
fn table(rows: usize, columns: usize) -> String {
    let cell = |row: usize, column: usize| {
        let merge = match (row, column) {
            (0, 0) => "<w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr>",
            (1, 0) => "<w:tcPr><w:vMerge/></w:tcPr>",
            _ => "",
        };
        let text =
            if merge.is_empty() || row == 0 { run(&(row * columns + column).to_string()) } else { String::new() };
        format!("<w:tc>{merge}{}</w:tc>", paragraph(&text))
    };
    let row = |row: usize| format!("<w:tr>{}</w:tr>", (0..columns).map(|column| cell(row, column)).collect::<String>());
    format!("<w:tbl>{}</w:tbl>", (0..rows).map(row).collect::<String>())
}

fn bookmark(index: usize) -> String {
    paragraph(&format!(
        "<w:bookmarkStart w:id=\"{index}\" w:name=\"mark{index}\"/>{}<w:bookmarkEnd w:id=\"{index}\"/>",
        run("文字")
    ))
}

/// A style upon the one before it, ten deep at most.
fn style(index: usize) -> String {
    let upon = if index.is_multiple_of(10) { String::new() } else { format!("<w:basedOn w:val=\"s{}\"/>", index - 1) };
    format!(
        "<w:style w:type=\"paragraph\" w:styleId=\"s{index}\"><w:name w:val=\"style {index}\"/>{upon}\
         <w:pPr><w:outlineLvl w:val=\"{}\"/></w:pPr></w:style>",
        index % 9
    )
}

fn styled(index: usize) -> String {
    paragraph(&format!("<w:pPr><w:pStyle w:val=\"s{index}\"/></w:pPr>{}", run("文字")))
}

/// So many lists, each with a definition of its own.
fn lists(count: usize) -> String {
    let definition = |index: usize| {
        format!(
            "<w:abstractNum w:abstractNumId=\"{index}\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>\
             <w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl></w:abstractNum>"
        )
    };
    let list = |index: usize| format!("<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"{index}\"/></w:num>", index + 1);
    (0..count).map(definition).chain((0..count).map(list)).collect()
}

fn listed(index: usize) -> String {
    let list = index + 1;
    paragraph(&format!(
        "<w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>{}",
        run("文字")
    ))
}
