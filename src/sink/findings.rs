//! What there is to say about a report, as one list: its notes, and the checks that do not hold.
//!
//! A verdict and the note about it are one finding, so notes with a check's code give way to the verdicts.

use crate::extract::{Judgement, Report, Verdict};
use crate::model::{Code, Level, Note, Place, codes};
use crate::schema::{Check, FieldId, Identity, Schema, Term};

/// One thing to say.
#[derive(Debug, Clone, Copy)]
pub enum Finding<'a> {
    /// A note.
    Note(&'a Note),
    /// A check that is broken or could not be made.
    Check {
        /// The check.
        check: &'a Check,
        /// The resolved identity.
        identity: &'a Identity,
        /// What came out.
        verdict: &'a Verdict,
    },
}

/// How many findings there are of each level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Good to know.
    pub infos: usize,
    /// Unusual, missing or doubtful.
    pub warnings: usize,
    /// Lost figures and contradictions.
    pub errors: usize,
}

impl<'a> Finding<'a> {
    /// Its code.
    pub fn code(&self) -> &'static Code {
        match self {
            Finding::Note(note) => note.code,
            Finding::Check { check, verdict, .. } => code(check, verdict),
        }
    }

    /// How much it matters.
    pub fn level(&self) -> Level {
        self.code().level
    }

    /// Where it is, in document order as far as it has a place; a check is where its first figure is.
    pub fn place(&self, report: &Report) -> Option<Place> {
        match self {
            Finding::Note(note) => note.place,
            Finding::Check { identity, .. } => identity
                .left
                .iter()
                .chain(&identity.right)
                .flat_map(|term| term_fields(term, report))
                .find_map(|field| report.fact(*field).map(|fact| fact.place)),
        }
    }

    fn of(judgement: &'a Judgement, schema: &'a Schema) -> Option<Finding<'a>> {
        let check = &schema.checks[judgement.check];
        let identity = &check.instances[judgement.instance];
        let verdict = &judgement.verdict;
        (*verdict != Verdict::Holds).then_some(Finding::Check { check, identity, verdict })
    }
}

/// The code of a verdict that does not hold.
pub fn code(check: &Check, verdict: &Verdict) -> &'static Code {
    match verdict {
        Verdict::Unknown { .. } => &codes::CHECK_UNKNOWN,
        Verdict::Holds | Verdict::Broken { .. } if check.hard => &codes::CHECK_BROKEN,
        Verdict::Holds | Verdict::Broken { .. } => &codes::CHECK_DOUBTFUL,
    }
}

/// The notes that are no verdicts said again.
pub fn notes<'a>(report: &'a Report, schema: &'a Schema) -> impl Iterator<Item = &'a Note> {
    findings(report, schema).into_iter().filter_map(|finding| match finding {
        Finding::Note(note) => Some(note),
        Finding::Check { .. } => None,
    })
}

/// Everything to say about a report: its notes in their order, then its checks in schema order.
pub fn findings<'a>(report: &'a Report, schema: &'a Schema) -> Vec<Finding<'a>> {
    let judged = !report.verdicts.is_empty();
    let of_check = |note: &Note| {
        [&codes::CHECK_BROKEN, &codes::CHECK_DOUBTFUL, &codes::CHECK_UNKNOWN].iter().any(|code| code.id == note.code.id)
    };
    let notes = report.notes.iter().filter(|note| !(judged && of_check(note))).map(Finding::Note);
    notes.chain(report.verdicts.iter().filter_map(|judgement| Finding::of(judgement, schema))).collect()
}

/// How many findings of each level a report has.
pub fn count(report: &Report, schema: &Schema) -> Counts {
    let mut counts = Counts::default();
    for finding in findings(report, schema) {
        counts.one(finding.level());
    }
    counts
}

impl Counts {
    /// Those of this level and above.
    pub fn at_least(&self, level: Level) -> usize {
        match level {
            Level::Info => self.infos + self.warnings + self.errors,
            Level::Warning => self.warnings + self.errors,
            Level::Error => self.errors,
        }
    }

    /// Counts one more.
    pub fn one(&mut self, level: Level) {
        match level {
            Level::Info => self.infos += 1,
            Level::Warning => self.warnings += 1,
            Level::Error => self.errors += 1,
        }
    }

    /// Adds another count.
    pub fn add(&mut self, other: Counts) {
        self.infos += other.infos;
        self.warnings += other.warnings;
        self.errors += other.errors;
    }
}

/// The fields of this report that a term adds.
pub fn term_fields<'a>(term: &'a Term, report: &Report) -> &'a [FieldId] {
    match term {
        Term::Fields { prior: false, alternatives, .. } => report.chosen(alternatives),
        Term::Fields { prior: true, .. } | Term::Number(_) => &[],
    }
}
