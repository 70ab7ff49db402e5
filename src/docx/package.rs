//! The package: a zip of named parts, opened so that no other reader could see other parts in it.
//!
//! Names are compared without case, with `/` for `\` and in one
//! Unicode form (ECMA-376 Part 2 §6.2.2.3); two entries of one name, overlapping entries and local headers that
//! contradict the directory are refused, because readers disagree about which of them counts.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{Cursor, Read};

use unicode_normalization::UnicodeNormalization;
use zip::read::{ZipFile, ZipFileEntry};
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::inflate::{self, Bytes, Method};
use crate::model::{ErrorKind, Limits, Message, Words, say};

/// Why a package cannot be opened, or a part of it read.
type Result<T> = std::result::Result<T, ErrorKind>;

/// An opened package.
pub(crate) struct Package<'a> {
    parts: HashMap<String, Part<'a>>,
    archive: Option<ZipArchive<Cursor<&'a [u8]>>>,
    bytes: &'a [u8],
    max_part: u64,
    left: u64,
    max_file: u64,
}

/// Where a part's bytes are.
enum Part<'a> {
    /// An entry of the archive, and where its packed bytes begin.
    Entry(usize, u64),
    Bytes(Cow<'a, [u8]>),
}

fn unsound(message: impl Into<Message>) -> ErrorKind {
    ErrorKind::Package(message.into())
}

fn limit(limit: &'static str, allowed: u64) -> ErrorKind {
    ErrorKind::Limit { limit, allowed }
}

impl From<ZipError> for ErrorKind {
    fn from(error: ZipError) -> Self {
        unsound(say!("{error}", "ZIP 有误：{error}"))
    }
}

impl<'a> Package<'a> {
    /// Opens a zip package and checks that its directory is sound.
    pub(crate) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self> {
        if directory_size(bytes).is_some_and(|entries| entries > limits.entries) {
            return Err(limit("entries", limits.entries as u64));
        }
        let archive = ZipArchive::new(Cursor::new(bytes))?;
        if archive.len() > limits.entries {
            return Err(limit("entries", limits.entries as u64));
        }
        if archive.has_duplicate_names() {
            return Err(unsound(Words::new("two entries have the same name", "两个条目同名")));
        }
        let parts = directory(&archive, bytes)?;
        let (max_part, max_file) = (limits.part, limits.file);
        Ok(Package { parts, archive: Some(archive), bytes, max_part, left: max_file, max_file })
    }

    /// A package whose parts lie in memory already.
    pub(crate) fn from_parts(parts: Vec<(String, Cow<'a, [u8]>)>, limits: &Limits) -> Result<Self> {
        if parts.len() > limits.entries {
            return Err(limit("entries", limits.entries as u64));
        }
        let mut named = HashMap::new();
        for (name, bytes) in parts {
            if named.insert(normal(&name), Part::Bytes(bytes)).is_some() {
                return Err(unsound(say!("two parts have the name {name}", "两个部件同名：{name}")));
            }
        }
        let (max_part, max_file) = (limits.part, limits.file);
        Ok(Package { parts: named, archive: None, bytes: &[], max_part, left: max_file, max_file })
    }

    /// Whether the package has a part of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&normal(name))
    }

    /// The bytes of a part; `None` if there is no such part.
    pub(crate) fn read(&mut self, name: &str) -> Result<Option<Bytes<'a>>> {
        let bytes = match self.parts.get(&normal(name)) {
            None => return Ok(None),
            Some(Part::Bytes(bytes)) => Bytes::Plain(bytes.clone()),
            Some(Part::Entry(index, data)) => match &mut self.archive {
                Some(archive) => {
                    let short = self.left < self.max_part;
                    let (name, total) = if short { ("file", self.max_file) } else { ("part", self.max_part) };
                    let allowed = self.max_part.min(self.left);
                    part(archive, self.bytes, *index, *data, allowed, limit(name, total))?
                }
                None => return Ok(None),
            },
        };
        let size = bytes.len() as u64;
        if size > self.max_part {
            return Err(limit("part", self.max_part));
        }
        self.left = self.left.checked_sub(size).ok_or(limit("file", self.max_file))?;
        Ok(Some(bytes))
    }
}

