//! STUB, to be replaced whole by the schema's own modules: only the signatures that the command line is written against.

use super::Schema;

/// The schemas that are built in: id and TOML.
pub const BUILTIN: &[(&str, &str)] = &[("foi-report", "# stub\n")];

/// Why a schema cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct SchemaError(String);

impl Schema {
    /// The schema of the 政府信息公开工作年度报告.
    pub fn builtin() -> &'static Schema {
        static STUB: std::sync::OnceLock<Schema> = std::sync::OnceLock::new();
        STUB.get_or_init(|| Schema {
            id: "foi-report".to_owned(),
            title: "政府信息公开工作年度报告".to_owned(),
            vintages: Vec::new(),
            sections: Vec::new(),
            tables: Vec::new(),
            lines: Vec::new(),
            checks: Vec::new(),
            fields: Vec::new(),
        })
    }

    /// Reads a schema.
    ///
    /// # Errors
    /// Always, in this stub.
    pub fn parse(name: &str, _toml: &str) -> Result<Schema, SchemaError> {
        Err(SchemaError(format!("{name}:1:1: not a schema")))
    }
}
