//! Collects the notes of one document, so that a hostile file cannot make a million of them.

use std::collections::BTreeMap;

use crate::model::{Code, Message, Note, Place, say};

/// How many notes of one code are kept in full.
const KEPT: u32 = 32;

/// The notes made so far.
#[derive(Debug, Default)]
pub(crate) struct Notices {
    notes: Vec<Note>,
    counts: BTreeMap<&'static str, (u32, &'static Code)>,
}

impl Notices {
    /// Adds a note. The message is only made where the note is kept.
    pub(crate) fn add(
        &mut self,
        code: &'static Code,
        place: impl Into<Option<Place>>,
        message: impl FnOnce() -> Message,
    ) {
        let (count, _) = self.counts.entry(code.id).or_insert((0, code));
        *count += 1;
        if *count <= KEPT {
            self.notes.push(Note::new(code, place, message()));
        }
    }

    /// All notes, with one more for every code of which some were left out.
    pub(crate) fn finish(mut self) -> Vec<Note> {
        for (count, code) in self.counts.into_values() {
            if count > KEPT {
                let more = count - KEPT;
                self.notes.push(Note::new(
                    code,
                    None,
                    say!("{more} more of these are not listed", "另有{more}处同类情况未列出"),
                ));
            }
        }
        self.notes
    }
}

#[cfg(test)]
mod tests {
    use super::{KEPT, Notices};
    use crate::model::{codes, say};

    #[test]
    fn a_flood_of_one_note_becomes_a_number() {
        let mut notices = Notices::default();
        for _ in 0..1000 {
            notices.add(&codes::SPAN_CLAMPED, None, || say!("again", "又一次"));
        }
        let notes = notices.finish();
        assert_eq!(notes.len(), KEPT as usize + 1);
        assert!(notes[KEPT as usize].message.english.starts_with("968 more"));
    }
}
