//! One entry of the journal as bytes: how long, a checksum, what became of one input.

use serde::{Deserialize, Serialize};

use super::stored::StoredReport;
use crate::extract::Report;

/// The BLAKE3 hash of some bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash(pub [u8; 32]);

/// What an entry is found by: an input's name with the hash of its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key(u128);

/// What became of one input.
#[derive(Debug)]
pub struct Entry {
    /// How long it took, in microseconds.
    pub micros: u64,
    /// The report; `None` where the input gave none.
    pub report: Option<Report>,
}

impl Hash {
    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> Hash {
        Hash(*blake3::hash(bytes).as_bytes())
    }

    /// The hash of everything that can be read.
    ///
    /// # Errors
    /// What the reader says.
    pub fn of_reader(reader: impl std::io::Read) -> std::io::Result<Hash> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(reader)?;
        Ok(Hash(*hasher.finalize().as_bytes()))
    }
}

impl std::fmt::Display for Hash {
    /// Sixty-four hexadecimal digits.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Key {
    /// The key of an input.
    pub fn new(name: &str, hash: Hash) -> Key {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&hash.0).update(name.as_bytes());
        let mut half = [0; 16];
        half.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        Key(u128::from_le_bytes(half))
    }
}

/// The bytes before the payload of a frame: its length, and the first bytes of its hash.
pub(super) const HEAD: usize = 4 + CHECK;
const CHECK: usize = 8;

#[derive(Serialize, Deserialize)]
struct Payload<'a> {
    name: &'a str,
    key: u128,
    micros: u64,
    #[serde(borrow)]
    report: Option<StoredReport<'a>>,
}

/// A whole frame.
pub(super) fn write(key: Key, name: &str, micros: u64, report: Option<&Report>) -> Vec<u8> {
    let payload = Payload { name, key: key.0, micros, report: report.map(StoredReport::of) };
    let mut bytes = vec![0; HEAD];
    // Writing into memory fails for no value that a report can have.
    bytes = postcard::to_extend(&payload, bytes).unwrap_or_default();
    let length = bytes.len().saturating_sub(HEAD);
    if let Ok(length) = u32::try_from(length)
        && length > 0
    {
        let check = checksum(&bytes[HEAD..]);
        bytes[..4].copy_from_slice(&length.to_le_bytes());
        bytes[4..HEAD].copy_from_slice(&check);
    } else {
        bytes.clear();
    }
    bytes
}

/// The length of the payload that this head announces.
pub(super) fn length(head: &[u8; HEAD]) -> u32 {
    u32::from_le_bytes([head[0], head[1], head[2], head[3]])
}

/// Whether a payload is the one that was written behind this head.
pub(super) fn is_sound(head: &[u8; HEAD], payload: &[u8]) -> bool {
    checksum(payload) == head[4..]
}

/// The key and the name in a payload.
pub(super) fn named(payload: &[u8]) -> Option<(Key, &str)> {
    let (name, rest) = postcard::take_from_bytes::<&str>(payload).ok()?;
    let (key, _) = postcard::take_from_bytes::<u128>(rest).ok()?;
    Some((Key(key), name))
}

/// The entry in a payload.
pub(super) fn entry(payload: &[u8]) -> Option<Entry> {
    let stored: Payload<'_> = postcard::from_bytes(payload).ok()?;
    let report = match stored.report {
        None => None,
        Some(report) => Some(report.report()?),
    };
    Some(Entry { micros: stored.micros, report })
}

fn checksum(payload: &[u8]) -> [u8; CHECK] {
    let mut check = [0; CHECK];
    check.copy_from_slice(&blake3::hash(payload).as_bytes()[..CHECK]);
    check
}
