//! A form of another family, `personnel-form`: labels beside their values, and records that repeat row by row.

mod support;

use baobiao::extract::{Report, Value, extract};
use baobiao::schema::{BUILTIN, Schema};
use support::page::Page;

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

const WHOLE: &str = include_str!("pages/personnel.page");

#[test]
fn the_whole_form_is_read() {
    let (_, told) = read(WHOLE);
    insta::assert_snapshot!(told);
}
