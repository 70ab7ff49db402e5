//! The sheet of what is broken or doubtful, in a report or between two years: both sides with their figures, and a
//! link to the first of them.

use rust_xlsxwriter::{Url, Workbook, XlsxError};

use super::grid::{Notes, ROWS};
use super::look::{Kind, Looks, exact, fit};
use super::years;
use crate::extract::{Compare, Comparison, Report, Verdict};
use crate::model::{Level, Note, Place, Text};
use crate::schema::{Check, Field, FieldId, Identity, Schema, Term};
use crate::sink::findings::{self, Finding, term_fields};

/// The name of the sheet.
pub(super) const NAME: &str = "检查";

const TITLES: [(&str, f64); 11] = [
    ("机关", 26.0),
    ("年度", 7.0),
    ("级别", 7.0),
    ("检查项", 38.0),
    ("对象", 26.0),
    ("结论", 16.0),
    ("左边", 12.0),
    ("右边", 12.0),
    ("算式或说明", 80.0),
    ("位置", 30.0),
    ("文件", 50.0),
];

/// Where a field's figure stands in the workbook: its address in words, and as a link.
pub(super) type Address<'a> = dyn Fn(FieldId) -> Option<(String, String)> + 'a;

/// The sheet.
pub(super) struct Checks {
    sheet: usize,
    next: u32,
    /// Rows that a sheet has no room for.
    pub(super) over: usize,
}

impl Checks {
    pub(super) fn begin(workbook: &mut Workbook, sheet: usize, looks: &mut Looks) -> Result<Checks, XlsxError> {
        let page = workbook.add_worksheet_with_constant_memory()?.set_name(NAME)?;
        page.write_string_with_format(0, 0, "不平衡、存疑和无法判断的勾稽关系，以及其他问题", looks.of(Kind::Title))?;
        page.set_row_height(0, 26)?;
        for (column, (title, width)) in TITLES.iter().enumerate() {
            page.write_string_with_format(1, column as u16, *title, looks.of(Kind::Header))?;
            page.set_column_width(column as u16, *width)?;
        }
        page.set_freeze_panes(2, 2)?;
        Ok(Checks { sheet, next: 2, over: 0 })
    }

    /// Adds what there is to say about a report.
    pub(super) fn add(
        &mut self,
        workbook: &mut Workbook,
        report: &Report,
        schema: &Schema,
        address: &Address<'_>,
        looks: &mut Looks,
        links: &mut Notes,
    ) -> Result<(), XlsxError> {
        let whose = Whose::of(report);
        for finding in findings::findings(report, schema) {
            match &finding {
                Finding::Check { check, identity, verdict } => {
                    let line = of_check(check, identity, verdict, report, schema);
                    let first = identity.left.iter().chain(&identity.right).flat_map(|term| term_fields(term, report));
                    let place = first.copied().find_map(address);
                    self.line(workbook, &whose, finding.level(), &line, place, looks, links)?;
                }
                Finding::Note(note) if note.code.level >= Level::Warning => {
                    let fact = note.place.and_then(|place| report.facts.iter().find(|fact| fact.place == place));
                    let place = fact.and_then(|fact| address(fact.field)).or_else(|| note.place.and_then(in_document));
                    self.line(workbook, &whose, finding.level(), &of_note(note), place, looks, links)?;
                }
                Finding::Note(_) => {}
            }
        }
        Ok(())
    }

    /// Adds an identity across years that does not hold.
    pub(super) fn add_years(
        &mut self,
        workbook: &mut Workbook,
        comparison: &Comparison,
        schema: &Schema,
        address: &dyn Fn(&Compare) -> Option<(String, String)>,
        looks: &mut Looks,
        links: &mut Notes,
    ) -> Result<(), XlsxError> {
        let level = findings::code(&schema.checks[comparison.check], &comparison.verdict).level;
        let known = comparison.left.iter().chain(&comparison.right).filter(|term| term.known.is_some());
        let place = known.into_iter().find_map(address);
        let (agency, source) = (&comparison.agency, &comparison.source);
        let whose = Whose { agency, year: comparison.year.to_string(), source };
        self.line(workbook, &whose, level, &years::line(comparison, schema), place, looks, links)
    }