/// The number of entries that the end record announces, which bounds what the library will read.
pub(crate) fn directory_size(bytes: &[u8]) -> Option<usize> {
    let tail = &bytes[bytes.len().saturating_sub(65_557)..];
    let end = memchr::memmem::rfind(tail, b"PK\x05\x06")?;
    let count = tail.get(end + 10..end + 12)?;
    Some(usize::from(u16::from_le_bytes([count[0], count[1]])))
}

/// The entries by normal name, once every local header agrees with the directory and no two overlap.
fn directory<'a>(archive: &ZipArchive<Cursor<&'a [u8]>>, bytes: &[u8]) -> Result<HashMap<String, Part<'a>>> {
    let mut parts = HashMap::with_capacity(archive.len());
    let mut ranges = Vec::with_capacity(archive.len());
    let mut directory_end = 0;
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index)?;
        let name = entry.name()?.into_owned();
        let start = entry.header_start();
        let (data, listed) = headers(bytes, &entry).ok_or_else(|| {
            unsound(say!(
                "the local header of {name} is not the one in the directory",
                "{name} 的本地文件头与目录不一致"
            ))
        })?;
        directory_end = directory_end.max(listed);
        let end = data.checked_add(entry.compressed_size()).filter(|end| *end <= bytes.len() as u64);
        ranges.push((start, end.ok_or_else(|| unsound(say!("{name} is cut off", "{name} 不完整")))?));
        if entry.is_dir() {
            continue;
        }
        if parts.insert(normal(&name), Part::Entry(index, data)).is_some() {
            return Err(unsound(say!("two entries have the name {name}", "两个条目同名：{name}")));
        }
    }
    ranges.sort_unstable();
    if ranges.first().is_some_and(|first| first.0 > 0) {
        return Err(unsound(Words::new("something stands before its first entry", "第一个条目之前有其他内容")));
    }
    if bytes.get(directory_end..).is_some_and(|rest| rest.starts_with(b"PK\x01\x02")) {
        return Err(unsound(Words::new(
            "its directory has more entries than its end says",
            "目录中的条目多于末尾所声明的数量",
        )));
    }
    let directory = archive.central_directory_start();
    if ranges.windows(2).any(|pair| pair[0].1 > pair[1].0) || ranges.iter().any(|range| range.1 > directory) {
        return Err(unsound(Words::new("entries overlap", "条目相互重叠")));
    }
    Ok(parts)
}

/// Flags of an entry: it is encrypted; its checksum and sizes stand behind its data (APPNOTE 4.4.4).
const LOCKED: u16 = 1;
const DESCRIBED_BEHIND: u16 = 8;

/// Where an entry's data begins and where its record in the directory ends, if its local header says the same of it as
/// that record (APPNOTE 4.3.7, 4.3.12): readers that go through the file from its beginning know nothing else.
fn headers(bytes: &[u8], entry: &ZipFileEntry<'_>) -> Option<(u64, usize)> {
    let header = |start: u64, length: usize, mark: &[u8]| {
        let start = usize::try_from(start).ok()?;
        bytes.get(start..start.checked_add(length)?).filter(|header| header.starts_with(mark))
    };
    let local = header(entry.header_start(), 30, b"PK\x03\x04")?;
    let central = header(entry.central_header_start(), 46, b"PK\x01\x02")?;
    let short = |from: &[u8], at: usize| u16::from_le_bytes([from[at], from[at + 1]]);
    let name = entry.header_start() as usize + 30;
    let data = name + usize::from(short(local, 26));
    let flags = short(local, 6);
    let same_lock = (flags ^ short(central, 8)) & LOCKED == 0;
    let same_method = short(local, 8) == short(central, 10);
    // Checksum, packed size, size; nothing or all ones where they stand elsewhere.
    let same_sizes = (0..3).all(|index| {
        let (here, there) = (&local[14 + index * 4..][..4], &central[16 + index * 4..][..4]);
        here == there || here == [0; 4] || here == [0xFF; 4] || flags & DESCRIBED_BEHIND != 0
    });
    let same = bytes.get(name..data)? == entry.name_raw() && same_lock && same_method && same_sizes;
    let data = (data + usize::from(short(local, 28))) as u64;
    let variable: usize = [28, 30, 32].map(|at| usize::from(short(central, at))).iter().sum();
    same.then_some((data, entry.central_header_start() as usize + 46 + variable))
}

