//! The report schema: what a known form looks like, as data. Knows nothing of files, XML or outputs.
//!
//! A schema is a TOML file ([`Schema::parse`]); `foi-report`, the 政府信息公开工作年度报告, is built in ([`Schema::builtin`]).

mod load;
mod types;

pub use load::{BUILTIN, SchemaError};
pub use types::{
    Band, Check, Entry, Field, FieldId, Identity, Line, Relation, Schema, Section, Table, Term, ValueKind, Vintage,
    Vintages,
};
