//! `detect`: what files are by their content, what says so, and whether they can be read.

use std::io::Write;
use std::ops::ControlFlow;

use anyhow::Result;

use super::args::DetectArgs;
use super::limits::limits;
use super::terminal::{Terminal, stdout};
use super::{Exit, files, settings};
use crate::batch::{self, Failure, Input, Loaded};
use crate::input::{Detected, ReadOptions, examine, is_readable};
use crate::model::{Lang, Message, Words};
use crate::sink::lines::{self, Examined, line};
use crate::sink::visible::one_line;

pub(super) fn run(args: &DetectArgs, terminal: &Terminal) -> Result<Exit> {
    let options = ReadOptions { limits: limits(&args.limits)?, ..ReadOptions::default() };
    let listing = files::list(&args.many, &options.limits, terminal)?;
    let mut out = stdout();
    let mut bad = listing.failures.len();
    for failure in &listing.failures {
        out.write_all(shown(&failure.source, &Err(failure.clone()), args.json, terminal.lang()).as_bytes())?;
    }
    let mut stopped = None;
    batch::run(
        &listing.inputs,
        settings::jobs(&args.many, &listing),
        |input| look(input, &options),
        |input, result| {
            bad += usize::from(!result.as_ref().is_ok_and(|found| is_readable(found.kind)));
            if let Err(failure) = &result {
                terminal.failure(failure);
            }
            match out.write_all(shown(&input.name(), &result, args.json, terminal.lang()).as_bytes()) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    stopped = Some(error);
                    ControlFlow::Break(())
                }
            }
        },
    )?;
    if let Some(error) = stopped {
        return Err(error.into());
    }
    out.flush()?;
    Ok(if bad == 0 { Exit::Good } else { Exit::Bad })
}

fn look(input: &Input, options: &ReadOptions) -> Result<Detected, Failure> {
    match batch::load(input, options)? {
        Loaded::Source(source) => Ok(examine(&source.bytes)),
        Loaded::Skipped(kind) => {
            Ok(Detected { kind, evidence: Words::new("its first bytes", "由开头的字节判断") })
        }
    }
}

/// One input as a line of JSON or in words.
fn shown(source: &str, result: &Result<Detected, Failure>, json: bool, lang: Lang) -> String {
    if json {
        let found = result.as_ref().ok();
        let failure = result.as_ref().err();
        return line(&Examined {
            source,
            kind: found.map(|found| found.kind.code),
            is: found.map(|found| found.kind.name.english),
            evidence: found.map(|found| found.evidence.english),
            readable: found.is_some_and(|found| is_readable(found.kind)),
            advice: found.map(|found| found.kind.advice.english),
            failure: failure.map(|failure| lines::Failure::new(failure.code, &failure.message, &failure.help)),
        });
    }
    let source = one_line(source);
    let message = match result {
        Err(failure) => Message {
            english: format!("{source}: {}", one_line(&failure.message.english)),
            chinese: format!("{source}：{}", one_line(&failure.message.chinese)),
        },
        Ok(Detected { kind, evidence }) => {
            let verdict = if is_readable(kind) {
                Words::new("can be read", "可以读取")
            } else {
                Words::new("cannot be read", "无法读取")
            };
            let mut message = Message {
                english: format!("{source}: {}; {}; {}", kind.name.english, evidence.english, verdict.english),
                chinese: format!("{source}：{}；{}；{}", kind.name.chinese, evidence.chinese, verdict.chinese),
            };
            if !is_readable(kind) {
                message.push(&Message {
                    english: format!(": {}", kind.advice.english),
                    chinese: format!("：{}", kind.advice.chinese),
                });
            }
            message
        }
    };
    format!("{}\n", message.text(lang))
}
