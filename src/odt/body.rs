//! Goes through a part with a stack of its own, and maps what it holds to paragraphs, tables, lists and stories.

use std::collections::HashMap;

use super::lists::Lists;
use super::styles::{Style, Styles};
use super::table::OpenTable;
use crate::compose::{Composer, Font, Shift, Sink, weight};
use crate::docx::names::Space;
use crate::docx::xml::{Event, Fault, Result, Tag, Xml};
use crate::model::{ErrorKind, Limits, StoryKind, codes, say};

/// What is to be done when an element ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Plain,
    Paragraph,
    Table,
    Row,
    Cell,
    Story,
    List,
}

/// What the open elements say about text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Mood {
    pub(super) in_paragraph: bool,
    pub(super) sink: Sink,
    pub(super) hidden: bool,
    pub(super) struck: bool,
    pub(super) shift: Option<Shift>,
    pub(super) font: Option<Font>,
    /// Text that was deleted and is put where its mark stands.
    pub(super) collected: bool,
}

/// What a tracked change is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Inserted,
    Deleted,
}

struct Open {
    ending: Ending,
    outer: Mood,
}

/// A part that is being read.
pub(super) struct Body<'a, 'c, 'o> {
    pub(super) xml: Xml<'a>,
    pub(super) composer: &'c mut Composer<'o>,
    pub(super) styles: &'c Styles,
    pub(super) lists: &'c mut Lists,
    pub(super) chain: usize,
    pub(super) mood: Mood,
    open: Vec<Open>,
    tables: Vec<OpenTable>,
    /// Whether white space was met and not put yet.
    pub(super) space: bool,
    /// The number of a list item whose first paragraph has not come yet.
    number: Option<(String, u8)>,
    /// The tracked changes by their names, and the one that is described.
    pub(super) changes: HashMap<String, Change>,
    pub(super) region: String,
    pub(super) deletions: HashMap<String, String>,
    /// What the note that was met last is.
    pub(super) note: StoryKind,
    /// Whether text lies between the marks of an insertion, and of a deletion.
    pub(super) marked: (u32, u32),
}

impl<'a, 'c, 'o> Body<'a, 'c, 'o> {
    pub(super) fn new(
        text: &'a str,
        limits: &Limits,
        composer: &'c mut Composer<'o>,
        styles: &'c Styles,
        lists: &'c mut Lists,
    ) -> Self {
        Body {
            xml: Xml::new(text, limits),
            composer,
            styles,
            lists,
            chain: limits.chain,
            mood: Mood::default(),
            open: Vec::new(),
            tables: Vec::new(),
            space: false,
            number: None,
            changes: HashMap::new(),
            region: String::new(),
            deletions: HashMap::new(),
            note: StoryKind::Footnote,
            marked: (0, 0),
        }
    }
}

/// Reads a part; of the part of styles, its headers and footers.
pub(super) fn read(mut body: Body<'_, '_, '_>, of_styles: bool) -> Result<()> {
    loop {
        match body.xml.next()? {
            Event::Start(tag) => {
                let outer = body.mood;
                match body.start(&tag, of_styles)? {
                    Some(ending) => body.open.push(Open { ending, outer }),
                    None => body.mood = outer,
                }
            }
            Event::End => {
                if let Some(open) = body.open.pop() {
                    body.end(open.ending)?;
                    body.mood = open.outer;
                }
            }
            Event::Text(text) => body.take_text(&text)?,
            Event::Done => break,
        }
    }
    let end = body.xml.position();
    let mut left: Vec<(String, String)> = std::mem::take(&mut body.deletions).into_iter().collect();
    left.sort();
    for (_, text) in left {
        body.composer.begin_story(StoryKind::Deleted, end..end);
        body.composer.text(None, &text, end..end).map_err(|kind| Fault::new(end, kind))?;
        body.composer.end_story(end);
    }
    Ok(())
}

impl<'a> Body<'a, '_, '_> {
    /// Tells where a limit was gone over.
    pub(super) fn fault(&self) -> impl Fn(ErrorKind) -> Fault + use<> {
        let at = self.xml.position();
        move |kind| Fault::new(at, kind)
    }

