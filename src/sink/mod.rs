//! Outputs: a report as bytes. Knows reports and schemas; refuses to know files, terminals and other reports.
//!
//! Every output of reports is a [`Sink`], listed once in [`KINDS`]. What a row is made of is planned once, in
//! [`frame`]; the JSON that is promised to others is [`wire`].

pub mod describe;
pub mod draw;
pub mod drifted;
pub mod findings;
pub mod frame;
pub mod lines;
pub mod manifest;
pub mod tables;
pub mod visible;
pub mod wire;

#[cfg(feature = "parquet")]
mod columnar;
mod csv_long;
mod csv_text;
mod csv_wide;
mod encode;
mod json;
mod kinds;
mod ndjson;
mod out;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(feature = "xlsx")]
mod xlsx;

pub use encode::{encode, place};
pub use kinds::{HeaderRow, KINDS, Kind, Open, Options, Shape, Sink};
pub use out::Out;
