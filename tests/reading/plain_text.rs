//! Plain text: the tables of the form are put together from lines, exactly or not at all.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::support::chance::Chance;
use crate::support::facts::of_report;
use crate::support::form::Figure;
use crate::support::package::shape;
use baobiao::extract::{Report, Verdict, extract, rebuilt};
use baobiao::input::{ReadOptions, Source, detect, kind, read};
use baobiao::model::{Block, Document, Limits, StoryKind};
use baobiao::schema::Schema;

/// A small report of 2021 as the text layer of a page has it.
const SMALL: &str = include_str!("../pages/lines-2021.txt");

fn root(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn try_read(bytes: &[u8]) -> Result<Document, baobiao::model::Error> {
    read(&Source::new("test", bytes.to_vec()), &ReadOptions::default())
}

/// Reads a text, which must succeed with every character accounted for, before and after tables are put together.
#[track_caller]
fn report(text: impl AsRef<[u8]>) -> Report {
    let document = try_read(text.as_ref()).unwrap_or_else(|error| panic!("{error}"));
    assert!(document.tally.balances(), "characters are lost: {:?}", document.tally);
    conserved(&document);
    let report = extract(&document, Schema::builtin());
    assert!(report.audit.balances(), "{:?}\n{:#?}", report.audit, report.notes);
    report
}

/// Every character of every paragraph is in the rebuilt document, in the same order but for groups, which stand at the
/// first row of theirs.
#[track_caller]
fn conserved(document: &Document) {
    fn characters(blocks: &[Block], found: &mut Vec<(u32, String)>) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => {
                    let text = paragraph.text.chars().filter(|c| !c.is_whitespace()).collect();
                    found.push((paragraph.place.start, text));
                }
                Block::Table(table) => table.cells().iter().for_each(|cell| characters(&cell.blocks, found)),
            }
        }
    }
    let spelt = |document: &Document| {
        let mut found = Vec::new();
        characters(&document.blocks, &mut found);
        found.sort();
        found.into_iter().map(|(_, text)| text).collect::<String>()
    };
    assert_eq!(spelt(document), spelt(&rebuilt(document, Schema::builtin())));
}

fn facts(text: impl AsRef<[u8]>) -> BTreeMap<String, Figure> {
    of_report(&report(text), Schema::builtin())
}

fn values(facts: &BTreeMap<String, Figure>) -> BTreeMap<&str, &str> {
    facts.iter().map(|(id, figure)| (id.as_str(), figure.value.as_str())).collect()
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.notes.iter().map(|note| note.code.id).collect()
}

/// The messages of one code.
fn messages(report: &Report, code: &str) -> Vec<String> {
    report.notes.iter().filter(|note| note.code.id == code).map(|note| note.message.english.clone()).collect()
}

/// What was lost, and that nothing else was changed.
#[track_caller]
fn lost(text: &str, whole: &str) -> Vec<String> {
    let (before, after) = (facts(whole), facts(text));
    for (id, figure) in &after {
        assert_eq!(Some(figure), before.get(id), "{id} was moved");
    }
    before.into_keys().filter(|id| !after.contains_key(id)).collect()
}

/// The text with one line replaced by others.
#[track_caller]
fn with(text: &str, line: &str, lines: &str) -> String {
    let from = format!("\n{line}\n");
    assert_eq!(text.matches(&from).count(), 1, "{line}");
    text.replace(&from, &if lines.is_empty() { "\n".to_owned() } else { format!("\n{lines}\n") })
}

#[test]
fn every_figure_of_a_small_text_is_given() {
    assert_eq!(*detect(SMALL.as_bytes()), kind::TEXT_TABLES);
    let report = report(SMALL);
    let facts = of_report(&report, Schema::builtin());
    let expected: BTreeMap<&str, &str> = include_str!("../pages/lines-2021.values.txt")
        .lines()
        .map(|line| line.split_once(' ').expect("a field and its value"))
        .collect();
    assert_eq!(values(&facts), expected);
    assert!(report.verdicts.iter().all(|verdict| !matches!(verdict.verdict, Verdict::Broken { .. })));
    assert_eq!(messages(&report, "row-unbuilt"), [""; 0]);
    let identity = &report.identity;
    assert_eq!(identity.agency.as_ref().map(|agency| agency.value.as_str()), Some("江安市清河区人民政府"));
    assert_eq!(identity.year.as_ref().map(|year| year.value), Some(2023));
    assert_eq!(report.sections.len(), 6);
}

