//! Automatic numbers: the definitions of a document's lists, and the counters that run through its text
//! (ECMA-376 Part 1 §17.9).
//!
//! Word counts per abstract definition: instances (`w:num`) of one definition go on counting where another
//! stopped, unless an instance overrides the start.

use std::collections::{HashMap, HashSet};

use super::names::Space;
use super::notices::Notices;
use super::number_format;
use super::properties::{self, NumberReference};
use super::styles::Styles;
use super::symbols::{self, Font};
use super::xml::{Event, Result, Tag, Xml};
use crate::model::{Limits, Number, Place, codes, say};

/// How many levels a list has.
const LEVELS: usize = 9;

/// How many characters a label may have. Every paragraph of a list has one, so a long one would make much of little.
const LONGEST_LABEL: usize = 128;

/// One level of a list.
#[derive(Debug, Clone)]
struct Level {
    start: u32,
    format: String,
    text: String,
    /// Whether `text` is only the beginning of what the file has.
    cut: bool,
    legal: bool,
    restart: Option<u8>,
    style: Option<String>,
    font: Option<Font>,
    picture: bool,
}

impl Default for Level {
    fn default() -> Self {
        Level {
            start: 0,
            format: "decimal".to_owned(),
            text: String::new(),
            cut: false,
            legal: false,
            restart: None,
            style: None,
            font: None,
            picture: false,
        }
    }
}

#[derive(Debug, Default)]
struct Definition {
    levels: [Option<Level>; LEVELS],
    style: Option<String>,
}

#[derive(Debug, Default)]
struct Instance {
    definition: i64,
    overrides: [Option<Override>; LEVELS],
}

#[derive(Debug, Default, Clone)]
struct Override {
    start: Option<u32>,
    level: Option<Level>,
}

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: HashMap<i64, Definition>,
    instances: HashMap<i64, Instance>,
    counters: HashMap<i64, [Option<u32>; LEVELS]>,
    begun: HashSet<(i64, usize)>,
}

impl Numbering {
    /// Reads the numbering part.
    pub(super) fn parse(text: &str, limits: &Limits) -> Result<Self> {
        let mut xml = Xml::new(text, limits);
        let mut numbering = Numbering::default();
        loop {
            match xml.next()? {
                Event::Start(tag) if tag.space == Space::Word => match tag.local {
                    b"abstractNum" => numbering.definition(&mut xml, &tag)?,
                    b"num" => numbering.instance(&mut xml, &tag)?,
                    b"numbering" => {}
                    _ => xml.skip()?,
                },
                Event::Done => return Ok(numbering),
                _ => {}
            }
        }
    }

