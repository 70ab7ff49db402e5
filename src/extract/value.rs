//! What a cell's text says: one grammar for each kind of value. Pure functions of text; nothing is guessed.
//!
//! ```text
//! figure = sign? number unit? remark?          22（其中修订 16 件）   251000元   +2   减3
//! sign   = + - − 增 减 增加 减少
//! number = digits, thousands in groups of three, decimals after one point
//! remark = text in brackets at the end
//! ```
//! A count in tens of thousands (3万件) is not read: its bare number would be wrong by that factor.
//! White space inside a number makes it two numbers, and two numbers are not a value.

use super::report::Value;
use super::{choice, date};
use crate::model::{Words, is_space};
use crate::schema::{Field, ValueKind, compatible};
use rust_decimal::Decimal;

/// A cell's text, taken apart.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Parsed {
    pub value: Value,
    pub unit: Option<&'static str>,
    pub remark: Option<String>,
    /// Why the value is not what its kind foresees.
    pub complaint: Option<Complaint>,
}

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Complaint {
    /// It is not a value of this kind.
    Unreadable,
    /// It is a number, but a count is neither negative nor broken.
    OutOfRange(Words),
}

/// The grammars by kind.
type Grammar = fn(&str) -> Parsed;
const GRAMMARS: &[(ValueKind, Grammar)] = &[
    (ValueKind::Count, count),
    (ValueKind::Signed, signed),
    (ValueKind::Amount, amount),
    (ValueKind::Text, words),
    (ValueKind::Date, day),
];

/// Units met in reports, longer ones before their own endings.
const UNITS: &[&str] = &[
    "百万元",
    "千万元",
    "万美元",
    "亿美元",
    "亿元",
    "万元",
    "千元",
    "百元",
    "美元",
    "万件",
    "万项",
    "万条",
    "万份",
    "万人次",
    "万次",
    "人次",
    "件次",
    "元",
    "件",
    "项",
    "条",
    "个",
    "次",
    "人",
    "份",
    "宗",
    "起",
    "部",
    "篇",
    "家",
    "户",
    "类",
    "批",
    "例",
    "万",
    "亿",
];

/// Marks that say “nothing” without saying zero, after NFKC and without white space; dashes besides.
const NIL: &[&str] = &[
    "/",
    "//",
    "\\",
    "无",
    "暂无",
    "没有",
    "不适用",
    "不涉及",
    "无数据",
    "N/A",
    "n/a",
    "NA",
    "空",
    "×",
    "X",
    "x",
    "*",
    "…",
    "……",
    "...",
    "......",
];

/// Reads what a cell says of a field.
pub(super) fn of_field(field: &Field, text: &str) -> Parsed {
    match field.kind {
        ValueKind::Choice => choice::parse(&field.options, false, text),
        ValueKind::Choices => choice::parse(&field.options, true, text),
        kind => parse(kind, text),
    }
}

pub(super) fn parse(kind: ValueKind, text: &str) -> Parsed {
    if let Some(whole) = plain_digits(text) {
        match kind {
            ValueKind::Count | ValueKind::Signed => return plain(Value::Integer(whole)),
            ValueKind::Amount => return plain(Value::Decimal(Decimal::from(whole))),
            ValueKind::Text | ValueKind::Date | ValueKind::Choice | ValueKind::Choices => {}
        }
    }
    if text.chars().all(is_space) {
        return plain(Value::Blank);
    }
    if is_nil(text) {
        return plain(Value::Nil);
    }
    let grammar = GRAMMARS.iter().find(|(known, _)| *known == kind).map_or(words as Grammar, |(_, grammar)| *grammar);
    grammar(text)
}

/// Whether a text is a mark that says “nothing”.
pub(super) fn is_nil(text: &str) -> bool {
    let bare: String = compatible(text).filter(|c| !is_space(*c)).collect();
    NIL.contains(&bare.as_str()) || !bare.is_empty() && bare.chars().all(is_dash)
}

/// Dashes of any length, as many as somebody typed: 「----」.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '−' | '–' | '—' | '―' | '─')
}

