//! `--dry-run`: what would be read, and what would fail, without reading any document.

use std::io::Write;
use std::ops::ControlFlow;

use anyhow::Result;

use super::terminal::{COLON, Terminal};
use super::{Exit, files, terminal};
use crate::batch::{self, Failure, Input, Listing, Loaded, Looked};
use crate::input::ReadOptions;
use crate::model::{FileKind, Lang, Message, say};
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
        let text = if as_json { failed_line(failure) } else { failed_text(failure, terminal.lang()) };
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
    let mut summary = Message::new(
        format!("{} would be read, {failed} would fail", files::many(read, "file")),
        format!("将读取 {} 个文件，失败 {failed} 个", files::grouped(read)),
    );
    if skipped > 0 {
        summary.push(&say!(", {skipped} would be skipped", "，跳过 {skipped} 个"));
    }
    terminal.tell(summary.text(terminal.lang()));
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
    let lang = terminal.lang();
    match result {
        Ok((Looked::Document(kind), bytes)) => {
            let (name, bytes) = (input.name(), bytes.unwrap_or_default());
            let name = one_line(&name);
            let known = Message::new(
                format!("{name}: {}, {bytes} bytes\n", kind.name.english),
                format!("{name}：{}，{bytes} 字节\n", kind.name.chinese),
            );
            known.text(lang).to_owned()
        }
        Ok((Looked::Skipped(kind), _)) => {
            terminal.remark(files::skipped(&input.name(), kind).text(lang));
            String::new()
        }
        Err(failure) => failed_text(failure, lang),
    }
}

fn failed_text(failure: &Failure, lang: Lang) -> String {
    let colon = COLON.text(lang);
    let fails = say!("fails", "会失败");
    let message = one_line(failure.message.text(lang));
    format!("{}{colon}{}{colon}{message}\n", one_line(&failure.source), fails.text(lang))
}

fn json(input: &Input, result: &Result<Found, Failure>) -> String {
    let (state, kind, bytes): (_, &FileKind, _) = match result {
        Ok((Looked::Document(kind), bytes)) => ("read", kind, *bytes),
        Ok((Looked::Skipped(kind), bytes)) => ("skipped", kind, *bytes),
        Err(failure) => return failed_line(failure),
    };
    let source = input.name();
    line(&Planned { source: &source, state, kind: Some(kind.code), is: Some(kind.name.english), bytes, failure: None })
}

fn failed_line(failure: &Failure) -> String {
    let why = lines::Failure::new(failure.code, &failure.message, &failure.help);
    line(&Planned { source: &failure.source, state: "failed", kind: None, is: None, bytes: None, failure: Some(why) })
}
