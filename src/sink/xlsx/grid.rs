//! A sheet with a header and one row a report.

use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Format, Note, Workbook, Worksheet, XlsxError};

use super::header::{HeaderCell, header};
use super::look::{Doubt, Kind, Look, Looks, exact, fit};
use super::workbook::STATUS;
use crate::schema::Schema;
use crate::sink::frame::{Absence, Column, ColumnKind, Datum, Role};
use crate::sink::manifest::Status;

/// Rows of a sheet.
pub(super) const ROWS: u32 = 1_048_576;

/// A sheet of some columns of the wide frame.
pub(super) struct Grid {
    /// Its place among the sheets.
    sheet: usize,
    /// The index of the schema's table that it shows; `None` where it shows what belongs to no table.
    pub(super) table: Option<usize>,
    /// Its name.
    pub(super) name: String,
    /// The columns of the frame that it shows, in order; the first ones say whose row it is.
    pub(super) columns: Vec<usize>,
    /// The first row of data.
    first: u32,
    /// The next row of data.
    next: u32,
}

/// What a sheet is to be.
pub(super) struct Page<'a> {
    /// Its place among the sheets.
    pub(super) sheet: usize,
    /// The index of the schema's table that it shows.
    pub(super) table: Option<usize>,
    /// Its name.
    pub(super) name: String,
    /// The line above the header.
    pub(super) title: &'a str,
    /// The columns of the frame that it shows.
    pub(super) columns: Vec<usize>,
    /// Ids, titles and widths of the first of them, which are no figures.
    pub(super) titles: &'a [(&'a str, &'a str, f64)],
}

/// What is to be said at a cell.
#[derive(Debug, Clone, Default)]
pub(super) struct Remark {
    pub(super) doubt: Doubt,
    pub(super) words: Vec<String>,
}

/// The columns that say whose row it is, with their titles and widths.
pub(super) const WHOSE: [(&str, &str, f64); 3] =
    [("agency", "机关", 26.0), ("year", "年度", 7.0), ("vintage", "表样", 7.0)];

impl Grid {
    /// Makes the sheet with its header.
    pub(super) fn begin(
        workbook: &mut Workbook,
        page: Page<'_>,
        frame: &[Column],
        schema: &Schema,
        looks: &mut Looks,
    ) -> Result<Grid, XlsxError> {
        let Page { sheet, table, name, title, columns, titles } = page;
        let page = workbook.add_worksheet_with_constant_memory()?.set_name(&name)?;
        let shown: Vec<&Column> = columns.iter().map(|index| &frame[*index]).collect();
        let (levels, cells) = header(&shown[titles.len()..], schema);
        let levels = levels.max(1);
        for (index, (_, _, width)) in titles.iter().enumerate() {
            page.set_column_width(index as u16, *width)?;
        }
        for (index, column) in shown.iter().enumerate().skip(titles.len()) {
            let width = match (column.role, column.kind) {
                (Role::Source(_), _) => 46.0,
                (_, ColumnKind::Text) => 12.0,
                _ => NARROW,
            };
            page.set_column_width(index as u16, width)?;
        }
        page.write_string_with_format(0, 0, title, looks.of(Kind::Title))?;
        page.set_row_height(0, 26)?;
        let whose = titles.iter().enumerate().map(|(column, (_, text, _))| HeaderCell {
            row: 0,
            column,
            rows: levels,
            columns: 1,
            text: (*text).into(),
        });
        let shift = |cell: HeaderCell| HeaderCell { column: cell.column + titles.len(), ..cell };
        let mut all: Vec<HeaderCell> = whose.chain(cells.into_iter().map(shift)).collect();
        all.sort_by_key(|cell| (cell.row, cell.column));
        for cell in &all {
            write_header(page, cell, looks.of(Kind::Header))?;
        }
        for level in 1..levels {
            page.set_row_height(level, UPPER)?;
        }
        page.set_row_height(levels, lowest(&all, levels))?;
        let frozen = titles.len().min(2);
        page.set_freeze_panes(levels + 1, frozen as u16)?;
        Ok(Grid { sheet, table, name, columns, first: levels + 1, next: levels + 1 })
    }

    /// How many rows of data there are.
    pub(super) fn filled(&self) -> u32 {
        self.next - self.first
    }

    /// Whether a sheet has room for so many rows more.
    pub(super) fn has_room(&self, rows: u32) -> bool {
        self.next.saturating_add(rows) <= ROWS
    }

