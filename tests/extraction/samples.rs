//! Every sample gives exactly the facts of its values file, no more and no less.

use std::path::{Path, PathBuf};

use crate::support::facts::{differences, of_report, of_values};
use crate::support::outline::Outline;
use crate::support::page::Page;
use baobiao::extract::{Report, Verdict, extract};
use baobiao::input::{ReadOptions, Source, read};
use baobiao::model::Limits;
use baobiao::schema::Schema;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The names of the samples.
fn samples() -> Vec<String> {
    names("samples", 10)
}

/// The names of the documents of a folder, which has so many.
fn names(from: &str, count: usize) -> Vec<String> {
    let entries = std::fs::read_dir(folder(from)).expect("the samples");
    let names = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("Unicode"));
    let mut names: Vec<_> = names.filter_map(|name| name.strip_suffix(".docx").map(str::to_owned)).collect();
    names.sort();
    assert_eq!(names.len(), count);
    names
}

fn report(name: &str) -> Report {
    report_in("samples", name)
}

fn report_in(from: &str, name: &str) -> Report {
    let path = folder(from).join(format!("{name}.docx"));
    let source = Source::open(&path, &Limits::default()).unwrap_or_else(|error| panic!("{error}"));
    let document = read(&source, &ReadOptions::default()).unwrap_or_else(|error| panic!("{error}"));
    extract(&document, Schema::builtin())
}

fn outline(name: &str) -> Outline {
    let path = folder("examples/make_samples/reports").join(format!("{name}.toml"));
    toml::from_str(&std::fs::read_to_string(path).expect("a report")).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[track_caller]
fn check(name: &str, report: &Report) {
    check_in("samples", name, report);
}

#[track_caller]
fn check_in(from: &str, name: &str, report: &Report) {
    let values = std::fs::read(folder(from).join(format!("{name}.values.csv"))).expect("a values file");
    let differences = differences(&of_values(&values), &of_report(report, Schema::builtin()));
    assert!(differences.is_empty(), "{name}:\n{}", differences.join("\n"));
    assert!(report.audit.balances(), "{name}: {:?}", report.audit);
}

#[test]
fn samples_give_the_facts_of_their_values_files() {
    for name in samples() {
        check(&name, &report(&name));
    }
}

#[test]
fn samples_of_the_years_before_2019_give_the_facts_of_their_values_files() {
    let whose = |report: &Report| {
        let identity = &report.identity;
        let agency = identity.agency.as_ref().map(|agency| agency.value.clone()).unwrap_or_default();
        (agency, identity.year.as_ref().map(|year| year.value).unwrap_or_default())
    };
    let known = [
        ("attachment-2017", "河口镇人民政府", 1),
        ("local-2009", "云河区", 0),
        ("report-2016", "江安市人民政府办公室", 0),
    ];
    for (name, (known, agency, broken)) in names("samples-years", 3).iter().zip(known) {
        let report = report_in("samples-years", name);
        check_in("samples-years", name, &report);
        let year: i32 = name.rsplit_once('-').and_then(|(_, year)| year.parse().ok()).expect("a year in the name");
        assert_eq!((name.as_str(), whose(&report)), (known, (agency.to_owned(), year)));
        let is_broken = |found: &&baobiao::extract::Judgement| matches!(found.verdict, Verdict::Broken { .. });
        assert_eq!(report.verdicts.iter().filter(is_broken).count(), broken, "{name}");
    }
}

#[test]
fn the_pages_behind_the_samples_give_the_same_facts() {
    for name in samples() {
        let page = Page::parse(&outline(&name).page()).unwrap_or_else(|error| panic!("{name}: {error}"));
        check(&name, &extract(&page.document(&name), Schema::builtin()));
    }
}

#[test]
fn the_full_pages_give_their_facts_and_every_identity_holds() {
    for vintage in ["2019", "2021"] {
        let source = std::fs::read_to_string(folder("tests/pages").join(format!("{vintage}.page"))).expect("a page");
        let page = Page::parse(&source).unwrap_or_else(|error| panic!("{vintage}: {error}"));
        let report = extract(&page.document(vintage), Schema::builtin());
        let values = std::fs::read(folder("tests/pages").join(format!("{vintage}.values.csv"))).expect("a values file");
        let differences = differences(&of_values(&values), &of_report(&report, Schema::builtin()));
        assert!(differences.is_empty(), "{vintage}:\n{}", differences.join("\n"));
        let doubtful: Vec<_> = report.verdicts.iter().filter(|found| found.verdict != Verdict::Holds).collect();
        assert!(doubtful.is_empty(), "{vintage}: {doubtful:?}");
    }
}

#[test]
fn only_the_broken_sums_are_broken() {
    for name in samples() {
        let report = report(&name);
        let broken = report.verdicts.iter().filter(|verdict| matches!(verdict.verdict, Verdict::Broken { .. })).count();
        // 自然人: the balance, the results and the row of totals; 行政复议: its total.
        let expected = if name == "broken-sum-2023" { 4 } else { 0 };
        assert_eq!(broken, expected, "{name}");
    }
}

#[test]
fn the_first_sample_says_who_and_when() {
    let report = report("luyuan-civil-affairs-2020");
    let identity = &report.identity;
    assert_eq!(identity.agency.as_ref().map(|agency| agency.value.as_str()), Some("绿园区民政局"));
    assert_eq!(identity.year.as_ref().map(|year| year.value), Some(2020));
    assert_eq!(identity.signed_by.as_ref().map(|agency| agency.value.as_str()), Some("长春市绿园区民政局"));
    assert_eq!(identity.signed_on.as_ref().map(|date| date.value.to_string()), Some("2021-01-14".to_owned()));
    let headings: Vec<_> = report.sections.iter().map(|section| section.heading.as_str()).collect();
    assert_eq!(headings.first(), Some(&"一、总体情况"));
    assert_eq!(headings.get(4), Some(&"五、存在的主要问题及改进情况"));
}
