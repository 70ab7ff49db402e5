//! **baobiao** (报表) turns archived Word reports into data: every figure named, typed, checked, and traced to its cell.

#[cfg(feature = "cli")]
pub mod batch;
#[cfg(feature = "cli")]
pub mod cli;
pub mod extract;
pub mod input;
pub mod model;
pub mod schema;
pub mod sink;
