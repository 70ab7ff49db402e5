//! Which words a form uses, and what each may mean. One label can mean several things: 其他 is a column, a row and an outcome.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::FxHashMap;

use super::normal::{before_bracket, is_kept, key};
use super::types::Table;
use crate::model::Label;

/// One thing that a label may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Meaning {
    /// The caption of a band.
    Caption {
        /// Index of the table.
        table: usize,
        /// Index of the band.
        band: usize,
    },
    /// A row or a group of rows.
    Row {
        /// Index of the table.
        table: usize,
        /// Index of the band.
        band: usize,
        /// Index of the entry.
        entry: usize,
    },
    /// A column or a group of columns.
    Column {
        /// Index of the table.
        table: usize,
        /// Index of the band.
        band: usize,
        /// Index of the entry.
        entry: usize,
    },
    /// Header text that names no field.
    Ornament {
        /// Index of the table.
        table: usize,
    },
}

impl Meaning {
    pub(crate) fn role(self) -> Role {
        match self {
            Meaning::Caption { .. } => Role::Caption,
            Meaning::Row { .. } => Role::Row,
            Meaning::Column { .. } => Role::Column,
            Meaning::Ornament { .. } => Role::Ornament,
        }
    }

    /// The index of the table that it belongs to.
    pub fn table(self) -> usize {
        match self {
            Meaning::Caption { table, .. }
            | Meaning::Row { table, .. }
            | Meaning::Column { table, .. }
            | Meaning::Ornament { table } => table,
        }
    }
}

/// What kind of thing a label may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Caption,
    Row,
    Column,
    Ornament,
}

/// In which tables a label has which role, a bit each; tables beyond the bits share them. Most questions of what a label
/// means in a table are answered with no, and that is told here.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Roles([u64; 4]);

impl Roles {
    fn add(&mut self, meaning: Meaning) {
        self.0[meaning.role() as usize] |= Self::bit(meaning.table());
    }

    #[inline]
    fn bit(table: usize) -> u64 {
        1 << (table % 64)
    }

    /// Whether the label may have the role in the table.
    #[inline]
    pub(crate) fn may_be(self, role: Role, table: usize) -> bool {
        self.0[role as usize] & Self::bit(table) != 0
    }
}

/// What a label was found to mean.
#[derive(Debug, Clone, Copy, Default)]
pub struct Found<'a> {
    /// Its meanings, none if it is not known.
    pub meanings: &'a [Meaning],
    /// The same in short.
    pub(crate) roles: Roles,
    /// Whether it is known only without what follows its first bracket.
    pub cut: bool,
}

/// The marks that point from a label to a note: 行政许可①, 行政许可*, 行政许可².
fn is_note_mark(c: char) -> bool {
    matches!(c, '*' | '＊' | '※' | '†' | '①'..='⑳' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// What follows 「其中：」, which says that a row is a part of the one above it, and names nothing.
fn without_lead(text: &str) -> Option<&str> {
    text.trim_start().strip_prefix("其中")?.trim_start().strip_prefix([':', '：', '，', ','])
}

/// Normalised label → its meanings. The keys are those of a schema, so a quick hash does.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    /// Indices into `lists`.
    known: FxHashMap<Box<str>, usize>,
    /// What may be meant, the first by no label: from where to where in `meanings`, and in short.
    lists: Vec<(Range<usize>, Roles)>,
    /// What any label may mean, label by label.
    meanings: Vec<Meaning>,
    /// How many bytes the longest label has.
    longest: usize,
    /// Which lexicon this is, for what is remembered; copies are alike.
    identity: usize,
}

/// What a label was found to mean, by the index of the list; and whether it was cut.
#[derive(Debug, Clone, Copy, Default)]
struct Meant {
    list: usize,
    cut: bool,
}

impl Meant {
    fn exact(list: usize) -> Self {
        Meant { list, cut: false }
    }
}

/// Labels as printed that were looked up before in this thread, and what they meant: the same form prints the same ones
/// again and again. Begun anew for another lexicon, and when it is full.
#[derive(Default)]
struct Memory {
    identity: usize,
    meant: FxHashMap<Box<str>, Meant>,
}

/// How many labels are remembered, and how long in bytes one may be.
const REMEMBERED: usize = 1_024;
const LONGEST: usize = 160;

/// More bytes than an enumerator or 「其中：」 may have.
const BEFORE: usize = 64;

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
}

