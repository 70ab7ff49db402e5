//! A printed label: what it says, and the enumerator before it.

/// A label with its enumerator split off, so that 「（三）不予公开」 typed by hand equals 「不予公开」 numbered by Word.
///
/// Both parts are as printed but for white space, which is dropped: labels are broken over lines and paragraphs
/// at will.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Label {
    /// The enumerator as printed: `一、`, `（三）`, `1.`, `①`.
    pub number: Option<String>,
    /// The words after it.
    pub text: String,
}

impl Label {
    /// A label from a computed number and the printed text. Where there is no computed number, one is split off the text.
    pub fn new(number: Option<&str>, text: &str) -> Self {
        let mut text = without_space(text);
        if let Some(number) = number {
            return Label { number: Some(number.to_owned()), text };
        }
        match enumerator(&text) {
            0 => Label { number: None, text },
            end => {
                let words = text.split_off(end);
                Label { number: Some(text), text: words }
            }
        }
    }
}

/// A text without its white space.
pub(crate) fn without_space(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    bare.extend(text.split(is_space));
    bare
}

/// White space in the widest sense: what Unicode calls so, and the characters that print nothing.
#[inline]
pub(crate) fn is_space(c: char) -> bool {
    // Most characters are ideographs, for which Unicode's tables need not be asked.
    if ('\u{3001}'..='\u{D7FF}').contains(&c) {
        return false;
    }
    c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}' | '\u{180E}')
}

/// The common ideographs, which have no other form and combine with nothing.
#[inline]
pub(crate) fn is_ideograph(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// The length in bytes of the enumerator that `text` begins with, or 0. A label that is nothing but an
/// enumerator is its own text.
fn enumerator(text: &str) -> usize {
    let end = circled(text).or_else(|| bracketed(text)).or_else(|| plain(text)).unwrap_or(0);
    if end == text.len() { 0 } else { end }
}

fn circled(text: &str) -> Option<usize> {
    let c = text.chars().next()?;
    matches!(c, '①'..='⒛' | '㈠'..='㈩' | '❶'..='➓').then(|| c.len_utf8())
}

fn bracketed(text: &str) -> Option<usize> {
    let rest = text.strip_prefix(['（', '(', '﹙'])?;
    let close = rest.find(['）', ')', '﹚'])?;
    if !is_number(&rest[..close]) {
        return None;
    }
    let end = text.len() - rest.len() + close;
    let end = end + text[end..].chars().next()?.len_utf8();
    Some(end + punctuation(&text[end..]))
}

fn plain(text: &str) -> Option<usize> {
    let end = text.find(|c| !is_numeral(c))?;
    if !is_number(&text[..end]) {
        return None;
    }
    let mark = punctuation(&text[end..]);
    let letters = text[end + mark..].chars().next();
    // “1.5” is a figure and “三是” an enumeration in prose.
    match mark {
        0 if text[end..].starts_with('是') => Some(end + '是'.len_utf8()),
        0 => None,
        _ if letters.is_some_and(|c| c.is_ascii_digit() || ('０'..='９').contains(&c)) => None,
        _ => Some(end + mark),
    }
}

fn punctuation(text: &str) -> usize {
    text.chars()
        .next()
        .filter(|c| matches!(c, '、' | '.' | '．' | '，' | ',' | ')' | '）' | '·' | '﹑' | '｡'))
        .map_or(0, char::len_utf8)
}

fn is_numeral(c: char) -> bool {
    let written = matches!(c, '〇' | '零' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十');
    written || matches!(c, '0'..='9' | '０'..='９')
}

fn is_number(text: &str) -> bool {
    let count = text.chars().count();
    (1..=3).contains(&count) && text.chars().all(is_numeral)
}

#[cfg(test)]
mod tests {
    use super::Label;

    #[test]
    fn enumerators_are_split_off_however_they_are_typed() {
        for (printed, number, text) in [
            ("一、总体情况", "一、", "总体情况"),
            ("（三）不予公开", "（三）", "不予公开"),
            ("(三)不予公开", "(三)", "不予公开"),
            ("1.属于国家秘密", "1.", "属于国家秘密"),
            ("1、 属于国家秘密", "1、", "属于国家秘密"),
            ("１．属于国家秘密", "１．", "属于国家秘密"),
            ("十二、附则", "十二、", "附则"),
            ("①规章", "①", "规章"),
            ("三是收到和处理政府信息公开申请情况", "三是", "收到和处理政府信息公开申请情况"),
            ("（三）\n不予公开", "（三）", "不予公开"),
        ] {
            let label = Label::new(None, printed);
            assert_eq!((label.number.as_deref(), label.text.as_str()), (Some(number), text), "{printed}");
        }
    }

    #[test]
    fn figures_and_words_keep_their_first_characters() {
        for printed in ["1.5", "12", "一", "第二十条第（一）项", "三安全一稳定", "2020年", "（本列数据）"]
        {
            assert_eq!(Label::new(None, printed), Label { number: None, text: printed.to_owned() }, "{printed}");
        }
    }

    #[test]
    fn a_computed_number_equals_a_typed_one() {
        assert_eq!(Label::new(Some("一、"), "总体情况"), Label::new(None, "一、总体 情况"));
    }
}