/// The common case: nothing but ASCII digits, few enough for the number to fit.
fn plain_digits(text: &str) -> Option<i64> {
    let sound = (1..=18).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    sound.then(|| text.bytes().fold(0, |number, digit| number * 10 + i64::from(digit - b'0')))
}

/// Whether a text is a number, perhaps with sign, unit and remark, or a nil mark, or at least begins with a digit.
pub(super) fn looks_like_figure(text: &str) -> bool {
    text.trim_start().starts_with(|c: char| c.is_ascii_digit()) || is_figure(text)
}

/// Whether a text is a number, perhaps with sign, unit and remark, or a nil mark.
pub(super) fn is_figure(text: &str) -> bool {
    let text = text.trim_start();
    // Words begin with an ideograph, and of those only a few begin a figure or a nil mark.
    if text.starts_with(|c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c) && !"增减新无暂没不空人".contains(c))
    {
        return false;
    }
    let parsed = parse(ValueKind::Amount, text);
    !matches!(parsed.value, Value::Unreadable | Value::Blank)
}

/// The unit that a header prints in brackets: `采购总金额（万元）`, `本年收费金额（单位：万元）`.
pub(super) fn unit_in_header(text: &str) -> Option<&'static str> {
    // Nothing but ideographs, letters and digits: there is no bracket in any form.
    if text.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c) || c.is_ascii_alphanumeric() || c == '\n') {
        return None;
    }
    let text: String = compatible(text).filter(|c| !is_space(*c)).collect();
    text.split(['(', '[', '【']).skip(1).find_map(|part| {
        let inside = part.split([')', ']', '】']).next()?;
        unit_named(inside)
    })
}

/// The unit in `单位：万元` or `万元`.
pub(super) fn unit_named(text: &str) -> Option<&'static str> {
    let name = text.strip_prefix("单位").map_or(text, |rest| rest.trim_start_matches([':', '：']));
    UNITS.iter().copied().find(|unit| *unit == name)
}

pub(super) fn plain(value: Value) -> Parsed {
    Parsed { value, unit: None, remark: None, complaint: None }
}

fn unreadable() -> Parsed {
    Parsed { complaint: Some(Complaint::Unreadable), ..plain(Value::Unreadable) }
}

fn count(text: &str) -> Parsed {
    let parsed = signed(text);
    let complaint = match &parsed.value {
        Value::Integer(value) if *value < 0 => {
            Some(Complaint::OutOfRange(Words::new("a count cannot be negative", "件数不能为负")))
        }
        Value::Integer(_) if is_signed(text) => Some(Complaint::OutOfRange(Words::new(
            "a count has no sign; it may be a change",
            "件数不带正负号，可能是增减数",
        ))),
        _ => parsed.complaint.clone(),
    };
    Parsed { complaint, ..parsed }
}

fn signed(text: &str) -> Parsed {
    let Some(figure) = Figure::read(text) else { return unreadable() };
    if figure.unit.is_some_and(|unit| unit.starts_with(['百', '千', '万', '亿'])) {
        return unreadable();
    }
    let number = figure.number.normalize();
    let (value, complaint) = match i64::try_from(number) {
        Ok(whole) if number.is_integer() => (Value::Integer(whole), None),
        _ => (
            Value::Decimal(figure.number),
            Some(Complaint::OutOfRange(Words::new("a count is a whole number", "件数应为整数"))),
        ),
    };
    Parsed { value, unit: figure.unit, remark: figure.remark, complaint }
}

fn amount(text: &str) -> Parsed {
    match Figure::read(text) {
        None => unreadable(),
        Some(figure) => {
            Parsed { value: Value::Decimal(figure.number), unit: figure.unit, remark: figure.remark, complaint: None }
        }
    }
}

fn words(text: &str) -> Parsed {
    plain(Value::Text(text.trim().to_owned()))
}

/// A date, perhaps with a remark in brackets after it: 「1975.03（48岁）」. Given as ISO 8601.
fn day(text: &str) -> Parsed {
    let text: String = compatible(text).map(|c| if is_space(c) { ' ' } else { c }).collect();
    let (written, remark) = split_remark(text.trim());
    match date::written(written) {
        Some(date) => Parsed { remark, ..plain(Value::Text(date.to_string())) },
        None => unreadable(),
    }
}

