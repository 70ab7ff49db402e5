//! What an unknown header cell may mean, for advice only: the nearest label among the entries of the schema that are
//! missing at its level and in its place, between the labels that are known before and after it.
//!
//! Clear is what place and words say alike. Everything else is told as it is: several entries, or none.

use std::collections::{BTreeMap, BTreeSet};

use super::bind::Fate;
use super::facts::Bound;
use super::layout::{Advice, Heads, Near, UnknownLabel, words};
use super::met::{MetHeader, MetRow, MetUnknown};
use super::nearest::distance;
use super::path::{Axis, Candidate, is_or_holds};
use super::reading::{Reading, one_line};
use crate::model::{CellId, Place};
use crate::schema::{Meaning, Schema, key};

/// A longer text is not compared with labels.
const LONGEST: usize = 200;

/// Every unknown header cell with what it may mean, in document order. `lines` are the lines of the layout's tree.
pub(super) fn unknown(bound: &Bound<'_, '_>, parts: &[String], lines: &BTreeMap<Place, usize>) -> Vec<UnknownLabel> {
    let mut labels: Vec<UnknownLabel> = Vec::new();
    let mut tell = |table: usize, reading: &Reading<'_>, (heads, advice): (Heads, Advice)| {
        let place = reading.cell.place;
        labels.extend(lines.get(&place).map(|line| UnknownLabel {
            table,
            heads,
            text: reading.line(),
            spelling: one_line(&words(reading)),
            part: parts.get(usize::from(place.part.0)).cloned().unwrap_or_default(),
            place,
            advice,
            line: *line,
        }));
    };
    for (table, sheet, reading) in bound.captions() {
        tell(table, reading, (Heads::Band, bound.caption(table, sheet, reading)));
    }
    for unknown in &bound.binder.met.unknown {
        let reading = bound.reading(unknown.sheet, unknown.cell);
        tell(unknown.table, reading, bound.advice(unknown, reading));
    }
    labels.sort_by_key(|label| label.line);
    agree(&mut labels);
    labels
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
            labels[*index].doubt("is one of several labels in this report that could be it");
        }
    }
}

/// Whether a text is near a caption of a table.
pub(super) fn resembles_caption(schema: &Schema, table: usize, reading: &Reading<'_>) -> bool {
    let words = key(&words(reading));
    let keys = || schema.tables[table].bands.iter().flat_map(|band| &band.keys);
    words.chars().count() <= LONGEST && keys().any(|label| alike(&words, label).is_some())
}

/// How far a text is from a label, if at most a third of the longer one must be changed.
fn alike(words: &str, label: &str) -> Option<usize> {
    let longest = words.chars().count().max(label.chars().count());
    let distance = distance(words, label);
    (distance * 3 <= longest).then_some(distance)
}

/// Whether two texts speak of different numbers: 第（五）项 is not a spelling of 第（六）项.
fn differ_in_number(one: &str, other: &str) -> bool {
    let (one, other) = (numerals(one), numerals(other));
    !one.is_empty() && !other.is_empty() && one != other
}

fn numerals(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_digit() || "〇零一二三四五六七八九十百".contains(*c)).collect()
}

/// The nearest of an entry's labels.
fn nearest(words: &str, keys: &[String]) -> Option<usize> {
    let labels = keys.iter().filter(|label| !differ_in_number(words, label));
    labels.filter_map(|label| alike(words, label)).min()
}

/// What an unknown label is looked for among: the entries of one axis of one band.
struct Sought {
    table: usize,
    axis: Axis,
    band: usize,
    /// Entries of the same level that the labels around do not contradict.
    level: Vec<usize>,
    /// Those of them that are missing, and have their place here.
    open: Vec<usize>,
    /// The one that is missing here by its order, where as many labels are unknown as entries are missing.
    in_order: Option<usize>,
}

impl Sought {
    fn near(&self, schema: &Schema, entries: &[usize], words: &str) -> Vec<Near> {
        let band = &schema.tables[self.table].bands[self.band];
        let known = self.axis.entries(band);
        let mut near: Vec<Near> = entries
            .iter()
            .filter_map(|entry| {
                let meaning = self.axis.meaning(self.table, Candidate { band: self.band, entry: *entry });
                Some(Near { distance: nearest(words, &known[*entry].keys)?, meaning })
            })
            .collect();
        near.sort_unstable();
        near
    }

