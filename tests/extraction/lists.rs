//! Indicator lists as they are printed: folded to fit a page, cut by one, with headings beside their rows.

use std::collections::BTreeMap;

use baobiao::extract::{Report, extract};
use baobiao::model::Level;
use baobiao::schema::Schema;

use crate::support::facts::{differences, of_report, of_values};
use crate::support::form::Figure;
use crate::support::page::Page;

const NATIONAL: (&str, &[u8]) = (include_str!("../pages/2014.page"), include_bytes!("../pages/2014.values.csv"));
const LOCAL: (&str, &[u8]) =
    (include_str!("../pages/2008-local.page"), include_bytes!("../pages/2008-local.values.csv"));

/// A page cut into what stands before its table, the header row, the other rows, and what stands behind.
fn parts(page: &str) -> [Vec<&str>; 4] {
    let lines: Vec<&str> = page.lines().collect();
    let first = lines.iter().position(|line| line.starts_with('|')).expect("a table");
    let end = first + lines[first..].iter().take_while(|line| line.starts_with('|')).count();
    [lines[..first].to_vec(), vec![lines[first]], lines[first + 1..end].to_vec(), lines[end..].to_vec()]
}

fn read(lines: &[&str]) -> Report {
    let text = lines.join("\n") + "\n";
    let page = Page::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    extract(&page.document("report.docx"), Schema::builtin())
}

fn wrong(report: &Report, values: &[u8]) -> Vec<String> {
    let meant: BTreeMap<String, Figure> = of_values(values);
    differences(&meant, &of_report(report, Schema::builtin()))
}

#[test]
fn a_list_folded_anywhere_gives_the_same_figures() {
    for (page, values) in [NATIONAL, LOCAL] {
        let [before, header, rows, behind] = parts(page);
        let blank = "| ".repeat(header[0].matches('|').count() - 1);
        for fold in rows.len().div_ceil(2)..rows.len() {
            let (upper, lower) = rows.split_at(fold);
            let beside = |index: usize| lower.get(index).copied().unwrap_or(&blank).trim_start_matches('|');
            let mut folded = vec![format!("{}{}", header[0], header[0].trim_start_matches('|'))];
            folded.extend(upper.iter().enumerate().map(|(index, row)| format!("{row}{}", beside(index))));
            let folded: Vec<String> =
                folded.into_iter().map(|row| if row.ends_with('|') { row } else { format!("{row}|") }).collect();
            let lines: Vec<&str> = before.iter().copied().chain(folded.iter().map(String::as_str)).collect();
            let report = read(&[lines, behind.clone()].concat());
            assert_eq!(wrong(&report, values), Vec::<String>::new(), "folded after row {fold}");
        }
    }
}

#[test]
fn a_list_cut_anywhere_by_a_page_gives_the_same_figures() {
    for (page, values) in [NATIONAL, LOCAL] {
        let [before, header, rows, behind] = parts(page);
        for cut in 1..rows.len() {
            let (upper, lower) = rows.split_at(cut);
            for again in [Vec::new(), header.clone()] {
                let lines = [&before[..], &header, upper, &["|-"], &again, lower, &behind].concat();
                let report = read(&lines);
                assert_eq!(wrong(&report, values), Vec::<String>::new(), "cut after row {cut}");
                assert!(report.notes.iter().all(|note| note.code.level == Level::Info), "{:?}", report.notes);
            }
        }
    }
}

#[test]
fn a_header_on_two_lines_and_no_unit_column_say_the_same() {
    let [before, _, rows, behind] = parts(NATIONAL.0);
    let two_lines = ["| 统计指标 | 单位 | 统计数 | < |", "| ^ | ^ | 统计数 | 备注 |"];
    let remarked: Vec<String> = rows.iter().map(|row| format!("{row} |")).collect();
    let remarked: Vec<&str> = remarked.iter().map(String::as_str).collect();
    let report = read(&[&before[..], &two_lines, &remarked, &behind].concat());
    assert_eq!(wrong(&report, NATIONAL.1), Vec::<String>::new());

    let unit = |row: &str| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').collect();
        format!("|{}|{}|", cells[0], cells[2])
    };
    let bare: Vec<String> = rows.iter().map(|row| unit(row)).collect();
    let bare: Vec<&str> = bare.iter().map(String::as_str).collect();
    let report = read(&[&before[..], &["| 统计指标 | 统计数 |"], &bare, &behind].concat());
    assert_eq!(wrong(&report, NATIONAL.1), Vec::<String>::new());
}

#[test]
fn rows_of_every_group_may_be_lost_and_no_other_row_takes_their_place() {
    let [before, header, rows, behind] = parts(NATIONAL.0);
    let meant = of_values(NATIONAL.1);
    for start in 0..rows.len() {
        for count in 1..=3 {
            let kept = [&rows[..start], &rows[(start + count).min(rows.len())..]].concat();
            let report = read(&[&before[..], &header, &kept, &behind].concat());
            for (id, found) in of_report(&report, Schema::builtin()) {
                assert_eq!(Some(&found.raw), meant.get(&id).map(|meant| &meant.raw), "{count} from {start}: {id}");
            }
        }
    }
}

#[test]
fn a_label_that_nobody_knows_is_told_with_the_indicator_that_is_missing_there() {
    let text = NATIONAL.0.replacen("传真申请数", "传真方式申请数", 1);
    let page = Page::parse(&text).unwrap_or_else(|error| panic!("{error}"));
    let schema = Schema::builtin();
    let found = baobiao::extract::layout(&page.document("report.docx"), schema);
    let [unknown] = found.unknown.as_slice() else { panic!("{:?}", found.unknown) };
    assert_eq!((unknown.spelling.as_str(), unknown.heads.name()), ("传真方式申请数", "row"));
    assert_eq!(unknown.advice.name(), "clear", "{:?}", unknown.advice);
    let gained: Vec<&str> = found.gained.iter().map(|field| schema.field(*field).id.as_str()).collect();
    assert_eq!(gained, ["statistics.requests.received.fax"]);
}
