//! Reads OpenDocument texts (ODF 1.3) into the neutral [`Document`](crate::model::Document).
//!
//! The package and the XML are read by the layers of `docx`. `document` puts the parts together; `styles` and `lists`
//! read what the text refers to; `body` maps elements to what the composer keeps; `inline` knows the elements inside
//! paragraphs and `table` those of tables.
//!
//! The stored text counts: fields keep what they say, numbers of lists are computed. Pictures, forms and embedded
//! objects hold no text that is read.

mod body;
mod document;
mod inline;
mod lists;
mod styles;
mod table;

pub use document::{read, read_flat};
