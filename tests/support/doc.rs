//! Builds small Word 97–2003 documents for tests, after [MS-DOC].

use std::io::{Cursor, Write};

use super::grid::Grid;
use super::page::{Piece, Style};

/// Where structures are named in the header, by their index there.
pub mod at {
    pub const STYLES: usize = 1;
    pub const FOOTNOTE_MARKS: usize = 2;
    pub const FOOTNOTES: usize = 3;
    pub const COMMENT_MARKS: usize = 4;
    pub const COMMENTS: usize = 5;
    pub const SECTIONS: usize = 6;
    pub const HEADERS: usize = 11;
    pub const CHARACTERS: usize = 12;
    pub const PARAGRAPHS: usize = 13;
    pub const FONTS: usize = 15;
    pub const BOOKMARK_NAMES: usize = 21;
    pub const BOOKMARKS: usize = 22;
    pub const TEXT: usize = 33;
    pub const TEXT_BOXES: usize = 56;
    pub const LISTS: usize = 73;
    pub const OVERRIDES: usize = 74;
}

/// Where the text begins in the stream.
const TEXT_AT: usize = 1024;

/// A document that is being written.
#[derive(Default)]
pub struct Doc {
    units: Vec<u16>,
    /// The end of each paragraph, its style, and what is said about it.
    paragraphs: Vec<(u32, u16, Vec<u8>)>,
    /// The end of each run, and what is said about it.
    runs: Vec<(u32, Vec<u8>)>,
    /// The lengths of the body and of the six parts after it, in the order of the header.
    lengths: Vec<u32>,
    /// Structures of the table stream.
    structures: Vec<(usize, Vec<u8>)>,
    /// Bytes after the structure of this index, not counted in its length.
    pub after_lists: Vec<u8>,
    /// The stream `Data`.
    pub data: Vec<u8>,
    /// Whether the text is written in bytes.
    pub narrow: bool,
    /// What is changed in the only piece.
    pub change: u16,
    /// A list of changes before the pieces.
    pub changes: Vec<u8>,
    /// The flags of the header, and its version.
    pub flags: u16,
    pub version: u16,
}

impl Doc {
    pub fn new() -> Self {
        Doc { flags: 0x0200, version: 0xC1, ..Doc::default() }
    }

    /// Text of which `said` is said, in the open paragraph.
    pub fn run(&mut self, text: &str, said: &[u8]) -> &mut Self {
        self.units.extend(text.encode_utf16());
        self.runs.push((self.units.len() as u32, said.to_vec()));
        self
    }

    /// Ends the open paragraph with this mark.
    pub fn mark(&mut self, mark: u16, style: u16, said: &[u8]) -> &mut Self {
        self.units.push(mark);
        let end = self.units.len() as u32;
        self.runs.push((end, Vec::new()));
        self.paragraphs.push((end, style, said.to_vec()));
        self
    }

    /// A paragraph.
    pub fn line(&mut self, text: &str) -> &mut Self {
        self.run(text, &[]).mark(0x0D, 0, &[])
    }

    /// A paragraph of a style.
    pub fn styled(&mut self, text: &str, style: u16, said: &[u8]) -> &mut Self {
        self.run(text, &[]).mark(0x0D, style, said)
    }

    /// Where the text has come to.
    pub fn position(&self) -> u32 {
        self.units.len() as u32
    }

    /// Ends a part of the text: the body, footnotes, headers, (none), comments, endnotes, text boxes.
    pub fn end_part(&mut self) -> &mut Self {
        let before: u32 = self.lengths.iter().sum();
        self.lengths.push(self.units.len() as u32 - before);
        self
    }

    /// A structure of the table stream.
    pub fn structure(&mut self, index: usize, bytes: Vec<u8>) -> &mut Self {
        self.structures.push((index, bytes));
        self
    }

    /// A cell of the table at this depth.
    pub fn cell(&mut self, lines: &[&str], depth: u8) -> &mut Self {
        for line in lines.iter().rev().skip(1).rev() {
            self.run(line, &[]).mark(0x0D, 0, &in_table(depth));
        }
        self.run(lines.last().unwrap_or(&""), &[]);
        self.end_cell(depth)
    }

    /// The mark of a cell.
    pub fn end_cell(&mut self, depth: u8) -> &mut Self {
        let mut said = in_table(depth);
        if depth > 1 {
            said.extend([0x4B, 0x24, 1]);
        }
        self.mark(if depth > 1 { 0x0D } else { 0x07 }, 0, &said)
    }

