//! In which order the header of a band is read, and whether labels are that header.
//!
//! Cells become lines row by row. A header of two rows is read as 自然人, 法人或其他组织, 总计, and only then as what stands
//! under 法人或其他组织. What stands under a heading that names no field (行政诉讼) is a row lower than the schema's groups
//! tell. Only the last columns may stand so, after at least one other, and the heading must stand where they begin: a
//! heading over any columns would make 总计 before 法人或其他组织 look like the form's order.

use std::ops::Range;

use super::labels::Token;
use crate::schema::{Band, Meaning, Schema, Vintages};

/// A header that was met whole.
#[derive(Debug, Clone)]
pub(super) struct Fit {
    pub table: usize,
    pub band: usize,
    /// The vintages whose columns these are.
    pub vintages: Vintages,
    /// How many of the labels are the header.
    pub length: usize,
    /// The labels of the columns and groups of columns, in the order of the schema.
    pub columns: Vec<Column>,
    /// Which of the labels is the caption.
    pub caption: Option<usize>,
    /// Which of the labels name nothing.
    pub ornaments: Vec<usize>,
    /// The last columns, by position among `columns`, that stand one row lower under a heading that names nothing.
    pub lowered: Option<Range<usize>>,
}

/// A column or a group of columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    /// Which of the labels it is.
    pub token: usize,
    /// The row of the header in which it begins, from 0.
    pub level: usize,
    /// The figures that it covers, of those of a row.
    pub span: Range<usize>,
    pub group: bool,
}

impl Fit {
    /// How many figures stand in a row.
    pub(super) fn figures(&self) -> usize {
        self.columns.iter().map(|column| column.span.end).max().unwrap_or(0)
    }
}

