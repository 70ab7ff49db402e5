//! Archives and lists as inputs: what becomes of every file in them, whatever its name and however it is packed.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::package::{RawEntry, crc32, document_xml, package, paragraph, raw_zip, zipped};
use assert_cmd::Command;
use baobiao::batch::{Argument, Input, Listing, Opened, list, open, run};
use baobiao::input::ReadOptions;
use baobiao::model::Limits;
use proptest::prelude::*;
use serde_json::Value;

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn baobiao(folder: &Path, arguments: &[&str], stdin: &[u8]) -> Ran {
    let mut command = Command::cargo_bin("baobiao").unwrap();
    let output = command.current_dir(folder).args(arguments).write_stdin(stdin).output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A small Word document.
fn docx(text: &str) -> Vec<u8> {
    package(document_xml(&paragraph(text)).as_bytes(), &[])
}

fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn listed(path: PathBuf) -> Listing {
    list(&[Argument::from(path)], &Limits::default())
}

/// The names of what is read, of members without their archive.
fn names(listing: &Listing) -> Vec<String> {
    let name = |input: &Input| match input {
        Input::Member(member) => member.inner().to_owned(),
        _ => input.name(),
    };
    listing.inputs.iter().map(name).collect()
}

/// Each input: its text, or `skipped CODE`, or `failed CODE`.
fn outcomes(listing: &Listing, options: &ReadOptions) -> Vec<String> {
    let outcome = |input| match open(input, options) {
        Ok(Opened::Document(document)) => crate::support::package::lines(&document).join("|"),
        Ok(Opened::Skipped(kind)) => format!("skipped {}", kind.code),
        Err(failure) => format!("failed {}", failure.code),
    };
    listing.inputs.iter().map(outcome).collect()
}

#[test]
fn every_file_of_an_archive_is_an_input_sorted_by_name() {
    let (a, b) = (docx("甲"), docx("乙"));
    let zip = zipped(&[
        ("b/乙.docx", &b),
        ("a.docx", &a),
        ("b/", b""),
        ("__MACOSX/b/._乙.docx", b"x"),
        ("b/.hidden.docx", b"x"),
        ("b/~$乙.docx", b"x"),
        ("notes.txt", b"hello"),
        ("damaged.docx", b"hello"),
    ]);
    let folder = folder(&[("reports.zip", &zip)]);
    for path in [folder.path().join("reports.zip"), folder.path().to_owned(), folder.path().join("*.zip")] {
        let listing = listed(path);
        assert!(listing.failures.is_empty(), "{:?}", listing.failures);
        assert_eq!(names(&listing), ["a.docx", "b/乙.docx", "damaged.docx", "notes.txt"]);
        let outcomes = outcomes(&listing, &ReadOptions::default());
        assert_eq!(outcomes, ["甲", "乙", "failed text", "skipped text"]);
        assert_eq!(listing.left_out.len(), 3);
    }
    let ran = baobiao(folder.path(), &["tables", "reports.zip", "-v"], b"");
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("left out: reports.zip/b/~$乙.docx: is hidden or ~$…\n"), "{}", ran.err);
    assert!(ran.err.contains("error[text]: reports.zip/damaged.docx: is "), "{}", ran.err);
}

#[test]
fn names_are_read_in_the_encoding_that_they_are_in() {
    let document = docx("x");
    // 年报 in GB18030; its name in UTF-8 beside it, with the checksum of the one that it replaces.
    let raw = b"\xc4\xea\xb1\xa8-2.docx";
    let mut path = vec![1];
    path.extend_from_slice(&crc32(raw).to_le_bytes());
    path.extend_from_slice("真名.docx".as_bytes());
    let mut extra = vec![0x75, 0x70];
    extra.extend_from_slice(&(path.len() as u16).to_le_bytes());
    extra.extend_from_slice(&path);
    let stored = |name| RawEntry::stored(name, &document);
    let zip = raw_zip(&[
        stored(b"\xc4\xea\xb1\xa8-1.docx"),
        RawEntry { extra: &extra, ..stored(raw) },
        RawEntry { flags: 0x800, ..stored("标记.docx".as_bytes()) },
        stored("无标记.docx".as_bytes()),
        stored(b"\xff\xfe.docx"),
        // GB18030 has a backslash as the second byte of a character; Windows writes one between folders.
        stored(b"2021\\\x81\x5c.docx"),
        stored(b"../../up.docx"),
    ]);
    let folder = folder(&[("a.zip", &zip)]);
    let listing = listed(folder.path().join("a.zip"));
    let expected =
        ["../../up.docx", "2021/乗.docx", "\\xff\\xfe.docx", "年报-1.docx", "无标记.docx", "标记.docx", "真名.docx"];
    assert_eq!(names(&listing), expected);
    assert_eq!(outcomes(&listing, &ReadOptions::default()), ["x"; 7]);
    let ran = baobiao(folder.path(), &["convert", "a.zip", "-o", "out/", "--to", "json"], b"");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("note: a.zip/../../up.docx: its `..` is only a name"), "{}", ran.err);
    assert!(folder.path().join("out/json/up.json").is_file() && folder.path().join("out/json/年报-1.json").is_file());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "a name in an archive never leads out of it");
}

