//! How far a run has come: a bar for people, or lines of JSON for programs. The only place that reads the clock.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::args::ProgressKind;
use crate::model::{Lang, Words};
use crate::sink::lines::{self, line};

const TEMPLATE: Words = Words::new(
    "{wide_bar} {human_pos}/{human_len} files, {per_sec}, {eta} left",
    "{wide_bar} {human_pos}/{human_len} 个文件，{per_sec}，剩余 {eta}",
);

/// Lines of JSON are at least this far apart, except the first and the last.
const PAUSE: Duration = Duration::from_millis(250);

/// The progress of one run over files.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    json: bool,
    started: Instant,
    said: Instant,
    done: u64,
    of: u64,
    failed: u64,
}

impl Progress {
    /// Nothing is counted, and nothing said.
    pub(super) fn none() -> Progress {
        let now = Instant::now();
        Progress { bar: None, json: false, started: now, said: now, done: 0, of: 0, failed: 0 }
    }

    /// Begins to count. A bar is drawn where there are several files and someone looks.
    pub(super) fn begin(kind: ProgressKind, files: usize, quiet: bool, lang: Lang) -> Progress {
        let mut progress = Progress { of: files as u64, json: kind == ProgressKind::Json, ..Progress::none() };
        if progress.json {
            progress.say();
        }
        if kind == ProgressKind::Auto && files > 1 && !quiet && io::stderr().is_terminal() {
            let bar = ProgressBar::new(files as u64);
            if let Ok(style) = ProgressStyle::with_template(TEMPLATE.text(lang)) {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(200));
            progress.bar = Some(bar);
        }
        progress
    }

    /// One file is done.
    pub(super) fn step(&mut self, failed: bool) {
        self.done += 1;
        self.failed += u64::from(failed);
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
        if self.json && self.said.elapsed() >= PAUSE {
            self.say();
        }
    }

    /// The run is over, at its end or before.
    pub(super) fn finish(self) {
        if self.json {
            self.say_now();
        }
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }

    /// Does something while no bar is on the terminal.
    pub(super) fn suspend(&self, act: impl FnOnce()) {
        match &self.bar {
            Some(bar) => bar.suspend(act),
            None => act(),
        }
    }

    fn say(&mut self) {
        self.said = Instant::now();
        self.say_now();
    }

    fn say_now(&self) {
        // Where nobody listens there is nothing to be done about it.
        _ = io::stderr().write_all(line(&self.state(self.started.elapsed())).as_bytes());
    }

    /// The counts after this much time.
    fn state(&self, elapsed: Duration) -> lines::Progress {
        let rate = (self.done > 0 && !elapsed.is_zero()).then(|| self.done as f64 / elapsed.as_secs_f64());
        lines::Progress {
            done: self.done,
            of: self.of,
            failed: self.failed,
            per_second: rate.map(|rate| (rate * 10.0).round() / 10.0),
            seconds_left: rate.map(|rate| ((self.of - self.done.min(self.of)) as f64 / rate).ceil() as u64),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_and_the_rest_follow_from_the_counts_and_the_time() {
        let progress = Progress { done: 30, of: 100, failed: 2, ..Progress::none() };
        let after = |milliseconds| line(&progress.state(Duration::from_millis(milliseconds)));
        assert_eq!(after(4_000), "{\"done\":30,\"of\":100,\"failed\":2,\"per_second\":7.5,\"seconds_left\":10}\n");
        assert_eq!(after(0), "{\"done\":30,\"of\":100,\"failed\":2,\"per_second\":null,\"seconds_left\":null}\n");
    }
}
