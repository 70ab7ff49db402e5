//! Tables while they are read: rows and cells as written, made into a grid when the table ends.

use std::collections::BTreeMap;
use std::ops::Range;

use super::flow::Flow;
use super::properties::{CellProperties, RowProperties, Tracked};
use super::xml::{Fault, Result};
use crate::compose::{CellSyntax, Layout, Merge, Placement, RowSyntax, flatten, lay_out, weight};
use crate::model::{Block, Cell, ErrorKind, Paragraph, Place, Table, TableId, codes, say};

/// How many columns Word itself makes (ECMA-376 Part 1 §17.4.17 gives no bound; Word's is 63).
const WORD_COLUMNS: u32 = 63;

/// A table that has not ended.
pub(super) struct OpenTable {
    id: TableId,
    place: Place,
    start: usize,
    /// The columns that its grid announces.
    announced: u32,
    rows: Vec<RowSyntax>,
    cells: Vec<CellSyntax>,
    contents: Vec<Content>,
    row: Option<OpenRow>,
    cell: Option<OpenCell>,
}

/// What a cell holds, and its bytes.
struct Content {
    blocks: Vec<Block>,
    start: u32,
    end: u32,
}

struct OpenRow {
    before: u32,
    column: u32,
    first: usize,
    tracked: Option<Tracked>,
}

struct OpenCell {
    start: usize,
    syntax: CellSyntax,
    tracked: Option<Tracked>,
}

impl OpenTable {
    /// The grid position of the open cell.
    pub(super) fn cursor(&self) -> Option<(TableId, u32, u32)> {
        self.cell.as_ref()?;
        let column = self.row.as_ref()?.column;
        Some((self.id, u32::try_from(self.rows.len()).unwrap_or(u32::MAX), column))
    }

    /// Whether the open cell lies under the one above it.
    pub(super) fn is_covered(&self) -> bool {
        self.cell
            .as_ref()
            .is_some_and(|cell| cell.syntax.vertical == Merge::Continue || cell.syntax.horizontal == Merge::Continue)
    }
}

/// A whole number, read as leniently as it is written: `Err` with the nearest usable one where it is none.
fn lenient(raw: &str, least: u32, limit: u32, beyond: u32) -> std::result::Result<u32, u32> {
    let raw = raw.trim();
    match raw.parse::<i64>() {
        Ok(value) if value < i64::from(least) => Err(least),
        Ok(value) => u32::try_from(value).ok().filter(|value| *value <= limit).ok_or(beyond),
        Err(_) => match raw.parse::<f64>() {
            Ok(value) if value >= f64::from(least) && value <= f64::from(limit) => Err(value as u32),
            Ok(value) if value > f64::from(limit) => Err(beyond),
            _ => Err(least),
        },
    }
}

impl<'a> Flow<'a, '_, '_> {
    fn table(&mut self) -> Option<&mut OpenTable> {
        self.tables.get_mut(self.container.base..)?.last_mut()
    }

    /// Begins a table; an open paragraph ends before it.
    pub(super) fn begin_table(&mut self, start: usize) -> Result<()> {
        let allowed = self.reading.limits().table_depth;
        if self.tables.len() >= allowed {
            return Err(self.limit("table-depth", allowed as u64));
        }
        let allowed = self.reading.limits().tables;
        if self.reading.count_tables() >= allowed {
            return Err(self.limit("tables", allowed as u64));
        }
        self.close_paragraphs(start);
        let place = self.place(start, start);
        self.reading.unordered |= self.stories > 0 && self.part.0 == 0;
        let id = self.reading.next_table();
        self.tables.push(OpenTable {
            id,
            place,
            start,
            announced: 0,
            rows: Vec::new(),
            cells: Vec::new(),
            contents: Vec::new(),
            row: None,
            cell: None,
        });
        Ok(())
    }

