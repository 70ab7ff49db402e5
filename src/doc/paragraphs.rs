//! Cuts text into paragraphs, says how deep in tables each lies, and which mark ends the row around it.

use std::ops::Range;
use std::rc::Rc;

use super::file::File;
use super::properties::Paragraph;
use super::rows::Row;

/// What ends a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing: the text ends.
    None,
    /// The mark of a paragraph or a section.
    Paragraph,
    /// The mark of a cell at this depth.
    Cell,
    /// The mark of a row at this depth.
    Row,
}

/// A paragraph as it lies in the text.
#[derive(Debug, Clone)]
pub(super) struct Span {
    /// Its characters, the mark not among them.
    pub(super) text: Range<u32>,
    /// Its mark.
    pub(super) mark: Mark,
    /// What is said about it.
    pub(super) properties: Paragraph,
    /// How many tables it lies in.
    pub(super) depth: usize,
    /// The mark that ends the row around it: an index into the rows.
    pub(super) row: Option<u32>,
}

/// The paragraphs of a text, and the rows that are defined in it.
#[derive(Debug, Default)]
pub(super) struct Spans {
    pub(super) spans: Vec<Span>,
    pub(super) rows: Vec<RowEnd>,
}

/// The mark that ends a row.
#[derive(Debug)]
pub(super) struct RowEnd {
    /// How the row is defined.
    pub(super) row: Rc<Row>,
    /// Whether the mark is tracked as deleted.
    pub(super) deleted: bool,
    /// Whether it is tracked as inserted.
    pub(super) inserted: bool,
    /// Whether the row after it is one of another table.
    pub(super) last: bool,
}

impl Spans {
    /// Cuts the characters `range`.
    pub(super) fn cut(file: &File<'_>, range: Range<u32>) -> Self {
        let mut spans = Spans::default();
        let units = file.text.units.get(range.start as usize..range.end as usize).unwrap_or(&[]);
        let mut start = range.start;
        for (index, unit) in units.iter().enumerate() {
            let at = range.start + index as u32;
            let ends = match *unit {
                0x0D | 0x07 => true,
                0x0C => file.sections.binary_search(&(at + 1)).is_ok(),
                _ => false,
            };
            if ends {
                spans.add(file, start..at, Some(*unit));
                start = at + 1;
            }
        }
        if start < range.end {
            spans.add(file, start..range.end, None);
        }
        spans.find_rows();
        spans
    }

    fn add(&mut self, file: &File<'_>, text: Range<u32>, mark: Option<u16>) {
        // The properties are those of the mark; a text without one has those of its last character.
        let at = if mark.is_some() { text.end } else { text.end - 1 };
        let properties = file.paragraph(at);
        let depth = properties.depth().min(file.table_depth);
        let mark = match mark {
            None => Mark::None,
            Some(_) if depth == 0 => Mark::Paragraph,
            Some(0x07) if properties.row_end => Mark::Row,
            Some(0x07) => Mark::Cell,
            Some(0x0D) if depth > 1 && properties.row_end => Mark::Row,
            Some(0x0D) if depth > 1 && properties.inner_cell => Mark::Cell,
            Some(_) => Mark::Paragraph,
        };
        let mut row = None;
        if mark == Mark::Row {
            row = Some(self.rows.len() as u32);
            let character = file.character(at);
            let (deleted, inserted) = (character.deleted, character.inserted);
            self.rows.push(RowEnd { row: file.row(at), deleted, inserted, last: false });
        }
        self.spans.push(Span { text, mark, properties, depth, row });
    }

    /// Goes backwards, so that the mark of a row is met before what lies in the row.
    fn find_rows(&mut self) {
        let mut ends: Vec<Option<u32>> = Vec::new();
        for span in self.spans.iter_mut().rev() {
            ends.resize(span.depth, None);
            let Some(end) = ends.last_mut() else { continue };
            if span.mark == Mark::Row {
                let (own, next) = (span.row, end.and_then(|next| self.rows.get(next as usize)));
                let next = next.map(|next| next.row.common);
                if let Some(own) = own.and_then(|own| self.rows.get_mut(own as usize)) {
                    own.last = next.is_some_and(|next| next != own.row.common);
                }
                *end = own;
            }
            span.row = *end;
        }
    }
}
