//! Many reports at once: the output does not depend on how many threads made it.

#[path = "../sink/sample.rs"]
mod sample;

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Duration;

use baobiao::batch::{Failure, Input, run};
use baobiao::extract::Report;
use baobiao::sink::{KINDS, Kind, Options, Out};
use proptest::prelude::*;

/// Converts one hand-made report an input, some slowly, some not at all; gives the bytes and the names of failures.
fn converted(kind: &Kind, files: &[u8], jobs: usize) -> (Vec<u8>, Vec<String>) {
    let schema = sample::schema();
    let inputs: Vec<Input> =
        files.iter().enumerate().map(|(index, file)| Input::Named(PathBuf::from(format!("{index}-{file}")))).collect();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(kind.file_name);
    let mut failed = Vec::new();
    let options = Options { array: true, ..Options::default() };
    let mut sink = (kind.open)(&schema, Out::File(file.clone()), options).unwrap();
    sink.begin().unwrap();
    let work = |input: &Input| {
        let name = input.name();
        std::thread::sleep(Duration::from_micros(if name.ends_with('1') { 500 } else { 0 }));
        if name.ends_with('3') {
            return Err(Failure::panicked(&name, "on purpose"));
        }
        let mut report = if name.ends_with('2') { sample::empty(&schema) } else { sample::report(&schema) };
        report.source = name;
        Ok(report)
    };
    let deliver = |_: &Input, result: Result<Report, Failure>| {
        match result {
            Ok(report) => sink.report(&report).unwrap(),
            Err(failure) => failed.push(failure.source),
        }
        ControlFlow::Continue(())
    };
    run(&inputs, jobs, work, deliver).unwrap();
    sink.finish().unwrap();
    drop(sink);
    (std::fs::read(file).unwrap(), failed)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]
    #[test]
    fn the_bytes_are_the_same_at_any_number_of_threads(files in proptest::collection::vec(0_u8..5, 0..90)) {
        for kind in KINDS {
            let one = converted(kind, &files, 1);
            prop_assert_eq!(&one, &converted(kind, &files, 8), "{}", kind.name);
            prop_assert_eq!(one.1.len(), files.iter().filter(|file| **file == 3).count());
        }
    }
}