    /// Takes in the number of columns that `w:tblGrid` announces.
    pub(super) fn announce_columns(&mut self, columns: u32) {
        if let Some(table) = self.table().filter(|table| table.row.is_none()) {
            table.announced = columns;
        }
    }

    /// Whether a row may begin here: directly in a table.
    pub(super) fn can_begin_row(&mut self) -> bool {
        self.table().is_some_and(|table| table.row.is_none())
    }

    /// Begins a row.
    pub(super) fn begin_row(&mut self) {
        if let Some(table) = self.table() {
            table.row = Some(OpenRow { before: 0, column: 0, first: table.cells.len(), tracked: None });
        }
    }

    /// Takes in what a row's properties say.
    pub(super) fn describe_row(&mut self, read: &RowProperties<'a>, tag: Range<usize>) {
        let limit = self.reading.limits().columns;
        if let Some(raw) = &read.before {
            let before = lenient(raw, 0, limit.saturating_sub(1), 0);
            if before.is_err() {
                self.note_span(tag, "gridBefore", raw);
            }
            if let Some(row) = self.table().and_then(|table| table.row.as_mut()) {
                row.before = before.unwrap_or_else(|nearest| nearest);
                row.column = row.before;
            }
        }
        let tracked = self.begin_tracked(read.tracked);
        if let Some(row) = self.table().and_then(|table| table.row.as_mut()) {
            row.tracked = tracked;
        }
    }

    /// Counts a tracked row or cell; gives the change if it takes the row or cell out of the text.
    fn begin_tracked(&mut self, tracked: Tracked) -> Option<Tracked> {
        match tracked {
            Tracked::Kept => return None,
            Tracked::Inserted => {
                self.reading.changes.0 += 1;
                if !self.reading.hides_insertions() {
                    return None;
                }
                self.modes.inserted += 1;
            }
            Tracked::Deleted => {
                self.reading.changes.1 += 1;
                if !self.reading.hides_deletions() {
                    return None;
                }
                self.modes.deleted += 1;
            }
        }
        Some(tracked)
    }

    fn end_tracked(&mut self, tracked: Tracked) {
        match tracked {
            Tracked::Kept => {}
            Tracked::Inserted => self.modes.inserted = self.modes.inserted.saturating_sub(1),
            Tracked::Deleted => self.modes.deleted = self.modes.deleted.saturating_sub(1),
        }
    }

    fn note_span(&mut self, tag: Range<usize>, name: &str, raw: &str) {
        let place = self.place(tag.start, tag.end);
        self.reading.note(&codes::SPAN_CLAMPED, place, || {
            let raw: String = raw.chars().take(40).collect();
            say!("{name} is “{raw}”", "{name} 的值是“{raw}”")
        });
    }

    /// Ends a row. One that was taken out leaves nothing: its text went to a story.
    pub(super) fn finish_row(&mut self) {
        let Some(table) = self.table() else { return };
        let Some(row) = table.row.take() else { return };
        match row.tracked {
            Some(tracked) => {
                table.cells.truncate(row.first);
                let dropped = table.contents.split_off(row.first);
                self.reading.unordered |= dropped.iter().any(|content| !content.blocks.is_empty());
                self.end_tracked(tracked);
            }
            None => {
                let cells = u32::try_from(table.cells.len() - row.first).unwrap_or(u32::MAX);
                table.rows.push(RowSyntax { before: row.before, cells });
            }
        }
    }

    /// Whether a cell may begin here: directly in a row.
    pub(super) fn can_begin_cell(&mut self) -> bool {
        self.table().is_some_and(|table| table.row.is_some() && table.cell.is_none())
    }

    /// Begins a cell; the container of its blocks is another matter.
    pub(super) fn begin_cell(&mut self, start: usize) -> Result<()> {
        let (allowed, so_far) = (self.reading.limits().cells, self.reading.cells);
        let Some(table) = self.table() else { return Ok(()) };
        if so_far + table.contents.len() as u64 >= allowed {
            return Err(self.limit("cells", allowed));
        }
        table.cell = Some(OpenCell { start, syntax: CellSyntax { span: 1, ..CellSyntax::default() }, tracked: None });
        Ok(())
    }

