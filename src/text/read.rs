//! From the bytes of a text to a document.

use crate::compose::{Composer, ReadOptions, Result};
use crate::html;
use crate::model::{Document, Error, ErrorKind, StoryKind, codes, say};

/// The name of the only part.
const PART: &str = "text";

/// A longer line is no page number.
const LONGEST_MARK: usize = 40;

/// Reads a plain text: a paragraph a line, blank lines left out, page numbers as footers.
///
/// Places are bytes of the text in UTF-8, without its byte order mark. [`Document::lines`] says where each line begins.
///
/// # Errors
/// Where it goes over a limit; lines are counted as cells are, for each may be one.
pub fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> std::result::Result<Document, Error> {
    let limits = &options.limits;
    let over = |limit, allowed| Error::new(name, ErrorKind::Limit { limit, allowed });
    for (limit, allowed) in [("input", limits.input), ("part", limits.part)] {
        if bytes.len() as u64 > allowed {
            return Err(over(limit, allowed));
        }
    }
    let mut composer = Composer::new(options);
    let text = html::decode(bytes, None, &mut composer);
    if text.len() as u64 > limits.part {
        return Err(over("part", limits.part));
    }
    let breaks = text.bytes().filter(|byte| is_break(*byte)).count() as u64;
    if breaks >= limits.cells {
        return Err(over("cells", limits.cells));
    }
    let lines = compose(&text, &mut composer).map_err(|kind| Error::new(name, kind).in_part(PART, None))?;
    Ok(Document { lines, ..composer.finish(name, vec![PART.to_owned()]) })
}

fn is_break(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r' | 0x0B | 0x0C)
}

/// Tells the composer every line; gives where each begins.
fn compose(text: &str, composer: &mut Composer<'_>) -> Result<Vec<u32>> {
    let mut lines = Vec::new();
    let mut pages = 0u64;
    let mut start = 0;
    while start < text.len() {
        let end = text[start..].bytes().position(is_break).map_or(text.len(), |length| start + length);
        lines.push(u32::try_from(start).unwrap_or(u32::MAX));
        let line = &text[start..end];
        if is_page_mark(line) {
            pages += 1;
            composer.begin_story(StoryKind::Footer, start..end);
            composer.text(None, line, start..end)?;
            composer.end_story(end);
        } else if !line.trim().is_empty() {
            composer.text(None, line, start..end)?;
            composer.end_paragraph(end);
        }
        start = end + if text[end..].starts_with("\r\n") { 2 } else { 1 };
    }
    if pages > 0 {
        composer.note(&codes::PAGE_NUMBERS, None, || {
            say!("{pages} lines are page numbers, such as 「- 2 -」", "有 {pages} 行是页码，如「- 2 -」")
        });
    }
    Ok(lines)
}

/// Whether a line is the number of a page as printers write it: `- 2 -`, `— 2 —`, `第 2 页`, `第2页 共5页`. A bare number is
/// none, for it may be a figure.
fn is_page_mark(line: &str) -> bool {
    let line = line.trim();
    if line.len() > LONGEST_MARK {
        return false;
    }
    let bare: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let is_number = |text: &str| (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_dash = |c: char| matches!(c, '-' | '－' | '–' | '—' | '―' | '─');
    let dashed = bare.trim_start_matches(is_dash);
    let inner = dashed.trim_end_matches(is_dash);
    if dashed.len() < bare.len() && inner.len() < dashed.len() {
        return is_number(inner);
    }
    let page = |text: &str, before: char| {
        text.strip_prefix(before).and_then(|rest| rest.strip_suffix('页')).is_some_and(is_number)
    };
    let end = bare.find('页').map_or(bare.len(), |at| at + '页'.len_utf8());
    let (first, rest) = bare.split_at(end);
    let rest = rest.trim_start_matches(['/', '，', ',']);
    page(first, '第') && (rest.is_empty() || page(rest, '共'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_number_is_told_from_a_figure() {
        for mark in ["- 2 -", "-2-", "— 12 —", "－3－", "第 2 页", "第2页 共5页", "第2页/共5页"] {
            assert!(is_page_mark(mark), "{mark}");
        }
        for other in ["2", "-2", "- 2", "--", "- -", "2-", "第二页", "第2页以下", "共5页", "-2-3-", "- 12345 -"]
        {
            assert!(!is_page_mark(other), "{other}");
        }
    }

    #[test]
    fn lines_become_paragraphs_and_page_numbers_footers() {
        let text = "一\r\n\r\n- 2 -\n二\t三\r四\x0C五";
        let document = read("test", text.as_bytes(), &ReadOptions::default()).expect("it is read");
        assert!(document.tally.balances(), "{:?}", document.tally);
        let texts: Vec<crate::model::Text> = document
            .blocks
            .iter()
            .map(|block| match block {
                crate::model::Block::Paragraph(paragraph) => paragraph.text.clone(),
                crate::model::Block::Table(_) => unreachable!("there is no table"),
            })
            .collect();
        assert_eq!(texts, ["一", "二\t三", "四", "五"]);
        assert_eq!(document.stories.len(), 1);
        assert_eq!(document.notes.len(), 1);
        assert_eq!(document.lines, [0, 5, 7, 13, 21, 25]);
    }
}
