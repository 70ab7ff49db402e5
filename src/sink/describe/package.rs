//! A Data Package, version 2, with a Table Schema for each CSV file.
//! <https://datapackage.org/standard/data-package/>

use serde::Serialize;

use super::columns::{Described, Kind as Holds, Table};
use super::companions::text;
use crate::schema::Schema;
use crate::sink::{HeaderRow, Kind, Options, Shape, frame};

const PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";

#[derive(Serialize)]
struct Package<'a> {
    #[serde(rename = "$schema")]
    profile: &'static str,
    name: &'a str,
    title: &'a str,
    version: String,
    resources: Vec<Resource<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Resource<'a> {
    Table(Box<TableResource<'a>>),
    File(FileResource),
}

#[derive(Serialize)]
struct TableResource<'a> {
    name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    path: &'static str,
    title: &'static str,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    dialect: Dialect,
    schema: TableSchema<'a>,
}

/// A file that is no CSV, and is not described further.
#[derive(Serialize)]
struct FileResource {
    name: String,
    #[serde(rename = "type")]
    kind: &'static str,
    path: &'static str,
    title: &'static str,
    format: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dialect {
    #[serde(skip_serializing_if = "Option::is_none")]
    comment_rows: Option<[u32; 1]>,
    line_terminator: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TableSchema<'a> {
    fields: Vec<Field<'a>>,
    missing_values: Vec<MissingValue>,
    primary_key: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<ForeignKey>,
}

#[derive(Serialize)]
struct Field<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    /// `count`, `signed`, `amount` or `text`.
    #[serde(rename = "valueKind", skip_serializing_if = "Option::is_none")]
    value_kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    vintages: Vec<&'a str>,
    #[serde(rename = "prescribedBy", skip_serializing_if = "Vec::is_empty")]
    prescribed_by: Vec<&'a str>,
    #[serde(skip_serializing_if = "Constraints::are_none")]
    constraints: Constraints<'a>,
}

#[derive(Serialize)]
struct Constraints<'a> {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    required: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unique: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<&'static str>,
    #[serde(rename = "enum", skip_serializing_if = "Option::is_none")]
    words: Option<&'a [String]>,
}

#[derive(Serialize)]
struct MissingValue {
    value: &'static str,
    label: &'static str,
}

#[derive(Serialize)]
struct ForeignKey {
    fields: [String; 1],
    reference: Reference,
}

#[derive(Serialize)]
struct Reference {
    resource: &'static str,
    fields: Vec<String>,
}

pub(super) fn data_package(schema: &Schema, tables: &[Table], kinds: &[&Kind], options: Options) -> String {
    let described = tables.iter().map(|table| Resource::Table(Box::new(table_resource(table, tables, options))));
    let is_other =
        |kind: &&&Kind| kind.shape != Shape::Each && !tables.iter().any(|table| table.path == kind.file_name);
    let others = kinds.iter().filter(is_other).map(|kind| Resource::File(file_resource(kind)));
    text(&Package {
        profile: PROFILE,
        name: &schema.id,
        title: &schema.title,
        version: frame::VERSION.to_string(),
        resources: described.chain(others).collect(),
    })
}

fn table_resource<'a>(table: &'a Table, tables: &[Table], options: Options) -> TableResource<'a> {
    TableResource {
        name: table.name,
        kind: "table",
        path: table.path,
        title: table.title,
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        dialect: Dialect {
            comment_rows: (table.header == HeaderRow::Both).then_some([2]),
            line_terminator: if options.bom { "\r\n" } else { "\n" },
        },
        schema: TableSchema {
            fields: table.columns.iter().map(|column| field(table, column)).collect(),
            missing_values: table.absences().into_iter().map(|(value, label)| MissingValue { value, label }).collect(),
            primary_key: table.key_names(),
            foreign_keys: foreign_keys(table, tables),
        },
    }
}

/// Every fact is of a report that has a line of its own.
fn foreign_keys(table: &Table, tables: &[Table]) -> Vec<ForeignKey> {
    let reports = tables.iter().find(|other| other.name == "reports" && table.name == "facts");
    let key = |reports: &Table| ForeignKey {
        fields: ["report".to_owned()],
        reference: Reference { resource: reports.name, fields: reports.key_names() },
    };
    reports.map(key).into_iter().collect()
}

fn field<'a>(table: &'a Table, described: &'a Described) -> Field<'a> {
    let figure = table.figure(described);
    let form = figure.map(|id| table.schema.field(id));
    Field {
        name: &described.name,
        kind: match described.kind {
            Holds::Text => "string",
            Holds::Integer => "integer",
            Holds::Number => "number",
        },
        title: &described.column.label,
        unit: form.and_then(|form| form.unit.as_deref()),
        value_kind: form.map(|form| form.kind.name()),
        vintages: figure.map_or_else(Vec::new, |id| table.vintages(id, |vintage| &vintage.id)),
        prescribed_by: figure.map_or_else(Vec::new, |id| table.vintages(id, |vintage| &vintage.source)),
        constraints: Constraints {
            required: described.required,
            unique: described.unique,
            minimum: described.minimum,
            pattern: described.pattern,
            words: described.words.as_deref(),
        },
    }
}

fn file_resource(kind: &Kind) -> FileResource {
    FileResource {
        name: kind.file_name.replace('.', "-"),
        kind: "file",
        path: kind.file_name,
        title: kind.description.english,
        format: kind.file_name.rsplit('.').next().unwrap_or_default().to_owned(),
    }
}

impl Constraints<'_> {
    fn are_none(&self) -> bool {
        let Constraints { required, unique, minimum, pattern, words } = self;
        !required && !unique && minimum.is_none() && pattern.is_none() && words.is_none()
    }
}
