//! A zip archive of documents: which members it has, by their names as people wrote them, and the bytes of each.
//!
//! Names that are not marked as UTF-8 are read as UTF-8 where they are sound UTF-8, else as GB 18030, which is what
//! Chinese Windows writes; a name that is neither is shown with its bytes spelt out. Nothing is written to the disk,
//! so a name is only a name.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use zip::ZipArchive;

use crate::docx::inflate;
use crate::model::{Error, ErrorKind, Limits};

/// An opened archive; reading members from many threads at once is sound.
#[derive(Debug)]
pub struct Archive {
    /// The name that it was opened under.
    name: String,
    zip: ZipArchive<Handle>,
    members: Vec<Member>,
}

/// A file in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its path in the archive, with `/` between folders.
    pub name: String,
    /// Its number in the archive's directory.
    pub index: usize,
}

impl Archive {
    /// Reads the directory of an archive; `None` where it is an Office document, which is a zip too.
    ///
    /// # Errors
    /// Where the file cannot be read, is damaged, has two members of one name, members that overlap, or more than
    /// [`Limits::members`].
    pub fn open(path: &Path, limits: &Limits) -> Result<Option<Archive>, Error> {
        let name = path.to_string_lossy().into_owned();
        let failed = |kind: ErrorKind| Error::new(name.clone(), kind);
        let unsound = |message: String| failed(ErrorKind::Archive(message));
        let file = File::open(path).map_err(|error| failed(error.into()))?;
        let handle = Handle { path: path.into(), file: Some(file) };
        // The copy holds the directory without the open file.
        let zip = ZipArchive::new(handle).map_err(|error| unsound(error.to_string()))?.clone();
        if zip.len() > limits.members {
            return Err(failed(ErrorKind::Limit { limit: "members", allowed: limits.members as u64 }));
        }
        if zip.has_duplicate_names() {
            return Err(unsound("two members have the same name".to_owned()));
        }
        let (mut members, mut ranges) = (Vec::with_capacity(zip.len()), Vec::with_capacity(zip.len()));
        for index in 0..zip.len() {
            let entry = zip.by_index_data(index).map_err(|error| unsound(error.to_string()))?;
            ranges.push((entry.header_start(), entry.header_start().saturating_add(entry.compressed_size())));
            let name = decode(entry.name_raw()).replace('\\', "/");
            if !entry.is_dir() && !name.ends_with('/') {
                members.push(Member { name, index });
            }
        }
        ranges.sort_unstable();
        if ranges.windows(2).any(|pair| pair[0].1 > pair[1].0) {
            return Err(unsound("members overlap".to_owned()));
        }
        if members.iter().any(|member| member.name == "[Content_Types].xml" || member.name == "mimetype") {
            return Ok(None);
        }
        members.sort_unstable_by(|a, b| a.name.as_bytes().cmp(b.name.as_bytes()));
        Ok(Some(Archive { name, zip, members }))
    }

    /// The name that it was opened under.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its files, by the bytes of their names.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The bytes of a member. Called from any thread.
    ///
    /// # Errors
    /// Where the member is encrypted, damaged, packed in an unknown way, or larger than [`Limits::input`]; the error's
    /// file is `name`.
    pub fn read(&self, index: usize, name: &str, limits: &Limits) -> Result<Vec<u8>, Error> {
        let over = ErrorKind::Limit { limit: "input", allowed: limits.input };
        inflate(&mut self.zip.clone(), index, limits.input, over).map_err(|kind| {
            Error::new(
                name,
                match kind {
                    ErrorKind::Package(message) => ErrorKind::Archive(message),
                    other => other,
                },
            )
        })
    }
}

/// A name as it was written.
fn decode(raw: &[u8]) -> String {
    if let Ok(name) = std::str::from_utf8(raw) {
        return name.to_owned();
    }
    match encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(raw) {
        Some(name) => name.into_owned(),
        None => raw.escape_ascii().to_string(),
    }
}

/// A place in a file. A copy opens the file for itself when it is first read from, so that many can read at once and
/// an archive that nobody reads from holds no open file.
#[derive(Debug)]
struct Handle {
    path: Arc<Path>,
    file: Option<File>,
}

impl Clone for Handle {
    fn clone(&self) -> Self {
        Handle { path: self.path.clone(), file: None }
    }
}

impl Handle {
    fn file(&mut self) -> io::Result<&mut File> {
        if self.file.is_none() {
            self.file = Some(File::open(&self.path)?);
        }
        self.file.as_mut().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }
}

impl Read for Handle {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.file()?.read(bytes)
    }
}

impl Seek for Handle {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file()?.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn names_are_utf_8_or_gb_18030_or_spelt_out() {
        assert_eq!(decode("年报.docx".as_bytes()), "年报.docx");
        assert_eq!(decode(b"\xC4\xEA\xB1\xA8.docx"), "年报.docx");
        assert_eq!(decode(b"\xFF\xFF.docx"), "\\xff\\xff.docx");
    }
}
