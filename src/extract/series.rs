//! Identities across years: what one report carries over, the next one must begin with.
//!
//! Of each report just the figures that these identities speak of are kept (`kept`).

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::check;
use super::kept::{Kept, Opened};
use super::report::{Report, Value, Verdict};
use crate::model::{Note, Place, codes, say};
use crate::schema::{Check, FieldId, Identity, Relation, Schema, Term};

/// Reports of several years, gathered to be compared.
#[derive(Debug)]
pub struct Series<'s> {
    schema: &'s Schema,
    /// The fields that identities across years speak of, in schema order.
    wanted: Vec<FieldId>,
    reports: Vec<Kept>,
}

/// Comparisons that are made at once, or a few more: those of one pair of reports stay together.
const PIECE: usize = 256;

/// A figure of one of two reports.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Its number; `None` where it is none.
    pub number: Option<Decimal>,
    /// `value`, `blank`, `nil` or `unreadable`.
    pub state: &'static str,
    /// The cell's text as it is.
    pub raw: String,
    /// The cell.
    pub place: Place,
}

/// How two reports are known to be of one agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matched {
    /// Their names are the same.
    Same,
    /// They are the same but for white space.
    WhiteSpace,
    /// One has this region before it.
    Region(String),
}

impl Matched {
    /// `same`, `white-space`, or the region that one of the names has before it.
    pub fn name(&self) -> &str {
        match self {
            Matched::Same => "same",
            Matched::WhiteSpace => "white-space",
            Matched::Region(region) => region,
        }
    }
}

/// An identity between the report of one year and that of the year before.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The index of the check in the schema.
    pub check: usize,
    /// The index of the instance in the check.
    pub instance: usize,
    /// The agency as the later report names it.
    pub agency: String,
    /// The agency as the earlier report names it.
    pub prior_agency: String,
    /// How the two names are known to be one agency's.
    pub matched: Matched,
    /// The later report's year; the other is the year before.
    pub year: i32,
    /// The later report.
    pub source: String,
    /// The earlier report.
    pub prior_source: String,
    /// What came out.
    pub verdict: Verdict,
    /// What the left side adds.
    pub left: Vec<Compare>,
    /// What the right side adds.
    pub right: Vec<Compare>,
}

/// A figure that a comparison adds.
#[derive(Debug, Clone, PartialEq)]
pub struct Compare {
    /// Whether it is subtracted.
    pub minus: bool,
    /// Whether it is of the earlier report.
    pub prior: bool,
    /// The field.
    pub field: FieldId,
    /// What the report says; `None` where it has no cell.
    pub known: Option<Known>,
}

/// What came of comparing.
#[derive(Debug, Default, PartialEq)]
pub struct Compared {
    /// By agency, year, and the schema's order of identities.
    pub comparisons: Vec<Comparison>,
    /// What could not be compared, and why.
    pub notes: Vec<Note>,
}

impl<'s> Series<'s> {
    /// Ready for reports by this schema.
    pub fn new(schema: &'s Schema) -> Self {
        let mut wanted: Vec<FieldId> = across(schema)
            .flat_map(|(_, check)| &check.instances)
            .flat_map(|identity| identity.left.iter().chain(&identity.right))
            .flat_map(|term| match term {
                Term::Fields { alternatives, .. } => alternatives.concat(),
                Term::Number(_) => Vec::new(),
            })
            .collect();
        wanted.sort_unstable();
        wanted.dedup();
        Series { schema, wanted, reports: Vec::new() }
    }

    /// Keeps what is needed of a report. One that does not say who, when or in which layout is left out.
    pub fn add(&mut self, report: &Report) {
        let applies = across(self.schema).map(|(_, check)| check::applies(report, check)).collect();
        self.reports.extend(Kept::new(report, &self.wanted, applies));
    }

    /// Compares each report with that of the year before. The order in which reports were added says nothing.
    pub fn finish(self) -> Compared {
        let mut all = Compared::default();
        for piece in self.pieces() {
            all.comparisons.extend(piece.comparisons);
            all.notes.extend(piece.notes);
        }
        all
    }

