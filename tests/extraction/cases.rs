//! Golden cases: a sound page, what was done to it, and what came out.
//!
//! Every file `tests/cases/NAME.case` is a case:
//!
//! ```text
//! // Why it is here.
//! base 2021              a page of tests/pages; without this line the case is a page of its own
//! name 江安市2021.docx    the file's name, if it matters
//! <<<
//! lines of the page      a line of three dots stands for any lines up to the next
//! ===
//! lines to put there
//! >>>
//! ```
//!
//! The snapshot beside it says which facts are no longer those of the base, and every note. After a change that is
//! meant, `INSTA_UPDATE=always cargo test --test extraction cases` writes them anew; the diff is the review.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::support::facts::of_report as rows;
use crate::support::form::Figure;
use crate::support::page::Page;
use baobiao::extract::{Report, extract};
use baobiao::input::{ReadOptions, Source, read};
use baobiao::model::{Note, Place};
use baobiao::schema::Schema;

struct Case {
    base: String,
    page: String,
    name: String,
}

fn base(name: &str) -> String {
    let path = format!("{}/tests/pages/{name}.page", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn case(source: &str) -> Case {
    let (mut page, mut name, mut first) = (String::new(), "report.docx".to_owned(), String::new());
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        if let Some(wanted) = line.strip_prefix("base ") {
            page = base(wanted);
            first.clone_from(&page);
        } else if let Some(wanted) = line.strip_prefix("name ") {
            wanted.clone_into(&mut name);
        } else if line == "<<<" {
            let old: Vec<&str> = lines.by_ref().take_while(|line| *line != "===").collect();
            let new: Vec<&str> = lines.by_ref().take_while(|line| *line != ">>>").collect();
            page = replaced(&page, &old, &new);
        } else if !line.starts_with("//") {
            page.push_str(line);
            page.push('\n');
        }
    }
    Case { base: first, page, name }
}

/// The page with the one place that reads `old` reading `new`.
fn replaced(page: &str, old: &[&str], new: &[&str]) -> String {
    let lines: Vec<&str> = page.lines().collect();
    let found: Vec<(usize, usize)> =
        (0..lines.len()).filter_map(|start| matches(&lines[start..], old).map(|length| (start, length))).collect();
    assert!(!found.is_empty(), "no place reads\n{}", old.join("\n"));
    let (start, length) = found[0];
    [&lines[..start], new, &lines[start + length..]].concat().join("\n") + "\n"
}

/// How many lines `old` covers, if they begin with it.
fn matches(lines: &[&str], old: &[&str]) -> Option<usize> {
    let Some((first, rest)) = old.split_first() else { return Some(0) };
    if *first != "..." {
        return (lines.first() == Some(first)).then(|| matches(&lines[1..], rest)).flatten().map(|more| more + 1);
    }
    (0..lines.len()).find_map(|skip| matches(&lines[skip..], rest).map(|more| more + skip))
}

fn place(place: Option<Place>) -> String {
    match place {
        Some(Place { table: Some(table), row, column, .. }) => {
            format!("table {} {},{}", table.0 + 1, row + 1, column + 1)
        }
        Some(_) => "text".to_owned(),
        None => "report".to_owned(),
    }
}

fn shown(case: &Case, report: &Report) -> String {
    let schema = Schema::builtin();
    let page = |source: &str| Page::parse(source).unwrap_or_else(|error| panic!("{error}"));
    let meant: BTreeMap<String, Figure> = match case.base.as_str() {
        "" => BTreeMap::new(),
        base => rows(&extract(&page(base).document("report.docx"), schema), schema),
    };
    let mut text = String::new();
    let vintage = report.vintage.map_or("none", |vintage| schema.vintages[vintage].id.as_str());
    let said = |text: Option<&String>| text.cloned().unwrap_or_else(|| "?".to_owned());
    let identity = &report.identity;
    let year = identity.year.as_ref().map_or("?".to_owned(), |year| year.value.to_string());
    let agency = said(identity.agency.as_ref().map(|agency| &agency.value));
    let _ = writeln!(text, "{agency}, {year}, vintage {vintage}, {} facts", report.facts.len());
    for line in crate::support::facts::differences(&meant, &rows(report, schema)) {
        let _ = writeln!(text, "{line}");
    }
    for note in &report.notes {
        let Note { code, message, also, .. } = note;
        let message = &message.english;
        let more = if also.is_empty() { String::new() } else { format!(" (+{} places)", also.len()) };
        let _ = writeln!(text, "{} {} [{}]{more}\n    {message}", code.level.name(), code.id, place(note.place));
        if let Some(help) = &note.help {
            let _ = writeln!(text, "    help: {}", help.english);
        }
    }
    text
}

#[test]
fn cases() {
    insta::glob!("../cases", "*.case", |path| {
        let source = std::fs::read_to_string(path).expect("a case can be read");
        let case = case(&source);
        let page = Page::parse(&case.page).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let report = extract(&page.document(&case.name), Schema::builtin());
        assert!(report.audit.cells.balances(), "{:?}", report.audit);
        assert!(report.audit.fields.balances(), "{:?}", report.audit);
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "../cases", omit_expression => true }, {
            insta::assert_snapshot!(shown(&case, &report));
        });
        the_same_from_word(&page, &case, &report);
    });
}

/// The same page as a Word file gives the same facts.
fn the_same_from_word(page: &Page, case: &Case, report: &Report) {
    let document =
        read(&Source::new(&case.name, page.docx()), &ReadOptions::default()).expect("the page is a sound document");
    let word = extract(&document, Schema::builtin());
    assert_eq!(rows(&word, Schema::builtin()), rows(report, Schema::builtin()));
    let codes = |report: &Report| {
        let mut codes: Vec<_> = report.notes.iter().map(|note| note.code.id).collect();
        codes.sort_unstable();
        codes
    };
    assert_eq!(codes(&word), codes(report));
    assert!(word.audit.balances(), "{:?}", word.audit);
}

#[test]
fn every_code_of_the_extraction_is_produced_by_a_case() {
    let folder = format!("{}/tests/cases", env!("CARGO_MANIFEST_DIR"));
    let snapshots: String = std::fs::read_dir(&folder)
        .expect("the cases can be listed")
        .map(|entry| entry.expect("the cases can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "snap"))
        .map(|path| std::fs::read_to_string(path).expect("a snapshot can be read"))
        .collect();
    let codes = baobiao::model::CODES.iter().map(|code| code.id).skip_while(|id| *id != "table-not-found");
    // What a page cannot draw, nested tables and hidden text, is tested on the XML; what two reports say, with two; lists
    // of records, on a form that has one.
    let elsewhere =
        concat!(include_str!("../reading/beside.rs"), include_str!("series.rs"), include_str!("personnel.rs"));
    let produced =
        |code: &&str| snapshots.contains(&format!(" {code} [")) || elsewhere.contains(&format!("\"{code}\""));
    let unproduced: Vec<&str> = codes.filter(|code| !produced(code)).collect();
    assert!(unproduced.is_empty(), "no case gives {unproduced:?}");
}
