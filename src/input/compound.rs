//! A glance into compound files (OLE, [MS-CFB]): the names of their streams, and the first bytes of one.
//!
//! Enough to tell the old Office formats apart. Nothing is read beyond the directory.

/// The first bytes of every compound file.
pub(super) const SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// How many directory sectors are looked at.
const SECTORS: usize = 64;

/// Streams that are shorter lie inside the stream of the root.
const SMALL: usize = 4096;

/// The directory of a compound file.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    entries: Vec<Entry>,
}

/// An entry of the directory.
struct Entry {
    name: String,
    is_root: bool,
    start: usize,
    size: usize,
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([four[0], four[1], four[2], four[3]]) as usize)
}

impl<'a> Compound<'a> {
    /// Reads the directory; a damaged file has as many streams as can be found.
    pub(super) fn open(bytes: &'a [u8]) -> Self {
        let shift = bytes.get(30).copied().unwrap_or(9);
        let sector = if shift == 12 { 4096 } else { 512 };
        let mut compound = Compound { bytes, sector, entries: Vec::new() };
        let mut next = long(bytes, 48);
        for _ in 0..SECTORS {
            let Some(start) = next.and_then(|id| compound.offset(id)) else { break };
            let end = start.saturating_add(sector).min(bytes.len());
            let Some(directory) = bytes.get(start..end) else { break };
            compound.entries.extend(directory.chunks_exact(128).filter_map(entry));
            next = next.and_then(|id| compound.follow(id));
        }
        compound
    }

    /// Where a sector lies.
    fn offset(&self, id: usize) -> Option<usize> {
        id.checked_add(1)?.checked_mul(self.sector).filter(|offset| *offset < self.bytes.len())
    }

    /// The sector after this one, by the allocation table as far as the header lists it.
    fn follow(&self, id: usize) -> Option<usize> {
        let per_sector = self.sector / 4;
        let table = id / per_sector;
        let table = if table < 109 { long(self.bytes, 76 + table * 4)? } else { return None };
        long(self.bytes, self.offset(table)?.checked_add(id % per_sector * 4)?)
    }

    /// Whether there is a stream or storage of this name. Letters are compared as the format does, in upper case.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The bytes from where a stream begins.
    pub(super) fn stream(&self, name: &str) -> Option<&'a [u8]> {
        let entry = self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))?;
        let root = self.entries.iter().find(|entry| entry.is_root);
        match root.filter(|_| entry.size < SMALL) {
            // A small stream lies in pieces of 64 bytes inside the stream of the root.
            Some(root) => {
                let at = entry.start.checked_mul(64)?;
                let mut sector = root.start;
                for _ in 0..(at / self.sector).min(SMALL) {
                    sector = self.follow(sector)?;
                }
                self.bytes.get(self.offset(sector)?.checked_add(at % self.sector)?..)
            }
            None => self.bytes.get(self.offset(entry.start)?..),
        }
    }
}

/// A directory entry.
fn entry(entry: &[u8]) -> Option<Entry> {
    let length = usize::from(u16::from_le_bytes([*entry.get(64)?, *entry.get(65)?]));
    let name = entry.get(..length.checked_sub(2)?.min(62))?;
    let units = name.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let name = char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{FFFD}')).collect();
    Some(Entry { name, is_root: *entry.get(66)? == 5, start: long(entry, 116)?, size: long(entry, 120)? })
}
