//! Goes through a Rich Text document: groups, bytes and characters, the tables that paragraphs lie in.

use std::collections::HashMap;
use std::rc::Rc;

use super::charset;
use super::rows::{Definition, OpenTable};
use super::scan::{Scanner, Token};
use super::state::{Destination, Ending, State};
use crate::compose::{Composer, Font, ReadOptions, Result, Sink, symbols};
use crate::model::{Document, Error, ErrorKind, StoryKind, codes, say};

/// What the only part is called.
const PART: &str = "rtf";

/// A font of the table of fonts.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FontEntry {
    pub(super) encoding: Option<&'static encoding_rs::Encoding>,
    pub(super) signs: Option<Font>,
}

/// A field that has not ended.
#[derive(Debug, Default)]
pub(super) struct Field {
    pub(super) code: String,
    /// The characters read when its result began.
    pub(super) result: Option<u64>,
}

/// The form field that was met last.
#[derive(Debug, Default)]
pub(super) struct Form {
    pub(super) kind: i32,
    pub(super) result: Option<i32>,
    pub(super) default: i32,
    pub(super) entries: Vec<String>,
}

/// A document that is being read.
pub(super) struct Reader<'a, 'c, 'o> {
    pub(super) scanner: Scanner<'a>,
    pub(super) composer: &'c mut Composer<'o>,
    pub(super) state: State,
    outer: Vec<State>,
    /// Whether the next control word begins a group that may be left out.
    pub(super) starred: bool,
    pub(super) document: &'static encoding_rs::Encoding,
    pub(super) default_font: i32,
    pub(super) fonts: HashMap<i32, FontEntry>,
    /// The outline levels of the styles that have one.
    pub(super) styles: HashMap<i32, u8>,
    /// The text of a font's name, a style's name, a bookmark.
    pub(super) name: String,
    /// The number, and for a style the outline level, that `name` belongs to.
    pub(super) entry: (i32, Option<u8>),
    /// Bytes whose characters are not complete yet, and where they began.
    bytes: Vec<u8>,
    begun: usize,
    /// How many characters are still to be passed over, for they stand in for one that was read.
    pub(super) stand_ins: u32,
    /// The first half of a character beyond the basic plane.
    half: Option<u16>,
    pub(super) tables: Vec<OpenTable>,
    /// How many tables were open when each open story began.
    pub(super) bases: Vec<usize>,
    /// The row definitions in force, by depth of tables.
    pub(super) definitions: Vec<Rc<Definition>>,
    /// Whether a row was defined and not ended, which programs take for being in a table.
    pub(super) row_begun: bool,
    pub(super) fields: Vec<Field>,
    pub(super) form: Form,
}

/// Reads a Rich Text document.
///
/// # Errors
/// Where it goes over a limit.
pub fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> std::result::Result<Document, Error> {
    let limits = &options.limits;
    for (limit, allowed) in [("input", limits.input), ("part", limits.part)] {
        if bytes.len() as u64 > allowed {
            return Err(Error::new(name, ErrorKind::Limit { limit, allowed }));
        }
    }
    let mut composer = Composer::new(options);
    let mut reader = Reader {
        scanner: Scanner::new(bytes),
        composer: &mut composer,
        state: State { fallback: 1, ..State::default() },
        outer: Vec::new(),
        starred: false,
        document: encoding_rs::WINDOWS_1252,
        default_font: 0,
        fonts: HashMap::new(),
        styles: HashMap::new(),
        name: String::new(),
        entry: (0, None),
        bytes: Vec::new(),
        begun: 0,
        stand_ins: 0,
        half: None,
        tables: Vec::new(),
        bases: Vec::new(),
        definitions: Vec::new(),
        row_begun: false,
        fields: Vec::new(),
        form: Form::default(),
    };
    let read = reader.run();
    let at = reader.scanner.position() as u64;
    read.map_err(|kind| Error::new(name, kind).in_part(PART, Some(at)))?;
    Ok(composer.finish(name, vec![PART.to_owned()]))
}