    /// The mark of a row, with what is said about the row.
    pub fn end_row(&mut self, depth: u8, row: &[u8]) -> &mut Self {
        let mut said = in_table(depth);
        said.extend(if depth > 1 { [0x4C, 0x24, 1] } else { [0x17, 0x24, 1] });
        said.extend(row);
        self.mark(if depth > 1 { 0x0D } else { 0x07 }, 0, &said)
    }

    /// The two main streams.
    pub fn streams(&self) -> (Vec<u8>, Vec<u8>) {
        let mut word = vec![0u8; TEXT_AT];
        let width = if self.narrow { 1 } else { 2 };
        for unit in &self.units {
            word.extend(&unit.to_le_bytes()[..width]);
        }
        let runs: Vec<(u32, Vec<u8>)> = self
            .runs
            .iter()
            .map(|(end, said)| (*end, if said.is_empty() { vec![] } else { [&[said.len() as u8], &said[..]].concat() }))
            .collect();
        let characters = pages(&mut word, &runs, width, 1);
        let paragraphs: Vec<(u32, Vec<u8>)> = self
            .paragraphs
            .iter()
            .map(|(end, style, said)| {
                let body = [&style.to_le_bytes()[..], said].concat();
                // In words: an odd length is counted with half a word, an even one after a zero.
                let head: Vec<u8> = match body.len() % 2 {
                    1 => vec![body.len().div_ceil(2) as u8],
                    _ => vec![0, (body.len() / 2) as u8],
                };
                (*end, [head, body].concat())
            })
            .collect();
        let paragraphs = pages(&mut word, &paragraphs, width, 13);
        let mut table = vec![0u8; 8];
        let mut places: Vec<(usize, usize, usize)> = Vec::new();
        let mut put = |index: usize, bytes: &[u8]| {
            places.push((index, table.len(), bytes.len()));
            table.extend(bytes);
        };
        put(at::CHARACTERS, &characters);
        put(at::PARAGRAPHS, &paragraphs);
        put(at::TEXT, &self.pieces());
        for (index, bytes) in self.structures.iter().filter(|(index, _)| *index != at::LISTS) {
            put(*index, bytes);
        }
        if let Some((index, bytes)) = self.structures.iter().find(|(index, _)| *index == at::LISTS) {
            put(*index, bytes);
            table.extend(&self.after_lists);
        }
        self.header(&mut word, &places);
        (word, table)
    }

    fn pieces(&self) -> Vec<u8> {
        let mut clx = Vec::new();
        if !self.changes.is_empty() {
            clx.push(1);
            clx.extend((self.changes.len() as u16).to_le_bytes());
            clx.extend(&self.changes);
        }
        clx.extend([2, 16, 0, 0, 0, 0, 0, 0, 0]);
        clx.extend((self.units.len() as u32).to_le_bytes());
        let place = if self.narrow { (TEXT_AT as u32 * 2) | 0x4000_0000 } else { TEXT_AT as u32 };
        clx.extend([0, 0]);
        clx.extend(place.to_le_bytes());
        clx.extend(self.change.to_le_bytes());
        clx
    }

    fn header(&self, word: &mut [u8], places: &[(usize, usize, usize)]) {
        let mut set = |at: usize, bytes: &[u8]| word[at..at + bytes.len()].copy_from_slice(bytes);
        set(0, &0xA5EC_u16.to_le_bytes());
        set(2, &self.version.to_le_bytes());
        set(10, &self.flags.to_le_bytes());
        set(32, &14u16.to_le_bytes());
        set(62, &22u16.to_le_bytes());
        let lengths = if self.lengths.is_empty() { vec![self.units.len() as u32] } else { self.lengths.clone() };
        for (index, length) in lengths.iter().enumerate() {
            set(76 + index * 4, &length.to_le_bytes());
        }
        set(152, &93u16.to_le_bytes());
        for (index, place, length) in places {
            set(154 + index * 8, &(*place as u32).to_le_bytes());
            set(158 + index * 8, &(*length as u32).to_le_bytes());
        }
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let (word, table) = self.streams();
        compound(&[("WordDocument", &word), ("1Table", &table), ("Data", &self.data)])
    }
}

/// A compound file of these streams.
pub fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let version = cfb::Version::V3;
    let mut file = cfb::CompoundFile::create_with_version(version, Cursor::new(Vec::new())).expect("a file begins");
    for (name, bytes) in streams.iter().filter(|(_, bytes)| !bytes.is_empty()) {
        file.create_stream(name).expect("a stream begins").write_all(bytes).expect("a stream is written");
    }
    file.flush().expect("the file ends");
    file.into_inner().into_inner()
}

