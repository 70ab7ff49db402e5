//! The layout of one report: the header trees of its tables without any figure, which vintage they show, which of their
//! labels the schema does not know, and what it would know with the spellings that are proposed for them.
//!
//! Two reports have one layout if their trees are the same, character by character. A tree knows no enumerators, no
//! white space and no grid lines that no header cell begins or ends at, because typists and editors differ in these.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;

use super::bind::Fate;
use super::facts::{Bound, read};
use super::locate::Piece;
use super::propose;
use super::reading::Reading;
use super::report::Report;
use super::value::looks_like_figure;
use crate::model::{CellId, Document, Label, Place, Words};
use crate::schema::{FieldId, Meaning, Schema, Spelling, key};

/// So many proposals are tried one by one where they do not go together.
const TRIED: usize = 32;

/// How one report is laid out.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// The name the source was opened under.
    pub source: String,
    /// The header trees, a line a cell, the same for reports that differ in figures only; empty where no table of the
    /// form was found.
    pub tree: String,
    /// The index of the vintage that it was read with; `None` where no table was found.
    pub vintage: Option<usize>,
    /// The header cells that the schema does not know, in document order.
    pub unknown: Vec<UnknownLabel>,
    /// The fields of the vintage that no cell gives.
    pub missing: Vec<FieldId>,
    /// The fields that were found and are of another vintage only.
    pub strays: Vec<FieldId>,
    /// The fields that are found once every proposed spelling is in the schema.
    pub gained: Vec<FieldId>,
}

/// A header cell of a table of the form that the schema does not know.
#[derive(Debug, Clone, PartialEq)]
pub struct UnknownLabel {
    /// The index of the table of the schema.
    pub table: usize,
    /// What the cell heads.
    pub heads: Heads,
    /// Its text as printed, on one line.
    pub text: String,
    /// Its words without an enumerator, as the schema would list them.
    pub spelling: String,
    /// The name of the part that holds it.
    pub part: String,
    /// Where it is.
    pub place: Place,
    /// What it may mean. Never more than advice.
    pub advice: Advice,
    /// Its line in the layout's tree, the same in every report of the layout.
    pub(super) line: usize,
}

/// What a header cell heads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heads {
    /// A band of rows.
    Band,
    /// A row or a group of rows.
    Row,
    /// A column or a group of columns.
    Column,
}

impl Heads {
    /// What it is called.
    pub fn words(self) -> Words {
        let chinese = match self {
            Heads::Band => "分区标题",
            Heads::Row => "行表头",
            Heads::Column => "列表头",
        };
        Words::new(self.name(), chinese)
    }

    /// `caption`, `row` or `column`.
    pub fn name(self) -> &'static str {
        match self {
            Heads::Band => "caption",
            Heads::Row => "row",
            Heads::Column => "column",
        }
    }
}

/// What an unknown label may mean.
#[derive(Debug, Clone, PartialEq)]
pub enum Advice {
    /// One entry of the schema: it is the nearest of those that are missing in this place, it was tried on the report,
    /// and every fact stayed as it was.
    Clear(Near),
    /// Entries of the schema that it resembles, the nearest first, and why none of them is clear.
    Doubtful {
        /// The entries.
        near: Vec<Near>,
        /// The end of a sentence that the label begins.
        why: Words,
    },
    /// Nothing that the schema has is near it. The entry that is missing here by its order, where as many labels are
    /// unknown as entries are missing, is said and never proposed.
    Strange(Option<Meaning>),
}

/// An entry of the schema that a label resembles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Near {
    /// How many characters must be changed, added or dropped to make one of the other.
    pub distance: usize,
    /// The entry.
    pub meaning: Meaning,
}

