//! Reads Rich Text documents (RTF 1.9.1) into the neutral [`Document`](crate::model::Document).
//!
//! `scan` cuts the bytes into groups, control words and text; `charset` knows the code pages; `state` is what a group
//! inherits from the one around it; `words` knows what control words mean and `destinations` which groups hold what;
//! `rows` turns row definitions into grids; `read` goes through the file with a stack of its own.
//!
//! Groups that a reader may leave out (`\*`) are left out where they are not known. Pictures, tables of fonts, styles
//! and lists hold no text of the document.

mod charset;
mod destinations;
mod read;
mod rows;
mod scan;
mod state;
mod words;

pub use read::read;
