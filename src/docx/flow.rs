//! The text of one part as it is being read: open paragraphs and containers; in `text`, runs, and which of the texts
//! (shown, deleted, hidden, …) the next character belongs to.
//!
//! It knows what is open, not which element opened it; `body` maps elements to these operations.

use super::fields::Fields;
use super::properties::{Effect, ParagraphProperties};
use super::reading::Reading;
use super::styles::{Style, Styles};
use super::table::OpenTable;
use super::xml::{Fault, Result, Xml};
use crate::compose::{Font, Shift, heading_level};
use crate::model::{Block, Bookmark, BookmarkKind, ErrorKind, Number, Paragraph, PartId, Place, StoryKind};

mod text;

/// A paragraph that has not ended.
#[derive(Default)]
pub(super) struct OpenParagraph {
    pub(super) text: String,
    pub(super) bookmarks: Vec<Bookmark>,
    number: Option<Box<Number>>,
    outline: Option<u8>,
    start: usize,
    /// Its number among those of the part: the first of several that were joined.
    serial: u64,
    /// Texts beside the shown one, by kind.
    side: Vec<(StoryKind, String)>,
    /// Whether its style hides its text.
    hidden: bool,
    /// Whether its properties were read.
    described: bool,
    /// Whether its mark is tracked as removed, so that the next paragraph goes on in it.
    joins_next: bool,
}

/// What paragraphs and tables are collected in: the body, a cell, a story.
#[derive(Default)]
pub(super) struct Container {
    pub(super) blocks: Vec<Block>,
    pub(super) paragraph: Option<OpenParagraph>,
    /// A paragraph that goes on in the next one. Hardly ever there, and each cell has a container: so it lies elsewhere.
    carried: Option<Box<OpenParagraph>>,
    bookmarks: Vec<(String, BookmarkKind)>,
    /// The serial number of the paragraph that was kept last.
    last: u64,
    /// The story that it fills.
    story: Option<usize>,
    /// The tables that are outside it.
    pub(super) base: usize,
    bytes: usize,
    /// The fields that are open outside of the story that it fills.
    suspended: Fields,
}

/// A run that has not ended.
#[derive(Clone, Copy, Default)]
pub(super) struct OpenRun {
    hidden: bool,
    font: Option<Font>,
    shift: Option<Shift>,
    struck: bool,
}

/// What kind of text an element holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextKind {
    /// Text of the document.
    Shown,
    /// Text marked as deleted by its own element.
    Deleted,
    /// The code of a field.
    Code,
}

/// Which text a character goes to; `None` is the shown one.
pub(super) type Sink = Option<StoryKind>;

/// The text element that is being read.
#[derive(Clone, Copy, Default)]
struct Piece {
    sink: Sink,
    preserve: bool,
    from: usize,
}

/// How many elements are open that decide where text goes.
#[derive(Default)]
pub(super) struct Modes {
    pub(super) deleted: u32,
    pub(super) inserted: u32,
    pub(super) ruby: u32,
}

/// One part that is being read.
pub(super) struct Flow<'a, 'r, 'o> {
    pub(super) xml: Xml<'a>,
    pub(super) reading: &'r mut Reading<'o>,
    pub(super) part: PartId,
    pub(super) container: Box<Container>,
    #[expect(clippy::vec_box, reason = "each cell has a container, which changes places without being copied")]
    outer: Vec<Box<Container>>,
    pub(super) tables: Vec<OpenTable>,
    pub(super) runs: Vec<OpenRun>,
    pub(super) fields: Fields,
    pub(super) modes: Modes,
    /// Counts paragraphs, so that a field knows whether it began in this one.
    pub(super) serial: u64,
    /// How many stories are open.
    pub(super) stories: u32,
    piece: Piece,
    /// The buffer of a paragraph that has ended, for the next one.
    spare: String,
    /// A container that has ended, for the next one: nothing is in it.
    emptied: Option<Box<Container>>,
}

