//! What becomes of a document: facts, checks, notes, and the laws that no damage may break.

#[path = "../support/mod.rs"]
mod support;

mod cases;
mod damage;
#[cfg(feature = "cli")]
mod drift;
mod figures;
mod forms;
mod harmonized;
mod lists;
mod personnel;
mod round_trip;
mod samples;
#[cfg(feature = "cli")]
mod series;
