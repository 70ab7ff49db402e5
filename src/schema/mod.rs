//! The report schema: what a known form looks like, as data. Knows nothing of files, XML or outputs.
//!
//! A schema is a TOML file ([`Schema::parse`]); `foi-report`, the 政府信息公开工作年度报告, is built in ([`Schema::builtin`]).

mod amend;
mod builtin;
mod compiled;
mod error;
mod fields;
mod file;
mod form;
mod formula;
mod harmonized;
mod identities;
mod index;
mod lexicon;
mod load;
mod normal;
mod types;

pub use amend::{AmendedLine, Spelling, amended};
pub use builtin::BUILTIN;
pub use error::SchemaError;
pub use lexicon::{Found, Lexicon, Meaning};
pub(crate) use lexicon::{Role, Roles};
pub(crate) use normal::compatible;
pub use normal::key;
pub use types::{
    AgencyNames, Band, Check, Condition, Entry, Field, FieldId, Harmonized, Heads, Identity, Layout, Line, Relation,
    Schema, Section, Source, Table, Term, ValueAt, ValueKind, Vintage, Vintages,
};
