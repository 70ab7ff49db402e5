//! Fields: which text is a field's code and which its stored result ([MS-DOC] 2.8.25 Plcfld, 2.9.90 fldch).
//!
//! The result stays in the text as it is stored and is never computed anew; the code goes to a story.

use std::ops::Range;

use super::properties::Character;
use super::styles;
use super::walk::Walk;
use crate::compose::{Result, Sink};
use crate::model::{ErrorKind, codes, say};

/// A field that has not ended.
struct Field {
    /// Whether its code is being read, not its result.
    code: bool,
    /// The paragraph that it began in.
    serial: u64,
    /// What a form field stands for, where its result is empty.
    stands: Option<String>,
    /// The characters put when its result began.
    from: u64,
}

/// The fields that are open, the innermost last.
#[derive(Default)]
pub(super) struct Fields {
    open: Vec<Field>,
    new_code: bool,
}

impl Fields {
    /// Whether a field began since this was asked last.
    pub(super) fn take_new_code(&mut self) -> bool {
        std::mem::take(&mut self.new_code)
    }
}

impl Walk<'_, '_> {
    /// Whether text is the code of a field. A field that neither separated nor ended in its paragraph does
    /// not swallow the paragraphs after it.
    pub(super) fn is_in_code(&self) -> bool {
        self.fields.open.iter().any(|field| field.code && field.serial == self.serial)
    }

    /// The mark that begins a field, separates its code from its result, or ends it.
    pub(super) fn field_mark(&mut self, mark: char, sink: Sink, bytes: &Range<usize>) -> Result<()> {
        let (serial, from) = (self.serial, self.put);
        match mark {
            '\u{13}' => {
                let allowed = self.composer.limits().field_depth;
                if self.fields.open.len() >= allowed {
                    return Err(ErrorKind::Limit { limit: "field-depth", allowed: allowed as u64 });
                }
                self.fields.new_code = true;
                self.fields.open.push(Field { code: true, serial, stands: None, from });
            }
            '\u{14}' => match self.fields.open.last_mut() {
                Some(field) => (field.code, field.from) = (false, from),
                None => self.unmatched(bytes),
            },
            _ => {
                let Some(field) = self.fields.open.pop() else {
                    self.unmatched(bytes);
                    return Ok(());
                };
                let empty = field.code || field.from == from;
                if let Some(text) = field.stands.filter(|_| empty) {
                    let sink =
                        if self.is_in_code() || field.code { sink_outside(sink, self.is_in_code()) } else { sink };
                    return self.stand(sink, &text, bytes);
                }
            }
        }
        Ok(())
    }

    /// Remembers what a form field stands for.
    pub(super) fn form_field(&mut self, character: &Character) {
        let stands = character.picture.and_then(|at| styles::form_field(self.file.data.bytes(), at as usize));
        if let Some(field) = self.fields.open.last_mut().filter(|field| field.code) {
            field.stands = stands;
        }
    }

    fn unmatched(&mut self, bytes: &Range<usize>) {
        let place = self.composer.place(bytes.clone());
        self.composer
            .note(&codes::FIELD_UNMATCHED, place, || say!("a field ends that never began", "域有结尾而没有开头"));
    }

    /// Forgets the fields that were never ended.
    pub(super) fn close_fields(&mut self, at: usize) {
        let count = self.fields.open.len();
        self.fields = Fields::default();
        if count > 0 {
            let place = self.composer.place(at..at);
            self.composer.note(&codes::FIELD_UNMATCHED, place, || {
                say!("{count} fields are never ended", "有 {count} 个域没有结尾")
            });
        }
    }
}

/// Where the sign of a form field goes that has no result: not to the code that ends with it.
fn sink_outside(sink: Sink, in_code: bool) -> Sink {
    sink.filter(|kind| in_code || *kind != crate::model::StoryKind::FieldCode)
}