static LEXICONS: AtomicUsize = AtomicUsize::new(1);

/// Every label of the form with what it means there, in the form's order.
fn said(tables: &[Table]) -> impl Iterator<Item = (&str, Meaning)> {
    tables.iter().enumerate().flat_map(|(table, of)| {
        let bands = of.bands.iter().enumerate().flat_map(move |(band, of)| {
            let column = move |entry| Meaning::Column { table, band, entry };
            let row = move |entry| Meaning::Row { table, band, entry };
            let columns = of.columns.iter().enumerate().flat_map(move |(entry, of)| each(&of.keys, column(entry)));
            let rows = of.rows.iter().enumerate().flat_map(move |(entry, of)| each(&of.keys, row(entry)));
            each(&of.keys, Meaning::Caption { table, band }).chain(columns).chain(rows)
        });
        each(&of.ornaments, Meaning::Ornament { table }).chain(bands)
    })
}

fn each(keys: &[String], meaning: Meaning) -> impl Iterator<Item = (&str, Meaning)> {
    keys.iter().map(move |key| (key.as_str(), meaning))
}

impl Lexicon {
    pub(super) fn new(tables: &[Table]) -> Self {
        let identity = LEXICONS.fetch_add(1, Ordering::Relaxed);
        let mut lexicon = Lexicon { identity, ..Lexicon::default() };
        let count = said(tables).count();
        lexicon.known.reserve(count);
        lexicon.lists.reserve_exact(count + 1);
        lexicon.lists.push(Default::default());
        let mut meant = Vec::with_capacity(count);
        meant.extend(said(tables).map(|(key, meaning)| lexicon.add(key, meaning)));
        // So far a list says how much it is to hold: first it gets its place, then what it holds.
        let mut end = 0;
        for (range, _) in &mut lexicon.lists {
            let start = end;
            end += range.end;
            *range = start..start;
        }
        lexicon.meanings = vec![Meaning::Ornament { table: 0 }; end];
        for (list, (_, meaning)) in meant.into_iter().zip(said(tables)) {
            let range = &mut lexicon.lists[list].0;
            if !lexicon.meanings[range.clone()].contains(&meaning) {
                lexicon.meanings[range.end] = meaning;
                range.end += 1;
            }
        }
        lexicon
    }

    /// The list of what a normalised label may mean, which is to hold one more and has its role.
    fn add(&mut self, key: &str, meaning: Meaning) -> usize {
        self.longest = self.longest.max(key.len());
        let list = *self.known.entry(key.into()).or_insert(self.lists.len());
        if list == self.lists.len() {
            self.lists.push(Default::default());
        }
        let (range, roles) = &mut self.lists[list];
        range.end += 1;
        roles.add(meaning);
        list
    }

    /// What is meant by the labels of a list.
    fn listed(&self, list: usize) -> &[Meaning] {
        self.lists.get(list).map_or(&[], |(range, _)| &self.meanings[range.clone()])
    }

