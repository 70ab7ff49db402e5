//! A report schema, compiled: labels, fields and identities resolved to indices.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::fields::fields;
use super::index::Index;
use super::lexicon::Lexicon;
use crate::model::{Text, Words};

/// The index of a field in [`Schema::fields`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FieldId(pub u32);

/// What a known form of report looks like.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Schema {
    /// Stable id, e.g. `foi-report`.
    pub id: String,
    /// The form's title as printed.
    pub title: String,
    /// The title and its variants, normalised.
    pub title_keys: Vec<String>,
    /// What every label of the form may mean.
    #[serde(skip)]
    pub lexicon: Lexicon,
    /// Its vintages, oldest first.
    pub vintages: Vec<Vintage>,
    /// The sections of its running text, in order.
    pub sections: Vec<Section>,
    /// Its tables, in order.
    pub tables: Vec<Table>,
    /// Figures in running text or in full-width rows.
    pub lines: Vec<Line>,
    /// Its identities.
    pub checks: Vec<Check>,
    /// The figures that stand for one thing in several vintages.
    pub harmonized: Vec<Harmonized>,
    /// Whether outputs have columns for them.
    pub harmonize: bool,
    /// When two names are of one agency.
    pub agencies: AgencyNames,
    /// Words before the agency's name, as in 填报单位：某某局, normalised.
    pub agency_labels: Vec<String>,
    /// Whether a document of this form says who reports.
    pub names_agency: bool,
    /// Whether it says about which year.
    pub names_year: bool,
    /// Every field of every vintage: tables in order, in them bands, rows and columns in order; then those of the lines.
    #[serde(skip)]
    pub fields: Vec<Field>,
    /// The fields by name, by place and by vintage.
    #[serde(skip)]
    pub(super) index: Index,
}

/// The rules by which the names in the reports of several years are of one agency. Names are equal exactly, after
/// these rules, or not at all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyNames {
    /// Whether white space in a name says nothing.
    pub ignore_white_space: bool,
    /// Names of regions that may stand before a name in one year and not in the next.
    pub region_prefixes: Vec<String>,
}

impl AgencyNames {
    /// The name as it is compared.
    pub fn plain(&self, name: &str) -> String {
        if self.ignore_white_space { name.chars().filter(|c| !c.is_whitespace()).collect() } else { name.to_owned() }
    }

    /// The name without the longest region before it, and that region; `None` where none stands there.
    pub fn without_region<'a>(&'a self, plain: &'a str) -> Option<(&'a str, &'a str)> {
        let fitting = self.region_prefixes.iter().filter_map(|region| {
            plain.strip_prefix(region.as_str()).filter(|rest| !rest.is_empty()).map(|rest| (region.as_str(), rest))
        });
        fitting.max_by_key(|(region, _)| region.len())
    }
}

/// A set of vintages of one schema, as bits by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Vintages(pub u32);

impl Vintages {
    /// Whether the vintage of this index is in the set.
    pub fn contains(self, vintage: usize) -> bool {
        vintage < 32 && self.0 & (1 << vintage) != 0
    }

    /// What is in both.
    #[must_use]
    pub fn and(self, other: Vintages) -> Vintages {
        Vintages(self.0 & other.0)
    }
}

/// One issue of the form.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Vintage {
    /// Stable id, e.g. `2019`.
    pub id: String,
    /// The document that prescribes it.
    pub source: String,
    /// The first report year for which it was prescribed.
    pub first_year: Option<i32>,
    /// The last one.
    pub last_year: Option<i32>,
}

/// A section of the running text.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Section {
    /// Stable id.
    pub id: String,
    /// The heading as printed, without its enumerator.
    pub label: String,
    /// The heading and its variants, normalised.
    pub keys: Vec<String>,
    /// The vintages that have it.
    pub vintages: Vintages,
}

/// A table of the form.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Table {
    /// Stable id, the first word of its fields' ids.
    pub id: String,
    /// Its title as printed.
    pub title: String,
    /// How labels and values stand to each other.
    pub layout: Layout,
    /// The index of the section that it stands in.
    pub section: Option<usize>,
    /// Header texts that name no field, normalised.
    pub ornaments: Vec<String>,
    /// What stands over the columns of an indicator list that hold no figures.
    pub heads: Heads,
    /// What kind of value stands where neither row nor column says one.
    pub value: ValueKind,
    /// The unit of what stands where neither row nor column says one.
    pub unit: Option<String>,
    /// Its bands from top to bottom; a table that is not made of bands has one without a label.
    pub bands: Vec<Band>,
}

