//! Verdicts, and the identities that they are about.
//!
//! What a term of an identity means depends on the layout of a report, so an identity is written once for each
//! meaning that is met: a few hundred rows instead of a few hundred a report.

use std::collections::HashMap;

use rusqlite::{Connection, Result, params};

use crate::extract::{Judgement, Report, Verdict};
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

impl Identities {
    /// The number of a verdict's identity; one that was not met before is written first.
    fn id(&mut self, connection: &Connection, report: &Report, schema: &Schema, verdict: &Judgement) -> Result<i64> {
        let check = &schema.checks[verdict.check];
        let identity = &check.instances[verdict.instance];
        let key = (verdict.check, verdict.instance, meaning(identity, report));
        if let Some(id) = self.0.get(&key) {
            return Ok(*id);
        }
        let id = self.0.len() as i64 + 1;
        let Identity { subject, relation, .. } = identity;
        connection.prepare_cached("INSERT INTO identities VALUES (?, ?, ?, ?, ?, ?, ?)")?.execute(params![
            id,
            check.id,
            check.title,
            check.holds,
            subject,
            relation.sign(),
            check.hard
        ])?;
        write_terms(connection, id, "left", &identity.left, report)?;
        write_terms(connection, id, "right", &identity.right, report)?;
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

fn write_terms(connection: &Connection, identity: i64, side: &str, terms: &[Term], report: &Report) -> Result<()> {
    let mut insert = connection.prepare_cached("INSERT INTO check_terms VALUES (?, ?, ?, ?, ?, ?, ?)")?;
    let mut position = 0;
    for term in terms {
        let (minus, prior, number) = match term {
            Term::Number(number) => (false, false, Some(*number)),
            Term::Fields { minus, prior, .. } => (*minus, *prior, None),
        };
        let fields = fields(term, report).iter().map(|field| Some(field.0));
        let none = number.map(|_| None);
        for field in fields.chain(none) {
            position += 1;
            insert.execute(params![identity, side, position, minus, prior, number, field])?;
        }
    }
    Ok(())
}
