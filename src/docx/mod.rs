//! Reads WordprocessingML, transitional and strict, into the neutral [`Document`](crate::model::Document).
//!
//! Split by concern: `package` is the only file that knows the zip library; `scan`, `namespaces` and `chars` know
//! XML, and `xml` puts them together; `properties` and `recall` read property lists; `relations`,
//! `styles` and `numbering` read the side parts; `flow`, `body`, `table`, `fields`, `alternate` and `math` read
//! text; `layout` derives grids; `document` puts the parts together. It knows no report and no output.

mod alternate;
mod body;
mod chars;
mod document;
mod fault;
mod fields;
mod flat;
mod flow;
mod ignored;
mod inflate;
mod layout;
mod math;
mod names;
mod namespaces;
mod notices;
mod number_format;
mod numbering;
mod options;
#[cfg(test)]
mod oracle;
mod order;
mod package;
mod properties;
mod reading;
mod recall;
mod relations;
mod scan;
mod styles;
mod symbols;
mod table;
mod tally;
mod usual;
mod xml;

pub(crate) use document::main_type;
pub use document::{read, read_flat};
pub use options::{ReadOptions, Revisions};
#[cfg(feature = "cli")]
pub(crate) use package::{directory_size, inflate_member};
