//! Puts a document together: opens the container, reads the body and the stories beside it.

use std::ops::Range;

use super::anchors::Anchors;
use super::bytes::{Plc, long, unsound};
use super::container::Container;
use super::fib::{Fib, at};
use super::file::{File, Streams};
use super::lists::Lists;
use super::walk::{Walk, count};
use crate::compose::{Composer, Notices, ReadOptions, Result};
use crate::model::{Document, Error, ErrorKind, StoryKind, codes, say};

/// The stream that text lies in.
const MAIN: &str = "WordDocument";

/// Reads a document of Word 97 to 2003, or of WPS.
///
/// # Errors
/// Where there is no document: the file is locked, older or damaged, or goes over a limit.
pub fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> std::result::Result<Document, Error> {
    if bytes.len() as u64 > options.limits.input {
        let kind = ErrorKind::Limit { limit: "input", allowed: options.limits.input };
        return Err(Error::new(name, kind));
    }
    let mut notices = Notices::default();
    let streams = streams(bytes, options, &mut notices).map_err(|kind| Error::new(name, kind))?;
    read_streams(name, &streams, options, notices).map_err(|kind| Error::new(name, kind).in_part(MAIN, None))
}

fn streams(bytes: &[u8], options: &ReadOptions, notices: &mut Notices) -> Result<Streams> {
    let mut container = Container::open(bytes, &options.limits, notices);
    let missing = || unsound(say!("it has no stream {MAIN}", "缺少数据流 {MAIN}"));
    let word = container.stream(MAIN)?.ok_or_else(missing)?;
    let [own, other] = Fib::read(&word)?.tables();
    let table = match container.stream(own)? {
        Some(table) => Some(table),
        None => container.stream(other)?,
    };
    let missing = || unsound(say!("it has no table stream", "缺少表数据流"));
    let (table, data) = (table.ok_or_else(missing)?, container.stream("Data")?.unwrap_or_default());
    Ok(Streams { word, table, data })
}

fn read_streams(name: &str, streams: &Streams, options: &ReadOptions, mut notices: Notices) -> Result<Document> {
    let file = File::read(streams, &options.limits, &mut notices)?;
    let mut composer = Composer::new(options);
    composer.adopt(notices);
    let lists = Lists::read(&file);
    let anchors = Anchors::read(&file);
    let mut walk = Walk::new(&file, composer, lists, anchors);
    let parts = parts(&file);
    for (part, range) in parts {
        walk.part(part, range)?;
    }
    walk.rest()?;
    if file.is_flooded() {
        walk.composer.note(&codes::STRUCTURE_DAMAGED, None, || {
            say!(
                "long lists of properties are named too often; some were not read",
                "过长的属性表被引用次数过多，部分未读取"
            )
        });
    }
    Ok(walk.composer.finish(name, vec![MAIN.to_owned()]))
}

/// The parts of the text, in the order in which they lie ([MS-DOC] 2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Body,
    Footnotes,
    Headers,
    Comments,
    Endnotes,
    TextBoxes,
    HeaderTextBoxes,
}

fn parts(file: &File<'_>) -> [(Part, Range<u32>); 7] {
    let lengths = file.lengths;
    let mut start = 0u32;
    [
        (Part::Body, lengths.body),
        (Part::Footnotes, lengths.footnotes),
        (Part::Headers, lengths.headers),
        (Part::Comments, lengths.comments),
        (Part::Endnotes, lengths.endnotes),
        (Part::TextBoxes, lengths.text_boxes),
        (Part::HeaderTextBoxes, lengths.header_text_boxes),
    ]
    .map(|(part, length)| {
        let first = start;
        start = first.saturating_add(length).min(file.text.length());
        (part, first..start)
    })
}

impl Part {
    /// Where the places lie at which its stories begin, and how long the data of each is.
    fn list(self) -> Option<(usize, usize)> {
        match self {
            Part::Body => None,
            Part::Footnotes => Some((at::FOOTNOTES, 0)),
            Part::Headers => Some((at::HEADERS, 0)),
            Part::Comments => Some((at::COMMENTS, 0)),
            Part::Endnotes => Some((at::ENDNOTES, 0)),
            Part::TextBoxes => Some((at::TEXT_BOXES, 22)),
            Part::HeaderTextBoxes => Some((at::HEADER_TEXT_BOXES, 22)),
        }
    }