#[test]
fn a_member_that_cannot_be_read_is_the_only_one_that_fails() {
    let document = docx("good");
    let stored = |name| RawEntry::stored(name, &document);
    let inner = zipped(&[("a.docx", &document)]);
    let mut zip = raw_zip(&[
        stored(b"good.docx"),
        RawEntry { flags: 1, ..stored(b"locked.docx") },
        RawEntry { method: 12, ..stored(b"method.docx") },
        stored(b"twice.docx"),
        stored(b"twice.docx"),
        RawEntry::stored(b"zip-in-zip.dat", &inner),
        RawEntry::stored(b"bad-sum.docx", b"some bytes that are changed afterwards"),
    ]);
    let at = zip.windows(4).position(|bytes| bytes == b"some").unwrap();
    zip[at] ^= 1;
    let folder = folder(&[("a.zip", &zip)]);
    let listing = listed(folder.path().join("a.zip"));
    let expected = [
        ("bad-sum.docx", "failed archive-unsound"),
        ("good.docx", "good"),
        ("locked.docx", "failed member-encrypted"),
        ("method.docx", "failed member-method"),
        ("twice.docx", "failed member-twice"),
        ("zip-in-zip.dat", "failed archive-in-archive"),
    ];
    assert_eq!(names(&listing), expected.map(|(name, _)| name));
    assert_eq!(outcomes(&listing, &ReadOptions::default()), expected.map(|(_, outcome)| outcome));
}

#[test]
fn a_damaged_archive_is_one_failure() {
    let whole = zipped(&[("a.docx", &docx("a")), ("b.docx", &docx("b"))]);
    let mut garbled = whole.clone();
    let at = garbled.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    garbled[at] = b'X';
    let document = docx("a");
    let mut overlapping = raw_zip(&[RawEntry::stored(b"a.docx", &document), RawEntry::stored(b"b.docx", &document)]);
    let second = overlapping.windows(4).rposition(|bytes| bytes == b"PK\x01\x02").unwrap();
    overlapping[second + 42..second + 46].copy_from_slice(&[0; 4]);
    for (name, bytes) in [("cut", &whole[..whole.len() - 30]), ("garbled", &garbled), ("overlapping", &overlapping)] {
        let folder = folder(&[("a.zip", bytes), ("good.docx", &docx("good"))]);
        let listing = listed(folder.path().to_owned());
        assert_eq!(listing.inputs.len(), 1, "{name}");
        let codes: Vec<_> = listing.failures.iter().map(|failure| failure.code).collect();
        assert_eq!(codes, ["archive-unsound"], "{name}");
        assert!(listing.failures[0].source.ends_with("a.zip"), "{name}: {:?}", listing.failures);
    }
}

#[test]
fn a_bomb_is_refused_with_the_name_of_the_limit() {
    let zeros = vec![0; 8 << 20];
    let zip = zipped(&[("bomb.docx", &zeros), ("good.docx", &docx("good"))]);
    assert!(zip.len() < 20_000);
    let folder = folder(&[("a.zip", &zip)]);
    let refused = |arguments: &[&str]| baobiao(folder.path(), arguments, b"").err;
    let err = refused(&["convert", "a.zip"]);
    assert!(err.contains("error[limit-reached]: a.zip/bomb.docx: goes over the limit `ratio` of 200\n"), "{err}");
    assert!(err.contains("--limit ratio=N") && err.contains("1 report, "), "{err}");
    let err = refused(&["convert", "a.zip", "--limit", "input=1000000"]);
    assert!(err.contains("a.zip/bomb.docx: goes over the limit `input` of 1000000\n"), "{err}");
    let err = refused(&["convert", "a.zip", "--limit", "members=1"]);
    assert!(err.contains("error[limit-reached]: a.zip: goes over the limit `members` of 1\n"), "{err}");
    let err = refused(&["convert", "a.zip", "--limit", "ratio=2000"]);
    assert!(err.contains("error[unknown]: a.zip/bomb.docx: is "), "{err}");
}

#[test]
fn an_office_document_is_no_archive_whatever_its_name() {
    let folder = folder(&[("report.zip", &docx("甲")), ("report.docx", &zipped(&[("a.docx", &docx("乙"))]))]);
    let listing = listed(folder.path().to_owned());
    assert_eq!(listing.inputs.len(), 2);
    // What calls itself a Word document is refused by name.
    assert_eq!(outcomes(&listing, &ReadOptions::default()), ["failed zip", "甲"]);
}

