//! The header of a table's sheet: labels of rows, then labels of columns, each over all the columns that it heads.

use crate::model::Text;
use crate::schema::{Field, Layout, Schema};
use crate::sink::frame::{Column, Role};

/// One cell of the header; several rows or columns of it are a merged cell. All numbers count from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HeaderCell {
    pub(super) row: u32,
    pub(super) column: usize,
    pub(super) rows: u32,
    pub(super) columns: usize,
    pub(super) text: Text,
}

/// How many levels the header over these columns has, and its cells, by row and column.
pub(super) fn header(columns: &[&Column], schema: &Schema) -> (u32, Vec<HeaderCell>) {
    let fields: Vec<&Field> = columns.iter().filter_map(|column| field(column, schema)).collect();
    let upper = fields.iter().map(|field| field.row_labels.len()).max().unwrap_or(0);
    let lower = fields.iter().map(|field| column_labels(field, schema).len()).max().unwrap_or(0);
    let labelled = columns.iter().any(|column| harmonized(column, schema).is_some());
    let levels = (upper + lower).max(usize::from(labelled));
    let path = |column: &&Column| match harmonized(column, schema) {
        Some(label) => vec![vec![label]; levels],
        None => path(column, schema, upper, lower),
    };
    let paths: Vec<Vec<Vec<Text>>> = columns.iter().map(path).collect();
    let mut cells = Vec::new();
    for row in 0..levels {
        let mut column = 0;
        while column < columns.len() {
            let key = &paths[column][row];
            // A label may head columns in one layout and be a column of its own in another: then it stands twice.
            let height = |path: &[Vec<Text>]| path[row..].iter().take_while(|level| *level == key).count();
            let rows = height(&paths[column]);
            let width = paths[column..].iter().take_while(|path| path[row] == *key && height(path) == rows).count();
            // A label that began further up goes down to here.
            if row == 0 || paths[column][row - 1] != *key {
                let text = key.last().cloned().unwrap_or_default();
                cells.push(HeaderCell { row: row as u32, column, rows: rows as u32, columns: width, text });
            }
            column += width;
        }
    }
    (levels as u32, cells)
}

/// The field that a column is about.
pub(super) fn field<'s>(column: &Column, schema: &'s Schema) -> Option<&'s Field> {
    match column.role {
        Role::Row | Role::Records(_) | Role::Harmonized(_) | Role::Source(_) => None,
        Role::Value(id) | Role::Unit(id) => Some(schema.field(id)),
    }
}

/// What stands over a figure that is one thing over all years, and over the source that gave it.
fn harmonized(column: &Column, schema: &Schema) -> Option<Text> {
    match column.role {
        Role::Harmonized(rule) => {
            let rule = &schema.harmonized[rule];
            let unit = rule.unit.as_ref().map_or(String::new(), |unit| format!("（{unit}）"));
            Some(format!("{}{unit}", rule.title).into())
        }
        Role::Source(_) => Some("来源".into()),
        Role::Row | Role::Records(_) | Role::Value(_) | Role::Unit(_) => None,
    }
}

/// For each level the labels down to it; the last label of the rows and of the columns goes on to the lowest level.
fn path(column: &Column, schema: &Schema, upper: usize, lower: usize) -> Vec<Vec<Text>> {
    let Some(field) = field(column, schema) else { return vec![Vec::new(); upper + lower] };
    let mut rows = field.row_labels.to_vec();
    let mut own = column_labels(field, schema).to_vec();
    if let Some(label) = own.last_mut().or(rows.last_mut()) {
        label.push_str(&remarks(column, field, schema));
    }
    let mut levels = Vec::with_capacity(upper + lower);
    for level in 0..upper {
        levels.push(rows[..rows.len().min(level + 1)].to_vec());
    }
    for level in 0..lower {
        let labels = own[..own.len().min(level + 1)].iter();
        levels.push(rows.iter().chain(labels).cloned().collect());
    }
    levels
}

/// The labels of a field's column. The only column of an indicator list says nothing that its sheet does not.
fn column_labels<'s>(field: &'s Field, schema: &Schema) -> &'s [Text] {
    let table = field.table.map(|table| &schema.tables[table]);
    match table {
        Some(table) if table.layout == Layout::Indicators && table.bands[0].columns.len() == 1 => &[],
        _ => &field.column_labels,
    }
}

/// What the lowest label says besides: that it is the unit, and in which layouts it stands, if not in all.
fn remarks(column: &Column, field: &Field, schema: &Schema) -> String {
    let unit = if matches!(column.role, Role::Unit(_)) { "（计量单位）" } else { "" };
    let vintages = schema.vintages.iter().enumerate();
    let own: Vec<&str> =
        vintages.filter(|(index, _)| field.vintages.contains(*index)).map(|(_, vintage)| vintage.id.as_str()).collect();
    if own.len() == schema.vintages.len() { unit.to_owned() } else { format!("{unit}\n【{}】", own.join("、")) }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::sink::frame::Wide;

    #[test]
    fn the_cells_of_a_header_cover_it_once_and_say_the_labels_of_every_column() {
        let schema = Schema::builtin();
        let wide = Wide::new(schema);
        for table in 0..schema.tables.len() {
            let columns: Vec<&Column> = wide
                .columns()
                .iter()
                .filter(|column| field(column, schema).is_some_and(|field| field.table == Some(table)))
                .collect();
            let (levels, cells) = header(&columns, schema);
            let mut covered = HashSet::new();
            for cell in &cells {
                for row in cell.row..cell.row + cell.rows {
                    for column in cell.column..cell.column + cell.columns {
                        assert!(covered.insert((row, column)), "{cell:?} lies over another");
                    }
                }
            }
            assert_eq!(covered.len(), levels as usize * columns.len());
            for (index, column) in columns.iter().enumerate() {
                let over = |cell: &&HeaderCell| (cell.column..cell.column + cell.columns).contains(&index);
                let texts: Vec<&str> = cells.iter().filter(over).map(|cell| cell.text.as_str()).collect();
                let field = field(column, schema).unwrap();
                let own = column_labels(field, schema);
                let labels: Vec<&str> = field.row_labels.iter().chain(own).map(Text::as_str).collect();
                assert_eq!(texts.len(), labels.len(), "{}", column.id);
                assert!(texts.iter().zip(&labels).all(|(text, label)| text.starts_with(label)), "{texts:?} {labels:?}");
            }
        }
    }
}
