//! The few properties that change what is read: of paragraphs, runs, rows, cells and content controls.
//!
//! Each function starts inside its element and reads to the element's end. Everything else in a property
//! list is formatting, skipped without being looked at.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::names::Space;
use super::word_2003::tracked;
use super::xml::{Event, Result, Tag, Xml};
use crate::compose::{Font, Merge, Shift};

/// Whether an on/off value is on (ECMA-376 Part 1 §17.17.4; an absent value is on).
pub(super) fn is_on(value: &str) -> bool {
    !matches!(value.trim(), "0" | "false" | "off")
}

/// An element that is on by standing there, unless its value says otherwise.
fn toggle<'a>(xml: &mut Xml<'a>, tag: &Tag<'a>) -> bool {
    tag.raw_attributes().is_empty() || xml.own(tag, "val").is_none_or(|value| is_on(&value))
}

fn number<'a, T: std::str::FromStr>(xml: &mut Xml<'a>, tag: &Tag<'a>) -> Option<T> {
    xml.own(tag, "val")?.trim().parse().ok()
}

/// A reference to a list: which one, and at which level (ECMA-376 Part 1 §17.3.1.19).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct NumberReference {
    /// The numbering instance; 0 takes numbering away.
    pub(super) id: Option<i64>,
    /// The level, from 0.
    pub(super) level: Option<u8>,
}

/// What a paragraph's properties say.
#[derive(Debug, Default)]
pub(super) struct ParagraphProperties<'a> {
    /// The paragraph style.
    pub(super) style: Option<Cow<'a, str>>,
    /// The outline level; 9 is running text.
    pub(super) outline: Option<u8>,
    /// The numbering.
    pub(super) number: NumberReference,
    /// The properties of the paragraph's mark.
    pub(super) mark: RunProperties<'a>,
    /// The relationships of the headers and footers of a section that ends here.
    pub(super) sections: Vec<String>,
    /// What it comes to with the document's styles, once that was asked.
    pub(super) effect: OnceCell<Effect>,
}

/// What a paragraph's properties come to with the document's styles.
#[derive(Debug, Clone, Copy)]
pub(super) struct Effect {
    /// The outline level, from 0 to 8.
    pub(super) outline: Option<u8>,
    /// Whether its style hides its text.
    pub(super) hidden: bool,
    /// Whether it may be numbered, removed, or end a section.
    pub(super) more: bool,
}

/// Reads `w:pPr`.
pub(super) fn paragraph<'a>(xml: &mut Xml<'a>) -> Result<ParagraphProperties<'a>> {
    let wanted =
        |local: &[u8], _: &str| matches!(local, b"rPr" | b"pStyle" | b"numPr" | b"listPr" | b"outlineLvl" | b"sectPr");
    let mut read = ParagraphProperties::default();
    while let Some(tag) = xml.child(wanted)? {
        match (tag.space, tag.local) {
            (Space::Word, b"rPr") => read.mark = run(xml)?,
            (Space::Word, b"pStyle") => {
                read.style = xml.own(&tag, "val");
                xml.skip()?;
            }
            (Space::Word, b"numPr" | b"listPr") => read.number = number_reference(xml)?,
            (Space::Word, b"outlineLvl") => {
                read.outline = number(xml, &tag).filter(|level: &u8| *level <= 9);
                xml.skip()?;
            }
            (Space::Word, b"sectPr") => section(xml, &mut read.sections)?,
            _ => xml.skip()?,
        }
    }
    Ok(read)
}

/// Reads `w:numPr`.
fn number_reference(xml: &mut Xml<'_>) -> Result<NumberReference> {
    let mut read = NumberReference::default();
    while let Some(tag) = xml.child(|local, _| matches!(local, b"numId" | b"ilfo" | b"ilvl"))? {
        match (tag.space, tag.local) {
            (Space::Word, b"numId" | b"ilfo") => read.id = number(xml, &tag),
            (Space::Word, b"ilvl") => read.level = number(xml, &tag).filter(|level| *level < 9),
            _ => {}
        }
        xml.skip()?;
    }
    Ok(read)
}

/// Reads `w:sectPr`: the relationships of its headers and footers, in order.
pub(super) fn section(xml: &mut Xml<'_>, found: &mut Vec<String>) -> Result<()> {
    while let Some(tag) = xml.child(|local, _| matches!(local, b"headerReference" | b"footerReference"))? {
        if tag.space == Space::Word {
            found.extend(xml.attribute(&tag, Space::Reference, "id").map(|id| id.into_owned()));
        }
        xml.skip()?;
    }
    Ok(())
}

