//! Lists of property changes ([MS-DOC] 2.2.5 Sprm and Prl): what is changed, and the bytes that say how.

use super::bytes::{byte, short, slice};

/// The changes that are looked at, by their sprm.
pub(super) mod code {
    // Characters ([MS-DOC] 2.6.1).
    pub(in crate::doc) const DELETED: u16 = 0x0800;
    pub(in crate::doc) const INSERTED: u16 = 0x0801;
    pub(in crate::doc) const DATA: u16 = 0x0806;
    pub(in crate::doc) const SPECIAL: u16 = 0x0855;
    pub(in crate::doc) const STRIKE: u16 = 0x0837;
    pub(in crate::doc) const HIDDEN: u16 = 0x083C;
    pub(in crate::doc) const PLAIN: u16 = 0x2A33;
    pub(in crate::doc) const SHIFT: u16 = 0x2A48;
    pub(in crate::doc) const DOUBLE_STRIKE: u16 = 0x2A53;
    pub(in crate::doc) const CHARACTER_STYLE: u16 = 0x4A30;
    pub(in crate::doc) const FONT: u16 = 0x4A4F;
    pub(in crate::doc) const PICTURE: u16 = 0x6A03;
    pub(in crate::doc) const SYMBOL: u16 = 0x6A09;
    // Paragraphs ([MS-DOC] 2.6.2).
    pub(in crate::doc) const PARAGRAPH_STYLE: u16 = 0x4600;
    pub(in crate::doc) const IN_TABLE: u16 = 0x2416;
    pub(in crate::doc) const ROW_END: u16 = 0x2417;
    pub(in crate::doc) const INNER_CELL: u16 = 0x244B;
    pub(in crate::doc) const INNER_ROW_END: u16 = 0x244C;
    pub(in crate::doc) const LIST_LEVEL: u16 = 0x260A;
    pub(in crate::doc) const OUTLINE: u16 = 0x2640;
    pub(in crate::doc) const LIST: u16 = 0x460B;
    pub(in crate::doc) const DEPTH: u16 = 0x6649;
    pub(in crate::doc) const DEPTH_CHANGE: u16 = 0x664A;
    pub(in crate::doc) const HUGE: u16 = 0x6646;
    pub(in crate::doc) const HUGE_OLD: u16 = 0x6645;
    pub(in crate::doc) const TABLE_PROPERTIES: u16 = 0x646B;
    pub(in crate::doc) const TABS: u16 = 0xC615;
    // Rows ([MS-DOC] 2.6.3).
    pub(in crate::doc) const ROW_LEFT: u16 = 0x9601;
    pub(in crate::doc) const ROW_GAP: u16 = 0x9602;
    pub(in crate::doc) const ROW: u16 = 0xD608;
    pub(in crate::doc) const ROW_10: u16 = 0xD606;
    pub(in crate::doc) const INSERT_CELLS: u16 = 0x7621;
    pub(in crate::doc) const DELETE_CELLS: u16 = 0x5622;
    pub(in crate::doc) const CELL_WIDTH: u16 = 0x7623;
    pub(in crate::doc) const MERGE_CELLS: u16 = 0x5624;
    pub(in crate::doc) const SPLIT_CELLS: u16 = 0x5625;
    pub(in crate::doc) const VERTICAL_MERGE: u16 = 0xD62B;
    // Tables, said of each of their rows.
    pub(in crate::doc) const LEFTWARDS: u16 = 0x560B;
    pub(in crate::doc) const LEFTWARDS_90: u16 = 0x5664;
    pub(in crate::doc) const ORIGIN: u16 = 0x360D;
    pub(in crate::doc) const ACROSS: u16 = 0x940E;
    pub(in crate::doc) const DOWN: u16 = 0x940F;
    pub(in crate::doc) const FROM_LEFT: u16 = 0x9410;
    pub(in crate::doc) const FROM_ABOVE: u16 = 0x9411;
    pub(in crate::doc) const FROM_RIGHT: u16 = 0x941E;
    pub(in crate::doc) const FROM_BELOW: u16 = 0x941F;
    pub(in crate::doc) const NO_OVERLAP: u16 = 0x3465;
    pub(in crate::doc) const TABLE_STYLE: u16 = 0x563A;
}

/// The changes of a list, one after the other; ends where the list is cut off.
pub(super) struct Sprms<'a>(pub(super) &'a [u8]);

impl<'a> Iterator for Sprms<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let sprm = short(self.0, 0)?;
        let (skip, length) = extent(sprm, self.0.get(2..)?)?;
        let operand = slice(self.0, 2 + skip, length)?;
        self.0 = &self.0[2 + skip + length..];
        Some((sprm, operand))
    }
}

/// How many bytes say how long the operand is, and how long it is ([MS-DOC] 2.2.5.1, `spra`).
fn extent(sprm: u16, rest: &[u8]) -> Option<(usize, usize)> {
    let fixed = match sprm >> 13 {
        0 | 1 => 1,
        2 | 4 | 5 => 2,
        3 => 4,
        7 => 3,
        _ => return variable(sprm, rest),
    };
    Some((0, fixed))
}

fn variable(sprm: u16, rest: &[u8]) -> Option<(usize, usize)> {
    let count = usize::from(byte(rest, 0)?);
    match sprm {
        // The count is one more than the bytes after it ([MS-DOC] 2.9.321 TDefTableOperand).
        code::ROW | code::ROW_10 => Some((2, usize::from(short(rest, 0)?).saturating_sub(1))),
        // 255 says that the length is that of the tabs ([MS-DOC] 2.9.183 PChgTabsOperand).
        code::TABS if count == 255 => {
            let deleted = usize::from(byte(rest, 1)?);
            let added = usize::from(byte(rest, 2 + deleted * 4)?);
            Some((1, 2 + deleted * 4 + added * 3))
        }
        _ => Some((1, count)),
    }
}

#[cfg(test)]
mod tests {
    use super::{Sprms, code};

    #[test]
    fn operands_are_as_long_as_their_kind_says() {
        let list = [
            0x3C, 0x08, 1, // one byte
            0x0B, 0x46, 2, 0, // two
            0x49, 0x66, 1, 0, 0, 0, // four
            0x2B, 0xD6, 2, 5, 3, // as counted
            0x08, 0xD6, 3, 0, 0, 9, // a row, counted one too many
            0x15, 0xC6, 255, 1, 0, 0, 0, 0, 1, 0, 0, 0, // tabs
            0x17, 0xF6, 3, 0, 0, // three
            0x3C, 0x08, // cut off
        ];
        let found: Vec<(u16, usize)> = Sprms(&list).map(|(sprm, operand)| (sprm, operand.len())).collect();
        let expected = [
            (code::HIDDEN, 1),
            (code::LIST, 2),
            (code::DEPTH, 4),
            (code::VERTICAL_MERGE, 2),
            (code::ROW, 2),
            (code::TABS, 9),
            (0xF617, 3),
        ];
        assert_eq!(found, expected);
    }
}