    /// The same in pieces of some hundred comparisons each, so that never all of them are in memory. The notes are the
    /// last piece.
    pub fn pieces(mut self) -> impl Iterator<Item = Compared> + use<'s> {
        self.reports.sort_by(|a, b| (&a.agency, a.year, &a.source).cmp(&(&b.agency, b.year, &b.source)));
        let mut notes = Vec::new();
        let mut pairs = self.pairs(&mut notes).into_iter();
        let mut notes = Some(notes);
        std::iter::from_fn(move || {
            let mut comparisons = Vec::new();
            while comparisons.len() < PIECE
                && let Some((later, prior)) = pairs.next()
            {
                self.compare(later, prior, &mut comparisons);
            }
            match comparisons.is_empty() {
                false => Some(Compared { comparisons, notes: Vec::new() }),
                true => notes.take().map(|notes| Compared { comparisons, notes }),
            }
        })
    }

    /// The indices of reports and those of the year before, by agency and year.
    fn pairs(&self, notes: &mut Vec<Note>) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for agency in self.agencies(notes) {
            let years = self.years(&agency, notes);
            for (year, later) in &years {
                match years.get(&(year - 1)) {
                    Some(prior) => pairs.push((*later, *prior)),
                    None => {
                        let before = years.range(..year).next_back();
                        notes.extend(before.map(|(before, index)| self.gap(*before, *index, *later)));
                    }
                }
            }
        }
        // Reports are sorted by agency and year.
        pairs.sort_unstable();
        pairs
    }

    /// The indices of the reports of each agency.
    fn agencies(&self, notes: &mut Vec<Note>) -> Vec<Vec<usize>> {
        let names = &self.schema.agencies;
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, report) in self.reports.iter().enumerate() {
            by_name.entry(names.plain(&report.agency)).or_default().push(index);
        }
        // Longer names that are a shorter one with a region before it.
        let mut longer: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for name in by_name.keys() {
            if let Some((_, rest)) = names.without_region(name)
                && by_name.contains_key(rest)
            {
                longer.entry(rest.to_owned()).or_default().push(name.clone());
            }
        }
        for (short, long) in longer {
            let [one] = long.as_slice() else {
                let words = long.join("、");
                let message = say!(
                    "{short} may be any of {words} without the region before it",
                    "{short} 可能是去掉地区前缀后的以下任一机关：{words}"
                );
                notes.push(Note::new(&codes::SERIES_AMBIGUOUS, None, message));
                continue;
            };
            let joined = by_name.remove(one).unwrap_or_default();
            by_name.entry(short).or_default().extend(joined);
        }
        by_name.into_values().collect()
    }

    /// The report of each year. Two that say the same of a year are one; two that do not are none.
    fn years(&self, agency: &[usize], notes: &mut Vec<Note>) -> BTreeMap<i32, usize> {
        let mut by_year: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
        for index in agency {
            by_year.entry(self.reports[*index].year).or_default().push(*index);
        }
        let mut years = BTreeMap::new();
        for (year, indices) in by_year {
            let first = self.reports[indices[0]].open();
            let says = |other: &Opened<'_>| other.texts().eq(first.texts());
            match indices[1..].iter().map(|index| self.reports[*index].open()).find(|other| !says(other)) {
                None => {
                    years.insert(year, indices[0]);
                }
                Some(other) => {
                    let message = say!(
                        "{one} and {two} both report for {agency} of {year}, and differ",
                        "{one} 和 {two} 都是 {agency} {year} 年的报告，内容不同",
                        one = &first.kept.source,
                        two = &other.kept.source,
                        agency = &first.kept.agency
                    );
                    notes.push(Note::new(&codes::SERIES_AMBIGUOUS, None, message));
                }
            }
        }
        years
    }

    fn gap(&self, before: i32, index: usize, later: usize) -> Note {
        let (prior, later) = (&self.reports[index], &self.reports[later]);
        let message = say!(
            "{agency}: there is no report between {before} ({one}) and {after} ({two})",
            "{agency}：{before} 年（{one}）与 {after} 年（{two}）之间没有报告",
            agency = &later.agency,
            one = &prior.source,
            after = later.year,
            two = &later.source
        );
        Note::new(&codes::SERIES_GAP, None, message)
    }

    fn compare(&self, later: usize, prior: usize, comparisons: &mut Vec<Comparison>) {
        let (opened, opened_prior) = (self.reports[later].open(), self.reports[prior].open());
        let (later, prior) = (opened.kept, opened_prior.kept);
        for (number, (index, check)) in across(self.schema).enumerate() {
            if !later.applies[number] {
                continue;
            }
            for (instance, identity) in check.instances.iter().enumerate() {
                let Some((left, right)) = self.sides(identity, &opened, &opened_prior) else { continue };
                comparisons.push(Comparison {
                    check: index,
                    instance,
                    agency: later.agency.to_string(),
                    prior_agency: prior.agency.to_string(),
                    matched: self.matched(&later.agency, &prior.agency),
                    year: later.year,
                    source: later.source.to_string(),
                    prior_source: prior.source.to_string(),
                    verdict: verdict(identity, &left, &right),
                    left,
                    right,
                });
            }
        }
    }

    fn matched(&self, one: &str, other: &str) -> Matched {
        let names = &self.schema.agencies;
        let (plain, other_plain) = (names.plain(one), names.plain(other));
        let (long, short) = if plain.len() > other_plain.len() { (plain, other_plain) } else { (other_plain, plain) };
        match names.without_region(&long) {
            _ if one == other => Matched::Same,
            Some((region, rest)) if rest == short => Matched::Region(region.to_owned()),
            _ => Matched::WhiteSpace,
        }
    }

    /// Both sides of an identity; `None` where one of the layouts does not have what it speaks of.
    fn sides(
        &self,
        identity: &Identity,
        later: &Opened<'_>,
        prior: &Opened<'_>,
    ) -> Option<(Vec<Compare>, Vec<Compare>)> {
        let side = |terms: &[Term]| -> Option<Vec<Compare>> {
            let mut all = Vec::new();
            for term in terms {
                let Term::Fields { minus, prior: of_prior, alternatives } = term else { continue };
                let report = if *of_prior { prior } else { later };
                let has = |field: &FieldId| self.schema.field(*field).vintages.contains(report.kept.vintage);
                let given = |fields: &&Vec<FieldId>| fields.iter().any(|field| report.known(*field).is_some());
                let fields = alternatives.iter().filter(|fields| fields.iter().all(has));
                let chosen = fields.clone().find(given).or_else(|| fields.clone().next())?;
                let absent = |field: &FieldId| self.schema.field(*field).optional && report.known(*field).is_none();
                if chosen.iter().any(absent) {
                    return None;
                }
                all.extend(chosen.iter().map(|field| Compare {
                    minus: *minus,
                    prior: *of_prior,
                    field: *field,
                    known: report.known(*field).cloned(),
                }));
            }
            Some(all)
        };
        Some((side(&identity.left)?, side(&identity.right)?))
    }
}