    /// What the words and the place say.
    fn advice(&self, schema: &Schema, words: &str) -> Advice {
        let doubt = |near: Vec<Near>, why: &str| Advice::Doubtful { near, why: why.to_owned() };
        let level = self.near(schema, &self.level, words);
        let open = self.near(schema, &self.open, words);
        let Some(best) = open.first().copied() else {
            return match level.is_empty() {
                true => Advice::Strange,
                false => doubt(level, "resembles what this report has already, or what has its place elsewhere"),
            };
        };
        let rival = level.iter().filter(|near| near.meaning != best.meaning).map(|near| near.distance).min();
        let ordered = self
            .in_order
            .map(|entry| self.axis.meaning(self.table, Candidate { band: self.band, entry }) == best.meaning);
        match (rival, ordered) {
            (Some(rival), _) if rival <= best.distance => doubt(level, "is as near to another label"),
            (_, Some(false)) => doubt(open, "resembles another entry than the one that is missing here by its order"),
            (None, _) | (_, Some(true)) => Advice::Clear(best),
            (Some(rival), None) if rival > 2 * best.distance => Advice::Clear(best),
            _ => doubt(open, "is near to several labels"),
        }
    }
}

/// What several bands say: clear only where one speaks and the others have nothing.
fn together(advices: Vec<Advice>) -> Advice {
    let mut said: Vec<Advice> = advices.into_iter().filter(|advice| *advice != Advice::Strange).collect();
    if said.len() < 2 {
        return said.pop().unwrap_or(Advice::Strange);
    }
    let mut near: Vec<Near> = said
        .into_iter()
        .flat_map(|advice| match advice {
            Advice::Clear(near) => vec![near],
            Advice::Doubtful { near, .. } => near,
            Advice::Strange => Vec::new(),
        })
        .collect();
    near.sort_unstable();
    Advice::Doubtful { near, why: "may belong to several bands of the table".to_owned() }
}

