//! Figures of several vintages joined by the rules of the schema: which source gave each, and why none did.
//!
//! Nothing is converted and no blank counts as zero: a sum of figures of which one is missing is no figure.

use rust_decimal::Decimal;

use super::report::{Fact, Report, Value};
use crate::schema::{Harmonized, Schema, Source};

/// What a rule makes of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Joined<'s, 'r> {
    /// The rule.
    pub rule: &'s Harmonized,
    /// The source that applies; `None` where the report's vintage has none.
    pub source: Option<&'s Source>,
    /// What came out.
    pub figure: Figure<'r>,
}

/// What came out of a rule.
#[derive(Debug, Clone, PartialEq)]
pub enum Figure<'r> {
    /// The figure, or the sum of the figures.
    Value(Decimal),
    /// The vintage has no source for it.
    NotOnForm,
    /// A figure has no cell.
    Missing,
    /// A cell is blank.
    Blank,
    /// A cell holds a mark that stands for nothing, as written.
    Nil(&'r str),
    /// A cell cannot be read, or has another unit than the rule; its text.
    Unreadable(&'r str),
}

impl Figure<'_> {
    /// `value`, `not-on-form`, `missing`, `blank`, `nil` or `unreadable`.
    pub fn state(&self) -> &'static str {
        match self {
            Figure::Value(_) => Value::VALUE,
            Figure::NotOnForm => "not-on-form",
            Figure::Missing => "missing",
            Figure::Blank => Value::BLANK,
            Figure::Nil(_) => Value::NIL,
            Figure::Unreadable(_) => Value::UNREADABLE,
        }
    }
}

/// What every rule of the schema makes of a report, in schema order.
pub fn harmonize<'s, 'r>(report: &'r Report, schema: &'s Schema) -> Vec<Joined<'s, 'r>> {
    schema.harmonized.iter().map(|rule| joined(report, schema, rule)).collect()
}

fn joined<'s, 'r>(report: &'r Report, schema: &'s Schema, rule: &'s Harmonized) -> Joined<'s, 'r> {
    let source = source(report, rule);
    let figure = source.map_or(Figure::NotOnForm, |source| sum(report, schema, rule, source));
    Joined { rule, source, figure }
}

/// The source that the report has a figure of; else that of its vintage. Where tables follow several vintages and two
/// sources have figures, that of the report's own vintage is meant.
fn source<'s>(report: &Report, rule: &'s Harmonized) -> Option<&'s Source> {
    let own = rule.sources.iter().find(|source| report.vintage.is_some_and(|own| source.vintages.contains(own)));
    let found = |source: &&Source| source.fields.iter().any(|field| report.fact(*field).is_some());
    own.filter(found).or_else(|| rule.sources.iter().find(found)).or(own)
}

fn sum<'r>(report: &'r Report, schema: &Schema, rule: &Harmonized, source: &Source) -> Figure<'r> {
    let mut sum = Decimal::ZERO;
    let mut worst: Option<Figure<'r>> = None;
    for field in &source.fields {
        let figure = report.fact(*field).map_or(Figure::Missing, |fact| figure(fact, rule));
        match figure {
            Figure::Value(value) => sum = sum.saturating_add(value),
            Figure::Missing if schema.field(*field).optional => {}
            other => worst = Some(worst.take().filter(|worst| rank(worst) >= rank(&other)).unwrap_or(other)),
        }
    }
    worst.unwrap_or(Figure::Value(sum))
}

fn figure<'r>(fact: &'r Fact, rule: &Harmonized) -> Figure<'r> {
    let odd = fact.unit.as_ref().is_some_and(|unit| rule.unit.as_ref().is_some_and(|own| *own != unit.name));
    match &fact.value {
        Value::Blank => Figure::Blank,
        Value::Nil => Figure::Nil(&fact.raw),
        Value::Integer(value) if !odd => Figure::Value(Decimal::from(*value)),
        Value::Decimal(value) if !odd => Figure::Value(*value),
        _ => Figure::Unreadable(&fact.raw),
    }
}

/// Which of several reasons is told.
fn rank(figure: &Figure<'_>) -> u8 {
    match figure {
        Figure::Value(_) | Figure::NotOnForm => 0,
        Figure::Nil(_) => 1,
        Figure::Blank => 2,
        Figure::Missing => 3,
        Figure::Unreadable(_) => 4,
    }
}