/// What a run's properties say.
#[derive(Debug, Default)]
pub(super) struct RunProperties<'a> {
    /// Whether the text is hidden.
    pub(super) hidden: Option<bool>,
    /// The character style.
    pub(super) style: Option<Cow<'a, str>>,
    /// The symbol font that the text is set in.
    pub(super) font: Option<Font>,
    /// Whether the text is raised or lowered (superscript, subscript).
    pub(super) shift: Option<Shift>,
    /// Whether the text is struck out.
    pub(super) struck: bool,
    /// For a paragraph mark: a tracked deletion or move away of the mark.
    pub(super) deleted: bool,
    /// For a paragraph mark: a tracked insertion or move here of the mark.
    pub(super) inserted: bool,
}

impl RunProperties<'_> {
    /// Whether text is read as if its run had no properties.
    pub(super) fn is_silent(&self) -> bool {
        self.hidden.is_none() && self.style.is_none() && self.font.is_none() && self.shift.is_none() && !self.struck
    }
}

/// Reads `w:rPr`.
pub(super) fn run<'a>(xml: &mut Xml<'a>) -> Result<RunProperties<'a>> {
    let wanted = |local: &[u8], attributes: &str| match local {
        b"rFonts" => Font::may_be_named_in(attributes),
        b"vanish" | b"rStyle" | b"strike" | b"dstrike" | b"vertAlign" | b"del" | b"ins" | b"moveFrom" | b"moveTo" => {
            true
        }
        b"annotation" => true,
        _ => false,
    };
    let mut read = RunProperties::default();
    while let Some(tag) = xml.child(wanted)? {
        match (tag.space, tag.local) {
            (Space::Word, b"vanish") => read.hidden = Some(toggle(xml, &tag)),
            (Space::Word, b"strike" | b"dstrike") => read.struck |= toggle(xml, &tag),
            (Space::Word, b"vertAlign") => {
                read.shift = match xml.own(&tag, "val").as_deref() {
                    Some("superscript") => Some(Shift::Raised),
                    Some("subscript") => Some(Shift::Lowered),
                    _ => None,
                }
            }
            (Space::Word, b"rStyle") => read.style = xml.own(&tag, "val"),
            (Space::Word, b"rFonts") => read.font = xml.own(&tag, "ascii").and_then(|name| Font::of(&name)),
            (Space::Word, b"del" | b"moveFrom") => read.deleted = true,
            (Space::Word, b"ins" | b"moveTo") => read.inserted = true,
            (Space::Annotation, b"annotation") => {
                let mark = tracked(xml, &tag);
                read.deleted |= mark == Tracked::Deleted;
                read.inserted |= mark == Tracked::Inserted;
            }
            _ => {}
        }
        xml.skip()?;
    }
    Ok(read)
}

/// A tracked change of a whole row or cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Tracked {
    /// None.
    #[default]
    Kept,
    /// It was inserted.
    Inserted,
    /// It was deleted.
    Deleted,
}

/// What a row's properties say; numbers as they are written.
#[derive(Debug, Default)]
pub(super) struct RowProperties<'a> {
    /// `w:gridBefore`.
    pub(super) before: Option<Cow<'a, str>>,
    /// A tracked change.
    pub(super) tracked: Tracked,
}

/// Reads `w:trPr`.
pub(super) fn row<'a>(xml: &mut Xml<'a>) -> Result<RowProperties<'a>> {
    let mut read = RowProperties::default();
    while let Some(tag) = xml.child(|local, _| matches!(local, b"gridBefore" | b"del" | b"ins" | b"annotation"))? {
        match (tag.space, tag.local) {
            (Space::Word, b"gridBefore") => read.before = Some(raw_value(xml, &tag)),
            (Space::Word, b"del") => read.tracked = Tracked::Deleted,
            (Space::Word, b"ins") => read.tracked = Tracked::Inserted,
            (Space::Annotation, b"annotation") => read.tracked = tracked(xml, &tag),
            _ => {}
        }
        xml.skip()?;
    }
    Ok(read)
}

fn raw_value<'a>(xml: &mut Xml<'a>, tag: &Tag<'a>) -> Cow<'a, str> {
    xml.own(tag, "val").unwrap_or_default()
}

/// ECMA-376 Part 1 §17.4.84: a merge element without a value continues.
fn merge<'a>(xml: &mut Xml<'a>, tag: &Tag<'a>) -> Merge {
    match xml.own(tag, "val") {
        Some(value) if value.trim() == "restart" => Merge::Restart,
        _ => Merge::Continue,
    }
}

