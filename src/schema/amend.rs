//! A schema that knows more spellings: as it is used, and as the lines of its file.
//!
//! A spelling goes into the `also` list of what it is a spelling of, or into a table's `ornaments`. The file's own lines
//! are kept character by character; nothing is written anywhere.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::lexicon::{Lexicon, Meaning};
use super::normal::key;
use super::types::Schema;

/// One more spelling of a label.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spelling {
    /// What it means.
    pub meaning: Meaning,
    /// The words, without an enumerator.
    pub text: String,
}

/// A line of a schema file with more spellings in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmendedLine {
    /// Which line of the file it takes the place of, from 1.
    pub line: usize,
    /// What it says then; two lines where the spellings need one of their own.
    pub text: String,
    /// The spellings that it has more, as indices into those given.
    pub spellings: Vec<usize>,
}

impl Schema {
    /// The same schema with more spellings.
    #[must_use]
    pub fn with_spellings(&self, spellings: &[Spelling]) -> Schema {
        let mut schema = self.clone();
        for spelling in spellings {
            let keys = match spelling.meaning {
                Meaning::Caption { table, band } => &mut schema.tables[table].bands[band].keys,
                Meaning::Row { table, band, entry } => &mut schema.tables[table].bands[band].rows[entry].keys,
                Meaning::Column { table, band, entry } => &mut schema.tables[table].bands[band].columns[entry].keys,
                Meaning::Ornament { table } => &mut schema.tables[table].ornaments,
            };
            let key = key(&spelling.text);
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        schema.lexicon = Lexicon::new(&schema.tables);
        schema
    }

    /// The id of what a label means, as it stands in the schema file, and the list that the id is in:
    /// `columns of [[table.band]] art20_1`.
    pub fn whereabouts(&self, meaning: Meaning) -> (&str, String) {
        let table = &self.tables[meaning.table()];
        let holder = |band: usize| match table.bands[band].id.as_str() {
            "" => format!("[[table]] {}", table.id),
            band => format!("[[table.band]] {band} of [[table]] {}", table.id),
        };
        match meaning {
            Meaning::Caption { band, .. } => {
                (&table.bands[band].id, format!("[[table.band]] of [[table]] {}", table.id))
            }
            Meaning::Row { band, entry, .. } => {
                (&table.bands[band].rows[entry].id, format!("rows of {}", holder(band)))
            }
            Meaning::Column { band, entry, .. } => {
                (&table.bands[band].columns[entry].id, format!("columns of {}", holder(band)))
            }
            Meaning::Ornament { .. } => ("ornaments", format!("[[table]] {}", table.id)),
        }
    }

    /// The label that the form prints for what is meant; nothing for an ornament.
    pub fn printed(&self, meaning: Meaning) -> &str {
        let bands = &self.tables[meaning.table()].bands;
        match meaning {
            Meaning::Caption { band, .. } => bands[band].label.as_deref().unwrap_or_default(),
            Meaning::Row { band, entry, .. } => &bands[band].rows[entry].label,
            Meaning::Column { band, entry, .. } => &bands[band].columns[entry].label,
            Meaning::Ornament { .. } => "",
        }
    }
}

/// The lines of a schema file that change when it gets these spellings, in the file's order. `text` is the file that
/// the spellings' schema was made of; a spelling of what it does not have is left out.
pub fn amended(text: &str, spellings: &[Spelling]) -> Vec<AmendedLine> {
    let Ok(file) = toml::from_str::<File>(text) else { return Vec::new() };
    let mut insertions: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut spots = BTreeMap::new();
    for (index, spelling) in spellings.iter().enumerate() {
        let Some(spot) = file.spot(text, spelling.meaning) else { continue };
        insertions.entry(spot.offset).or_default().push(index);
        spots.insert(spot.offset, spot);
    }
    let mut lines: Vec<AmendedLine> = Vec::new();
    // From the end of a line to its beginning, so that offsets stay true.
    for (offset, indices) in insertions.iter().rev() {
        let words: Vec<String> = indices.iter().map(|index| quoted(&spellings[*index].text)).collect();
        let start = text[..*offset].rfind('\n').map_or(0, |end| end + 1);
        let end = text[*offset..].find('\n').map_or(text.len(), |length| offset + length);
        let number = text[..start].matches('\n').count() + 1;
        if lines.last().is_none_or(|line| line.line != number) {
            let own = text[start..end].trim_end_matches('\r').to_owned();
            lines.push(AmendedLine { line: number, text: own, spellings: Vec::new() });
        }
        if let (Some(line), Some(spot)) = (lines.last_mut(), spots.get(offset)) {
            line.text.insert_str(offset - start, &spot.insertion(&words.join(", ")));
            line.spellings.extend(indices);
            line.spellings.sort_unstable();
        }
    }
    lines.reverse();
    lines
}

/// Where a spelling goes in, and what is written around it.
struct Spot {
    offset: usize,
    before: String,
    after: &'static str,
}

impl Spot {
    /// The place in a list that there is, or that of a list of its own behind `label`.
    fn new(text: &str, list: Option<&Words>, label: &Spanned<String>, inline: bool, key: &str) -> Spot {
        match list {
            Some(list) => match list.get_ref().last() {
                Some(last) => Spot { offset: last.span().end, before: ", ".to_owned(), after: "" },
                None => Spot { offset: list.span().start + 1, before: String::new(), after: "" },
            },
            None if inline => Spot { offset: label.span().end, before: format!(", {key} = ["), after: "]" },
            None => {
                let end = label.span().end;
                let line = text[end..].find('\n').map_or(text.len(), |length| end + length);
                let offset = line - usize::from(text[..line].ends_with('\r'));
                Spot { offset, before: format!("\n{key} = ["), after: "]" }
            }
        }
    }

