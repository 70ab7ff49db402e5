//! What is looked up in a schema. All of it follows from its tables and fields.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::types::{FieldId, Schema};

/// Fields by name, by place and by vintage.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    /// Made when the first name is looked up, which most programs that read reports never do.
    names: OnceLock<FxHashMap<String, FieldId>>,
    /// By table and band.
    crossings: Vec<Vec<Crossings>>,
    /// By table and vintage.
    wanted: Vec<Vec<Vec<FieldId>>>,
    /// By table and vintage, how many rows and columns name these fields.
    wanted_labels: Vec<Vec<i64>>,
}

/// The fields of a band by row and column, the rows one after the other; one row where it has no row axis.
#[derive(Debug, Clone)]
struct Crossings {
    rows: usize,
    columns: usize,
    fields: Vec<Option<FieldId>>,
}

impl Index {
    pub(super) fn new(schema: &Schema) -> Self {
        let mut index = Index {
            names: OnceLock::new(),
            crossings: Vec::with_capacity(schema.tables.len()),
            // A schema that names no vintages has one.
            wanted: vec![vec![Vec::new(); schema.vintages.len().max(1)]; schema.tables.len()],
            wanted_labels: Vec::with_capacity(schema.tables.len()),
        };
        for table in &schema.tables {
            let bands = table.bands.iter().map(|band| {
                let (rows, columns) = (band.rows.len(), band.columns.len());
                Crossings { rows, columns, fields: vec![None; rows.max(1) * columns] }
            });
            index.crossings.push(bands.collect());
        }
        for (id, field) in schema.each_field() {
            let Some(table) = field.table else { continue };
            let crossings = &mut index.crossings[table][field.band];
            crossings.fields[field.row.unwrap_or(0) * crossings.columns + field.column] = Some(id);
            let vintages = index.wanted[table].iter_mut().enumerate();
            let wants = vintages.filter(|(vintage, _)| !field.optional && field.vintages.contains(*vintage));
            wants.for_each(|(_, wanted)| wanted.push(id));
        }
        for table in 0..schema.tables.len() {
            let wanted = schema.fields.iter().filter(|field| field.table == Some(table) && !field.optional);
            index.wanted_labels.push(schema.labels(table, wanted));
        }
        index
    }

    pub(super) fn find(&self, schema: &Schema, name: &str) -> Option<FieldId> {
        let names = || {
            let mut names = FxHashMap::default();
            schema.each_field().for_each(|(id, field)| _ = names.entry(field.id.clone()).or_insert(id));
            names
        };
        self.names.get_or_init(names).get(name).copied()
    }

    pub(super) fn crossing(&self, table: usize, band: usize, row: Option<usize>, column: usize) -> Option<FieldId> {
        let crossings = self.crossings.get(table)?.get(band)?;
        let there = column < crossings.columns && row.is_some() == (crossings.rows > 0);
        let at = row.unwrap_or(0) * crossings.columns + column;
        crossings.fields.get(at).copied().flatten().filter(|_| there)
    }

    pub(super) fn wanted(&self, table: usize, vintage: usize) -> &[FieldId] {
        self.wanted.get(table).and_then(|vintages| vintages.get(vintage)).map_or(&[], Vec::as_slice)
    }

    pub(super) fn wanted_labels(&self, table: usize, vintage: usize) -> i64 {
        self.wanted_labels[table][vintage]
    }
}