fn part<'a>(
    archive: &mut ZipArchive<Cursor<&'a [u8]>>,
    bytes: &'a [u8],
    index: usize,
    data: u64,
    allowed: u64,
    over: ErrorKind,
) -> Result<Bytes<'a>> {
    let entry = archive.by_index_data(index)?;
    if entry.encrypted() {
        return Err(unsound(Words::new("an entry is encrypted", "有条目已加密")));
    }
    if entry.size() > allowed {
        return Err(over);
    }
    let method = match entry.compression() {
        CompressionMethod::Stored => Method::Stored,
        CompressionMethod::Deflated => Method::Deflated,
        other => return Err(unsound(say!("an entry is packed by {other}", "有条目的压缩方法是 {other}"))),
    };
    let packed = data as usize..data.saturating_add(entry.compressed_size()) as usize;
    let packed = bytes.get(packed).unwrap_or(&[]);
    inflate::unpack(packed, method, entry.size() as usize, entry.crc32()).map_err(unsound)
}

/// The bytes of an entry whose declared size is within its limit; the error is the end of a sentence.
#[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "only archives of files ask for it"))]
pub(crate) fn inflate_member<R: Read>(entry: &mut ZipFile<'_, R>) -> std::result::Result<Vec<u8>, Message> {
    // Deflate makes at most 1,032 bytes of one, so a lying size cannot reserve more than the file could hold.
    let possible = entry.compressed_size().saturating_mul(1_032).saturating_add(64);
    let declared = entry.size();
    let mut bytes = Vec::with_capacity(declared.min(possible) as usize + 1);
    // One byte more than declared is enough to see that the size is a lie.
    let read = entry.take(declared.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| say!("an entry is damaged: {error}", "有条目已损坏：{error}"))?;
    if bytes.len() as u64 != declared {
        return Err(say!("an entry does not have its declared size", "有条目的大小与声明不符"));
    }
    Ok(bytes)
}

/// The form in which names are compared.
pub(super) fn normal(name: &str) -> String {
    if name.is_ascii() {
        let mut name = name.trim_start_matches(['/', '\\']).to_ascii_lowercase();
        if name.contains('\\') {
            name = name.replace('\\', "/");
        }
        return name;
    }
    let name = name.replace('\\', "/").nfc().collect::<String>().to_lowercase();
    name.trim_start_matches('/').nfc().collect()
}

/// A relationship's target as a part name: relative to the folder of `source`, `.` and `..` resolved.
pub(crate) fn resolve(source: &str, target: &str) -> String {
    let target = target.split(['#', '?']).next().unwrap_or("").replace('\\', "/");
    let mut path: Vec<&str> = Vec::new();
    if !target.starts_with('/') {
        path.extend(source.split('/').filter(|step| !step.is_empty()));
        path.pop();
    }
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::{normal, resolve};

    #[test]
    fn names_are_compared_without_case_slash_or_form() {
        assert_eq!(normal("\\Word\\Document.XML"), "word/document.xml");
        assert_eq!(normal("/\\Word\\caf\u{c9}.XML"), "word/caf\u{e9}.xml");
        assert_eq!(normal("/\\Word\\cafe.XML"), "word/cafe.xml");
        assert_eq!(normal("/word/cafe\u{301}.xml"), normal("word/caf\u{e9}.xml"));
    }

    #[test]
    fn targets_are_resolved_against_their_source() {
        assert_eq!(resolve("word/document.xml", "styles.xml"), "word/styles.xml");
        assert_eq!(resolve("word/document.xml", "../custom/a.xml"), "custom/a.xml");
        assert_eq!(resolve("word/document.xml", "/word/a.xml"), "word/a.xml");
        assert_eq!(resolve("", "word\\document.xml#x"), "word/document.xml");
    }
}
