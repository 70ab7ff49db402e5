//! Draws a table with its merges in box-drawing characters, as a person would see it in the document.
//!
//! Chinese characters are two columns wide, characters of ambiguous width one. A position that no cell covers is
//! left blank, without lines.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::visible::visible;
use crate::model::{Block, Cell, Slot, Table};

/// The narrowest that a column's text is squeezed to.
const NARROWEST: usize = 4;

/// Lines by direction: 1 up, 2 down, 4 left, 8 right.
const LINES: [char; 16] = [' ', '╵', '╷', '│', '╴', '┘', '┐', '┤', '╶', '└', '┌', '├', '─', '┴', '┬', '┼'];

/// Draws `table` at most `width` columns wide, if it has not more columns than fit; lines end in line feeds.
pub fn draw(table: &Table, width: usize) -> String {
    if table.rows() == 0 || table.columns() == 0 {
        return String::new();
    }
    let texts: Vec<String> = table.cells().iter().map(text).collect();
    let widths = column_widths(table, &texts, width);
    let wrapped: Vec<Vec<String>> =
        table.cells().iter().zip(&texts).map(|(cell, text)| wrap(text, inner_width(cell, &widths))).collect();
    let tops = row_tops(table, &wrapped);
    let picture = Picture { table, widths, wrapped, tops };
    picture.render()
}

/// How wide a text is on a terminal.
pub fn display_width(text: &str) -> usize {
    text.width()
}

struct Picture<'a> {
    table: &'a Table,
    /// The width of each column's text, without the blank on either side.
    widths: Vec<usize>,
    /// Each cell's lines.
    wrapped: Vec<Vec<String>>,
    /// The line on which the upper border of each row lies, and the last lower border.
    tops: Vec<usize>,
}

impl Picture<'_> {
    fn render(&self) -> String {
        let mut out = String::new();
        for row in 0..=self.table.rows() {
            self.border(row, &mut out);
            end_line(&mut out);
            if row < self.table.rows() {
                for line in self.tops[row as usize] + 1..self.tops[row as usize + 1] {
                    self.content(row, line, &mut out);
                    end_line(&mut out);
                }
            }
        }
        out
    }

    /// The line above `row`; a cell that spans it goes on with its text.
    fn border(&self, row: u32, out: &mut String) {
        let above = row.wrapping_sub(1);
        let mut column = 0;
        while column <= self.table.columns() {
            let left = column.wrapping_sub(1);
            let up = u8::from(self.slot(above, left) != self.slot(above, column));
            let down = u8::from(self.slot(row, left) != self.slot(row, column));
            let west = u8::from(self.slot(above, left) != self.slot(row, left));
            let east = u8::from(self.slot(above, column) != self.slot(row, column));
            out.push(LINES[usize::from(up | down << 1 | west << 2 | east << 3)]);
            if column == self.table.columns() {
                return;
            }
            match self.slot(row, column) {
                Slot::Cell(id) if east == 0 => {
                    self.text_line(id.0 as usize, self.tops[row as usize], out);
                    column = self.table.cell(id).area.column_end();
                }
                _ => {
                    let stroke = if east == 1 { '─' } else { ' ' };
                    out.extend(std::iter::repeat_n(stroke, self.widths[column as usize] + 2));
                    column += 1;
                }
            }
        }
    }

    fn content(&self, row: u32, line: usize, out: &mut String) {
        let mut column = 0;
        let mut before = Slot::Hole;
        while column < self.table.columns() {
            let slot = self.slot(row, column);
            out.push(if slot == before { ' ' } else { '│' });
            match slot {
                Slot::Cell(id) => {
                    self.text_line(id.0 as usize, line, out);
                    column = self.table.cell(id).area.column_end();
                }
                Slot::Hole => {
                    out.extend(std::iter::repeat_n(' ', self.widths[column as usize] + 2));
                    column += 1;
                }
            }
            before = slot;
        }
        out.push(if before == Slot::Hole { ' ' } else { '│' });
    }

    /// What a cell shows on one line of the picture.
    fn text_line(&self, cell: usize, line: usize, out: &mut String) {
        let area = &self.table.cells()[cell];
        let first = self.tops[area.area.row as usize] + 1;
        let text = line.checked_sub(first).and_then(|index| self.wrapped[cell].get(index)).map_or("", String::as_str);
        let blank = inner_width(area, &self.widths).saturating_sub(text.width());
        out.push(' ');
        out.push_str(text);
        out.extend(std::iter::repeat_n(' ', blank + 1));
    }

    fn slot(&self, row: u32, column: u32) -> Slot {
        self.table.slot(row, column)
    }
}