/// The header texts, normalised, of the columns of an indicator list that hold no figures; all empty in other tables.
/// They are ornaments too.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heads {
    /// Over the labels of the indicators: 统计指标.
    pub labels: Vec<String>,
    /// Over their units: 单位.
    pub units: Vec<String>,
    /// Over their codes: 代码.
    pub codes: Vec<String>,
    /// Over what is said of them: 备注.
    pub remarks: Vec<String>,
}

impl Heads {
    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &String> {
        [&self.labels, &self.units, &self.codes, &self.remarks].into_iter().flatten()
    }
}

/// How labels and values stand to each other in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Layout {
    /// A value stands at the crossing of a row and a column.
    #[default]
    Grid,
    /// A value stands beside or below its own label. The table has one band whose columns are the labels.
    Labels,
    /// A header row, and below it one record a row. The table has one band whose columns are those of the header.
    Records,
    /// One indicator a row: its label, its unit, and its figure in each column. The table has one band.
    Indicators,
}

impl Layout {
    /// Whether labels and records are found wherever they stand in a Word table.
    pub fn is_form(self) -> bool {
        matches!(self, Layout::Labels | Layout::Records)
    }
}

/// Where the value of a label stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum ValueAt {
    /// In the cell to the right of the label.
    #[default]
    Right,
    /// In the cell below the label.
    Below,
    /// At its bookmark or content control, and nowhere else.
    Mark,
}

/// A block of rows with a column header of its own.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Band {
    /// Stable id, or empty where the table is not made of bands.
    pub id: String,
    /// The caption as printed.
    pub label: Option<String>,
    /// The caption and its variants, normalised.
    pub keys: Vec<String>,
    /// The vintages that have it.
    pub vintages: Vintages,
    /// The column axis.
    pub columns: Vec<Entry>,
    /// The row axis; empty where the band has one data row without a label.
    pub rows: Vec<Entry>,
}

/// A position on an axis, or a group of positions.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Entry {
    /// Path of ids joined by dots, unique on the axis.
    pub id: String,
    /// The label as printed, without its enumerator.
    pub label: String,
    /// The label and its variants, normalised.
    pub keys: Vec<String>,
    /// The group that it belongs to, an index on the same axis.
    pub parent: Option<usize>,
    /// Whether it only gathers other entries; what is no group is a position.
    pub group: bool,
    /// The vintages that have it.
    pub vintages: Vintages,
    /// Whether a report of these vintages may leave it out without a note.
    pub optional: bool,
    /// What kind of value it holds, where it says so.
    pub value: Option<ValueKind>,
    /// The unit of its values, where it says so.
    pub unit: Option<String>,
    /// The words that can be ticked, where it is a choice.
    pub options: Vec<String>,
    /// Where its value stands, in a table of labels.
    pub value_at: ValueAt,
    /// The bookmark that marks its value.
    pub bookmark: Option<String>,
    /// The tag or the title of the content control that holds its value.
    pub tag: Option<String>,
}

/// A figure in running text or in a full-width row: label, then value.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Line {
    /// Stable id.
    pub id: String,
    /// The label as printed before the value.
    pub label: String,
    /// The label and its variants, normalised.
    pub keys: Vec<String>,
    /// What kind of value it has.
    pub value: ValueKind,
    /// The unit of its value, where it says so.
    pub unit: Option<String>,
    /// The vintages that have it.
    pub vintages: Vintages,
    /// Whether a report may leave it out without a note.
    pub optional: bool,
}

/// A named figure of the form. It follows from the form's tables and lines.
#[derive(Debug, Clone)]
pub struct Field {
    /// `table[.band].row.column`, e.g. `applications.result.denied.state_secret.org.commercial`; a line's own id.
    pub id: String,
    /// The index of its table; `None` for a line.
    pub table: Option<usize>,
    /// The index of its band in that table.
    pub band: usize,
    /// The index of its row in the band, `None` where the band has no row axis.
    pub row: Option<usize>,
    /// The index of its column in the band, 0 for a line.
    pub column: usize,
    /// The labels of band and row as printed, outermost first; one list for all fields of the row.
    pub row_labels: Arc<[Text]>,
    /// The labels of the column as printed, outermost first; a line's own label. One list for all fields of the column.
    pub column_labels: Arc<[Text]>,
    /// What kind of value it holds.
    pub kind: ValueKind,
    /// The unit that the form prescribes.
    pub unit: Option<Text>,
    /// The words that can be ticked, where it is a choice.
    pub options: Vec<String>,
    /// The vintages that have it.
    pub vintages: Vintages,
    /// Whether a report of these vintages may leave it out without a note.
    pub optional: bool,
}

