//! How documents are read: limits, and which side of tracked changes.

use crate::model::{Limits, StoryKind, Words};

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

impl Revisions {
    /// What the text then is.
    pub(crate) fn words(self) -> Words {
        match self {
            Revisions::Final => Words::new("the text is the final one", "文字为修订后的最终状态"),
            Revisions::Original => Words::new("the text is the original one", "文字为修订前的原始状态"),
            Revisions::Both => Words::new("the text holds both states", "文字同时包含修订前后的内容"),
        }
    }

    /// The story that text goes to which is tracked as deleted or inserted; `None` where it is shown.
    pub(crate) fn story(self, deleted: bool, inserted: bool) -> Option<StoryKind> {
        match self {
            Revisions::Final if deleted => Some(StoryKind::Deleted),
            Revisions::Original if inserted => Some(StoryKind::Inserted),
            _ => None,
        }
    }
}

/// How documents are read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadOptions {
    /// What a document may ask for.
    pub limits: Limits,
    /// Which state of tracked changes is the text.
    pub revisions: Revisions,
}
