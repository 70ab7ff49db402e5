//! Files: opens them, tells what they are by their content, and hands them to the reader of their kind.
//!
//! This is the only place that reads input files. An input format is one folder beside `docx/` and one line
//! in [`FORMATS`].

mod compound;
mod detect;
mod kinds;

use std::io::Read;
use std::path::Path;

pub use crate::docx::{ReadOptions, Revisions};
pub use detect::detect;
pub use kinds::{KINDS, kind};

use crate::docx;
use crate::model::{Document, Error, ErrorKind, FileKind, Limits};

/// A file in memory, and the name that it goes by.
#[derive(Debug, Clone)]
pub struct Source {
    /// The path it was opened under, or any other name.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl Source {
    /// Bytes under a name.
    pub fn new(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        Source { name: name.into(), bytes }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// Where the file cannot be read or is larger than [`Limits::input`].
    pub fn open(path: impl AsRef<Path>, limits: &Limits) -> Result<Self, Error> {
        let path = path.as_ref();
        let name = path.to_string_lossy().into_owned();
        let failed = |error: std::io::Error| Error::new(name.clone(), error);
        let over = || Error::new(name.clone(), ErrorKind::Limit { limit: "input", allowed: limits.input });
        let file = std::fs::File::open(path).map_err(failed)?;
        let size = file.metadata().map_err(failed)?.len();
        if size > limits.input {
            return Err(over());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        file.take(limits.input.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
        if bytes.len() as u64 > limits.input { Err(over()) } else { Ok(Source { name, bytes }) }
    }
}

/// Reads the bytes of one kind of file; the first argument is the file's name.
pub type Reader = fn(&str, &[u8], &ReadOptions) -> Result<Document, Error>;

/// Which reader reads which kinds of file.
pub static FORMATS: &[(&FileKind, Reader)] = &[
    (&kind::DOCX, docx::read_with),
    (&kind::DOCM, docx::read_with),
    (&kind::DOTX, docx::read_with),
    (&kind::DOTM, docx::read_with),
    (&kind::FLAT_OPC, docx::read_flat),
];

/// Reads a file of any kind that has a reader.
///
/// # Errors
/// Where the file is of a kind that is not read, or its reader fails.
pub fn read(source: &Source, options: &ReadOptions) -> Result<Document, Error> {
    // A zip is nearly always a Word document: it is opened a second time only to say what else it is.
    if detect::is_zip(&source.bytes) {
        return docx::read_with(&source.name, &source.bytes, options).map_err(|error| {
            let found = detect(&source.bytes);
            if reader(found).is_some() { error } else { Error::new(&source.name, ErrorKind::Unsupported(found)) }
        });
    }
    let found = detect(&source.bytes);
    match reader(found) {
        Some(reader) => reader(&source.name, &source.bytes, options),
        None => Err(Error::new(&source.name, ErrorKind::Unsupported(found))),
    }
}

fn reader(kind: &FileKind) -> Option<Reader> {
    FORMATS.iter().find(|(known, _)| *known == kind).map(|(_, reader)| *reader)
}

/// Whether files of this kind can be read.
pub fn is_readable(kind: &FileKind) -> bool {
    reader(kind).is_some()
}
