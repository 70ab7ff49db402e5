//! The styles of a text, as far as they change what is read.

use std::collections::HashMap;

use crate::compose::{Font, Shift};
use crate::docx::names::Space;
use crate::docx::xml::{Event, Result, Tag, Xml};

/// Whether a style is of paragraphs; the others are of pieces of text.
type Family = bool;

/// What a style says itself.
#[derive(Debug, Clone, Default)]
struct Said {
    parent: Option<String>,
    hidden: Option<bool>,
    struck: Option<bool>,
    shift: Option<Option<Shift>>,
    font: Option<Option<Font>>,
    outline: Option<u8>,
    list: Option<String>,
}

/// What a style and its ancestors say.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    /// Its text is not shown.
    pub(super) hidden: Option<bool>,
    /// Its text is struck out.
    pub(super) struck: Option<bool>,
    /// Its text is raised or lowered.
    pub(super) shift: Option<Option<Shift>>,
    /// The font of signs that it names, if it names a font.
    pub(super) font: Option<Option<Font>>,
    /// The level of a heading, from 0.
    pub(super) outline: Option<u8>,
    /// The list that its paragraphs belong to; an empty name is none.
    pub(super) list: Option<String>,
}

/// All styles that a part can refer to.
#[derive(Debug, Clone, Default)]
pub(super) struct Styles {
    styles: HashMap<(Family, String), Said>,
    fonts: HashMap<String, Font>,
}

impl Styles {
    /// Takes in the styles of a part; a later one of the same name replaces an earlier one.
    pub(super) fn read(&mut self, xml: &mut Xml<'_>) -> Result<()> {
        loop {
            match xml.next()? {
                Event::Start(tag) if tag.space == Space::OdfStyle => match tag.local {
                    b"style" => self.style(xml, &tag)?,
                    b"font-face" => {
                        let family = xml.attribute(&tag, Space::OdfSvg, "font-family").unwrap_or_default();
                        let first = family.split(',').next().unwrap_or("").trim().trim_matches(['\'', '"']).to_owned();
                        if let (Some(name), Some(font)) = (xml.own(&tag, "name"), Font::of(&first)) {
                            self.fonts.insert(name.into_owned(), font);
                        }
                    }
                    _ => {}
                },
                Event::Start(tag) if tag.space == Space::OdfOffice && tag.local == b"body" => xml.skip()?,
                Event::Done => return Ok(()),
                _ => {}
            }
        }
    }

    fn style<'a>(&mut self, xml: &mut Xml<'a>, tag: &Tag<'a>) -> Result<()> {
        let family = xml.own(tag, "family").unwrap_or_default();
        if !matches!(family.as_ref(), "paragraph" | "text") {
            return xml.skip();
        }
        let key = (family == "paragraph", xml.own(tag, "name").unwrap_or_default().into_owned());
        let mut said = Said {
            parent: xml.own(tag, "parent-style-name").map(|name| name.into_owned()),
            outline: xml
                .own(tag, "default-outline-level")
                .and_then(|level| level.trim().parse::<u8>().ok()?.checked_sub(1)),
            list: xml.own(tag, "list-style-name").map(|name| name.into_owned()),
            ..Said::default()
        };
        loop {
            match xml.next()? {
                Event::Start(child) if child.space == Space::OdfStyle && child.local == b"text-properties" => {
                    self.properties(&mut said, xml, &child);
                    xml.skip()?;
                }
                Event::Start(_) => xml.skip()?,
                Event::End | Event::Done => break,
                Event::Text(_) => {}
            }
        }
        self.styles.insert(key, said);
        Ok(())
    }

    fn properties<'a>(&self, said: &mut Said, xml: &mut Xml<'a>, tag: &Tag<'a>) {
        said.hidden = xml.attribute(tag, Space::OdfText, "display").map(|value| value == "none");
        for name in ["text-line-through-style", "text-line-through-type"] {
            if let Some(value) = xml.own(tag, name) {
                said.struck = Some(value != "none");
            }
        }
        said.shift = xml.own(tag, "text-position").map(|value| match value.split_whitespace().next() {
            Some("super") => Some(Shift::Raised),
            Some("sub") => Some(Shift::Lowered),
            Some(percent) if percent.starts_with('-') => Some(Shift::Lowered),
            Some(percent) if !percent.starts_with('0') => Some(Shift::Raised),
            _ => None,
        });
        said.font =
            xml.own(tag, "font-name").map(|name| self.fonts.get(name.as_ref()).copied().or_else(|| Font::of(&name)));
    }

    /// What the style of this name says, its ancestors included as far as `chain` goes.
    pub(super) fn get(&self, of_paragraphs: bool, name: &str, chain: usize) -> Style {
        let mut style = Style::default();
        let mut next = self.styles.get(&(of_paragraphs, name.to_owned()));
        for _ in 0..=chain {
            let Some(said) = next else { break };
            style.hidden = style.hidden.or(said.hidden);
            style.struck = style.struck.or(said.struck);
            style.shift = style.shift.or(said.shift);
            style.font = style.font.or(said.font);
            style.outline = style.outline.or(said.outline);
            if style.list.is_none() {
                style.list.clone_from(&said.list);
            }
            next = said.parent.as_ref().and_then(|parent| self.styles.get(&(of_paragraphs, parent.clone())));
        }
        style
    }
}
