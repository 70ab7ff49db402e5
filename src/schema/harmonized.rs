//! Which figures of different vintages are one, and which must never be joined.

use toml::Spanned;

use super::error::SchemaError;
use super::file;
use super::formula;
use super::identities::{Scope, fields, scopes};
use super::load::Source as Text;
use super::types::{FieldId, Harmonized, Schema, Source, Vintages};
use crate::model::{Words, say};

/// The rules, each for every row or column that it is written for.
pub(super) fn rules(text: &Text<'_>, schema: &Schema, file: &file::File) -> Result<Vec<Harmonized>, SchemaError> {
    let mut rules: Vec<Harmonized> = Vec::new();
    let apart = apart(text, schema, &file.never_joined)?;
    for written in &file.harmonized {
        for scope in scopes(text, schema, written.per.as_ref(), &[])? {
            let rule = rule(text, schema, written, &scope)?;
            if rule.sources.is_empty() {
                continue;
            }
            never_joined(text, schema, written, &rule, &apart)?;
            if rules.iter().any(|other| other.id == rule.id) {
                let message = say!("the id `{id}` is used twice", "标识 `{id}` 重复使用", id = &rule.id);
                return Err(text.error_at(&written.id, message));
            }
            rules.push(rule);
        }
    }
    Ok(rules)
}

fn rule(
    text: &Text<'_>,
    schema: &Schema,
    written: &file::Harmonized,
    scope: &Scope,
) -> Result<Harmonized, SchemaError> {
    let mut sources: Vec<Source> = Vec::new();
    for formula in &written.sources {
        let Some(source) = source(text, schema, written.per.is_some(), formula, scope)? else { continue };
        if let Some(other) = sources.iter().find(|other| other.vintages.and(source.vintages).0 != 0) {
            let message = say!(
                "`{one}` and `{other}` are in the same vintage, so nobody could say which is meant",
                "`{one}` 与 `{other}` 属于同一版式，无法确定所指",
                one = &other.rule,
                other = &source.rule
            );
            return Err(text.error_at(formula, message));
        }
        sources.push(source);
    }
    let of = if scope.subject.is_empty() { String::new() } else { format!(" › {}", scope.subject) };
    Ok(Harmonized {
        id: format!("{}{}", written.id.get_ref(), scope_id(scope, written.per.as_ref())),
        title: format!("{}{of}", written.title),
        unit: written.unit.clone(),
        reason: written.reason.clone(),
        sources,
    })
}

/// The id of the row or column that a rule is written once for.
fn scope_id(scope: &Scope, per: Option<&Spanned<String>>) -> String {
    let place = per.and_then(|per| per.get_ref().rsplit_once('.')).map_or("", |(place, _)| place);
    let row = scope.before.strip_prefix(place).map_or("", |row| row.trim_end_matches('.'));
    if per.is_none() { String::new() } else { format!("{row}{}", scope.after) }
}

/// A source; `None` where a row or column that the rule is written for has none of its fields.
fn source(
    text: &Text<'_>,
    schema: &Schema,
    scoped: bool,
    written: &Spanned<String>,
    scope: &Scope,
) -> Result<Option<Source>, SchemaError> {
    let names = formula::names(written.get_ref())
        .map_err(|error| text.error(written.span().start + 1 + error.offset, error.message))?;
    let mut found: Vec<FieldId> = Vec::new();
    let mut rule = Vec::new();
    for path in &names {
        let own = fields(schema, scope, path);
        let below = if path.below { ".*" } else { "" };
        let whole = format!("{}{}{below}{}", scope.before, path.name, scope.after);
        if own.is_empty() {
            if scoped {
                return Ok(None);
            }
            let message = say!("there is no field `{whole}`", "没有字段 `{whole}`");
            return Err(text.error(written.span().start + 1 + path.offset, message));
        }
        found.extend(own);
        rule.push(whole);
    }
    let vintages = found.iter().fold(Vintages(u32::MAX), |all, field| all.and(schema.field(*field).vintages));
    if vintages.0 == 0 || found.iter().any(|field| schema.is_repeated(*field)) {
        let message = Words::new(
            "no vintage has all the fields of this sum, or one of them repeats",
            "没有一个版式包含该和式的全部字段，或其中有重复的字段",
        );
        return Err(text.error_at(written, message));
    }
    Ok(Some(Source { rule: rule.join(" + "), fields: found, vintages }))
}

/// Pairs of fields that mean different things, with the reason.
type Apart<'f> = Vec<(Vec<FieldId>, Vec<FieldId>, &'f str)>;

fn apart<'f>(text: &Text<'_>, schema: &Schema, written: &'f [file::NeverJoined]) -> Result<Apart<'f>, SchemaError> {
    let mut apart = Vec::new();
    for pair in written {
        let mut any = false;
        for scope in scopes(text, schema, pair.per.as_ref(), &[])? {
            let side = |side: &Spanned<String>| {
                let names = formula::names(side.get_ref())
                    .map_err(|error| text.error(side.span().start + 1 + error.offset, error.message))?;
                Ok::<Vec<FieldId>, SchemaError>(names.iter().flat_map(|path| fields(schema, &scope, path)).collect())
            };
            let (one, other) = (side(&pair.one)?, side(&pair.other)?);
            any |= !one.is_empty() && !other.is_empty();
            apart.push((one, other, pair.reason.as_str()));
        }
        if !any {
            let message = Words::new(
                "no field is called this, or none that the other side could be joined with",
                "没有这样的字段，或没有可与另一侧对应的字段",
            );
            return Err(text.error_at(&pair.one, message));
        }
    }
    Ok(apart)
}

/// Refuses a rule that joins what must never be joined.
fn never_joined(
    text: &Text<'_>,
    schema: &Schema,
    written: &file::Harmonized,
    rule: &Harmonized,
    apart: &Apart<'_>,
) -> Result<(), SchemaError> {
    let joins = |side: &[FieldId]| {
        let fields = rule.sources.iter().flat_map(|source| &source.fields);
        fields.copied().find(|field| side.contains(field))
    };
    for (one, other, reason) in apart {
        if let (Some(one), Some(other)) = (joins(one), joins(other)) {
            let (one, other) = (&schema.field(one).id, &schema.field(other).id);
            let message =
                say!("`{one}` and `{other}` must never be joined: {reason}", "`{one}` 与 `{other}` 不得合并：{reason}");
            return Err(text.error_at(&written.id, message));
        }
    }
    Ok(())
}
