//! The schema's identities on the facts of a report: verdicts, and a note for each that does not hold.

use rust_decimal::Decimal;

use super::report::{Fact, Judgement, Report, Value, Verdict, chosen};
use crate::model::{Note, Text, codes, say};
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
            let verdict = verdict(&given, identity);
            match &verdict {
                Verdict::Holds => {}
                Verdict::Broken { left, right } => {
                    notes.push(broken(schema, check, identity, &given, [*left, *right]));
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

impl<'a> Summand<'a> {
    fn value(&self) -> Option<&'a Value> {
        self.fact.map(|fact| &fact.value)
    }
}

/// The fields of a side with their facts.
fn summands<'a>(given: &Given<'a>, terms: &[Term]) -> impl Iterator<Item = Summand<'a>> {
    terms.iter().flat_map(move |term| {
        let (minus, fields) = match term {
            Term::Number(_) => (false, &[][..]),
            Term::Fields { minus, alternatives, .. } => {
                (*minus, chosen(alternatives, |field| given.fact(field).is_some()))
            }
        };
        fields.iter().map(move |field| Summand { field: *field, minus, fact: given.fact(*field) })
    })
}

/// A side added up, and whether each of its fields has a number.
struct Total {
    sum: Decimal,
    complete: bool,
}

impl Total {
    fn of(given: &Given<'_>, terms: &[Term]) -> Self {
        // Nearly all figures are whole numbers, of which no side has so many that their sum would not fit.
        let (mut whole, mut rest, mut complete) = (number(terms), Decimal::ZERO, true);
        for summand in summands(given, terms) {
            match summand.value() {
                Some(Value::Integer(value)) if summand.minus => whole -= i128::from(*value),
                Some(Value::Integer(value)) => whole += i128::from(*value),
                // Sums that a decimal cannot hold stay at its bound, so that they cannot seem to agree by wrapping.
                Some(Value::Decimal(value)) if summand.minus => rest = rest.saturating_sub(*value),
                Some(Value::Decimal(value)) => rest = rest.saturating_add(*value),
                _ => complete = false,
            }
        }
        let bound = if whole < 0 { Decimal::MIN } else { Decimal::MAX };
        Total { sum: rest.saturating_add(Decimal::try_from_i128_with_scale(whole, 0).unwrap_or(bound)), complete }
    }
}

/// The whole numbers of a side added up.
fn number(terms: &[Term]) -> i128 {
    let numbers = terms.iter().map(|term| match term {
        Term::Number(value) => i128::from(*value),
        Term::Fields { .. } => 0,
    });
    numbers.sum()
}

fn verdict(given: &Given<'_>, identity: &Identity) -> Verdict {
    let (left, right) = (Total::of(given, &identity.left), Total::of(given, &identity.right));
    let holds = match identity.relation {
        Relation::Equal => left.sum == right.sum,
        Relation::AtLeast => left.sum >= right.sum,
    };
    if left.complete && right.complete {
        return if holds { Verdict::Holds } else { Verdict::Broken { left: left.sum, right: right.sum } };
    }
    let all = summands(given, &identity.left).chain(summands(given, &identity.right));
    let lacking: Vec<Summand<'_>> = all.filter(|summand| !summand.value().is_some_and(Value::is_number)).collect();
    let empty = |summand: &Summand<'_>| matches!(summand.value(), Some(Value::Blank | Value::Nil));
    let if_blank_is_zero = lacking.iter().all(empty).then_some(holds);
    Verdict::Unknown { missing: lacking.iter().map(|summand| summand.field).collect(), if_blank_is_zero }
}

fn broken(schema: &Schema, check: &Check, identity: &Identity, given: &Given<'_>, sums: [Decimal; 2]) -> Note {
    let written = |terms: &[Term], sum: Decimal| {
        let number = number(terms);
        let mut text = if number == 0 { String::new() } else { number.to_string() };
        for summand in summands(given, terms).filter(|summand| summand.fact.is_some_and(|fact| fact.raw.trim() != "0"))
        {
            let sign = if summand.minus { " − " } else { " + " };
            if !text.is_empty() || summand.minus {
                text.push_str(sign);
            }
            let label = short_label(schema, summand.field, &identity.subject);
            text.push_str(&format!("{label} {}", summand.fact.map_or("", |fact| fact.raw.trim())));
        }
        let bare = text.is_empty() || summands(given, terms).next().is_none();
        if bare { sum.to_string() } else { format!("({text}) {sum}") }
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
        left = written(&identity.left, sums[0]),
        right = written(&identity.right, sums[1])
    );
    let all = summands(given, &identity.right).chain(summands(given, &identity.left));
    let places: Vec<_> = all.filter_map(|summand| Some(summand.fact?.place)).collect();
    let code = if check.hard { &codes::CHECK_BROKEN } else { &codes::CHECK_DOUBTFUL };
    Note::new(code, places.first().copied(), message).also(places.into_iter().skip(1))
}

/// The label that tells a term from the others of its identity.
fn short_label<'s>(schema: &'s Schema, field: FieldId, subject: &str) -> &'s str {
    let field = schema.field(field);
    let row = field.row_labels.last().map(Text::as_str);
    let column = field.column_labels.last().map_or("", Text::as_str);
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
