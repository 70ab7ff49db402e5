//! Markup that stands as it is expected, letter by letter: each function goes past it, or says that it is otherwise and
//! leaves everything as it was.

use super::shapes::{Opening, Tags};
use super::{Inside, Scanner, marked, may_declare, next_close};

impl<'a> Scanner<'a> {
    /// Goes past the rest of the innermost open element, if it has the name and exactly the bytes of `known`, which once
    /// were sound, and lies no deeper.
    #[inline]
    pub(in crate::docx) fn pass(&mut self, known: &Inside<'_>) -> bool {
        let here = &self.input.as_bytes()[self.at..];
        // Most lists differ in their first bytes, which tell it at once.
        let same = self.open.len() <= known.depth
            && !known.bytes.is_empty()
            && here
                .first_chunk::<16>()
                .is_none_or(|first| known.bytes.first_chunk().is_none_or(|known| known == first))
            && here.starts_with(known.bytes)
            && self.open.last().is_some_and(|open| *open == known.name);
        if same {
            self.open.pop();
            self.at += known.bytes.len();
        }
        same
    }

    /// Goes past a start tag that is exactly these bytes, if it stands next and may begin here.
    #[inline]
    pub(in crate::docx) fn enter<const N: usize>(&mut self, tag: &[u8; N]) -> bool {
        let enters = self.open.len() < self.max_depth && self.stands_next(tag);
        if enters {
            self.from = self.at;
            self.at += N;
            let name = &self.input.as_bytes()[self.from + 1..self.at - 1];
            self.open.push(name);
        }
        enters
    }

    /// Goes past a start tag that begins with these bytes, its name and what is before it, if it stands next, may begin
    /// here, and its attributes need no look: they are few and declare nothing.
    #[inline]
    pub(in crate::docx) fn enter_plain<const N: usize>(&mut self, start: &[u8; N]) -> bool {
        match self.plain_tag(start, |scanner| &mut scanner.tags) {
            Some(close) if self.input.as_bytes()[close - 1] != b'/' => {
                self.open.push(&self.input.as_bytes()[self.at + 1..self.at + N]);
                self.from = self.at;
                self.at = close + 1;
                true
            }
            _ => false,
        }
    }

    /// Goes past an empty element whose tag begins with these bytes, in the same way.
    #[inline]
    pub(in crate::docx) fn pass_empty<const N: usize>(&mut self, start: &[u8; N]) -> bool {
        match self.plain_tag(start, |scanner| &mut scanner.empty_tags) {
            Some(close) if self.input.as_bytes()[close - 1] == b'/' => {
                self.from = self.at;
                self.at = close + 1;
                true
            }
            _ => false,
        }
    }

    /// The byte of the `>` of the tag that stands next, if it begins with these bytes, may stand here, and its
    /// attributes need no look. Its shape is one of `tags`.
    #[inline]
    fn plain_tag<const N: usize>(&mut self, start: &[u8; N], tags: fn(&mut Self) -> &mut Tags) -> Option<usize> {
        if self.open.len() >= self.max_depth || !self.stands_next(start) {
            return None;
        }
        let (here, attributes) = (&self.input.as_bytes()[self.at..], self.at + N);
        match here.get(N)? {
            b'>' => Some(attributes),
            b' ' => match tags(self).find(here) {
                Some(length) => Some(self.at + length - 1),
                None => self.plain_attributes(attributes, tags),
            },
            _ => None,
        }
    }

    /// The byte of the `>` of the tag that stands next, if its attributes, which begin at `from`, need no look.
    fn plain_attributes(&mut self, from: usize, tags: fn(&mut Self) -> &mut Tags) -> Option<usize> {
        let bytes = self.input.as_bytes();
        let close = next_close(&bytes[from..])?;
        let end = from + close.at;
        let plain = !close.quotes && close.at / 5 < self.max_attributes && !may_declare(&bytes[from..end]);
        plain.then(|| {
            let tag = &bytes[self.at..=end];
            tags(self).keep(tag);
            end
        })
    }

    /// Goes past the end tag of the innermost open element, if it stands next as exactly these bytes.
    #[inline]
    pub(in crate::docx) fn leave<const N: usize>(&mut self, tag: &[u8; N]) -> bool {
        let leaves = self.stands_next(tag) && self.open.last().is_some_and(|name| *name == &tag[2..N - 1]);
        if leaves {
            self.open.pop();
            self.from = self.at;
            self.at += N;
        }
        leaves
    }

