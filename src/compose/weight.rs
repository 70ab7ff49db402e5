//! How many characters a text weighs in the tally.

/// The characters that the tally counts: those that are not white space.
///
/// Bytes that begin a character are counted, ASCII white space left out, sixteen at a time and without branches, so that
/// the compiler does all of them at once; white space beyond ASCII is looked for only where some byte may begin it. Most
/// texts are a few digits, which are counted by themselves.
#[inline]
pub(crate) fn weight(text: &str) -> u64 {
    let bytes = text.as_bytes();
    if bytes.len() <= 4 && bytes.iter().all(u8::is_ascii_graphic) { bytes.len() as u64 } else { weight_of(bytes) }
}

fn weight_of(bytes: &[u8]) -> u64 {
    let (blocks, rest) = bytes.as_chunks::<16>();
    let mut last = [b' '; 16];
    last[..rest.len()].copy_from_slice(rest);
    let (mut counted, mut rare) = (0, false);
    for block in blocks.iter().chain([&last]) {
        counted += u64::from(block.iter().fold(0, |sum: u8, byte| sum.wrapping_add(u8::from(counts(*byte)))));
        rare |= block.iter().fold(false, |rare, byte| rare | matches!(byte, 0xC2 | 0xE1..=0xE3));
    }
    if rare { counted - wide_spaces(bytes) } else { counted }
}

/// Whether a byte begins a character other than ASCII white space.
#[inline]
fn counts(byte: u8) -> bool {
    let (begins, is_blank, is_control) = ((byte as i8) >= -64, byte == b' ', byte.wrapping_sub(b'\t') <= b'\r' - b'\t');
    begins & !is_blank & !is_control
}

/// The characters of white space beyond ASCII.
fn wide_spaces(bytes: &[u8]) -> u64 {
    let usual = memchr::memchr3_iter(0xC2, 0xE2, 0xE3, bytes).filter(|at| is_wide_space(&bytes[*at..]));
    let ogham = memchr::memchr_iter(0xE1, bytes).filter(|at| is_wide_space(&bytes[*at..]));
    (usual.count() + ogham.count()) as u64
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
