//! A text as runs: words, and the figures that follow them.

use crate::extract::value;
use crate::model::{Block, Document, Place};

/// Of so many words before figures the last ones are kept; the longest header of a form has fewer.
const WORDS: usize = 200;
/// Of so many figures the first ones are kept; no row has more.
const FIGURES: usize = 256;
/// A longer text is no figure.
const LONGEST_FIGURE: usize = 120;

/// A line, or what stands between the tabs of one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'d> {
    /// The index of its paragraph in the document's blocks.
    pub block: usize,
    /// Its line, counted from 1.
    pub line: usize,
    pub text: &'d str,
    pub place: Place,
    /// Whether nothing stands before it in its line.
    pub opens: bool,
    /// Whether nothing stands after it in its line.
    pub closes: bool,
}

/// Words, and the figures that follow them.
#[derive(Debug, Default)]
pub(super) struct Run<'d> {
    pub words: Vec<Part<'d>>,
    /// Whether there were more words before.
    pub cut: bool,
    pub figures: Vec<Part<'d>>,
    /// How many figures there were.
    pub count: usize,
}

/// Cuts a document of lines into runs; the last one may have no figures.
pub(super) fn each_run<'d>(document: &'d Document, mut take: impl FnMut(Run<'d>)) {
    let mut run = Run::default();
    for (block, paragraph) in document.blocks.iter().enumerate() {
        let Block::Paragraph(paragraph) = paragraph else { continue };
        let line = document.lines.partition_point(|start| *start <= paragraph.place.start);
        let last = paragraph.text.trim_end().len();
        let mut start = 0;
        let mut opens = true;
        for cell in paragraph.text.split('\t') {
            let text = cell.trim();
            let at = start + (cell.len() - cell.trim_start().len());
            start += cell.len() + 1;
            if text.is_empty() {
                continue;
            }
            let from = paragraph.place.start as usize + at;
            let place = Place::new(paragraph.place.part, from..from + text.len());
            let part = Part { block, line, text, place, opens, closes: at + text.len() >= last };
            opens = false;
            if is_figure(text) {
                run.count += 1;
                if run.figures.len() < FIGURES {
                    run.figures.push(part);
                }
                continue;
            }
            if run.count > 0 {
                take(std::mem::take(&mut run));
            }
            if run.words.len() >= 2 * WORDS {
                run.words.drain(..WORDS);
                run.cut = true;
            }
            run.words.push(part);
        }
    }
    take(run);
}

/// Whether a line is a number or a nil mark; the number of a list, 「1.」, is none.
fn is_figure(text: &str) -> bool {
    text.len() <= LONGEST_FIGURE && value::is_figure(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::ReadOptions;

    #[test]
    fn what_counts_lists_or_pages_is_no_figure() {
        for figure in ["0", "12", "１２", "1,234", "7545万元", "+2", "减3", "/", "—", "22（其中修订 16 件）"]
        {
            assert!(is_figure(figure), "{figure}");
        }
        for other in
            ["1.", "1、", "(1)", "（一）", "一", "三", "2024年", "1 2", "- 2 -", "①", "1.属于国家秘密", "第2页"]
        {
            assert!(!is_figure(other), "{other}");
        }
    }

    #[test]
    fn lines_and_pieces_between_tabs_are_the_same() {
        let text = "规章\n1\n\n  2\n行政许可\t3\t4\n五";
        let document = crate::text::read("test", text.as_bytes(), &ReadOptions::default()).unwrap();
        let mut seen = Vec::new();
        each_run(&document, |run| {
            let texts =
                |parts: &[Part<'_>]| parts.iter().map(|part| part.text.to_owned()).collect::<Vec<_>>().join(" ");
            for part in run.words.iter().chain(&run.figures) {
                assert_eq!(&text[part.place.start as usize..part.place.end as usize], part.text);
            }
            seen.push((texts(&run.words), texts(&run.figures), run.words[0].line));
        });
        let expected = [("规章", "1 2", 1), ("行政许可", "3 4", 5), ("五", "", 6)];
        assert_eq!(seen, expected.map(|(words, figures, line)| (words.to_owned(), figures.to_owned(), line)));
    }
}