    /// What its story `index` is.
    fn kind(self, index: usize) -> StoryKind {
        match self {
            Part::Body | Part::TextBoxes | Part::HeaderTextBoxes => StoryKind::TextBox,
            Part::Footnotes => StoryKind::Footnote,
            Part::Comments => StoryKind::Comment,
            Part::Endnotes => StoryKind::Endnote,
            // [MS-DOC] 2.8.22 PlcfHdd: the separators of notes, then six stories for every section.
            Part::Headers => match index.checked_sub(6).map(|index| index % 6) {
                None => StoryKind::Footnote,
                Some(0 | 1 | 4) => StoryKind::Header,
                Some(_) => StoryKind::Footer,
            },
        }
    }
}

impl Walk<'_, '_> {
    /// Reads one part of the text: every character of it, story by story.
    fn part(&mut self, part: Part, range: Range<u32>) -> Result<()> {
        let Some((list, size)) = part.list() else { return self.read(range) };
        if range.is_empty() {
            return Ok(());
        }
        let list = Plc::new(self.file.structure(list), size);
        let mut start = range.start;
        let mut ends: Vec<u32> = list.positions().skip(1).map(|at| at.saturating_add(range.start)).collect();
        ends.push(range.end);
        for (index, end) in ends.into_iter().enumerate() {
            let end = end.clamp(start, range.end);
            if start < end {
                let anchor = self.anchor(part, index).and_then(|at| self.anchors.places.get(&at).copied());
                let place = anchor.unwrap_or_else(|| self.place(&(start..end)));
                self.composer.begin_story_at(part.kind(index), place);
                self.read(start..end)?;
                let end = self.bytes(&(start..end)).end;
                self.composer.end_story(end);
            }
            start = end;
        }
        Ok(())
    }

    /// The character at which story `index` of a part is anchored.
    fn anchor(&self, part: Part, index: usize) -> Option<u32> {
        let (marks, size) = match part {
            Part::Footnotes => (at::FOOTNOTE_MARKS, 2),
            Part::Endnotes => (at::ENDNOTE_MARKS, 2),
            Part::Comments => (at::COMMENT_MARKS, 30),
            // [MS-DOC] 2.9.94 FTXBXS says which shape a text is in, 2.9.253 Spa which shape stands where.
            Part::TextBoxes => {
                let shape = long(Plc::new(self.file.structure(at::TEXT_BOXES), 22).data(index)?, 14)?;
                return self.shapes.get(&shape).copied();
            }
            Part::Body | Part::Headers | Part::HeaderTextBoxes => return None,
        };
        let marks = Plc::new(self.file.structure(marks), size);
        marks.position(index).filter(|_| index < marks.count())
    }

    /// Reads what lies beyond every part. Word ends the text with a mark that belongs to none.
    fn rest(&mut self) -> Result<()> {
        let lengths = self.file.lengths;
        let all = [lengths.footnotes, lengths.headers, lengths.comments, lengths.endnotes, lengths.text_boxes];
        let said = all
            .iter()
            .chain([&lengths.header_text_boxes])
            .fold(u64::from(lengths.body), |sum, length| sum + u64::from(*length));
        let there = self.file.text.length();
        let beyond = u32::try_from(said).unwrap_or(u32::MAX).min(there)..there;
        if self.file.text.units.get(beyond.start as usize..).is_some_and(|units| count(units) > 0) {
            let place = self.place(&beyond);
            self.composer.note(&codes::STRUCTURE_DAMAGED, place, || {
                say!("text lies beyond the end of the document", "有文字位于文档结尾之外")
            });
            self.composer.begin_story_at(StoryKind::Hidden, place);
            self.read(beyond.clone())?;
            let end = self.bytes(&beyond).end;
            self.composer.end_story(end);
        }
        if said > u64::from(there) {
            let missing = said - u64::from(there);
            self.composer.note(&codes::STRUCTURE_DAMAGED, None, || {
                say!("the text is {missing} characters shorter than it says", "文字比声明的少 {missing} 个字符")
            });
        }
        Ok(())
    }
}
