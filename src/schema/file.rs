//! A schema file as written: the TOML tables, one struct each, before anything is resolved.

use serde::Deserialize;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub schema: Head,
    #[serde(default)]
    pub vintage: Vec<Vintage>,
    #[serde(default)]
    pub section: Vec<Section>,
    #[serde(default)]
    pub table: Vec<Table>,
    #[serde(default)]
    pub line: Vec<Line>,
    #[serde(default)]
    pub check: Vec<Check>,
    #[serde(default)]
    pub harmonized: Vec<Harmonized>,
    #[serde(default)]
    pub never_joined: Vec<NeverJoined>,
    #[serde(default)]
    pub agency: Agency,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Harmonized {
    pub id: Spanned<String>,
    pub title: String,
    pub unit: Option<String>,
    pub reason: String,
    pub per: Option<Spanned<String>>,
    pub sources: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NeverJoined {
    pub one: Spanned<String>,
    pub other: Spanned<String>,
    pub per: Option<Spanned<String>>,
    pub reason: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Agency {
    #[serde(default)]
    pub ignore_white_space: bool,
    #[serde(default)]
    pub region_prefixes: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub id: String,
    pub title: String,
    #[serde(default)]
    pub also: Vec<String>,
    pub identity: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    pub agency_labels: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Vintage {
    pub id: Spanned<String>,
    #[serde(default)]
    pub source: String,
    pub first_year: Option<i32>,
    pub last_year: Option<i32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Section {
    pub id: Spanned<String>,
    pub label: String,
    #[serde(default)]
    pub also: Vec<String>,
    pub since: Option<Spanned<String>>,
    pub until: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    pub id: Spanned<String>,
    pub title: String,
    pub layout: Option<Spanned<String>>,
    pub label: Option<Spanned<String>>,
    #[serde(default)]
    pub also: Vec<String>,
    pub section: Option<Spanned<String>>,
    pub value: Option<Spanned<String>>,
    pub unit: Option<String>,
    pub since: Option<Spanned<String>>,
    pub until: Option<Spanned<String>>,
    #[serde(default)]
    pub ornaments: Vec<String>,
    #[serde(default)]
    pub heads: Heads,
    #[serde(default)]
    pub fields: Vec<Entry>,
    #[serde(default)]
    pub columns: Vec<Entry>,
    #[serde(default)]
    pub rows: Vec<Entry>,
    #[serde(default)]
    pub band: Vec<Band>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Heads {
    #[serde(default)]
    pub labels: Vec<Spanned<String>>,
    #[serde(default)]
    pub units: Vec<Spanned<String>>,
    #[serde(default)]
    pub codes: Vec<Spanned<String>>,
    #[serde(default)]
    pub remarks: Vec<Spanned<String>>,
}

impl Heads {
    pub(super) fn all(&self) -> impl Iterator<Item = &Spanned<String>> {
        [&self.labels, &self.units, &self.codes, &self.remarks].into_iter().flatten()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Band {
    pub id: Spanned<String>,
    pub label: String,
    #[serde(default)]
    pub also: Vec<String>,
    pub since: Option<Spanned<String>>,
    pub until: Option<Spanned<String>>,
    pub columns: Vec<Entry>,
    #[serde(default)]
    pub rows: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub id: Spanned<String>,
    pub label: String,
    #[serde(default)]
    pub also: Vec<String>,
    pub since: Option<Spanned<String>>,
    pub until: Option<Spanned<String>>,
    #[serde(default)]
    pub optional: bool,
    pub value: Option<Spanned<String>>,
    pub unit: Option<String>,
    #[serde(default)]
    pub options: Vec<Spanned<String>>,
    pub value_at: Option<Spanned<String>>,
    pub bookmark: Option<Spanned<String>>,
    pub tag: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    pub id: Spanned<String>,
    pub label: String,
    #[serde(default)]
    pub also: Vec<String>,
    pub value: Option<Spanned<String>>,
    pub unit: Option<String>,
    #[serde(default)]
    pub optional: bool,
    pub since: Option<Spanned<String>>,
    pub until: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Check {
    pub id: Spanned<String>,
    pub title: String,
    pub level: Option<Spanned<String>>,
    pub scope: Option<Spanned<String>>,
    pub per: Option<Spanned<String>>,
    #[serde(default)]
    pub within: Vec<Spanned<String>>,
    pub holds: Spanned<String>,
    #[serde(default)]
    pub agency: Vec<String>,
    #[serde(default)]
    pub except_agency: Vec<String>,
    pub section: Option<Spanned<String>>,
    #[serde(default)]
    pub says: Vec<String>,
}
