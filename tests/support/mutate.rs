//! Mutants of documents: bytes changed anywhere, or elements deleted, doubled, swapped, moved, taken from elsewhere.

use std::ops::Range;

use super::chance::Chance;

/// An element of a text of XML, by its bytes.
#[derive(Debug, Clone)]
pub struct Element {
    /// Its name as written.
    pub name: String,
    /// Its start tag.
    pub tag: Range<usize>,
    /// All of it, its end tag included.
    pub whole: Range<usize>,
}

/// The elements of a text, in the order of their starts. What does not pair is left out.
pub fn elements(xml: &str) -> Vec<Element> {
    let mut found: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(start) = xml[at..].find('<').map(|start| at + start) {
        let Some(end) = xml[start..].find('>').map(|end| start + end + 1) else { break };
        let inside = &xml[start + 1..end - 1];
        if let Some(name) = inside.strip_prefix('/') {
            if let Some(position) = open.iter().rposition(|index| found[*index].name == name.trim_end()) {
                found[open[position]].whole.end = end;
                open.truncate(position);
            }
        } else if !inside.starts_with(['!', '?']) {
            let name = inside.split([' ', '/', '\n', '\t']).next().unwrap_or_default().to_owned();
            if !inside.ends_with('/') {
                open.push(found.len());
            }
            found.push(Element { name, tag: start..end, whole: start..end });
        }
        at = end;
    }
    found
}

/// Changes one to eight places of some bytes.
pub fn bytes(bytes: &mut Vec<u8>, chance: &mut Chance) {
    for _ in 0..1 + chance.below(8) {
        if bytes.is_empty() {
            return;
        }
        let at = chance.below(bytes.len());
        let end = (at + 1 + chance.below(64)).min(bytes.len());
        match chance.below(8) {
            0 => bytes[at] ^= 1 << chance.below(8),
            1 => bytes[at] = chance.next() as u8,
            2 => bytes[at] = *chance.pick(b"<>/=\"'&;\0 \xFF09-"),
            3 => drop(bytes.drain(at..end)),
            4 => bytes.truncate(at),
            5 => {
                let copy = bytes[at..end].to_vec();
                let to = chance.below(bytes.len());
                bytes.splice(to..to, copy);
            }
            6 => {
                let noise: Vec<u8> = (at..end).map(|_| chance.next() as u8).collect();
                bytes.splice(at..end, noise);
            }
            _ => bytes[at..end].reverse(),
        }
    }
}

/// Attributes that decide how a document is read, and values that they should not have.
const ATTRIBUTES: &[&str] = &[
    "gridSpan",
    "gridBefore",
    "gridAfter",
    "vMerge",
    "hMerge",
    "numId",
    "ilvl",
    "outlineLvl",
    "pStyle",
    "vanish",
    "strike",
    "vertAlign",
    "rFonts",
    "tcW",
    "gridCol",
];
const VALUES: &[&str] = &[
    "",
    "0",
    "-1",
    "1",
    "2",
    "3",
    "7",
    "63",
    "64",
    "1024",
    "2147483648",
    "1.5",
    "continue",
    "restart",
    "x",
    "&lt;",
    "零",
];

/// Does one to four things to the elements of a text; `other` is where strange elements come from.
pub fn structure(xml: &str, other: &str, chance: &mut Chance) -> String {
    let mut text = xml.to_owned();
    for _ in 0..1 + chance.below(4) {
        let all = elements(&text);
        if all.is_empty() {
            return text;
        }
        let one = chosen(&all, chance);
        text = match chance.below(9) {
            0 => replaced(&text, &one.whole, ""),
            1 => replaced(&text, &one.whole, &text[one.whole.clone()].repeat(2 + chance.below(3))),
            2 => swapped(&text, &one.whole, &chosen(&all, chance).whole),
            3 => moved(&text, &one.whole, chosen(&all, chance).tag.end),
            4 | 5 => valued(&text, &all, chance),
            6 => cut(&text, &all, chance),
            7 => spliced(&text, one, other, chance),
            _ => unwrapped(&text, one),
        };
    }
    text
}

