//! Verdicts, and the identities that they are about.
//!
//! What a term of an identity means depends on the layout of a report, so an identity is written once for each
//! meaning that is met: a few hundred rows instead of a few hundred a report.

use std::collections::HashMap;

use rusqlite::{Connection, Result, params};

use crate::extract::{Compare, Comparison, Judgement, Report, Verdict};
use crate::schema::{FieldId, Identity, Schema, Term};

/// The identities that were met: check, instance and the fields that each term means.
#[derive(Default)]
pub(super) struct Identities(HashMap<(usize, usize, Vec<FieldId>), i64>);

pub(super) fn write_checks(
    connection: &Connection,
    id: i64,
    report: &Report,
    schema: &Schema,
    identities: &mut Identities,
) -> Result<()> {
    let mut insert = connection.prepare_cached("INSERT INTO checks VALUES (?, ?, ?, ?, ?, ?)")?;
    let mut insert_missing = connection.prepare_cached("INSERT INTO check_missing VALUES (?, ?, ?)")?;
    for judgement in &report.verdicts {
        let identity = identities.id(connection, report, schema, judgement)?;
        let (left, right) = match &judgement.verdict {
            Verdict::Broken { left, right } => (Some(left.to_string()), Some(right.to_string())),
            Verdict::Holds | Verdict::Unknown { .. } => (None, None),
        };
        let (missing, if_zero) = match &judgement.verdict {
            Verdict::Unknown { missing, if_blank_is_zero } => (missing.as_slice(), *if_blank_is_zero),
            Verdict::Holds | Verdict::Broken { .. } => (&[][..], None),
        };
        insert.execute(params![id, identity, judgement.verdict.name(), left, right, if_zero])?;
        let mut written: Vec<FieldId> = missing.to_vec();
        written.sort_unstable();
        written.dedup();
        for field in written {
            insert_missing.execute(params![id, identity, field.0])?;
        }
    }
    Ok(())
}

/// Writes the verdicts between two years. The reports are those of these files, agencies and years that were written.
pub(super) fn write_series(
    connection: &Connection,
    comparisons: &[Comparison],
    schema: &Schema,
    identities: &mut Identities,
) -> Result<()> {
    let mut find = connection.prepare("SELECT min(id) FROM reports WHERE file = ? AND agency = ? AND year = ?")?;
    let mut insert = connection.prepare("INSERT INTO series VALUES (?, ?, ?, ?, ?, ?, ?, ?)")?;
    for comparison in comparisons {
        let Comparison { source, prior_source, agency, prior_agency, year, verdict, .. } = comparison;
        let mut report = |file: &str, agency: &str, year: i32| {
            find.query_one(params![file, agency, year], |row| row.get::<_, i64>(0))
        };
        let (id, prior) = (report(source, agency, *year)?, report(prior_source, prior_agency, year - 1)?);
        let identity = identities.id_of_years(connection, schema, comparison)?;
        let (left, right, if_zero) = match verdict {
            Verdict::Holds => (None, None, None),
            Verdict::Broken { left, right } => (Some(left.to_string()), Some(right.to_string()), None),
            Verdict::Unknown { if_blank_is_zero, .. } => (None, None, *if_blank_is_zero),
        };
        let matched = comparison.matched.name();
        insert.execute(params![id, prior, identity, matched, verdict.name(), left, right, if_zero])?;
    }
    Ok(())
}

impl Identities {
    /// The number of a verdict's identity; one that was not met before is written first.
    fn id(&mut self, connection: &Connection, report: &Report, schema: &Schema, verdict: &Judgement) -> Result<i64> {
        let identity = &schema.checks[verdict.check].instances[verdict.instance];
        let key = (verdict.check, verdict.instance, meaning(identity, report));
        self.known_or(connection, schema, key, |id| {
            write_terms(connection, id, "left", &terms(&identity.left, report))?;
            write_terms(connection, id, "right", &terms(&identity.right, report))
        })
    }

    /// The number of the identity of a comparison; one that was not met before is written first.
    fn id_of_years(&mut self, connection: &Connection, schema: &Schema, comparison: &Comparison) -> Result<i64> {
        let identity = &schema.checks[comparison.check].instances[comparison.instance];
        let fields = comparison.left.iter().chain(&comparison.right).map(|term| term.field);
        let key = (comparison.check, comparison.instance, fields.collect());
        self.known_or(connection, schema, key, |id| {
            write_terms(connection, id, "left", &terms_of_years(&comparison.left, &identity.left))?;
            write_terms(connection, id, "right", &terms_of_years(&comparison.right, &identity.right))
        })
    }

    fn known_or(
        &mut self,
        connection: &Connection,
        schema: &Schema,
        key: (usize, usize, Vec<FieldId>),
        write_terms: impl FnOnce(i64) -> Result<()>,
    ) -> Result<i64> {
        if let Some(id) = self.0.get(&key) {
            return Ok(*id);
        }
        let id = self.0.len() as i64 + 1;
        let check = &schema.checks[key.0];
        let Identity { subject, relation, .. } = &check.instances[key.1];
        connection.prepare_cached("INSERT INTO identities VALUES (?, ?, ?, ?, ?, ?, ?)")?.execute(params![
            id,
            check.id,
            check.title,
            check.holds,
            subject,
            relation.sign(),
            check.hard
        ])?;
        write_terms(id)?;
        self.0.insert(key, id);
        Ok(id)
    }
}

/// All fields that are meant, in order.
fn meaning(identity: &Identity, report: &Report) -> Vec<FieldId> {
    let terms = identity.left.iter().chain(&identity.right);
    terms.flat_map(|term| fields(term, report)).copied().collect()
}

fn fields<'s>(term: &'s Term, report: &Report) -> &'s [FieldId] {
    match term {
        Term::Number(_) => &[],
        Term::Fields { alternatives, .. } => report.chosen(alternatives),
    }
}

/// A summand: a number that the identity itself has, or a field.
struct Summand {
    minus: bool,
    prior: bool,
    number: Option<i64>,
    field: Option<FieldId>,
}

impl Summand {
    fn number(number: i64) -> Summand {
        Summand { minus: false, prior: false, number: Some(number), field: None }
    }
}

fn terms(terms: &[Term], report: &Report) -> Vec<Summand> {
    let mut summands = Vec::new();
    for term in terms {
        match term {
            Term::Number(number) => summands.push(Summand::number(*number)),
            Term::Fields { minus, prior, .. } => {
                let own = fields(term, report).iter();
                summands.extend(own.map(|id| Summand { minus: *minus, prior: *prior, number: None, field: Some(*id) }));
            }
        }
    }
    summands
}

fn terms_of_years(compared: &[Compare], terms: &[Term]) -> Vec<Summand> {
    let fields = compared.iter().map(|term| Summand {
        minus: term.minus,
        prior: term.prior,
        number: None,
        field: Some(term.field),
    });
    let numbers = terms.iter().filter_map(|term| match term {
        Term::Number(number) => Some(Summand::number(*number)),
        Term::Fields { .. } => None,
    });
    fields.chain(numbers).collect()
}

fn write_terms(connection: &Connection, identity: i64, side: &str, summands: &[Summand]) -> Result<()> {
    let mut insert = connection.prepare_cached("INSERT INTO check_terms VALUES (?, ?, ?, ?, ?, ?, ?)")?;
    for (position, Summand { minus, prior, number, field }) in (1_i64..).zip(summands) {
        insert.execute(params![identity, side, position, minus, prior, number, field.map(|field| field.0)])?;
    }
    Ok(())
}
