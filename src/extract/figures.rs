//! One row of figures: which of its cells are labels and which values, and which field each value may be.

use super::bind::{Binder, Fate, Placement, PrintedUnit, State, shared};
use super::few::{Candidates, Few, Fields, WIDE};
use super::header::Header;
use super::locate::Piece;
use super::met::MetRow;
use super::pair::{self, Pair};
use super::path::{Axis, Candidate, candidates, is_at_home};
use super::reading::{Reading, Sheet};
use super::report::Because;
use crate::model::{Note, Words, codes, say};

/// Why a figure under a column that nobody knows is not given.
pub(super) const NO_COLUMN: Words =
    Words::new("no column header that names a field was found for", "未找到能确定字段的列表头");

/// The cells of a row.
type Cells<'r, 'a> = Few<&'r Reading<'a>, WIDE>;

/// A row of figures, taken apart.
struct DataRow<'r, 'a> {
    labels: &'r [&'r Reading<'a>],
    values: &'r [&'r Reading<'a>],
    /// Whether header and values stand on one grid.
    aligned: bool,
}

impl<'r, 'a> DataRow<'r, 'a> {
    /// The values that are not blank.
    fn filled(&self) -> Vec<&'r Reading<'a>> {
        self.values.iter().copied().filter(|value| !value.blank).collect()
    }
}