    /// Adds what is said about no one report.
    pub(super) fn add_notes(
        &mut self,
        workbook: &mut Workbook,
        notes: &[Note],
        looks: &mut Looks,
        links: &mut Notes,
    ) -> Result<(), XlsxError> {
        let whose = Whose { agency: "", year: String::new(), source: "" };
        for note in notes.iter().filter(|note| note.code.level >= Level::Warning) {
            self.line(workbook, &whose, note.code.level, &of_note(note), None, looks, links)?;
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "one row has so many parts")]
    fn line(
        &mut self,
        workbook: &mut Workbook,
        whose: &Whose<'_>,
        level: Level,
        line: &Line,
        place: Option<(String, String)>,
        looks: &mut Looks,
        links: &mut Notes,
    ) -> Result<(), XlsxError> {
        if self.next >= ROWS {
            self.over += 1;
            return Ok(());
        }
        let page = workbook.worksheet_from_index(self.sheet)?;
        let level = match level {
            Level::Error => "错误",
            Level::Warning => "存疑",
            Level::Info => "提示",
        };
        let texts = [whose.agency, &whose.year, level, &line.rule, &line.subject, &line.verdict];
        for (column, text) in texts.into_iter().enumerate() {
            page.write_string_with_format(self.next, column as u16, fit(text), looks.of(Kind::Text))?;
        }
        for (column, side) in [(6, &line.left), (7, &line.right)] {
            match side.parse().ok().and_then(exact) {
                Some((value, decimals)) => {
                    page.write_number_with_format(self.next, column, value, looks.of(Kind::Number(decimals)))?
                }
                None => page.write_string_with_format(self.next, column, side, looks.of(Kind::Text))?,
            };
        }
        page.set_row_height(self.next, height(&line.words, TITLES[8].1))?;
        page.write_string_with_format(self.next, 8, fit(&line.words), looks.of(Kind::Long))?;
        match place {
            Some((words, link)) if !link.is_empty() && links.take() => {
                let url = Url::new(link).set_text(words);
                page.write_url_with_format(self.next, 9, url, looks.of(Kind::Link))?;
            }
            place => {
                let words = place.map_or(String::new(), |(words, _)| words);
                page.write_string_with_format(self.next, 9, words, looks.of(Kind::Text))?;
            }
        }
        page.write_string_with_format(self.next, 10, fit(whose.source), looks.of(Kind::Text))?;
        self.next += 1;
        Ok(())
    }

    pub(super) fn finish(&self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let page = workbook.worksheet_from_index(self.sheet)?;
        page.autofilter(1, 0, self.next - 1, TITLES.len() as u16 - 1)?;
        Ok(())
    }
}

/// The height of a row, in points, that shows all of a text in a column so many digits wide.
fn height(text: &str, width: f64) -> f64 {
    const LINE: f64 = 15.0;
    const HIGHEST: f64 = 400.0;
    let digits: usize = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    let lines = (digits as f64 / (width - 4.0)).ceil().max(1.0);
    (lines * LINE).min(HIGHEST)
}

/// Whose row it is.
struct Whose<'a> {
    agency: &'a str,
    year: String,
    source: &'a str,
}

impl<'a> Whose<'a> {
    fn of(report: &'a Report) -> Self {
        let identity = &report.identity;
        Whose {
            agency: identity.agency.as_ref().map_or("", |agency| agency.value.as_str()),
            year: identity.year.as_ref().map_or(String::new(), |year| year.value.to_string()),
            source: &report.source,
        }
    }
}

/// What a row says besides whose it is.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) rule: String,
    pub(super) subject: String,
    pub(super) verdict: String,
    pub(super) left: String,
    pub(super) right: String,
    pub(super) words: String,
}

fn of_note(note: &Note) -> Line {
    let help = note.help.as_ref().map_or(note.code.explanation.chinese, |help| &help.chinese);
    Line {
        rule: note.code.id.to_owned(),
        verdict: note.code.title.chinese.to_owned(),
        words: format!("{}。{help}", note.message.chinese),
        ..Line::default()
    }
}

fn of_check(check: &Check, identity: &Identity, verdict: &Verdict, report: &Report, schema: &Schema) -> Line {
    let (left, right) = match verdict {
        Verdict::Broken { left, right } => (left.to_string(), right.to_string()),
        Verdict::Holds | Verdict::Unknown { .. } => Default::default(),
    };
    Line {
        rule: check.title.clone(),
        subject: identity.subject.clone(),
        verdict: in_words(verdict).to_owned(),
        words: sums(identity, verdict, report, schema),
        left,
        right,
    }
}

