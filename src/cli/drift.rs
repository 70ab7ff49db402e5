//! `drift`: the layouts of many reports, the labels in them that the schema does not know, and what the schema could
//! say of them.

use std::io::Write;

use anyhow::Result;

use super::args::DriftArgs;
use super::proposals::{Proposals, cell};
use super::terminal::{Style, Terminal, stdout};
use super::{Exit, dry_run, files, settings};
use crate::batch::journal::Hash;
use crate::extract::{Coverage, Drift, Group, Told, layout};
use crate::schema::{FieldId, Meaning, Schema};
use crate::sink::drifted::drifted;
use crate::sink::lines::line;
use crate::sink::visible::{one_line, visible};

/// How many digits of a hash a fingerprint has.
const DIGITS: usize = 32;
/// How many of them people are shown.
const SHOWN_DIGITS: usize = 12;
/// How many unknown labels of a layout people are shown.
const SHOWN_LABELS: usize = 40;
/// How many rows of missing fields are named.
const SHOWN_ROWS: usize = 6;

pub(super) fn run(args: &DriftArgs, terminal: &Terminal) -> Result<Exit> {
    let schema = settings::schema(&args.read)?;
    let toml = settings::schema_text(&args.read)?;
    let options = settings::read_options(&args.read.document)?;
    let listing = files::list(&args.many, &options.limits, terminal)?;
    let jobs = settings::jobs(&args.many);
    if args.dry_run {
        return dry_run::run(args.json, &listing, &options, jobs, terminal);
    }
    let mut drift = Drift::default();
    let make = |document| layout(&document, &schema);
    let totals = files::each(&listing, &options, jobs, terminal, make, |_, layout, _| {
        drift.add(layout);
        Ok(())
    })?;
    let groups = drift.finish();
    let proposals = Proposals::new(&schema, &args.read.schema, &toml, &groups);
    let mut out = stdout();
    for group in &groups {
        let shown = if args.json {
            let amend = |spelling: &_| proposals.line(spelling);
            line(&drifted(group, fingerprint(group), totals.read, &schema, &amend))
        } else {
            block(group, totals.read, &schema, terminal)
        };
        out.write_all(shown.as_bytes())?;
    }
    if !args.json {
        out.write_all(proposals.block(&groups, terminal).as_bytes())?;
    }
    out.flush()?;
    terminal.tell(&format!("{}{}", summary(&groups, totals.read, proposals.count()), totals.lost()));
    let covered = groups.iter().all(|group| group.coverage() != Coverage::NotCovered);
    Ok(match totals.exit(None) {
        Exit::Good if !covered => Exit::Bad,
        exit => exit,
    })
}

fn fingerprint(group: &Group) -> String {
    let mut digits = Hash::of(group.tree.as_bytes()).to_string();
    digits.truncate(DIGITS);
    digits
}

/// One layout, with a blank line behind it.
fn block(group: &Group, all: usize, schema: &Schema, terminal: &Terminal) -> String {
    let vintages: Vec<&str> = group.vintages.keys().map(|vintage| schema.vintages[*vintage].id.as_str()).collect();
    let (style, stands) = match group.coverage() {
        Coverage::Covered => (Style::Info, format!("covered by vintage {}", vintages.join(" or "))),
        Coverage::NotCovered => (Style::Warning, format!("covered by no vintage, read with {}", vintages.join(" or "))),
        Coverage::NoTable => (Style::Faint, "no table of the form".to_owned()),
    };
    let percent = group.files as f64 * 100.0 / all.max(1) as f64;
    let name = terminal.paint_out(Style::Strong, &fingerprint(group)[..SHOWN_DIGITS]);
    let stands = terminal.paint_out(style, &stands);
    let mut text = format!("{name}  {} ({percent:.1}%)  {stands}\n", files::many(group.files, "report"));
    item("example", &one_line(&group.example), &mut text);
    for told in group.unknown.iter().take(SHOWN_LABELS) {
        item("unknown", &format!("{} {}", told.label.heads.name(), cell(told)), &mut text);
        item("", &meant(told, schema), &mut text);
    }
    if let Some(more) = group.unknown.len().checked_sub(SHOWN_LABELS).filter(|more| *more > 0) {
        item("", &format!("{} more (--json lists all)", files::many(more, "label")), &mut text);
    }
    if !group.strays.is_empty() {
        let many = files::many(group.strays.len(), "field");
        item("mixed", &format!("{many} of another vintage: {}", rows(&group.strays, schema)), &mut text);
    }
    if group.coverage() != Coverage::NoTable && !group.missing.is_empty() {
        let many = files::many(group.missing.len(), "field");
        let why = if group.unknown.is_empty() { " (`baobiao check` says why)" } else { "" };
        item("missing", &format!("{many} of the vintage: {}{why}", rows(&group.missing, schema)), &mut text);
    }
    if !group.gained.is_empty() {
        let many = files::many(group.gained.len(), "field");
        item("gained", &format!("{many} with the proposals below: {}", rows(&group.gained, schema)), &mut text);
    }
    text.push('\n');
    text
}

