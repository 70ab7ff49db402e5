//! Tables and views, and the form written into them.

use rusqlite::{Connection, Result, params};

use crate::model::{CODES, Words};
use crate::schema::{Field, FieldId, Layout, Schema, ValueKind};
use crate::sink::frame::{self, Column, ColumnKind, Role, Wide};

/// Marks the file as ours for programs such as `file`: “baob”.
const APPLICATION: u32 = u32::from_be_bytes(*b"baob");

/// The file is a temporary one until it is whole, so there is nothing to roll back to.
const SETTINGS: &str = "
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA foreign_keys = OFF;
PRAGMA cache_size = -4096;
";

/// Names that views of the schema's tables may not take.
const OWN: &[&str] = &[
    "vintages",
    "fields",
    "field_vintages",
    "parts",
    "reports",
    "facts",
    "harmonized",
    "harmonized_rules",
    "identities",
    "check_terms",
    "checks",
    "check_missing",
    "series",
    "series_notes",
    "codes",
    "notes",
    "facts_named",
    "missing",
    "check_figures",
    "series_figures",
    "lines",
];

/// Makes everything that does not depend on reports.
pub(super) fn lay_out(connection: &Connection, schema: &Schema, wide: &Wide) -> Result<()> {
    connection.execute_batch(SETTINGS)?;
    connection
        .execute_batch(&format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {};", frame::VERSION))?;
    let form = connection.unchecked_transaction()?;
    form.execute_batch(&reports_table(wide))?;
    form.execute_batch(include_str!("tables.sql"))?;
    for view in views(schema) {
        form.execute_batch(&view)?;
    }
    write_form(&form, schema)?;
    write_fields(&form, schema)?;
    form.commit()
}

/// The columns of the wide table that are about the report itself.
fn about_reports(columns: &[Column]) -> impl Iterator<Item = &Column> {
    columns.iter().take_while(|column| column.role == Role::Row)
}

fn reports_table(wide: &Wide) -> String {
    let mut sql = "CREATE TABLE reports (\n  id INTEGER PRIMARY KEY".to_owned();
    for column in about_reports(wide.columns()) {
        let kind = match column.kind {
            ColumnKind::Integer => "INTEGER",
            ColumnKind::Text | ColumnKind::Decimal => "TEXT",
        };
        let reference = if column.id == "vintage" { " REFERENCES vintages (id)" } else { "" };
        sql.push_str(&format!(",\n  {} {kind}{reference}", quoted(&column.id)));
    }
    sql.push_str("\n) STRICT;");
    sql
}

/// A view for each table of the form, one row a report and one column a field; fields without a table are `lines`.
fn views(schema: &Schema) -> Vec<String> {
    let of = |table: Option<usize>| schema.each_field().filter(move |(_, field)| field.table == table);
    let mut views: Vec<String> = (0..schema.tables.len())
        .map(|table| {
            let records = schema.tables[table].layout == Layout::Records;
            view(&view_name(&schema.tables[table].id), of(Some(table)), records)
        })
        .collect();
    if of(None).next().is_some() {
        views.push(view("lines", of(None), false));
    }
    views
}

fn view_name(table: &str) -> String {
    if OWN.contains(&table.to_ascii_lowercase().as_str()) { format!("{table}_table") } else { table.to_owned() }
}

/// A view of these fields; of a table of records, one row a record.
fn view<'s>(name: &str, fields: impl Iterator<Item = (FieldId, &'s Field)>, records: bool) -> String {
    let mut sql = format!("CREATE VIEW {} AS\nSELECT reports.id AS report, file, agency, year, vintage", quoted(name));
    let of_record = if records { " AND facts.record = listed.record" } else { "" };
    let mut own: Vec<String> = Vec::new();
    if records {
        sql.push_str(", listed.record AS record");
    }
    for (FieldId(id), field) in fields {
        own.push(id.to_string());
        let inside = if field.table.is_some() { field.id.split_once('.').map(|(_, rest)| rest) } else { None };
        let name = inside.unwrap_or(&field.id);
        let fact = |what: &str, name: &str| {
            format!(
                ",\n  (SELECT {what} FROM facts WHERE facts.report = reports.id AND field = {id}{of_record}) AS {}",
                quoted(name)
            )
        };
        sql.push_str(&fact("coalesce(integer, decimal, text)", name));
        if field.kind == ValueKind::Amount {
            sql.push_str(&fact("unit", &format!("{name}.unit")));
        }
    }
    sql.push_str("\nFROM reports");
    if records {
        let own = own.join(", ");
        sql.push_str(&format!(
            "\nJOIN (SELECT DISTINCT report, record FROM facts WHERE field IN ({own})) AS listed ON listed.report = reports.id"
        ));
    }
    sql.push(';');
    sql
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn write_form(connection: &Connection, schema: &Schema) -> Result<()> {
    let mut vintage = connection.prepare("INSERT INTO vintages VALUES (?, ?, ?, ?)")?;
    for issue in &schema.vintages {
        vintage.execute(params![issue.id, issue.source, issue.first_year, issue.last_year])?;
    }
    let mut rule = connection.prepare("INSERT INTO harmonized_rules VALUES (?, ?, ?, ?, ?)")?;
    for known in schema.harmonized.iter().filter(|_| schema.harmonize) {
        let sources: Vec<&str> = known.sources.iter().map(|source| source.rule.as_str()).collect();
        rule.execute(params![known.id, known.title, known.unit, known.reason, sources.join("\n")])?;
    }
    let mut code = connection.prepare("INSERT INTO codes VALUES (?, ?, ?, ?, ?, ?, ?)")?;
    for known in CODES {
        let (level, blame) = (known.level.name(), known.blame.name());
        let Words { english, chinese } = known.explanation;
        code.execute(params![known.id, level, blame, known.title.english, known.title.chinese, english, chinese])?;
    }
    Ok(())
}

fn write_fields(connection: &Connection, schema: &Schema) -> Result<()> {
    let mut insert = connection.prepare("INSERT INTO fields VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
    let mut insert_vintage = connection.prepare("INSERT INTO field_vintages VALUES (?, ?)")?;
    for (FieldId(id), field) in schema.each_field() {
        let table = field.table.map(|table| &schema.tables[table].id);
        let unit = field.unit.as_deref();
        let (rows, columns) = (frame::joined_labels(&field.row_labels), frame::joined_labels(&field.column_labels));
        let (title, kind) = (field.title(), field.kind.name());
        insert.execute(params![id, field.id, table, title, rows, columns, kind, unit, field.optional])?;
        for (index, vintage) in schema.vintages.iter().enumerate() {
            if field.vintages.contains(index) {
                insert_vintage.execute(params![id, vintage.id])?;
            }
        }
    }
    Ok(())
}
