//! Which element means what: maps the elements of a part to the operations of [`Flow`].
//!
//! One loop over events with an explicit stack, so that no nesting in a file costs call depth. Elements that
//! are neither known nor ignored on purpose are read through.

use super::alternate::Alternate;
use super::flow::{Flow, TextKind};
use super::ignored::is_ignored;
use super::math::MathMark;
use super::names::Space;
use super::properties;
use super::recall::Recall;
use super::usual;
use super::word_2003::{Annotation, annotation};
use super::xml::{Event, Result, Tag};
use crate::compose::{Font, weight};
use crate::model::{Block, BookmarkKind, StoryKind, codes, say};

/// What is to be done when an element ends.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ending {
    Plain,
    Text,
    Run,
    Paragraph,
    Table,
    Row,
    Cell,
    Story,
    Deleted,
    Inserted,
    Ruby,
    SimpleField,
    Control,
    Alternate,
    Math(MathMark),
}

/// An element that has not ended, and the byte where it began.
pub(super) struct Open {
    pub(super) ending: Ending,
    pub(super) start: usize,
}

/// What a content control stands for, where it holds nothing.
struct Control {
    placeholder: bool,
    ticked: Option<bool>,
    names: Vec<String>,
    /// The serial number of the paragraph where its names stand.
    paragraph: u64,
    from: u64,
}

/// The elements that are open.
#[derive(Default)]
pub(super) struct Stack<'a> {
    pub(super) open: Vec<Open>,
    controls: Vec<Control>,
    alternates: Vec<Alternate>,
    pub(super) recall: Recall<'a>,
}

impl Stack<'_> {
    pub(super) fn is_directly_in(&self, wanted: fn(&Ending) -> bool) -> bool {
        self.open.last().is_some_and(|open| wanted(&open.ending))
    }
}

/// Reads the part to its end; gives the blocks that belong to no story.
pub(super) fn read(mut flow: Flow<'_, '_, '_>) -> Result<Vec<Block>> {
    let mut stack = Stack::default();
    loop {
        match flow.xml.next()? {
            Event::Start(tag) => {
                if let Some(ending) = start(&mut flow, &mut stack, &tag)? {
                    stack.open.push(Open { ending, start: tag.start });
                }
            }
            Event::End => {
                if let Some(open) = stack.open.pop() {
                    end(&mut flow, &mut stack, &open)?;
                }
            }
            Event::Text(text) => take_text(&mut flow, &stack, &text)?,
            Event::Done => break,
        }
    }
    let position = flow.xml.position();
    flow.close_paragraphs(position);
    flow.close_fields();
    Ok(std::mem::take(&mut flow.container.blocks))
}

/// Reads the headers and footers that lie inside the properties of sections, as in Word 2003 XML.
pub(super) fn read_headers(mut flow: Flow<'_, '_, '_>) -> Result<Vec<Block>> {
    let mut stack = Stack::default();
    loop {
        match flow.xml.next()? {
            Event::Start(tag) => {
                let is_header = tag.space == Space::Word && matches!(tag.local, b"hdr" | b"ftr");
                if (is_header || !stack.open.is_empty())
                    && let Some(ending) = start(&mut flow, &mut stack, &tag)?
                {
                    stack.open.push(Open { ending, start: tag.start });
                }
            }
            Event::End => {
                if let Some(open) = stack.open.pop() {
                    end(&mut flow, &mut stack, &open)?;
                }
            }
            Event::Text(text) if !stack.open.is_empty() => take_text(&mut flow, &stack, &text)?,
            Event::Text(_) => {}
            Event::Done => return Ok(std::mem::take(&mut flow.container.blocks)),
        }
    }
}

fn take_text(flow: &mut Flow<'_, '_, '_>, stack: &Stack<'_>, text: &str) -> Result<()> {
    if stack.is_directly_in(|ending| matches!(ending, Ending::Text | Ending::Math(MathMark::Text))) {
        return flow.take_text(text);
    }
    if weight(text) == 0 {
        return Ok(());
    }
    let start = stack.open.last().map_or(0, |open| open.start);
    let position = flow.xml.position();
    let tag = flow.xml.slice(start, position);
    let name = tag.split(|c: char| c == '>' || c == '/' || c.is_ascii_whitespace()).next().unwrap_or("");
    let name = name.trim_start_matches('<');
    if flow.reading.is_news(name.as_bytes()) {
        let place = flow.place(start, position);
        flow.reading
            .note(&codes::TEXT_UNKNOWN, place, || say!("text in `{name}` was kept", "已保留 `{name}` 中的文字"));
    }
    flow.take_stray_text(text)
}

