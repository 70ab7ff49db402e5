//! Walks the rows of the located tables and gives every value cell the fields that its headers may name.
//!
//! What a row is for is told by `rows`, its headers by `header`, its pairing by `pair`, its labels by `path`. Here is
//! the state between rows: the band, the headers in effect, and what became of every cell.

use std::ops::Range;
use std::sync::Arc;

use super::few::{Candidates, Fields};
use super::form::FormState;
use super::header::Header;
use super::indicators::List;
use super::locate::Piece;
use super::met::{Met, MetRow, MetUnknown};
use super::path::{Axis, Candidate};
use super::reading::{Reading, Sheet};
use super::report;
use super::rows::{self, Context, RowKind};
use crate::model::{CellId, Code, Message, Note, Place, Words, codes, say};
use crate::schema::{FieldId, Layout, Schema, key};

/// What became of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Fate {
    /// Nothing yet.
    #[default]
    Open,
    /// It names a row, a column or a band.
    Header,
    /// The schema knows its text and that it names nothing.
    Ornament,
    /// It is, or may become, a fact.
    Fact,
    /// A note names it.
    Noted,
    /// Running text, named in a note.
    Prose,
}

/// A value cell and the fields that its headers may name.
pub(super) struct Placement {
    pub table: usize,
    pub fields: Fields,
    /// Which record it is of, from 1, where its table repeats row by row.
    pub record: Option<u32>,
    /// Its row label stands before a blank label cell: if that one lost its words, this is another row.
    pub tentative: bool,
    /// Its row label is the form's own, not one cut at a bracket.
    pub exact: bool,
    pub sheet: usize,
    pub cell: CellId,
    /// The header cells that name its field, until a fact has them.
    pub because: Option<report::Because>,
    pub unit: Option<PrintedUnit>,
}

/// A unit that is printed for a value outside of its cell.
#[derive(Clone)]
pub(super) enum PrintedUnit {
    /// By a header, or a row above, for everything below.
    Above(&'static str),
    /// In the unit column of its own row.
    Beside(String),
}

/// A line of the schema, or a value in a content control, that was met, and the text that holds it.
pub(super) struct LineFound {
    pub field: FieldId,
    pub text: String,
    pub figure: String,
    pub place: Place,
    /// The sheet and cell, where it lies in a located table.
    pub cell: Option<(usize, CellId)>,
}

/// The state of one schema table between rows and pieces.
#[derive(Default)]
pub(super) struct State {
    pub header: Option<Header>,
    /// The sheet and rows of headers that are being met.
    pending: Option<(usize, Range<u32>, bool)>,
    /// The band whose caption was met last, until something else begins.
    pub caption: Option<usize>,
    fresh: bool,
    /// Header cells of the caption.
    pub caption_because: Vec<u32>,
    /// The unit that a row above prints for the whole table.
    pub unit: Option<&'static str>,
    /// The row of the schema that was met last.
    pub last_row: Option<Candidate>,
    /// The headers of an indicator list.
    pub list: Option<List>,
    /// The indicator or heading in the row above; `None` where nobody knows it.
    pub last_indicator: Option<usize>,
    /// Where the labels of the piece at hand end, once that was asked.
    pub label_end: Option<u32>,
}

/// Everything that binding finds out.
pub(super) struct Binder<'a> {
    pub schema: &'a Schema,
    pub sheets: &'a [Sheet<'a>],
    pub headers: Vec<report::Header>,
    /// The index of each cell in `headers`, by sheet.
    header_ids: Vec<Vec<Option<u32>>>,
    pub fates: Vec<Vec<Fate>>,
    pub placements: Vec<Placement>,
    pub lines: Vec<LineFound>,
    pub notes: Vec<Note>,
    /// Bands whose caption was met, by table and band.
    pub captions: Vec<(usize, usize)>,
    /// Sheets with rows whose values were paired by order.
    pub by_order: Vec<usize>,
    /// What was met, for those who look at the layout.
    pub met: Met,
    /// What is known between the Word tables of a form of labels and records.
    pub form: FormState,
}

