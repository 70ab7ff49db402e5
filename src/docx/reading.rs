//! What the parts of one document share while they are read: styles, counters, stories, notes and the tally.

use std::collections::{HashMap, HashSet};

use super::notices::Notices;
use super::numbering::Numbering;
use super::styles::Styles;
use super::{ReadOptions, Revisions};
use crate::model::{Block, Code, Limits, Message, Place, Story, StoryKind, TableId};

/// The state of reading one document.
pub(super) struct Reading<'o> {
    /// The options that it is read under.
    pub(super) options: &'o ReadOptions,
    /// Its styles.
    pub(super) styles: Styles,
    /// Its lists and their counters.
    pub(super) numbering: Numbering,
    /// The notes so far.
    pub(super) notices: Notices,
    /// The stories so far, those without content among them.
    pub(super) stories: Vec<Story>,
    /// Characters that came in.
    pub(super) read: u64,
    /// Characters left out under a note.
    pub(super) noted: u64,
    /// Grid positions so far.
    pub(super) cells: u64,
    /// Where footnotes, endnotes and comments are referred to, by kind and id.
    pub(super) anchors: HashMap<(StoryKind, String), Place>,
    /// The relationships of headers and footers, in the order of the sections.
    pub(super) sections: Vec<String>,
    /// Tracked insertions and deletions.
    pub(super) changes: (u64, u64),
    /// Whether the numbers of the tables are not in their final order yet.
    pub(super) unordered: bool,
    tables: u32,
    unknown: HashSet<Vec<u8>>,
}

impl<'o> Reading<'o> {
    /// Nothing read yet.
    pub(super) fn new(options: &'o ReadOptions, styles: Styles, numbering: Numbering, notices: Notices) -> Self {
        Reading {
            options,
            styles,
            numbering,
            notices,
            stories: Vec::new(),
            read: 0,
            noted: 0,
            cells: 0,
            anchors: HashMap::new(),
            sections: Vec::new(),
            changes: (0, 0),
            unordered: false,
            tables: 0,
            unknown: HashSet::new(),
        }
    }

    /// The limits.
    pub(super) fn limits(&self) -> &'o Limits {
        &self.options.limits
    }

    /// Whether deleted text is left out of the text.
    pub(super) fn hides_deletions(&self) -> bool {
        self.options.revisions == Revisions::Final
    }

    /// Whether inserted text is left out of the text.
    pub(super) fn hides_insertions(&self) -> bool {
        self.options.revisions == Revisions::Original
    }

    /// The number of the next table.
    pub(super) fn next_table(&mut self) -> TableId {
        let id = TableId(self.tables);
        self.tables = self.tables.saturating_add(1);
        id
    }

    /// Adds a note.
    pub(super) fn note(
        &mut self,
        code: &'static Code,
        place: impl Into<Option<Place>>,
        message: impl FnOnce() -> Message,
    ) {
        self.notices.add(code, place, message);
    }

    /// Whether an element of this name is met for the first time.
    pub(super) fn is_news(&mut self, name: &[u8]) -> bool {
        self.unknown.len() < 1000 && !self.unknown.contains(name) && self.unknown.insert(name.to_vec())
    }

    /// Opens a story, to be filled when it has been read.
    pub(super) fn open_story(&mut self, kind: StoryKind, place: Place) -> usize {
        self.stories.push(Story { kind, blocks: Vec::new(), place });
        self.stories.len() - 1
    }

    /// Fills a story.
    pub(super) fn fill_story(&mut self, index: usize, blocks: Vec<Block>) {
        if let Some(story) = self.stories.get_mut(index) {
            story.blocks = blocks;
        }
    }
}

/// The characters that the tally counts: those that are not white space.
///
/// Bytes that begin a character are counted, ASCII white space left out, eight at a time and without branches; where a
/// byte may begin a character of white space beyond ASCII, that one is looked at.
#[inline]
pub(super) fn weight(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let (words, rest) = bytes.as_chunks::<8>();
    let mut weight = 0;
    let mut at = 0;
    // At most 255 to a lane, so that lanes of a byte do.
    for words in words.chunks(255) {
        let mut lanes = 0;
        for word in words {
            let (counted, mut rare) = counted_bytes(u64::from_le_bytes(*word));
            lanes += counted >> 7;
            while rare != 0 {
                weight -= i64::from(is_wide_space(&bytes[at + (rare.trailing_zeros() / 8) as usize..]));
                rare &= rare - 1;
            }
            at += 8;
        }
        // The sum of eight bytes in sixteen bits: first pairs, then all.
        let pairs = (lanes & 0x00FF_00FF_00FF_00FF) + ((lanes >> 8) & 0x00FF_00FF_00FF_00FF);
        weight += (pairs.wrapping_mul(0x0001_0001_0001_0001) >> 48) as i64;
    }
    for (index, byte) in rest.iter().enumerate() {
        let counts = (*byte as i8) >= -64 && *byte != b' ' && !(b'\t'..=b'\r').contains(byte);
        weight += i64::from(counts && !is_wide_space(&rest[index..]));
    }
    weight.unsigned_abs()
}

/// Of eight bytes of UTF-8, the high bit of each that begins a character other than ASCII white space, and the high
/// bit of each that may begin white space beyond ASCII (0xC2, 0xE0 to 0xE3).
#[inline]
fn counted_bytes(word: u64) -> (u64, u64) {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = ONES * 0x80;
    let low = word & !HIGH;
    let is_zero = |word: u64| !((word & !HIGH).wrapping_add(!HIGH) | word) & HIGH;
    let continues = word & !(word << 1) & HIGH;
    let from_tab = low.wrapping_add(ONES * (0x80 - 0x09));
    let beyond_return = low.wrapping_add(ONES * (0x80 - 0x0E));
    let is_space = (from_tab & !beyond_return & !word & HIGH) | is_zero(word ^ (ONES * 0x20));
    let rare = is_zero((word ^ (ONES * 0xE0)) & (ONES * 0xFC)) | is_zero(word ^ (ONES * 0xC2));
    (HIGH & !continues & !is_space, rare)
}

/// Whether a character of white space beyond ASCII stands first: U+0085, U+00A0, U+1680, U+2000 to U+200A, U+2028,
/// U+2029, U+202F, U+205F, U+3000 (Unicode, `White_Space`).
#[inline]
fn is_wide_space(text: &[u8]) -> bool {
    match text {
        [0xC2, 0x85 | 0xA0, ..] | [0xE1, 0x9A, 0x80, ..] | [0xE3, 0x80, 0x80, ..] => true,
        [0xE2, 0x80, last, ..] => matches!(last, 0x80..=0x8A | 0xA8 | 0xA9 | 0xAF),
        [0xE2, 0x81, 0x9F, ..] => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::weight;

    #[test]
    fn every_character_weighs_one_unless_it_is_white_space() {
        for c in '\0'..=char::MAX {
            assert_eq!(weight(c.encode_utf8(&mut [0; 4])), u64::from(!c.is_whitespace()), "{c:?}");
        }
        assert_eq!(weight(" 一 二\u{3000}三、a\n"), 5);
        assert_eq!(weight(&"、\u{2028}字 a".repeat(1_000)), 3_000);
    }
}
