//! Automatic numbers: the definitions of a document's lists and their instances (`w:num`) (ECMA-376 Part 1 §17.9).

use std::collections::HashMap;
use std::rc::Rc;

use super::names::Space;
use super::properties::{self, NumberReference};
use super::remember::{Parts, Recent, remembered};
use super::styles::{Style, Styles};
use super::xml::{self, Event, Result, Tag, Xml};
use crate::compose::{Counters, LEVELS, LONGEST_LABEL, Level, Levels, Notices, beginning, number_format};
use crate::model::{Limits, Number, Place, codes, say};

/// What is defined of each level of a list. Many lists are defined that no paragraph refers to, so each takes little.
type OfLevels<T> = [Option<Box<T>>; LEVELS];

#[derive(Debug, Default)]
struct Definition {
    levels: OfLevels<Level>,
    /// The paragraph styles that its levels belong to, where they belong to any.
    linked: Option<Box<OfLevels<str>>>,
    style: Option<String>,
}

#[derive(Debug, Default)]
struct Instance {
    definition: i64,
    /// Hardly any instance has one.
    overrides: Option<Box<OfLevels<Override>>>,
}

impl Instance {
    fn override_of(&self, level: usize) -> Option<&Override> {
        self.overrides.as_ref()?[level].as_deref()
    }
}

#[derive(Debug, Default, Clone)]
struct Override {
    start: Option<u32>,
    level: Option<Level>,
}

/// The lists that a document defines.
#[derive(Debug, Default)]
pub(super) struct Lists {
    definitions: HashMap<i64, Definition>,
    instances: HashMap<i64, Instance>,
}

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: Rc<Lists>,
    counters: Counters,
}

thread_local! {
    static PARTS: Parts<Lists> = const { Parts::new(Recent::new()) };
}

impl Lists {
    /// Reads the numbering part.
    fn parse(text: &str, limits: &Limits) -> Result<Self> {
        let mut xml = Xml::new(text, limits);
        let mut lists = Lists::default();
        loop {
            match xml.next()? {
                Event::Start(tag) if tag.space == Space::Word => match tag.local {
                    b"abstractNum" | b"listDef" => lists.definition(&mut xml, &tag)?,
                    b"num" | b"list" => lists.instance(&mut xml, &tag)?,
                    b"numbering" | b"wordDocument" | b"lists" => {}
                    _ => xml.skip()?,
                },
                Event::Done => return Ok(lists),
                _ => {}
            }
        }
    }

