//! The command line from outside: exit codes, what goes to which stream, and what it says when something is wrong.

use std::fs;
use std::path::Path;

use assert_cmd::Command;

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn baobiao(arguments: &[&str]) -> Ran {
    ran(&mut command(arguments))
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("baobiao").unwrap();
    command.args(arguments).env_remove("NO_COLOR").env_remove("COLUMNS").env_remove("CLICOLOR_FORCE");
    command.env("LC_ALL", "C").env_remove("LANGUAGE");
    command
}

fn ran(command: &mut Command) -> Ran {
    let output = command.output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder with files of these names and contents.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        fs::write(folder.path().join(name), content).unwrap();
    }
    folder
}

fn in_folder(folder: &Path, arguments: &[&str]) -> Ran {
    ran(command(arguments).current_dir(folder))
}

#[test]
fn help_says_what_there_is() {
    for words in [
        &["--help"][..],
        &["convert", "--help"],
        &["check", "--help"],
        &["drift", "--help"],
        &["tables", "--help"],
        &["detect", "--help"],
        &["inspect", "--help"],
        &["explain", "--help"],
        &["schemas", "--help"],
        &["completions", "--help"],
        &["man", "--help"],
        &["json-schema", "--help"],
    ] {
        let help = baobiao(words);
        assert_eq!((help.code, help.err.as_str()), (0, ""));
        let name = format!("help {}", words[0].trim_start_matches("--")).replace("help help", "help").replace(' ', "-");
        insta::assert_snapshot!(name, help.out.replace(".exe", ""));
    }
}

#[test]
fn what_is_no_usage_ends_with_2_and_no_data() {
    for arguments in [
        &[][..],
        &["no-such-command"],
        &["convert"],
        &["convert", "a.docx", "--to", "no-such-kind"],
        &["convert", "a.docx", "-j", "0"],
        &["check", "a.docx", "-q", "-v"],
        &["drift"],
        &["drift", "a.docx", "--schema", "no-such-schema"],
        &["explain"],
        &["convert", "a.docx", "--limit", "xml-dept=1"],
        &["convert", "a.docx", "--limit", "input=lots"],
        &["convert", "a.docx", "--schema", "no-such-schema"],
        &["convert", "a.docx", "-o", "out.unheard-of"],
        &["convert", "a.docx", "-o", "no/such/folder/out.csv"],
    ] {
        let folder = folder(&[("a.docx", b"not a document")]);
        let ran = in_folder(folder.path(), arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!ran.err.is_empty());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "{arguments:?} left a file behind");
    }
}

#[test]
fn a_file_that_does_not_exist_is_named_with_its_code_and_what_to_do() {
    for command in ["convert", "check", "drift", "tables", "inspect"] {
        let ran = baobiao(&[command, "no/such/report.docx"]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{command}");
        assert!(ran.err.starts_with("error[file-unreadable]: no/such/report.docx: cannot be read: "), "{}", ran.err);
        assert!(ran.err.contains("\n  help: check the path"), "{}", ran.err);
    }
}

#[test]
fn detect_tells_what_files_are_by_their_content() {
    let folder = folder(&[("a.doc", b"{\\rtf1 a}"), ("b.docx", b"%PDF-1.7"), ("c.xyz", b"<html><p>a")]);
    let ran = in_folder(folder.path(), &["detect", "a.doc", "b.docx", "c.xyz", "d.docx"]);
    assert_eq!(ran.code, 1);
    assert_eq!(
        ran.out.lines().skip(1).collect::<Vec<_>>(),
        [
            "a.doc: a Rich Text document (.rtf); it begins with `{\\rt`; can be read",
            "b.docx: a PDF document; `%PDF-` stands at its beginning; cannot be read: ask for the Word file: the tables of a PDF cannot be read without guessing",
            "c.xyz: a web page (HTML); text with the tags of a web page; can be read",
        ]
    );
    assert!(ran.out.starts_with("d.docx: cannot be read: "), "{}", ran.out);
    let ran = in_folder(folder.path(), &["detect", "a.doc", "--json"]);
    assert_eq!(ran.code, 0);
    let found: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&found["kind"], &found["readable"]), (&"rtf".into(), &true.into()));
    let chinese = in_folder(folder.path(), &["detect", "a.doc", "--lang", "zh"]);
    assert_eq!(chinese.out, "a.doc：RTF 文档（.rtf）；以 `{\\rt` 开头；可以读取\n");
}