/// A verdict in Chinese.
pub(super) fn in_words(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "平衡",
        Verdict::Broken { .. } => "不平衡",
        Verdict::Unknown { if_blank_is_zero: Some(true), .. } => "空白视为 0 时平衡",
        Verdict::Unknown { if_blank_is_zero: Some(false), .. } => "空白视为 0 时也不平衡",
        Verdict::Unknown { if_blank_is_zero: None, .. } => "无法判断",
    }
}

/// `左边：新收 3 + 结转 12 = 15　≠　右边：总计 16 = 16`.
pub(super) fn sums(identity: &Identity, verdict: &Verdict, report: &Report, schema: &Schema) -> String {
    let own = identity.left.iter().chain(&identity.right).flat_map(|term| term_fields(term, report));
    let named = Named::of(own.copied(), schema);
    let side = |terms: &[Term]| {
        let mut words = String::new();
        for term in terms {
            match term {
                Term::Number(number) => add(&mut words, false, &number.to_string()),
                Term::Fields { minus, .. } => {
                    for field in term_fields(term, report) {
                        let raw = report.fact(*field).map(|fact| fact.raw.as_str());
                        add(&mut words, *minus, &format!("{} {}", named.label(*field, schema), shown(raw)));
                    }
                }
            }
        }
        words
    };
    both(&side(&identity.left), &side(&identity.right), identity, verdict)
}

/// Both sides, and how they are to each other.
pub(super) fn both(left: &str, right: &str, identity: &Identity, verdict: &Verdict) -> String {
    let (left_sum, right_sum, sign) = match verdict {
        Verdict::Broken { left, right } => {
            let sign = if identity.relation.sign() == "=" { "≠" } else { "<" };
            (format!(" = {left}"), format!(" = {right}"), sign)
        }
        Verdict::Holds | Verdict::Unknown { .. } => (String::new(), String::new(), identity.relation.sign()),
    };
    format!("左边：{left}{left_sum}　{sign}　右边：{right}{right_sum}")
}

/// Adds a term to the words of a side.
pub(super) fn add(words: &mut String, minus: bool, term: &str) {
    match (words.is_empty(), minus) {
        (true, false) => {}
        (false, false) => words.push_str(" + "),
        (_, true) => words.push_str(" − "),
    }
    words.push_str(term);
}

/// What a cell says.
pub(super) fn shown(raw: Option<&str>) -> &str {
    match raw.map(str::trim) {
        None => "（无此单元格）",
        Some("") => "（空白）",
        Some(raw) => raw,
    }
}

/// Which labels tell the fields of an identity apart.
pub(super) enum Named {
    /// Those of rows: all stand in one column.
    Row,
    /// Those of columns: all stand in one row.
    Column,
    /// Only both.
    Both,
}

impl Named {
    pub(super) fn of(fields: impl Iterator<Item = FieldId> + Clone, schema: &Schema) -> Named {
        let same = |label: fn(&Field) -> Option<&Text>| {
            let mut labels = fields.clone().map(|field| label(schema.field(field)));
            let first = labels.next();
            labels.all(|label| Some(label) == first)
        };
        let (row, column) = (same(|field| field.row_labels.last()), same(|field| field.column_labels.last()));
        match (row, column) {
            (true, _) => Named::Column,
            (false, true) => Named::Row,
            (false, false) => Named::Both,
        }
    }

    pub(super) fn label(&self, field: FieldId, schema: &Schema) -> String {
        let field = schema.field(field);
        let (row, column) = (field.row_labels.last(), field.column_labels.last());
        match (self, row, column) {
            (Named::Both, Some(row), Some(column)) => format!("{row} › {column}"),
            (Named::Row, Some(label), _) | (_, _, Some(label)) | (_, Some(label), None) => label.to_string(),
            (_, None, None) => field.id.clone(),
        }
    }
}

/// A place that is in no sheet.
fn in_document(place: Place) -> Option<(String, String)> {
    let table = place.table?;
    Some((format!("原文表 {} 第 {} 行第 {} 列", table.0 + 1, place.row + 1, place.column + 1), String::new()))
}
