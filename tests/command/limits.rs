//! Every published limit, on the command line: a file just below it and one at it are read, one just over it ends as
//! `docs/LIMITS.md` says.

use std::fs;
use std::path::Path;

use crate::support::package::*;
use assert_cmd::Command;

/// A limit and files that go up to it and beyond.
struct Case {
    name: &'static str,
    /// The value that the limit is set to: the published one, or a smaller one where files would be large.
    at: u64,
    /// Makes a file that has so much of what the limit counts.
    make: fn(u64) -> Vec<u8>,
    /// How the file is named.
    extension: &'static str,
}

const fn case(name: &'static str, at: u64, make: fn(u64) -> Vec<u8>) -> Case {
    Case { name, at, make, extension: "docx" }
}

static CASES: &[Case] = &[
    case("input", 3_000, bytes),
    Case { extension: "zip", ..case("members", 5, members) },
    Case { extension: "zip", ..case("ratio", 20, ratio) },
    case("entries", 10_000, entries),
    case("part", 3_000, part),
    case("file", 4_000, file),
    case("xml-depth", 256, |count| nested(count - 2, "<w:sdt>", "</w:sdt>")),
    Case { extension: "html", ..case("nodes", 1_000, nodes) },
    case("tables", 100, |count| body(&"<w:tbl><w:tr><w:tc/></w:tr></w:tbl>".repeat(count as usize))),
    case("table-depth", 32, |count| nested(count, "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>")),
    case("field-depth", 20, |count| nested(count, "<w:r><w:fldChar w:fldCharType='begin'/></w:r>", "")),
    case("attributes", 1_024, |count| attributes(count, "a")),
    case("namespaces", 256, |count| attributes(count, "xmlns:a")),
    case("columns", 1_024, cells),
    case("cells", 1_000, cells),
    case("cell-text", 50, |count| body(&paragraph(&"x".repeat(count as usize)))),
    case("chain", 64, chain),
];

/// A web page of so many nodes: the document, its root, head and body, and line breaks.
fn nodes(count: u64) -> Vec<u8> {
    format!("<!DOCTYPE html><html><head></head><body>{}</body></html>", "<br>".repeat(count as usize - 4)).into_bytes()
}

fn body(inner: &str) -> Vec<u8> {
    package(document_xml(inner).as_bytes(), &[])
}

fn nested(count: u64, start: &str, end: &str) -> Vec<u8> {
    body(&(start.repeat(count as usize) + &end.repeat(count as usize)))
}

/// A package of so many bytes: its comment makes up for what is missing.
fn bytes(count: u64) -> Vec<u8> {
    let mut bytes = body(&paragraph("一"));
    let missing = count as usize - bytes.len();
    let length = bytes.len() - 2;
    bytes[length..].copy_from_slice(&(missing as u16).to_le_bytes());
    bytes.resize(count as usize, b' ');
    bytes
}

fn members(count: u64) -> Vec<u8> {
    let inner = body(&paragraph("一"));
    let names: Vec<String> = (0..count).map(|index| format!("{index}.docx")).collect();
    zipped(&names.iter().map(|name| (name.as_str(), inner.as_slice())).collect::<Vec<_>>())
}

/// An archive of one member that is so many times as large as it is packed, rounded up: zeros that pack to nothing, and
/// noise that does not pack.
fn ratio(times: u64) -> Vec<u8> {
    const ZEROS: usize = 8 << 20;
    let main = document_xml(&paragraph("一"));
    let noise = (ZEROS as f64 / (times as f64 - 1.5)) as usize - ZEROS / 1_000;
    let media: Vec<u8> = std::iter::repeat_n(0, ZEROS).chain(noise_of(noise)).collect();
    let inner = raw_zip(&[
        RawEntry::stored(b"[Content_Types].xml", TYPES.as_bytes()),
        RawEntry::stored(b"_rels/.rels", RELATIONS.as_bytes()),
        RawEntry::stored(b"word/document.xml", main.as_bytes()),
        RawEntry::stored(b"word/media/1.bin", &media),
    ]);
    let outer = zipped(&[("a.docx", &inner)]);
    assert_eq!(inner.len().div_ceil(outer.len() - 120) as u64, times, "{} in {}", inner.len(), outer.len());
    outer
}

/// Bytes that no method packs, the same in every run (SplitMix64).
fn noise_of(count: usize) -> impl Iterator<Item = u8> {
    (1..)
        .flat_map(|step: u64| {
            let mixed = step.wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB).to_le_bytes()
        })
        .take(count)
}

