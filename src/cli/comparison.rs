//! One finding across two years as a block of text: both reports, both sides with every figure, what to do next.

use super::describe;
use super::finding::check_title;
use super::terminal::{COLON, HELP, Style, Terminal, level_style};
use crate::extract::{Compare, Comparison, Matched, Verdict};
use crate::model::{Code, Lang, Message, Note, Words, say};
use crate::schema::Schema;
use crate::sink::findings;
use crate::sink::visible::one_line;

const LEFT: Words = Words::new("left side", "左边");
const RIGHT: Words = Words::new("right side", "右边");

/// The block of a comparison that does not hold, for standard output, with a blank line behind it.
pub(super) fn block(comparison: &Comparison, schema: &Schema, terminal: &Terminal) -> String {
    let check = &schema.checks[comparison.check];
    let identity = &check.instances[comparison.instance];
    let code = findings::code(check, &comparison.verdict);
    let lang = terminal.lang();
    let colon = COLON.text(lang);
    let head = head(code, terminal);
    let arrow = terminal.paint_out(Style::Faint, "-->");
    let (left, right) = match &comparison.verdict {
        Verdict::Broken { left, right } => (format!(" = {left}"), format!(" = {right}")),
        Verdict::Holds | Verdict::Unknown { .. } => Default::default(),
    };
    let title = check_title(check, identity, &comparison.verdict, lang);
    let (source, prior) = (one_line(&comparison.source), one_line(&comparison.prior_source));
    let before = Words::new(", of the year before", "，上一年度").text(lang);
    let mut text = format!("{head}{colon}{title}\n  {arrow} {source}\n  {arrow} {prior}{before}\n");
    let mut lines = vec![format!("{}{left}", LEFT.text(lang))];
    lines.extend(comparison.left.iter().map(|term| figure(term, comparison, schema, lang)));
    lines.push(format!("{}{right}", RIGHT.text(lang)));
    lines.extend(comparison.right.iter().map(|term| figure(term, comparison, schema, lang)));
    let tail = [
        (Words::new("agency", "机关"), matched(comparison).text(lang).to_owned()),
        (Words::new("rule", "规则"), check.title.clone()),
        (Words::new("written", "写作"), check.holds.clone()),
    ];
    lines.extend(tail.iter().map(|(name, words)| format!("= {}{colon}{words}", name.text(lang))));
    for line in lines {
        text.push_str(&format!("   {line}\n"));
    }
    text.push('\n');
    text
}

/// The block of a note that is about no one report.
pub(super) fn note(note: &Note, terminal: &Terminal) -> String {
    let (lang, code) = (terminal.lang(), note.code);
    let (head, colon, help) = (head(code, terminal), COLON.text(lang), HELP.text(lang));
    let message = one_line(note.message.text(lang));
    format!("{head}{colon}{message}\n   = {help}{colon}{}\n\n", code.explanation.text(lang))
}

fn head(code: &Code, terminal: &Terminal) -> String {
    let text = format!("{}[{}]", code.level.words().text(terminal.lang()), code.id);
    terminal.paint_out(level_style(code.level), &text)
}

fn figure(term: &Compare, comparison: &Comparison, schema: &Schema, lang: Lang) -> String {
    let sign = if term.minus { '-' } else { '+' };
    let year = if term.prior { comparison.year - 1 } else { comparison.year };
    let id = &schema.field(term.field).id;
    let of = say!("{id} of {year}", "{year} 年的 {id}");
    let of = of.text(lang);
    let Some(known) = &term.known else {
        return format!("  {sign} {}  {of}", Words::new("no cell", "没有单元格").text(lang));
    };
    let value = known.number.map_or_else(|| known.state.to_owned(), |number| number.to_string());
    let place = describe::cell(known.place, lang).map_or(String::new(), |place| format!("  ({place})"));
    format!("  {sign} {value} 「{}」  {of}{place}", one_line(&known.raw))
}

/// How the two reports are known to be of one agency.
pub(super) fn matched(comparison: &Comparison) -> Message {
    let (agency, prior) = (one_line(&comparison.agency), one_line(&comparison.prior_agency));
    match &comparison.matched {
        Matched::Same => Message::same(agency),
        Matched::WhiteSpace => {
            say!("{agency} and {prior} are one but for white space", "{agency} 与 {prior} 仅空白不同，视为同一机关")
        }
        Matched::Region(region) => say!(
            "{agency} and {prior} are one but for the region {region}",
            "{agency} 与 {prior} 仅地区前缀 {region} 不同，视为同一机关"
        ),
    }
}
