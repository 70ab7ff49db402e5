//! A Word report as plain text that one can read, and what becomes of it.
//!
//! One line is one thing:
//!
//! ```text
//! = 某某局2020年政府信息公开工作年度报告     the title, centred
//! # 一、总体情况                            a heading of level 1 (`##` of level 2), its number typed
//! #. 总体情况                               a heading that Word numbers: 一、 is printed but not in the text
//! #5. 存在的主要问题及改进情况              the same, counted from 5; `##.` prints （一）
//! plain words                               a paragraph
//! > 某某局                                  a paragraph aligned right
//! | 信息内容 | 本年新⏎制作数量 | < |         a table row, see below
//! |-                                        ends a table where another one follows
//! [[                                        up to `]]`: the content of a table with a single cell
//! ]]
//! ```
//!
//! Lines of `|` that follow each other are one table; anything else ends it. In a row, `<` is the cell to the left
//! continued, `^` the cell above, `~` a hole at an end of the row; nothing is a blank cell. `⏎` begins a paragraph,
//! `↵` a line inside it, and `{_GoBack}` is a bookmark of that name. A backslash takes the meaning off the next
//! character. ASCII spaces around a line's or cell's text are dropped, all other white space is kept.

use std::ops::Range;

use super::grid::Grid;

/// A report in its readable form.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Its content in reading order.
    pub pieces: Vec<Piece>,
}

/// One thing on a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece {
    /// A paragraph of some style.
    Text(Style, Text),
    /// A table.
    Table(Grid),
    /// What lies inside the only cell of a table.
    Frame(Range<usize>, Vec<Piece>),
}

/// How a paragraph is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// The title, centred.
    Title,
    /// A heading whose number, if any, is typed.
    Heading {
        /// The outline level, from 0.
        level: u8,
    },
    /// A heading that Word numbers.
    Numbered {
        /// The outline level, from 0.
        level: u8,
        /// The number that the counting begins anew from.
        restart: Option<u32>,
    },
    /// Running text.
    Plain,
    /// Aligned right.
    Right,
}

/// The text of one paragraph.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Text {
    /// The words; a line break is `\n`.
    pub words: String,
    /// Names of bookmarks and the bytes of `words` that they stand before.
    pub bookmarks: Vec<(String, usize)>,
    /// The bytes of the page that say so.
    pub bytes: Range<usize>,
}

/// A line that cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub struct PageError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

impl std::fmt::Display for PageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

/// A line of the source: its number from 1, its first byte, its text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub number: usize,
    pub start: usize,
    pub text: &'a str,
}

impl Line<'_> {
    pub fn bytes(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    pub fn error(&self, message: impl Into<String>) -> PageError {
        PageError { line: self.number, message: message.into() }
    }
}

impl Page {
    /// Reads the readable form.
    pub fn parse(source: &str) -> Result<Page, PageError> {
        let mut parser = Parser::default();
        let mut start = 0;
        for (index, text) in source.split('\n').enumerate() {
            parser.line(Line { number: index + 1, start, text: text.strip_suffix('\r').unwrap_or(text) })?;
            start += text.len() + 1;
        }
        parser.finish()
    }
}

/// The frames that are open, the innermost last; the first is the page itself.
struct Parser<'a> {
    open: Vec<(Option<Line<'a>>, Vec<Piece>)>,
    rows: Vec<Line<'a>>,
}

impl Default for Parser<'_> {
    fn default() -> Self {
        Parser { open: vec![(None, Vec::new())], rows: Vec::new() }
    }
}

impl<'a> Parser<'a> {
    fn line(&mut self, line: Line<'a>) -> Result<(), PageError> {
        let text = line.text.trim_matches(' ');
        if text.starts_with('|') && text != "|-" {
            self.rows.push(line);
            return Ok(());
        }
        self.end_table()?;
        match text {
            "" | "|-" => {}
            "[[" => self.open.push((Some(line), Vec::new())),
            "]]" => self.end_frame(line)?,
            _ => {
                let (style, words) = style(text);
                let words = words.trim_matches(' ');
                if words.is_empty() {
                    return Err(line.error("a mark without text"));
                }
                let text = self::text(words, line.bytes()).map_err(|message| line.error(message))?;
                self.push(Piece::Text(style, text));
            }
        }
        Ok(())
    }

    fn push(&mut self, piece: Piece) {
        self.open.last_mut().expect("the page is never closed").1.push(piece);
    }

    fn end_table(&mut self) -> Result<(), PageError> {
        if !self.rows.is_empty() {
            let grid = Grid::parse(&std::mem::take(&mut self.rows))?;
            self.push(Piece::Table(grid));
        }
        Ok(())
    }

    fn end_frame(&mut self, line: Line<'a>) -> Result<(), PageError> {
        match self.open.pop() {
            Some((Some(begin), pieces)) => {
                self.push(Piece::Frame(begin.start..line.bytes().end, pieces));
                Ok(())
            }
            _ => Err(line.error("`]]` closes nothing")),
        }
    }

    fn finish(mut self) -> Result<Page, PageError> {
        self.end_table()?;
        match self.open.pop() {
            Some((None, pieces)) => Ok(Page { pieces }),
            Some((Some(begin), _)) => Err(begin.error("`[[` is never closed")),
            None => unreachable!("the page is never closed"),
        }
    }
}

/// The style that the first characters of a line ask for, and the rest of it.
fn style(text: &str) -> (Style, &str) {
    if let Some(words) = text.strip_prefix("= ") {
        return (Style::Title, words);
    }
    if let Some(words) = text.strip_prefix("> ") {
        return (Style::Right, words);
    }
    heading(text).unwrap_or((Style::Plain, text))
}

fn heading(text: &str) -> Option<(Style, &str)> {
    let (marks, words) = text.split_once(' ')?;
    let rest = marks.trim_start_matches('#');
    let level = u8::try_from(marks.len() - rest.len()).ok()?.checked_sub(1)?;
    if rest.is_empty() {
        return Some((Style::Heading { level }, words));
    }
    let digits = rest.strip_suffix('.')?;
    let restart = if digits.is_empty() { None } else { Some(digits.parse().ok()?) };
    Some((Style::Numbered { level, restart }, words))
}

/// One paragraph's words with its bookmarks taken out and its escapes resolved.
pub(super) fn text(written: &str, bytes: Range<usize>) -> Result<Text, String> {
    let mut text = Text { bytes, ..Text::default() };
    let mut rest = written.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => text.words.push(rest.next().ok_or("a backslash at the end")?),
            '↵' => text.words.push('\n'),
            '{' => {
                let (name, after) = rest.as_str().split_once('}').ok_or("`{` without `}`")?;
                text.bookmarks.push((name.to_owned(), text.words.len()));
                rest = after.chars();
            }
            _ => text.words.push(c),
        }
    }
    Ok(text)
}
