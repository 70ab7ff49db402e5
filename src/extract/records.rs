//! Rows that repeat: a header row, then one record a row until the list ends.
//!
//! A header row is known by its columns: two of them at least, and more than all other cells of the row together. The
//! rows below it are records as long as their cells stand exactly under those of the header. The list ends where a side
//! label that is merged down over it ends; else at the next label of the form, or at the first row of another shape.
//! An empty row is no record.

use std::sync::Arc;

use super::bind::{Binder, Fate, Placement, shared};
use super::few::Fields;
use super::figures::NO_COLUMN;
use super::form::FormState;
use super::locate::Piece;
use super::met::{MetHeader, MetPosition};
use super::path::{Axis, Candidate};
use super::reading::Reading;
use super::report::Because;
use crate::model::{Note, codes, say};
use crate::schema::{Layout, Meaning, ValueAt};

/// A list of records that has begun.
#[derive(Clone)]
pub(super) struct Open {
    table: usize,
    columns: Vec<Column>,
    /// Indices of the captions into the report's headers.
    captions: Arc<[u32]>,
    /// The sheet that it reached the end of, and its grid.
    sheet: usize,
    grid_columns: u32,
    /// Where its cells begin; what stands left of it is a side label.
    start: u32,
}

/// One column of a list.
#[derive(Clone)]
struct Column {
    start: u32,
    end: u32,
    /// Which column of the schema it is.
    entry: Option<usize>,
    because: Arc<[u32]>,
    exact: bool,
    unit: Option<&'static str>,
}

/// A row that may head records.
struct Head<'a> {
    table: usize,
    /// The cells of the columns.
    cells: Vec<&'a Reading<'a>>,
    /// The cell left of them, where there is one.
    side: Option<&'a Reading<'a>>,
    /// One past the last row of the header.
    end: u32,
}

impl<'a> Binder<'a> {
    /// Binds the records of a stretch; tells for each of its rows whether it belongs to them.
    pub(super) fn records(&mut self, piece: &Piece) -> Vec<bool> {
        let first = piece.rows.start;
        let mut taken = vec![false; piece.rows.len()];
        let mut row = first;
        let mut untouched = true;
        let open = self.form.open.take().filter(|open| {
            open.sheet + 1 == piece.sheet && open.grid_columns == self.sheets[piece.sheet].table.columns()
        });
        if let Some(open) = open.clone().filter(|_| self.head(piece.sheet, row).is_none()) {
            row = self.follow(piece, open, row, None, &mut taken);
        }
        while row < piece.rows.end {
            let Some(head) = self.head(piece.sheet, row) else {
                self.cover(piece, row, &mut taken);
                untouched &= self.own(piece.sheet, row).iter().all(|reading| {
                    reading.blank || reading.meanings.iter().any(|meaning| matches!(meaning, Meaning::Caption { .. }))
                });
                row += 1;
                continue;
            };
            let again = self.form.records.iter().any(|(table, _)| *table == head.table);
            let goes_on = untouched && open.as_ref().is_some_and(|open| open.table == head.table)
                || row > first && self.form.open.as_ref().is_some_and(|open| open.table == head.table);
            untouched = false;
            row = self.list(piece, row, head, again && !goes_on, &mut taken);
        }
        if piece.rows.end < self.sheets[piece.sheet].table.rows() {
            self.form.open = None;
        }
        taken
    }

    /// Rows under a side label of records belong to no label, even where their header could not be read.
    fn cover(&self, piece: &Piece, row: u32, taken: &mut [bool]) {
        let caption = |meaning: &Meaning| matches!(meaning, Meaning::Caption { table, .. } if self.is_form(*table));
        let sheet = &self.sheets[piece.sheet];
        if sheet.row(row).iter().any(|reading| reading.cell.area.row_span > 1 && reading.meanings.iter().any(caption)) {
            taken[(row - piece.rows.start) as usize] = true;
        }
    }

