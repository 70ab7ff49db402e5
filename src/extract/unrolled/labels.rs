//! Words cut into the labels of the form.
//!
//! Labels are broken over lines, printed one character a line, and sometimes run into the next one; so lines are no
//! boundaries. The words from some line on are understood where they can be cut into known labels in exactly one way.

use std::collections::HashSet;
use std::ops::Range;

use super::lines::{Part, Run};
use crate::model::is_space;
use crate::schema::{Layout, Lexicon, Meaning, Schema, key};

/// The words of a run are looked at from the end, up to so many characters.
const CHARACTERS: usize = 800;
/// A label may have an enumerator before it, and a remark in brackets after it.
const AROUND: usize = 24;
/// How many pieces of words are looked up for one document. A report needs some thousands.
const LOOKUPS: usize = 400_000;

/// A character of a label.
#[derive(Debug, Clone)]
pub(super) struct Sign {
    c: char,
    /// The index of its part in the words of the run.
    part: usize,
    /// Its bytes in the part's text.
    bytes: Range<usize>,
    /// Whether it is the first of its part.
    first: bool,
    /// Whether it is the last of its part.
    last: bool,
}

/// A label of the form.
#[derive(Debug, Clone)]
pub(super) struct Token<'a> {
    /// The pieces of lines that it stands in: the part, and the bytes of its text.
    pub pieces: Vec<(usize, Range<usize>)>,
    pub meanings: &'a [Meaning],
    /// Whether it begins and ends with a line.
    pub whole: bool,
}

/// The words that labels are made of.
pub(super) struct Vocabulary<'a> {
    lexicon: &'a Lexicon,
    /// For each table of the schema whether it stands on a grid.
    gridded: Vec<bool>,
    firsts: HashSet<char>,
    lasts: HashSet<char>,
    longest: usize,
    lookups: usize,
}

/// The words of a run, and how they may be cut.
pub(super) struct Cut<'a> {
    signs: Vec<Sign>,
    /// For each character whether the words from it on are labels in no way, in one, or in several.
    ways: Vec<u8>,
    /// For each character where its label ends, and what that means.
    next: Vec<(usize, &'a [Meaning])>,
    /// Whether the first character is the run's first.
    whole: bool,
}

impl<'a> Vocabulary<'a> {
    /// The words of the tables that stand on a grid; only these are put together from lines.
    pub(super) fn new(schema: &'a Schema) -> Self {
        let lexicon = &schema.lexicon;
        let gridded = schema.tables.iter().map(|table| table.layout == Layout::Grid).collect();
        let mut vocabulary =
            Vocabulary { lexicon, gridded, firsts: HashSet::new(), lasts: HashSet::new(), longest: 0, lookups: 0 };
        for key in lexicon.keys(|meaning| schema.tables[meaning.table()].layout == Layout::Grid) {
            vocabulary.firsts.extend(key.chars().next());
            vocabulary.lasts.extend(key.chars().next_back());
            vocabulary.longest = vocabulary.longest.max(key.chars().count() + AROUND);
        }
        vocabulary
    }

    /// Whether so many pieces were looked up that no more are.
    pub(super) fn is_spent(&self) -> bool {
        self.lookups >= LOOKUPS
    }

