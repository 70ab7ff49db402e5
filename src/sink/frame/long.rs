//! The long frame, in which a row is a fact, and the frames of tables of records, in which a row is a record.

use super::column::{Column, ColumnKind, Role, column_kind, fixed};
use super::datum::{Datum, absence, counted, figure, joined, number, stated, text, verbatim, vintage, year};
use super::wide::{LEADING, leading};
use crate::extract::{Report, Value};
use crate::schema::{Layout, Schema};

const LONG: &[(&str, &str, ColumnKind)] = &[
    ("report", "Report", ColumnKind::Text),
    ("agency", "Agency", ColumnKind::Text),
    ("year", "Year", ColumnKind::Integer),
    ("vintage", "Vintage", ColumnKind::Text),
    ("field", "Field", ColumnKind::Text),
    ("row_labels", "Row labels", ColumnKind::Text),
    ("column_labels", "Column labels", ColumnKind::Text),
    ("value", "Value", ColumnKind::Decimal),
    ("state", "State", ColumnKind::Text),
    ("unit", "Unit", ColumnKind::Text),
    ("raw", "Raw text", ColumnKind::Text),
    ("remark", "Remark", ColumnKind::Text),
    ("source", "Source", ColumnKind::Text),
    ("table", "Table", ColumnKind::Integer),
    ("row", "Row", ColumnKind::Integer),
    ("column", "Column", ColumnKind::Integer),
];

const RECORD: (&str, &str, ColumnKind) = ("record", "Record", ColumnKind::Integer);

/// The columns of the long frame: a row is a fact. Where the form has a table of records, the last column is the number
/// of the record.
pub fn long_columns(schema: &Schema) -> Vec<Column> {
    let mut columns = fixed(LONG);
    if has_records(schema) {
        columns.extend(fixed(&[RECORD]));
    }
    columns
}

fn has_records(schema: &Schema) -> bool {
    schema.tables.iter().any(|table| table.layout == Layout::Records)
}

/// A report's rows in the long frame, one a fact, in schema order.
pub fn long_rows<'a>(report: &'a Report, schema: &'a Schema) -> impl Iterator<Item = Vec<Datum<'a>>> {
    let records = has_records(schema);
    report.facts.iter().map(move |fact| {
        let field = schema.field(fact.field);
        let inside = fact.place.table.map(|table| (table.0, fact.place.row, fact.place.column));
        let value = match &fact.value {
            Value::Text(words) => verbatim(words),
            other => other.number().map_or(Datum::Empty, Datum::Number),
        };
        let mut row = vec![
            text(Some(&report.source)),
            text(stated(report.identity.agency.as_ref())),
            year(report),
            text(vintage(report, schema)),
            text(Some(&field.id)),
            joined(&field.row_labels),
            joined(&field.column_labels),
            value,
            text(Some(fact.value.state())),
            text(fact.unit.as_ref().map(|unit| unit.name.as_str())),
            verbatim(&fact.raw),
            text(fact.remark.as_deref()),
            text(report.parts.get(usize::from(fact.place.part.0)).map(String::as_str)),
            counted(inside.map(|(table, _, _)| table)),
            counted(inside.map(|(_, row, _)| row)),
            counted(inside.map(|(_, _, column)| column)),
        ];
        if records {
            row.push(fact.record.map_or(Datum::Empty, |record| number(record as usize)));
        }
        row
    })
}

/// The columns of a table of records: what is said about the report, the number of the record, then its fields. A row
/// is a record.
#[derive(Debug)]
pub struct Listed<'s> {
    schema: &'s Schema,
    table: usize,
    columns: Vec<Column>,
}

impl<'s> Listed<'s> {
    /// Plans the columns of this table of records.
    pub fn new(schema: &'s Schema, table: usize) -> Self {
        let mut columns = fixed(LEADING);
        columns.extend(fixed(&[RECORD]));
        let own = schema.each_field().filter(|(_, field)| field.table == Some(table));
        columns.extend(own.map(|(id, field)| Column {
            id: field.id.clone(),
            label: field.title(),
            kind: column_kind(field.kind),
            role: Role::Value(id),
        }));
        Listed { schema, table, columns }
    }

    /// The columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The index of the table in the schema.
    pub fn table(&self) -> usize {
        self.table
    }

    /// A report's rows, one a record, one datum a column.
    pub fn rows<'r>(&self, report: &'r Report) -> impl Iterator<Item = Vec<Datum<'r>>>
    where
        's: 'r,
    {
        (1..=report.list(self.table).unwrap_or(0)).map(move |record| {
            let mut row = leading(report, self.schema);
            row.push(number(record as usize));
            for column in &self.columns {
                let Role::Value(id) = column.role else { continue };
                let fact = report.records(id).iter().find(|fact| fact.record == Some(record));
                row.push(fact.map_or_else(|| Datum::Absent(absence(self.schema.field(id), report)), figure));
            }
            row
        })
    }
}