fn end_line(out: &mut String) {
    out.truncate(out.trim_end_matches(' ').len());
    out.push('\n');
}

/// A cell's text; a nested table is named by its number.
fn text(cell: &Cell) -> String {
    let lines: Vec<String> = cell.blocks.iter().map(block_text).collect();
    lines.join("\n")
}

fn block_text(block: &Block) -> String {
    match block {
        Block::Paragraph(paragraph) => {
            let number = paragraph.number.as_ref().map_or("", |number| number.text.as_str());
            visible(&format!("{number}{}", paragraph.text)).into_owned()
        }
        Block::Table(table) => format!("[table {}]", table.id().0 + 1),
    }
}

fn inner_width(cell: &Cell, widths: &[usize]) -> usize {
    let columns = &widths[cell.area.column as usize..cell.area.column_end() as usize];
    columns.iter().sum::<usize>() + 3 * (columns.len() - 1)
}

/// Wide enough for every line where there is room, else cut to a common widest.
fn column_widths(table: &Table, texts: &[String], width: usize) -> Vec<usize> {
    let mut natural = vec![1; table.columns() as usize];
    let mut by_span: Vec<(usize, usize)> = (0..texts.len()).map(|cell| (span(table, cell), cell)).collect();
    by_span.sort_unstable();
    for (_, cell) in by_span {
        let wanted = texts[cell].lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
        let present = inner_width(&table.cells()[cell], &natural);
        let last = table.cells()[cell].area.column_end() as usize - 1;
        natural[last] += wanted.saturating_sub(present);
    }
    let room = width.saturating_sub(3 * natural.len() + 1);
    let cut = |widest: usize| natural.iter().map(|width| (*width).min(widest)).collect::<Vec<_>>();
    let (mut fits, mut too_wide) = (NARROWEST, natural.iter().copied().max().unwrap_or(0) + 1);
    while fits + 1 < too_wide {
        let middle = fits.midpoint(too_wide);
        if cut(middle).iter().sum::<usize>() <= room { fits = middle } else { too_wide = middle }
    }
    cut(fits)
}

fn span(table: &Table, cell: usize) -> usize {
    table.cells()[cell].area.column_span as usize
}

/// High enough for every cell; what a cell over several rows still needs, its last row gives.
fn row_tops(table: &Table, wrapped: &[Vec<String>]) -> Vec<usize> {
    let mut heights = vec![1_usize; table.rows() as usize];
    let mut by_span: Vec<usize> = (0..wrapped.len()).collect();
    by_span.sort_by_key(|cell| table.cells()[*cell].area.row_span);
    for cell in by_span {
        let area = table.cells()[cell].area;
        let rows = &mut heights[area.row as usize..area.row_end() as usize];
        let present = rows.iter().sum::<usize>() + rows.len() - 1;
        if let Some(last) = rows.last_mut() {
            *last += wrapped[cell].len().saturating_sub(present);
        }
    }
    let mut tops = vec![0];
    for height in heights {
        tops.push(tops[tops.len() - 1] + height + 1);
    }
    tops
}

/// Breaks a text into lines of at most `width` columns, between any two characters.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut current = String::new();
        let mut used = 0;
        for c in line.chars() {
            let wide = c.width().unwrap_or(0);
            if used + wide > width.max(2) {
                lines.push(std::mem::take(&mut current));
                used = 0;
            }
            current.push(c);
            used += wide;
        }
        lines.push(current);
    }
    lines
}
