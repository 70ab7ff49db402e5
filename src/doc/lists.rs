//! Automatic numbers: the lists of a document and what overrides them ([MS-DOC] 2.9.192 PlfLst, 2.9.190 PlfLfo).

use std::collections::HashMap;

use super::bytes::{byte, long, short, slice};
use super::fib::at;
use super::file::File;
use super::properties::Character;
use crate::compose::{Composer, Counters, Font, LEVELS, LONGEST_LABEL, Level, Levels, beginning, number_format};
use crate::model::{Number, Place, codes, say};

/// How many instances paragraphs can refer to: 0x7FF stands for what Word 6 left behind.
const MOST: usize = 0x7FE;

/// A list ([MS-DOC] 2.9.147 LSTF).
#[derive(Debug, Default)]
struct List {
    levels: [Option<Level>; LEVELS],
    /// The paragraph styles that its levels belong to.
    linked: [Option<u16>; LEVELS],
}

/// What a paragraph refers to: a list, and how it differs from it ([MS-DOC] 2.9.131 LFO, 2.9.133 LFOLVL).
#[derive(Debug, Default)]
struct Instance {
    list: u32,
    starts: [Option<u32>; LEVELS],
    levels: [Option<Level>; LEVELS],
}

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Lists {
    lists: Vec<List>,
    /// The index of each list by its identity.
    index: HashMap<u32, usize>,
    instances: Vec<Instance>,
    counters: Counters,
}

/// Which list a paragraph refers to, and at which level.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Reference {
    /// Its own list, or that of its style.
    pub(super) list: u16,
    /// Its own level.
    pub(super) level: Option<u8>,
    /// Its style.
    pub(super) style: u16,
    /// The level of its style.
    pub(super) inherited: Option<u8>,
}

impl Lists {
    /// Reads the lists; damaged ones give the lists before the damage.
    pub(super) fn read(file: &File<'_>) -> Self {
        let mut lists = Lists::default();
        lists.add_lists(file);
        lists.add_instances(file);
        lists
    }

    /// The lists, then, after the structure, all their levels.
    fn add_lists(&mut self, file: &File<'_>) -> Option<()> {
        let table = file.structure(at::LISTS);
        let mut rest = file.after(at::LISTS);
        for index in 0..usize::from(short(table, 0)?) {
            let bytes = slice(table, 2 + index * 28, 28)?;
            let (identity, mut list) = (long(bytes, 0)?, List::default());
            for (level, linked) in list.linked.iter_mut().enumerate() {
                *linked = short(bytes, 8 + level * 2).filter(|style| *style != 0xFFF);
            }
            let simple = bytes[26] & 1 != 0;
            let mut sound = true;
            for slot in list.levels.iter_mut().take(if simple { 1 } else { LEVELS }) {
                *slot = level(&mut rest, file);
                sound &= slot.is_some();
            }
            self.index.entry(identity).or_insert(self.lists.len());
            self.lists.push(list);
            if !sound {
                return None;
            }
        }
        Some(())
    }

    fn add_instances(&mut self, file: &File<'_>) -> Option<()> {
        let table = file.structure(at::LIST_OVERRIDES);
        let count = usize::try_from(long(table, 0)?).ok()?.min(table.len() / 16);
        let mut rest = table.get(4 + count * 16..).unwrap_or(&[]);
        for index in 0..count.min(MOST) {
            let bytes = slice(table, 4 + index * 16, 16)?;
            let mut instance = Instance { list: long(bytes, 0)?, ..Instance::default() };
            // An instance begins with four bytes that say nothing.
            rest = rest.get(4..).unwrap_or(&[]);
            for _ in 0..bytes[12] {
                instance.add_override(&mut rest, file);
            }
            self.instances.push(instance);
        }
        Some(())
    }

