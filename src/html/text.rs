//! Text as a browser shows it: white space collapsed, signs of symbol fonts as Unicode, digits raised or lowered.

use super::walk::{Mood, Walk};
use crate::compose::{Result, symbols};
use crate::model::{codes, say};

impl Walk<'_, '_, '_> {
    /// Takes in a text.
    pub(super) fn take_text(&mut self, text: &str, start: usize, end: usize) -> Result<()> {
        let mood = self.mood;
        if mood.label {
            let label: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            // A label is the number that Word computed; like any such number it is no text.
            self.composer.uncount(&label);
            let label = symbols::in_font(&label, mood.font);
            self.composer.number(&label, mood.level.unwrap_or(0), start);
            return Ok(());
        }
        let shown = self.looks(text, mood, start, end);
        let text = shown.as_deref().unwrap_or(text);
        if mood.tab && text.trim().is_empty() {
            return Ok(());
        }
        if mood.spaces {
            self.put_space(text, start)?;
            return self.take_verbatim(&text.replace(['\r', '\n'], " "), start, end);
        }
        if mood.pre {
            self.put_space(text, start)?;
            return self.take_verbatim(&text.replace("\r\n", "\n").replace('\r', "\n"), start, end);
        }
        self.take_collapsed(text, start, end)
    }

    /// The text as its font and its position make it look, where that is another.
    fn looks(&mut self, text: &str, mood: Mood, start: usize, end: usize) -> Option<String> {
        let signs = mood.font.map(|font| symbols::in_font(text, Some(font)));
        let shifted = mood.shift.map(|shift| symbols::shifted(signs.as_deref().unwrap_or(text), shift));
        if mood.struck && !text.trim().is_empty() {
            let place = self.composer.place(start..end);
            self.composer.note(&codes::TEXT_STRUCK, place, || {
                say!("「{struck}」 is struck out", "「{struck}」带有删除线", struck = text.trim())
            });
        }
        shifted.or(signs)
    }

    /// Puts text as it is; before a paragraph's first character, its number and its level are settled.
    pub(super) fn take_verbatim(&mut self, text: &str, start: usize, end: usize) -> Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        self.settle(start);
        self.composer.put(self.mood.sink, text, start..end)
    }

    /// Puts text with its runs of white space made one space (CSS Text 3 §4.1); between two characters that are as
    /// wide as they are high, a broken line leaves none (§4.1.3).
    fn take_collapsed(&mut self, text: &str, start: usize, end: usize) -> Result<()> {
        let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0C');
        let mut rest = text;
        while !rest.is_empty() {
            let words = rest.trim_start_matches(is_space);
            let space = &rest[..rest.len() - words.len()];
            if !space.is_empty() {
                self.space = Some(self.space.unwrap_or(false) | space.contains(['\n', '\r']));
            }
            let length = words.find(is_space).unwrap_or(words.len());
            let (word, after) = words.split_at(length);
            rest = after;
            self.put_space(word, start)?;
            self.take_verbatim(word, start, end)?;
        }
        Ok(())
    }

    /// Puts the space that was met before `text`, unless it shows nothing there.
    fn put_space(&mut self, text: &str, start: usize) -> Result<()> {
        let Some(first) = text.chars().next() else { return Ok(()) };
        let last = self.composer.last_character(self.mood.sink).filter(|last| !matches!(last, '\n' | ' ' | '\t'));
        if let (Some(broken), Some(last)) = (self.space.take(), last)
            && !(broken && is_wide(last) && is_wide(first))
        {
            self.composer.put(self.mood.sink, " ", start..start)?;
        }
        Ok(())
    }
}

/// Whether a character is as wide as it is high and no Hangul.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF01}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFE6}' | '\u{20000}'..='\u{3FFFD}')
}
