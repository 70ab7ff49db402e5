//! CSV on the Web: the metadata of one CSV file. <https://www.w3.org/TR/tabular-metadata/>

use serde::Serialize;

use super::columns::{Described, Kind, Table};
use super::companions::text;
use crate::sink::{HeaderRow, Options};

#[derive(Serialize)]
struct Metadata<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    url: &'static str,
    #[serde(rename = "dc:title")]
    title: &'static str,
    #[serde(rename = "dc:subject")]
    subject: &'a str,
    dialect: Dialect,
    #[serde(rename = "tableSchema")]
    schema: TableSchema<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dialect {
    encoding: &'static str,
    header: bool,
    header_row_count: u32,
    line_terminators: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TableSchema<'a> {
    columns: Vec<Column<'a>>,
    primary_key: Vec<&'a str>,
}

#[derive(Serialize)]
struct Column<'a> {
    /// The column's id.
    name: &'a str,
    /// What the header says, line by line.
    titles: Vec<&'a str>,
    datatype: Datatype,
    null: Vec<&'static str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    required: bool,
    #[serde(rename = "dc:description")]
    description: &'a str,
    #[serde(rename = "schema:unitText", skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    #[serde(rename = "dc:source", skip_serializing_if = "Vec::is_empty")]
    source: Vec<&'a str>,
}

#[derive(Serialize)]
struct Datatype {
    base: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
}

pub(super) fn metadata(table: &Table, options: Options) -> String {
    let rows = if table.header == HeaderRow::Both { 2 } else { 1 };
    text(&Metadata {
        context: "http://www.w3.org/ns/csvw",
        url: table.path,
        title: table.title,
        subject: &table.schema.title,
        dialect: Dialect {
            encoding: "utf-8",
            header: true,
            header_row_count: rows,
            line_terminators: if options.bom { "\r\n" } else { "\n" },
        },
        schema: TableSchema {
            columns: table.columns.iter().map(|described| column(table, described)).collect(),
            primary_key: table.key.to_vec(),
        },
    })
}

fn column<'a>(table: &'a Table, described: &'a Described) -> Column<'a> {
    let Described { column, .. } = described;
    let figure = table.figure(described);
    Column {
        name: &column.id,
        titles: match table.header {
            HeaderRow::Both => vec![&column.id, &column.label],
            HeaderRow::Id | HeaderRow::Label => vec![&described.name],
        },
        datatype: Datatype {
            base: match described.kind {
                Kind::Text => "string",
                Kind::Integer => "integer",
                Kind::Number => "decimal",
            },
            minimum: described.minimum,
            format: described.pattern,
        },
        null: table.absences().into_iter().map(|(code, _)| code).collect(),
        required: described.required,
        description: &column.label,
        unit: figure.and_then(|id| table.schema.field(id).unit.as_deref()),
        source: figure.map_or_else(Vec::new, |id| table.vintages(id, |vintage| &vintage.source)),
    }
}
