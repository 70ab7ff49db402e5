//! Reports through the whole program: from Word files in a folder to data and findings.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::page::Page;
use assert_cmd::Command;
use serde_json::Value;

const GOOD: &str = include_str!("../pages/2021.page");
const OLD: &str = include_str!("../pages/2019.page");

struct Ran {
    code: i32,
    out: String,
    err: String,
}

/// A report whose total of new applications is one too many.
fn broken() -> String {
    let page = GOOD.replace("26654", "26655");
    assert_ne!(page, GOOD);
    page
}

fn docx(page: &str) -> Vec<u8> {
    Page::parse(page).unwrap_or_else(|error| panic!("{error}")).docx()
}

/// A folder with a good report of each vintage, one with a wrong total, and a damaged file between them.
fn archive() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("2021")).unwrap();
    for (name, content) in [
        ("2019.docx", docx(OLD)),
        ("2020.docx", b"damaged".to_vec()),
        ("2021/broken.docx", docx(&broken())),
        ("2021/good.docx", docx(GOOD)),
        ("2021/readme.txt", b"about these files".to_vec()),
    ] {
        fs::write(folder.path().join(name), content).unwrap();
    }
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Ran {
    run_with(folder, arguments, Vec::new())
}

fn run_with(folder: &Path, arguments: &[&str], stdin: Vec<u8>) -> Ran {
    let mut command = Command::cargo_bin("baobiao").unwrap();
    command.env("LC_ALL", "C").env_remove("LANGUAGE");
    let output = command.current_dir(folder).args(arguments).write_stdin(stdin).output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder of outputs in `folder`.
fn target(folder: &tempfile::TempDir, name: &str) -> String {
    format!("{}/{name}/", folder.path().display())
}

/// Every file under a folder that is not the program's own, by its path in it.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != ".baobiao" {
            found.extend(contents(&path).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else if path.is_file() {
            found.insert(name, fs::read(path).unwrap());
        }
    }
    found
}

