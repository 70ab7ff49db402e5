//! `drift`: the layouts of many reports, the labels in them that the schema does not know, and what the schema could
//! say of them.

use std::io::Write;

use anyhow::Result;

use super::args::DriftArgs;
use super::describe::padded;
use super::proposals::{Proposals, cell};
use super::terminal::{Style, Terminal, stdout};
use super::{Exit, dry_run, files, settings};
use crate::batch::journal::Hash;
use crate::extract::{Coverage, Drift, Group, Told, layout};
use crate::model::{Lang, Text, Words, say};
use crate::schema::{FieldId, Meaning, Schema};
use crate::sink::drifted::drifted;
use crate::sink::lines::line;
use crate::sink::visible::one_line;

/// How many digits of a hash a fingerprint has.
const DIGITS: usize = 32;
/// How many of them people are shown.
const SHOWN_DIGITS: usize = 12;
/// How many unknown labels of a layout people are shown.
const SHOWN_LABELS: usize = 40;
/// How many rows of missing fields are named.
const SHOWN_ROWS: usize = 6;
/// Columns of a terminal that the name of a line takes.
const NAMES: usize = 8;

const NOTHING: Words = Words::new("", "");
const REPORTS: Words = Words::new("report", "份报告");
const LAYOUTS: Words = Words::new("layout", "种版式");
const FILES: Words = Words::new("file", "个文件");
const FIELDS: Words = Words::new("field", "个字段");
const LABELS: Words = Words::new("label", "个标签");
const SPELLINGS: Words = Words::new("spelling", "种写法");

