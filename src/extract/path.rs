//! From header cells to the entries of an axis.
//!
//! The innermost label decides, word for word. The labels around it must not contradict it: each that the schema knows
//! must be one of its groups. A label that nobody knows says nothing, so a garbled group does not lose the rows in it
//! as long as their own labels are clear, and a garbled label loses just what it heads.

use super::few::{Candidates, Few};
use super::reading::Reading;
use crate::model::Words;
use crate::schema::{Band, Entry, Meaning, Schema};

/// An entry of an axis that a header path may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Candidate {
    pub band: usize,
    pub entry: usize,
}

/// Which axis a path is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Axis {
    Rows,
    Columns,
}

impl Axis {
    /// What a header of it is called.
    pub(super) fn noun(self) -> Words {
        match self {
            Axis::Rows => Words::new("row", "行表头"),
            Axis::Columns => Words::new("column", "列表头"),
        }
    }

    pub(super) fn candidate(self, meaning: Meaning) -> Option<Candidate> {
        match (self, meaning) {
            (Axis::Rows, Meaning::Row { band, entry, .. }) | (Axis::Columns, Meaning::Column { band, entry, .. }) => {
                Some(Candidate { band, entry })
            }
            _ => None,
        }
    }

    pub(super) fn meaning(self, table: usize, Candidate { band, entry }: Candidate) -> Meaning {
        match self {
            Axis::Rows => Meaning::Row { table, band, entry },
            Axis::Columns => Meaning::Column { table, band, entry },
        }
    }

    pub(super) fn entries(self, band: &Band) -> &[Entry] {
        match self {
            Axis::Rows => &band.rows,
            Axis::Columns => &band.columns,
        }
    }
}

/// The positions of `table` that a path of header cells may mean, outermost cell first.
///
/// More than one remain where a label stands in several groups and none of them is known, and where one label is a
/// position in several bands or vintages.
pub(super) fn candidates(schema: &Schema, table: usize, axis: Axis, path: &[&Reading<'_>]) -> Candidates {
    let Some((leaf, around)) = path.split_last() else { return Candidates::new() };
    let meant = |reading: &Reading<'_>| -> Candidates {
        reading.in_table(table).filter_map(|meaning| axis.candidate(meaning)).collect()
    };
    let groups: Few<Candidates, 2> =
        around.iter().map(|reading| meant(reading)).filter(|known| !known.is_empty()).collect();
    let mut found = meant(leaf);
    found.retain(|candidate| {
        let entries = axis.entries(&schema.tables[table].bands[candidate.band]);
        let agrees =
            |known: &Candidate| known.band == candidate.band && is_or_holds(entries, known.entry, candidate.entry);
        !entries[candidate.entry].group && groups.iter().all(|known| known.iter().any(agrees))
    });
    found
}

/// Whether a label as short as 其他 or 总计, which stand in any group, may mean `candidate` here: its group is in the
/// path, or the row before, `last`, is in that group.
pub(super) fn is_at_home(
    schema: &Schema,
    table: usize,
    candidate: Candidate,
    path: &[&Reading<'_>],
    last: Option<Candidate>,
) -> bool {
    let rows = &schema.tables[table].bands[candidate.band].rows;
    let (Some(parent), Some((leaf, around))) = (rows[candidate.entry].parent, path.split_last()) else { return true };
    let group = Candidate { band: candidate.band, entry: parent };
    let confirmed =
        || around.iter().any(|cell| cell.in_table(table).any(|meaning| Axis::Rows.candidate(meaning) == Some(group)));
    let follows = || last.is_some_and(|last| last.band == candidate.band && is_or_holds(rows, parent, last.entry));
    let words = || crate::model::Label::new(leaf.cell.number(), &leaf.text).text;
    confirmed() || follows() || words().chars().count() > GENERIC
}

/// A label of at most so many characters names nothing by itself.
const GENERIC: usize = 2;

/// Whether `group` is `entry` or a group around it.
pub(super) fn is_or_holds(entries: &[Entry], group: usize, entry: usize) -> bool {
    std::iter::successors(Some(entry), |index| entries[*index].parent).any(|index| index == group)
}
