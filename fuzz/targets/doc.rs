//! Word 97 documents whose containers are sound, with any properties, rows and structures, and with damage to the header
//! and to the table stream: what the header names, the pieces, the pages of properties, and the lists of changes.
#![no_main]

use arbitrary::{Result, Unstructured};
use baobiao_fuzz::doc::{Doc, at, compound, in_table, level, list, names, plc, row, styles};
use libfuzzer_sys::fuzz_target;

/// Changes that decide how a document is read ([MS-DOC] 2.6); their operands are chosen.
const SPRMS: &[u16] = &[
    0x0800, 0x0801, 0x0806, 0x0855, 0x0837, 0x083C, 0x2A33, 0x2A48, 0x4A30, 0x6A03, 0x6A09, 0x4600, 0x2416, 0x2417,
    0x244B, 0x244C, 0x260A, 0x2640, 0x460B, 0x6649, 0x664A, 0x6646, 0xC615, 0x9601, 0x9602, 0xD606, 0x7621, 0x5622,
    0x7623, 0x5624, 0x5625, 0xD62B,
];
/// Structures that are read, by their index in the header.
const STRUCTURES: &[usize] = &[
    at::STYLES,
    at::FOOTNOTE_MARKS,
    at::FOOTNOTES,
    at::COMMENT_MARKS,
    at::COMMENTS,
    at::SECTIONS,
    at::HEADERS,
    at::FONTS,
    at::BOOKMARK_NAMES,
    at::BOOKMARKS,
    at::TEXT_BOXES,
    at::LISTS,
    at::OVERRIDES,
];
/// Marks that mean something in the text.
const MARKS: &[u16] =
    &[0x01, 0x02, 0x05, 0x07, 0x08, 0x0B, 0x0C, 0x0D, 0x0E, 0x13, 0x14, 0x15, 0x1E, 0x1F, 0x28, 0xD800];

/// A list of changes.
fn changes(u: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let mut said = Vec::new();
    for _ in 0..u.int_in_range(0..=3)? {
        let sprm = *u.choose(SPRMS)?;
        said.extend(sprm.to_le_bytes());
        // How long an operand is stands in the three highest bits ([MS-DOC] 2.2.5.1).
        let length = match sprm >> 13 {
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            _ => {
                let length = u.int_in_range(0..=12)?;
                said.push(length);
                length
            }
        };
        said.extend(u.bytes(usize::from(length))?);
    }
    Ok(said)
}

fn structure(u: &mut Unstructured<'_>, doc: &mut Doc) -> Result<()> {
    let index = *u.choose(STRUCTURES)?;
    let ends = [u.int_in_range(0..=20)?, u.int_in_range(0..=60)?, doc.position()];
    let bytes = match index {
        at::STYLES => {
            let said = changes(u)?;
            styles(&[(u.int_in_range(1..=2)?, u.int_in_range(0..=9)?, u.int_in_range(0..=4)?, &[&said, &said])])
        }
        at::BOOKMARK_NAMES => names(&["_GoBack", "a"]),
        at::LISTS => {
            let level = level(u.arbitrary()?, u.arbitrary()?, u.arbitrary()?, u.arbitrary()?, &[], &[0, 0x3001]);
            doc.after_lists = level.repeat(u.int_in_range(0..=9)?);
            [&[1, 0][..], &list(u.int_in_range(0..=2)?, u.arbitrary()?)].concat()
        }
        _ if u.ratio(1, 3)? => {
            let length = u.int_in_range(0..=64)?;
            u.bytes(length)?.to_vec()
        }
        _ => {
            let length = u.int_in_range(0..=40)?;
            plc(&ends, u.bytes(length)?)
        }
    };
    doc.structure(index, bytes);
    Ok(())
}

fn written(u: &mut Unstructured<'_>) -> Result<Vec<u8>> {
    let mut doc = Doc::new();
    doc.narrow = u.ratio(1, 4)?;
    doc.change = if u.ratio(1, 8)? { u.arbitrary()? } else { 0 };
    doc.changes = if u.ratio(1, 8)? { changes(u)? } else { Vec::new() };
    for _ in 0..u.int_in_range(1..=24)? {
        match u.int_in_range(0..=7)? {
            0 => drop(doc.line(u.choose(&["信息内容", "12", "", "一、总体情况"])?)),
            1 => drop(doc.cell(&[*u.choose(&["规章", "3", ""])?], u.int_in_range(1..=3)?)),
            2 => {
                let cells = u.int_in_range(1..=5)?;
                let mut edges: Vec<i16> = (0..=cells).map(|edge| edge * 1000).collect();
                if u.ratio(1, 4)? {
                    edges[0] = u.arbitrary()?;
                }
                let flags =
                    (0..cells).map(|_| Ok(*u.choose(&[0, 1, 2, 0x20, 0x60, 0x61])?)).collect::<Result<Vec<_>>>()?;
                let said = [row(&edges, &flags), changes(u)?].concat();
                doc.end_row(u.int_in_range(1..=3)?, &said);
            }
            3 => drop(doc.mark(*u.choose(MARKS)?, u.int_in_range(0..=4)?, &changes(u)?)),
            4 => drop(doc.run(u.choose(&["a", "\u{13}PAGE\u{14}1\u{15}", "值"])?, &changes(u)?)),
            5 => drop(doc.end_part()),
            6 => structure(u, &mut doc)?,
            _ => {
                let said = [in_table(u.int_in_range(0..=4)?), changes(u)?].concat();
                doc.styled("1,234", u.int_in_range(0..=4)?, &said);
            }
        }
    }
    doc.line("完");
    let (mut word, mut table) = doc.streams();
    for _ in 0..u.int_in_range(0..=6)? {
        let stream = if u.arbitrary()? { &mut word } else { &mut table };
        let place = u.int_in_range(0..=stream.len() - 1)?;
        stream[place] = u.arbitrary()?;
    }
    Ok(compound(&[("WordDocument", &word), ("1Table", &table), ("Data", &doc.data)]))
}

fuzz_target!(|data: &[u8]| {
    if let Ok(bytes) = written(&mut Unstructured::new(data)) {
        baobiao_fuzz::whole(bytes);
    }
});
