//! Names and texts made to do harm: they never lead out of the folder of outputs, never reach a terminal as they are,
//! and are no formulas in a CSV for spreadsheets. Links that lie where outputs go are never written through.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use crate::support::package::*;
use assert_cmd::Command;

/// What a file, an agency or a cell may be called by someone who means harm; as a file's name, `/` and NUL are left out.
const EVIL: [&[u8]; 44] = [
    b"../../escaped",
    b"..",
    b".. ",
    b"...",
    b"/etc/passwd",
    b"//server/share",
    b"\\\\server\\share",
    b"C:\\Windows\\win.ini",
    b"C:relative",
    b"..\\..\\escaped",
    b"~/.bashrc",
    b"$HOME",
    b"`touch evil`",
    b"$(touch evil)",
    b"a;touch evil",
    b"a|touch evil",
    b"a\0b",
    b"a\nerror[fake]: a line of one's own",
    b"a\r\nb",
    b"a\tb",
    b"\x1b[31mred",
    b"\x1b]0;title\x07",
    b"\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\",
    b"\x1b[2J\x1b[H",
    b"\xc2\x9b31m",
    b"a\x08\x08\x7fb",
    b"\xe2\x80\xaexcod.exe",
    b"\xe2\x81\xa6isolated\xe2\x81\xa9",
    b"\xe2\x80\x8fright",
    b"=cmd|' /C calc'!A0",
    b"+1+cmd|' /C calc'!A0",
    b"-1+cmd|' /C calc'!A0",
    b"@SUM(1+1)*cmd|' /C calc'!A0",
    b"\xef\xbc\x9dcmd|' /C calc'!A0",
    b"<script>alert(1)</script>",
    b"<img src=x onerror=alert(1)>",
    b"CON",
    b"nul.txt",
    b"COM1",
    b"-o",
    b"--to",
    b"\xff\xfe\xc4\xea",
    b"\xed\xa0\x80\xed\xb0\x80",
    &[b'x'; 240],
];

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn baobiao(folder: &Path, arguments: &[&OsStr]) -> Ran {
    let output = Command::cargo_bin("baobiao").unwrap().args(arguments).current_dir(folder).output().unwrap();
    Ran {
        code: output.status.code().expect("no signal"),
        out: String::from_utf8(output.stdout).expect("text"),
        err: String::from_utf8(output.stderr).expect("text"),
    }
}

fn words<'a>(words: &[&'a str]) -> Vec<&'a OsStr> {
    words.iter().map(|word| OsStr::new(*word)).collect()
}

/// Asserts that a text does nothing to a terminal, and that no line of it is forged.
fn assert_harmless(text: &str, what: &str) {
    let acts = |c: &char| {
        (c.is_control() && *c != '\n')
            || matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    let found = text.chars().find(acts);
    let around: Vec<&str> = text.lines().filter(|line| line.chars().any(|c| acts(&c))).take(3).collect();
    assert_eq!(found, None, "{what}: {around:#?}");
    assert!(!text.lines().any(|line| line.starts_with("error[fake]")), "{what} has a line that nobody wrote: {text}");
}

/// Every path under a folder, links not followed.
fn all(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            }
            found.insert(entry.path());
        }
    }
    found
}

/// A text as XML; what XML has no character for is left out.
fn escaped(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).chars().filter(|c| *c != '\0').map(|c| format!("&#{};", u32::from(c))).collect()
}

/// A report whose title, agency, labels and figures are all this text.
fn report(evil: &[u8]) -> Vec<u8> {
    let evil = escaped(evil);
    let figures = table(&[
        row(&[cell("", "第二十条第（一）项"), cell("", ""), cell("", ""), cell("", "")]),
        row(&[cell("", "信息内容"), cell("", "本年制发件数"), cell("", "本年废止件数"), cell("", "现行有效件数")]),
        row(&[cell("", "规章"), cell("", &evil), cell("", "-3"), cell("", "0")]),
        row(&[cell("", &evil), cell("", &evil), cell("", "-1"), cell("", "0")]),
        row(&[cell("", "行政规范性文件"), cell("", "1"), cell("", &format!("2（{evil}）")), cell("", &evil)]),
    ]);
    let title = paragraph(&format!("{evil}2021年政府信息公开工作年度报告"));
    let unknown = format!("<x:evil>{evil}</x:evil>");
    let heading = paragraph("二、主动公开政府信息情况");
    let body = [title, heading, figures, paragraph(&evil), unknown].concat();
    package(document_xml(&body).as_bytes(), &[])
}

/// A file's name of these bytes, as far as the system has such names.
fn file_name(evil: &[u8]) -> Vec<u8> {
    let bytes = evil.iter().copied().filter(|byte| !matches!(byte, 0 | b'/'));
    bytes.chain(*b".docx").collect()
}

