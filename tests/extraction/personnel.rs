//! A form of another family, `personnel-form`: labels beside their values, and records that repeat row by row.

use crate::support::page::Page;
use baobiao::extract::{Report, Value, extract};
use baobiao::schema::{BUILTIN, Schema};

fn schema() -> Schema {
    let (id, text) = BUILTIN.iter().find(|(id, _)| *id == "personnel-form").expect("it is built in");
    Schema::parse(id, text).unwrap_or_else(|error| panic!("{error}"))
}

/// What a report says, one line a fact, then its notes.
fn told(report: &Report, schema: &Schema) -> String {
    let mut text = String::new();
    for fact in &report.facts {
        let record = fact.record.map_or(String::new(), |record| format!("[{record}]"));
        let value = match &fact.value {
            Value::Integer(value) => value.to_string(),
            Value::Decimal(value) => value.to_string(),
            Value::Text(words) => words.replace('\n', "⏎"),
            other => format!("#{}", other.state()),
        };
        text.push_str(&format!("{}{record} = {value}\n", schema.field(fact.field).id));
    }
    for note in &report.notes {
        text.push_str(&format!("{}: {}\n", note.code.id, note.message.english));
    }
    text
}

fn read(page: &str) -> (Report, String) {
    let schema = schema();
    let page = Page::parse(page).unwrap_or_else(|error| panic!("{error}"));
    let report = extract(&page.document("form.docx"), &schema);
    assert!(report.audit.cells.balances(), "{:?}\n{}", report.audit.cells, told(&report, &schema));
    assert!(report.audit.fields.balances(), "{:?}", report.audit.fields);
    let told = told(&report, &schema);
    (report, told)
}

const WHOLE: &str = include_str!("../pages/personnel.page");

#[test]
fn the_whole_form_is_read() {
    let (_, told) = read(WHOLE);
    insta::assert_snapshot!(told);
}

/// The lines of `told` that are not those of the whole form, and those that the whole form has besides.
fn difference(page: &str) -> String {
    let (_, whole) = read(WHOLE);
    let (_, told) = read(page);
    let only = |one: &str, other: &str, sign: char| -> String {
        one.lines()
            .filter(|line| !other.lines().any(|known| known == *line))
            .map(|line| format!("{sign} {line}\n"))
            .collect()
    };
    only(&whole, &told, '-') + &only(&told, &whole, '+')
}

/// The whole form with a text replaced, which must be there.
fn with(changes: &[(&str, &str)]) -> String {
    let mut page = WHOLE.to_owned();
    for (from, to) in changes {
        assert!(page.contains(from), "{from}");
        page = page.replacen(from, to, 1);
    }
    page
}

#[test]
fn ticks_are_read_as_the_word_that_is_ticked() {
    for sex in ["☐男 ☑女", "男□　女■", "男（　）女（√）"] {
        assert_eq!(difference(&with(&[("| 女 |", &format!("| {sex} |"))])), "", "{sex}");
    }
    insta::assert_snapshot!(difference(&with(&[("| 女 |", "| ☑男 ☑女 |")])));
}

#[test]
fn variants_of_the_layout_give_the_same_values() {
    let same = [
        // White space of any kind in labels, labels in several lines, a colon after a label.
        ("姓　名", "姓 名："),
        ("籍　贯", "籍⏎贯"),
        ("现任职务", "现　任⏎职　务"),
        ("出生年月⏎（48岁）", "出生年月⏎（岁）"),
        // The label in two cells, one above the other, left of a value as high as both.
        (
            "| 奖惩情况 | 2019年记三等功 | < | < | < | < |",
            "| 奖惩 | 2019年记三等功 | < | < | < | < |\n| 情况 | ^ | ^ | ^ | ^ | ^ |",
        ),
        // A label merged over two rows, its value too.
        (
            "| 任免理由 | 工作需要 | < | < | < | < |",
            "| 任免理由 | 工作需要 | < | < | < | < |\n| ^ | ^ | ^ | ^ | ^ | ^ |",
        ),
        // A blank cell after the value.
        ("| 任免理由 | 工作需要 | < | < | < | < |", "| 任免理由 | 工作需要 | < | < |  | < |"),
        // The side label is a row of its own.
        ("| 家庭主要成员及重要社会关系 | 称谓 |", "| 家庭主要成员及重要社会关系 | < | < | < | < | < |\n|  | 称谓 |"),
    ];
    for change in same {
        assert_eq!(difference(&with(&[change])), "", "{change:?}");
    }
}

