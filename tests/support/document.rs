//! A readable page as the document that a reader would make of it, without any file format in between.

use std::ops::Range;

use baobiao::model::{
    Block, Bookmark, BookmarkKind, Cell, Document, Number, Paragraph, PartId, Place, Table, TableId, Tally,
};

use super::grid::{Grid, GridCell};
use super::page::{Page, Piece, Style, Text};

impl Page {
    /// The document; places are bytes of the page.
    pub fn document(&self, name: &str) -> Document {
        let mut maker = Maker::default();
        let blocks = maker.blocks(&self.pieces, None);
        let tally = Tally { read: maker.characters, body: maker.characters, ..Tally::default() };
        Document { source: name.to_owned(), parts: vec!["page".to_owned()], blocks, tally, ..Document::default() }
    }
}

/// Where tables and cells lie: the table, the row, the column.
type Inside = Option<(TableId, u32, u32)>;

#[derive(Default)]
struct Maker {
    tables: u32,
    counters: [u32; 2],
    characters: u64,
}

impl Maker {
    fn blocks(&mut self, pieces: &[Piece], inside: Inside) -> Vec<Block> {
        pieces.iter().map(|piece| self.block(piece, inside)).collect()
    }

    fn block(&mut self, piece: &Piece, inside: Inside) -> Block {
        match piece {
            Piece::Text(style, text) => {
                let mut paragraph = self.paragraph(text, inside);
                paragraph.outline = match style {
                    Style::Heading { level } | Style::Numbered { level, .. } => Some(*level),
                    _ => None,
                };
                if let Style::Numbered { level, restart } = style {
                    paragraph.number = Some(Box::new(self.number(*level, *restart)));
                }
                Block::Paragraph(paragraph)
            }
            Piece::Table(grid) => Block::Table(Box::new(self.table(grid, inside))),
            Piece::Frame(bytes, pieces) => Block::Table(Box::new(self.frame(bytes, pieces, inside))),
        }
    }

    fn paragraph(&mut self, text: &Text, inside: Inside) -> Paragraph {
        self.characters += text.words.chars().filter(|c| !c.is_whitespace()).count() as u64;
        let bookmark = |(name, offset): &(String, usize)| Bookmark {
            name: name.clone(),
            offset: *offset,
            kind: BookmarkKind::Bookmark,
            end: None,
        };
        Paragraph {
            text: text.words.as_str().into(),
            bookmarks: text.bookmarks.iter().map(bookmark).collect(),
            place: place(&text.bytes, inside),
            ..Paragraph::default()
        }
    }

    fn number(&mut self, level: u8, restart: Option<u32>) -> Number {
        let level_index = usize::from(level);
        self.counters[level_index] = restart.unwrap_or(self.counters[level_index] + 1);
        self.counters[level_index + 1..].fill(0);
        let count = chinese(self.counters[level_index]);
        let text = if level == 0 { format!("{count}、") } else { format!("（{count}）") };
        Number { text: text.into(), level }
    }

    fn next_table(&mut self) -> TableId {
        self.tables += 1;
        TableId(self.tables - 1)
    }

    fn table(&mut self, grid: &Grid, inside: Inside) -> Table {
        let id = self.next_table();
        let cells = grid.cells.iter().map(|cell| self.cell(id, cell)).collect();
        Table::from_cells(id, place(&grid.bytes, inside), grid.rows, grid.columns, cells)
            .expect("a page's table is sound")
    }

    fn cell(&mut self, table: TableId, cell: &GridCell) -> Cell {
        let inside = Some((table, cell.area.row, cell.area.column));
        let written = cell.paragraphs.iter().filter(|text| !text.words.is_empty());
        let blocks = written.map(|text| Block::Paragraph(self.paragraph(text, inside))).collect();
        Cell { area: cell.area, blocks, hidden: None, place: place(&cell.bytes, inside) }
    }

    fn frame(&mut self, bytes: &Range<usize>, pieces: &[Piece], inside: Inside) -> Table {
        let id = self.next_table();
        let own = Some((id, 0, 0));
        let blocks = self.blocks(pieces, own);
        let area = baobiao::model::Area::single(0, 0);
        let cell = Cell { area, blocks, hidden: None, place: place(bytes, own) };
        Table::from_cells(id, place(bytes, inside), 1, 1, vec![cell]).expect("one cell is a sound table")
    }
}

fn place(bytes: &Range<usize>, inside: Inside) -> Place {
    let place = Place::new(PartId(0), bytes.clone());
    inside.map_or(place, |(table, row, column)| place.in_table(table, row, column))
}

/// A number up to 99 as `chineseCounting` prints it.
fn chinese(number: u32) -> String {
    let digit = |digit: u32| "一二三四五六七八九".chars().nth(digit as usize - 1).expect("a digit that is not zero");
    let mut text = String::new();
    if number >= 20 {
        text.push(digit(number / 10));
    }
    if number >= 10 {
        text.push('十');
    }
    if !number.is_multiple_of(10) {
        text.push(digit(number % 10));
    }
    text
}