impl<'a, 'r, 'o> Flow<'a, 'r, 'o> {
    /// A flow over the text of a part.
    pub(super) fn new(text: &'a str, part: PartId, reading: &'r mut Reading<'o>) -> Self {
        Flow {
            xml: Xml::new(text, reading.limits()),
            reading,
            part,
            container: Box::default(),
            outer: Vec::new(),
            tables: Vec::new(),
            runs: Vec::new(),
            fields: Fields::default(),
            modes: Modes::default(),
            serial: 0,
            stories: 0,
            piece: Piece::default(),
            spare: String::new(),
            emptied: None,
        }
    }

    /// Bytes of this part, at the cell that is open.
    pub(super) fn place(&self, start: usize, end: usize) -> Place {
        let place = Place::new(self.part, start..end);
        let table = self.tables.get(self.container.base..).and_then(|tables| tables.last());
        match table.and_then(OpenTable::cursor) {
            Some((id, row, column)) => place.in_table(id, row, column),
            None => place,
        }
    }

    /// An error at the byte that is read next.
    pub(super) fn limit(&self, limit: &'static str, allowed: u64) -> Fault {
        Fault::new(self.xml.position(), ErrorKind::Limit { limit, allowed })
    }

    // Paragraphs.

    /// Begins a paragraph; one that is open, as the schema forbids, ends before it.
    pub(super) fn begin_paragraph(&mut self, start: usize) {
        self.finish_paragraph(start);
        self.serial += 1;
        let Container { paragraph, carried, bookmarks, .. } = &mut *self.container;
        let paragraph = match carried.take() {
            Some(carried) => paragraph.insert(*carried),
            None => {
                let text = std::mem::take(&mut self.spare);
                paragraph.insert(OpenParagraph { start, text, serial: self.serial, ..OpenParagraph::default() })
            }
        };
        paragraph.joins_next = false;
        for (name, kind) in bookmarks.drain(..) {
            paragraph.bookmarks.push(Bookmark { name, offset: paragraph.text.len(), kind, end: None });
        }
    }

    /// The open paragraph; text outside any opens one.
    pub(super) fn paragraph(&mut self) -> &mut OpenParagraph {
        let start = self.xml.position();
        let serial = self.serial;
        self.container.paragraph.get_or_insert_with(|| OpenParagraph { start, serial, ..Default::default() })
    }

    /// Takes in what the open paragraph's properties say.
    pub(super) fn describe_paragraph(&mut self, read: &ParagraphProperties<'_>) {
        let effect = self.effect_of(read);
        let (number, removed) = if effect.more { self.number_paragraph(read) } else { (None, false) };
        let paragraph = self.paragraph();
        paragraph.number = number;
        paragraph.outline = effect.outline;
        paragraph.hidden = effect.hidden;
        paragraph.joins_next = removed;
        paragraph.described = true;
    }

    /// What properties come to.
    pub(super) fn effect_of(&self, read: &ParagraphProperties<'_>) -> Effect {
        *read.effect.get_or_init(|| effect(read, &self.reading.styles))
    }

    /// What it comes to that a paragraph has no properties.
    pub(super) fn effect_of_none(&self) -> Effect {
        let more = self.reading.styles.default_paragraph().is_some_and(|(_, style)| style.is_numbered());
        Effect { outline: None, hidden: false, more }
    }

    /// The number of the open paragraph, and whether its mark is removed; takes in the section that it ends.
    fn number_paragraph(&mut self, read: &ParagraphProperties<'_>) -> (Option<Box<Number>>, bool) {
        self.reading.sections.extend_from_slice(&read.sections);
        let removed = (read.mark.deleted && self.reading.hides_deletions())
            || (read.mark.inserted && self.reading.hides_insertions());
        if self.is_unseen() || removed || read.mark.hidden == Some(true) {
            return (None, removed);
        }
        let position = self.xml.position();
        let place = self.place(position, position);
        let chain = self.reading.limits().chain;
        let Reading { styles, numbering, notices, .. } = &mut *self.reading;
        let number = numbering.next(read.number, style_of(read, styles), styles, chain, place, notices);
        (number.map(Box::new), removed)
    }

