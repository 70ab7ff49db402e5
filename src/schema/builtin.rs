//! The schemas that come with the program.

use std::sync::LazyLock;

use super::Schema;

/// Id and text of each schema file.
pub const BUILTIN: &[(&str, &str)] = &[
    ("foi-report", include_str!("../../schemas/foi-report.toml")),
    ("personnel-form", include_str!("../../schemas/personnel-form.toml")),
];

impl Schema {
    /// The schema of the 政府信息公开工作年度报告.
    pub fn builtin() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
            let (id, text) = BUILTIN[0];
            Schema::parse(id, text).expect("a test reads every schema that comes with the program")
        });
        &SCHEMA
    }
}
