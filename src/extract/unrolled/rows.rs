//! Which row of the form the labels before figures name.
//!
//! The last label is the row's own, those before it are groups around it. Rows stand in the order of the form: a label
//! that comes too late in it belongs to something else, and a label that stands in several groups is known only where its
//! group is.

use super::labels::Token;
use crate::schema::{Entry, Layout, Meaning, Schema, Vintages};

/// The table that is going on.
#[derive(Debug, Clone)]
pub(super) struct Going {
    pub table: usize,
    pub band: usize,
    pub vintages: Vintages,
    /// How many figures stand in a row.
    pub figures: usize,
    /// The row that was met last.
    pub last: Option<usize>,
    /// Every row that was put into the table.
    pub met: Vec<usize>,
    /// How many figures with unknown words before them came after it.
    pub unknown: usize,
    /// Whether it was put into the table, and nothing has borne it out yet.
    pub open: bool,
    /// The group that its label is too.
    pub doubtful: Option<usize>,
}

/// A row of the form, and which of the labels are groups around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    pub entry: usize,
    /// Label and group, outermost first; the row's own label is the one after them.
    pub groups: Vec<(usize, usize)>,
    /// The group that the row's own label is too, in another vintage: then the figures may be those of its first row,
    /// whose label was lost.
    pub group: Option<usize>,
}

/// Why labels are not the next row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// They are not a row of this table with its groups.
    Foreign,
    /// They are one that stands further up, or that was met already.
    Backwards(Option<usize>),
    /// They may be one of several.
    Ambiguous,
}

impl Going {
    /// The row that these labels name. A band without rows has one, which has no label.
    pub(super) fn row(&self, schema: &Schema, tokens: &[Token<'_>]) -> Result<Known, Doubt> {
        let rows = &schema.tables[self.table].bands[self.band].rows;
        if rows.is_empty() {
            let first = tokens.is_empty() && self.last.is_none();
            return if first { Ok(Known { entry: 0, groups: Vec::new(), group: None }) } else { Err(Doubt::Foreign) };
        }
        let Some((own, around)) = tokens.split_last().filter(|_| tokens.iter().all(|token| token.whole)) else {
            return Err(Doubt::Foreign);
        };
        let meant = |token: &Token<'_>, group: bool| -> Vec<usize> {
            let entries = token.meanings.iter().filter_map(|meaning| match meaning {
                Meaning::Row { table, band, entry } if (*table, *band) == (self.table, self.band) => Some(*entry),
                _ => None,
            });
            let fits = |entry: &usize| rows[*entry].group == group && rows[*entry].vintages.and(self.vintages).0 != 0;
            entries.filter(fits).collect()
        };
        let is_within = |entry: usize, group: usize| {
            std::iter::successors(rows[entry].parent, |index| rows[*index].parent).any(|index| index == group)
        };
        // A group each, every one in the one before it, the row in all of them.
        let groups_around = |entry: usize| -> Option<Vec<(usize, usize)>> {
            let mut groups: Vec<(usize, usize)> = Vec::new();
            for (index, token) in around.iter().enumerate() {
                let group = meant(token, true).into_iter().find(|group| {
                    is_within(entry, *group) && groups.last().is_none_or(|(_, outer)| is_within(*group, *outer))
                })?;
                groups.push((index, group));
            }
            Some(groups)
        };
        let group = meant(own, true).first().copied();
        let fitting: Vec<Known> = meant(own, false)
            .into_iter()
            .filter_map(|entry| groups_around(entry).map(|groups| Known { entry, groups, group }))
            .collect();
        let next: Vec<&Known> =
            fitting.iter().filter(|known| self.last.is_none_or(|last| known.entry > last)).collect();
        let at_home = |known: &&&Known| {
            let parent = rows[known.entry].parent;
            parent.is_none_or(|parent| {
                known.groups.iter().any(|(_, group)| *group == parent)
                    || self.last.is_some_and(|last| is_within(last, parent))
            })
        };
        let home: Vec<&&Known> = next.iter().filter(at_home).collect();
        match (fitting.as_slice(), next.as_slice(), home.as_slice()) {
            ([], ..) => Err(Doubt::Foreign),
            ([known], [], _) => Err(Doubt::Backwards(Some(known.entry))),
            (_, [], _) => Err(Doubt::Backwards(None)),
            // Of several that have the label, that one whose group is here; of one, it alone.
            ([_], [known], _) => Ok((*known).clone()),
            (_, _, [known]) => Ok((**known).clone()),
            _ => Err(Doubt::Ambiguous),
        }
    }

