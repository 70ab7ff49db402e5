//! Thousands of mutants of the samples through the whole line: nothing panics, nothing takes long, nothing is lost.
//!
//! A mutant is known by its number. `BAOBIAO_MUTANTS=N` makes so many of them; one that fails is left in
//! `target/tmp/mutants`.

mod support;

use std::io::Read;
use std::panic::catch_unwind;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use baobiao::input::ReadOptions;
use support::chance::Chance;
use support::line::{self, Outcome};
use support::mutate;
use support::package::{RawEntry, raw_zip};

/// How many mutants are made where nobody says.
const MUTANTS: u64 = 20_000;

/// What one may take.
const LONGEST: Duration = Duration::from_millis(500);

/// A sample: its bytes, and its parts in their order.
struct Sample {
    bytes: Vec<u8>,
    parts: Vec<(String, Vec<u8>)>,
}

impl Sample {
    fn open(path: &Path) -> Sample {
        let bytes = std::fs::read(path).expect("a sample");
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).expect("a package");
        let parts = (0..zip.len()).map(|index| {
            let mut entry = zip.by_index(index).expect("an entry");
            let mut part = Vec::new();
            entry.read_to_end(&mut part).expect("a part");
            (entry.name().expect("a name").into_owned(), part)
        });
        let parts = parts.collect();
        Sample { bytes, parts }
    }

    fn document(&self) -> &str {
        let (_, part) = self.parts.iter().find(|(name, _)| name == "word/document.xml").expect("a main part");
        std::str::from_utf8(part).expect("text")
    }

    /// The package with another part of this name, stored.
    fn with(&self, name: &str, part: &[u8]) -> Vec<u8> {
        let entry = |(own, bytes): &'_ (String, Vec<u8>)| {
            (own.clone(), if own == name { part.to_vec() } else { bytes.clone() })
        };
        let parts: Vec<(String, Vec<u8>)> = self.parts.iter().map(entry).collect();
        let entries: Vec<RawEntry> =
            parts.iter().map(|(name, bytes)| RawEntry::stored(name.as_bytes(), bytes)).collect();
        raw_zip(&entries)
    }
}

fn samples() -> Vec<Sample> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let entries = std::fs::read_dir(folder).expect("the samples").map(|entry| entry.expect("a sample").path());
    let mut paths: Vec<_> = entries.filter(|path| path.extension().is_some_and(|known| known == "docx")).collect();
    paths.sort();
    paths.iter().map(|path| Sample::open(path)).collect()
}

/// The mutant of this number.
fn mutant(samples: &[Sample], number: u64) -> Vec<u8> {
    let mut chance = Chance(number);
    let sample = chance.pick(samples);
    match chance.below(8) {
        0 => {
            let mut bytes = sample.bytes.clone();
            mutate::bytes(&mut bytes, &mut chance);
            bytes
        }
        1 | 2 => {
            let (name, part) = chance.pick(&sample.parts);
            let mut part = part.clone();
            mutate::bytes(&mut part, &mut chance);
            sample.with(name, &part)
        }
        3 => {
            let mut document = sample.document().as_bytes().to_vec();
            mutate::bytes(&mut document, &mut chance);
            sample.with("word/document.xml", &document)
        }
        _ => {
            let other = chance.pick(samples);
            let document = mutate::structure(sample.document(), other.document(), &mut chance);
            sample.with("word/document.xml", document.as_bytes())
        }
    }
}

/// Takes a mutant through the whole line; `Ok` is whether it was read.
fn check(bytes: &[u8]) -> Result<bool, String> {
    let timed = || {
        let begun = Instant::now();
        let found = catch_unwind(|| line::whole("mutant.docx", bytes.to_vec(), &ReadOptions::default()));
        (begun.elapsed(), found.unwrap_or_else(|_| Err("a panic".to_owned())))
    };
    let (took, found) = timed();
    let read = matches!(found?, Outcome::Read(_));
    // Once more, because it may have been others that took the time.
    if took > LONGEST && timed().0 > LONGEST {
        return Err(format!("took {took:?}"));
    }
    Ok(read)
}

#[test]
fn no_mutant_panics_or_loses_anything() {
    let count = std::env::var("BAOBIAO_MUTANTS").map_or(MUTANTS, |count| count.parse().expect("a number"));
    let samples = samples();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mutants");
    std::fs::create_dir_all(&folder).expect("a folder");
    let (next, read) = (AtomicU64::new(0), AtomicU64::new(0));
    let work = || {
        let mut wrong = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                return wrong;
            }
            let bytes = mutant(&samples, number);
            match check(&bytes) {
                Ok(was_read) => _ = read.fetch_add(u64::from(was_read), Ordering::Relaxed),
                Err(fault) => {
                    std::fs::write(folder.join(format!("{number}.docx")), &bytes).expect("a mutant is kept");
                    wrong.push(format!("mutant {number}: {fault}"));
                }
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker")).collect()
    });
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    let read = read.into_inner();
    println!("{count} mutants, {read} read, the others refused");
    // Most change a document that is still one.
    assert!(read > count / 3, "only {read} of {count} mutants were read");
}
