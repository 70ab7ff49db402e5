//! Which bytes of the text have which properties: the formatted disk pages ([MS-DOC] 2.9.33 ChpxFkp, 2.9.174 PapxFkp).

use std::ops::Range;

use super::bytes::{Plc, byte, long, slice};

/// How long a page is.
const PAGE: usize = 512;

/// What the pages hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Properties of characters.
    Characters,
    /// Properties of paragraphs, the number of a style before them.
    Paragraphs,
}

/// Bytes of the stream `WordDocument` that have the same properties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    /// The first byte.
    pub(super) start: u32,
    /// One past the last byte.
    pub(super) end: u32,
    /// Where the properties lie in the stream.
    at: u32,
    /// How long they are.
    length: u32,
}

impl Run {
    /// The properties.
    pub(super) fn list<'a>(&self, word: &'a [u8]) -> &'a [u8] {
        slice(word, self.at as usize, self.length as usize).unwrap_or(&[])
    }
}

/// All runs of one kind, sorted by the bytes that they cover.
#[derive(Debug, Default)]
pub(super) struct Runs {
    runs: Vec<Run>,
    /// Pages that are missing, met twice, or out of order.
    pub(super) damaged: u32,
}

impl Runs {
    /// Reads the pages that `list` names ([MS-DOC] 2.8.5 PlcBteChpx, 2.8.6 PlcBtePapx).
    pub(super) fn read(list: &[u8], word: &[u8], kind: Kind) -> Self {
        let list = Plc::new(list, 4);
        let mut runs = Runs::default();
        // A page is read once, so that a short list cannot make many runs.
        let mut met = vec![false; word.len() / PAGE + 1];
        for index in 0..list.count() {
            let number = list.data(index).and_then(|data| long(data, 0)).unwrap_or(0) & 0x3F_FFFF;
            let first = number as usize * PAGE;
            let Some(page) = slice(word, first, PAGE).filter(|_| !std::mem::replace(&mut met[number as usize], true))
            else {
                runs.damaged += 1;
                continue;
            };
            let said = list.position(index).zip(list.position(index + 1)).filter(|(start, end)| start < end);
            let bounds = said.map_or(0..u32::MAX, |(start, end)| start..end);
            runs.page(page, first, kind, bounds);
        }
        runs
    }

    /// Reads a page, which `list` says covers the bytes in `bounds`.
    fn page(&mut self, page: &[u8], first: usize, kind: Kind, bounds: Range<u32>) {
        let count = usize::from(page[PAGE - 1]);
        let entry = if kind == Kind::Characters { 1 } else { 13 };
        if (count + 1) * 4 + count * entry >= PAGE {
            self.damaged += 1;
            return;
        }
        for index in 0..count {
            let (Some(start), Some(end)) = (long(page, index * 4), long(page, index * 4 + 4)) else { return };
            if start == end {
                continue;
            }
            let covered = self.fit(start..end, &bounds);
            self.damaged += u32::from(covered != (start..end));
            let Range { start, end } = covered;
            if start >= end {
                continue;
            }
            let word = byte(page, (count + 1) * 4 + index * entry).unwrap_or(0);
            let place = properties(page, usize::from(word) * 2, kind);
            let (at, length) = (first + place.start, place.len());
            self.runs.push(Run { start, end, at: at as u32, length: length as u32 });
        }
    }

    /// What a run covers beside those before it. One damaged position makes two runs contradict the others: the one that
    /// is too long ends where the next sound one begins, and the one that reaches back begins after the one before it.
    fn fit(&mut self, run: Range<u32>, bounds: &Range<u32>) -> Range<u32> {
        let mut start = run.start.max(bounds.start);
        if let Some(last) = self.runs.last_mut().filter(|last| last.end > start && run.end > run.start) {
            if start > last.start {
                last.end = start;
            } else {
                start = last.end;
            }
        }
        start..run.end.min(bounds.end)
    }

    /// The index of the run that covers the byte at `place` or, where none does, of the first after it.
    pub(super) fn index(&self, place: u32) -> usize {
        self.runs.partition_point(|run| run.end <= place)
    }

    /// The run of this index.
    pub(super) fn get(&self, index: usize) -> Option<&Run> {
        self.runs.get(index)
    }

    /// The run that covers the byte at `place`.
    pub(super) fn covering(&self, place: u32) -> Option<&Run> {
        self.get(self.index(place)).filter(|run| run.start <= place)
    }
}

/// Where in its page a list of properties lies; it says its own length.
fn properties(page: &[u8], at: usize, kind: Kind) -> Range<usize> {
    let count = |at| byte(page, at).map_or(0, usize::from);
    let (start, length) = match (at, kind) {
        (0, _) => (0, 0),
        (_, Kind::Characters) => (at + 1, count(at)),
        // [MS-DOC] 2.9.175 PapxInFkp: in words, the last one half used, or, after a 0, in whole words.
        (_, Kind::Paragraphs) if count(at) == 0 => (at + 2, count(at + 1) * 2),
        (_, Kind::Paragraphs) => (at + 1, count(at) * 2 - 1),
    };
    start.min(PAGE - 1)..(start + length).min(PAGE - 1)
}
