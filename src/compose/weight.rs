//! How many characters a text weighs in the tally.

/// How many bytes are counted at once.
const BLOCK: usize = 16;
/// A block, and what follows it: a character of white space has at most three bytes.
type Window = [u8; BLOCK + 2];

/// The characters that the tally counts: those that are not white space.
///
/// Counted in blocks of bytes, of which the compiler compares all at once. White space is looked for only in a block
/// where a byte may be or begin it.
#[inline]
pub(crate) fn weight(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let (mut at, mut counted) = (0, 0);
    while let Some(window) = bytes[at..].first_chunk() {
        counted += weight_of(window);
        at += BLOCK;
    }
    // Bytes that go on with a character, and begin none, fill the last windows.
    let mut last = [0x80; 2 * BLOCK + 2];
    let rest = &bytes[at..];
    last[..rest.len()].copy_from_slice(rest);
    let mut at = 0;
    while at < rest.len() {
        counted += last[at..].first_chunk().map_or(0, weight_of);
        at += BLOCK;
    }
    counted
}

/// The characters that begin in the block of a window, white space left out.
#[inline]
fn weight_of(window: &Window) -> u64 {
    let (mut begun, mut doubts) = (0_u8, false);
    for at in 0..BLOCK {
        let [first, second, third] = [window[at], window[at + 1], window[at + 2]];
        begun = begun.wrapping_add(u8::from(begins(first)));
        // The marks of Chinese, such as 、 and 。, begin with E3 and are no white space.
        let ideographic = (first == 0xE3) & (second == 0x80) & (third == 0x80);
        doubts |= (first <= b' ') | (first == 0xC2) | (first == 0xE1) | (first == 0xE2) | ideographic;
    }
    u64::from(begun - if doubts { spaces(window) } else { 0 })
}

/// Whether a byte begins a character: those from 80 to BF go on with one.
#[inline]
fn begins(byte: u8) -> bool {
    byte.cast_signed() >= -0x40
}

/// The characters of white space that begin in the block of a window: U+0009 to U+000D, U+0020, U+0085, U+00A0, U+1680,
/// U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F, U+3000 (Unicode, `White_Space`).
#[inline]
fn spaces(window: &Window) -> u8 {
    let mut found = 0;
    for at in 0..BLOCK {
        let [first, second, third] = [window[at], window[at + 1], window[at + 2]];
        let one = (first == b' ') | (first >= b'\t') & (first <= b'\r');
        let two = (first == 0xC2) & ((second == 0x85) | (second == 0xA0));
        let general = (third <= 0x8A) | (third == 0xA8) | (third == 0xA9) | (third == 0xAF);
        let three = (first == 0xE1) & (second == 0x9A) & (third == 0x80)
            | (first == 0xE2) & (second == 0x80) & general
            | (first == 0xE2) & (second == 0x81) & (third == 0x9F)
            | (first == 0xE3) & (second == 0x80) & (third == 0x80);
        found = u8::wrapping_add(found, u8::from(one | two | three));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::weight;

    #[test]
    fn every_character_weighs_one_unless_it_is_white_space() {
        for c in '\0'..=char::MAX {
            assert_eq!(weight(c.encode_utf8(&mut [0; 4])), u64::from(!c.is_whitespace()), "{c:?}");
        }
        for length in 0..60 {
            let text: String = "0\u{3000}一 \u{A0}\u{1}".chars().cycle().take(length).collect();
            let expected = text.chars().filter(|c| !c.is_whitespace()).count() as u64;
            assert_eq!(weight(&text), expected, "{text:?}");
        }
        assert_eq!(weight(" 一 二\u{3000}三、a\n"), 5);
        assert_eq!(weight(&"、\u{2028}字 a".repeat(1_000)), 3_000);
    }
}
