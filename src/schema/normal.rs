//! When two printed labels are the same: NFKC, no white space, one kind of quotation mark.

use unicode_normalization::UnicodeNormalization;

use crate::model::is_space;

/// The form of a label under which labels are compared.
///
/// Compatibility forms are unified (Unicode NFKC: full-width letters, digits, brackets and punctuation), white space
/// and characters without a print are dropped, quotation marks become `"`, and a final colon or full stop goes.
pub fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    if text.chars().all(is_plain) {
        key.extend(text.chars().filter(|c| !is_space(*c)).map(unify));
    } else {
        key.extend(text.nfkc().filter(|c| !is_space(*c)).map(unify));
    }
    while key.ends_with([':', '。', ';']) {
        key.pop();
    }
    key
}

/// What stands before the first bracket, where something does.
pub fn before_bracket(key: &str) -> Option<&str> {
    match key.find(['(', '[', '【', '〔']) {
        None | Some(0) => None,
        Some(end) => Some(&key[..end]),
    }
}

/// Characters that NFKC leaves alone: ASCII and the common CJK ideographs.
fn is_plain(c: char) -> bool {
    c.is_ascii() || ('\u{4E00}'..='\u{9FFF}').contains(&c) || matches!(c, '、' | '。' | '“' | '”')
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
    use super::{before_bracket, key};

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
