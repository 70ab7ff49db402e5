//! The samples in the repository are those that the example writes.

#[path = "../examples/make_samples/chance.rs"]
mod chance;
#[path = "../examples/make_samples/dress.rs"]
mod dress;
#[path = "../examples/make_samples/package.rs"]
mod package;
mod support;
#[path = "../examples/make_samples/write.rs"]
mod write;

use std::io::{Cursor, Read as _};
use std::path::Path;

use package::{Program, packed};
use support::outline::Outline;
use support::page::Page;

/// The parts of a package with their text, in their order. The compressed bytes depend on the library.
fn parts(bytes: Vec<u8>) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
    let count = zip.len();
    let part = |index: usize| {
        let mut entry = zip.by_index(index).expect("an entry");
        let mut text = String::new();
        entry.read_to_string(&mut text).expect("UTF-8");
        (entry.name().expect("a name").into_owned(), text)
    };
    (0..count).map(part).collect()
}

#[test]
fn every_sample_is_as_the_example_writes_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut count = 0;
    for entry in std::fs::read_dir(root.join("examples/make_samples/reports")).expect("the reports") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().and_then(|name| name.to_str()).expect("Unicode");
        let text = std::fs::read_to_string(&path).expect("a report");
        let outline: Outline = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let page = Page::parse(&outline.page()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let program = if outline.flavour == "wps" { Program::Wps } else { Program::Word };
        let docx = write::document(&page, program == Program::Word);
        let written = packed(docx, program, &mut chance::Chance::named(name));
        let kept = std::fs::read(root.join(format!("samples/{name}.docx"))).expect("a sample");
        assert!(parts(written) == parts(kept), "{name}: run `cargo run --example make_samples`");
        let values = std::fs::read(root.join(format!("samples/{name}.values.csv"))).expect("a values file");
        assert!(values == outline.values(), "{name}: run `cargo run --example make_samples`");
        count += 1;
    }
    assert_eq!(count, 10);
}

#[test]
fn every_sample_of_another_schema_or_older_years_is_as_the_example_writes_it() {
    assert_eq!(written_as_pages("forms", "samples-forms"), 3);
    assert_eq!(written_as_pages("years", "samples-years"), 3);
}

/// Compares the samples of `folder` with the pages that they are written from, and counts them.
fn written_as_pages(pages: &str, folder: &str) -> usize {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut count = 0;
    for entry in std::fs::read_dir(root.join("examples/make_samples").join(pages)).expect("the pages") {
        let path = entry.expect("an entry").path();
        let file = path.file_name().and_then(|name| name.to_str()).expect("Unicode");
        let text = std::fs::read_to_string(&path).expect("text");
        let Some(name) = file.strip_suffix(".page") else {
            let kept = std::fs::read_to_string(root.join(folder).join(file)).expect("a values file");
            assert!(kept == text, "{file}: run `cargo run --example make_samples`");
            continue;
        };
        let page = Page::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let written = packed(write::document(&page, true), Program::Word, &mut chance::Chance::named(name));
        let kept = std::fs::read(root.join(folder).join(format!("{name}.docx"))).expect("a sample");
        assert!(parts(written) == parts(kept), "{name}: run `cargo run --example make_samples`");
        count += 1;
    }
    count
}