#[test]
fn evil_file_names_stay_inside_and_are_spelt_out() {
    let folder = tempfile::tempdir().unwrap();
    let (reports, work) = (folder.path().join("reports"), folder.path().join("work"));
    fs::create_dir_all(&reports).unwrap();
    fs::create_dir_all(&work).unwrap();
    for (index, evil) in EVIL.iter().enumerate() {
        let content = if index % 5 == 4 { b"no document".to_vec() } else { report(evil) };
        fs::write(reports.join(OsStr::from_bytes(&file_name(evil))), content).unwrap();
    }
    let before = all(folder.path());
    let reports = reports.to_str().unwrap();
    for arguments in [
        &["convert", reports, "-v", "-o", "out", "--to", "all", "--audit", "--bom"][..],
        &["convert", reports, "-v", "--to", "json", "-o", "out/one.json"],
        &["convert", reports, "--dry-run", "-v"],
        &["check", reports, "-v", "--audit"],
        &["check", reports, "--dry-run"],
        &["tables", reports],
        &["convert", reports, "--progress", "json", "-o", "out/again.csv"],
    ] {
        let ran = baobiao(&work, &words(arguments));
        assert!(ran.code < 2, "{arguments:?}: {}", ran.err);
        assert_harmless(&ran.err, &format!("what {arguments:?} says"));
        assert_harmless(&ran.out, &format!("what {arguments:?} shows"));
    }
    for path in all(folder.path()).difference(&before) {
        assert!(path.starts_with(work.join("out")), "{path:?} lies outside");
        let name = path.file_name().unwrap().to_str().expect("names of outputs are text");
        assert_harmless(name, "an output's name");
        assert!(!name.contains(['\n', '\\', ':', '|', '<', '>', '*', '?', '"']) && name.len() <= 255, "{name:?}");
    }
    // One in five is no document, and those that begin with a dot are hidden.
    let is_read = |(index, evil): (usize, &&[u8])| index % 5 != 4 && file_name(evil)[0] != b'.';
    let read = EVIL.iter().enumerate().filter(|evil| is_read(*evil)).count();
    let each = all(&work.join("out/json")).len();
    assert_eq!(each, read, "every report has a file of its own");
}

#[test]
fn evil_names_of_single_files_are_spelt_out() {
    let folder = tempfile::tempdir().unwrap();
    for evil in EVIL {
        let name = file_name(evil);
        let path = Path::new(".").join(OsStr::from_bytes(&name));
        fs::write(folder.path().join(&path), report(evil)).unwrap();
        let field = "active_disclosure.art20_1.regulations.issued_this_year";
        let missing = Path::new("nowhere").join(&path);
        for (command, file, field) in [
            ("inspect", path.as_path(), None),
            ("explain", path.as_path(), Some(field)),
            ("explain", path.as_path(), Some("no\u{1b}[31m.such.field")),
            ("explain", missing.as_path(), None),
            ("inspect", missing.as_path(), None),
            ("check", missing.as_path(), None),
            ("schemas", path.as_path(), None),
        ] {
            let mut arguments = words(if command == "schemas" { &["schemas", "check"] } else { &[] });
            arguments.extend((command != "schemas").then_some(OsStr::new(command)));
            arguments.push(file.as_os_str());
            arguments.extend(field.map(OsStr::new));
            let ran = baobiao(folder.path(), &arguments);
            let what = format!("{command} of {:?}", String::from_utf8_lossy(evil));
            assert_harmless(&ran.err, &what);
            assert_harmless(&ran.out, &what);
        }
        let mut arguments = words(&["convert", "-o"]);
        let target = Path::new("no-such-folder").join(&path).with_extension("csv");
        arguments.extend([target.as_os_str(), path.as_os_str()]);
        assert_harmless(&baobiao(folder.path(), &arguments).err, "a target that cannot be written");
    }
}

#[test]
fn evil_names_in_archives_are_only_names() {
    let folder = tempfile::tempdir().unwrap();
    let work = folder.path().join("a/b/c");
    fs::create_dir_all(&work).unwrap();
    let names: Vec<Vec<u8>> = EVIL.iter().map(|evil| [evil, &b".docx"[..]].concat()).collect();
    let contents: Vec<Vec<u8>> = EVIL.iter().map(|evil| report(evil)).collect();
    let entries: Vec<RawEntry> =
        names.iter().zip(&contents).map(|(name, content)| RawEntry::stored(name, content)).collect();
    fs::write(work.join("evil.zip"), raw_zip(&entries)).unwrap();
    let before = all(folder.path());
    for arguments in [
        &["convert", "evil.zip", "-v", "-o", "out", "--to", "csv,json,ndjson"][..],
        &["check", "evil.zip", "-v"],
        &["check", "evil.zip", "--dry-run"],
        &["tables", "evil.zip"],
    ] {
        let ran = baobiao(&work, &words(arguments));
        assert!(ran.code < 2, "{arguments:?}: {}", ran.err);
        assert_harmless(&ran.err, &format!("what {arguments:?} says"));
        assert_harmless(&ran.out, &format!("what {arguments:?} shows"));
    }
    let made: Vec<PathBuf> = all(folder.path()).difference(&before).cloned().collect();
    assert!(made.len() > 10);
    assert!(made.iter().all(|path| path.starts_with(work.join("out"))), "{made:#?}");
}

