//! Any text as a schema: refused with a line and a column, or used on a report without loss.
#![no_main]

use std::sync::LazyLock;

use baobiao::extract::extract;
use baobiao::input::{ReadOptions, Source, read};
use baobiao::model::Document;
use baobiao::schema::Schema;
use libfuzzer_sys::fuzz_target;

static REPORT: LazyLock<Document> = LazyLock::new(|| {
    let bytes = include_bytes!("../../samples/city-2022.docx").to_vec();
    read(&Source::new("city-2022.docx", bytes), &ReadOptions::default()).expect("a sample is read")
});

fuzz_target!(|data: &str| {
    match Schema::parse("fuzz.toml", data) {
        Err(error) => assert!(!error.to_string().is_empty()),
        Ok(schema) => {
            let report = extract(&REPORT, &schema);
            assert!(report.audit.balances(), "{:?}", report.audit);
        }
    }
});
