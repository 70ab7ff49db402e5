//! What control words and symbols mean, as far as they change what is read.

use std::rc::Rc;

use super::charset;
use super::read::Reader;
use super::state::{Destination, Properties};
use crate::compose::{Font, Result, Shift, heading_level};

impl Reader<'_, '_, '_> {
    /// A control symbol.
    pub(super) fn symbol(&mut self, symbol: u8, at: usize) -> Result<()> {
        match symbol {
            b'*' => {
                self.starred = true;
                Ok(())
            }
            b'\\' | b'{' | b'}' => {
                self.literal(symbol, at);
                Ok(())
            }
            b'~' => self.text("\u{A0}", at, at + 2),
            b'_' => self.text("\u{2011}", at, at + 2),
            b'-' => self.text("\u{AD}", at, at + 2),
            b'\t' => self.text("\t", at, at + 2),
            b'\r' | b'\n' => self.end_paragraph(at),
            _ => Ok(()),
        }
    }

    /// A control word.
    pub(super) fn word(&mut self, word: &[u8], number: Option<i32>, at: usize) -> Result<()> {
        let starred = std::mem::take(&mut self.starred);
        match self.state.destination {
            Destination::Skipped => return Ok(()),
            Destination::Versions if !(starred && word == b"ud") => return Ok(()),
            _ => {}
        }
        if word == b"u" {
            return self.unit(number.unwrap_or(0), at);
        }
        if self.begin_destination(word, starred, at)? {
            return Ok(());
        }
        match self.state.destination {
            Destination::Fonts => self.font_word(word, number),
            Destination::Form => self.form_word(word, number),
            Destination::RowProperties => return self.row_word(word, number, at),
            Destination::Styles => match word {
                b"s" | b"cs" | b"ds" | b"ts" => self.entry.0 = if word == b"s" { number.unwrap_or(0) } else { -1 },
                b"outlinelevel" => self.entry.1 = level(number),
                _ => {}
            },
            _ => {
                if let Some(text) = sign(word) {
                    return self.text(text, at, self.scanner.position());
                }
                self.character_word(word, number);
                self.paragraph_word(word, number);
                return self.row_word(word, number, at);
            }
        }
        Ok(())
    }

    fn end_paragraph(&mut self, at: usize) -> Result<()> {
        if self.state.destination != Destination::Text {
            return Ok(());
        }
        if !self.composer.has_paragraph() {
            self.settle_empty(at)?;
        }
        self.composer.end_paragraph(at);
        Ok(())
    }

    /// An empty paragraph is not kept, but says which tables go on.
    fn settle_empty(&mut self, at: usize) -> Result<()> {
        let outline = (self.state.paragraph.outline.take(), self.state.paragraph.style.take());
        let done = self.settle(at);
        (self.state.paragraph.outline, self.state.paragraph.style) = outline;
        done
    }

    /// Control words of characters.
    fn character_word(&mut self, word: &[u8], number: Option<i32>) {
        let on = number != Some(0);
        let state = &mut self.state;
        match word {
            b"f" => state.font = number.unwrap_or(0),
            b"uc" => state.fallback = number.unwrap_or(1).clamp(0, 16) as u32,
            b"v" => state.hidden = on,
            b"deleted" => {
                self.composer.changes.1 += u64::from(on && !state.deleted);
                state.deleted = on;
            }
            b"revised" => {
                self.composer.changes.0 += u64::from(on && !state.inserted);
                state.inserted = on;
            }
            b"strike" | b"striked" => state.struck = on,
            b"super" => state.shift = on.then_some(Shift::Raised),
            b"sub" => state.shift = on.then_some(Shift::Lowered),
            b"nosupersub" => state.shift = None,
            b"plain" => {
                (state.font, state.hidden, state.struck, state.shift) = (self.default_font, false, false, None);
                (state.deleted, state.inserted) = (false, false);
            }
            b"ansicpg" => self.document = number.and_then(charset::of_code_page).unwrap_or(self.document),
            b"mac" => self.document = charset::of_code_page(10000).unwrap_or(self.document),
            b"deff" => {
                self.default_font = number.unwrap_or(0);
                state.font = self.default_font;
            }
            _ => {}
        }
    }

    /// Control words of paragraphs.
    fn paragraph_word(&mut self, word: &[u8], number: Option<i32>) {
        let paragraph = &mut self.state.paragraph;
        match word {
            b"pard" => *paragraph = Properties::default(),
            b"intbl" => paragraph.in_table = number != Some(0),
            b"itap" => paragraph.depth = number.unwrap_or(1).max(0) as u32,
            b"outlinelevel" => paragraph.outline = level(number),
            b"s" => paragraph.style = number,
            b"ilvl" => paragraph.level = number.unwrap_or(0).clamp(0, 8) as u8,
            b"ftnalt" => self.composer.retell(crate::model::StoryKind::Endnote),
            _ => {}
        }
    }

    /// Control words of tables, and ends of paragraphs.
    fn row_word(&mut self, word: &[u8], number: Option<i32>, at: usize) -> Result<()> {
        let nested = self.state.destination == Destination::RowProperties;
        let own = self.state.paragraph.depth.max(2) as usize;
        match word {
            b"par" | b"sect" => self.end_paragraph(at),
            b"cell" => self.end_cell(1, at),
            b"nestcell" => self.end_cell(own, at),
            b"row" => {
                self.row_begun = false;
                self.end_row(1, at)
            }
            b"nestrow" => self.end_row(own, at),
            b"trowd" => {
                let depth = if nested { own } else { 1 };
                self.row_begun |= !nested && self.bases.is_empty();
                self.define(depth)
            }
            _ => {
                let depth = if nested { own } else { 1 };
                // A definition that a row has taken is complete.
                if let Some(definition) = self.definitions.get_mut(depth - 1).and_then(Rc::get_mut) {
                    definition.take(word, number);
                }
                Ok(())
            }
        }
    }

    fn define(&mut self, depth: usize) -> Result<()> {
        let allowed = self.composer.limits().table_depth;
        if depth > allowed {
            return Err(crate::model::ErrorKind::Limit { limit: "table-depth", allowed: allowed as u64 });
        }
        if self.definitions.len() < depth {
            self.definitions.resize_with(depth, Rc::default);
        }
        self.definitions[depth - 1] = Rc::default();
        Ok(())
    }

    fn end_cell(&mut self, depth: usize, at: usize) -> Result<()> {
        self.reach(depth, at)?;
        match self.tables.last_mut() {
            Some(table) => table.end_cell(self.composer, at),
            None => Ok(()),
        }
    }

    fn end_row(&mut self, depth: usize, at: usize) -> Result<()> {
        let definition = self.definition(depth);
        self.reach(depth, at)?;
        match self.tables.last_mut() {
            Some(table) => table.end_row(&definition, self.composer, at),
            None => Ok(()),
        }
    }

    // Fonts and styles.

    fn font_word(&mut self, word: &[u8], number: Option<i32>) {
        let number = number.unwrap_or(0);
        match word {
            b"f" => {
                self.entry.0 = number;
                self.fonts.insert(number, super::read::FontEntry::default());
                self.name.clear();
            }
            b"fcharset" | b"cpg" => {
                let encoding = if word == b"cpg" { charset::of_code_page(number) } else { charset::of_font(number) };
                if let Some(font) = self.fonts.get_mut(&self.entry.0) {
                    font.encoding = encoding.or(font.encoding);
                }
            }
            _ => {}
        }
    }

    /// Takes in a font's name, which ends with a semicolon.
    pub(super) fn font_name(&mut self, text: &str) {
        for part in text.split_inclusive(';') {
            self.name.push_str(part.trim_end_matches(';'));
            if part.ends_with(';') {
                let signs = Font::of(&self.name);
                self.fonts.get_mut(&self.entry.0).into_iter().for_each(|font| font.signs = signs);
                self.name.clear();
            }
        }
    }

    /// Takes in a style that was read.
    pub(super) fn end_style(&mut self) {
        let name = std::mem::take(&mut self.name);
        let named = || heading_level(name.split([';', ',']).next().unwrap_or("").trim());
        if let Some(level) = self.entry.1.or_else(named).filter(|_| self.entry.0 >= 0) {
            self.styles.entry(self.entry.0).or_insert(level);
        }
    }

    // Fields.

    fn form_word(&mut self, word: &[u8], number: Option<i32>) {
        let number = number.unwrap_or(0);
        match word {
            b"fftype" => self.form.kind = number,
            b"ffres" => self.form.result = Some(number),
            b"ffdefres" => self.form.default = number,
            _ => {}
        }
    }

    /// Puts what a form field stands for: a tick box, or the chosen entry of a list.
    pub(super) fn end_form(&mut self, at: usize) -> Result<()> {
        let form = std::mem::take(&mut self.form);
        // 25 is a box that nobody has touched.
        let result = form.result.filter(|result| *result != 25).unwrap_or(form.default);
        let entry = usize::try_from(result).ok().and_then(|index| form.entries.get(index));
        let text = match form.kind {
            1 => Some(if result == 0 { "☐" } else { "☑" }),
            2 => entry.map(String::as_str),
            _ => None,
        };
        match text {
            Some(text) => self.show(self.sink(), text, at, at),
            None => Ok(()),
        }
    }

    /// Ends a field. One that inserts a sign has it in its code, not in its result.
    pub(super) fn end_field(&mut self, at: usize) -> Result<()> {
        let Some(field) = self.fields.pop() else { return Ok(()) };
        let empty = field.result.is_none_or(|read| read == self.composer.read());
        let Some(sign) = symbol_field(&field.code).filter(|_| empty) else { return Ok(()) };
        self.show(self.sink(), sign.encode_utf8(&mut [0; 4]), at, at)
    }

    /// Puts a line feed between the codes of two fields.
    pub(super) fn separate_codes(&mut self, at: usize) -> Result<()> {
        let code = Some(crate::model::StoryKind::FieldCode);
        match self.composer.last_character(code) {
            Some(last) if last != '\n' => self.composer.text(code, "\n", at..at),
            _ => Ok(()),
        }
    }
}