    /// Goes past this start tag, if it stands next, may stand here, and its element holds character data alone, without
    /// references and carriage returns; and past that data, which it gives. What follows is the end tag.
    #[inline]
    pub(in crate::docx) fn enter_text<const N: usize, const M: usize>(
        &mut self,
        tag: &[u8; N],
        end: &[u8; M],
    ) -> Option<&'a str> {
        if self.open.len() >= self.max_depth || !self.stands_next(tag) {
            return None;
        }
        let (bytes, inside) = (self.input.as_bytes(), self.at + N);
        let length = plain_length(&bytes[inside..])?;
        if bytes[inside + length..].first_chunk() != Some(end) {
            return None;
        }
        self.open.push(&bytes[self.at + 1..self.at + M - 2]);
        self.from = inside;
        self.at = inside + length;
        Some(self.slice(inside, self.at))
    }

    #[inline]
    fn stands_next<const N: usize>(&self, markup: &[u8; N]) -> bool {
        self.input.as_bytes()[self.at..].first_chunk() == Some(markup)
    }

    /// Goes past a whole run that stands next: a start tag that needs no look, a property list that is one of `lists` or
    /// none, one text of at most `room` bytes of character data alone, and nothing else. Gives the text, and whether
    /// its white space is preserved. `declared` tells where the same prefixes are in force.
    #[inline]
    pub(in crate::docx) fn whole_run(
        &mut self,
        room: usize,
        declared: u64,
        lists: impl Iterator<Item = Inside<'a>>,
    ) -> Option<(&'a str, bool)> {
        const TEXT_END: usize = 6;
        const ENDS: &[u8; 12] = b"</w:t></w:r>";
        if self.open.len() + 1 >= self.max_depth || !self.stands_next(b"<w:r") {
            return None;
        }
        let bytes = self.input.as_bytes();
        let opening = match self.openings.find(&bytes[self.at..], declared, self.open.len() + 2) {
            Some(opening) => opening,
            None => self.opening(declared, lists)?,
        };
        let at = self.at + opening.length;
        let length = plain_length(&bytes[at..])?;
        if length > room || bytes[at + length..].first_chunk() != Some(ENDS) {
            return None;
        }
        let text = self.slice(at, at + length);
        self.from = at + length + TEXT_END;
        self.at = at + length + ENDS.len();
        Some((text, opening.preserved))
    }

    /// What stands before the text of the run that stands next.
    fn opening(&mut self, declared: u64, mut lists: impl Iterator<Item = Inside<'a>>) -> Option<Opening> {
        const LIST: &[u8; 7] = b"<w:rPr>";
        const PRESERVED: &[u8; 26] = b"<w:t xml:space=\"preserve\">";
        const TEXT: &[u8; 5] = b"<w:t>";
        let close = self.plain_tag(b"<w:r", |scanner| &mut scanner.tags)?;
        let bytes = self.input.as_bytes();
        let tag = close + 1 - self.at;
        let mut at = close + 1;
        if bytes[close - 1] == b'/' {
            return None;
        }
        let mut depth = usize::MAX;
        if bytes[at..].first_chunk() == Some(LIST) {
            at += LIST.len();
            let inside = lists.find(|inside| bytes[at..].starts_with(inside.bytes))?;
            at += inside.bytes.len();
            depth = inside.depth;
        }
        let preserved = bytes[at..].first_chunk() == Some(PRESERVED);
        if !preserved && bytes[at..].first_chunk() != Some(TEXT) {
            return None;
        }
        at += if preserved { PRESERVED.len() } else { TEXT.len() };
        let opening = Opening { length: at - self.at, preserved, declared, depth };
        self.openings.keep(&bytes[self.at..at], tag, opening);
        Some(opening)
    }
}

/// How many bytes of character data stand first, before a tag, a reference or a carriage return. Most texts are a few
/// characters long, so the first words are looked at by themselves.
#[inline]
fn plain_length(bytes: &[u8]) -> Option<usize> {
    const WORDS: usize = 3;
    if let Some(first) = bytes.first_chunk::<{ WORDS * 8 }>() {
        for (index, word) in first.as_chunks::<8>().0.iter().enumerate() {
            let word = u64::from_le_bytes(*word);
            let ends = marked(word, b'<') | marked(word, b'&') | marked(word, b'\r');
            if ends != 0 {
                return Some(index * 8 + (ends.trailing_zeros() / 8) as usize);
            }
        }
    }
    memchr::memchr3(b'<', b'&', b'\r', bytes)
}
