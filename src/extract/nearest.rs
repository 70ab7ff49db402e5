//! What someone may have meant: the nearest label, for advice only. Nothing is ever bound by likeness.

use crate::schema::{Schema, key};

/// The label of a schema table that differs from `text` in the fewest characters, if it is at most a third of them.
pub(super) fn label<'a>(schema: &'a Schema, table: usize, text: &str) -> Option<&'a str> {
    let wanted: Vec<char> = key(text).chars().collect();
    if wanted.len() > 64 {
        return None;
    }
    let known = schema.lexicon.keys(|meaning| meaning.table() == table);
    let near = known.map(|label| (distance(&wanted, &label.chars().collect::<Vec<_>>()), label));
    near.filter(|(distance, label)| distance * 3 <= label.chars().count().max(wanted.len()))
        .min()
        .map(|(_, label)| label)
}

/// How many characters must be changed, added or dropped to make one of the other (Levenshtein).
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, a) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (column, b) in other.iter().enumerate() {
            let changed = diagonal + usize::from(a != b);
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
