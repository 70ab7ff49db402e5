//! The house rules as tests.

mod dependencies;
mod structure;
