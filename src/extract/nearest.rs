//! What someone may have meant: the nearest label, for advice only. Nothing is ever bound by likeness.

use crate::schema::{Schema, key};

/// The label of a schema table that differs from `text` in the fewest characters, if it is at most a third of them.
pub(super) fn label<'a>(schema: &'a Schema, table: usize, text: &str) -> Option<&'a str> {
    let wanted = key(text);
    if wanted.chars().count() > 64 {
        return None;
    }
    let known = schema.lexicon.keys(|meaning| meaning.table() == table);
    known.filter_map(|label| Some((alike(&wanted, label)?, label))).min().map(|(_, label)| label)
}

/// How far a text is from a label, if at most a third of the longer one must be changed.
pub(super) fn alike(words: &str, label: &str) -> Option<usize> {
    let (one, other) = (words.chars().count(), label.chars().count());
    let longest = one.max(other);
    if one.abs_diff(other) * 3 > longest {
        return None;
    }
    let distance = distance(words, label);
    (distance * 3 <= longest).then_some(distance)
}

/// Whether two texts speak of different numbers: 第（五）项 is not a spelling of 第（六）项.
fn differ_in_number(one: &str, other: &str) -> bool {
    let (one, other) = (numerals(one), numerals(other));
    !one.is_empty() && !other.is_empty() && one != other
}

/// The numerals of a text in their order.
pub(super) fn numerals(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_digit() || "〇零一二三四五六七八九十百".contains(*c)).collect()
}

/// The nearest of an entry's labels.
pub(super) fn nearest(words: &str, keys: &[String]) -> Option<usize> {
    let labels = keys.iter().filter(|label| !differ_in_number(words, label));
    labels.filter_map(|label| alike(words, label)).min()
}

/// How many characters must be changed, added or dropped to make one of the other (Levenshtein).
pub(crate) fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, a) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (column, b) in other.iter().enumerate() {
            let changed = diagonal + usize::from(a != *b);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_miss_is_named_and_a_stranger_is_not() {
        let schema = Schema::builtin();
        let applications = schema.tables.iter().position(|table| table.id == "applications").unwrap();
        assert_eq!(label(schema, applications, "属于国家密秘"), Some("属于国家秘密"));
        assert_eq!(label(schema, applications, "东阳市农业农村局"), None);
    }
}
