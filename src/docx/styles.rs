//! What styles say about reading: hidden text, outline levels and numbering (ECMA-376 Part 1 §17.7).
//!
//! Each style is resolved once along its `basedOn` chain. What a style looks like is not known here.

use std::collections::HashMap;
use std::rc::Rc;

use super::names::Space;
use super::properties::{self, NumberReference};
use super::remember::{Parts, Recent, remembered};
use super::xml::{self, Event, Result, Tag, Xml};
use crate::compose::{Notices, heading_level};
use crate::model::{Limits, codes, say};

/// A style as resolved: its own properties, and those it inherits.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Style {
    /// Whether its text is hidden.
    pub(super) hidden: Option<bool>,
    /// Its outline level, from 0; 9 is running text.
    pub(super) outline: Option<u8>,
    /// Its numbering.
    pub(super) number: NumberReference,
    /// The style in the chain that names the numbering.
    pub(super) numbered_by: Option<String>,
    /// The style that it is based on.
    based_on: Option<String>,
    /// Its level as one of the built-in headings.
    heading: Option<u8>,
}

impl Style {
    /// Whether its paragraphs are numbered.
    pub(super) fn is_numbered(&self) -> bool {
        self.number.id.is_some_and(|id| id != 0)
    }
}

/// All styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    /// The style of paragraphs that name none, and its id.
    default_paragraph: Option<(String, Style)>,
    /// The styles whose line of ancestors was cut, in order.
    cut: Vec<String>,
}

thread_local! {
    static PARTS: Parts<Styles> = const { Parts::new(Recent::new()) };
}

impl Styles {
    /// What the styles part says that has these bytes.
    pub(super) fn of(bytes: &[u8], limits: &Limits) -> Result<Rc<Self>> {
        remembered(&PARTS, "", bytes, limits, || Self::parse(&xml::decode(bytes)?, limits))
    }

    /// Reads the styles part.
    pub(super) fn parse(text: &str, limits: &Limits) -> Result<Self> {
        let mut xml = Xml::new(text, limits);
        let mut styles = Styles::default();
        loop {
            match xml.next()? {
                Event::Start(tag) if tag.space == Space::Word => match tag.local {
                    b"style" => styles.style(&mut xml, &tag)?,
                    b"styles" | b"wordDocument" => {}
                    _ => xml.skip()?,
                },
                Event::Done => break,
                _ => {}
            }
        }
        styles.inherit(limits.chain);
        Ok(styles)
    }

    /// Says what is wrong with them.
    pub(super) fn note(&self, notices: &mut Notices) {
        for id in &self.cut {
            notices.add(&codes::CHAIN_CUT, None, || {
                say!("the style {id} has too long a line of ancestors", "样式 {id} 的继承链过长")
            });
        }
    }

    /// The style of this id.
    pub(super) fn get(&self, id: &str) -> Option<&Style> {
        self.styles.get(id)
    }

    /// The style of paragraphs that name none.
    pub(super) fn default_paragraph(&self) -> Option<(&str, &Style)> {
        self.default_paragraph.as_ref().map(|(id, style)| (id.as_str(), style))
    }

    /// Whether any style is numbered.
    pub(super) fn any_number(&self) -> bool {
        self.styles.values().any(|style| style.number.id.is_some())
    }

