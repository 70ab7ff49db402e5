//! The sections of the running text.

use super::flow::Line;
use super::report::Section;
use crate::model::{Label, Note, codes, say};
use crate::schema::{Schema, key};

/// Longer lines are text, whatever they begin with.
const LONGEST_HEADING: usize = 60;

/// Whether a line is a section's heading.
pub(super) fn is_heading(schema: &Schema, text: &str) -> bool {
    heading(schema, text).is_some()
}

fn heading(schema: &Schema, text: &str) -> Option<usize> {
    // A character has at most four bytes.
    if text.len() > 4 * LONGEST_HEADING || text.chars().count() > LONGEST_HEADING {
        return None;
    }
    let bare = Label::new(None, text).text;
    let printed = (bare != text).then(|| key(text));
    let bare = key(&bare);
    let is_named = |key: &String| *key == bare || printed.as_ref() == Some(key);
    schema.sections.iter().position(|section| section.keys.iter().any(is_named))
}

/// The sections in document order; `signature` is where the signature's lines begin.
pub(super) fn sections(schema: &Schema, lines: &[Line], signature: usize) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for line in &lines[..signature.min(lines.len())] {
        match (heading(schema, &line.text), sections.last_mut()) {
            (Some(section), _) => {
                sections.push(Section { section, heading: line.trimmed(), text: String::new(), place: line.place });
            }
            (None, Some(section)) => {
                if !section.text.is_empty() {
                    section.text.push('\n');
                }
                section.text.push_str(line.text.trim());
            }
            (None, None) => {}
        }
    }
    sections
}

/// A note for every section of the vintage, or of any where none is known, without a heading.
pub(super) fn missing(schema: &Schema, vintage: Option<usize>, sections: &[Section]) -> Vec<Note> {
    let wanted = |index: &usize| {
        let vintages = schema.sections[*index].vintages;
        vintage.is_none_or(|vintage| vintages.contains(vintage))
    };
    let absent =
        (0..schema.sections.len()).filter(wanted).filter(|index| sections.iter().all(|found| found.section != *index));
    let note = |index: usize| {
        let label = &schema.sections[index].label;
        Note::new(&codes::SECTION_MISSING, None, say!("no heading 「{label}」 was found", "未找到标题「{label}」"))
    };
    absent.map(note).collect()
}
