//! One text (the body, a note, a header …) from its first character to its last, into the composer.

use std::collections::HashMap;
use std::ops::Range;

use super::anchors::{Anchors, Met, shapes};
use super::fields::Fields;
use super::file::File;
use super::lists::{Lists, Reference};
use super::paragraphs::{Mark, Span, Spans};
use super::properties::{Character, Paragraph};
use super::tables::OpenTable;
use crate::compose::{Composer, Font, Result, Sink, symbols, weight};
use crate::model::{Place, StoryKind, codes, say};

/// What is read, and what is open in it.
pub(super) struct Walk<'f, 'o> {
    pub(super) file: &'f File<'f>,
    pub(super) composer: Composer<'o>,
    pub(super) lists: Lists,
    pub(super) anchors: Anchors,
    pub(super) fields: Fields,
    pub(super) tables: Vec<OpenTable>,
    /// Where the shapes of the body stand, by their number.
    pub(super) shapes: HashMap<u32, u32>,
    /// Counts paragraphs, so that a field knows whether it began in this one.
    pub(super) serial: u64,
    /// Counts characters that were put somewhere.
    pub(super) put: u64,
    /// Whether the characters before were tracked as inserted, as deleted.
    tracked: (bool, bool),
    /// The text of the segment that is being read.
    buffer: String,
}

/// What is known of the paragraph that is being read.
struct Around {
    /// Whether its style hides its text.
    hidden: bool,
    /// Which story the text of the row around it goes to.
    row: Sink,
}

/// The characters that are counted: those that are text, and no white space.
pub(super) fn count(units: &[u16]) -> u64 {
    // Sums that cannot overflow, as narrow as the units, so that many units are looked at at once.
    let sum = |chunk: &[u16]| chunk.iter().fold(0u16, |sum, unit| sum.wrapping_add(u16::from(is_counted(*unit))));
    let count: u64 = units.chunks(1 << 15).map(|chunk| u64::from(sum(chunk))).sum();
    if !units.iter().fold(false, |any, unit| any | (unit & 0xF800 == 0xD800)) {
        return count;
    }
    // Two units that are one character were counted as two.
    let pair = |two: &&[u16]| two[0] & 0xFC00 == 0xD800 && two[1] & 0xFC00 == 0xDC00;
    count - units.windows(2).filter(pair).count() as u64
}

/// Whether a unit is text and no white space; without branches, for every unit of a document is asked.
fn is_counted(unit: u16) -> bool {
    let shown = (unit >= 0x1E) & (unit != 0x20);
    let narrow = (unit == 0x85) | (unit == 0xA0) | (unit == 0x1680) | (unit == 0x3000);
    let spaces = (0x2000..=0x200A).contains(&unit) | (unit == 0x2028) | (unit == 0x2029);
    shown & !narrow & !spaces & (unit != 0x202F) & (unit != 0x205F)
}

/// Whether a unit is a character that stands for itself, whatever is said about it.
fn is_plain(unit: u16) -> bool {
    unit >= 0x20 && !(0xD800..0xE000).contains(&unit) && !matches!(unit, 0x28 | 0x3C | 0x3E)
}

impl<'f, 'o> Walk<'f, 'o> {
    /// Nothing read yet.
    pub(super) fn new(file: &'f File<'f>, composer: Composer<'o>, lists: Lists, anchors: Anchors) -> Self {
        let (fields, tables, shapes) = (Fields::default(), Vec::new(), shapes(file));
        Walk {
            file,
            composer,
            lists,
            anchors,
            fields,
            tables,
            shapes,
            serial: 0,
            put: 0,
            tracked: (false, false),
            buffer: String::new(),
        }
    }

    /// Bytes of the stream `WordDocument`.
    pub(super) fn bytes(&self, characters: &Range<u32>) -> Range<usize> {
        let start = self.file.text.place(characters.start) as usize;
        let last = if characters.is_empty() { start } else { self.file.text.place(characters.end - 1) as usize + 1 };
        start..last.max(start)
    }

