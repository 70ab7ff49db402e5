//! A table laid out from a header and rows that were met one after the other.
//!
//! Groups stand in columns of their own, over all rows in them that follow without a gap; a label without its group
//! covers the columns of the groups. Several bands of one table of the form make one table, each with its header.

use super::columns::{Column, Fit};
use super::labels::Token;
use super::lines::Part;
use super::rows::{Going, depth, is_in};
use crate::model::{Area, Block, Cell, Paragraph, Place, Table, TableId};
use crate::schema::Schema;

/// What a cell will hold: pieces of lines with their places.
pub(super) type Words = Vec<(String, Place)>;

/// A band, or a part of one.
struct Band {
    going: Going,
    header: Option<Header>,
    rows: Vec<Row>,
}

/// A header that was met whole, with the words of its labels.
struct Header {
    fit: Fit,
    words: Vec<Words>,
}

/// A row with its words.
pub(super) struct Row {
    pub entry: usize,
    /// Groups that begin here, outermost first.
    pub groups: Vec<(usize, Words)>,
    /// Empty where the band has no labels of rows.
    pub label: Words,
    pub figures: Words,
    /// Whether nobody knows whose figures these are.
    pub withdrawn: bool,
}

/// A table that is being put together.
pub(super) struct Open {
    /// The table of the schema.
    pub table: usize,
    /// The first and the last paragraph that it is made of.
    pub blocks: (usize, usize),
    /// The first and the last line.
    pub lines: (usize, usize),
    bands: Vec<Band>,
}

/// The words of a label.
pub(super) fn words(token: &Token<'_>, parts: &[Part<'_>]) -> Words {
    let piece = |(part, bytes): &(usize, std::ops::Range<usize>)| {
        let Part { text, place, .. } = &parts[*part];
        let start = place.start as usize;
        (text[bytes.clone()].to_owned(), Place::new(place.part, start + bytes.start..start + bytes.end))
    };
    token.pieces.iter().map(piece).collect()
}

/// The words of a figure.
pub(super) fn figure(part: &Part<'_>) -> (String, Place) {
    (part.text.to_owned(), part.place)
}

impl Open {
    /// A table of which nothing is there yet; it begins with this line.
    pub(super) fn new(table: usize, first: &Part<'_>) -> Self {
        Open { table, blocks: (first.block, first.block), lines: (first.line, first.line), bands: Vec::new() }
    }

    /// Adds a band with its header.
    pub(super) fn header(&mut self, going: &Going, fit: &Fit, tokens: &[Token<'_>], parts: &[Part<'_>]) {
        let words = tokens[..fit.length].iter().map(|token| words(token, parts)).collect();
        let header = Some(Header { fit: fit.clone(), words });
        self.bands.push(Band { going: going.clone(), header, rows: Vec::new() });
    }

    /// Adds a row to the last band; where there is none yet, to one that goes on without a header.
    pub(super) fn row(&mut self, going: &Going, row: Row) {
        if self.bands.is_empty() {
            self.bands.push(Band { going: going.clone(), header: None, rows: Vec::new() });
        }
        if let Some(band) = self.bands.last_mut() {
            band.rows.push(row);
        }
    }

    /// Takes a row back, if it is here: its words stay in one cell over the whole table. Gives the place of its label.
    pub(super) fn withdraw(&mut self, going: &Going, entry: usize) -> Option<Place> {
        let same = |band: &&mut Band| (band.going.table, band.going.band) == (going.table, going.band);
        let rows = self.bands.iter_mut().rev().filter(same).flat_map(|band| band.rows.iter_mut().rev());
        let row = rows.into_iter().find(|row| row.entry == entry)?;
        row.withdrawn = true;
        row.label.first().map(|(_, place)| *place)
    }

    /// Makes this line the last.
    pub(super) fn reach(&mut self, last: &Part<'_>) {
        self.blocks.1 = last.block;
        self.lines.1 = last.line;
    }

    /// The table, with this number.
    pub(super) fn lay_out(self, schema: &Schema, id: TableId) -> Option<Table> {
        let labels = |band: &Band| depth(schema, band.going.table, band.going.band);
        let width = self.bands.iter().map(|band| labels(band) + band.going.figures).max()?;
        let mut sheet = Sheet { id, width, next: 0, cells: Vec::new() };
        for band in self.bands {
            let labels = labels(&band);
            if let Some(header) = band.header {
                sheet.header(header, labels);
            }
            sheet.rows(schema, &band.going, band.rows, labels);
        }
        let Sheet { next, cells, .. } = sheet;
        let (first, last) = (cells.first()?.place, cells.last()?.place);
        let place = Place::new(first.part, first.start as usize..last.end as usize);
        Table::from_cells(id, place, next as u32, width as u32, cells).ok()
    }
}

