//! The words of a paragraph or a cell.

/// A text that is kept where it stands, without memory of its own, while it has at most 24 bytes, as nearly all figures
/// and most labels do. It is a `str` to all who read it.
pub type Text = compact_str::CompactString;
