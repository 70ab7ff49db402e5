//! Reads WordprocessingML, transitional and strict, into the neutral [`Document`].
//!
//! Split by concern: `package` and `xml` are the only files that know the zip and XML libraries; `relations`,
//! `styles` and `numbering` read the side parts; `flow`, `body`, `table`, `fields`, `alternate` and `math` read
//! text; `layout` derives grids; `document` puts the parts together. It knows no report and no output.

mod alternate;
mod body;
mod document;
mod fields;
mod flat;
mod flow;
mod ignored;
mod layout;
mod math;
mod names;
mod notices;
mod number_format;
mod numbering;
mod order;
mod package;
mod properties;
mod reading;
mod relations;
mod styles;
mod symbols;
mod table;
mod tally;
mod xml;

use crate::model::{Document, Error, Limits};

/// Which state of a document with tracked changes is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Revisions {
    /// As if all changes were accepted.
    #[default]
    Final,
    /// As if all changes were rejected.
    Original,
    /// Deleted and inserted text, both in the text.
    Both,
}

/// How documents are read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadOptions {
    /// What a document may ask for.
    pub limits: Limits,
    /// Which state of tracked changes is the text.
    pub revisions: Revisions,
}

/// Reads a Word package under the default revisions.
///
/// # Errors
/// Where there is no document: the package or its XML is damaged, or goes over a limit.
pub fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Document, Error> {
    let options = ReadOptions { limits: limits.clone(), ..ReadOptions::default() };
    read_with(name, bytes, &options)
}

/// Reads a Word package, with all options.
///
/// # Errors
/// As [`read`].
pub fn read_with(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Document, Error> {
    document::read(name, bytes, options)
}

/// Reads a flat package: one XML file that holds all parts.
///
/// # Errors
/// As [`read`].
pub fn read_flat(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Document, Error> {
    document::read_flat(name, bytes, options)
}

/// The content type of a package's main part; `None` if the package cannot be opened.
pub(crate) fn main_type(bytes: &[u8]) -> Option<String> {
    document::main_type(bytes)
}
