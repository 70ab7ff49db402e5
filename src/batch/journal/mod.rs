//! The journal of a run: the report of each input, kept so that a run that was stopped can go on.
//!
//! A file that only grows. Each entry is one frame with a checksum, so that a frame that was being written when the
//! program was stopped is known and dropped. An entry is found by the input's name and the hash of its bytes; the
//! whole journal belongs to one program and one set of options, because others would read the same bytes otherwise.
//! Of an input that gave no report just the name is kept: looking at it again costs little.

mod file;
mod frame;
mod stored;

pub use file::{Journal, Opening};
pub use frame::{Entry, Hash, Key};
pub(in crate::batch) use stored::StoredReport;
