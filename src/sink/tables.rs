//! The tables of a document as they were read, without any schema: JSON and CSV of every grid.

use serde::Serialize;

use crate::model::{Block, Cell, Document, Note, Place, Story, Table};

#[derive(Serialize)]
struct Output<'a> {
    source: &'a str,
    tables: Vec<Grid<'a>>,
    notes: Vec<Remark<'a>>,
}

#[derive(Serialize)]
struct Grid<'a> {
    index: u32,
    story: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    heading: Option<String>,
    rows: u32,
    columns: u32,
    depth: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<Position>,
    place: Bytes<'a>,
    cells: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Position {
    table: u32,
    row: u32,
    column: u32,
}

#[derive(Serialize)]
struct Bytes<'a> {
    part: &'a str,
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct Entry<'a> {
    row: u32,
    column: u32,
    row_span: u32,
    column_span: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<&'a str>,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    hidden: Option<&'a str>,
}

#[derive(Serialize)]
struct Remark<'a> {
    code: &'static str,
    level: &'static str,
    message: &'a str,
    message_zh: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Bytes<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<Position>,
}

/// A table, the story that it is in, the text before it, and how many tables are around it.
struct Found<'a> {
    table: &'a Table,
    story: &'static str,
    heading: Option<String>,
    depth: u32,
}

/// Every table of the document as one JSON object: `source`, `tables`, `notes`.
pub fn json(document: &Document) -> String {
    serde_json::to_string(&output(document)).unwrap_or_else(|error| format!("{{\"error\":\"{error}\"}}"))
}

/// The same as an object that can stand in another.
pub(super) fn output(document: &Document) -> impl Serialize {
    Output {
        source: &document.source,
        tables: find(document).into_iter().map(|found| grid(document, found)).collect(),
        notes: document.notes.iter().map(|note| remark(document, note)).collect(),
    }
}

/// Every cell of every table as CSV: table, row, column, spans, number and text, one line a cell.
pub fn csv(document: &Document) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut lines = vec![["table", "row", "column", "row_span", "column_span", "number", "text"].map(String::from)];
    for found in find(document) {
        lines.extend(found.table.cells().iter().map(|cell| line(found.table, cell)));
    }
    for line in lines {
        // Writing to memory cannot fail.
        let _ = writer.write_record(&line);
    }
    writer.into_inner().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

fn line(table: &Table, cell: &Cell) -> [String; 7] {
    let area = cell.area;
    [
        table.id().0.to_string(),
        area.row.to_string(),
        area.column.to_string(),
        area.row_span.to_string(),
        area.column_span.to_string(),
        cell.number().unwrap_or("").to_owned(),
        cell.text().into_owned(),
    ]
}

fn find(document: &Document) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    collect(&document.blocks, "body", 1, &mut None, &mut found);
    for Story { kind, blocks, .. } in &document.stories {
        collect(blocks, kind.name(), 1, &mut None, &mut found);
    }
    found
}

/// Tables nest at most as deep as the limit allows, so the recursion is bounded.
fn collect<'a>(
    blocks: &'a [Block],
    story: &'static str,
    depth: u32,
    heading: &mut Option<String>,
    found: &mut Vec<Found<'a>>,
) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                let text = paragraph.text.trim();
                if !text.is_empty() {
                    let number = paragraph.number.as_ref().map_or("", |number| number.text.as_str());
                    *heading = Some(format!("{number}{text}"));
                }
            }
            Block::Table(table) => {
                found.push(Found { table, story, heading: heading.clone(), depth });
                for cell in table.cells() {
                    collect(&cell.blocks, story, depth + 1, &mut None, found);
                }
            }
        }
    }
}

fn grid<'a>(document: &'a Document, found: Found<'a>) -> Grid<'a> {
    let table = found.table;
    Grid {
        index: table.id().0,
        story: found.story,
        heading: found.heading,
        rows: table.rows(),
        columns: table.columns(),
        depth: found.depth,
        parent: table.parent().map(|(table, row, column)| Position { table: table.0, row, column }),
        place: bytes(document, table.place()),
        cells: table.cells().iter().map(entry).collect(),
    }
}

fn entry(cell: &Cell) -> Entry<'_> {
    let area = cell.area;
    Entry {
        row: area.row,
        column: area.column,
        row_span: area.row_span,
        column_span: area.column_span,
        number: cell.number(),
        text: cell.text().into_owned(),
        hidden: cell.hidden.as_deref(),
    }
}

fn remark<'a>(document: &'a Document, note: &'a Note) -> Remark<'a> {
    Remark {
        code: note.code.id,
        level: note.code.level.name(),
        message: &note.message.english,
        message_zh: &note.message.chinese,
        place: note.place.map(|place| bytes(document, place)),
        position: note
            .place
            .and_then(|place| Some(Position { table: place.table?.0, row: place.row, column: place.column })),
    }
}

fn bytes(document: &Document, place: Place) -> Bytes<'_> {
    let part = document.parts.get(usize::from(place.part.0)).map_or("", String::as_str);
    Bytes { part, start: place.start, end: place.end }
}
