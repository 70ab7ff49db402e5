//! Reads WordprocessingML, transitional and strict, into the neutral [`Document`](crate::model::Document).
//!
//! Split by concern: `package` is the only file that knows the zip library; `scan`, `namespaces` and `chars` know XML, and
//! `xml` puts them together; `properties` and `recall` read property lists; `relations`,
//! `styles` and `numbering` read the side parts; `word_2003` reads the one-file form of 2003; `flow`, `body`, `table`, `fields`, `alternate` and `math` read
//! text; `layout` derives grids; `document` puts the parts together. It knows no report and no output.

mod alternate;
mod body;
mod buffer;
mod chars;
mod document;
mod fault;
mod fields;
mod flat;
mod flow;
mod ignored;
mod inflate;
mod math;
pub(crate) mod names;
mod namespaces;
mod numbering;
#[cfg(any(test, fuzzing))]
mod oracle;
mod package;
mod properties;
mod reading;
mod recall;
mod relations;
mod remember;
mod scan;
mod styles;
mod table;
mod usual;
mod word_2003;
pub(crate) mod xml;

pub use crate::compose::{ReadOptions, Revisions};
pub(crate) use document::main_type;
pub use document::{read, read_flat};
#[cfg(fuzzing)]
pub use oracle::difference;
pub(crate) use package::Package;
#[cfg(feature = "cli")]
pub(crate) use package::{directory_size, inflate_member};
pub(crate) use relations::{in_part, read as read_part};
pub use word_2003::read_word_2003;
