//! How far a run is: a bar for people, lines of JSON for programs.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// What is shown of a run.
pub(super) enum Shows {
    Nothing,
    Bar(ProgressBar),
    Lines(Lines),
}

/// A bar over this many files.
pub(super) fn bar(files: usize) -> ProgressBar {
    let bar = ProgressBar::new(files as u64);
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {human_pos}/{human_len} files, {per_sec}, {eta} left") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// The least time between two lines.
const PAUSE: Duration = Duration::from_millis(250);

/// One JSON object a line on standard error: a first one, a last one, and at most four a second between them.
pub(super) struct Lines {
    begun: Instant,
    said: Instant,
    of: usize,
    done: usize,
    failed: usize,
}

impl Lines {
    pub(super) fn begin(of: usize) -> Lines {
        let now = Instant::now();
        let mut lines = Lines { begun: now, said: now, of, done: 0, failed: 0 };
        lines.say();
        lines
    }

    pub(super) fn step(&mut self, failed: bool) {
        self.done += 1;
        self.failed += usize::from(failed);
        if self.said.elapsed() >= PAUSE && self.done < self.of {
            self.say();
        }
    }

    /// Says how far it is.
    pub(super) fn say(&mut self) {
        self.said = Instant::now();
        // Where nobody listens there is nothing to be done about it.
        _ = writeln!(io::stderr(), "{}", self.line(self.begun.elapsed()));
    }

    fn line(&self, elapsed: Duration) -> String {
        let Lines { of, done, failed, .. } = self;
        let seconds = elapsed.as_secs_f64();
        let (speed, left) = match *done {
            0 => ("null".to_owned(), "null".to_owned()),
            done => {
                let speed = done as f64 / seconds.max(0.001);
                (format!("{speed:.1}"), format!("{:.1}", (of - done) as f64 / speed))
            }
        };
        format!(
            r#"{{"done":{done},"of":{of},"failed":{failed},"seconds":{seconds:.1},"per_second":{speed},"seconds_left":{left}}}"#
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_json_and_says_how_long_it_will_take() {
        let now = Instant::now();
        let mut lines = Lines { begun: now, said: now, of: 40, done: 0, failed: 0 };
        let parsed = |lines: &Lines, seconds| -> serde_json::Value {
            serde_json::from_str(&lines.line(Duration::from_secs(seconds))).unwrap()
        };
        assert!(parsed(&lines, 0)["seconds_left"].is_null());
        (lines.done, lines.failed) = (10, 1);
        let line = parsed(&lines, 5);
        assert_eq!(line["done"], 10);
        assert_eq!(line["failed"], 1);
        assert_eq!(line["per_second"], 2.0);
        assert_eq!(line["seconds_left"], 15.0);
    }
}