#[test]
fn doubt_gives_no_value_and_a_note() {
    for (name, changes) in [
        (
            "value-in-two-cells",
            vec![("| 奖惩情况 | 2019年记三等功 | < | < | < | < |", "| 奖惩情况 | 2019年 | 记三等功 | < | < | < |")],
        ),
        (
            "blank-before-a-value",
            vec![("| 奖惩情况 | 2019年记三等功 | < | < | < | < |", "| 奖惩情况 |  | 2019年记三等功 | < | < | < |")],
        ),
        ("label-twice", vec![("| 奖惩情况 | 2019年记三等功 |", "| 任免理由 | 2019年记三等功 |")]),
        ("label-as-a-value", vec![("| 汉族 |", "| 性别 |")]),
        ("lost-group", vec![("在职教育", "在职学习")]),
        (
            "one-value-beside-two-labels",
            vec![
                ("| 拟任职务 | < | 青浦县统计局局长 | < |", "| 拟任职务 | < | 甲职 | < |"),
                ("| 拟免职务 | < | 青浦县发展和改革局副局长 | < | < | < | < |", "| 拟免职务 | < | ^ | ^ | ^ | ^ | ^ |"),
            ],
        ),
        ("record-of-another-shape", vec![("| ^ | 儿子 | 周小满 | 18 |", "| ^ | 儿子 | 周小满 | < |")]),
        ("label-among-the-records", vec![("| ^ | 儿子 | 周小满 |", "| ^ | 儿子 | 任免理由 |")]),
        ("unknown-column", vec![("| 政治面貌 |", "| 党派 |")]),
        ("column-twice", vec![("| 政治面貌 |", "| 年龄 |")]),
        ("unknown-side-label", vec![("家庭主要成员及重要社会关系", "亲属情况")]),
        ("unreadable-values", vec![("1975.03⏎（48岁）", "七五年三月"), ("| 50 |", "| 五十 |")]),
    ] {
        insta::assert_snapshot!(format!("doubt-{name}"), difference(&with(&changes)));
    }
}

/// The form with nothing filled in.
fn blank() -> String {
    let values = support_values();
    let mut page = WHOLE.to_owned();
    for value in values {
        page = page.replace(&format!("| {value} |"), "|  |");
    }
    page
}

/// What is filled in on the whole form, as it stands there.
fn support_values() -> Vec<String> {
    let schema = schema();
    let page = Page::parse(WHOLE).unwrap();
    let report = extract(&page.document("-"), &schema);
    report.facts.iter().map(|fact| fact.raw.replace('\n', "⏎")).filter(|raw| !raw.is_empty()).collect()
}

#[test]
fn a_blank_form_has_blank_facts_and_no_records() {
    let (report, told) = read(&blank());
    assert!(report.facts.iter().all(|fact| fact.value == Value::Blank && fact.record.is_none()), "{told}");
    assert_eq!(report.facts.len(), 25, "{told}");
    assert_eq!(report.lists.len(), 1);
    assert_eq!(report.lists[0].records, 0);
    assert!(report.notes.iter().any(|note| note.code.id == "records-none"), "{told}");
}

#[test]
fn records_go_on_where_a_page_cut_them() {
    let cut = [
        // Below the records, with the header once more, and between two records without it.
        (
            "| ^ | 儿子 |",
            "\n| 家庭主要成员及重要社会关系 | 称谓 | 姓名 | 年龄 | 政治面貌 | 工作单位及职务 |\n| ^ | 儿子 |",
        ),
        ("| ^ | 儿子 |", "\n|  | 儿子 |"),
    ];
    for change in cut {
        let told = difference(&with(&[change]));
        let facts: Vec<&str> = told.lines().filter(|line| line.contains(" = ")).collect();
        assert!(facts.is_empty(), "{told}");
    }
}

#[test]
fn a_second_form_in_the_document_gives_nothing() {
    let second = WHOLE.replace("林秋白", "何远山").replace("丈夫", "妻子").replace("云河青浦", "云河长平");
    let (report, told) = read(&format!("{WHOLE}\n{second}"));
    let (alone, _) = read(WHOLE);
    assert_eq!(report.facts.len(), alone.facts.len(), "{told}");
    assert!(report.facts.iter().zip(&alone.facts).all(|(one, other)| one.value == other.value), "{told}");
    // Where the second form has what the first lacks, it is still not the first person's.
    let first = WHOLE.split("\n\n| 奖惩").next().unwrap();
    let (report, told) = read(&format!("{first}\n\n{second}"));
    assert!(!told.contains("妻子\n") && !report.facts.iter().any(|fact| fact.record.is_some()), "{told}");
}

