//! Which reader reads which kind of file.

use super::detect::{detect, is_zip};
use super::kinds::kind;
use super::source::Source;
use crate::compose::ReadOptions;
use crate::model::{Document, Error, ErrorKind, FileKind, Message, Note, codes};
use crate::{doc, docx, html, odt, rtf, text};

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
    (&kind::FLAT_ODT, odt::read_flat),
    (&kind::HTML, html::read),
    (&kind::MHT, html::read_mht),
    (&kind::TEXT_TABLES, text::read),
];

/// Reads a file of any kind that has a reader.
///
/// # Errors
/// Where the file is of a kind that is not read, or its reader fails.
pub fn read(source: &Source, options: &ReadOptions) -> Result<Document, Error> {
    let (mut document, found) = read_as_it_is(source, options)?;
    document.notes.extend(misleading(&source.name, found));
    Ok(document)
}

/// The extensions that promise a certain kind, and the kinds that keep the promise.
const PROMISES: &[(&[&str], &[&FileKind])] = &[
    (&["docx", "docm", "dotx", "dotm"], &[&kind::DOCX, &kind::DOCM, &kind::DOTX, &kind::DOTM]),
    (&["doc", "dot", "wps", "wpt"], &[&kind::DOC]),
    (&["rtf"], &[&kind::RTF]),
    (&["odt", "ott"], &[&kind::ODT]),
    (&["htm", "html"], &[&kind::HTML]),
    (&["mht", "mhtml"], &[&kind::MHT]),
    (&["txt"], &[&kind::TEXT_TABLES]),
];

/// A note where the name of a file promises another kind than it is.
fn misleading(name: &str, found: &FileKind) -> Option<Note> {
    let (_, extension) = name.rsplit_once('.')?;
    let extension = extension.to_ascii_lowercase();
    let (_, kept) = PROMISES.iter().find(|(promised, _)| promised.contains(&extension.as_str()))?;
    let is_kept = kept.contains(&found);
    (!is_kept).then(|| {
        let message = Message {
            english: format!("the name ends in .{extension}, but the file is {}", found.name.english),
            chinese: format!("扩展名为 .{extension}，但文件是{}", found.name.chinese),
        };
        Note::new(&codes::NAME_MISLEADS, None, message)
    })
}

/// The document, and what kind of file it is; any package of Word counts as the plain one.
fn read_as_it_is(source: &Source, options: &ReadOptions) -> Result<(Document, &'static FileKind), Error> {
    let read = |reader: Reader, kind| Ok((reader(&source.name, &source.bytes, options)?, kind));
    let unsupported = |kind| Err(Error::new(&source.name, ErrorKind::Unsupported(kind)));
    // A zip is nearly always a Word document: it is opened a second time only to say what else it is.
    if is_zip(&source.bytes) {
        return read(docx::read, &kind::DOCX).or_else(|error| {
            let found = detect(&source.bytes);
            match reader(found) {
                Some(reader) if *found == kind::ODT => read(reader, found),
                Some(_) => Err(error),
                None => unsupported(found),
            }
        });
    }
    let found = detect(&source.bytes);
    reader(found).map_or_else(|| unsupported(found), |reader| read(reader, found))
}

fn reader(kind: &FileKind) -> Option<Reader> {
    FORMATS.iter().find(|(known, _)| *known == kind).map(|(_, reader)| *reader)
}

/// Whether files of this kind can be read.
pub fn is_readable(kind: &FileKind) -> bool {
    reader(kind).is_some()
}
