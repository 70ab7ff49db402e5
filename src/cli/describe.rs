//! Places, facts and counts in words. Tables, rows and columns are counted from 1, as a person counts them.

use crate::extract::{Audit, Fact, Origin, Report, Value};
use crate::model::{Lang, Message, Place, Words, say};
use crate::schema::Schema;
use crate::sink::draw::display_width;
use crate::sink::visible::one_line;

/// `table 2, row 3, column 4`, or nothing outside a table.
pub(super) fn cell(place: Place, lang: Lang) -> Option<String> {
    let table = place.table?.0 + 1;
    let (row, column) = (place.row + 1, place.column + 1);
    Some(match lang {
        Lang::English => format!("table {table}, row {row}, column {column}"),
        Lang::Chinese => format!("表 {table} 第 {row} 行第 {column} 列"),
    })
}

/// `word/document.xml, table 2, row 3, column 4 (bytes 120–240)`.
pub(super) fn place(place: Place, parts: &[String], lang: Lang) -> String {
    let part = one_line(parts.get(usize::from(place.part.0)).map_or("?", String::as_str));
    let (start, end) = (place.start, place.end);
    let comma = Words::new(", ", "，").text(lang);
    let cell = cell(place, lang).map_or(String::new(), |cell| format!("{comma}{cell}"));
    match lang {
        Lang::English => format!("{part}{cell} (bytes {start}–{end})"),
        Lang::Chinese => format!("{part}{cell}（字节 {start}–{end}）"),
    }
}

/// The cell, or where it is outside a table.
pub(super) fn cell_or_place(at: Place, parts: &[String], lang: Lang) -> String {
    cell(at, lang).unwrap_or_else(|| place(at, parts, lang))
}

/// A text and blanks up to this width on a terminal.
pub(super) fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(display_width(text))))
}

/// Where an identity was found.
pub(super) fn origin(origin: Origin, parts: &[String], lang: Lang) -> String {
    match origin {
        Origin::Document(at) => place(at, parts, lang),
        Origin::FileName => Words::new("the file's name", "文件名").text(lang).to_owned(),
    }
}

/// `12 件`, `blank`, `nil`, `unreadable`; a remark in brackets.
pub(super) fn value(fact: &Fact, lang: Lang) -> String {
    let mut text = match &fact.value {
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Text(words) => format!("“{}”", one_line(words)),
        Value::Blank | Value::Nil | Value::Unreadable => state(&fact.value).text(lang).to_owned(),
    };
    if let (Some(unit), true) = (&fact.unit, fact.value.number().is_some()) {
        text.push_str(&format!(" {}", one_line(&unit.name)));
    }
    if let Some(remark) = &fact.remark {
        let remark = one_line(remark);
        text.push_str(&match lang {
            Lang::English => format!(" ({remark})"),
            Lang::Chinese => format!("（{remark}）"),
        });
    }
    text
}

/// Whether there is a value, and if not, what there is instead.
pub(super) fn state(value: &Value) -> Words {
    let chinese = match value {
        Value::Integer(_) | Value::Decimal(_) | Value::Text(_) => "有值",
        Value::Blank => "空白",
        Value::Nil => "空值符号",
        Value::Unreadable => "无法识别",
    };
    Words::new(value.state(), chinese)
}

/// The text of the cells that name a fact's field, rows before columns, outermost first.
pub(super) fn headers(fact: &Fact, report: &Report) -> String {
    let indices = fact.because.rows.iter().chain(fact.because.columns.iter());
    let texts: Vec<_> = indices.map(|index| one_line(&report.headers[*index as usize].text)).collect();
    texts.join(" › ")
}

/// The vintage in words.
pub(super) fn vintage(report: &Report, schema: &Schema) -> Message {
    match report.vintage {
        None => say!("no vintage (no table was found)", "版式未知（未找到表格）"),
        Some(index) => say!("vintage {id}", "{id}版式", id = &schema.vintages[index].id),
    }
}

/// The three laws on one line, for one file or for all.
pub(super) fn audit_line(name: &str, audit: &Audit, lang: Lang) -> String {
    let laws = audit_laws(audit, lang);
    match lang {
        Lang::English => format!("audit: {}: {}", one_line(name), laws.join("; ")),
        Lang::Chinese => format!("核对：{}：{}", one_line(name), laws.join("；")),
    }
}

/// The name under which the laws of all files together are told.
pub(super) const TOTAL: Words = Words::new("total", "合计");

/// The three laws, one line each: how many there are, and what became of them.
pub(super) fn audit_laws(audit: &Audit, lang: Lang) -> [String; 3] {
    let Audit { cells, fields, characters } = audit;
    let mark =
        |balances: bool| if balances { "" } else { Words::new(" DOES NOT BALANCE", "，不平衡！").text(lang) };
    let laws = [
        say!(
            "cells {filled} = {headers} headers + {facts} facts + {ornaments} ornaments + {noted} noted{mark}",
            "单元格 {filled} = 表头 {headers} + 数据项 {facts} + 装饰文字 {ornaments} + 提示 {noted}{mark}",
            filled = cells.filled,
            headers = cells.headers,
            facts = cells.facts,
            ornaments = cells.ornaments,
            noted = cells.noted,
            mark = mark(cells.balances())
        ),
        say!(
            "fields {wanted} = {facts} facts + {noted} noted (and {extra} beyond the form){mark}",
            "字段 {wanted} = 数据项 {facts} + 提示 {noted}（另有 {extra} 项不在版式之内）{mark}",
            wanted = fields.wanted,
            facts = fields.facts,
            noted = fields.noted,
            extra = fields.extra,
            mark = mark(fields.balances())
        ),
        say!(
            "characters {read} = {body} body + {stories} stories + {noted} noted{mark}",
            "字符 {read} = 正文 {body} + 附属文字 {stories} + 提示 {noted}{mark}",
            read = characters.read,
            body = characters.body,
            stories = characters.stories,
            noted = characters.noted,
            mark = mark(characters.balances())
        ),
    ];
    laws.map(|law| law.text(lang).to_owned())
}