fn entries(count: u64) -> Vec<u8> {
    let main = document_xml(&paragraph("一"));
    let names: Vec<String> = (3..count).map(|index| format!("word/media/{index}.png")).collect();
    let needed = [("[Content_Types].xml", TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", main.as_str())];
    let needed = needed.iter().map(|(name, text)| RawEntry::stored(name.as_bytes(), text.as_bytes()));
    let rest = names.iter().map(|name| RawEntry::stored(name.as_bytes(), b""));
    raw_zip(&needed.chain(rest).collect::<Vec<_>>())
}

/// A main part of so many bytes: white space after its root makes up for what is missing.
fn main_part(count: u64) -> String {
    let main = document_xml(&paragraph("一"));
    let missing = count as usize - main.len();
    main + &" ".repeat(missing)
}

fn part(count: u64) -> Vec<u8> {
    package(main_part(count).as_bytes(), &[])
}

/// A package of three parts that have so many bytes together.
fn file(count: u64) -> Vec<u8> {
    let main = main_part(count - (TYPES.len() + RELATIONS.len()) as u64);
    zipped(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("word/document.xml", main.as_bytes()),
    ])
}

fn attributes(count: u64, name: &str) -> Vec<u8> {
    let attributes: String = (0..count).map(|index| format!(" {name}{index}='urn:{index}'")).collect();
    body(&format!("<w:p{attributes}/>"))
}

fn cells(count: u64) -> Vec<u8> {
    body(&table(&[row(&vec![cell("", "1"); count as usize])]))
}

/// A style with so many ancestors.
fn chain(count: u64) -> Vec<u8> {
    let style =
        |id: u64| format!("<w:style w:type='paragraph' w:styleId='s{id}'><w:basedOn w:val='s{}'/></w:style>", id + 1);
    let last = format!("<w:style w:type='paragraph' w:styleId='s{count}'/>");
    let styles = (0..count).map(style).collect::<String>() + &last;
    package(document_xml(&paragraph("一")).as_bytes(), &[("styles", &root("styles", &styles))])
}

/// The limits that are published: name, default and what becomes of a file that goes over.
fn published() -> Vec<(String, u64, String)> {
    let page = include_str!("../../docs/LIMITS.md");
    let rows = page.lines().filter(|line| line.starts_with("| `"));
    rows.map(|line| {
        let fields: Vec<&str> = line.split('|').map(|field| field.trim().trim_matches('`')).collect();
        (fields[1].to_owned(), fields[2].replace(',', "").parse().expect("a number"), fields[4].to_owned())
    })
    .collect()
}

/// How a file ends under a limit: the code of its refusal, else the codes of the notes on it.
fn ends(folder: &Path, case: &Case, count: u64) -> Vec<String> {
    let path = folder.join(format!("{}-{count}.{}", case.name, case.extension));
    fs::write(&path, (case.make)(count)).expect("a file is written");
    let limit = format!("{}={}", case.name, case.at);
    let output = Command::cargo_bin("baobiao")
        .expect("the program")
        .args(["tables", "-q", "-j", "1", "--to", "json", "--limit", &limit])
        .arg(&path)
        .output()
        .expect("it runs");
    let said = String::from_utf8(output.stderr).expect("text");
    if let Some(code) = said.strip_prefix("error[").and_then(|rest| rest.split(']').next()) {
        let told = said.contains(&format!("the limit `{}` of {}", case.name, case.at));
        let helped = said.contains(&format!("--limit {}=N", case.name));
        assert!(told && helped && output.status.code() == Some(2), "{}: {said}", case.name);
        return vec![code.to_owned()];
    }
    assert_eq!(output.status.code(), Some(0), "{}: {said}", case.name);
    let text = String::from_utf8(output.stdout).expect("text");
    text.split("\"code\":\"").skip(1).filter_map(|rest| Some(rest.split('"').next()?.to_owned())).collect()
}

#[test]
fn a_file_is_read_up_to_each_limit_and_not_beyond() {
    let folder = tempfile::tempdir().expect("a folder");
    let published = published();
    for case in CASES {
        let (_, default, over) =
            published.iter().find(|row| row.0 == case.name).unwrap_or_else(|| panic!("{} is not published", case.name));
        assert!(case.at <= *default, "{} is tested beyond what is published", case.name);
        for (count, beyond) in [(case.at - 1, false), (case.at, false), (case.at + 1, true)] {
            let found = ends(folder.path(), case, count);
            assert_eq!(found.contains(over), beyond, "{} at {count} of {}: {found:?}", case.name, case.at);
            assert!(beyond || !found.iter().any(|code| code == "limit-reached"), "{} at {count}: {found:?}", case.name);
        }
    }
}

#[test]
fn no_limit_is_without_a_test() {
    let tested: Vec<&str> = CASES.iter().map(|case| case.name).collect();
    let published: Vec<String> = published().into_iter().map(|row| row.0).collect();
    assert_eq!(published, tested);
}
