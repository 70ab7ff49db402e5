//! The workbook, read back by another library: every figure, state, remark, unit, header, note and link.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

use baobiao::extract::{Compared, Comparison, Fact, Report, Series, UnitFrom, Value, Verdict};
use baobiao::model::Message;
use baobiao::schema::{Field, FieldId, Schema, Term, ValueKind};
use baobiao::sink::manifest::{Lost, Status};
use calamine::{Data, DataType};
use proptest::prelude::*;

use crate::read_back::samples;
use crate::sample;
use crate::workbook::{Book, Look, bytes, letters, unescaped, written};

/// The columns of a table's sheet that say whose row it is.
const WHOSE: u32 = 3;
const BLANK: &str = "FFE2EFDA";
const MISSING: &str = "FFFCE4D6";
const NOT_ON_FORM: &str = "FFD9D9D9";
const UNREADABLE: &str = "FFFFF2F2";
const BROKEN: &str = "FFFFC7CE";
const UNUSUAL: &str = "FFFFF2CC";

/// What a column of a sheet is about.
#[derive(Debug, Clone, Copy, PartialEq)]
enum About {
    Figure(FieldId),
    Unit(FieldId),
}

/// The columns of one table in schema order, a unit behind each amount: said here once more, not asked of the writer.
fn columns(schema: &Schema, table: Option<usize>) -> Vec<About> {
    let own = schema.each_field().filter(|(_, field)| field.table == table);
    own.flat_map(|(id, field)| {
        let unit = (field.kind == ValueKind::Amount).then_some(About::Unit(id));
        std::iter::once(About::Figure(id)).chain(unit)
    })
    .collect()
}

/// The fields of each broken identity, and whether it is one of the form.
fn doubts(schema: &Schema, report: &Report) -> HashMap<FieldId, bool> {
    let mut doubts = HashMap::new();
    for judgement in report.verdicts.iter().filter(|judgement| matches!(judgement.verdict, Verdict::Broken { .. })) {
        let check = &schema.checks[judgement.check];
        let identity = &check.instances[judgement.instance];
        for term in identity.left.iter().chain(&identity.right) {
            let Term::Fields { alternatives, .. } = term else { continue };
            for field in report.chosen(alternatives) {
                *doubts.entry(*field).or_default() |= check.hard;
            }
        }
    }
    doubts
}

/// The row of a sheet in which the figures of the first report stand, and the next ones below.
fn first_row(book: &Book, sheet: &str) -> u32 {
    let xml = book.xml(sheet);
    let start = xml.find("ySplit=\"").unwrap() + 8;
    xml[start..].split('"').next().unwrap().parse().unwrap()
}

/// How many cells were compared.
#[track_caller]
fn compare(schema: &Schema, reports: &[Report]) -> usize {
    let book = Book::of(schema, reports);
    let mut seen = 0;
    for (index, table) in schema.tables.iter().enumerate() {
        let own = columns(schema, Some(index));
        let (head, range) = (first_row(&book, &table.title), book.range(&table.title));
        let looks = book.looks(&table.title);
        let notes = book.notes(&table.title);
        let below = |row: u32, column| looks.contains_key(&format!("{}{row}", letters(column)));
        assert!(
            !below(head + reports.len() as u32 + 1, 0) && !below(head, WHOSE + own.len() as u32),
            "{}",
            table.title
        );
        for (row, report) in (head..).zip(reports.iter().filter(|report| stands(schema, report, index))) {
            let doubts = doubts(schema, report);
            for (column, about) in (WHOSE..).zip(&own) {
                let name = format!("{}{}", letters(column), row + 1);
                let cell = range.get_value((row, column)).cloned().unwrap_or(Data::Empty);
                let place = format!("{}!{name} of {}: {about:?} is {cell:?}", table.title, report.source);
                let (About::Figure(id) | About::Unit(id)) = *about;
                let (field, fact) = (schema.field(id), report.fact(id));
                match about {
                    About::Unit(_) => compare_unit(fact, &cell, &place),
                    About::Figure(_) => {
                        let note = notes.get(&name).map_or("", String::as_str);
                        compare_figure(fact, &cell, &looks[&name], &place);
                        compare_state(field, fact, report, &looks[&name].fill, doubts.get(&id), &place);
                        compare_note(field, fact, note, doubts.contains_key(&id), &place);
                    }
                }
                seen += 1;
            }
        }
    }
    seen
}