#[test]
fn tables_are_put_together_as_they_were() {
    let document = try_read(SMALL.as_bytes()).unwrap();
    let rebuilt = rebuilt(&document, Schema::builtin());
    let tables = rebuilt.tables();
    assert_eq!(tables.len(), 3);
    insta::assert_snapshot!(tables.iter().map(|table| format!("{}\n\n", shape(table).join("\n"))).collect::<String>());
    // The page number inside a table is no part of it, and not lost.
    assert!(document.stories.iter().all(|story| story.kind == StoryKind::Footer));
    assert_eq!(document.stories.len(), 2);
    // Every cell leads back to the bytes that it was read from.
    let plain = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    for cell in tables.iter().flat_map(|table| table.cells()) {
        let bytes = &SMALL[cell.place.start as usize..cell.place.end as usize];
        assert_eq!(plain(bytes), plain(&cell.text()));
    }
}

#[test]
fn a_table_that_was_put_together_says_so() {
    let report = report(SMALL);
    let said = messages(&report, "table-rebuilt");
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said[0].starts_with("lines 11 to "), "{said:?}");
    assert!(codes(&report).contains(&"page-numbers"));
}

#[test]
fn every_usual_encoding_and_line_break_gives_the_same() {
    let expected = facts(SMALL);
    assert_eq!(facts(format!("\u{FEFF}{SMALL}")), expected);
    assert_eq!(facts(SMALL.replace('\n', "\r\n")), expected);
    assert_eq!(facts(SMALL.replace('\n', "\r")), expected);
    assert_eq!(facts(encoding_rs::GB18030.encode(SMALL).0), expected);
    let wide: Vec<u8> = format!("\u{FEFF}{SMALL}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(facts(wide), expected);
    // Cells that are indented, as they are copied from a page, and rows with tabs between their cells.
    assert_eq!(facts(SMALL.replace('\n', "\n\t")), expected);
    let tabbed = SMALL.replace("规范性文件\n3\n0\n8\n", "规范性文件\t3\t0\t8\n");
    assert_ne!(tabbed, SMALL);
    assert_eq!(facts(tabbed), expected);
}

const NEW: &str = "一、本年新收政府信息公开申请数量";

#[test]
fn a_figure_lost_or_doubled_loses_its_row_and_no_other() {
    let row = "（一）予以公开\n11\n12\n0\n0\n0\n1\n24\n";
    for damaged in [row.replace("\n12", ""), row.replace("\n12", "\n12\n12"), row.replace("\n12", "\n12\n2")] {
        let text = SMALL.replace(row, &damaged);
        assert_ne!(text, SMALL);
        let gone = lost(&text, SMALL);
        assert_eq!(gone.len(), 7, "{gone:?}");
        assert!(gone.iter().all(|id| id.starts_with("applications.result.granted.")), "{gone:?}");
        let said = messages(&report(&text), "row-unbuilt");
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].contains("（一）予以公开") && said[0].contains("has 7 columns"), "{said:?}");
    }
}

#[test]
fn columns_in_another_order_give_nothing() {
    for (one, other) in [
        ("科研\n机构\n", "法律\n服务\n机构\n"),
        ("自然人\n", "总计\n"),
        ("法人或其他组织\n", "总计\n"),
        ("自然人\n", "其他\n"),
    ] {
        let (head, rest) = SMALL.split_once("申请人情况\n").unwrap();
        let (header, rows) = rest.split_once(NEW).unwrap();
        let swapped = header.replacen(one, "@", 1).replacen(other, one, 1).replacen('@', other, 1);
        assert_ne!(swapped, header);
        let text = format!("{head}申请人情况\n{swapped}{NEW}{rows}");
        let gone = lost(&text, SMALL);
        assert!(gone.iter().all(|id| id.starts_with("applications.")), "{gone:?}");
        assert_eq!(facts(&text).keys().filter(|id| id.starts_with("applications.")).count(), 0);
        let report = report(&text);
        assert!(codes(&report).contains(&"row-unbuilt"));
        assert!(codes(&report).contains(&"table-not-found"));
    }
}

#[test]
fn a_header_that_lost_or_doubled_a_word_gives_nothing() {
    for (line, lines) in [("自然人", ""), ("自然人", "自然人\n自然人"), ("商业", "甲乙"), ("科研", "")]
    {
        let text = with(SMALL, line, lines);
        let gone = lost(&text, SMALL);
        let rows = facts(SMALL).into_keys().filter(|id| id.starts_with("applications.")).count();
        assert_eq!(gone.len(), rows, "{line}: {gone:?}");
    }
    // A column of the fifteen.
    let text = SMALL.replacen("尚未\n审结总计\n", "尚未\n审结\n", 1);
    assert_ne!(text, SMALL);
    assert!(lost(&text, SMALL).iter().all(|id| id.starts_with("review_litigation.")));
    assert_eq!(lost(&text, SMALL).len(), 15);
}

