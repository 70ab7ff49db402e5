//! Numbers and slices out of bytes, every offset checked.

use crate::model::{ErrorKind, Message};

/// A document that cannot be what it says it is.
pub(super) fn unsound(message: Message) -> ErrorKind {
    ErrorKind::Binary(message)
}

/// `length` bytes from `at`.
pub(super) fn slice(bytes: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(length)?)
}

/// The byte at `at`.
pub(super) fn byte(bytes: &[u8], at: usize) -> Option<u8> {
    bytes.get(at).copied()
}

/// The 16 bits at `at`, low byte first.
pub(super) fn short(bytes: &[u8], at: usize) -> Option<u16> {
    slice(bytes, at, 2).map(|two| u16::from_le_bytes([two[0], two[1]]))
}

/// The signed 16 bits at `at`.
pub(super) fn signed(bytes: &[u8], at: usize) -> Option<i16> {
    short(bytes, at).map(|value| value as i16)
}

/// The 32 bits at `at`, low byte first.
pub(super) fn long(bytes: &[u8], at: usize) -> Option<u32> {
    slice(bytes, at, 4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

/// UTF-16 units as text.
pub(super) fn text(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]]));
    char::decode_utf16(units).map(|unit| unit.unwrap_or('\u{FFFD}')).collect()
}

/// A PLC ([MS-DOC] 2.2.2): n + 1 positions, then n pieces of data of `size` bytes each.
#[derive(Clone, Copy, Default)]
pub(super) struct Plc<'a> {
    bytes: &'a [u8],
    size: usize,
    count: usize,
}

impl<'a> Plc<'a> {
    /// The PLC in these bytes.
    pub(super) fn new(bytes: &'a [u8], size: usize) -> Self {
        Plc { bytes, size, count: bytes.len().saturating_sub(4) / (size + 4) }
    }

    /// How many pieces of data it has.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The position at which piece `index` begins, or, for `index` = count, at which the last one ends.
    pub(super) fn position(&self, index: usize) -> Option<u32> {
        if index > self.count { None } else { long(self.bytes, index * 4) }
    }

    /// Positions, one more than there are pieces of data.
    pub(super) fn positions(&self) -> impl Iterator<Item = u32> + use<'a> {
        let count = if self.bytes.len() < 4 { 0 } else { self.count + 1 };
        let bytes = self.bytes;
        (0..count).filter_map(move |index| long(bytes, index * 4))
    }

    /// The data of piece `index`.
    pub(super) fn data(&self, index: usize) -> Option<&'a [u8]> {
        let at = self.count.checked_add(1)?.checked_mul(4)?.checked_add(index.checked_mul(self.size)?)?;
        if index < self.count { slice(self.bytes, at, self.size) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::{Plc, long, short, text};

    #[test]
    fn nothing_is_read_beyond_the_end() {
        assert_eq!(short(&[1, 2, 3], 1), Some(0x0302));
        assert_eq!(short(&[1, 2, 3], 2), None);
        assert_eq!(long(&[1, 2, 3], usize::MAX), None);
        assert_eq!(text(&[0x2D, 0x4E, 9]), "中");
    }

    #[test]
    fn a_plc_has_one_position_more_than_data() {
        let bytes: Vec<u8> = [5u32, 7, 9].into_iter().flat_map(u32::to_le_bytes).chain([1, 2, 3, 4]).collect();
        let plc = Plc::new(&bytes, 2);
        assert_eq!((plc.count(), plc.position(2), plc.position(3)), (2, Some(9), None));
        assert_eq!((plc.data(1), plc.data(2)), (Some(&[3u8, 4][..]), None));
        assert_eq!(plc.positions().collect::<Vec<_>>(), [5, 7, 9]);
        assert_eq!(Plc::new(&[], 2).positions().count(), 0);
    }
}
