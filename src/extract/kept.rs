//! What is kept of a report until the other years of its agency are there: the figures that identities across years
//! speak of, packed into some three hundred bytes, for there may be very many reports.

use rust_decimal::Decimal;

use super::report::{Report, Value};
use super::series::Known;
use crate::model::{PartId, Place, TableId};
use crate::schema::FieldId;

/// A report that waits to be compared.
#[derive(Debug, PartialEq)]
pub(super) struct Kept {
    pub source: Box<str>,
    pub agency: Box<str>,
    pub year: i32,
    pub vintage: usize,
    /// Which of the schema's identities across years apply to it.
    pub applies: Box<[bool]>,
    /// A list of [`Packed`].
    facts: Box<[u8]>,
}

/// A fact: its field, the digits and the scale of its number, the index of its state in [`STATES`], its place, its text.
type Packed<'a> = (u32, Option<(i128, u32)>, u8, PackedPlace, &'a str);

/// Part, first byte and number of bytes, table, row and column.
type PackedPlace = (u16, u32, u32, Option<u32>, u32, u32);

const STATES: [&str; 4] = [Value::VALUE, Value::BLANK, Value::NIL, Value::UNREADABLE];

impl Kept {
    /// What is needed of a report; `None` of one that does not say who, when or in which layout.
    pub(super) fn new(report: &Report, wanted: &[FieldId], applies: Box<[bool]>) -> Option<Kept> {
        let identity = &report.identity;
        let (agency, year) = (identity.agency.as_ref()?, identity.year.as_ref()?);
        let facts = wanted.iter().filter_map(|field| report.fact(*field)).map(|fact| -> Packed<'_> {
            let number = fact.value.number().map(|number| (number.mantissa(), number.scale()));
            let state = STATES.iter().position(|state| *state == fact.value.state()).unwrap_or_default() as u8;
            (fact.field.0, number, state, pack(fact.place), &fact.raw)
        });
        // Numbers, texts and tuples can always be packed into memory.
        let facts = postcard::to_stdvec(&facts.collect::<Vec<_>>()).unwrap_or_default();
        Some(Kept {
            source: report.source.as_str().into(),
            agency: agency.value.as_str().into(),
            year: year.value,
            vintage: report.vintage?,
            applies,
            facts: facts.into(),
        })
    }

    /// The report with its figures unpacked.
    pub(super) fn open(&self) -> Opened<'_> {
        let facts: Vec<Packed<'_>> = postcard::from_bytes(&self.facts).unwrap_or_default();
        let facts = facts.into_iter().map(|(field, number, state, place, raw)| {
            let number = number.and_then(|(digits, scale)| Decimal::try_from_i128_with_scale(digits, scale).ok());
            let state = STATES[usize::from(state)];
            (FieldId(field), Known { number, state, raw: raw.to_owned(), place: unpack(place) })
        });
        Opened { kept: self, facts: facts.collect() }
    }
}

fn pack(place: Place) -> PackedPlace {
    let Place { part, start, end, table, row, column } = place;
    (part.0, start, end.wrapping_sub(start), table.map(|table| table.0), row, column)
}

fn unpack((part, start, length, table, row, column): PackedPlace) -> Place {
    Place { part: PartId(part), start, end: start.wrapping_add(length), table: table.map(TableId), row, column }
}

/// A kept report, its figures in schema order.
pub(super) struct Opened<'k> {
    pub kept: &'k Kept,
    facts: Vec<(FieldId, Known)>,
}

impl Opened<'_> {
    /// What the report says of a field.
    pub(super) fn known(&self, field: FieldId) -> Option<&Known> {
        let index = self.facts.binary_search_by_key(&field, |(field, _)| *field).ok()?;
        Some(&self.facts[index].1)
    }

    /// The fields that it has, and their texts.
    pub(super) fn texts(&self) -> impl Iterator<Item = (FieldId, &str)> {
        self.facts.iter().map(|(field, known)| (*field, known.raw.trim()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_the_same_when_it_is_unpacked() {
        for place in [
            Place::default(),
            Place::new(PartId(3), 7..90_000).in_table(TableId(2), 5, 1_000),
            Place { start: 9, end: 2, row: u32::MAX, ..Place::default() },
        ] {
            assert_eq!(unpack(pack(place)), place);
        }
    }
}
