//! From the columns of a frame to the columns of a typed table, with what is to be known about each.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Metadata, Schema as ArrowSchema, SchemaRef};

use super::decimal::{PRECISION, SCALE};
use crate::schema::{self, Schema};
use crate::sink::frame::{self, Column, ColumnKind, Role, STATES};

/// A typed table that is yet to be filled.
pub(super) struct Plan {
    /// Names, types and metadata of the columns.
    pub schema: SchemaRef,
    /// How each column is filled from a row of the frame.
    pub cells: Vec<Cell>,
}

/// How one column is filled.
pub(super) struct Cell {
    /// The position in the row of the frame.
    pub source: usize,
    pub take: Take,
}

/// What is taken from a position of a row.
pub(super) enum Take {
    /// A whole number.
    Whole,
    /// A number with decimals.
    Scaled,
    /// Words.
    Text,
    /// One of these words.
    Word(Vec<String>),
    /// Words, or the digits of a number that the column of numbers cannot hold.
    TextOrDigits,
    /// The state of the figure, which is told by the figure itself.
    State(ColumnKind),
    /// The state of the figure, which is told by the position `told`.
    StateTold { kind: ColumnKind, told: usize },
}

/// The wide table: the frame's columns, then the state of each field.
pub(super) fn wide(columns: &[Column], schema: &Schema) -> Plan {
    let mut fields = Vec::new();
    let mut cells = Vec::new();
    for (source, column) in columns.iter().enumerate() {
        let take = take(column, schema);
        fields.push(field(&column.id, &take, metadata(column, schema)));
        cells.push(Cell { source, take });
    }
    for (source, column) in columns.iter().enumerate() {
        if let Role::Value(_) | Role::Harmonized(_) = column.role {
            let take = Take::State(column.kind);
            let label = format!("{} › state", column.label);
            fields.push(field(&format!("{}.state", column.id), &take, Metadata::from([("title", label)])));
            cells.push(Cell { source, take });
        }
    }
    plan("baobiao.reports", fields, cells, schema)
}

/// The long table: the frame's columns, and beside the numbers a column of text.
pub(super) fn long(columns: &[Column], schema: &Schema) -> Plan {
    let position = |id: &str| columns.iter().position(|column| column.id == id);
    let value = position("value").unwrap_or_default();
    let mut fields = Vec::new();
    let mut cells = Vec::new();
    for (source, column) in columns.iter().enumerate() {
        let (source, take) = match column.id.as_str() {
            "state" => (value, Take::StateTold { kind: ColumnKind::Decimal, told: source }),
            _ => (source, take(column, schema)),
        };
        fields.push(field(&column.id, &take, metadata(column, schema)));
        cells.push(Cell { source, take });
        if source == value && column.id == "value" {
            fields.push(field("text", &Take::TextOrDigits, Metadata::from([("title", "Text")])));
            cells.push(Cell { source, take: Take::TextOrDigits });
        }
    }
    plan("baobiao.facts", fields, cells, schema)
}

fn plan(format: &str, fields: Vec<Field>, cells: Vec<Cell>, schema: &Schema) -> Plan {
    let metadata = Metadata::from([
        ("baobiao.format", format.to_owned()),
        ("baobiao.format_version", frame::VERSION.to_string()),
        ("baobiao.program", concat!("baobiao ", env!("CARGO_PKG_VERSION")).to_owned()),
        ("baobiao.schema", schema.id.clone()),
        ("baobiao.schema_title", schema.title.clone()),
    ]);
    Plan { schema: Arc::new(ArrowSchema::new_with_metadata(fields, metadata)), cells }
}

fn take(column: &Column, schema: &Schema) -> Take {
    match (column.kind, frame::words(column, schema)) {
        (ColumnKind::Integer, _) => Take::Whole,
        (ColumnKind::Decimal, _) => Take::Scaled,
        (ColumnKind::Text, None) => Take::Text,
        (ColumnKind::Text, Some(words)) => Take::Word(words),
    }
}

fn field(name: &str, take: &Take, metadata: Metadata) -> Field {
    let state = matches!(take, Take::State(_) | Take::StateTold { .. });
    let kind = match take {
        Take::Whole => DataType::Int64,
        Take::Scaled => DataType::Decimal128(PRECISION, SCALE),
        Take::Text | Take::TextOrDigits => DataType::Utf8,
        Take::Word(_) | Take::State(_) | Take::StateTold { .. } => {
            DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
        }
    };
    Field::new(name, kind, !state).with_metadata(metadata)
}

/// What is to be known about a column: its title, and of a figure its kind, its unit, and who prescribes it.
fn metadata(column: &Column, schema: &Schema) -> Metadata {
    let mut pairs = vec![("title", column.label.clone())];
    if let Role::Value(id) = column.role {
        let field = schema.field(id);
        let issues = || schema.vintages.iter().enumerate().filter(|(index, _)| field.vintages.contains(*index));
        let joined = |word: fn(&schema::Vintage) -> &str| {
            issues().map(|(_, vintage)| word(vintage)).collect::<Vec<_>>().join("; ")
        };
        pairs.push(("kind", field.kind.name().to_owned()));
        pairs.extend(field.unit.as_ref().map(|unit| ("unit", unit.to_string())));
        pairs.push(("vintages", joined(|vintage| &vintage.id)));
        pairs.push(("source", joined(|vintage| &vintage.source)));
    }
    if let Role::Harmonized(rule) = column.role {
        let rule = &schema.harmonized[rule];
        let sources: Vec<&str> = rule.sources.iter().map(|source| source.rule.as_str()).collect();
        pairs.extend(rule.unit.clone().map(|unit| ("unit", unit)));
        pairs.extend([("sources", sources.join("; ")), ("reason", rule.reason.clone())]);
    }
    pairs.into_iter().collect()
}

/// The words that states are made of.
pub(super) fn states() -> Vec<String> {
    STATES.iter().map(|(state, _)| (*state).to_owned()).collect()
}
