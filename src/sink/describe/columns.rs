//! The columns of the CSV files, and what is true of each.

use crate::schema::{FieldId, Layout, Schema, ValueKind, Vintage};
use crate::sink::HeaderRow;
use crate::sink::frame::{self, Column, ColumnKind, Role, Wide, long_columns};

/// A CSV file.
pub(super) struct Table<'s> {
    pub schema: &'s Schema,
    /// `reports` or `facts`.
    pub name: &'static str,
    /// What it is called in the folder.
    pub path: &'static str,
    pub title: &'static str,
    /// What names its columns.
    pub header: HeaderRow,
    pub columns: Vec<Described>,
    /// The columns that together are different in every row.
    pub key: &'static [&'static str],
}

/// A column and what is true of it in every file.
pub(super) struct Described {
    pub column: Column,
    /// What its header says.
    pub name: String,
    pub kind: Kind,
    /// Every word that it may hold, where they are few.
    pub words: Option<Vec<String>>,
    /// Whether it is filled in every row.
    pub required: bool,
    /// Whether it is different in every row.
    pub unique: bool,
    pub minimum: Option<i64>,
    /// A regular expression for the whole text.
    pub pattern: Option<&'static str>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Integer,
    Number,
}

/// `2021`, `2021-01` or `2021-01-14`: as much as is written.
const PARTIAL_DATE: &str = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?";

/// The file with one line a report.
pub(super) fn reports(schema: &Schema, header: HeaderRow) -> Table<'_> {
    let wide = Wide::new(schema);
    let columns = wide.columns().iter().map(|column| {
        let name = if header == HeaderRow::Label { column.label.clone() } else { column.id.clone() };
        let figure = column.role != Role::Row;
        let list = matches!(column.role, Role::Records(_));
        let counted = column.kind == ColumnKind::Integer && !figure && column.id != "year";
        Described {
            name,
            kind: match column.kind {
                ColumnKind::Text => Kind::Text,
                ColumnKind::Integer if !figure => Kind::Integer,
                ColumnKind::Integer | ColumnKind::Decimal => Kind::Number,
            },
            words: frame::words(column, schema),
            required: counted || !figure && matches!(column.id.as_str(), "file" | "schema"),
            unique: !figure && column.id == "file",
            minimum: (counted || list).then_some(0),
            pattern: (!figure && column.id == "signed_on").then_some(PARTIAL_DATE),
            column: column.clone(),
        }
    });
    let columns = columns.collect();
    Table {
        schema,
        name: "reports",
        path: "reports.csv",
        title: "One line per report, one column per field",
        header,
        columns,
        key: &["file"],
    }
}

fn column_is_text(kind: ValueKind) -> bool {
    matches!(kind, ValueKind::Text | ValueKind::Date | ValueKind::Choice | ValueKind::Choices)
}

/// The file with one line a fact.
pub(super) fn facts(schema: &Schema) -> Table<'_> {
    let words_are_values = schema.fields.iter().any(|field| column_is_text(field.kind));
    let columns = long_columns(schema).into_iter().map(|column| Described {
        name: column.id.clone(),
        kind: match column.kind {
            ColumnKind::Decimal if words_are_values => Kind::Text,
            ColumnKind::Decimal => Kind::Number,
            ColumnKind::Integer => Kind::Integer,
            ColumnKind::Text => Kind::Text,
        },
        words: match column.id.as_str() {
            // Of a fact nothing else can be said: what is missing has no line.
            "state" => Some(["value", "blank", "nil", "unreadable"].map(str::to_owned).to_vec()),
            _ => frame::words(&column, schema),
        },
        required: matches!(column.id.as_str(), "report" | "field" | "state"),
        unique: false,
        minimum: matches!(column.id.as_str(), "table" | "row" | "column" | "record").then_some(1),
        pattern: None,
        column,
    });
    let columns = columns.collect();
    Table {
        schema,
        name: "facts",
        path: "facts.csv",
        title: "One line per fact, with its state, its raw text and its cell",
        header: HeaderRow::Id,
        columns,
        key: if schema.tables.iter().any(|table| table.layout == Layout::Records) {
            &["report", "field", "record"]
        } else {
            &["report", "field"]
        },
    }
}

impl Table<'_> {
    /// The names of the key's columns as the header has them.
    pub(super) fn key_names(&self) -> Vec<String> {
        let named = |id: &&str| self.columns.iter().find(|described| described.column.id == **id);
        self.key.iter().filter_map(named).map(|described| described.name.clone()).collect()
    }

    /// What stands in a cell that has no value, and what it means.
    pub(super) fn absences(&self) -> Vec<(&'static str, &'static str)> {
        if self.name == "reports" {
            frame::Absence::CODES.to_vec()
        } else {
            vec![("", "there is none; the column `state` says why a figure has none")]
        }
    }

    /// The field whose figure a column holds.
    pub(super) fn figure(&self, described: &Described) -> Option<FieldId> {
        if let Role::Value(field) = described.column.role { Some(field) } else { None }
    }

    /// A word of every vintage that has the field.
    pub(super) fn vintages(&self, field: FieldId, word: fn(&Vintage) -> &str) -> Vec<&str> {
        let vintages = self.schema.field(field).vintages;
        let having = self.schema.vintages.iter().enumerate().filter(|(index, _)| vintages.contains(*index));
        having.map(|(_, vintage)| word(vintage)).collect()
    }
}