/// The grammars of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ValueKind {
    /// A whole number that is not negative.
    Count,
    /// A whole number with an optional sign.
    Signed,
    /// An amount of money.
    Amount,
    /// Anything.
    Text,
    /// A year, a month or a day; given as ISO 8601, as far as it is written.
    Date,
    /// One of several words, ticked or written.
    Choice,
    /// Any number of several words, ticked or written.
    Choices,
}

impl ValueKind {
    /// Every kind.
    pub const ALL: [ValueKind; 7] = [
        ValueKind::Count,
        ValueKind::Signed,
        ValueKind::Amount,
        ValueKind::Text,
        ValueKind::Date,
        ValueKind::Choice,
        ValueKind::Choices,
    ];

    /// `count`, `signed`, `amount`, `text`, `date`, `choice` or `choices`.
    pub fn name(self) -> &'static str {
        match self {
            ValueKind::Count => "count",
            ValueKind::Signed => "signed",
            ValueKind::Amount => "amount",
            ValueKind::Text => "text",
            ValueKind::Date => "date",
            ValueKind::Choice => "choice",
            ValueKind::Choices => "choices",
        }
    }

    /// What such a value is called in messages.
    pub fn words(self) -> Words {
        let chinese = match self {
            ValueKind::Count => "件数",
            ValueKind::Signed => "增减数",
            ValueKind::Amount => "金额",
            ValueKind::Text => "文字",
            ValueKind::Date => "日期",
            ValueKind::Choice => "单选",
            ValueKind::Choices => "多选",
        };
        Words::new(self.name(), chinese)
    }
}

/// An identity of the form, written once and resolved for every row or column that it speaks of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Check {
    /// Stable id, e.g. `applications-balance`.
    pub id: String,
    /// What it says, in words.
    pub title: String,
    /// The identity as written in the schema.
    pub holds: String,
    /// Whether a breach is an error (hard) or only unusual (soft).
    pub hard: bool,
    /// Whether it compares a report with the report of the year before.
    pub series: bool,
    /// When it applies at all.
    pub when: Condition,
    /// The resolved identities.
    pub instances: Vec<Identity>,
}

/// A figure that several vintages give under different names: one column over all years.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Harmonized {
    /// Stable id, unique among the rules: `requests_received`, or `other_handling.total` where the rule is written once
    /// for every row or column.
    pub id: String,
    /// What it is, in words.
    pub title: String,
    /// The unit that all its figures must have.
    pub unit: Option<String>,
    /// Why they may be joined.
    pub reason: String,
    /// What it is in each vintage.
    pub sources: Vec<Source>,
}

/// What a harmonized figure is in some vintages: the sum of fields, often of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The rule as written in the schema, with the ids before and behind that it was written once for:
    /// `applications.result.other.*.total`.
    pub rule: String,
    /// The fields that are added.
    pub fields: Vec<FieldId>,
    /// The vintages that have all of them.
    pub vintages: Vintages,
}

/// When a check applies: everything that is not empty must be true of the report.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Condition {
    /// The agency's name has one of these in it.
    pub agency: Vec<String>,
    /// The agency's name has none of these in it.
    pub except_agency: Vec<String>,
    /// The text of this section, normalised, is one of these.
    pub section: Option<(usize, Vec<String>)>,
}

/// One resolved identity.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Identity {
    /// What it is about: the labels of the row or column, or empty where there is only one.
    pub subject: String,
    /// How the sides compare.
    pub relation: Relation,
    /// The left side.
    pub left: Vec<Term>,
    /// The right side.
    pub right: Vec<Term>,
    /// The vintages in which all its terms exist.
    pub vintages: Vintages,
}

/// How two sides compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Relation {
    /// `=`
    Equal,
    /// `>=`
    AtLeast,
}

impl Relation {
    /// The sign as printed: `=` or `≥`.
    pub fn sign(self) -> &'static str {
        match self {
            Relation::Equal => "=",
            Relation::AtLeast => "≥",
        }
    }
}

