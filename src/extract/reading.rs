//! A cell as the extraction sees it: its text, whether it looks like a figure, and what its words may mean.

use std::borrow::Cow;

use super::value;
use crate::model::{Cell, CellId, Table, is_space};
use crate::schema::{Found, Lexicon, Meaning, Role, Roles};

/// What one cell says.
pub(super) struct Reading<'a> {
    pub id: CellId,
    pub cell: &'a Cell,
    /// The text as printed, a computed number before it.
    pub text: Cow<'a, str>,
    pub meanings: &'a [Meaning],
    roles: Roles,
    /// Whether its meanings are those of the words before its first bracket.
    pub cut: bool,
    pub blank: bool,
    /// A number or a nil mark rather than words.
    pub figure: bool,
}

impl<'a> Reading<'a> {
    fn new(id: CellId, cell: &'a Cell, lexicon: &'a Lexicon) -> Self {
        let own = cell.text();
        let number = cell.number();
        let blank = number.is_none() && own.chars().all(is_space);
        let found = if blank { Found::default() } else { lexicon.meanings(number, &own) };
        let Found { meanings, roles, cut } = found;
        let figure = !blank && meanings.is_empty() && value::looks_like_figure(&own);
        let text = match number {
            None => own,
            // A number that Word computes stands apart from a figure: 「7. 10」 is not 7.10.
            Some(number) if meanings.is_empty() => Cow::Owned(format!("{number} {own}")),
            Some(number) => Cow::Owned(format!("{number}{own}")),
        };
        Reading { id, cell, text, meanings, roles, cut, blank, figure }
    }

    pub(super) fn start(&self) -> u32 {
        self.cell.area.column
    }

    pub(super) fn end(&self) -> u32 {
        self.cell.area.column_end()
    }

    pub(super) fn in_table(&self, table: usize) -> impl Iterator<Item = Meaning> {
        self.meanings.iter().copied().filter(move |meaning| meaning.table() == table)
    }

    fn has(&self, role: Role, table: usize) -> bool {
        self.roles.may_be(role, table) && self.in_table(table).any(|meaning| meaning.role() == role)
    }

    pub(super) fn is_row(&self, table: usize) -> bool {
        self.has(Role::Row, table)
    }

    pub(super) fn is_column(&self, table: usize) -> bool {
        self.has(Role::Column, table)
    }

    pub(super) fn is_ornament(&self, table: usize) -> bool {
        self.has(Role::Ornament, table)
    }

    pub(super) fn caption(&self, table: usize) -> Option<usize> {
        if !self.roles.may_be(Role::Caption, table) {
            return None;
        }
        self.in_table(table).find_map(|meaning| match meaning {
            Meaning::Caption { band, .. } => Some(band),
            _ => None,
        })
    }

    /// The text in one line.
    pub(super) fn line(&self) -> String {
        one_line(&self.text)
    }
}

/// Text without line breaks: Chinese words are joined as they are, others by a blank.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for part in text.lines().map(str::trim).filter(|part| !part.is_empty()) {
        if line.ends_with(|c: char| c.is_ascii_alphanumeric()) && part.starts_with(|c: char| c.is_ascii_alphanumeric())
        {
            line.push(' ');
        }
        line.push_str(part);
    }
    line
}

/// A Word table with every cell read once.
pub(super) struct Sheet<'a> {
    pub table: &'a Table,
    pub readings: Vec<Reading<'a>>,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(table: &'a Table, lexicon: &'a Lexicon) -> Self {
        let readings = table.cells().iter().enumerate();
        let readings = readings.map(|(index, cell)| Reading::new(CellId(index as u32), cell, lexicon)).collect();
        Sheet { table, readings }
    }

    /// The cells that touch a row, from left to right, those merged from above included.
    pub(super) fn row(&self, row: u32) -> Vec<&Reading<'a>> {
        self.cells(row).collect()
    }

    /// The same, one by one.
    pub(super) fn cells(&self, row: u32) -> impl Iterator<Item = &Reading<'a>> {
        self.table.row(row).map(|(id, _)| &self.readings[id.0 as usize])
    }
}
