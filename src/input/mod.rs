//! STUB, to be replaced whole by the reader's own module: only the signatures that the command line is written against.

use std::path::Path;

use crate::model::{Document, Error, ErrorKind, FileKind, Limits};

/// A named run of bytes.
#[derive(Debug)]
pub struct Source {
    name: String,
    bytes: Vec<u8>,
}

pub use crate::docx::{ReadOptions, Revisions};

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
pub fn detect(bytes: &[u8]) -> &'static FileKind {
    if bytes.starts_with(b"PK") { &DOCX } else { &UNKNOWN }
}

static DOCX: FileKind = FileKind { code: "docx", name: "a Word document", advice: "", document: true };

/// Reads a document.
///
/// # Errors
/// Where there is none.
pub fn read(source: &Source, options: &ReadOptions) -> Result<Document, Error> {
    if source.bytes.starts_with(b"PK") {
        return crate::docx::read_with(&source.name, &source.bytes, options);
    }
    Err(Error::new(source.name.clone(), ErrorKind::Unsupported(detect(&source.bytes))))
}
