//! Identities across years: reports of one agency, each compared with the one of the year before.

use std::fs;
use std::path::Path;

use crate::support::page::Page;
use assert_cmd::Command;
use baobiao::extract::{Compared, Comparison, Matched, Report, Series, Verdict, extract};
use baobiao::input::{ReadOptions, Source, read};
use baobiao::schema::Schema;
use proptest::prelude::*;

const OLD: &str = include_str!("../pages/2019.page");
const NEW: &str = include_str!("../pages/2021.page");
const CARRIED_OUT: &str = "| 四、结转下年度继续办理 | < | < | 118 | 104 | 254 | 376 | 16 | 406 | 1274 |";
const CARRIED_IN: &str = "| 二、上年结转政府信息公开申请数量 | < | < | 145 | 243 | 134 | 311 | 178 | 230 | 1241 |";

/// The page for another year and agency, with rows replaced.
fn page(page: &str, agency: &str, year: i32, rows: &[(&str, &str)]) -> String {
    let own = if page == OLD { 2019 } else { 2021 };
    let mut text = page.replace("江安市人民政府", agency).replace(&format!("{own}年政府"), &format!("{year}年政府"));
    for (row, other) in rows {
        assert!(text.contains(row), "{row}");
        text = text.replace(row, other);
    }
    text
}

/// The page of 2022 whose figures are what the one of 2021 carries over.
fn next() -> String {
    let carried = CARRIED_OUT.replace("四、结转下年度继续办理", "二、上年结转政府信息公开申请数量");
    // 52 + 8 − 3 and 1093 + 241 − 166.
    let stock = [("| 规章 | 8 | 3 | 52 |", "| 规章 | 8 | 3 | 57 |"), ("| 241 | 166 | 1093 |", "| 241 | 166 | 1168 |")];
    page(NEW, "江安市人民政府", 2022, &[(CARRIED_IN, &carried), stock[0], stock[1]])
}

fn docx(page: &str) -> Vec<u8> {
    Page::parse(page).unwrap_or_else(|error| panic!("{error}")).docx()
}

fn report(name: &str, page: &str) -> Report {
    extract(&read(&Source::new(name, docx(page)), &ReadOptions::default()).unwrap(), Schema::builtin())
}

fn compared(pages: &[String]) -> Compared {
    let mut series = Series::new(Schema::builtin());
    for (index, page) in pages.iter().enumerate() {
        series.add(&report(&format!("{index}.docx"), page));
    }
    series.finish()
}

#[test]
fn many_agencies_are_compared_in_pieces_of_bounded_size_and_in_order() {
    let (first, second) = (report("a.docx", NEW), report("b.docx", &next()));
    let mut series = Series::new(Schema::builtin());
    for number in (0..100).rev() {
        for one in [&second, &first] {
            let mut one = one.clone();
            one.identity.agency.as_mut().unwrap().value = format!("第{number:03}局");
            series.add(&one);
        }
    }
    let pieces: Vec<Compared> = series.pieces().collect();
    let most = pieces.iter().map(|piece| piece.comparisons.len()).max().unwrap();
    assert!(pieces.len() > 3 && most < 300, "{} pieces, {most} comparisons", pieces.len());
    let all: Vec<&Comparison> = pieces.iter().flat_map(|piece| &piece.comparisons).collect();
    let each = compared(&[NEW.to_owned(), next()]).comparisons.len();
    assert_eq!(all.len(), 100 * each);
    assert!(all.is_sorted_by_key(|one| (&one.agency, one.year, one.check, one.instance)));
}

fn ids(comparisons: &[Comparison], verdict: &str) -> Vec<String> {
    let schema = Schema::builtin();
    let name = |comparison: &&Comparison| comparison.verdict.name() == verdict;
    let id = |comparison: &Comparison| {
        let check = &schema.checks[comparison.check];
        format!("{} {}", check.id, check.instances[comparison.instance].subject)
    };
    comparisons.iter().filter(name).map(id).collect()
}

#[test]
fn what_is_carried_over_is_found_again() {
    let Compared { comparisons, notes } = compared(&[NEW.to_owned(), next()]);
    // Seven kinds of applicants and two kinds of documents.
    assert_eq!(ids(&comparisons, "holds").len(), 9, "{comparisons:#?}");
    assert_eq!((comparisons.len(), notes.len()), (9, 0));
    assert_eq!(comparisons[0].matched, Matched::Same);
    assert_eq!((comparisons[0].source.as_str(), comparisons[0].prior_source.as_str()), ("1.docx", "0.docx"));
}

#[test]
fn what_is_not_is_broken_with_both_sides_and_their_cells() {
    let second = next().replacen("| 118 | 104 |", "| 119 | 104 |", 1).replace("| 1168 |", "| 1169 |");
    let Compared { comparisons, .. } = compared(&[NEW.to_owned(), second]);
    assert_eq!(ids(&comparisons, "broken"), ["carry-over 自然人", "stock-of-documents 规范性文件"]);
    let broken: Vec<&Comparison> = comparisons.iter().filter(|one| one.verdict.name() == "broken").collect();
    assert_eq!(broken[0].verdict, Verdict::Broken { left: 119.into(), right: 118.into() });
    assert_eq!(broken[1].verdict, Verdict::Broken { left: 1169.into(), right: 1168.into() });
    let prior: Vec<(bool, &str)> =
        broken[1].right.iter().map(|term| (term.prior, term.known.as_ref().unwrap().raw.as_str())).collect();
    assert_eq!(prior, [(true, "1093"), (false, "241"), (false, "166")]);
    assert!(broken[1].right.iter().all(|term| term.known.as_ref().unwrap().place.table.is_some()));
}

