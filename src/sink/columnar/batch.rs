//! Rows of a frame, collected into a bounded number of typed rows.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use arrow_array::builder::{Decimal128Builder, Int32Builder, Int64Builder, StringBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, DictionaryArray, RecordBatch, StringArray};
use arrow_schema::{ArrowError, SchemaRef};

use super::decimal::{PRECISION, SCALE, scaled, whole};
use super::plan::{Cell, Plan, Take, states};
use crate::sink::frame::{ColumnKind, Datum, MISFIT};

/// Rows that are not written yet.
pub(super) struct Batch {
    schema: SchemaRef,
    columns: Vec<(Cell, Builder)>,
    rows: usize,
}

enum Builder {
    Whole(Int64Builder),
    Scaled(Decimal128Builder),
    Text(StringBuilder),
    Word(Words),
}

/// A column of words from a fixed list. The list is the same in every batch, as Arrow files ask for.
struct Words {
    list: ArrayRef,
    numbers: HashMap<String, i32>,
    keys: Int32Builder,
}

impl Batch {
    pub(super) fn new(plan: Plan) -> Self {
        let columns = plan.cells.into_iter().map(|cell| {
            let builder = Builder::of(&cell.take);
            (cell, builder)
        });
        Batch { schema: plan.schema, columns: columns.collect(), rows: 0 }
    }

    pub(super) fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// # Errors
    /// Where a datum is not what the frame promises for its column.
    pub(super) fn push(&mut self, row: &[Datum]) -> io::Result<()> {
        for (index, (cell, builder)) in self.columns.iter_mut().enumerate() {
            builder.push(cell, row).map_err(|problem| {
                io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!("column {}: {problem}; please report this", self.schema.field(index).name()),
                )
            })?;
        }
        self.rows += 1;
        Ok(())
    }

    /// Everything that was collected; the batch is empty afterwards.
    pub(super) fn take(&mut self) -> Result<RecordBatch, ArrowError> {
        self.rows = 0;
        let columns = self.columns.iter_mut().map(|(_, builder)| builder.finish()).collect::<Result<_, _>>()?;
        RecordBatch::try_new(self.schema(), columns)
    }
}

impl Builder {
    fn of(take: &Take) -> Self {
        match take {
            Take::Whole => Builder::Whole(Int64Builder::new()),
            Take::Scaled => Builder::Scaled(
                Decimal128Builder::new().with_data_type(arrow_schema::DataType::Decimal128(PRECISION, SCALE)),
            ),
            Take::Text | Take::TextOrDigits => Builder::Text(StringBuilder::new()),
            Take::Word(words) => Builder::Word(Words::of(words)),
            Take::State(_) | Take::StateTold { .. } => Builder::Word(Words::of(&states())),
        }
    }

    fn push(&mut self, cell: &Cell, row: &[Datum]) -> Result<(), String> {
        let datum = &row[cell.source];
        match self {
            Builder::Whole(builder) => builder.append_option(number(datum).and_then(whole)),
            Builder::Scaled(builder) => builder.append_option(number(datum).and_then(scaled)),
            Builder::Text(builder) => builder.append_option(match (&cell.take, datum) {
                (_, Datum::Text(text)) => Some(Cow::Borrowed(text.as_ref())),
                (Take::TextOrDigits, Datum::Number(number)) if scaled(*number).is_none() => {
                    Some(Cow::Owned(number.to_string()))
                }
                _ => None,
            }),
            Builder::Word(words) => return words.push(word(&cell.take, datum, row)),
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        Ok(match self {
            Builder::Whole(builder) => Arc::new(builder.finish()),
            Builder::Scaled(builder) => Arc::new(builder.finish()),
            Builder::Text(builder) => Arc::new(builder.finish()),
            Builder::Word(words) => words.finish()?,
        })
    }
}

impl Words {
    fn of(list: &[String]) -> Self {
        let numbers = list.iter().cloned().zip(0..).collect();
        let list = Arc::new(StringArray::from_iter_values(list));
        Words { list, numbers, keys: Int32Builder::new() }
    }

    fn push(&mut self, word: Option<&str>) -> Result<(), String> {
        match word {
            None => self.keys.append_null(),
            Some(word) => {
                let number = self.numbers.get(word).ok_or_else(|| format!("{word:?} is no word of it"))?;
                self.keys.append_value(*number);
            }
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        let keys = self.keys.finish();
        Ok(Arc::new(DictionaryArray::<Int32Type>::try_new(keys, Arc::clone(&self.list))?))
    }
}

fn number(datum: &Datum) -> Option<rust_decimal::Decimal> {
    if let Datum::Number(number) = datum { Some(*number) } else { None }
}

fn word<'a>(take: &Take, datum: &'a Datum, row: &'a [Datum]) -> Option<&'a str> {
    match take {
        Take::State(kind) if !fits(*kind, datum) => Some(MISFIT),
        Take::State(_) => Some(datum.state()),
        Take::StateTold { kind, .. } if number(datum).is_some() && !fits(*kind, datum) => Some(MISFIT),
        Take::StateTold { told, .. } => text(&row[*told]),
        _ => text(datum),
    }
}

fn text<'a>(datum: &'a Datum) -> Option<&'a str> {
    if let Datum::Text(text) = datum { Some(text) } else { None }
}

/// Whether a column of this kind can hold a figure; it always can where there is none.
fn fits(kind: ColumnKind, datum: &Datum) -> bool {
    match (kind, datum) {
        (_, Datum::Empty | Datum::Absent(_)) => true,
        (ColumnKind::Integer, Datum::Number(number)) => whole(*number).is_some(),
        (ColumnKind::Decimal, Datum::Number(number)) => scaled(*number).is_some(),
        (ColumnKind::Text, Datum::Number(_)) | (ColumnKind::Integer | ColumnKind::Decimal, Datum::Text(_)) => false,
        (ColumnKind::Text, Datum::Text(_)) => true,
    }
}
