//! What an unknown header cell may mean, for advice only: the nearest label among the entries of the schema that are
//! missing at its level and in its place, between the labels that are known before and after it.
//!
//! Clear is what place and words say alike. Everything else is told as it is: several entries, or none.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::bind::Fate;
use super::facts::Bound;
use super::layout::{Advice, Heads, Near, UnknownLabel, words};
use super::met::{MetHeader, MetRow, MetUnknown};
use super::nearest::{alike, numerals};
use super::path::{Axis, Candidate};
use super::reading::{Reading, one_line};
use crate::model::{CellId, Place, Words};
use crate::schema::{Layout, Meaning, Schema, key};

/// A longer text is not compared with labels.
pub(super) const LONGEST: usize = 200;
/// So many unknown labels of a report are compared with those of the form. A report with more is another form.
const MOST: usize = 200;

/// Every unknown header cell with what it may mean, in document order. `lines` are the lines of the layout's tree.
pub(super) fn unknown(bound: &Bound<'_, '_>, parts: &[String], lines: &BTreeMap<Place, usize>) -> Vec<UnknownLabel> {
    let mut labels: Vec<UnknownLabel> = Vec::new();
    let mut tell = |table: usize, reading: &Reading<'_>, (heads, advice): (Heads, Advice)| {
        let place = reading.cell.place;
        labels.extend(lines.get(&place).map(|line| UnknownLabel {
            table,
            heads,
            text: short(&reading.line()),
            spelling: short(&one_line(&words(reading))),
            part: parts.get(usize::from(place.part.0)).cloned().unwrap_or_default(),
            place,
            advice,
            line: *line,
        }));
    };
    for (table, sheet, reading) in bound.captions() {
        tell(table, reading, (Heads::Band, bound.caption(table, sheet, reading)));
    }
    for (index, unknown) in bound.binder.met.unknown.iter().enumerate() {
        let reading = bound.reading(unknown.sheet, unknown.cell);
        let advice =
            if index < MOST { bound.advice(unknown, reading) } else { (unknown.heads(), Advice::Strange(None)) };
        tell(unknown.table, reading, advice);
    }
    labels.sort_by_key(|label| label.line);
    agree(&mut labels);
    labels
}

/// A text that is longer than any label, cut.
pub(super) fn short(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}… ({} characters)", &text[..end], text.chars().count()),
        None => text.to_owned(),
    }
}

/// Two spellings of one entry in one report: one of them means something else.
fn agree(labels: &mut [UnknownLabel]) {
    let clear: Vec<(usize, Meaning, String)> = labels
        .iter()
        .enumerate()
        .filter_map(|(index, label)| label.proposed().map(|proposed| (index, proposed.meaning, key(&proposed.text))))
        .collect();
    for (index, meaning, words) in &clear {
        if clear.iter().any(|(_, other, others)| other == meaning && others != words) {
            labels[*index].doubt(Words::new(
                "is one of several labels in this report that could be it",
                "本报告中还有其他标签也可能是它",
            ));
        }
    }
}

/// Whether a text is near a caption of a table.
pub(super) fn resembles_caption(schema: &Schema, table: usize, reading: &Reading<'_>) -> bool {
    let words = key(&words(reading));
    let keys = || schema.tables[table].bands.iter().flat_map(|band| &band.keys);
    words.chars().count() <= LONGEST && keys().any(|label| alike(&words, label).is_some())
}

/// What several bands say: clear only where one speaks and the others have nothing.
fn together(advices: Vec<Advice>) -> Advice {
    let orders: Vec<Meaning> = advices.iter().filter_map(Advice::in_order).collect();
    let mut said: Vec<Advice> = advices.into_iter().filter(|advice| !matches!(advice, Advice::Strange(_))).collect();
    if said.len() < 2 {
        let one = (orders.len() == 1).then(|| orders[0]);
        return said.pop().unwrap_or(Advice::Strange(one));
    }
    let mut near: Vec<Near> = said.iter().flat_map(|advice| advice.near().iter().copied()).collect();
    near.sort_unstable();
    Advice::Doubtful {
        near, why: Words::new("may belong to several bands of the table", "可能属于该表的几个分区")
    }
}

