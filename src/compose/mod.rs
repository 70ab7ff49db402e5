//! Puts a neutral [`Document`](crate::model::Document) together, whatever format it is read from.
//!
//! `composer` keeps what is open (paragraphs, cells, tables, stories) and makes blocks of it; `grid` is the table model
//! of HTML and OpenDocument, `layout` that of Word; `tally` and `weight` count characters; `notices` bounds notes;
//! `order` numbers tables; `symbols` knows the fonts of signs and `lists` counts, and `number_format` knows how numbers are
//! written; `heading` knows the names of headings. It knows no file format.

mod composer;
mod grid;
mod heading;
mod layout;
mod lists;
mod notices;
pub(crate) mod number_format;
mod options;
pub(crate) mod order;
mod resolve;
pub(crate) mod symbols;
pub(crate) mod tally;
mod weight;

pub(crate) use composer::{Composer, Result, Sink};
pub(crate) use grid::{Entry, EntryRow, lay_out_entries};
pub(crate) use heading::heading_level;
pub(crate) use layout::{CellSyntax, Layout, Merge, Placement, RowSyntax, lay_out};
pub(crate) use lists::{Counters, LEVELS, LONGEST_LABEL, Level, Levels, beginning};
pub(crate) use notices::Notices;
pub use options::{ReadOptions, Revisions};
pub(crate) use symbols::{Font, Shift};
pub(crate) use tally::flatten;
pub(crate) use weight::weight;
