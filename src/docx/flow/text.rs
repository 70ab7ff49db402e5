//! Runs and texts: which of the open paragraph's texts a character goes to, and that it is counted.

use super::{Flow, Modes, OpenRun, Piece, Sink, TextKind};
use crate::compose::{symbols, weight};
use crate::docx::names::Space;
use crate::docx::properties::RunProperties;
use crate::docx::xml::{Result, Tag};
use crate::model::{StoryKind, codes, say};

impl<'a> Flow<'a, '_, '_> {
    /// Begins a run.
    pub(in crate::docx) fn begin_run(&mut self) {
        let hidden = self.container.paragraph.as_ref().is_some_and(|paragraph| paragraph.hidden);
        self.runs.push(OpenRun { hidden, font: None, shift: None, struck: false });
    }

    /// Takes in what the open run's properties say. Hidden text is a toggle (ECMA-376 Part 1 §17.7.3).
    pub(in crate::docx) fn describe_run(&mut self, read: &RunProperties<'_>) {
        let by_style = read.style.as_deref().and_then(|id| self.reading.styles.get(id)).and_then(|style| style.hidden);
        if let Some(run) = self.runs.last_mut() {
            run.hidden = read.hidden.unwrap_or(run.hidden != (by_style == Some(true)));
            run.font = read.font;
            run.shift = read.shift;
            run.struck = read.struck;
        }
    }

    /// Whether the text of a run without properties of its own is text that the open paragraph shows.
    pub(in crate::docx) fn takes_plain_runs(&self) -> bool {
        self.is_plain() && self.container.paragraph.as_ref().is_some_and(|paragraph| !paragraph.hidden)
    }

    /// Whether a cell that is one paragraph of plain runs shows just their text: nothing waits to stand in it.
    pub(in crate::docx) fn takes_plain_cells(&self) -> bool {
        self.is_plain() && self.container.bookmarks.is_empty()
    }

    fn is_plain(&self) -> bool {
        let Modes { deleted, inserted, ruby } = self.modes;
        (deleted, inserted, ruby) == (0, 0, 0) && !self.is_in_code()
    }

    /// How many bytes a paragraph of this text may still take in.
    pub(in crate::docx) fn room(&self, text: &str) -> usize {
        self.reading.limits().cell_text.saturating_sub(text.len())
    }