    /// The place of characters, in the cell that is open.
    pub(super) fn place(&self, characters: &Range<u32>) -> Place {
        self.composer.place(self.bytes(characters))
    }

    /// Reads the characters `range` to their end.
    pub(super) fn read(&mut self, range: Range<u32>) -> Result<()> {
        self.composer.count(count(self.units(&range)));
        let spans = Spans::cut(self.file, range.clone());
        for span in &spans.spans {
            self.serial += 1;
            let end = self.bytes(&span.text).end;
            self.enter(span, &spans)?;
            self.text(span, &spans)?;
            self.finish(span, &spans, end)?;
        }
        let end = self.bytes(&range).end;
        self.close_tables(0, end)?;
        self.composer.end_paragraph(end);
        self.close_fields(end);
        Ok(())
    }

    fn units(&self, range: &Range<u32>) -> &'f [u16] {
        self.file.text.units.get(range.start as usize..range.end as usize).unwrap_or(&[])
    }

    /// Opens and closes tables until those are open in which the paragraph lies.
    fn enter(&mut self, span: &Span, spans: &Spans) -> Result<()> {
        let start = self.bytes(&span.text).start;
        self.close_tables(span.depth, start)?;
        while self.tables.len() < span.depth {
            self.open_cell(None, spans, start)?;
            self.composer.begin_table(start)?;
            self.tables.push(OpenTable::default());
        }
        // The mark of a row stands in no cell, unless there is text before it.
        if span.mark != Mark::Row || !span.text.is_empty() {
            self.open_cell(span.row, spans, start)?;
        }
        Ok(())
    }

    /// What the paragraph's text is, segment by segment.
    fn text(&mut self, span: &Span, spans: &Spans) -> Result<()> {
        let style = self.file.styles.get(span.properties.style);
        let around = Around { hidden: style.hidden == Some(true), row: self.row_story(span, spans) };
        let mut at = span.text.start;
        while at < span.text.end {
            for met in self.anchors.at(at) {
                self.meet(met, at);
            }
            let (character, end) = self.file.run(at);
            let mut end = end.min(self.anchors.next()).max(at + 1).min(span.text.end);
            // Two units that are one character stay together.
            let unit = |at: u32| self.file.text.units.get(at as usize).copied().unwrap_or(0);
            if end < span.text.end && (0xD800..0xDC00).contains(&unit(end - 1)) && (0xDC00..0xE000).contains(&unit(end))
            {
                end += 1;
            }
            self.count_changes(&character);
            self.segment(at..end, &character, &around)?;
            at = end;
        }
        // What is anchored to the mark itself; at the mark of a row, there is no paragraph to hold it.
        let held = span.mark != Mark::Row || !span.text.is_empty();
        for met in if held { self.anchors.at(at) } else { Vec::new() } {
            self.meet(met, at);
        }
        Ok(())
    }

    /// Counts tracked changes: characters that follow each other under one change are one.
    fn count_changes(&mut self, character: &Character) {
        let before = std::mem::replace(&mut self.tracked, (character.inserted, character.deleted));
        self.composer.changes.0 += u64::from(character.inserted && !before.0);
        self.composer.changes.1 += u64::from(character.deleted && !before.1);
    }

    fn meet(&mut self, met: Met, at: u32) {
        match met {
            Met::Bookmark(name) => {
                let start = self.bytes(&(at..at)).start;
                self.composer.bookmark(name, start);
            }
            Met::Anchor => {
                let place = self.place(&(at..at + 1));
                self.anchors.places.insert(at, place);
            }
        }
    }

    /// Which text characters go to now.
    fn sink(&mut self, character: &Character, around: &Around) -> Sink {
        if self.is_in_code() {
            return Some(StoryKind::FieldCode);
        }
        let by_style = character.style.map(|style| self.file.styles.get(style).hidden == Some(true));
        let styled = around.hidden != by_style.unwrap_or(false);
        let hidden = character.hidden.map_or(styled, |toggle| toggle.is_on(styled));
        let tracked = self.composer.options.revisions.story(character.deleted, character.inserted);
        around.row.or(tracked).or(hidden.then_some(StoryKind::Hidden))
    }

    /// Characters of which the same is said.
    fn segment(&mut self, range: Range<u32>, character: &Character, around: &Around) -> Result<()> {
        let mut sink = self.sink(character, around);
        let bytes = self.bytes(&range);
        let mut units = self.units(&range);
        let mut buffer = std::mem::take(&mut self.buffer);
        loop {
            let plain = units.iter().take_while(|unit| is_plain(**unit)).count();
            let (text, rest) = units.split_at(plain);
            buffer.extend(text.iter().map(|unit| char::from_u32(u32::from(*unit)).unwrap_or('\u{FFFD}')));
            let Some(unit) = char::decode_utf16(rest.iter().copied()).next() else { break };
            let c = unit.unwrap_or('\u{FFFD}');
            units = &rest[c.len_utf16()..];
            match c {
                '\u{13}'..='\u{15}' => {
                    self.flush(&mut buffer, sink, character, &bytes)?;
                    self.field_mark(c, sink, &bytes)?;
                    sink = self.sink(character, around);
                }
                '\u{1}' if character.data => self.form_field(character),
                '\t' => buffer.push('\t'),
                '\n' | '\u{B}' | '\u{C}' | '\u{E}' => buffer.push('\n'),
                '\u{1E}' => buffer.push('\u{2011}'),
                '\u{1F}' => buffer.push('\u{AD}'),
                '(' if character.symbol.is_some() => {
                    self.flush(&mut buffer, sink, character, &bytes)?;
                    self.symbol(character, sink, &bytes)?;
                }
                // The marks of structured tags ([MS-DOC] 2.6.1 sprmCFSpec).
                '<' | '>' if character.special => self.composer.uncount("<"),
                _ if c < ' ' => {}
                _ => buffer.push(c),
            }
        }
        self.flush(&mut buffer, sink, character, &bytes)?;
        self.buffer = buffer;
        Ok(())
    }

    /// Puts the text of the segment so far.
    fn flush(&mut self, buffer: &mut String, sink: Sink, character: &Character, bytes: &Range<usize>) -> Result<()> {
        if buffer.is_empty() {
            return Ok(());
        }
        self.separate_code(sink, bytes)?;
        self.put += weight(buffer);
        let font = character.font.and_then(|font| self.font(font));
        let shown = font.map(|font| symbols::in_font(buffer, Some(font)));
        let shown = shown.as_deref().unwrap_or(buffer);
        let shifted = character.shift.map(|shift| symbols::shifted(shown, shift));
        let shown = shifted.as_deref().unwrap_or(shown);
        if character.struck && !shown.trim().is_empty() {
            let place = self.composer.place(bytes.clone());
            self.composer.note(&codes::TEXT_STRUCK, place, || {
                say!("「{struck}」 is struck out", "「{struck}」带有删除线", struck = shown.trim())
            });
        }
        self.composer.put(sink, shown, bytes.clone())?;
        buffer.clear();
        Ok(())
    }

    /// The font of signs of this number.
    fn font(&self, number: u16) -> Option<Font> {
        self.file.fonts.get(usize::from(number)).and_then(|name| Font::of(name))
    }

    /// [MS-DOC] 2.6.1 sprmCSymbol: the sign, or the character as it stands with a note.
    fn symbol(&mut self, character: &Character, sink: Sink, bytes: &Range<usize>) -> Result<()> {
        let Some((number, code)) = character.symbol else { return Ok(()) };
        self.composer.uncount("(");
        let font = self.font(number);
        let sign = font.and_then(|font| font.sign(u32::from(code)));
        if sign.is_none() && (font.is_some() || (0xE000..=0xF8FF).contains(&code)) {
            let place = self.composer.place(bytes.clone());
            let name = self.file.fonts.get(usize::from(number)).cloned().unwrap_or_default();
            self.composer.note(&codes::SYMBOL_UNKNOWN, place, || {
                say!("the sign {code:04X} of the font “{name}”", "字体“{name}”中的符号 {code:04X}")
            });
        }
        match sign.or(char::from_u32(u32::from(code)).filter(|c| *c >= ' ')) {
            Some(sign) => self.stand(sink, sign.encode_utf8(&mut [0; 4]), bytes),
            None => Ok(()),
        }
    }

    /// Puts text that something stands for.
    pub(super) fn stand(&mut self, sink: Sink, text: &str, bytes: &Range<usize>) -> Result<()> {
        self.separate_code(sink, bytes)?;
        self.put += weight(text);
        self.composer.text(sink, text, bytes.clone())
    }

    /// A line feed between the codes of two fields.
    fn separate_code(&mut self, sink: Sink, bytes: &Range<usize>) -> Result<()> {
        let starts = sink == Some(StoryKind::FieldCode) && self.fields.take_new_code();
        if starts && self.composer.last_character(sink).is_some() {
            self.composer.put(sink, "\n", bytes.clone())?;
        }
        Ok(())
    }

    /// Ends the paragraph, and the cell or row that its mark ends.
    fn finish(&mut self, span: &Span, spans: &Spans, end: usize) -> Result<()> {
        let mark = self.file.character(span.text.end.min(self.file.text.length().saturating_sub(1)));
        let story = self.composer.options.revisions.story(mark.deleted, mark.inserted);
        self.describe(span, spans, mark.hidden.is_some_and(|hidden| hidden.is_on(false)), story.is_some());
        match span.mark {
            // The paragraph goes on in the next one.
            Mark::Paragraph if story.is_some() && span.depth == self.tables.len() => Ok(()),
            Mark::Paragraph | Mark::None => {
                self.composer.end_paragraph(end);
                Ok(())
            }
            Mark::Cell => self.end_cell(end),
            Mark::Row => self.end_row(span, spans, end),
        }
    }

    /// Gives the paragraph its outline level and its number.
    fn describe(&mut self, span: &Span, spans: &Spans, hidden: bool, removed: bool) {
        if span.mark == Mark::Row {
            return;
        }
        let style = self.file.styles.get(span.properties.style);
        let start = self.bytes(&span.text).start;
        if let Some(level) = span.properties.outline.or(style.outline).filter(|level| *level < 9) {
            self.composer.outline(Some(level), start);
        }
        let list = span.properties.list.or(style.list);
        if hidden || removed || self.row_story(span, spans).is_some() || self.is_covered(span, spans) {
            return;
        }
        let Some(list) = list else { return };
        let Paragraph { level, style: number, .. } = span.properties;
        let reference = Reference { list, level, style: number, inherited: style.level };
        let place = self.place(&span.text);
        if let Some(number) = self.lists.next(reference, place, &mut self.composer) {
            self.composer.number(&number.text, number.level, start);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{count, is_counted};

    #[test]
    fn every_unit_is_counted_as_its_character_is() {
        for unit in 0..=u16::MAX {
            let c = char::from_u32(u32::from(unit)).unwrap_or('\u{FFFD}');
            let expected = (c >= ' ' || matches!(c, '\u{1E}' | '\u{1F}')) && !c.is_whitespace();
            assert_eq!(is_counted(unit), expected, "{unit:04X}");
        }
        // A pair is one character; a half of one stands for itself.
        assert_eq!(count(&[0xD83D, 0xD83D, 0xDE0A, 0xDE0A, 0x20, 0x61]), 4);
        assert_eq!(count(&[]), 0);
    }
}
