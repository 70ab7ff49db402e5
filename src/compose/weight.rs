//! How many characters a text weighs in the tally.

/// The characters that the tally counts: those that are not white space.
///
/// Bytes that begin a character are counted, ASCII white space left out, eight at a time and without branches; where a
/// byte may begin a character of white space beyond ASCII, that one is looked at.
#[inline]
pub(crate) fn weight(text: &str) -> u64 {
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
