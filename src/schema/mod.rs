//! The report schema: what a known form looks like, as data. Knows nothing of files, XML or outputs.
//!
//! A schema is a TOML file ([`Schema::parse`]); `foi-report`, the 政府信息公开工作年度报告, is built in ([`Schema::builtin`]).

mod error;
mod file;
mod formula;
mod identities;
mod lexicon;
mod load;
mod normal;
mod types;

pub use error::SchemaError;
pub use lexicon::{Lexicon, Meaning};
pub use normal::key;
pub use types::{
    Band, Check, Condition, Entry, Field, FieldId, Identity, Line, Relation, Schema, Section, Table, Term, ValueKind,
    Vintage, Vintages,
};

/// The schemas that come with the program: id and text of the file.
pub const BUILTIN: &[(&str, &str)] = &[("foi-report", include_str!("../../schemas/foi-report.toml"))];

impl Schema {
    /// The schema of the 政府信息公开工作年度报告.
    pub fn builtin() -> &'static Schema {
        static SCHEMA: std::sync::LazyLock<Schema> = std::sync::LazyLock::new(|| {
            let (id, text) = BUILTIN[0];
            Schema::parse(id, text).expect("a test reads every schema that comes with the program")
        });
        &SCHEMA
    }
}
