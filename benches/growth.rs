//! Whether cost is linear: how many times longer the whole line takes, from the file to its row of CSV, where a document
//! has twice as many rows, cells, runs, tables, bookmarks, styles or lists, or where there are twice as many files.
//!
//! ```text
//! cargo bench --bench growth
//! ```

mod measured;

use baobiao::input::Source;
use measured::{Work, by_turns, chance, dress, package, reports, support, whole, write};
use support::package::{cell, document_xml, package as packed, root, row, run, table};

/// How often a number is doubled.
const DOUBLINGS: u32 = 3;

/// What there is more and more of: its name, how many there are first, and the inputs that have so many.
type Growing = (&'static str, usize, fn(usize) -> Vec<Source>);

const GROWING: &[Growing] = &[
    ("rows", 1_000, |count| one(&figures(count, 4), &[])),
    ("cells", 100, |count| one(&figures(20, count), &[])),
    ("runs", 5_000, |count| one(&paragraph(&run("文字").repeat(count)), &[])),
    ("tables", 500, |count| one(&(figures(2, 2) + &paragraph("")).repeat(count), &[])),
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
        let mut work: Vec<Work<'_>> = inputs.iter().map(|inputs| Box::new(|| whole(inputs)) as Work<'_>).collect();
        let mut before = None;
        for (count, time) in counts.iter().zip(by_turns(&mut work)) {
            let ratio = before.map_or(String::new(), |before: f64| format!("{:.2}", time / before));
            println!("{name:<12}{count:>10}{time:>12.3}{ratio:>10}");
            before = Some(time);
        }
    }
}

/// A document of this body, with parts beside it by the kind of their relationship.
fn one(body: &str, beside: &[(&str, &str)]) -> Vec<Source> {
    let bytes = packed(document_xml(body).as_bytes(), beside);
    vec![Source::new("growing.docx".to_owned(), bytes)]
}

fn each(count: usize, make: fn(usize) -> String) -> String {
    (0..count).map(make).collect()
}

/// A paragraph of this markup.
fn paragraph(inner: &str) -> String {
    format!("<w:p>{inner}</w:p>")
}

/// A table with figures in its cells, the upper left one merged over two rows.
fn figures(rows: usize, columns: usize) -> String {
    let figure = |at: usize| match at {
        0 => cell("<w:vMerge w:val=\"restart\"/>", "0"),
        at if at == columns => cell("<w:vMerge/>", ""),
        at => cell("", &at.to_string()),
    };
    let figures: Vec<String> = (0..rows * columns).map(figure).collect();
    table(&figures.chunks(columns).map(row).collect::<Vec<_>>())
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