/// Every label of the form garbled, blanked, and exchanged for a stranger, one at a time and in pairs: no value may
/// stand under another field than its own.
#[test]
fn no_damage_to_labels_moves_a_value() {
    let (whole, _) = read(WHOLE);
    let schema = schema();
    let own = |report: &Report| -> Vec<(String, Option<u32>, Value, String)> {
        let row = |fact: &baobiao::extract::Fact| {
            (schema.field(fact.field).id.clone(), fact.record, fact.value.clone(), fact.raw.to_string())
        };
        report.facts.iter().map(row).collect()
    };
    let truth = own(&whole);
    let labels: Vec<String> = WHOLE
        .lines()
        .filter(|line| line.starts_with('|'))
        .flat_map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>())
        .filter(|cell| {
            !matches!(cell.as_str(), "" | "<" | "^")
                && !whole.facts.iter().any(|fact| fact.raw.replace('\n', "⏎") == *cell)
        })
        .collect();
    assert!(labels.len() > 30, "{labels:?}");
    let places: Vec<(usize, &String)> = {
        let mut from = 0;
        let find = |label: &String| {
            let at = from + WHOLE[from..].find(&format!("| {label} |")).unwrap() + 2;
            from = at;
            at
        };
        labels.iter().map(find).collect::<Vec<_>>().into_iter().zip(&labels).collect()
    };
    let damages: [fn(&str) -> String; 3] = [|_| String::new(), |label| format!("{label}乙"), |_| "其他事项".to_owned()];
    let mut pages = 0;
    for (index, one) in places.iter().enumerate() {
        for damage in damages {
            for other in std::iter::once(None).chain(places[index + 1..].iter().map(Some)) {
                let mut page = WHOLE.to_owned();
                for (at, label) in other.into_iter().chain([one]) {
                    page.replace_range(*at..*at + label.len(), &damage(label));
                }
                let (report, told) = read(&page);
                for fact in own(&report) {
                    let right = truth.iter().find(|known| (&known.0, known.1) == (&fact.0, fact.1));
                    assert_eq!(right.map(|known| &known.3), Some(&fact.3), "{fact:?}\n{page}\n{told}");
                }
                pages += 1;
            }
        }
    }
    assert!(pages > 1_000);
}

#[test]
fn values_may_stand_below_their_labels() {
    let text = r#"
[schema]
id = "card"
title = "登记卡"
identity = []
[[table]]
id = "card"
title = "登记卡"
layout = "labels"
ornaments = ["备考"]
fields = [
  { id = "number", label = "编号", value_at = "below" },
  { id = "kind", label = "类别", value_at = "below", value = "choices", options = ["甲", "乙"] },
  { id = "owner", label = "持有人姓名" },
  { id = "unit", label = "所在单位名称" },
]
"#;
    let schema = Schema::parse("card.toml", text).unwrap();
    let page = |table: &str| {
        let page = Page::parse(table).unwrap_or_else(|error| panic!("{error}"));
        let report = extract(&page.document("-"), &schema);
        assert!(report.audit.balances(), "{:?}", report.audit);
        told(&report, &schema)
    };
    insta::assert_snapshot!(page(
        "| 编号 | 类别 | 备考 |\n| 07 | ☑甲 ☐乙 |  |\n| 持有人姓名 | 林秋白 | < |\n| 所在单位名称 | 统计局 | < |"
    ));
    insta::assert_snapshot!(page(
        "| 编号 | 类别 | 备考 |\n| 07 | 甲 |  |\n| 08 | 乙 |  |\n| 持有人姓名 | 林秋白 | < |\n| 所在单位名称 | 统计局 | < |"
    ));
    insta::assert_snapshot!(page(
        "| 编号 | 类别 | 备考 |\n| 07 | < |  |\n| 持有人姓名 | 林秋白 | < |\n| 所在单位名称 | < | < |"
    ));
}

