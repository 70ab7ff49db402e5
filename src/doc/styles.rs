//! What styles say about reading: hidden text, outline levels and lists ([MS-DOC] 2.9.271 STSH, 2.9.260 STD).
//!
//! Each style is resolved once along its line of ancestors. What a style looks like is not known here.

use super::bytes::{byte, long, short, slice};
use super::properties::{Character, Data, Paragraph};
use crate::compose::Notices;
use crate::model::{codes, say};

/// The number that stands for no style.
const NONE: u16 = 0xFFF;

/// A style as resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Style {
    /// Whether its text is hidden.
    pub(super) hidden: Option<bool>,
    /// Its outline level, from 0; 9 is running text.
    pub(super) outline: Option<u8>,
    /// Its list.
    pub(super) list: Option<u16>,
    /// Its level in the list.
    pub(super) level: Option<u8>,
}

/// A style as written.
#[derive(Debug, Clone, Copy, Default)]
struct Written {
    own: Style,
    /// Its level as one of the built-in headings.
    heading: Option<u8>,
    base: Option<u16>,
}

/// All styles of a document, by number.
#[derive(Debug, Default)]
pub(super) struct Styles(Vec<Style>);

impl Styles {
    /// Reads the style sheet; a damaged one gives the styles before the damage.
    pub(super) fn read(sheet: &[u8], data: &Data<'_>, chain: usize, notices: &mut Notices) -> Self {
        let written = written(sheet, data);
        let resolve = |index| resolve(&written, index, chain, notices);
        Styles((0..written.len()).map(resolve).collect())
    }

    /// The style of this number.
    pub(super) fn get(&self, number: u16) -> Style {
        self.0.get(usize::from(number)).copied().unwrap_or_default()
    }
}

fn written(sheet: &[u8], data: &Data<'_>) -> Vec<Written> {
    let mut styles = Vec::new();
    let header = usize::from(short(sheet, 0).unwrap_or(0));
    let count = usize::from(short(sheet, 2).unwrap_or(0)).min(usize::from(NONE));
    let base = usize::from(short(sheet, 4).unwrap_or(0));
    let mut at = 2 + header;
    for _ in 0..count {
        let Some(length) = short(sheet, at).map(usize::from) else { break };
        let Some(bytes) = slice(sheet, at + 2, length) else { break };
        styles.push(style(bytes, base, data).unwrap_or_default());
        at += 2 + length;
    }
    styles
}

/// One style: fixed fields, its name, then lists of changes for each kind of property.
fn style(bytes: &[u8], base: usize, data: &Data<'_>) -> Option<Written> {
    let identity = short(bytes, 0)? & 0xFFF;
    let (kind, parent) = (short(bytes, 2)? & 0xF, short(bytes, 2)? >> 4);
    let lists = short(bytes, 4)? & 0xF;
    let heading = (kind == 1 && (1..=9).contains(&identity)).then(|| identity as u8 - 1);
    let mut style = Written { heading, base: (parent != NONE).then_some(parent), ..Written::default() };
    let mut at = base + 2 + usize::from(short(bytes, base)?) * 2 + 2;
    for index in 0..lists {
        let Some(length) = short(bytes, at).map(usize::from) else { break };
        let Some(list) = slice(bytes, at + 2, length) else { break };
        match (kind, index) {
            (1, 0) => {
                let mut read = Paragraph::default();
                read.apply_with_style(list, data);
                style.own.outline = read.outline;
                style.own.list = read.list;
                style.own.level = read.level;
            }
            (1, 1) | (2, 0) => {
                let mut read = Character::default();
                read.apply(list);
                style.own.hidden = read.hidden.map(|toggle| toggle.is_on(false));
            }
            _ => {}
        }
        // The lists begin at even bytes.
        at += 2 + length + length % 2;
    }
    Some(style)
}

fn resolve(styles: &[Written], index: usize, chain: usize, notices: &mut Notices) -> Style {
    let Some(first) = styles.get(index) else { return Style::default() };
    let mut style = first.own;
    let mut heading = first.heading;
    let mut next = first.base;
    for step in 0.. {
        let Some(parent) = next.and_then(|base| styles.get(usize::from(base))) else { break };
        if step >= chain {
            notices.add(&codes::CHAIN_CUT, None, || {
                say!("the style {index} has too long a line of ancestors", "样式 {index} 的继承链过长")
            });
            break;
        }
        style.hidden = style.hidden.or(parent.own.hidden);
        style.outline = style.outline.or(parent.own.outline);
        style.list = style.list.or(parent.own.list);
        style.level = style.level.or(parent.own.level);
        heading = heading.or(parent.heading);
        next = parent.base;
    }
    style.outline = style.outline.or(heading);
    style
}

/// The names of the fonts ([MS-DOC] 2.9.255 SttbfFfn, 2.9.85 FFN).
pub(super) fn fonts(table: &[u8]) -> Vec<String> {
    let count = short(table, 0).map_or(0, usize::from);
    let mut at = 4;
    let mut names = Vec::new();
    for _ in 0..count {
        let Some(length) = byte(table, at).map(usize::from) else { break };
        let Some(font) = slice(table, at + 1, length) else { break };
        let name = font.get(39..).unwrap_or(&[]);
        let end = name.chunks_exact(2).position(|unit| unit == [0, 0]).map_or(name.len(), |end| end * 2);
        names.push(super::bytes::text(&name[..end]));
        at += 1 + length;
    }
    names
}

/// What a form field stands for where its result is empty ([MS-DOC] 2.9.78 FFData): a tick box, a choice of a list.
pub(super) fn form_field(data: &[u8], at: usize) -> Option<String> {
    let length = long(data, at)? as usize;
    let header = usize::from(short(data, at + 4)?);
    let field = slice(data, at + header, length.checked_sub(header)?)?;
    let bits = short(field, 4)?;
    let result = usize::from(bits >> 2 & 0x1F);
    let kind = bits & 3;
    let mut at = 10;
    at += 2 + usize::from(short(field, at)?) * 2 + 2;
    if kind == 0 {
        return None;
    }
    let default = usize::from(short(field, at)?);
    // 25 says that nobody has chosen.
    let chosen = if result == 25 { default } else { result };
    if kind == 1 {
        return Some(if chosen == 1 { "☑" } else { "☐" }.to_owned());
    }
    // Name of the result's format, help, status, entry and exit macros.
    at += 2;
    for _ in 0..5 {
        at += 2 + usize::from(short(field, at)?) * 2 + 2;
    }
    let count = short(field, at + 2).filter(|_| short(field, at) == Some(0xFFFF)).map(usize::from)?;
    at += 6;
    for index in 0..count {
        let length = usize::from(short(field, at)?) * 2;
        if index == chosen {
            return slice(field, at + 2, length).map(super::bytes::text);
        }
        at += 2 + length;
    }
    None
}