/// Writes pages of properties behind the text; gives the list of them. `entry` is how long the entry of a run is.
fn pages(word: &mut Vec<u8>, runs: &[(u32, Vec<u8>)], width: usize, entry: usize) -> Vec<u8> {
    let place = |character: u32| (TEXT_AT + character as usize * width) as u32;
    let mut numbers: Vec<u32> = Vec::new();
    let mut starts: Vec<u32> = Vec::new();
    let mut rest = runs;
    let mut start = 0;
    while !rest.is_empty() {
        word.resize(word.len().next_multiple_of(512), 0);
        let mut page = vec![0u8; 512];
        let mut free = 510;
        let mut count = 0;
        while let Some((_, said)) = rest.get(count) {
            let need = said.len().next_multiple_of(2);
            if (count + 2) * 4 + (count + 1) * entry + need > free {
                break;
            }
            free -= need;
            count += 1;
        }
        assert!(count > 0, "one run is too long for a page");
        let mut end = 510;
        page[..4].copy_from_slice(&place(start).to_le_bytes());
        for (index, (last, said)) in rest[..count].iter().enumerate() {
            page[(index + 1) * 4..][..4].copy_from_slice(&place(*last).to_le_bytes());
            end -= said.len().next_multiple_of(2);
            page[end..end + said.len()].copy_from_slice(said);
            page[(count + 1) * 4 + index * entry] = if said.is_empty() { 0 } else { (end / 2) as u8 };
        }
        page[511] = count as u8;
        numbers.push((word.len() / 512) as u32);
        starts.push(place(start));
        word.extend(page);
        start = rest[count - 1].0;
        rest = &rest[count..];
    }
    starts.push(place(start));
    starts.into_iter().chain(numbers).flat_map(u32::to_le_bytes).collect()
}

/// What is said about a paragraph in a table.
pub fn in_table(depth: u8) -> Vec<u8> {
    vec![0x16, 0x24, 1, 0x49, 0x66, depth, 0, 0, 0]
}

/// A row: its edges, and the flags of its cells (1 and 2 for horizontal merges, 0x20 and 0x60 for vertical ones).
pub fn row(edges: &[i16], flags: &[u16]) -> Vec<u8> {
    let mut inner = vec![(edges.len() - 1) as u8];
    edges.iter().for_each(|edge| inner.extend(edge.to_le_bytes()));
    for flags in flags {
        inner.extend(flags.to_le_bytes());
        inner.extend([0; 18]);
    }
    let mut said = vec![0x08, 0xD6];
    said.extend((inner.len() as u16 + 1).to_le_bytes());
    said.extend(inner);
    said
}

/// A list of positions, then data.
pub fn plc(positions: &[u32], data: &[u8]) -> Vec<u8> {
    positions.iter().flat_map(|position| position.to_le_bytes()).chain(data.iter().copied()).collect()
}

/// A style sheet: the kind of each style (1 of paragraphs, 2 of characters), its identity, its parent, and its lists of
/// changes. The list of a paragraph style begins with two bytes.
pub fn styles(styles: &[(u16, u16, u16, &[&[u8]])]) -> Vec<u8> {
    let mut sheet = vec![18, 0];
    sheet.extend((styles.len() as u16).to_le_bytes());
    sheet.extend([10, 0]);
    sheet.resize(20, 0);
    for (kind, identity, parent, lists) in styles {
        let mut style = identity.to_le_bytes().to_vec();
        style.extend((kind | parent << 4).to_le_bytes());
        style.extend((lists.len() as u16).to_le_bytes());
        style.extend([0; 4]);
        style.extend([1, 0, b'x', 0, 0, 0]);
        for list in *lists {
            style.extend((list.len() as u16).to_le_bytes());
            style.extend(*list);
            style.resize(style.len().next_multiple_of(2), 0);
        }
        sheet.extend((style.len() as u16).to_le_bytes());
        sheet.extend(style);
    }
    sheet
}

/// A table of fonts.
pub fn fonts(names: &[&str]) -> Vec<u8> {
    let mut table = (names.len() as u16).to_le_bytes().to_vec();
    table.extend([0, 0]);
    for name in names {
        let mut font = vec![0; 39];
        font.extend(name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes));
        table.push(font.len() as u8);
        table.extend(font);
    }
    table
}

/// Names, as bookmarks have them.
pub fn names(names: &[&str]) -> Vec<u8> {
    let mut table = vec![0xFF, 0xFF];
    table.extend((names.len() as u16).to_le_bytes());
    table.extend([0, 0]);
    for name in names {
        table.extend((name.encode_utf16().count() as u16).to_le_bytes());
        table.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
    }
    table
}

