//! A document's structures, read and ready to be asked: the text and what is said about each character of it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::bytes::{Plc, unsound};
use super::fib::{Fib, Lengths, at};
use super::pieces::{Piece, Text};
use super::properties::{Budget, Character, Data, Paragraph};
use super::rows::Row;
use super::runs::{Kind, Runs};
use super::styles::{self, Styles};
use crate::compose::{Notices, Result};
use crate::model::{Limits, Message, Words, codes, say};

/// The streams of a document.
pub(super) struct Streams {
    pub(super) word: Vec<u8>,
    pub(super) table: Vec<u8>,
    pub(super) data: Vec<u8>,
}

/// What is said about a paragraph or a row: the list at its mark, and what is changed in the whole piece around it.
type Said<'a> = (&'a [u8], u16);

/// The structures of a document.
pub(super) struct File<'a> {
    pub(super) text: Text<'a>,
    pub(super) lengths: Lengths,
    /// One past the last character of every section.
    pub(super) sections: Vec<u32>,
    pub(super) styles: Styles,
    pub(super) fonts: Vec<String>,
    pub(super) data: Data<'a>,
    /// How deep tables may lie in tables.
    pub(super) table_depth: usize,
    word: &'a [u8],
    table: &'a [u8],
    fib: Fib<'a>,
    characters: Runs,
    paragraphs: Runs,
    /// Paragraphs by what is said about them, for many are like each other, and may all name the same long list.
    known: RefCell<HashMap<Said<'a>, Paragraph>>,
    /// Rows by what is said about them.
    rows: RefCell<HashMap<Said<'a>, Rc<Row>>>,
    /// For changes of whole pieces.
    budget: Budget,
}

impl<'a> File<'a> {
    /// Reads the structures.
    pub(super) fn read(streams: &'a Streams, limits: &Limits, notices: &mut Notices) -> Result<Self> {
        let Streams { word, table, data } = streams;
        let fib = Fib::read(word)?;
        let missing = |()| unsound(say!("its list of pieces lies outside the file", "文字片段表位于文件之外"));
        let text = Text::read(fib.structure(table, at::TEXT).map_err(missing)?, word, limits)?;
        let mut part = |index: usize, what: Words| {
            fib.structure(table, index).unwrap_or_else(|()| {
                notices.add(&codes::STRUCTURE_DAMAGED, None, || Message {
                    english: format!("{} lie outside the file", what.english),
                    chinese: format!("{}位于文件之外", what.chinese),
                });
                &[]
            })
        };
        let characters = part(at::CHARACTERS, Words::new("the properties of characters", "字符属性"));
        let paragraphs = part(at::PARAGRAPHS, Words::new("the properties of paragraphs", "段落属性"));
        let sections = part(at::SECTIONS, Words::new("the sections", "节的列表"));
        let sheet = part(at::STYLES, Words::new("the styles", "样式"));
        let fonts = part(at::FONTS, Words::new("the fonts", "字体"));
        let characters = Runs::read(characters, word, Kind::Characters);
        let paragraphs = Runs::read(paragraphs, word, Kind::Paragraphs);
        let damaged = characters.damaged + paragraphs.damaged;
        if damaged > 0 {
            notices.add(&codes::STRUCTURE_DAMAGED, None, || {
                say!("{damaged} pages or runs of properties cannot be read", "有 {damaged} 处属性无法读取")
            });
        }
        let data = Data::new(data);
        let styles = Styles::read(sheet, &data, limits.chain, notices);
        let mut sections: Vec<u32> = Plc::new(sections, 12).positions().skip(1).collect();
        sections.sort_unstable();
        let table_depth = limits.table_depth.saturating_add(1);
        let (lengths, fonts) = (fib.lengths, styles::fonts(fonts));
        Ok(File {
            text,
            lengths,
            sections,
            styles,
            fonts,
            data,
            table_depth,
            word,
            table,
            fib,
            characters,
            paragraphs,
            known: RefCell::default(),
            rows: RefCell::default(),
            budget: Budget::new(word.len()),
        })
    }

    /// A structure of the table stream; nothing where it is missing.
    pub(super) fn structure(&self, index: usize) -> &'a [u8] {
        self.fib.structure(self.table, index).unwrap_or(&[])
    }

    /// The table stream from where a structure ends.
    pub(super) fn after(&self, index: usize) -> &'a [u8] {
        let (at, length) = self.fib.place(index);
        at.checked_add(length).and_then(|end| self.table.get(end..)).unwrap_or(&[])
    }

    /// What is said about the paragraph whose mark is the character `at`, and the piece that it lies in.
    fn said(&self, at: u32) -> (Said<'a>, Option<&Piece>) {
        let piece = self.text.piece(at);
        let run = self.paragraphs.covering(self.text.place(at));
        ((run.map_or(&[][..], |run| run.list(self.word)), piece.map_or(0, |piece| piece.change)), piece)
    }

    /// Gives the list of changes of a whole piece to `take`, if it has one.
    fn change(&self, piece: &Piece, take: impl FnOnce(&[u8])) {
        let change = self.text.change(piece);
        let list = change.list();
        if !list.is_empty() && self.budget.allows(list.len()) {
            take(list);
        }
    }

    /// Whether something that is said was not read, for it is said too often.
    pub(super) fn is_flooded(&self) -> bool {
        self.budget.is_spent() || self.data.budget.is_spent()
    }

    /// What is said about the paragraph whose mark is the character `at`.
    pub(super) fn paragraph(&self, at: u32) -> Paragraph {
        let (said, piece) = self.said(at);
        let read = || {
            let mut paragraph = Paragraph::default();
            paragraph.apply_with_style(said.0, &self.data);
            if let Some(piece) = piece {
                self.change(piece, |list| paragraph.apply(list, &self.data));
            }
            paragraph
        };
        *self.known.borrow_mut().entry(said).or_insert_with(read)
    }

    /// The row whose mark is the character `at`.
    pub(super) fn row(&self, at: u32) -> Rc<Row> {
        let (said, piece) = self.said(at);
        let mut rows = self.rows.borrow_mut();
        let read = || {
            let mut row = Row::default();
            row.apply(said.0.get(2..).unwrap_or(&[]), &self.data);
            if let Some(piece) = piece {
                self.change(piece, |list| row.apply(list, &self.data));
            }
            Rc::new(row)
        };
        Rc::clone(rows.entry(said).or_insert_with(read))
    }

    /// What is said about the character `at`.
    pub(super) fn character(&self, at: u32) -> Character {
        self.run(at).0
    }

    /// What is said about the characters from `at` on, and where something else is said.
    pub(super) fn run(&self, at: u32) -> (Character, u32) {
        let mut character = Character::default();
        let Some(piece) = self.text.piece(at) else { return (character, u32::MAX) };
        let place = piece.place(at);
        let end = match self.characters.get(self.characters.index(place)) {
            Some(run) if run.start <= place => {
                character.apply(run.list(self.word));
                piece.character(run.end)
            }
            Some(run) => piece.character(run.start),
            None => piece.end,
        };
        self.change(piece, |list| character.apply(list));
        (character, end.max(at + 1))
    }
}
