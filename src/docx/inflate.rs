//! Inflates the data of one entry of a zip, whose size and checksum the directory declares.
//!
//! The only file that names an inflating library: `libdeflate` where the feature of that name is on, because it takes a
//! third less time, else `zlib-rs`, which is Rust and runs anywhere. A test holds the two to the same bytes.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Deref;

use crate::model::{Message, Words};

/// How an entry's bytes are packed (APPNOTE 4.4.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    /// Not at all.
    Stored,
    /// As deflate does (RFC 1951).
    Deflated,
}

/// The bytes of a part.
#[derive(Debug)]
pub(crate) enum Bytes<'a> {
    /// As they lie elsewhere.
    Plain(Cow<'a, [u8]>),
    /// Inflated.
    Inflated(Inflated),
}

impl Default for Bytes<'_> {
    fn default() -> Self {
        Bytes::Plain(Cow::default())
    }
}

impl Deref for Bytes<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Bytes::Plain(bytes) => bytes,
            Bytes::Inflated(bytes) => &bytes.buffer[..bytes.length],
        }
    }
}

/// Bytes at the beginning of a buffer that goes back to its thread for the next part, so that a run over many files
/// neither asks for memory for each nor clears it.
#[derive(Debug)]
pub(crate) struct Inflated {
    buffer: Vec<u8>,
    length: usize,
}

impl Drop for Inflated {
    fn drop(&mut self) {
        let own = std::mem::take(&mut self.buffer);
        SPARE.with_borrow_mut(|spare| {
            if own.len() > spare.buffer.len() && own.capacity() <= KEPT {
                spare.buffer = own;
            }
        });
    }
}

/// What a thread keeps from one part to the next.
#[derive(Default)]
struct Spare {
    buffer: Vec<u8>,
    #[cfg(feature = "libdeflate")]
    decompressor: libdeflater::Decompressor,
}

/// The largest buffer that is kept, in bytes.
const KEPT: usize = 2 << 20;

thread_local! {
    static SPARE: RefCell<Spare> = RefCell::default();
}

/// The bytes of an entry, which are `size` by declaration and have the checksum `sum`; the error is the end of a sentence.
pub(super) fn unpack(packed: &[u8], method: Method, size: usize, sum: u32) -> Result<Bytes<'_>, Message> {
    let bytes = match method {
        Method::Stored => Bytes::Plain(Cow::Borrowed(packed)),
        // Deflate makes at most 1,032 bytes of one, so a size beyond that is a lie and reserves nothing.
        Method::Deflated if size / 1_032 > packed.len() => return Err(WRONG_SIZE.into()),
        Method::Deflated => Bytes::Inflated(SPARE.with_borrow_mut(|spare| inflate(packed, size, spare))?),
    };
    if bytes.len() != size {
        return Err(WRONG_SIZE.into());
    }
    if checksum(&bytes) != sum {
        return Err(Words::new("an entry is damaged: its checksum is another", "有条目已损坏：校验和不符").into());
    }
    Ok(bytes)
}

const WRONG_SIZE: Words = Words::new("an entry does not have its declared size", "有条目的大小与声明不符");
const DAMAGED: Words = Words::new("an entry is damaged: its data cannot be inflated", "有条目已损坏：数据无法解压");

#[cfg(feature = "libdeflate")]
fn checksum(bytes: &[u8]) -> u32 {
    let mut sum = libdeflater::Crc::new();
    sum.update(bytes);
    sum.sum()
}

#[cfg(not(feature = "libdeflate"))]
fn checksum(bytes: &[u8]) -> u32 {
    crc32fast::hash(bytes)
}

#[cfg(feature = "libdeflate")]
fn inflate(packed: &[u8], size: usize, spare: &mut Spare) -> Result<Inflated, Message> {
    use libdeflater::DecompressionError;

    let mut buffer = std::mem::take(&mut spare.buffer);
    if buffer.len() < size {
        buffer.resize(size, 0);
    }
    match spare.decompressor.deflate_decompress(packed, &mut buffer[..size]) {
        Ok(length) => Ok(Inflated { buffer, length }),
        Err(DecompressionError::InsufficientSpace) => Err(WRONG_SIZE.into()),
        Err(DecompressionError::BadData) => Err(DAMAGED.into()),
    }
}

#[cfg(not(feature = "libdeflate"))]
fn inflate(packed: &[u8], size: usize, spare: &mut Spare) -> Result<Inflated, Message> {
    let mut buffer = std::mem::take(&mut spare.buffer);
    buffer.clear();
    in_rust(packed, size, &mut buffer)?;
    Ok(Inflated { length: buffer.len(), buffer })
}

#[cfg(any(test, not(feature = "libdeflate")))]
fn in_rust(packed: &[u8], size: usize, buffer: &mut Vec<u8>) -> Result<(), Message> {
    use flate2::{Decompress, FlushDecompress, Status};

    // One byte more than declared is enough to see that the size is a lie.
    buffer.reserve(size + 1);
    match Decompress::new(false).decompress_vec(packed, buffer, FlushDecompress::Finish) {
        Ok(Status::StreamEnd) => Ok(()),
        Ok(_) if buffer.len() > size => Err(WRONG_SIZE.into()),
        Ok(_) | Err(_) => Err(DAMAGED.into()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::DeflateEncoder;
    use proptest::prelude::*;

    use super::*;

    fn deflated(bytes: &[u8], level: u32) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(level));
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    proptest! {
        #[test]
        fn both_libraries_give_the_same_bytes_or_both_refuse(
            words in prop::collection::vec(prop::sample::select(vec!["<w:r>", "</w:r>", "报告", "0", "\0"]), 0..400),
            level in 0u32..10,
            damage in prop::option::of((any::<prop::sample::Index>(), any::<u8>())),
            declared in -2i64..3,
        ) {
            let bytes = words.concat().into_bytes();
            let mut packed = deflated(&bytes, level);
            if let Some((at, byte)) = damage {
                let at = at.index(packed.len());
                packed[at] = byte;
            }
            let size = (bytes.len() as i64 + declared).max(0) as usize;
            let mut spare = Spare { buffer: b"what another part left here".to_vec(), ..Spare::default() };
            let one = inflate(&packed, size, &mut spare).ok().map(|one| one.buffer[..one.length].to_vec());
            let mut other = Vec::new();
            let other = in_rust(&packed, size, &mut other).ok().map(|()| other);
            let whole = |bytes: Option<Vec<u8>>| bytes.filter(|bytes| bytes.len() == size);
            let (one, other) = (whole(one), whole(other));
            prop_assert_eq!(&one, &other);
            if damage.is_none() {
                prop_assert_eq!(one.is_some(), size == bytes.len());
            }
        }
    }

    #[test]
    fn what_is_declared_must_hold() {
        let (bytes, packed) = (b"aaaaaaaaaaaaaaaaaaaa".to_vec(), deflated(b"aaaaaaaaaaaaaaaaaaaa", 6));
        let sum = crc32fast::hash(&bytes);
        assert_eq!(&unpack(&packed, Method::Deflated, 20, sum).unwrap()[..], &bytes[..]);
        assert_eq!(&unpack(&bytes, Method::Stored, 20, sum).unwrap()[..], &bytes[..]);
        for (packed, size, sum) in [
            (&packed[..], 19, sum),
            (&packed[..], 21, sum),
            (&packed[..], usize::MAX, sum),
            (&packed[..], 20, sum ^ 1),
            (&packed[..packed.len() - 1], 20, sum),
            (&[][..], 20, sum),
        ] {
            assert!(unpack(packed, Method::Deflated, size, sum).is_err(), "{size}");
        }
    }
}
