//! What each element of a page means.

use super::arena::{Data, Element, NONE, Node};
use super::style::{self, Style};
use super::table::OpenTable;
use super::walk::{List, Mood, Open, Walk};
use crate::compose::{Result, Shift, number_format, weight};
use crate::model::StoryKind;

/// What is to be done when an element ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Inline,
    Block,
    Table,
    Group,
    Row,
    Cell,
    Story,
    /// A table that is a story of its own.
    StoryTable,
    List,
    Item,
}

/// Elements whose text is none of the document: programs, looks, what stands in for a program.
const NO_TEXT: &[&str] =
    &["script", "style", "template", "noscript", "noembed", "noframes", "iframe", "xml", "col", "colgroup", "datalist"];

/// Elements that are shown on lines of their own (HTML Living Standard §15.3).
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "html",
    "legend",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
    "xmp",
];

/// Whether the text in it is no text of the document.
pub(super) fn is_no_text(node: &Node) -> bool {
    matches!(&node.data, Data::Element(element) if NO_TEXT.contains(&element.name()))
}

impl Walk<'_, '_, '_> {
    /// Begins an element; `None` if its children are not to be read.
    pub(super) fn start(&mut self, at: u32, node: &Node, element: &Element) -> Result<Option<Ending>> {
        if is_no_text(node) {
            return Ok(None);
        }
        let start = node.start as usize;
        let style = element.attribute("style").map(style::parse).unwrap_or_default();
        let gone = style.gone || element.attribute("hidden").is_some();
        if self.void(element, gone, node)? {
            return Ok(None);
        }
        let is_block = style.block || BLOCKS.contains(&element.name());
        if let Some(kind) = self.story(element, &style, gone && is_block) {
            return self.begin_story(kind, node, element.name() == "table").map(Some);
        }
        self.describe(at, element, &style, gone);
        let ending = match element.name() {
            "table" => self.table(start)?,
            "thead" | "tbody" | "tfoot" if self.is_directly_in(&[Ending::Table, Ending::StoryTable]) => {
                self.begin_group(element.name() == "tfoot");
                Ending::Group
            }
            "tr" if self.is_directly_in(&[Ending::Table, Ending::StoryTable, Ending::Group]) => {
                self.tables.last_mut().into_iter().for_each(OpenTable::begin_row);
                Ending::Row
            }
            "td" | "th" if self.is_directly_in(&[Ending::Row]) => {
                self.space = None;
                self.mood.outline = None;
                if let Some(table) = self.tables.last_mut() {
                    table.begin_cell(element, self.composer, start)?;
                }
                Ending::Cell
            }
            "ol" | "ul" | "menu" | "dir" => {
                self.end_line(start);
                self.begin_list(element, &style);
                Ending::List
            }
            "li" => {
                self.end_line(start);
                self.begin_item(element, &style, start);
                Ending::Item
            }
            _ if is_block => {
                self.end_line(start);
                Ending::Block
            }
            _ => Ending::Inline,
        };
        if style.tabs > 0 {
            self.take_verbatim(&"\t".repeat(usize::from(style.tabs.min(16))), start, start)?;
        }
        Ok(Some(ending))
    }

    /// Elements that hold nothing and stand for something.
    fn void(&mut self, element: &Element, gone: bool, node: &Node) -> Result<bool> {
        let (start, end) = (node.start as usize, node.end as usize);
        match element.name() {
            "br" => {
                self.space = None;
                // Before the first character there is nothing to break.
                if self.composer.last_character(self.mood.sink).is_some() {
                    self.take_verbatim("\n", start, end)?;
                }
            }
            "hr" => self.end_line(start),
            "input" if !gone => {
                let value = element.attribute("value").unwrap_or("");
                let ticked = if element.attribute("checked").is_some() { "☑" } else { "☐" };
                let text = match element.attribute("type").unwrap_or("text").to_ascii_lowercase().as_str() {
                    "checkbox" | "radio" => ticked,
                    "hidden" | "submit" | "button" | "reset" | "image" | "file" | "password" => "",
                    _ => value,
                };
                if !text.is_empty() {
                    self.composer.count(weight(text));
                    self.take_verbatim(text, start, end)?;
                }
            }
            "input" | "img" | "wbr" => {}
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The story that an element is.
    fn story(&self, element: &Element, style: &Style, gone: bool) -> Option<StoryKind> {
        match element.name() {
            _ if gone => Some(StoryKind::Hidden),
            "table" if self.mood.sink.is_some() => self.mood.sink,
            "nav" | "title" => Some(StoryKind::Header),
            "footer" => Some(StoryKind::Footer),
            "aside" => Some(StoryKind::TextBox),
            _ => style.element.map(|element| match element {
                style::Element::Header => StoryKind::Header,
                style::Element::Footer => StoryKind::Footer,
                style::Element::Footnote => StoryKind::Footnote,
                style::Element::Endnote => StoryKind::Endnote,
                style::Element::Comment => StoryKind::Comment,
            }),
        }
    }

    fn begin_story(&mut self, kind: StoryKind, node: &Node, is_table: bool) -> Result<Ending> {
        let start = node.start as usize;
        self.end_line(start);
        self.composer.begin_story(kind, start..node.end as usize);
        self.mood = Mood { sink: None, outline: None, ..self.mood };
        self.number = None;
        if is_table {
            self.table(start)?;
            return Ok(Ending::StoryTable);
        }
        Ok(Ending::Story)
    }

    /// Takes in what an element says about the text in it.
    fn describe(&mut self, at: u32, element: &Element, style: &Style, gone: bool) {
        let revisions = self.composer.options.revisions;
        let mood = &mut self.mood;
        let sink = match element.name() {
            _ if gone || style.invisible => Some(StoryKind::Hidden),
            "rt" | "rp" | "rtc" => Some(StoryKind::Ruby),
            "audio" | "video" | "canvas" => Some(StoryKind::Alternative),
            "del" => revisions.story(true, false),
            "ins" => revisions.story(false, true),
            _ => None,
        };
        mood.sink = mood.sink.or(sink);
        mood.pre = style.pre.unwrap_or(mood.pre);
        mood.font = style.font.unwrap_or(mood.font);
        mood.struck |= style.struck;
        mood.shift = style.shift.or(mood.shift);
        mood.label |= style.label;
        mood.level = style.level.or(mood.level);
        mood.outline = style.outline.or_else(|| heading(element)).or(mood.outline);
        mood.spaces |= style.spaces;
        mood.tab |= style.tabs > 0;
        match element.name() {
            "pre" | "textarea" | "listing" | "xmp" | "plaintext" => mood.pre = true,
            "s" | "strike" => mood.struck = true,
            "sup" => mood.shift = Some(Shift::Raised),
            "sub" => mood.shift = Some(Shift::Lowered),
            "font" => mood.font = element.attribute("face").map_or(mood.font, style::font),
            "del" => self.composer.changes.1 += 1,
            "ins" => self.composer.changes.0 += 1,
            "option" if !self.is_chosen(at) => self.mood.sink = self.mood.sink.or(Some(StoryKind::Alternative)),
            _ => {}
        }
    }

    /// Whether an option of a list is the one that is shown: the last that is selected, else the first.
    fn is_chosen(&self, at: u32) -> bool {
        let node = |at: u32| &self.tree[at as usize];
        let is = |at: u32, name: &str| self.element(at).is_some_and(|element| element.name() == name);
        if self.element(at).is_some_and(|element| element.attribute("selected").is_some()) {
            return true;
        }
        let group = node(at).parent;
        let list = if group != NONE && is(group, "optgroup") { node(group).parent } else { group };
        if list == NONE || !is(list, "select") {
            return true;
        }
        let first = node(list).first;
        first == at && self.element(list).is_some_and(|list| list.attribute("multiple").is_none()) && {
            let mut other = node(at).next;
            while other != NONE && self.element(other).is_none_or(|other| other.attribute("selected").is_none()) {
                other = node(other).next;
            }
            other == NONE
        }
    }

    fn table(&mut self, start: usize) -> Result<Ending> {
        self.end_line(start);
        self.flush_number(start);
        self.composer.begin_table(start)?;
        self.tables.push(OpenTable::default());
        self.mood = Mood { outline: None, level: None, label: false, pre: false, ..self.mood };
        Ok(Ending::Table)
    }

    fn begin_group(&mut self, is_foot: bool) {
        if let Some(table) = self.tables.last_mut() {
            table.begin_group(is_foot);
        }
    }

    fn begin_list(&mut self, element: &Element, style: &Style) {
        let kind = element.attribute("type").and_then(style::numbering);
        let format = style.list.or(kind).or((element.name() == "ol").then_some("decimal"));
        let next = element.attribute("start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
        self.lists.push(List { format: format.filter(|format| *format != "none"), next });
    }

    fn begin_item(&mut self, element: &Element, style: &Style, start: usize) {
        self.flush_number(start);
        let depth = self.lists.len();
        let Some(list) = self.lists.last_mut() else { return };
        let value = element.attribute("value").and_then(|value| value.trim().parse().ok()).unwrap_or(list.next);
        list.next = value.saturating_add(1);
        let Some(format) = style.list.or(list.format).filter(|format| *format != "none") else { return };
        let written = number_format::write(format, value).unwrap_or_else(|| value.to_string());
        let is_chinese = !written.is_ascii();
        let label = format!("{written}{}", if is_chinese { "、" } else { "." });
        self.number = Some((label, depth.saturating_sub(1).min(8) as u8));
    }

    /// Ends an element.
    pub(super) fn end(&mut self, open: &Open) -> Result<()> {
        let node = &self.tree[open.node as usize];
        let end = node.end as usize;
        match open.ending {
            Ending::Inline => {
                if self.element(open.node).is_some_and(|element| element.name() == "option") {
                    self.space = Some(false);
                }
            }
            Ending::Group | Ending::Row => {}
            Ending::Block => self.end_line(end),
            Ending::List => {
                self.end_line(end);
                self.lists.pop();
            }
            Ending::Item => {
                self.end_line(end);
                self.flush_number(end);
            }
            Ending::Story => {
                self.end_line(end);
                self.composer.end_story(end);
            }
            Ending::Cell => {
                self.space = None;
                self.flush_number(end);
                self.composer.trim_breaks();
                self.composer.end_cell(end)?;
            }
            Ending::Table | Ending::StoryTable => {
                self.space = None;
                if let Some(table) = self.tables.pop() {
                    let limits = self.composer.limits();
                    table.finish(self.composer, limits, end)?;
                }
                if open.ending == Ending::StoryTable {
                    self.composer.end_story(end);
                }
            }
        }
        Ok(())
    }
}

/// The level of a heading, from 0: by element, by role, by Word's class.
fn heading(element: &Element) -> Option<u8> {
    let digit = |text: &str| text.parse::<u8>().ok().filter(|level| (1..=9).contains(level)).map(|level| level - 1);
    let named = match element.name().as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'1'),
        _ => None,
    };
    let role = || element.attribute("role").filter(|role| *role == "heading").map(|_| element.attribute("aria-level"));
    let class = || {
        let mut classes = element.attribute("class")?.split_ascii_whitespace();
        classes.find_map(|class| digit(class.strip_prefix("MsoHeading")?))
    };
    named.or_else(|| role().map(|level| level.and_then(digit).unwrap_or(1))).or_else(class)
}
