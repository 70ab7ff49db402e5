//! What a document is once its file format is forgotten: blocks, tables, labels, and where each came from.
//!
//! This module does no I/O and knows neither a file format nor a report schema. Everything above it
//! (readers, schemas, extraction, outputs) speaks in these types.

mod document;
mod error;
mod kind;
mod label;
mod limits;
mod message;
mod note;
mod place;
mod table;
mod text;

pub use document::{Block, Bookmark, BookmarkKind, Document, Number, Paragraph, Story, StoryKind, Tally};
#[cfg(feature = "cli")]
pub(crate) use error::{CHECK_PATH, io_reason};
pub use error::{Error, ErrorKind};
pub use kind::FileKind;
pub use label::Label;
pub(crate) use label::{is_ideograph, is_space, without_space};
pub use limits::Limits;
pub(crate) use message::say;
pub use message::{Lang, Message, Words};
pub use note::{Blame, CODES, Code, Level, Note, codes};
pub use place::{PartId, Place, TableId};
pub use table::{Area, Cell, CellId, GridError, Slot, Table};
pub use text::Text;
