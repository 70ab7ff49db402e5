//! What an unknown label is looked for among: the entries of one axis of one band that are missing in its place.

use std::collections::BTreeSet;
use std::ops::Range;

use super::bind::Fate;
use super::facts::Bound;
use super::layout::{Advice, Near};
use super::nearest::nearest;
use super::path::{Axis, Candidate, is_or_holds};
use super::reading::Reading;
use crate::model::Words;
use crate::schema::{Meaning, Schema};

/// What an unknown label is looked for among: the entries of one axis of one band.
pub(super) struct Sought {
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
    pub(super) fn advice(&self, schema: &Schema, words: &str) -> Advice {
        let doubt = |near: Vec<Near>, english, chinese| Advice::Doubtful { near, why: Words::new(english, chinese) };
        let level = self.near(schema, &self.level, words);
        let open = self.near(schema, &self.open, words);
        let in_order = self.in_order.map(|entry| {
            let candidate = Candidate { band: self.band, entry };
            self.axis.meaning(self.table, candidate)
        });
        let Some(best) = open.first().copied() else {
            return match level.is_empty() {
                true => Advice::Strange(in_order),
                false => doubt(
                    level,
                    "resembles what this report has already, or what has its place elsewhere",
                    "与本报告已有的、或应在别处的条目相近",
                ),
            };
        };
        let rival = level.iter().filter(|near| near.meaning != best.meaning).map(|near| near.distance).min();
        let ordered = in_order.map(|meaning| meaning == best.meaning);
        match (rival, ordered) {
            (Some(rival), _) if rival <= best.distance => {
                doubt(level, "is as near to another label", "与另一标签同样相近")
            }
            (_, Some(false)) => doubt(
                open,
                "resembles another entry than the one that is missing here by its order",
                "与按顺序此处所缺的条目不同",
            ),
            (None, _) | (_, Some(true)) => Advice::Clear(best),
            (Some(rival), None) if rival > 2 * best.distance => Advice::Clear(best),
            _ => doubt(open, "is near to several labels", "与几个标签都相近"),
        }
    }
}

/// The headers around one in a sequence that name nothing, up to those that do.
fn nameless(sequence: &[Vec<Candidate>], at: usize) -> Range<usize> {
    let start = (0..at).rev().find(|index| !sequence[*index].is_empty()).map_or(0, |index| index + 1);
    let end = (at + 1..sequence.len()).find(|index| !sequence[*index].is_empty()).unwrap_or(sequence.len());
    start..end
}

impl<'a> Bound<'_, 'a> {
    /// Whether a band or an entry is in the vintage of its table.
    fn is_current(&self, table: usize, axis: Axis, candidate: Candidate) -> bool {
        let band = &self.binder.schema.tables[table].bands[candidate.band];
        let vintages = axis.entries(band)[candidate.entry].vintages.and(band.vintages);
        self.settled.tables[table].is_none_or(|vintage| vintages.contains(vintage))
    }

    /// Of what a header may mean, that which is in the vintage, if any is.
    pub(super) fn current(&self, table: usize, axis: Axis, candidates: &[Candidate]) -> Vec<Candidate> {
        let own: Vec<Candidate> =
            candidates.iter().copied().filter(|candidate| self.is_current(table, axis, *candidate)).collect();
        if own.is_empty() { candidates.to_vec() } else { own }
    }

    /// The entries of one level of an axis that labels around do not contradict.
    pub(super) fn level(
        &self,
        table: usize,
        axis: Axis,
        band: usize,
        group: bool,
        around: &[&Reading<'a>],
    ) -> Vec<usize> {
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
    pub(super) fn sought(
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
        let nameless = self::nameless(sequence, at);
        let entries = axis.entries(&self.binder.schema.tables[table].bands[band]);
        let must: Vec<usize> = open.iter().copied().filter(|entry| !entries[*entry].optional).collect();
        let anchored = nameless.len() < sequence.len() && nameless.len() == must.len();
        let in_order = anchored.then(|| must[at - nameless.start]);
        Sought { table, axis, band, level, open, in_order }
    }

    /// A group is missing where no cell names it and all that is known under the label lies in it.
    pub(super) fn sought_group(
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

    /// What an unknown label of a form may mean, whose value stands beside it: a label that no cell has yet. Labels
    /// stand in no order, so only their words speak.
    pub(super) fn label_advice(&self, table: usize, words: &str) -> Advice {
        let schema = self.binder.schema;
        let (axis, band) = (Axis::Columns, 0);
        let named = self.named(table);
        let level: Vec<usize> = (0..schema.tables[table].bands[band].columns.len())
            .filter(|entry| self.is_current(table, axis, Candidate { band, entry: *entry }))
            .collect();
        let is_named = |entry: &usize| named.contains(&axis.meaning(table, Candidate { band, entry: *entry }));
        let open = level.iter().copied().filter(|entry| !is_named(entry)).collect();
        Sought { table, axis, band, level, open, in_order: None }.advice(schema, words)
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
}