impl Advice {
    /// `clear`, `doubtful` or `strange`.
    pub fn name(&self) -> &'static str {
        match self {
            Advice::Clear(_) => "clear",
            Advice::Doubtful { .. } => "doubtful",
            Advice::Strange(_) => "strange",
        }
    }

    /// The entries that the label resembles.
    pub fn near(&self) -> &[Near] {
        match self {
            Advice::Clear(near) => std::slice::from_ref(near),
            Advice::Doubtful { near, .. } => near,
            Advice::Strange(_) => &[],
        }
    }

    /// Why it is doubtful.
    pub fn why(&self) -> Option<Words> {
        match self {
            Advice::Doubtful { why, .. } => Some(*why),
            Advice::Clear(_) | Advice::Strange(_) => None,
        }
    }

    /// Of a strange label, the entry that is missing in its place.
    pub fn in_order(&self) -> Option<Meaning> {
        match self {
            Advice::Strange(in_order) => *in_order,
            Advice::Clear(_) | Advice::Doubtful { .. } => None,
        }
    }
}

impl UnknownLabel {
    /// The spelling that is proposed for the schema, if one is.
    pub fn proposed(&self) -> Option<Spelling> {
        match &self.advice {
            Advice::Clear(near) => Some(Spelling { meaning: near.meaning, text: self.spelling.clone() }),
            Advice::Doubtful { .. } | Advice::Strange(_) => None,
        }
    }

    /// Makes advice that was clear doubtful.
    pub(super) fn doubt(&mut self, why: Words) {
        if let Advice::Clear(near) = self.advice {
            self.advice = Advice::Doubtful { near: vec![near], why };
        }
    }
}

/// The layout of a document. Proposals are tried on it, and those that would move or lose a fact are none.
pub fn layout(document: &Document, schema: &Schema) -> Layout {
    let see = |bound: &Bound<'_, '_>| {
        let (tree, cells) = tree(bound);
        (tree, propose::unknown(bound, &document.parts, &cells), wanted_fields(bound))
    };
    let (report, (tree, mut unknown, wanted)) = read(document, schema, see);
    let gained = tried(document, schema, &report, &mut unknown);
    let found = |field: &FieldId| report.fact(*field).is_some();
    let stray = |field: &FieldId| {
        let field = schema.field(*field);
        field.table.is_some() && report.vintage.is_some_and(|vintage| !field.vintages.contains(vintage))
    };
    Layout {
        source: report.source.clone(),
        tree,
        vintage: report.vintage,
        unknown,
        missing: wanted.into_iter().filter(|field| !found(field)).collect(),
        strays: report.facts.iter().map(|fact| fact.field).filter(stray).collect(),
        gained,
    }
}

/// The fields that the tables must have by their vintages.
fn wanted_fields(bound: &Bound<'_, '_>) -> Vec<FieldId> {
    let schema = bound.binder.schema;
    let tables = bound.settled.tables.iter().enumerate();
    tables.filter_map(|(table, vintage)| Some(schema.wanted(table, (*vintage)?))).flatten().copied().collect()
}

/// Reads the document with the clear spellings in the schema. Those that change what was found become doubtful; what
/// the others find is returned.
fn tried(document: &Document, schema: &Schema, report: &Report, unknown: &mut [UnknownLabel]) -> Vec<FieldId> {
    let clear: Vec<usize> = (0..unknown.len()).filter(|index| unknown[*index].proposed().is_some()).collect();
    if let Some(gained) = trial(document, schema, report, unknown, &clear) {
        return gained;
    }
    let few = clear.len() <= TRIED;
    let alone = |index: &usize| few && trial(document, schema, report, unknown, &[*index]).is_some();
    let (kept, refused): (Vec<usize>, Vec<usize>) = clear.iter().partition(|index| alone(index));
    for index in refused {
        unknown[index].doubt(Words::new(
            "was tried in this report, and figures that had a field would lose it or change it",
            "在本报告中试用后，已有字段的数据会丢失或改变",
        ));
    }
    if let Some(gained) = trial(document, schema, report, unknown, &kept) {
        return gained;
    }
    for index in kept {
        unknown[index].doubt(Words::new(
            "was tried in this report together with the other proposals, and they do not go together",
            "在本报告中与其他建议一起试用后，彼此不能并存",
        ));
    }
    Vec::new()
}

