//! The official tables as readable pages with field ids in the place of figures, and the figures that fill them.
//!
//! In a form, `@active_disclosure.art20_8.admin_fees.fee_amount` stands for that field's figure, and
//! `@@applications.carried_out` for the cells of a whole row. What a page holds is thereby known without reading it.

use std::collections::BTreeMap;

/// A form: its name and its text.
pub static FORMS: &[(&str, &str)] = &[
    ("disclosure-2019", include_str!("forms/disclosure-2019.page")),
    ("disclosure-2019-hubei", include_str!("forms/disclosure-2019-hubei.page")),
    ("disclosure-2019-total", include_str!("forms/disclosure-2019-total.page")),
    ("disclosure-2021", include_str!("forms/disclosure-2021.page")),
    ("disclosure-2021-cut", include_str!("forms/disclosure-2021-cut.page")),
    ("applications-2019", include_str!("forms/applications-2019.page")),
    ("applications-2021", include_str!("forms/applications-2021.page")),
    ("applications-2021-cut", include_str!("forms/applications-2021-cut.page")),
    ("disputes", include_str!("forms/disputes.page")),
];

/// The columns of 收到和处理政府信息公开申请情况.
const APPLICANTS: [&str; 7] = [
    "natural_person",
    "org.commercial",
    "org.research",
    "org.social_welfare",
    "org.legal_service",
    "org.other",
    "total",
];

/// What a field's cell says.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// `value`, `blank` or `nil`.
    pub state: &'static str,
    /// The number, without sign where it is not negative; empty where there is none.
    pub value: String,
    /// The unit, empty where nobody says one or there is no number.
    pub unit: String,
    /// The cell's text.
    pub raw: String,
    /// The remark beside the figure, without brackets.
    pub remark: String,
}

impl Figure {
    /// Reads the short form of a figure: `12`, or `RAW=VALUE:UNIT;REMARK` where the last two may be missing, or
    /// `blank:RAW` and `nil:RAW`.
    pub fn parse(field: &str, written: &str) -> Figure {
        let without = |state, raw: &str| Figure {
            state,
            value: String::new(),
            unit: String::new(),
            raw: raw.to_owned(),
            remark: String::new(),
        };
        if let Some(raw) = written.strip_prefix("blank:") {
            return without("blank", raw);
        }
        if let Some(raw) = written.strip_prefix("nil:") {
            return without("nil", raw);
        }
        let (raw, meaning) = written.split_once('=').unwrap_or((written, written));
        let (meaning, remark) = meaning.split_once(';').unwrap_or((meaning, ""));
        let (value, printed) = meaning.split_once(':').unwrap_or((meaning, unit(field)));
        Figure { value: value.to_owned(), unit: printed.to_owned(), remark: remark.to_owned(), ..without("value", raw) }
    }
}

/// The unit that the form prescribes for a field.
pub fn unit(field: &str) -> &'static str {
    match field.rsplit('.').next() {
        Some("total_amount") => "",
        Some("fee_amount") => "万元",
        Some("prev_year_items" | "change_this_year" | "project_count") => "项",
        _ => "件",
    }
}

/// The form of this name, every `@@` row written out.
///
/// # Panics
/// If there is none.
pub fn form(name: &str) -> String {
    let (_, text) = FORMS.iter().find(|(known, _)| *known == name).unwrap_or_else(|| panic!("no form {name}"));
    let mut written = String::new();
    for (index, part) in text.split("@@").enumerate() {
        if index == 0 {
            written.push_str(part);
            continue;
        }
        let (row, rest) = part.split_at(part.find(is_outside).unwrap_or(part.len()));
        let cells: Vec<_> = columns(row).iter().map(|column| format!("@{row}.{column}")).collect();
        written.push_str(&cells.join(" | "));
        written.push_str(rest);
    }
    written
}

fn columns(row: &str) -> Vec<String> {
    if row != "review_litigation" {
        return APPLICANTS.map(str::to_owned).to_vec();
    }
    let outcomes = ["upheld", "corrected", "other_result", "pending", "total"];
    let ways = ["review", "litigation_direct", "litigation_after_review"];
    ways.iter().flat_map(|way| outcomes.map(|outcome| format!("{way}.{outcome}"))).collect()
}

fn is_outside(c: char) -> bool {
    !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.')
}

/// The fields that a form asks for, in its order.
pub fn fields(form: &str) -> Vec<String> {
    let ids = form.split('@').skip(1);
    ids.map(|rest| rest[..rest.find(is_outside).unwrap_or(rest.len())].to_owned()).collect()
}

/// The figures for `fields` from rows of short forms: a row's id, and its figures between `|`.
///
/// # Panics
/// If a row has more or fewer figures than the form has fields of it, or a field has no row.
pub fn figures<'a>(fields: &[String], rows: impl IntoIterator<Item = (&'a str, &'a str)>) -> BTreeMap<String, Figure> {
    let mut figures = BTreeMap::new();
    for (row, written) in rows {
        let of_row =
            |field: &&String| field.strip_prefix(row).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        let ids: Vec<_> = fields.iter().filter(of_row).collect();
        let written: Vec<_> = written.split('|').map(|figure| figure.trim_matches(' ')).collect();
        assert_eq!(ids.len(), written.len(), "figures of {row}");
        figures.extend(ids.into_iter().zip(written).map(|(id, figure)| (id.clone(), Figure::parse(id, figure))));
    }
    if let Some(field) = fields.iter().find(|field| !figures.contains_key(*field)) {
        panic!("no figure for {field}");
    }
    figures
}

/// The form with the figures' texts in their places.
///
/// # Panics
/// If a field has no figure.
pub fn fill(form: &str, figures: &BTreeMap<String, Figure>) -> String {
    let mut parts = form.split('@');
    let mut page = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (field, rest) = part.split_at(part.find(is_outside).unwrap_or(part.len()));
        page.push_str(&written(&figures[field].raw));
        page.push_str(rest);
    }
    page
}

/// A cell's text as a readable page writes it.
pub fn written(text: &str) -> String {
    let mut page = String::new();
    for c in text.chars() {
        match c {
            '\n' => page.push('⏎'),
            '|' | '\\' | '{' => page.extend(['\\', c]),
            _ => page.push(c),
        }
    }
    if matches!(text, "<" | "^" | "~") { format!("\\{page}") } else { page }
}

/// The values file: every field with what its cell says.
pub fn values(fields: &[String], figures: &BTreeMap<String, Figure>) -> Vec<u8> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    let mut put = |row: [&str; 6]| csv.write_record(row).expect("memory takes every row");
    put(["field", "state", "value", "unit", "raw", "remark"]);
    for field in fields {
        let Figure { state, value, unit, raw, remark } = &figures[field];
        put([field, state, value, unit, raw, remark]);
    }
    csv.into_inner().expect("memory takes every row")
}