#[test]
fn a_row_label_that_is_lost_or_garbled_loses_the_row_around_it() {
    for (lines, rows) in [("", 2), ("甲乙丙丁", 1)] {
        let text = with(SMALL, "2.重复申请", lines);
        let gone = lost(&text, SMALL);
        assert_eq!(gone.len(), 7 * rows, "{lines}: {gone:?}");
        assert!(gone.iter().all(|id| id.contains(".refused.petition.") || id.contains(".refused.duplicate.")));
        assert_eq!(messages(&report(&text), "row-unbuilt").len(), 1);
    }
    // The first row, whose label stands behind the header.
    let gone = lost(&with(SMALL, NEW, "甲乙丙丁"), SMALL);
    assert_eq!(gone.len(), 7, "{gone:?}");
    // A garbled group loses the row that stands with it.
    let gone = lost(&with(SMALL, "（五）不予处理", "（五）不予甲乙"), SMALL);
    assert!(gone.iter().all(|id| id.contains(".refused.petition.")) && gone.len() == 7, "{gone:?}");
}

#[test]
fn a_row_that_may_be_a_group_whose_first_row_lost_its_label_is_taken_back() {
    let figures = "\n2\n0\n0\n0\n0\n0\n2\n";
    let single = format!("（六）其他处理{figures}");
    let second = "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请";
    for after in
        [format!("{second}{figures}"), format!("{second}\n0\n"), format!("3.其他{figures}"), format!("甲乙{figures}")]
    {
        let text = SMALL.replace(&single, &format!("{single}{after}"));
        assert_ne!(text, SMALL);
        let found = facts(&text);
        assert!(!found.keys().any(|id| id.contains("other_handling")), "{after}: {found:?}");
        assert!(
            messages(&report(&text), "row-unbuilt")
                .iter()
                .any(|said| said.contains("rows of the form are missing or not as expected"))
        );
    }
}

#[test]
fn lines_lost_across_rows_give_no_row_of_two_halves() {
    let lines: Vec<&str> = SMALL.lines().filter(|line| !line.trim().is_empty()).collect();
    let before = facts(SMALL);
    // As many lines as a row of each table has, and some more or fewer.
    for (count, step) in [(3, 13), (4, 3), (5, 7), (6, 7), (7, 13), (8, 3), (9, 13), (16, 7)] {
        for start in (9..lines.len() - count).step_by(step) {
            let text = [&lines[..start], &lines[start + count..]].concat().join("\n");
            for (id, figure) in facts(&text) {
                assert_eq!(Some(&figure), before.get(&id), "{id}: {:?}", &lines[start..start + count]);
            }
        }
    }
}

#[test]
fn words_between_a_label_and_its_figures_lose_the_row() {
    let text = SMALL.replace("2.重复申请\n", "2.重复申请\n见附件\n");
    assert_eq!(lost(&text, SMALL).len(), 7);
    let text = SMALL.replace("（六）其他处理\n", "不属于上述的\n（六）其他处理\n");
    assert_ne!(text, SMALL);
    let gone = lost(&text, SMALL);
    assert!(gone.iter().all(|id| id.contains(".other_handling.")) && gone.len() == 7, "{gone:?}");
}

#[test]
fn a_page_number_inside_a_row_is_skipped_or_loses_the_row() {
    let row = "2.重复申请\n0\n2\n";
    assert!(SMALL.contains(row));
    assert_eq!(lost(&SMALL.replace(row, "2.重复申请\n0\n- 7 -\n2\n"), SMALL), [""; 0]);
    assert_eq!(lost(&SMALL.replace(row, "2.重复申请\n0\n\u{c}第 7 页 共 9 页\n2\n"), SMALL), [""; 0]);
    let gone = lost(&SMALL.replace(row, "2.重复申请\n0\n7\n2\n"), SMALL);
    assert_eq!(gone.len(), 7);
}

