//! SQLite through SQL.

use std::collections::HashMap;
use std::path::Path;

use baobiao::schema::Schema;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row as SqlRow};
use rust_decimal::Decimal;

use crate::read_back::{Content, Line, Row};

fn open(path: &Path) -> Connection {
    let connection = Connection::open(path).unwrap();
    let whole: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(whole, "ok");
    let mut broken = connection.prepare("PRAGMA foreign_key_check").unwrap();
    assert!(broken.query([]).unwrap().next().unwrap().is_none());
    drop(broken);
    connection
}

fn text(row: &SqlRow, name: &str) -> Option<String> {
    row.get(name).unwrap()
}

pub fn facts(path: &Path, _: &Schema) -> Vec<Row> {
    let connection = open(path);
    let mut statement = connection
        .prepare(
            "SELECT reports.file, fields.name AS field_name, parts.name AS part_name, facts.* FROM facts
             JOIN reports ON reports.id = facts.report JOIN fields ON fields.id = facts.field
             LEFT JOIN parts ON parts.id = facts.part ORDER BY facts.report, facts.field",
        )
        .unwrap();
    let row = |row: &SqlRow| {
        let index = |name: &str| row.get::<_, Option<u32>>(name).unwrap();
        let position = index("table").zip(index("row")).zip(index("column"));
        let integer: Option<i64> = row.get("integer").unwrap();
        let decimal = text(row, "decimal").map(|digits| digits.parse::<Decimal>().unwrap());
        let number = integer.map(Decimal::from).or(decimal).map(Content::Number);
        Ok(Row {
            report: text(row, "file").unwrap(),
            field: text(row, "field_name").unwrap(),
            value: number.or(text(row, "text").map(Content::Text)),
            state: text(row, "state").unwrap(),
            unit: text(row, "unit"),
            raw: text(row, "raw").unwrap(),
            remark: text(row, "remark"),
            part: text(row, "part_name"),
            position: position.map(|((table, row), column)| [table, row, column]),
        })
    };
    statement.query_map([], row).unwrap().map(Result::unwrap).collect()
}

/// The views hold values; the states are those of the facts, and of what is missing.
pub fn views(path: &Path, schema: &Schema) -> Vec<Line> {
    let connection = open(path);
    let count: i64 = connection.query_row("SELECT count(*) FROM reports", [], |row| row.get(0)).unwrap();
    let mut states: HashMap<(i64, String), String> = HashMap::new();
    for sql in [
        "SELECT report, name, 'missing' FROM missing",
        "SELECT report, name, state FROM facts JOIN fields ON fields.id = facts.field",
    ] {
        let mut statement = connection.prepare(sql).unwrap();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let before = states.insert((row.get(0).unwrap(), row.get(1).unwrap()), row.get(2).unwrap());
            assert_eq!(before, None);
        }
    }
    let mut lines = vec![Line::new(); usize::try_from(count).unwrap()];
    for table in schema.tables.iter().map(|table| table.id.as_str()).chain(["lines"]) {
        let Ok(mut statement) = connection.prepare(&format!("SELECT * FROM \"{table}\"")) else {
            assert_eq!(table, "lines");
            continue;
        };
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let report: i64 = row.get("report").unwrap();
            for (index, name) in names.iter().enumerate() {
                let id = if table == "lines" { name.clone() } else { format!("{table}.{name}") };
                let Some(field) = schema.find(&id) else { continue };
                let words = schema.field(field).kind == baobiao::schema::ValueKind::Text;
                let state = states.get(&(report, id.clone())).map_or("not-on-form", String::as_str);
                let line = &mut lines[usize::try_from(report).unwrap() - 1];
                line.insert(id, (state.to_owned(), content(row.get_ref(index).unwrap(), words)));
            }
        }
    }
    lines
}

fn content(value: ValueRef, words: bool) -> Option<Content> {
    match value {
        ValueRef::Null => None,
        ValueRef::Integer(whole) => Some(Content::Number(whole.into())),
        ValueRef::Text(bytes) => {
            let text = std::str::from_utf8(bytes).unwrap().to_owned();
            Some(if words { Content::Text(text) } else { Content::Number(text.parse().unwrap()) })
        }
        other => panic!("{other:?}"),
    }
}
