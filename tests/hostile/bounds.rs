//! Runs the program on one file in a process of its own, with so much memory and no more, and tells what came of it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// How much longer a build for tests may take.
pub const SLOWER: u32 = if cfg!(debug_assertions) { 4 } else { 1 };

/// What a file may cost.
#[derive(Debug, Clone, Copy)]
pub struct Bound {
    /// Processor time, of a release build.
    pub time: Duration,
    /// Kibibytes of memory that the process may ask for beyond the bytes of the file; one that asks for more is aborted.
    pub kibibytes: u64,
}

/// What every hostile file may cost.
pub const SMALL: Bound = Bound { time: Duration::from_millis(500), kibibytes: 64 << 10 };

/// What the large tables that are legal may cost.
pub const LARGE: Bound = Bound { time: Duration::from_secs(1), kibibytes: 256 << 10 };

/// How a run ended.
#[derive(Debug)]
pub struct Ran {
    /// The exit code; `None` where a signal ended it.
    pub code: Option<i32>,
    /// What it said.
    pub said: String,
    /// Processor time.
    pub time: Duration,
}

/// Runs `baobiao` with these arguments and at most this much memory. The shell sets the bound and measures, because
/// it can do both without unsafe code: `ulimit -d` bounds what a process may write to (on Linux also what it maps),
/// `times` tells what its children cost.
pub fn run(arguments: &[&Path], memory: u64) -> Ran {
    // The allocator asks the system for large pieces, of which it does not use all.
    let memory = memory + memory / 2;
    let script = format!("ulimit -d {memory} && ulimit -c 0; \"$@\"; code=$?; times >&1; exit $code");
    let output = Command::new("sh")
        .args(["-c", &script, "sh", env!("CARGO_BIN_EXE_baobiao")])
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("there is a shell");
    let measured = String::from_utf8(output.stdout).expect("times are text");
    let children = measured.lines().nth(1).unwrap_or_else(|| panic!("no times in {measured:?}"));
    Ran {
        code: output.status.code(),
        said: String::from_utf8_lossy(&output.stderr).into_owned(),
        time: children.split_whitespace().map(duration).sum(),
    }
}

/// `0m0.250s`, as POSIX prints it.
fn duration(text: &str) -> Duration {
    let (minutes, seconds) = text.trim_end_matches('s').split_once('m').expect("minutes and seconds");
    let minutes: u64 = minutes.parse().expect("minutes");
    let seconds: f64 = seconds.replace(',', ".").parse().expect("seconds");
    Duration::from_secs(minutes * 60) + Duration::from_secs_f64(seconds)
}
