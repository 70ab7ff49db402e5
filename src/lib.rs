//! **baobiao** (报表) turns archived Word reports into data: every figure named, typed, checked, and traced to its cell.

#[cfg(feature = "cli")]
pub mod batch;
#[cfg(feature = "cli")]
pub mod cli;
pub mod docx;
pub mod extract;
pub mod input;
pub mod model;
pub mod schema;
pub mod sink;

// So that unit tests can use the hand-made reports of the integration tests.
#[cfg(test)]
extern crate self as baobiao;
