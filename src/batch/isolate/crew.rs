//! This program's side: workers that are idle, a question to one of them, and its end where it is late.

use std::io::{self, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::lost::{Lost, unavailable};
use super::wire::{Answer, Outcome, Setup, receive, send};
use crate::batch::open::refused;
use crate::batch::{Failure, Input};
use crate::extract::Report;
use crate::input::{ReadOptions, Source};
use crate::model::FileKind;
use crate::schema::Schema;

/// The one argument with which this program is a worker.
pub const WORKER: &str = "worker";

/// What a worker may take for one file.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// Bytes of memory.
    pub memory: u64,
    /// Time.
    pub time: Duration,
}

/// Workers, as many as threads ask at the same time.
pub struct Crew<'a> {
    setup: Vec<u8>,
    schema: &'a Schema,
    terms: Terms,
    idle: Mutex<Vec<Worker>>,
}

/// How long a worker that said its last may take to end.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is read of what a worker said before its end, in bytes.
const LAST_WORDS: u64 = 8 * 1024;

impl<'a> Crew<'a> {
    /// Starts the first worker. `name` and `toml` are those that the schema was made from.
    ///
    /// # Errors
    /// Where it cannot be started.
    pub fn start(schema: &'a Schema, name: &str, toml: &str, options: &ReadOptions, terms: Terms) -> io::Result<Self> {
        let setup = Setup::new(name, toml, options, terms.memory, terms.time.as_secs()).bytes();
        let first = Worker::start(&setup, terms)?;
        Ok(Crew { setup, schema, terms, idle: Mutex::new(vec![first]) })
    }

    /// The report of an input, read by a worker, or what the input is where it is no document; called from any thread.
    ///
    /// # Errors
    /// As [`read`](crate::batch::read); and where the worker was late, took too much memory, or ended.
    pub fn report(&self, input: &Input, source: &Source) -> Result<Result<Box<Report>, &'static FileKind>, Failure> {
        match self.outcome(source)? {
            Outcome::Report(report) => Ok(Ok(report)),
            Outcome::Unsupported(kind) => refused(input, &source.name, kind).map(Err),
            Outcome::Failure(failure) => Err(failure),
        }
    }

    fn outcome(&self, source: &Source) -> Result<Outcome, Failure> {
        // Not held while it is asked.
        let idle = self.idle().pop();
        if let Some(worker) = idle {
            match self.ask(worker, source) {
                // What it had left over from other files may have been the reason: the file is judged alone.
                Err(Lost::Ended(..)) => {}
                answer => return answer.map_err(|lost| lost.failure(&source.name, &self.terms)),
            }
        }
        let worker = Worker::start(&self.setup, self.terms).map_err(|error| unavailable(&source.name, &error))?;
        self.ask(worker, source).map_err(|lost| lost.failure(&source.name, &self.terms))
    }

    /// Asks a worker, and keeps it where it gave an answer.
    fn ask(&self, mut worker: Worker, source: &Source) -> Result<Outcome, Lost> {
        let answer = worker.ask(source, self.terms)?;
        let outcome = Answer::outcome(&answer, &source.name, self.schema).ok_or(Lost::Senseless)?;
        self.idle().push(worker);
        Ok(outcome)
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Worker>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A process that reads. It is ended with this.
struct Worker {
    child: Child,
    to: ChildStdin,
    from: ChildStdout,
}

impl Worker {
    fn start(setup: &[u8], terms: Terms) -> io::Result<Worker> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(WORKER).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // Elsewhere a process does not start without some of them.
        #[cfg(unix)]
        command.env_clear().current_dir("/");
        // KiB. The program's allocator sets aside a gibibyte otherwise, which would stand outside of the limit.
        command.env("MIMALLOC_ARENA_RESERVE", "65536");
        #[cfg(debug_assertions)]
        if crate::batch::planted::armed() {
            command.env(crate::batch::planted::VARIABLE, "1");
        }
        let mut child = command.spawn()?;
        let (Some(to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let mut worker = Worker { child, to, from };
        let ready = worker.in_time(terms, |to, from| {
            send(to, setup)?;
            receive(from, 0)
        });
        ready.map(|_| worker).map_err(|lost| match lost {
            Lost::Late => io::ErrorKind::TimedOut.into(),
            Lost::Ended(..) | Lost::Senseless => io::ErrorKind::UnexpectedEof.into(),
        })
    }

    /// The answer for a file.
    fn ask(&mut self, source: &Source, terms: Terms) -> Result<Vec<u8>, Lost> {
        self.in_time(terms, |mut to, from| {
            send(&mut to, source.name.as_bytes())?;
            send(&mut to, &source.bytes)?;
            to.flush()?;
            receive(from, terms.memory)
        })
    }

    /// Talks to the worker, which is ended where that takes too long.
    fn in_time(
        &mut self,
        terms: Terms,
        talk: impl FnOnce(&mut ChildStdin, &mut ChildStdout) -> io::Result<Option<Vec<u8>>>,
    ) -> Result<Vec<u8>, Lost> {
        let Worker { child, to, from } = self;
        let (done, waits) = channel::<()>();
        let (answer, late) = std::thread::scope(|scope| {
            let watch = scope.spawn(move || {
                let late = waits.recv_timeout(terms.time) == Err(RecvTimeoutError::Timeout);
                if late {
                    _ = child.kill();
                }
                late
            });
            let answer = talk(to, from);
            drop(done);
            (answer, watch.join().unwrap_or(false))
        });
        match answer {
            Ok(Some(answer)) => Ok(answer),
            _ if late => Err(Lost::Late),
            _ => Err(self.ended()),
        }
    }

    /// Waits for the end of a worker that speaks no more.
    fn ended(&mut self) -> Lost {
        let status = self.status();
        let mut said = Vec::new();
        if let Some(from) = self.child.stderr.take() {
            _ = from.take(LAST_WORDS).read_to_end(&mut said);
        }
        Lost::Ended(status, String::from_utf8_lossy(&said).into_owned())
    }

    fn status(&mut self) -> Option<ExitStatus> {
        const STEP: Duration = Duration::from_millis(5);
        for _ in 0..PATIENCE.as_millis() / STEP.as_millis() {
            match self.child.try_wait() {
                Ok(None) => std::thread::sleep(STEP),
                Ok(status) => return status,
                Err(_) => break,
            }
        }
        _ = self.child.kill();
        _ = self.child.wait();
        None
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}
