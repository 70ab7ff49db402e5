//! A run into a folder that is stopped at any moment, runs again, and ends as if nothing had happened.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::support::page::Page;

const PAGE: &str = include_str!("../pages/2021.page");
const KILLS: usize = 100;

/// Reports, one of them with a wrong total, between damaged files and files that are none.
fn archive(reports: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for index in 0..reports {
        let page = if index % 5 == 4 { PAGE.replace("26654", "26655") } else { PAGE.replace("26654", "26654 ") };
        let bytes = Page::parse(&page).unwrap_or_else(|error| panic!("{error}")).docx();
        fs::write(folder.path().join(format!("{index:03}.docx")), bytes).unwrap();
    }
    fs::write(folder.path().join("003-damaged.docx"), "damaged").unwrap();
    fs::write(folder.path().join("readme.txt"), "about these files").unwrap();
    folder
}

fn command(input: &Path, out: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("baobiao"));
    command.args(["convert", "--to", "csv,json,sqlite", "-j", "2", "."]).arg("-o").arg(format!("{}/", out.display()));
    command.current_dir(input).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.env("LC_ALL", "C");
    command
}

fn run(input: &Path, out: &Path) -> (i32, String) {
    let Output { status, stderr, .. } = command(input, out).output().unwrap();
    (status.code().unwrap_or(-1), String::from_utf8(stderr).unwrap())
}

/// Every output but the timings, by its path; the program's own folder is none.
fn outputs(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_owned();
            if path.is_dir() && name != ".baobiao" {
                folders.push(path);
            } else if path.is_file() && name != "timings.csv" {
                found.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(path).unwrap());
            }
        }
    }
    found
}

fn assert_same(left: &BTreeMap<PathBuf, Vec<u8>>, right: &BTreeMap<PathBuf, Vec<u8>>) {
    assert_eq!(left.keys().collect::<Vec<_>>(), right.keys().collect::<Vec<_>>());
    for (path, bytes) in left {
        assert!(right[path] == *bytes, "{} differs", path.display());
    }
}

/// How many reports a run says that it knew.
fn known(stderr: &str) -> usize {
    let line = stderr.lines().find(|line| line.contains("known from an earlier run"));
    line.map_or(0, |line| line.split(' ').next().unwrap().replace(',', "").parse().unwrap())
}

/// Numbers without a pattern, the same every time.
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

#[test]
fn killed_at_any_moment_it_goes_on_and_ends_the_same() {
    const REPORTS: usize = 60;
    let input = archive(REPORTS);
    let target = tempfile::tempdir().unwrap();
    let whole = target.path().join("whole");
    let begin = Instant::now();
    assert_eq!(run(input.path(), &whole).0, 1);
    let usual = begin.elapsed();
    let expected = outputs(&whole);
    assert!(expected.contains_key(Path::new("manifest.jsonl")), "{:?}", expected.keys());

    let (mut kills, mut journeys, mut midway, mut state) = (0, 0, 0, 42);
    while kills < KILLS {
        let out = target.path().join(format!("journey-{journeys}"));
        journeys += 1;
        // Stopped several times on the way, later and later or not, then left alone.
        for _ in 0..4 {
            let mut child = command(input.path(), &out).spawn().unwrap();
            std::thread::sleep(
                usual.mul_f64(random(&mut state) as f64 / f64::from(u32::MAX >> 1)).min(Duration::from_secs(2)),
            );
            if child.try_wait().unwrap().is_none() {
                child.kill().unwrap();
                kills += 1;
            }
            child.wait().unwrap();
            midway += usize::from((1..REPORTS).contains(&entries(&out)));
            // Whatever has its name is whole.
            for (path, bytes) in outputs_if_any(&out) {
                assert!(expected[&path] == bytes, "{} is not whole", path.display());
            }
        }
        let before = entries(&out);
        let (code, stderr) = run(input.path(), &out);
        assert_eq!(code, 1, "{stderr}");
        assert_same(&outputs(&out), &expected);
        assert!(known(&stderr) == before, "{} known, {before} in the journal", known(&stderr));
        assert_eq!(fs::read_dir(out.join(".baobiao")).unwrap().count(), 1, "nothing but the journal is left");
        fs::remove_dir_all(out).unwrap();
    }
    assert!(midway > KILLS / 10, "{midway} of {kills} kills were in the middle of the reports");
}

fn outputs_if_any(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    if folder.exists() { outputs(folder) } else { BTreeMap::new() }
}

/// How many whole reports a journal has: told by its frames, without the program's own help.
fn entries(out: &Path) -> usize {
    let bytes = fs::read(out.join(".baobiao/journal")).unwrap_or_default();
    let mut at = 48;
    let mut count = 0;
    while at + 12 <= bytes.len() {
        let length = u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        if at + 12 + length > bytes.len() {
            break;
        }
        // A frame with a report is longer than one with just a name.
        count += usize::from(length > 1000);
        at += 12 + length;
    }
    count
}