#[test]
fn what_is_unsound_in_a_schema_is_named_with_its_line_and_column() {
    let head = "[schema]\nid = \"x\"\ntitle = \"X\"\n[[table]]\nid = \"t\"\ntitle = \"T\"\n";
    for (text, line, column, says) in [
        ("layout = \"list\"\n", 7, 10, "not a layout"),
        ("fields = [{ id = \"a\", label = \"甲\" }]\n", 7, 18, "layout = \"labels\""),
        ("layout = \"labels\"\ncolumns = [{ id = \"a\", label = \"甲\" }]\n", 8, 19, "not columns"),
        ("layout = \"labels\"\nlabel = \"甲\"\nfields = [{ id = \"a\", label = \"甲\" }]\n", 8, 9, "not columns"),
        ("layout = \"labels\"\n", 5, 6, "no columns"),
        (
            "layout = \"labels\"\nfields = [{ id = \"a\", label = \"甲\" }, { id = \"b\", label = \"乙\", also = [\"甲\"] }]\n",
            8,
            45,
            "two labels",
        ),
        ("layout = \"labels\"\nornaments = [\"甲\"]\nfields = [{ id = \"a\", label = \"甲\" }]\n", 9, 18, "ornament"),
        (
            "layout = \"labels\"\nfields = [{ id = \"a\", label = \"甲\", value_at = \"left\" }]\n",
            8,
            47,
            "right, below, mark",
        ),
        ("layout = \"labels\"\nfields = [{ id = \"a\", label = \"甲\", value_at = \"mark\" }]\n", 8, 47, "bookmark"),
        (
            "layout = \"labels\"\nfields = [{ id = \"a\", label = \"甲\", value_at = \"below\" }, { id = \"a.b\", label = \"乙\" }]\n",
            8,
            47,
            "gathers",
        ),
        (
            "layout = \"labels\"\nfields = [{ id = \"a\", label = \"甲\", tag = \"n\" }, { id = \"b\", label = \"乙\", tag = \"n\" }]\n",
            8,
            80,
            "two values",
        ),
        ("layout = \"labels\"\nfields = [{ id = \"a\", label = \"甲\", value = \"choice\" }]\n", 8, 44, "options"),
        ("layout = \"labels\"\nfields = [{ id = \"a\", label = \"甲\", options = [\"子\"] }]\n", 8, 47, "choice"),
        (
            "layout = \"labels\"\nfields = [{ id = \"a\", label = \"甲\", value = \"choice\", options = [\"子\", \"子\"] }]\n",
            8,
            70,
            "twice",
        ),
        ("layout = \"records\"\ncolumns = [{ id = \"a\", label = \"甲\" }]\n", 5, 6, "two columns"),
        (
            "layout = \"records\"\ncolumns = [{ id = \"a\", label = \"甲\" }, { id = \"a.b\", label = \"乙\" }]\n",
            8,
            19,
            "groups",
        ),
        (
            "layout = \"records\"\ncolumns = [{ id = \"a\", label = \"甲\", tag = \"n\" }, { id = \"b\", label = \"乙\" }]\n",
            8,
            43,
            "labels",
        ),
        ("columns = [{ id = \"a\", label = \"甲\", value_at = \"below\" }]\n", 7, 48, "labels"),
        (
            "layout = \"records\"\ncolumns = [{ id = \"a\", label = \"甲\", value = \"count\" }, { id = \"b\", label = \"乙\", value = \"count\" }]\n[[check]]\nid = \"c\"\ntitle = \"C\"\nholds = \"t.a = t.b\"\n",
            12,
            9,
            "once a record",
        ),
    ] {
        let error = Schema::parse("my.toml", &format!("{head}{text}")).err().unwrap_or_else(|| panic!("sound: {text}"));
        assert_eq!((error.line, error.column), (line, column), "{text}{error}");
        assert!(error.message.english.contains(says), "{text}{error}");
        assert!(!error.message.chinese.is_empty());
    }
    let error = Schema::parse("x", "[schema]\nid = \"x\"\ntitle = \"X\"\nidentity = [\"place\"]\n").unwrap_err();
    assert_eq!((error.line, error.column), (4, 13));
}

