//! `convert` into a folder: any number of inputs, each accounted for, to any number of outputs, in a run that can be
//! stopped at any moment and goes on where it was.
//!
//! ```text
//! inputs ─bytes, hash─▶ journal ─known?─▶ report ─┬─▶ outputs ─┐
//!                         ▲        else read it   ├─▶ ledger  ─┴─ take their names when all are whole
//!                         └───────────────────────┘
//! ```

use std::collections::HashSet;
use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};
use std::time::Instant;

use anyhow::Result;

use super::args::ConvertArgs;
use super::complaint::{OrSay, complaint, unmade};
use super::files::{Totals, grouped, many};
use super::ledger::{self, Ledger, Measured};
use super::output::{Inputs, spare_link};
use super::outputs::Outputs;
use super::reader::Reader;
use super::terminal::Terminal;
use super::{Exit, comparison, convert, describe, files, settings};
use crate::batch::journal::{Entry, Hash, Journal, Key, Opening};
use crate::batch::{self, Failure, Input, Listing, Loaded};
use crate::extract::{Report, Series};
use crate::input::ReadOptions;
use crate::model::{FileKind, Message, Words, say};
use crate::schema::Schema;
use crate::sink::visible::one_line;
use crate::sink::{KINDS, Kind, Options};

/// The program's own folder among the outputs.
const OWN: &str = ".baobiao";

const UNWRITABLE: Words = Words::new("the journal cannot be written", "无法写入运行日志");

/// What a run into a folder needs to know.
pub(super) struct Run<'a> {
    pub(super) args: &'a ConvertArgs,
    pub(super) schema: &'a Schema,
    pub(super) read: &'a ReadOptions,
    pub(super) reader: &'a Reader<'a>,
    pub(super) kinds: &'a [&'static Kind],
    pub(super) options: Options,
    pub(super) folder: &'a Path,
}

/// What became of one input on its thread.
struct Done {
    measured: Measured,
    key: Option<Key>,
    outcome: Result<Outcome, Failure>,
}

enum Outcome {
    Report(Box<Report>),
    Skipped(&'static FileKind),
}

/// Where results go, one after the other in the order of the inputs.
struct Desk<'a> {
    schema: &'a Schema,
    outputs: Outputs<'a>,
    ledger: Ledger,
    series: Series<'a>,
    totals: Totals,
    terminal: &'a Terminal,
    audit: bool,
}