impl<'a> Bound<'_, 'a> {
    pub(super) fn reading(&self, sheet: usize, cell: CellId) -> &Reading<'a> {
        &self.binder.sheets[sheet].readings[cell.0 as usize]
    }

    fn advice(&self, unknown: &MetUnknown, reading: &Reading<'a>) -> (Heads, Advice) {
        let words = key(&words(reading));
        if words.is_empty() || words.chars().count() > LONGEST {
            return (unknown.heads(), Advice::Strange(None));
        }
        if self.binder.schema.tables[unknown.table].layout == Layout::Labels {
            return (Heads::Column, self.label_advice(unknown.table, &words));
        }
        if unknown.axis == Axis::Columns {
            return (Heads::Column, self.column(unknown, reading, &words));
        }
        let alone = self.binder.sheets[unknown.sheet]
            .row(reading.cell.area.row)
            .iter()
            .all(|other| other.id == reading.id || other.blank);
        if alone && resembles_caption(self.binder.schema, unknown.table, reading) {
            return (Heads::Band, self.caption(unknown.table, unknown.sheet, reading));
        }
        (Heads::Row, self.row(unknown, &words))
    }
}

impl<'a> Bound<'_, 'a> {
    fn row(&self, unknown: &MetUnknown, words: &str) -> Advice {
        let schema = self.binder.schema;
        let rows: Vec<&MetRow> = self.binder.met.rows.iter().filter(|row| row.table == unknown.table).collect();
        let holds = |row: &&&MetRow| row.sheet == unknown.sheet && row.labels.contains(&unknown.cell);
        let Some(at) = rows.iter().position(|row| holds(&row)) else { return Advice::Strange(None) };
        let place = rows[at].labels.iter().position(|label| *label == unknown.cell).unwrap_or_default();
        let around: Vec<&Reading<'a>> =
            rows[at].labels[..place].iter().map(|label| self.reading(unknown.sheet, *label)).collect();
        let sequence: Vec<Vec<Candidate>> =
            rows.iter().map(|row| self.current(unknown.table, Axis::Rows, &row.candidates)).collect();
        let group = place + 1 < rows[at].labels.len();
        let bands = match rows[at].caption {
            Some(band) => vec![band],
            None => self.bands_about(unknown.table, &sequence, at),
        };
        let of_band = |band: usize| {
            let level = self.level(unknown.table, Axis::Rows, band, group, &around);
            let sought = if group {
                let under: Vec<&Vec<Candidate>> =
                    rows.iter().zip(&sequence).filter(|(row, _)| holds(row)).map(|(_, named)| named).collect();
                self.sought_group(unknown.table, Axis::Rows, level, band, &under)
            } else {
                self.sought(unknown.table, Axis::Rows, level, band, &sequence, at)
            };
            sought.advice(schema, words)
        };
        together(bands.into_iter().map(of_band).collect())
    }

    /// The bands of the nearest rows that are known; all bands where none is.
    fn bands_about(&self, table: usize, sequence: &[Vec<Candidate>], at: usize) -> Vec<usize> {
        let before = sequence[..at].iter().rev().find(|named| !named.is_empty());
        let behind = sequence[at + 1..].iter().find(|named| !named.is_empty());
        let bands: BTreeSet<usize> = before.into_iter().chain(behind).flatten().map(|named| named.band).collect();
        match bands.is_empty() {
            true => (0..self.binder.schema.tables[table].bands.len()).collect(),
            false => bands.into_iter().collect(),
        }
    }

    fn column(&self, unknown: &MetUnknown, reading: &Reading<'a>, words: &str) -> Advice {
        let (table, area) = (unknown.table, reading.cell.area);
        let own = |header: &&MetHeader| header.sheet == unknown.sheet && header.rows.contains(&area.row);
        let Some(header) = self.binder.met.headers.iter().find(own) else { return Advice::Strange(None) };
        if area.column_end() <= header.corner_end {
            let near = vec![Near { distance: 0, meaning: Meaning::Ornament { table } }];
            let why = Words::new(
                "stands over the labels of the rows; it is an ornament if it names no field",
                "位于行表头上方；如不对应字段，则是固定文字",
            );
            return Advice::Doubtful { near, why };
        }
        if header.doubtful {
            let why = Words::new(
                "stands in a header that cannot be trusted (header-doubtful)",
                "所在表头不可靠（header-doubtful）",
            );
            return Advice::Doubtful { near: Vec::new(), why };
        }
        let inside = |columns: &Range<u32>| columns.start >= area.column && columns.end <= area.column_end();
        let sequence: Vec<Vec<Candidate>> =
            header.positions.iter().map(|position| self.current(table, Axis::Columns, &position.candidates)).collect();
        let leaf = header
            .positions
            .iter()
            .position(|position| (position.columns.start, position.columns.end) == (area.column, area.column_end()));
        let around: Vec<&Reading<'a>> = (header.rows.start..area.row)
            .flat_map(|row| self.binder.sheets[unknown.sheet].row(row))
            .filter(|above| above.start() <= area.column && above.end() >= area.column_end() && above.id != reading.id)
            .collect();
        let of_band = |band: usize| {
            let level = self.level(table, Axis::Columns, band, leaf.is_none(), &around);
            let sought = match leaf {
                Some(at) => self.sought(table, Axis::Columns, level, band, &sequence, at),
                None => {
                    let positions = header.positions.iter().zip(&sequence);
                    let under: Vec<&Vec<Candidate>> =
                        positions.filter(|(position, _)| inside(&position.columns)).map(|(_, named)| named).collect();
                    self.sought_group(table, Axis::Columns, level, band, &under)
                }
            };
            sought.advice(self.binder.schema, words)
        };
        together(self.bands_under(header).into_iter().map(of_band).collect())
    }

    /// The bands that column headers may head: that of their caption, else those of the rows below them.
    fn bands_under(&self, header: &MetHeader) -> Vec<usize> {
        if let Some(band) = header.caption {
            return vec![band];
        }
        let later = |other: &&MetHeader| other.sheet == header.sheet && other.rows.start >= header.rows.end;
        let end = self.binder.met.headers.iter().filter(later).map(|other| other.rows.start).min().unwrap_or(u32::MAX);
        let below = |row: &&MetRow| {
            (row.table, row.sheet) == (header.table, header.sheet) && (header.rows.end..end).contains(&row.row)
        };
        let rows = self.binder.met.rows.iter().filter(below).flat_map(|row| &row.candidates);
        let known: BTreeSet<usize> = rows.map(|candidate| candidate.band).collect();
        let bands = self.binder.schema.tables[header.table].bands.len();
        if known.is_empty() { (0..bands).collect() } else { known.into_iter().collect() }
    }

    /// Texts in rows of their own that are near a caption, with the table and the sheet.
    fn captions(&self) -> Vec<(usize, usize, &Reading<'a>)> {
        let mut found = Vec::new();
        for piece in self.pieces {
            let prose = self.binder.sheets[piece.sheet].readings.iter().filter(|reading| {
                self.binder.fates[piece.sheet][reading.id.0 as usize] == Fate::Prose
                    && piece.rows.contains(&reading.cell.area.row)
                    && resembles_caption(self.binder.schema, piece.table, reading)
            });
            found.extend(prose.map(|reading| (piece.table, piece.sheet, reading)));
        }
        found
    }

    /// A caption is the one of the band of the rows below it.
    fn caption(&self, table: usize, sheet: usize, reading: &Reading<'a>) -> Advice {
        let row = reading.cell.area.row;
        let below = |met: &&MetRow| met.table == table && met.sheet == sheet && met.row > row;
        let next = self.binder.met.rows.iter().filter(below).find(|met| !met.candidates.is_empty());
        let next = next.map_or(Vec::new(), |met| self.current(table, Axis::Rows, &met.candidates));
        let words = key(&words(reading));
        let band = |band: usize| &self.binder.schema.tables[table].bands[band];
        let bands: BTreeSet<usize> = next.iter().map(|candidate| candidate.band).collect();
        let near =
            bands.into_iter().filter(|index| !self.binder.captions.contains(&(table, *index))).filter_map(|index| {
                let same_number = |label: &&String| numerals(label) == numerals(&words);
                let labels = band(index).keys.iter().filter(same_number);
                let distance = labels.filter_map(|label| alike(&words, label)).min()?;
                Some(Near { distance, meaning: Meaning::Caption { table, band: index } })
            });
        let mut near: Vec<Near> = near.collect();
        near.sort_unstable();
        match near.as_slice() {
            [] => Advice::Strange(None),
            [one] => Advice::Clear(*one),
            _ => Advice::Doubtful {
                near,
                why: Words::new("may be the caption of several bands", "可能是几个分区的标题"),
            },
        }
    }
}

impl MetUnknown {
    fn heads(&self) -> Heads {
        match self.axis {
            Axis::Rows => Heads::Row,
            Axis::Columns => Heads::Column,
        }
    }
}