#[test]
fn every_sample_gives_exactly_its_values() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples-forms");
    let schema = schema();
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).expect("the samples") {
        let path = entry.expect("an entry").path();
        let Some(name) = path.to_str().and_then(|path| path.strip_suffix(".docx")) else { continue };
        let source = baobiao::input::Source::open(&path, &Default::default()).unwrap_or_else(|error| panic!("{error}"));
        let document = baobiao::input::read(&source, &Default::default()).unwrap_or_else(|error| panic!("{error}"));
        let report = extract(&document, &schema);
        assert!(report.audit.balances(), "{name}: {:?}", report.audit);
        let mut found: Vec<String> = report
            .facts
            .iter()
            .map(|fact| {
                let value = match &fact.value {
                    Value::Text(words) => words.clone(),
                    other => other.number().map_or(String::new(), |number| number.to_string()),
                };
                let record = fact.record.map_or(String::new(), |record| record.to_string());
                let remark = fact.remark.clone().unwrap_or_default();
                format!("{}|{record}|{}|{value}|{remark}", schema.field(fact.field).id, fact.value.state())
            })
            .collect();
        let mut values = csv::Reader::from_path(format!("{name}.values.csv")).expect("a values file");
        let mut expected: Vec<String> =
            values.records().map(|row| row.expect("a row").iter().collect::<Vec<_>>().join("|")).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{name}\n{}", told(&report, &schema));
        count += 1;
    }
    assert_eq!(count, 3);
}

/// What a schema of one table reads from the body of a document.
fn marked(fields: &str, body: &str) -> String {
    let text = format!(
        "[schema]\nid = \"x\"\ntitle = \"登记表\"\nidentity = []\n[[table]]\nid = \"t\"\ntitle = \"登记表\"\nlayout = \"labels\"\nfields = [{fields}]\n"
    );
    let schema = Schema::parse("x.toml", &text).unwrap_or_else(|error| panic!("{error}"));
    let document = crate::support::package::read(body);
    let report = extract(&document, &schema);
    assert!(report.audit.balances(), "{:?}", report.audit);
    told(&report, &schema)
}

const MARKED: &str = r#"
  { id = "sex", label = "性别情况", value = "choice", options = ["男", "女"] },
  { id = "name", label = "本人姓名", tag = "Name" },
  { id = "place", label = "常住地址", value_at = "mark", bookmark = "place" },
  { id = "unit", label = "工作单位", value_at = "mark", tag = "单位" },
"#;

fn control(properties: &str, content: &str) -> String {
    format!("<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>")
}

fn plain_cell(content: &str) -> String {
    format!("<w:tc>{content}</w:tc>")
}

