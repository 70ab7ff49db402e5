//! STUB, to be replaced whole by the reader's own module: only the signatures that the command line is written against.

use std::path::Path;

use crate::model::{Document, Error, ErrorKind, FileKind, Limits};

/// A named run of bytes.
#[derive(Debug)]
pub struct Source {
    name: String,
    bytes: Vec<u8>,
}

/// How to read.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// What a file may cost.
    pub limits: Limits,
    /// Which side of tracked changes.
    pub revisions: Revisions,
}

/// Which side of tracked changes is the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Revisions {
    /// As if all were accepted.
    #[default]
    Final,
    /// As if all were rejected.
    Original,
    /// Both, in document order.
    Both,
}

impl Source {
    /// Reads a file.
    ///
    /// # Errors
    /// Where the disk says so.
    pub fn open(path: &Path, _limits: &Limits) -> Result<Source, Error> {
        let name = path.to_string_lossy().into_owned();
        let bytes = std::fs::read(path).map_err(|error| Error::new(name.clone(), error))?;
        Ok(Source { name, bytes })
    }

    /// Bytes that are already here.
    pub fn new(name: impl Into<String>, bytes: Vec<u8>) -> Source {
        Source { name: name.into(), bytes }
    }
}

static UNKNOWN: FileKind = FileKind {
    code: "file-unknown",
    name: "no kind of file that is known here",
    advice: "check that it is a Word document",
    document: false,
};

/// What kind of file this is.
pub fn detect(_bytes: &[u8]) -> &'static FileKind {
    &UNKNOWN
}

/// Reads a document.
///
/// # Errors
/// Where there is none.
pub fn read(source: &Source, _options: &ReadOptions) -> Result<Document, Error> {
    Err(Error::new(source.name.clone(), ErrorKind::Unsupported(detect(&source.bytes))))
}