#[test]
fn rows_in_another_order_or_twice_are_not_taken_on_trust() {
    let row = |label: &str| {
        let start = SMALL.find(label).unwrap();
        let end = start + SMALL[start..].match_indices('\n').nth(7).unwrap().0 + 1;
        SMALL[start..end].to_owned()
    };
    let (petition, duplicate) = (row("1.信访举报投诉类申请"), row("2.重复申请"));
    let twice = SMALL.replace(&duplicate, &format!("{duplicate}{}", duplicate.replace("\n2\n", "\n3\n")));
    let gone = lost(&twice, SMALL);
    assert!(gone.iter().any(|id| id.contains(".refused.duplicate.")), "{gone:?}");
    assert!(codes(&report(&twice)).contains(&"figure-twice"));
    let swapped = SMALL.replace(&format!("{petition}{duplicate}"), &format!("{duplicate}{petition}"));
    assert_ne!(swapped, SMALL);
    assert!(lost(&swapped, SMALL).iter().any(|id| id.contains(".refused.petition.")));
}

#[test]
fn figures_keep_their_units_and_marks() {
    let text = with(SMALL, "59.24", "59.24万元");
    let facts = facts(&text);
    let fee = &facts["active_disclosure.art20_8.admin_fees.fee_amount"];
    assert_eq!((fee.value.as_str(), fee.unit.as_str(), fee.raw.as_str()), ("59.24", "万元", "59.24万元"));
    let text = SMALL.replace("规范性文件\n3\n0\n8\n", "规范性文件\n3件\n/\n８\n");
    let facts = self::facts(&text);
    let cell = |column: &str| facts[&format!("active_disclosure.art20_1.normative_documents.{column}")].clone();
    assert_eq!((cell("issued_this_year").value, cell("issued_this_year").raw), ("3".to_owned(), "3件".to_owned()));
    assert_eq!(cell("repealed_this_year").state, "nil");
    assert_eq!(cell("in_force").value, "8");
}

#[test]
fn text_without_the_form_is_no_report_and_no_panic() {
    let list = "某局统计\n收入\n1\n支出\n2\n结余\n3\n";
    let report = report(list);
    assert!(report.facts.is_empty());
    assert_eq!(messages(&report, "row-unbuilt"), [""; 0]);
    for other in ["hello\n1\n2\n3\n", "规章\n", "", "规章\n1\n2\n3\n\0"] {
        assert!(try_read(other.as_bytes()).is_err(), "{other:?}");
    }
}

/// The cells of a document, row by row, a cell once, a line a paragraph.
fn unrolled(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let number = paragraph.number.as_ref().map_or("", |number| number.text.as_str());
                text += &format!("{number}{}\n", paragraph.text);
            }
            Block::Table(table) => {
                for row in 0..table.rows() {
                    for (_, cell) in table.row(row).filter(|(_, cell)| cell.area.row == row) {
                        text += &unrolled(&cell.blocks);
                    }
                }
            }
        }
    }
    text
}

/// Each sample as lines.
fn samples() -> Vec<(String, Report, String)> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(root("samples")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "docx"));
    paths.sort();
    assert_eq!(paths.len(), 10);
    let sample = |path: &PathBuf| {
        let document = read(&Source::open(path, &Limits::default()).unwrap(), &ReadOptions::default()).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, extract(&document, Schema::builtin()), unrolled(&document.blocks))
    };
    paths.iter().map(sample).collect()
}

#[test]
fn samples_as_lines_give_the_facts_of_the_documents_or_none() {
    let mut summary = String::new();
    for (name, document, lines) in samples() {
        let (expected, found) = (of_report(&document, Schema::builtin()), facts(&lines));
        for (id, figure) in &found {
            let same = expected.get(id).map(|figure| (&figure.state, &figure.value, &figure.unit));
            assert_eq!(Some((&figure.state, &figure.value, &figure.unit)), same, "{name}: {id}");
        }
        summary += &format!("{name}: {} of {}\n", found.len(), expected.len());
        let noted = codes(&report(&lines));
        assert!(found.len() == expected.len() || noted.contains(&"field-missing") || noted.contains(&"row-unbuilt"));
    }
    insta::assert_snapshot!(summary);
}

#[test]
fn damaged_lines_never_move_a_figure() {
    const ROUNDS: u64 = 100;
    const APART: usize = 30;
    let samples = samples();
    let mut kept = 0usize;
    for seed in 0..ROUNDS {
        let mut chance = Chance(seed);
        let (name, document, lines) = &samples[chance.below(samples.len())];
        let expected = of_report(document, Schema::builtin());
        let mut lines: Vec<&str> = lines.lines().collect();
        let mut done = Vec::new();
        for _ in 0..=chance.below(3) {
            let at = chance.below(lines.len());
            // Two losses in one row could make up for each other.
            if done.iter().any(|(other, _): &(usize, &str)| at.abs_diff(*other) < APART) {
                continue;
            }
            done.push((at, lines[at]));
            match chance.below(5) {
                0 => drop(lines.remove(at)),
                1 => lines.insert(at, lines[at]),
                2 => lines[at] = "甲乙丙丁",
                3 => lines.insert(at, "- 3 -"),
                _ => lines.insert(at, "见附件"),
            }
        }
        for (id, figure) in facts(lines.join("\n")) {
            kept += 1;
            let right = expected.get(&id).map(|right| (&right.state, &right.value));
            assert_eq!(Some((&figure.state, &figure.value)), right, "{seed} {name}: {id}: {done:?}");
        }
    }
    assert!(kept > 10_000, "{kept}");
}