/// Whether a report has a row in the sheet of a table: its vintage has fields of it, or it has figures of it.
fn stands(schema: &Schema, report: &Report, table: usize) -> bool {
    schema.each_field().filter(|(_, field)| field.table == Some(table)).any(|(id, field)| {
        report.vintage.is_none_or(|vintage| field.vintages.contains(vintage)) || report.fact(id).is_some()
    })
}

fn compare_unit(fact: Option<&Fact>, cell: &Data, place: &str) {
    let written = fact.filter(|fact| fact.value.number().is_some()).and_then(|fact| fact.unit.as_ref());
    assert_eq!(unescaped(&cell.to_string()), written.map_or("", |unit| &unit.name), "{place}");
}

fn compare_figure(fact: Option<&Fact>, cell: &Data, look: &Look, place: &str) {
    let Some(fact) = fact else { return assert_eq!(*cell, Data::Empty, "{place}") };
    match &fact.value {
        Value::Text(text) => {
            assert_eq!(unescaped(&cell.to_string()), *text, "{place}");
            assert!(matches!(cell, Data::String(_) | Data::Empty), "{place}");
        }
        Value::Blank => assert_eq!(*cell, Data::Empty, "{place}"),
        Value::Nil => assert_eq!(unescaped(&cell.to_string()), fact.raw.trim(), "{place}"),
        Value::Unreadable => assert_eq!(unescaped(&cell.to_string()), fact.raw, "{place}"),
        Value::Integer(_) | Value::Decimal(_) => {
            let number = fact.value.number().unwrap();
            let digits = number.mantissa().unsigned_abs().to_string();
            if digits.trim_end_matches('0').len() > 15 {
                assert_eq!(*cell, Data::String(number.to_string()), "{place}: digits would be lost");
                assert_eq!(look.format, "@", "{place}");
                return;
            }
            assert!(matches!(cell, Data::Float(_) | Data::Int(_)), "{place}: no number");
            assert_eq!(cell.to_string().parse::<f64>().unwrap(), number.to_string().parse::<f64>().unwrap(), "{place}");
            let decimals = number.scale() as usize;
            let expected = if decimals == 0 { "#,##0".to_owned() } else { format!("#,##0.{}", "0".repeat(decimals)) };
            assert_eq!(look.format, expected, "{place}");
        }
    }
}

/// The colour says the state, unless it says that an identity is broken.
fn compare_state(field: &Field, fact: Option<&Fact>, report: &Report, fill: &str, doubt: Option<&bool>, place: &str) {
    let wanted = report.vintage.is_some_and(|vintage| field.vintages.contains(vintage)) && !field.optional;
    let state = match fact.map(|fact| &fact.value) {
        None if wanted => MISSING,
        None => NOT_ON_FORM,
        Some(Value::Blank) => BLANK,
        Some(Value::Unreadable) => UNREADABLE,
        Some(_) => "-",
    };
    let expected = doubt.map_or(state, |hard| if *hard { BROKEN } else { UNUSUAL });
    assert_eq!(fill, expected, "{place}");
}

fn compare_note(field: &Field, fact: Option<&Fact>, note: &str, broken: bool, place: &str) {
    assert_eq!(note.contains("左边："), broken, "{place}: {note}");
    let remark = fact.and_then(|fact| fact.remark.as_deref());
    assert_eq!(note.contains("原文备注："), remark.is_some(), "{place}: {note}");
    assert!(remark.is_none_or(|remark| note.contains(&format!("原文备注：{remark}"))), "{place}: {note}");
    let unit = fact.and_then(|fact| fact.unit.as_ref());
    let other = unit.filter(|unit| unit.from != UnitFrom::Schema && Some(unit.name.as_str()) != field.unit.as_deref());
    assert_eq!(note.contains("原文单位："), other.is_some(), "{place}: {note}");
    assert!(other.is_none_or(|unit| note.contains(&format!("原文单位：{}", unit.name))), "{place}: {note}");
}

