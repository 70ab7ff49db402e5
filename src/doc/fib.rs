//! The beginning of a document: what it is and where everything lies ([MS-DOC] 2.5.1 Fib).

use super::bytes::{long, short, slice, unsound};
use crate::compose::Result;
use crate::model::say;

/// The positions of structures in the table stream, by their index in FibRgFcLcb97 ([MS-DOC] 2.5.6).
pub(super) mod at {
    pub(in crate::doc) const STYLES: usize = 1;
    pub(in crate::doc) const FOOTNOTE_MARKS: usize = 2;
    pub(in crate::doc) const FOOTNOTES: usize = 3;
    pub(in crate::doc) const COMMENT_MARKS: usize = 4;
    pub(in crate::doc) const COMMENTS: usize = 5;
    pub(in crate::doc) const SECTIONS: usize = 6;
    pub(in crate::doc) const HEADERS: usize = 11;
    pub(in crate::doc) const CHARACTERS: usize = 12;
    pub(in crate::doc) const PARAGRAPHS: usize = 13;
    pub(in crate::doc) const FONTS: usize = 15;
    pub(in crate::doc) const BOOKMARK_NAMES: usize = 21;
    pub(in crate::doc) const BOOKMARKS: usize = 22;
    pub(in crate::doc) const TEXT: usize = 33;
    pub(in crate::doc) const SHAPES: usize = 40;
    pub(in crate::doc) const ENDNOTE_MARKS: usize = 46;
    pub(in crate::doc) const ENDNOTES: usize = 47;
    pub(in crate::doc) const TEXT_BOXES: usize = 56;
    pub(in crate::doc) const HEADER_TEXT_BOXES: usize = 58;
    pub(in crate::doc) const LISTS: usize = 73;
    pub(in crate::doc) const LIST_OVERRIDES: usize = 74;
}

/// How many characters each part of the document has, in the order in which they lie ([MS-DOC] 2.5.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Lengths {
    pub(super) body: u32,
    pub(super) footnotes: u32,
    pub(super) headers: u32,
    pub(super) comments: u32,
    pub(super) endnotes: u32,
    pub(super) text_boxes: u32,
    pub(super) header_text_boxes: u32,
}

/// The file information block.
pub(super) struct Fib<'a> {
    /// How long the parts of the text are.
    pub(super) lengths: Lengths,
    /// Whether the table stream is `1Table`, not `0Table`.
    second_table: bool,
    places: &'a [u8],
}

impl<'a> Fib<'a> {
    /// Reads the block at the beginning of the stream `WordDocument`.
    pub(super) fn read(word: &'a [u8]) -> Result<Self> {
        let cut = || unsound(say!("its header is cut off", "文件头不完整"));
        let identity = short(word, 0).ok_or_else(cut)?;
        let version = short(word, 2).ok_or_else(cut)?;
        let flags = short(word, 10).ok_or_else(cut)?;
        if identity != 0xA5EC || version < 0xC0 {
            return Err(unsound(say!(
                "it is of a version before Word 97 ({version:#06x})",
                "版本早于 Word 97（{version:#06x}）"
            )));
        }
        if flags & 0x0100 != 0 {
            return Err(unsound(say!("it is locked by a password", "文档带有密码")));
        }
        // FibRgW97 and FibRgLw97 say how long they are.
        let words = usize::from(short(word, 32).ok_or_else(cut)?);
        let longs_at = 36 + words * 2;
        let longs = usize::from(short(word, longs_at - 2).ok_or_else(cut)?);
        let count_at = longs_at + longs * 4;
        let count = usize::from(short(word, count_at).ok_or_else(cut)?);
        let rest = word.get(count_at + 2..).ok_or_else(cut)?;
        // A damaged count still leaves what is there.
        let places = slice(rest, 0, count * 8).unwrap_or(rest);
        if longs < 11 || count < 34 {
            return Err(cut());
        }
        let length = |index: usize| -> Result<u32> {
            let value = long(word, longs_at + index * 4).ok_or_else(cut)?;
            if value > i32::MAX as u32 {
                return Err(unsound(say!("a part of its text has a negative length", "部分文字的长度为负")));
            }
            Ok(value)
        };
        let lengths = Lengths {
            body: length(3)?,
            footnotes: length(4)?,
            headers: length(5)?,
            comments: length(7)?,
            endnotes: length(8)?,
            text_boxes: length(9)?,
            header_text_boxes: length(10)?,
        };
        Ok(Fib { lengths, second_table: flags & 0x0200 != 0, places })
    }

    /// The name of its table stream, and of the other one.
    pub(super) fn tables(&self) -> [&'static str; 2] {
        if self.second_table { ["1Table", "0Table"] } else { ["0Table", "1Table"] }
    }

    /// Where a structure lies in the table stream, and how long it is.
    pub(super) fn place(&self, index: usize) -> (usize, usize) {
        let at = |at| long(self.places, at).unwrap_or(0) as usize;
        (at(index * 8), at(index * 8 + 4))
    }

    /// The bytes of a structure: none where there is none, and `Err` where it lies outside the stream.
    pub(super) fn structure<'t>(&self, table: &'t [u8], index: usize) -> std::result::Result<&'t [u8], ()> {
        let (at, length) = self.place(index);
        if length == 0 { Ok(&[]) } else { slice(table, at, length).ok_or(()) }
    }
}