    /// What a printed label may mean: as a whole, without its enumerator, without what follows its first bracket, all
    /// that once more without the mark of a note after it, and without 「其中：」 before it, whichever is found first;
    /// nothing where it is none of these.
    ///
    /// `number` is the label's computed number, `text` its printed text.
    pub fn meanings(&self, number: Option<&str>, text: &str) -> Found<'_> {
        let meant = match number {
            None if text.bytes().all(|b| b.is_ascii_digit()) => Meant::exact(self.get(text)),
            None if text.len() <= LONGEST && !self.known.is_empty() => self.remembered(text),
            _ => self.meant(number, self.beginning(text)),
        };
        let roles = self.lists.get(meant.list).map_or(Roles::default(), |(_, roles)| *roles);
        Found { meanings: self.listed(meant.list), roles, cut: meant.cut }
    }

    fn remembered(&self, text: &str) -> Meant {
        MEMORY.with_borrow_mut(|memory| {
            if memory.identity != self.identity || memory.meant.len() >= REMEMBERED {
                *memory = Memory { identity: self.identity, ..Memory::default() };
            }
            if let Some(meant) = memory.meant.get(text) {
                return *meant;
            }
            let meant = self.meant(None, text);
            memory.meant.insert(text.into(), meant);
            meant
        })
    }

    /// As much of a text as tells what it means: what goes on after that is no label, or one only up to a bracket before.
    fn beginning<'t>(&self, text: &'t str) -> &'t str {
        let end = text.char_indices().filter(|(_, c)| is_kept(*c)).nth(self.longest + BEFORE);
        end.map_or(text, |(end, _)| &text[..end])
    }

    fn meant(&self, number: Option<&str>, text: &str) -> Meant {
        let whole = self.whole(number, text);
        if whole.list > 0 {
            return whole;
        }
        let unmarked = text.trim_end().trim_end_matches(is_note_mark);
        let unmarked = if unmarked.len() < text.trim_end().len() { self.whole(number, unmarked) } else { whole };
        match without_lead(text) {
            Some(rest) if unmarked.list == 0 => self.whole(number, rest),
            _ => unmarked,
        }
    }

    fn whole(&self, number: Option<&str>, text: &str) -> Meant {
        if self.known.is_empty() || text.is_empty() {
            return Meant::default();
        }
        if let Some(number) = number {
            let found = self.get(&key(&format!("{number}{text}")));
            if found > 0 {
                return Meant::exact(found);
            }
        }
        let whole = key(text);
        let found = self.get(&whole);
        if found > 0 {
            return Meant::exact(found);
        }
        let label = Label::new(number, text);
        let bare = if label.number.is_some() && number.is_none() { key(&label.text) } else { whole };
        let found = self.get(&bare);
        if found > 0 {
            return Meant::exact(found);
        }
        Meant { list: before_bracket(&bare).map_or(0, |cut| self.get(cut)), cut: true }
    }

    /// The normalised labels that mean something for which `wanted` is true.
    pub fn keys(&self, wanted: impl Fn(Meaning) -> bool) -> impl Iterator<Item = &str> {
        self.known
            .iter()
            .filter(move |(_, list)| self.listed(**list).iter().any(|meaning| wanted(*meaning)))
            .map(|(key, _)| &**key)
    }

    /// The list of what a normalised label may mean.
    fn get(&self, key: &str) -> usize {
        self.known.get(key).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::schema::Schema;

    fn longest() -> &'static str {
        let labels = Schema::builtin().lexicon.keys(|_| true);
        labels.max_by_key(|label| label.len()).unwrap()
    }

    #[test]
    fn a_typed_enumerator_and_a_computed_one_mean_the_same() {
        let lexicon = &Schema::builtin().lexicon;
        for (number, text) in
            [("（六）", "其他"), ("3.", "其他"), ("一、", "本年新收政府信息公开申请数量"), ("（七）", "总计")]
        {
            let typed = lexicon.meanings(None, &format!("{number}{text}")).meanings;
            assert_eq!(lexicon.meanings(Some(number), text).meanings, typed, "{number}{text}");
            assert!(!typed.is_empty(), "{number}{text}");
        }
        assert_ne!(lexicon.meanings(None, "（六）其他").meanings, lexicon.meanings(None, "3.其他").meanings);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn the_beginning_of_a_long_text_means_what_all_of_it_means(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "总计", "其他", "行政许可", "（六）", "3.", "其中：", "（", "）", "[", "：", "：。；", " ", "①", "*", "a",
                "e\u{301}", "ﬁ", longest(),
            ]), 0..4),
            long in prop::sample::select(vec!["", "字", "：", "（", "\u{301}", "a", "①", " "]),
            times in prop::sample::select(vec![0usize, 60, 200, 400]),
            behind in prop::sample::select(vec!["", "）", "：", "*", "（注）"]),
            number in prop::option::of(prop::sample::select(vec!["（六）", "一、"])),
        ) {
            let lexicon = &Schema::builtin().lexicon;
            let text = [&pieces.concat(), &long.repeat(times), behind].concat();
            let (whole, found) = (lexicon.meant(number, &text), lexicon.meanings(number, &text));
            prop_assert_eq!(found.meanings, lexicon.listed(whole.list), "{:?} {}", number, text);
            prop_assert!(whole.list == 0 || whole.cut == found.cut);
        }
    }
}
