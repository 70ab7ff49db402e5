//! What the command line says to programs: JSON of every command, completions, manual pages, and suggestions.

use std::fs;
use std::path::Path;

use crate::support::page::Page;
use assert_cmd::Command;
use serde_json::Value;

const GOOD: &str = include_str!("../pages/2021.page");

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::cargo_bin("baobiao").unwrap();
    let output = command.current_dir(folder).args(arguments).env_remove("NO_COLOR").output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn json_lines(ran: &Ran) -> Vec<Value> {
    ran.out.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

/// A folder with a report whose total is one too many.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let page = GOOD.replace("26654", "26655");
    assert_ne!(page, GOOD);
    let bytes = Page::parse(&page).unwrap_or_else(|error| panic!("{error}")).docx();
    fs::write(folder.path().join("broken.docx"), bytes).unwrap();
    folder
}

#[test]
fn findings_are_the_same_for_people_and_for_programs() {
    let folder = folder();
    let text = run(folder.path(), &["check", "broken.docx"]);
    let json = run(folder.path(), &["check", "broken.docx", "--json"]);
    assert_eq!((text.code, json.code), (1, 1));
    assert_eq!(text.err, json.err);
    let found = json_lines(&json);
    assert!(!found.is_empty());
    let heads: Vec<&str> =
        text.out.lines().filter(|line| line.starts_with("error[") || line.starts_with("warning[")).collect();
    assert_eq!(heads.len(), found.len());
    for (head, found) in heads.iter().zip(&found) {
        let level = found["level"].as_str().unwrap();
        assert!(head.starts_with(&format!("{level}[{}]: ", found["code"].as_str().unwrap())), "{head} {found}");
        assert_eq!((&found["source"], &found["parts"][0]), (&"broken.docx".into(), &"word/document.xml".into()));
    }
    let broken = found.iter().find(|found| found["code"] == "check-broken").unwrap();
    assert_eq!(broken["verdict"]["left"]["value"], 27896);
    assert_eq!((&broken["note"], broken["place"]["table"].as_u64()), (&Value::Null, Some(1)));
    let all = json_lines(&run(folder.path(), &["check", "broken.docx", "--json", "-v"]));
    assert!(all.len() >= found.len());
}

#[test]
fn a_report_is_inspected_with_the_same_objects_that_are_converted() {
    let folder = folder();
    let inspected: Value =
        serde_json::from_str(&run(folder.path(), &["inspect", "broken.docx", "--json"]).out).unwrap();
    let report: Value =
        serde_json::from_str(&run(folder.path(), &["convert", "broken.docx", "-f", "json"]).out).unwrap();
    let tables: Value =
        serde_json::from_str(&run(folder.path(), &["tables", "broken.docx", "-f", "json"]).out).unwrap();
    assert_eq!((&inspected["report"], &inspected["document"]), (&report, &tables));
}

#[test]
fn a_traced_field_has_its_value_its_headers_and_its_checks() {
    let folder = folder();
    let field = "applications.new_received.total";
    let traced: Value =
        serde_json::from_str(&run(folder.path(), &["explain", "broken.docx", field, "--json"]).out).unwrap();
    assert_eq!((&traced["field"], &traced["fact"]["value"]), (&field.into(), &26655.into()));
    assert_eq!((&traced["vintage"], &traced["read_as"]), (&"2021".into(), &"count".into()));
    assert_eq!(traced["fact"]["columns"].as_array().unwrap().last().unwrap()["text"], "总计");
    let verdicts = traced["verdicts"].as_array().unwrap();
    assert!(
        verdicts.iter().any(|verdict| verdict["check"] == "applications-balance" && verdict["verdict"] == "broken")
    );
    let text = run(folder.path(), &["explain", "broken.docx", field]).out;
    assert_eq!(text.lines().filter(|line| line.starts_with("check ")).count(), verdicts.len());
}