#[test]
fn a_thousand_members_are_a_thousand_results_in_order_at_any_number_of_threads() {
    let documents: Vec<(String, Vec<u8>)> =
        (0..1_000).map(|number| (format!("{number:04}.docx"), docx(&number.to_string()))).collect();
    let entries: Vec<RawEntry> =
        documents.iter().rev().map(|(name, bytes)| RawEntry::stored(name.as_bytes(), bytes)).collect();
    let folder = folder(&[("a.zip", &raw_zip(&entries))]);
    let listing = listed(folder.path().join("a.zip"));
    let texts = |jobs| {
        let mut texts = Vec::new();
        let work = |input: &Input| match open(input, &ReadOptions::default())? {
            Opened::Document(document) => Ok(crate::support::package::lines(&document).concat()),
            Opened::Skipped(kind) => panic!("{}", kind.name.english),
        };
        run(&listing.inputs, jobs, work, |_, result| {
            texts.push(result.unwrap());
            std::ops::ControlFlow::Continue(())
        })
        .unwrap();
        texts
    };
    let one = texts(1);
    assert_eq!(one, (0..1_000).map(|number| number.to_string()).collect::<Vec<_>>());
    assert_eq!(one, texts(8));
}

#[test]
fn a_member_is_named_through_its_archive() {
    let zip = zipped(&[("inner/年报.docx", &docx("甲")), ("notes.txt", b"hello"), ("[1].docx", &docx("乙"))]);
    let folder = folder(&[("a.zip", &zip)]);
    for (name, expected) in [("a.zip/inner/年报.docx", 0), ("a.zip/[1].docx", 0), ("a.zip/notes.txt", 2)] {
        for command in ["inspect", "convert"] {
            let ran = baobiao(folder.path(), &[command, name], b"");
            assert_eq!(ran.code, expected, "{command} {name}: {}", ran.err);
        }
    }
    let ran = baobiao(folder.path(), &["convert", "a.zip/inner/年报.docx", "-f", "json"], b"");
    assert_eq!(serde_json::from_str::<Value>(&ran.out).unwrap()["source"], "a.zip/inner/年报.docx");
    let twice = baobiao(folder.path(), &["convert", "a.zip/[1].docx", "a.zip"], b"");
    assert!(twice.err.contains("note: a.zip/[1].docx: was given twice"), "{}", twice.err);
    for command in ["inspect", "convert"] {
        let ran = baobiao(folder.path(), &[command, "a.zip/none.docx"], b"");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        assert!(ran.err.contains("a.zip/none.docx: there is no such file in the archive a.zip"), "{}", ran.err);
    }
    let field = "applications.new_received.total";
    let ran = baobiao(folder.path(), &["explain", "a.zip/inner/年报.docx", field], b"");
    assert!(ran.out.contains("file           a.zip/inner/年报.docx\n"), "{}{}", ran.out, ran.err);
}

#[test]
fn inputs_come_from_a_list() {
    let (a, b, c) = (docx("a"), docx("b"), docx("c"));
    let folder = folder(&[
        ("a.docx", &a),
        ("b 年.docx", &b),
        ("sub/c.docx", &c),
        ("list", "\u{feff}b 年.docx\r\n\r\nsub\nno.docx\n".as_bytes()),
    ]);
    let sources = |ran: &Ran| -> Vec<String> {
        let source = |line: &str| serde_json::from_str::<Value>(line).unwrap()["source"].as_str().unwrap().to_owned();
        ran.out.lines().map(source).collect()
    };
    let ran = baobiao(folder.path(), &["convert", "a.docx", "--files-from", "list", "-f", "ndjson"], b"");
    assert_eq!(ran.code, 1);
    assert_eq!(sources(&ran), ["a.docx", "b 年.docx", "sub/c.docx"]);
    assert!(ran.err.contains("error[file-unreadable]: no.docx: cannot be read: "), "{}", ran.err);
    assert!(ran.err.contains(" (line 4 of list)\n"), "{}", ran.err);
    let by_nul = "sub/c.docx\0b 年.docx\0".as_bytes();
    let ran = baobiao(folder.path(), &["convert", "--files-from", "-", "-0", "-f", "ndjson"], by_nul);
    assert_eq!((ran.code, sources(&ran)), (0, vec!["sub/c.docx".to_owned(), "b 年.docx".to_owned()]), "{}", ran.err);
    let wrong = baobiao(folder.path(), &["convert", "--files-from", "list", "-f", "ndjson", "-0"], b"");
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""));
    for arguments in [&["convert"][..], &["convert", "-", "--files-from", "-"], &["convert", "a.docx", "-0"]] {
        let ran = baobiao(folder.path(), arguments, b"");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
    }
    let none = baobiao(folder.path(), &["convert", "--files-from", "no-list"], b"");
    assert_eq!(none.code, 2);
    assert!(none.err.contains("error[file-unreadable]: no-list: cannot be read: "), "{}", none.err);
}

