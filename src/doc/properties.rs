//! The few properties that change what is read: of characters and of paragraphs ([MS-DOC] 2.6.1, 2.6.2).

use std::cell::Cell;

use super::bytes::{byte, long, short, signed, slice};
use super::sprm::{Sprms, code};
use crate::compose::Shift;

/// What a list of changes says about an on/off property of characters ([MS-DOC] 2.9.327 ToggleOperand).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Toggle {
    Off,
    On,
    /// As its style has it.
    Style,
    /// The opposite of what its style has.
    Inverse,
}

impl Toggle {
    fn read(operand: &[u8]) -> Option<Toggle> {
        match byte(operand, 0)? {
            0 => Some(Toggle::Off),
            1 => Some(Toggle::On),
            0x80 => Some(Toggle::Style),
            0x81 => Some(Toggle::Inverse),
            _ => None,
        }
    }

    /// Whether it is on, where the style says `style`.
    pub(super) fn is_on(self, style: bool) -> bool {
        match self {
            Toggle::Off => false,
            Toggle::On => true,
            Toggle::Style => style,
            Toggle::Inverse => !style,
        }
    }
}

/// What is said about characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Character {
    /// The number of their style.
    pub(super) style: Option<u16>,
    /// Whether they are hidden.
    pub(super) hidden: Option<Toggle>,
    /// Tracked as deleted.
    pub(super) deleted: bool,
    /// Tracked as inserted.
    pub(super) inserted: bool,
    /// Whether a control character stands for something else than itself.
    pub(super) special: bool,
    /// Raised or lowered.
    pub(super) shift: Option<Shift>,
    /// Struck out.
    pub(super) struck: bool,
    /// The number of their font.
    pub(super) font: Option<u16>,
    /// The sign that stands there: number of its font, and its code.
    pub(super) symbol: Option<(u16, u16)>,
    /// Where in the stream `Data` more lies.
    pub(super) picture: Option<u32>,
    /// Whether what lies there is a form field.
    pub(super) data: bool,
}

impl Character {
    /// Takes in a list of changes.
    pub(super) fn apply(&mut self, list: &[u8]) {
        for (sprm, operand) in Sprms(list) {
            let on = || byte(operand, 0).is_some_and(|value| value & 1 != 0);
            match sprm {
                code::DELETED => self.deleted = on(),
                code::INSERTED => self.inserted = on(),
                code::DATA => self.data = on(),
                code::SPECIAL => self.special = on(),
                code::STRIKE | code::DOUBLE_STRIKE => self.struck = on(),
                code::HIDDEN => self.hidden = Toggle::read(operand).or(self.hidden),
                code::CHARACTER_STYLE => self.style = short(operand, 0),
                code::FONT => self.font = short(operand, 0),
                code::PICTURE => self.picture = long(operand, 0),
                code::SYMBOL => self.symbol = short(operand, 0).zip(short(operand, 2)),
                code::SHIFT => {
                    self.shift = match byte(operand, 0) {
                        Some(1) => Some(Shift::Raised),
                        Some(2) => Some(Shift::Lowered),
                        _ => None,
                    };
                }
                code::PLAIN => {
                    // What is no formatting stays.
                    let Character { deleted, inserted, special, picture, data, symbol, .. } = *self;
                    *self = Character { deleted, inserted, special, picture, data, symbol, ..Character::default() };
                }
                _ => {}
            }
        }
    }
}

/// What is said about a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Paragraph {
    /// The number of its style.
    pub(super) style: u16,
    /// Its outline level from 0; 9 is running text.
    pub(super) outline: Option<u8>,
    /// Its list: its number from 1 in the list of overrides, or 0 for none.
    pub(super) list: Option<u16>,
    /// Its level in the list.
    pub(super) level: Option<u8>,
    /// How deep in tables it lies.
    depth: Option<i32>,
    depth_change: i32,
    in_table: bool,
    /// Whether its mark ends a row of the outermost table, or of one inside another.
    pub(super) row_end: bool,
    /// Whether its mark ends a cell of a table inside another.
    pub(super) inner_cell: bool,
}

impl Paragraph {
    /// Takes in the properties of a paragraph: the number of a style, then changes ([MS-DOC] 2.9.114 GrpPrlAndIstd).
    pub(super) fn apply_with_style(&mut self, bytes: &[u8], data: &Data<'_>) {
        self.style = short(bytes, 0).unwrap_or(0);
        self.apply(bytes.get(2..).unwrap_or(&[]), data);
    }

    /// Takes in a list of changes.
    pub(super) fn apply(&mut self, list: &[u8], data: &Data<'_>) {
        data.each(list, &mut |sprm, operand| self.change(sprm, operand));
    }

    fn change(&mut self, sprm: u16, operand: &[u8]) {
        let on = || byte(operand, 0).is_some_and(|value| value != 0);
        match sprm {
            code::PARAGRAPH_STYLE => self.style = short(operand, 0).unwrap_or(self.style),
            code::OUTLINE => self.outline = byte(operand, 0).filter(|level| *level <= 9),
            code::LIST => self.list = short(operand, 0),
            code::LIST_LEVEL => self.level = byte(operand, 0).filter(|level| *level < 9),
            code::IN_TABLE => self.in_table = on(),
            code::ROW_END | code::INNER_ROW_END => self.row_end = on(),
            code::INNER_CELL => self.inner_cell = on(),
            code::DEPTH => self.depth = long(operand, 0).map(|depth| depth as i32),
            code::DEPTH_CHANGE => {
                let change = long(operand, 0).map_or(0, |change| change as i32);
                self.depth_change = self.depth_change.saturating_add(change);
            }
            _ => {}
        }
    }

