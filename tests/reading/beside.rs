//! What lies in a figure's cell beside its text: raised digits, struck-out text, nested tables, hidden text.

use crate::support::package::{cell, read, row, table};
use baobiao::extract::{Report, Value, extract};
use baobiao::schema::Schema;

/// A piece of table two with `content` in the cell of 行政许可.
fn report(content: &str) -> Report {
    let value = format!("<w:tc><w:tcPr/>{content}</w:tc>");
    let rows = [
        row(&[cell("<w:gridSpan w:val='2'/>", "第二十条第（五）项")]),
        row(&[cell("", "信息内容"), cell("", "本年处理决定数量")]),
        row(&[cell("", "行政许可"), value]),
        row(&[cell("<w:gridSpan w:val='2'/>", "第二十条第（六）项")]),
        row(&[cell("", "信息内容"), cell("", "本年处理决定数量")]),
        row(&[cell("", "行政处罚"), cell("", "31")]),
        row(&[cell("", "行政强制"), cell("", "32")]),
    ];
    extract(&read(&table(&rows)), Schema::builtin())
}

#[track_caller]
fn check(content: &str, value: Value, code: &str) {
    let report = report(content);
    let field = Schema::builtin().find("active_disclosure.art20_5.admin_license.decisions").unwrap();
    let fact = report.fact(field).unwrap();
    assert_eq!(fact.value, value, "{content}");
    let here = |code: &str| {
        report
            .notes
            .iter()
            .any(|note| note.code.id == code && note.place.is_some_and(|place| same_cell(place, fact.place)))
    };
    assert!(here(code), "{content}: {:?}", report.notes.iter().map(|note| note.code.id).collect::<Vec<_>>());
    assert!(report.audit.balances(), "{content}: {:?}", report.audit);
}

fn same_cell(one: baobiao::model::Place, other: baobiao::model::Place) -> bool {
    (one.table, one.row, one.column) == (other.table, other.row, other.column)
}

#[test]
fn a_figure_in_a_nested_table_or_hidden_is_not_a_silent_blank() {
    let nested = table(&[row(&[cell("", "10")])]);
    check(&format!("{nested}<w:p/>"), Value::Blank, "value-beside");
    check("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>10</w:t></w:r></w:p>", Value::Blank, "value-beside");
}

#[test]
fn a_raised_digit_is_no_digit_of_the_figure() {
    let raised = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r>";
    check(&format!("<w:p><w:r><w:t>10</w:t></w:r>{raised}</w:p>"), Value::Unreadable, "value-unreadable");
}

#[test]
fn a_figure_that_is_struck_out_is_not_read() {
    let struck = "<w:r><w:rPr><w:strike/></w:rPr><w:t>10</w:t></w:r>";
    check(&format!("<w:p>{struck}<w:r><w:t>20</w:t></w:r></w:p>"), Value::Unreadable, "value-unreadable");
    check(&format!("<w:p>{struck}</w:p>"), Value::Unreadable, "text-struck");
}

#[test]
fn a_figure_alone_is_read() {
    let report = report("<w:p><w:r><w:t>10</w:t></w:r></w:p>");
    let field = Schema::builtin().find("active_disclosure.art20_5.admin_license.decisions").unwrap();
    assert_eq!(report.fact(field).unwrap().value, Value::Integer(10));
}
