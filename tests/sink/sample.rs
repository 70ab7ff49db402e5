//! A small schema and reports written by hand, so that outputs are tested without a reader.

use std::sync::Arc;

use baobiao::extract::{
    Audit, Because, CellAudit, Date, Fact, FieldAudit, Header, Identity, Judgement, Origin, Report, Section, Stated,
    Unit, UnitFrom, Value, Verdict,
};
use baobiao::model::{Message, Note, PartId, Place, TableId, Tally, codes};
use baobiao::schema::Schema;

const TOML: &str = r#"
[schema]
id = "sample"
title = "样表"

[[vintage]]
id = "2019"
source = "甲〔2019〕1号"
first_year = 2019
last_year = 2020

[[vintage]]
id = "2021"
source = "甲〔2021〕2号"
first_year = 2021

[[section]]
id = "overview"
label = "总体情况"

[[table]]
id = "goods"
title = "采购"
value = "count"
columns = [
  { id = "items", label = "数量", unit = "项" },
  { id = "change", label = "本年增/减", value = "signed" },
  { id = "money", label = "总金额", value = "amount", until = "2019" },
  { id = "remark", label = "备注", value = "text" },
]
rows = [
  { id = "central", label = "集中采购" },
  { id = "other", label = "其他" },
]

[[check]]
id = "items-at-least"
title = "集中采购不少于其他"
holds = "goods.central.items >= goods.other.items"
"#;

pub fn schema() -> Schema {
    Schema::parse("sample.toml", TOML).unwrap_or_else(|error| panic!("{error}"))
}

/// Every state, a unit of each origin, a remark, a broken check, a note, and text that would be a formula.
pub fn report(schema: &Schema) -> Report {
    let headers = ["集中采购", "数量"];
    Report {
        source: "2020/年报.docx".to_owned(),
        parts: vec!["word/document.xml".to_owned()],
        schema: schema.id.clone(),
        vintage: Some(0),
        identity: identity(),
        sections: vec![Section {
            section: 0,
            heading: "一、总体情况".to_owned(),
            text: "第一段\n第二段".to_owned(),
            place: place(40, 60),
        }],
        facts: facts(schema),
        lists: Vec::new(),
        headers: headers.iter().map(|text| Header { text: (*text).to_owned(), place: cell(0, 1) }).collect(),
        verdicts: vec![Judgement {
            check: 0,
            instance: 0,
            verdict: Verdict::Broken { left: 3.into(), right: 4.into() },
        }],
        notes: vec![
            Note::new(&codes::VALUE_UNREADABLE, cell(2, 3), Message::new("「若干」 is no amount", "「若干」不是金额"))
                .help(Message::new("look at the document", "请查看原文"))
                .also([cell(0, 3)]),
            Note::new(&codes::CHECK_BROKEN, cell(1, 1), Message::new("3 ≥ 4 does not hold", "3 ≥ 4 不成立")),
            Note::new(&codes::IDENTITY_CONFLICT, None, Message::new("the title says 2019", "标题为2019年")),
        ],
        audit: Audit {
            cells: CellAudit { filled: 14, headers: 7, facts: 6, ornaments: 1, noted: 0 },
            fields: FieldAudit { wanted: 8, facts: 7, noted: 1, extra: 0 },
            characters: Tally { read: 100, body: 90, stories: 7, noted: 3 },
        },
    }
}

/// A report in which nothing was found.
pub fn empty(schema: &Schema) -> Report {
    Report {
        source: "-".to_owned(),
        parts: Vec::new(),
        schema: schema.id.clone(),
        vintage: None,
        identity: Identity::default(),
        sections: Vec::new(),
        facts: Vec::new(),
        lists: Vec::new(),
        headers: Vec::new(),
        verdicts: Vec::new(),
        notes: Vec::new(),
        audit: Audit::default(),
    }
}

fn facts(schema: &Schema) -> Vec<Fact> {
    let amount = Value::Decimal("0.370".parse().unwrap());
    vec![
        fact(schema, "goods.central.items", Value::Integer(3), "３项", Some(("项", UnitFrom::Cell)), cell(1, 1)),
        fact(schema, "goods.central.change", Value::Integer(-1), "-1", None, cell(1, 2)),
        Fact {
            remark: Some("含税".to_owned()),
            ..fact(schema, "goods.central.money", amount, "0.370（含税）", Some(("万元", UnitFrom::Header)), cell(1, 3))
        },
        fact(
            schema,
            "goods.central.remark",
            Value::Text("=1+1, \"甲\"\n乙".to_owned()),
            "=1+1, \"甲\"\n乙",
            None,
            cell(1, 4),
        ),
        fact(schema, "goods.other.items", Value::Integer(4), "4", Some(("项", UnitFrom::Schema)), cell(2, 1)),
        fact(schema, "goods.other.change", Value::Nil, "/", None, cell(2, 2)),
        fact(schema, "goods.other.money", Value::Unreadable, "若干", Some(("元", UnitFrom::Header)), cell(2, 3)),
        fact(schema, "goods.other.remark", Value::Blank, "", None, cell(2, 4)),
    ]
}

fn fact(schema: &Schema, field: &str, value: Value, raw: &str, unit: Option<(&str, UnitFrom)>, place: Place) -> Fact {
    Fact {
        field: schema.find(field).unwrap(),
        record: None,
        value,
        unit: unit.map(|(name, from)| Unit { name: name.into(), from }),
        raw: raw.into(),
        remark: None,
        place,
        because: Because { rows: Arc::from([0]), columns: Arc::from([1]) },
    }
}

fn identity() -> Identity {
    let text = |value: &str, origin| Some(Stated { value: value.to_owned(), raw: value.to_owned(), origin });
    let in_document = Origin::Document(place(10, 30));
    Identity {
        agency: text("某某局", Origin::FileName),
        year: Some(Stated { value: 2020, raw: "2020年".to_owned(), origin: in_document }),
        title: text("某某局2020年年度报告", in_document),
        signed_by: None,
        signed_on: Some(Stated {
            value: Date { year: 2021, month: Some(1), day: None },
            raw: "2021年1月".to_owned(),
            origin: in_document,
        }),
    }
}

fn place(start: usize, end: usize) -> Place {
    Place::new(PartId(0), start..end)
}

fn cell(row: u32, column: u32) -> Place {
    place(100, 120).in_table(TableId(1), row, column)
}
