//! A zip archive of files: its members by name, and the bytes of each on demand. Nothing is ever unpacked to disk.
//!
//! Knows names, sizes and limits; refuses to know what a member is. An Office document is a zip too, and no archive.
//! Names that bear no mark of their encoding are read as UTF-8, else as GB18030, which Chinese systems write.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use zip::read::OwnedZipFileEntry;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive, ZipReadOptions};

use super::kinds::kind;
use super::source::{Source, escaped, path_name};
use crate::docx;
use crate::model::{Error, ErrorKind, FileKind, Limits, Message, Words};

/// Members smaller than this may grow as they like: they do no harm.
const SMALL: u64 = 1 << 20;

/// What may stand behind the end record: its comment, and before it the records of a large archive.
const TAIL: u64 = 65_557 + 1024;

/// A zip archive that is no Office document.
#[derive(Debug)]
pub struct Archive {
    /// Where it lies.
    pub path: PathBuf,
    /// Its files, sorted by the bytes of their names.
    pub members: Vec<Member>,
    /// Names of members that are left out: hidden files, `__MACOSX/`, owner files (`~$…`), links.
    pub left_out: Vec<String>,
}

/// A file in an archive.
#[derive(Debug)]
pub struct Member {
    /// Its decoded name, with `/` between folders. Only a name: it may hold `..` and lead nowhere.
    pub name: String,
    entry: OwnedZipFileEntry,
    twice: bool,
}

impl Archive {
    /// Reads the directory of a zip archive; `None` where the file is no zip, or an Office document.
    ///
    /// # Errors
    /// Where the file is a zip but its directory is damaged, contradicts itself or goes over [`Limits::members`].
    pub fn open(path: &Path, limits: &Limits) -> Result<Option<Archive>, Error> {
        let failed = |kind: ErrorKind| Error::new(path_name(path), kind);
        let mut file = File::open(path).map_err(|error| failed(error.into()))?;
        if !is_zip(&mut file) {
            return Ok(None);
        }
        directory(path, file, limits).map_err(failed)
    }

    /// The name that a member goes under: `archive.zip/inner/path.docx`.
    pub fn member_name(&self, index: usize) -> String {
        let name = self.members.get(index).map_or("", |member| member.name.as_str());
        format!("{}/{name}", path_name(&self.path))
    }

    /// The bytes of a member, read through a handle of its own.
    ///
    /// # Errors
    /// Where the member is encrypted, packed by a method that is not read, one of two of its name, damaged, larger
    /// than [`Limits::input`], or grows beyond [`Limits::ratio`].
    pub fn read(&self, index: usize, limits: &Limits) -> Result<Source, Error> {
        let name = self.member_name(index);
        match self.members.get(index).map(|member| member.read(&self.path, limits)) {
            Some(Ok(bytes)) => Ok(Source::new(name, bytes)),
            Some(Err(kind)) => Err(Error::new(name, kind)),
            None => Err(Error::new(name, unsound(Words::new("there is no such member", "其中没有这个文件")))),
        }
    }
}

impl Member {
    /// Bytes that it has when it is inflated, as the directory says.
    pub fn size(&self) -> u64 {
        self.entry.size()
    }

    fn read(&self, path: &Path, limits: &Limits) -> Result<Vec<u8>, ErrorKind> {
        self.obstacle().map_or(Ok(()), |kind| Err(ErrorKind::Unsupported(kind)))?;
        if self.size() > limits.input {
            return Err(ErrorKind::Limit { limit: "input", allowed: limits.input });
        }
        if self.size() > SMALL && self.size() > self.entry.compressed_size().saturating_mul(limits.ratio) {
            return Err(ErrorKind::Limit { limit: "ratio", allowed: limits.ratio });
        }
        let mut file = BufReader::new(File::open(path)?);
        let mut entry = self.entry.as_ref().with_reader(&mut file, ZipReadOptions::new()).map_err(damaged)?;
        docx::inflate_member(&mut entry).map_err(ErrorKind::Archive)
    }

    /// Why it cannot be read whatever it holds.
    fn obstacle(&self) -> Option<&'static FileKind> {
        let stored = matches!(self.entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated);
        match self {
            _ if self.twice => Some(&kind::MEMBER_TWICE),
            _ if self.entry.encrypted() => Some(&kind::MEMBER_ENCRYPTED),
            _ if !stored => Some(&kind::MEMBER_METHOD),
            _ => None,
        }
    }
}

fn unsound(what: Words) -> ErrorKind {
    ErrorKind::Archive(what.into())
}

fn damaged(error: ZipError) -> ErrorKind {
    ErrorKind::Archive(Message::same(error.to_string()))
}

fn is_zip(file: &mut File) -> bool {
    let mut head = [0; 4];
    file.read_exact(&mut head).is_ok() && super::detect::is_zip(&head)
}

