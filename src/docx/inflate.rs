//! Inflates the data of one entry of a zip, whose size and checksum the directory declares.
//!
//! The only file that names an inflating library: `libdeflate` where the feature of that name is on, because it takes a
//! third less time, else `zlib-rs`, which is Rust and runs anywhere. A test holds the two to the same bytes.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Deref;
use std::rc::Rc;

use super::buffer::Buffer;
use super::remember::{LONGEST, Recent};
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
    /// Inflated once, for an entry that was packed to the same bytes.
    Known(Rc<[u8]>),
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
            Bytes::Known(bytes) => bytes,
        }
    }
}

/// Bytes at the beginning of a buffer.
#[derive(Debug)]
pub(crate) struct Inflated {
    buffer: Buffer,
    length: usize,
}

/// A small entry that was inflated before and found sound: the parts beside the main one are often those of a template.
struct Known {
    packed: Box<[u8]>,
    sum: u32,
    bytes: Rc<[u8]>,
}

/// How many such entries a thread keeps: those of two templates.
const KEPT: usize = 16;

thread_local! {
    static KNOWN: RefCell<Recent<Known, KEPT>> = const { RefCell::new(Recent::new()) };
}

/// The bytes of an entry, which are `size` by declaration and have the checksum `sum`; the error is the end of a sentence.
pub(super) fn unpack(packed: &[u8], method: Method, size: usize, sum: u32) -> Result<Bytes<'_>, Message> {
    if method == Method::Stored {
        return sound(Bytes::Plain(Cow::Borrowed(packed)), size, sum);
    }
    let same = |known: &Known| (known.sum, known.bytes.len()) == (sum, size) && *known.packed == *packed;
    if let Some(bytes) = KNOWN.with_borrow_mut(|known| known.find(same).map(|known| known.bytes.clone())) {
        return Ok(Bytes::Known(bytes));
    }
    // Deflate makes at most 1,032 bytes of one, so a size beyond that is a lie and reserves nothing.
    if size / 1_032 > packed.len() {
        return Err(WRONG_SIZE.into());
    }
    let bytes = sound(Bytes::Inflated(inflate(packed, size)?), size, sum)?;
    if size <= LONGEST {
        let new = Known { packed: packed.into(), sum, bytes: Rc::from(&bytes[..]) };
        KNOWN.with_borrow_mut(|known| known.keep(new));
    }
    Ok(bytes)
}

/// The bytes, if they are what is declared.
fn sound(bytes: Bytes<'_>, size: usize, sum: u32) -> Result<Bytes<'_>, Message> {
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
fn inflate(packed: &[u8], size: usize) -> Result<Inflated, Message> {
    use libdeflater::{DecompressionError, Decompressor};

    thread_local! {
        static DECOMPRESSOR: RefCell<Decompressor> = RefCell::default();
    }
    let mut buffer = Buffer::new(size);
    let inflated = DECOMPRESSOR.with_borrow_mut(|own| own.deflate_decompress(packed, &mut buffer[..size]));
    match inflated {
        Ok(length) => Ok(Inflated { buffer, length }),
        Err(DecompressionError::InsufficientSpace) => Err(WRONG_SIZE.into()),
        Err(DecompressionError::BadData) => Err(DAMAGED.into()),
    }
}

#[cfg(not(feature = "libdeflate"))]
fn inflate(packed: &[u8], size: usize) -> Result<Inflated, Message> {
    in_rust(packed, size)
}

#[cfg(any(test, not(feature = "libdeflate")))]
fn in_rust(packed: &[u8], size: usize) -> Result<Inflated, Message> {
    use flate2::{Decompress, FlushDecompress, Status};

    // One byte more than declared is enough to see that the size is a lie.
    let mut buffer = Buffer::new(size + 1);
    let mut library = Decompress::new(false);
    let status = library.decompress(packed, &mut buffer[..=size], FlushDecompress::Finish);
    let length = library.total_out() as usize;
    match status {
        _ if length > size => Err(WRONG_SIZE.into()),
        Ok(Status::StreamEnd) => Ok(Inflated { buffer, length }),
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
            times in prop::sample::select(vec![1usize, 1, 1, 400]),
            level in 0u32..10,
            damage in prop::option::of((any::<prop::sample::Index>(), any::<u8>())),
            declared in -2i64..3,
        ) {
            let bytes = words.concat().repeat(times).into_bytes();
            let mut packed = deflated(&bytes, level);
            if let Some((at, byte)) = damage {
                let at = at.index(packed.len());
                packed[at] = byte;
            }
            let size = (bytes.len() as i64 + declared).max(0) as usize;
            // What another part left there is not seen.
            Buffer::new(bytes.len() + 2).fill(b'?');
            let whole = |inflated: Result<Inflated, Message>| {
                let bytes = inflated.ok().map(|inflated| inflated.buffer[..inflated.length].to_vec());
                bytes.filter(|bytes| bytes.len() == size)
            };
            let (one, other) = (whole(inflate(&packed, size)), whole(in_rust(&packed, size)));
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
        assert!(matches!(unpack(&packed, Method::Deflated, 20, sum), Ok(Bytes::Known(known)) if *known == *bytes));
    }

    #[test]
    fn what_is_small_is_inflated_once() {
        for (size, known) in [(LONGEST, true), (LONGEST + 1, false)] {
            let bytes = vec![b'a'; size];
            let (packed, sum) = (deflated(&bytes, 6), crc32fast::hash(&bytes));
            let is_known = || matches!(unpack(&packed, Method::Deflated, size, sum), Ok(Bytes::Known(_)));
            assert_eq!([is_known(), is_known()], [false, known]);
        }
    }
}
