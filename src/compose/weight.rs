//! How many characters a text weighs in the tally.

/// The characters that the tally counts: those that are not white space.
///
/// Counted in words of eight bytes. White space is looked for only where a byte of a word may be or begin it.
#[inline]
pub(crate) fn weight(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let (words, rest) = bytes.as_chunks::<8>();
    let mut counted = 0;
    for (index, word) in words.iter().enumerate() {
        counted += weight_of(u64::from_le_bytes(*word), index * 8, bytes);
    }
    // Bytes that go on with a character fill the last word.
    let last = rest.iter().rev().fold(u64::from_le_bytes([0x80; 8]), |word, byte| word << 8 | u64::from(*byte));
    counted + weight_of(last, words.len() * 8, bytes)
}

/// The characters that begin in a word, white space left out; its first byte is the one at `from`.
#[inline]
fn weight_of(word: u64, from: usize, bytes: &[u8]) -> u64 {
    let ones = u64::from_le_bytes([1; 8]);
    let goes_on = (word >> 7) & !(word >> 6) & ones;
    let begins = 8 - (goes_on.wrapping_mul(ones) >> 56);
    // White space of ASCII, its controls among it; then C2 and E0 to E3, of which E0 begins none.
    let narrow = may_be_below(word, b' ' + 1);
    let wide =
        may_be_below(word ^ u64::from_le_bytes([0xC2; 8]), 1) | may_be_below(word ^ u64::from_le_bytes([0xE0; 8]), 4);
    if narrow | wide == 0 { begins } else { begins - spaces(narrow | wide, from, bytes) }
}

/// The high bits of the bytes that are less than `bound`, at most 128, and perhaps of some above those.
#[inline]
fn may_be_below(word: u64, bound: u8) -> u64 {
    word.wrapping_sub(u64::from_le_bytes([bound; 8])) & !word & u64::from_le_bytes([0x80; 8])
}

/// How many of the marked bytes of the word at `from` are or begin white space.
fn spaces(mut marks: u64, from: usize, bytes: &[u8]) -> u64 {
    let mut found = 0;
    while marks != 0 {
        let at = from + (marks.trailing_zeros() / 8) as usize;
        found += u64::from(bytes.get(at..).is_some_and(is_space));
        marks &= marks - 1;
    }
    found
}

/// Whether a character of white space stands first: U+0009 to U+000D, U+0020, U+0085, U+00A0, U+1680, U+2000 to U+200A,
/// U+2028, U+2029, U+202F, U+205F, U+3000 (Unicode, `White_Space`).
#[inline]
fn is_space(text: &[u8]) -> bool {
    match text {
        [b' ' | b'\t'..=b'\r', ..] => true,
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
        for length in 0..20 {
            let text: String = "0\u{3000}一 \u{A0}\u{1}".chars().cycle().take(length).collect();
            let expected = text.chars().filter(|c| !c.is_whitespace()).count() as u64;
            assert_eq!(weight(&text), expected, "{text:?}");
        }
        assert_eq!(weight(" 一 二\u{3000}三、a\n"), 5);
        assert_eq!(weight(&"、\u{2028}字 a".repeat(1_000)), 3_000);
    }
}
