//! The schema's identities on the facts of a report: verdicts, and a note for each that does not hold.

use rust_decimal::Decimal;

use super::report::{Fact, Judgement, Report, Value, Verdict, chosen};
use crate::model::{Note, codes, say};
use crate::schema::{Check, FieldId, Identity, Relation, Schema, Term, key};

/// Gives the verdict on every identity that applies to the report, in schema order.
///
/// An identity applies if the report's vintage, or the vintage of its table, has all its terms. Identities across
/// years need a second report and are left out.
pub(super) fn check(mut report: Report, schema: &Schema, tables: &[Option<usize>]) -> Report {
    let given = Given::new(&report.facts, schema);
    let (mut verdicts, mut notes) = (Vec::new(), Vec::new());
    for (index, check) in schema.checks.iter().enumerate() {
        if check.series || !applies(&report, check) {
            continue;
        }
        let mut unknown = Unknown::default();
        for (instance, identity) in check.instances.iter().enumerate() {
            if !is_current(report.vintage, &given, schema, identity, tables) {
                continue;
            }
            let sums = Sums::new(&given, identity);
            let verdict = sums.verdict(identity.relation);
            match &verdict {
                Verdict::Holds => {}
                Verdict::Broken { left, right } => {
                    let note = broken(schema, check, identity, &sums, *left, *right);
                    notes.push(note);
                }
                Verdict::Unknown { if_blank_is_zero, .. } => unknown.count(identity, *if_blank_is_zero),
            }
            verdicts.push(Judgement { check: index, instance, verdict });
        }
        notes.extend(unknown.note(check));
    }
    report.verdicts.append(&mut verdicts);
    report.notes.append(&mut notes);
    report
}

/// The facts by field, the first record of each: identities ask for every field several times.
struct Given<'a>(Vec<Option<&'a Fact>>);

impl<'a> Given<'a> {
    fn new(facts: &'a [Fact], schema: &Schema) -> Self {
        let mut given = vec![None; schema.fields.len()];
        facts.iter().rev().for_each(|fact| given[fact.field.0 as usize] = Some(fact));
        Given(given)
    }

    fn fact(&self, field: FieldId) -> Option<&'a Fact> {
        self.0[field.0 as usize]
    }
}

pub(super) fn applies(report: &Report, check: &Check) -> bool {
    let condition = &check.when;
    let agency = report.identity.agency.as_ref().map_or("", |agency| agency.value.as_str());
    let named = |words: &[String]| words.iter().any(|word| agency.contains(word.as_str()));
    let says = |(section, texts): &(usize, Vec<String>)| {
        report.sections.iter().any(|found| found.section == *section && texts.contains(&key(&found.text)))
    };
    (condition.agency.is_empty() || named(&condition.agency))
        && !named(&condition.except_agency)
        && condition.section.as_ref().is_none_or(says)
}

fn is_current(
    report: Option<usize>,
    given: &Given<'_>,
    schema: &Schema,
    identity: &Identity,
    tables: &[Option<usize>],
) -> bool {
    let field = identity.left.iter().chain(&identity.right).find_map(|term| match term {
        Term::Fields { alternatives, .. } => alternatives.first().and_then(|fields| fields.first()),
        Term::Number(_) => None,
    });
    let absent = |field: &FieldId| schema.field(*field).optional && given.fact(*field).is_none();
    if field.is_some_and(absent) {
        return false;
    }
    let own = field.and_then(|field| schema.field(*field).table).and_then(|table| tables[table]);
    own.or(report).is_some_and(|vintage| identity.vintages.contains(vintage))
}

/// One term's field with its fact.
struct Summand<'a> {
    field: FieldId,
    minus: bool,
    fact: Option<&'a Fact>,
}

