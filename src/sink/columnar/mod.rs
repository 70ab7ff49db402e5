//! Typed columns for data pipelines: Parquet and Arrow files of the wide and the long frame.
//!
//! A figure is null where a report has no value of it. In the wide table a column `<field>.state` says why; these
//! columns stand behind the others, so that the first columns are those of the wide CSV in the same order. A column
//! of its own, rather than a struct of value and state, because pandas, polars and DuckDB then see a plain column of
//! numbers under the field's own name.
//!
//! Whole numbers are `Int64`, all other numbers `Decimal128(38, 10)`: in ten decimals a fen can be written in 亿元.
//! Nothing is rounded. A number that its column cannot hold is null with the state `misfit`; the long table has the
//! digits of such a number in its column `text`, beside those of fields of text.

mod batch;
mod decimal;
mod ipc;
mod parquet;
mod plan;
mod sink;

pub(super) use sink::{arrow, arrow_long, parquet, parquet_long};