/// A level of a list: its start, the number of its format, flags, the level up to which it restarts, and its label.
pub fn level(start: u32, format: u8, flags: u8, restart: u8, changes: &[u8], label: &[u16]) -> Vec<u8> {
    let mut level = start.to_le_bytes().to_vec();
    level.extend([format, flags]);
    level.resize(24, 0);
    level.extend([changes.len() as u8, 0, restart, 0]);
    level.extend(changes);
    level.extend((label.len() as u16).to_le_bytes());
    level.extend(label.iter().flat_map(|unit| unit.to_le_bytes()));
    level
}

/// A list of one level or, as `simple` says, of nine.
pub fn list(identity: u32, simple: bool) -> Vec<u8> {
    let mut list = identity.to_le_bytes().to_vec();
    list.extend([0; 4]);
    list.extend([0xFF, 0x0F].repeat(9));
    list.extend([u8::from(simple), 0]);
    list
}

impl Doc {
    /// Writes what stands on a page, inside `depth` tables.
    pub fn page(&mut self, pieces: &[Piece], depth: u8) -> &mut Self {
        let place = if depth == 0 { Vec::new() } else { in_table(depth) };
        for piece in pieces {
            match piece {
                Piece::Text(style, text) => {
                    let mut said = place.clone();
                    match style {
                        Style::Heading { level } => said.extend([0x40, 0x26, *level]),
                        Style::Numbered { level, restart } => {
                            said.extend([0x40, 0x26, *level, 0x0A, 0x26, *level, 0x0B, 0x46]);
                            self.numbered(restart.is_some(), &mut said);
                        }
                        _ => {}
                    }
                    self.run(&text.words.replace('\n', "\u{B}"), &[]).mark(0x0D, 0, &said);
                }
                Piece::Table(grid) => {
                    self.grid(grid, depth + 1);
                }
                Piece::Frame(_, inner) => {
                    self.page(inner, depth + 1);
                    self.end_cell(depth + 1).end_row(depth + 1, &row(&[0, 9000], &[0]));
                }
            }
        }
        self
    }

    /// Every restart is an instance of its own, of the one list 一、.
    fn numbered(&mut self, restarts: bool, said: &mut Vec<u8>) {
        let count = match self.structures.iter().position(|(index, _)| *index == at::OVERRIDES) {
            Some(found) => {
                let table = &mut self.structures[found].1;
                let mut count = u32::from_le_bytes([table[0], table[1], table[2], table[3]]);
                if restarts {
                    count += 1;
                    *table = overrides(count);
                }
                count
            }
            None => {
                let label: Vec<u16> = vec![0, '、' as u16];
                self.structure(at::LISTS, [&[1, 0][..], &list(7, false)].concat());
                self.after_lists = (0..9).flat_map(|_| level(1, 37, 0, 0, &[], &label)).collect();
                self.structure(at::OVERRIDES, overrides(1));
                1
            }
        };
        said.extend((count as u16).to_le_bytes());
    }

    fn grid(&mut self, grid: &Grid, depth: u8) {
        for at in 0..grid.rows {
            let mut edges: Vec<i16> = Vec::new();
            let mut flags = Vec::new();
            let mut last = None;
            for column in 0..grid.columns {
                let index = grid.at(at, column);
                if index == last {
                    continue;
                }
                last = index;
                let Some(index) = index else { continue };
                let cell = &grid.cells[index];
                if edges.is_empty() {
                    edges.push(cell.area.column as i16 * 900 - 108);
                }
                edges.push(cell.area.column_end() as i16 * 900 - 108);
                flags.push(match () {
                    () if cell.area.row_span == 1 => 0,
                    () if cell.area.row == at => 0x60,
                    () => 0x20,
                });
                let lines: Vec<String> = cell.paragraphs.iter().map(|text| text.words.replace('\n', "\u{B}")).collect();
                let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
                self.cell(if cell.area.row == at { &lines } else { &[] }, depth);
            }
            if !flags.is_empty() {
                self.end_row(depth, &row(&edges, &flags));
            }
        }
    }
}

/// Instances of the list 7; each but the first begins anew.
fn overrides(count: u32) -> Vec<u8> {
    let mut table = count.to_le_bytes().to_vec();
    for index in 0..count {
        table.extend(7u32.to_le_bytes());
        table.extend([0; 8]);
        table.extend([u8::from(index > 0), 0, 0, 0]);
    }
    for index in 0..count {
        table.extend([0xFF; 4]);
        if index > 0 {
            table.extend(1u32.to_le_bytes());
            table.extend([0x10, 0, 0, 0]);
        }
    }
    table
}

impl Doc {
    /// Makes everything from this character on deleted, as it is tracked.
    pub fn deleted_from(&mut self, start: u32) -> &mut Self {
        self.runs.iter_mut().filter(|(end, _)| *end > start).for_each(|(_, said)| said.extend([0x00, 0x08, 1]));
        self
    }
}