#[test]
fn every_figure_state_remark_and_unit_of_hand_made_reports_is_in_the_workbook() {
    let schema = sample::schema();
    assert_eq!(compare(&schema, &[sample::report(&schema), sample::empty(&schema)]), 20);
}

#[test]
fn every_figure_state_remark_and_unit_of_the_samples_is_in_the_workbook() {
    let reports = samples();
    let seen = compare(Schema::builtin(), &reports);
    assert!(seen > 200 * reports.len(), "{seen} cells");
}

#[test]
fn the_sheets_have_the_names_of_the_forms_tables() {
    let schema = Schema::builtin();
    let titles: Vec<&str> = schema.tables.iter().map(|table| table.title.as_str()).collect();
    let names = Book::of(schema, &samples()).sheet_names();
    let expected: Vec<&str> = std::iter::once("报告").chain(titles).chain(["检查", "说明"]).collect();
    assert_eq!(names, expected);
    assert!(names.iter().all(|name| name.encode_utf16().count() <= 31));
}

/// The labels over a column from top to bottom, each merged cell once; what stands behind a label is left out.
fn labels_over(book: &Book, sheet: &str, column: u32) -> Vec<String> {
    let merges = book.merges(sheet);
    let range = book.range(sheet);
    let mut found = Vec::new();
    let mut row = 1;
    while row < first_row(book, sheet) {
        let over =
            |area: &&(u32, u32, u32, u32)| (area.0..=area.2).contains(&row) && (area.1..=area.3).contains(&column);
        let area = merges.iter().find(over).copied().unwrap_or((row, column, row, column));
        assert_eq!(area.0, row, "{sheet}: a merge begins where the one above ends");
        let text = range.get_value((area.0, area.1)).map_or(String::new(), ToString::to_string);
        assert!(!text.is_empty(), "{sheet} {}{}", letters(column), row + 1);
        found.push(text.split("\n【").next().unwrap().to_owned());
        row = area.2 + 1;
    }
    found
}

#[test]
fn the_merged_header_is_the_nesting_of_the_form() {
    let schema = Schema::builtin();
    let book = Book::of(schema, &[]);
    for (index, table) in schema.tables.iter().enumerate() {
        for (column, about) in (WHOSE..).zip(columns(schema, Some(index))) {
            let (About::Figure(id) | About::Unit(id)) = about;
            let mut labels: Vec<String> = schema.field(id).labels().map(str::to_owned).collect();
            // 统计数, the only column of the list, would stand over every figure.
            labels.truncate(labels.len() - usize::from(table.id == "statistics"));
            if let About::Unit(_) = about {
                labels.last_mut().unwrap().push_str("（计量单位）");
            }
            assert_eq!(labels_over(&book, &table.title, column), labels, "{}", schema.field(id).id);
        }
    }
}

#[test]
fn the_merges_of_the_form_cover_what_they_head() {
    let book = Book::of(Schema::builtin(), &[]);
    let merged = |sheet: &str, label: &str| -> Vec<(u32, u32)> {
        let range = book.range(sheet);
        let merges = book.merges(sheet);
        let text = |row, column| range.get_value((row, column)).map_or(String::new(), ToString::to_string);
        let own = merges.iter().filter(|area| text(area.0, area.1).split("\n【").next() == Some(label));
        own.map(|area| (area.2 - area.0 + 1, area.3 - area.1 + 1)).collect()
    };
    let [disclosed, applications, reviews] =
        ["主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况"];
    // Rows and columns of each merged area. Two kinds of documents by 6 columns and one by 3; 26 rows by 7 kinds of
    // applicants, 23 of the rows under the results.
    for (sheet, label, areas) in [
        (disclosed, "第二十条第（一）项", vec![(1, 15)]),
        (applications, "本年新收政府信息公开申请数量", vec![(3, 7)]),
        (applications, "本年度办理结果", vec![(1, 161)]),
        (applications, "不予公开", vec![(1, 56)]),
        (applications, "属于国家秘密", vec![(1, 7)]),
        (applications, "予以公开", vec![(2, 7)]),
        (applications, "其他处理", vec![(2, 7), (1, 21)]),
        (applications, "法人或其他组织", vec![(1, 5); 26]),
        (reviews, "行政复议", vec![(1, 5)]),
        (reviews, "复议后起诉", vec![(1, 5)]),
    ] {
        assert_eq!(merged(sheet, label), areas, "{label}");
    }
}

