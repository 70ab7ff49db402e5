//! Whether bytes are text that may hold a table unrolled to lines: sound characters, words in Chinese, and cells that
//! are nothing but a number.

use encoding_rs::{BIG5, Encoding, GB18030, UTF_8};

use crate::model::is_ideograph;

/// So many cells of digits alone make it likely that the text holds a table; a date or the number of a page is one.
const FIGURES: usize = 3;

/// Whether this is sound text in Chinese in which several lines, or pieces between tabs, are numbers.
///
/// Unsound is text with a byte that is no character of its encoding, with NUL, or with other control characters.
pub fn holds_figures(bytes: &[u8]) -> bool {
    let (encoding, start) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (Some(encoding), length),
        None => (None, 0),
    };
    let sound =
        |encoding: &'static Encoding| encoding.decode_without_bom_handling_and_without_replacement(&bytes[start..]);
    let text = match encoding {
        Some(encoding) => sound(encoding),
        None => [UTF_8, GB18030, BIG5].into_iter().find_map(sound),
    };
    text.is_some_and(|text| text.contains(is_ideograph) && !text.contains(is_odd) && figures(&text) >= FIGURES)
}

/// Control characters that no text has; 0x1A ended texts on old systems.
fn is_odd(c: char) -> bool {
    c < ' ' && !matches!(c, '\t' | '\n' | '\r' | '\x0B' | '\x0C' | '\x1A')
}

/// How many cells are nothing but digits, as far as it matters.
fn figures(text: &str) -> usize {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let cells = text.split(['\n', '\r', '\t', '\x0B', '\x0C']).map(str::trim);
    cells.filter(|cell| !cell.is_empty() && cell.chars().all(is_digit)).take(FIGURES).count()
}

#[cfg(test)]
mod tests {
    use super::holds_figures;

    #[test]
    fn text_with_figures_in_lines_is_told_from_any_other() {
        for (text, expected) in [
            ("规章\n1\n2\n３\n", true),
            ("\u{FEFF}规章\r\n1\r\n2\r\n3", true),
            ("规章\t1\t2\t3", true),
            ("\t规章\n\t1\n\t2\n\t3\n", true),
            ("规章 1 2 3", false),
            ("规章\n1\n2\n", false),
            ("rules\n1\n2\n3\n", false),
            ("规章\n1\n2\n3\n\0", false),
            ("规章\n1\n2\n3\n\x07", false),
            ("", false),
        ] {
            assert_eq!(holds_figures(text.as_bytes()), expected, "{text:?}");
        }
    }

    #[test]
    fn every_usual_encoding_is_looked_through() {
        let text = "规章\n1\n2\n3\n";
        assert!(holds_figures(&encoding_rs::GB18030.encode(text).0));
        assert!(holds_figures(&encoding_rs::BIG5.encode("規章\n1\n2\n3\n").0));
        let wide: Vec<u8> = "\u{FEFF}规章\n1\n2\n3".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(holds_figures(&wide));
        let mut broken = text.as_bytes().to_vec();
        broken.push(0xFF);
        assert!(!holds_figures(&broken));
    }
}
