//! Word 2003 XML: one file with styles, lists and text, in an early WordprocessingML.
//!
//! Most elements are those of later packages and are read by the same code, which knows the few that are spelt
//! otherwise (`w:vmerge`, `w:listPr`, `w:ilfo`, `w:nfc`). What differs in kind stands here: tracked changes, comments and
//! bookmarks are annotations around their text, and headers lie inside the properties of their section.

use super::document::finish;
use super::flow::Flow;
use super::names::Space;
use super::numbering::Numbering;
use super::properties::Tracked;
use super::reading::Reading;
use super::relations::in_part;
use super::styles::Styles;
use super::xml::{self, Event, Fault, Tag, Xml};
use super::{ReadOptions, body};
use crate::compose::Notices;
use crate::model::{Document, Error, ErrorKind, Limits, PartId, say};

/// What the only part is called.
const PART: &str = "xml";

/// Reads a Word 2003 XML document.
///
/// # Errors
/// Where the XML is damaged, is of another kind, or goes over a limit.
pub fn read_word_2003(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Document, Error> {
    let limits = &options.limits;
    for (limit, allowed) in [("input", limits.input), ("part", limits.part)] {
        if bytes.len() as u64 > allowed {
            return Err(Error::new(name, ErrorKind::Limit { limit, allowed }));
        }
    }
    let mut document = Document { source: name.to_owned(), parts: vec![PART.to_owned()], ..Document::default() };
    let mut read = || -> xml::Result<Reading<'_>> {
        let text = xml::decode(bytes)?;
        check_root(&text, limits)?;
        let mut notices = Notices::default();
        let styles = Styles::parse(&text, limits)?;
        styles.note(&mut notices);
        let numbering = Numbering::parse(&text, limits)?;
        let mut reading = Reading::new(options, styles.into(), numbering, notices);
        reading.keeps_space = true;
        document.blocks = body::read(Flow::new(&text, PartId(0), &mut reading))?;
        document.blocks.extend(body::read_headers(Flow::new(&text, PartId(0), &mut reading))?);
        Ok(reading)
    };
    let reading = read().map_err(|fault| in_part(fault, PART, name))?;
    Ok(finish(document, reading))
}

fn check_root(text: &str, limits: &Limits) -> xml::Result<()> {
    match Xml::new(text, limits).next()? {
        Event::Start(tag) if tag.space == Space::Word && tag.local == b"wordDocument" => Ok(()),
        Event::Start(tag) => {
            let root = tag.name().into_owned();
            let message = say!("its root is not a Word document but `{root}`", "根元素不是 Word 文档，而是 `{root}`");
            Err(Fault::new(tag.start, ErrorKind::Package(message)))
        }
        _ => Ok(()),
    }
}

/// What an annotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Annotation {
    Inserted,
    Deleted,
    Comment,
    Bookmark,
    Other,
}

/// What an `aml:annotation` marks, by its `w:type`.
pub(super) fn annotation<'a>(xml: &mut Xml<'a>, tag: &Tag<'a>) -> Annotation {
    match xml.attribute(tag, Space::Word, "type").as_deref() {
        Some("Word.Insertion") => Annotation::Inserted,
        Some("Word.Deletion") => Annotation::Deleted,
        Some("Word.Comment") => Annotation::Comment,
        Some("Word.Bookmark.Start") => Annotation::Bookmark,
        _ => Annotation::Other,
    }
}

/// The tracked change of a row, a cell or a paragraph's mark that an annotation in its properties is.
pub(super) fn tracked<'a>(xml: &mut Xml<'a>, tag: &Tag<'a>) -> Tracked {
    match annotation(xml, tag) {
        Annotation::Inserted => Tracked::Inserted,
        Annotation::Deleted => Tracked::Deleted,
        _ => Tracked::Kept,
    }
}
