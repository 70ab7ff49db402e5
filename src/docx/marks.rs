//! The attributes by which Word tells sessions and copies apart. They say nothing about the text, and are half of it.

/// Goes past one attribute that Word writes into nearly every paragraph and run to tell sessions and copies apart: a
/// name of few and eight hexadecimal digits. `at` is the byte of the blank before it.
#[inline]
pub(super) fn pass_mark_of_session(bytes: &[u8], at: usize) -> Option<usize> {
    let marks = bytes.get(at..)?;
    // The longest name and its value; what is shorter than that ends the part, and no start tag does.
    let here = marks.first_chunk::<26>()?;
    let value = match here {
        [b' ', b'w', b':', b'r', b's', b'i', b'd', rest @ ..] => match rest {
            [b'R', b'=', b'"', ..] | [b'P', b'=', b'"', ..] => 10,
            [b'R', b'P', b'r', b'=', b'"', ..] => 12,
            [b'R', b'D', b'e', b'f', b'a', b'u', b'l', b't', b'=', b'"', ..] => 17,
            [b'T', b'r', b'=', b'"', ..] => 11,
            _ => return None,
        },
        _ if here.starts_with(b" w14:paraId=\"") || here.starts_with(b" w14:textId=\"") => 13,
        _ => return None,
    };
    let (digits, quote) = here[value..].split_first_chunk::<8>()?;
    (quote[0] == b'"' && are_hexadecimal(u64::from_le_bytes(*digits))).then_some(at + value + 9)
}

/// Whether eight bytes are hexadecimal digits.
#[inline]
fn are_hexadecimal(word: u64) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = ONES * 0x80;
    // With the high bits clear no sum carries into the next byte: at least `from` and not beyond `to`.
    let within = |word: u64, from: u64, to: u64| {
        word.wrapping_add(ONES * (0x80 - from)) & !word.wrapping_add(ONES * (0x80 - to - 1)) & HIGH
    };
    let low = word & !HIGH;
    let digits = within(low, 0x30, 0x39) | within(low | (ONES * 0x20), 0x61, 0x66);
    word & HIGH == 0 && digits == HIGH
}

#[cfg(test)]
mod tests {
    use super::{are_hexadecimal, pass_mark_of_session};

    #[test]
    fn each_byte_is_a_hexadecimal_digit_or_is_not() {
        for byte in 0..=u8::MAX {
            for place in 0..8 {
                let mut word = *b"0aF9Af90";
                word[place] = byte;
                assert_eq!(are_hexadecimal(u64::from_le_bytes(word)), byte.is_ascii_hexdigit(), "{byte} at {place}");
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
            " w:rsidR=\"00A1b2g3\"></w:p>     ",
            " w:rsidR=\"00A1b2c\"></w:p>      ",
            " w:rsidR=\"00A1b2c30\"></w:p>    ",
            " w:rsidR='00A1b2c3'></w:p>     ",
            " w:rsidR=\"00A1b2c3\"",
        ] {
            assert_eq!(pass_mark_of_session(text.as_bytes(), 0), None, "{text}");
        }
    }
}