    /// Adds a report's row. Notes stay in memory: no more than `notes` are written.
    pub(super) fn add(
        &mut self,
        workbook: &mut Workbook,
        frame: &[Column],
        row: &[Datum<'_>],
        remark: impl Fn(Role) -> Remark,
        looks: &mut Looks,
        notes: &mut Notes,
    ) -> Result<(), XlsxError> {
        let page = workbook.worksheet_from_index(self.sheet)?;
        for (position, index) in self.columns.iter().enumerate() {
            let column = position as u16;
            let shown = &frame[*index];
            let mut said = remark(shown.role);
            match &row[*index] {
                Datum::Number(number) if shown.id == "year" => {
                    let year = number.to_f64().unwrap_or_default();
                    page.write_number_with_format(self.next, column, year, looks.of(Kind::Plain))?;
                }
                Datum::Text(text) if shown.id == "vintage" => {
                    page.write_string_with_format(self.next, column, fit(text), looks.of(Kind::Nil))?;
                }
                Datum::Text(text) if shown.id == STATUS => {
                    let none = [Status::Refused, Status::Failed].iter().any(|status| status.words().chinese == text);
                    let look = if none { Kind::Unreadable } else { Kind::Nil };
                    page.write_string_with_format(self.next, column, text.as_ref(), looks.of(look))?;
                }
                datum => write(page, self.next, column, datum, &mut said, looks)?,
            }
            if !said.words.is_empty() && notes.take() {
                let note = Note::new(fit(&said.words.join("\n")).as_ref()).add_author_prefix(false).set_width(320);
                page.insert_note(self.next, column, &note)?;
            }
        }
        self.next += 1;
        Ok(())
    }

    /// Ends the sheet: what is filtered is known now.
    pub(super) fn finish(&self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let page = workbook.worksheet_from_index(self.sheet)?;
        let last = (self.columns.len() - 1) as u16;
        // A sheet for a table that no report has would only be in the way.
        if self.table.is_some() && self.filled() == 0 {
            page.set_hidden(true);
        }
        page.autofilter(self.first - 1, 0, self.next.saturating_sub(1).max(self.first - 1), last)?;
        Ok(())
    }

    /// The address of a cell behind so many rows of data, in words, and as links name it.
    pub(super) fn address(&self, filled: u32, column: usize) -> (String, String) {
        let cell = rust_xlsxwriter::utility::row_col_to_cell(self.first + filled, column as u16);
        let link = format!("internal:'{}'!{cell}", self.name.replace('\'', "''"));
        (format!("{}!{cell}", self.name), link)
    }
}

/// How many more notes may be kept in memory, and how many were left out.
#[derive(Debug)]
pub(super) struct Notes {
    left: usize,
    pub(super) over: usize,
}

impl Notes {
    pub(super) fn at_most(left: usize) -> Notes {
        Notes { left, over: 0 }
    }

    /// Whether there is room for one more.
    pub(super) fn take(&mut self) -> bool {
        let room = self.left > 0;
        self.left -= usize::from(room);
        self.over += usize::from(!room);
        room
    }
}

/// The width of a column of figures, in characters of the usual size; an ideograph takes two.
const NARROW: f64 = 10.5;
/// The height in points of a row of the header, but for the lowest, and that of a line of text.
const UPPER: u32 = 32;
const LINE: u32 = 14;

/// The height of the lowest row of a header, so that the longest label that ends there has room.
fn lowest(cells: &[HeaderCell], levels: u32) -> u32 {
    let lines = |text: &str| -> u32 {
        text.lines().map(|line| 1 + (line.chars().count().saturating_sub(1) / (NARROW as usize / 2)) as u32).sum()
    };
    let above = |cell: &HeaderCell| UPPER * (cell.rows - 1);
    let needed = |cell: &HeaderCell| (LINE * lines(&cell.text)).saturating_sub(above(cell));
    let narrow = cells.iter().filter(|cell| cell.columns == 1 && cell.row + cell.rows == levels);
    narrow.map(needed).max().unwrap_or(0).clamp(58, 200)
}

fn write_header(page: &mut Worksheet, cell: &HeaderCell, format: &Format) -> Result<(), XlsxError> {
    // Below the title of the sheet.
    let (row, column) = (cell.row + 1, cell.column as u16);
    if cell.rows == 1 && cell.columns == 1 {
        page.write_string_with_format(row, column, cell.text.as_str(), format)?;
    } else {
        let last = column + cell.columns as u16 - 1;
        page.merge_range(row, column, row + cell.rows - 1, last, &cell.text, format)?;
    }
    Ok(())
}

fn write(
    page: &mut Worksheet,
    row: u32,
    column: u16,
    datum: &Datum<'_>,
    said: &mut Remark,
    looks: &mut Looks,
) -> Result<(), XlsxError> {
    let doubt = said.doubt;
    let mut look = |kind| looks.get(Look { kind, doubt }).clone();
    match datum {
        Datum::Empty => page.write_blank(row, column, &look(Kind::Text))?,
        Datum::Text(text) => page.write_string_with_format(row, column, fit(text), &look(Kind::Text))?,
        Datum::Number(number) => match exact(*number) {
            Some((value, decimals)) => {
                page.write_number_with_format(row, column, value, &look(Kind::Number(decimals)))?
            }
            None => {
                said.words.push("位数超过电子表格的精度，按文本保存".to_owned());
                page.write_string_with_format(row, column, number.to_string(), &look(Kind::Digits))?
            }
        },
        Datum::Absent(Absence::NotOnForm) => page.write_blank(row, column, &look(Kind::NotOnForm))?,
        Datum::Absent(Absence::Missing) => page.write_blank(row, column, &look(Kind::Missing))?,
        Datum::Absent(Absence::Blank) => page.write_blank(row, column, &look(Kind::Blank))?,
        Datum::Absent(Absence::Nil(raw)) => {
            page.write_string_with_format(row, column, fit(raw.trim()), &look(Kind::Nil))?
        }
        Datum::Absent(Absence::Unreadable(raw)) => {
            page.write_string_with_format(row, column, fit(raw), &look(Kind::Unreadable))?
        }
    };
    Ok(())
}