#[test]
fn a_named_file_that_is_no_document_is_refused_and_never_skipped() {
    let folder = folder(&[("notes.txt", b"hello")]);
    let ran = in_folder(folder.path(), &["convert", "notes.txt"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("]: notes.txt: is "), "{}", ran.err);
    assert!(ran.err.ends_with("0 reports, 0 facts; 1 file failed\n"), "{}", ran.err);
}

#[test]
fn in_a_folder_what_is_no_document_is_skipped_unless_it_calls_itself_one() {
    let folder =
        folder(&[("notes.txt", b"hello"), ("report.docx", b"hello"), (".hidden.docx", b"x"), ("~$a.docx", b"x")]);
    let ran = in_folder(folder.path(), &["convert", "."]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("report.docx: is "), "{}", ran.err);
    assert!(!ran.err.contains("notes.txt"), "{}", ran.err);
    assert!(ran.err.ends_with("0 reports, 0 facts; 1 file failed, 1 skipped, 2 left out\n"), "{}", ran.err);
    let verbose = in_folder(folder.path(), &["convert", ".", "-v"]);
    assert!(verbose.err.contains("notes.txt: is "), "{}", verbose.err);
    let quiet = in_folder(folder.path(), &["convert", ".", "-q"]);
    assert!(quiet.err.contains("report.docx") && !quiet.err.contains("0 reports"), "{}", quiet.err);
}

#[test]
fn in_a_folder_text_is_read_where_it_calls_itself_text_and_has_figures_in_lines() {
    let text = include_bytes!("../pages/lines-2021.txt");
    let long = ["一、总体情况\n".repeat(10_000).as_bytes(), text].concat();
    let folder = folder(&[("a.txt", text), ("b.TXT", &long), ("c.log", text), ("readme.txt", b"hello")]);
    let ran = in_folder(folder.path(), &["convert", ".", "-q"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let files: Vec<&str> = ran.out.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(files, ["./a.txt", "./b.TXT"]);
    // A file that is asked for by its name is read by its content.
    assert_eq!(in_folder(folder.path(), &["convert", "c.log"]).code, 0);
    let chain = in_folder(folder.path(), &["explain", "a.txt", "applications.result.total.total"]);
    assert!(chain.out.contains("118") && chain.out.contains("（七）总计"), "{}", chain.out);
    let seen = in_folder(folder.path(), &["inspect", "a.txt"]);
    assert!(seen.out.contains("Table 2: 26 rows, 10 columns"), "{}", seen.out);
}

#[test]
fn where_nothing_was_read_no_file_appears_and_an_old_one_stays() {
    let folder = folder(&[("a.docx", b"not a document"), ("old.csv", b"old")]);
    assert_eq!(in_folder(folder.path(), &["convert", "a.docx", "-o", "new.csv"]).code, 2);
    assert_eq!(in_folder(folder.path(), &["convert", "a.docx", "-o", "old.csv"]).code, 2);
    assert_eq!(fs::read(folder.path().join("old.csv")).unwrap(), b"old");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn an_input_is_never_written_over() {
    let folder = folder(&[("a.csv", b"precious")]);
    let ran = in_folder(folder.path(), &["convert", "a.csv", "-o", "./a.csv"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("is one of the inputs"), "{}", ran.err);
    assert_eq!(fs::read(folder.path().join("a.csv")).unwrap(), b"precious");
}

#[test]
fn a_file_given_twice_is_read_once() {
    let folder = folder(&[("a.docx", b"x")]);
    let ran = in_folder(folder.path(), &["convert", "a.docx", "a.docx"]);
    assert!(ran.err.contains("note: a.docx: was given twice"), "{}", ran.err);
    assert!(ran.err.contains("1 file failed"), "{}", ran.err);
}

#[test]
#[cfg(unix)]
fn a_file_name_cannot_act_on_the_terminal() {
    let folder = folder(&[("evil\u{1b}[31m\u{202e}.docx", b"x")]);
    let ran = in_folder(folder.path(), &["convert", "."]);
    assert!(ran.err.contains("evil\\u{1b}[31m\\u{202e}.docx"), "{}", ran.err);
    assert!(!ran.err.contains('\u{1b}'));
}

#[test]
fn colour_is_a_choice() {
    let esc = '\u{1b}';
    assert!(!baobiao(&["convert", "no.docx"]).err.contains(esc));
    assert!(baobiao(&["convert", "no.docx", "--color", "always"]).err.contains(esc));
    assert!(baobiao(&["explain", "check-broken", "--color", "always"]).out.contains(esc));
    assert!(!baobiao(&["explain", "check-broken"]).out.contains(esc));
}

#[test]
fn codes_are_explained_listed_and_suggested() {
    let list = baobiao(&["explain", "--list"]);
    for code in baobiao::model::CODES {
        assert!(list.out.contains(code.id), "{}", code.id);
        let ran = baobiao(&["explain", code.id]);
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains(code.title.english) && ran.out.contains(code.explanation.english), "{}", ran.out);
    }
    let unknown = baobiao(&["explain", "chek-brokn"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (2, ""));
    assert!(unknown.err.contains("did you mean check-broken?"), "{}", unknown.err);
}

#[test]
fn a_mistyped_field_is_answered_with_those_that_there_are() {
    let ran = baobiao(&["explain", "a.docx", "applications.new_received.totel"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("did you mean applications.new_received.total"), "{}", ran.err);
}

#[test]
fn schemas_are_listed_shown_and_checked() {
    let list = baobiao(&["schemas", "list"]);
    assert_eq!(list.code, 0);
    assert!(list.out.starts_with("foi-report  政府信息公开工作年度报告"));
    let (id, toml) = baobiao::schema::BUILTIN[0];
    assert_eq!(baobiao(&["schemas", "show", id]).out, toml);
    let unknown = baobiao(&["schemas", "show", "foi-reprot"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("did you mean foi-report?"), "{}", unknown.err);

    let folder = folder(&[("good.toml", toml.as_bytes()), ("bad.toml", b"[schema]\nid = \"a\"\nnonsense = 1\n")]);
    let good = in_folder(folder.path(), &["schemas", "check", "good.toml"]);
    assert_eq!((good.code, good.out.as_str()), (0, ""));
    let bad = in_folder(folder.path(), &["schemas", "check", "bad.toml"]);
    assert_eq!(bad.code, 1);
    assert!(bad.err.contains("bad.toml:3:1: "), "{}", bad.err);
    assert_eq!(in_folder(folder.path(), &["schemas", "check", "none.toml"]).code, 2);
}

#[test]
fn a_schema_with_a_mistake_stops_everything_with_its_line() {
    let folder = folder(&[("bad.toml", b"[schema]\nid = 3\n"), ("a.docx", b"x")]);
    let ran = in_folder(folder.path(), &["convert", "a.docx", "--schema", "bad.toml"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("bad.toml:2:"), "{}", ran.err);
}

#[test]
fn a_closed_pipe_is_success() {
    for arguments in [&["explain", "--list"][..], &["schemas", "show", "foi-report"], &["schemas", "list"], &["--help"]]
    {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = std::process::Command::new(assert_cmd::cargo::cargo_bin("baobiao"))
            .args(arguments)
            .env("LC_ALL", "C")
            .env_remove("LANGUAGE")
            .stdout(writer)
            .stderr(std::process::Stdio::piped())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(output.stderr.is_empty(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

/// The program under a locale.
fn under(locale: &str, arguments: &[&str]) -> Ran {
    ran(command(arguments).env("LC_ALL", locale))
}

#[test]
fn the_language_is_that_of_the_locale_or_the_one_asked_for() {
    let chinese = "错误[file-unreadable]：no.docx：无法读取：";
    let english = "error[file-unreadable]: no.docx: cannot be read: ";
    for (locale, arguments, expected) in [
        ("C", &["convert", "no.docx"][..], english),
        ("en_US.UTF-8", &["convert", "no.docx"], english),
        ("zh_CN.UTF-8", &["convert", "no.docx"], chinese),
        ("zh_TW.UTF-8", &["convert", "no.docx"], chinese),
        ("zh_CN.UTF-8", &["convert", "no.docx", "--lang", "en"], english),
        ("C", &["--lang=zh", "convert", "no.docx"], chinese),
    ] {
        let ran = under(locale, arguments);
        assert_eq!(ran.code, 2);
        assert!(ran.err.starts_with(expected), "{locale} {arguments:?}: {}", ran.err);
    }
    let ran = baobiao(&["convert", "no.docx", "--lang", "zh"]);
    assert!(ran.err.contains("\n  建议：请检查路径和访问权限\n"), "{}", ran.err);
}

#[test]
fn help_and_usage_errors_are_in_chinese_too() {
    for words in [
        &["--help"][..],
        &["convert", "--help"],
        &["check", "--help"],
        &["tables", "--help"],
        &["detect", "--help"],
        &["inspect", "--help"],
        &["explain", "--help"],
        &["schemas", "--help"],
    ] {
        let help = baobiao(&[words, &["--lang", "zh"]].concat());
        assert_eq!((help.code, help.err.as_str()), (0, ""));
        let name = words[0].trim_start_matches("--").replace("help", "all");
        insta::assert_snapshot!(format!("help-zh-{name}"), help.out.replace(".exe", ""));
    }
    let wrong = baobiao(&["--lang", "zh", "convert", "a.docx", "--to", "jsn"]);
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""));
    assert!(wrong.err.starts_with("错误：--to <KIND> 的值 jsn 无效"), "{}", wrong.err);
    let wrong = baobiao(&["--lang", "zh", "convert", "a.docx", "--limit", "cells"]);
    assert_eq!((wrong.code, wrong.err.as_str()), (2, "错误：--limit cells：应写作 NAME=N\n"));
}

#[test]
fn every_code_is_explained_in_chinese() {
    let list = baobiao(&["--lang", "zh", "explain", "--list"]);
    for code in baobiao::model::CODES {
        assert!(list.out.contains(code.title.chinese), "{}", code.id);
        let ran = baobiao(&["explain", code.id, "--lang", "zh"]);
        assert!(ran.out.contains(code.explanation.chinese) && ran.out.contains("级别："), "{}", ran.out);
    }
    for line in list.out.lines() {
        let han = line.chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).count();
        assert!(han > 6, "{line}");
    }
}