/// Any element, or, as often, one that makes tables and paragraphs.
fn chosen<'a>(all: &'a [Element], chance: &mut Chance) -> &'a Element {
    if chance.below(2) == 0 {
        return chance.pick(all);
    }
    let name =
        *chance.pick(&["w:tbl", "w:tr", "w:tc", "w:p", "w:r", "w:t", "w:tcPr", "w:gridSpan", "w:vMerge", "w:pPr"]);
    let named: Vec<&Element> = all.iter().filter(|element| element.name == name).collect();
    if named.is_empty() { chance.pick(all) } else { named[chance.below(named.len())] }
}

fn replaced(text: &str, range: &Range<usize>, with: &str) -> String {
    [&text[..range.start], with, &text[range.end..]].concat()
}

fn swapped(text: &str, one: &Range<usize>, other: &Range<usize>) -> String {
    let (first, second) = if one.start < other.start { (one, other) } else { (other, one) };
    if first.end > second.start {
        return text.to_owned();
    }
    let between = &text[first.end..second.start];
    let pieces = [&text[..first.start], &text[second.clone()], between, &text[first.clone()], &text[second.end..]];
    pieces.concat()
}

/// Puts an element elsewhere; inside itself it is put as well, and so doubled.
fn moved(text: &str, range: &Range<usize>, to: usize) -> String {
    let piece = &text[range.clone()];
    match to {
        to if to <= range.start => [&text[..to], piece, &text[to..range.start], &text[range.end..]].concat(),
        to if to >= range.end => [&text[..range.start], &text[range.end..to], piece, &text[to..]].concat(),
        to => [&text[..to], piece, &text[to..]].concat(),
    }
}

/// Gives an element that matters a value that it should not have, or puts such an element where there is none.
fn valued(text: &str, all: &[Element], chance: &mut Chance) -> String {
    let (name, value) = (*chance.pick(ATTRIBUTES), *chance.pick(VALUES));
    let element = format!("<w:{name} w:val=\"{value}\"/>");
    let whole = format!("w:{name}");
    let named: Vec<&Element> = all.iter().filter(|element| element.name == whole).collect();
    if !named.is_empty() && chance.below(4) > 0 {
        return replaced(text, &chance.pick(&named).whole, &element);
    }
    let lists: Vec<&Element> = all.iter().filter(|element| element.name.ends_with("Pr")).collect();
    if lists.is_empty() {
        return text.to_owned();
    }
    let at = chance.pick(&lists).tag.end;
    replaced(text, &(at..at), &element)
}

/// Leaves out all from one element's start to another's, ends of what is open kept: sound XML, cut anywhere.
fn cut(text: &str, all: &[Element], chance: &mut Chance) -> String {
    let from = chance.pick(all).whole.start;
    let mut to = from + chance.below(text.len() - from);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    if chance.below(4) == 0 {
        // Bluntly: this is no longer sound.
        return replaced(text, &(from..to), "");
    }
    let mut kept = text[..from].to_owned();
    for element in all.iter().filter(|element| element.tag.start < from && element.whole.end > from).rev() {
        kept.push_str(&format!("</{}>", element.name));
    }
    kept
}

/// Puts an element of another text in the place of one, of the same name where there is one.
fn spliced(text: &str, one: &Element, other: &str, chance: &mut Chance) -> String {
    let all = elements(other);
    let named: Vec<&Element> = all.iter().filter(|element| element.name == one.name).collect();
    let strange = if named.is_empty() || chance.below(4) == 0 { chance.pick(&all) } else { *chance.pick(&named) };
    replaced(text, &one.whole, &other[strange.whole.clone()])
}

/// Takes an element's tags away and leaves what is in it.
fn unwrapped(text: &str, one: &Element) -> String {
    let inside = &text[one.tag.end.min(one.whole.end)..one.whole.end];
    let inside = inside.rfind("</").map_or("", |end| &inside[..end]);
    replaced(text, &one.whole, inside)
}