/// The numbers beside a shared report, by field.
fn numbers(json: &[u8]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![(String::new(), serde_json::from_slice::<serde_json::Value>(json).expect("JSON"))];
    while let Some((path, value)) = open.pop() {
        match value {
            serde_json::Value::Object(inner) => {
                let join = |name: String| if path.is_empty() { name } else { format!("{path}.{name}") };
                open.extend(inner.into_iter().map(|(name, value)| (join(name), value)));
            }
            serde_json::Value::Number(number) if path != "report_year" => {
                drop(found.insert(field(&path), number.to_string()));
            }
            _ => {}
        }
    }
    found
}

/// The field that a group of the shared numbers is.
fn field(path: &str) -> String {
    let Some(rest) = path.strip_prefix("applications.") else { return path.replace("_wanyuan", "") };
    let rest = rest.replacen(".org_", ".org.", 1).replacen("result_total.", "result.total.", 1);
    for group in ["denied", "refused", "unable"] {
        if let Some(row) = rest.strip_prefix(&format!("{group}_")) {
            return format!("applications.result.{group}.{row}");
        }
    }
    let is_result = ["granted.", "partially_granted.", "other_handling."].iter().any(|row| rest.starts_with(row));
    format!("applications.{}{rest}", if is_result { "result." } else { "" })
}

#[test]
fn published_texts_give_exactly_their_numbers() {
    let folder = root("../shared/domain/reports");
    if !folder.is_dir() {
        eprintln!("skipped: there are no published reports at {}", folder.display());
        return;
    }
    let of = |name: &str| -> BTreeMap<String, String> {
        let found = facts(std::fs::read(folder.join(name)).expect("the text"));
        assert!(found.values().all(|figure| figure.state == "value"), "{name}");
        found.into_iter().map(|(id, figure)| (id, figure.value)).collect()
    };
    let expected = numbers(&std::fs::read(folder.join("hongze-district-2024.json")).expect("the numbers"));
    assert_eq!(of("hongze-district-2024.txt"), expected);
    assert_eq!(expected.len(), 186);
    // Every figure of this report but four is 0.
    let found = of("luyuan-civil-affairs-2020.txt");
    let others: Vec<(&str, &str)> =
        found.iter().filter(|(_, value)| *value != "0").map(|(id, value)| (id.as_str(), value.as_str())).collect();
    assert_eq!(
        others,
        [
            ("active_disclosure.art20_5.admin_license.decisions", "8"),
            ("active_disclosure.art20_5.admin_license.prev_year_items", "30"),
            ("active_disclosure.art20_6.admin_coercion.prev_year_items", "6"),
            ("active_disclosure.art20_6.admin_penalty.prev_year_items", "17"),
        ]
    );
    assert_eq!(found.len(), 199);
}

/// How long it takes to read a text by the form, in seconds.
fn seconds(text: &str) -> f64 {
    let begun = std::time::Instant::now();
    report(text);
    begun.elapsed().as_secs_f64()
}

#[test]
fn texts_that_are_too_large_are_refused_and_others_take_time_by_their_length() {
    let code = |text: &str| match try_read(text.as_bytes()) {
        Err(error) => error.to_string(),
        Ok(_) => "it was read".to_owned(),
    };
    let line = format!("{SMALL}{}", "规章".repeat(6 << 20));
    assert!(code(&line).contains("cell-text"), "{}", code(&line));
    let lines = format!("{SMALL}{}", "0\n".repeat(10_000_000));
    assert!(code(&lines).contains("cells"), "{}", code(&lines));
    for piece in ["规章\n1\n", "自然人\n", "其他\n1\n2\n", "甲\n", "1\n", "结\n果\n维\n持\n1\n"] {
        let text = |times: usize| format!("规章\n1\n1\n1\n{}\n1\n", piece.repeat(times));
        let (short, long) = (seconds(&text(5_000)), seconds(&text(40_000)));
        assert!(long < 8.0 * 3.0 * short.max(0.3), "{piece:?}: {short} s, then {long} s");
    }
}