struct Figure {
    number: Decimal,
    unit: Option<&'static str>,
    remark: Option<String>,
}

impl Figure {
    fn read(text: &str) -> Option<Figure> {
        if text.chars().any(is_digit_in_disguise) {
            return None;
        }
        let text: String = compatible(text).map(|c| if is_space(c) { ' ' } else { c }).collect();
        let (text, remark) = split_remark(text.trim());
        let text = text.trim_start_matches("人民币").trim_start();
        let (text, yuan) = match text.strip_prefix(['¥', '￥']) {
            Some(rest) => (rest.trim_start(), Some("元")),
            None => (text, None),
        };
        let (text, minus) = split_sign(text);
        let (text, unit) = split_unit(text);
        let number = number(text)?;
        Some(Figure { number: if minus { -number } else { number }, unit: unit.or(yuan), remark })
    }
}

/// Whether a character would become a digit among the others although it is printed apart: a footnote mark 22①, a
/// power 10², a fraction ½.
fn is_digit_in_disguise(c: char) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    let plain = c.is_ascii() || ('\u{4E00}'..='\u{9FFF}').contains(&c) || ('\u{FF00}'..='\u{FFEF}').contains(&c);
    !plain && compatible(c.encode_utf8(&mut [0; 4])).any(digit)
}

/// Takes the text in brackets off the end.
fn split_remark(text: &str) -> (&str, Option<String>) {
    let Some(open) = text.find(['(', '[', '【', '〔']).filter(|open| *open > 0) else { return (text, None) };
    let Some(inside) = text[open..].strip_suffix([')', ']', '】', '〕']) else { return (text, None) };
    let inside = inside[inside.chars().next().map_or(0, char::len_utf8)..].trim();
    (text[..open].trim_end(), Some(inside.to_owned()).filter(|remark| !remark.is_empty()))
}

/// Takes the sign off the front; whether it is a minus.
fn split_sign(text: &str) -> (&str, bool) {
    const SIGNS: &[(&str, bool)] = &[
        ("增加", false),
        ("减少", true),
        ("新增", false),
        ("增", false),
        ("减", true),
        ("+", false),
        ("-", true),
        ("−", true),
        ("–", true),
    ];
    match SIGNS.iter().find_map(|(sign, minus)| text.strip_prefix(sign).map(|rest| (rest, *minus))) {
        Some((rest, minus)) => (rest.trim_start(), minus),
        None => (text, false),
    }
}

/// Whether a figure begins with a sign, even one that changes nothing.
fn is_signed(text: &str) -> bool {
    text.trim_start().starts_with(['+', '＋', '增', '新'])
}

/// Takes the unit off the end.
fn split_unit(text: &str) -> (&str, Option<&'static str>) {
    match UNITS.iter().find_map(|unit| text.strip_suffix(unit).map(|rest| (rest, *unit))) {
        Some((rest, unit)) => (rest.trim_end(), Some(unit)),
        None => (text, None),
    }
}

