//! Compound files as leniently as they can be read ([MS-CFB]): to tell the old Office formats apart, and for documents
//! whose container the library refuses.
//!
//! Every chain of sectors ends after as many as the file has, so that no circle is followed twice.

use super::bytes::{byte, long, short, slice, text};

/// The first bytes of every compound file.
pub(crate) const SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Sectors of the allocation table that the header itself lists.
const LISTED: usize = 109;

/// How many entries of the directory are looked at.
const ENTRIES: usize = 65_536;

/// The longest pieces of the stream of the root, in which short streams lie.
const PIECE: usize = 64;

/// A compound file.
pub(crate) struct Compound<'a> {
    bytes: &'a [u8],
    /// How long a sector is.
    sector: usize,
    /// The sectors of the allocation table.
    table: Vec<u32>,
    entries: Vec<Entry>,
    /// The entries that lie directly in the root.
    top: Vec<usize>,
    /// Streams that are shorter lie inside the stream of the root.
    short: usize,
}

/// An entry of the directory ([MS-CFB] 2.6.1).
struct Entry {
    name: String,
    kind: u8,
    left: u32,
    right: u32,
    child: u32,
    start: u32,
    size: usize,
}

impl<'a> Compound<'a> {
    /// Reads the directory; a damaged file has as many streams as can be found.
    pub(crate) fn open(bytes: &'a [u8]) -> Self {
        let sector = if byte(bytes, 30) == Some(12) { 4096 } else { 512 };
        let short = long(bytes, 56).map_or(4096, |size| size as usize).min(1 << 20);
        let mut file = Compound { bytes, sector, table: Vec::new(), entries: Vec::new(), top: Vec::new(), short };
        file.find_table();
        let directory = file.read(long(bytes, 48).unwrap_or(u32::MAX), ENTRIES * 128);
        file.entries = directory.chunks_exact(128).map(entry).collect();
        file.top = file.find_top();
        file
    }

    /// The sectors of the allocation table: those in the header, then those in a chain of lists.
    fn find_table(&mut self) {
        self.table.extend((0..LISTED).filter_map(|index| long(self.bytes, 76 + index * 4)));
        let each = self.sector / 4 - 1;
        let mut next = long(self.bytes, 68).unwrap_or(u32::MAX);
        for _ in 0..self.bytes.len() / self.sector {
            let Some(list) = self.slice(next) else { break };
            self.table.extend((0..each).filter_map(|index| long(list, index * 4)));
            next = long(list, each * 4).unwrap_or(u32::MAX);
        }
    }

    /// A sector, the last one perhaps cut off.
    fn slice(&self, sector: u32) -> Option<&'a [u8]> {
        let start = (sector as usize).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|bytes| !bytes.is_empty())
    }

    /// The sector after this one.
    fn next(&self, sector: u32) -> Option<u32> {
        let each = self.sector / 4;
        let table = *self.table.get(sector as usize / each)?;
        long(self.slice(table)?, sector as usize % each * 4)
    }

    /// The bytes of a chain of sectors, at most `limit`.
    fn read(&self, start: u32, limit: usize) -> Vec<u8> {
        let mut found = Vec::new();
        let mut sector = Some(start);
        for _ in 0..=self.bytes.len() / self.sector {
            let Some(bytes) = sector.and_then(|sector| self.slice(sector)) else { break };
            found.extend(bytes.iter().take(limit - found.len()));
            if found.len() >= limit {
                break;
            }
            sector = sector.and_then(|sector| self.next(sector));
        }
        found
    }

    /// What lies in the root: its child and everything beside that. Where there is no such tree, everything.
    fn find_top(&self) -> Vec<usize> {
        let mut met = vec![false; self.entries.len()];
        let mut found = Vec::new();
        let root = self.entries.iter().find(|entry| entry.kind == 5);
        let mut waiting: Vec<u32> = root.map(|root| root.child).into_iter().collect();
        while let Some(next) = waiting.pop() {
            let index = next as usize;
            let Some(entry) = self.entries.get(index) else { continue };
            if !std::mem::replace(&mut met[index], true) {
                found.push(index);
                waiting.extend([entry.left, entry.right]);
            }
        }
        if found.is_empty() { (0..self.entries.len()).collect() } else { found }
    }

    fn find(&self, name: &str) -> Option<&Entry> {
        let entries = self.top.iter().filter_map(|index| self.entries.get(*index));
        entries.into_iter().find(|entry| entry.kind != 5 && entry.name.eq_ignore_ascii_case(name))
    }

    /// Whether there is a stream or storage of this name in the root. Letters are compared as the format does.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The bytes of a stream, at most `limit` of them.
    pub(crate) fn stream(&self, name: &str, limit: usize) -> Option<Vec<u8>> {
        let entry = self.find(name)?;
        let root = self.entries.iter().find(|entry| entry.kind == 5);
        let limit = limit.min(if root.is_some() { entry.size } else { limit }).min(self.bytes.len());
        match root.filter(|_| entry.size < self.short) {
            Some(root) => Some(self.read_short(root, entry.start, limit)),
            None => Some(self.read(entry.start, limit)),
        }
    }

    /// The bytes of a short stream, which lies in pieces inside the stream of the root.
    fn read_short(&self, root: &Entry, start: u32, limit: usize) -> Vec<u8> {
        let whole = self.read(root.start, self.bytes.len());
        let table = self.read(long(self.bytes, 60).unwrap_or(u32::MAX), self.bytes.len());
        let mut found = Vec::new();
        let mut piece = Some(start);
        for _ in 0..=whole.len() / PIECE {
            let at = piece.and_then(|piece| (piece as usize).checked_mul(PIECE));
            let Some(bytes) = at.and_then(|at| whole.get(at..at.checked_add(PIECE)?.min(whole.len()))) else { break };
            found.extend(bytes.iter().take(limit - found.len()));
            if found.len() >= limit {
                break;
            }
            piece = piece.and_then(|piece| long(&table, piece as usize * 4));
        }
        found
    }
}

fn entry(bytes: &[u8]) -> Entry {
    let length = short(bytes, 64).map_or(0, |length| usize::from(length).saturating_sub(2).min(62));
    let number = |at: usize| long(bytes, at).unwrap_or(u32::MAX);
    Entry {
        name: slice(bytes, 0, length).map(text).unwrap_or_default(),
        kind: byte(bytes, 66).unwrap_or(0),
        left: number(68),
        right: number(72),
        child: number(76),
        start: number(116),
        size: number(120) as usize,
    }
}
