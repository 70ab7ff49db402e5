//! How many characters a text weighs in the tally.

/// How many bytes are counted at once.
const BLOCK: usize = 16;
type Block = [u8; BLOCK];
/// How many blocks are counted before their sums are added up, each of which fits a byte.
const STRIDE: usize = 255;

/// The characters that the tally counts: those that are not white space.
///
/// Counted in blocks of bytes, of which the compiler compares all at once. White space is looked for only where a byte
/// may be or begin it.
#[inline]
pub(crate) fn weight(text: &str) -> u64 {
    let bytes = text.as_bytes();
    // Most cells hold a figure.
    if bytes.len() < BLOCK && bytes.iter().all(u8::is_ascii_digit) {
        return bytes.len() as u64;
    }
    let mut counted = 0;
    let mut at = 0;
    // What a block is compared with goes on behind it.
    while bytes.len() - at > BLOCK + 1 {
        let count = ((bytes.len() - at - 2) / BLOCK).min(STRIDE);
        counted += weight_of(&bytes[at..at + count * BLOCK + 2]);
        at += count * BLOCK;
    }
    // Bytes that go on with a character, and begin none, fill the last blocks.
    let mut last = [0x80; 2 * BLOCK + 2];
    let rest = &bytes[at..];
    last[..rest.len()].copy_from_slice(rest);
    counted + weight_of(&last[..rest.len().div_ceil(BLOCK) * BLOCK + 2])
}

/// A block of bytes, and the bytes that follow each of them.
type Window<'a> = [&'a Block; 3];

/// The blocks of some bytes but for the last two of these, which are compared only with what is before them.
fn windows(bytes: &[u8]) -> impl Iterator<Item = Window<'_>> {
    let blocks = |from: usize| bytes[from..].as_chunks().0;
    blocks(0).iter().zip(blocks(1)).zip(blocks(2)).map(|((first, second), third)| [first, second, third])
}

/// The characters that begin in the blocks of some bytes, white space left out.
#[inline]
fn weight_of(bytes: &[u8]) -> u64 {
    let (mut begun, mut doubts) = ([0; BLOCK], [0; BLOCK]);
    for [first, second, third] in windows(bytes) {
        for at in 0..BLOCK {
            let [first, second, third] = [first[at], second[at], third[at]];
            begun[at] = u8::wrapping_add(begun[at], u8::from(begins(first)));
            // The marks of Chinese, such as 、 and 。, begin with E3 and are no white space.
            let ideographic = (first == 0xE3) & (second == 0x80) & (third == 0x80);
            let other = (first <= b' ') | (first == 0xC2) | (first == 0xE1) | (first == 0xE2);
            doubts[at] |= u8::from(other | ideographic);
        }
    }
    let begun = sum(begun);
    if u128::from_ne_bytes(doubts) == 0 { begun } else { begun - windows(bytes).map(spaces).sum::<u64>() }
}

/// The sum of the bytes of a block.
#[inline]
fn sum(block: Block) -> u64 {
    const EVEN: u64 = 0x00FF_00FF_00FF_00FF;
    let pairs = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        (word & EVEN) + (word >> 8 & EVEN)
    };
    // Each of four sums of two bytes; the highest comes to be that of all.
    let of = |word: &[u8; 8]| pairs(word).wrapping_mul(0x0001_0001_0001_0001) >> 48;
    block.as_chunks().0.iter().map(of).sum()
}

/// Whether a byte begins a character: those from 80 to BF go on with one.
#[inline]
fn begins(byte: u8) -> bool {
    byte.cast_signed() >= -0x40
}

/// The characters of white space that begin in a block: U+0009 to U+000D, U+0020, U+0085, U+00A0, U+1680,
/// U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F, U+3000 (Unicode, `White_Space`).
#[inline]
fn spaces([first, second, third]: Window<'_>) -> u64 {
    let mut found = 0;
    for at in 0..BLOCK {
        let [first, second, third] = [first[at], second[at], third[at]];
        let one = (first == b' ') | (b'\t'..=b'\r').contains(&first);
        let two = (first == 0xC2) & ((second == 0x85) | (second == 0xA0));
        let general = (third <= 0x8A) | (third == 0xA8) | (third == 0xA9) | (third == 0xAF);
        let three = (first == 0xE1) & (second == 0x9A) & (third == 0x80)
            | (first == 0xE2) & (second == 0x80) & general
            | (first == 0xE2) & (second == 0x81) & (third == 0x9F)
            | (first == 0xE3) & (second == 0x80) & (third == 0x80);
        found = u8::wrapping_add(found, u8::from(one | two | three));
    }
    u64::from(found)
}

#[cfg(test)]
mod tests {
    use super::weight;

    #[test]
    fn every_character_weighs_one_unless_it_is_white_space() {
        for c in '\0'..=char::MAX {
            assert_eq!(weight(c.encode_utf8(&mut [0; 4])), u64::from(!c.is_whitespace()), "{c:?}");
        }
        for length in 0..200 {
            let text: String = "0\u{3000}一 \u{A0}\u{1}".chars().cycle().take(length).collect();
            let expected = text.chars().filter(|c| !c.is_whitespace()).count() as u64;
            assert_eq!(weight(&text), expected, "{text:?}");
        }
        assert_eq!(weight(" 一 二\u{3000}三、a\n"), 5);
        assert_eq!(weight(&"、\u{2028}字 a".repeat(1_000)), 3_000);
    }
}