    /// The rows that labels name one after the other, of which all but the last have no figures.
    pub(super) fn rows(&self, schema: &Schema, tokens: &[Token<'_>]) -> Vec<usize> {
        let mut going = self.clone();
        let mut found = Vec::new();
        let mut start = 0;
        for end in 1..=tokens.len() {
            if let Ok(known) = going.row(schema, &tokens[start..end]) {
                going.last = Some(known.entry);
                found.push(known.entry);
                start = end;
            }
        }
        if start == tokens.len() { found } else { Vec::new() }
    }

    /// Takes note of a row that was put into the table.
    pub(super) fn meet(&mut self, known: &Known) {
        self.last = Some(known.entry);
        self.met.push(known.entry);
        self.unknown = 0;
        self.open = true;
        self.doubtful = known.group;
    }

    /// Takes note of figures that were put into no table, and of the rows that stand before them, as far as they are known.
    pub(super) fn pass(&mut self, rows: &[usize]) {
        match rows.last() {
            Some(last) => {
                self.last = Some(*last);
                self.unknown = 0;
            }
            None => self.unknown += 1,
        }
        self.open &= rows.is_empty();
    }

    /// The row that was put into the table last, where what follows does not bear it out.
    ///
    /// Where lines are lost, the beginning of one row and the end of another can make a row together. Then the rows between
    /// are missing, and there are not as many figures with unknown words before them.
    pub(super) fn refuted(&self, schema: &Schema, next: Next) -> Option<usize> {
        let last = self.last.filter(|_| self.open)?;
        let rows = &schema.tables[self.table].bands[self.band].rows;
        let end = match next {
            Next::Row(next) => next,
            Next::Band(..) | Next::Text | Next::Nothing => rows.len(),
        };
        let between = rows.get(last + 1..end).unwrap_or_default();
        let borne_out = |vintage: usize| {
            let of = |row: &&Entry| !row.group && row.vintages.contains(vintage);
            let all = between.iter().filter(of).count();
            let wanted = between.iter().filter(of).filter(|row| !row.optional).count();
            (wanted..=all).contains(&self.unknown) && self.is_next(schema, vintage, next)
        };
        let mut vintages = (0..schema.vintages.len().max(1)).filter(|vintage| self.vintages.contains(*vintage));
        // A label that is a row in one vintage and a group in another.
        let is_group = self.doubtful.is_some_and(|group| {
            self.unknown > 0 || matches!(next, Next::Row(next) if is_in(schema, self, next, group))
        });
        (!vintages.any(borne_out) || is_group).then_some(last)
    }

    /// Whether no band of a vintage is missing after this one; what stands after a heading need not be there.
    fn is_next(&self, schema: &Schema, vintage: usize, next: Next) -> bool {
        let bands = schema.tables.iter().enumerate().filter(|(_, table)| table.layout == Layout::Grid);
        let bands = bands.flat_map(|(table, form)| form.bands.iter().enumerate().map(move |band| (table, band)));
        let bands = bands.filter(|(_, (_, known))| known.vintages.contains(vintage));
        let mut after = bands.map(|(table, (band, _))| (table, band)).filter(|at| *at > (self.table, self.band));
        match next {
            Next::Row(_) => true,
            Next::Text => after.next().is_none_or(|(table, _)| table != self.table),
            Next::Band(table, band) => (table, band) <= (self.table, self.band) || after.next() == Some((table, band)),
            Next::Nothing => after.next().is_none(),
        }
    }
}

/// What follows a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// This row of the same band.
    Row(usize),
    /// This band of this table.
    Band(usize, usize),
    /// A heading, or running text.
    Text,
    /// The end of the document.
    Nothing,
}

