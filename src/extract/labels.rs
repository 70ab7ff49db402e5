//! Labels with their values beside or below them.
//!
//! A label's value is the cell next to it, and nothing is guessed: between the label and the next one exactly one cell
//! may be filled, and it must be the first. A value cut into several cells, a blank cell before a filled one and an
//! unknown label between two known ones all look alike, so none of them gives a value. A cell that the form itself
//! prints is never a value. A label in a group counts only beside that group's label;
//! where the same words stand outside of groups too, those must begin their row.

use std::collections::{BTreeMap, BTreeSet};

use super::bind::{Binder, Fate, Placement, shared};
use super::few::Fields;
use super::locate::Piece;
use super::path::{Axis, Candidate};
use super::reading::Reading;
use super::report::Because;
use crate::model::{CellId, Slot};
use crate::schema::{Layout, Meaning, ValueAt};

/// A label, with what it may name.
struct Label<'a> {
    reading: &'a Reading<'a>,
    table: usize,
    entries: Vec<usize>,
    /// The label of the group that it stands beside.
    group: Option<&'a Reading<'a>>,
    at: ValueAt,
}

/// A label whose words stand in two cells, one above the other, left of one value cell that is as high as both.
struct Stacked<'a> {
    upper: &'a Reading<'a>,
    lower: &'a Reading<'a>,
    value: &'a Reading<'a>,
    table: usize,
    entry: usize,
    exact: bool,
}

/// The cells that may hold the value of a label, the nearest first.
enum Cells<'a> {
    /// This one does, and the others are blank.
    Value(&'a Reading<'a>),
    /// More than one could.
    Several(Vec<&'a Reading<'a>>),
    /// The nearest one covers the places of other labels too.
    Shared(&'a Reading<'a>),
    /// There is none.
    None,
}

impl<'a> Binder<'a> {
    /// Binds the labels in the rows that belong to no records.
    pub(super) fn labels(&mut self, piece: &Piece, taken: &[bool]) {
        let stacked = self.stacked(piece, taken);
        let mut labels = Vec::new();
        for row in piece.rows.clone().filter(|row| !taken[(row - piece.rows.start) as usize]) {
            for reading in self.own(piece.sheet, row) {
                if self.is_label(reading) {
                    self.keep(piece.sheet, reading);
                    labels.extend(self.label(piece, reading));
                }
            }
        }
        let mut stops = self.below_values(piece, &labels, taken);
        stops.extend(stacked.iter().flat_map(|label| [label.upper.id, label.lower.id]));
        for label in &labels {
            let cells = match label.at {
                ValueAt::Right => self.beside(piece, label.reading, &stops),
                ValueAt::Below => self.below(piece, label.reading, taken),
                ValueAt::Mark => continue,
            };
            self.value(piece, label, cells);
        }
        for label in &stacked {
            self.stacked_value(piece, label);
        }
    }

    fn is_label(&self, reading: &Reading<'_>) -> bool {
        reading.meanings.iter().any(|meaning| match meaning {
            Meaning::Column { table, .. } => self.schema.tables[*table].layout == Layout::Labels,
            _ => false,
        })
    }

