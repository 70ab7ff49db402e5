//! From an input to a document, a skip or a failure.

use std::io::{self, Read};
use std::path::Path;

use super::Input;
use crate::input::{self, ReadOptions, Source, kind, path_name};
use crate::model::{CHECK_PATH, Document, Error, ErrorKind, FileKind, Message, io_reason, say};
use crate::sink::manifest::{Lost, Status};

/// Why there is no result for an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The input's name.
    pub source: String,
    /// The stable kebab-case code.
    pub code: &'static str,
    /// What is wrong, as the end of a sentence that the name begins.
    pub message: Message,
    /// What to do next.
    pub help: Box<Message>,
}

/// What became of an input.
#[derive(Debug)]
pub enum Opened {
    /// It is a document.
    Document(Box<Document>),
    /// It was found in a folder and is no kind of document; what it is.
    Skipped(&'static FileKind),
}

/// An input whose bytes are in memory, or need not be.
#[derive(Debug)]
pub enum Loaded {
    /// Its name and its bytes.
    Source(Source),
    /// It was found in a folder and its first bytes show that it is no kind of document; what it is.
    Skipped(&'static FileKind),
}

/// What an input is by its content.
#[derive(Debug)]
pub enum Looked {
    /// A kind of file that is read.
    Document(&'static FileKind),
    /// It was found in a folder and is no kind of document.
    Skipped(&'static FileKind),
}

/// What a file that has no business here needs to show of itself.
const HEAD: u64 = 64 * 1024;

/// Extensions under which people keep Word documents. Such a file is refused by name, never skipped.
const WORD_LIKE: &[&str] = &["docx", "docm", "dotx", "dotm", "doc", "dot", "wps", "wpt", "rtf", "odt", "mht", "mhtml"];

/// Reads the document: [`load`], then [`read`].
///
/// # Errors
/// A [`Failure`] where there is none, except that a file which was found in a folder, is no kind of document and
/// does not call itself one is skipped.
pub fn open(input: &Input, options: &ReadOptions) -> Result<Opened, Failure> {
    match load(input, options)? {
        Loaded::Source(source) => read(input, &source, options),
        Loaded::Skipped(kind) => Ok(Opened::Skipped(kind)),
    }
}

/// Brings the bytes of an input into memory, and does nothing else with them.
///
/// A file that was found under a name which does not promise a document is not read further than its first bytes
/// where those show that it is none.
///
/// # Errors
/// Where the disk or the archive does not give the bytes, or there are more than [`Limits::input`](crate::model::Limits::input).
pub fn load(input: &Input, options: &ReadOptions) -> Result<Loaded, Failure> {
    let source = match input {
        Input::Stdin => standard_input(options)?,
        Input::Named(path) => Source::open(path, &options.limits)?,
        Input::Found(path) => {
            if let Some(kind) = stranger(path)? {
                return Ok(Loaded::Skipped(kind));
            }
            Source::open(path, &options.limits)?
        }
        Input::Member(member) => {
            let source = member.archive.read(member.index, &options.limits)?;
            let name = Path::new(member.inner());
            if !member.named && !is_word_like(name) && is_stray(name, input::detect(&source.bytes)) {
                return Ok(Loaded::Skipped(&kind::TEXT_TABLES));
            }
            source
        }
    };
    Ok(Loaded::Source(source))
}

/// Reads the document from the bytes that [`load`] gave for the same input.
///
/// # Errors
/// As for [`open`].
pub fn read(input: &Input, source: &Source, options: &ReadOptions) -> Result<Opened, Failure> {
    #[cfg(debug_assertions)]
    super::planted::strike(&source.name);
    match input::read(source, options) {
        Ok(document) => Ok(Opened::Document(Box::new(document))),
        Err(error) => match error.kind() {
            ErrorKind::Unsupported(kind) => refused(input, &source.name, kind).map(Opened::Skipped),
            _ => Err(error.into()),
        },
    }
}

/// Tells what the bytes that [`load`] gave are, without reading a document from them.
///
/// # Errors
/// Where [`read`] would refuse them for what they are.
pub fn look(input: &Input, source: &Source) -> Result<Looked, Failure> {
    match input::detect(&source.bytes) {
        found if input::is_readable(found) => Ok(Looked::Document(found)),
        found => refused(input, &source.name, found).map(Looked::Skipped),
    }
}

/// What is not read is skipped or a failure.
pub(super) fn refused(input: &Input, name: &str, found: &'static FileKind) -> Result<&'static FileKind, Failure> {
    // An archive in an archive may hold reports.
    let nested = matches!(input, Input::Member(_)) && *found == kind::ZIP;
    let found = if nested { &kind::MEMBER_ARCHIVE } else { found };
    if !found.document && may_be_skipped(input) {
        return Ok(found);
    }
    Err(Error::new(name, ErrorKind::Unsupported(found)).into())
}

/// Whether nobody promised that this is a document: neither the user nor its name.
fn may_be_skipped(input: &Input) -> bool {
    match input {
        Input::Stdin | Input::Named(_) => false,
        Input::Found(path) => !is_word_like(path),
        Input::Member(member) => !member.named && !is_word_like(Path::new(member.inner())),
    }
}

/// What a file that was found is, where its first bytes show that it is no document.
fn stranger(path: &Path) -> Result<Option<&'static FileKind>, Failure> {
    if is_word_like(path) {
        return Ok(None);
    }
    let head = head(path).map_err(|error| Failure::unreadable(&path_name(path), &error))?;
    // What is in a zip archive is written at its end, and a text may have its figures anywhere.
    if head.starts_with(b"PK") || is_text(path) && input::may_be_text(&head) {
        return Ok(None);
    }
    Ok(Some(input::detect(&head)).filter(|kind| !kind.document || is_stray(path, kind)))
}

/// Whether a file calls itself a Word document, is one by its content, or cannot be looked at.
pub fn may_be_document(path: &Path) -> bool {
    is_word_like(path) || std::fs::read(path).map_or(true, |bytes| input::detect(&bytes).document)
}

/// Whether a file that nobody asked for by name is text that does not call itself so: lists and logs have figures in
/// lines too.
fn is_stray(path: &Path, kind: &FileKind) -> bool {
    *kind == kind::TEXT_TABLES && !is_text(path)
}

fn is_text(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("txt"))
}

fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    std::fs::File::open(path)?.take(HEAD).read_to_end(&mut head)?;
    Ok(head)
}

fn standard_input(options: &ReadOptions) -> Result<Source, Failure> {
    let mut bytes = Vec::new();
    let limit = options.limits.input;
    let read = io::stdin().lock().take(limit.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| Failure::unreadable("-", &error))?;
    if bytes.len() as u64 > limit {
        return Err(Error::new("-", ErrorKind::Limit { limit: "input", allowed: limit }).into());
    }
    Ok(Source::new("-", bytes))
}

pub(super) fn is_word_like(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    extension.is_some_and(|extension| WORD_LIKE.contains(&extension.as_str()))
}

impl Failure {
    /// No result for an input: its name, the code, what is wrong, what to do next.
    pub fn new(
        source: impl Into<String>,
        code: &'static str,
        message: impl Into<Message>,
        help: impl Into<Message>,
    ) -> Failure {
        Failure { source: source.into(), code, message: message.into(), help: Box::new(help.into()) }
    }

