//! What the benches share: reports to measure on, the whole line, and times by turns.

#[path = "../../examples/make_samples/bulk.rs"]
mod bulk;
#[path = "../../examples/make_samples/chance.rs"]
pub mod chance;
#[path = "../../examples/make_samples/dress.rs"]
pub mod dress;
#[path = "../../examples/make_samples/package.rs"]
pub mod package;
#[path = "../../tests/support/mod.rs"]
pub mod support;
#[path = "../../examples/make_samples/write.rs"]
pub mod write;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use baobiao::extract::extract;
use baobiao::input::{ReadOptions, Source, read};
use baobiao::schema::Schema;
use baobiao::sink::{Kind, Options, Out, Sink};
use support::outline::Outline;

/// The program's allocator, so that a step takes here what it takes there.
#[cfg(feature = "cli")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How often everything is done by turns.
const ROUNDS: usize = 40;

/// Something that is measured.
pub type Work<'a> = Box<dyn FnMut() + 'a>;

/// Realistic reports, the same ones each time.
pub fn reports(count: usize) -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/make_samples/reports");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let text = |path: &PathBuf| std::fs::read_to_string(path).unwrap();
    let models: Vec<Outline> = paths.iter().map(|path| toml::from_str(&text(path)).unwrap()).collect();
    (0..count).map(|index| bulk::report(index, &models)).map(|(name, bytes)| Source::new(name, bytes)).collect()
}

/// A table of CSV that goes nowhere.
pub fn csv() -> Box<dyn Sink> {
    let kind = Kind::find("csv").unwrap();
    (kind.open)(Schema::builtin(), Out::stream(std::io::sink()), Options::default()).unwrap()
}

/// The whole line, from the files to the rows of CSV.
pub fn whole(sources: &[Source]) {
    let options = ReadOptions::default();
    let mut sink = csv();
    for source in sources {
        sink.report(&extract(&read(source, &options).unwrap(), Schema::builtin())).unwrap();
    }
}

/// The shortest time that each of these takes, in milliseconds. They are done by turns, so that a machine that is now
/// quicker and now slower is so for all of them.
pub fn by_turns(work: &mut [Work<'_>]) -> Vec<f64> {
    let mut shortest = vec![Duration::MAX; work.len()];
    for _ in 0..ROUNDS {
        for (work, shortest) in work.iter_mut().zip(&mut shortest) {
            let begun = Instant::now();
            work();
            *shortest = begun.elapsed().min(*shortest);
        }
    }
    shortest.into_iter().map(|time| time.as_secs_f64() * 1e3).collect()
}