    /// Whether paragraphs are not printed here: under a merge or in what was deleted.
    fn is_unseen(&self) -> bool {
        let tables = self.tables.get(self.container.base..).unwrap_or(&[]);
        (self.modes.deleted > 0 && self.reading.hides_deletions())
            || (self.modes.inserted > 0 && self.reading.hides_insertions())
            || tables.last().is_some_and(OpenTable::is_covered)
    }

    /// Ends the open paragraph, if there is one. One that holds nothing is not kept.
    pub(super) fn finish_paragraph(&mut self, end: usize) {
        let Some(paragraph) = &self.container.paragraph else { return };
        if !paragraph.described && self.effect_of_none().more {
            self.describe_paragraph(&ParagraphProperties::default());
        }
        let goes_on = |paragraph: &OpenParagraph| {
            paragraph.joins_next && !(paragraph.text.is_empty() && paragraph.bookmarks.is_empty())
        };
        if self.container.paragraph.as_ref().is_some_and(goes_on) {
            self.container.carried = self.container.paragraph.take().map(Box::new);
            return;
        }
        self.keep_paragraph(end);
    }

    fn keep_paragraph(&mut self, end: usize) {
        let Some(start) = self.container.paragraph.as_ref().map(|paragraph| paragraph.start) else { return };
        let place = self.place(start, end);
        let Container { paragraph: Some(paragraph), blocks, bytes, last, .. } = &mut *self.container else { return };
        for (kind, text) in paragraph.side.drain(..) {
            let index = self.reading.open_story(kind, place);
            let blocks = vec![Block::Paragraph(Paragraph { text: text.into(), place, ..Paragraph::default() })];
            self.reading.fill_story(index, blocks);
        }
        let OpenParagraph { text: buffer, bookmarks, number, outline, .. } = paragraph;
        if !(buffer.is_empty() && number.is_none() && bookmarks.is_empty()) {
            *bytes = bytes.saturating_add(buffer.len());
            *last = paragraph.serial;
            // Most cells hold one paragraph.
            if blocks.is_empty() {
                blocks.reserve_exact(1);
            }
            blocks.push(Block::Paragraph(Paragraph {
                number: number.take(),
                text: buffer.as_str().into(),
                outline: *outline,
                bookmarks: std::mem::take(bookmarks),
                place,
            }));
        }
        let buffer = std::mem::take(buffer);
        self.reuse(buffer);
        self.container.paragraph = None;
    }

    /// A text with nothing in it, for a paragraph.
    pub(super) fn empty_text(&mut self) -> String {
        std::mem::take(&mut self.spare)
    }

    /// Keeps the memory of a text for the next one.
    pub(super) fn reuse(&mut self, mut text: String) {
        text.clear();
        self.spare = text;
    }

    /// Begins a bookmark or a content control here, or in the next paragraph.
    pub(super) fn bookmark(&mut self, name: String, kind: BookmarkKind) {
        match &mut self.container.paragraph {
            Some(paragraph) => {
                let offset = paragraph.text.len();
                paragraph.bookmarks.push(Bookmark { name, offset, kind, end: None });
            }
            None => self.container.bookmarks.push((name, kind)),
        }
    }

    /// The serial number of the paragraph where a mark that begins here will stand.
    pub(super) fn marked(&self) -> u64 {
        let open = self.container.paragraph.as_ref().or(self.container.carried.as_deref());
        open.map_or(self.serial + 1, |paragraph| paragraph.serial)
    }

