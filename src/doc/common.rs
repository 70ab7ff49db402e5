//! What the rows of one table have in common ([MS-DOC] 2.4.3): a row that differs from the one before it in any of
//! these begins another table, though no paragraph lies between them.
//!
//! The clause names the division of a web page (`sprmTIpgp`) too. It is left out: WordprocessingML has it at the row
//! (`w:divId`, ECMA-376 Part 1 §17.4.9), and in files that were met it parts a header from its figures.

use super::bytes::{byte, short};
use super::sprm::code;

/// The style that every table has of which nothing else is said.
const NORMAL: u16 = 11;

/// The properties of a row that are those of its whole table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Common {
    /// Its style, unless that is the one of every table.
    style: Option<u16>,
    /// Whether its cells go from right to left.
    leftwards: bool,
    /// What its position is counted from.
    origin: u8,
    /// Whether it keeps clear of other tables.
    apart: bool,
    /// Where it stands, across and down.
    position: [u16; 2],
    /// How far the text around it stays away: left, above, right, below.
    distance: [u16; 4],
}

impl Common {
    /// Takes in a change of a row; `None` where it is none of these.
    pub(super) fn change(&mut self, sprm: u16, operand: &[u8]) -> Option<()> {
        match sprm {
            code::TABLE_STYLE => self.style = Some(short(operand, 0)?).filter(|style| *style != NORMAL),
            code::LEFTWARDS | code::LEFTWARDS_90 => self.leftwards = short(operand, 0)? != 0,
            code::ORIGIN => self.origin = byte(operand, 0)?,
            code::NO_OVERLAP => self.apart = byte(operand, 0)? != 0,
            code::ACROSS => self.position[0] = short(operand, 0)?,
            code::DOWN => self.position[1] = short(operand, 0)?,
            code::FROM_LEFT => self.distance[0] = short(operand, 0)?,
            code::FROM_ABOVE => self.distance[1] = short(operand, 0)?,
            code::FROM_RIGHT => self.distance[2] = short(operand, 0)?,
            code::FROM_BELOW => self.distance[3] = short(operand, 0)?,
            _ => return None,
        }
        Some(())
    }
}