    /// Cuts the words of a run, from the end as far as they are labels.
    pub(super) fn cut(&mut self, run: &Run<'_>) -> Cut<'a> {
        let (signs, whole) = signs(run);
        let count = signs.len();
        let mut cut = Cut { signs, ways: vec![0; count + 1], next: vec![(0, &[]); count], whole };
        cut.ways[count] = 1;
        let plain = |sign: &Sign| key(sign.c.encode_utf8(&mut [0; 4])).chars().next();
        let mut reached = count;
        for start in (0..count).rev() {
            if reached - start > self.longest || self.is_spent() {
                break;
            }
            if !plain(&cut.signs[start]).is_some_and(|c| self.may_begin(c)) {
                continue;
            }
            for end in start + 1..=count.min(start + self.longest) {
                if cut.ways[end] == 0 || !plain(&cut.signs[end - 1]).is_none_or(|c| self.may_end(c)) {
                    continue;
                }
                let meanings = self.look_up(&cut.signs[start..end]);
                if !meanings.is_empty() {
                    cut.ways[start] = (cut.ways[start] + cut.ways[end]).min(2);
                    cut.next[start] = (end, meanings);
                    reached = start;
                }
            }
        }
        cut
    }

    fn may_begin(&self, c: char) -> bool {
        self.firsts.contains(&c) || c.is_ascii_digit() || "(〇零一二三四五六七八九十".contains(c)
    }

    fn may_end(&self, c: char) -> bool {
        self.lasts.contains(&c) || matches!(c, ')' | ']' | '】' | '〕') || !c.is_alphabetic()
    }

    fn look_up(&mut self, signs: &[Sign]) -> &'a [Meaning] {
        self.lookups += 1;
        let text: String = signs.iter().map(|sign| sign.c).collect();
        let found = self.lexicon.meanings(None, &text);
        if !found.meanings.iter().any(|meaning| self.gridded[meaning.table()]) {
            return &[];
        }
        // What follows a bracket may be left out of a label only where the bracket closes at its end.
        if found.cut && !is_closed(&text) { &[] } else { found.meanings }
    }
}

/// Whether a text ends with the bracket that closes the first one in it, and what stands between is no number: the
/// （一） after a label begins the next one.
fn is_closed(text: &str) -> bool {
    let is_opening = |c: char| matches!(c, '(' | '（' | '[' | '【' | '〔');
    let is_closing = |c: char| matches!(c, ')' | '）' | ']' | '】' | '〕');
    let Some((_, inside)) = text.split_once(is_opening) else { return false };
    let Some(inside) = inside.strip_suffix(is_closing) else { return false };
    let mut depth = 1usize;
    for c in inside.chars() {
        if is_opening(c) {
            depth += 1;
        } else if is_closing(c) {
            depth -= 1;
        }
        if depth == 0 {
            return false;
        }
    }
    let is_numeral = |c: char| c.is_numeric() || "〇零一二三四五六七八九十".contains(c);
    depth == 1 && !inside.chars().all(is_numeral)
}

/// The characters of a run's words, without white space; whether they are all of them.
fn signs(run: &Run<'_>) -> (Vec<Sign>, bool) {
    let mut length = 0;
    let mut from = run.words.len();
    while from > 0 {
        length += run.words[from - 1].text.chars().count();
        if length > CHARACTERS {
            break;
        }
        from -= 1;
    }
    let mut signs: Vec<Sign> = Vec::with_capacity(length.min(CHARACTERS));
    for (part, Part { text, .. }) in run.words.iter().enumerate().skip(from) {
        let begin = signs.len();
        let seen = text.char_indices().filter(|(_, c)| !is_space(*c));
        signs.extend(seen.map(|(at, c)| Sign { c, part, bytes: at..at + c.len_utf8(), first: false, last: false }));
        if let [first, ..] = &mut signs[begin..] {
            first.first = true;
        }
        if let [.., last] = &mut signs[begin..] {
            last.last = true;
        }
    }
    (signs, from == 0 && !run.cut)
}

impl<'a> Cut<'a> {
    /// The characters with which lines begin and from which the words are labels in one way, from the first to the last.
    pub(super) fn starts(&self, run: &Run<'_>) -> Vec<usize> {
        let known = |at: &usize| {
            let sign = &self.signs[*at];
            self.ways[*at] == 1 && sign.first && run.words[sign.part].opens
        };
        (0..self.signs.len()).filter(known).collect()
    }

    /// Whether nothing stands in the run before this character.
    pub(super) fn is_first(&self, start: usize) -> bool {
        start == 0 && self.whole
    }

