//! Reads documents of Word 97 to 2003 and of WPS (`.doc`, `.dot`, `.wps`, `.wpt`), after the published specification
//! [MS-DOC], into the neutral [`Document`](crate::model::Document).
//!
//! `container` is the only file that knows the library for compound files, and
//! `compound` reads those that it refuses; `bytes` reads numbers, every offset checked;
//! `fib` says where everything lies; `pieces` puts the text together; `runs` finds the properties of its bytes, `sprm`
//! reads lists of changes and `properties`, `rows` and `styles` what they say; `file` holds all that, ready to be asked.
//! `paragraphs` cuts text into paragraphs and finds the rows around them; `walk` goes through them, with `fields`,
//! `tables`, `lists` and `anchors`; `common` tells where one table ends and the next begins, `columns` makes grids of
//! the edges of cells; `document` goes from story to story.
//! It knows no report and no output.

mod anchors;
mod bytes;
mod columns;
mod common;
mod compound;
mod container;
mod document;
mod fib;
mod fields;
mod file;
mod lists;
mod paragraphs;
mod pieces;
mod properties;
mod rows;
mod runs;
mod sprm;
mod styles;
mod tables;
mod walk;

pub(crate) use compound::{Compound, SIGNATURE};
pub use document::read;
