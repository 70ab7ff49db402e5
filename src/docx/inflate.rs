//! Inflates the data of one entry of a zip, whose size and checksum the directory declares.
//!
//! The only file that names an inflating library: `libdeflate` where the feature of that name is on, because it takes a
//! third less time, else `zlib-rs`, which is Rust and runs anywhere. A test holds the two to the same bytes.

use crate::model::{Message, Words};

/// How an entry's bytes are packed (APPNOTE 4.4.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    /// Not at all.
    Stored,
    /// As deflate does (RFC 1951).
    Deflated,
}

/// The bytes of an entry, which are `size` by declaration and have the checksum `sum`; the error is the end of a sentence.
pub(super) fn unpack(packed: &[u8], method: Method, size: usize, sum: u32) -> Result<Vec<u8>, Message> {
    let bytes = match method {
        Method::Stored => packed.to_vec(),
        // Deflate makes at most 1,032 bytes of one, so a size beyond that is a lie and reserves nothing.
        Method::Deflated if size / 1_032 > packed.len() => return Err(WRONG_SIZE.into()),
        Method::Deflated => inflate(packed, size)?,
    };
    if bytes.len() != size {
        return Err(WRONG_SIZE.into());
    }
    if crc32fast::hash(&bytes) != sum {
        return Err(Words::new("an entry is damaged: its checksum is another", "有条目已损坏：校验和不符").into());
    }
    Ok(bytes)
}

const WRONG_SIZE: Words = Words::new("an entry does not have its declared size", "有条目的大小与声明不符");
const DAMAGED: Words = Words::new("an entry is damaged: its data cannot be inflated", "有条目已损坏：数据无法解压");

#[cfg(feature = "libdeflate")]
fn inflate(packed: &[u8], size: usize) -> Result<Vec<u8>, Message> {
    use libdeflater::{DecompressionError, Decompressor};

    let mut bytes = vec![0; size];
    match Decompressor::new().deflate_decompress(packed, &mut bytes) {
        Ok(length) => {
            bytes.truncate(length);
            Ok(bytes)
        }
        Err(DecompressionError::InsufficientSpace) => Err(WRONG_SIZE.into()),
        Err(DecompressionError::BadData) => Err(DAMAGED.into()),
    }
}

#[cfg(not(feature = "libdeflate"))]
fn inflate(packed: &[u8], size: usize) -> Result<Vec<u8>, Message> {
    in_rust(packed, size)
}

#[cfg(any(test, not(feature = "libdeflate")))]
fn in_rust(packed: &[u8], size: usize) -> Result<Vec<u8>, Message> {
    use flate2::{Decompress, FlushDecompress, Status};

    // One byte more than declared is enough to see that the size is a lie.
    let mut bytes = Vec::with_capacity(size + 1);
    match Decompress::new(false).decompress_vec(packed, &mut bytes, FlushDecompress::Finish) {
        Ok(Status::StreamEnd) => Ok(bytes),
        Ok(_) if bytes.len() > size => Err(WRONG_SIZE.into()),
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
            let whole = |result: Result<Vec<u8>, Message>| result.ok().filter(|bytes| bytes.len() == size);
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
        assert_eq!(unpack(&packed, Method::Deflated, 20, sum), Ok(bytes.clone()));
        assert_eq!(unpack(&bytes, Method::Stored, 20, sum), Ok(bytes));
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
