//! Figures of every kind, put into a report, written as `.docx` and read again, are the same figures.

use std::collections::BTreeMap;

use crate::support::facts::{differences, of_report};
use crate::support::form::{Figure, unit};
use crate::support::outline::Outline;
use crate::support::page::Page;
use baobiao::extract::extract;
use baobiao::input::{ReadOptions, Source, read};
use baobiao::schema::Schema;
use proptest::prelude::*;

fn outline(vintage: &str) -> Outline {
    Outline {
        title: "示例市人民政府政府信息公开工作年度报告".to_owned(),
        signed_by: "示例市人民政府".to_owned(),
        signed_on: "2023年1月14日".to_owned(),
        disclosure: format!("disclosure-{vintage}"),
        applications: format!("applications-{vintage}"),
        flavour: "word".to_owned(),
        frame: false,
        headings: BTreeMap::new(),
        prose: BTreeMap::new(),
        figures: BTreeMap::new(),
    }
}

/// A figure with a number: as printed, what it means, its unit, its remark.
fn number(raw: String, value: String, unit: &str, remark: &str) -> Figure {
    Figure { state: "value", value, unit: unit.to_owned(), raw, remark: remark.to_owned() }
}

fn without(state: &'static str, raws: &'static [&'static str]) -> BoxedStrategy<Figure> {
    let figure = move |raw: &str| Figure {
        state,
        value: String::new(),
        unit: String::new(),
        raw: raw.to_owned(),
        remark: String::new(),
    };
    prop::sample::select(raws).prop_map(figure).boxed()
}

fn full_width(number: u32) -> String {
    number.to_string().chars().map(|c| char::from_u32(c as u32 + 0xfee0).expect("a full-width digit")).collect()
}

fn thousands(number: u32) -> String {
    let digits = number.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(|group| String::from_utf8_lossy(group)).collect();
    groups.join(",")
}

fn count(own: &'static str) -> BoxedStrategy<Figure> {
    (0..10_000_000u32, 0..7u8, 1..100u32)
        .prop_map(move |(value, way, other)| {
            let text = value.to_string();
            match way {
                0 => number(full_width(value), text, own, ""),
                1 => number(thousands(value), text, own, ""),
                2 => number(format!("　{value}"), text, own, ""),
                3 => number(format!("{value}{own}"), text, own, ""),
                4 => number(format!("{value}（其中新增{other}{own}）"), text, own, &format!("其中新增{other}{own}")),
                _ => number(text.clone(), text, own, ""),
            }
        })
        .boxed()
}

fn signed() -> BoxedStrategy<Figure> {
    (0..5_000u32, prop::sample::select(&["", "+", "-", "－", "增", "减"][..]))
        .prop_map(|(value, sign)| {
            let negative = value > 0 && matches!(sign, "-" | "－" | "减");
            let minus = if negative { "-" } else { "" };
            number(format!("{sign}{value}"), format!("{minus}{value}"), "项", "")
        })
        .boxed()
}

fn amount(own: &'static str) -> BoxedStrategy<Figure> {
    (0..10_000_000u32, 1..10u32, prop::sample::select(&["", "元", "万元"][..]))
        .prop_map(move |(whole, tenths, printed)| {
            let value = format!("{whole}.{tenths}");
            number(format!("{value}{printed}"), value, if printed.is_empty() { own } else { printed }, "")
        })
        .boxed()
}

fn figure(field: &str) -> BoxedStrategy<Figure> {
    let number = match field.rsplit('.').next() {
        Some("change_this_year") => signed(),
        Some("total_amount" | "fee_amount") => amount(unit(field)),
        _ => count(unit(field)),
    };
    let blank = without("blank", &["", "　", "\u{a0}"]);
    let nil = without("nil", &["/", "-", "—", "无"]);
    prop_oneof![8 => number, 1 => blank, 1 => nil].boxed()
}

fn figures(vintage: &str) -> impl Strategy<Value = BTreeMap<String, Figure>> + use<> {
    let fields = outline(vintage).fields();
    let each: Vec<_> = fields.iter().map(|field| figure(field)).collect();
    each.prop_map(move |figures| fields.iter().cloned().zip(figures).collect())
}

fn check(vintage: &str, figures: &BTreeMap<String, Figure>) -> Result<(), TestCaseError> {
    let page = Page::parse(&outline(vintage).page_with(figures)).expect("a sound page");
    let source = Source::new("round-trip.docx", page.docx());
    let read = read(&source, &ReadOptions::default()).expect("a sound file");
    for document in [page.document("round-trip.page"), read] {
        let report = extract(&document, Schema::builtin());
        let differences = differences(figures, &of_report(&report, Schema::builtin()));
        prop_assert!(differences.is_empty(), "{}:\n{}", document.source, differences.join("\n"));
        prop_assert!(report.audit.balances(), "{}: {:?}", document.source, report.audit);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn figures_of_2019_come_back(figures in figures("2019")) {
        check("2019", &figures)?;
    }

    #[test]
    fn figures_of_2021_come_back(figures in figures("2021")) {
        check("2021", &figures)?;
    }
}
