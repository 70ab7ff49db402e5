//! Indicator lists: one indicator a row, its unit and its figures behind it, as in 统计指标 · 单位 · 统计数.
//!
//! A header row says what each column holds. Where it stands there twice, the list was folded: it goes on in a second
//! strip to the right of the first. An indicator is known by its label; where several have the same one, by the
//! heading that it stands beside, or by the row directly above it, which must be the one that the form prints there.

use std::ops::Range;
use std::sync::Arc;

use super::bind::{Binder, Fate, Placement, PrintedUnit, State, shared};
use super::few::{Candidates, Fields};
use super::locate::Piece;
use super::met::{MetHeader, MetPosition, MetRow};
use super::path::{Axis, Candidate, candidates};
use super::reading::Reading;
use super::report::Because;
use super::value::{is_nil, unit_named};
use crate::model::{TableId, Words, say};
use crate::schema::{FieldId, Table, ValueKind, key};

/// The headers in effect.
pub(super) struct List {
    /// How many columns the grid has that they stand on, to know it again in the next piece of a cut table.
    grid_columns: u32,
    home: TableId,
    strips: Vec<Strip>,
}

/// A list, or one of the parts that it was folded into, each right of the one before.
#[derive(Default)]
struct Strip {
    columns: Range<u32>,
    /// How many cells its header has.
    header_cells: usize,
    heads: Vec<Head>,
}

/// A column that holds no labels.
struct Head {
    columns: Range<u32>,
    holds: Holds,
}

impl Head {
    /// Whether a cell has a grid column in common with it.
    fn meets(&self, reading: &Reading<'_>) -> bool {
        reading.start() < self.columns.end && self.columns.start < reading.end()
    }
}

enum Holds {
    Units,
    Codes,
    Remarks,
    /// Figures: the columns of the schema that they may be, and the header's index in the report.
    Figures(Vec<Candidate>, Arc<[u32]>),
}

/// The cells of one row of a strip.
struct Row<'r, 'a> {
    labels: Vec<&'a Reading<'a>>,
    /// A cell for each head, in their order; `None` where nothing stands that is under this head alone.
    cells: Vec<Option<&'a Reading<'a>>>,
    heads: &'r [Head],
}

impl<'a> Row<'_, 'a> {
    /// The code of the indicator, which names it beside its label.
    fn code(&self) -> Option<&&'a Reading<'a>> {
        let coded = |head: &Head| matches!(head.holds, Holds::Codes);
        let cells = self.heads.iter().zip(&self.cells).filter(|(head, _)| coded(head));
        cells.filter_map(|(_, cell)| cell.as_ref()).find(|cell| cell.figure)
    }
}

/// What a header row says of one cell.
enum HeadCell {
    Label,
    Holds(Holds),
}

impl<'a> Binder<'a> {
    /// Binds a stretch of rows of an indicator list.
    pub(super) fn indicators(&mut self, piece: &Piece, state: &mut State) {
        let mut rows = Vec::new();
        for row in piece.rows.clone() {
            let touching = self.sheets[piece.sheet].row(row);
            if self.is_list_header(piece.table, &touching) {
                self.strips(piece, &rows, state);
                rows.clear();
                self.list_header(piece, row, &touching, state);
            } else {
                rows.push(row);
            }
        }
        self.strips(piece, &rows, state);
    }

