//! Values that are known by a bookmark or by the tag of a content control.
//!
//! A mark at the very beginning of a cell names the cell. A content control that ends in the paragraph where it began
//! names its own text, in a cell or in running text. Anything else could hold words that are not the value, and is noted.
//! A cell that its label and its mark give to two fields is given to none.

use std::collections::HashMap;
use std::sync::Arc;

use super::bind::{Binder, Fate, LineFound, Placement};
use super::few::Fields;
use super::reading::Reading;
use super::report::{Because, Fact, Value};
use crate::model::{Block, Bookmark, BookmarkKind, CellId, Document, Note, Paragraph, codes, say};
use crate::schema::{FieldId, Layout, Schema};

/// A mark of the schema with its field.
type Mark<'s> = (BookmarkKind, &'s str, FieldId);

/// The first placement of each cell that has one.
type Placed = HashMap<(usize, CellId), usize>;

impl<'a> Binder<'a> {
    /// Binds what is marked, in cells and in running text. A schema without marks asks for nothing.
    pub(super) fn marks(&mut self, document: &Document) {
        let marks = marks(self.schema);
        if marks.is_empty() {
            return;
        }
        let sheets = self.sheets;
        let mut placed: Placed =
            self.placements.iter().enumerate().rev().map(|(at, other)| ((other.sheet, other.cell), at)).collect();
        for (sheet, readings) in sheets.iter().map(|sheet| &sheet.readings).enumerate() {
            for reading in readings {
                self.marked_cell(sheet, reading, &marks, &mut placed);
            }
        }
        for block in &document.blocks {
            let Block::Paragraph(paragraph) = block else { continue };
            for (mark, field) in met(paragraph, &marks) {
                self.marked_text(paragraph, mark, field, &paragraph.text, None, false);
            }
        }
    }

    fn marked_cell(&mut self, sheet: usize, reading: &'a Reading<'a>, marks: &[Mark<'_>], placed: &mut Placed) {
        let paragraphs = reading.cell.blocks.iter().filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph),
            Block::Table(_) => None,
        });
        let found: Vec<(usize, &Paragraph, &Bookmark, FieldId)> = paragraphs
            .enumerate()
            .flat_map(|(at, paragraph)| {
                met(paragraph, marks).into_iter().map(move |(mark, field)| (at, paragraph, mark, field))
            })
            .collect();
        let Some((_, _, _, first)) = found.first() else { return };
        let alone = found.iter().all(|(.., field)| field == first);
        for (at, paragraph, mark, field) in &found {
            let end = mark.end.unwrap_or(paragraph.text.len());
            let whole = mark.end.is_none() || paragraph.text[mark.offset.min(end)..end].trim() == reading.text.trim();
            if *at == 0 && mark.offset == 0 && alone && whole {
                self.marked_whole(sheet, reading, *field, placed);
            } else {
                let taken = placed.contains_key(&(sheet, reading.id));
                self.marked_text(paragraph, mark, *field, &reading.text, Some((sheet, reading)), taken);
            }
        }
    }

    fn marked_whole(&mut self, sheet: usize, reading: &'a Reading<'a>, field: FieldId, placed: &mut Placed) {
        let table = self.schema.field(field).table.unwrap_or_default();
        if self.is_printed(reading) {
            return;
        }
        if let Some(at) = placed.get(&(sheet, reading.id)) {
            let placement = &mut self.placements[*at];
            if !placement.fields.contains(&field) {
                placement.fields.push(field);
            }
            return;
        }
        self.set(sheet, reading.id, if reading.blank { Fate::Open } else { Fate::Fact });
        let none: Arc<[u32]> = [].into();
        placed.insert((sheet, reading.id), self.placements.len());
        self.placements.push(Placement {
            table,
            fields: Fields::from_elem(field, 1),
            record: None,
            tentative: false,
            exact: true,
            sheet,
            cell: reading.id,
            because: Some(Because { rows: none.clone(), columns: none }),
            unit: None,
        });
    }

    /// The text of a content control that lies in one paragraph; none where its cell is `taken` by a label.
    fn marked_text(
        &mut self,
        paragraph: &Paragraph,
        mark: &Bookmark,
        field: FieldId,
        whole: &str,
        cell: Option<(usize, &'a Reading<'a>)>,
        taken: bool,
    ) {
        let own = mark.end.filter(|_| !taken).and_then(|end| paragraph.text.get(mark.offset..end));
        let Some(own) = own else {
            let id = &self.schema.field(field).id;
            let message = say!(
                "the mark 「{mark}」 of {id} does not mark one value alone, so none is given by it",
                "{id} 的标记「{mark}」所标的不只是一个值，因此不据此给出",
                mark = &mark.name
            );
            self.notes.push(Note::new(&codes::FIGURE_UNPLACED, paragraph.place, message));
            return;
        };
        if let Some((sheet, reading)) = cell {
            self.set(sheet, reading.id, Fate::Fact);
        }
        self.lines.push(LineFound {
            field,
            text: whole.to_owned(),
            figure: own.to_owned(),
            place: cell.map_or(paragraph.place, |(_, reading)| reading.cell.place),
            cell: cell.map(|(sheet, reading)| (sheet, reading.id)),
        });
    }
}

fn marks(schema: &Schema) -> Vec<Mark<'_>> {
    let mut marks = Vec::new();
    for (table, form) in schema.tables.iter().enumerate().filter(|(_, form)| form.layout == Layout::Labels) {
        for (entry, known) in form.bands[0].columns.iter().enumerate() {
            let Some(field) = schema.field_at(table, 0, None, entry) else { continue };
            let bookmark = known.bookmark.as_deref().map(|name| (BookmarkKind::Bookmark, name, field));
            let tag = known.tag.as_deref().map(|name| (BookmarkKind::Control, name, field));
            marks.extend(bookmark.into_iter().chain(tag));
        }
    }
    marks
}

/// The marks of the schema that begin in a paragraph.
fn met<'p>(paragraph: &'p Paragraph, marks: &[Mark<'_>]) -> Vec<(&'p Bookmark, FieldId)> {
    let field = |mark: &Bookmark| {
        marks.iter().find(|(kind, name, _)| (*kind, *name) == (mark.kind, mark.name.as_str())).map(|(.., field)| *field)
    };
    paragraph.bookmarks.iter().filter_map(|mark| Some((mark, field(mark)?))).collect()
}

/// What a content control shows until someone fills it in is no value.
pub(super) fn refuse_placeholders(binder: &mut Binder<'_>, document: &Document, facts: &mut [Fact]) {
    let schema = binder.schema;
    let shown = document.notes.iter().filter(|note| note.code == &codes::PLACEHOLDER_SHOWN);
    let places: Vec<_> = shown.filter_map(|note| note.place).collect();
    for fact in facts.iter_mut().filter(|fact| matches!(fact.value, Value::Text(_))) {
        let own = fact.place;
        let shows = places.iter().any(|place| {
            let inside = place.table.is_some() || place.start >= own.start && place.end <= own.end;
            (place.part, place.table, place.row, place.column) == (own.part, own.table, own.row, own.column) && inside
        });
        if shows {
            fact.value = Value::Unreadable;
            let message = say!(
                "「{raw}」 of {id} is, wholly or in part, what the form asks for and nobody filled in",
                "{id} 的「{raw}」全部或部分是无人填写的占位文字",
                raw = fact.raw.trim(),
                id = &schema.field(fact.field).id
            );
            binder.notes.push(Note::new(&codes::VALUE_UNREADABLE, fact.place, message));
        }
    }
}
