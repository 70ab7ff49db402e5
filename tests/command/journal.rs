//! The journal: every report comes back as it was, and whatever is done to the file, an entry is whole or not there.

use std::fs;
use std::path::Path;

use crate::support::page::Page;
use baobiao::batch::journal::{Hash, Journal, Key, Opening};
use baobiao::extract::{Report, Value, extract};
use baobiao::input::{ReadOptions, Source, read};
use baobiao::schema::Schema;
use proptest::prelude::*;

const PAGES: &[&str] = &[include_str!("../pages/2021.page"), include_str!("../pages/2019.page")];

fn report(name: &str, page: &str) -> Report {
    let bytes = Page::parse(page).unwrap_or_else(|error| panic!("{error}")).docx();
    extract(&read(&Source::new(name, bytes), &ReadOptions::default()).unwrap(), Schema::builtin())
}

/// Reports that hold every kind of value, verdict, note and identity that there is.
fn reports() -> Vec<Report> {
    let broken = PAGES[0].replace("26654", "26655");
    let odd = PAGES[0].replace("26654", "若干");
    let mut reports: Vec<Report> =
        [PAGES[0], PAGES[1], &broken, &odd].iter().enumerate().map(|(n, page)| report(&n.to_string(), page)).collect();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "docx") {
            let options = ReadOptions::default();
            let document = read(&Source::open(&path, &options.limits).unwrap(), &options).unwrap();
            reports.push(extract(&document, Schema::builtin()));
        }
    }
    reports
}

fn shown(report: &Report) -> String {
    format!("{report:#?}")
}

fn key(index: usize) -> Key {
    Key::new(&index.to_string(), Hash::of(&index.to_le_bytes()))
}

const SETTING: Hash = Hash([7; 32]);

fn write(path: &Path, reports: &[Report]) {
    let (mut journal, opening) = Journal::open(path, SETTING).unwrap();
    assert_eq!(opening, Opening::New);
    for (index, report) in reports.iter().enumerate() {
        journal.add(key(index), &index.to_string(), 1, Some(report)).unwrap();
    }
}

#[test]
fn every_report_comes_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let reports = reports();
    for state in ["value", "blank", "nil", "unreadable"] {
        assert!(reports.iter().flat_map(|report| &report.facts).any(|fact| fact.value.state() == state), "{state}");
    }
    for verdict in ["holds", "broken", "unknown"] {
        assert!(reports.iter().flat_map(|report| &report.verdicts).any(|one| one.verdict.name() == verdict));
    }
    write(&path, &reports);
    let (journal, opening) = Journal::open(&path, SETTING).unwrap();
    assert_eq!(opening, Opening::Known { entries: reports.len() });
    for (index, report) in reports.iter().enumerate() {
        let entry = journal.entry(key(index)).unwrap();
        assert_eq!(shown(&entry.report.unwrap()), shown(report));
    }
    assert!(journal.entry(key(reports.len())).is_none());
}

#[test]
fn a_journal_of_other_options_is_begun_anew_and_one_in_use_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    write(&path, &reports()[..1]);
    let (journal, _) = Journal::open(&path, SETTING).unwrap();
    assert_eq!(Journal::open(&path, SETTING).err().unwrap().kind(), std::io::ErrorKind::WouldBlock);
    drop(journal);
    let (journal, opening) = Journal::open(&path, Hash([8; 32])).unwrap();
    assert_eq!(opening, Opening::Other);
    assert!(journal.entry(key(0)).is_none());
}

#[test]
fn what_no_input_has_any_more_goes_away_and_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let reports = reports();
    write(&path, &reports);
    let size = fs::metadata(&path).unwrap().len();
    let (mut journal, _) = Journal::open(&path, SETTING).unwrap();
    for index in [0, 2] {
        journal.add(key(index), &index.to_string(), 1, None).unwrap();
    }
    let vanished = journal.finish(|name| name == "1").unwrap();
    let mut expected: Vec<String> = (3..reports.len()).map(|index| index.to_string()).collect();
    expected.sort();
    assert_eq!(vanished, expected);
    assert!(fs::metadata(&path).unwrap().len() < size);
    let (journal, opening) = Journal::open(&path, SETTING).unwrap();
    assert_eq!(opening, Opening::Known { entries: 2 });
    assert_eq!(shown(&journal.entry(key(2)).unwrap().report.unwrap()), shown(&reports[2]));
}

#[test]
fn a_journal_is_free_once_it_is_closed_though_children_are_begun_all_the_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    std::thread::scope(|scope| {
        let children = || (0..200).for_each(|_| _ = std::process::Command::new("true").status());
        let spawning = [scope.spawn(children), scope.spawn(children)];
        while !spawning.iter().all(|thread| thread.is_finished()) {
            assert!(Journal::open(&path, SETTING).is_ok());
        }
    });
}

/// How many of the first reports a journal still has; each that it has is as it was.
fn intact(path: &Path, reports: &[Report]) -> usize {
    let (mut journal, _) = Journal::open(path, SETTING).unwrap();
    let known: Vec<bool> = (0..reports.len())
        .map(|index| {
            let entry = journal.entry(key(index));
            if let Some(entry) = &entry {
                assert_eq!(shown(entry.report.as_ref().unwrap()), shown(&reports[index]));
            }
            entry.is_some()
        })
        .collect();
    let count = known.iter().take_while(|known| **known).count();
    assert!(known[count..].iter().all(|known| !known), "{known:?}");
    // What is lost can be written again.
    for (index, report) in reports.iter().enumerate() {
        journal.add(key(index), &index.to_string(), 1, Some(report)).unwrap();
    }
    drop(journal);
    let (journal, opening) = Journal::open(path, SETTING).unwrap();
    assert_eq!(opening, Opening::Known { entries: reports.len() });
    assert!((0..reports.len()).all(|index| journal.entry(key(index)).is_some()));
    count
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn a_journal_that_was_cut_or_damaged_gives_whole_entries_only(at in 0.0..1.0_f64, damage in any::<Option<u8>>()) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let reports = vec![report("0", PAGES[0]), report("1", PAGES[1])];
        write(&path, &reports);
        let mut bytes = fs::read(&path).unwrap();
        let at = (at * bytes.len() as f64) as usize;
        match damage {
            None => bytes.truncate(at),
            Some(bits) => bytes[at] ^= bits.max(1),
        }
        fs::write(&path, bytes).unwrap();
        prop_assert!(intact(&path, &reports) < reports.len());
    }
}

#[test]
fn every_number_of_a_decimal_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal");
    let mut report = report("0", PAGES[0]);
    for (fact, number) in
        report.facts.iter_mut().zip(["0.370", "-79228162514264337593543950335", "0.0000000000000000000000000001"])
    {
        fact.value = Value::Decimal(number.parse().unwrap());
    }
    write(&path, std::slice::from_ref(&report));
    let (journal, _) = Journal::open(&path, SETTING).unwrap();
    assert_eq!(shown(&journal.entry(key(0)).unwrap().report.unwrap()), shown(&report));
}
