//! How many characters a text weighs in the tally.

/// The characters that the tally counts: those that are not white space.
///
/// Bytes that begin a character are counted, ASCII white space left out, in a loop without branches; the few
/// characters of white space beyond ASCII are then looked for where a byte stands that may begin one.
pub(crate) fn weight(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut weight = 0_u64;
    // At most 255 to a lane, so that lanes of a byte do.
    for chunk in bytes.chunks(255) {
        let counted = |byte: &u8| u8::from((*byte as i8) >= -64 && *byte != b' ' && !(b'\t'..=b'\r').contains(byte));
        weight += u64::from(chunk.iter().map(counted).fold(0_u8, u8::wrapping_add));
    }
    weight - wide_spaces(bytes)
}

/// The characters of white space beyond ASCII: U+0085, U+00A0, U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F,
/// U+205F, U+3000 (Unicode, `White_Space`).
fn wide_spaces(text: &[u8]) -> u64 {
    let rare = memchr::memchr2_iter(0xC2, 0xE1, text);
    let places = memchr::memchr2_iter(0xE2, 0xE3, text).chain(rare);
    let is_space = |at: &usize| match text[*at..] {
        [0xC2, 0x85 | 0xA0, ..] | [0xE1, 0x9A, 0x80, ..] | [0xE3, 0x80, 0x80, ..] => true,
        [0xE2, 0x80, last, ..] => matches!(last, 0x80..=0x8A | 0xA8 | 0xA9 | 0xAF),
        [0xE2, 0x81, 0x9F, ..] => true,
        _ => false,
    };
    places.filter(is_space).count() as u64
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