/// Whether a label is a row of some table that stands on a grid.
pub(super) fn is_row(token: &Token<'_>) -> bool {
    token.meanings.iter().any(|meaning| matches!(meaning, Meaning::Row { .. }))
}

/// How many columns of labels a band needs: one for each group in a group, and one for the rows.
pub(super) fn depth(schema: &Schema, table: usize, band: usize) -> usize {
    let rows = &schema.tables[table].bands[band].rows;
    let depth = |entry: usize| std::iter::successors(Some(entry), |index| rows[*index].parent).count();
    (0..rows.len()).map(depth).max().unwrap_or(0)
}

/// Whether one row or group of a band lies in a group of it.
pub(super) fn is_in(schema: &Schema, going: &Going, entry: usize, group: usize) -> bool {
    let rows = &schema.tables[going.table].bands[going.band].rows;
    std::iter::successors(rows[entry].parent, |index| rows[*index].parent).any(|index| index == group)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn going(last: Option<&str>) -> Going {
        let rows = &Schema::builtin().tables[1].bands[0].rows;
        let last = last.map(|id| rows.iter().position(|row| row.id == id).unwrap());
        Going {
            table: 1,
            band: 0,
            vintages: Vintages(0b1100),
            figures: 7,
            last,
            met: last.into_iter().collect(),
            unknown: 0,
            open: false,
            doubtful: None,
        }
    }

    fn row(last: Option<&str>, labels: &[&str]) -> Result<String, Doubt> {
        let schema = Schema::builtin();
        let token = |label: &&str| Token {
            pieces: Vec::new(),
            meanings: schema.lexicon.meanings(None, label).meanings,
            whole: true,
        };
        let tokens: Vec<Token<'_>> = labels.iter().map(token).collect();
        going(last).row(schema, &tokens).map(|known| schema.tables[1].bands[0].rows[known.entry].id.clone())
    }

    #[test]
    fn rows_are_known_by_label_group_and_order() {
        assert_eq!(row(None, &["一、本年新收政府信息公开申请数量"]), Ok("new_received".to_owned()));
        assert_eq!(row(Some("carried_in"), &["三、本年度办理结果", "（一）予以公开"]), Ok("result.granted".to_owned()));
        assert_eq!(
            row(Some("result.partially_granted"), &["（三）不予公开", "1.属于国家秘密"]),
            Ok("result.denied.state_secret".to_owned())
        );
        // A group that stood above need not be said again, and rows may be missing.
        assert_eq!(row(Some("new_received"), &["8.属于行政查询事项"]), Ok("result.denied.admin_inquiry".to_owned()));
        assert_eq!(row(Some("result.refused.reconfirm"), &["（六）其他处理"]), Ok("result.other_handling".to_owned()));
        assert_eq!(row(Some("result.other.unpaid_fee"), &["3.其他"]), Ok("result.other.misc".to_owned()));
    }

    #[test]
    fn what_is_not_the_next_row_is_none() {
        assert_eq!(row(None, &[]), Err(Doubt::Foreign));
        assert_eq!(row(None, &["（三）不予公开"]), Err(Doubt::Foreign));
        assert_eq!(row(None, &["自然人"]), Err(Doubt::Foreign));
        // A row that lost its figures stands before the next one.
        assert_eq!(row(None, &["（一）予以公开", "（二）部分公开"]), Err(Doubt::Foreign));
        // A row under another group than its own.
        assert_eq!(row(None, &["（四）无法提供", "1.属于国家秘密"]), Err(Doubt::Foreign));
        assert!(matches!(row(Some("result.total"), &["（一）予以公开"]), Err(Doubt::Backwards(Some(_)))));
        assert!(matches!(row(Some("result.granted"), &["（一）予以公开"]), Err(Doubt::Backwards(Some(_)))));
    }
}
