//! A report as rows and columns, planned once for every output that is a table. Knows no file format; an output only
//! says how a [`Datum`] is written.
//!
//! `wide` has a row for a report, `long` one for a fact and one for a record; `column` says what their columns are,
//! `datum` what stands in them. Tables, rows and columns are counted from 1 here, as a person counts them.

mod column;
mod datum;
mod long;
mod wide;

pub use column::{Column, ColumnKind, Role, VERSION, joined_labels, words};
pub use datum::{Absence, Datum, MISFIT, STATES};
pub use long::{Listed, long_columns, long_rows};
pub use wide::{Wide, leading};
