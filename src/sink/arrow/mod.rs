//! Columns of typed values: Parquet and Arrow IPC files, wide (a row is a report) and long (a row is a fact).
//!
//! Whole numbers are 64-bit integers, amounts exact decimals, the rest text. A field without a value is null, and
//! the column `<field>.state` beside it says why, so that a column can be added up without a look at the others.

mod batch;
mod files;
mod plan;

pub(super) use files::{Arrow, Parquet};
pub(super) use plan::Shape;
