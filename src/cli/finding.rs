//! One finding as a block of text: what, where, both sides of a check with the cells behind every figure, and
//! what to do next.

use super::describe;
use super::terminal::{COLON, HELP, Style, Terminal, level_style};
use crate::extract::{Report, Verdict};
use crate::model::{Lang, Note, Words, say};
use crate::schema::{Check, FieldId, Identity, Schema, Term};
use crate::sink::findings::Finding;
use crate::sink::visible::{one_line, visible};

/// Before another place that a note is about.
const ALSO: Words = Words::new("also", "另见");

/// The block, for standard output, with a blank line behind it.
pub(super) fn block(finding: &Finding, report: &Report, schema: &Schema, terminal: &Terminal) -> String {
    let code = finding.code();
    let (lang, colon) = (terminal.lang(), COLON.text(terminal.lang()));
    let head = format!("{}[{}]", code.level.words().text(lang), code.id);
    let head = terminal.paint_out(level_style(code.level), &head);
    let (title, details) = match finding {
        Finding::Note(note) => (one_line(note.message.text(lang)).into_owned(), note_details(note, report, lang)),
        Finding::Check { check, identity, verdict } => {
            (check_title(check, identity, verdict, lang), check_details(check, identity, verdict, report, schema, lang))
        }
    };
    let arrow = terminal.paint_out(Style::Faint, "-->");
    let place = finding
        .place(report)
        .map_or(String::new(), |place| format!("{colon}{}", describe::place(place, &report.parts, lang)));
    let mut text = format!("{head}{colon}{title}\n  {arrow} {}{place}\n", one_line(&report.source));
    for line in details {
        text.push_str(&format!("   {line}\n"));
    }
    text.push('\n');
    text
}

fn note_details(note: &Note, report: &Report, lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> = note
        .also
        .iter()
        .map(|place| format!("{} {}", ALSO.text(lang), describe::place(*place, &report.parts, lang)))
        .collect();
    if let Some(fact) = report.facts.iter().find(|fact| Some(fact.place) == note.place) {
        let (raw, headers) = (one_line(&fact.raw), describe::headers(fact, report));
        lines.push(say!("cell 「{raw}」 under {headers}", "单元格「{raw}」，表头：{headers}").text(lang).to_owned());
    }
    let help = note.help.as_ref().map_or(note.code.explanation.text(lang), |help| help.text(lang));
    lines.push(format!("= {}{}{}", HELP.text(lang), COLON.text(lang), visible(help)));
    lines
}

/// `check (subject): 13 = 12 does not hold`.
pub(super) fn check_title(check: &Check, identity: &Identity, verdict: &Verdict, lang: Lang) -> String {
    let subject = match (identity.subject.as_str(), lang) {
        ("", _) => String::new(),
        (subject, Lang::English) => format!(" ({subject})"),
        (subject, Lang::Chinese) => format!("（{subject}）"),
    };
    let sign = identity.relation.sign();
    let outcome = match verdict {
        Verdict::Holds => say!("holds", "成立"),
        Verdict::Broken { left, right } => say!("{left} {sign} {right} does not hold", "{left} {sign} {right} 不成立"),
        Verdict::Unknown { if_blank_is_zero: Some(true), .. } => {
            say!("unknown; holds if blank is zero", "无法校验；若空白按 0 计则成立")
        }
        Verdict::Unknown { if_blank_is_zero: Some(false), .. } => {
            say!("unknown; does not hold if blank is zero", "无法校验；若空白按 0 计则不成立")
        }
        Verdict::Unknown { if_blank_is_zero: None, .. } => say!("unknown", "无法校验"),
    };
    format!("{}{subject}{}{}", check.id, COLON.text(lang), outcome.text(lang))
}

fn check_details(
    check: &Check,
    identity: &Identity,
    verdict: &Verdict,
    report: &Report,
    schema: &Schema,
    lang: Lang,
) -> Vec<String> {
    let (left, right) = match verdict {
        Verdict::Broken { left, right } => (format!(" = {left}"), format!(" = {right}")),
        Verdict::Holds | Verdict::Unknown { .. } => Default::default(),
    };
    let mut lines = vec![format!("{}{left}", Words::new("left side", "左边").text(lang))];
    lines.extend(side(&identity.left, report, schema, lang));
    lines.push(format!("{}{right}", Words::new("right side", "右边").text(lang)));
    lines.extend(side(&identity.right, report, schema, lang));
    lines.push(format!("= {}{}", Words::new("rule: ", "规则：").text(lang), check.title));
    lines.push(format!("= {}{}", Words::new("written: ", "写法：").text(lang), check.holds));
    lines
}

/// The figures of one side. Of a long side those that are 0 are only counted, so that the others can be seen.
fn side(terms: &[Term], report: &Report, schema: &Schema, lang: Lang) -> Vec<String> {
    const LONG: usize = 6;
    let all: Vec<(bool, String)> = terms.iter().flat_map(|term| term_lines(term, report, schema, lang)).collect();
    let zeros = all.iter().filter(|(zero, _)| *zero).count();
    let short = all.len() <= LONG;
    let mut lines: Vec<String> = all.into_iter().filter(|(zero, _)| short || !zero).map(|(_, line)| line).collect();
    if !short && zeros > 0 {
        lines.push(say!("  + 0, {zeros} times", "  + 0，共 {zeros} 项").text(lang).to_owned());
    }
    lines
}

/// One line a figure, and whether it is zero: its sign, what the cell says, the headers, and where the cell is.
fn term_lines(term: &Term, report: &Report, schema: &Schema, lang: Lang) -> Vec<(bool, String)> {
    match term {
        Term::Number(number) => vec![(false, format!("  + {number}"))],
        Term::Fields { minus, prior, alternatives } => report
            .chosen(alternatives)
            .iter()
            .map(|field| {
                let sign = if *minus { '-' } else { '+' };
                let figure =
                    if *prior { prior_figure(*field, schema, lang) } else { figure(*field, report, schema, lang) };
                let value = report.fact(*field).filter(|_| !prior).and_then(|fact| fact.value.number());
                (value.is_some_and(|value| value.is_zero()), format!("  {sign} {figure}"))
            })
            .collect(),
    }
}

fn prior_figure(field: FieldId, schema: &Schema, lang: Lang) -> String {
    let id = &schema.field(field).id;
    say!("{id} of the report of the year before", "上年度报告的 {id}").text(lang).to_owned()
}

/// What the report says for a field.
pub(super) fn figure(field: FieldId, report: &Report, schema: &Schema, lang: Lang) -> String {
    let id = &schema.field(field).id;
    let Some(fact) = report.fact(field) else {
        return format!("{}  {id}", Words::new("no cell", "无单元格").text(lang));
    };
    let place = describe::cell_or_place(fact.place, &report.parts, lang);
    let (value, raw, headers) = (describe::value(fact, lang), one_line(&fact.raw), describe::headers(fact, report));
    say!("{value} 「{raw}」  {id}  {headers}  ({place})", "{value}「{raw}」  {id}  {headers}（{place}）")
        .text(lang)
        .to_owned()
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
