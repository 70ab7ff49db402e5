//! What is open while a document is read, and how it becomes blocks: paragraphs, cells, tables, stories.
//!
//! It knows neither tags nor control words; a reader tells it what begins, what ends, and what text there is.

use std::collections::HashMap;
use std::ops::Range;

use super::layout::{Layout, Placement};
use super::resolve::{Corners, resolve};
use super::{Notices, ReadOptions, flatten, order, tally, weight};
use crate::model::{
    Block, Bookmark, BookmarkKind, Cell, Code, Document, ErrorKind, Limits, Message, Number, Paragraph, PartId, Place,
    Story, StoryKind, Table, TableId, Text, codes, say,
};

/// Which text a character goes to; `None` is the shown one.
pub(crate) type Sink = Option<StoryKind>;

/// What goes on as long as no limit is gone over.
pub(crate) type Result<T> = std::result::Result<T, ErrorKind>;

/// How many times fewer cells may be made by repeating others.
const REPEATED: u64 = 32;

/// A paragraph that has not ended.
#[derive(Default)]
struct OpenParagraph {
    text: String,
    number: Option<Box<Number>>,
    outline: Option<u8>,
    bookmarks: Vec<Bookmark>,
    start: usize,
    end: usize,
    /// Texts beside the shown one, by kind.
    side: Vec<(StoryKind, String)>,
}

/// What paragraphs and tables are collected in: the body, a cell, a story.
#[derive(Default)]
struct Container {
    blocks: Vec<Block>,
    paragraph: Option<OpenParagraph>,
    /// The story that it fills.
    story: Option<usize>,
    /// The tables that are outside it.
    base: usize,
    bytes: usize,
}

/// A table that has not ended.
struct OpenTable {
    id: TableId,
    place: Place,
    cells: Vec<Written>,
    /// Where the open cell begins.
    cell: Option<usize>,
}

/// A cell that has ended.
struct Written {
    blocks: Vec<Block>,
    start: usize,
    end: usize,
}

/// A document that is being read. While a table is open, places in it bear the number of the written cell as their row.
pub(crate) struct Composer<'o> {
    /// How it is read.
    pub(crate) options: &'o ReadOptions,
    /// The part that places lie in.
    pub(crate) part: PartId,
    /// Tracked insertions and deletions that were met.
    pub(crate) changes: (u64, u64),
    notices: Notices,
    stories: Vec<Story>,
    read: u64,
    cells: u64,
    repeated: u64,
    container: Container,
    outer: Vec<Container>,
    tables: Vec<OpenTable>,
    corners: Corners,
}

impl<'o> Composer<'o> {
    /// Nothing read yet.
    pub(crate) fn new(options: &'o ReadOptions) -> Self {
        Composer {
            options,
            part: PartId(0),
            changes: (0, 0),
            notices: Notices::default(),
            stories: Vec::new(),
            read: 0,
            cells: 0,
            repeated: 0,
            container: Container::default(),
            outer: Vec::new(),
            tables: Vec::new(),
            corners: Vec::new(),
        }
    }