/// Both sides with their facts.
struct Sums<'a> {
    left: (Decimal, Vec<Summand<'a>>),
    right: (Decimal, Vec<Summand<'a>>),
}

impl<'a> Sums<'a> {
    fn new(given: &Given<'a>, identity: &Identity) -> Self {
        Sums { left: side(given, &identity.left), right: side(given, &identity.right) }
    }

    fn summands(&self) -> impl Iterator<Item = &Summand<'a>> {
        self.left.1.iter().chain(&self.right.1)
    }

    fn verdict(&self, relation: Relation) -> Verdict {
        let (left, right) = (self.total(&self.left), self.total(&self.right));
        let holds = match relation {
            Relation::Equal => left == right,
            Relation::AtLeast => left >= right,
        };
        let number = |summand: &&Summand<'_>| summand.fact.and_then(|fact| fact.value.number()).is_none();
        let missing: Vec<&Summand<'_>> = self.summands().filter(number).collect();
        if missing.is_empty() {
            return if holds { Verdict::Holds } else { Verdict::Broken { left, right } };
        }
        let empty =
            |summand: &&Summand<'_>| matches!(summand.fact.map(|fact| &fact.value), Some(Value::Blank | Value::Nil));
        let if_blank_is_zero = missing.iter().all(empty).then_some(holds);
        Verdict::Unknown { missing: missing.iter().map(|summand| summand.field).collect(), if_blank_is_zero }
    }

    fn total(&self, (number, summands): &(Decimal, Vec<Summand<'a>>)) -> Decimal {
        summands.iter().fold(*number, |sum, summand| {
            let value = summand.fact.and_then(|fact| fact.value.number()).unwrap_or_default();
            // Sums that a decimal cannot hold stay at its bound, so that they cannot seem to agree by wrapping.
            if summand.minus { sum.saturating_sub(value) } else { sum.saturating_add(value) }
        })
    }
}

/// The whole numbers of a side added up, and its fields.
fn side<'a>(given: &Given<'a>, terms: &[Term]) -> (Decimal, Vec<Summand<'a>>) {
    let mut number = Decimal::ZERO;
    let mut summands = Vec::new();
    for term in terms {
        match term {
            Term::Number(value) => number = number.saturating_add(Decimal::from(*value)),
            Term::Fields { minus, alternatives, .. } => {
                let each = chosen(alternatives, |field| given.fact(field).is_some()).iter();
                summands.extend(each.map(|field| Summand { field: *field, minus: *minus, fact: given.fact(*field) }));
            }
        }
    }
    (number, summands)
}

fn broken(schema: &Schema, check: &Check, identity: &Identity, sums: &Sums<'_>, left: Decimal, right: Decimal) -> Note {
    let written = |(number, summands): &(Decimal, Vec<Summand<'_>>), total: Decimal| {
        let mut text = if number.is_zero() { String::new() } else { number.to_string() };
        for summand in summands.iter().filter(|summand| summand.fact.is_some_and(|fact| fact.raw.trim() != "0")) {
            let sign = if summand.minus { " − " } else { " + " };
            if !text.is_empty() || summand.minus {
                text.push_str(sign);
            }
            let label = short_label(schema, summand.field, &identity.subject);
            text.push_str(&format!("{label} {}", summand.fact.map_or("", |fact| fact.raw.trim())));
        }
        if summands.is_empty() || text.is_empty() { total.to_string() } else { format!("({text}) {total}") }
    };
    let subject = if identity.subject.is_empty() { String::new() } else { format!("「{}」: ", identity.subject) };
    let sign = match identity.relation {
        Relation::Equal => "≠",
        Relation::AtLeast => "<",
    };
    let message = say!(
        "{title}; {subject}{left} {sign} {right}",
        "{title}；{subject}{left} {sign} {right}",
        title = &check.title,
        left = written(&sums.left, left),
        right = written(&sums.right, right)
    );
    let places: Vec<_> =
        sums.right.1.iter().chain(&sums.left.1).filter_map(|summand| Some(summand.fact?.place)).collect();
    let code = if check.hard { &codes::CHECK_BROKEN } else { &codes::CHECK_DOUBTFUL };
    Note::new(code, places.first().copied(), message).also(places.into_iter().skip(1))
}

/// The label that tells a term from the others of its identity.
fn short_label<'s>(schema: &'s Schema, field: FieldId, subject: &str) -> &'s str {
    let field = schema.field(field);
    let row = field.row_labels.last().map(String::as_str);
    let column = field.column_labels.last().map_or("", String::as_str);
    match row {
        Some(row) if column == subject => row,
        _ => column,
    }
}

/// The identities of one check that could not be decided.
#[derive(Default)]
struct Unknown {
    all: usize,
    not_even_with_zero: Vec<String>,
    undecidable: usize,
}

impl Unknown {
    fn count(&mut self, identity: &Identity, if_blank_is_zero: Option<bool>) {
        self.all += 1;
        match if_blank_is_zero {
            Some(true) => {}
            Some(false) => self.not_even_with_zero.push(format!("「{}」", identity.subject)),
            None => self.undecidable += 1,
        }
    }

    fn note(self, check: &Check) -> Option<Note> {
        if self.all == 0 {
            return None;
        }
        let would = self.all - self.not_even_with_zero.len() - self.undecidable;
        let mut message = say!(
            "{title}: {all} could not be checked; {would} would hold if blanks were 0",
            "{title}：{all} 项无法校验；若空白按 0 计，{would} 项成立",
            title = &check.title,
            all = self.all
        );
        if !self.not_even_with_zero.is_empty() {
            message.push(&say!(", not so {those}", "，{those}不成立", those = self.not_even_with_zero.join(" ")));
        }
        if self.undecidable > 0 {
            message.push(&say!(
                ", {count} lack a readable figure",
                "，{count} 项缺少可识别的数字",
                count = self.undecidable
            ));
        }
        Some(Note::new(&codes::CHECK_UNKNOWN, None, message))
    }
}