    fn insertion(&self, words: &str) -> String {
        format!("{}{words}{}", self.before, self.after)
    }
}

type Words = Spanned<Vec<Spanned<String>>>;

/// The parts of a schema file that hold spellings, with their places.
#[derive(Deserialize)]
struct File {
    #[serde(default)]
    table: Vec<Spanned<Table>>,
}

#[derive(Deserialize)]
struct Table {
    title: Spanned<String>,
    ornaments: Option<Words>,
    #[serde(default)]
    columns: Vec<Spanned<Entry>>,
    #[serde(default)]
    rows: Vec<Spanned<Entry>>,
    #[serde(default)]
    band: Vec<Spanned<Band>>,
}

#[derive(Deserialize)]
struct Band {
    label: Spanned<String>,
    also: Option<Words>,
    #[serde(default)]
    columns: Vec<Spanned<Entry>>,
    #[serde(default)]
    rows: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
struct Entry {
    label: Spanned<String>,
    also: Option<Words>,
}

impl File {
    fn spot(&self, text: &str, meaning: Meaning) -> Option<Spot> {
        let table = self.table.get(meaning.table())?;
        let axis = |band: usize, rows: bool| {
            let table = table.get_ref();
            match table.band.get(band).map(Spanned::get_ref) {
                Some(band) => Some(if rows { &band.rows } else { &band.columns }),
                None if table.band.is_empty() => Some(if rows { &table.rows } else { &table.columns }),
                None => None,
            }
        };
        let entry = match meaning {
            Meaning::Caption { band, .. } => {
                let band = table.get_ref().band.get(band)?;
                let own = band.get_ref();
                return Some(Spot::new(text, own.also.as_ref(), &own.label, is_inline(text, band), "also"));
            }
            Meaning::Ornament { .. } => {
                let own = table.get_ref();
                return Some(Spot::new(text, own.ornaments.as_ref(), &own.title, is_inline(text, table), "ornaments"));
            }
            Meaning::Row { band, entry, .. } => axis(band, true)?.get(entry)?,
            Meaning::Column { band, entry, .. } => axis(band, false)?.get(entry)?,
        };
        let own = entry.get_ref();
        Some(Spot::new(text, own.also.as_ref(), &own.label, is_inline(text, entry), "also"))
    }
}

/// Whether a table is written in braces.
fn is_inline<T>(text: &str, table: &Spanned<T>) -> bool {
    text[table.span().start..].starts_with('{')
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            // What turns the reading direction or breaks a line where the file does not would deceive who reads it.
            c if c.is_control() || matches!(c, '\u{061C}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}') => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "[schema]\nid = \"x\"\ntitle = \"X\"\n[[vintage]]\nid = \"a\"\n[[table]]\nid = \"t\"\ntitle = \"T\" # a table\n\
        [[table.band]]\nid = \"b\"\nlabel = \"乙\"\n[[table.band.columns]]\nid = \"c\"\nlabel = \"丙\" # a column\n\
        [[table.band]]\nid = \"d\"\nlabel = \"丁\"\nalso = [\n  \"丁丁\", # twice\n]\n\
        columns = [{ id = \"e\", label = \"戊\" }, { id = \"f\", label = \"己\", also = [] }]\n\
        rows = [{ id = \"g\", label = \"庚\", also = [\"更\"], optional = true }]\n";

    fn put(text: &str, lines: &[AmendedLine]) -> String {
        let own = |(index, line): (usize, &str)| {
            lines
                .iter()
                .find(|amended| amended.line == index + 1)
                .map_or(line.to_owned(), |amended| amended.text.clone())
        };
        text.lines().enumerate().map(|line| own(line) + "\n").collect()
    }

    #[test]
    fn a_spelling_goes_where_the_file_has_the_others() {
        let meanings = [
            Meaning::Caption { table: 0, band: 0 },
            Meaning::Column { table: 0, band: 0, entry: 0 },
            Meaning::Caption { table: 0, band: 1 },
            Meaning::Column { table: 0, band: 1, entry: 0 },
            Meaning::Column { table: 0, band: 1, entry: 1 },
            Meaning::Row { table: 0, band: 1, entry: 0 },
            Meaning::Row { table: 0, band: 1, entry: 0 },
            Meaning::Ornament { table: 0 },
        ];
        let text = |index: usize| format!("新{index}\"\\\u{202E}");
        let spellings: Vec<Spelling> = meanings
            .iter()
            .enumerate()
            .map(|(index, meaning)| Spelling { meaning: *meaning, text: text(index) })
            .collect();
        for ending in ["\n", "\r\n"] {
            let file = TEXT.replace('\n', ending);
            let lines = amended(&file, &spellings);
            assert_eq!(lines.len(), 6, "{lines:#?}");
            let whole = put(&file, &lines);
            for comment in ["# a table", "# a column", "# twice", "optional = true"] {
                assert!(whole.contains(comment), "{whole}");
            }
            let schema = Schema::parse("x", &whole).unwrap_or_else(|error| panic!("{error}\n{whole}"));
            let before = Schema::parse("x", &file).unwrap();
            for (index, meaning) in meanings.iter().enumerate() {
                assert_eq!(schema.lexicon.meanings(None, &text(index)).meanings, [*meaning], "{whole}");
                assert_eq!(before.lexicon.meanings(None, &text(index)).meanings, []);
            }
            let used = before.with_spellings(&spellings);
            assert_eq!(format!("{:?}", used.tables), format!("{:?}", schema.tables));
        }
    }

    #[test]
    fn no_spelling_changes_no_line() {
        assert!(amended(TEXT, &[]).is_empty());
        assert!(
            amended("no [ toml", &[Spelling { meaning: Meaning::Ornament { table: 0 }, text: "甲".into() }]).is_empty()
        );
    }
}
