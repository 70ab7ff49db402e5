//! Readers that know nothing of how the outputs are written.

mod plain;

#[cfg(feature = "parquet")]
mod columnar;
#[cfg(feature = "sqlite")]
mod sqlite;

use std::path::Path;

use baobiao::schema::Schema;

use crate::read_back::{Line, Row};

type Reader<T> = fn(&Path, &Schema) -> Vec<T>;

/// The outputs with one row a fact.
pub const LONG: &[(&str, Reader<Row>)] = &[
    ("csv-long", plain::csv_long),
    ("json", plain::json),
    ("ndjson", plain::ndjson),
    #[cfg(feature = "parquet")]
    ("parquet-long", columnar::parquet_long),
    #[cfg(feature = "parquet")]
    ("arrow-long", columnar::arrow_long),
    #[cfg(feature = "sqlite")]
    ("sqlite", sqlite::facts),
];

/// The outputs with one row a report.
pub const WIDE: &[(&str, Reader<Line>)] = &[
    ("csv", plain::csv_wide),
    #[cfg(feature = "parquet")]
    ("parquet", columnar::parquet),
    #[cfg(feature = "parquet")]
    ("arrow", columnar::arrow),
    #[cfg(feature = "sqlite")]
    ("sqlite", sqlite::views),
];
