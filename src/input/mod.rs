//! Files: opens them, tells what they are by their content, and hands them to the reader of their kind.
//!
//! This is the only place that reads input files. An input format is one folder beside `docx/` and one line
//! in [`FORMATS`].

#[cfg(feature = "cli")]
mod archive;
mod detect;
mod formats;
mod kinds;
mod source;

pub use crate::docx::{ReadOptions, Revisions};
#[cfg(feature = "cli")]
pub use archive::{Archive, Member};
pub use detect::{Detected, detect, examine, may_be_text};
pub use formats::{FORMATS, Reader, is_readable, read};
pub use kinds::{KINDS, kind};
pub use source::{Source, path_name};
