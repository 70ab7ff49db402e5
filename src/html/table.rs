//! The rows and cells of the tables that are open, as written, until the table ends.

use super::arena::Element;
use crate::compose::{Composer, Entry, EntryRow, Result, lay_out_entries};
use crate::model::{Limits, codes, say};

/// What HTML allows at most (HTML Living Standard §4.9.11).
const MOST_COLUMNS: u32 = 1000;
const MOST_ROWS: u32 = 65534;

/// A table that has not ended.
#[derive(Default)]
pub(super) struct OpenTable {
    rows: Vec<EntryRow>,
    entries: Vec<Entry>,
    group: u32,
    /// The groups that are printed at the foot, wherever they stand.
    feet: Vec<u32>,
}

impl OpenTable {
    /// Begins a group of rows.
    pub(super) fn begin_group(&mut self, is_foot: bool) {
        self.group += 1;
        if is_foot {
            self.feet.push(self.group);
        }
    }

    /// Begins a row.
    pub(super) fn begin_row(&mut self) {
        let first = self.entries.len() as u32;
        self.rows.push(EntryRow { first, cells: 0, group: self.group });
    }

    /// Begins a cell of the last row.
    pub(super) fn begin_cell(&mut self, element: &Element, composer: &mut Composer<'_>, start: usize) -> Result<()> {
        composer.begin_cell(start)?;
        let (column_span, row_span) = (element.attribute("colspan"), element.attribute("rowspan"));
        let entry = Entry {
            column_span: span(column_span, 1, MOST_COLUMNS, "colspan", composer, start),
            row_span: span(row_span, 0, MOST_ROWS, "rowspan", composer, start),
            covered: false,
        };
        self.entries.push(entry);
        if let Some(row) = self.rows.last_mut() {
            row.cells += 1;
        }
        Ok(())
    }

    /// Ends the table.
    pub(super) fn finish(mut self, composer: &mut Composer<'_>, limits: &Limits, end: usize) -> Result<()> {
        // Groups at the foot come last (§4.9.12, steps 15 and 19).
        self.rows.sort_by_key(|row| self.feet.binary_search(&row.group).is_ok());
        let formed = lay_out_entries(&self.rows, &self.entries, limits, composer.used())?;
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

/// A span as HTML reads numbers: the digits at the beginning, within bounds.
fn span(raw: Option<&str>, least: u32, most: u32, name: &str, composer: &mut Composer<'_>, start: usize) -> u32 {
    let Some(raw) = raw else { return 1 };
    let bare = raw.trim_ascii_start();
    let bare = bare.strip_prefix('+').unwrap_or(bare);
    let digits = &bare[..bare.find(|c: char| !c.is_ascii_digit()).unwrap_or(bare.len())];
    let number = if digits.is_empty() { None } else { Some(digits.parse::<u32>().unwrap_or(u32::MAX)) };
    let read = number.map_or(1, |number| if number < least { 1 } else { number.min(most) });
    if number != Some(read) || bare.trim_ascii_end() != digits {
        let place = composer.place(start..start);
        composer.note(&codes::SPAN_CLAMPED, place, || {
            let raw: String = raw.chars().take(40).collect();
            say!("{name} is “{raw}”", "{name} 的值是“{raw}”")
        });
    }
    read
}