    /// What is kept of the text of a whole run; it is counted by `count`.
    pub(in crate::docx) fn kept_of_run<'t>(&self, text: &'t str, preserve: bool) -> &'t str {
        if preserve || self.reading.keeps_space { text } else { text.trim_ascii() }
    }

    /// Counts the characters that whole runs have brought.
    pub(in crate::docx) fn count(&mut self, text: &str) {
        self.reading.read += weight(text);
    }

    // Text.

    /// Where text of this kind goes now.
    fn sink(&mut self, kind: TextKind) -> Sink {
        let deleted = self.modes.deleted > 0 || kind == TextKind::Deleted;
        if self.modes.ruby > 0 {
            Some(StoryKind::Ruby)
        } else if kind == TextKind::Code || self.is_in_code() {
            Some(StoryKind::FieldCode)
        } else if deleted && self.reading.hides_deletions() {
            Some(StoryKind::Deleted)
        } else if self.modes.inserted > 0 && self.reading.hides_insertions() {
            Some(StoryKind::Inserted)
        } else if self.runs.last().is_some_and(|run| run.hidden) {
            Some(StoryKind::Hidden)
        } else {
            None
        }
    }

    /// The text of the open paragraph that `sink` is.
    fn buffer(&mut self, sink: Sink) -> &mut String {
        let paragraph = self.paragraph();
        let Some(kind) = sink else { return &mut paragraph.text };
        let index = paragraph.side.iter().position(|(known, _)| *known == kind).unwrap_or_else(|| {
            paragraph.side.push((kind, String::new()));
            paragraph.side.len() - 1
        });
        &mut paragraph.side[index].1
    }

    /// Begins a text element.
    pub(in crate::docx) fn begin_text(&mut self, tag: &Tag<'a>, kind: TextKind) {
        let preserve = !tag.raw_attributes().is_empty()
            && self.xml.attribute(tag, Space::Xml, "space").is_some_and(|value| value == "preserve");
        self.begin_piece(kind, preserve);
    }

    /// Begins text of this kind, with the white space at its ends if it is preserved.
    pub(in crate::docx) fn begin_piece(&mut self, kind: TextKind, preserve: bool) {
        let preserve = preserve || self.reading.keeps_space;
        let sink = self.sink(kind);
        let starts_code = kind == TextKind::Code && self.fields.take_new_code();
        let buffer = self.buffer(sink);
        if starts_code && !buffer.is_empty() {
            buffer.push('\n');
        }
        let from = buffer.len();
        self.piece = Piece { sink, preserve, from };
    }

    /// Ends a text element. White space at its ends is only kept by `xml:space="preserve"` (§17.3.3.31).
    pub(in crate::docx) fn finish_text(&mut self) {
        let Piece { sink, preserve, from } = self.piece;
        if preserve {
            return;
        }
        let buffer = self.buffer(sink);
        let kept = buffer.trim_ascii_end().len().max(from.min(buffer.len()));
        buffer.truncate(kept);
    }

    /// Takes in character data of a text element. Here, in `count` and where an
    /// element stands for text, characters of the file are counted.
    pub(in crate::docx) fn take_text(&mut self, text: &str) -> Result<()> {
        let Piece { sink, preserve, from } = self.piece;
        let font = self.runs.last().and_then(|run| run.font);
        let signs = font.map(|font| symbols::in_font(text, Some(font)));
        let text = signs.as_deref().unwrap_or(text);
        let shifted = self.runs.last().and_then(|run| run.shift).map(|shift| symbols::shifted(text, shift));
        let text = shifted.as_deref().unwrap_or(text);
        if self.runs.last().is_some_and(|run| run.struck) && !text.trim().is_empty() {
            let place = self.place(self.xml.position(), self.xml.position());
            self.reading.note(&codes::TEXT_STRUCK, place, || {
                say!("「{struck}」 is struck out", "「{struck}」带有删除线", struck = text.trim())
            });
        }
        self.reading.read += weight(text);
        let limit = self.reading.limits().cell_text;
        let buffer = self.buffer(sink);
        let text = if !preserve && buffer.len() == from { text.trim_ascii_start() } else { text };
        buffer.push_str(text);
        if buffer.len() > limit { Err(self.limit("cell-text", limit as u64)) } else { Ok(()) }
    }

    /// Takes in character data outside any text element.
    pub(in crate::docx) fn take_stray_text(&mut self, text: &str) -> Result<()> {
        let sink = self.sink(TextKind::Shown);
        let from = self.buffer(sink).len();
        self.piece = Piece { sink, preserve: true, from };
        self.take_text(text)
    }

    /// Puts text that an element stands for.
    pub(in crate::docx) fn stand(&mut self, text: &str) -> Result<()> {
        let sink = self.sink(TextKind::Shown);
        self.stand_in(sink, text)
    }

    /// Puts text that an element stands for into a certain text.
    pub(in crate::docx) fn stand_in(&mut self, sink: Sink, text: &str) -> Result<()> {
        self.reading.read += weight(text);
        let limit = self.reading.limits().cell_text;
        let buffer = self.buffer(sink);
        // A line feed separates what stands apart; before the first there is nothing to separate.
        let text = if sink.is_some() && buffer.is_empty() { text.trim_start_matches('\n') } else { text };
        buffer.push_str(text);
        if buffer.len() > limit { Err(self.limit("cell-text", limit as u64)) } else { Ok(()) }
    }
}
