//! What `drift --json` prints: one layout a line. Parts of reports are those of [`wire`].
//!
//! Every key is always there; what is not known or does not apply is `null`.

use serde::Serialize;

use super::{encode, wire};
use crate::extract::{Group, Near, Told};
use crate::schema::{AmendedLine, FieldId, Schema, Spelling};

/// One layout, and how it stands to the vintages of the form (`drift --json`).
#[derive(Debug, Serialize)]
pub struct Drifted<'a> {
    /// What it is known by: the first half of the BLAKE3 hash of its header trees, in hexadecimal digits.
    pub fingerprint: String,
    /// How many reports have it.
    pub files: usize,
    /// How many of all reports that were read, from 0 to 1.
    pub share: f64,
    /// The first of them by name.
    pub example: &'a str,
    /// `covered` (one vintage has every label), `not-covered` (some labels are of no vintage, or of several) or
    /// `no-table` (no table of the form was found).
    pub coverage: &'static str,
    /// The vintages that its reports were read with; several only where its labels fit several.
    pub vintages: Vec<DriftedVintage<'a>>,
    /// The header cells that the schema does not know.
    pub unknown: Vec<DriftedLabel<'a>>,
    /// The ids of the fields of the vintage for which none of its reports has a cell.
    pub missing: Vec<&'a str>,
    /// The ids of the fields that it has and that are of another vintage only.
    pub other_vintage: Vec<&'a str>,
    /// The ids of the fields that are found besides once every clear proposal is in the schema.
    pub gained: Vec<&'a str>,
}

/// A vintage, and how many reports of a layout were read with it.
#[derive(Debug, Serialize)]
pub struct DriftedVintage<'a> {
    /// The vintage's id.
    pub id: &'a str,
    /// The reports.
    pub files: usize,
}

/// A header cell of a table of the form that the schema does not know.
#[derive(Debug, Serialize)]
pub struct DriftedLabel<'a> {
    /// The report in which it is shown, the first by name.
    pub source: &'a str,
    /// The name of the part of the package that holds it.
    pub part: &'a str,
    /// Where it is.
    pub place: wire::Place,
    /// Its text as printed, on one line.
    pub text: &'a str,
    /// Its words as the schema would list them, without an enumerator.
    pub spelling: &'a str,
    /// The id of the table of the form.
    pub table: &'a str,
    /// `caption`, `row` or `column`.
    pub heads: &'static str,
    /// `clear` (one entry is meant, and it was tried on the report), `doubtful` or `strange` (nothing is near).
    pub advice: &'static str,
    /// Why it is doubtful, as the end of a sentence that the label begins; else `null`.
    pub why: Option<&'static str>,
    /// The same in Chinese.
    pub why_zh: Option<&'static str>,
    /// What it may mean, the nearest first; exactly one where the advice is clear.
    pub near: Vec<DriftedNear<'a>>,
    /// Of a strange label, the entry that is missing in its place by the order of the form; never proposed.
    pub in_order: Option<DriftedEntry<'a>>,
}

/// An entry of the schema.
#[derive(Debug, Serialize)]
pub struct DriftedEntry<'a> {
    /// Its id in its list.
    pub id: &'a str,
    /// The list, e.g. `columns of [[table.band]] art20_1 of [[table]] active_disclosure`.
    pub of: String,
    /// The label that the form prints.
    pub label: &'a str,
}

/// An entry of the schema that an unknown label resembles, and the line of the schema file that would make it known.
#[derive(Debug, Serialize)]
pub struct DriftedNear<'a> {
    /// The entry's id in its list; `ornaments` for words that name no field.
    pub id: &'a str,
    /// The list, e.g. `columns of [[table.band]] art20_1 of [[table]] active_disclosure`.
    pub of: String,
    /// The label that the form prints.
    pub label: &'a str,
    /// How many characters must be changed, added or dropped to make one of the other.
    pub distance: usize,
    /// The line of the schema file that changes, from 1.
    pub line: Option<usize>,
    /// What that line becomes, with every clear proposal for it and this one.
    pub toml: Option<String>,
}

/// A layout of `all` reports. `amend` gives the line of the schema file that a spelling changes.
pub fn drifted<'a>(
    group: &'a Group,
    fingerprint: String,
    all: usize,
    schema: &'a Schema,
    amend: &dyn Fn(&Spelling) -> Option<AmendedLine>,
) -> Drifted<'a> {
    let ids = |fields: &[FieldId]| fields.iter().map(|field| schema.field(*field).id.as_str()).collect();
    let vintages = group.vintages.iter();
    Drifted {
        fingerprint,
        files: group.files,
        share: (group.files as f64 / all.max(1) as f64 * 10_000.0).round() / 10_000.0,
        example: &group.example,
        coverage: group.coverage().name(),
        vintages: vintages.map(|(id, files)| DriftedVintage { id: &schema.vintages[*id].id, files: *files }).collect(),
        unknown: group.unknown.iter().map(|told| drifted_label(told, schema, amend)).collect(),
        missing: ids(&group.missing),
        other_vintage: ids(&group.strays),
        gained: ids(&group.gained),
    }
}

fn drifted_label<'a>(
    told: &'a Told,
    schema: &'a Schema,
    amend: &dyn Fn(&Spelling) -> Option<AmendedLine>,
) -> DriftedLabel<'a> {
    let label = &told.label;
    let near = |near: &Near| {
        let (id, of) = schema.whereabouts(near.meaning);
        let amended = amend(&Spelling { meaning: near.meaning, text: label.spelling.clone() });
        DriftedNear {
            id,
            of,
            label: schema.printed(near.meaning),
            distance: near.distance,
            line: amended.as_ref().map(|amended| amended.line),
            toml: amended.map(|amended| amended.text),
        }
    };
    DriftedLabel {
        source: &told.source,
        part: &label.part,
        place: encode::place(label.place),
        text: &label.text,
        spelling: &label.spelling,
        table: &schema.tables[label.table].id,
        heads: label.heads.name(),
        advice: label.advice.name(),
        why: label.advice.why().map(|why| why.english),
        why_zh: label.advice.why().map(|why| why.chinese),
        near: label.advice.near().iter().map(near).collect(),
        in_order: label.advice.in_order().map(|meaning| {
            let (id, of) = schema.whereabouts(meaning);
            DriftedEntry { id, of, label: schema.printed(meaning) }
        }),
    }
}
