//! A document as neutral blocks: paragraphs and tables in reading order, and the stories beside the body.

use super::{Note, Place, Table, Text, Words};

/// One document that was read. Its body is `blocks`; everything else that carries text is a [`Story`].
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The name the source was opened under: a path, or `-` for standard input.
    pub source: String,
    /// The names of the parts that [`Place::part`] points into. The main part is first.
    pub parts: Vec<String>,
    /// The body, in reading order.
    pub blocks: Vec<Block>,
    /// Headers, footers, notes, comments, text boxes, hidden and deleted text.
    pub stories: Vec<Story>,
    /// What the reader noticed.
    pub notes: Vec<Note>,
    /// How many characters came in and where they went.
    pub tally: Tally,
    /// Where each line of a plain text begins, in bytes of its part; empty for every other format.
    pub lines: Vec<u32>,
}

/// A paragraph or a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// Running text, a heading, or a line in a cell.
    Paragraph(Paragraph),
    /// A table, possibly inside another table's cell.
    Table(Box<Table>),
}

/// A paragraph: its text as printed, without the number that the word processor computes for it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Paragraph {
    /// The automatic number printed before the text.
    pub number: Option<Box<Number>>,
    /// The text. Line breaks are `\n`, tabs `\t`.
    pub text: Text,
    /// The outline level of a heading, from 0; `None` for running text.
    pub outline: Option<u8>,
    /// Bookmarks and content controls with a name that begin in this paragraph.
    pub bookmarks: Vec<Bookmark>,
    /// Where it lies.
    pub place: Place,
}

/// A computed paragraph number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// The label as printed, with its punctuation and without what separates it from the text: `一、`, `（三）`, `1.1`.
    pub text: Text,
    /// The list level, from 0.
    pub level: u8,
}

/// A named position in a paragraph: where a bookmark or a content control begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bookmark {
    /// The name, e.g. `_GoBack`.
    pub name: String,
    /// Byte offset into the paragraph's text.
    pub offset: usize,
    /// What is named.
    pub kind: BookmarkKind,
    /// Byte offset of the end of a content control that lies in this paragraph alone; `None` for one that goes on beyond
    /// it, and for bookmarks.
    pub end: Option<usize>,
}

/// What a [`Bookmark`] names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BookmarkKind {
    /// A bookmark (`w:bookmarkStart`).
    #[default]
    Bookmark,
    /// A content control, by its tag (`w:tag`) or its title (`w:alias`).
    Control,
}

/// Text beside the body.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// What it is.
    pub kind: StoryKind,
    /// Its content.
    pub blocks: Vec<Block>,
    /// What it is anchored to, or where its part begins.
    pub place: Place,
}

/// The kinds of [`Story`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StoryKind {
    /// A page header.
    Header,
    /// A page footer.
    Footer,
    /// A footnote.
    Footnote,
    /// An endnote.
    Endnote,
    /// A reviewer's comment.
    Comment,
    /// A text box, anchored to a paragraph.
    TextBox,
    /// Text marked hidden.
    Hidden,
    /// Text under a tracked deletion or a move away, not shown as data.
    Deleted,
    /// Text under a tracked insertion, where the original text was asked for.
    Inserted,
    /// The code of a field whose stored result is in the text.
    FieldCode,
    /// The reading printed above a base text (ruby).
    Ruby,
    /// The branch of alternative content that was not chosen.
    Alternative,
}

impl StoryKind {
    /// The stable name, in kebab-case.
    pub fn name(self) -> &'static str {
        match self {
            StoryKind::Header => "header",
            StoryKind::Footer => "footer",
            StoryKind::Footnote => "footnote",
            StoryKind::Endnote => "endnote",
            StoryKind::Comment => "comment",
            StoryKind::TextBox => "text-box",
            StoryKind::Hidden => "hidden",
            StoryKind::Deleted => "deleted",
            StoryKind::Inserted => "inserted",
            StoryKind::FieldCode => "field-code",
            StoryKind::Ruby => "ruby",
            StoryKind::Alternative => "alternative",
        }
    }

    /// What people call it.
    pub fn words(self) -> Words {
        let chinese = match self {
            StoryKind::Header => "页眉",
            StoryKind::Footer => "页脚",
            StoryKind::Footnote => "脚注",
            StoryKind::Endnote => "尾注",
            StoryKind::Comment => "批注",
            StoryKind::TextBox => "文本框",
            StoryKind::Hidden => "隐藏文字",
            StoryKind::Deleted => "已删除",
            StoryKind::Inserted => "已插入",
            StoryKind::FieldCode => "域代码",
            StoryKind::Ruby => "注音",
            StoryKind::Alternative => "备选内容",
        };
        Words::new(self.name(), chinese)
    }
}

/// The third law in numbers: every character of the document ends in a paragraph, a cell, a named story or a note.
///
/// Counted in characters (Unicode scalar values) that are not white space. `read` is counted where the XML
/// text enters; the others are counted in the finished document, so that a character lost on the way shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Characters of text content that the parts held, or that elements stand for (`w:sym`, a tick box).
    pub read: u64,
    /// Characters in the body's paragraphs and cells.
    pub body: u64,
    /// Characters in stories and in cells' hidden text.
    pub stories: u64,
    /// Characters left out, each under a note that says so.
    pub noted: u64,
}

impl Tally {
    /// Whether every character is accounted for.
    pub fn balances(&self) -> bool {
        self.read == self.body + self.stories + self.noted
    }
}

impl Document {
    /// The tables of the body in document order, each before the tables nested in it.
    pub fn tables(&self) -> Vec<&Table> {
        let mut found = Vec::new();
        collect_tables(&self.blocks, &mut found);
        found
    }

    /// Everything but the body.
    pub(crate) fn shell(&self) -> Document {
        Document {
            source: self.source.clone(),
            parts: self.parts.clone(),
            blocks: Vec::new(),
            stories: self.stories.clone(),
            notes: self.notes.clone(),
            tally: self.tally,
            lines: self.lines.clone(),
        }
    }

    /// The tables of the stories, in the same order as the stories.
    pub fn story_tables(&self) -> Vec<(StoryKind, &Table)> {
        let mut all = Vec::new();
        for story in &self.stories {
            let mut found = Vec::new();
            collect_tables(&story.blocks, &mut found);
            all.extend(found.into_iter().map(|table| (story.kind, table)));
        }
        all
    }
}

/// Nested tables are at most [`Limits::table_depth`](super::Limits::table_depth) deep, so the recursion is bounded.
fn collect_tables<'a>(blocks: &'a [Block], found: &mut Vec<&'a Table>) {
    for block in blocks {
        if let Block::Table(table) = block {
            found.push(table);
            for cell in table.cells() {
                collect_tables(&cell.blocks, found);
            }
        }
    }
}
