//! The fields of a form: what stands at the crossings of the axes of its tables, then what its lines give.

use std::sync::Arc;

use super::types::{Band, Entry, Field, Layout, Line, Table};
use crate::model::Text;

/// Every field: tables in order, in them bands, rows and columns in order; then the lines.
pub(super) fn fields(tables: &[Table], lines: &[Line]) -> Vec<Field> {
    let most = tables.iter().flat_map(|table| &table.bands).map(|band| band.rows.len().max(1) * band.columns.len());
    let mut fields = Vec::with_capacity(most.sum::<usize>() + lines.len());
    for (index, table) in tables.iter().enumerate() {
        for (b, band) in table.bands.iter().enumerate() {
            crossings(table, (index, b), band, &mut fields);
        }
    }
    fields.extend(lines.iter().map(of_line));
    fields
}

/// The fields of band `b` of table `index`. All of one row or column share its labels.
fn crossings(table: &Table, (index, b): (usize, usize), band: &Band, fields: &mut Vec<Field>) {
    let caption = || band.label.iter().map(String::as_str);
    let columns: Vec<(usize, Arc<[Text]>)> = positions(&band.columns)
        .map(|column| (column, path(&band.columns, column).map(Text::from).collect()))
        .collect();
    let rows: Vec<(Option<usize>, Arc<[Text]>)> = if band.rows.is_empty() {
        vec![(None, caption().map(Text::from).collect())]
    } else {
        let labels = |row| caption().chain(path(&band.rows, row)).map(Text::from).collect();
        positions(&band.rows).map(|row| (Some(row), labels(row))).collect()
    };
    // The only column of an indicator list says nothing that the list does not.
    let only = table.layout == Layout::Indicators && band.columns.len() == 1;
    for (row, row_labels) in &rows {
        let across = row.map(|row| &band.rows[row]);
        let path = [table.id.as_str(), &band.id, across.map_or("", |row| &row.id)];
        let path = path.into_iter().filter(|id| !id.is_empty()).collect::<Vec<&str>>().join(".");
        for (column, column_labels) in &columns {
            let down = &band.columns[*column];
            let vintages = across.map_or(down.vintages, |row| row.vintages.and(down.vintages)).and(band.vintages);
            if vintages.0 == 0 {
                continue;
            }
            let unit = across.and_then(|row| row.unit.as_deref()).or(down.unit.as_deref()).or(table.unit.as_deref());
            fields.push(Field {
                id: if only { path.clone() } else { [&path, ".", &down.id].concat() },
                table: Some(index),
                band: b,
                row: *row,
                column: *column,
                row_labels: row_labels.clone(),
                column_labels: column_labels.clone(),
                // What a row says goes before what its column says.
                kind: across.and_then(|row| row.value).or(down.value).unwrap_or(table.value),
                unit: unit.filter(|unit| !unit.is_empty()).map(Text::from),
                options: across.filter(|row| !row.options.is_empty()).unwrap_or(down).options.clone(),
                vintages,
                optional: down.optional || across.is_some_and(|row| row.optional),
            });
        }
    }
}

/// The places on an axis that are no groups.
fn positions(axis: &[Entry]) -> impl Iterator<Item = usize> {
    (0..axis.len()).filter(|index| !axis[*index].group)
}

/// The printed labels of an entry and of the groups around it, outermost first.
fn path(axis: &[Entry], index: usize) -> impl Iterator<Item = &str> {
    let around = std::iter::successors(Some(index), |index| axis[*index].parent);
    let path: Vec<usize> = around.collect();
    path.into_iter().rev().map(|index| axis[index].label.as_str())
}

fn of_line(line: &Line) -> Field {
    Field {
        id: line.id.clone(),
        table: None,
        band: 0,
        row: None,
        column: 0,
        row_labels: Arc::default(),
        column_labels: Arc::new([line.label.as_str().into()]),
        kind: line.value,
        unit: line.unit.as_deref().map(Text::from),
        options: Vec::new(),
        vintages: line.vintages,
        optional: line.optional,
    }
}
