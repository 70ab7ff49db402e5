//! When two printed labels are the same: NFKC, no white space, one kind of quotation mark.

use unicode_normalization::UnicodeNormalization;

use crate::model::{is_ideograph, is_space};

/// The form of a label under which labels are compared.
///
/// Compatibility forms are unified (Unicode NFKC: full-width letters, digits, brackets and punctuation), white space
/// and characters without a print are dropped, quotation marks become `"`, and a final colon or full stop goes.
pub fn key(text: &str) -> String {
    let mut key = short(text).unwrap_or_else(|| text.nfkc().filter(|c| !is_space(*c)).map(unify).collect());
    while key.ends_with([':', '。', ';']) {
        key.pop();
    }
    key
}

/// The key of a text of simple characters, but for its end.
fn short(text: &str) -> Option<String> {
    let mut key = String::with_capacity(text.len());
    // Where the characters begin that stand in the key as they do in the text.
    let mut same = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| !is_kept(*c)) {
        if !is_simple(c) {
            return None;
        }
        key.push_str(&text[same..at]);
        same = at + c.len_utf8();
        key.extend(Some(unify(narrow(c))).filter(|c| !is_space(*c)));
    }
    key.push_str(&text[same..]);
    Some(key)
}

/// Characters that a key never loses: ideographs, ASCII letters and digits.
pub(super) fn is_kept(c: char) -> bool {
    is_ideograph(c) || c.is_ascii_alphanumeric()
}

/// The characters of a text in Unicode's compatibility form (NFKC).
pub(crate) fn compatible(text: &str) -> impl Iterator<Item = char> {
    let simple = text.chars().all(is_simple);
    let (narrowed, normal) = if simple { (text, "") } else { ("", text) };
    narrowed.chars().map(narrow).chain(normal.nfkc())
}

/// What stands before the first bracket, where something does.
pub fn before_bracket(key: &str) -> Option<&str> {
    match key.find(['(', '[', '【', '〔']) {
        None | Some(0) => None,
        Some(end) => Some(&key[..end]),
    }
}

/// Characters whose compatibility form is one character, known without a table: ASCII, the common ideographs and their
/// punctuation, and full-width ASCII. None of them combines with another.
fn is_simple(c: char) -> bool {
    c.is_ascii()
        || is_ideograph(c)
        || ('\u{FF01}'..='\u{FF5E}').contains(&c)
        || matches!(c, '、' | '。' | '“' | '”' | '《' | '》' | '〔' | '〕' | '\u{3000}')
}

fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

fn unify(c: char) -> char {
    match c {
        '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' | '《' | '》' | '\'' | '＂' | '〝' | '〞' => {
            '"'
        }
        '﹑' => '、',
        '−' | '–' | '—' | '―' | '─' => '-',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::{before_bracket, compatible, is_simple, key};

    #[test]
    fn the_short_way_gives_what_unicode_prescribes() {
        for c in ('\0'..='\u{FFFF}').filter(|c| is_simple(*c)) {
            let text = c.to_string();
            assert_eq!(compatible(&text).collect::<String>(), text.nfkc().collect::<String>(), "{c:?}");
        }
    }

    #[test]
    fn labels_that_print_alike_have_one_key() {
        for (one, other) in [
            ("本年新\n制作数量", "本年新制作数量"),
            ("本年增／减", "本年增/减"),
            ("危及“三安全一稳定”", "危及\"三安全一稳定\""),
            ("第二十条  第(六)项", "第二十条第（六）项"),
            ("总\u{3000}计\u{200B}", "总计"),
            ("本年收费金额（单位：万元）", "本年收费金额(单位:万元)"),
        ] {
            assert_eq!(key(one), key(other));
        }
    }

    #[test]
    fn explanations_in_brackets_can_be_cut() {
        assert_eq!(before_bracket(&key("规章（设区的市应提供）")), Some("规章"));
        assert_eq!(before_bracket(&key("（本列数据）")), None);
    }
}
