//! Automatic numbers: the levels of lists, and the counters that run through a text (ECMA-376 Part 1 §17.9).
//!
//! Word counts per definition: instances of one definition go on counting where another stopped, unless an instance
//! overrides the start.

use std::collections::{HashMap, HashSet};

use super::number_format;
use super::symbols::{self, Font};
use crate::model::Text;

/// How many levels a list has.
pub(crate) const LEVELS: usize = 9;

/// How many characters a label may have. Every paragraph of a list has one, so a long one would make much of little.
pub(crate) const LONGEST_LABEL: usize = 128;

/// One level of a list.
#[derive(Debug, Clone)]
pub(crate) struct Level {
    /// What it begins to count with.
    pub(crate) start: u32,
    /// The name of its number format.
    pub(crate) format: Text,
    /// Its label, with `%1` … `%9` where the numbers of levels stand.
    pub(crate) text: Text,
    /// Whether `text` is only the beginning of what the file has.
    pub(crate) cut: bool,
    /// Whether all numbers of its label are written in figures.
    pub(crate) legal: bool,
    /// The level, from 1, which makes it begin again; 0 for none, `None` for every level above it.
    pub(crate) restart: Option<u8>,
    /// The font of signs that its label is set in.
    pub(crate) font: Option<Font>,
    /// Whether its label is a picture.
    pub(crate) picture: bool,
}

impl Default for Level {
    fn default() -> Self {
        Level {
            start: 0,
            format: Text::const_new("decimal"),
            text: Text::default(),
            cut: false,
            legal: false,
            restart: None,
            font: None,
            picture: false,
        }
    }
}

/// A label as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    /// No longer than any label is meant to be.
    pub(crate) text: Text,
    /// Whether it would be longer.
    pub(crate) cut: bool,
}

/// The beginning of a text, as long as a label may be, and whether it is not the whole.
pub(crate) fn beginning(text: &str) -> (Text, bool) {
    let end = text.char_indices().nth(LONGEST_LABEL).map(|(end, _)| end);
    (text[..end.unwrap_or(text.len())].into(), end.is_some())
}

/// The levels of a list, as one instance of it has them.
pub(crate) type Levels<'l> = [Option<&'l Level>; LEVELS];

/// How far each list has counted.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    counters: HashMap<i64, [Option<u32>; LEVELS]>,
    begun: HashSet<(i64, usize)>,
}

impl Counters {
    /// Counts one paragraph at a level, and lets the deeper levels start again. `forced` is what the instance itself
    /// begins with.
    pub(crate) fn count(
        &mut self,
        definition: i64,
        instance: i64,
        level: usize,
        levels: &Levels<'_>,
        forced: Option<u32>,
    ) {
        let first = self.begun.insert((instance, level));
        let start = levels[level].map_or(1, |level| level.start);
        let counters = self.counters.entry(definition).or_default();
        counters[level] = Some(match (forced.filter(|_| first), counters[level]) {
            (Some(start), _) => start,
            (None, Some(count)) => count.saturating_add(1),
            (None, None) => forced.unwrap_or(start),
        });
        for deeper in level + 1..LEVELS {
            // §17.9.10: 0 never restarts; otherwise a level at or above the named one does.
            let restart = levels[deeper].and_then(|level| level.restart);
            if restart.is_none_or(|restart| level < usize::from(restart)) {
                counters[deeper] = None;
            }
        }
    }

    /// The label of a level as printed; `None` where nothing is printed. `unknown` is told of formats that are not
    /// known.
    pub(crate) fn label(
        &self,
        definition: i64,
        index: usize,
        levels: &Levels<'_>,
        unknown: &mut dyn FnMut(&str),
    ) -> Option<Label> {
        let (text, cut) = beginning(&self.whole_label(definition, index, levels, unknown)?);
        Some(Label { text, cut: cut || levels[index].is_some_and(|level| level.cut) })
    }

    fn whole_label(
        &self,
        definition: i64,
        index: usize,
        levels: &Levels<'_>,
        unknown: &mut dyn FnMut(&str),
    ) -> Option<String> {
        let level = levels[index]?;
        if level.picture || level.format == "bullet" {
            let text = symbols::in_font(&level.text, level.font);
            return Some(if text.trim().is_empty() { "•".to_owned() } else { text }).filter(|_| !level.text.is_empty());
        }
        let counters = self.counters.get(&definition)?;
        let mut text = String::new();
        let mut rest = level.text.chars();
        while let Some(c) = rest.next() {
            let wanted = rest.as_str().chars().next().and_then(|digit| digit.to_digit(10)).filter(|_| c == '%');
            let Some(wanted) = wanted.and_then(|wanted| (wanted as usize).checked_sub(1)) else {
                text.push(c);
                continue;
            };
            rest.next();
            let Some(other) = levels.get(wanted).copied().flatten() else { continue };
            let value = counters.get(wanted).copied().flatten().unwrap_or(other.start);
            let format = if level.legal && other.format != "none" { "decimal" } else { other.format.as_str() };
            text.push_str(&formatted(format, value, unknown));
        }
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }
}

fn formatted(format: &str, value: u32, unknown: &mut dyn FnMut(&str)) -> String {
    if matches!(format, "none" | "bullet") {
        return String::new();
    }
    number_format::write(format, value).unwrap_or_else(|| {
        // A format that is known has said that it has no sign for the value, where Word writes a figure too.
        if number_format::write(format, 1).is_none() {
            unknown(format);
        }
        value.to_string()
    })
}