fn item(name: &str, words: &str, text: &mut String) {
    text.push_str(&format!("  {name:<8} {words}\n"));
}

/// What an unknown label may mean, in one line.
fn meant(told: &Told, schema: &Schema) -> String {
    let advice = &told.label.advice;
    let names: Vec<String> = advice
        .near()
        .iter()
        .map(|near| schema.printed(near.meaning))
        .filter(|label| !label.is_empty())
        .map(|label| format!("「{}」", one_line(label)))
        .collect();
    match (advice.why(), names.as_slice()) {
        (None, []) => strange(advice.in_order(), schema),
        (None, _) => format!("  may be {}, the nearest that is missing there; see below", names.join(", ")),
        (Some(why), []) => format!("  {}", visible(why)),
        (Some(why), _) => format!("  {}: {}; see below", visible(why), names.join(", ")),
    }
}

fn strange(in_order: Option<Meaning>, schema: &Schema) -> String {
    let place = in_order.map_or("if it is a new row or column, give it a line".to_owned(), |meaning| {
        format!("by the order of the form 「{}」 is missing in its place", one_line(schema.printed(meaning)))
    });
    format!("  nothing that the schema has is near it; {place}")
}

/// Fields by the rows of the form: `「行政许可」 (2), 「行政处罚」 (2)`; a whole table by its title.
fn rows(fields: &[FieldId], schema: &Schema) -> String {
    let table = |field: &FieldId| schema.field(*field).table;
    let mut parts = Vec::new();
    for fields in fields.chunk_by(|one, other| table(one) == table(other)) {
        let Some(index) = table(&fields[0]) else { continue };
        let row = |field: &FieldId| (schema.field(*field).band, schema.field(*field).row);
        let own: Vec<&[FieldId]> = fields.chunk_by(|one, other| row(one) == row(other)).collect();
        let leaf = |field: FieldId| {
            let field = schema.field(field);
            field.row_labels.last().or(field.column_labels.last()).map_or("", String::as_str)
        };
        if own.len() > SHOWN_ROWS || own.iter().any(|row| row.len() > 1 && schema.field(row[0]).row.is_none()) {
            parts.push(format!("{} of 「{}」", fields.len(), one_line(&schema.tables[index].title)));
        } else {
            parts.extend(own.iter().map(|row| format!("{} of 「{}」", row.len(), one_line(leaf(row[0])))));
        }
    }
    parts.join(", ")
}

/// `10 reports in 4 layouts: 3 covered (8 reports), 1 not covered (2 reports); 2 labels unknown, 1 spelling proposed`.
fn summary(groups: &[Group], all: usize, proposed: usize) -> String {
    let counted = |coverage: Coverage| {
        let own: Vec<&Group> = groups.iter().filter(|group| group.coverage() == coverage).collect();
        (own.len(), own.iter().map(|group| group.files).sum::<usize>())
    };
    let (covered, covered_files) = counted(Coverage::Covered);
    let (open, open_files) = counted(Coverage::NotCovered);
    let (_, without) = counted(Coverage::NoTable);
    let layouts = files::many(covered + open, "layout");
    let mut line = format!(
        "{} in {layouts}: {} covered ({}), {} not covered ({})",
        files::many(all - without, "report"),
        files::grouped(covered),
        files::many(covered_files, "report"),
        files::grouped(open),
        files::many(open_files, "report"),
    );
    if without > 0 {
        line.push_str(&format!("; {} without a table of the form", files::many(without, "file")));
    }
    let unknown: usize = groups.iter().map(|group| group.unknown.len()).sum();
    if unknown > 0 {
        let (labels, spellings) = (files::many(unknown, "label"), files::many(proposed, "spelling"));
        line.push_str(&format!("; {labels} unknown, {spellings} proposed"));
    }
    line
}