/// Begins an element; `None` if it has been read to its end.
fn start<'a>(flow: &mut Flow<'a, '_, '_>, stack: &mut Stack<'a>, tag: &Tag<'a>) -> Result<Option<Ending>> {
    match tag.space {
        Space::Word => start_word(flow, stack, tag),
        Space::Math if !is_ignored(tag) || matches!(tag.local, b"naryPr" | b"dPr") => {
            Ok(flow.begin_math(tag)?.map(Ending::Math))
        }
        Space::Annotation if tag.local == b"annotation" => start_annotation(flow, tag).map(Some),
        Space::Compatibility if tag.local == b"AlternateContent" => {
            stack.alternates.push(flow.begin_alternate());
            Ok(Some(Ending::Alternate))
        }
        Space::Compatibility if matches!(tag.local, b"Choice" | b"Fallback") => {
            let open = match stack.alternates.last_mut() {
                Some(alternate) => flow.begin_branch(alternate, tag)?,
                None => true,
            };
            Ok(open.then_some(Ending::Plain))
        }
        _ if is_ignored(tag) => {
            flow.xml.skip()?;
            Ok(None)
        }
        _ => Ok(Some(Ending::Plain)),
    }
}

fn start_word<'a>(flow: &mut Flow<'a, '_, '_>, stack: &mut Stack<'a>, tag: &Tag<'a>) -> Result<Option<Ending>> {
    let ending = match tag.local {
        b"r" => {
            usual::run(flow, stack, tag.start)?;
            return Ok(None);
        }
        b"t" => text(flow, tag, TextKind::Shown),
        b"rPr" => {
            let read = stack.recall.run(&mut flow.xml)?;
            flow.describe_run(read);
            return Ok(None);
        }
        b"p" => {
            usual::paragraphs(flow, stack, tag.start)?;
            return Ok(None);
        }
        b"pPr" => {
            let read = stack.recall.paragraph(&mut flow.xml)?;
            flow.describe_paragraph(read);
            return Ok(None);
        }
        b"tc" if flow.can_begin_cell() => {
            usual::cells(flow, stack, tag.start)?;
            return Ok(None);
        }
        b"tr" if flow.can_begin_row() => {
            flow.begin_row();
            Ending::Row
        }
        b"tbl" => {
            flow.begin_table(tag.start)?;
            Ending::Table
        }
        b"tcPr" if stack.is_directly_in(|ending| matches!(ending, Ending::Cell)) => {
            let read = stack.recall.cell(&mut flow.xml)?;
            flow.describe_cell(read, tag.start..tag.end);
            return Ok(None);
        }
        b"trPr" if stack.is_directly_in(|ending| matches!(ending, Ending::Row)) => {
            let read = stack.recall.row(&mut flow.xml)?;
            flow.describe_row(read, tag.start..tag.end);
            return Ok(None);
        }
        b"tblGrid" => {
            let columns = properties::grid(&mut flow.xml)?;
            flow.announce_columns(columns);
            return Ok(None);
        }
        _ => return start_inline(flow, stack, tag),
    };
    Ok(Some(ending))
}

fn text<'a>(flow: &mut Flow<'a, '_, '_>, tag: &Tag<'a>, kind: TextKind) -> Ending {
    flow.begin_text(tag, kind);
    Ending::Text
}

