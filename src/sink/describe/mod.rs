//! What the CSV files of a folder hold, said in files beside them that programs read: a Data Package
//! (`datapackage.json`) and CSV on the Web (`reports.csv-metadata.json`, `facts.csv-metadata.json`).
//!
//! Both are made of the frame's columns and the schema alone, so they are the same for every run, and every run must
//! be true to them. A count is therefore a number here, not a whole one: a report that printed 2.5 has that in its cell.

mod columns;
mod companions;
mod csvw;
mod package;

pub use companions::{Companion, companions};
