//! What a run reads: lists, archives, and what is left out by its name.
#![cfg(feature = "cli")]

mod support;

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use assert_cmd::Command;
use support::page::Page;
use zip::write::SimpleFileOptions;

const PAGE: &str = include_str!("pages/2021.page");

fn docx() -> Vec<u8> {
    Page::parse(PAGE).unwrap_or_else(|error| panic!("{error}")).docx()
}

/// A zip archive of these members.
fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The same bytes with another name of the same length wherever the name stands.
fn renamed(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut found = 0;
    for at in 0..=bytes.len() - from.len() {
        if bytes[at..].starts_with(from) {
            bytes[at..at + from.len()].copy_from_slice(to);
            found += 1;
        }
    }
    assert_eq!(found, 2, "once before the member and once in the directory");
    bytes
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run(folder: &Path, arguments: &[&str], stdin: &[u8]) -> Ran {
    let mut command = Command::cargo_bin("baobiao").unwrap();
    let output = command.current_dir(folder).args(arguments).env("LC_ALL", "C").write_stdin(stdin).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// The first column of a wide table.
fn files(csv: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader.records().map(|record| record.unwrap()[0].to_owned()).collect()
}

#[test]
fn a_list_names_the_inputs_one_a_line_or_one_a_zero_byte() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["b.docx", "a c.docx", "line\nbreak.docx"] {
        fs::write(folder.path().join(name), docx()).unwrap();
    }
    let lines = run(folder.path(), &["convert", "--files-from", "-"], b"b.docx\r\n\na c.docx\n");
    assert_eq!((lines.code, files(&lines.out)), (0, vec!["b.docx".to_owned(), "a c.docx".to_owned()]));
    let zeros = run(folder.path(), &["convert", "a c.docx", "--files-from", "-", "-0"], b"line\nbreak.docx\0b.docx\0");
    assert_eq!(files(&zeros.out), ["a c.docx", "line\nbreak.docx", "b.docx"]);
    fs::write(folder.path().join("list.txt"), "b.docx\nno-such.docx\n*.docx\n").unwrap();
    let missing = run(folder.path(), &["convert", "--files-from", "list.txt"], b"");
    assert_eq!((missing.code, files(&missing.out).len()), (1, 1));
    assert!(missing.err.contains("no-such.docx: cannot be read"), "{}", missing.err);
    assert!(missing.err.contains("(named in list.txt, line 2)"), "{}", missing.err);
    assert!(missing.err.contains("(named in list.txt, line 3)"), "a list holds names, not patterns: {}", missing.err);
    assert_eq!(run(folder.path(), &["convert", "--files-from", "no-list.txt"], b"").code, 2);
}

#[cfg(unix)]
#[test]
fn a_listed_path_need_not_be_unicode() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let name = b"\xC4\xEA\xB1\xA8.docx";
    fs::write(folder.path().join(std::ffi::OsStr::from_bytes(name)), docx()).unwrap();
    assert_eq!(run(folder.path(), &["convert", "--files-from", "-", "-0", "-q"], name).code, 0);
}

#[test]
fn the_files_of_an_archive_are_inputs_with_the_names_that_people_gave_them() {
    let folder = tempfile::tempdir().unwrap();
    let docx = docx();
    let members: &[(&str, &[u8])] = &[
        ("2021/AAAA.docx", &docx),
        ("2020/b.docx", b"damaged"),
        ("2020/年报.docx", &docx),
        ("__MACOSX/2020/._b.docx", b"x"),
        ("2020/~$b.docx", b"x"),
        ("2020/.hidden.docx", b"x"),
        ("readme.txt", b"about these files"),
        ("inner.zip", &archive(&[("c.docx", &docx)])),
    ];
    let bytes = renamed(archive(members), b"2021/AAAA.docx", b"2021/\xC4\xEA\xB1\xA8.docx");
    fs::write(folder.path().join("reports.ZIP"), bytes).unwrap();
    for argument in ["reports.ZIP", "."] {
        let ran = run(folder.path(), &["convert", argument, "-v"], b"");
        let prefix = if argument == "." { "./" } else { "" };
        let names = ["2020/年报.docx", "2021/年报.docx"].map(|name| format!("{prefix}reports.ZIP/{name}"));
        assert_eq!((ran.code, files(&ran.out)), (1, names.to_vec()));
        assert!(ran.err.contains("reports.ZIP/2020/b.docx: is "), "{}", ran.err);
        assert!(ran.err.contains("reports.ZIP/inner.zip: is a zip archive"), "{}", ran.err);
        for left_out in ["2020/.hidden.docx", "2020/~$b.docx", "__MACOSX/2020/._b.docx"] {
            assert!(ran.err.contains(&format!("left out by its name: {prefix}reports.ZIP/{left_out}")), "{}", ran.err);
        }
    }
    let jobs = |jobs| run(folder.path(), &["convert", "reports.ZIP", "-j", jobs, "--to", "ndjson"], b"").out;
    assert_eq!(jobs("1"), jobs("8"));
}