#[test]
fn codes_are_listed_and_explained_as_objects() {
    let here = Path::new(".");
    let text = run(here, &["explain", "--list"]).out;
    let all = json_lines(&run(here, &["explain", "--list", "--json"]));
    assert_eq!(all.len(), text.lines().count());
    for (line, object) in text.lines().zip(&all) {
        for key in ["code", "level", "blame", "title"] {
            assert!(line.contains(object[key].as_str().unwrap()), "{key} of {object} is not in {line}");
        }
    }
    let one = json_lines(&run(here, &["explain", "check-broken", "--json"]));
    assert_eq!(one, [all.iter().find(|object| object["code"] == "check-broken").unwrap().clone()]);
    for code in ["archive-unsound", "member-encrypted", "list-unsound"] {
        assert_eq!(run(here, &["explain", code]).code, 0, "{code}");
    }
    let unknown = run(here, &["explain", "chek-broken", "--json"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (2, ""));
}

#[test]
fn schemas_are_objects_with_their_mistakes() {
    let folder = tempfile::tempdir().unwrap();
    let (id, toml) = baobiao::schema::BUILTIN[0];
    fs::write(folder.path().join("good.toml"), toml).unwrap();
    fs::write(folder.path().join("bad.toml"), "[schema]\nid = \"a\"\nnonsense = 1\n").unwrap();
    let listed = json_lines(&run(folder.path(), &["schemas", "list", "--json"]));
    assert_eq!((listed.len(), &listed[0]["id"]), (baobiao::schema::BUILTIN.len(), &id.into()));
    let good = run(folder.path(), &["schemas", "check", "good.toml", "--json"]);
    let object = &json_lines(&good)[0];
    assert_eq!((good.code, &object["sound"], &object["fields"]), (0, &true.into(), &listed[0]["fields"]));
    assert!(good.err.contains(&format!("{} fields", object["fields"])), "{}", good.err);
    let bad = run(folder.path(), &["schemas", "check", "bad.toml", "--json"]);
    let object = &json_lines(&bad)[0];
    assert_eq!((bad.code, &object["sound"], &object["id"]), (1, &false.into(), &Value::Null));
    assert_eq!((&object["error"]["line"], &object["error"]["column"]), (&3.into(), &1.into()));
    assert!(bad.err.contains(object["error"]["message"].as_str().unwrap()), "{}", bad.err);
}

#[test]
fn the_schema_of_the_json_is_printed_as_it_is_and_fits_what_is_converted() {
    let folder = folder();
    let printed = run(folder.path(), &["json-schema"]).out;
    assert_eq!(printed, include_str!("../../schemas/report.schema.json"));
    let schema = jsonschema::validator_for(&serde_json::from_str(&printed).unwrap()).unwrap();
    let report = run(folder.path(), &["convert", "broken.docx", "-f", "json"]).out;
    assert!(schema.is_valid(&serde_json::from_str(&report).unwrap()));
}

#[test]
fn every_shell_is_told_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = run(Path::new("."), &["completions", shell]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        for word in ["convert", "check", "drift", "inspect", "explain", "schemas", "json-schema", "files-from"] {
            assert!(ran.out.contains(word), "{word} is not in the completions of {shell}");
        }
    }
}

#[test]
fn manual_pages_are_one_on_standard_output_or_all_in_a_folder() {
    let page = run(Path::new("."), &["man"]);
    assert_eq!((page.code, page.err.as_str()), (0, ""));
    assert!(page.out.contains(".TH baobiao 1") && page.out.contains("baobiao\\-convert"), "{}", page.out);
    let folder = tempfile::tempdir().unwrap();
    let ran = run(folder.path(), &["man", "pages/man1"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    for name in ["baobiao.1", "baobiao-convert.1", "baobiao-drift.1", "baobiao-schemas-check.1"] {
        let page = fs::read_to_string(folder.path().join("pages/man1").join(name)).unwrap();
        assert!(page.contains(".SH OPTIONS"), "{name}");
    }
    fs::write(folder.path().join("file"), "").unwrap();
    assert_eq!(run(folder.path(), &["man", "file"]).code, 2);
}

#[test]
fn what_is_mistyped_is_answered_with_what_there_is() {
    let folder = folder();
    for (arguments, expected) in [
        (&["convrt", "a.docx"][..], "'convert'"),
        (&["schemas", "lst"], "'list'"),
        (&["convert", "a.docx", "--outptu", "b"], "'--output'"),
        (&["check", "a.docx", "--jsn"], "'--json'"),
        (&["convert", "a.docx", "--to", "csv-lnog"], "'csv-long'"),
        (&["completions", "bsh"], "'bash'"),
        (&["convert", "a.docx", "-o", "out.ndjsn"], "did you mean ndjson"),
        (&["convert", "a.docx", "--limit", "membres=3"], "did you mean members"),
        (&["convert", "a.docx", "--schema", "foi-reprot"], "did you mean foi-report?"),
        (&["schemas", "show", "foi-reprot"], "did you mean foi-report?"),
        (&["explain", "chek-broken"], "did you mean check-broken?"),
        (&["explain", "membr-twice"], "did you mean member-twice?"),
        (&["explain", "broken.docx", "applications.new_received.totl"], "did you mean applications.new_received.total"),
    ] {
        let ran = run(folder.path(), arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains(expected), "{arguments:?}: {}", ran.err);
    }
}
