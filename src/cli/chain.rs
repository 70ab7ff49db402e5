//! `explain FILE FIELD`: the chain from the file to the value, and the checks in which the value stands.

use std::io::Write;
use std::path::Path;

use anyhow::{Result, bail};

use super::args::ExplainArgs;
use super::suggest::{did_you_mean, nearest};
use super::terminal::{Style, Terminal, stdout};
use super::{Exit, describe, files, finding, settings};
use crate::extract::{Fact, Judgement, Report, extract};
use crate::schema::{FieldId, Schema, Term};
use crate::sink::findings::notes;
use crate::sink::lines;
use crate::sink::visible::{one_line, visible};

/// Traces one value.
pub(super) fn run(path: &Path, field: &str, args: &ExplainArgs, terminal: &Terminal) -> Result<Exit> {
    let schema = settings::schema(&args.read)?;
    let Some(id) = schema.find(field) else {
        let hint = did_you_mean(&nearest(field, schema.fields.iter().map(|field| field.id.as_str())));
        bail!("{}: has no field {}{hint}", schema.id, one_line(field));
    };
    let options = settings::read_options(&args.read.document)?;
    let Some(document) = files::one(path, &options, terminal) else { return Ok(Exit::Nothing) };
    let report = extract(&document, &schema);
    let mut out = stdout();
    let text = if args.json { json(id, &report, &schema) } else { chain(id, &report, &schema, terminal) };
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(Exit::Good)
}

fn chain(id: FieldId, report: &Report, schema: &Schema, terminal: &Terminal) -> String {
    let field = schema.field(id);
    let mut rows = vec![
        ("field", field.id.clone()),
        ("on the form", field.title()),
        ("schema", format!("{}, {}", schema.id, describe::vintage(report, schema))),
        ("file", one_line(&report.source).into_owned()),
    ];
    match report.fact(id) {
        Some(fact) => rows.extend(fact_rows(fact, report, schema)),
        None => rows.push(("value", no_fact(id, report, schema))),
    }
    let mut text = String::new();
    for (name, content) in rows {
        text.push_str(&format!("{} {content}\n", terminal.paint_out(Style::Strong, &format!("{name:<14}"))));
    }
    for judgement in report.verdicts.iter().filter(|judgement| stands_in(id, judgement, report, schema)) {
        text.push_str(&check_lines(judgement, schema));
    }
    for note in notes(report, schema).filter(|note| is_about(note, id, report)) {
        text.push_str(&format!("{:<14} {}: {}\n", "note", note.code.id, one_line(&note.message)));
    }
    text
}

fn json(id: FieldId, report: &Report, schema: &Schema) -> String {
    let verdicts = report.verdicts.iter().filter(|judgement| stands_in(id, judgement, report, schema));
    let notes = notes(report, schema).filter(|note| is_about(note, id, report));
    lines::line(&lines::traced(id, verdicts, notes, report, schema))
}

fn fact_rows(fact: &Fact, report: &Report, schema: &Schema) -> Vec<(&'static str, String)> {
    let place = fact.place;
    let part = report.parts.get(usize::from(place.part.0)).map_or("?", String::as_str);
    let mut rows = vec![
        ("part", one_line(part).into_owned()),
        ("bytes", format!("{}–{}", place.start, place.end)),
        ("cell", describe::cell(place).unwrap_or_else(|| "in running text".to_owned())),
        ("raw text", format!("「{}」", visible(&fact.raw))),
    ];
    for (name, indices) in [("row header", &fact.because.rows), ("column header", &fact.because.columns)] {
        for header in indices.iter().map(|index| &report.headers[*index as usize]) {
            let at = describe::cell(header.place).unwrap_or_else(|| describe::place(header.place, &report.parts));
            rows.push((name, format!("「{}」 ({at})", one_line(&header.text))));
        }
    }
    rows.push(("read as", schema.field(fact.field).kind.name().to_owned()));
    rows.push(("value", describe::value(fact)));
    rows.push(("state", fact.value.state().to_owned()));
    if let Some(unit) = &fact.unit {
        let from = match unit.from.name() {
            "cell" => "beside the figure",
            "header" => "in a header",
            _ => "as the form prescribes",
        };
        rows.push(("unit", format!("{}, {from}", one_line(&unit.name))));
    }
    if let Some(remark) = &fact.remark {
        rows.push(("remark", one_line(remark).into_owned()));
    }
    rows
}

fn no_fact(id: FieldId, report: &Report, schema: &Schema) -> String {
    let field = schema.field(id);
    match report.vintage {
        None => "none: no table of the form was found".to_owned(),
        Some(index) if !field.vintages.contains(index) => {
            format!("none: {} of the form does not have this field", describe::vintage(report, schema))
        }
        Some(_) => "none: no cell of the document was found for it".to_owned(),
    }
}

fn stands_in(id: FieldId, judgement: &Judgement, report: &Report, schema: &Schema) -> bool {
    let identity = &schema.checks[judgement.check].instances[judgement.instance];
    identity.left.iter().chain(&identity.right).any(|term| match term {
        Term::Fields { prior: false, alternatives, .. } => report.chosen(alternatives).contains(&id),
        Term::Fields { prior: true, .. } | Term::Number(_) => false,
    })
}

fn check_lines(judgement: &Judgement, schema: &Schema) -> String {
    let check = &schema.checks[judgement.check];
    let identity = &check.instances[judgement.instance];
    format!(
        "{:<14} {}\n{:<14}   {}\n",
        "check",
        finding::check_title(check, identity, &judgement.verdict),
        "",
        check.holds
    )
}

fn is_about(note: &crate::model::Note, id: FieldId, report: &Report) -> bool {
    report.fact(id).is_some_and(|fact| note.place == Some(fact.place) || note.also.contains(&fact.place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample;

    fn traced(field: &str) -> String {
        let schema = sample::schema();
        let report = sample::report(&schema);
        chain(schema.find(field).unwrap(), &report, &schema, &Terminal::plain())
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
        assert_eq!(no_fact(money, &report, &schema), "none: no table of the form was found");
        report.vintage = Some(0);
        assert_eq!(no_fact(money, &report, &schema), "none: no cell of the document was found for it");
        report.vintage = Some(1);
        assert_eq!(no_fact(money, &report, &schema), "none: vintage 2021 of the form does not have this field");
    }
}
