//! Which value of a row stands under which header. Knows spans only, no words.
//!
//! Where every value lies under one header and every header over one value, place decides. Header and value cells do
//! not always share grid columns (the official table of 2019 has headers on 2 | 3–4 | 5 and values on 2–3 | 4 | 5):
//! there order decides, if there are as many values as headers. Everything else is a mismatch and gives nothing.

/// A header position: the grid columns that it covers, and whether it says anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    pub start: u32,
    pub end: u32,
    pub named: bool,
}

/// A value cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Value {
    pub start: u32,
    pub end: u32,
    pub blank: bool,
}

/// Where one value belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pair {
    /// Under the header of this index.
    Head(usize),
    /// Under several headers: one value merged over the places of several.
    Merged,
    /// A blank cell beside the one that counts.
    Spare,
}

/// What the headers of a band account for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Completeness {
    /// Columns are missing, or there are others.
    Lacking,
    /// There are as many positions as columns, but some have lost their words.
    Counted,
    /// Every column is named, each once: a header without words is the remainder of an unmerged cell.
    Named,
}

/// How the values of a row pair with the headers.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pairing {
    /// One for each value.
    pub pairs: Vec<Pair>,
    /// Whether place left a doubt and order decided.
    pub by_order: bool,
}

/// Pairs the values of one row with the headers above them; `None` where they cannot be paired.
///
/// `aligned` says that both stand on one grid. Order decides only where the headers account for every column: where
/// one is lost, a value cell lost or merged elsewhere could make the counts agree by accident.
pub(super) fn pair(values: &[Value], heads: &[Head], headers: Completeness, aligned: bool) -> Option<Pairing> {
    let complete = headers == Completeness::Named;
    if aligned && let Some(pairs) = by_place(values, heads, headers) {
        return Some(Pairing { pairs, by_order: false });
    }
    // A row that ends before its header does has lost a cell, and nobody knows which.
    if aligned && values.last().map(|value| value.end) != heads.last().map(|head| head.end) {
        return None;
    }
    let pairs = match headers {
        Completeness::Lacking => None,
        Completeness::Counted | Completeness::Named => by_order(values, heads, complete),
    };
    pairs.map(|pairs| Pairing { pairs, by_order: true })
}

fn by_place(values: &[Value], heads: &[Head], headers: Completeness) -> Option<Vec<Pair>> {
    let complete = headers == Completeness::Named;
    // Nearly always each value stands under a header of exactly its columns.
    let same = |(value, head): (&Value, &Head)| (value.start, value.end) == (head.start, head.end) && head.named;
    let apart = heads.windows(2).all(|pair| pair[0].end <= pair[1].start);
    if values.len() == heads.len() && apart && values.iter().zip(heads).all(same) {
        return Some((0..heads.len()).map(Pair::Head).collect());
    }
    let mut pairs = Vec::with_capacity(values.len());
    for value in values {
        pairs.push(place(value, values.len(), heads, headers)?);
    }
    for (index, head) in heads.iter().enumerate() {
        let under: Vec<usize> = (0..pairs.len()).filter(|value| pairs[*value] == Pair::Head(index)).collect();
        let filled: Vec<usize> = under.iter().copied().filter(|value| !values[*value].blank).collect();
        match (under.len(), filled.len()) {
            (1, _) => {}
            (0, _) => {
                let merged =
                    values.iter().zip(&pairs).any(|(value, pair)| *pair == Pair::Merged && overlap(value, head));
                let taken = !head.named && values.iter().any(|value| overlap(value, head));
                if head.named && !merged || !head.named && !taken && !complete {
                    return None;
                }
            }
            (_, 0 | 1) if complete => {
                let kept = filled.first().or(under.first());
                under.iter().filter(|value| Some(*value) != kept).for_each(|value| pairs[*value] = Pair::Spare);
            }
            _ => return None,
        }
    }
    Some(pairs)
}

/// Where place puts one value, if it leaves no doubt.
fn place(value: &Value, count: usize, heads: &[Head], headers: Completeness) -> Option<Pair> {
    let complete = headers == Completeness::Named;
    let same = |head: usize| (heads[head].start, heads[head].end) == (value.start, value.end);
    let over: Vec<usize> = (0..heads.len()).filter(|head| overlap(value, &heads[*head])).collect();
    let named: Vec<usize> = over.iter().copied().filter(|head| heads[*head].named).collect();
    match over.as_slice() {
        [] => None,
        [head] if !heads[*head].named && complete => value.blank.then_some(Pair::Spare),
        // Where columns of the header are lost, a value beside its header may be another column's.
        [head] => (headers > Completeness::Lacking || same(*head)).then_some(Pair::Head(*head)),
        [first, .., last] => {
            let exact = heads[*first].start == value.start && heads[*last].end == value.end;
            match named.as_slice() {
                [head] if exact && complete => Some(Pair::Head(*head)),
                _ if exact && count != heads.len() => Some(Pair::Merged),
                _ => None,
            }
        }
    }
}