/// A summand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Term {
    /// A whole number.
    Number(i64),
    /// A sum of fields. Of several alternatives the first that the report has any fact of is meant, else the first.
    Fields {
        /// Whether it is subtracted.
        minus: bool,
        /// Whether the fields are those of the report of the year before.
        prior: bool,
        /// The alternatives, each the fields that are added.
        alternatives: Vec<Vec<FieldId>>,
    },
}

impl Schema {
    /// Fills what follows from tables and lines: the fields, and what is looked up.
    pub(super) fn complete(&mut self) {
        self.lexicon = Lexicon::new(&self.tables);
        self.fields = fields(&self.tables, &self.lines);
        self.index = Index::new(self);
    }

    /// The field of this id.
    pub fn field(&self, id: FieldId) -> &Field {
        &self.fields[id.0 as usize]
    }

    /// The field that is called this.
    pub fn find(&self, id: &str) -> Option<FieldId> {
        self.index.find(self, id)
    }

    /// The field that is called this, and the record where the name has the number of one: `family[2].name`.
    pub fn find_record(&self, name: &str) -> Option<(FieldId, Option<u32>)> {
        let Some((table, rest)) = name.split_once('[') else { return Some((self.find(name)?, None)) };
        let (record, column) = rest.split_once("].")?;
        let record = record.parse().ok().filter(|record| *record > 0)?;
        let id = self.find(&format!("{table}.{column}")).filter(|id| self.is_repeated(*id))?;
        Some((id, Some(record)))
    }

    /// The field at the crossing of a row and a column of a band; `row` is `None` where the band has no row axis.
    pub fn field_at(&self, table: usize, band: usize, row: Option<usize>, column: usize) -> Option<FieldId> {
        self.index.crossing(table, band, row, column)
    }

    /// The field that the line of this index gives: those of the lines come last.
    pub fn line_field(&self, line: usize) -> FieldId {
        FieldId((self.fields.len() - self.lines.len() + line) as u32)
    }

    /// Whether a report may give the field several times, once a record.
    pub fn is_repeated(&self, id: FieldId) -> bool {
        self.field(id).table.is_some_and(|table| self.tables[table].layout == Layout::Records)
    }

    /// Every field with its id, in schema order.
    pub fn each_field(&self) -> impl Iterator<Item = (FieldId, &Field)> {
        self.fields.iter().enumerate().map(|(index, field)| (FieldId(index as u32), field))
    }

    /// The fields of a table that a report of a vintage must have, in schema order.
    pub fn wanted(&self, table: usize, vintage: usize) -> &[FieldId] {
        self.index.wanted(table, vintage)
    }

    /// How many rows and columns of a table name the fields that a report of a vintage must have.
    pub(crate) fn wanted_labels(&self, table: usize, vintage: usize) -> i64 {
        self.index.wanted_labels(table, vintage)
    }

    /// How many rows and columns of a table name these fields of it that each vintage has.
    pub(crate) fn labels<'a>(&self, table: usize, fields: impl Iterator<Item = &'a Field>) -> Vec<i64> {
        let bands = &self.tables[table].bands;
        let longest = bands.iter().map(|band| band.rows.len().max(band.columns.len()).max(1)).max().unwrap_or(0);
        let mut naming = vec![0; bands.len() * 2 * longest];
        for field in fields {
            let band = field.band * 2 * longest;
            naming[band + field.row.unwrap_or(0)] |= field.vintages.0;
            naming[band + longest + field.column] |= field.vintages.0;
        }
        naming.retain(|vintages| *vintages != 0);
        let of = |vintage: usize| naming.iter().filter(|vintages| Vintages(**vintages).contains(vintage)).count();
        (0..self.vintages.len()).map(|vintage| of(vintage) as i64).collect()
    }

    /// The index of the vintage that is called this.
    pub fn vintage(&self, id: &str) -> Option<usize> {
        self.vintages.iter().position(|vintage| vintage.id == id)
    }
}

impl Field {
    /// The labels from the outermost to the innermost, rows before columns.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.row_labels.iter().chain(self.column_labels.iter()).map(Text::as_str)
    }

    /// The labels joined by ` › `.
    pub fn title(&self) -> String {
        let mut title = String::with_capacity(self.labels().map(|label| label.len() + " › ".len()).sum());
        for label in self.labels() {
            title.push_str(if title.is_empty() { "" } else { " › " });
            title.push_str(label);
        }
        title
    }
}
