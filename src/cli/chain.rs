//! `explain FILE FIELD`: the chain from the file to the value, and the checks in which the value stands.

use std::io::Write;
use std::path::Path;

use anyhow::Result;

use super::args::ExplainArgs;
use super::complaint::complaint;
use super::describe::padded;
use super::suggest::{did_you_mean, nearest};
use super::terminal::{COLON, Style, Terminal, stdout};
use super::{Exit, describe, files, finding, settings};
use crate::extract::{Fact, Judgement, Report, extract};
use crate::model::{Lang, Message, Words, say};
use crate::schema::{FieldId, Schema, Term};
use crate::sink::findings::notes;
use crate::sink::lines;
use crate::sink::visible::{one_line, visible};

/// How wide the names before the lines are.
const NAMES: usize = 14;
const VALUE: Words = Words::new("value", "值");

/// Traces one value.
pub(super) fn run(path: &Path, field: &str, args: &ExplainArgs, terminal: &Terminal) -> Result<Exit> {
    let schema = settings::schema(&args.read)?;
    let Some((id, record)) = schema.find_record(field) else {
        let hint = did_you_mean(&nearest(field, schema.fields.iter().map(|field| field.id.as_str())));
        return Err(complaint(Message::new(
            format!("{}: has no field {}{}", schema.id, one_line(field), hint.english),
            format!("{}：没有字段 {}{}", schema.id, one_line(field), hint.chinese),
        )));
    };
    let options = settings::read_options(&args.read.document)?;
    let Some(document) = files::one(path, &options, terminal) else { return Ok(Exit::Nothing) };
    let report = extract(&document, &schema);
    let mut out = stdout();
    let facts = report.records(id).iter().filter(|fact| record.is_none() || fact.record == record);
    let facts: Vec<Option<&Fact>> = facts.map(Some).collect();
    // What has no fact is told once too.
    let facts = if facts.is_empty() { vec![None] } else { facts };
    let one = |fact: &Option<&Fact>| {
        if args.json { json(id, *fact, &report, &schema) } else { chain(id, *fact, &report, &schema, terminal) }
    };
    let between = if args.json { "" } else { "\n" };
    let text = facts.iter().map(one).collect::<Vec<_>>().join(between);
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(Exit::Good)
}

fn chain(id: FieldId, fact: Option<&Fact>, report: &Report, schema: &Schema, terminal: &Terminal) -> String {
    let field = schema.field(id);
    let lang = terminal.lang();
    let comma = Words::new(", ", "，").text(lang);
    let vintage = describe::vintage(report, schema);
    let mut rows = vec![
        (Words::new("field", "字段"), fact.map_or_else(|| field.id.clone(), |fact| fact.name(schema).into_owned())),
        (Words::new("on the form", "表内位置"), field.title()),
        (Words::new("schema", "模板"), format!("{}{comma}{}", schema.id, vintage.text(lang))),
        (Words::new("file", "文件"), one_line(&report.source).into_owned()),
    ];
    match fact {
        Some(fact) => rows.extend(fact_rows(fact, report, schema, lang)),
        None => rows.push((VALUE, no_fact(id, report, schema).text(lang).to_owned())),
    }
    let mut text = String::new();
    for (name, content) in rows {
        text.push_str(&format!("{} {content}\n", terminal.paint_out(Style::Strong, &padded(name.text(lang), NAMES))));
    }
    for judgement in report.verdicts.iter().filter(|judgement| stands_in(id, judgement, report, schema)) {
        text.push_str(&check_lines(judgement, schema, lang));
    }
    for note in notes(report, schema).filter(|note| is_about(note, fact)) {
        let name = padded(Words::new("note", "提示").text(lang), NAMES);
        let message = one_line(note.message.text(lang));
        text.push_str(&format!("{name} {}{}{message}\n", note.code.id, COLON.text(lang)));
    }
    text
}

fn json(id: FieldId, fact: Option<&Fact>, report: &Report, schema: &Schema) -> String {
    let verdicts = report.verdicts.iter().filter(|judgement| stands_in(id, judgement, report, schema));
    let notes = notes(report, schema).filter(|note| is_about(note, fact));
    lines::line(&lines::traced(id, fact, verdicts, notes, report, schema))
}

