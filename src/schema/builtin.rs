//! The schemas that come with the program.

use std::sync::LazyLock;

use super::Schema;

/// Id and text of each schema file.
pub const BUILTIN: &[(&str, &str)] = &[
    ("foi-report", include_str!("../../schemas/foi-report.toml")),
    ("personnel-form", include_str!("../../schemas/personnel-form.toml")),
];

/// The first of them as it was compiled before.
const COMPILED: &[u8] = include_bytes!("../../schemas/foi-report.compiled");

impl Schema {
    /// The schema of the 政府信息公开工作年度报告.
    pub fn builtin() -> &'static Schema {
        static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
            let (id, text) = BUILTIN[0];
            let parsed = || Schema::parse(id, text).expect("a test reads every schema that comes with the program");
            Schema::decompiled(COMPILED, text).unwrap_or_else(parsed)
        });
        &SCHEMA
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `BAOBIAO_COMPILE=1 cargo test --lib builtin` writes it anew.
    #[test]
    fn the_compiled_schema_is_that_of_its_text() {
        let (id, text) = BUILTIN[0];
        let parsed = Schema::parse(id, text).unwrap();
        let compiled = parsed.compiled(text);
        if std::env::var_os("BAOBIAO_COMPILE").is_some() {
            std::fs::write("schemas/foi-report.compiled", &compiled).unwrap();
            return;
        }
        assert!(
            compiled == COMPILED,
            "schemas/foi-report.compiled is not that of schemas/foi-report.toml; \
             write it anew with `BAOBIAO_COMPILE=1 cargo test --lib builtin`"
        );
        let read = Schema::decompiled(COMPILED, text).unwrap();
        assert_eq!(read.compiled(text), compiled);
        for (id, field) in parsed.each_field() {
            let crossing = |schema: &Schema| schema.field_at(field.table?, field.band, field.row, field.column);
            assert_eq!((read.find(&field.id), crossing(&read)), (Some(id), field.table.map(|_| id)), "{}", field.id);
        }
        assert!(Schema::decompiled(COMPILED, &format!("{text}\n")).is_none(), "of another text");
        assert!(Schema::decompiled(&COMPILED[..COMPILED.len() - 1], text).is_none(), "cut short");
    }
}