fn word(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn two_rows(first: &str, second: &str) -> String {
    let label = |text: &str| plain_cell(&word(text));
    format!("<w:tbl><w:tr>{}{first}</w:tr><w:tr>{}{second}</w:tr></w:tbl>", label("性别情况"), label("本人姓名"))
}

#[test]
fn ticks_of_word_are_read() {
    let symbol = |code: &str| format!(r#"<w:r><w:sym w:font="Wingdings" w:char="{code}"/></w:r>"#);
    let text = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let by_symbol = format!("<w:p>{}{}{}{}</w:p>", symbol("F0A8"), text("男"), symbol("F0FE"), text("女"));
    let tick = |on: u8| {
        let sign = if on == 1 { "☒" } else { "☐" };
        control(&format!(r#"<w14:checkbox><w14:checked w14:val="{on}"/></w14:checkbox>"#), &text(sign))
    };
    let by_control = format!("<w:p>{}{}{}{}</w:p>", tick(1), text("男"), tick(0), text("女"));
    for (cell, sex) in [(by_symbol, "女"), (by_control, "男")] {
        let told = marked(MARKED, &two_rows(&plain_cell(&cell), &plain_cell(&word("林秋白"))));
        assert!(told.starts_with(&format!("t.sex = {sex}\nt.name = 林秋白\n")), "{told}");
    }
}

#[test]
fn marks_name_cells_and_their_own_text() {
    let name = |content: &str| control(r#"<w:alias w:val="姓名"/><w:tag w:val="Name"/>"#, content);
    let sex = plain_cell(&word("女"));
    let run = "<w:r><w:t>林秋白</w:t></w:r>";
    // A control around a run, a paragraph, a cell; a label that nobody knows beside it.
    for cell in [
        plain_cell(&format!("<w:p>{}</w:p>", name(run))),
        plain_cell(&name(&format!("<w:p>{run}</w:p>"))),
        name(&plain_cell(&format!("<w:p>{run}</w:p>"))),
    ] {
        let body = two_rows(&sex, &cell).replace("本人姓名", "何人");
        let told = marked(MARKED, &body);
        assert!(told.contains("t.name = 林秋白\n"), "{cell}\n{told}");
        let told = marked(MARKED, &two_rows(&sex, &cell));
        assert!(told.contains("t.name = 林秋白\n") && !told.contains("figure-twice"), "{cell}\n{told}");
    }
    // In running text a control names its own text; a bookmark at the beginning of a cell names the cell.
    let place = r#"<w:tc><w:p><w:bookmarkStart w:id="1" w:name="place"/><w:r><w:t>云河青浦</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p></w:tc>"#;
    let unit = format!(
        "<w:p><w:r><w:t>单位：</w:t></w:r>{}<w:r><w:t>（盖章）</w:t></w:r></w:p>",
        control(r#"<w:tag w:val="单位"/>"#, "<w:r><w:t>统计局</w:t></w:r>")
    );
    let told = marked(MARKED, &format!("{unit}{}", two_rows(&sex, place)));
    assert!(told.contains("t.unit = 统计局\n") && told.contains("t.place"), "{told}");
    insta::assert_snapshot!("marks-in-conflict", told);
}

#[test]
fn a_placeholder_is_no_value_and_a_mark_beside_other_words_is_told() {
    let sex = plain_cell(&word("女"));
    let empty = control(r#"<w:tag w:val="Name"/><w:showingPlcHdr/>"#, "<w:r><w:t>单击此处输入文字</w:t></w:r>");
    let told = marked(MARKED, &two_rows(&sex, &plain_cell(&format!("<w:p>{empty}</w:p>"))));
    assert!(told.contains("t.name = #unreadable\n"), "{told}");
    // The label and the mark name different cells.
    let other = control(r#"<w:tag w:val="Name"/>"#, "<w:r><w:t>何远山</w:t></w:r>");
    let body = format!("<w:p>{other}</w:p>{}", two_rows(&sex, &plain_cell(&word("林秋白"))));
    let told = marked(MARKED, &body);
    assert!(!told.contains("t.name = ") && told.contains("figure-twice"), "{told}");
    // A bookmark that begins behind other words does not say where its value ends.
    let behind = r#"<w:tc><w:p><w:r><w:t>住：</w:t></w:r><w:bookmarkStart w:id="1" w:name="place"/><w:r><w:t>云河</w:t></w:r></w:p></w:tc>"#;
    let told = marked(MARKED, &two_rows(&sex, behind).replace("本人姓名", "何处居住"));
    assert!(!told.contains("t.place = ") && told.contains("figure-unplaced"), "{told}");
}

#[test]
fn words_that_stand_in_a_group_and_outside_of_it_are_told_apart() {
    let fields = r#"
  { id = "name", label = "姓名" },
  { id = "phone", label = "联系电话" },
  { id = "second", label = "第二联系人" },
  { id = "second.name", label = "姓名" },
  { id = "second.phone", label = "联系电话" },
"#;
    let text = format!(
        "[schema]\nid = \"x\"\ntitle = \"X\"\nidentity = []\n[[table]]\nid = \"t\"\ntitle = \"T\"\nlayout = \"labels\"\nfields = [{fields}]\n"
    );
    let schema = Schema::parse("x.toml", &text).unwrap_or_else(|error| panic!("{error}"));
    let read = |page: &str| {
        let page = Page::parse(page).unwrap_or_else(|error| panic!("{error}"));
        told(&extract(&page.document("-"), &schema), &schema)
    };
    let page = "| 姓名 | 林秋白 | < |\n| 联系电话 | 01 | < |\n| 第二联系人 | 姓名 | 何远山 |\n| ^ | 联系电话 | 02 |";
    let whole = "t.name = 林秋白\nt.phone = 01\nt.second.name = 何远山\nt.second.phone = 02\n";
    assert_eq!(read(page), whole);
    // Neither a lost group nor a lost label hands a value to the other person.
    for lost in ["第二联系人", "姓名 | 林"] {
        for by in ["", "其他人", "姓各"] {
            let told = read(&page.replacen(lost, &lost.replace("第二联系人", by).replace("姓名", by), 1));
            let wrong = ["t.name = 何远山", "t.second.name = 林秋白", "t.phone = 02", "t.second.phone = 01"];
            assert!(!wrong.iter().any(|wrong| told.contains(wrong)), "{told}");
        }
    }
}
