//! The text: pieces of the stream `WordDocument`, put together ([MS-DOC] 2.4.1, 2.9.38 Clx, 2.9.177 Pcd).

use super::bytes::{Plc, byte, long, short, slice, unsound};
use super::sprm::code;
use crate::compose::Result;
use crate::model::{ErrorKind, Limits, say};

/// A piece of text that lies in one place of the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its first character.
    pub(super) start: u32,
    /// One past its last character.
    pub(super) end: u32,
    /// Where it lies in the stream.
    offset: u32,
    /// Bytes a character.
    width: u32,
    /// What else is changed in it.
    pub(super) change: u16,
}

impl Piece {
    /// Where the character lies in the stream.
    pub(super) fn place(&self, character: u32) -> u32 {
        let inside = character.saturating_sub(self.start).saturating_mul(self.width);
        self.offset.saturating_add(inside)
    }

    /// The character of this piece that lies at `place` or, where none does, begins after it.
    pub(super) fn character(&self, place: u32) -> u32 {
        let inside = place.saturating_sub(self.offset).div_ceil(self.width);
        self.start.saturating_add(inside).min(self.end)
    }
}

/// The whole text of a document, as UTF-16 units.
#[derive(Debug, Default)]
pub(super) struct Text<'a> {
    /// The units; a position in the document (CP) is an index.
    pub(super) units: Vec<u16>,
    /// The pieces, in order, without gaps.
    pub(super) pieces: Vec<Piece>,
    changes: Vec<&'a [u8]>,
}

/// What Windows-1252 has at 0x80 … 0x9F ([MS-DOC] 2.9.73 FcCompressed); where it has nothing, the byte stays.
const HIGH: [u16; 32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D,
    0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,
    0x017E, 0x0178,
];

fn widen(byte: u8) -> u16 {
    if (0x80..0xA0).contains(&byte) { HIGH[usize::from(byte - 0x80)] } else { u16::from(byte) }
}

impl<'a> Text<'a> {
    /// Puts the pieces together that `clx` lists.
    pub(super) fn read(clx: &'a [u8], word: &[u8], limits: &Limits) -> Result<Self> {
        let missing = || unsound(say!("its list of pieces is damaged", "文字片段表已损坏"));
        let mut text = Text::default();
        let mut at = 0;
        let list = loop {
            match byte(clx, at).ok_or_else(missing)? {
                1 => {
                    let length = usize::from(short(clx, at + 1).ok_or_else(missing)?);
                    text.changes.push(slice(clx, at + 3, length).ok_or_else(missing)?);
                    at += 3 + length;
                }
                2 => {
                    let length = long(clx, at + 1).ok_or_else(missing)? as usize;
                    break slice(clx, at + 5, length).ok_or_else(missing)?;
                }
                _ => return Err(missing()),
            }
        };
        text.add_pieces(Plc::new(list, 8), word, limits)?;
        Ok(text)
    }