    /// What the label before this character means, where one ends there.
    pub(super) fn before(&self, start: usize) -> &'a [Meaning] {
        (0..start).rev().find(|at| self.next[*at].0 == start).map_or(&[], |at| self.next[at].1)
    }

    /// The index of the part that begins with this character.
    pub(super) fn part(&self, start: usize) -> usize {
        self.signs[start].part
    }

    /// The labels from this character to the end.
    pub(super) fn tokens(&self, start: usize) -> Vec<Token<'a>> {
        let mut tokens = Vec::new();
        let mut at = start;
        while at < self.signs.len() {
            let (end, meanings) = self.next[at];
            if end <= at {
                break;
            }
            tokens.push(self.token(at..end, meanings));
            at = end;
        }
        tokens
    }

    fn token(&self, range: Range<usize>, meanings: &'a [Meaning]) -> Token<'a> {
        let signs = &self.signs[range];
        let mut pieces: Vec<(usize, Range<usize>)> = Vec::new();
        for sign in signs {
            match pieces.last_mut() {
                Some((part, bytes)) if *part == sign.part => bytes.end = sign.bytes.end,
                _ => pieces.push((sign.part, sign.bytes.clone())),
            }
        }
        let whole = signs.first().is_some_and(|sign| sign.first) && signs.last().is_some_and(|sign| sign.last);
        Token { pieces, meanings, whole }
    }

    /// The label that the words end with, where they do; for messages.
    pub(super) fn last_label(&self) -> Option<Token<'a>> {
        let count = self.signs.len();
        (0..count).filter(|at| self.next[*at].0 == count).map(|at| self.token(at..count, self.next[at].1)).next()
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::each_run;
    use super::*;
    use crate::input::ReadOptions;

    /// The labels of the last run's words, from the first line from which they are labels in one way.
    fn cut(text: &str) -> Vec<String> {
        let document = crate::text::read("test", text.as_bytes(), &ReadOptions::default()).unwrap();
        let mut labels = Vec::new();
        each_run(&document, |run| {
            let cut = Vocabulary::new(Schema::builtin()).cut(&run);
            let Some(start) = cut.starts(&run).first().copied() else { return };
            let spelt = |token: &Token<'_>| -> String {
                token.pieces.iter().map(|(part, bytes)| &run.words[*part].text[bytes.clone()]).collect()
            };
            labels = cut.tokens(start).iter().map(spelt).collect();
        });
        labels
    }

    #[test]
    fn labels_are_found_however_they_are_broken() {
        assert_eq!(cut("商业\n企业\n科研\n机构"), ["商业企业", "科研机构"]);
        assert_eq!(cut("三\n、\n本\n年\n度\n办\n理\n结\n果\n（一）予以公开"), ["三、本年度办理结果", "（一）予以公开"]);
        assert_eq!(cut("尚未\n审结总计\n复议后起诉"), ["尚未审结", "总计", "复议后起诉"]);
        assert_eq!(cut("（三）不予公开\n1.属于国家秘密"), ["（三）不予公开", "1.属于国家秘密"]);
        assert_eq!(
            cut("（二）部分公开（区分处理的，只计这一情形，不\n计其他情形）"),
            ["（二）部分公开（区分处理的，只计这一情形，不计其他情形）"]
        );
        assert_eq!(cut("规章（设区的\n市应提供）"), ["规章（设区的市应提供）"]);
    }

    #[test]
    fn a_bracket_belongs_to_a_label_only_as_a_remark() {
        for (text, expected) in [
            ("规章（设区的市应提供）", true),
            ("规章（设区的市（含县）应提供）", true),
            ("本年度办理结果（一）", false),
            ("本年度办理结果（一）予以公开（略）", false),
            ("规章（设区的市", false),
            ("规章", false),
        ] {
            assert_eq!(is_closed(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_before_the_labels_is_left_and_what_can_be_cut_twice_is_refused() {
        assert_eq!(cut("某某局的情况如下\n规章\n行政规范性文件"), ["规章", "行政规范性文件"]);
        // 其他 and 结果维持, or 其他结果 and 维持.
        assert!(cut("其他结果维持").is_empty());
        assert!(cut("规章的数量").is_empty());
        assert!(cut("规章（设区").is_empty());
    }
}
