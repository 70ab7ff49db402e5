//! The attributes by which Word tells sessions and copies apart. They say nothing about the text, and are half of it.

use super::scan::marked;

/// Goes past one attribute that Word writes into nearly every paragraph and run to tell sessions and copies apart: a
/// name of few and eight characters, which are hexadecimal digits. `at` is the byte of the blank before it.
#[inline]
pub(super) fn pass_mark_of_session(bytes: &[u8], at: usize) -> Option<usize> {
    let marks = bytes.get(at..).filter(|marks| marks.starts_with(b" "))?;
    // The longest name and its value; what is shorter than that ends the part, and no start tag does.
    let here = marks.first_chunk::<26>()?;
    // Compared eight letters at a time.
    let (begins, rest) = here.split_first_chunk::<8>()?;
    let value = match begins {
        b" w:rsidR" => match rest {
            [b'=', b'"', ..] => 10,
            [b'P', b'r', b'=', b'"', ..] => 12,
            _ if rest.starts_with(b"Default=\"") => 17,
            _ => return None,
        },
        b" w:rsidP" if rest.starts_with(b"=\"") => 10,
        b" w:rsidT" if rest.starts_with(b"r=\"") => 11,
        b" w14:par" if rest.starts_with(b"aId=\"") => 13,
        b" w14:tex" if rest.starts_with(b"tId=\"") => 13,
        _ => return None,
    };
    let (digits, quote) = here[value..].split_first_chunk::<8>()?;
    (quote[0] == b'"' && marked(u64::from_le_bytes(*digits), b'"') == 0).then_some(at + value + 9)
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