    /// What a label may name: of the entries that its words mean, those whose group stands nearest beside or above it;
    /// those in no group where none does.
    fn label(&self, piece: &Piece, reading: &'a Reading<'a>) -> Option<Label<'a>> {
        let mut found: Vec<(u32, usize, usize, Option<&'a Reading<'a>>)> = Vec::new();
        for meaning in reading.meanings {
            let Meaning::Column { table, entry, .. } = *meaning else { continue };
            let form = &self.schema.tables[table];
            let known = &form.bands[0].columns[entry];
            if form.layout != Layout::Labels || known.group || known.value_at == ValueAt::Mark {
                continue;
            }
            match known.parent {
                None if self.may_stand_alone(piece, reading) => found.push((0, table, entry, None)),
                None => {}
                Some(parent) => found.extend(
                    self.group(piece, reading, table, parent)
                        .map(|(near, group)| (near + 1, table, entry, Some(group))),
                ),
            }
        }
        let nearest = found.iter().map(|(near, ..)| *near).max()?;
        found.retain(|(near, ..)| *near == nearest);
        let (_, table, first, group) = found[0];
        let columns = &self.schema.tables[table].bands[0].columns;
        let at = columns[first].value_at;
        // A label that means entries of two tables, or one beside and one below, is not told apart.
        let alike = |(_, other, entry, _): &(u32, usize, usize, _)| *other == table && columns[*entry].value_at == at;
        let entries =
            if found.iter().all(alike) { found.iter().map(|(_, _, entry, _)| *entry).collect() } else { Vec::new() };
        Some(Label { reading, table, entries, group, at })
    }

    /// Whether a label may be that of no group. Where its words stand in groups too, a cell left of it may be the label
    /// of a group that lost its words, so it must begin its row.
    fn may_stand_alone(&self, piece: &Piece, reading: &Reading<'_>) -> bool {
        let grouped = reading.meanings.iter().any(|meaning| match *meaning {
            Meaning::Column { table, entry, .. } => {
                let form = &self.schema.tables[table];
                form.layout == Layout::Labels && form.bands[0].columns[entry].parent.is_some()
            }
            _ => false,
        });
        let first = self.sheets[piece.sheet].row(reading.cell.area.row).first().map(|cell| cell.id);
        !grouped || first == Some(reading.id)
    }

    /// The label of a group beside a label, over all its rows, or directly above it, over all its columns; with how far
    /// to the right it ends.
    fn group(&self, piece: &Piece, label: &Reading<'a>, table: usize, parent: usize) -> Option<(u32, &'a Reading<'a>)> {
        let sheets = self.sheets;
        let sheet = &sheets[piece.sheet];
        let area = label.cell.area;
        let means = |reading: &&'a Reading<'a>| {
            let meaning = Axis::Columns.meaning(table, Candidate { band: 0, entry: parent });
            reading.meanings.contains(&meaning)
        };
        let beside = sheet.row(area.row).into_iter().filter(|reading| {
            let group = reading.cell.area;
            reading.end() <= area.column && group.row <= area.row && group.row_end() >= area.row_end()
        });
        let above =
            area.row.checked_sub(1).map(|row| sheet.row(row)).unwrap_or_default().into_iter().filter(|reading| {
                let group = reading.cell.area;
                group.row_end() == area.row && group.column <= area.column && group.column_end() >= area.column_end()
            });
        beside
            .chain(above)
            .filter(means)
            .map(|reading| (reading.end().min(area.column), reading))
            .max_by_key(|(end, _)| *end)
    }

    /// The nearest cells below labels whose values stand there.
    fn below_values(&self, piece: &Piece, labels: &[Label<'a>], taken: &[bool]) -> BTreeSet<CellId> {
        let below = labels.iter().filter(|label| label.at == ValueAt::Below);
        below
            .filter_map(|label| self.under(piece, label.reading, label.reading.cell.area.row_end(), taken))
            .map(|reading| reading.id)
            .collect()
    }

    /// The cell of exactly the label's columns that begins in `row`.
    fn under(&self, piece: &Piece, label: &Reading<'a>, row: u32, taken: &[bool]) -> Option<&'a Reading<'a>> {
        let inside = piece.rows.contains(&row) && !taken[(row - piece.rows.start) as usize];
        let own = if inside { self.own(piece.sheet, row) } else { Vec::new() };
        own.into_iter().find(|reading| {
            (reading.start(), reading.end()) == (label.start(), label.end()) && !self.is_printed(reading)
        })
    }

    fn below(&self, piece: &Piece, label: &Reading<'a>, taken: &[bool]) -> Cells<'a> {
        let first = label.cell.area.row_end();
        let Some(value) = self.under(piece, label, first, taken) else {
            let sheets = self.sheets;
            let covered = sheets[piece.sheet].table.slot(first, label.start());
            return match covered {
                Slot::Cell(id) if piece.rows.contains(&first) => {
                    let reading = &sheets[piece.sheet].readings[id.0 as usize];
                    if self.is_printed(reading) { Cells::None } else { Cells::Shared(reading) }
                }
                _ => Cells::None,
            };
        };
        // The same cell to the right of a label could be that label's value.
        let row = self.own(piece.sheet, first);
        let before = row.iter().rev().find(|reading| reading.end() == value.start());
        if before.is_some_and(|reading| self.label(piece, reading).is_some_and(|label| label.at == ValueAt::Right)) {
            return Cells::Several(vec![value]);
        }
        let mut cells = vec![value];
        let mut next = value.cell.area.row_end();
        while let Some(cell) = self.under(piece, label, next, taken) {
            if self.own(piece.sheet, next).iter().any(|reading| self.is_printed(reading)) {
                break;
            }
            next = cell.cell.area.row_end();
            cells.push(cell);
        }
        one_of(cells)
    }

    /// The cells from a label to the next one, in all the rows of the label.
    fn beside(&self, piece: &Piece, label: &Reading<'a>, stops: &BTreeSet<CellId>) -> Cells<'a> {
        let sheets = self.sheets;
        let sheet = &sheets[piece.sheet];
        let area = label.cell.area;
        let inside =
            |reading: &Reading<'_>| reading.cell.area.row >= area.row && reading.cell.area.row_end() <= area.row_end();
        let mut end = label.end();
        let mut cells: Vec<&'a Reading<'a>> = Vec::new();
        while let Slot::Cell(id) = sheet.table.slot(area.row, end) {
            let reading = &sheet.readings[id.0 as usize];
            if self.is_printed(reading) || stops.contains(&id) {
                break;
            }
            if !inside(reading) {
                if cells.is_empty() {
                    return Cells::Shared(reading);
                }
                break;
            }
            cells.push(reading);
            end = reading.end();
        }
        if cells.is_empty() {
            return Cells::None;
        }
        for row in area.row + 1..area.row_end() {
            for reading in self.own(piece.sheet, row) {
                if reading.start() < label.end() || reading.start() >= end {
                    continue;
                }
                if self.is_printed(reading) || !inside(reading) {
                    return Cells::Several(cells);
                }
                cells.push(reading);
            }
        }
        one_of(cells)
    }

    fn value(&mut self, piece: &Piece, label: &Label<'a>, cells: Cells<'a>) {
        let value = match cells {
            Cells::Value(value) => value,
            Cells::Several(cells) => {
                let tables = BTreeSet::from([label.table]);
                for reading in cells.iter().filter(|reading| !reading.blank) {
                    if self.is_open(piece.sheet, reading.id) {
                        self.resembling(piece, reading, &tables);
                    }
                }
                return self.ambiguous(piece, label.reading, &cells);
            }
            Cells::Shared(value) => return self.merged(piece, value),
            Cells::None => return,
        };
        let field = |entry: &usize| self.schema.field_at(label.table, 0, None, *entry);
        let fields: Fields = label.entries.iter().filter_map(field).collect();
        if fields.is_empty() {
            return self.ambiguous(piece, label.reading, &[value]);
        }
        let rows: Vec<u32> = label.group.iter().map(|group| self.keep(piece.sheet, group)).collect();
        let columns = [self.keep(piece.sheet, label.reading)];
        self.set(piece.sheet, value.id, if value.blank { Fate::Open } else { Fate::Fact });
        self.placements.push(Placement {
            table: label.table,
            fields,
            record: None,
            tentative: false,
            exact: !label.reading.cut,
            sheet: piece.sheet,
            cell: value.id,
            because: Some(Because { rows: shared(rows.into_iter()), columns: shared(columns.into_iter()) }),
            unit: super::value::unit_in_header(&label.reading.text).map(super::bind::PrintedUnit::Above),
        });
    }

    /// The stacked labels, such as 「出生」 over 「年月」. Neither part is a label itself.
    fn stacked(&self, piece: &Piece, taken: &[bool]) -> Vec<Stacked<'a>> {
        let sheets = self.sheets;
        let sheet = &sheets[piece.sheet];
        let mut found = Vec::new();
        for value in sheet.readings.iter().filter(|reading| reading.cell.area.row_span > 1 && reading.start() > 0) {
            let area = value.cell.area;
            let free = |row: u32| piece.rows.contains(&row) && !taken[(row - piece.rows.start) as usize];
            if !(area.row..area.row_end()).all(free) || self.is_printed(value) {
                continue;
            }
            let mut beside: BTreeMap<u32, &'a Reading<'a>> = BTreeMap::new();
            for row in area.row..area.row_end() {
                if let Slot::Cell(id) = sheet.table.slot(row, area.column - 1) {
                    let reading = &sheet.readings[id.0 as usize];
                    beside.insert(reading.cell.area.row, reading);
                }
            }
            let parts: Vec<&'a Reading<'a>> = beside.into_values().collect();
            let [upper, lower] = parts.as_slice() else { continue };
            let (over, under) = (upper.cell.area, lower.cell.area);
            let exact = (over.row, under.row_end()) == (area.row, area.row_end())
                && over.row_end() == under.row
                && (over.column, over.column_end()) == (under.column, under.column_end());
            if exact && !self.is_printed(upper) && !self.is_printed(lower) && !upper.blank && !lower.blank {
                found.extend(self.stacked_label(upper, lower, value));
            }
        }
        found
    }

    fn stacked_label(
        &self,
        upper: &'a Reading<'a>,
        lower: &'a Reading<'a>,
        value: &'a Reading<'a>,
    ) -> Option<Stacked<'a>> {
        let whole = format!("{}{}", upper.text, lower.text);
        let meant = self.schema.lexicon.meanings(None, &whole);
        let named = meant.meanings.iter().filter_map(|meaning| match *meaning {
            Meaning::Column { table, entry, .. } => Some((table, entry)),
            _ => None,
        });
        let own = |(table, entry): &(usize, usize)| {
            let form = &self.schema.tables[*table];
            let known = &form.bands[0].columns[*entry];
            form.layout == Layout::Labels && !known.group && known.parent.is_none() && known.value_at == ValueAt::Right
        };
        let named: Vec<(usize, usize)> = named.filter(own).collect();
        let [(table, entry)] = *named.as_slice() else { return None };
        Some(Stacked { upper, lower, value, table, entry, exact: !meant.cut })
    }

    fn stacked_value(&mut self, piece: &Piece, label: &Stacked<'a>) {
        let Stacked { upper, lower, value, table, entry, exact } = *label;
        let Some(field) = self.schema.field_at(table, 0, None, entry) else { return };
        if !self.is_open(piece.sheet, value.id) {
            return;
        }
        // What stands beside the value up to the next label may belong to it.
        let next = self.sheets[piece.sheet].table.slot(value.cell.area.row, value.end());
        let ends = match next {
            Slot::Hole => true,
            Slot::Cell(id) => {
                let reading = &self.sheets[piece.sheet].readings[id.0 as usize];
                reading.blank || self.is_printed(reading)
            }
        };
        if !ends {
            return self.ambiguous(piece, upper, &[value]);
        }
        let columns = [self.keep(piece.sheet, upper), self.keep(piece.sheet, lower)];
        self.set(piece.sheet, value.id, if value.blank { Fate::Open } else { Fate::Fact });
        self.placements.push(Placement {
            table,
            fields: Fields::from_elem(field, 1),
            record: None,
            tentative: false,
            exact,
            sheet: piece.sheet,
            cell: value.id,
            because: Some(Because { rows: [].into(), columns: shared(columns.into_iter()) }),
            unit: None,
        });
    }
}

/// The value among cells, the nearest first: none of the others may be filled.
fn one_of<'a>(cells: Vec<&'a Reading<'a>>) -> Cells<'a> {
    match cells.split_first() {
        None => Cells::None,
        Some((first, rest)) if rest.iter().all(|reading| reading.blank) => Cells::Value(first),
        Some(_) => Cells::Several(cells),
    }
}