/// The grid while it is filled.
struct Sheet {
    id: TableId,
    width: usize,
    /// The next row that is free.
    next: usize,
    cells: Vec<Cell>,
}

impl Sheet {
    /// Puts a cell over these rows and columns.
    fn put(&mut self, words: Words, rows: std::ops::Range<usize>, columns: std::ops::Range<usize>) {
        let area = Area {
            row: rows.start as u32,
            column: columns.start as u32,
            row_span: rows.len() as u32,
            column_span: columns.len() as u32,
        };
        let before = self.cells.last().map_or(Place::default(), |cell| cell.place);
        let place = match (words.first(), words.last()) {
            (Some((_, first)), Some((_, last))) => {
                Place::new(first.part, first.start as usize..last.end.max(first.end) as usize)
            }
            _ => Place::new(before.part, before.end as usize..before.end as usize),
        };
        let inside = |place: Place| place.in_table(self.id, area.row, area.column);
        let paragraph = |(text, place): (String, Place)| {
            Block::Paragraph(Paragraph { text: text.into(), place: inside(place), ..Paragraph::default() })
        };
        let blocks = words.into_iter().map(paragraph).collect();
        self.cells.push(Cell { area, blocks, hidden: None, place: inside(place) });
    }

    /// The grid columns of figures; the last one reaches the edge.
    fn span(&self, figures: &std::ops::Range<usize>, labels: usize, count: usize) -> std::ops::Range<usize> {
        let end = if figures.end == count { self.width } else { labels + figures.end };
        labels + figures.start..end
    }

    fn header(&mut self, header: Header, labels: usize) {
        let Header { fit, mut words } = header;
        let mut take = |index: usize| words.get_mut(index).map(std::mem::take).unwrap_or_default();
        let count = fit.figures();
        if let Some(caption) = fit.caption {
            self.put(take(caption), self.next..self.next + 1, 0..self.width);
            self.next += 1;
        }
        let first = fit.columns.iter().map(|column| column.token).min().unwrap_or(0);
        let mut ornaments = fit.ornaments.iter().copied().peekable();
        // What stands before the columns and names nothing is the corner above the labels of the rows.
        let corner = ornaments.next_if(|index| labels > 0 && *index < first);
        let above = if fit.lowered.is_some() { ornaments.next() } else { None };
        let rest: Vec<usize> = ornaments.collect();
        let top = self.next + rest.len();
        let levels = fit.columns.iter().map(|column| column.level + 1).max().unwrap_or(1);
        if labels > 0 {
            let words = corner.map(&mut take).unwrap_or_default();
            self.put(words, self.next..top + levels, 0..labels);
        }
        for index in rest {
            self.put(take(index), self.next..self.next + 1, labels..self.width);
            self.next += 1;
        }
        if let Some(lowered) = &fit.lowered {
            let inside = &fit.columns[lowered.clone()];
            let start = inside.iter().map(|column| column.span.start).min().unwrap_or(0);
            let end = inside.iter().map(|column| column.span.end).max().unwrap_or(start);
            let span = self.span(&(start..end), labels, count);
            self.put(above.map(&mut take).unwrap_or_default(), top..top + 1, span);
        }
        for Column { token, level, span, group } in &fit.columns {
            let end = if *group { top + level + 1 } else { top + levels };
            let span = self.span(span, labels, count);
            self.put(take(*token), top + level..end, span);
        }
        self.next = top + levels;
    }

    fn rows(&mut self, schema: &Schema, going: &Going, rows: Vec<Row>, labels: usize) {
        let mut groups: Vec<(usize, usize, Words)> = Vec::new();
        for row in rows {
            let at = self.next;
            self.leave(&mut groups, |group| is_in(schema, going, row.entry, group));
            for (group, words) in row.groups {
                // A group that is said again begins anew.
                self.leave(&mut groups, |outer| is_in(schema, going, group, outer));
                groups.push((group, at, words));
            }
            if row.withdrawn {
                let words = row.label.into_iter().chain(row.figures).collect();
                self.put(words, at..at + 1, groups.len()..self.width);
                self.next += 1;
                continue;
            }
            if labels > 0 {
                self.put(row.label, at..at + 1, groups.len()..labels);
            }
            let count = row.figures.len();
            for (index, figure) in row.figures.into_iter().enumerate() {
                let span = self.span(&(index..index + 1), labels, count);
                self.put(vec![figure], at..at + 1, span);
            }
            self.next += 1;
        }
        self.leave(&mut groups, |_| false);
    }

    /// Ends the groups, from the innermost, up to one that is to stay.
    fn leave(&mut self, groups: &mut Vec<(usize, usize, Words)>, stays: impl Fn(usize) -> bool) {
        while let Some((group, start, words)) = groups.pop() {
            if stays(group) {
                groups.push((group, start, words));
                break;
            }
            let column = groups.len();
            self.put(words, start..self.next, column..column + 1);
        }
    }
}