    fn definition<'a>(&mut self, xml: &mut Xml<'a>, tag: &Tag<'a>) -> Result<()> {
        let id = integer(xml, tag, "abstractNumId").unwrap_or(0);
        let mut read = Definition::default();
        loop {
            match xml.next()? {
                Event::Start(child) if child.space == Space::Word => match child.local {
                    b"lvl" => {
                        let (index, level) = level(xml, &child)?;
                        if let Some(slot) = read.levels.get_mut(index) {
                            *slot = Some(level);
                        }
                    }
                    b"numStyleLink" => {
                        read.style = xml.own(&child, "val").map(|value| value.into_owned());
                        xml.skip()?;
                    }
                    _ => xml.skip()?,
                },
                Event::Start(_) => xml.skip()?,
                Event::End | Event::Done => break,
                Event::Text(_) => {}
            }
        }
        self.definitions.entry(id).or_insert(read);
        Ok(())
    }

    fn instance<'a>(&mut self, xml: &mut Xml<'a>, tag: &Tag<'a>) -> Result<()> {
        let id = integer(xml, tag, "numId").unwrap_or(0);
        let mut read = Instance::default();
        loop {
            match xml.next()? {
                Event::Start(child) if child.space == Space::Word => match child.local {
                    b"abstractNumId" => {
                        read.definition = integer(xml, &child, "val").unwrap_or(0);
                        xml.skip()?;
                    }
                    b"lvlOverride" => {
                        let index = integer(xml, &child, "ilvl").and_then(|level| usize::try_from(level).ok());
                        let found = level_override(xml)?;
                        if let Some(slot) = index.and_then(|index| read.overrides.get_mut(index)) {
                            *slot = Some(found);
                        }
                    }
                    _ => xml.skip()?,
                },
                Event::Start(_) => xml.skip()?,
                Event::End | Event::Done => break,
                Event::Text(_) => {}
            }
        }
        self.instances.entry(id).or_insert(read);
        Ok(())
    }

    /// The number of the next paragraph that refers to a list, directly or through its style.
    pub(super) fn next(
        &mut self,
        direct: NumberReference,
        style: Option<&str>,
        styles: &Styles,
        chain: usize,
        place: Place,
        notices: &mut Notices,
    ) -> Option<Number> {
        let inherited = style.and_then(|id| styles.get(id));
        let id = direct.id.or(inherited.and_then(|style| style.number.id)).filter(|id| *id != 0)?;
        let instance = self.instances.get(&id);
        if instance.is_none() {
            notices
                .add(&codes::NUMBERING_MISSING, place, || say!("the list {id} is not defined", "列表 {id} 没有定义"));
        }
        let definition = self.resolve(instance?.definition, styles, chain, notices);
        let linked = || {
            let by = inherited.filter(|_| direct.id.is_none()).and_then(|style| style.numbered_by.as_deref());
            let levels = &self.definitions.get(&definition)?.levels;
            [style, by].into_iter().flatten().find_map(|name| {
                levels.iter().flatten().position(|level| level.style.as_deref() == Some(name)).map(|at| at as u8)
            })
        };
        let inherited_level = || inherited.and_then(|style| style.number.level);
        let level = direct.level.or_else(linked).or_else(inherited_level).unwrap_or(0).min(LEVELS as u8 - 1);
        self.count(id, definition, usize::from(level));
        let text = self.short_label(id, definition, usize::from(level), place, notices)?;
        Some(Number { text, level })
    }

    /// Follows `w:numStyleLink` to the definition that has the levels (§17.9.21).
    fn resolve(&self, start: i64, styles: &Styles, chain: usize, notices: &mut Notices) -> i64 {
        let mut id = start;
        for _ in 0..chain {
            let link = self.definitions.get(&id).and_then(|definition| definition.style.as_deref());
            let Some(link) = link else { return id };
            let next = styles.get(link).and_then(|style| self.instances.get(&style.number.id?));
            match next {
                Some(instance) => id = instance.definition,
                None => return id,
            }
        }
        notices.add(&codes::CHAIN_CUT, None, || {
            say!("the list definition {start} refers to itself", "列表定义 {start} 引用了自身")
        });
        start
    }

    /// Counts one paragraph at a level, and lets the deeper levels start again.
    fn count(&mut self, id: i64, definition: i64, level: usize) {
        let forced = self.instances.get(&id).and_then(|instance| instance.overrides[level].as_ref()?.start);
        let first = self.begun.insert((id, level));
        let start = self.level(id, definition, level).map_or(1, |level| level.start);
        let restarts: [Option<u8>; LEVELS] =
            std::array::from_fn(|deeper| self.level(id, definition, deeper).and_then(|level| level.restart));
        let counters = self.counters.entry(definition).or_default();
        counters[level] = Some(match (forced.filter(|_| first), counters[level]) {
            (Some(start), _) => start,
            (None, Some(count)) => count.saturating_add(1),
            (None, None) => forced.unwrap_or(start),
        });
        for deeper in level + 1..LEVELS {
            // §17.9.10: 0 never restarts; otherwise a level at or above the named one does.
            if restarts[deeper].is_none_or(|restart| level < usize::from(restart)) {
                counters[deeper] = None;
            }
        }
    }

    fn level(&self, id: i64, definition: i64, level: usize) -> Option<&Level> {
        let own = self.instances.get(&id).and_then(|instance| instance.overrides.get(level)?.as_ref()?.level.as_ref());
        own.or_else(|| self.definitions.get(&definition)?.levels.get(level)?.as_ref())
    }

    /// The label of a level as printed; `None` where nothing is printed.
    fn label(&self, id: i64, definition: i64, index: usize, place: Place, notices: &mut Notices) -> Option<String> {
        let level = self.level(id, definition, index)?;
        if level.picture || level.format == "bullet" {
            let text = symbols::in_font(&level.text, level.font);
            return Some(if text.trim().is_empty() { "•".to_owned() } else { text }).filter(|_| !level.text.is_empty());
        }
        let counters = self.counters.get(&definition)?;
        let mut text = String::new();
        let mut rest = level.text.chars();
        while let Some(c) = rest.next() {
            let wanted = rest.as_str().chars().next().and_then(|digit| digit.to_digit(10)).filter(|_| c == '%');
            let Some(wanted) = wanted.and_then(|wanted| (wanted as usize).checked_sub(1)) else {
                text.push(c);
                continue;
            };
            rest.next();
            let Some(other) = self.level(id, definition, wanted) else { continue };
            let value = counters.get(wanted).copied().flatten().unwrap_or(other.start);
            let format = if level.legal && other.format != "none" { "decimal" } else { other.format.as_str() };
            text.push_str(&formatted(format, value, place, notices));
        }
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// The label of a level, no longer than any label is meant to be.
    fn short_label(
        &self,
        id: i64,
        definition: i64,
        index: usize,
        place: Place,
        notices: &mut Notices,
    ) -> Option<String> {
        let level = self.level(id, definition, index)?;
        let label = self.label(id, definition, index, place, notices)?;
        let end = label.char_indices().nth(LONGEST_LABEL).map(|(end, _)| end);
        if level.cut || end.is_some() {
            notices.add(&codes::NUMBER_CUT, place, || {
                say!("the number has more than {LONGEST_LABEL} characters", "编号超过 {LONGEST_LABEL} 个字符")
            });
        }
        Some(end.map_or(label.as_str(), |end| &label[..end]).to_owned())
    }
}

