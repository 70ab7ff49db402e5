//! Running over many files: which files, in which order, and one result for each, whatever happens inside.
//!
//! Knows folders, patterns and threads; refuses to know what is done with a file and where its result goes.

mod arguments;
mod guard;
pub mod isolate;
pub mod journal;
mod list;
mod member;
mod open;
#[cfg(debug_assertions)]
pub mod planted;
mod run;
mod settle;
mod walk;

pub use arguments::{Argument, read_list};
pub use guard::{guarded, listen};
pub use list::{Input, Listing, list};
pub use member::{Member, named};
pub use open::{Failure, Loaded, Looked, Opened, load, look, may_be_document, open, read};
pub use run::{run, threads};
pub use settle::{settle, settle_folder};
