//! The document's words in reading order, without the tables of the form: what a title, a heading or a signature can be.

use std::collections::HashMap;

use super::reading::{Sheet, one_line};
use crate::model::{Block, Document, Paragraph, Place, Table, TableId};

/// A line of running text.
pub(super) struct Line {
    /// The text as printed, a computed number before it.
    pub text: String,
    pub place: Place,
    /// Whether it lies in a cell of a located table, where binding reads it.
    pub bound: bool,
}

/// Collects the lines. Tables that only arrange the page (one column, or with tables in them) are gone through;
/// of located tables the rows of text are taken; of other tables nothing.
pub(super) fn lines(document: &Document, sheets: &[Sheet<'_>], located: &[bool]) -> Vec<Line> {
    let by_id = sheets.iter().enumerate().map(|(index, sheet)| (sheet.table.id(), index)).collect();
    let mut flow = Flow { sheets, by_id, located, lines: Vec::new() };
    flow.blocks(&document.blocks);
    flow.lines
}

struct Flow<'a> {
    sheets: &'a [Sheet<'a>],
    by_id: HashMap<TableId, usize>,
    located: &'a [bool],
    lines: Vec<Line>,
}

impl Flow<'_> {
    /// Tables nest at most as deep as the reader's limit allows.
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => self.paragraph(paragraph, false),
                Block::Table(table) => self.table(table),
            }
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph, bound: bool) {
        let number = paragraph.number.as_ref().map_or("", |number| number.text.as_str());
        let text = [number, &paragraph.text].concat();
        if !text.trim().is_empty() {
            self.lines.push(Line { text, place: paragraph.place, bound });
        }
    }

    fn table(&mut self, table: &Table) {
        let sheet = self.by_id.get(&table.id()).copied().filter(|index| self.located[*index]);
        let nested = |block: &Block| matches!(block, Block::Table(_));
        let layout = table.columns() == 1 || table.cells().iter().any(|cell| cell.blocks.iter().any(nested));
        for (index, cell) in table.cells().iter().enumerate() {
            let alone = sheet.is_some_and(|sheet| is_alone(&self.sheets[sheet], index));
            for block in &cell.blocks {
                match block {
                    Block::Table(table) => self.table(table),
                    Block::Paragraph(paragraph) if alone => self.paragraph(paragraph, true),
                    Block::Paragraph(paragraph) if sheet.is_none() && layout => self.paragraph(paragraph, false),
                    Block::Paragraph(_) => {}
                }
            }
        }
    }
}

/// Whether a cell holds words, none of them a label, and nothing else stands in its row.
fn is_alone(sheet: &Sheet<'_>, index: usize) -> bool {
    let reading = &sheet.readings[index];
    let row = reading.cell.area.row;
    reading.meanings.is_empty()
        && !reading.blank
        && !reading.figure
        && sheet.cells(row).all(|other| other.id == reading.id || other.blank)
}

impl Line {
    /// The text in one line, trimmed.
    pub(super) fn trimmed(&self) -> String {
        one_line(&self.text)
    }
}
