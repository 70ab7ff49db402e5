//! Fields: which text is a field's code and which its stored result (ECMA-376 Part 1 §17.16.18).
//!
//! The result stays in the text as it is stored and is never computed anew; the code goes to a story.

use super::flow::Flow;
use super::names::Space;
use super::properties;
use super::xml::{Event, Result, Tag};
use crate::model::{StoryKind, codes, say};

/// A field that has not ended.
struct Field {
    /// Whether its code is being read, not its result.
    code: bool,
    /// The paragraph that it began in.
    serial: u64,
    /// What a form field stands for, where its result is empty.
    stands: Option<String>,
    /// The characters read when its result began.
    from: u64,
}

/// The fields that are open, the innermost last.
#[derive(Default)]
pub(super) struct Fields {
    open: Vec<Field>,
    simple: usize,
    new_code: bool,
}

impl Fields {
    /// Whether a field began since this was asked last.
    pub(super) fn take_new_code(&mut self) -> bool {
        std::mem::take(&mut self.new_code)
    }

    fn depth(&self) -> usize {
        self.open.len() + self.simple
    }
}

impl<'a> Flow<'a, '_, '_> {
    /// Whether text is the code of a field. A field that neither separated nor ended in its paragraph does
    /// not swallow the paragraphs after it.
    pub(super) fn is_in_code(&self) -> bool {
        let serial = self.serial;
        self.fields.open.iter().any(|field| field.code && field.serial == serial)
    }

    /// `w:fldChar`, read to its end.
    pub(super) fn field_character(&mut self, tag: &Tag<'a>) -> Result<()> {
        let kind = self.xml.own(tag, "fldCharType").unwrap_or_default();
        let mut stands = None;
        loop {
            match self.xml.next()? {
                Event::Start(child) if child.space == Space::Word && child.local == b"ffData" => {
                    stands = properties::form_field(&mut self.xml)?;
                }
                Event::Start(_) => self.xml.skip()?,
                Event::End | Event::Done => break,
                Event::Text(_) => {}
            }
        }
        match kind.as_ref() {
            "begin" => self.begin_field(stands),
            "separate" => {
                let read = self.reading.read;
                match self.fields.open.last_mut() {
                    Some(field) => (field.code, field.from) = (false, read),
                    None => self.unmatched(tag),
                }
                Ok(())
            }
            "end" => self.end_field(tag),
            _ => Ok(()),
        }
    }

    fn begin_field(&mut self, stands: Option<String>) -> Result<()> {
        self.check_field_depth()?;
        self.fields.new_code = true;
        let (serial, from) = (self.serial, self.reading.read);
        self.fields.open.push(Field { code: true, serial, stands, from });
        Ok(())
    }

    fn end_field(&mut self, tag: &Tag<'a>) -> Result<()> {
        let Some(field) = self.fields.open.pop() else {
            self.unmatched(tag);
            return Ok(());
        };
        let empty = field.code || field.from == self.reading.read;
        match field.stands {
            Some(text) if empty => self.stand(&text),
            _ => Ok(()),
        }
    }

    fn check_field_depth(&self) -> Result<()> {
        let allowed = self.reading.limits().field_depth;
        if self.fields.depth() >= allowed { Err(self.limit("field-depth", allowed as u64)) } else { Ok(()) }
    }

    /// Begins `w:fldSimple`.
    pub(super) fn begin_simple_field(&mut self, tag: &Tag<'a>) -> Result<()> {
        self.check_field_depth()?;
        self.fields.simple += 1;
        match self.xml.own(tag, "instr") {
            Some(code) => {
                self.fields.new_code = true;
                let line = format!("\n{}", code.trim());
                self.stand_in(Some(StoryKind::FieldCode), &line)
            }
            None => Ok(()),
        }
    }

    /// Ends `w:fldSimple`.
    pub(super) fn end_simple_field(&mut self) {
        self.fields.simple = self.fields.simple.saturating_sub(1);
    }

    fn unmatched(&mut self, tag: &Tag<'a>) {
        let place = self.place(tag.start, tag.end);
        self.reading
            .note(&codes::FIELD_UNMATCHED, place, || say!("a field ends that never began", "域有结尾而没有开头"));
    }

    /// Forgets the fields that were never ended.
    pub(super) fn close_fields(&mut self) {
        let count = self.fields.open.len();
        self.fields = Fields::default();
        if count > 0 {
            let position = self.xml.position();
            let place = self.place(position, position);
            self.reading.note(&codes::FIELD_UNMATCHED, place, || {
                say!("{count} fields are never ended", "有 {count} 个域没有结尾")
            });
        }
    }
}
