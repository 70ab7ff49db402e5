//! `explain CODE`: what a code means. Codes of notes are in the model's table; codes of failures are here.

use std::io::Write;

use anyhow::{Result, anyhow};

use super::args::ExplainArgs;
use super::suggest::{did_you_mean, nearest};
use super::terminal::{Style, Terminal, level_style};
use super::{Exit, chain, terminal};
use crate::input::{KINDS, is_readable};
use crate::model::{CODES, Code};
use crate::sink::lines::{Explained, line};

/// A code under which a file gives nothing: id, title, explanation.
type FailureCode = (&'static str, &'static str, &'static str);

const FAILURES: &[FailureCode] = &[
    ("file-unreadable", "A file could not be read from the disk", "Check the path and the permissions."),
    ("folder-unreadable", "A folder could not be walked", "Check the path and the permissions."),
    (
        "pattern-unsound",
        "An argument is neither a file nor a sound pattern",
        "Quote a file name that holds * ? [ or {.",
    ),
    (
        "package-unsound",
        "The Word package is damaged or says two things at once",
        "A package that readers could understand in two ways is refused, so that what is read is what Word shows. Open the file in Word or WPS, which may repair it, and save it again as .docx.",
    ),
    (
        "archive-unsound",
        "A zip archive of files is damaged, or a file in it",
        "Members that overlap are refused too: so a small archive could hold a great deal. Copy or download the archive again; if another program unpacks it, give the folder that it makes.",
    ),
    (
        "list-unsound",
        "A line of --files-from is no path",
        "Give one path a line in UTF-8, or paths that end in NUL with --null.",
    ),
    (
        "xml-unsound",
        "The XML of a part is damaged or forbidden",
        "Document type declarations are always refused. Open the file in Word or WPS, which may repair it, and save it again as .docx.",
    ),
    (
        "limit-reached",
        "The file asks for more than a limit allows",
        "Limits keep a hostile file from taking the machine. If you trust the file, raise the limit with --limit NAME=N.",
    ),
    (
        "program-defect",
        "The program failed inside one file",
        "The other files are not touched by it. Please report it, with the file if you may.",
    ),
];

/// Every code of a failure: those above, and one for each kind of file that is not read.
fn failures() -> impl Iterator<Item = (&'static str, String, String)> {
    let kinds = KINDS.iter().filter(|kind| !is_readable(kind));
    let kinds =
        kinds.map(|kind| (kind.code, format!("The file is {}", kind.name), format!("What to do: {}.", kind.advice)));
    FAILURES.iter().map(|(id, title, text)| (*id, (*title).to_owned(), (*text).to_owned())).chain(kinds)
}

pub(super) fn run(args: &ExplainArgs, terminal: &Terminal) -> Result<Exit> {
    if let (Some(file), Some(field)) = (&args.subject, &args.field) {
        return chain::run(file, field, args, terminal);
    }
    let text = match &args.subject {
        None if args.json => explained()
            .map(|(code, level, blame, title, explanation)| {
                line(&Explained { code, level, blame, title: &title, explanation: &explanation })
            })
            .collect(),
        None => list(terminal),
        Some(subject) if args.json => one_json(&subject.to_string_lossy())?,
        Some(subject) => one(&subject.to_string_lossy(), terminal)?,
    };
    let mut out = terminal::out(args.json);
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(Exit::Good)
}

fn list(terminal: &Terminal) -> String {
    let mut text = String::new();
    for code in CODES {
        let level = terminal.paint_out(level_style(code.level), &format!("{:<8}", code.level.name()));
        text.push_str(&format!("{level} {:<7} {:<20} {}\n", code.blame.name(), code.id, code.title));
    }
    for (id, title, _) in failures() {
        let level = terminal.paint_out(Style::Error, "failure ");
        text.push_str(&format!("{level} {:<7} {id:<20} {title}\n", "file"));
    }
    text
}

/// Every code: id, level, blame, title, explanation.
fn explained() -> impl Iterator<Item = (&'static str, &'static str, &'static str, String, String)> {
    let notes = CODES.iter().map(|code| {
        (code.id, code.level.name(), code.blame.name(), code.title.to_owned(), code.explanation.to_owned())
    });
    notes.chain(failures().map(|(id, title, text)| (id, "failure", "file", title, text)))
}

fn one_json(id: &str) -> Result<String> {
    match explained().find(|(code, ..)| *code == id) {
        Some((code, level, blame, title, explanation)) => {
            Ok(line(&Explained { code, level, blame, title: &title, explanation: &explanation }))
        }
        None => Err(unknown(id)),
    }
}

fn one(id: &str, terminal: &Terminal) -> Result<String> {
    if let Some(code) = Code::find(id) {
        let head = terminal.paint_out(level_style(code.level), code.id);
        let blame = match code.blame.name() {
            "file" => "the file is damaged or odd",
            "schema" => "the schema does not know this layout",
            _ => "the figures are as the agency published them",
        };
        let level = code.level.name();
        return Ok(format!("{head}: {}\nlevel {level}; {blame}\n\n{}\n", code.title, code.explanation));
    }
    if let Some((id, title, explanation)) = failures().find(|(failure, ..)| *failure == id) {
        let head = terminal.paint_out(Style::Error, id);
        return Ok(format!("{head}: {title}\nfailure; the file gives no data\n\n{explanation}\n"));
    }
    Err(unknown(id))
}

fn unknown(id: &str) -> anyhow::Error {
    let words = CODES.iter().map(|code| code.id).chain(failures().map(|(id, ..)| id));
    let hint = did_you_mean(&nearest(id, words));
    anyhow!(
        "there is no code {id}{hint}; `baobiao explain --list` lists them, and a file needs a field: baobiao explain FILE FIELD"
    )
}
