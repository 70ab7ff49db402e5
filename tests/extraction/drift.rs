//! Layouts gathered: reports are grouped by their headers, and what is proposed for the schema gives back exactly the
//! figures that were lost.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use crate::support::facts::{differences, of_report};
use crate::support::form::Figure;
use crate::support::package::zipped;
use crate::support::page::Page;
use assert_cmd::Command;
use baobiao::extract::{Advice, Coverage, Drift, Layout, extract, layout};
use baobiao::schema::{Schema, Spelling};
use proptest::prelude::*;
use serde_json::Value;

const OLD: &str = include_str!("../pages/2019.page");
const NEW: &str = include_str!("../pages/2021.page");

fn page(text: &str) -> Page {
    Page::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn layout_of(name: &str, text: &str) -> Layout {
    layout(&page(text).document(name), Schema::builtin())
}

fn facts(text: &str, schema: &Schema) -> BTreeMap<String, Figure> {
    of_report(&extract(&page(text).document("report.docx"), schema), schema)
}

/// The page with the one place that reads `old` reading `new`.
fn changed(text: &str, old: &str, new: &str) -> String {
    assert!(text.contains(old), "{old}");
    text.replacen(old, new, 1)
}

/// What is proposed for a page: the words, the advice, and the entries that it names.
fn advice(text: &str) -> Vec<(String, &'static str, Vec<String>)> {
    let schema = Schema::builtin();
    let entry = |meaning| format!("{} {}", schema.whereabouts(meaning).0, schema.whereabouts(meaning).1);
    let labels = layout_of("report.docx", text).unknown;
    let near = |advice: &Advice| advice.near().iter().map(|near| entry(near.meaning)).collect();
    labels.iter().map(|label| (label.spelling.clone(), label.advice.name(), near(&label.advice))).collect()
}

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

fn sample(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name)).unwrap()
}

/// A sample whose cell that holds `old` holds `new` instead, however its runs are cut.
fn relabelled(docx: &[u8], labels: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut entries: Vec<(String, Vec<u8>)> = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        let name = entry.name().unwrap().into_owned();
        if name == "word/document.xml" {
            let mut xml = String::from_utf8(bytes).unwrap();
            for (old, new) in labels {
                xml = xml
                    .split("</w:tc>")
                    .map(|cell| relabelled_cell(cell, old, new))
                    .collect::<Vec<_>>()
                    .join("</w:tc>");
                assert!(xml.contains(new), "{new}");
            }
            bytes = xml.into_bytes();
        }
        entries.push((name, bytes));
    }
    zipped(&entries.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect::<Vec<_>>())
}

fn relabelled_cell(cell: &str, old: &str, new: &str) -> String {
    let start = cell.rfind("<w:tc>").unwrap_or(0);
    let (before, own) = cell.split_at(start);
    let mut runs: Vec<&str> = own.split("</w:t>").collect();
    let rest = runs.pop().unwrap_or_default();
    let parts: Vec<(&str, &str)> = runs.iter().map(|run| run.split_at(run.rfind('>').unwrap() + 1)).collect();
    let text: String = parts.iter().map(|(_, text)| *text).collect();
    if !text.contains(old) {
        return cell.to_owned();
    }
    let mut text = text.replace(old, new);
    let own: String = parts.iter().map(|(head, _)| format!("{head}{}</w:t>", std::mem::take(&mut text))).collect();
    format!("{before}{own}{rest}")
}

/// The schema file with the proposed lines in the place of its own.
fn pasted(lines: &[Value]) -> String {
    let mut proposed: BTreeMap<u64, String> = BTreeMap::new();
    for label in lines.iter().flat_map(|line| line["unknown"].as_array().unwrap()) {
        if label["advice"] == "clear" {
            let near = &label["near"][0];
            proposed.insert(near["line"].as_u64().unwrap(), near["toml"].as_str().unwrap().to_owned());
        }
    }
    let (_, toml) = baobiao::schema::BUILTIN[0];
    let line = |(index, line): (usize, &str)| proposed.get(&(index as u64 + 1)).cloned().unwrap_or(line.to_owned());
    toml.lines().enumerate().map(|own| line(own) + "\n").collect()
}