impl Reader<'_, '_, '_> {
    fn run(&mut self) -> Result<()> {
        let mut whole = false;
        loop {
            let at = self.scanner.position();
            let Some(token) = self.scanner.next() else { break };
            match token {
                Token::Text(text) => self.take_bytes(text, at),
                Token::Byte(byte) => self.take_bytes(&[byte], at),
                other => {
                    self.flush()?;
                    self.take(other, at)?;
                }
            }
            if token == Token::Close && self.outer.is_empty() {
                whole = true;
                break;
            }
        }
        self.flush()?;
        let end = self.scanner.position();
        if !whole {
            let place = self.composer.place(end..end);
            self.composer.note(&codes::FILE_CUT, place, || say!("the last group has no end", "最后一个组没有结尾"));
        }
        while !self.outer.is_empty() {
            self.close(end)?;
        }
        self.close_tables(0, end)
    }

    fn take(&mut self, token: Token<'_>, at: usize) -> Result<()> {
        match token {
            Token::Open => self.open(),
            Token::Close => self.close(at),
            Token::Word(b"bin", number) => {
                self.scanner.pass(number.unwrap_or(0).max(0) as usize);
                Ok(())
            }
            Token::Word(word, number) => {
                if self.stand_ins > 0 && word != b"u" {
                    self.stand_ins -= 1;
                    return Ok(());
                }
                self.word(word, number, at)
            }
            Token::Symbol(symbol) => {
                if self.stand_ins > 0 {
                    self.stand_ins -= 1;
                    return Ok(());
                }
                self.symbol(symbol, at)
            }
            Token::Byte(_) | Token::Text(_) => Ok(()),
        }
    }

    // Groups.

    fn open(&mut self) -> Result<()> {
        let allowed = self.composer.limits().xml_depth;
        if self.outer.len() >= allowed {
            return Err(ErrorKind::Limit { limit: "xml-depth", allowed: allowed as u64 });
        }
        (self.stand_ins, self.starred) = (0, false);
        self.outer.push(self.state);
        self.state.ending = match self.state.destination {
            Destination::Styles => Ending::Style,
            _ => Ending::Plain,
        };
        if self.state.destination == Destination::Styles {
            self.name.clear();
            self.entry = (0, None);
        }
        Ok(())
    }

    fn close(&mut self, at: usize) -> Result<()> {
        (self.stand_ins, self.starred) = (0, false);
        let Some(outer) = self.outer.pop() else { return Ok(()) };
        let ended = std::mem::replace(&mut self.state, outer);
        self.end(ended.ending, at)
    }

    /// Ends what the open group was so far: a group is one thing, so a second word that makes it another ends the first.
    pub(super) fn end_destination(&mut self, at: usize) -> Result<()> {
        let ending = std::mem::take(&mut self.state.ending);
        self.end(ending, at)
    }

    fn end(&mut self, ending: Ending, at: usize) -> Result<()> {
        match ending {
            Ending::Plain => Ok(()),
            Ending::Story => {
                let base = self.bases.last().copied().unwrap_or(0);
                self.close_tables(base, at)?;
                self.bases.pop();
                self.composer.end_story(at);
                Ok(())
            }
            Ending::Field => self.end_field(at),
            Ending::Form => self.end_form(at),
            Ending::Bookmark => {
                let name = std::mem::take(&mut self.name);
                self.composer.bookmark(name.trim().to_owned(), at);
                Ok(())
            }
            Ending::Style => {
                self.end_style();
                Ok(())
            }
        }
    }

    // Characters.

    fn take_bytes(&mut self, mut text: &[u8], at: usize) {
        let passed = text.len().min(self.stand_ins as usize);
        self.stand_ins -= passed as u32;
        text = &text[passed..];
        if self.bytes.is_empty() {
            self.begun = at;
        }
        if self.state.destination != Destination::Skipped {
            self.bytes.extend_from_slice(text);
        }
    }

    /// Puts the bytes that were met, as characters of the font's code page.
    fn flush(&mut self) -> Result<()> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        let bytes = std::mem::take(&mut self.bytes);
        let (start, end) = (self.begun, self.scanner.position());
        let font = self.fonts.get(&self.state.font).copied().unwrap_or_default();
        if font.signs.is_some() {
            let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
            self.text(&text, start, end)?;
        } else {
            let (text, damaged) = charset::decode(&bytes, font.encoding, self.document);
            if damaged {
                let place = self.composer.place(start..end);
                let name = font.encoding.unwrap_or(self.document).name();
                self.composer.note(&codes::ENCODING_DOUBTFUL, place, || {
                    say!("bytes that are no characters of {name}", "有字节不是 {name} 的字符")
                });
            }
            self.text(&text, start, end)?;
        }
        self.bytes = bytes;
        self.bytes.clear();
        Ok(())
    }

    /// Bytes that stand for themselves (`\{`).
    pub(super) fn literal(&mut self, byte: u8, at: usize) {
        self.take_bytes(&[byte], at);
    }

    /// `\u`: a UTF-16 unit as a signed number.
    pub(super) fn unit(&mut self, number: i32, at: usize) -> Result<()> {
        self.stand_ins = self.state.fallback;
        let unit = (number & 0xFFFF) as u16;
        let half = self.half.take();
        if (0xD800..0xDC00).contains(&unit) {
            self.half = Some(unit);
            return Ok(());
        }
        let units = [half.unwrap_or(unit), unit];
        let units = if half.is_some() { &units[..] } else { &units[1..] };
        let text: String = char::decode_utf16(units.iter().copied()).map(|c| c.unwrap_or('\u{FFFD}')).collect();
        self.text(&text, at, self.scanner.position())
    }

    /// Takes in text, wherever it belongs.
    pub(super) fn text(&mut self, text: &str, start: usize, end: usize) -> Result<()> {
        match self.state.destination {
            Destination::Text => {
                let sink = self.sink();
                self.show(sink, text, start, end)
            }
            Destination::Code => {
                if let Some(field) = self.fields.last_mut() {
                    field.code.push_str(text);
                }
                self.composer.text(Some(StoryKind::FieldCode), text, start..end)
            }
            Destination::Label => {
                self.settle(start)?;
                let label: String = text.chars().filter(|c| !c.is_whitespace()).collect();
                let label = symbols::in_font(&label, self.signs());
                self.composer.number(&label, self.state.paragraph.level, start);
                Ok(())
            }
            Destination::Fonts => {
                self.font_name(text);
                Ok(())
            }
            Destination::Styles | Destination::Bookmark => {
                self.name.push_str(text);
                Ok(())
            }
            Destination::FormEntry => {
                self.form.entries.last_mut().into_iter().for_each(|entry| entry.push_str(text));
                Ok(())
            }
            Destination::Skipped | Destination::Form | Destination::RowProperties | Destination::Versions => Ok(()),
        }
    }

    /// Puts text of the document, as its font and position make it look.
    pub(super) fn show(&mut self, sink: Sink, text: &str, start: usize, end: usize) -> Result<()> {
        self.settle(start)?;
        let State { struck, shift, .. } = self.state;
        let mut shown = symbols::in_font(text, self.signs());
        if let Some(shift) = shift {
            shown = symbols::shifted(&shown, shift);
        }
        if struck && !text.trim().is_empty() {
            let place = self.composer.place(start..end);
            self.composer.note(&codes::TEXT_STRUCK, place, || {
                say!("「{struck}」 is struck out", "「{struck}」带有删除线", struck = shown.trim())
            });
        }
        self.composer.text(sink, &shown, start..end)
    }

    fn signs(&self) -> Option<Font> {
        self.fonts.get(&self.state.font).and_then(|font| font.signs)
    }

    /// Which text the text of the document is here.
    pub(super) fn sink(&self) -> Sink {
        let State { deleted, inserted, hidden, .. } = self.state;
        let changed = self.composer.options.revisions.story(deleted, inserted);
        changed.or(hidden.then_some(StoryKind::Hidden))
    }

    // Tables.

    /// How many tables the open paragraph lies in.
    fn depth(&self) -> usize {
        let depth = self.state.paragraph.tables();
        let implied = self.row_begun && self.bases.is_empty();
        depth.max(usize::from(implied))
    }

    /// Opens and closes tables and cells until text of the open paragraph can be put.
    pub(super) fn settle(&mut self, at: usize) -> Result<()> {
        let depth = self.depth();
        self.reach(depth, at)?;
        if depth > 0 {
            self.enter_cell(at)?;
        }
        self.composer.number_level(self.state.paragraph.level);
        let style = self.state.paragraph.style.and_then(|style| self.styles.get(&style)).copied();
        if let Some(level) = self.state.paragraph.outline.or(style) {
            self.composer.outline(Some(level), at);
        }
        Ok(())
    }

    fn enter_cell(&mut self, at: usize) -> Result<()> {
        if let Some(table) = self.tables.last_mut().filter(|table| !table.in_cell) {
            self.composer.begin_cell(at)?;
            table.in_cell = true;
        }
        Ok(())
    }

    /// Opens or closes tables until there are `depth` in this story.
    pub(super) fn reach(&mut self, depth: usize, at: usize) -> Result<()> {
        let base = self.bases.last().copied().unwrap_or(0);
        self.close_tables(base.saturating_add(depth), at)?;
        while self.tables.len() < base.saturating_add(depth) {
            if self.tables.len() > base {
                self.enter_cell(at)?;
            }
            self.composer.begin_table(at)?;
            self.tables.push(OpenTable::default());
        }
        Ok(())
    }

    /// Closes tables until `count` are open.
    fn close_tables(&mut self, count: usize, at: usize) -> Result<()> {
        let base = self.bases.last().copied().unwrap_or(0);
        while self.tables.len() > count {
            let definition = self.definition(self.tables.len() - base);
            if let Some(table) = self.tables.pop() {
                table.finish(&definition, self.composer, at)?;
            }
        }
        Ok(())
    }

    /// The row definition in force at a depth of tables.
    pub(super) fn definition(&self, depth: usize) -> Rc<Definition> {
        depth.checked_sub(1).and_then(|index| self.definitions.get(index)).cloned().unwrap_or_default()
    }
}