fn directory(path: &Path, mut file: File, limits: &Limits) -> Result<Option<Archive>, ErrorKind> {
    let over = || ErrorKind::Limit { limit: "members", allowed: limits.members as u64 };
    if announced(&mut file)? > limits.members as u64 {
        return Err(over());
    }
    let zip = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    if zip.len() > limits.members {
        return Err(over());
    }
    if zip.file_names_raw().any(is_office) {
        return Ok(None);
    }
    let entries = (0..zip.len()).map(|index| zip.by_index_data(index).map(OwnedZipFileEntry::from));
    let entries: Vec<OwnedZipFileEntry> = entries.collect::<Result<_, _>>().map_err(damaged)?;
    apart(&entries, zip.central_directory_start())?;
    let twice = if zip.has_duplicate_names() { repeated(path, &entries)? } else { Vec::new() };
    let mut archive = Archive { path: path.to_owned(), members: Vec::new(), left_out: Vec::new() };
    for entry in entries {
        let name = decoded(entry.name_raw()).trim_start_matches('/').to_owned();
        if name.is_empty() || name.ends_with('/') {
            continue;
        }
        if is_left_out(&name) || entry.is_symlink() {
            archive.left_out.push(format!("{}/{name}", path_name(path)));
            continue;
        }
        let twice = twice.binary_search_by(|raw| (**raw).cmp(entry.name_raw())).is_ok();
        archive.members.push(Member { name, entry, twice });
    }
    archive.members.sort_by(|a, b| a.name.cmp(&b.name));
    for index in 1..archive.members.len() {
        if archive.members[index - 1].name == archive.members[index].name {
            archive.members[index - 1].twice = true;
            archive.members[index].twice = true;
        }
    }
    archive.left_out.sort_unstable();
    Ok(Some(archive))
}

/// How many entries the end records announce, which bounds what the library will read.
fn announced(file: &mut File) -> Result<u64, ErrorKind> {
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    let mut tail = Vec::new();
    file.take(TAIL).read_to_end(&mut tail)?;
    match docx::directory_size(&tail) {
        Some(0xFFFF) => memchr::memmem::rfind(&tail, b"PK\x06\x06")
            .and_then(|end| tail.get(end + 32..end + 40)?.try_into().ok())
            .map_or(Ok(0xFFFF), |count| Ok(u64::from_le_bytes(count))),
        Some(count) => Ok(count as u64),
        None => {
            Err(unsound(Words::new("it has no end; it may have been copied in part", "缺少结尾，可能没有复制完整")))
        }
    }
}

/// Whether an entry of this name makes the zip a document of its own.
fn is_office(raw: &[u8]) -> bool {
    let name: Vec<u8> = raw.iter().map(|byte| if *byte == b'\\' { b'/' } else { byte.to_ascii_lowercase() }).collect();
    matches!(name.as_slice(), b"[content_types].xml" | b"mimetype" | b"word/document.xml")
}

/// Refuses entries that share bytes: so a small archive could hold a great deal.
fn apart(entries: &[OwnedZipFileEntry], directory: u64) -> Result<(), ErrorKind> {
    let range = |entry: &OwnedZipFileEntry| {
        let start = entry.header_start();
        (start, start.saturating_add(30).saturating_add(entry.compressed_size()))
    };
    let mut ranges: Vec<(u64, u64)> = entries.iter().map(range).collect();
    ranges.sort_unstable();
    if ranges.windows(2).any(|pair| pair[0].1 > pair[1].0) || ranges.last().is_some_and(|last| last.1 > directory) {
        return Err(unsound(Words::new("members overlap", "其中的文件互相重叠")));
    }
    Ok(())
}

/// The raw names that stand in the directory more than once, sorted; the library keeps one entry of each.
fn repeated(path: &Path, entries: &[OwnedZipFileEntry]) -> Result<Vec<Box<[u8]>>, ErrorKind> {
    let first = entries.iter().map(OwnedZipFileEntry::central_header_start).min().unwrap_or_default();
    let mut reader = BufReader::new(File::open(path)?);
    reader.seek(SeekFrom::Start(first))?;
    let mut names = Vec::new();
    let mut header = [0; 46];
    while reader.read_exact(&mut header).is_ok() && header.starts_with(b"PK\x01\x02") {
        let short = |at: usize| usize::from(u16::from_le_bytes([header[at], header[at + 1]]));
        let mut name = vec![0; short(28)];
        reader.read_exact(&mut name)?;
        reader.seek_relative((short(30) + short(32)) as i64)?;
        names.push(name.into_boxed_slice());
    }
    names.sort_unstable();
    let mut twice: Vec<Box<[u8]>> = names.windows(2).filter(|pair| pair[0] == pair[1]).map(|p| p[0].clone()).collect();
    twice.dedup();
    if twice.is_empty() {
        return Err(unsound(Words::new("two members have the same name", "其中有两个文件同名")));
    }
    Ok(twice)
}

/// A member's name as text: UTF-8, else GB18030, else bytes in escapes. Windows may write `\` between folders.
fn decoded(raw: &[u8]) -> String {
    if let Ok(name) = std::str::from_utf8(raw) {
        return name.replace('\\', "/");
    }
    match encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(raw) {
        Some(name) => name.replace('\\', "/"),
        None => escaped(raw),
    }
}

/// Whether a file of this name is never a report.
fn is_left_out(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let hidden = |part: &str| part.starts_with('.') && part != "." && part != "..";
    file.starts_with("~$") || name.split('/').any(|part| hidden(part) || part == "__MACOSX")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_utf_8_else_gb18030_else_escaped_bytes() {
        assert_eq!(decoded("年报.docx".as_bytes()), "年报.docx");
        assert_eq!(decoded(b"\xc4\xea\xb1\xa8.docx"), "年报.docx");
        // The second byte of 乗 is a backslash.
        assert_eq!(decoded(b"\x81\x5c"), "乗");
        assert_eq!(decoded(b"a\xff\xffb"), "a\\xff\\xffb");
    }

    #[test]
    fn what_is_hidden_is_told_by_name() {
        for (name, left_out) in [
            ("a.docx", false),
            ("../a.docx", false),
            ("./a.docx", false),
            (".a.docx", true),
            ("b/.git/a.docx", true),
            ("__MACOSX/a.docx", true),
            ("b/~$a.docx", true),
            ("~$b/a.docx", false),
        ] {
            assert_eq!(is_left_out(name), left_out, "{name}");
        }
    }
}
