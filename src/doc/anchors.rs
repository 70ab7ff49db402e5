//! What stands at certain characters: bookmarks that begin there, and stories that are anchored there.

use std::collections::HashMap;

use super::bytes::{Plc, byte, long, short, slice, text};
use super::fib::at;
use super::file::File;
use crate::model::Place;

/// What is met at a character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Met {
    /// A bookmark of this name begins.
    Bookmark(String),
    /// A story is anchored.
    Anchor,
}

/// What there is to be met, in the order of the text.
#[derive(Default)]
pub(super) struct Anchors {
    /// The last first.
    waiting: Vec<(u32, Met)>,
    /// Where the characters lie at which stories are anchored, once they were met.
    pub(super) places: HashMap<u32, Place>,
}

impl Anchors {
    /// Finds bookmarks and anchors.
    pub(super) fn read(file: &File<'_>) -> Self {
        let mut waiting: Vec<(u32, Met)> = bookmarks(file);
        for (index, size) in
            [(at::FOOTNOTE_MARKS, 2), (at::ENDNOTE_MARKS, 2), (at::COMMENT_MARKS, 30), (at::SHAPES, 26)]
        {
            let marks = Plc::new(file.structure(index), size);
            waiting.extend(marks.positions().take(marks.count()).map(|at| (at, Met::Anchor)));
        }
        waiting.sort_by_key(|(at, _)| *at);
        waiting.reverse();
        Anchors { waiting, places: HashMap::new() }
    }

    /// The next character at which something waits.
    pub(super) fn next(&self) -> u32 {
        self.waiting.last().map_or(u32::MAX, |(at, _)| *at)
    }

    /// What waits at this character or before it.
    pub(super) fn at(&mut self, at: u32) -> Vec<Met> {
        let mut met = Vec::new();
        while let Some((_, next)) = self.waiting.pop_if(|(next, _)| *next <= at) {
            met.push(next);
        }
        met
    }
}

/// Where the shapes of the body stand, by their number ([MS-DOC] 2.8.37 PlcfSpa, 2.9.253 Spa).
pub(super) fn shapes(file: &File<'_>) -> HashMap<u32, u32> {
    let list = Plc::new(file.structure(at::SHAPES), 26);
    (0..list.count()).filter_map(|index| Some((long(list.data(index)?, 0)?, list.position(index)?))).collect()
}

/// The names of bookmarks and where they begin ([MS-DOC] 2.9.252 SttbfBkmk, 2.8.10 PlcfBkf).
fn bookmarks(file: &File<'_>) -> Vec<(u32, Met)> {
    let names = file.structure(at::BOOKMARK_NAMES);
    let starts = Plc::new(file.structure(at::BOOKMARKS), 4);
    let wide = short(names, 0) == Some(0xFFFF);
    let mut place = if wide { 6 } else { 4 };
    let mut found = Vec::new();
    for index in 0..starts.count() {
        let name = if wide {
            let Some(length) = short(names, place).map(usize::from) else { break };
            place += 2 + length * 2;
            slice(names, place - length * 2, length * 2).map(text)
        } else {
            let Some(length) = byte(names, place).map(usize::from) else { break };
            place += 1 + length;
            slice(names, place - length, length).map(|bytes| bytes.iter().map(|byte| char::from(*byte)).collect())
        };
        let (Some(name), Some(start)) = (name, starts.position(index)) else { break };
        found.push((start, Met::Bookmark(name)));
    }
    found
}
