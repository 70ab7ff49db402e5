//! The attributes by which Word tells sessions and copies apart. They say nothing about the text, and are half of it.

use super::scan::marked;

/// The names of the marks with what stands around them, the most frequent first.
const MARKS: [Mark; 7] = [
    Mark::new(b" w:rsidRPr=\""),
    Mark::new(b" w:rsidR=\""),
    Mark::new(b" w:rsidRDefault=\""),
    Mark::new(b" w:rsidP=\""),
    Mark::new(b" w14:paraId=\""),
    Mark::new(b" w14:textId=\""),
    Mark::new(b" w:rsidTr=\""),
];

/// What the longest mark takes: what is shorter than that ends the part, and no start tag does.
const LONGEST: usize = 17 + 9;

/// A mark up to its value: two words of it, which bytes of the second count, and its length.
struct Mark {
    begins: u64,
    goes_on: u64,
    counts: u64,
    length: usize,
}

impl Mark {
    const fn new(text: &[u8]) -> Self {
        let (mut words, mut counts, mut at) = ([0; 2], 0, 0);
        while at < text.len() && at < 16 {
            words[at / 8] |= (text[at] as u64) << (at % 8 * 8);
            counts |= if at < 8 { 0 } else { 0xFF << (at % 8 * 8) };
            at += 1;
        }
        Mark { begins: words[0], goes_on: words[1], counts, length: text.len() }
    }
}

/// Goes past one attribute that Word writes into nearly every paragraph and run to tell sessions and copies apart: a
/// name of few and eight characters, which are hexadecimal digits. `at` is the byte of the blank before it.
#[inline]
pub(super) fn pass_mark_of_session(bytes: &[u8], at: usize) -> Option<usize> {
    let here = bytes.get(at..)?.first_chunk::<LONGEST>()?;
    let word = |from: usize| Some(u64::from_le_bytes(*here.get(from..)?.first_chunk()?));
    let (begins, goes_on) = (word(0)?, word(8)?);
    let is_here = |mark: &&Mark| mark.begins == begins && (mark.goes_on ^ goes_on) & mark.counts == 0;
    let value = MARKS.iter().find(is_here)?.length;
    let quoted = here[value - 1] == b'"' && here[value + 8] == b'"' && marked(word(value)?, b'"') == 0;
    quoted.then_some(at + value + 9)
}

#[cfg(test)]
mod tests {
    use super::{marked, pass_mark_of_session};

    #[test]
    fn a_quotation_mark_is_seen_at_every_place() {
        for byte in 0..=u8::MAX {
            for place in 0..8 {
                let mut word = *b"0#!Af!#0";
                word[place] = byte;
                assert_eq!(marked(u64::from_le_bytes(word), b'"') != 0, byte == b'"', "{byte} at {place}");
            }
        }
    }

    #[test]
    fn only_whole_marks_are_passed() {
        for name in ["w:rsidR", "w:rsidP", "w:rsidRPr", "w:rsidRDefault", "w:rsidTr", "w14:paraId", "w14:textId"] {
            let mark = format!(" {name}=\"00A1b2c3\"");
            let text = format!("<w:p{mark}></w:p>        ");
            assert_eq!(pass_mark_of_session(text.as_bytes(), 4), Some(4 + mark.len()), "{name}");
        }
        for text in [
            " w:rsidX=\"00A1b2c3\"></w:p>     ",
            " w:rsidR=\"00A1b2\"3\"></w:p>     ",
            " w:rsidR=\"00A1b2c\"></w:p>      ",
            " w:rsidR=\"00A1b2c30\"></w:p>    ",
            " w:rsidR='00A1b2c3'></w:p>     ",
            " w:rsidR=\"00A1b2c3\"",
        ] {
            assert_eq!(pass_mark_of_session(text.as_bytes(), 0), None, "{text}");
        }
    }
}
