//! A glance into compound files (OLE, [MS-CFB]): the names of their streams, and the first bytes of one.
//!
//! Enough to tell the old Office formats apart. Nothing is read beyond the directory.

/// The first bytes of every compound file.
pub(super) const SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// How many directory sectors are looked at.
const SECTORS: usize = 64;

/// The directory of a compound file.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    entries: Vec<(String, usize)>,
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

    /// Whether there is a stream or storage of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|(known, _)| known == name)
    }

    /// The bytes from where a stream begins.
    pub(super) fn stream(&self, name: &str) -> Option<&'a [u8]> {
        let (_, sector) = self.entries.iter().find(|(known, _)| known == name)?;
        self.bytes.get(self.offset(*sector)?..)
    }
}

/// A directory entry's name and first sector.
fn entry(entry: &[u8]) -> Option<(String, usize)> {
    let length = usize::from(u16::from_le_bytes([*entry.get(64)?, *entry.get(65)?]));
    let name = entry.get(..length.checked_sub(2)?.min(62))?;
    let units = name.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let name = char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{FFFD}')).collect();
    Some((name, long(entry, 116)?))
}