#[test]
#[cfg(unix)]
fn a_path_in_a_list_need_not_be_text_and_two_such_files_keep_their_own_names() {
    use std::os::unix::ffi::OsStrExt;
    let folder = folder(&[]);
    for name in [&b"\xc4\xea.docx"[..], b"\xb1\xa8.docx"] {
        fs::write(folder.path().join(std::ffi::OsStr::from_bytes(name)), docx("x")).unwrap();
    }
    let ran = baobiao(folder.path(), &["convert", "--files-from", "-"], b"\xc4\xea.docx\n\xb1\xa8.docx\n");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let files: Vec<&str> = ran.out.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(files, ["\\xc4\\xea.docx", "\\xb1\\xa8.docx"]);
}

#[test]
fn a_dry_run_says_what_would_be_read_and_reads_nothing() {
    let document = docx("x");
    let zip = zipped(&[("in.docx", &document), ("notes.txt", b"hello")]);
    let folder = folder(&[("a.docx", &document), ("b.zip", &zip), ("c.docx", b"hello"), ("d.txt", b"hello")]);
    let size = document.len();
    for command in ["convert", "check"] {
        let ran = baobiao(folder.path(), &[command, ".", "--dry-run"], b"");
        assert_eq!(ran.code, 1);
        let expected = format!(
            "./a.docx: a Word document (.docx), {size} bytes\n./b.zip/in.docx: a Word document (.docx), {size} bytes\n./c.docx: fails: is plain text\n"
        );
        assert_eq!(ran.out, expected);
        assert!(ran.err.ends_with("2 files would be read, 1 would fail, 2 would be skipped\n"), "{}", ran.err);
    }
    let missing = baobiao(folder.path(), &["check", "no.docx", "--dry-run"], b"");
    assert_eq!(missing.code, 2);
    assert!(missing.out.starts_with("no.docx: fails: cannot be read: "), "{}", missing.out);
    let ran = baobiao(folder.path(), &["convert", ".", "no.docx", "--dry-run", "--json", "-o", "out.csv"], b"");
    let lines: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let states: Vec<_> = lines.iter().map(|line| line["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["failed", "read", "read", "skipped", "failed", "skipped"]);
    assert_eq!(lines[0]["failure"]["code"], "file-unreadable");
    assert_eq!((&lines[2]["source"], &lines[2]["bytes"]), (&"./b.zip/in.docx".into(), &size.into()));
    assert_eq!((&lines[2]["kind"], &lines[4]["failure"]["code"]), (&"docx".into(), &"text".into()));
    assert!(!folder.path().join("out.csv").exists());
    assert_eq!(baobiao(folder.path(), &["convert", "b.zip", "--dry-run"], b"").code, 0);
}

#[test]
fn progress_can_be_followed_by_a_program() {
    let files: Vec<(String, Vec<u8>)> = (0..20).map(|number| (format!("{number}.docx"), docx("x"))).collect();
    let mut named: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    named.push(("bad.docx", b"hello"));
    let folder = folder(&named);
    let ran = baobiao(folder.path(), &["convert", ".", "--progress", "json", "-q"], b"");
    let lines: Vec<Value> =
        ran.err.lines().filter(|line| line.starts_with('{')).map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&lines[0]["done"], &lines[0]["of"], &lines[0]["seconds_left"]), (&0.into(), &21.into(), &Value::Null));
    let last = lines.last().unwrap();
    assert_eq!((&last["done"], &last["failed"], &last["seconds_left"]), (&21.into(), &1.into(), &0.into()));
    assert!(last["per_second"].as_f64().unwrap() > 0.0);
    assert!(!baobiao(folder.path(), &["convert", ".", "--progress", "never"], b"").err.contains('{'));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn the_list_is_the_same_whatever_the_order_in_the_archive(order in Just((0..12_u8).collect::<Vec<_>>()).prop_shuffle()) {
        let document = docx("x");
        let names: Vec<Vec<u8>> = order.iter().map(|number| vec![0xc4, 0xa1 + number, b'.', b'd']).collect();
        let entries: Vec<RawEntry> = names.iter().map(|name| RawEntry::stored(name, &document)).collect();
        let folder = folder(&[("a.zip", &raw_zip(&entries))]);
        let listing = listed(folder.path().join("a.zip"));
        let found = self::names(&listing);
        prop_assert_eq!(found.len(), 12);
        prop_assert!(found.windows(2).all(|pair| pair[0].as_bytes() < pair[1].as_bytes()));
        prop_assert!(outcomes(&listing, &ReadOptions::default()).iter().all(|outcome| outcome == "x"));
    }
}
