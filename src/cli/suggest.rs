//! What the user may have meant: the nearest of the words that there are.

use crate::extract::distance;
use crate::model::{Message, say};

/// At most three of `words` near `typed`: those that hold it, or hold the parts of a path in their order, first,
/// then by the number of edits.
pub(super) fn nearest<'a>(typed: &str, words: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let limit = (typed.chars().count() / 3).max(2);
    let mut near: Vec<(bool, usize, &str)> = words
        .map(|word| (!holds(word, typed), distance(typed, word), word))
        .filter(|(apart, edits, _)| !apart || *edits <= limit)
        .collect();
    near.sort_unstable();
    near.into_iter().map(|(_, _, word)| word).take(3).collect()
}

/// Whether `word` holds `typed`, or each part of it between dots in the same order.
fn holds(word: &str, typed: &str) -> bool {
    let mut parts = word.split('.');
    typed.len() > 2 && (word.contains(typed) || typed.split('.').all(|wanted| parts.any(|part| part == wanted)))
}

/// ` (did you mean a, b?)`, or nothing.
pub(super) fn did_you_mean(near: &[&str]) -> Message {
    match near {
        [] => Message::same(""),
        near => say!(" (did you mean {words}?)", "（您是否要找 {words}？）", words = near.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let words = ["check-broken", "check-doubtful", "check-unknown", "span-clamped"];
        assert_eq!(nearest("chek-broken", words.into_iter()), ["check-broken"]);
        assert_eq!(nearest("check", words.into_iter()), ["check-broken", "check-unknown", "check-doubtful"]);
        let fields = ["goods.central.items", "goods.total", "other.central.items"];
        assert_eq!(nearest("goods.items", fields.into_iter()), ["goods.central.items"]);
        assert!(nearest("nothing-like-it-at-all", words.into_iter()).is_empty());
        assert_eq!(did_you_mean(&["a", "b"]).english, " (did you mean a, b?)");
    }

    #[test]
    fn distance_is_the_number_of_edits() {
        for (a, b, edits) in [("", "", 0), ("", "ab", 2), ("ab", "", 2), ("kitten", "sitting", 3), ("规章", "规范", 1)]
        {
            assert_eq!(distance(a, b), edits, "{a} {b}");
        }
    }
}