/// Digits, with thousands marks in their places and at most one decimal point.
fn number(text: &str) -> Option<Decimal> {
    let (whole, decimals) = text.split_once('.').map_or((text, None), |(whole, decimals)| (whole, Some(decimals)));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if decimals.is_some_and(|decimals| !digits(decimals)) {
        return None;
    }
    let mut groups = whole.split(',');
    let first = groups.next().filter(|first| digits(first))?;
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.is_empty() || first.len() <= 3 && rest.iter().all(|group| group.len() == 3 && digits(group));
    if !grouped {
        return None;
    }
    // Exact: `from_str` rounds a number with more digits than it can hold.
    Decimal::from_str_exact(&text.replace(',', "")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: ValueKind, text: &str) -> String {
        let parsed = parse(kind, text);
        let value = match &parsed.value {
            Value::Integer(value) => value.to_string(),
            Value::Decimal(value) => format!("{value}d"),
            other => other.state().to_owned(),
        };
        let unit = parsed.unit.map_or(String::new(), |unit| format!(" {unit}"));
        let remark = parsed.remark.map_or(String::new(), |remark| format!(" [{remark}]"));
        let complaint = if parsed.complaint.is_some() { " !" } else { "" };
        format!("{value}{unit}{remark}{complaint}")
    }

    #[test]
    fn counts_are_read_as_they_are_written() {
        for (text, expected) in [
            ("0", "0"),
            (" \u{3000}12 ", "12"),
            ("１２", "12"),
            ("1,234", "1234"),
            ("1，234，567", "1234567"),
            ("22（其中修订 16 件）", "22 [其中修订 16 件]"),
            ("22件（其中修订16件）", "22 件 [其中修订16件]"),
            ("5.0", "5"),
            ("", "blank"),
            ("\u{3000}\u{a0}", "blank"),
            ("/", "nil"),
            ("／", "nil"),
            ("－", "nil"),
            ("——", "nil"),
            ("----", "nil"),
            ("—·—", "unreadable !"),
            ("无", "nil"),
            ("-3", "-3 !"),
            ("+3", "3 !"),
            ("2.5", "2.5d !"),
            ("3万", "unreadable !"),
            ("1 036", "unreadable !"),
            ("10\n20", "unreadable !"),
            ("1,23", "unreadable !"),
            ("约22", "unreadable !"),
            ("22其中修订16件", "unreadable !"),
            ("592372449\n.", "unreadable !"),
            ("22①", "unreadable !"),
            ("10²", "unreadable !"),
            ("3½", "unreadable !"),
            ("99999999999999999999", "99999999999999999999d !"),
        ] {
            assert_eq!(read(ValueKind::Count, text), expected, "{text:?}");
        }
    }

    #[test]
    fn signs_are_read_in_figures_and_in_words() {
        for (text, expected) in [
            ("+2", "2"),
            ("-1", "-1"),
            ("−1", "-1"),
            ("减3", "-3"),
            ("增5", "5"),
            ("减少 3 项", "-3 项"),
            ("+1036", "1036"),
        ] {
            assert_eq!(read(ValueKind::Signed, text), expected, "{text:?}");
        }
    }

    #[test]
    fn money_keeps_its_decimals_and_its_unit() {
        for (text, expected) in [
            ("251000元", "251000d 元"),
            ("0.37万元", "0.37d 万元"),
            ("￥251,000.00", "251000.00d 元"),
            ("59237.2449", "59237.2449d"),
            ("190.457379", "190.457379d"),
            ("1.2.3", "unreadable !"),
            ("0.1234567890123456789012345678", "0.1234567890123456789012345678d"),
            ("0.12345678901234567890123456789", "unreadable !"),
        ] {
            assert_eq!(read(ValueKind::Amount, text), expected, "{text:?}");
        }
    }

    #[test]
    fn dates_are_given_as_far_as_they_are_written() {
        for (text, expected) in [
            ("1975.03", "1975-03"),
            ("1975.3（48岁）", "1975-03 [48岁]"),
            ("1975年03月\n(48岁)", "1975-03 [48岁]"),
            ("一九七五年三月", "1975-03"),
            ("1975-03-12", "1975-03-12"),
            ("1936年5月", "1936-05"),
            ("1998.07.01", "1998-07-01"),
            ("", "blank"),
            ("/", "nil"),
            ("1975.13", "unreadable !"),
            ("197503", "unreadable !"),
            ("1975.03 48岁", "unreadable !"),
            ("75.03", "unreadable !"),
            ("1975.03至今", "unreadable !"),
            ("1975.03\n1998.07", "unreadable !"),
        ] {
            let parsed = parse(ValueKind::Date, text);
            let remark = parsed.remark.as_ref().map_or(String::new(), |remark| format!(" [{remark}]"));
            let shown = match &parsed.value {
                Value::Text(date) => format!("{date}{remark}"),
                _ => read(ValueKind::Date, text),
            };
            assert_eq!(shown, expected, "{text:?}");
        }
    }

    #[test]
    fn headers_print_units_in_brackets() {
        assert_eq!(unit_in_header("采购总金额(万元)"), Some("万元"));
        assert_eq!(unit_in_header("本年收费金额\n（单位：万元）"), Some("万元"));
        assert_eq!(unit_in_header("处理决定数量(指2020年办件量)"), None);
    }
}