    /// Takes in what a cell's properties say.
    pub(super) fn describe_cell(&mut self, read: &CellProperties<'a>, tag: Range<usize>) {
        let limit = self.reading.limits().columns;
        let Some(table) = self.table() else { return };
        let column = table.row.as_ref().map_or(0, |row| row.column);
        let rest = table.announced.min(limit).saturating_sub(column).max(1);
        let room = limit.saturating_sub(column).max(1);
        let span = read.span.as_deref().map_or(Ok(1), |raw| lenient(raw, 1, room, rest));
        if let Some(cell) = table.cell.as_mut() {
            cell.syntax = CellSyntax {
                span: span.unwrap_or_else(|nearest| nearest),
                vertical: read.vertical,
                horizontal: read.horizontal,
            };
        }
        if span.is_err() {
            self.note_span(tag, "gridSpan", read.span.as_deref().unwrap_or(""));
        }
        let tracked = self.begin_tracked(read.tracked);
        if let Some(cell) = self.table().and_then(|table| table.cell.as_mut()) {
            cell.tracked = tracked;
        }
    }

    /// Ends a cell, of which a container was begun.
    pub(super) fn finish_cell(&mut self, end: usize) -> Result<()> {
        let blocks = self.finish_container(end)?;
        self.keep_cell(blocks, end);
        Ok(())
    }

    /// Ends a cell, of which none was begun, that is one paragraph of this text; its end tag came last.
    pub(super) fn keep_plain_cell(&mut self, text: &str, outline: Option<u8>, paragraph: Range<usize>) {
        self.serial += 1;
        let mut blocks = Vec::new();
        if !text.is_empty() {
            self.count(text);
            let place = self.place(paragraph.start, paragraph.end);
            blocks = vec![Block::Paragraph(Paragraph { text: text.into(), outline, place, ..Paragraph::default() })];
        }
        self.keep_cell(blocks, self.xml.position());
    }

    fn keep_cell(&mut self, blocks: Vec<Block>, end: usize) {
        let limit = self.reading.limits().columns;
        let Some(table) = self.table() else { return };
        let Some(cell) = table.cell.take() else { return };
        if let Some(tracked) = cell.tracked {
            self.reading.unordered |= !blocks.is_empty();
            self.end_tracked(tracked);
            return;
        }
        if blocks.is_empty() && table.row.as_ref().is_some_and(|row| row.column >= limit) {
            let place = Place::new(self.part, cell.start..end);
            self.note_beyond(place);
            return;
        }
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        table.cells.push(cell.syntax);
        table.contents.push(Content { blocks, start: clamp(cell.start), end: clamp(end) });
        if let Some(row) = table.row.as_mut() {
            row.column = row.column.saturating_add(cell.syntax.span).min(limit);
        }
    }

    /// Ends a table: derives its grid and keeps it.
    pub(super) fn finish_table(&mut self, end: usize) -> Result<()> {
        let start = self.xml.position();
        self.close_paragraphs(start);
        let Some(table) = self.tables.pop() else { return Ok(()) };
        let layout = lay_out(&table.rows, &table.cells, self.reading.limits().columns);
        let place = Place { end: u32::try_from(end).unwrap_or(u32::MAX), ..table.place };
        let rows = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
        let size = u64::from(rows) * u64::from(layout.columns);
        let allowed = self.reading.limits().cells;
        self.reading.cells = self.reading.cells.saturating_add(size.max(table.cells.len() as u64));
        if self.reading.cells > allowed {
            return Err(self.limit("cells", allowed));
        }
        self.note_layout(&table, &layout, place);
        let (id, columns) = (table.id, layout.columns);
        let fault = table.start;
        drop(table.rows);
        drop(table.cells);
        let (cells, lost) = self.fill(id, table.contents, layout.placements);
        self.container.blocks.extend(lost);
        let made = Table::from_cells(id, place, rows, columns, cells);
        let made =
            made.map_err(|error| Fault::new(fault, ErrorKind::Package(say!("{error}", "表格的网格不成立：{error}"))))?;
        self.container.blocks.push(Block::Table(Box::new(made)));
        Ok(())
    }

