//! The numbers of lists and headings (ODF 1.3 Part 3 §5.3 and §16.30): computed, for the file does not hold them.

use std::collections::HashMap;

use crate::compose::number_format;
use crate::docx::names::Space;
use crate::docx::xml::{Event, Result, Tag, Xml};

/// How many levels a list has.
const LEVELS: usize = 10;

/// How the items of a level are numbered.
#[derive(Debug, Clone, Default)]
struct Level {
    format: String,
    prefix: String,
    suffix: String,
    start: u32,
    /// How many levels the number shows.
    shown: usize,
    bullet: Option<String>,
}

type Counters = [Option<u32>; LEVELS];

/// A list that has not ended.
#[derive(Debug, Default)]
struct Open {
    style: String,
    id: String,
    counters: Counters,
    /// How many lists of it are open in each other.
    depth: usize,
}

/// The list styles, and how far each list has counted.
#[derive(Debug, Default)]
pub(super) struct Lists {
    styles: HashMap<String, [Option<Level>; LEVELS]>,
    open: Vec<Open>,
    ended: HashMap<String, Counters>,
    headings: Counters,
}

/// The name under which the style of headings is kept, which no list style has.
const OUTLINE: &str = "\0outline";

impl Lists {
    /// Takes in the list styles of a part.
    pub(super) fn read(&mut self, xml: &mut Xml<'_>) -> Result<()> {
        loop {
            match xml.next()? {
                Event::Start(tag)
                    if tag.space == Space::OdfText && matches!(tag.local, b"list-style" | b"outline-style") =>
                {
                    let outline = tag.local == b"outline-style";
                    let name = xml.attribute(&tag, Space::OdfStyle, "name").unwrap_or_default().into_owned();
                    let name = if outline { OUTLINE.to_owned() } else { name };
                    let levels = levels(xml)?;
                    self.styles.insert(name, levels);
                }
                Event::Start(tag) if tag.space == Space::OdfOffice && tag.local == b"body" => xml.skip()?,
                Event::Done => return Ok(()),
                _ => {}
            }
        }
    }

    /// Begins a list, or a deeper level of the open one.
    pub(super) fn begin<'a>(&mut self, xml: &mut Xml<'a>, tag: &Tag<'a>, inside: bool) {
        let style = xml.own(tag, "style-name").map(|name| name.into_owned());
        if let Some(open) = self.open.last_mut().filter(|_| inside) {
            open.depth += 1;
            if let Some(style) = style {
                open.style = style;
            }
            return;
        }
        let style = style.unwrap_or_default();
        let id = xml.attribute(tag, Space::Xml, "id").unwrap_or_default().into_owned();
        let continued = xml.own(tag, "continue-list").map(|id| format!("#{id}"));
        let goes_on = xml.own(tag, "continue-numbering").is_some_and(|value| value == "true");
        let continued = continued.or_else(|| goes_on.then(|| style.clone()));
        let counters = continued.and_then(|key| self.ended.get(&key).copied()).unwrap_or_default();
        self.open.push(Open { style, id, counters, depth: 1 });
    }

    /// Ends the innermost list.
    pub(super) fn end(&mut self) {
        let Some(open) = self.open.last_mut() else { return };
        open.depth -= 1;
        if open.depth == 0
            && let Some(open) = self.open.pop()
        {
            if !open.id.is_empty() {
                self.ended.insert(format!("#{}", open.id), open.counters);
            }
            self.ended.insert(open.style, open.counters);
        }
    }

    /// The number of the next item of the open list, and its level.
    pub(super) fn next(&mut self, start: Option<u32>, style: Option<&str>) -> Option<(String, u8)> {
        let open = self.open.last_mut()?;
        let name = if open.style.is_empty() { style.unwrap_or("") } else { &open.style };
        let levels = self.styles.get(name)?;
        let level = (open.depth - 1).min(LEVELS - 1);
        label(levels, &mut open.counters, level, start)
    }

    /// The number of the next heading of a level.
    pub(super) fn heading(&mut self, level: u8, start: Option<u32>) -> Option<String> {
        let levels = self.styles.get(OUTLINE)?;
        let level = usize::from(level).min(LEVELS - 1);
        levels[level].as_ref().filter(|level| !level.format.is_empty())?;
        label(levels, &mut self.headings, level, start).map(|(label, _)| label)
    }
}

