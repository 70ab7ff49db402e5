//! What a group inherits from the one around it, and what is to be done when it ends.

use crate::compose::Shift;

/// What the text of a group is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Destination {
    /// Text of the document.
    #[default]
    Text,
    /// Nothing to read.
    Skipped,
    /// The table of fonts.
    Fonts,
    /// The table of styles.
    Styles,
    /// The printed number of a paragraph.
    Label,
    /// The code of a field.
    Code,
    /// A form field.
    Form,
    /// An entry of a form field's list.
    FormEntry,
    /// The name of a bookmark.
    Bookmark,
    /// The definition of a row of a nested table.
    RowProperties,
    /// Two versions of a text, of which the second counts.
    Versions,
}

/// What is to be done when a group ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Ending {
    #[default]
    Plain,
    Story,
    Field,
    Form,
    Bookmark,
    Style,
}

/// What holds inside a group.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct State {
    pub(super) destination: Destination,
    pub(super) ending: Ending,
    /// The number of the font.
    pub(super) font: i32,
    /// How many characters stand in for one that is given by its number.
    pub(super) fallback: u32,
    pub(super) hidden: bool,
    pub(super) deleted: bool,
    pub(super) inserted: bool,
    pub(super) struck: bool,
    pub(super) shift: Option<Shift>,
    pub(super) paragraph: Properties,
}

/// What is said of a paragraph.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Properties {
    pub(super) in_table: bool,
    /// How many tables it lies in; 0 is not said.
    pub(super) depth: u32,
    pub(super) outline: Option<u8>,
    pub(super) style: Option<i32>,
    pub(super) level: u8,
}

impl Properties {
    /// How many tables the paragraph lies in.
    pub(super) fn tables(&self) -> usize {
        if self.in_table || self.depth > 0 { self.depth.max(1) as usize } else { 0 }
    }
}
