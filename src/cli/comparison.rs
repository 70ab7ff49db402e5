//! One finding across two years as a block of text: both reports, both sides with every figure, what to do next.

use super::describe;
use super::finding::check_title;
use super::terminal::{Style, Terminal, level_style};
use crate::extract::{Compare, Comparison, Matched, Verdict};
use crate::model::Note;
use crate::schema::Schema;
use crate::sink::findings;
use crate::sink::visible::one_line;

/// The block of a comparison that does not hold, for standard output, with a blank line behind it.
pub(super) fn block(comparison: &Comparison, schema: &Schema, terminal: &Terminal) -> String {
    let check = &schema.checks[comparison.check];
    let identity = &check.instances[comparison.instance];
    let code = findings::code(check, &comparison.verdict);
    let head = terminal.paint_out(level_style(code.level), &format!("{}[{}]", code.level.name(), code.id));
    let arrow = terminal.paint_out(Style::Faint, "-->");
    let (left, right) = match &comparison.verdict {
        Verdict::Broken { left, right } => (format!(" = {left}"), format!(" = {right}")),
        Verdict::Holds | Verdict::Unknown { .. } => Default::default(),
    };
    let title = check_title(check, identity, &comparison.verdict);
    let (source, prior) = (one_line(&comparison.source), one_line(&comparison.prior_source));
    let mut text = format!("{head}: {title}\n  {arrow} {source}\n  {arrow} {prior}, of the year before\n");
    let mut lines = vec![format!("left side{left}")];
    lines.extend(comparison.left.iter().map(|term| figure(term, comparison, schema)));
    lines.push(format!("right side{right}"));
    lines.extend(comparison.right.iter().map(|term| figure(term, comparison, schema)));
    lines.push(format!("= agency: {}", matched(comparison)));
    lines.push(format!("= rule: {}", check.title));
    lines.push(format!("= written: {}", check.holds));
    for line in lines {
        text.push_str(&format!("   {line}\n"));
    }
    text.push('\n');
    text
}

/// The block of a note that is about no one report.
pub(super) fn note(note: &Note, terminal: &Terminal) -> String {
    let code = note.code;
    let head = terminal.paint_out(level_style(code.level), &format!("{}[{}]", code.level.name(), code.id));
    format!("{head}: {}\n   = help: {}\n\n", one_line(&note.message), code.explanation)
}

fn figure(term: &Compare, comparison: &Comparison, schema: &Schema) -> String {
    let sign = if term.minus { '-' } else { '+' };
    let year = if term.prior { comparison.year - 1 } else { comparison.year };
    let id = &schema.field(term.field).id;
    let Some(known) = &term.known else { return format!("  {sign} no cell  {id} of {year}") };
    let value = known.number.map_or_else(|| known.state.to_owned(), |number| number.to_string());
    let place = describe::cell(known.place).map_or(String::new(), |place| format!("  ({place})"));
    format!("  {sign} {value} 「{}」  {id} of {year}{place}", one_line(&known.raw))
}

/// How the two reports are known to be of one agency.
pub(super) fn matched(comparison: &Comparison) -> String {
    let (agency, prior) = (one_line(&comparison.agency), one_line(&comparison.prior_agency));
    match &comparison.matched {
        Matched::Same => agency.into_owned(),
        Matched::WhiteSpace => format!("{agency} and {prior} are one but for white space"),
        Matched::Region(region) => format!("{agency} and {prior} are one but for the region {region}"),
    }
}
