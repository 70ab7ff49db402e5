//! What the parts of one document share while they are read: styles, counters, stories, notes and the tally.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::numbering::Numbering;
use super::styles::Styles;
use super::{ReadOptions, Revisions};
use crate::compose::Notices;
use crate::model::{Block, Code, Limits, Message, Place, Story, StoryKind, TableId};

/// The state of reading one document.
pub(super) struct Reading<'o> {
    /// The options that it is read under.
    pub(super) options: &'o ReadOptions,
    /// Its styles.
    pub(super) styles: Rc<Styles>,
    /// Its lists and their counters.
    pub(super) numbering: Numbering,
    /// The notes so far.
    pub(super) notices: Notices,
    /// The stories so far, those without content among them.
    pub(super) stories: Vec<Story>,
    /// Characters that came in.
    pub(super) read: u64,
    /// Characters left out under a note.
    pub(super) noted: u64,
    /// Grid positions so far.
    pub(super) cells: u64,
    /// Where footnotes, endnotes and comments are referred to, by kind and id.
    pub(super) anchors: HashMap<(StoryKind, String), Place>,
    /// The relationships of headers and footers, in the order of the sections.
    pub(super) sections: Vec<String>,
    /// Tracked insertions and deletions.
    pub(super) changes: (u64, u64),
    /// Whether the numbers of the tables are not in their final order yet.
    pub(super) unordered: bool,
    /// Whether white space counts without `xml:space`, as in Word 2003 XML.
    pub(super) keeps_space: bool,
    tables: u32,
    unknown: HashSet<Vec<u8>>,
}

impl<'o> Reading<'o> {
    /// Nothing read yet.
    pub(super) fn new(options: &'o ReadOptions, styles: Rc<Styles>, numbering: Numbering, notices: Notices) -> Self {
        Reading {
            options,
            styles,
            numbering,
            notices,
            stories: Vec::new(),
            read: 0,
            noted: 0,
            cells: 0,
            anchors: HashMap::new(),
            sections: Vec::new(),
            changes: (0, 0),
            unordered: false,
            keeps_space: false,
            tables: 0,
            unknown: HashSet::new(),
        }
    }

    /// The limits.
    pub(super) fn limits(&self) -> &'o Limits {
        &self.options.limits
    }

    /// Whether deleted text is left out of the text.
    pub(super) fn hides_deletions(&self) -> bool {
        self.options.revisions == Revisions::Final
    }

    /// Whether inserted text is left out of the text.
    pub(super) fn hides_insertions(&self) -> bool {
        self.options.revisions == Revisions::Original
    }

    /// How many tables there are so far.
    pub(super) fn count_tables(&self) -> usize {
        self.tables as usize
    }

    /// The number of the next table.
    pub(super) fn next_table(&mut self) -> TableId {
        let id = TableId(self.tables);
        self.tables = self.tables.saturating_add(1);
        id
    }

    /// Adds a note.
    pub(super) fn note(
        &mut self,
        code: &'static Code,
        place: impl Into<Option<Place>>,
        message: impl FnOnce() -> Message,
    ) {
        self.notices.add(code, place, message);
    }

    /// Whether an element of this name is met for the first time.
    pub(super) fn is_news(&mut self, name: &[u8]) -> bool {
        self.unknown.len() < 1000 && !self.unknown.contains(name) && self.unknown.insert(name.to_vec())
    }

    /// Opens a story, to be filled when it has been read.
    pub(super) fn open_story(&mut self, kind: StoryKind, place: Place) -> usize {
        self.stories.push(Story { kind, blocks: Vec::new(), place });
        self.stories.len() - 1
    }

    /// Fills a story.
    pub(super) fn fill_story(&mut self, index: usize, blocks: Vec<Block>) {
        if let Some(story) = self.stories.get_mut(index) {
            story.blocks = blocks;
        }
    }
}