    /// A row is a header if a cell of it names a column of figures, and none an indicator.
    fn is_list_header(&self, table: usize, touching: &[&Reading<'a>]) -> bool {
        touching.iter().any(|reading| reading.is_column(table))
            && !touching.iter().any(|reading| reading.is_row(table) || reading.figure)
    }

    fn list_header(&mut self, piece: &Piece, row: u32, touching: &[&'a Reading<'a>], state: &mut State) {
        let mut strips: Vec<Strip> = Vec::new();
        for reading in touching {
            let cell = self.head_cell(piece, reading);
            let full = |strip: &Strip| strip.heads.iter().any(|head| matches!(head.holds, Holds::Figures(..)));
            let behind = matches!(cell, HeadCell::Holds(Holds::Figures(..) | Holds::Remarks));
            if !behind && strips.last().is_none_or(full) {
                let start = strips.last().map_or(reading.start(), |strip| strip.columns.end);
                strips.push(Strip { columns: start..start, ..Strip::default() });
            }
            let Some(strip) = strips.last_mut() else { continue };
            strip.columns.end = reading.end();
            strip.header_cells += 1;
            if let HeadCell::Holds(holds) = cell {
                strip.heads.push(Head { columns: reading.start()..reading.end(), holds });
            }
        }
        // Words that nobody knows, right of the last figures, are no list.
        strips.retain(|strip| strip.heads.iter().any(|head| matches!(head.holds, Holds::Figures(..))));
        self.met.headers.push(met_header(piece, row, &strips));
        let sheet = &self.sheets[piece.sheet];
        state.list = Some(List { grid_columns: sheet.table.columns(), home: sheet.table.id(), strips });
    }

    /// What a cell of a header row says, and that it is a header.
    fn head_cell(&mut self, piece: &Piece, reading: &'a Reading<'a>) -> HeadCell {
        let heads = &self.schema.tables[piece.table].heads;
        let words = key(&reading.text);
        if reading.is_column(piece.table) {
            let found = reading.in_table(piece.table).filter_map(|meaning| Axis::Columns.candidate(meaning)).collect();
            let header = self.keep(piece.sheet, reading);
            return HeadCell::Holds(Holds::Figures(found, shared([header].into_iter())));
        }
        let known = reading.is_ornament(piece.table);
        if known {
            self.set(piece.sheet, reading.id, Fate::Ornament);
        } else if !reading.blank {
            self.unknown_header(piece, reading, Axis::Columns);
        }
        let known = [(&heads.units, Holds::Units), (&heads.codes, Holds::Codes), (&heads.remarks, Holds::Remarks)];
        let found = known.into_iter().find(|(texts, _)| texts.contains(&words));
        found.map_or(HeadCell::Label, |(_, holds)| HeadCell::Holds(holds))
    }

    /// Binds the rows below a header, strip after strip.
    fn strips(&mut self, piece: &Piece, rows: &[u32], state: &mut State) {
        let sheet = &self.sheets[piece.sheet];
        let list = state.list.take();
        let fits = |list: &&List| list.home == sheet.table.id() || list.grid_columns == sheet.table.columns();
        match list.as_ref().filter(fits) {
            Some(list) => {
                for strip in &list.strips {
                    for row in rows {
                        self.indicator(piece, strip, *row, state);
                    }
                }
            }
            None => rows.iter().for_each(|row| self.words(piece, *row)),
        }
        state.list = list;
    }

    /// Words in rows without a header above them: the agency, the year, a remark.
    fn words(&mut self, piece: &Piece, row: u32) {
        let own = self.own(piece.sheet, row);
        let mut filled = own.into_iter().filter(|reading| !reading.blank);
        if let (Some(only), None) = (filled.next(), filled.next())
            && only.meanings.is_empty()
            && !only.figure
        {
            self.text_row(piece, only);
        }
    }

    fn indicator(&mut self, piece: &Piece, strip: &Strip, row: u32, state: &mut State) {
        let touching: Vec<&'a Reading<'a>> = self.sheets[piece.sheet]
            .row(row)
            .into_iter()
            .filter(|reading| strip.columns.contains(&reading.start()))
            .collect();
        let own = || touching.iter().filter(|reading| reading.cell.area.row == row);
        if own().all(|reading| reading.blank) {
            return;
        }
        let row_of = self.taken_apart(piece, strip, row, &touching);
        let Some(leaf) = row_of.labels.iter().rev().find(|label| !label.blank && label.cell.area.row == row).copied()
        else {
            state.last_indicator = None;
            return;
        };
        let whole_row = own().filter(|reading| !reading.blank).count() == 1 && leaf.meanings.is_empty();
        let table = std::collections::BTreeSet::from([piece.table]);
        if whole_row && !leaf.figure && !self.resembling(piece, leaf, &table) {
            return self.text_row(piece, leaf);
        }
        let found = self.indicator_meant(piece, &row_of, row, state);
        state.last_indicator = match found.as_slice() {
            [one] => Some(one.entry),
            _ => self.heading(piece, leaf),
        };
        for label in row_of.labels.iter().filter(|label| !label.blank && label.cell.area.row == row) {
            if label.is_row(piece.table) {
                self.keep(piece.sheet, label);
            } else if label.is_ornament(piece.table) {
                self.set(piece.sheet, label.id, Fate::Ornament);
            } else {
                self.unknown_header(piece, label, Axis::Rows);
            }
        }
        let unit = self.unit_beside(piece, &row_of);
        self.place_figures(piece, &row_of, leaf, &found, unit);
    }

    /// The cells of a row by what stands over them: those that lie wholly under one head; all by their order, where the row has
    /// other grid columns than the header and each of its cells is of its kind.
    fn taken_apart<'r>(
        &mut self,
        piece: &Piece,
        strip: &'r Strip,
        row: u32,
        touching: &[&'a Reading<'a>],
    ) -> Row<'r, 'a> {
        let heads = strip.heads.as_slice();
        let alone = |head: &Head| {
            let mut under = touching.iter().copied().filter(|reading| head.meets(reading));
            let only = under.next().filter(|_| under.next().is_none())?;
            (head.columns.start <= only.start() && only.end() <= head.columns.end).then_some(only)
        };
        let cells: Vec<Option<&'a Reading<'a>>> = heads.iter().map(alone).collect();
        if cells.iter().any(Option::is_none)
            && let Some((label, cells)) = in_order(piece.table, strip, row, touching)
        {
            if !self.by_order.contains(&piece.sheet) {
                self.by_order.push(piece.sheet);
            }
            return Row { labels: vec![label], cells, heads };
        }
        let first = heads.iter().map(|head| head.columns.start).min().unwrap_or(strip.columns.end);
        let taken = |reading: &&'a Reading<'a>| cells.iter().flatten().any(|cell| cell.id == reading.id);
        let labels = touching.iter().copied().filter(|reading| reading.start() < first && !taken(reading)).collect();
        Row { labels, cells, heads }
    }