#[test]
fn a_blank_term_is_unknown_and_says_what_it_would_be() {
    let second = next().replace(
        "| 二、上年结转政府信息公开申请数量 | < | < | 118 |",
        "| 二、上年结转政府信息公开申请数量 | < | < |  |",
    );
    let Compared { comparisons, .. } = compared(&[NEW.to_owned(), second]);
    assert_eq!(ids(&comparisons, "unknown"), ["carry-over 自然人"]);
    let verdict = &comparisons.iter().find(|one| one.verdict.name() == "unknown").unwrap().verdict;
    assert!(matches!(verdict, Verdict::Unknown { if_blank_is_zero: Some(false), .. }), "{verdict:?}");
}

#[test]
fn over_the_change_of_the_form_only_what_both_layouts_have_is_compared() {
    let old = page(OLD, "江安市人民政府", 2020, &[]);
    let Compared { comparisons, .. } = compared(&[old, NEW.to_owned()]);
    let all: Vec<String> = ["holds", "broken", "unknown"].iter().flat_map(|one| ids(&comparisons, one)).collect();
    assert_eq!(all.len(), 7, "{all:?}");
    assert!(all.iter().all(|id| id.starts_with("carry-over")), "{all:?}");
    let within = compared(&[page(OLD, "江安市人民政府", 2019, &[]), page(OLD, "江安市人民政府", 2020, &[])]);
    let ids: Vec<String> = ids(&within.comparisons, "broken");
    // 1871 + 29 is not 1871: the items of the year before, with what was added.
    assert!(ids.contains(&"items-carried-license 行政许可".to_owned()), "{ids:?}");
}

#[test]
fn names_are_one_agency_by_the_rules_of_the_schema_alone() {
    let with =
        |first: &str, second: &str| compared(&[page(NEW, first, 2021, &[]), next().replace("江安市人民政府", second)]);
    let matched = |compared: &Compared| compared.comparisons.first().map(|comparison| comparison.matched.clone());
    let region = with("江苏省江安市人民政府", "江安市人民政府");
    assert_eq!(matched(&region), Some(Matched::Region("江苏省".to_owned())));
    assert_eq!(region.comparisons[0].prior_agency, "江苏省江安市人民政府");
    assert_eq!(matched(&with("江安市人民政府", "江安市 人民政府")).map(|_| ()), Some(()));
    assert_eq!(matched(&with("江安市人民政府", "江安县人民政府")), None);
    assert_eq!(matched(&with("某省江安市人民政府", "江安市人民政府")), None);
}

#[test]
fn what_cannot_be_told_apart_is_said_and_not_compared() {
    let twice = compared(&[NEW.to_owned(), page(NEW, "江安市人民政府", 2021, &[("26654", "26655")]), next()]);
    assert_eq!(twice.comparisons.len(), 9, "the two of 2021 say the same of what is compared");
    let other = page(NEW, "江安市人民政府", 2021, &[("| 118 | 104 |", "| 117 | 105 |")]);
    let differ = compared(&[NEW.to_owned(), other, next()]);
    assert!(differ.comparisons.is_empty());
    assert_eq!(differ.notes[0].code.id, "series-ambiguous");
    assert!(differ.notes[0].message.english.contains("0.docx and 1.docx"), "{}", differ.notes[0].message.english);
    let regions =
        compared(&[page(NEW, "江苏省江安市人民政府", 2021, &[]), page(NEW, "福建省江安市人民政府", 2021, &[]), next()]);
    assert!(regions.comparisons.is_empty());
    assert_eq!(regions.notes[0].code.id, "series-ambiguous");
    let gap = compared(&[NEW.to_owned(), page(NEW, "江安市人民政府", 2023, &[])]);
    assert!(gap.comparisons.is_empty());
    assert_eq!(gap.notes[0].code.id, "series-gap");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn the_order_of_the_reports_says_nothing(order in Just((0..6).collect::<Vec<usize>>()).prop_shuffle()) {
        let pages = [
            page(OLD, "江安市人民政府", 2019, &[]), page(OLD, "江苏省江安市人民政府", 2020, &[]), NEW.to_owned(), next(),
            page(NEW, "别处县人民政府", 2021, &[]), page(NEW, "别处县人民政府", 2023, &[]),
        ];
        let reports: Vec<Report> =
            pages.iter().enumerate().map(|(index, page)| report(&format!("{index}.docx"), page)).collect();
        let gathered = |order: &[usize]| {
            let mut series = Series::new(Schema::builtin());
            order.iter().for_each(|index| series.add(&reports[*index]));
            series.finish()
        };
        prop_assert_eq!(gathered(&[0, 1, 2, 3, 4, 5]), gathered(&order));
    }
}

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output =
        Command::cargo_bin("baobiao").unwrap().current_dir(folder).args(arguments).env("LC_ALL", "C").output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn check_and_a_folder_of_outputs_tell_what_was_not_carried_over() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("2021.docx"), docx(NEW)).unwrap();
    fs::write(folder.path().join("2022.docx"), docx(&next().replace("| 1168 |", "| 1169 |"))).unwrap();
    let (code, out, err) = run(folder.path(), &["check", ".", "--fail-on", "warning"]);
    assert_eq!(code, 1, "{err}");
    insta::assert_snapshot!(out);
    run(folder.path(), &["convert", ".", "-o", "out/"]);
    let series = fs::read_to_string(folder.path().join("out/series.csv")).unwrap();
    assert_eq!(series.lines().count(), 10, "{series}");
    let broken: Vec<&str> = series.lines().filter(|line| line.contains("broken")).collect();
    assert_eq!(broken.len(), 1, "{series}");
    for word in ["江安市人民政府", "2022", "stock-of-documents", "规范性文件", "1169", "1168", "2021.docx", "2022.docx"]
    {
        assert!(broken[0].contains(word), "{word}: {}", broken[0]);
    }
}
