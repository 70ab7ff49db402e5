//! Property lists that were read before: the same bytes in the same surroundings say the same again.
//!
//! A document repeats a few property lists thousands of times. A list is recalled only where every byte of it, its
//! end tag included, is the same, the element has the same name, no namespace was declared or left since, and it
//! does not lie deeper.

use super::properties::{self, CellProperties, ParagraphProperties, RowProperties, RunProperties};
use super::xml::{Known, Result, Xml};

/// How many lists of one kind are kept.
const KEPT: usize = 16;
/// A list that is longer, in bytes, is not kept: it will hardly come again.
const LONGEST: usize = 2_048;
/// How many lists of runs that say nothing are kept.
const SILENT: usize = 4;

/// The lists of one kind.
struct Lists<'a, T> {
    known: Vec<(Known<'a>, T)>,
    /// The place that the next new list takes once all are taken.
    next: usize,
    /// The place of the list that came last.
    last: usize,
    /// The list that came after each list, other than itself: the cells of a row have the same ones in the same order as
    /// those of the row above, and most of them the same one.
    after: [usize; KEPT],
}

impl<T> Default for Lists<'_, T> {
    fn default() -> Self {
        Lists { known: Vec::new(), next: 0, last: 0, after: [0; KEPT] }
    }
}

impl<'a, T> Lists<'a, T> {
    /// What the element whose start came last says; `read` reads it if it is not known.
    fn get(&mut self, xml: &mut Xml<'a>, read: fn(&mut Xml<'a>) -> Result<T>) -> Result<&(Known<'a>, T)> {
        let likely = [self.last, self.after[self.last]].into_iter();
        let mut places = likely.chain(0..self.known.len());
        let index = match places.find(|index| self.known.get(*index).is_some_and(|(known, _)| xml.pass(known))) {
            Some(index) => index,
            None => {
                let here = xml.here();
                let value = read(xml)?;
                let known = xml.known_since(&here).filter(|known| known.length() <= LONGEST);
                self.keep(known.unwrap_or_default(), value)
            }
        };
        if index != self.last {
            self.after[self.last] = index;
            self.last = index;
        }
        Ok(&self.known[index])
    }

    /// Keeps a list, in the place of the oldest once all are taken, and gives its place.
    fn keep(&mut self, known: Known<'a>, value: T) -> usize {
        if self.known.len() < KEPT {
            self.known.push((known, value));
            return self.known.len() - 1;
        }
        self.next = (self.next + 1) % KEPT;
        self.known[self.next] = (known, value);
        self.next
    }
}

/// The property lists of one part that were read before.
#[derive(Default)]
pub(super) struct Recall<'a> {
    runs: Lists<'a, RunProperties<'a>>,
    paragraphs: Lists<'a, ParagraphProperties<'a>>,
    cells: Lists<'a, CellProperties<'a>>,
    rows: Lists<'a, RowProperties<'a>>,
    /// The last lists of runs that say nothing of what is read.
    silent: Vec<Known<'a>>,
}

impl<'a> Recall<'a> {
    /// Reads `w:rPr`.
    pub(super) fn run(&mut self, xml: &mut Xml<'a>) -> Result<&RunProperties<'a>> {
        let (known, read) = self.runs.get(xml, properties::run)?;
        if read.is_silent() && known.length() > 0 {
            self.silent.retain(|other| !other.reads_as(known));
            self.silent.truncate(SILENT - 1);
            self.silent.insert(0, *known);
        }
        Ok(read)
    }

    /// The lists of runs that say nothing of what is read.
    pub(super) fn silent(&self) -> &[Known<'a>] {
        &self.silent
    }

    /// Reads `w:pPr`.
    pub(super) fn paragraph(&mut self, xml: &mut Xml<'a>) -> Result<&ParagraphProperties<'a>> {
        self.paragraphs.get(xml, properties::paragraph).map(|(_, read)| read)
    }

    /// Reads `w:tcPr`.
    pub(super) fn cell(&mut self, xml: &mut Xml<'a>) -> Result<&CellProperties<'a>> {
        self.cells.get(xml, properties::cell).map(|(_, read)| read)
    }

    /// Reads `w:trPr`.
    pub(super) fn row(&mut self, xml: &mut Xml<'a>) -> Result<&RowProperties<'a>> {
        self.rows.get(xml, properties::row).map(|(_, read)| read)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Lists, properties};
    use crate::docx::xml::{Event, Xml};
    use crate::model::Limits;

    /// What every `rPr` of a text says and where it ends, up to a refusal; lists are recalled if `recalled`.
    fn lists(text: &str, depth: usize, recalled: bool) -> Vec<String> {
        let mut xml = Xml::new(text, &Limits { xml_depth: depth, ..Limits::default() });
        let mut lists = Lists::default();
        let mut seen = Vec::new();
        loop {
            let read = match xml.next() {
                Ok(Event::Start(tag)) if tag.local == b"rPr" && recalled => {
                    lists.get(&mut xml, properties::run).map(|(_, read)| format!("{read:?}"))
                }
                Ok(Event::Start(tag)) if tag.local == b"rPr" => {
                    properties::run(&mut xml).map(|read| format!("{read:?}"))
                }
                Ok(Event::Done) => return seen,
                Ok(_) => continue,
                Err(fault) => Err(fault),
            };
            let refused = read.is_err();
            seen.push(format!("{read:?} {} {}", xml.position(), xml.depth()));
            if refused {
                return seen;
            }
        }
    }

    fn list() -> impl Strategy<Value = String> {
        let inside = prop::sample::select(vec![
            "",
            "<w:b/>",
            "<w:vanish/>",
            "<w:vanish w:val=\"0\"/>",
            "<w:rStyle w:val=\"a\"/>",
            "<v:vanish/>",
            "<w:b/><w:b/>",
            "<w:x><w:x/></w:x>",
            "<w:x xmlns:w=\"u\"><w:b/></w:x><w:vanish/>",
            "<w:rFonts w:ascii=\"Symbol\"/>",
            "<w:rPr><w:vanish/></w:rPr>",
            "&amp; text <!-- </w:rPr> -->",
            "&odd;",
        ]);
        let name = prop::sample::select(vec!["w:rPr", "w:rPr", "w:rPr", "v:rPr"]);
        (name, inside).prop_map(|(name, inside)| format!("<{name}>{inside}</{name}>"))
    }

    fn body() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![8 => list(), 1 => Just("<w:rPr/>".to_owned()), 1 => Just("</w:p>".to_owned())];
        leaf.prop_recursive(4, 60, 10, |inner| {
            let tag = prop::sample::select(vec!["w:p", "w:p xmlns:w=\"u\"", "w:p xmlns:v=\"u\"", "w:p xmlns=\"u\""]);
            (tag, prop::collection::vec(inner, 0..10))
                .prop_map(|(tag, inner)| format!("<{tag}>{}</w:p>", inner.concat()))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn a_list_that_is_recalled_says_what_it_says_when_read(
            parts in prop::collection::vec(body(), 0..20),
            depth in 3usize..9,
        ) {
            let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
            let text = format!("<w:a xmlns:w='{word}' xmlns:v='{word}'>{}</w:a>", parts.concat());
            prop_assert_eq!(lists(&text, depth, true), lists(&text, depth, false), "{}", text);
        }
    }
}