    /// The indicators that the labels of a row may mean: one, or several where nobody can tell.
    fn indicator_meant(&self, piece: &Piece, row_of: &Row<'_, 'a>, row: u32, state: &State) -> Candidates {
        let path: Vec<&Reading<'a>> = row_of.labels.iter().copied().filter(|label| !label.blank).collect();
        let single = |leaf: &&&Reading<'a>| (leaf.cell.area.row, leaf.cell.area.row_span) == (row, 1);
        if path.last().filter(single).is_none() {
            return Candidates::new();
        }
        let found = candidates(self.schema, piece.table, Axis::Rows, &path);
        let follows: Candidates = found
            .iter()
            .copied()
            .filter(|found| follows(&self.schema.tables[piece.table], state.last_indicator, found.entry))
            .collect();
        if found.len() > 1 && follows.len() == 1 { follows } else { found }
    }

    /// The heading that a label is, if it is one.
    fn heading(&self, piece: &Piece, leaf: &Reading<'_>) -> Option<usize> {
        let rows = &self.schema.tables[piece.table].bands[0].rows;
        let mut meant = leaf.in_table(piece.table).filter_map(|meaning| Axis::Rows.candidate(meaning));
        let one = meant.next().filter(|_| meant.next().is_none())?;
        rows[one.entry].group.then_some(one.entry)
    }

    /// The unit that stands in the row's unit column, as printed; remarks are words.
    fn unit_beside(&mut self, piece: &Piece, row_of: &Row<'_, 'a>) -> Option<String> {
        let mut unit = None;
        for (head, cell) in row_of.heads.iter().zip(&row_of.cells) {
            let Some(cell) = cell.filter(|cell| !cell.blank) else { continue };
            match head.holds {
                Holds::Units if is_nil(&cell.text) => self.set(piece.sheet, cell.id, Fate::Ornament),
                Holds::Units if !cell.text.chars().any(|c| c.is_numeric()) => {
                    self.set(piece.sheet, cell.id, Fate::Header);
                    unit = Some(key(&cell.text));
                }
                Holds::Remarks if !cell.figure => self.text_row(piece, cell),
                _ => {}
            }
        }
        unit
    }

    fn place_figures(
        &mut self,
        piece: &Piece,
        row_of: &Row<'_, 'a>,
        leaf: &'a Reading<'a>,
        found: &[Candidate],
        unit: Option<String>,
    ) {
        let labels = row_of.labels.iter().filter(|label| !label.blank);
        self.met.rows.push(MetRow {
            table: piece.table,
            sheet: piece.sheet,
            row: leaf.cell.area.row,
            caption: None,
            labels: labels.clone().map(|label| label.id).collect(),
            candidates: found.iter().copied().collect(),
        });
        let known = labels.filter(|label| label.is_row(piece.table));
        let because: Vec<u32> = known.chain(row_of.code()).map(|header| self.keep(piece.sheet, header)).collect();
        let because = shared(because.into_iter());
        for (head, cell) in row_of.heads.iter().zip(&row_of.cells) {
            let (Holds::Figures(columns, over), Some(cell)) = (&head.holds, *cell) else { continue };
            let fields = self.crossed(piece.table, found, columns);
            if fields.is_empty() {
                self.figure_of_none(piece, leaf, cell);
                continue;
            }
            if let Some(why) = self.unfit(piece, leaf, cell, &fields, unit.as_deref()) {
                self.unplaced(piece.sheet, &[cell], why);
                continue;
            }
            self.set(piece.sheet, cell.id, if cell.blank { Fate::Open } else { Fate::Fact });
            self.placements.push(Placement {
                table: piece.table,
                fields,
                record: None,
                tentative: false,
                exact: !leaf.cut,
                sheet: piece.sheet,
                cell: cell.id,
                because: Some(Because { rows: because.clone(), columns: over.clone() }),
                unit: unit.clone().map(PrintedUnit::Beside),
            });
        }
    }

    fn crossed(&self, table: usize, rows: &[Candidate], columns: &[Candidate]) -> Fields {
        let pairs = rows.iter().flat_map(|row| columns.iter().map(move |column| (row.entry, column.entry)));
        pairs.filter_map(|(row, column)| self.schema.field_at(table, 0, Some(row), column)).collect()
    }