fn level(number: Option<i32>) -> Option<u8> {
    number.and_then(|level| u8::try_from(level).ok())
}

/// The sign of a field `SYMBOL 254 \f "Wingdings"`.
fn symbol_field(code: &str) -> Option<char> {
    let mut words = code.trim().strip_prefix("SYMBOL")?.split_whitespace();
    let number = words.next()?;
    let code_point = match number.strip_prefix("0x") {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => number.parse().ok()?,
    };
    let font = code.split_once("\\f").map_or("", |(_, after)| after.trim_start());
    let font = match font.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => font.split_whitespace().next(),
    };
    Font::of(font.unwrap_or("")).and_then(|font| font.sign(code_point)).or_else(|| char::from_u32(code_point))
}

/// Control words that stand for characters.
fn sign(word: &[u8]) -> Option<&'static str> {
    Some(match word {
        b"line" | b"lbr" | b"page" | b"column" => "\n",
        b"tab" => "\t",
        b"emdash" => "—",
        b"endash" => "–",
        b"emspace" => "\u{2003}",
        b"enspace" => "\u{2002}",
        b"qmspace" => "\u{2005}",
        b"bullet" => "•",
        b"lquote" => "‘",
        b"rquote" => "’",
        b"ldblquote" => "“",
        b"rdblquote" => "”",
        b"zwj" => "\u{200D}",
        b"zwnj" => "\u{200C}",
        b"ltrmark" => "\u{200E}",
        b"rtlmark" => "\u{200F}",
        _ => return None,
    })
}