#[test]
fn a_word_file_that_is_called_zip_is_still_one_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("report.zip"), docx()).unwrap();
    let ran = run(folder.path(), &["convert", "report.zip"], b"");
    assert_eq!((ran.code, files(&ran.out)), (0, vec!["report.zip".to_owned()]));
}

#[test]
fn an_archive_that_is_damaged_or_too_large_is_one_failure() {
    let folder = tempfile::tempdir().unwrap();
    let good = archive(&[("a.docx", &docx()), ("b.docx", &docx())]);
    fs::write(folder.path().join("good.zip"), &good).unwrap();
    fs::write(folder.path().join("cut.zip"), &good[..good.len() / 2]).unwrap();
    // Two members of one name: nobody can tell which one is meant.
    let twice = renamed(good.clone(), b"b.docx", b"a.docx");
    fs::write(folder.path().join("twice.zip"), twice).unwrap();
    let ran = run(folder.path(), &["convert", "cut.zip", "twice.zip", "good.zip"], b"");
    assert_eq!((ran.code, files(&ran.out)), (1, vec!["good.zip/a.docx".to_owned(), "good.zip/b.docx".to_owned()]));
    for name in ["cut.zip", "twice.zip"] {
        assert!(ran.err.contains(&format!("error[archive-unsound]: {name}: ")), "{}", ran.err);
    }
    let few = run(folder.path(), &["convert", "good.zip", "--limit", "members=1"], b"");
    assert!(few.code == 2 && few.err.contains("limit `members` of 1"), "{}", few.err);
}

#[test]
fn a_member_that_inflates_beyond_the_limit_is_refused_and_the_others_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let bomb = vec![0; 40 << 20];
    fs::write(folder.path().join("a.zip"), archive(&[("bomb.docx", &bomb), ("good.docx", &docx())])).unwrap();
    let ran = run(folder.path(), &["convert", "a.zip", "--limit", "input=1000000"], b"");
    assert_eq!((ran.code, files(&ran.out)), (1, vec!["a.zip/good.docx".to_owned()]));
    assert!(ran.err.contains("a.zip/bomb.docx: goes over the limit `input`"), "{}", ran.err);
}

#[test]
fn ten_thousand_members_are_listed_and_read_from_independent_places() {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> = (0..10_000).map(|index| format!("{index:05}.txt")).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), name.as_bytes())).collect();
    fs::write(folder.path().join("many.zip"), archive(&members)).unwrap();
    let ran = run(folder.path(), &["convert", "many.zip", "-v"], b"");
    assert_eq!(ran.err.matches("is plain text").count(), 10_000);
}

#[test]
fn a_dry_run_says_what_would_be_read_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.docx"), docx()).unwrap();
    fs::write(folder.path().join("b.pdf"), "%PDF-1.7").unwrap();
    fs::write(folder.path().join("c.txt"), "words").unwrap();
    fs::write(folder.path().join("d.zip"), archive(&[("e.docx", &docx())])).unwrap();
    let ran = run(folder.path(), &["convert", ".", "--dry-run", "-o", "out/", "--to", "all"], b"");
    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let lines: Vec<Vec<String>> = ran.out.lines().map(words).collect();
    let size = docx().len().to_string();
    assert_eq!(lines[0], ["read", "docx", &size, "./a.docx"]);
    assert_eq!(lines[1], ["refuse", "pdf", "8", "./b.pdf"]);
    assert_eq!(lines[2], ["skip", "no-document", "5", "./c.txt"]);
    assert_eq!(lines[3], ["read", "docx", &size, "./d.zip/e.docx"]);
    assert_eq!((ran.code, lines.len()), (0, 4));
    assert!(!folder.path().join("out").exists());
}

#[test]
fn progress_for_programs_is_json_and_ends_where_all_is_done() {
    let folder = tempfile::tempdir().unwrap();
    for index in 0..5 {
        fs::write(folder.path().join(format!("{index}.docx")), docx()).unwrap();
    }
    fs::write(folder.path().join("5.docx"), "damaged").unwrap();
    for target in ["out.csv", "out/"] {
        let ran = run(folder.path(), &["convert", ".", "--progress", "json", "-o", target], b"");
        let lines = ran.err.lines().filter(|line| line.starts_with('{'));
        let lines: Vec<serde_json::Value> = lines.map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!((&lines[0]["done"], &lines[0]["of"]), (&0.into(), &6.into()));
        let last = lines.last().unwrap();
        assert_eq!((&last["done"], &last["failed"], &last["seconds_left"]), (&6.into(), &1.into(), &0.0.into()));
        fs::remove_dir_all(folder.path().join("out")).ok();
        fs::remove_file(folder.path().join("out.csv")).ok();
    }
}
