//! Any text as a figure of a form: a number that is read from it has no digit that the text has not, in its order; plain
//! digits are read as they are.
#![no_main]

use baobiao::extract::{Value, extract};
use baobiao::input::{ReadOptions, Source, read};
use baobiao::schema::Schema;
use baobiao_fuzz::package::{cell, document_xml, package, paragraph, row, table};
use baobiao_fuzz::write::escaped;
use libfuzzer_sys::fuzz_target;
use unicode_normalization::UnicodeNormalization;

fn digits(text: &str) -> String {
    text.nfkc().filter(char::is_ascii_digit).collect()
}

/// Whether all of these characters come in this order.
fn comes_in_order(wanted: &str, text: &str) -> bool {
    let mut rest = text.chars();
    wanted.chars().all(|c| rest.any(|other| other == c))
}

fuzz_target!(|data: &str| {
    let text = escaped(data.chars().take(200));
    let figures = table(&[
        row(&[cell("", "第二十条第（一）项"), cell("", ""), cell("", ""), cell("", "")]),
        row(&[cell("", "信息内容"), cell("", "本年制发件数"), cell("", "本年废止件数"), cell("", "现行有效件数")]),
        row(&[cell("", "规章"), cell("", &text), cell("", "31"), cell("", "47")]),
        row(&[cell("", "行政规范性文件"), cell("", "59"), cell("", "61"), cell("", "73")]),
    ]);
    let body =
        [paragraph("某市2021年政府信息公开工作年度报告"), paragraph("二、主动公开政府信息情况"), figures].concat();
    let bytes = package(document_xml(&body).as_bytes(), &[]);
    let document = read(&Source::new("fuzz.docx", bytes.clone()), &ReadOptions::default()).expect("it is sound XML");
    let schema = Schema::builtin();
    let report = extract(&document, schema);
    let fact = |id: &str| report.fact(schema.find(id).expect("a field"));
    for (id, number) in [("repealed_this_year", 31), ("in_force", 47)] {
        // Nothing in one cell moves or changes another's figure.
        if let Some(fact) = fact(&format!("active_disclosure.art20_1.rules.{id}")) {
            assert_eq!(fact.value, Value::Integer(number), "{id} beside {text:?}");
        }
    }
    let fact = fact("active_disclosure.art20_1.rules.issued_this_year");
    if let Some(number) = fact.and_then(|fact| fact.value.number()) {
        let (read, written) = (digits(&number.to_string()), digits(&text));
        // `.5` and `0012` may be written with other zeros.
        assert!(comes_in_order(read.trim_matches('0'), &written), "{number} from {text:?}");
    }
    let plain =
        !data.is_empty() && data.len() <= 15 && data.bytes().all(|b| b.is_ascii_digit()) && !data.starts_with('0');
    if plain {
        let expected = Value::Integer(data.parse().expect("digits"));
        assert_eq!(fact.map(|fact| &fact.value), Some(&expected), "{data}");
    }
    baobiao_fuzz::whole(bytes);
});