    /// What stands in a row that names no field: a dash beside a heading says nothing; a figure is in a note.
    fn figure_of_none(&mut self, piece: &Piece, leaf: &Reading<'a>, cell: &'a Reading<'a>) {
        let heading = self.heading(piece, leaf).is_some();
        if cell.blank {
            return;
        }
        if heading && is_nil(&cell.text) {
            return self.set(piece.sheet, cell.id, Fate::Ornament);
        }
        let words = if heading {
            Words::new("a heading has no figure of its own, so none is given:", "标题行没有自己的数字，因此不给出")
        } else {
            Words::new("no indicator that the schema knows stands beside", "旁边没有模板中的已知指标")
        };
        self.unplaced(piece.sheet, &[cell], words);
    }

    /// Why a cell is not the figure of its row, if it is not.
    fn unfit(
        &self,
        piece: &Piece,
        leaf: &Reading<'a>,
        cell: &Reading<'a>,
        fields: &[FieldId],
        unit: Option<&str>,
    ) -> Option<crate::model::Message> {
        if cell.blank {
            return None;
        }
        let (value, label) = (cell.cell.area, leaf.cell.area);
        if (value.row, value.row_span) != (label.row, label.row_span) {
            let why = Words::new(
                "one cell stands beside several indicators, so it is given to none:",
                "一个单元格对应多项指标，因此不归入任何字段",
            );
            return Some(why.into());
        }
        let unit = unit?;
        let scaled = unit_named(unit).is_some_and(|unit| unit.starts_with(['百', '千', '万', '亿']));
        let counted = |field: &FieldId| matches!(self.schema.field(*field).kind, ValueKind::Count | ValueKind::Signed);
        let title = &self.schema.tables[piece.table].title;
        (scaled && fields.iter().any(counted)).then(|| {
            say!(
                "「{title}」: the unit beside 「{label}」 is {unit}, and a count is not converted, so none is given:",
                "「{title}」：「{label}」的单位是{unit}，计数不作换算，因此不给出",
                label = leaf.line()
            )
        })
    }
}

/// The label and the other cells of a row in their order, where there are as many as the header has, all of this row,
/// each below its head, and each what its head says: an indicator, a unit, figures.
fn in_order<'a>(
    table: usize,
    strip: &Strip,
    row: u32,
    touching: &[&'a Reading<'a>],
) -> Option<(&'a Reading<'a>, Vec<Option<&'a Reading<'a>>>)> {
    let (label, rest) = touching.split_first()?;
    let fits = |head: &Head, cell: &Reading<'_>| match head.holds {
        Holds::Units => cell.blank || is_nil(&cell.text) || unit_named(&key(&cell.text)).is_some(),
        Holds::Codes | Holds::Figures(..) => cell.blank || cell.figure,
        Holds::Remarks => !cell.figure,
    };
    // Of several columns of numbers, merged cells could make one look like another.
    let numbers = strip.heads.iter().filter(|head| matches!(head.holds, Holds::Codes | Holds::Figures(..))).count();
    let own = touching.iter().all(|cell| (cell.cell.area.row, cell.cell.area.row_span) == (row, 1));
    let kinds = strip.heads.iter().zip(rest).all(|(head, cell)| fits(head, cell) && head.meets(cell));
    let as_many = touching.len() == strip.header_cells && rest.len() == strip.heads.len();
    (numbers == 1 && own && kinds && as_many && label.is_row(table))
        .then(|| (*label, rest.iter().copied().map(Some).collect()))
}

/// Whether `entry` is the one that the form prints below `last`; entries that may be missing are passed over.
fn follows(table: &Table, last: Option<usize>, entry: usize) -> bool {
    let rows = &table.bands[0].rows;
    let Some(last) = last.filter(|last| *last < entry) else { return false };
    rows[last + 1..entry].iter().all(|between| between.optional || between.vintages.and(rows[entry].vintages).0 == 0)
}

fn met_header(piece: &Piece, row: u32, strips: &[Strip]) -> MetHeader {
    let positions = strips.iter().flat_map(|strip| &strip.heads).filter_map(|head| match &head.holds {
        Holds::Figures(candidates, _) => {
            Some(MetPosition { columns: head.columns.clone(), candidates: candidates.iter().copied().collect() })
        }
        Holds::Units | Holds::Codes | Holds::Remarks => None,
    });
    let corner_end = strips.first().and_then(|strip| strip.heads.first()).map_or(1, |head| head.columns.start);
    MetHeader {
        table: piece.table,
        sheet: piece.sheet,
        rows: row..row + 1,
        caption: None,
        corner_end,
        positions: positions.collect(),
        doubtful: false,
    }
}
