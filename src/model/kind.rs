//! The kinds of file that turn up where Word reports are expected.

use super::Words;

/// A kind of file, told by its content.
#[derive(Debug, PartialEq, Eq)]
pub struct FileKind {
    /// The stable kebab-case code, also the error's code.
    pub code: &'static str,
    /// What it is, as the object of “is”: “a Word 97–2003 document (.doc)”.
    pub name: Words,
    /// What to do next.
    pub advice: Words,
    /// Whether such a file may hold a report, so that a walk through folders should speak of it.
    pub document: bool,
}
