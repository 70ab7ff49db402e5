//! How documents are read: limits, and which side of tracked changes.

use crate::model::Limits;

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