impl Run<'_> {
    pub(super) fn run(&self, mut listing: Listing, terminal: &Terminal) -> Result<Exit> {
        let own = self.file_names();
        listing.inputs.retain(|input| !self.is_output(input, &own));
        let inputs = Inputs::of(&listing.inputs);
        let own = self.own_folder()?;
        let mut journal = self.journal(&own, terminal)?;
        let stage = Stage::new(&own)?;
        for name in ledger::FILES {
            inputs.spare(&self.folder.join(name))?;
        }
        let mut desk = Desk {
            schema: self.schema,
            outputs: Outputs::folder(self.schema, self.kinds, self.options, self.folder, stage.path(), &inputs)?,
            ledger: Ledger::begin(self.folder, stage.path())?,
            series: Series::new(self.schema),
            totals: Totals::default(),
            terminal,
            audit: self.args.audit,
        };
        drop(inputs);
        desk.totals.failed = listing.failures.len();
        desk.totals.left_out = listing.left_out.len();
        for failure in &listing.failures {
            desk.ledger.lost(Measured::default(), &failure.lost())?;
            desk.outputs.lost(failure)?;
        }
        self.each(&listing, &mut journal, &mut desk)?;
        let Desk { mut outputs, mut ledger, series, mut totals, .. } = desk;
        for compared in series.pieces() {
            for comparison in &compared.comparisons {
                ledger.series(comparison, self.schema)?;
            }
            comparison::count(&compared, self.schema, &mut totals, terminal);
            outputs.compared(&compared)?;
        }
        let lang = terminal.lang();
        outputs.finish()?;
        let known = ledger.known();
        let counts = ledger.finish()?;
        clear(journal, &listing, terminal)?;
        if self.args.audit {
            terminal.say(&describe::audit_line(describe::TOTAL.text(lang), totals.audit(), lang));
        }
        if known > 0 {
            let known = Message::new(
                format!("{} known from an earlier run", many(known, "report")),
                format!("其中 {} 份报告取自上次运行", grouped(known)),
            );
            terminal.tell(known.text(lang));
        }
        terminal.tell(&totals.summary(convert::ADVICE, lang));
        terminal.tell(counts.text(lang));
        Ok(totals.exit(self.args.fail_on.level()))
    }

    /// What any run may write into its folder.
    fn file_names(&self) -> Vec<String> {
        let all: Vec<&Kind> = KINDS.iter().collect();
        let described = crate::sink::describe::companions(self.schema, &all, self.options);
        let named = KINDS.iter().map(|kind| kind.file_name).chain(ledger::FILES).map(str::to_owned);
        named.chain(described.into_iter().map(|companion| companion.file_name)).collect()
    }

    /// Whether a file that was found is what an earlier run wrote into the same folder, under one of these names.
    fn is_output(&self, input: &Input, names: &[String]) -> bool {
        let Input::Found(path) = input else { return false };
        let inside = path.strip_prefix(self.folder).ok();
        let first = inside.and_then(|inside| inside.components().next()).map(|first| first.as_os_str());
        first.is_some_and(|first| names.iter().any(|name| first == name.as_str()))
    }

    fn own_folder(&self) -> Result<PathBuf> {
        if fs::metadata(self.folder).is_ok_and(|metadata| !metadata.is_dir()) {
            let path = self.folder.display();
            return Err(complaint(say!("{path}: is not a folder", "{path}：不是文件夹")));
        }
        let own = self.folder.join(OWN);
        for path in [own.clone(), own.join("journal"), own.join("journal.smaller")] {
            spare_link(&path)?;
        }
        fs::create_dir_all(&own).or_say(|| unmade(&own))?;
        Ok(own)
    }

    fn journal(&self, own: &Path, terminal: &Terminal) -> Result<Journal> {
        let path = own.join("journal");
        if self.args.fresh {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(error)
                        .or_say(|| say!("{path}: cannot be removed", "{path}：无法删除", path = path.display()));
                }
                _ => {}
            }
        }
        let setting = self.setting()?;
        let (journal, opening) = match Journal::open(&path, setting) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                return Err(complaint(say!(
                    "{folder}: another run is writing into this folder; wait for it or stop it",
                    "{folder}：另一次运行正在写入此文件夹；请等待或停止它",
                    folder = self.folder.display()
                )));
            }
            opened => opened.or_say(|| say!("{path}: cannot be opened", "{path}：无法打开", path = path.display()))?,
        };
        if opening == Opening::Other {
            let other = say!(
                "note: {path}: the journal is of another version, schema or option; everything is read again",
                "注意：{path}：运行日志属于另一版本、模板或选项；全部重新读取",
                path = path.display()
            );
            terminal.tell(other.text(terminal.lang()));
        }
        Ok(journal)
    }

    /// The hash of all that decides what a file's bytes are read as: this very program, the schema, the options.
    fn setting(&self) -> Result<Hash> {
        let program = std::env::current_exe().and_then(fs::File::open).and_then(Hash::of_reader);
        let program = program.map_or_else(|_| env!("CARGO_PKG_VERSION").to_owned(), |hash| hash.to_string());
        let schema = Hash::of(settings::schema_text(&self.args.read)?.as_bytes());
        Ok(Hash::of(format!("{program}\n{schema}\n{:?}", self.read).as_bytes()))
    }

    fn each(&self, listing: &Listing, journal: &mut Journal, desk: &mut Desk<'_>) -> Result<()> {
        desk.terminal.progress(listing.inputs.len());
        let journal = RwLock::new(journal);
        let known = |key| journal.read().unwrap_or_else(PoisonError::into_inner).entry(key);
        let work = |input: &Input| Ok(self.one(input, known));
        let mut stopped = None;
        batch::run(&listing.inputs, settings::jobs(&self.args.many, listing), work, |input, done| {
            let done = done.unwrap_or_else(Done::defect);
            desk.terminal.step(done.outcome.is_err());
            let kept = done.keep(&input.name(), &mut journal.write().unwrap_or_else(PoisonError::into_inner));
            match kept.and_then(|()| desk.take(input, &done)) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    stopped = Some(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        desk.terminal.finish();
        stopped.map_or(Ok(()), Err)
    }

    /// One input, on its thread: its bytes, and its report from the journal or from them.
    fn one(&self, input: &Input, known: impl Fn(Key) -> Option<Entry>) -> Done {
        let begin = Instant::now();
        let source = match batch::load(input, self.read) {
            Ok(Loaded::Source(source)) => source,
            Ok(Loaded::Skipped(what)) => {
                return Done { measured: of_file(input), key: None, outcome: Ok(Outcome::Skipped(what)) };
            }
            Err(failure) => return Done { measured: of_file(input), key: None, outcome: Err(failure) },
        };
        let hash = Hash::of(&source.bytes);
        let key = Key::new(&source.name, hash);
        let mut measured = Measured { hash: Some(hash), size: Some(source.bytes.len() as u64), ..Measured::default() };
        if let Some(Entry { micros, report: Some(report) }) = known(key) {
            measured = Measured { micros, known: true, ..measured };
            return Done { measured, key: Some(key), outcome: Ok(Outcome::Report(Box::new(report))) };
        }
        // Guarded here, so that the ledger has the hash of a file that brings out a defect.
        let outcome = batch::guarded(&source.name, || self.reader.report(input, &source));
        let outcome = outcome.map(|read| read.map_or_else(Outcome::Skipped, Outcome::Report));
        measured.micros = u64::try_from(begin.elapsed().as_micros()).unwrap_or(u64::MAX);
        Done { measured, key: Some(key), outcome }
    }
}

impl Done {
    /// A panic on the input's thread.
    fn defect(failure: Failure) -> Done {
        Done { measured: Measured::default(), key: None, outcome: Err(failure) }
    }

    /// Writes it down, before it goes anywhere else.
    fn keep(&self, name: &str, journal: &mut Journal) -> Result<()> {
        let Some(key) = self.key else { return Ok(()) };
        let report = match &self.outcome {
            Ok(Outcome::Report(report)) => Some(report.as_ref()),
            _ => None,
        };
        journal.add(key, name, self.measured.micros, report).or_say(|| UNWRITABLE.into())
    }
}

/// Size and hash of a file that was not taken into memory.
fn of_file(input: &Input) -> Measured {
    let path = if let Input::Member(_) = input { None } else { input.path() };
    let file = path.and_then(|path| fs::File::open(path).ok());
    let size = file.as_ref().and_then(|file| file.metadata().ok()).map(|metadata| metadata.len());
    Measured { size, hash: file.and_then(|file| Hash::of_reader(file).ok()), ..Measured::default() }
}

impl Desk<'_> {
    /// Takes one result to the outputs and the ledger.
    fn take(&mut self, input: &Input, done: &Done) -> Result<()> {
        let Done { measured, outcome, .. } = done;
        let name = input.name();
        match outcome {
            Ok(Outcome::Report(report)) => {
                self.totals.read += 1;
                self.totals.count(report, self.schema);
                self.series.add(report);
                if self.audit {
                    self.terminal.say(&describe::audit_line(&report.source, &report.audit, self.terminal.lang()));
                }
                self.ledger.report(&name, *measured, report, self.schema)?;
                self.outputs.write(input, report)
            }
            Ok(Outcome::Skipped(what)) => {
                self.totals.skipped += 1;
                self.terminal.remark(files::skipped(&name, what).text(self.terminal.lang()));
                self.ledger.skipped(&name, *measured, what)
            }
            Err(failure) => {
                self.totals.failed += 1;
                self.terminal.failure(failure);
                self.ledger.lost(*measured, &failure.lost())?;
                self.outputs.lost(failure)
            }
        }
    }
}

/// Ends the journal, and names the inputs of earlier runs that are no more.
fn clear(journal: Journal, listing: &Listing, terminal: &Terminal) -> Result<()> {
    let names: HashSet<String> = listing.inputs.iter().map(Input::name).collect();
    let vanished = journal.finish(|name| names.contains(name)).or_say(|| UNWRITABLE.into())?;
    for name in &vanished {
        let vanished = say!(
            "note: {name}: was an input of an earlier run and is none of this one",
            "注意：{name}：曾是上次运行的输入，这次没有",
            name = one_line(name)
        );
        terminal.tell(vanished.text(terminal.lang()));
    }
    Ok(())
}

/// An empty folder for what is not whole yet; it goes away with all that is in it.
struct Stage(PathBuf);

impl Stage {
    fn new(own: &Path) -> Result<Stage> {
        let path = own.join("partial");
        match fs::remove_dir_all(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(error)
                    .or_say(|| say!("{path}: cannot be emptied", "{path}：无法清空", path = path.display()));
            }
            _ => {}
        }
        fs::create_dir(&path).or_say(|| unmade(&path))?;
        Ok(Stage(path))
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}