    fn note_beyond(&mut self, place: Place) {
        self.reading.note(&codes::COLUMNS_CUT, place, || say!("a cell beyond the last column", "单元格超出最后一列"));
    }

    fn note_layout(&mut self, table: &OpenTable, layout: &Layout, place: Place) {
        let columns = layout.columns;
        if columns > WORD_COLUMNS {
            self.reading.note(&codes::COLUMNS_MANY, place, || {
                say!("the table has {columns} columns", "该表格共有 {columns} 列")
            });
        }
        for index in &layout.orphans {
            if let (Some(Placement::Own(area)), Some(content)) =
                (layout.placements.get(*index as usize), table.contents.get(*index as usize))
            {
                let place = Place::new(self.part, content.start as usize..content.end as usize);
                let place = place.in_table(table.id, area.row, area.column);
                self.reading.note(&codes::MERGE_ORPHAN, place, || {
                    say!(
                        "the cell continues a merge that no cell of the same columns begins",
                        "该单元格延续的合并在相同的列上没有起点"
                    )
                });
            }
        }
    }

    /// The cells with what they hold, and blocks for which no cell has room.
    fn fill(&mut self, id: TableId, contents: Vec<Content>, placements: Vec<Placement>) -> (Vec<Cell>, Vec<Block>) {
        let own = placements.iter().filter(|placement| matches!(placement, Placement::Own(_))).count();
        let mut cells: Vec<Cell> = Vec::with_capacity(own);
        let mut positions: Vec<u32> = Vec::with_capacity(placements.len());
        let mut lost = Vec::new();
        let mut hidden: BTreeMap<usize, String> = BTreeMap::new();
        for (content, placement) in contents.into_iter().zip(placements) {
            let place = Place::new(self.part, content.start as usize..content.end as usize);
            let owner = match placement {
                Placement::Own(area) => {
                    positions.push(cells.len() as u32);
                    let place = place.in_table(id, area.row, area.column);
                    cells.push(Cell { area, blocks: content.blocks, hidden: None, place });
                    continue;
                }
                Placement::Under(owner) => Some(owner),
                Placement::Beyond(owner) => {
                    self.note_beyond(place);
                    owner
                }
            };
            let owner = owner.and_then(|owner| positions.get(owner as usize).copied());
            positions.push(owner.unwrap_or(0));
            match owner.and_then(|owner| Some((owner as usize, cells.get(owner as usize)?.place))) {
                Some((owner, place)) => self.hide(place, &content.blocks, hidden.entry(owner).or_default()),
                None => lost.extend(content.blocks),
            }
        }
        for (owner, text) in hidden {
            cells[owner].hidden = (!text.is_empty()).then(|| text.into_boxed_str());
        }
        (cells, lost)
    }

    /// Adds the text that lies under the merged cell at `place` to what is hidden there.
    fn hide(&mut self, place: Place, blocks: &[Block], hidden: &mut String) {
        if blocks.is_empty() {
            return;
        }
        self.reading.unordered |= blocks.iter().any(|block| matches!(block, Block::Table(_)));
        let before = hidden.len();
        flatten(blocks, hidden);
        let added = hidden.get(before..).unwrap_or("");
        if weight(added) > 0 {
            let shown: String = added.trim().chars().take(60).collect();
            self.reading.note(&codes::TEXT_COVERED, place, || {
                say!("“{shown}” lies under a merged cell", "“{shown}”位于合并单元格之下")
            });
        }
    }
}