    /// Ends the content control of these names, if the paragraph where it began is open or has just ended.
    pub(super) fn end_control(&mut self, names: &[String], began: u64) {
        let last = self.container.last;
        let (serial, bookmarks, end) = match (&mut self.container.paragraph, self.container.blocks.last_mut()) {
            (Some(paragraph), _) => (paragraph.serial, &mut paragraph.bookmarks, paragraph.text.len()),
            (None, Some(Block::Paragraph(paragraph))) => (last, &mut paragraph.bookmarks, paragraph.text.len()),
            _ => return,
        };
        if serial != began {
            return;
        }
        for name in names {
            let own =
                |mark: &&mut Bookmark| mark.kind == BookmarkKind::Control && mark.end.is_none() && mark.name == *name;
            if let Some(mark) = bookmarks.iter_mut().rev().find(own) {
                mark.end = Some(end);
            }
        }
    }

    // Containers.

    /// Begins a container inside the present one; `story` is the story that it fills.
    pub(super) fn begin_container(&mut self, story: Option<usize>) {
        let mut inner = self.emptied.take().unwrap_or_default();
        inner.story = story;
        if story.is_some() {
            self.stories += 1;
            inner.base = self.tables.len();
            inner.suspended = std::mem::take(&mut self.fields);
        } else {
            inner.base = self.container.base;
            // What begins before a cell begins in it: a content control may hold a whole cell (§17.5.2.33).
            inner.bookmarks = std::mem::take(&mut self.container.bookmarks);
        }
        self.outer.push(std::mem::replace(&mut self.container, inner));
    }

    /// Ends the present container and gives what it holds.
    pub(super) fn finish_container(&mut self, end: usize) -> Result<Vec<Block>> {
        self.close_paragraphs(end);
        if self.container.bytes > self.reading.limits().cell_text && self.container.story.is_none() {
            return Err(self.limit("cell-text", self.reading.limits().cell_text as u64));
        }
        let blocks = std::mem::take(&mut self.container.blocks);
        let Some(outer) = self.outer.pop() else { return Ok(blocks) };
        let mut inner = std::mem::replace(&mut self.container, outer);
        let blocks = match inner.story.take() {
            Some(story) => {
                self.stories = self.stories.saturating_sub(1);
                self.close_fields();
                self.fields = std::mem::take(&mut inner.suspended);
                self.reading.fill_story(story, blocks);
                Vec::new()
            }
            None => blocks,
        };
        (inner.last, inner.bytes) = (0, 0);
        self.emptied = Some(inner);
        Ok(blocks)
    }

    /// Ends the open paragraph and what waits to be joined to a next one.
    pub(super) fn close_paragraphs(&mut self, end: usize) {
        self.finish_paragraph(end);
        if let Some(paragraph) = self.container.carried.take() {
            self.container.paragraph = Some(*paragraph);
            self.keep_paragraph(end);
        }
        if self.container.bookmarks.is_empty() {
            return;
        }
        for (name, kind) in std::mem::take(&mut self.container.bookmarks) {
            if let Some(Block::Paragraph(last)) = self.container.blocks.last_mut() {
                last.bookmarks.push(Bookmark { name, offset: last.text.len(), kind, end: None });
            }
        }
    }
}

/// The id of a paragraph's style, and what that stands for.
fn style_of<'s>(read: &'s ParagraphProperties<'_>, styles: &'s Styles) -> (Option<&'s str>, Option<&'s Style>) {
    match read.style.as_deref() {
        Some(id) => (Some(id), styles.get(id)),
        None => styles.default_paragraph().unzip(),
    }
}

fn effect(read: &ParagraphProperties<'_>, styles: &Styles) -> Effect {
    let (style, resolved) = style_of(read, styles);
    let fallback = || style.and_then(heading_level);
    let outline = read.outline.or_else(|| resolved.map_or_else(fallback, |style| style.outline));
    let listed = read.number.id.is_some() || resolved.is_some_and(Style::is_numbered);
    Effect {
        outline: outline.filter(|level| *level < 9),
        hidden: resolved.is_some_and(|style| style.hidden == Some(true)),
        more: listed || read.mark.deleted || read.mark.inserted || !read.sections.is_empty(),
    }
}