    fn style<'a>(&mut self, xml: &mut Xml<'a>, tag: &Tag<'a>) -> Result<()> {
        let id = xml.own(tag, "styleId").unwrap_or_default().into_owned();
        let paragraph = xml.own(tag, "type").is_none_or(|kind| kind == "paragraph");
        let default = xml.own(tag, "default").is_some_and(|value| properties::is_on(&value));
        let mut style = Style { heading: paragraph.then(|| heading_level(&id)).flatten(), ..Style::default() };
        loop {
            match xml.next()? {
                Event::Start(child) if child.space == Space::Word => match child.local {
                    b"name" => {
                        let name = xml.own(&child, "val").unwrap_or_default();
                        style.heading = style.heading.or_else(|| paragraph.then(|| heading_level(&name)).flatten());
                        xml.skip()?;
                    }
                    b"basedOn" => {
                        style.based_on = xml.own(&child, "val").map(|value| value.into_owned());
                        xml.skip()?;
                    }
                    b"pPr" => {
                        let read = properties::paragraph(xml)?;
                        style.outline = read.outline;
                        style.number = read.number;
                    }
                    b"rPr" => style.hidden = properties::run(xml)?.hidden,
                    _ => xml.skip()?,
                },
                Event::Start(_) => xml.skip()?,
                Event::End | Event::Done => break,
                Event::Text(_) => {}
            }
        }
        if style.number.id.is_some() {
            style.numbered_by = Some(id.clone());
        }
        if default && paragraph && self.default_paragraph.is_none() {
            self.default_paragraph = Some((id.clone(), Style::default()));
        }
        self.styles.entry(id).or_insert(style);
        Ok(())
    }

    /// Gives every style what its ancestors say and it does not.
    fn inherit(&mut self, chain: usize) {
        let mut cut = Vec::new();
        let resolved = self.styles.keys().map(|id| (id.clone(), self.resolve(id, chain, &mut cut))).collect();
        self.styles = resolved;
        cut.sort_unstable();
        self.cut = cut;
        if let Some((id, style)) = &mut self.default_paragraph {
            *style = self.styles.get(id).cloned().unwrap_or_default();
        }
    }

    fn resolve(&self, id: &str, chain: usize, cut: &mut Vec<String>) -> Style {
        let mut style = self.styles.get(id).cloned().unwrap_or_default();
        let mut next = style.based_on.clone();
        for step in 0.. {
            let Some(parent) = next.as_deref().and_then(|id| self.styles.get(id)) else { break };
            if step >= chain {
                cut.push(id.to_owned());
                break;
            }
            style.hidden = style.hidden.or(parent.hidden);
            style.outline = style.outline.or(parent.outline);
            style.heading = style.heading.or(parent.heading);
            style.number.level = style.number.level.or(parent.number.level);
            if style.number.id.is_none() {
                style.number.id = parent.number.id;
                style.numbered_by = parent.numbered_by.clone();
            }
            next = parent.based_on.clone();
        }
        style.outline = style.outline.or(style.heading);
        style
    }
}

#[cfg(test)]
mod tests {
    use super::Styles;
    use crate::compose::{Notices, heading_level};
    use crate::model::Limits;

    fn styles(inner: &str) -> (Styles, usize) {
        let text = format!(
            "<w:styles xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>{inner}</w:styles>"
        );
        let styles = Styles::parse(&text, &Limits::default()).unwrap();
        let mut notices = Notices::default();
        styles.note(&mut notices);
        (styles, notices.finish().len())
    }

    #[test]
    fn headings_are_known_by_name() {
        assert_eq!(heading_level("heading 1"), Some(0));
        assert_eq!(heading_level("标题 3"), Some(2));
        assert_eq!(heading_level("Heading"), None);
        assert_eq!(heading_level("heading 12"), None);
    }

    #[test]
    fn a_style_inherits_what_it_does_not_say() {
        let (styles, _) = styles(
            "<w:style w:type='paragraph' w:styleId='a'><w:pPr><w:numPr><w:numId w:val='7'/></w:numPr>\
             <w:outlineLvl w:val='1'/></w:pPr><w:rPr><w:vanish/></w:rPr></w:style>\
             <w:style w:type='paragraph' w:styleId='b'><w:basedOn w:val='a'/><w:rPr><w:vanish w:val='0'/></w:rPr></w:style>",
        );
        let style = styles.get("b").cloned().unwrap_or_default();
        assert_eq!((style.outline, style.hidden, style.number.id), (Some(1), Some(false), Some(7)));
        assert_eq!(style.numbered_by.as_deref(), Some("a"));
    }

    #[test]
    fn a_circle_of_styles_is_cut_with_a_note() {
        let (_, notes) = styles(
            "<w:style w:type='paragraph' w:styleId='a'><w:basedOn w:val='b'/></w:style>\
             <w:style w:type='paragraph' w:styleId='b'><w:basedOn w:val='a'/></w:style>",
        );
        assert_eq!(notes, 2);
    }
}
