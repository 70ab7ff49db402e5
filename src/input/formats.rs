//! Which reader reads which kind of file.

use super::detect::{detect, is_zip};
use super::kinds::kind;
use super::source::Source;
use crate::compose::ReadOptions;
use crate::model::{Document, Error, ErrorKind, FileKind};
use crate::{doc, docx, html, odt, rtf};

/// Reads the bytes of one kind of file; the first argument is the file's name.
pub type Reader = fn(&str, &[u8], &ReadOptions) -> Result<Document, Error>;

/// Which reader reads which kinds of file.
pub static FORMATS: &[(&FileKind, Reader)] = &[
    (&kind::DOCX, docx::read),
    (&kind::DOCM, docx::read),
    (&kind::DOTX, docx::read),
    (&kind::DOTM, docx::read),
    (&kind::FLAT_OPC, docx::read_flat),
    (&kind::DOC, doc::read),
    (&kind::WORD_2003_XML, docx::read_word_2003),
    (&kind::RTF, rtf::read),
    (&kind::ODT, odt::read),
    (&kind::HTML, html::read),
    (&kind::MHT, html::read_mht),
];

/// Reads a file of any kind that has a reader.
///
/// # Errors
/// Where the file is of a kind that is not read, or its reader fails.
pub fn read(source: &Source, options: &ReadOptions) -> Result<Document, Error> {
    // A zip is nearly always a Word document: it is opened a second time only to say what else it is.
    if is_zip(&source.bytes) {
        return docx::read(&source.name, &source.bytes, options).or_else(|error| {
            let found = detect(&source.bytes);
            match reader(found) {
                Some(reader) if *found == kind::ODT => reader(&source.name, &source.bytes, options),
                Some(_) => Err(error),
                None => Err(Error::new(&source.name, ErrorKind::Unsupported(found))),
            }
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