fn fact_rows(fact: &Fact, report: &Report, schema: &Schema, lang: Lang) -> Vec<(Words, String)> {
    let place = fact.place;
    let part = report.parts.get(usize::from(place.part.0)).map_or("?", String::as_str);
    let mut rows = vec![
        (Words::new("part", "部件"), one_line(part).into_owned()),
        (Words::new("bytes", "字节"), format!("{}–{}", place.start, place.end)),
        (
            Words::new("cell", "单元格"),
            describe::cell(place, lang)
                .unwrap_or_else(|| Words::new("in running text", "在正文中").text(lang).to_owned()),
        ),
        (Words::new("raw text", "原文"), format!("「{}」", visible(&fact.raw))),
    ];
    let names = [Words::new("row header", "行表头"), Words::new("column header", "列表头")];
    for (name, indices) in names.into_iter().zip([&fact.because.rows, &fact.because.columns]) {
        for header in indices.iter().map(|index| &report.headers[*index as usize]) {
            let at = describe::cell_or_place(header.place, &report.parts, lang);
            let text = one_line(&header.text);
            rows.push((name, say!("「{text}」 ({at})", "「{text}」（{at}）").text(lang).to_owned()));
        }
    }
    rows.push((Words::new("read as", "读作"), schema.field(fact.field).kind.words().text(lang).to_owned()));
    rows.push((VALUE, describe::value(fact, lang)));
    rows.push((Words::new("state", "状态"), describe::state(&fact.value).text(lang).to_owned()));
    if let Some(unit) = &fact.unit {
        let from = match unit.from.name() {
            "cell" => Words::new("beside the figure", "写在数字之后"),
            "header" => Words::new("in a header", "写在表头中"),
            _ => Words::new("as the form prescribes", "模板规定"),
        };
        let comma = Words::new(", ", "，").text(lang);
        rows.push((Words::new("unit", "单位"), format!("{}{comma}{}", one_line(&unit.name), from.text(lang))));
    }
    if let Some(remark) = &fact.remark {
        rows.push((Words::new("remark", "备注"), one_line(remark).into_owned()));
    }
    rows
}

fn no_fact(id: FieldId, report: &Report, schema: &Schema) -> Message {
    let field = schema.field(id);
    match report.vintage {
        None => say!("none: no table of the form was found", "无：未找到模板中的表"),
        Some(index) if !field.vintages.contains(index) => {
            let vintage = describe::vintage(report, schema);
            Message::new(
                format!("none: {} of the form does not have this field", vintage.english),
                format!("无：{}没有此字段", vintage.chinese),
            )
        }
        Some(_) => say!("none: no cell of the document was found for it", "无：文档中未找到对应的单元格"),
    }
}

fn stands_in(id: FieldId, judgement: &Judgement, report: &Report, schema: &Schema) -> bool {
    let identity = &schema.checks[judgement.check].instances[judgement.instance];
    identity.left.iter().chain(&identity.right).any(|term| match term {
        Term::Fields { prior: false, alternatives, .. } => report.chosen(alternatives).contains(&id),
        Term::Fields { prior: true, .. } | Term::Number(_) => false,
    })
}

fn check_lines(judgement: &Judgement, schema: &Schema, lang: Lang) -> String {
    let check = &schema.checks[judgement.check];
    let identity = &check.instances[judgement.instance];
    let name = padded(Words::new("check", "勾稽关系").text(lang), NAMES);
    let title = finding::check_title(check, identity, &judgement.verdict, lang);
    format!("{name} {title}\n{}   {}\n", padded("", NAMES), check.holds)
}

fn is_about(note: &crate::model::Note, fact: Option<&Fact>) -> bool {
    fact.is_some_and(|fact| note.place == Some(fact.place) || note.also.contains(&fact.place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample;

    fn traced(field: &str) -> String {
        let schema = sample::schema();
        let report = sample::report(&schema);
        let id = schema.find(field).unwrap();
        chain(id, report.fact(id), &report, &schema, &Terminal::plain())
    }

    #[test]
    fn a_value_is_traced_from_the_file_to_the_checks() {
        insta::assert_snapshot!(traced("goods.central.items"));
    }

    #[test]
    fn an_unreadable_value_shows_its_text_and_its_note() {
        insta::assert_snapshot!(traced("goods.other.money"));
    }

    #[test]
    fn a_field_without_a_cell_says_why() {
        let schema = sample::schema();
        let mut report = sample::empty(&schema);
        let money = schema.find("goods.other.money").unwrap();
        assert_eq!(no_fact(money, &report, &schema).english, "none: no table of the form was found");
        report.vintage = Some(0);
        assert_eq!(no_fact(money, &report, &schema).english, "none: no cell of the document was found for it");
        report.vintage = Some(1);
        assert_eq!(no_fact(money, &report, &schema).english, "none: vintage 2021 of the form does not have this field");
    }
}
