//! Identities resolved against the fields: one instance for every row, column or group that a check speaks of.

use super::error::SchemaError;
use super::file;
use super::formula::{self, Formula, Path, Summand, What};
use super::load::Source;
use super::normal::key;
use super::types::{Check, Condition, FieldId, Identity, Schema, Term, Vintages};
use crate::model::{Words, say};

pub(super) fn resolve(source: &Source<'_>, schema: &Schema, written: &file::Check) -> Result<Check, SchemaError> {
    let formula = formula::parse(written.holds.get_ref())
        .map_err(|error| source.error(inside(written, error.offset), error.message))?;
    let scopes = scopes(source, schema, written.per.as_ref(), &written.within)?;
    every_name_is_known(source, schema, written, &formula, &scopes)?;
    let mut instances = Vec::new();
    for scope in scopes {
        let left = terms(schema, &scope, &formula.left);
        let right = terms(schema, &scope, &formula.right);
        let vintages = left.iter().chain(&right).fold(Vintages(u32::MAX), |all, term| all.and(lives(schema, term)));
        let empty = left.iter().chain(&right).any(is_empty);
        if !empty && vintages.0 != 0 {
            instances.push(Identity { subject: scope.subject, relation: formula.relation, left, right, vintages });
        }
    }
    if instances.is_empty() {
        return Err(source.error_at(
            &written.holds,
            Words::new("no vintage has all the terms of this identity", "没有一个版式包含该勾稽关系的全部项"),
        ));
    }
    Ok(Check {
        id: written.id.get_ref().clone(),
        title: written.title.clone(),
        holds: written.holds.get_ref().clone(),
        hard: hard(source, written)?,
        series: series(source, written, &formula)?,
        when: condition(source, schema, written)?,
        instances,
    })
}

/// The byte in the file of a byte in the identity, which begins after its opening quotation mark.
fn inside(written: &file::Check, offset: usize) -> usize {
    written.holds.span().start + 1 + offset
}

/// What an instance is about: the ids that go before and after the names in the identity.
pub(super) struct Scope {
    pub subject: String,
    pub before: String,
    pub after: String,
}

pub(super) fn scopes(
    source: &Source<'_>,
    schema: &Schema,
    per: Option<&toml::Spanned<String>>,
    within: &[toml::Spanned<String>],
) -> Result<Vec<Scope>, SchemaError> {
    match (per, within) {
        (Some(per), []) => axis_scopes(source, schema, per),
        (Some(per), _) => Err(source.error_at(
            per,
            Words::new("a check has either `per` or `within`", "一项校验只能有 `per` 或 `within` 之一"),
        )),
        (None, []) => Ok(vec![Scope { subject: String::new(), before: String::new(), after: String::new() }]),
        (None, prefixes) => prefixes
            .iter()
            .map(|prefix| {
                let id = prefix.get_ref();
                let subject = schema
                    .fields
                    .iter()
                    .find(|field| field.id.strip_prefix(id.as_str()).is_some_and(|rest| rest.starts_with('.')))
                    .map(|field| field.labels().take(field.labels().count() - 1).collect::<Vec<_>>().join(" › "))
                    .ok_or_else(|| {
                        source.error_at(
                            prefix,
                            say!("no field's id begins with `{id}.`", "没有以 `{id}.` 开头的字段标识"),
                        )
                    })?;
                Ok(Scope { subject, before: format!("{id}."), after: String::new() })
            })
            .collect(),
    }
}

/// `table.columns`: once for each column, the names are rows. `table.rows`: once for each row, the names are columns.
fn axis_scopes(source: &Source<'_>, schema: &Schema, per: &toml::Spanned<String>) -> Result<Vec<Scope>, SchemaError> {
    let wrong = || {
        source.error_at(
            per,
            Words::new(
                "`per` is the id of a table or of one of its bands, then `.columns` or `.rows`",
                "`per` 应为表或其分栏的标识，后接 `.columns` 或 `.rows`",
            ),
        )
    };
    let (place, axis) = per.get_ref().rsplit_once('.').ok_or_else(wrong)?;
    let (table, band) = place.split_once('.').unwrap_or((place, ""));
    let table = schema.tables.iter().find(|known| known.id == table).ok_or_else(wrong)?;
    let band = table.bands.iter().find(|known| known.id == band).ok_or_else(wrong)?;
    let entries = match axis {
        "columns" => &band.columns,
        "rows" => &band.rows,
        _ => return Err(wrong()),
    };
    let scopes = entries.iter().filter(|entry| !entry.group).map(|entry| Scope {
        subject: entry.label.clone(),
        before: if axis == "columns" { format!("{place}.") } else { format!("{place}.{}.", entry.id) },
        after: if axis == "columns" { format!(".{}", entry.id) } else { String::new() },
    });
    Ok(scopes.collect())
}