/// The elements inside runs, and the containers around them.
fn start_inline<'a>(flow: &mut Flow<'a, '_, '_>, stack: &mut Stack<'a>, tag: &Tag<'a>) -> Result<Option<Ending>> {
    let ending = match tag.local {
        b"delText" => text(flow, tag, TextKind::Deleted),
        b"instrText" | b"delInstrText" => text(flow, tag, TextKind::Code),
        b"br" | b"cr" => return stand(flow, "\n"),
        b"tab" | b"ptab" => return stand(flow, "\t"),
        b"noBreakHyphen" => return stand(flow, "\u{2011}"),
        b"softHyphen" => return stand(flow, "\u{AD}"),
        b"sym" => {
            symbol(flow, tag)?;
            return stand(flow, "");
        }
        b"fldChar" => {
            flow.field_character(tag)?;
            return Ok(None);
        }
        b"fldSimple" => {
            flow.begin_simple_field(tag)?;
            Ending::SimpleField
        }
        b"bookmarkStart" => {
            if let Some(name) = flow.xml.own(tag, "name") {
                flow.bookmark(name.into_owned(), BookmarkKind::Bookmark);
            }
            Ending::Plain
        }
        b"ins" | b"moveTo" => {
            flow.modes.inserted += 1;
            flow.reading.changes.0 += 1;
            Ending::Inserted
        }
        b"del" | b"moveFrom" => {
            flow.modes.deleted += 1;
            flow.reading.changes.1 += 1;
            Ending::Deleted
        }
        b"rt" => {
            flow.modes.ruby += 1;
            Ending::Ruby
        }
        _ => return start_other(flow, stack, tag),
    };
    Ok(Some(ending))
}

/// Puts what an element stands for and reads to its end.
fn stand(flow: &mut Flow<'_, '_, '_>, text: &str) -> Result<Option<Ending>> {
    if !text.is_empty() {
        flow.stand(text)?;
    }
    flow.xml.skip()?;
    Ok(None)
}

/// Content controls, stories and what is skipped.
fn start_other<'a>(flow: &mut Flow<'a, '_, '_>, stack: &mut Stack<'a>, tag: &Tag<'a>) -> Result<Option<Ending>> {
    let ending = match tag.local {
        b"sdt" => {
            stack.controls.push(Control {
                placeholder: false,
                ticked: None,
                names: Vec::new(),
                paragraph: 0,
                from: flow.reading.read,
            });
            Ending::Control
        }
        b"sdtPr" => {
            let read = properties::control(&mut flow.xml)?;
            let paragraph = flow.marked();
            if let Some(control) = stack.controls.last_mut() {
                (control.placeholder, control.ticked) = (read.placeholder, read.ticked);
                read.names.iter().for_each(|name| flow.bookmark(name.clone(), BookmarkKind::Control));
                control.names = read.names;
                control.paragraph = paragraph;
            }
            return Ok(None);
        }
        b"sdtContent" if stack.controls.last().is_some_and(|control| control.placeholder) => {
            let place = flow.place(tag.start, tag.end);
            flow.reading.note(&codes::PLACEHOLDER_SHOWN, place, || {
                say!("a content control shows its placeholder", "内容控件显示的是占位文字")
            });
            Ending::Plain
        }
        b"txbxContent" => story(flow, tag, StoryKind::TextBox),
        b"hdr" => story(flow, tag, StoryKind::Header),
        b"ftr" => story(flow, tag, StoryKind::Footer),
        b"footnote" => story(flow, tag, StoryKind::Footnote),
        b"endnote" => story(flow, tag, StoryKind::Endnote),
        b"comment" => story(flow, tag, StoryKind::Comment),
        b"footnoteReference" => anchor(flow, tag, StoryKind::Footnote),
        b"endnoteReference" => anchor(flow, tag, StoryKind::Endnote),
        b"commentReference" => anchor(flow, tag, StoryKind::Comment),
        b"altChunk" | b"subDoc" => {
            let place = flow.place(tag.start, tag.end);
            let name = tag.name().into_owned();
            flow.reading.note(&codes::CONTENT_EMBEDDED, place, || say!("`{name}` was not read", "未读取 `{name}`"));
            Ending::Plain
        }
        b"sectPr" => {
            let mut found = Vec::new();
            properties::section(&mut flow.xml, &mut found)?;
            flow.reading.sections.append(&mut found);
            return Ok(None);
        }
        b"tcPr" | b"trPr" => {
            flow.xml.skip()?;
            return Ok(None);
        }
        _ if is_ignored(tag) => {
            flow.xml.skip()?;
            return Ok(None);
        }
        _ => Ending::Plain,
    };
    Ok(Some(ending))
}

