//! The layouts of many reports, gathered. What is kept grows with the number of different layouts, never with the
//! number of reports, and does not depend on their order.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::{Heads, Layout, UnknownLabel};
use crate::model::Words;
use crate::schema::{FieldId, Meaning, Spelling, key};

/// Layouts that are being gathered.
#[derive(Debug, Default)]
pub struct Drift {
    groups: BTreeMap<String, Group>,
}

/// The reports of one layout.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The header trees that they share; empty where no table of the form was found.
    pub tree: String,
    /// How many they are.
    pub files: usize,
    /// The first of them by name.
    pub example: String,
    /// The vintages that they were read with, as indices, and how many with each. Several only where the labels fit
    /// several and the reports are of different years.
    pub vintages: BTreeMap<usize, usize>,
    /// The header cells that the schema does not know, in the order of the tree, each in the first report by name.
    pub unknown: Vec<Told>,
    /// The fields of the vintage that no cell gives, in none of them.
    pub missing: Vec<FieldId>,
    /// The fields that some of them have and that are of another vintage only.
    pub strays: Vec<FieldId>,
    /// The fields that some of them have once every proposed spelling is in the schema.
    pub gained: Vec<FieldId>,
}

/// An unknown label and the report that it was met in.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The report.
    pub source: String,
    /// The label.
    pub label: UnknownLabel,
    /// What was proposed for it in the reports of this layout.
    proposed: BTreeSet<Option<Meaning>>,
}

/// How a layout stands to the vintages of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Coverage {
    /// One vintage has every label of it.
    Covered,
    /// It has labels that no vintage has, or labels of several.
    NotCovered,
    /// It has no table of the form.
    NoTable,
}

impl Coverage {
    /// `covered`, `not-covered` or `no-table`.
    pub fn name(self) -> &'static str {
        match self {
            Coverage::Covered => "covered",
            Coverage::NotCovered => "not-covered",
            Coverage::NoTable => "no-table",
        }
    }
}

impl Group {
    /// How it stands to the vintages.
    pub fn coverage(&self) -> Coverage {
        if self.tree.is_empty() {
            Coverage::NoTable
        } else if self.unknown.is_empty() && self.strays.is_empty() {
            Coverage::Covered
        } else {
            Coverage::NotCovered
        }
    }

    fn new(layout: Layout) -> Group {
        let source = &layout.source;
        let tell = |label: UnknownLabel| {
            let proposed = [label.proposed().map(|spelling| spelling.meaning)].into();
            Told { source: source.clone(), label, proposed }
        };
        let unknown = layout.unknown.into_iter().map(tell).collect();
        Group {
            files: 1,
            example: source.clone(),
            vintages: layout.vintage.map(|vintage| (vintage, 1)).into_iter().collect(),
            unknown,
            missing: layout.missing,
            strays: layout.strays,
            gained: layout.gained,
            tree: layout.tree,
        }
    }

    fn add(&mut self, mut other: Group) {
        if other.example < self.example {
            std::mem::swap(self, &mut other);
        }
        self.files += other.files;
        for (vintage, files) in other.vintages {
            *self.vintages.entry(vintage).or_default() += files;
        }
        for told in other.unknown {
            match self.unknown.binary_search_by_key(&told.label.line, |known| known.label.line) {
                Ok(index) => self.unknown[index].merge(told),
                Err(index) => self.unknown.insert(index, told),
            }
        }
        self.missing.retain(|field| other.missing.binary_search(field).is_ok());
        for (own, others) in [(&mut self.strays, other.strays), (&mut self.gained, other.gained)] {
            own.extend(others);
            own.sort_unstable();
            own.dedup();
        }
    }
}

impl Told {
    fn merge(&mut self, other: Told) {
        self.proposed.extend(&other.proposed);
        if other.source < self.source {
            (self.source, self.label) = (other.source, other.label);
        }
    }
}

impl Drift {
    /// Adds a report's layout.
    pub fn add(&mut self, layout: Layout) {
        let group = Group::new(layout);
        match self.groups.get_mut(&group.tree) {
            Some(known) => known.add(group),
            None => _ = self.groups.insert(group.tree.clone(), group),
        }
    }

    /// The layouts, the most frequent first, then by their examples.
    pub fn finish(self) -> Vec<Group> {
        let mut groups: Vec<Group> = self.groups.into_values().collect();
        groups.sort_by(|one, other| other.files.cmp(&one.files).then_with(|| one.example.cmp(&other.example)));
        for group in &mut groups {
            for told in group.unknown.iter_mut().filter(|told| told.proposed.len() > 1) {
                told.label.doubt(Words::new(
                    "means something else, or nothing clear, in other reports of this layout",
                    "在此版式的其他报告中另有含义，或含义不明",
                ));
            }
        }
        part(&mut groups);
        groups
    }
}

/// One spelling cannot mean two entries of one axis of one band, however clear each is in its own layout.
fn part(groups: &mut [Group]) {
    let mut meanings: BTreeMap<Spot, BTreeSet<Meaning>> = BTreeMap::new();
    for label in groups.iter().flat_map(|group| &group.unknown).map(|told| &told.label) {
        for near in label.advice.near() {
            meanings.entry(spot(near.meaning, &label.spelling)).or_default().insert(near.meaning);
        }
    }
    for label in groups.iter_mut().flat_map(|group| &mut group.unknown).map(|told| &mut told.label) {
        let several = |spelling: Spelling| meanings[&spot(spelling.meaning, &spelling.text)].len() > 1;
        if label.proposed().is_some_and(several) {
            label.doubt(Words::new("may mean another entry in another layout", "在另一版式中可能是另一条目"));
        }
    }
}

/// Where a spelling must be the only one of its words: what it heads, the table, the band, and its words.
type Spot = (Heads, usize, usize, String);

fn spot(meaning: Meaning, spelling: &str) -> Spot {
    let (heads, band) = match meaning {
        Meaning::Row { band, .. } => (Heads::Row, band),
        Meaning::Column { band, .. } => (Heads::Column, band),
        Meaning::Caption { .. } | Meaning::Ornament { .. } => (Heads::Band, 0),
    };
    (heads, meaning.table(), band, key(spelling))
}
