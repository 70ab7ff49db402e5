//! One finding as a block of text: what, where, both sides of a check with the cells behind every figure, and
//! what to do next.

use super::describe;
use super::terminal::{Style, Terminal, level_style};
use crate::extract::{Report, Verdict};
use crate::model::Note;
use crate::schema::{Check, FieldId, Identity, Schema, Term};
use crate::sink::findings::Finding;
use crate::sink::visible::{one_line, visible};

/// The block, for standard output, with a blank line behind it.
pub(super) fn block(finding: &Finding, report: &Report, schema: &Schema, terminal: &Terminal) -> String {
    let code = finding.code();
    let head = terminal.paint_out(level_style(code.level), &format!("{}[{}]", code.level.name(), code.id));
    let (title, details) = match finding {
        Finding::Note(note) => (one_line(&note.message).into_owned(), note_details(note, report)),
        Finding::Check { check, identity, verdict } => {
            (check_title(check, identity, verdict), check_details(check, identity, verdict, report, schema))
        }
    };
    let arrow = terminal.paint_out(Style::Faint, "-->");
    let place =
        finding.place(report).map_or(String::new(), |place| format!(": {}", describe::place(place, &report.parts)));
    let mut text = format!("{head}: {title}\n  {arrow} {}{place}\n", one_line(&report.source));
    for line in details {
        text.push_str(&format!("   {line}\n"));
    }
    text.push('\n');
    text
}

fn note_details(note: &Note, report: &Report) -> Vec<String> {
    let mut lines: Vec<String> =
        note.also.iter().map(|place| format!("also {}", describe::place(*place, &report.parts))).collect();
    if let Some(fact) = report.facts.iter().find(|fact| Some(fact.place) == note.place) {
        lines.push(format!("cell 「{}」 under {}", one_line(&fact.raw), describe::headers(fact, report)));
    }
    let help = note.help.as_deref().unwrap_or(note.code.explanation);
    lines.push(format!("= help: {}", visible(help)));
    lines
}

/// `check (subject): 13 = 12 does not hold`.
pub(super) fn check_title(check: &Check, identity: &Identity, verdict: &Verdict) -> String {
    let subject = if identity.subject.is_empty() { String::new() } else { format!(" ({})", identity.subject) };
    let sign = identity.relation.sign();
    let outcome = match verdict {
        Verdict::Holds => "holds".to_owned(),
        Verdict::Broken { left, right } => format!("{left} {sign} {right} does not hold"),
        Verdict::Unknown { if_blank_is_zero: Some(true), .. } => "unknown; holds if blank is zero".to_owned(),
        Verdict::Unknown { if_blank_is_zero: Some(false), .. } => "unknown; does not hold if blank is zero".to_owned(),
        Verdict::Unknown { if_blank_is_zero: None, .. } => "unknown".to_owned(),
    };
    format!("{}{subject}: {outcome}", check.id)
}

fn check_details(
    check: &Check,
    identity: &Identity,
    verdict: &Verdict,
    report: &Report,
    schema: &Schema,
) -> Vec<String> {
    let (left, right) = match verdict {
        Verdict::Broken { left, right } => (format!(" = {left}"), format!(" = {right}")),
        Verdict::Holds | Verdict::Unknown { .. } => Default::default(),
    };
    let mut lines = vec![format!("left side{left}")];
    lines.extend(side(&identity.left, report, schema));
    lines.push(format!("right side{right}"));
    lines.extend(side(&identity.right, report, schema));
    lines.push(format!("= rule: {}", check.title));
    lines.push(format!("= written: {}", check.holds));
    lines
}

/// The figures of one side. Of a long side those that are 0 are only counted, so that the others can be seen.
fn side(terms: &[Term], report: &Report, schema: &Schema) -> Vec<String> {
    const LONG: usize = 6;
    let all: Vec<(bool, String)> = terms.iter().flat_map(|term| term_lines(term, report, schema)).collect();
    let zeros = all.iter().filter(|(zero, _)| *zero).count();
    let short = all.len() <= LONG;
    let mut lines: Vec<String> = all.into_iter().filter(|(zero, _)| short || !zero).map(|(_, line)| line).collect();
    if !short && zeros > 0 {
        lines.push(format!("  + 0, {zeros} times"));
    }
    lines
}

/// One line a figure, and whether it is zero: its sign, what the cell says, the headers, and where the cell is.
fn term_lines(term: &Term, report: &Report, schema: &Schema) -> Vec<(bool, String)> {
    match term {
        Term::Number(number) => vec![(false, format!("  + {number}"))],
        Term::Fields { minus, prior, alternatives } => report
            .chosen(alternatives)
            .iter()
            .map(|field| {
                let sign = if *minus { '-' } else { '+' };
                let figure = if *prior { prior_figure(*field, schema) } else { figure(*field, report, schema) };
                let value = report.fact(*field).filter(|_| !prior).and_then(|fact| fact.value.number());
                (value.is_some_and(|value| value.is_zero()), format!("  {sign} {figure}"))
            })
            .collect(),
    }
}

fn prior_figure(field: FieldId, schema: &Schema) -> String {
    format!("{} of the report of the year before", schema.field(field).id)
}

/// What the report says for a field.
pub(super) fn figure(field: FieldId, report: &Report, schema: &Schema) -> String {
    let id = &schema.field(field).id;
    let Some(fact) = report.fact(field) else { return format!("no cell  {id}") };
    let place = describe::cell(fact.place).unwrap_or_else(|| describe::place(fact.place, &report.parts));
    format!(
        "{} 「{}」  {id}  {}  ({place})",
        describe::value(fact),
        one_line(&fact.raw),
        describe::headers(fact, report)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample;
    use crate::extract::Judgement;
    use crate::sink::findings::findings;

    fn blocks(change: impl Fn(&mut Report)) -> String {
        let schema = sample::schema();
        let mut report = sample::report(&schema);
        change(&mut report);
        let terminal = Terminal::plain();
        findings(&report, &schema).iter().map(|finding| block(finding, &report, &schema, &terminal)).collect()
    }

    #[test]
    fn a_finding_shows_where_it_is_and_both_sides_of_a_check() {
        insta::assert_snapshot!(blocks(|_| {}));
    }

    #[test]
    fn a_check_that_could_not_be_made_says_what_is_missing() {
        let blocks = blocks(|report| {
            let missing = vec![report.facts[0].field];
            report.facts.remove(0);
            report.notes.clear();
            let verdict = Verdict::Unknown { missing, if_blank_is_zero: Some(false) };
            report.verdicts = vec![Judgement { check: 0, instance: 0, verdict }];
        });
        insta::assert_snapshot!(blocks);
    }
}