    /// How many tables it lies in ([MS-DOC] 2.6.2 sprmPItap): none where nothing says so.
    pub(super) fn depth(&self) -> usize {
        let said = self.depth.unwrap_or(i32::from(self.in_table)).max(i32::from(self.in_table));
        usize::try_from(said.saturating_add(self.depth_change)).unwrap_or(0)
    }
}

/// How many more bytes of lists that lie apart may be read, for many paragraphs can name the same long list.
pub(super) struct Budget {
    left: Cell<usize>,
    spent: Cell<bool>,
}

impl Budget {
    /// What a stream of this length can be worth.
    pub(super) fn new(length: usize) -> Self {
        Budget { left: Cell::new(length.saturating_mul(8).saturating_add(1 << 20)), spent: Cell::new(false) }
    }

    /// Whether a list of this length may be read.
    pub(super) fn allows(&self, length: usize) -> bool {
        let left = self.left.get().checked_sub(length);
        left.map_or_else(|| self.spent.set(true), |left| self.left.set(left));
        left.is_some()
    }

    /// Whether a list was not read.
    pub(super) fn is_spent(&self) -> bool {
        self.spent.get()
    }
}

/// The stream `Data`, where long lists of changes lie.
pub(super) struct Data<'a> {
    bytes: &'a [u8],
    pub(super) budget: Budget,
}

impl<'a> Data<'a> {
    /// The stream.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Data { bytes, budget: Budget::new(bytes.len()) }
    }

    /// Bytes of the stream.
    pub(super) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Gives every change of `list` in order, those of a list that it names among them
    /// ([MS-DOC] 2.6.2 sprmPHugePapx, sprmPTableProps). A list that is named so names no others.
    pub(super) fn each(&self, list: &[u8], take: &mut dyn FnMut(u16, &[u8])) {
        for (sprm, operand) in Sprms(list) {
            if matches!(sprm, code::HUGE | code::HUGE_OLD | code::TABLE_PROPERTIES) {
                let more = long(operand, 0).and_then(|at| self.list(at as usize)).unwrap_or(&[]);
                Sprms(more).for_each(|(sprm, operand)| take(sprm, operand));
            } else {
                take(sprm, operand);
            }
        }
    }

    fn list(&self, at: usize) -> Option<&'a [u8]> {
        let length = usize::try_from(signed(self.bytes, at)?).ok()?;
        slice(self.bytes, at + 2, length).filter(|list| self.budget.allows(list.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Character, Data, Paragraph, Toggle};

    #[test]
    fn a_long_list_lies_in_another_stream_and_is_read_a_limited_number_of_times() {
        let mut stream = vec![0xFF; 4];
        stream.extend(1_000i16.to_le_bytes());
        stream.extend([0x16, 0x24, 1]);
        stream.resize(1_006, 0);
        let data = Data::new(&stream);
        let list = [0x46, 0x66, 4, 0, 0, 0];
        let read = |list: &[u8]| {
            let mut paragraph = Paragraph::default();
            paragraph.apply(list, &data);
            paragraph.depth()
        };
        assert_eq!(read(&list), 1);
        assert_eq!(read(&[0x46, 0x66, 0, 0, 0, 0]), 0);
        (0..2_000).for_each(|_| assert!(read(&list) <= 1));
        assert_eq!(read(&list), 0);
    }

    #[test]
    fn depth_is_what_both_ways_of_saying_it_give() {
        let depth = |list: &[u8]| {
            let mut paragraph = Paragraph::default();
            paragraph.apply(list, &Data::new(&[]));
            paragraph.depth()
        };
        assert_eq!(depth(&[]), 0);
        assert_eq!(depth(&[0x16, 0x24, 1]), 1);
        assert_eq!(depth(&[0x16, 0x24, 1, 0x49, 0x66, 2, 0, 0, 0]), 2);
        assert_eq!(depth(&[0x49, 0x66, 0xFF, 0xFF, 0xFF, 0xFF]), 0);
        assert_eq!(depth(&[0x16, 0x24, 1, 0x4A, 0x66, 1, 0, 0, 0]), 2);
    }

    #[test]
    fn a_toggle_may_refer_to_its_style() {
        let hidden = |value: u8| {
            let mut character = Character::default();
            character.apply(&[0x3C, 0x08, value]);
            character.hidden
        };
        assert_eq!(hidden(0x81).map(|toggle: Toggle| (toggle.is_on(true), toggle.is_on(false))), Some((false, true)));
        assert_eq!(hidden(0x80).map(|toggle: Toggle| (toggle.is_on(true), toggle.is_on(false))), Some((true, false)));
        assert_eq!(hidden(1).map(|toggle: Toggle| toggle.is_on(false)), Some(true));
        assert_eq!(hidden(7), None);
    }
}