/// The beginning of a text, and whether it is not the whole.
fn beginning(text: &str) -> (String, bool) {
    let end = text.char_indices().nth(LONGEST_LABEL).map(|(end, _)| end);
    (text[..end.unwrap_or(text.len())].to_owned(), end.is_some())
}

fn formatted(format: &str, value: u32, place: Place, notices: &mut Notices) -> String {
    if matches!(format, "none" | "bullet") {
        return String::new();
    }
    number_format::write(format, value).unwrap_or_else(|| {
        // A format that is known has said that it has no sign for the value, where Word writes a figure too.
        if number_format::write(format, 1).is_none() {
            notices.add(&codes::NUMBER_FORMAT, place, || {
                say!("the format “{format}” was written in figures", "格式“{format}”已用阿拉伯数字写出")
            });
        }
        value.to_string()
    })
}

fn integer<'a>(xml: &mut Xml<'a>, tag: &Tag<'a>, name: &str) -> Option<i64> {
    xml.own(tag, name)?.trim().parse().ok()
}

fn start_value<'a>(xml: &mut Xml<'a>, tag: &Tag<'a>) -> Option<u32> {
    integer(xml, tag, "val").map(|value| u32::try_from(value.max(0)).unwrap_or(u32::MAX))
}

/// Reads `w:lvl`.
fn level<'a>(xml: &mut Xml<'a>, tag: &Tag<'a>) -> Result<(usize, Level)> {
    let index = integer(xml, tag, "ilvl").and_then(|level| usize::try_from(level).ok()).unwrap_or(0);
    let mut read = Level::default();
    loop {
        match xml.next()? {
            Event::Start(child) if child.space == Space::Word => {
                match child.local {
                    b"start" => read.start = start_value(xml, &child).unwrap_or(0),
                    b"numFmt" => read.format = beginning(&xml.own(&child, "val").unwrap_or_default()).0,
                    b"lvlText" => (read.text, read.cut) = beginning(&xml.own(&child, "val").unwrap_or_default()),
                    b"isLgl" => read.legal = xml.own(&child, "val").is_none_or(|value| properties::is_on(&value)),
                    b"lvlRestart" => read.restart = integer(xml, &child, "val").map(|level| level.clamp(0, 9) as u8),
                    b"pStyle" => read.style = xml.own(&child, "val").map(|value| value.into_owned()),
                    b"lvlPicBulletId" => read.picture = true,
                    b"rPr" => {
                        read.font = properties::run(xml)?.font;
                        continue;
                    }
                    _ => {}
                }
                xml.skip()?;
            }
            Event::Start(_) => xml.skip()?,
            Event::End | Event::Done => return Ok((index, read)),
            Event::Text(_) => {}
        }
    }
}

/// Reads `w:lvlOverride`.
fn level_override(xml: &mut Xml<'_>) -> Result<Override> {
    let mut read = Override::default();
    loop {
        match xml.next()? {
            Event::Start(child) if child.space == Space::Word => match child.local {
                b"startOverride" => {
                    read.start = start_value(xml, &child);
                    xml.skip()?;
                }
                b"lvl" => read.level = Some(level(xml, &child)?.1),
                _ => xml.skip()?,
            },
            Event::Start(_) => xml.skip()?,
            Event::End | Event::Done => return Ok(read),
            Event::Text(_) => {}
        }
    }
}