/// The fields of a CSV.
fn fields(path: &Path) -> Vec<String> {
    let text = fs::read(path).unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_slice());
    reader.records().flat_map(|record| record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[test]
fn evil_texts_are_no_formulas_in_a_csv_for_spreadsheets_and_are_kept_in_any_other() {
    let folder = tempfile::tempdir().unwrap();
    for (index, evil) in EVIL.iter().enumerate() {
        fs::write(folder.path().join(format!("{index}.docx")), report(evil)).unwrap();
    }
    let is_number = |field: &str| field.parse::<f64>().is_ok();
    let leads = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    for kind in ["csv", "csv-long"] {
        for (options, guarded) in [(&["--bom"][..], true), (&[], false)] {
            let out = format!("{kind}-{guarded}.csv");
            let arguments = [&["convert", ".", "-q", "--to", kind, "-o", out.as_str()], options].concat();
            assert_eq!(baobiao(folder.path(), &words(&arguments)).code, 0);
            let fields = fields(&folder.path().join(&out));
            let formula = fields.iter().find(|field| field.starts_with(leads) && !is_number(field));
            assert_eq!(formula.is_none(), guarded, "{kind}: {formula:?}");
            assert!(fields.iter().any(|field| field == "-3"), "a negative figure is a figure");
            assert!(!fields.iter().any(|field| field == "'-3"), "no figure is guarded");
            let kept = if guarded { "'=cmd|' /C calc'!A0" } else { "=cmd|' /C calc'!A0" };
            // The wide table says only that such a value cannot be read.
            let has_it = fields.iter().any(|field| field.starts_with(kept));
            assert_eq!(has_it, kind == "csv-long", "{kind}: {kept}");
            fs::remove_file(folder.path().join(&out)).unwrap();
        }
    }
}

#[test]
fn links_where_outputs_go_are_never_written_through() {
    let folder = tempfile::tempdir().unwrap();
    let (victim, nowhere) = (folder.path().join("victim"), folder.path().join("nowhere"));
    let elsewhere = folder.path().join("elsewhere");
    fs::create_dir_all(elsewhere.join("partial")).unwrap();
    fs::write(elsewhere.join("partial/kept"), "precious").unwrap();
    fs::write(folder.path().join("a.docx"), report(b"x")).unwrap();
    let spared = |what: &str| {
        assert_eq!(fs::read_to_string(&victim).unwrap(), "precious", "{what}");
        assert!(!nowhere.exists(), "{what}: a file was made at the end of a dangling link");
        assert_eq!(all(&elsewhere).len(), 2, "{what}");
    };
    fs::write(&victim, "precious").unwrap();
    // One output that was named: the link is told of, and left as it is.
    for (name, end) in [("out.csv", &victim), ("dangling.csv", &nowhere)] {
        let link = folder.path().join(name);
        symlink(end, &link).unwrap();
        let ran = baobiao(folder.path(), &words(&["convert", "a.docx", "-o", name]));
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.err.contains("is a link"), "{}", ran.err);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        spared(name);
    }
    // A folder of outputs: the file takes the place of the link.
    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    symlink(&victim, out.join("reports.csv")).unwrap();
    symlink(&nowhere, out.join("manifest.jsonl")).unwrap();
    symlink(&elsewhere, out.join("json")).unwrap();
    let ran = baobiao(folder.path(), &words(&["convert", "a.docx", "-o", "out", "--to", "csv,json"]));
    assert_eq!(ran.code, 0, "{}", ran.err);
    spared("a folder");
    for name in ["reports.csv", "manifest.jsonl", "json"] {
        assert!(!fs::symlink_metadata(out.join(name)).unwrap().is_symlink(), "{name} is still a link");
    }
    // The program's own folder and journal in it.
    for (name, end) in [(".baobiao", &elsewhere), (".baobiao/journal", &victim), (".baobiao/journal", &nowhere)] {
        fs::remove_dir_all(&out).unwrap();
        let link = out.join(name);
        fs::create_dir_all(link.parent().unwrap()).unwrap();
        symlink(end, &link).unwrap();
        let ran = baobiao(folder.path(), &words(&["convert", "a.docx", "-o", "out"]));
        assert_eq!(ran.code, 2, "{}", ran.err);
        spared(name);
    }
    // Manual pages.
    let pages = folder.path().join("man");
    fs::create_dir(&pages).unwrap();
    symlink(&victim, pages.join("baobiao.1")).unwrap();
    assert_eq!(baobiao(folder.path(), &words(&["man", "man"])).code, 2);
    spared("a manual page");
    // A folder that was named is what the user named, be it a link.
    let target = folder.path().join("target");
    fs::create_dir(&target).unwrap();
    symlink(&target, folder.path().join("named")).unwrap();
    assert_eq!(baobiao(folder.path(), &words(&["convert", "a.docx", "-o", "named/"])).code, 0);
    assert!(target.join("reports.csv").is_file());
}