impl<'a> Bound<'_, 'a> {
    pub(super) fn reading(&self, sheet: usize, cell: CellId) -> &Reading<'a> {
        &self.binder.sheets[sheet].readings[cell.0 as usize]
    }

    fn advice(&self, unknown: &MetUnknown, reading: &Reading<'a>) -> (Heads, Advice) {
        let words = key(&words(reading));
        if words.is_empty() || words.chars().count() > LONGEST {
            return (unknown.heads(), Advice::Strange);
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

    /// Whether a band or an entry is in the vintage of its table.
    fn is_current(&self, table: usize, axis: Axis, candidate: Candidate) -> bool {
        let band = &self.binder.schema.tables[table].bands[candidate.band];
        let vintages = axis.entries(band)[candidate.entry].vintages.and(band.vintages);
        self.settled.tables[table].is_none_or(|vintage| vintages.contains(vintage))
    }

    /// Of what a header may mean, that which is in the vintage, if any is.
    fn current(&self, table: usize, axis: Axis, candidates: &[Candidate]) -> Vec<Candidate> {
        let own: Vec<Candidate> =
            candidates.iter().copied().filter(|candidate| self.is_current(table, axis, *candidate)).collect();
        if own.is_empty() { candidates.to_vec() } else { own }
    }

    /// The entries of one level of an axis that labels around do not contradict.
    fn level(&self, table: usize, axis: Axis, band: usize, group: bool, around: &[&Reading<'a>]) -> Vec<usize> {
        let entries = axis.entries(&self.binder.schema.tables[table].bands[band]);
        let meant = |reading: &&Reading<'a>| -> Vec<Candidate> {
            reading.in_table(table).filter_map(|meaning| axis.candidate(meaning)).collect()
        };
        let known: Vec<Vec<Candidate>> = around.iter().map(meant).filter(|known| !known.is_empty()).collect();
        let agrees = |entry: usize| {
            let holds = |known: &Candidate| known.band == band && is_or_holds(entries, known.entry, entry);
            known.iter().all(|known| known.iter().any(holds))
        };
        (0..entries.len())
            .filter(|entry| entries[*entry].group == group && agrees(*entry))
            .filter(|entry| self.is_current(table, axis, Candidate { band, entry: *entry }))
            .collect()
    }

    /// What is missing at a place in a sequence of headers, each with what it may mean.
    fn sought(
        &self,
        table: usize,
        axis: Axis,
        level: Vec<usize>,
        band: usize,
        sequence: &[Vec<Candidate>],
        at: usize,
    ) -> Sought {
        let own = |candidates: &Vec<Candidate>| -> Vec<usize> {
            candidates.iter().filter(|candidate| candidate.band == band).map(|candidate| candidate.entry).collect()
        };
        let named: Vec<Vec<usize>> = sequence.iter().map(own).collect();
        let met: BTreeSet<usize> = named.iter().flatten().copied().collect();
        let before = (0..at).rev().find(|index| !named[*index].is_empty());
        let behind = (at + 1..named.len()).find(|index| !named[*index].is_empty());
        let first = before.and_then(|index| named[index].iter().min()).map_or(0, |entry| entry + 1);
        let last = behind.and_then(|index| named[index].iter().max()).copied().unwrap_or(usize::MAX);
        let open: Vec<usize> =
            level.iter().copied().filter(|entry| (first..last).contains(entry) && !met.contains(entry)).collect();
        let start = before.map_or(0, |index| index + 1);
        let nameless = behind.unwrap_or(named.len()) - start;
        let entries = axis.entries(&self.binder.schema.tables[table].bands[band]);
        let must: Vec<usize> = open.iter().copied().filter(|entry| !entries[*entry].optional).collect();
        let in_order = (must.len() == nameless).then(|| must[at - start]);
        Sought { table, axis, band, level, open, in_order }
    }
}

impl<'a> Bound<'_, 'a> {
    fn row(&self, unknown: &MetUnknown, words: &str) -> Advice {
        let schema = self.binder.schema;
        let rows: Vec<&MetRow> = self.binder.met.rows.iter().filter(|row| row.table == unknown.table).collect();
        let holds = |row: &&&MetRow| row.sheet == unknown.sheet && row.labels.contains(&unknown.cell);
        let Some(at) = rows.iter().position(|row| holds(&row)) else { return Advice::Strange };
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

    /// A group is missing where no cell names it and all that is known under the label lies in it.
    fn sought_group(
        &self,
        table: usize,
        axis: Axis,
        level: Vec<usize>,
        band: usize,
        under: &[&Vec<Candidate>],
    ) -> Sought {
        let entries = axis.entries(&self.binder.schema.tables[table].bands[band]);
        let known: Vec<&&Vec<Candidate>> = under.iter().filter(|named| !named.is_empty()).collect();
        let around = |entry: usize| {
            let inside = |named: &Candidate| named.band == band && is_or_holds(entries, entry, named.entry);
            !known.is_empty() && known.iter().all(|named| named.iter().any(inside))
        };
        let named = self.named(table);
        let is_named = |entry: usize| named.contains(&axis.meaning(table, Candidate { band, entry }));
        let open = level.iter().copied().filter(|entry| around(*entry) && !is_named(*entry)).collect();
        Sought { table, axis, band, level, open, in_order: None }
    }

    /// Everything that header cells of a table may mean.
    fn named(&self, table: usize) -> BTreeSet<Meaning> {
        let sheets = self.pieces.iter().filter(|piece| piece.table == table).map(|piece| piece.sheet);
        let readings = sheets.flat_map(|sheet| {
            let fates = &self.binder.fates[sheet];
            self.binder.sheets[sheet].readings.iter().filter(|reading| fates[reading.id.0 as usize] == Fate::Header)
        });
        readings.flat_map(|reading| reading.in_table(table)).collect()
    }

    fn column(&self, unknown: &MetUnknown, reading: &Reading<'a>, words: &str) -> Advice {
        let (table, area) = (unknown.table, reading.cell.area);
        let own = |header: &&MetHeader| header.sheet == unknown.sheet && header.rows.contains(&area.row);
        let Some(header) = self.binder.met.headers.iter().find(own) else { return Advice::Strange };
        if area.column_end() <= header.corner_end {
            let near = vec![Near { distance: 0, meaning: Meaning::Ornament { table } }];
            let why = "stands over the labels of the rows; it is an ornament if it names no field".to_owned();
            return Advice::Doubtful { near, why };
        }
        if header.doubtful {
            let why = "stands in a header that cannot be trusted (header-doubtful)".to_owned();
            return Advice::Doubtful { near: Vec::new(), why };
        }
        let inside = |columns: &std::ops::Range<u32>| columns.start >= area.column && columns.end <= area.column_end();
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
        let bands = &self.binder.schema.tables[header.table].bands;
        let labelled = |candidate: &&Candidate| !bands[candidate.band].rows.is_empty();
        let rows = self.binder.met.rows.iter().filter(below).flat_map(|row| &row.candidates).filter(labelled);
        let known: BTreeSet<usize> = rows.map(|candidate| candidate.band).collect();
        if known.is_empty() { (0..bands.len()).collect() } else { known.into_iter().collect() }
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
            [] => Advice::Strange,
            [one] => Advice::Clear(*one),
            _ => Advice::Doubtful { near, why: "may be the caption of several bands".to_owned() },
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