#[test]
fn one_report_is_data_on_standard_output_and_one_line_on_the_other() {
    let folder = archive();
    let ran = run(folder.path(), &["convert", "2021/good.docx"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, "1 report, 200 facts\n"));
    let mut reader = csv::Reader::from_reader(ran.out.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let record = reader.records().next().unwrap().unwrap();
    let cell = |name| &record[headers.iter().position(|header| header == name).unwrap()];
    assert_eq!(cell("file"), "2021/good.docx");
    assert_eq!(cell("year"), "2021");
    assert_eq!(cell("applications.new_received.total"), "26654");
    assert_eq!(run(folder.path(), &["convert", "2021/good.docx", "-q"]).err, "");
}

#[test]
fn a_damaged_file_is_named_and_the_others_are_converted() {
    let folder = archive();
    let ran = run(folder.path(), &["convert", "."]);
    assert_eq!(ran.code, 1);
    let files: Vec<&str> = ran.out.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(files, ["./2019.docx", "./2021/broken.docx", "./2021/good.docx"]);
    assert!(ran.err.starts_with("error["), "{}", ran.err);
    assert!(ran.err.contains("]: ./2020.docx: "), "{}", ran.err);
    let summary = "3 reports, 598 facts; 1 file failed, 1 skipped; 2 findings (`baobiao check` shows them)\n";
    assert!(ran.err.ends_with(summary), "{}", ran.err);
}

#[test]
fn every_kind_has_the_same_bytes_at_any_number_of_threads() {
    let folder = archive();
    let out = tempfile::tempdir().unwrap();
    let with = |jobs| run(folder.path(), &["convert", ".", "--to", "all", "-j", jobs, "-o", &target(&out, jobs)]);
    assert_eq!(with("1").err, with("8").err);
    let files = contents(&out.path().join("1"));
    assert!(files.len() > baobiao::sink::KINDS.len());
    for (name, bytes) in files.iter().filter(|(name, _)| *name != "timings.csv") {
        assert!(contents(&out.path().join("8"))[name] == *bytes, "{name}");
    }
}

#[test]
fn json_is_an_object_for_a_file_and_an_array_for_a_folder() {
    let folder = archive();
    let json =
        |input| serde_json::from_str::<Value>(&run(folder.path(), &["convert", input, "-f", "json"]).out).unwrap();
    assert_eq!(json("2021/good.docx")["vintage"], "2021");
    assert_eq!(json("2021").as_array().unwrap().len(), 2);
}

#[test]
fn a_folder_of_json_has_one_file_a_report() {
    let folder = archive();
    let ran = run(folder.path(), &["convert", "2019.docx", "2021", "-o", "out/", "--to", "json"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    for (name, year) in [("2019", 2019), ("broken", 2021), ("good", 2021)] {
        let bytes = fs::read(folder.path().join(format!("out/json/{name}.json"))).unwrap();
        assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap()["identity"]["year"]["value"], year);
    }
    assert_eq!(fs::read_dir(folder.path().join("out/json")).unwrap().count(), 3);
}

#[test]
fn the_output_may_lie_in_the_folder_and_is_replaced_the_next_time() {
    let folder = archive();
    let convert = || run(folder.path(), &["convert", "2021", "-o", "2021/out.csv"]);
    assert_eq!(convert().code, 0);
    let first = fs::read(folder.path().join("2021/out.csv")).unwrap();
    let again = convert();
    assert_eq!((again.code, again.out.as_str()), (0, ""), "{}", again.err);
    assert_eq!(fs::read(folder.path().join("2021/out.csv")).unwrap(), first);
}

#[test]
fn standard_input_is_a_file_called_minus() {
    let folder = archive();
    let ran = run_with(folder.path(), &["convert", "-", "-f", "json"], docx(GOOD));
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(serde_json::from_str::<Value>(&ran.out).unwrap()["source"], "-");
}

#[test]
fn check_shows_both_sides_of_what_is_broken_and_ends_with_1() {
    let folder = archive();
    let ran = run(folder.path(), &["check", "2021"]);
    assert_eq!(ran.code, 1);
    for part in [
        "error[check-broken]: applications-balance (总计): 27896 = 27895 does not hold\n  --> 2021/broken.docx: word/document.xml, table 2, row 4, column 10 (bytes ",
        "   left side = 27896\n     + 26655 件 「26655」  applications.new_received.total  一、本年新收政府信息公开申请数量 › 申请人情况 › 总计",
        "   right side = 27895\n",
        "   = written: new_received + carried_in = result.total + carried_out\n",
    ] {
        assert!(ran.out.contains(part), "{part} is not in\n{}", ran.out);
    }
    assert!(!ran.out.contains("good.docx"));
    let good = run(folder.path(), &["check", "2021/good.docx"]);
    assert_eq!((good.code, good.out.as_str()), (0, ""));
}

#[test]
fn findings_count_for_the_exit_code_where_they_are_asked_to() {
    let folder = archive();
    for (arguments, code) in [
        (&["convert", "2021"][..], 0),
        (&["convert", "2021", "--fail-on", "error"], 1),
        (&["convert", "2021/good.docx", "--fail-on", "warning"], 0),
        (&["check", "2021", "--fail-on", "never"], 0),
        (&["check", "2021", "--fail-on", "warning"], 1),
    ] {
        assert_eq!(run(folder.path(), arguments).code, code, "{arguments:?}");
    }
}

#[test]
fn the_audit_balances_for_each_file_and_in_total() {
    let folder = archive();
    let ran = run(folder.path(), &["convert", "2021", "--audit"]);
    assert_eq!(ran.err.lines().filter(|line| line.starts_with("audit: ")).count(), 3);
    assert!(ran.err.contains("audit: total: cells "), "{}", ran.err);
    assert!(!ran.err.contains("DOES NOT BALANCE"), "{}", ran.err);
}

#[test]
fn a_value_is_traced_to_its_cell_and_its_checks() {
    let folder = archive();
    let ran = run(folder.path(), &["explain", "2021/broken.docx", "applications.new_received.total"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for part in [
        "part           word/document.xml\n",
        "cell           table 2, row 4, column 10\n",
        "raw text       「26655」\n",
        "column header  「总计」 (table 2, row 2, column 10)\n",
        "value          26655 件\n",
        "check          applications-balance (总计): 27896 = 27895 does not hold\n",
    ] {
        assert!(ran.out.contains(part), "{part} is not in\n{}", ran.out);
    }
}

#[test]
fn inspect_draws_every_table_and_names_every_fact() {
    let folder = archive();
    let ran = run(folder.path(), &["inspect", "2021/good.docx"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for part in [
        "  year       2021  「2021年」 in word/document.xml",
        "Table 2: 28 rows, 10 columns\n┌─",
        "  r4 c10   applications.new_received.total = 26654 件  「26654」\n",
        " hold, 0 broken, ",
    ] {
        assert!(ran.out.contains(part), "{part} is not in\n{}", ran.out);
    }
}

#[test]
fn tables_are_printed_whatever_they_are_about() {
    let folder = archive();
    let text = run(folder.path(), &["tables", "2021/good.docx", "--to", "text"]);
    assert_eq!((text.code, text.err.as_str()), (0, ""));
    assert!(text.out.starts_with("Table 1: 14 rows, 4 columns\n┌─"), "{}", text.out);
    let json = run(folder.path(), &["tables", "2021/good.docx", "--to", "json"]);
    let tables = serde_json::from_str::<Value>(&json.out).unwrap();
    assert_eq!(tables["tables"].as_array().unwrap().len(), 3);
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let folder = archive();
    for kind in baobiao::sink::KINDS.iter().filter(|kind| kind.shape != baobiao::sink::Shape::File) {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = std::process::Command::new(assert_cmd::cargo::cargo_bin("baobiao"))
            .args(["convert", "2021", "--to", kind.name])
            .current_dir(folder.path())
            .stdout(writer)
            .output()
            .unwrap();
        assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0), "{}", kind.name);
    }
}

#[test]
fn data_is_the_same_in_every_language() {
    let folder = archive();
    for kind in baobiao::sink::KINDS {
        let with = |lang| run(folder.path(), &["convert", "2021", "--to", kind.name, "--lang", lang]);
        let (english, chinese) = (with("en"), with("zh"));
        assert_eq!(english.out, chinese.out, "{}", kind.name);
        assert_ne!(english.err, chinese.err);
    }
}

#[test]
fn a_report_is_shown_and_checked_in_chinese() {
    let folder = archive();
    let zh = |arguments: &[&str]| run(folder.path(), &[arguments, &["--lang", "zh"]].concat());
    let convert = zh(&["convert", "."]);
    assert!(
        convert.err.ends_with(
            "3 份报告，598 项数据；失败 1 个文件，跳过 1 个文件；发现 2 个问题（用 `baobiao check` 查看）\n"
        )
    );
    let check = zh(&["check", "2021"]);
    for part in [
        "错误[check-broken]：applications-balance（总计）：27896 = 27895 不成立\n  --> 2021/broken.docx：word/document.xml，表 2 第 4 行第 10 列（字节 ",
        "   左边 = 27896\n",
        "   右边 = 27895\n",
        "   = 写法：new_received + carried_in = result.total + carried_out\n",
    ] {
        assert!(check.out.contains(part), "{part} is not in\n{}", check.out);
    }
    let explain = zh(&["explain", "2021/broken.docx", "applications.new_received.total"]);
    for part in ["部件           word/document.xml\n", "单元格         表 2 第 4 行第 10 列\n", "状态           有值\n"]
    {
        assert!(explain.out.contains(part), "{part} is not in\n{}", explain.out);
    }
    let inspect = zh(&["inspect", "2021/good.docx"]);
    for part in
        ["  年度       2021  「2021年」，见word/document.xml", "表 2：28 行 10 列\n┌─", "项，不成立 0 项，无法校验"]
    {
        assert!(inspect.out.contains(part), "{part} is not in\n{}", inspect.out);
    }
}