    /// The records that a row heads.
    fn head(&self, sheet: usize, row: u32) -> Option<Head<'a>> {
        let own = self.own(sheet, row);
        let of = |reading: &Reading<'_>, table: usize| {
            reading.in_table(table).any(|meaning| matches!(meaning, Meaning::Column { .. }))
        };
        let below = own.iter().filter(|reading| self.is_above_its_value(reading)).count();
        let tables = self.schema.tables.iter().enumerate();
        let mut found: Vec<(usize, usize, usize)> = tables
            .filter(|(_, table)| table.layout == Layout::Records)
            .filter_map(|(table, _)| {
                let first = own.iter().position(|reading| of(reading, table))?;
                let known = own[first..].iter().filter(|reading| of(reading, table)).count();
                let sound = known >= 2 && 2 * known > own.len() - first && known > below;
                sound.then_some((known, table, first))
            })
            .collect();
        found.sort_unstable();
        let (known, table, mut first) = found.pop()?;
        if found.last().is_some_and(|other| other.0 == known) {
            return None;
        }
        // Unknown cells before the first known one are columns too, but for the outermost where it is a side label.
        let end = own[first].cell.area.row_end();
        let is_side = |reading: &Reading<'_>| {
            reading.cell.area.row_end() > end
                || reading.meanings.iter().any(|meaning| matches!(meaning, Meaning::Caption { .. }))
        };
        while first > 0 && !is_side(own[first - 1]) {
            first -= 1;
        }
        let sheets = self.sheets;
        let touching = sheets[sheet].row(row);
        let side = touching.into_iter().rfind(|reading| reading.end() <= own[first].start());
        Some(Head { table, cells: own[first..].to_vec(), side, end })
    }

    fn is_above_its_value(&self, reading: &Reading<'_>) -> bool {
        reading.meanings.iter().any(|meaning| match meaning {
            Meaning::Column { table, band, entry } => {
                let table = &self.schema.tables[*table];
                table.layout == Layout::Labels && table.bands[*band].columns[*entry].value_at == ValueAt::Below
            }
            _ => false,
        })
    }

    /// Binds the list under a header row; gives the row after it. A second list, that no page cut off the first, is
    /// noted and not given.
    fn list(&mut self, piece: &Piece, row: u32, head: Head<'a>, second: bool, taken: &mut [bool]) -> u32 {
        let piece = &Piece { table: head.table, ..piece.clone() };
        let mut captions = self.captions_above(piece, row, &head);
        let limit = head.side.map(|side| side.cell.area.row_end()).filter(|end| *end > head.end);
        if let Some(side) = head.side.filter(|side| !side.blank) {
            if side.caption(head.table).is_some() {
                captions.push(self.keep(piece.sheet, side));
                self.captions.push((head.table, 0));
            } else if !self.is_printed(side) {
                self.unknown_header(piece, side, Axis::Columns);
            }
        }
        let columns = self.columns(piece, &head);
        let open = Open {
            table: head.table,
            columns,
            captions: shared(captions.into_iter()),
            sheet: piece.sheet,
            grid_columns: self.sheets[piece.sheet].table.columns(),
            start: head.cells[0].start(),
        };
        self.met.headers.push(MetHeader {
            table: head.table,
            sheet: piece.sheet,
            rows: row..head.end,
            caption: None,
            corner_end: open.start,
            positions: open
                .columns
                .iter()
                .map(|column| MetPosition {
                    columns: column.start..column.end,
                    candidates: column.entry.iter().map(|entry| Candidate { band: 0, entry: *entry }).collect(),
                })
                .collect(),
            doubtful: false,
        });
        for row in row..head.end.min(piece.rows.end) {
            taken[(row - piece.rows.start) as usize] = true;
        }
        if second {
            return self.second(piece, head.end, limit, taken);
        }
        self.count(head.table, 0);
        self.follow(piece, open, head.end, limit, taken)
    }

    /// Captions of the list that stand in rows of their own directly above its header.
    fn captions_above(&mut self, piece: &Piece, row: u32, head: &Head<'a>) -> Vec<u32> {
        let Some(above) = row.checked_sub(1).filter(|above| piece.rows.contains(above)) else { return Vec::new() };
        let caption = |reading: &&'a Reading<'a>| reading.caption(head.table).is_some();
        let own: Vec<&'a Reading<'a>> = self.own(piece.sheet, above).into_iter().filter(caption).collect();
        if !own.is_empty() {
            self.captions.push((head.table, 0));
        }
        own.into_iter().map(|reading| self.keep(piece.sheet, reading)).collect()
    }

    /// The columns of a list. Two that have one label have no name.
    fn columns(&mut self, piece: &Piece, head: &Head<'a>) -> Vec<Column> {
        let meant = |reading: &Reading<'_>| {
            reading.in_table(head.table).find_map(|meaning| match meaning {
                Meaning::Column { entry, .. } => Some(entry),
                _ => None,
            })
        };
        let all: Vec<Option<usize>> = head.cells.iter().map(|reading| meant(reading)).collect();
        let mut columns = Vec::new();
        for (reading, entry) in head.cells.iter().zip(&all) {
            let once = entry.is_some() && all.iter().filter(|other| *other == entry).count() == 1;
            // A header cell of another height than its neighbours may head something else.
            let level = reading.cell.area.row_end() == head.end;
            if entry.is_none() && !reading.blank && !reading.is_ornament(head.table) {
                self.unknown_header(piece, reading, Axis::Columns);
            } else if reading.is_ornament(head.table) {
                self.set(piece.sheet, reading.id, Fate::Ornament);
            }
            let because = if entry.is_some() { vec![self.keep(piece.sheet, reading)] } else { Vec::new() };
            if entry.is_some() && !once {
                let message =
                    say!("two columns have the header 「{line}」", "有两列的表头都是「{line}」", line = reading.line());
                self.notes.push(Note::new(&codes::HEADER_DOUBTFUL, reading.cell.place, message));
            }
            columns.push(Column {
                start: reading.start(),
                end: reading.end(),
                entry: entry.filter(|_| once && level),
                because: shared(because.into_iter()),
                exact: !reading.cut,
                unit: super::value::unit_in_header(&reading.text),
            });
        }
        columns
    }

    /// Goes down the rows of a list from `row`; gives the row after it.
    fn follow(&mut self, piece: &Piece, open: Open, from: u32, limit: Option<u32>, taken: &mut [bool]) -> u32 {
        let piece = &Piece { table: open.table, ..piece.clone() };
        let last = limit.map_or(piece.rows.end, |limit| limit.min(piece.rows.end));
        let mut row = from;
        while row < last {
            let own = self.own(piece.sheet, row);
            let (beside, cells): (Vec<&Reading<'a>>, Vec<&Reading<'a>>) =
                own.iter().copied().partition(|reading| reading.start() < open.start);
            let printed = own.iter().any(|reading| self.ends_records(reading));
            if limit.is_none() && (printed || beside.iter().any(|reading| !reading.blank))
                || self.head(piece.sheet, row).is_some()
            {
                break;
            }
            let blank = cells.iter().all(|reading| reading.blank);
            let aligned = self.is_aligned(&open, piece, &cells, row);
            if !blank && !aligned && limit.is_none() {
                break;
            }
            taken[(row - piece.rows.start) as usize] = true;
            if !blank && (printed || !aligned || cells.iter().any(|reading| reading.is_ornament(open.table))) {
                let why = say!(
                    "this row of 「{title}」 is no record: its cells do not stand under the header's, or it holds a label",
                    "「{title}」的这一行不是一条记录：单元格与表头不对应，或其中有标签",
                    title = &self.schema.tables[open.table].title
                );
                let filled: Vec<&Reading<'a>> =
                    own.into_iter().filter(|reading| !reading.blank && self.is_open(piece.sheet, reading.id)).collect();
                self.left_out(&codes::CELLS_MISMATCH, piece.sheet, &filled, why);
                // The records after it keep the numbers that they have on paper.
                self.count(open.table, u32::from(!cells.iter().any(|reading| reading.is_ornament(open.table))));
            } else if !blank {
                self.record(piece, &open, &cells);
            }
            row += 1;
        }
        let whole = row == self.sheets[piece.sheet].table.rows();
        let next_head = row < piece.rows.end && self.head(piece.sheet, row).is_some();
        self.form.open = (whole || next_head).then_some(Open { sheet: piece.sheet, ..open });
        row
    }

    /// Whether the cells of a row stand exactly under those of the header, each in this row alone.
    fn is_aligned(&self, open: &Open, piece: &Piece, cells: &[&Reading<'a>], row: u32) -> bool {
        let touching = self.sheets[piece.sheet].row(row);
        let whole = touching.iter().filter(|reading| reading.start() >= open.start).count() == cells.len();
        let same = |(cell, column): (&&Reading<'a>, &Column)| {
            (cell.start(), cell.end(), cell.cell.area.row_span) == (column.start, column.end, 1)
        };
        whole && cells.len() == open.columns.len() && cells.iter().zip(&open.columns).all(same)
    }

    fn record(&mut self, piece: &Piece, open: &Open, cells: &[&'a Reading<'a>]) {
        let number = self.count(open.table, 1);
        let mut lost = Vec::new();
        for (value, column) in cells.iter().zip(&open.columns) {
            let field = column.entry.and_then(|entry| self.schema.field_at(open.table, 0, None, entry));
            let Some(field) = field else {
                lost.extend((!value.blank).then_some(*value));
                continue;
            };
            self.set(piece.sheet, value.id, if value.blank { Fate::Open } else { Fate::Fact });
            self.placements.push(Placement {
                table: open.table,
                fields: Fields::from_elem(field, 1),
                record: Some(number),
                tentative: false,
                exact: column.exact,
                sheet: piece.sheet,
                cell: value.id,
                because: Some(Because { rows: open.captions.clone(), columns: column.because.clone() }),
                unit: column.unit.map(super::bind::PrintedUnit::Above),
            });
        }
        self.unplaced(piece.sheet, &lost, NO_COLUMN);
    }

    /// Adds to the number of records of a table, and gives it.
    fn count(&mut self, table: usize, more: u32) -> u32 {
        let FormState { records, .. } = &mut self.form;
        let at = records.iter().position(|(known, _)| *known == table).unwrap_or_else(|| {
            records.push((table, 0));
            records.len() - 1
        });
        records[at].1 += more;
        records[at].1
    }

    /// Notes the rows of a second list.
    fn second(&mut self, piece: &Piece, from: u32, limit: Option<u32>, taken: &mut [bool]) -> u32 {
        let mut row = from;
        while row < limit.unwrap_or(piece.rows.end).min(piece.rows.end) {
            let own = self.own(piece.sheet, row);
            if limit.is_none() && own.iter().any(|reading| self.ends_records(reading))
                || self.head(piece.sheet, row).is_some()
            {
                break;
            }
            taken[(row - piece.rows.start) as usize] = true;
            let filled: Vec<&Reading<'a>> =
                own.into_iter().filter(|reading| !reading.blank && self.is_open(piece.sheet, reading.id)).collect();
            let why = say!(
                "a second list of 「{title}」; whose it is cannot be told, so it is not given:",
                "「{title}」的第二个列表，无法判断归属，因此不给出",
                title = &self.schema.tables[piece.table].title
            );
            self.left_out(&codes::FIGURE_TWICE, piece.sheet, &filled, why);
            row += 1;
        }
        self.form.open = None;
        row
    }
}