fn paths(formula: &Formula) -> impl Iterator<Item = &Path> {
    formula.left.iter().chain(&formula.right).flat_map(|summand| match &summand.what {
        What::Paths(paths) => paths.as_slice(),
        What::Number(_) => &[],
    })
}

/// A name may be missing in some rows or columns (of another vintage, say), but not in all.
fn every_name_is_known(
    source: &Source<'_>,
    schema: &Schema,
    written: &file::Check,
    formula: &Formula,
    scopes: &[Scope],
) -> Result<(), SchemaError> {
    for path in paths(formula) {
        if scopes.iter().all(|scope| fields(schema, scope, path).is_empty()) {
            let (before, after) = scopes.first().map_or(("", ""), |scope| (&scope.before, &scope.after));
            let below = if path.below { ".*" } else { "" };
            let message = say!(
                "there is no field `{before}{name}{below}{after}`",
                "没有字段 `{before}{name}{below}{after}`",
                name = &path.name
            );
            return Err(source.error(inside(written, path.offset), message));
        }
    }
    Ok(())
}

fn terms(schema: &Schema, scope: &Scope, summands: &[Summand]) -> Vec<Term> {
    let term = |summand: &Summand| match &summand.what {
        What::Number(number) => Term::Number(if summand.minus { -number } else { *number }),
        What::Paths(paths) => Term::Fields {
            minus: summand.minus,
            prior: paths.iter().any(|path| path.prior),
            alternatives: paths
                .iter()
                .map(|path| fields(schema, scope, path))
                .filter(|found| !found.is_empty())
                .collect(),
        },
    };
    summands.iter().map(term).collect()
}

/// The fields that a name stands for, in schema order. Below a name, a field that has figures of its own stands for
/// those that belong to it, or they would be counted twice.
pub(super) fn fields(schema: &Schema, scope: &Scope, path: &Path) -> Vec<FieldId> {
    let start = format!("{}{}", scope.before, path.name);
    if !path.below {
        return schema.find(&format!("{start}{}", scope.after)).into_iter().collect();
    }
    let between = |middle: &str| {
        let mut ends = middle.match_indices('.').map(|(at, _)| at).filter(|at| *at > 0);
        ends.any(|end| schema.find(&format!("{start}{}{}", &middle[..end], scope.after)).is_some())
    };
    let meant = |id: &str| {
        let middle = id.strip_prefix(&start).and_then(|rest| rest.strip_suffix(&scope.after));
        middle.is_some_and(|middle| middle.starts_with('.') && !between(middle))
    };
    schema.each_field().filter(|(_, field)| meant(&field.id)).map(|(id, _)| id).collect()
}

/// The vintages in which a term can be given: those of any alternative.
fn lives(schema: &Schema, term: &Term) -> Vintages {
    match term {
        Term::Number(_) => Vintages(u32::MAX),
        Term::Fields { alternatives, .. } => alternatives.iter().fold(Vintages(0), |any, fields| {
            let all = fields.iter().fold(Vintages(u32::MAX), |all, field| all.and(schema.field(*field).vintages));
            Vintages(any.0 | all.0)
        }),
    }
}

fn is_empty(term: &Term) -> bool {
    matches!(term, Term::Fields { alternatives, .. } if alternatives.is_empty())
}

fn hard(source: &Source<'_>, written: &file::Check) -> Result<bool, SchemaError> {
    match &written.level {
        None => Ok(true),
        Some(level) if level.get_ref() == "hard" => Ok(true),
        Some(level) if level.get_ref() == "soft" => Ok(false),
        Some(level) => {
            Err(source
                .error_at(level, Words::new("`level` is \"hard\" or \"soft\"", "`level` 应为 \"hard\" 或 \"soft\"")))
        }
    }
}

fn series(source: &Source<'_>, written: &file::Check, formula: &Formula) -> Result<bool, SchemaError> {
    let prior = paths(formula).any(|path| path.prior);
    match &written.scope {
        None if prior => Err(source.error_at(
            &written.holds,
            Words::new(
                "an identity with `prior.` needs `scope = \"series\"`",
                "含 `prior.` 的勾稽关系须写明 `scope = \"series\"`",
            ),
        )),
        None => Ok(false),
        Some(scope) if scope.get_ref() == "series" => Ok(true),
        Some(scope) => Err(source
            .error_at(scope, Words::new("`scope` is \"series\" or is left out", "`scope` 应为 \"series\" 或不写"))),
    }
}

fn condition(source: &Source<'_>, schema: &Schema, written: &file::Check) -> Result<Condition, SchemaError> {
    let section = match &written.section {
        None => None,
        Some(id) => {
            let index = schema.sections.iter().position(|section| section.id == *id.get_ref());
            let index = index.ok_or_else(|| {
                source.error_at(id, say!("there is no section `{id}`", "没有章节 `{id}`", id = id.get_ref()))
            })?;
            Some((index, written.says.iter().map(|text| key(text)).collect()))
        }
    };
    Ok(Condition { agency: written.agency.clone(), except_agency: written.except_agency.clone(), section })
}