    /// Begins an element; `None` if it has been read to its end.
    fn start(&mut self, tag: &Tag<'a>, of_styles: bool) -> Result<Option<Ending>> {
        let ending = match (tag.space, tag.local) {
            (Space::OdfOffice, b"annotation") => self.story(tag, StoryKind::Comment),
            (Space::OdfOffice, b"master-styles") if of_styles => Ending::Plain,
            (Space::OdfOffice, b"body") if of_styles => return self.skip(),
            (Space::OdfOffice, local) if NO_TEXT.contains(&local) => return self.skip(),
            (Space::OdfStyle, b"header" | b"header-left" | b"header-first") => self.story(tag, StoryKind::Header),
            (Space::OdfStyle, b"footer" | b"footer-left" | b"footer-first") => self.story(tag, StoryKind::Footer),
            (Space::OdfStyle, b"master-page") => Ending::Plain,
            (Space::OdfStyle | Space::OdfSvg, _) => return self.skip(),
            (Space::OdfText, _) => return self.start_text(tag),
            (Space::OdfTable, _) => return self.start_table(tag),
            (Space::OdfDraw, b"frame" | b"g" | b"a" | b"page-thumbnail" | b"glue-point") => Ending::Plain,
            (Space::OdfDraw, b"image" | b"object" | b"object-ole" | b"plugin" | b"applet" | b"floating-frame") => {
                return self.skip();
            }
            (Space::OdfDraw, local) if local == b"text-box" || SHAPES.contains(&local) => {
                self.story(tag, StoryKind::TextBox)
            }
            (
                Space::Other | Space::Known,
                b"creator" | b"date" | b"date-string" | b"creator-initials" | b"sender-initials",
            ) => {
                return self.skip();
            }
            _ => Ending::Plain,
        };
        Ok(Some(ending))
    }

    pub(super) fn skip(&mut self) -> Result<Option<Ending>> {
        self.xml.skip()?;
        Ok(None)
    }

    /// Begins a story where it is anchored.
    pub(super) fn story(&mut self, tag: &Tag<'a>, kind: StoryKind) -> Ending {
        self.composer.begin_story(kind, tag.start..tag.end);
        self.mood = Mood { collected: self.mood.collected, ..Mood::default() };
        self.space = false;
        Ending::Story
    }

    fn start_table(&mut self, tag: &Tag<'a>) -> Result<Option<Ending>> {
        let fault = self.fault();
        let parent = self.open.iter().rev().find(|open| open.ending != Ending::Plain).map(|open| open.ending);
        Ok(Some(match tag.local {
            b"table" => {
                self.composer.begin_table(tag.start).map_err(fault)?;
                self.tables.push(OpenTable::default());
                self.mood.in_paragraph = false;
                Ending::Table
            }
            b"table-row" if parent == Some(Ending::Table) => {
                if let Some(table) = self.tables.last_mut() {
                    table.begin_row(&mut self.xml, tag, self.composer);
                }
                Ending::Row
            }
            b"table-cell" | b"covered-table-cell" if parent == Some(Ending::Row) => {
                if let Some(table) = self.tables.last_mut() {
                    table.begin_cell(&mut self.xml, tag, self.composer).map_err(fault)?;
                }
                self.mood.in_paragraph = false;
                Ending::Cell
            }
            b"title" | b"desc" | b"shapes" | b"table-source" | b"dde-link" => return self.skip(),
            _ => Ending::Plain,
        }))
    }

    /// Begins a paragraph or a heading.
    pub(super) fn paragraph(&mut self, tag: &Tag<'a>) -> Ending {
        self.end_line(tag.start);
        let name = self.xml.own(tag, "style-name").unwrap_or_default();
        let style = self.styles.get(true, &name, self.chain);
        let level =
            self.xml.own(tag, "outline-level").and_then(|level| level.trim().parse::<u8>().ok()?.checked_sub(1));
        let outline = if tag.local == b"h" { Some(level.unwrap_or(0)) } else { style.outline };
        if outline.is_some() && !self.mood.collected {
            self.composer.outline(outline, tag.start);
        }
        let start = self.xml.own(tag, "start-value").and_then(|value| value.trim().parse().ok());
        let by_outline = tag.local == b"h" && self.number.is_none() && style.list.as_deref() != Some("");
        let heading = by_outline.then(|| self.lists.heading(outline.unwrap_or(0), start)).flatten();
        let number = self.number.take().or_else(|| Some((heading?, outline.unwrap_or(0))));
        if let Some((label, depth)) = number.filter(|_| !self.mood.collected) {
            self.composer.number(&label, depth, tag.start);
        }
        self.take_style(&style);
        self.mood.in_paragraph = true;
        Ending::Paragraph
    }

