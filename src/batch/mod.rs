//! Running over many files: which files, in which order, and one result for each, whatever happens inside.
//!
//! Knows folders, patterns and threads; refuses to know what is done with a file and where its result goes.

mod list;
mod open;
mod run;

pub use list::{Input, Listing, list};
pub use open::{Failure, Loaded, Opened, load, may_be_document, open, read};
pub use run::{run, threads};