/// What a cell's properties say; numbers as they are written.
#[derive(Debug, Default)]
pub(super) struct CellProperties<'a> {
    /// `w:gridSpan`.
    pub(super) span: Option<Cow<'a, str>>,
    /// `w:vMerge`.
    pub(super) vertical: Merge,
    /// `w:hMerge`.
    pub(super) horizontal: Merge,
    /// A tracked change.
    pub(super) tracked: Tracked,
}

/// Reads `w:tcPr`.
pub(super) fn cell<'a>(xml: &mut Xml<'a>) -> Result<CellProperties<'a>> {
    let wanted = |local: &[u8], _: &str| {
        matches!(
            local,
            b"gridSpan" | b"vMerge" | b"vmerge" | b"hMerge" | b"hmerge" | b"cellDel" | b"cellIns" | b"annotation"
        )
    };
    let mut read = CellProperties::default();
    while let Some(tag) = xml.child(wanted)? {
        match (tag.space, tag.local) {
            (Space::Word, b"gridSpan") => read.span = Some(raw_value(xml, &tag)),
            (Space::Word, b"vMerge" | b"vmerge") => read.vertical = merge(xml, &tag),
            (Space::Word, b"hMerge" | b"hmerge") => read.horizontal = merge(xml, &tag),
            (Space::Word, b"cellDel") => read.tracked = Tracked::Deleted,
            (Space::Word, b"cellIns") => read.tracked = Tracked::Inserted,
            (Space::Annotation, b"annotation") => read.tracked = tracked(xml, &tag),
            _ => {}
        }
        xml.skip()?;
    }
    Ok(read)
}

/// Reads `w:tblGrid`: how many columns it announces.
pub(super) fn grid(xml: &mut Xml<'_>) -> Result<u32> {
    let mut columns = 0u32;
    while let Some(tag) = xml.child(|local, _| local == b"gridCol")? {
        columns = columns.saturating_add(u32::from(tag.space == Space::Word));
        xml.skip()?;
    }
    Ok(columns)
}

/// What a content control's properties say.
#[derive(Debug, Default)]
pub(super) struct ControlProperties {
    /// Whether it shows its placeholder.
    pub(super) placeholder: bool,
    /// For a check box: whether it is ticked.
    pub(super) ticked: Option<bool>,
    /// Its tag and its title, where it has them.
    pub(super) names: Vec<String>,
}

/// Reads `w:sdtPr`.
pub(super) fn control(xml: &mut Xml<'_>) -> Result<ControlProperties> {
    let mut read = ControlProperties::default();
    while let Some(tag) = xml.child(|local, _| matches!(local, b"showingPlcHdr" | b"checkbox" | b"tag" | b"alias"))? {
        match (tag.space, tag.local) {
            (Space::Word, b"showingPlcHdr") => {
                read.placeholder = toggle(xml, &tag);
                xml.skip()?;
            }
            (Space::Word, b"tag" | b"alias") => {
                let name = raw_value(xml, &tag).into_owned();
                if !name.is_empty() && !read.names.contains(&name) {
                    read.names.push(name);
                }
                xml.skip()?;
            }
            (Space::Word2010, b"checkbox") => read.ticked = Some(ticked(xml)?),
            _ => xml.skip()?,
        }
    }
    Ok(read)
}

/// Reads the inside of `w14:checkbox`.
fn ticked(xml: &mut Xml<'_>) -> Result<bool> {
    let mut ticked = false;
    while let Some(tag) = xml.child(|local, _| local == b"checked")? {
        ticked = toggle(xml, &tag);
        xml.skip()?;
    }
    Ok(ticked)
}

/// Reads `w:ffData`: what a form field stands for, where it is a tick box or a drop-down (ECMA-376 Part 1 §17.16.17).
pub(super) fn form_field(xml: &mut Xml<'_>) -> Result<Option<String>> {
    let (mut tick, mut first, mut chosen) = (None, None, None);
    let mut entries = Vec::new();
    let depth = xml.depth();
    while xml.depth() >= depth {
        match xml.next()? {
            Event::Start(tag) if tag.space == Space::Word => match tag.local {
                b"checkBox" => tick = Some(false),
                b"checked" => tick = Some(toggle(xml, &tag)),
                b"default" if tick.is_some() => tick = Some(toggle(xml, &tag)),
                b"default" => first = number::<usize>(xml, &tag),
                b"result" => chosen = number::<usize>(xml, &tag),
                b"listEntry" => entries.push(raw_value(xml, &tag)),
                _ => {}
            },
            Event::Done => break,
            _ => {}
        }
    }
    if let Some(tick) = tick {
        return Ok(Some(if tick { "☑" } else { "☐" }.to_owned()));
    }
    let index = chosen.or(first).unwrap_or(0);
    Ok((index < entries.len()).then(|| entries.swap_remove(index).into_owned()))
}