impl<'a> Binder<'a> {
    pub(super) fn new(schema: &'a Schema, sheets: &'a [Sheet<'a>]) -> Self {
        Binder {
            schema,
            sheets,
            headers: Vec::new(),
            header_ids: sheets.iter().map(|sheet| vec![None; sheet.readings.len()]).collect(),
            fates: sheets.iter().map(|sheet| vec![Fate::Open; sheet.readings.len()]).collect(),
            placements: Vec::new(),
            lines: Vec::new(),
            notes: Vec::new(),
            captions: Vec::new(),
            by_order: Vec::new(),
            met: Met::default(),
            form: FormState::default(),
        }
    }

    pub(super) fn bind(&mut self, pieces: &[Piece]) {
        let figures = self.sheets.iter().flat_map(|sheet| &sheet.readings).filter(|reading| reading.figure);
        self.placements.reserve(figures.count());
        let mut states: Vec<State> = self.schema.tables.iter().map(|_| State::default()).collect();
        for (index, piece) in pieces.iter().enumerate() {
            let continued =
                pieces[..index].iter().any(|before| before.table == piece.table && before.sheet != piece.sheet);
            if continued {
                let title = &self.schema.tables[piece.table].title;
                let place = self.sheets[piece.sheet].table.place();
                let place = place.in_table(self.sheets[piece.sheet].table.id(), 0, 0);
                self.notes.push(Note::new(
                    &codes::TABLE_CONTINUED,
                    place,
                    say!("this table goes on with 「{title}」", "该表格接续「{title}」"),
                ));
            }
            if self.schema.tables[piece.table].layout == Layout::Indicators {
                self.indicators(piece, &mut states[piece.table]);
            } else if !self.is_form(piece.table) {
                self.piece(piece, &mut states[piece.table]);
            } else if !pieces[..index].iter().any(|other| (other.sheet, &other.rows) == (piece.sheet, &piece.rows)) {
                self.form(piece);
            }
        }
        let cut = |pair: &&[Piece]| {
            pair[0].table == pair[1].table && pair[0].sheet != pair[1].sheet && !self.is_form(pair[0].table)
        };
        for pair in pieces.windows(2).filter(cut).collect::<Vec<_>>() {
            self.join_cut_labels(&pair[0], &pair[1]);
        }
        for piece in pieces {
            self.sweep(piece);
        }
    }

    /// A page may cut a group's label in two, 「（四）无」 and 「法提供」: unknown apart, known together.
    fn join_cut_labels(&mut self, above: &Piece, below: &Piece) {
        let sheets = self.sheets;
        let unknown = |binder: &Self, piece: &Piece, row: u32| -> Vec<&'a Reading<'a>> {
            let fate = |reading: &&Reading<'a>| binder.fates[piece.sheet][reading.id.0 as usize] == Fate::Noted;
            sheets[piece.sheet]
                .table
                .row(row)
                .map(|(id, _)| &sheets[piece.sheet].readings[id.0 as usize])
                .filter(fate)
                .collect()
        };
        for upper in unknown(self, above, above.rows.end - 1) {
            for lower in unknown(self, below, below.rows.start) {
                let whole = format!("{}{}", upper.text, lower.text);
                let known = self
                    .schema
                    .lexicon
                    .meanings(None, &whole)
                    .meanings
                    .iter()
                    .any(|meaning| meaning.table() == above.table);
                if known && upper.start() == lower.start() {
                    self.set(above.sheet, upper.id, Fate::Header);
                    self.set(below.sheet, lower.id, Fate::Header);
                    self.met.known(above.sheet, upper.id);
                    self.met.known(below.sheet, lower.id);
                    let places = [Some(upper.cell.place), Some(lower.cell.place)];
                    self.notes.retain(|note| note.code != &codes::HEADER_UNKNOWN || !places.contains(&note.place));
                }
            }
        }
    }

    fn piece(&mut self, piece: &Piece, state: &mut State) {
        let sheet = &self.sheets[piece.sheet];
        let row_labels = self.schema.tables[piece.table].bands.iter().any(|band| !band.rows.is_empty());
        let mut begun = false;
        state.pending = None;
        state.label_end = None;
        let (mut touching, mut own): (Vec<&Reading<'a>>, Vec<&Reading<'a>>) = (Vec::new(), Vec::new());
        for row in piece.rows.clone() {
            touching.clear();
            touching.extend(sheet.cells(row));
            own.clear();
            own.extend(touching.iter().copied().filter(|reading| reading.cell.area.row == row));
            let context = Context {
                table: piece.table,
                headed: state.header.is_some() || state.pending.is_some(),
                corner_end: state.header.as_ref().map_or(1, |header| header.corner_end),
            };
            let kind = rows::kind(self.schema, &context, &own);
            match kind {
                RowKind::Caption(_) | RowKind::Header => {}
                RowKind::Foreign if !begun || state.header.is_none() && state.pending.is_none() => {}
                _ => self.finish_header(piece, row_labels, state),
            }
            match kind {
                RowKind::Caption(band) => self.caption(piece, band, &own, state),
                RowKind::Header => self.header_row(piece, row, &own, state),
                RowKind::Foreign => self.foreign_row(piece, row, &own, begun, state),
                RowKind::Line(line) => self.line(piece, line, &own),
                RowKind::Prose => self.prose(piece, &own, state),
                RowKind::Empty if row_labels || state.header.is_none() => {}
                RowKind::Empty | RowKind::Data => {
                    begun = true;
                    state.fresh = false;
                    self.data_row(piece, &touching, row, row_labels, state);
                }
            }
        }
        self.finish_header(piece, row_labels, state);
    }

    fn caption(&mut self, piece: &Piece, band: usize, own: &[&Reading<'a>], state: &mut State) {
        state.caption = Some(band);
        state.caption_because.clear();
        state.fresh = true;
        state.pending = None;
        // A band has column headers of its own; those of the band above say nothing about it.
        state.header = None;
        self.captions.push((piece.table, band));
        for reading in own.iter().filter(|reading| reading.caption(piece.table) == Some(band)) {
            let header = self.keep(piece.sheet, reading);
            state.caption_because.push(header);
        }
    }

    fn header_row(&mut self, piece: &Piece, row: u32, own: &[&Reading<'a>], state: &mut State) {
        match &mut state.pending {
            Some((_, rows, false)) => rows.end = row + 1,
            _ => {
                state.pending = Some((piece.sheet, row..row + 1, false));
                if !state.fresh {
                    state.caption = None;
                    state.caption_because.clear();
                }
            }
        }
        for reading in own.iter().filter(|reading| !reading.blank) {
            if let Some(band) = reading.caption(piece.table) {
                self.caption_beside(piece, band, reading, state);
            } else if reading.is_column(piece.table) {
                self.set(piece.sheet, reading.id, Fate::Header);
            } else if reading.is_ornament(piece.table) {
                self.set(piece.sheet, reading.id, Fate::Ornament);
            } else {
                self.unknown_header(piece, reading, Axis::Columns);
            }
        }
    }

    /// A caption that stands in a row with other cells, to their left.
    pub(super) fn caption_beside(&mut self, piece: &Piece, band: usize, reading: &Reading<'a>, state: &mut State) {
        if state.caption != Some(band) {
            self.captions.push((piece.table, band));
        }
        state.caption = Some(band);
        state.caption_because = vec![self.keep(piece.sheet, reading)];
    }

    /// Words where headers are expected, none of them known. Above figures they are headers that name nothing; above
    /// the first header they are as likely the name of the agency or the year.
    fn foreign_row(&mut self, piece: &Piece, row: u32, own: &[&Reading<'a>], begun: bool, state: &mut State) {
        let filled = || own.iter().filter(|reading| !reading.blank);
        let near = |reading: &&&Reading<'a>| super::nearest::label(self.schema, piece.table, &reading.text).is_some();
        if state.header.is_none() && state.pending.is_none() && !filled().any(|reading| near(&reading)) {
            return filled().for_each(|reading| self.text_row(piece, reading));
        }
        for reading in filled() {
            self.unknown_header(piece, reading, Axis::Columns);
        }
        if state.pending.is_none() && (!begun || state.header.is_none()) {
            state.pending = Some((piece.sheet, row..row + 1, true));
        }
    }

    fn finish_header(&mut self, piece: &Piece, row_labels: bool, state: &mut State) {
        let Some((sheet, rows, _)) = state.pending.take() else { return };
        let table = piece.table;
        let sheets = self.sheets;
        let (first, own) = (rows.start, rows.clone());
        let header =
            Header::read(self.schema, table, &sheets[sheet], rows, row_labels, |reading| self.keep(sheet, reading));
        self.met.header(table, sheet, own, state.caption, &header);
        if let Some(doubt) = header.doubt {
            let title = &self.schema.tables[table].title;
            let place = sheets[sheet].table.place().in_table(sheets[sheet].table.id(), first, 0);
            let message = Message {
                english: format!("the column headers of 「{title}」 cannot be trusted: {}", doubt.english),
                chinese: format!("「{title}」的列表头不可信：{}", doubt.chinese),
            };
            self.notes.push(Note::new(&codes::HEADER_DOUBTFUL, place, message));
        }
        state.header = Some(header);
    }

    fn line(&mut self, piece: &Piece, line: usize, own: &[&Reading<'a>]) {
        let filled: Vec<&&Reading<'a>> = own.iter().filter(|reading| !reading.blank).collect();
        let Some((first, rest)) = filled.split_first() else { return };
        let after = rows::line_figure(self.schema, &first.text).map_or(String::new(), |(_, figure)| figure);
        let beside = rest.first().filter(|_| after.trim().is_empty());
        let (holder, figure) = match beside {
            Some(beside) => {
                self.set(piece.sheet, first.id, Fate::Header);
                (**beside, beside.text.to_string())
            }
            None => (**first, after),
        };
        self.set(piece.sheet, holder.id, Fate::Fact);
        self.lines.push(LineFound {
            field: self.schema.line_field(line),
            text: holder.text.to_string(),
            figure,
            place: holder.cell.place,
            cell: Some((piece.sheet, holder.id)),
        });
    }

    /// A single cell of words: a section's heading, a unit for the whole table, or text. It may be a caption that lost
    /// its words, so what follows is no longer known to belong to the caption before.
    fn prose(&mut self, piece: &Piece, own: &[&Reading<'a>], state: &mut State) {
        let Some(reading) = own.iter().find(|reading| !reading.blank) else { return };
        state.caption = None;
        state.caption_because.clear();
        let words = key(&reading.text);
        if let Some(unit) = words.starts_with("单位").then(|| super::value::unit_named(&words)).flatten() {
            state.unit = Some(unit);
            self.set(piece.sheet, reading.id, Fate::Ornament);
        } else if own.len() > 1 && !super::prose::is_heading(self.schema, &reading.text) {
            self.unknown_header(piece, reading, Axis::Rows);
            let (table, sheet, row) = (piece.table, piece.sheet, reading.cell.area.row);
            let labels = std::iter::once(reading.id).collect();
            self.met.rows.push(MetRow { table, sheet, row, caption: None, labels, candidates: Candidates::new() });
        } else {
            self.text_row(piece, reading);
        }
    }

    pub(super) fn text_row(&mut self, piece: &Piece, reading: &Reading<'a>) {
        self.set(piece.sheet, reading.id, Fate::Prose);
        let message = say!(
            "words in the table that are none of the form's: 「{line}」",
            "表中有不属于模板的文字：「{line}」",
            line = reading.line()
        );
        self.notes.push(Note::new(&codes::TEXT_IN_TABLE, reading.cell.place, message));
    }

    /// Notes a header cell that the schema does not know, once.
    pub(super) fn unknown_header(&mut self, piece: &Piece, reading: &Reading<'a>, axis: Axis) {
        if self.fates[piece.sheet][reading.id.0 as usize] != Fate::Open {
            return;
        }
        self.set(piece.sheet, reading.id, Fate::Noted);
        self.met.unknown.push(MetUnknown { table: piece.table, sheet: piece.sheet, cell: reading.id, axis });
        let title = &self.schema.tables[piece.table].title;
        let (line, noun) = (reading.line(), axis.noun());
        let message = Message {
            english: format!("「{line}」 is not a {} of 「{title}」 that the schema knows", noun.english),
            chinese: format!("「{line}」不是模板中「{title}」的已知{}", noun.chinese),
        };
        let note = Note::new(&codes::HEADER_UNKNOWN, reading.cell.place, message);
        self.notes.push(match super::nearest::label(self.schema, piece.table, &reading.text) {
            Some(near) => note.help(say!(
                "if it means 「{near}」, add `also = [\"{line}\"]` to that line of the schema",
                "如果它就是「{near}」，请在模板的相应行中添加 `also = [\"{line}\"]`"
            )),
            None => note,
        });
    }

    /// Enters a header cell into the report's headers, once.
    pub(super) fn keep(&mut self, sheet: usize, reading: &Reading<'a>) -> u32 {
        if self.fates[sheet][reading.id.0 as usize] == Fate::Open {
            self.set(sheet, reading.id, Fate::Header);
        }
        let id = &mut self.header_ids[sheet][reading.id.0 as usize];
        *id.get_or_insert_with(|| {
            self.headers.push(report::Header { text: reading.line(), place: reading.cell.place });
            self.headers.len() as u32 - 1
        })
    }

    pub(super) fn set(&mut self, sheet: usize, cell: CellId, fate: Fate) {
        self.fates[sheet][cell.0 as usize] = fate;
    }

    /// Whether a cell is filled and nothing has become of it.
    fn is_left(&self, sheet: usize, reading: &Reading<'a>) -> bool {
        !reading.blank && self.fates[sheet][reading.id.0 as usize] == Fate::Open
    }

    /// Notes every filled cell of which nothing has become, a row at a time.
    fn sweep(&mut self, piece: &Piece) {
        let sheet = &self.sheets[piece.sheet];
        if !sheet.readings.iter().any(|reading| self.is_left(piece.sheet, reading)) {
            return;
        }
        for row in piece.rows.clone() {
            let left: Vec<&Reading<'a>> =
                sheet.cells(row).filter(|reading| self.is_left(piece.sheet, reading)).collect();
            let why = Words::new("no header that names a field was found for", "未找到能确定字段的表头");
            self.unplaced(piece.sheet, &left, why);
        }
    }

    /// One note for cells of one row that became no facts.
    pub(super) fn unplaced(&mut self, sheet: usize, cells: &[&Reading<'a>], why: impl Into<Message>) {
        self.left_out(&codes::FIGURE_UNPLACED, sheet, cells, why);
    }

    /// One note of this kind that names cells of one row with their texts; none where there are none.
    pub(super) fn left_out(
        &mut self,
        code: &'static Code,
        sheet: usize,
        cells: &[&Reading<'a>],
        why: impl Into<Message>,
    ) {
        let Some((first, rest)) = cells.split_first() else { return };
        let why = why.into();
        let texts: Vec<String> = cells.iter().map(|reading| format!("「{}」", reading.line())).collect();
        for reading in cells {
            self.set(sheet, reading.id, Fate::Noted);
        }
        let texts = texts.join(" ");
        let message =
            Message { english: format!("{} {texts}", why.english), chinese: format!("{}：{texts}", why.chinese) };
        let note = Note::new(code, first.cell.place, message);
        self.notes.push(note.also(rest.iter().map(|reading| reading.cell.place)));
    }
}

/// Shared index lists for facts.
pub(super) fn shared(ids: impl Iterator<Item = u32>) -> Arc<[u32]> {
    ids.collect()
}
