//! Rows of the frame gathered into arrays, one a column.

use std::io;
use std::sync::Arc;

use arrow_array::builder::{Decimal128Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::plan::{DECIMAL, Plan, Show};
use crate::extract::Report;
use crate::sink::frame::Datum;

/// One column being gathered.
enum Gathered {
    Text(StringBuilder),
    Integer(Int64Builder),
    Decimal(Decimal128Builder),
}

/// Rows that are not written yet.
pub(super) struct Batch {
    columns: Vec<Gathered>,
    rows: usize,
}

impl Batch {
    pub(super) fn new(plan: &Plan<'_>) -> Self {
        let gathered = |show| match show {
            Show::Text | Show::State | Show::Words => Gathered::Text(StringBuilder::new()),
            Show::Integer => Gathered::Integer(Int64Builder::new()),
            Show::Decimal => Gathered::Decimal(
                Decimal128Builder::new().with_data_type(arrow_schema::DataType::Decimal128(DECIMAL.0, DECIMAL.1)),
            ),
        };
        Batch { columns: plan.columns.iter().map(|column| gathered(column.show)).collect(), rows: 0 }
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// Adds a report's rows.
    ///
    /// # Errors
    /// Where an amount has more digits than its column: it is not rounded.
    pub(super) fn add(&mut self, plan: &Plan<'_>, report: &Report) -> io::Result<()> {
        for row in plan.rows(report) {
            for (gathered, planned) in self.columns.iter_mut().zip(&plan.columns) {
                let datum = &row[planned.index];
                match gathered {
                    Gathered::Text(builder) => {
                        builder.append_option(words(datum, planned.show, whole(plan, planned.index)))
                    }
                    Gathered::Integer(builder) => builder.append_option(number(datum).and_then(integer)),
                    Gathered::Decimal(builder) => {
                        let scaled = number(datum).map(|number| scaled(number).ok_or(number)).transpose();
                        builder.append_option(scaled.map_err(|number| too_long(number, plan, planned.index, report))?);
                    }
                }
            }
            self.rows += 1;
        }
        Ok(())
    }

    /// The rows as a batch; none are left.
    ///
    /// # Errors
    /// None that rows of one plan can bring about.
    pub(super) fn take(&mut self, plan: &Plan<'_>) -> io::Result<RecordBatch> {
        self.rows = 0;
        let arrays = self.columns.iter_mut().map(|column| -> ArrayRef {
            match column {
                Gathered::Text(builder) => Arc::new(builder.finish()),
                Gathered::Integer(builder) => Arc::new(builder.finish()),
                Gathered::Decimal(builder) => Arc::new(builder.finish()),
            }
        });
        RecordBatch::try_new(plan.arrow.clone(), arrays.collect()).map_err(io::Error::other)
    }
}

/// Whether the value beside a state is shown as a whole number.
fn whole(plan: &Plan<'_>, index: usize) -> bool {
    plan.columns.iter().any(|column| column.index == index && column.show == Show::Integer)
}

fn number(datum: &Datum<'_>) -> Option<Decimal> {
    match datum {
        Datum::Number(number) => Some(*number),
        Datum::Empty | Datum::Absent(_) | Datum::Text(_) => None,
    }
}

fn integer(number: Decimal) -> Option<i64> {
    if number.fract().is_zero() { number.to_i64() } else { None }
}

/// The number without its point, at the scale of the column.
fn scaled(number: Decimal) -> Option<i128> {
    let number = number.normalize();
    let missing = u32::try_from(DECIMAL.1).ok()?.checked_sub(number.scale())?;
    number.mantissa().checked_mul(10_i128.checked_pow(missing)?)
}

fn too_long(number: Decimal, plan: &Plan<'_>, index: usize, report: &Report) -> io::Error {
    let name = plan.columns.iter().position(|column| column.index == index);
    let name = name.map_or("", |position| plan.arrow.field(position).name());
    io::Error::new(
        io::ErrorKind::InvalidData,
        format!(
            "{}: {name} is {number}, which has more than {} decimals and would have to be rounded; \
             csv, json and sqlite hold it as it is",
            report.source, DECIMAL.1
        ),
    )
}

fn words<'d>(datum: &'d Datum<'_>, show: Show, whole: bool) -> Option<&'d str> {
    match (show, datum) {
        (Show::State, Datum::Absent(absence)) => Some(absence.state()),
        (Show::State, Datum::Number(number)) if whole && integer(*number).is_none() => Some("not-whole"),
        (Show::State, _) => Some("value"),
        (_, Datum::Text(text)) => Some(text),
        (_, Datum::Empty | Datum::Absent(_) | Datum::Number(_)) => None,
    }
}