/// The identities across years with their indices in the schema.
fn across(schema: &Schema) -> impl Iterator<Item = (usize, &Check)> {
    schema.checks.iter().enumerate().filter(|(_, check)| check.series)
}

fn verdict(identity: &Identity, left: &[Compare], right: &[Compare]) -> Verdict {
    let (left_sum, right_sum) = (total(&identity.left, left), total(&identity.right, right));
    let holds = match identity.relation {
        Relation::Equal => left_sum == right_sum,
        Relation::AtLeast => left_sum >= right_sum,
    };
    let number = |term: &&Compare| term.known.as_ref().and_then(|known| known.number).is_none();
    let missing: Vec<&Compare> = left.iter().chain(right).filter(number).collect();
    if missing.is_empty() {
        return if holds { Verdict::Holds } else { Verdict::Broken { left: left_sum, right: right_sum } };
    }
    let empty =
        |term: &&Compare| term.known.as_ref().is_some_and(|known| [Value::BLANK, Value::NIL].contains(&known.state));
    let if_blank_is_zero = missing.iter().all(empty).then_some(holds);
    Verdict::Unknown { missing: missing.iter().map(|term| term.field).collect(), if_blank_is_zero }
}

/// The sum of a side, its whole numbers included; one that a decimal cannot hold stays at its bound.
fn total(terms: &[Term], summands: &[Compare]) -> Decimal {
    let numbers = terms.iter().filter_map(|term| match term {
        Term::Number(number) => Some(Decimal::from(*number)),
        Term::Fields { .. } => None,
    });
    let figures = summands.iter().map(|term| {
        let number = term.known.as_ref().and_then(|known| known.number).unwrap_or_default();
        if term.minus { -number } else { number }
    });
    numbers.chain(figures).fold(Decimal::ZERO, Decimal::saturating_add)
}