fn by_order(values: &[Value], heads: &[Head], complete: bool) -> Option<Vec<Pair>> {
    let named: Vec<usize> = (0..heads.len()).filter(|head| heads[*head].named || !complete).collect();
    // Beside a column without a name, a value merged over two columns would make the counts agree by accident.
    if named.len() < heads.len() && values.iter().any(|value| is_merged(value, heads)) {
        return None;
    }
    if values.len() == named.len() {
        return Some(named.into_iter().map(Pair::Head).collect());
    }
    if !complete {
        return None;
    }
    if values.iter().filter(|value| !value.blank).count() != named.len() {
        return None;
    }
    let mut next = named.into_iter();
    let pairs = values.iter().map(|value| match value.blank {
        true => Some(Pair::Spare),
        false => next.next().map(Pair::Head),
    });
    pairs.collect()
}

/// Whether a value covers exactly the columns of several named headers.
fn is_merged(value: &Value, heads: &[Head]) -> bool {
    let under = heads.iter().filter(|head| head.named && overlap(value, head));
    let exact = |edge: fn(&Head) -> u32, at: u32| heads.iter().any(|head| edge(head) == at);
    under.count() > 1 && exact(|head| head.start, value.start) && exact(|head| head.end, value.end)
}

fn overlap(value: &Value, head: &Head) -> bool {
    value.start < head.end && head.start < value.end
}

#[cfg(test)]
mod tests {
    use super::Completeness::{Counted, Lacking, Named};
    use super::Pair::{Head as H, Merged, Spare};
    use super::*;

    fn heads(text: &str) -> Vec<Head> {
        spans(text).into_iter().map(|(start, end, named)| Head { start, end, named }).collect()
    }

    fn values(text: &str) -> Vec<Value> {
        spans(text).into_iter().map(|(start, end, filled)| Value { start, end, blank: !filled }).collect()
    }

    /// `1 2-3 4?`: spans with their last column; a question mark says blank.
    fn spans(text: &str) -> Vec<(u32, u32, bool)> {
        let span = |word: &str| {
            let bare = word.trim_end_matches('?');
            let (start, last) = bare.split_once('-').unwrap_or((bare, bare));
            (start.parse().unwrap(), last.parse::<u32>().unwrap() + 1, bare == word)
        };
        text.split_whitespace().map(span).collect()
    }

    fn paired(heads_text: &str, values_text: &str, headers: Completeness) -> Option<(Vec<Pair>, bool)> {
        pair(&values(values_text), &heads(heads_text), headers, true).map(|pairing| (pairing.pairs, pairing.by_order))
    }

    #[test]
    fn place_decides_where_it_can() {
        assert_eq!(paired("1 2 3", "1 2? 3", Lacking), Some((vec![H(0), H(1), H(2)], false)));
        assert_eq!(paired("1 2-3 4", "1 2-3 4", Lacking), Some((vec![H(0), H(1), H(2)], false)));
    }

    #[test]
    fn order_decides_where_the_official_table_of_2019_shifts_its_cells() {
        assert_eq!(paired("1 2-3 4", "1-2 3 4", Named), Some((vec![H(0), H(1), H(2)], true)));
    }

    #[test]
    fn a_lost_label_keeps_its_position() {
        assert_eq!(paired("1 2? 3", "1 2 3", Lacking), Some((vec![H(0), H(1), H(2)], false)));
        assert_eq!(paired("1 2-3? 4", "1-2 3 4", Counted), Some((vec![H(0), H(1), H(2)], true)));
    }

    #[test]
    fn an_unmerged_value_is_found_among_its_blank_neighbours() {
        assert_eq!(paired("1-3", "1? 2 3?", Named), Some((vec![Spare, H(0), Spare], false)));
        assert_eq!(paired("1 2? 3?", "1? 2 3?", Named), Some((vec![Spare, H(0), Spare], true)));
    }

    #[test]
    fn a_row_that_lost_its_last_cell_is_not_paired_with_a_header_that_lost_a_label() {
        assert_eq!(paired("1-2 3", "1 2", Lacking), None);
        assert_eq!(paired("1 2-3 4", "1 2? 3", Named), None);
    }

    #[test]
    fn two_figures_under_one_header_are_a_mismatch() {
        assert_eq!(paired("1-2", "1 2", Named), None);
    }

    #[test]
    fn one_value_over_seven_columns_belongs_to_none() {
        assert_eq!(paired("3 4 5 6 7 8 9", "3-9", Named), Some((vec![Merged], false)));
        assert_eq!(paired("3 4 5 6 7 8 9", "3-8 9", Named), Some((vec![Merged, H(6)], false)));
    }

    #[test]
    fn more_values_than_headers_are_a_mismatch() {
        assert_eq!(paired("1 2", "1 2 3", Named), None);
        assert_eq!(paired("1 2 3", "1 2", Named), None);
    }
}