    fn definition<'a>(&mut self, xml: &mut Xml<'a>, tag: &Tag<'a>) -> Result<()> {
        let id = integer(xml, tag, "abstractNumId").or_else(|| integer(xml, tag, "listDefId")).unwrap_or(0);
        let mut read = Definition::default();
        loop {
            match xml.next()? {
                Event::Start(child) if child.space == Space::Word => match child.local {
                    b"lvl" => {
                        let (index, level, style) = level(xml, &child)?;
                        if let Some(slot) = read.levels.get_mut(index) {
                            *slot = Some(Box::new(level));
                            if style.is_some() || read.linked.is_some() {
                                read.linked.get_or_insert_default()[index] = style.map(String::into_boxed_str);
                            }
                        }
                    }
                    b"numStyleLink" | b"listStyleLink" => {
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
        let id = integer(xml, tag, "numId").or_else(|| integer(xml, tag, "ilfo")).unwrap_or(0);
        let mut read = Instance::default();
        loop {
            match xml.next()? {
                Event::Start(child) if child.space == Space::Word => match child.local {
                    b"abstractNumId" | b"ilst" => {
                        read.definition = integer(xml, &child, "val").unwrap_or(0);
                        xml.skip()?;
                    }
                    b"lvlOverride" => {
                        let index = integer(xml, &child, "ilvl").and_then(|level| usize::try_from(level).ok());
                        let found = level_override(xml)?;
                        if let Some(index) = index.filter(|index| *index < LEVELS) {
                            read.overrides.get_or_insert_default()[index] = Some(Box::new(found));
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
}

impl Numbering {
    /// Lists none of which has counted yet: those of the numbering part that has these bytes.
    pub(super) fn of(bytes: &[u8], limits: &Limits) -> Result<Self> {
        let lists = remembered(&PARTS, "", bytes, limits, || Lists::parse(&xml::decode(bytes)?, limits))?;
        Ok(Numbering { lists, counters: Counters::default() })
    }

    /// Reads the lists of a document that is one part.
    pub(super) fn parse(text: &str, limits: &Limits) -> Result<Self> {
        Ok(Numbering { lists: Lists::parse(text, limits)?.into(), counters: Counters::default() })
    }

    /// The number of the next paragraph that refers to a list, directly or through its style, given by its id and as what
    /// that id stands for.
    pub(super) fn next(
        &mut self,
        direct: NumberReference,
        (style, inherited): (Option<&str>, Option<&Style>),
        styles: &Styles,
        chain: usize,
        place: Place,
        notices: &mut Notices,
    ) -> Option<Number> {
        let id = direct.id.or(inherited.and_then(|style| style.number.id)).filter(|id| *id != 0)?;
        let Some(instance) = self.lists.instances.get(&id) else {
            notices
                .add(&codes::NUMBERING_MISSING, place, || say!("the list {id} is not defined", "列表 {id} 没有定义"));
            return None;
        };
        let definition = self.lists.resolve(instance.definition, styles, chain, notices);
        let defined = self.lists.definitions.get(&definition);
        let linked = || {
            let by = inherited.filter(|_| direct.id.is_none()).and_then(|style| style.numbered_by.as_deref());
            let linked = defined?.linked.as_ref()?;
            [style, by]
                .into_iter()
                .flatten()
                .find_map(|name| linked.iter().position(|style| style.as_deref() == Some(name)).map(|at| at as u8))
        };
        let inherited_level = || inherited.and_then(|style| style.number.level);
        let level = direct.level.or_else(linked).or_else(inherited_level).unwrap_or(0).min(LEVELS as u8 - 1);
        let levels: Levels<'_> = std::array::from_fn(|level| {
            let own = instance.override_of(level).and_then(|own| own.level.as_ref());
            own.or_else(|| defined?.levels[level].as_deref())
        });
        let index = usize::from(level);
        let forced = instance.override_of(index).and_then(|own| own.start);
        self.counters.count(definition, id, index, &levels, forced);
        let label = self.counters.label(definition, index, &levels, &mut |format| {
            notices.add(&codes::NUMBER_FORMAT, place, || {
                say!("the format “{format}” was written in figures", "格式“{format}”已用阿拉伯数字写出")
            });
        })?;
        if label.cut {
            notices.add(&codes::NUMBER_CUT, place, || {
                say!("the number has more than {LONGEST_LABEL} characters", "编号超过 {LONGEST_LABEL} 个字符")
            });
        }
        Some(Number { text: label.text, level })
    }
}

fn integer<'a>(xml: &mut Xml<'a>, tag: &Tag<'a>, name: &str) -> Option<i64> {
    xml.own(tag, name)?.trim().parse().ok()
}

fn start_value<'a>(xml: &mut Xml<'a>, tag: &Tag<'a>) -> Option<u32> {
    integer(xml, tag, "val").map(|value| u32::try_from(value.max(0)).unwrap_or(u32::MAX))
}

/// Reads `w:lvl`.
fn level<'a>(xml: &mut Xml<'a>, tag: &Tag<'a>) -> Result<(usize, Level, Option<String>)> {
    let index = integer(xml, tag, "ilvl").and_then(|level| usize::try_from(level).ok()).unwrap_or(0);
    let (mut read, mut style) = (Level::default(), None);
    loop {
        match xml.next()? {
            Event::Start(child) if child.space == Space::Word => {
                match child.local {
                    b"start" => read.start = start_value(xml, &child).unwrap_or(0),
                    b"numFmt" => read.format = beginning(&xml.own(&child, "val").unwrap_or_default()).0,
                    b"nfc" => {
                        let code = integer(xml, &child, "val").and_then(|code| u8::try_from(code).ok());
                        read.format = code.map_or("", number_format::of_code).into();
                    }
                    b"lvlText" => (read.text, read.cut) = beginning(&xml.own(&child, "val").unwrap_or_default()),
                    b"isLgl" => read.legal = xml.own(&child, "val").is_none_or(|value| properties::is_on(&value)),
                    b"lvlRestart" => read.restart = integer(xml, &child, "val").map(|level| level.clamp(0, 9) as u8),
                    b"pStyle" => style = xml.own(&child, "val").map(|value| value.into_owned()),
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
            Event::End | Event::Done => return Ok((index, read, style)),
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
