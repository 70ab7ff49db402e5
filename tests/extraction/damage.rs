//! Random damage to whole reports: merges undone and made, rows and columns lost, tables cut, labels garbled.
//!
//! Whatever is done, no figure may stand under another field than its own without an error at its cell, and every figure
//! that is lost is in a note.

use std::collections::BTreeMap;

use crate::support::chance::Chance;
use crate::support::facts::of_report;
use crate::support::form::Figure;
use crate::support::page::Page;
use baobiao::extract::extract;
use baobiao::model::Level;
use baobiao::schema::Schema;

const PAGES: [(&str, &str); 4] = [
    ("2008-local", include_str!("../pages/2008-local.page")),
    ("2014", include_str!("../pages/2014.page")),
    ("2019", include_str!("../pages/2019.page")),
    ("2021", include_str!("../pages/2021.page")),
];
const REPORTS: u64 = 1_500;
const MOST_DAMAGES: u64 = 4;

/// A page as lines, those of tables as lists of cells.
type Lines = Vec<Result<Vec<String>, String>>;

fn lines(page: &str) -> Lines {
    let line = |line: &str| match line.strip_prefix("| ").and_then(|rest| rest.strip_suffix('|')) {
        Some(cells) => Ok(cells.split('|').map(|cell| cell.trim_matches(' ').to_owned()).collect()),
        None => Err(line.to_owned()),
    };
    page.lines().map(line).collect()
}

fn text(lines: &Lines) -> String {
    let line = |line: &Result<Vec<String>, String>| match line {
        Ok(cells) => format!("| {} |\n", cells.join(" | ")),
        Err(text) => format!("{text}\n"),
    };
    lines.iter().map(line).collect()
}

/// The rows of the table around a line.
fn table(lines: &Lines, line: usize) -> std::ops::Range<usize> {
    let start = (0..line).rev().find(|index| lines[*index].is_err()).map_or(0, |index| index + 1);
    let end = (line..lines.len()).find(|index| lines[*index].is_err()).unwrap_or(lines.len());
    start..end
}

/// Does one thing to the page, if it can be done there; the page may no longer be a sound one.
fn damage(lines: &mut Lines, chance: &mut Chance) -> &'static str {
    let rows: Vec<usize> = (0..lines.len()).filter(|index| lines[*index].is_ok()).collect();
    let row = rows[chance.below(rows.len())];
    let whole = table(lines, row);
    let Ok(cells) = &mut lines[row] else { return "nothing" };
    let column = chance.below(cells.len());
    match chance.below(10) {
        0 => {
            cells.iter_mut().filter(|cell| *cell == "<").for_each(String::clear);
            "a row unmerged"
        }
        1 => {
            cells.iter_mut().filter(|cell| *cell == "^").for_each(String::clear);
            "a row cut from the one above"
        }
        2 if column > 0 => {
            "<".clone_into(&mut cells[column]);
            "a cell merged into its left neighbour"
        }
        3 => {
            "甲乙丙丁".clone_into(&mut cells[column]);
            "a cell garbled"
        }
        4 => {
            cells[column].clear();
            "a cell blanked"
        }
        5 => {
            let _ = lines.remove(row);
            "a row lost"
        }
        6 if row > whole.start => {
            lines.insert(row, Err("|-".to_owned()));
            if let Ok(cells) = &mut lines[row + 1] {
                cells.iter_mut().filter(|cell| *cell == "^").for_each(String::clear);
            }
            "a table cut in two"
        }
        7 => {
            for row in whole {
                if let Ok(cells) = &mut lines[row] {
                    cells.remove(column);
                }
            }
            "a column lost"
        }
        8 => {
            let last = cells.len() - 1;
            "~".clone_into(&mut cells[last]);
            "a row too short"
        }
        9 if column + 1 < cells.len() => {
            cells.swap(column, column + 1);
            if cells[column] == "<" {
                "a boundary moved to the left"
            } else {
                cells.swap(column, column + 1);
                "nothing"
            }
        }
        _ => "nothing",
    }
}

fn check(page: &Page, meant: &BTreeMap<String, Figure>, what: &str) {
    let schema = Schema::builtin();
    let report = extract(&page.document("report.docx"), schema);
    for (id, found) in of_report(&report, schema) {
        let right = meant.get(&id).is_some_and(|meant| meant.raw == found.raw);
        let words = found.state == "unreadable" || found.state == "blank";
        let place = report.fact(schema.find(&id).expect("a field")).map(|fact| fact.place);
        let doubted = report.notes.iter().any(|note| note.code.level == Level::Error && note.place == place);
        assert!(
            right || words || doubted,
            "{what}: {id} became {:?}, not {:?}",
            found.raw,
            meant.get(&id).map(|figure| &figure.raw)
        );
    }
    let notes: Vec<&str> = report.notes.iter().map(|note| note.message.english.as_str()).collect();
    let unknown: Vec<_> = report
        .notes
        .iter()
        .filter(|note| note.code.id == "table-unknown")
        .filter_map(|note| note.place?.table)
        .collect();
    // A table of one column arranges text.
    let known = |table: &&baobiao::model::Table| table.columns() > 1 && !unknown.contains(&table.id());
    for table in page.document("report.docx").tables().into_iter().filter(known) {
        for cell in table.cells().iter().filter(|cell| !cell.is_blank()) {
            let text = cell.text();
            let known = report.facts.iter().any(|fact| fact.place == cell.place)
                || report.headers.iter().any(|header| header.place == cell.place)
                || notes.iter().any(|message| message.contains(text.trim()))
                || !text.chars().all(|c| c.is_ascii_digit());
            assert!(known, "{what}: the figure {text:?} is lost without a note");
        }
    }
    assert!(report.audit.cells.balances() && report.audit.fields.balances(), "{what}: {:?}", report.audit);
}

#[test]
fn damage_moves_no_figure_and_loses_none_without_a_note() {
    let mut read = 0;
    for (vintage, source) in PAGES {
        let sound = Page::parse(source).unwrap_or_else(|error| panic!("{error}"));
        let meant = of_report(&extract(&sound.document("report.docx"), Schema::builtin()), Schema::builtin());
        for seed in 0..REPORTS {
            let mut chance = Chance(seed);
            let mut page = lines(source);
            let done: Vec<&str> = (0..1 + seed % MOST_DAMAGES).map(|_| damage(&mut page, &mut chance)).collect();
            let Ok(page) = Page::parse(&text(&page)) else { continue };
            read += 1;
            check(&page, &meant, &format!("{vintage}, seed {seed}: {}", done.join(", ")));
        }
    }
    assert!(read > REPORTS, "only {read} of the damaged pages could be drawn");
}