/// The fields that are found besides, with these labels' proposals in the schema; `None` where a fact changes or one of
/// the labels is still not known.
fn trial(
    document: &Document,
    schema: &Schema,
    report: &Report,
    unknown: &[UnknownLabel],
    labels: &[usize],
) -> Option<Vec<FieldId>> {
    if labels.is_empty() {
        return Some(Vec::new());
    }
    let spellings: Vec<Spelling> = labels.iter().filter_map(|index| unknown[*index].proposed()).collect();
    let (after, left) = read(document, &schema.with_spellings(&spellings), |bound| {
        bound.binder.met.unknown.iter().map(|unknown| bound.reading(unknown.sheet, unknown.cell).cell.place).collect()
    });
    let left: BTreeSet<Place> = left;
    let same = report.facts.iter().all(|fact| {
        after.fact(fact.field).is_some_and(|other| (other.place, &other.value) == (fact.place, &fact.value))
    });
    let known = labels.iter().all(|index| !left.contains(&unknown[*index].place));
    let new = || after.facts.iter().map(|fact| fact.field).filter(|field| report.fact(*field).is_none());
    (same && known && report.vintage == after.vintage).then(|| new().collect())
}

/// The words of a header cell as a tree has them.
pub(super) fn words(reading: &Reading<'_>) -> String {
    match reading.cell.number() {
        Some(number) => Label::new(Some(number), &reading.cell.text()).text,
        None => Label::new(None, &reading.text).text,
    }
}

/// The tree, and the place of each of its cells with its line.
fn tree(bound: &Bound<'_, '_>) -> (String, BTreeMap<Place, usize>) {
    let unknown = bound.binder.met.unknown.iter().map(|unknown| (unknown.sheet, unknown.cell)).collect();
    let mut tree = String::new();
    let mut cells = BTreeMap::new();
    for (index, piece) in bound.pieces.iter().enumerate() {
        // The tables of a form of labels and records share their rows, which are told once.
        if bound.pieces[..index].iter().any(|other| (other.sheet, &other.rows) == (piece.sheet, &piece.rows)) {
            continue;
        }
        _ = writeln!(tree, "{}", bound.binder.schema.tables[piece.table].id);
        branch(&headers(bound, piece, &unknown), &mut tree, &mut cells);
    }
    (tree, cells)
}

/// One line a header cell: its rows and columns, counted in the lines of the grid that header cells begin or end at.
fn branch(cells: &[&Reading<'_>], tree: &mut String, lines: &mut BTreeMap<Place, usize>) {
    let grid = |edges: fn(&Reading<'_>) -> [u32; 2]| {
        let lines: BTreeSet<u32> = cells.iter().flat_map(|reading| edges(reading)).collect();
        Vec::from_iter(lines)
    };
    let rows = grid(|reading| [reading.cell.area.row, reading.cell.area.row_end()]);
    let columns = grid(|reading| [reading.start(), reading.end()]);
    let rank = |lines: &[u32], at: u32| lines.partition_point(|line| *line < at);
    for reading in cells {
        let area = reading.cell.area;
        lines.insert(reading.cell.place, lines.len());
        _ = writeln!(
            tree,
            "{}-{} {}-{} {}",
            rank(&rows, area.row),
            rank(&rows, area.row_end()),
            rank(&columns, area.column),
            rank(&columns, area.column_end()),
            propose::short(&key(&words(reading)))
        );
    }
}

/// The header cells of a piece: those that the schema knows, and those that stand where it should know them. A figure
/// among them is no word of the form.
fn headers<'b, 'a>(bound: &Bound<'b, 'a>, piece: &Piece, unknown: &HashSet<(usize, CellId)>) -> Vec<&'b Reading<'a>> {
    let binder = bound.binder;
    let heads = |reading: &&Reading<'a>| match binder.fates[piece.sheet][reading.id.0 as usize] {
        Fate::Header => true,
        Fate::Ornament => !looks_like_figure(&words(reading)),
        Fate::Prose => propose::resembles_caption(binder.schema, piece.table, reading),
        Fate::Noted => unknown.contains(&(piece.sheet, reading.id)) && !looks_like_figure(&words(reading)),
        Fate::Open | Fate::Fact => false,
    };
    let readings = binder.sheets[piece.sheet].readings.iter();
    readings.filter(|reading| piece.rows.contains(&reading.cell.area.row) && heads(reading)).collect()
}
