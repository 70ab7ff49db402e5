//! The rows and cells of the tables that are open, as written, until the table ends (ODF 1.3 Part 3 §9.1).

use crate::compose::{Composer, Entry, EntryRow, Result, lay_out_entries};
use crate::docx::names::Space;
use crate::docx::xml::{Tag, Xml};
use crate::model::{codes, say};

/// A table that has not ended.
#[derive(Debug, Default)]
pub(super) struct OpenTable {
    rows: Vec<EntryRow>,
    entries: Vec<Entry>,
    /// How often the open row, and the open cell, stand there.
    repeats: (u32, u32),
}

/// A number of at least one as it is written, at most `limit`.
fn number<'a>(xml: &mut Xml<'a>, tag: &Tag<'a>, name: &str, limit: u32, composer: &mut Composer<'_>) -> u32 {
    let Some(raw) = xml.attribute(tag, Space::OdfTable, name) else { return 1 };
    let read = raw.trim().parse::<u64>().ok();
    let kept = read.map_or(1, |number| number.clamp(1, u64::from(limit)) as u32);
    if read != Some(u64::from(kept)) {
        let place = composer.place(tag.start..tag.end);
        composer.note(&codes::SPAN_CLAMPED, place, || {
            let raw: String = raw.chars().take(40).collect();
            say!("{name} is “{raw}”", "{name} 的值是“{raw}”")
        });
    }
    kept
}

impl OpenTable {
    /// Begins a row.
    pub(super) fn begin_row<'a>(&mut self, xml: &mut Xml<'a>, tag: &Tag<'a>, composer: &mut Composer<'_>) {
        let limit = u32::try_from(composer.limits().cells).unwrap_or(u32::MAX);
        self.repeats.0 = number(xml, tag, "number-rows-repeated", limit, composer);
        self.rows.push(EntryRow { first: self.entries.len() as u32, cells: 0, group: 0 });
    }

    /// Begins a cell, covered or not.
    pub(super) fn begin_cell<'a>(
        &mut self,
        xml: &mut Xml<'a>,
        tag: &Tag<'a>,
        composer: &mut Composer<'_>,
    ) -> Result<()> {
        let columns = composer.limits().columns;
        let rows = u32::try_from(composer.limits().cells).unwrap_or(u32::MAX);
        let covered = tag.local == b"covered-table-cell";
        self.repeats.1 = number(xml, tag, "number-columns-repeated", columns, composer);
        let entry = Entry {
            column_span: number(xml, tag, "number-columns-spanned", columns, composer),
            row_span: number(xml, tag, "number-rows-spanned", rows, composer),
            covered,
        };
        self.entries.push(entry);
        composer.begin_cell(tag.start)
    }

    /// Ends a cell, which may stand there several times.
    pub(super) fn end_cell(&mut self, composer: &mut Composer<'_>, end: usize) -> Result<()> {
        composer.end_cell(end)?;
        let count = std::mem::replace(&mut self.repeats.1, 1);
        if count > 1
            && let Some(entry) = self.entries.last().copied()
        {
            composer.repeat_cells(1, count - 1)?;
            self.entries.extend(std::iter::repeat_n(entry, count as usize - 1));
        }
        Ok(())
    }

    /// Ends a row, which may stand there several times.
    pub(super) fn end_row(&mut self, composer: &mut Composer<'_>) -> Result<()> {
        let count = std::mem::replace(&mut self.repeats.0, 1);
        let end = self.entries.len() as u32;
        let Some(row) = self.rows.last_mut() else { return Ok(()) };
        row.cells = end - row.first;
        let row = *row;
        composer.repeat_cells(row.cells as usize, count - 1)?;
        for _ in 1..count {
            let first = self.entries.len() as u32;
            self.entries.extend_from_within(row.first as usize..end as usize);
            self.rows.push(EntryRow { first, ..row });
        }
        Ok(())
    }

    /// Ends the table.
    pub(super) fn finish(self, composer: &mut Composer<'_>, end: usize) -> Result<()> {
        let formed = lay_out_entries(&self.rows, &self.entries, composer.limits(), composer.used())?;
        for index in formed.clamped {
            let place = composer.cell_place(index);
            let Entry { row_span, column_span, .. } = self.entries[index as usize];
            composer.note(&codes::SPAN_CLAMPED, place, || {
                say!(
                    "{row_span} rows by {column_span} columns have no room",
                    "{row_span} 行 {column_span} 列的跨度放不下"
                )
            });
        }
        composer.end_table(end, self.rows.len() as u32, formed.layout)
    }
}
