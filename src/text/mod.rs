//! Reads plain text, such as the text layer of a page or what was copied from one, into the neutral
//! [`Document`](crate::model::Document): a paragraph a line.
//!
//! `look` tells whether a text may hold a table whose cells became lines; `read` makes paragraphs of the lines and puts
//! the numbers of pages aside. What the lines mean is the form's knowledge: tables are put together again in
//! `extract/unrolled`.

mod look;
mod read;

pub use look::holds_figures;
pub use read::read;
