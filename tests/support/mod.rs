//! What the integration tests, the benches and the examples share: Word reports in a form that one can read.
#![allow(dead_code, reason = "every test binary compiles this folder and uses a part of it")]

pub mod chance;
mod document;
pub mod docx;
pub mod facts;
pub mod form;
pub mod grid;
pub mod line;
pub mod mutate;
pub mod outline;
pub mod package;
pub mod page;