    /// The number of the next paragraph that refers to a list; `None` where nothing is printed.
    pub(super) fn next(&mut self, reference: Reference, place: Place, composer: &mut Composer<'_>) -> Option<Number> {
        // 0 takes numbering away; so do 0xF801 and what Word 6 left behind.
        let number = reference.list;
        let id = usize::from(number).checked_sub(1).filter(|id| *id < MOST)?;
        let instance = self.instances.get(id);
        let list = instance.and_then(|instance| self.index.get(&instance.list).copied());
        let Some((instance, list)) = instance.zip(list) else {
            composer.note(&codes::NUMBERING_MISSING, place, || {
                say!("the list {number} is not defined", "列表 {number} 没有定义")
            });
            return None;
        };
        let definition = &self.lists[list];
        let linked = || definition.linked.iter().position(|style| *style == Some(reference.style)).map(|at| at as u8);
        let level = reference.level.or_else(linked).or(reference.inherited).unwrap_or(0).min(LEVELS as u8 - 1);
        let levels: Levels<'_> =
            std::array::from_fn(|level| instance.levels[level].as_ref().or(definition.levels[level].as_ref()));
        let index = usize::from(level);
        self.counters.count(list as i64, id as i64, index, &levels, instance.starts[index]);
        let label = self.counters.label(list as i64, index, &levels, &mut |format| {
            composer.note(&codes::NUMBER_FORMAT, place, || {
                say!("the format “{format}” was written in figures", "格式“{format}”已用阿拉伯数字写出")
            });
        })?;
        if label.cut {
            composer.note(&codes::NUMBER_CUT, place, || {
                say!("the number has more than {LONGEST_LABEL} characters", "编号超过 {LONGEST_LABEL} 个字符")
            });
        }
        Some(Number { text: label.text, level })
    }
}

impl Instance {
    fn add_override(&mut self, rest: &mut &[u8], file: &File<'_>) -> Option<()> {
        let (start, flags) = (long(rest, 0)?, long(rest, 4)?);
        *rest = rest.get(8..)?;
        let own = if flags & 0x20 != 0 { Some(level(rest, file)?) } else { None };
        let index = flags as usize & 0xF;
        if flags & 0x10 != 0 {
            *self.starts.get_mut(index)? = Some(own.as_ref().map_or(start, |own| own.start));
        }
        *self.levels.get_mut(index)? = own;
        Some(())
    }
}

/// Reads a level from the beginning of `rest` ([MS-DOC] 2.9.150 LVL, 2.9.151 LVLF).
fn level(rest: &mut &[u8], file: &File<'_>) -> Option<Level> {
    let (start, format, flags) = (long(rest, 0)?, byte(rest, 4)?, byte(rest, 5)?);
    let (character, paragraph) = (usize::from(byte(rest, 24)?), usize::from(byte(rest, 25)?));
    let restart = byte(rest, 26)?;
    let changes = slice(rest, 28 + paragraph, character)?;
    let label_at = 28 + paragraph + character;
    let length = usize::from(short(rest, label_at)?);
    let label = slice(rest, label_at + 2, length * 2)?;
    *rest = rest.get(label_at + 2 + length * 2..)?;
    let mut said = Character::default();
    said.apply(changes);
    let font = said.font.and_then(|font| file.fonts.get(usize::from(font))).and_then(|name| Font::of(name));
    let name = number_format::of_code(format);
    let (text, cut) = beginning(&text(label));
    Some(Level {
        start,
        format: if name.is_empty() { format!("nfc {format}").into() } else { name.into() },
        text,
        cut,
        legal: flags & 4 != 0,
        restart: (flags & 8 != 0).then_some(restart),
        font,
        picture: false,
    })
}

/// A label: the numbers of levels stand in it as characters of the codes 0 … 8.
fn text(label: &[u8]) -> String {
    let mut text = String::new();
    for c in super::bytes::text(label).chars() {
        match u32::from(c) {
            level @ 0..=8 => text.extend(['%', char::from(b'1' + level as u8)]),
            _ => text.push(c),
        }
    }
    text
}