    /// Takes in what a style says about text.
    pub(super) fn take_style(&mut self, style: &Style) {
        let mood = &mut self.mood;
        mood.hidden = style.hidden.unwrap_or(mood.hidden);
        mood.struck = style.struck.unwrap_or(mood.struck);
        mood.shift = style.shift.unwrap_or(mood.shift);
        mood.font = style.font.unwrap_or(mood.font);
    }

    /// Begins a list or an item.
    pub(super) fn list(&mut self, tag: &Tag<'a>) -> Ending {
        if tag.local == b"list" {
            let inside = self.open.iter().rev().find(|open| !matches!(open.ending, Ending::Plain | Ending::Paragraph));
            let inside = inside.is_some_and(|open| open.ending == Ending::List);
            self.lists.begin(&mut self.xml, tag, inside);
            return Ending::List;
        }
        let start = self.xml.own(tag, "start-value").and_then(|value| value.trim().parse().ok());
        // An item that begins with a list has no number of its own.
        let nested = self.xml.peek_element().is_some_and(|name| name.ends_with(":list"));
        self.number = if nested { None } else { self.lists.next(start, None) };
        Ending::Plain
    }

    fn end_line(&mut self, at: usize) {
        self.space = false;
        self.composer.end_paragraph(at);
    }

    /// Ends an element.
    fn end(&mut self, ending: Ending) -> Result<()> {
        let end = self.xml.position();
        let fault = self.fault();
        match ending {
            Ending::Plain => {}
            Ending::Paragraph if self.mood.collected => {
                self.deletions.entry(self.region.clone()).or_default().push('\n');
            }
            Ending::Paragraph => self.end_line(end),
            Ending::List => {
                self.number = None;
                self.lists.end();
            }
            Ending::Story => {
                self.space = false;
                self.composer.end_story(end);
            }
            Ending::Cell => {
                self.space = false;
                self.number = None;
                if let Some(table) = self.tables.last_mut() {
                    table.end_cell(self.composer, end).map_err(fault)?;
                }
            }
            Ending::Row => {
                if let Some(table) = self.tables.last_mut() {
                    table.end_row(self.composer).map_err(fault)?;
                }
            }
            Ending::Table => {
                if let Some(table) = self.tables.pop() {
                    table.finish(self.composer, end).map_err(fault)?;
                }
            }
        }
        Ok(())
    }

    /// Takes in character data; outside paragraphs there is none but white space.
    fn take_text(&mut self, text: &str) -> Result<()> {
        if self.mood.in_paragraph {
            return self.take_collapsed(text);
        }
        if weight(text) == 0 {
            return Ok(());
        }
        let at = self.xml.position();
        let place = self.composer.place(at..at);
        self.composer
            .note(&codes::TEXT_UNKNOWN, place, || say!("text outside paragraphs was kept", "已保留段落之外的文字"));
        self.take_collapsed(text)
    }
}

/// Elements of the document that hold no text of it.
const NO_TEXT: &[&[u8]] = &[
    b"automatic-styles",
    b"binary-data",
    b"change-info",
    b"event-listeners",
    b"font-face-decls",
    b"forms",
    b"master-styles",
    b"meta",
    b"scripts",
    b"settings",
    b"styles",
];

/// Shapes that may hold text.
const SHAPES: &[&[u8]] = &[
    b"caption",
    b"circle",
    b"connector",
    b"custom-shape",
    b"ellipse",
    b"line",
    b"measure",
    b"path",
    b"polygon",
    b"polyline",
    b"rect",
    b"regular-polygon",
];
