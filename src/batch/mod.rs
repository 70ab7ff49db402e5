//! Running over many files: which files, in which order, and one result for each, whatever happens inside.
//!
//! Knows folders, patterns and threads; refuses to know what is done with a file and where its result goes.

pub mod journal;
mod lines;
mod list;
mod open;
mod run;
mod settle;

pub use lines::listed;
pub use list::{Argument, Input, Listing, list};
pub use open::{Failure, Loaded, Opened, load, may_be_document, open, read};
pub use run::{run, threads};
pub use settle::{settle, settle_folder};