/// The headers that labels begin with. Several may fit where bands have the same columns.
pub(super) fn fits(schema: &Schema, tokens: &[Token<'_>]) -> Vec<Fit> {
    let mut fits: Vec<Fit> = Vec::new();
    for (table, form) in schema.tables.iter().enumerate() {
        if form.layout != crate::schema::Layout::Grid {
            continue;
        }
        for (band, known) in form.bands.iter().enumerate() {
            for vintage in 0..schema.vintages.len().max(1) {
                if !schema.vintages.is_empty() && !known.vintages.contains(vintage) {
                    continue;
                }
                let Some(found) = fit(table, band, known, vintage, tokens) else { continue };
                match fits.iter_mut().find(|fit| (fit.table, fit.band, fit.length) == (table, band, found.length)) {
                    Some(same) => same.vintages.0 |= found.vintages.0,
                    None => fits.push(found),
                }
            }
        }
    }
    fits
}

fn fit(table: usize, band: usize, known: &Band, vintage: usize, tokens: &[Token<'_>]) -> Option<Fit> {
    let entries: Vec<usize> =
        (0..known.columns.len()).filter(|entry| known.columns[*entry].vintages.contains(vintage)).collect();
    let mut caption = None;
    let mut ornaments = Vec::new();
    let mut named = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let has = |wanted: Meaning| token.meanings.contains(&wanted);
        let is_column = token
            .meanings
            .iter()
            .any(|meaning| matches!(meaning, Meaning::Column { table: t, band: b, .. } if (*t, *b) == (table, band)));
        if named.len() == entries.len() {
            break;
        } else if index == 0 && has(Meaning::Caption { table, band }) {
            caption = Some(index);
        } else if is_column {
            named.push(index);
        } else if has(Meaning::Ornament { table }) {
            ornaments.push(index);
        } else {
            return None;
        }
    }
    if named.is_empty() || named.len() < entries.len() {
        return None;
    }
    let tops: Vec<usize> = (0..entries.len()).filter(|at| known.columns[entries[*at]].parent.is_none()).collect();
    let (lowered, order) = orders(known, &entries, &tops, !ornaments.is_empty()).find(|(lowered, order)| {
        let above = order.iter().filter(|(_, level)| *level == 0).count();
        let before = |index: &usize| named.iter().filter(|column| *column < index).count();
        let headed = match lowered {
            None => ornaments.iter().all(|index| before(index) == 0),
            Some(_) => {
                ornaments.iter().all(|index| [0, above].contains(&before(index)))
                    && ornaments.iter().any(|index| before(index) == above)
            }
        };
        headed
            && order.iter().zip(&named).all(|((at, _), index)| {
                tokens[*index].meanings.contains(&Meaning::Column { table, band, entry: entries[*at] })
            })
    })?;
    let mut columns: Vec<Column> = Vec::with_capacity(entries.len());
    let mut figures = 0;
    for (at, entry) in entries.iter().enumerate() {
        let place = order.iter().position(|(other, _)| *other == at)?;
        let group = known.columns[*entry].group;
        let inside = |other: &&usize| is_within(known, **other, *entry) && !known.columns[**other].group;
        let count = if group { entries.iter().filter(inside).count() } else { 1 };
        columns.push(Column { token: named[place], level: order[place].1, span: figures..figures + count, group });
        figures += usize::from(!group);
    }
    if columns.iter().any(|column| column.span.is_empty()) {
        return None;
    }
    let length = named.last()? + 1;
    let vintages = Vintages(1 << vintage);
    Some(Fit { table, band, vintages, length, columns, caption, ornaments, lowered })
}

fn is_within(known: &Band, entry: usize, group: usize) -> bool {
    std::iter::successors(Some(entry), |index| known.columns[*index].parent).any(|index| index == group)
}

/// A column by its position among the entries, and the row of the header in which it stands.
type Order = Vec<(usize, usize)>;

/// The orders in which a header may be read: as the schema's groups are nested, then with neighbours one row lower.
fn orders<'s>(
    known: &'s Band,
    entries: &'s [usize],
    tops: &'s [usize],
    headed: bool,
) -> impl Iterator<Item = (Option<Range<usize>>, Order)> + 's {
    let lowered = tops.iter().skip(1).filter(move |_| headed).map(move |start| *start..entries.len());
    std::iter::once(None).chain(lowered.map(Some)).map(move |lowered| {
        let level = |at: usize| {
            let depth = std::iter::successors(known.columns[entries[at]].parent, |index| known.columns[*index].parent);
            depth.count() + usize::from(lowered.as_ref().is_some_and(|lowered| lowered.contains(&at)))
        };
        let mut order: Order = (0..entries.len()).map(|at| (at, level(at))).collect();
        order.sort_by_key(|(_, level)| *level);
        (lowered, order)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(labels: &[&'static str]) -> Vec<Token<'static>> {
        let lexicon = &Schema::builtin().lexicon;
        let token = |label: &&'static str| {
            let meanings = lexicon.meanings(None, label).meanings;
            assert!(!meanings.is_empty(), "{label}");
            Token { pieces: Vec::new(), meanings, whole: true }
        };
        labels.iter().map(token).collect()
    }

    const APPLICATIONS: [&str; 9] = [
        "申请人情况",
        "自然人",
        "法人或其他组织",
        "总计",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
    ];

    #[test]
    fn a_header_of_two_rows_is_known_with_its_columns_from_left_to_right() {
        let fits = fits(Schema::builtin(), &tokens(&APPLICATIONS));
        let [fit] = fits.as_slice() else { panic!("{fits:?}") };
        assert_eq!((fit.length, fit.figures(), fit.vintages.0), (9, 7, 0b1100));
        let spans: Vec<_> = fit.columns.iter().map(|column| (column.token, column.span.clone())).collect();
        assert_eq!(spans, [(1, 0..1), (2, 1..6), (4, 1..2), (5, 2..3), (6, 3..4), (7, 4..5), (8, 5..6), (3, 6..7)]);
    }

    /// How many headers these labels are, each from the first to the last.
    fn whole(labels: &[&'static str]) -> usize {
        fits(Schema::builtin(), &tokens(labels)).iter().filter(|fit| fit.length == labels.len()).count()
    }

    #[test]
    fn a_header_in_another_order_or_with_a_gap_is_none() {
        for (one, other) in [(1, 3), (4, 5), (2, 3), (7, 8)] {
            let mut labels = APPLICATIONS;
            labels.swap(one, other);
            assert_eq!(whole(&labels), 0, "{labels:?}");
        }
        for (at, label) in APPLICATIONS.into_iter().enumerate().skip(1) {
            let mut labels = APPLICATIONS.to_vec();
            labels.remove(at);
            assert_eq!(whole(&labels), 0, "{labels:?}");
            labels.truncate(at);
            labels.extend([label, label]);
            labels.extend(&APPLICATIONS[at + 1..]);
            assert_eq!(whole(&labels), 0, "{labels:?}");
        }
    }

    const OUTCOMES: [&str; 5] = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];

    #[test]
    fn what_stands_under_a_heading_that_names_nothing_is_a_row_lower() {
        let groups = ["未经复议直接起诉", "复议后起诉"];
        let printed = [&["行政复议", "行政诉讼"][..], &OUTCOMES, &groups, &OUTCOMES, &OUTCOMES].concat();
        let found = fits(Schema::builtin(), &tokens(&printed));
        assert_eq!((found.len(), found[0].figures(), found[0].lowered.clone()), (1, 15, Some(6..18)));
        let swapped =
            [&["行政复议", "行政诉讼"][..], &OUTCOMES, &["复议后起诉", "未经复议直接起诉"], &OUTCOMES, &OUTCOMES];
        assert_eq!(whole(&swapped.concat()), 0);
        let column_by_column = OUTCOMES.iter().flat_map(|outcome| [*outcome; 3]);
        let transposed = ["行政复议", "行政诉讼", groups[0], groups[1]].into_iter().chain(column_by_column);
        assert_eq!(whole(&transposed.collect::<Vec<_>>()), 0);
    }

    #[test]
    fn bands_with_the_same_columns_all_fit_unless_the_caption_tells() {
        let columns = ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"];
        assert_eq!(whole(&columns), 2);
        let captioned = [&["第二十条第（六）项"], &columns[..]].concat();
        let found = fits(Schema::builtin(), &tokens(&captioned));
        assert_eq!((found.len(), found[0].band), (1, 2));
        // Two columns of 2019: a whole header of the fees, and no more than a part of the others.
        assert_eq!(whole(&columns[..3]), 1);
    }
}
