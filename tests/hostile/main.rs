//! Files made to do harm: each has its verdict, its code, and a bound on the time and the memory that it may cost.
//!
//! Every file is made here by code, so none is kept. A run leaves those that it made in `target/tmp/hostile`, for other
//! readers to be tried on.

#[path = "../support/mod.rs"]
mod support;

mod bounds;
mod cases;
mod documents;
mod floods;
mod packages;
mod rich_text;
mod web;
mod web_archives;

use std::fs;
use std::path::{Path, PathBuf};

use baobiao::input::ReadOptions;
use cases::{CASES, Case, Verdict};
use support::line::{self, Outcome};

/// The stack that reading must do with, whatever a file nests.
const STACK: usize = 256 << 10;

fn verdict(outcome: Result<Outcome, String>) -> String {
    match outcome {
        Ok(Outcome::Read(notes)) => format!("read with {notes:?}"),
        Ok(Outcome::Refused(code)) => format!("refused with {code}"),
        Err(law) => law,
    }
}

fn expected(case: &Case) -> String {
    verdict(Ok(match case.verdict {
        Verdict::Read(notes) => Outcome::Read(notes.to_vec()),
        Verdict::Refused(code) => Outcome::Refused(code),
    }))
}

#[test]
fn every_hostile_file_has_its_verdict_on_a_small_stack() {
    let mut wrong = Vec::new();
    for case in CASES {
        let bytes = (case.make)();
        let thread = std::thread::Builder::new().stack_size(STACK);
        let whole = move || line::whole(&format!("hostile.{}", case.extension), bytes, &ReadOptions::default());
        let found = thread.spawn(whole).expect("a thread").join();
        let found = found.map_or_else(|_| "a panic".to_owned(), verdict);
        if found != expected(case) {
            wrong.push(format!("{} ({}): {found}, not {}", case.name, case.extension, expected(case)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is wrong with a run of the program on one case, if anything.
fn fault(case: &Case, folder: &Path) -> Option<String> {
    let file = folder.join(format!("{}.{}", case.name, case.extension));
    let bytes = (case.make)();
    fs::write(&file, &bytes).expect("a file is written");
    let outputs = tempfile::tempdir().expect("a folder");
    let out = outputs.path().join("out.json");
    let words = ["convert", "-q", "-j", "1", "--color", "never", "-o"].map(Path::new);
    let arguments: Vec<&Path> = words.into_iter().chain([out.as_path(), file.as_path()]).collect();
    let ran = bounds::run(&arguments, case.bound.kibibytes + (bytes.len() >> 10) as u64);
    let left: Vec<PathBuf> =
        fs::read_dir(outputs.path()).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    let as_meant = match case.verdict {
        Verdict::Read(_) => ran.code == Some(0) && left == [out],
        Verdict::Refused(code) => {
            ran.code == Some(2) && left.is_empty() && ran.said.starts_with(&format!("error[{code}]: "))
        }
    };
    let allowed = case.bound.time * bounds::SLOWER;
    match ran {
        ran if !as_meant => Some(format!("{:?}, {left:?}: {}", ran.code, ran.said)),
        ran if ran.time > allowed => Some(format!("took {:?}, more than {allowed:?}", ran.time)),
        _ => None,
    }
}

#[cfg(all(target_os = "linux", feature = "cli"))]
#[test]
fn every_hostile_file_keeps_its_bounds_and_leaves_nothing_behind() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    fs::create_dir_all(&folder).expect("a folder");
    let wrong: Vec<String> = CASES
        .iter()
        .filter_map(|case| Some(format!("{} ({}): {}", case.name, case.extension, fault(case, &folder)?)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_case_is_listed_twice() {
    let mut names: Vec<(&str, &str)> = CASES.iter().map(|case| (case.extension, case.name)).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), CASES.len());
}