    /// The limits.
    pub(crate) fn limits(&self) -> &'o Limits {
        &self.options.limits
    }

    /// Grid positions so far.
    pub(crate) fn used(&self) -> u64 {
        self.cells
    }

    /// Bytes of the part, in the cell that is open.
    pub(crate) fn place(&self, bytes: Range<usize>) -> Place {
        let place = Place::new(self.part, bytes);
        let table = self.tables.get(self.container.base..).and_then(|tables| tables.last());
        match table.filter(|table| table.cell.is_some()) {
            Some(table) => place.in_table(table.id, table.cells.len() as u32, 0),
            None => place,
        }
    }

    /// The place of the written cell `index` of the open table.
    pub(crate) fn cell_place(&self, index: u32) -> Place {
        let Some(table) = self.tables.last() else { return Place::new(self.part, 0..0) };
        let bytes = table.cells.get(index as usize).map_or(0..0, |cell| cell.start..cell.end);
        Place::new(self.part, bytes).in_table(table.id, index, 0)
    }

    /// Adds a note.
    pub(crate) fn note(
        &mut self,
        code: &'static Code,
        place: impl Into<Option<Place>>,
        message: impl FnOnce() -> Message,
    ) {
        self.notices.add(code, place, message);
    }

    /// Takes notes in that were made before there was a composer.
    pub(crate) fn adopt(&mut self, notices: Notices) {
        self.notices = notices;
    }

    // Text.

    /// Counts characters that the document holds.
    pub(crate) fn count(&mut self, characters: u64) {
        self.read += characters;
    }

    /// The characters counted so far.
    pub(crate) fn read(&self) -> u64 {
        self.read
    }

    /// Takes back characters that were counted but turned out to stand for something else.
    pub(crate) fn uncount(&mut self, text: &str) {
        self.read = self.read.saturating_sub(weight(text));
    }

    /// Puts text that was counted already into the open paragraph; text outside any opens one.
    pub(crate) fn put(&mut self, sink: Sink, text: &str, bytes: Range<usize>) -> Result<()> {
        let limit = self.limits().cell_text;
        let paragraph = self.paragraph(bytes.start);
        paragraph.end = paragraph.end.max(bytes.end);
        let buffer = match sink {
            None => &mut paragraph.text,
            Some(kind) => {
                let known = paragraph.side.iter().position(|(known, _)| *known == kind);
                let index = known.unwrap_or_else(|| {
                    paragraph.side.push((kind, String::new()));
                    paragraph.side.len() - 1
                });
                &mut paragraph.side[index].1
            }
        };
        buffer.push_str(text);
        if buffer.len() > limit {
            return Err(ErrorKind::Limit { limit: "cell-text", allowed: limit as u64 });
        }
        Ok(())
    }

    /// Counts text and puts it into the open paragraph.
    pub(crate) fn text(&mut self, sink: Sink, text: &str, bytes: Range<usize>) -> Result<()> {
        self.read += weight(text);
        self.put(sink, text, bytes)
    }

    /// The last character of the open paragraph's text of this kind.
    pub(crate) fn last_character(&self, sink: Sink) -> Option<char> {
        let paragraph = self.container.paragraph.as_ref()?;
        let text = match sink {
            None => &paragraph.text,
            Some(kind) => &paragraph.side.iter().find(|(known, _)| *known == kind)?.1,
        };
        text.chars().next_back()
    }

    /// Takes away the line breaks at the end of the open paragraph.
    pub(crate) fn trim_breaks(&mut self) {
        if let Some(paragraph) = &mut self.container.paragraph {
            let length = paragraph.text.trim_end_matches('\n').len();
            paragraph.text.truncate(length);
        }
    }

    // Paragraphs.

    fn paragraph(&mut self, start: usize) -> &mut OpenParagraph {
        self.container.paragraph.get_or_insert_with(|| OpenParagraph { start, end: start, ..Default::default() })
    }

    /// Whether a paragraph is open.
    pub(crate) fn has_paragraph(&self) -> bool {
        self.container.paragraph.is_some()
    }

    /// Makes the open paragraph a heading, or begins one.
    pub(crate) fn outline(&mut self, level: Option<u8>, start: usize) {
        self.paragraph(start).outline = level.filter(|level| *level < 9);
    }

    /// Adds to the printed number of the open paragraph, or begins one.
    pub(crate) fn number(&mut self, label: &str, level: u8, start: usize) {
        let paragraph = self.paragraph(start);
        let number = paragraph.number.get_or_insert_with(|| Box::new(Number { text: Text::default(), level }));
        number.text.push_str(label);
    }

    /// Gives the printed number of the open paragraph, if it has one, its level.
    pub(crate) fn number_level(&mut self, level: u8) {
        let paragraph = self.container.paragraph.as_mut();
        paragraph.and_then(|paragraph| paragraph.number.as_mut()).into_iter().for_each(|number| number.level = level);
    }

    /// Begins a bookmark in the open paragraph, or in one that begins here.
    pub(crate) fn bookmark(&mut self, name: String, start: usize) {
        let paragraph = self.paragraph(start);
        let offset = paragraph.text.len();
        paragraph.bookmarks.push(Bookmark { name, offset, kind: BookmarkKind::Bookmark, end: None });
    }

    /// Ends the open paragraph, if there is one. One that holds nothing is not kept.
    pub(crate) fn end_paragraph(&mut self, end: usize) {
        let Some(mut paragraph) = self.container.paragraph.take() else { return };
        if paragraph.number.as_ref().is_some_and(|number| number.text.trim().is_empty()) {
            paragraph.number = None;
        }
        if let Some(number) = &mut paragraph.number {
            number.text = number.text.trim().into();
        }
        let OpenParagraph { text, number, outline, bookmarks, start, end: last, side } = paragraph;
        let place = self.place(start..end.max(last));
        for (kind, text) in side {
            let blocks = vec![Block::Paragraph(Paragraph { text: text.into(), place, ..Paragraph::default() })];
            self.stories.push(Story { kind, blocks, place });
        }
        if text.is_empty() && number.is_none() && bookmarks.is_empty() {
            return;
        }
        self.container.bytes = self.container.bytes.saturating_add(text.len());
        let text = text.into();
        self.container.blocks.push(Block::Paragraph(Paragraph { number, text, outline, bookmarks, place }));
    }

    // Stories.

    /// Begins a story, anchored here. An open paragraph goes on after it.
    pub(crate) fn begin_story(&mut self, kind: StoryKind, bytes: Range<usize>) {
        let place = self.place(bytes);
        self.begin_story_at(kind, place);
    }

    /// Begins a story, anchored elsewhere.
    pub(crate) fn begin_story_at(&mut self, kind: StoryKind, place: Place) {
        self.stories.push(Story { kind, blocks: Vec::new(), place });
        let story = Some(self.stories.len() - 1);
        let inner = Container { story, base: self.tables.len(), ..Container::default() };
        self.outer.push(std::mem::replace(&mut self.container, inner));
    }

    /// Makes the innermost story one of another kind.
    pub(crate) fn retell(&mut self, kind: StoryKind) {
        if let Some(story) = self.container.story.and_then(|index| self.stories.get_mut(index)) {
            story.kind = kind;
        }
    }

    /// Ends the innermost story.
    pub(crate) fn end_story(&mut self, end: usize) {
        self.end_paragraph(end);
        let Some(outer) = self.outer.pop() else { return };
        let inner = std::mem::replace(&mut self.container, outer);
        if let Some(story) = inner.story.and_then(|index| self.stories.get_mut(index)) {
            story.blocks = inner.blocks;
        }
    }

    // Tables.

    /// Begins a table; an open paragraph ends before it.
    pub(crate) fn begin_table(&mut self, start: usize) -> Result<()> {
        let allowed = self.limits().table_depth;
        if self.tables.len() >= allowed {
            return Err(ErrorKind::Limit { limit: "table-depth", allowed: allowed as u64 });
        }
        let allowed = self.limits().tables;
        if self.corners.len() >= allowed {
            return Err(ErrorKind::Limit { limit: "tables", allowed: allowed as u64 });
        }
        self.end_paragraph(start);
        let place = self.place(start..start);
        let id = TableId(self.corners.len() as u32);
        self.corners.push(Vec::new());
        self.tables.push(OpenTable { id, place, cells: Vec::new(), cell: None });
        Ok(())
    }

    /// Begins a cell of the innermost table.
    pub(crate) fn begin_cell(&mut self, start: usize) -> Result<()> {
        let allowed = self.limits().cells;
        let used = self.cells;
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        if used + table.cells.len() as u64 >= allowed {
            return Err(ErrorKind::Limit { limit: "cells", allowed });
        }
        table.cell = Some(start);
        let inner = Container { base: self.container.base, ..Container::default() };
        self.outer.push(std::mem::replace(&mut self.container, inner));
        Ok(())
    }

    /// Ends the open cell of the innermost table.
    pub(crate) fn end_cell(&mut self, end: usize) -> Result<()> {
        self.end_paragraph(end);
        let limit = self.limits().cell_text;
        if self.container.bytes > limit {
            return Err(ErrorKind::Limit { limit: "cell-text", allowed: limit as u64 });
        }
        let Some(outer) = self.outer.pop() else { return Ok(()) };
        let inner = std::mem::replace(&mut self.container, outer);
        if let Some(table) = self.tables.last_mut() {
            let start = table.cell.take().unwrap_or(end);
            table.cells.push(Written { blocks: inner.blocks, start, end });
        }
        Ok(())
    }

    /// Takes the last `count` cells of the innermost table away again. What they hold, such as tables of their own, goes
    /// to a story of this kind.
    pub(crate) fn drop_cells(&mut self, count: u32, kind: StoryKind) {
        let Some(table) = self.tables.last_mut() else { return };
        let kept = table.cells.len().saturating_sub(count as usize);
        for cell in table.cells.drain(kept..).filter(|cell| !cell.blocks.is_empty()) {
            let place = Place::new(self.part, cell.start..cell.end);
            self.stories.push(Story { kind, blocks: cell.blocks, place });
        }
    }

    /// Puts the last `count` cells of the innermost table there `times` more, their text counted each time.
    pub(crate) fn repeat_cells(&mut self, count: usize, times: u32) -> Result<()> {
        let (allowed, limit) = (self.limits().cells, self.limits().cell_text);
        let Some(table) = self.tables.last_mut().filter(|_| times > 0) else { return Ok(()) };
        // A few bytes make many cells here, so that only a part of all cells may come so.
        let allowed = allowed / REPEATED;
        self.repeated = self.repeated.saturating_add(count as u64 * u64::from(times));
        if self.repeated > allowed {
            return Err(ErrorKind::Limit { limit: "cells", allowed });
        }
        let from = table.cells.len() - count.min(table.cells.len());
        let mut text = String::new();
        table.cells[from..].iter().for_each(|cell| flatten(&cell.blocks, &mut text));
        if (text.len() as u64).saturating_mul(u64::from(times)) > limit as u64 {
            return Err(ErrorKind::Limit { limit: "cell-text", allowed: limit as u64 });
        }
        let plain = |block: &&Block| matches!(block, Block::Paragraph(_));
        let cells: Vec<Written> = table.cells[from..]
            .iter()
            .map(|cell| Written { blocks: cell.blocks.iter().filter(plain).cloned().collect(), ..*cell })
            .collect();
        text.clear();
        cells.iter().for_each(|cell| flatten(&cell.blocks, &mut text));
        self.read += weight(&text) * u64::from(times);
        for _ in 0..times {
            for cell in &cells {
                let mut blocks = cell.blocks.clone();
                for block in &mut blocks {
                    if let Block::Paragraph(paragraph) = block {
                        paragraph.place.row = table.cells.len() as u32;
                    }
                }
                table.cells.push(Written { blocks, ..*cell });
            }
        }
        Ok(())
    }

    /// Ends the innermost table: puts its cells where `layout` says, on a grid of this many rows.
    pub(crate) fn end_table(&mut self, end: usize, rows: u32, layout: Layout) -> Result<()> {
        self.end_paragraph(end);
        let Some(table) = self.tables.pop() else { return Ok(()) };
        let size = u64::from(rows) * u64::from(layout.columns);
        let allowed = self.limits().cells;
        self.cells = self.cells.saturating_add(size.max(table.cells.len() as u64));
        if self.cells > allowed {
            return Err(ErrorKind::Limit { limit: "cells", allowed });
        }
        let id = table.id;
        self.note_orphans(&table, &layout);
        let place = Place { end: u32::try_from(end).unwrap_or(u32::MAX), ..table.place };
        let (cells, lost) = self.fill(table, &layout.placements);
        self.container.blocks.extend(lost);
        let made = Table::from_cells(id, place, rows, layout.columns, cells);
        let made = made.map_err(|error| ErrorKind::Package(say!("{error}", "表格的网格不成立：{error}")))?;
        self.container.blocks.push(Block::Table(Box::new(made)));
        Ok(())
    }

    fn note_orphans(&mut self, table: &OpenTable, layout: &Layout) {
        for index in &layout.orphans {
            let Some(cell) = table.cells.get(*index as usize) else { continue };
            let place = Place::new(self.part, cell.start..cell.end).in_table(table.id, *index, 0);
            self.note(&codes::MERGE_ORPHAN, place, || {
                say!(
                    "the cell continues a merge that no cell of the same columns begins",
                    "该单元格延续的合并在相同的列上没有起点"
                )
            });
        }
    }

    /// The cells with what they hold, and blocks for which no cell has room.
    fn fill(&mut self, table: OpenTable, placements: &[Placement]) -> (Vec<Cell>, Vec<Block>) {
        let own = placements.iter().filter(|placement| matches!(placement, Placement::Own(_))).count();
        let mut cells: Vec<Cell> = Vec::with_capacity(own);
        let mut positions: Vec<u32> = Vec::with_capacity(placements.len());
        let mut corners: Vec<(u32, u32)> = Vec::with_capacity(placements.len());
        let mut lost = Vec::new();
        let mut covered: HashMap<u32, String> = HashMap::new();
        for (index, content) in table.cells.into_iter().enumerate() {
            let written = index as u32;
            let place = Place::new(self.part, content.start..content.end).in_table(table.id, written, 0);
            let owner = match placements.get(index).copied().unwrap_or(Placement::Beyond(None)) {
                Placement::Own(area) => {
                    positions.push(cells.len() as u32);
                    corners.push((area.row, area.column));
                    cells.push(Cell { area, blocks: content.blocks, hidden: None, place });
                    continue;
                }
                Placement::Under(owner) => Some(owner),
                Placement::Beyond(owner) => {
                    self.note(&codes::COLUMNS_CUT, place, || {
                        say!("a cell beyond the last column", "单元格超出最后一列")
                    });
                    owner
                }
            };
            let owner = owner.filter(|owner| (*owner as usize) < index).map(|owner| owner as usize);
            positions.push(owner.map_or(0, |owner| positions[owner]));
            corners.push(owner.map_or((0, 0), |owner| corners[owner]));
            match owner.and_then(|owner| Some((positions[owner], cells.get(positions[owner] as usize)?.place))) {
                Some((position, place)) => self.hide(covered.entry(position).or_default(), place, &content.blocks),
                None => lost.extend(content.blocks),
            }
        }
        for (position, text) in covered.into_iter().filter(|(_, text)| !text.is_empty()) {
            cells[position as usize].hidden = Some(text.into_boxed_str());
        }
        if let Some(kept) = self.corners.get_mut(table.id.0 as usize) {
            *kept = corners;
        }
        (cells, lost)
    }

    /// Adds text that lies under the merged cell at `place` to what lies there already.
    fn hide(&mut self, text: &mut String, place: Place, blocks: &[Block]) {
        let before = text.len();
        flatten(blocks, text);
        let added = text.get(before..).unwrap_or("").trim();
        if weight(added) > 0 {
            self.note(&codes::TEXT_COVERED, place, || {
                let hidden: String = added.chars().take(60).collect();
                say!("“{hidden}” lies under a merged cell", "“{hidden}”位于合并单元格之下")
            });
        }
    }

    /// The document, once everything has ended.
    pub(crate) fn finish(mut self, source: &str, parts: Vec<String>) -> Document {
        self.end_paragraph(0);
        self.note_changes();
        let mut document = Document { source: source.to_owned(), parts, ..Document::default() };
        document.blocks = std::mem::take(&mut self.container.blocks);
        document.stories = std::mem::take(&mut self.stories);
        document.stories.retain(|story| !story.blocks.is_empty());
        document.notes = std::mem::take(&mut self.notices).finish();
        resolve(&mut document, &self.corners);
        order::renumber(&mut document);
        tally::complete(&mut document, self.read, 0);
        document
    }

    fn note_changes(&mut self) {
        let (inserted, deleted) = self.changes;
        if inserted + deleted == 0 {
            return;
        }
        let state = self.options.revisions.words();
        self.note(&codes::CHANGES_TRACKED, None, || Message {
            english: format!("{inserted} insertions and {deleted} deletions: {}", state.english),
            chinese: format!("插入{inserted}处，删除{deleted}处：{}", state.chinese),
        });
    }
}