#[test]
fn no_two_merged_areas_overlap_and_every_part_is_well_formed() {
    let book = Book::of(Schema::builtin(), &samples());
    for (name, xml) in book.parts() {
        roxmltree::Document::parse(xml).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    for sheet in book.sheet_names() {
        let mut merges = book.merges(&sheet);
        while let Some((top, left, bottom, right)) = merges.pop() {
            let apart =
                |other: &(u32, u32, u32, u32)| bottom < other.0 || other.2 < top || right < other.1 || other.3 < left;
            assert!(merges.iter().all(apart), "{sheet}");
        }
    }
}

#[test]
fn panes_are_frozen_and_the_lowest_row_of_the_header_is_filtered() {
    let schema = Schema::builtin();
    let reports = samples();
    let book = Book::of(schema, &reports);
    for (index, table) in schema.tables.iter().enumerate() {
        let (xml, head) = (book.xml(&table.title), first_row(&book, &table.title));
        let pane = format!(
            r#"<pane xSplit="2" ySplit="{head}" topLeftCell="C{}" activePane="bottomRight" state="frozen"/>"#,
            head + 1
        );
        assert!(xml.contains(&pane), "{}", table.title);
        let last = letters(WHOSE + columns(schema, Some(index)).len() as u32 - 1);
        let rows = reports.iter().filter(|report| stands(schema, report, index)).count();
        let filter = format!(r#"<autoFilter ref="A{head}:{last}{}"/>"#, head as usize + rows);
        assert!(xml.contains(&filter), "{}: {filter}", table.title);
    }
    for sheet in ["报告", "检查"] {
        assert!(book.xml(sheet).contains(r#"state="frozen"/>"#) && book.xml(sheet).contains("<autoFilter"), "{sheet}");
    }
}

/// A column of a sheet by its title in the row of titles.
fn column_of(book: &Book, sheet: &str, title: &str) -> u32 {
    let range = book.range(sheet);
    let (rows, width) = range.end().unwrap();
    let found = (0..=rows.min(40))
        .flat_map(|row| (0..=width).map(move |column| (row, column)))
        .find(|at| range.get_value(*at).is_some_and(|cell| *cell == title));
    found.unwrap_or_else(|| panic!("{sheet} has no {title}")).1
}

#[test]
fn names_and_codes_are_text_and_years_and_counts_are_numbers() {
    let schema = sample::schema();
    let mut report = sample::report(&schema);
    report.source = "00012".to_owned();
    report.identity.agency.as_mut().unwrap().value = "1e5".to_owned();
    let book = Book::of(&schema, &[report]);
    let range = book.range("报告");
    let row = first_row(&book, "报告");
    let cell = |title: &str| range.get_value((row, column_of(&book, "报告", title))).cloned().unwrap();
    assert_eq!(cell("文件"), Data::String("00012".to_owned()));
    assert_eq!(cell("机关"), Data::String("1e5".to_owned()));
    assert_eq!(cell("表样"), Data::String("2019".to_owned()));
    assert_eq!(cell("落款日期"), Data::String("2021-01".to_owned()));
    assert_eq!((cell("年度"), cell("指标数")), (Data::Float(2020.0), Data::Float(8.0)));
    assert_eq!(book.range("采购").get_value((first_row(&book, "采购"), 0)), Some(&Data::String("1e5".to_owned())));
}

#[test]
fn figures_of_broken_checks_are_noted_with_both_sides() {
    let schema = sample::schema();
    let book = Book::of(&schema, &[sample::report(&schema)]);
    let notes = book.notes("采购");
    let mut cells: Vec<&String> = notes.keys().collect();
    cells.sort();
    let row = first_row(&book, "采购") + 1;
    let own = columns(&schema, Some(0));
    let name = |field: &str| {
        let about = About::Figure(schema.find(field).unwrap());
        format!("{}{row}", letters(WHOSE + own.iter().position(|one| *one == about).unwrap() as u32))
    };
    let words = "集中采购不少于其他\n左边：集中采购 ３项 = 3　<　右边：其他 4 = 4";
    assert_eq!(notes[&name("goods.other.items")], words);
    assert!(notes[&name("goods.central.items")].starts_with(words), "{notes:?}");
    assert_eq!(notes[&name("goods.central.money")], "原文备注：含税\n原文单位：万元");
    assert_eq!(notes[&name("goods.other.money")], "原文单位：元");
    assert_eq!(cells.len(), 4, "{notes:?}");
}

#[test]
fn every_doubt_is_a_row_of_checks_and_its_link_leads_to_the_figure() {
    let (schema, reports) = (Schema::builtin(), samples());
    let book = Book::of(schema, &reports);
    let range = book.range("检查");
    let [subject, verdict, left, place, file] =
        ["对象", "结论", "左边", "位置", "文件"].map(|title| column_of(&book, "检查", title));
    let rule = column_of(&book, "检查", "检查项");
    let text =
        |row: u32, column| range.get_value((row, column)).map_or(String::new(), |cell| unescaped(&cell.to_string()));
    let links = book.links("检查");
    let (mut seen, mut broken) = (0, 0);
    for report in &reports {
        for judgement in report.verdicts.iter().filter(|judgement| judgement.verdict != Verdict::Holds) {
            let check = &schema.checks[judgement.check];
            let identity = &check.instances[judgement.instance];
            let own = |row: &u32| {
                text(*row, file) == report.source
                    && text(*row, rule) == check.title
                    && text(*row, subject) == identity.subject
            };
            let row =
                (2..=range.end().unwrap().0).find(own).unwrap_or_else(|| panic!("{} {}", report.source, check.id));
            if let Verdict::Broken { left: sum, .. } = &judgement.verdict {
                assert_eq!((text(row, left), text(row, verdict)), (sum.to_string(), "不平衡".to_owned()));
                broken += 1;
            }
            let fields = identity.left.iter().chain(&identity.right).flat_map(|term| match term {
                Term::Fields { alternatives, .. } => report.chosen(alternatives),
                Term::Number(_) => &[],
            });
            let first = fields.filter_map(|field| report.fact(*field)).next().unwrap();
            let link = &links[&format!("{}{}", letters(place), row + 1)];
            let (sheet, cell) = link.rsplit_once('!').unwrap();
            assert_eq!(text(row, place), format!("{}!{cell}", sheet.trim_matches('\'')));
            let target = book.cell(sheet.trim_matches('\''), cell);
            match first.value.number() {
                Some(number) => assert_eq!(target.to_string(), number.normalize().to_string(), "{link}"),
                None => assert_eq!(target.to_string(), first.raw.trim(), "{link}"),
            }
            seen += 1;
        }
    }
    assert!(seen > 0 && broken > 0, "the samples have something to doubt");
    for link in links.values() {
        let (sheet, cell) = link.rsplit_once('!').unwrap();
        let sheet = sheet.trim_matches('\'');
        assert!(book.looks(sheet).contains_key(cell), "{link} leads nowhere");
    }
}

#[test]
fn what_is_more_than_good_to_know_is_a_row_of_checks_with_what_to_do() {
    let schema = sample::schema();
    let book = Book::of(&schema, &[sample::empty(&schema), sample::report(&schema)]);
    let rows = book.rows("检查");
    let words = column_of(&book, "检查", "算式或说明") as usize;
    let said: Vec<&str> = rows[2..].iter().map(|row| row[words].as_str()).collect();
    assert!(said.contains(&"「若干」不是金额。请查看原文"), "{said:?}");
    assert!(said.iter().any(|words| words.starts_with("标题为2019年。")), "{said:?}");
    assert!(said.contains(&"左边：集中采购 ３项 = 3　<　右边：其他 4 = 4"), "{said:?}");
}

#[test]
fn the_last_sheet_says_what_every_column_is() {
    let schema = Schema::builtin();
    let book = Book::of(schema, &samples());
    let rows = book.rows("说明");
    let title = rows.iter().position(|row| row[0] == "指标代码").unwrap();
    let mut told: HashMap<&str, &Vec<String>> = HashMap::new();
    for row in &rows[title + 1..] {
        assert!(told.insert(&row[0], row).is_none(), "{row:?} stands twice");
    }
    assert_eq!(told.len(), schema.fields.len());
    for (id, field) in schema.each_field() {
        let row = told[field.id.as_str()];
        let (sheet, column) = match field.table {
            Some(table) => (schema.tables[table].title.as_str(), &columns(schema, Some(table))),
            None => continue,
        };
        let position = column.iter().position(|about| *about == About::Figure(id)).unwrap() as u32;
        assert_eq!(row[1..4], [sheet.to_owned(), letters(WHOSE + position), field.title()]);
        assert_eq!(row[5], field.unit.clone().unwrap_or_default(), "{}", field.id);
        for (index, vintage) in schema.vintages.iter().enumerate() {
            assert_eq!(row[6].contains(&vintage.id), field.vintages.contains(index), "{}", field.id);
            assert_eq!(row[7].contains(&vintage.source), field.vintages.contains(index), "{}", field.id);
        }
    }
    assert!(rows[1][0].contains(concat!("baobiao ", env!("CARGO_PKG_VERSION"))), "{:?}", rows[1]);
}

#[test]
fn digits_that_a_spreadsheet_would_lose_are_text_with_a_note() {
    let schema = sample::schema();
    let mut report = sample::report(&schema);
    report.facts[0].value = Value::Integer(9_007_199_254_740_993);
    report.facts[2].value = Value::Decimal("123456789012345.67".parse().unwrap());
    compare(&schema, &[report.clone()]);
    let notes = Book::of(&schema, &[report]).notes("采购");
    assert_eq!(notes.values().filter(|note| note.contains("位数超过电子表格的精度")).count(), 2, "{notes:?}");
}

#[test]
fn what_looks_like_a_formula_is_text() {
    let schema = sample::schema();
    for text in ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "http://example.org", "\t=1"] {
        let mut report = sample::report(&schema);
        report.facts[3].value = Value::Text(text.to_owned());
        report.source = text.to_owned();
        report.facts[2].remark = Some(text.to_owned());
        compare(&schema, &[report.clone()]);
        let book = Book::of(&schema, &[report]);
        let (row, column) = (first_row(&book, "报告"), column_of(&book, "报告", "文件"));
        assert_eq!(book.range("报告").get_value((row, column)), Some(&Data::String(text.to_owned())));
        assert!(book.parts().all(|(_, xml)| !xml.contains("<f>")));
    }
}

#[test]
fn a_text_longer_than_a_cell_says_that_it_is_cut() {
    let schema = sample::schema();
    let mut report = sample::report(&schema);
    report.facts[3].value = Value::Text("长".repeat(40_000));
    report.facts[2].remark = Some("注".repeat(40_000));
    let book = Book::of(&schema, &[report]);
    let cut: Vec<String> = book.rows("采购").concat().into_iter().filter(|text| text.starts_with('长')).collect();
    assert_eq!(cut.len(), 1);
    assert!(cut[0].encode_utf16().count() <= 32_767 && cut[0].ends_with("……（全文过长，见 JSON 输出）"));
    assert!(book.notes("采购").values().any(|note| note.contains("注注") && note.ends_with("见 JSON 输出）")));
}

/// Two reports of one agency, and one of them again a year later with other figures.
fn years() -> (Vec<Report>, Compared) {
    let schema = Schema::builtin();
    let first = samples().into_iter().find(|report| report.source.contains("blank-and-nil-2021")).unwrap();
    let mut second = first.clone();
    second.source = "later.docx".to_owned();
    second.identity.year.as_mut().unwrap().value += 1;
    let carried = schema.find("applications.carried_in.natural_person").unwrap();
    let fact = second.facts.iter_mut().find(|fact| fact.field == carried).unwrap();
    (fact.value, fact.raw) = (Value::Integer(4711), "4711".into());
    let mut series = Series::new(schema);
    series.add(&first);
    series.add(&second);
    (vec![first, second], series.finish())
}

#[test]
fn years_that_contradict_each_other_are_rows_of_checks_with_links_to_the_figures() {
    let (schema, (reports, compared)) = (Schema::builtin(), years());
    let book = Book::open(written(schema, &reports, |sink| {
        assert!(sink.compares_years());
        sink.compared(&compared).unwrap();
    }));
    let own: Vec<&Comparison> =
        compared.comparisons.iter().filter(|comparison| comparison.verdict != Verdict::Holds).collect();
    assert!(own.iter().any(|comparison| matches!(comparison.verdict, Verdict::Broken { .. })), "{own:#?}");
    let rows = book.rows("检查");
    let column = |title| column_of(&book, "检查", title) as usize;
    let links = book.links("检查");
    for comparison in own {
        let check = &schema.checks[comparison.check];
        let subject = &check.instances[comparison.instance].subject;
        let is = |row: &Vec<String>| {
            row[column("检查项")] == check.title
                && row[column("对象")] == *subject
                && row[column("文件")] == "later.docx"
        };
        let index = rows.iter().position(is).unwrap_or_else(|| panic!("{comparison:#?}"));
        let row = &rows[index];
        assert_eq!(row[column("年度")], comparison.year.to_string());
        for term in comparison.left.iter().chain(&comparison.right) {
            let raw = term.known.as_ref().map_or("（无此单元格）", |known| known.raw.trim());
            assert!(row[column("算式或说明")].contains(if raw.is_empty() { "（空白）" } else { raw }), "{row:?}");
        }
        assert!(row[column("算式或说明")].contains(&comparison.prior_source), "{row:?}");
        if let Verdict::Broken { left, right } = &comparison.verdict {
            assert_eq!((&row[column("左边")], &row[column("右边")]), (&left.to_string(), &right.to_string()));
        }
        let first = comparison.left.iter().chain(&comparison.right).find(|term| term.known.is_some()).unwrap();
        let (sheet, cell) =
            links[&format!("{}{}", letters(column("位置") as u32), index + 1)].rsplit_once('!').unwrap();
        let known = first.known.as_ref().unwrap();
        let target = book.cell(sheet.trim_matches('\''), cell);
        match known.number {
            Some(number) => assert_eq!(target.to_string(), number.normalize().to_string(), "{row:?}"),
            None => assert_eq!(target.to_string(), known.raw.trim(), "{row:?}"),
        }
        let report = reports.iter().position(|report| {
            report.source == if first.prior { &comparison.prior_source } else { &comparison.source }.as_str()
        });
        let own_row = first_row(&book, sheet.trim_matches('\'')) as usize + report.unwrap() + 1;
        assert!(cell.trim_start_matches(|c: char| c.is_ascii_uppercase()) == own_row.to_string(), "{cell} {own_row}");
    }
}

#[test]
fn every_input_is_a_row_of_the_reports_with_its_status_and_the_reason() {
    let schema = sample::schema();
    let (message, help) = (Message::new("is locked", "有密码保护"), Message::new("take it off", "请先解除密码"));
    let lost = |source, status, code| Lost { source, status, code, message: &message, help: &help };
    let book = Book::open(written(&schema, &[sample::report(&schema)], |sink| {
        sink.lost(&lost("a.docx", Status::Refused, "package-encrypted")).unwrap();
        sink.report(&sample::empty(&schema)).unwrap();
        sink.lost(&lost("b.docx", Status::Failed, "file-unreadable")).unwrap();
        sink.report(&sample::report(&schema)).unwrap();
    }));
    let rows = book.rows("报告");
    let head = first_row(&book, "报告") as usize;
    let titles = ["文件", "状态", "代码", "原因", "指标数"].map(|title| column_of(&book, "报告", title) as usize);
    let found: Vec<[&str; 5]> = rows[head..].iter().map(|row| titles.map(|column| row[column].as_str())).collect();
    let reason = "「若干」不是金额。请查看原文";
    let warned = ["2020/年报.docx", "有疑问", "value-unreadable", reason, "8"];
    assert_eq!(
        found,
        [
            warned,
            ["a.docx", "无法读取", "package-encrypted", "有密码保护。请先解除密码", ""],
            ["-", "完成", "", "", "0"],
            ["b.docx", "失败", "file-unreadable", "有密码保护。请先解除密码", ""],
            warned,
        ]
    );
    // What gave no report has no row among the figures, and a link leads to the row of its own report.
    assert_eq!(book.rows("采购").len(), first_row(&book, "采购") as usize + 3);
    let place = column_of(&book, "检查", "位置");
    let links = book.links("检查");
    let mut last: Vec<&String> =
        links.iter().filter(|(cell, _)| cell.starts_with(&letters(place))).map(|(_, link)| link).collect();
    last.sort();
    let row = first_row(&book, "采购") + 3;
    assert!(last.iter().any(|link| link.ends_with(&row.to_string())), "{last:?}");
}

/// What an office program makes of the file; `None` where there is none on this machine.
fn office(path: &Path, format: &str, folder: &Path) -> Option<()> {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let mut command = Command::new("soffice");
    command.args([&profile, "--headless", "--convert-to", format, "--outdir"]).arg(folder).arg(path);
    let Ok(output) = command.output() else {
        eprintln!("skipped: soffice is not installed");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(())
}

#[test]
fn an_office_program_opens_it_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (path, again) = (folder.path().join("报告.xlsx"), folder.path().join("again"));
    let schema = Schema::builtin();
    std::fs::write(&path, bytes(schema, &samples())).unwrap();
    let Some(()) = office(&path, "xlsx", &again) else { return };
    let (before, after) =
        (Book::open(std::fs::read(&path).unwrap()), Book::open(std::fs::read(again.join("报告.xlsx")).unwrap()));
    assert_eq!(before.sheet_names(), after.sheet_names());
    let mut cells = 0;
    for sheet in before.sheet_names() {
        let (one, other) = (before.range(&sheet), after.range(&sheet));
        for (row, column, cell) in one.cells() {
            let found = other.get((row, column)).unwrap_or(&Data::Empty);
            let same = match (cell, found) {
                (Data::Float(_) | Data::Int(_), Data::Float(_) | Data::Int(_)) => cell.to_string() == found.to_string(),
                _ => {
                    unescaped(&cell.to_string()) == unescaped(&found.to_string()) && cell.is_empty() == found.is_empty()
                }
            };
            assert!(same, "{sheet} {row} {column}: {cell:?} became {found:?}");
            cells += 1;
        }
        let sorted = |book: &Book| {
            let mut merges = book.merges(&sheet);
            merges.sort_unstable();
            merges
        };
        assert_eq!(sorted(&before), sorted(&after), "{sheet}");
        assert_eq!(before.notes(&sheet), after.notes(&sheet), "{sheet}");
        assert_eq!(before.links(&sheet).len(), after.links(&sheet).len(), "{sheet}");
    }
    assert!(cells > 3000, "{cells}");
    office(&path, "pdf", &again);
    assert!(std::fs::read(again.join("报告.pdf")).unwrap().starts_with(b"%PDF"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_text_comes_back_from_the_workbook(text in any::<String>(), remark in "\\PC{1,40}") {
        let schema = sample::schema();
        let mut report = sample::report(&schema);
        report.facts[3].value = Value::Text(text.clone());
        report.facts[2].remark = Some(remark);
        report.source = text;
        compare(&schema, &[report.clone()]);
        let book = Book::of(&schema, &[report]);
        for (name, xml) in book.parts() {
            prop_assert!(roxmltree::Document::parse(xml).is_ok(), "{}", name);
        }
    }
}
