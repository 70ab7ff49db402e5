//! Text made safe to look at: what would move the cursor, colour the screen or turn the reading direction is
//! spelt out. Only for people's eyes; data is written byte for byte.

use std::borrow::Cow;

/// The text with every control character but the line feed, and every bidirectional control, spelt as `\u{…}`;
/// a tab becomes a space.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\t' => shown.push(' '),
            c if is_unsafe(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// The same on one line: line feeds become a mark.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains('\n') { visible(&text.replace('\n', "⏎")).into_owned().into() } else { visible(text) }
}

fn is_unsafe(c: char) -> bool {
    let bidirectional =
        matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    (c.is_control() && c != '\n') || bidirectional || matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::{one_line, visible};

    #[test]
    fn what_moves_the_cursor_is_spelt_out() {
        assert_eq!(visible("规章\n3"), "规章\n3");
        assert_eq!(visible("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(visible("\u{202e}321\u{9b}\r"), "\\u{202e}321\\u{9b}\\u{d}");
        assert_eq!(visible("a\tb"), "a b");
        assert_eq!(one_line("a\nb\u{7}"), "a⏎b\\u{7}");
    }
}