#[test]
fn a_full_disk_leaves_what_was_there_and_the_next_run_goes_on() {
    let input = archive(12);
    let target = tempfile::tempdir().unwrap();
    let (whole, out) = (target.path().join("whole"), target.path().join("out"));
    run(input.path(), &whole);
    let expected = outputs(&whole);
    let largest = expected.values().map(Vec::len).max().unwrap() / 512;
    for blocks in [0, 1, 8, 64, largest / 2, largest - 8] {
        // No file may become larger than so many blocks; a write that would is an error, as on a full disk.
        let program = command(input.path(), &out);
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"")).arg("sh");
        shell.arg(program.get_program()).args(program.get_args()).current_dir(input.path()).env("LC_ALL", "C");
        let output = shell.output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{blocks}: {stderr}");
        assert!(stderr.contains("cannot be"), "{blocks}: {stderr}");
        for (path, bytes) in outputs_if_any(&out) {
            assert!(expected[&path] == bytes, "{} is not whole", path.display());
        }
        assert!(!out.join(".baobiao/partial").exists());
    }
    assert_eq!(run(input.path(), &out).0, 1);
    assert_same(&outputs(&out), &expected);
}

#[test]
fn a_changed_input_is_read_again_and_a_vanished_one_is_named() {
    let input = archive(6);
    let target = tempfile::tempdir().unwrap();
    let (out, fresh) = (target.path().join("out"), target.path().join("fresh"));
    run(input.path(), &out);
    fs::copy(input.path().join("004.docx"), input.path().join("001.docx")).unwrap();
    fs::remove_file(input.path().join("002.docx")).unwrap();
    fs::remove_file(input.path().join("003-damaged.docx")).unwrap();
    let (_, stderr) = run(input.path(), &out);
    assert_eq!(known(&stderr), 4, "{stderr}");
    for name in ["002.docx", "003-damaged.docx"] {
        assert!(stderr.contains(&format!("{name}: was an input of an earlier run")), "{stderr}");
    }
    assert!(!stderr.contains("001.docx: was"), "{stderr}");
    run(input.path(), &fresh);
    assert_same(&outputs(&out), &outputs(&fresh));
    // Said once; then they are forgotten.
    let (_, stderr) = run(input.path(), &out);
    assert_eq!(known(&stderr), 5, "{stderr}");
    assert!(!stderr.contains("earlier run and"), "{stderr}");
}

#[test]
fn other_options_read_everything_again_and_so_does_a_wish() {
    let input = archive(3);
    let target = tempfile::tempdir().unwrap();
    let out = target.path().join("out");
    let with = |more: &[&str]| {
        let output = command(input.path(), &out).args(more).output().unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    assert_eq!(known(&with(&[])), 0);
    assert_eq!(known(&with(&["--bom", "--header", "both"])), 3, "how it is written has no part in how it is read");
    assert_eq!(known(&with(&["--fresh"])), 0);
    assert_eq!(known(&with(&[])), 3);
    let other = with(&["--revisions", "original"]);
    assert!(known(&other) == 0 && other.contains("journal is of another"), "{other}");
}

#[test]
fn every_input_is_in_the_manifest_once_and_the_counts_add_up() {
    let input = archive(10);
    let target = tempfile::tempdir().unwrap();
    let out = target.path().join("out");
    let output = command(input.path(), &out).arg("no-such-file.docx").output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(stderr.lines().last(), Some("13 inputs = 8 done + 2 warned + 1 refused + 1 failed + 1 skipped"));
    let manifest = fs::read_to_string(out.join("manifest.jsonl")).unwrap();
    let lines: Vec<serde_json::Value> = manifest.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut paths: Vec<&str> = lines.iter().map(|line| line["path"].as_str().unwrap()).collect();
    assert_eq!(lines.len(), 13);
    paths.sort_unstable();
    paths.dedup();
    assert_eq!(paths.len(), 13);
    let of = |path: &str| lines.iter().find(|line| line["path"] == path).unwrap();
    assert_eq!(of("./000.docx")["report"]["facts"], 200);
    assert_eq!(of("./004.docx")["code"], "check-broken");
    assert_eq!(of("./003-damaged.docx")["status"], "refused");
    assert_eq!(of("./readme.txt")["status"], "skipped");
    assert_eq!(of("no-such-file.docx")["status"], "failed");
    for line in &lines {
        assert_eq!(line["blake3"].is_null(), line["path"] == "no-such-file.docx", "{line}");
        assert_eq!(line["report"].is_null(), !matches!(line["status"].as_str(), Some("done" | "warned")), "{line}");
    }
    let failures = fs::read_to_string(out.join("failures.csv")).unwrap();
    assert_eq!(failures.lines().count(), 3, "{failures}");
    let timings = fs::read_to_string(out.join("timings.csv")).unwrap();
    assert_eq!(timings.lines().count(), 14, "{timings}");
}
