//! From a document to facts, without a file format: whole pages, and what damage to their labels may do.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::facts;
use crate::support::form::Figure;
use crate::support::page::Page;
use baobiao::extract::{Report, extract};
use baobiao::input::{self, ReadOptions, Source};
use baobiao::model::{Block, Cell, Document, Level, Paragraph, Place, Table, TableId};
use baobiao::schema::Schema;

const PAGES: [(&str, &str, &[u8]); 4] = [
    ("2008-local", include_str!("../pages/2008-local.page"), include_bytes!("../pages/2008-local.values.csv")),
    ("2014", include_str!("../pages/2014.page"), include_bytes!("../pages/2014.values.csv")),
    ("2019", include_str!("../pages/2019.page"), include_bytes!("../pages/2019.values.csv")),
    ("2021", include_str!("../pages/2021.page"), include_bytes!("../pages/2021.values.csv")),
];

fn page(source: &str) -> Page {
    Page::parse(source).unwrap_or_else(|error| panic!("{error}"))
}

fn read(page: &Page) -> Report {
    extract(&page.document("report.docx"), Schema::builtin())
}

#[test]
fn a_sound_report_of_any_vintage_gives_every_figure_and_nothing_to_worry_about() {
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
        let sections = if vintage < "2019" { 0 } else { 6 };
        assert_eq!(report.sections.len(), sections, "{vintage}");
    }
}

#[test]
fn who_when_and_which_title_are_read_from_the_document() {
    let report = read(&page(PAGES[2].1));
    let identity = report.identity;
    assert_eq!(identity.agency.unwrap().value, "江安市人民政府");
    assert_eq!(identity.year.unwrap().value, 2019);
    assert_eq!(identity.title.unwrap().value, "江安市人民政府2019年政府信息公开工作年度报告");
    assert_eq!(identity.signed_by.unwrap().value, "江安市人民政府");
    assert_eq!(identity.signed_on.unwrap().value.to_string(), "2020-01-22");
}

/// The document with the words of one cell replaced.
fn garbled(document: &Document, table: TableId, cell: usize, words: &str) -> Document {
    Document { blocks: blocks(&document.blocks, table, cell, words), ..document.clone() }
}

fn blocks(all: &[Block], table: TableId, cell: usize, words: &str) -> Vec<Block> {
    let block = |block: &Block| match block {
        Block::Paragraph(_) => block.clone(),
        Block::Table(found) => Block::Table(Box::new(rebuilt(found, table, cell, words))),
    };
    all.iter().map(block).collect()
}

fn rebuilt(found: &Table, table: TableId, cell: usize, words: &str) -> Table {
    let mut cells = found.cells().to_vec();
    for (index, kept) in cells.iter_mut().enumerate() {
        kept.blocks = blocks(&kept.blocks, table, cell, words);
        if found.id() == table && index == cell {
            let paragraph = Paragraph { text: words.into(), place: kept.place, ..Paragraph::default() };
            kept.blocks = if words.is_empty() { Vec::new() } else { vec![Block::Paragraph(paragraph)] };
        }
    }
    Table::from_cells(found.id(), found.place(), found.rows(), found.columns(), cells).expect("it was a grid before")
}

/// No figure may move to another field when a label is damaged, and every figure that is lost must be in a note.
fn labels_may_be_damaged(document: &Document) {
    let schema = Schema::builtin();
    let sound = extract(document, schema);
    let meant = facts::of_report(&sound, schema);
    let values: BTreeSet<Place> = sound.facts.iter().map(|fact| fact.place).collect();
    for table in document.tables() {
        let nested = |cell: &Cell| cell.blocks.iter().any(|block| matches!(block, Block::Table(_)));
        let labels = table.cells().iter().enumerate();
        for (index, cell) in
            labels.filter(|(_, cell)| !cell.is_blank() && !values.contains(&cell.place) && !nested(cell))
        {
            for words in ["", "甲乙丙", "12", "/", "其他事项的有关情况说明（含本级）"] {
                let what = format!("{}, 「{}」 as {words:?}", document.source, cell.text());
                let report = extract(&garbled(document, table.id(), index, words), schema);
                check_damaged(&report, &meant, &what);
            }
        }
    }
}

fn check_damaged(report: &Report, meant: &BTreeMap<String, Figure>, what: &str) {
    let schema = Schema::builtin();
    for (id, found) in facts::of_report(report, schema) {
        let same = meant.get(&id).is_some_and(|meant| meant.raw == found.raw && meant.value == found.value);
        assert!(same || found.state == "blank", "{what}: {id} became {:?}", found.raw);
    }
    let noted: Vec<&str> = report.notes.iter().map(|note| note.message.english.as_str()).collect();
    for (id, meant) in meant {
        let field = schema.find(id).expect("a field");
        let kept = report.fact(field).is_some_and(|fact| fact.raw == meant.raw);
        let known = schema.field(field);
        let wanted = !known.optional && report.vintage.is_some_and(|vintage| known.vintages.contains(vintage));
        let said = noted.iter().any(|message| message.contains(id.as_str()) || message.contains("was not found"));
        assert!(kept || said || !wanted, "{what}: {id} is lost without a note");
        let shown = meant.raw.lines().map(str::trim).collect::<String>();
        let figure = noted.iter().any(|message| message.contains(&format!("「{shown}」")));
        assert!(kept || figure || meant.state == "blank", "{what}: {} of {id} is lost without a note", meant.raw);
    }
    assert!(report.audit.cells.balances() && report.audit.fields.balances(), "{what}: {:?}", report.audit);
}

#[test]
fn a_damaged_label_moves_no_figure_in_a_full_report() {
    for (vintage, source, _) in PAGES {
        labels_may_be_damaged(&page(source).document(vintage));
    }
}

#[test]
fn a_damaged_label_moves_no_figure_in_any_sample() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut samples = 0;
    for entry in std::fs::read_dir(folder).expect("the samples") {
        let path = entry.expect("the samples").path();
        if path.extension().is_some_and(|extension| extension == "docx") {
            let options = ReadOptions::default();
            let source = Source::open(&path, &options.limits).expect("a sample can be opened");
            labels_may_be_damaged(&input::read(&source, &options).expect("a sample is a document"));
            samples += 1;
        }
    }
    assert!(samples >= 8, "only {samples} samples were found");
}
