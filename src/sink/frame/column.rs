//! The columns of the frames: ids, titles, and what they hold.

use std::collections::HashSet;

use super::datum::STATES;
use crate::model::Text;
use crate::schema::{FieldId, Schema, ValueKind};

/// The version of the tables: raised when a column or a word in it changes its meaning or goes away, not when one is
/// added.
pub const VERSION: u32 = 1;

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its id, unique in its frame.
    pub id: String,
    /// Its title for people, unique in its frame.
    pub label: String,
    /// What it holds where all is well. A nil mark or an unreadable cell is text in a column of any kind.
    pub kind: ColumnKind,
    /// What it is about.
    pub role: Role,
}

/// What a column is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The row as a whole, or a part of it that its id names.
    Row,
    /// The figure of this field.
    Value(FieldId),
    /// The unit of this field's figure.
    Unit(FieldId),
    /// How many records this table of records has.
    Records(usize),
    /// The harmonized figure of the rule of this index.
    Harmonized(usize),
    /// The source that gave it.
    Source(usize),
}

/// What a column holds where all is well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers that may have decimals.
    Decimal,
}

/// What stands between the labels of one axis.
const BETWEEN_LABELS: &str = " › ";

/// The labels of one axis as one text; `None` where there are none.
pub fn joined_labels(labels: &[Text]) -> Option<String> {
    if labels.is_empty() { None } else { Some(labels.join(BETWEEN_LABELS)) }
}

/// Every word that a column of either frame may hold, where the schema fixes them.
pub fn words(column: &Column, schema: &Schema) -> Option<Vec<String>> {
    let mut words: Vec<String> = match column.id.as_str() {
        _ if column.role != Role::Row => return None,
        "state" => STATES.iter().map(|(state, _)| (*state).to_owned()).collect(),
        "schema" => vec![schema.id.clone()],
        "vintage" => schema.vintages.iter().map(|vintage| vintage.id.clone()).collect(),
        "field" => schema.fields.iter().map(|field| field.id.clone()).collect(),
        "row_labels" => schema.fields.iter().filter_map(|field| joined_labels(&field.row_labels)).collect(),
        "column_labels" => schema.fields.iter().filter_map(|field| joined_labels(&field.column_labels)).collect(),
        _ => return None,
    };
    let mut seen = HashSet::new();
    words.retain(|word| seen.insert(word.clone()));
    Some(words)
}

pub(super) fn fixed(columns: &[(&str, &str, ColumnKind)]) -> Vec<Column> {
    columns
        .iter()
        .map(|(id, label, kind)| Column {
            id: (*id).to_owned(),
            label: (*label).to_owned(),
            kind: *kind,
            role: Role::Row,
        })
        .collect()
}

/// What a column of such values holds.
pub(super) fn column_kind(kind: ValueKind) -> ColumnKind {
    match kind {
        ValueKind::Count | ValueKind::Signed => ColumnKind::Integer,
        ValueKind::Amount => ColumnKind::Decimal,
        ValueKind::Text | ValueKind::Date | ValueKind::Choice | ValueKind::Choices => ColumnKind::Text,
    }
}
