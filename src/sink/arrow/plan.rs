//! Which columns there are, of which type, and what is said about them.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_schema::{DataType, Field as ArrowField, Schema as ArrowSchema};

use crate::extract::Report;
use crate::schema::{Field, Schema};
use crate::sink::frame::{Column, ColumnKind, Datum, Role, Wide, long_columns, long_rows};

/// Digits of an amount, and how many of them stand behind the point: every number of up to 28 digits with up to 10
/// decimals fits.
pub(super) const DECIMAL: (u8, i8) = (38, 10);

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A report.
    Wide,
    /// A fact.
    Long,
}

/// What one column of the file shows of a column of the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Show {
    Text,
    Integer,
    Decimal,
    /// Why there is no value: `value`, `blank`, `nil`, `unreadable`, `missing`, `not-on-form` or `not-whole`.
    State,
    /// The words where the frame's column holds numbers or words.
    Words,
}

/// One column of the file.
#[derive(Debug)]
pub(super) struct Planned {
    /// Its column in the frame.
    pub(super) index: usize,
    pub(super) show: Show,
}

/// All columns.
pub(super) struct Plan<'s> {
    schema: &'s Schema,
    shape: Shape,
    wide: Wide<'s>,
    pub(super) columns: Vec<Planned>,
    pub(super) arrow: Arc<ArrowSchema>,
}

impl<'s> Plan<'s> {
    pub(super) fn new(schema: &'s Schema, shape: Shape) -> Self {
        let wide = Wide::new(schema);
        let long = long_columns();
        let frame = match shape {
            Shape::Wide => wide.columns(),
            Shape::Long => &long,
        };
        let mut columns = Vec::new();
        let mut fields = Vec::new();
        for (index, column) in frame.iter().enumerate() {
            for show in shown(column, shape) {
                fields.push(arrow_field(column, show, schema));
                columns.push(Planned { index, show });
            }
        }
        let arrow = ArrowSchema::new_with_metadata(fields, about(schema));
        Plan { schema, shape, columns, arrow: Arc::new(arrow), wide }
    }

    /// A report's rows in the frame.
    pub(super) fn rows<'r>(&'r self, report: &'r Report) -> Vec<Vec<Datum<'r>>> {
        match self.shape {
            Shape::Wide => vec![self.wide.row(report)],
            Shape::Long => long_rows(report, self.schema).collect(),
        }
    }
}

/// The columns of the file that a column of the frame makes.
fn shown(column: &Column, shape: Shape) -> Vec<Show> {
    let value = match column.kind {
        ColumnKind::Text => Show::Text,
        ColumnKind::Integer => Show::Integer,
        ColumnKind::Decimal => Show::Decimal,
    };
    match (column.role, shape) {
        (Role::Value(_), _) => vec![value, Show::State],
        // The values of all fields stand in one column, and some may be words.
        (_, Shape::Long) if value == Show::Decimal => vec![value, Show::Words],
        _ => vec![value],
    }
}

fn arrow_field(column: &Column, show: Show, schema: &Schema) -> ArrowField {
    let (name, kind, title) = match show {
        Show::Text => (column.id.clone(), DataType::Utf8, column.label.clone()),
        Show::Integer => (column.id.clone(), DataType::Int64, column.label.clone()),
        Show::Decimal => (column.id.clone(), DataType::Decimal128(DECIMAL.0, DECIMAL.1), column.label.clone()),
        Show::State => (format!("{}.state", column.id), DataType::Utf8, format!("{} › state", column.label)),
        Show::Words => ("words".to_owned(), DataType::Utf8, "Value, where it is words".to_owned()),
    };
    let mut metadata = HashMap::from([("title".to_owned(), title)]);
    if let (Role::Value(id), Show::Integer | Show::Decimal | Show::Text) = (column.role, show) {
        metadata.extend(about_field(schema.field(id), schema));
    }
    ArrowField::new(name, kind, true).with_metadata(metadata)
}

/// Kind, unit, layouts and the documents that prescribe them.
fn about_field(field: &Field, schema: &Schema) -> Vec<(String, String)> {
    let vintages = || schema.vintages.iter().enumerate().filter(|(index, _)| field.vintages.contains(*index));
    let join = |words: Vec<&str>| words.join("; ");
    let mut about = vec![
        ("kind".to_owned(), field.kind.name().to_owned()),
        ("vintages".to_owned(), join(vintages().map(|(_, vintage)| vintage.id.as_str()).collect())),
        ("source".to_owned(), join(vintages().map(|(_, vintage)| vintage.source.as_str()).collect())),
    ];
    about.extend(field.unit.iter().filter(|unit| !unit.is_empty()).map(|unit| ("unit".to_owned(), unit.clone())));
    about
}

fn about(schema: &Schema) -> HashMap<String, String> {
    HashMap::from([
        ("baobiao.format".to_owned(), "baobiao.table 1".to_owned()),
        ("baobiao.program".to_owned(), concat!("baobiao ", env!("CARGO_PKG_VERSION")).to_owned()),
        ("baobiao.schema".to_owned(), schema.id.clone()),
        ("baobiao.title".to_owned(), schema.title.clone()),
    ])
}
