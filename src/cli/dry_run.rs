//! `--dry-run`: what would be read, and what would fail, without reading any document.

use std::io::Write;
use std::ops::ControlFlow;

use anyhow::Result;

use super::terminal::Terminal;
use super::{Exit, files, terminal};
use crate::batch::{self, Failure, Input, Listing, Loaded, Looked};
use crate::input::ReadOptions;
use crate::model::FileKind;
use crate::sink::lines::{self, Planned, line};
use crate::sink::visible::one_line;

/// What an input is, and how many bytes it has where they were read.
type Found = (Looked, Option<u64>);

/// Lists what a run over these inputs would do.
pub(super) fn run(
    as_json: bool,
    listing: &Listing,
    options: &ReadOptions,
    jobs: usize,
    terminal: &Terminal,
) -> Result<Exit> {
    let mut out = terminal::out(as_json);
    let mut failed = listing.failures.len();
    let (mut read, mut skipped) = (0, 0);
    for failure in &listing.failures {
        let text = if as_json { failed_line(failure) } else { failed_text(failure) };
        out.write_all(text.as_bytes())?;
    }
    let mut stopped = None;
    terminal.progress(listing.inputs.len());
    batch::run(
        &listing.inputs,
        jobs,
        |input| look(input, options),
        |input, result| {
            terminal.step(result.is_err());
            match &result {
                Ok((Looked::Document(_), _)) => read += 1,
                Ok((Looked::Skipped(_), _)) => skipped += 1,
                Err(failure) => {
                    failed += 1;
                    terminal.failure(failure);
                }
            }
            let listed = if as_json { json(input, &result) } else { text(input, &result, terminal) };
            match out.write_all(listed.as_bytes()) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    stopped = Some(error);
                    ControlFlow::Break(())
                }
            }
        },
    )?;
    terminal.finish();
    if let Some(error) = stopped {
        return Err(error.into());
    }
    out.flush()?;
    let rest = if skipped == 0 { String::new() } else { format!(", {skipped} would be skipped") };
    terminal.tell(&format!("{} would be read, {} would fail{rest}", files::many(read, "file"), failed));
    Ok(match (failed, read) {
        (0, _) => Exit::Good,
        (_, 0) => Exit::Nothing,
        _ => Exit::Bad,
    })
}

fn look(input: &Input, options: &ReadOptions) -> Result<Found, Failure> {
    match batch::load(input, options)? {
        Loaded::Source(source) => Ok((batch::look(input, &source)?, Some(source.bytes.len() as u64))),
        Loaded::Skipped(kind) => Ok((Looked::Skipped(kind), None)),
    }
}

fn text(input: &Input, result: &Result<Found, Failure>, terminal: &Terminal) -> String {
    match result {
        Ok((Looked::Document(kind), bytes)) => {
            format!("{}: {}, {} bytes\n", one_line(&input.name()), kind.name, bytes.unwrap_or_default())
        }
        Ok((Looked::Skipped(kind), _)) => {
            terminal.remark(&format!("skipped: {}: is {}", one_line(&input.name()), kind.name));
            String::new()
        }
        Err(failure) => failed_text(failure),
    }
}

fn failed_text(failure: &Failure) -> String {
    format!("{}: fails: {}\n", one_line(&failure.source), one_line(&failure.message))
}

fn json(input: &Input, result: &Result<Found, Failure>) -> String {
    let (state, kind, bytes): (_, &FileKind, _) = match result {
        Ok((Looked::Document(kind), bytes)) => ("read", kind, *bytes),
        Ok((Looked::Skipped(kind), bytes)) => ("skipped", kind, *bytes),
        Err(failure) => return failed_line(failure),
    };
    let source = input.name();
    line(&Planned { source: &source, state, kind: Some(kind.code), is: Some(kind.name), bytes, failure: None })
}

fn failed_line(failure: &Failure) -> String {
    let why = lines::Failure { code: failure.code, message: &failure.message, help: &failure.help };
    line(&Planned { source: &failure.source, state: "failed", kind: None, is: None, bytes: None, failure: Some(why) })
}
