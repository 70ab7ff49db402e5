//! Every file of the shared corpus, where that folder is there: no panic, nothing lost, every sound document read.

use std::path::Path;

use baobiao::docx::ReadOptions;
use baobiao::extract::extract;
use baobiao::input::{self, Source};
use baobiao::model::Limits;
use baobiao::schema::Schema;

#[test]
fn the_corpus_is_read_without_loss() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let Ok(manifest) = std::fs::read_to_string(folder.join("MANIFEST.tsv")) else {
        eprintln!("skipped: there is no corpus at {}", folder.display());
        return;
    };
    let mut read = 0;
    let mut refused = Vec::new();
    for line in manifest.lines().skip(1) {
        let mut fields = line.split('\t');
        let (Some(file), Some(kind)) = (fields.next(), fields.nth(3)) else { continue };
        let source = Source::open(folder.join(file), &Limits::default()).expect("the file is there");
        match input::read(&source, &ReadOptions::default()) {
            Ok(document) => {
                let report = extract(&document, Schema::builtin());
                assert!(report.audit.balances(), "{file}: {:?}", report.audit);
                // None of these files is a report of the form, so a figure of it would be an invented one.
                assert!(report.facts.is_empty(), "{file}: {:?}", report.facts);
                read += 1;
            }
            Err(error) => {
                assert!(!error.advice().english.is_empty());
                // What a fuzzer left of old documents may be beyond reading.
                if kind == "zip-docx" || (kind == "cfb-doc" && !file.contains("clusterfuzz")) {
                    refused.push(format!("{file}: {error}"));
                }
            }
        }
    }
    // One file of the corpus is a package whose parts were taken out by a test of somebody else; in another a fuzzer bent
    // a local header.
    refused.retain(|line| !line.contains("it has no main part") && !line.contains("clusterfuzz"));
    assert!(refused.is_empty(), "sound documents were refused: {refused:#?}");
    assert!(read > 1_040, "only {read} documents were read");
}