pub(super) fn run(args: &DriftArgs, terminal: &Terminal) -> Result<Exit> {
    let schema = settings::schema(&args.read)?;
    let toml = settings::schema_text(&args.read)?;
    let options = settings::read_options(&args.read.document)?;
    let listing = files::list(&args.many, &options.limits, terminal)?;
    let jobs = settings::jobs(&args.many, &listing);
    if args.dry_run {
        return dry_run::run(args.json, &listing, &options, jobs, terminal);
    }
    let mut drift = Drift::default();
    let make = |document| layout(&document, &schema);
    let totals = files::each(&listing, jobs, terminal, files::making(&options, make), |_, layout, _| {
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
    let lang = terminal.lang();
    terminal.tell(&format!("{}{}", summary(&groups, totals.read, proposals.count(), lang), totals.lost(lang)));
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
    let lang = terminal.lang();
    let (style, stands) = stands(group, schema, lang);
    let percent = group.files as f64 * 100.0 / all.max(1) as f64;
    let name = terminal.paint_out(Style::Strong, &fingerprint(group)[..SHOWN_DIGITS]);
    let stands = terminal.paint_out(style, &stands);
    let mut text = format!("{name}  {} ({percent:.1}%)  {stands}\n", files::some(group.files, REPORTS, lang));
    let mut item = |name: Words, words: &str| text.push_str(&format!("  {} {words}\n", padded(name.text(lang), NAMES)));
    item(Words::new("example", "示例"), &one_line(&group.example));
    for told in group.unknown.iter().take(SHOWN_LABELS) {
        let heads = told.label.heads.words().text(lang);
        item(Words::new("unknown", "未知"), &format!("{heads} {}", cell(told, lang)));
        item(NOTHING, &format!("  {}", meant(told, schema, lang)));
    }
    if let Some(more) = group.unknown.len().checked_sub(SHOWN_LABELS).filter(|more| *more > 0) {
        let labels = files::some(more, LABELS, lang);
        item(NOTHING, say!("{labels} more (--json lists all)", "还有 {labels}（--json 列出全部）").text(lang));
    }
    for (name, sentence) in fields(group, schema, lang) {
        item(name, &sentence);
    }
    text.push('\n');
    text
}

/// How a layout stands to the vintages of the form.
fn stands(group: &Group, schema: &Schema, lang: Lang) -> (Style, String) {
    let ids: Vec<&str> = group.vintages.keys().map(|vintage| schema.vintages[*vintage].id.as_str()).collect();
    let ids = ids.join(Words::new(" or ", " 或 ").text(lang));
    let (style, stands) = match group.coverage() {
        Coverage::Covered => (Style::Info, say!("covered by vintage {ids}", "版本 {ids} 已覆盖")),
        Coverage::NotCovered => {
            (Style::Warning, say!("covered by no vintage, read with {ids}", "没有版本覆盖，按 {ids} 读取"))
        }
        Coverage::NoTable => (Style::Faint, Words::new("no table of the form", "没有该模板的表格").into()),
    };
    (style, stands.text(lang).to_owned())
}

/// What is said of the fields of a layout, each with its name.
fn fields(group: &Group, schema: &Schema, lang: Lang) -> Vec<(Words, String)> {
    let some = |fields: &[FieldId]| (files::some(fields.len(), FIELDS, lang), rows(fields, schema, lang));
    let mut said = Vec::new();
    if !group.strays.is_empty() {
        let (many, rows) = some(&group.strays);
        let mixed = say!("{many} of another vintage: {rows}", "{many}属于另一版本：{rows}");
        said.push((Words::new("mixed", "混合"), mixed));
    }
    if group.coverage() != Coverage::NoTable && !group.missing.is_empty() {
        let (many, rows) = some(&group.missing);
        let mut missing = say!("{many} of the vintage: {rows}", "该版本的 {many}：{rows}");
        if group.unknown.is_empty() {
            missing.push(&Words::new(" (`baobiao check` says why)", "（原因见 `baobiao check`）").into());
        }
        said.push((Words::new("missing", "缺少"), missing));
    }
    if !group.gained.is_empty() {
        let (many, rows) = some(&group.gained);
        let gained = say!("{many} with the proposals below: {rows}", "采用下列建议后多得 {many}：{rows}");
        said.push((Words::new("gained", "可得"), gained));
    }
    said.into_iter().map(|(name, message)| (name, message.text(lang).to_owned())).collect()
}

/// What an unknown label may mean, in one line.
fn meant(told: &Told, schema: &Schema, lang: Lang) -> String {
    let advice = &told.label.advice;
    let names: Vec<String> = advice
        .near()
        .iter()
        .map(|near| schema.printed(near.meaning))
        .filter(|label| !label.is_empty())
        .map(|label| format!("「{}」", one_line(label)))
        .collect();
    let names = names.join(Words::new(", ", "、").text(lang));
    let said = match (advice.why(), names.is_empty()) {
        (None, true) => return strange(advice.in_order(), schema, lang),
        (None, false) => {
            say!(
                "may be {names}, the nearest that is missing there; see below",
                "可能是该处所缺的最相近者{names}；见下文"
            )
        }
        (Some(why), true) => why.into(),
        (Some(why), false) => {
            let why = why.text(lang);
            say!("{why}: {names}; see below", "{why}：{names}；见下文")
        }
    };
    said.text(lang).to_owned()
}

fn strange(in_order: Option<Meaning>, schema: &Schema, lang: Lang) -> String {
    let said = match in_order {
        None => Words::new(
            "nothing that the schema has is near it; if it is a new row or column, give it a line",
            "模板中没有与它相近的条目；如果是新的行或列，请为它添加一行",
        )
        .into(),
        Some(meaning) => {
            let label = one_line(schema.printed(meaning));
            say!(
                "nothing that the schema has is near it; by the order of the form 「{label}」 is missing in its place",
                "模板中没有与它相近的条目；按表格的顺序，此处缺少「{label}」"
            )
        }
    };
    said.text(lang).to_owned()
}

/// Fields by the rows of the form: `「行政许可」 (2), 「行政处罚」 (2)`; a whole table by its title.
fn rows(fields: &[FieldId], schema: &Schema, lang: Lang) -> String {
    let table = |field: &FieldId| schema.field(*field).table;
    let part = |count: usize, label: &str| {
        say!("{count} of 「{label}」", "「{label}」{count} 个", label = one_line(label)).text(lang).to_owned()
    };
    let mut parts = Vec::new();
    for fields in fields.chunk_by(|one, other| table(one) == table(other)) {
        let Some(index) = table(&fields[0]) else { continue };
        let row = |field: &FieldId| (schema.field(*field).band, schema.field(*field).row);
        let own: Vec<&[FieldId]> = fields.chunk_by(|one, other| row(one) == row(other)).collect();
        let leaf = |field: FieldId| {
            let field = schema.field(field);
            field.row_labels.last().or(field.column_labels.last()).map_or("", Text::as_str)
        };
        if own.len() > SHOWN_ROWS || own.iter().any(|row| row.len() > 1 && schema.field(row[0]).row.is_none()) {
            parts.push(part(fields.len(), &schema.tables[index].title));
        } else {
            parts.extend(own.iter().map(|row| part(row.len(), leaf(row[0]))));
        }
    }
    parts.join(Words::new(", ", "、").text(lang))
}

/// `10 reports in 4 layouts: 3 covered (8 reports), 1 not covered (2 reports); 2 labels unknown, 1 spelling proposed`.
fn summary(groups: &[Group], all: usize, proposed: usize, lang: Lang) -> String {
    let counted = |coverage: Coverage| {
        let own: Vec<&Group> = groups.iter().filter(|group| group.coverage() == coverage).collect();
        (own.len(), own.iter().map(|group| group.files).sum::<usize>())
    };
    let some = |count: usize, noun: Words| files::some(count, noun, lang);
    let (covered, covered_files) = counted(Coverage::Covered);
    let (open, open_files) = counted(Coverage::NotCovered);
    let (_, without) = counted(Coverage::NoTable);
    let mut line = say!(
        "{reports} in {layouts}: {covered} covered ({covered_files}), {open} not covered ({open_files})",
        "{reports}，{layouts}：已覆盖 {covered} 种（{covered_files}），未覆盖 {open} 种（{open_files}）",
        reports = some(all - without, REPORTS),
        layouts = some(covered + open, LAYOUTS),
        covered = files::grouped(covered),
        covered_files = some(covered_files, REPORTS),
        open = files::grouped(open),
        open_files = some(open_files, REPORTS),
    );
    if without > 0 {
        let files = some(without, FILES);
        line.push(&say!("; {files} without a table of the form", "；没有该模板表格的有 {files}"));
    }
    let unknown: usize = groups.iter().map(|group| group.unknown.len()).sum();
    if unknown > 0 {
        let (labels, spellings) = (some(unknown, LABELS), some(proposed, SPELLINGS));
        line.push(&say!("; {labels} unknown, {spellings} proposed", "；未知 {labels}，建议 {spellings}"));
    }
    line.text(lang).to_owned()
}