impl<'a> Binder<'a> {
    /// Binds the figures of `row`; `touching` are its cells, those merged from above included.
    pub(super) fn data_row(
        &mut self,
        piece: &Piece,
        touching: &[&Reading<'a>],
        row: u32,
        row_labels: bool,
        state: &mut State,
    ) {
        for reading in touching {
            if let Some(band) = reading.caption(piece.table) {
                self.caption_beside(piece, band, reading, state);
            }
        }
        let Some(header) = &state.header else {
            return self.headless_row(piece, touching, row_labels);
        };
        let cells: Cells<'_, 'a> =
            touching.iter().copied().filter(|reading| reading.caption(piece.table).is_none()).collect();
        if !row_labels && are_column_numbers(&cells) {
            return cells.iter().for_each(|reading| self.set(piece.sheet, reading.id, Fate::Ornament));
        }
        let sheet = &self.sheets[piece.sheet];
        let aligned = header.grid_columns == sheet.table.columns();
        let corner = match row_labels {
            true if aligned => Some(header.corner_end),
            true => Some(*state.label_end.get_or_insert_with(|| label_end(piece, sheet))),
            false => None,
        };
        let split = split(piece, &cells, header, aligned, corner);
        let rows = self.rows_meant(piece, &split, row, row_labels, state);
        self.name_labels(piece, &split);
        self.met.rows.push(MetRow {
            table: piece.table,
            sheet: piece.sheet,
            row,
            caption: state.caption,
            labels: split.labels.iter().filter(|label| !label.blank).map(|label| label.id).collect(),
            // A table without row labels has one row that no label means.
            candidates: rows.iter().filter(|_| row_labels).flat_map(|(rows, _)| rows).copied().collect(),
        });
        let (Some((rows, tentative)), false) = (rows, split.values.is_empty()) else { return };
        state.last_row = rows.first().copied();
        self.pair_row(piece, &split, &rows, tentative, state);
    }

    /// Figures without any header above them: the labels are still labels, the figures are left to be noted.
    fn headless_row(&mut self, piece: &Piece, touching: &[&Reading<'a>], row_labels: bool) {
        let known = touching.iter().filter(|reading| row_labels && reading.is_row(piece.table));
        for reading in known {
            self.set(piece.sheet, reading.id, Fate::Header);
        }
    }

    /// The rows of the schema that the labels mean, and whether a blank cell after them leaves a doubt.
    fn rows_meant(
        &mut self,
        piece: &Piece,
        split: &DataRow<'_, 'a>,
        row: u32,
        row_labels: bool,
        state: &State,
    ) -> Option<(Candidates, bool)> {
        let bands = &self.schema.tables[piece.table].bands;
        let in_band = |candidate: &Candidate| state.caption.is_none_or(|band| band == candidate.band);
        if !row_labels {
            let bands = (0..bands.len()).map(|band| Candidate { band, entry: 0 });
            return Some((bands.filter(in_band).collect(), false));
        }
        let path: Few<&Reading<'a>, 4> = split
            .labels
            .iter()
            .copied()
            .filter(|reading| !reading.blank && !reading.is_ornament(piece.table))
            .collect();
        let leaf = path.last()?;
        let area = leaf.cell.area;
        let own = area.row == row
            && (area.row_span == 1
                || split
                    .values
                    .iter()
                    .all(|value| (value.cell.area.row, value.cell.area.row_span) == (row, area.row_span)));
        if !own {
            return None;
        }
        let found = candidates(self.schema, piece.table, Axis::Rows, &path);
        let at_home = |candidate: &Candidate| is_at_home(self.schema, piece.table, *candidate, &path, state.last_row);
        let found: Candidates = found.into_iter().filter(at_home).collect();
        let kept: Candidates = found.iter().copied().filter(in_band).collect();
        if kept.is_empty() && !found.is_empty() {
            let caption = state.caption.and_then(|band| bands[band].label.as_deref()).unwrap_or_default();
            let why = say!(
                "the row 「{leaf}」 does not belong under 「{caption}」, so no field is given",
                "「{leaf}」一行不属于「{caption}」，因此不归入任何字段",
                leaf = leaf.line()
            );
            self.unplaced(piece.sheet, &split.filled(), why);
        }
        let last_label = split.labels.last().is_some_and(|label| label.id == leaf.id);
        Some((kept, !last_label)).filter(|(kept, _)| !kept.is_empty())
    }

    fn name_labels(&mut self, piece: &Piece, split: &DataRow<'_, 'a>) {
        for label in split.labels.iter().filter(|label| !label.blank) {
            if label.is_row(piece.table) {
                self.set(piece.sheet, label.id, Fate::Header);
            } else if label.is_ornament(piece.table) {
                self.set(piece.sheet, label.id, Fate::Ornament);
            } else {
                self.unknown_header(piece, label, Axis::Rows);
            }
        }
    }

    fn pair_row(&mut self, piece: &Piece, split: &DataRow<'_, 'a>, rows: &[Candidate], tentative: bool, state: &State) {
        let Some(header) = &state.header else { return };
        let label_end = split.labels.last().map_or(0, |label| label.end());
        let used: Few<usize, WIDE> = (0..header.positions.len())
            .filter(|index| {
                let head = header.positions[*index].head;
                head.named || !split.aligned || head.start >= label_end
            })
            .collect();
        let heads: Few<pair::Head, WIDE> = used.iter().map(|index| header.positions[*index].head).collect();
        let values: Few<pair::Value, WIDE> = split
            .values
            .iter()
            .map(|value| pair::Value { start: value.start(), end: value.end(), blank: value.blank })
            .collect();
        let of_band = |row: &Candidate| header.completeness(self.schema, piece.table, row.band, &used);
        let headers = rows.iter().map(of_band).min().unwrap_or(pair::Completeness::Lacking);
        // That a piece stands on the grid of the piece with the headers is a guess, which a header with gaps cannot carry.
        let here = header.home == self.sheets[piece.sheet].table.id();
        let trusted = here || headers == pair::Completeness::Named;
        let pairing = trusted.then(|| pair::pair(&values, &heads, headers, split.aligned)).flatten();
        let Some(pairing) = pairing else {
            return self.mismatch(piece, split, heads.len());
        };
        if pairing.by_order && !self.by_order.contains(&piece.sheet) {
            self.by_order.push(piece.sheet);
        }
        let because = self.row_because(piece, split, state);
        let exact = !split.labels.iter().any(|label| label.cut);
        let mut lost = Vec::new();
        for (value, pair) in split.values.iter().zip(&pairing.pairs) {
            match pair {
                Pair::Spare => {}
                Pair::Head(index) if fits(value, split) => {
                    let position = &header.positions[used[*index]];
                    let fields = self.fields(piece.table, rows, &position.candidates);
                    if fields.is_empty() {
                        lost.extend((!value.blank).then_some(*value));
                        continue;
                    }
                    self.set(piece.sheet, value.id, if value.blank { Fate::Open } else { Fate::Fact });
                    self.placements.push(Placement {
                        table: piece.table,
                        fields,
                        record: None,
                        tentative,
                        exact,
                        sheet: piece.sheet,
                        cell: value.id,
                        because: Some(Because { rows: because.clone(), columns: position.because.clone() }),
                        unit: position.unit.or(state.unit).map(PrintedUnit::Above),
                    });
                }
                Pair::Head(_) | Pair::Merged => self.merged(piece, value),
            }
        }
        self.unplaced(piece.sheet, &lost, NO_COLUMN);
    }

    /// The caption and the labels of a row as indices into the report's headers.
    fn row_because(&mut self, piece: &Piece, split: &DataRow<'_, 'a>, state: &State) -> std::sync::Arc<[u32]> {
        let labels: Few<u32, 4> = split
            .labels
            .iter()
            .filter(|label| !label.blank && label.caption(piece.table).is_none())
            .map(|label| self.keep(piece.sheet, label))
            .collect();
        shared(state.caption_because.iter().copied().chain(labels))
    }

    fn fields(&self, table: usize, rows: &[Candidate], columns: &[Candidate]) -> Fields {
        let bands = &self.schema.tables[table].bands;
        let mut fields = Fields::new();
        for row in rows {
            let entry = (!bands[row.band].rows.is_empty()).then_some(row.entry);
            for column in columns.iter().filter(|column| column.band == row.band) {
                if let Some(field) = self.schema.field_at(table, row.band, entry, column.entry) {
                    fields.push(field);
                }
            }
        }
        fields
    }

    pub(super) fn merged(&mut self, piece: &Piece, value: &Reading<'a>) {
        if value.blank || self.fates[piece.sheet][value.id.0 as usize] != Fate::Open {
            return;
        }
        self.set(piece.sheet, value.id, Fate::Noted);
        let area = value.cell.area;
        let message = say!(
            "「{line}」 is one cell over {columns} columns and {rows} rows, the places of several fields; none of them is given",
            "「{line}」是一个占 {columns} 列 {rows} 行的单元格，涉及多个字段的位置，均不给出",
            line = value.line(),
            columns = area.column_span,
            rows = area.row_span
        );
        self.notes.push(Note::new(&codes::VALUE_MERGED, value.cell.place, message));
    }

    fn mismatch(&mut self, piece: &Piece, split: &DataRow<'_, 'a>, heads: usize) {
        let why = say!(
            "{values} value cells stand under {heads} column headers on other grid columns, so none is given to a field:",
            "{values} 个数值单元格与 {heads} 个列表头不在相同的列上，均不归入任何字段",
            values = split.values.len()
        );
        self.left_out(&codes::CELLS_MISMATCH, piece.sheet, &split.filled(), why);
    }
}

/// Whether a row only counts its columns: 1, 2, 3 … up to at least five.
fn are_column_numbers(cells: &[&Reading<'_>]) -> bool {
    cells.len() >= 5 && cells.iter().enumerate().all(|(index, reading)| reading.text.trim() == (index + 1).to_string())
}

/// A value belongs to one row only if it is as high as the row's label.
fn fits(value: &Reading<'_>, split: &DataRow<'_, '_>) -> bool {
    let Some(leaf) = split.labels.iter().rev().find(|label| !label.blank) else { return true };
    let (value, leaf) = (value.cell.area, leaf.cell.area);
    value.row == leaf.row && value.row_span == leaf.row_span
}

/// Labels are the cells up to the last known row label before the first figure, and all that stand under the corner;
/// in a piece on another grid than its headers, all that stand where other rows of the piece have labels.
fn split<'r, 'a>(
    piece: &Piece,
    cells: &'r [&'r Reading<'a>],
    header: &Header,
    aligned: bool,
    corner: Option<u32>,
) -> DataRow<'r, 'a> {
    let mut count = 0;
    if let Some(corner) = corner {
        for (index, cell) in cells.iter().enumerate() {
            let under_corner = cell.start() < corner;
            if cell.figure && !(aligned && under_corner) {
                break;
            }
            if cell.is_row(piece.table) || under_corner {
                count = index + 1;
            }
        }
        count = count.max(gap(cells, count, header, aligned));
    }
    let (labels, values) = cells.split_at(count);
    DataRow { labels, values, aligned }
}

/// Where the label cells of a piece end: the furthest end of a known row label that stands before any figure of its row.
fn label_end(piece: &Piece, sheet: &Sheet<'_>) -> u32 {
    let leading = |row: u32| {
        let labels = sheet.cells(row).take_while(|cell| !cell.figure).filter(|cell| cell.is_row(piece.table));
        labels.map(|cell| cell.end()).max().unwrap_or(0)
    };
    piece.rows.clone().filter(|row| sheet.cells(*row).any(|cell| cell.figure)).map(leading).max().unwrap_or(0)
}

/// Where an unmerged corner leaves columns without a header, the words and blanks in them are labels too.
fn gap(cells: &[&Reading<'_>], count: usize, header: &Header, aligned: bool) -> usize {
    let first =
        header.positions.iter().filter(|position| position.head.named).map(|position| position.head.start).min();
    let Some(first) = first.filter(|_| aligned) else { return count };
    let blank_heads_end = header
        .positions
        .iter()
        .take_while(|position| !position.head.named)
        .map(|position| position.head.end)
        .last()
        .unwrap_or(0)
        .min(first);
    count + cells[count..].iter().take_while(|cell| cell.end() <= blank_heads_end && !cell.figure).count()
}
