//! From a document to facts, without a file format: whole pages, and what damage to their labels may do.

mod support;

use std::collections::BTreeSet;

use baobiao::extract::{Report, Value, extract};
use baobiao::model::{Level, Place};
use baobiao::schema::Schema;
use support::facts;
use support::page::{Page, Piece, Text};

const PAGES: [(&str, &str, &[u8]); 2] = [
    ("2019", include_str!("pages/2019.page"), include_bytes!("pages/2019.values.csv")),
    ("2021", include_str!("pages/2021.page"), include_bytes!("pages/2021.values.csv")),
];

fn page(source: &str) -> Page {
    Page::parse(source).unwrap_or_else(|error| panic!("{error}"))
}

fn read(page: &Page) -> Report {
    extract(&page.document("report.docx"), Schema::builtin())
}

#[test]
fn a_sound_report_of_either_vintage_gives_every_figure_and_nothing_to_worry_about() {
    for (vintage, source, values) in PAGES {
        let report = read(&page(source));
        let differences = facts::differences(&facts::of_values(values), &facts::of_report(&report, Schema::builtin()));
        assert_eq!(differences, Vec::<String>::new(), "{vintage}");
        let worries: Vec<_> = report.notes.iter().filter(|note| note.code.level > Level::Info).collect();
        assert!(worries.is_empty(), "{vintage}: {worries:#?}");
        assert_eq!(report.vintage, Schema::builtin().vintage(vintage));
        assert!(report.audit.balances(), "{vintage}: {:?}", report.audit);
        let doubtful: Vec<_> = report.verdicts.iter().filter(|found| found.verdict.name() != "holds").collect();
        assert!(doubtful.is_empty(), "{vintage}: {doubtful:?}");
        assert_eq!(report.sections.len(), 6, "{vintage}");
    }
}

#[test]
fn who_when_and_which_title_are_read_from_the_document() {
    let report = read(&page(PAGES[0].1));
    let identity = report.identity;
    assert_eq!(identity.agency.unwrap().value, "江安市人民政府");
    assert_eq!(identity.year.unwrap().value, 2019);
    assert_eq!(identity.title.unwrap().value, "江安市人民政府2019年政府信息公开工作年度报告");
    assert_eq!(identity.signed_by.unwrap().value, "江安市人民政府");
    assert_eq!(identity.signed_on.unwrap().value.to_string(), "2020-01-22");
}

/// The cells of a page's tables that are not values: indices of table and cell.
fn label_cells(report: &Report, page: &Page) -> Vec<(usize, usize)> {
    let document = page.document("report.docx");
    let values: BTreeSet<Place> = report.facts.iter().map(|fact| fact.place).collect();
    let mut labels = Vec::new();
    for (table, found) in document.tables().iter().enumerate() {
        for (index, cell) in found.cells().iter().enumerate() {
            if !cell.is_blank() && !values.contains(&cell.place) {
                labels.push((table, index));
            }
        }
    }
    labels
}

/// The page with the words of one cell replaced.
fn garbled(page: &Page, table: usize, cell: usize, words: &str) -> Page {
    let mut page = page.clone();
    let mut tables = page.pieces.iter_mut().filter_map(|piece| match piece {
        Piece::Table(grid) => Some(grid),
        _ => None,
    });
    let grid = tables.nth(table).expect("the page has this table");
    let text = Text { words: words.to_owned(), ..Text::default() };
    grid.cells[cell].paragraphs = if words.is_empty() { Vec::new() } else { vec![text] };
    page
}

/// No figure may move to another field when a label is damaged, and every figure that is lost must be in a note.
fn labels_may_be_damaged(page: &Page) {
    let schema = Schema::builtin();
    let sound = read(page);
    let meant = facts::of_report(&sound, schema);
    for (table, cell) in label_cells(&sound, page) {
        for words in ["", "甲乙丙", "12", "/", "其他事项的有关情况说明（含本级）"] {
            let damaged = garbled(page, table, cell, words);
            let report = read(&damaged);
            let what = format!("table {table}, cell {cell} as {words:?}");
            for fact in &report.facts {
                let id = &schema.field(fact.field).id;
                let blank = fact.value == Value::Blank;
                let number = fact.value.number().map_or(String::new(), |number| number.to_string());
                let same = meant.get(id).is_some_and(|meant| meant.raw == fact.raw && meant.value == number);
                assert!(same || blank, "{what}: {id} became {:?}", fact.raw);
            }
            let noted: Vec<&str> = report.notes.iter().map(|note| note.message.as_str()).collect();
            for (id, meant) in &meant {
                let kept = report.fact(schema.find(id).unwrap()).is_some_and(|fact| fact.raw == meant.raw);
                let said =
                    noted.iter().any(|message| message.contains(id.as_str()) || message.contains("was not found"));
                assert!(kept || said, "{what}: {id} is lost without a note");
                let figure = noted.iter().any(|message| message.contains(&format!("「{}」", meant.raw)));
                assert!(
                    kept || figure || meant.state == "blank",
                    "{what}: the figure {} of {id} is lost without a note",
                    meant.raw
                );
            }
            assert!(report.audit.cells.balances() && report.audit.fields.balances(), "{what}: {:?}", report.audit);
        }
    }
}

#[test]
fn a_damaged_label_moves_no_figure_in_a_report_of_2019() {
    labels_may_be_damaged(&page(PAGES[0].1));
}

#[test]
fn a_damaged_label_moves_no_figure_in_a_report_of_2021() {
    labels_may_be_damaged(&page(PAGES[1].1));
}