/// Counts one item and writes its number.
fn label(
    levels: &[Option<Level>; LEVELS],
    counters: &mut Counters,
    level: usize,
    start: Option<u32>,
) -> Option<(String, u8)> {
    let own = levels[level].as_ref()?;
    counters[level] = Some(start.unwrap_or_else(|| counters[level].map_or(own.start, |count| count.saturating_add(1))));
    counters[level + 1..].fill(None);
    let depth = level.min(8) as u8;
    if let Some(bullet) = &own.bullet {
        return Some((bullet.clone(), depth));
    }
    if own.format.is_empty() {
        return None;
    }
    let first = (level + 1).saturating_sub(own.shown.max(1));
    let parts = (first..=level).filter_map(|index| {
        let shown = levels[index].as_ref().filter(|level| !level.format.is_empty())?;
        Some(written(&shown.format, counters[index].unwrap_or(shown.start)))
    });
    let numbers = parts.collect::<Vec<_>>().join(".");
    let text = format!("{}{numbers}{}", own.prefix, own.suffix);
    Some((text.trim().to_owned(), depth))
}

/// A number in a format of ODF (§20.322), which names those of East Asia by their first signs.
fn written(format: &str, value: u32) -> String {
    let signs: String = format.chars().filter(|c| !c.is_whitespace()).collect();
    let name = match signs.as_str() {
        "a" => "lowerLetter",
        "A" => "upperLetter",
        "i" => "lowerRoman",
        "I" => "upperRoman",
        "一,二,三,..." => "chineseCounting",
        "壹,贰,叁,..." => "chineseLegalSimplified",
        "壹,貳,參,..." => "ideographLegalTraditional",
        "甲,乙,丙,..." => "ideographTraditional",
        "子,丑,寅,..." => "ideographZodiac",
        "①,②,③,..." => "decimalEnclosedCircle",
        "１,２,３,..." => "decimalFullWidth",
        _ => "decimal",
    };
    number_format::write(name, value).unwrap_or_else(|| value.to_string())
}

fn levels(xml: &mut Xml<'_>) -> Result<[Option<Level>; LEVELS]> {
    let mut read: [Option<Level>; LEVELS] = Default::default();
    loop {
        match xml.next()? {
            Event::Start(tag) => {
                let (index, level) = level(xml, &tag);
                if let Some(slot) = index.and_then(|index| read.get_mut(index as usize)) {
                    *slot = Some(level);
                }
                xml.skip()?;
            }
            Event::End | Event::Done => return Ok(read),
            Event::Text(_) => {}
        }
    }
}

/// The level that an element describes, and its index.
fn level<'a>(xml: &mut Xml<'a>, tag: &Tag<'a>) -> (Option<u32>, Level) {
    let mut text = |space, name| xml.attribute(tag, space, name).map(|value| value.into_owned());
    let number = |raw: Option<String>| raw.and_then(|raw| raw.trim().parse::<u32>().ok());
    let index = number(text(Space::OdfText, "level")).and_then(|level| level.checked_sub(1));
    let level = Level {
        format: text(Space::OdfStyle, "num-format").unwrap_or_default(),
        prefix: text(Space::OdfStyle, "num-prefix").unwrap_or_default(),
        suffix: text(Space::OdfStyle, "num-suffix").unwrap_or_default(),
        start: number(text(Space::OdfText, "start-value")).unwrap_or(1),
        shown: number(text(Space::OdfText, "display-levels")).unwrap_or(1) as usize,
        bullet: text(Space::OdfText, "bullet-char").filter(|_| tag.local == b"list-level-style-bullet"),
    };
    (index, level)
}