/// Begins an annotation of Word 2003 XML.
fn start_annotation<'a>(flow: &mut Flow<'a, '_, '_>, tag: &Tag<'a>) -> Result<Ending> {
    Ok(match annotation(&mut flow.xml, tag) {
        Annotation::Inserted => {
            flow.modes.inserted += 1;
            flow.reading.changes.0 += 1;
            Ending::Inserted
        }
        Annotation::Deleted => {
            flow.modes.deleted += 1;
            flow.reading.changes.1 += 1;
            Ending::Deleted
        }
        Annotation::Comment => story(flow, tag, StoryKind::Comment),
        Annotation::Bookmark => {
            if let Some(name) = flow.xml.attribute(tag, Space::Word, "name") {
                flow.bookmark(name.into_owned(), BookmarkKind::Bookmark);
            }
            Ending::Plain
        }
        Annotation::Other => Ending::Plain,
    })
}

/// Begins a story at what it is anchored to.
fn story<'a>(flow: &mut Flow<'a, '_, '_>, tag: &Tag<'a>, kind: StoryKind) -> Ending {
    let own = flow.place(tag.start, tag.end);
    let id = flow.xml.own(tag, "id").map(|id| id.into_owned());
    let place = id.and_then(|id| flow.reading.anchors.get(&(kind, id)).copied()).unwrap_or(own);
    let index = flow.reading.open_story(kind, place);
    flow.begin_container(Some(index));
    Ending::Story
}

/// Remembers where a story is referred to.
fn anchor<'a>(flow: &mut Flow<'a, '_, '_>, tag: &Tag<'a>, kind: StoryKind) -> Ending {
    let place = flow.place(tag.start, tag.end);
    if let Some(id) = flow.xml.own(tag, "id") {
        flow.reading.anchors.entry((kind, id.into_owned())).or_insert(place);
    }
    Ending::Plain
}

/// `w:sym` (ECMA-376 Part 1 §17.3.3.30): the sign, or the character as it stands with a note.
fn symbol<'a>(flow: &mut Flow<'a, '_, '_>, tag: &Tag<'a>) -> Result<()> {
    let font = flow.xml.own(tag, "font").unwrap_or_default();
    let code = flow.xml.own(tag, "char").and_then(|code| u32::from_str_radix(code.trim(), 16).ok());
    let place = flow.place(tag.start, tag.end);
    let Some(code) = code else {
        flow.reading.note(&codes::SYMBOL_UNKNOWN, place, || say!("a symbol without a character", "符号缺少字符"));
        return Ok(());
    };
    let sign = Font::of(&font).and_then(|font| font.sign(code));
    let private = (0xE000..=0xF8FF).contains(&code) || Font::of(&font).is_some();
    if sign.is_none() && private {
        let font = font.into_owned();
        flow.reading.note(&codes::SYMBOL_UNKNOWN, place, || {
            say!("the sign {code:04X} of the font “{font}”", "字体“{font}”中的符号 {code:04X}")
        });
    }
    match sign.or(char::from_u32(code).filter(|c| *c != '\0')) {
        Some(sign) => flow.stand(sign.encode_utf8(&mut [0; 4])),
        None => Ok(()),
    }
}

/// Ends an element.
fn end(flow: &mut Flow<'_, '_, '_>, stack: &mut Stack<'_>, open: &Open) -> Result<()> {
    let position = flow.xml.position();
    match open.ending {
        Ending::Plain => {}
        Ending::Text => flow.finish_text(),
        Ending::Run => {
            flow.runs.pop();
        }
        Ending::Paragraph => flow.finish_paragraph(position),
        Ending::Table => flow.finish_table(position)?,
        Ending::Row => flow.finish_row(),
        Ending::Cell => flow.finish_cell(position)?,
        Ending::Story => {
            flow.finish_container(position)?;
        }
        Ending::Deleted => flow.modes.deleted = flow.modes.deleted.saturating_sub(1),
        Ending::Inserted => flow.modes.inserted = flow.modes.inserted.saturating_sub(1),
        Ending::Ruby => flow.modes.ruby = flow.modes.ruby.saturating_sub(1),
        Ending::SimpleField => flow.end_simple_field(),
        Ending::Control => {
            if let Some(control) = stack.controls.pop() {
                if let Some(ticked) = control.ticked.filter(|_| control.from == flow.reading.read) {
                    flow.stand(if ticked { "☑" } else { "☐" })?;
                }
                flow.end_control(&control.names, control.paragraph);
            }
        }
        Ending::Alternate => {
            if let Some(alternate) = stack.alternates.pop() {
                flow.finish_alternate(alternate);
            }
        }
        Ending::Math(mark) => flow.finish_math(mark)?,
    }
    Ok(())
}