    fn add_pieces(&mut self, list: Plc<'_>, word: &[u8], limits: &Limits) -> Result<()> {
        let damaged = || unsound(say!("a piece of its text lies outside the file", "部分文字位于文件之外"));
        // Pieces do not overlap in a sound file, so that together they are no longer than the stream.
        let mut left = word.len().saturating_mul(2);
        let mut expected = 0;
        for index in 0..list.count() {
            let (start, end) = (list.position(index), list.position(index + 1));
            let (Some(start), Some(end), Some(data)) = (start, end, list.data(index)) else { return Err(damaged()) };
            if start != expected || end < start {
                return Err(damaged());
            }
            expected = end;
            let place = long(data, 2).ok_or_else(damaged)?;
            let narrow = place & 0x4000_0000 != 0;
            let (offset, width) = if narrow { ((place & 0x3FFF_FFFF) / 2, 1) } else { (place & 0x3FFF_FFFF, 2) };
            let length = (end - start) as usize * width as usize;
            left = left.checked_sub(length).ok_or_else(damaged)?;
            let bytes = slice(word, offset as usize, length).ok_or_else(damaged)?;
            if (self.units.len() as u64 + u64::from(end - start)) * 2 > limits.part {
                return Err(ErrorKind::Limit { limit: "part", allowed: limits.part });
            }
            if narrow {
                self.units.extend(bytes.iter().map(|byte| widen(*byte)));
            } else {
                self.units.extend(bytes.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])));
            }
            let change = short(data, 6).unwrap_or(0);
            self.pieces.push(Piece { start, end, offset, width, change });
        }
        self.pieces.retain(|piece| piece.start < piece.end);
        Ok(())
    }

    /// How many units there are.
    pub(super) fn length(&self) -> u32 {
        self.units.len() as u32
    }

    /// The piece that holds the character.
    pub(super) fn piece(&self, character: u32) -> Option<&Piece> {
        self.pieces.get(self.pieces.partition_point(|piece| piece.end <= character))
    }

    /// Where the character lies in the stream.
    pub(super) fn place(&self, character: u32) -> u32 {
        self.piece(character)
            .map_or_else(|| self.pieces.last().map_or(0, |last| last.place(last.end)), |piece| piece.place(character))
    }

    /// What is changed in the whole of a piece, as a list of changes ([MS-DOC] 2.9.214 Prm0, 2.9.215 Prm1).
    pub(super) fn change(&self, piece: &Piece) -> Change<'_> {
        if piece.change & 1 != 0 {
            return Change::List(self.changes.get(usize::from(piece.change >> 1)).copied().unwrap_or(&[]));
        }
        let value = (piece.change >> 8) as u8;
        let sprm: u16 = match piece.change >> 1 & 0x7F {
            0x0C => code::LIST_LEVEL,
            0x18 => code::IN_TABLE,
            0x19 => code::ROW_END,
            0x41 => code::DELETED,
            0x42 => code::INSERTED,
            0x47 => code::DATA,
            0x53 => code::PLAIN,
            0x57 => code::STRIKE,
            0x5C => code::HIDDEN,
            0x68 => code::SHIFT,
            0x73 => code::DOUBLE_STRIKE,
            0x75 => code::SPECIAL,
            0x78 => code::OUTLINE,
            _ => return Change::List(&[]),
        };
        let [low, high] = sprm.to_le_bytes();
        Change::One([low, high, value])
    }
}

/// A list of changes, or just one.
pub(super) enum Change<'a> {
    List(&'a [u8]),
    One([u8; 3]),
}

impl Change<'_> {
    /// The list.
    pub(super) fn list(&self) -> &[u8] {
        match self {
            Change::List(list) => list,
            Change::One(one) => one,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Text;
    use crate::model::Limits;

    /// A Clx of pieces: end, place (with the bit of narrow text).
    fn clx(pieces: &[(u32, u32)]) -> Vec<u8> {
        let mut list = 0u32.to_le_bytes().to_vec();
        pieces.iter().for_each(|(end, _)| list.extend(end.to_le_bytes()));
        for (_, place) in pieces {
            list.extend([0, 0]);
            list.extend(place.to_le_bytes());
            list.extend([0, 0]);
        }
        let mut clx = vec![2];
        clx.extend((list.len() as u32).to_le_bytes());
        clx.extend(list);
        clx
    }

    #[test]
    fn narrow_and_wide_pieces_become_one_text() {
        let word = [0x2D, 0x4E, b'a', 0x80, 0x87, 0x65];
        let clx = clx(&[(1, 0), (3, 0x4000_0000 | 4), (4, 4)]);
        let text = Text::read(&clx, &word, &Limits::default()).expect("it is sound");
        assert_eq!(String::from_utf16_lossy(&text.units), "中a€文");
        assert_eq!((text.place(0), text.place(2), text.place(3)), (0, 3, 4));
        assert_eq!(text.pieces[1].character(3), 2);
    }

    #[test]
    fn pieces_out_of_order_or_place_are_refused() {
        let word = [0u8; 8];
        for pieces in [&[(2, 0), (1, 0)][..], &[(5, 0)], &[(2, 6)], &[(4, 0), (8, 0), (12, 0)]] {
            assert!(Text::read(&clx(pieces), &word, &Limits::default()).is_err(), "{pieces:?}");
        }
        assert!(Text::read(&[], &word, &Limits::default()).is_err());
        assert!(Text::read(&[1, 9, 0], &word, &Limits::default()).is_err());
    }
}