#[test]
fn what_is_proposed_gives_back_the_figures_that_were_lost() {
    let folder = tempfile::tempdir().unwrap();
    let labels = [("属于国家秘密", "涉及国家秘密"), ("本年废止件数", "本年废除件数")];
    fs::write(folder.path().join("a.docx"), sample("city-2022.docx")).unwrap();
    fs::write(folder.path().join("b.docx"), relabelled(&sample("city-2022.docx"), &labels)).unwrap();
    let old = [("采购项目数量", "采购的项目数量"), ("重复申请", "重复的申请"), ("本年新公开数量", "本年新增公开数量")];
    fs::write(folder.path().join("c.docx"), relabelled(&sample("county-2019.docx"), &old)).unwrap();
    fs::write(folder.path().join("d.docx"), sample("county-2019.docx")).unwrap();

    let json = run(folder.path(), &["drift", ".", "--json"]);
    assert_eq!(json.code, 1, "{}", json.err);
    let lines = json_lines(&json);
    assert_eq!(lines.len(), 4);
    fs::write(folder.path().join("mine.toml"), pasted(&lines)).unwrap();
    let convert = |name: &str, schema: &str| {
        let ran = run(folder.path(), &["convert", name, "-f", "csv", "--schema", schema]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        // The file's name is the first column.
        let row = ran.out.lines().nth(1).unwrap().to_owned();
        row.split_once(',').unwrap().1.to_owned()
    };
    for (whole, renamed) in [("a.docx", "b.docx"), ("d.docx", "c.docx")] {
        assert_ne!(convert(renamed, "foi-report"), convert(whole, "foi-report"));
        assert_eq!(convert(renamed, "mine.toml"), convert(whole, "foi-report"));
    }
    let after = run(folder.path(), &["drift", ".", "--schema", "mine.toml"]);
    assert_eq!(after.code, 0, "{}", after.out);
    assert!(!after.out.contains("Proposals"), "{}", after.out);
    let text = run(folder.path(), &["drift", "."]);
    for line in lines.iter().flat_map(|line| line["unknown"].as_array().unwrap()) {
        assert!(text.out.lines().any(|shown| shown == line["near"][0]["toml"].as_str().unwrap()), "{}", text.out);
    }
    insta::assert_snapshot!(text.out);
    insta::assert_snapshot!("the summary", text.err);
    // A layout keeps its name when the schema learns its labels.
    let names = |ran: &Ran| -> Vec<Value> { json_lines(ran).iter().map(|line| line["fingerprint"].clone()).collect() };
    assert_eq!(names(&json), names(&run(folder.path(), &["drift", ".", "--json", "--schema", "mine.toml"])));
}

#[test]
fn a_covered_layout_proposes_nothing() {
    for text in [OLD, NEW] {
        let layout = layout_of("report.docx", text);
        assert_eq!(
            (layout.unknown.len(), layout.missing.len(), layout.strays.len(), layout.gained.len()),
            (0, 0, 0, 0)
        );
        assert!(layout.tree.contains("本年度办理结果"));
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.docx"), sample("city-2022.docx")).unwrap();
    let ran = run(folder.path(), &["drift", "a.docx"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("covered by vintage 2021") && !ran.out.contains("unknown"), "{}", ran.out);
    assert_eq!(ran.err, "1 report in 1 layout: 1 covered (1 report), 0 not covered (0 reports)\n");
}

#[test]
fn figures_enumerators_and_white_space_make_no_layout() {
    let figures = NEW.replace("26654", "").replace("512768", "/").replace("4498", "1").replace("江安市", "云河县");
    let typed = NEW.replace("（三）不予公开", "3．不予  公开").replace("1.属于国家秘密", "①属于国家⏎秘密");
    let whole = layout_of("a.docx", NEW).tree;
    assert_eq!(layout_of("b.docx", &figures).tree, whole);
    assert_eq!(layout_of("c.docx", &typed).tree, whole);
    assert_ne!(layout_of("d.docx", OLD).tree, whole);
    assert_ne!(layout_of("e.docx", &changed(NEW, "（三）不予公开", "（三）不公开")).tree, whole);
    let unmerged =
        changed(NEW, "| 一、本年新收政府信息公开申请数量 | < | < |", "| 一、本年新收政府信息公开申请数量 | | < |");
    assert_ne!(layout_of("f.docx", &unmerged).tree, whole);
}

#[test]
fn the_words_and_the_place_must_agree() {
    let row = |old: &str, new: &str| advice(&changed(NEW, old, new));
    let clear = |spelling: &str, entry: &str| vec![(spelling.to_owned(), "clear", vec![entry.to_owned()])];
    let rows = "rows of [[table]] applications";
    // A label, a group, a caption, a column, and a column group.
    assert_eq!(row("2.重复申请", "2.重复的申请"), clear("重复的申请", &format!("result.refused.duplicate {rows}")));
    assert_eq!(row("（五）不予处理", "（五）不予以处理"), clear("不予以处理", &format!("result.refused {rows}")));
    assert_eq!(
        row("第二十条第（六）项", "条例第二十条第（六）项"),
        clear("条例第二十条第（六）项", "art20_6 [[table.band]] of [[table]] active_disclosure")
    );
    assert_eq!(
        row("法律服务机构", "法律服务的机构"),
        clear("法律服务的机构", "org.legal_service columns of [[table]] applications")
    );
    assert_eq!(
        row("法人或其他组织", "法人或其他类组织"),
        clear("法人或其他类组织", "org columns of [[table]] applications")
    );
    // Far from everything, and near only to what is there already.
    assert_eq!(row("2.重复申请", "2.再一次提出")[0].1, "strange");
    assert_eq!(row("2.重复申请", "2.信访举报投诉类的申请")[0].1, "doubtful");
    // 第（七）项 is not a spelling of 第（六）项, and two of a kind are not told apart.
    assert_eq!(row("第二十条第（六）项", "第二十条第（七）项")[0].1, "strange");
    let both = changed(&changed(OLD, "本年新⏎制作数量", "本年新作数量"), "本年新⏎公开数量", "本年新数量");
    for label in advice(&both) {
        assert!(label.1 != "clear" || label.2[0].starts_with("created_this_year"), "{label:?}");
    }
}

#[test]
fn words_in_a_table_without_row_labels_are_told() {
    let words = format!("| 其中说明 |{}\n| 93 |", "  |".repeat(14));
    let told = advice(&changed(NEW, "| 93 |", &words));
    assert_eq!(told, [("其中说明".to_owned(), "strange", vec![])]);
}

#[test]
fn a_doubtful_label_gives_nothing_to_paste() {
    let folder = tempfile::tempdir().unwrap();
    // Its place is that of 重复申请, its words are those of the label above.
    let text = changed(NEW, "2.重复申请", "2.信访举报投诉类的申请");
    fs::write(folder.path().join("a.docx"), page(&text).docx()).unwrap();
    let ran = run(folder.path(), &["drift", "a.docx"]);
    assert_eq!(ran.code, 1);
    let block = ran.out.split_once("# Proposals").unwrap().1;
    assert!(block.lines().skip(1).all(|line| line.is_empty() || line.starts_with('#')), "{block}");
    assert!(block.contains("信访举报投诉类的申请"), "{block}");
    insta::assert_snapshot!(ran.out);
}

#[test]
fn a_label_of_a_foreign_table_is_not_told() {
    let foreign = "\n| 姓名 | 行政职务 | 联系电话 |\n| 张三 | 科长 | 1 |\n| 重复申请者 | 股长 | 2 |\n";
    let text = changed(NEW, "\n# 五、", &format!("{foreign}\n# 五、"));
    let (with, without) = (layout_of("a.docx", &text), layout_of("a.docx", NEW));
    assert_eq!((with.unknown.len(), &with.tree), (0, &without.tree));
    let alone = layout_of("b.docx", &format!("= 通讯录\n{foreign}"));
    assert!(alone.tree.is_empty() && alone.unknown.is_empty() && alone.missing.is_empty());
}

#[test]
fn a_label_far_from_everything_is_told_and_not_mapped() {
    let folder = tempfile::tempdir().unwrap();
    let text = changed(NEW, "2.重复申请", "2.再一次提出");
    fs::write(folder.path().join("a.docx"), page(&text).docx()).unwrap();
    let ran = run(folder.path(), &["drift", "a.docx"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.contains("「2.再一次提出」 in a.docx, word/document.xml, table 2, row 20, column 3"),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("nothing that the schema has is near it"), "{}", ran.out);
    assert!(ran.out.contains("7 of 「重复申请」"), "{}", ran.out);
    assert!(!ran.out.contains("# Proposals"), "{}", ran.out);
}

#[test]
fn one_spelling_with_two_meanings_is_proposed_for_neither() {
    let mut drift = Drift::default();
    // The same words stand for 本年新制作数量 in one layout and for 本年新公开数量 in another.
    drift.add(layout_of("a.docx", &changed(OLD, "本年新⏎制作数量", "本年新数量")));
    drift.add(layout_of("b.docx", &changed(OLD, "本年新⏎公开数量", "本年新数量")));
    let groups = drift.finish();
    assert_eq!(groups.len(), 2);
    let clear: Vec<Option<Spelling>> =
        groups.iter().flat_map(|group| &group.unknown).map(|told| told.label.proposed()).collect();
    assert_eq!(clear, [None, None]);
}

#[test]
fn a_doubt_about_the_same_entry_in_another_layout_leaves_what_is_clear() {
    let clear = changed(NEW, "2.重复申请", "2.重复的申请");
    // Here the words stand at the end of the group, where 重复申请 is there already and something else is missing.
    let doubtful = changed(NEW, "5.要求行政机关确认或重新出具已获取信息", "5.重复的申请");
    let labels = |texts: &[&String]| -> Vec<Option<Spelling>> {
        let mut drift = Drift::default();
        for (index, text) in texts.iter().enumerate() {
            drift.add(layout_of(&format!("{index}.docx"), text));
        }
        let groups = drift.finish();
        groups.iter().flat_map(|group| &group.unknown).map(|told| told.label.proposed()).collect()
    };
    assert!(labels(&[&clear])[0].is_some());
    assert_eq!(labels(&[&doubtful]), [None]);
    assert_eq!(labels(&[&clear, &doubtful]).iter().flatten().count(), 1);
}

#[test]
fn a_table_that_is_there_twice_is_tried_and_not_proposed_against_its_figures() {
    // The later table has other figures: bound, the label would claim a field that the first table gives already.
    let start = NEW.find("| 第二十条第（一）项").unwrap();
    let end = NEW.find("# 三、").unwrap();
    let again = NEW[start..end].replace("规范性文件", "规范文件").replace("241", "242");
    let text = format!("{}\n去年的数字\n{again}{}", &NEW[..end], &NEW[end..]);
    let whole = facts(NEW, Schema::builtin());
    let layout = layout_of("report.docx", &text);
    assert!(layout.unknown.iter().all(|label| label.proposed().is_none()), "{:?}", layout.unknown);
    assert!(facts(&text, Schema::builtin()).len() <= whole.len());
}

#[test]
fn labels_of_two_vintages_are_covered_by_none() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.docx"), sample("mixed-layout-2023.docx")).unwrap();
    let ran = run(folder.path(), &["drift", "a.docx", "--json"]);
    let line = &json_lines(&ran)[0];
    assert_eq!((ran.code, &line["coverage"], &line["unknown"]), (1, &"not-covered".into(), &Value::Array(vec![])));
    assert_eq!(line["other_vintage"].as_array().unwrap().len(), 7);
}

#[test]
fn members_of_an_archive_and_lists_are_inputs_too() {
    let folder = tempfile::tempdir().unwrap();
    let members = [("a.docx", sample("city-2022.docx")), ("b.docx", sample("county-2019.docx"))];
    let members: Vec<(&str, &[u8])> = members.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    fs::write(folder.path().join("all.zip"), zipped(&members)).unwrap();
    fs::write(folder.path().join("list.txt"), "all.zip/b.docx\nall.zip/a.docx\n").unwrap();
    for arguments in [&["drift", "all.zip"][..], &["drift", "--files-from", "list.txt", "--progress", "never"]] {
        let ran = run(folder.path(), arguments);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(
            ran.out.contains("example  all.zip/a.docx") && ran.out.contains("example  all.zip/b.docx"),
            "{}",
            ran.out
        );
    }
}

#[test]
fn the_output_is_the_same_at_any_number_of_threads_and_in_any_order() {
    let folder = tempfile::tempdir().unwrap();
    let pages = [
        ("1.docx", NEW.to_owned()),
        ("2.docx", changed(NEW, "属于国家秘密", "属于国家的秘密")),
        ("3.docx", NEW.replace("26654", "26655")),
        ("4.docx", changed(OLD, "重复申请", "重复的申请")),
        ("5.docx", changed(NEW, "属于国家秘密", "属于国家的秘密").replace("4498", "4499")),
        ("6.docx", "= 某某局通知\n".to_owned()),
    ];
    for (name, text) in &pages {
        fs::write(folder.path().join(name), page(text).docx()).unwrap();
    }
    fs::write(folder.path().join("7.docx"), "not a document").unwrap();
    let one = run(folder.path(), &["drift", "-j", "1", "."]);
    for arguments in [
        &["drift", "-j", "2", "."][..],
        &["drift", "-j", "2", "5.docx", "7.docx", "4.docx", "3.docx", "6.docx", "2.docx", "1.docx"],
        &["drift", "-j", "1", "6.docx", "2.docx", "5.docx", "1.docx", "3.docx", "4.docx", "7.docx"],
    ] {
        let other = run(folder.path(), arguments);
        assert_eq!(other.code, 1);
        assert_eq!(other.out.replace("./", ""), one.out.replace("./", ""), "{arguments:?}");
    }
    assert!(one.err.contains("7.docx: is "), "{}", one.err);
    let summary = "5 reports in 3 layouts: 1 covered (2 reports), 2 not covered (3 reports); 1 file without a table of \
                   the form; 2 labels unknown, 2 spellings proposed; 1 file failed\n";
    assert!(one.err.ends_with(summary), "{}", one.err);
    let files: u64 = json_lines(&run(folder.path(), &["drift", ".", "--json"]))
        .iter()
        .map(|line| line["files"].as_u64().unwrap())
        .sum();
    assert_eq!(files, 6);
}

#[test]
fn what_is_kept_grows_with_the_layouts_alone() {
    let mut drift = Drift::default();
    for index in 0..50 {
        drift.add(layout_of(&format!("{index:02}.docx"), NEW));
    }
    let groups = drift.finish();
    assert_eq!((groups.len(), groups[0].files, groups[0].example.as_str()), (1, 50, "00.docx"));
    assert_eq!(groups[0].coverage(), Coverage::Covered);
}

#[test]
fn where_nothing_can_be_read_there_is_nothing_to_say() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.docx"), "no document").unwrap();
    let ran = run(folder.path(), &["drift", "a.docx"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    let dry = run(folder.path(), &["drift", "a.docx", "--dry-run"]);
    assert_eq!(dry.code, 2);
    assert!(dry.out.contains("a.docx: fails: "), "{}", dry.out);
}

/// The cells of a page's tables that are words: line, and the cell in it.
fn labels(text: &str) -> Vec<(usize, usize)> {
    let word = |cell: &str| cell.chars().filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c)).count() > 1;
    let lines = text.lines().enumerate().filter(|(_, line)| line.starts_with('|'));
    let cells = lines.flat_map(|(line, row)| {
        let cells = row.split('|').enumerate().filter(|(_, cell)| word(cell));
        cells.map(move |(cell, _)| (line, cell)).collect::<Vec<_>>()
    });
    cells.collect()
}

/// The page with something done to the words of one cell.
fn garbled(text: &str, (line, cell): (usize, usize), how: usize, at: usize) -> String {
    let garble = |words: &str| {
        let mut characters: Vec<char> = words.trim().chars().collect();
        if characters.is_empty() {
            return words.to_owned();
        }
        let at = at % characters.len();
        match how {
            0 => characters.insert(at, '的'),
            1 => _ = characters.remove(at),
            2 => characters[at] = '某',
            3 => characters.clear(),
            _ => characters.swap(at, at.saturating_sub(1)),
        }
        format!(" {} ", characters.into_iter().collect::<String>())
    };
    let lines = text.lines().enumerate().map(|(index, row)| {
        let cells: Vec<String> = row
            .split('|')
            .enumerate()
            .map(|(place, words)| if (index, place) == (line, cell) { garble(words) } else { words.to_owned() })
            .collect();
        cells.join("|") + "\n"
    });
    lines.collect()
}

/// What is proposed for a page, in the schema, gives figures of the whole page and no others.
fn gives_only_what_was_there(text: &str, whole: &BTreeMap<String, Figure>) -> (usize, usize) {
    let layout = layout_of("report.docx", text);
    let proposed: Vec<Spelling> = layout.unknown.iter().filter_map(|label| label.proposed()).collect();
    let before = facts(text, Schema::builtin());
    let after = facts(text, &Schema::builtin().with_spellings(&proposed));
    let changed = differences(&before, &after).into_iter().filter(|line| !line.starts_with('+'));
    // What a header says of the unit may have been garbled with it.
    let gained = after.iter().filter(|(field, _)| !before.contains_key(*field));
    let wrong = gained.filter(|(field, figure)| whole.get(*field).is_none_or(|own| own.raw != figure.raw));
    let wrong: Vec<String> = changed.chain(wrong.map(|(field, figure)| format!("{field}: {}", figure.raw))).collect();
    assert!(wrong.is_empty(), "{proposed:?}\n{}\n{text}", wrong.join("\n"));
    assert_eq!(after.len() - before.len(), layout.gained.len(), "{proposed:?}");
    (whole.len() - before.len(), whole.len() - after.len())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_proposal_moves_a_figure(
        new in any::<bool>(),
        spots in proptest::collection::vec((any::<prop::sample::Index>(), 0usize..5, 0usize..24), 1..6),
    ) {
        let page = if new { NEW } else { OLD };
        let whole = facts(page, Schema::builtin());
        let cells = labels(page);
        let mut text = page.to_owned();
        for (index, how, at) in spots {
            text = garbled(&text, *index.get(&cells), how, at);
        }
        gives_only_what_was_there(&text, &whole);
    }
}

#[test]
fn most_labels_with_one_odd_character_are_found_again() {
    let (mut lost, mut left) = (0, 0);
    for text in [OLD, NEW] {
        let whole = facts(text, Schema::builtin());
        for cell in labels(text) {
            let (before, after) = gives_only_what_was_there(&garbled(text, cell, 0, 3), &whole);
            lost += before;
            left += after;
        }
    }
    assert!(lost > 400 && left * 5 < lost, "{left} of {lost} are still lost");
}