    /// Whether the file's content is the reason, not the disk, the arguments or this program: it will fail again.
    pub fn is_of_content(&self) -> bool {
        const OTHER: [&str; 9] = [
            "file-unreadable",
            "folder-unreadable",
            "pattern-unsound",
            "list-unsound",
            "program-defect",
            "time-exceeded",
            "memory-exceeded",
            "process-ended",
            "process-unavailable",
        ];
        !OTHER.contains(&self.code)
    }

    /// The same for outputs that name the inputs which gave no report.
    pub fn lost(&self) -> Lost<'_> {
        let Failure { source, code, message, help } = self;
        let status = if self.is_of_content() { Status::Refused } else { Status::Failed };
        Lost { source, status, code, message, help }
    }

    /// A file that the disk does not give.
    pub fn unreadable(source: &str, error: &io::Error) -> Failure {
        Failure::new(
            source,
            "file-unreadable",
            Message {
                english: format!("cannot be read: {error}"),
                chinese: format!("无法读取：{}", io_reason(error).chinese),
            },
            CHECK_PATH,
        )
    }

    /// A defect of this program that one file brought out.
    pub fn panicked(source: &str, message: &str) -> Failure {
        Failure::new(
            source,
            "program-defect",
            say!("brought out a defect of this program: {message}", "触发了本程序的缺陷：{message}"),
            say!("please report it, with the file if you may", "请报告此问题；如果方便，请附上该文件"),
        )
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::new(error.file(), error.code(), error.message(), error.advice())
    }
}
