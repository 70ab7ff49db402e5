//! Goes through the tree of a page, with a stack of its own, and keeps what the open elements say about their text.

use super::arena::{Data, Element, NONE, Node};
use super::elements::Ending;
use super::table::OpenTable;
use crate::compose::{Composer, Font, Result, Shift, Sink};
use crate::model::ErrorKind;

/// What the open elements say about text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Mood {
    /// Which text it is.
    pub(super) sink: Sink,
    /// Whether white space counts.
    pub(super) pre: bool,
    /// Blanks count, broken lines are blanks.
    pub(super) spaces: bool,
    /// White space stands for a tab that was put already.
    pub(super) tab: bool,
    /// The font of signs that it is printed in.
    pub(super) font: Option<Font>,
    /// Whether it is raised or lowered.
    pub(super) shift: Option<Shift>,
    /// Whether it is struck out.
    pub(super) struck: bool,
    /// Whether it is the number of a list, put there by Word.
    pub(super) label: bool,
    /// The level of the list, from 0.
    pub(super) level: Option<u8>,
    /// The level of the heading, from 0.
    pub(super) outline: Option<u8>,
}

/// An element that has not ended.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) node: u32,
    pub(super) ending: Ending,
    /// What held outside it.
    outer: Mood,
}

/// A list that has not ended.
#[derive(Debug)]
pub(super) struct List {
    /// How its items are numbered; `None` where they are not.
    pub(super) format: Option<&'static str>,
    /// The number of its next item.
    pub(super) next: u32,
}

/// A walk through a page.
pub(super) struct Walk<'t, 'c, 'o> {
    pub(super) tree: &'t [Node],
    pub(super) composer: &'c mut Composer<'o>,
    pub(super) mood: Mood,
    pub(super) open: Vec<Open>,
    pub(super) tables: Vec<OpenTable>,
    pub(super) lists: Vec<List>,
    /// White space that was met and not put yet, and whether a line was broken in it.
    pub(super) space: Option<bool>,
    /// The number of a list item whose first text has not come yet.
    pub(super) number: Option<(String, u8)>,
}

/// Reads the page into the composer.
///
/// # Errors
/// A limit that is gone over, and the byte where it is.
pub(super) fn walk(tree: &[Node], composer: &mut Composer<'_>) -> std::result::Result<(), (usize, ErrorKind)> {
    let mut walk = Walk {
        tree,
        composer,
        mood: Mood::default(),
        open: Vec::new(),
        tables: Vec::new(),
        lists: Vec::new(),
        space: None,
        number: None,
    };
    let mut at = tree[0].first;
    loop {
        while at == NONE {
            let Some(open) = walk.open.pop() else { return Ok(()) };
            let node = &tree[open.node as usize];
            walk.end(&open).map_err(|kind| (node.end as usize, kind))?;
            walk.mood = open.outer;
            at = node.next;
        }
        let node = &tree[at as usize];
        let inside = walk.enter(at, node).map_err(|kind| (node.start as usize, kind))?;
        at = if inside { node.first } else { node.next };
    }
}

impl Walk<'_, '_, '_> {
    /// Enters a node; gives whether its children are to be read.
    fn enter(&mut self, at: u32, node: &Node) -> Result<bool> {
        match &node.data {
            Data::Other => Ok(false),
            Data::Text(text) => {
                self.take_text(text, node.start as usize, node.end as usize)?;
                Ok(false)
            }
            Data::Element(element) => {
                let outer = self.mood;
                let Some(ending) = self.start(at, node, element)? else {
                    self.mood = outer;
                    return Ok(false);
                };
                let allowed = self.composer.limits().xml_depth;
                if self.open.len() >= allowed {
                    return Err(ErrorKind::Limit { limit: "xml-depth", allowed: allowed as u64 });
                }
                self.open.push(Open { node: at, ending, outer });
                Ok(true)
            }
        }
    }

    /// Whether the innermost open element ends so.
    pub(super) fn is_directly_in(&self, endings: &[Ending]) -> bool {
        self.open.last().is_some_and(|open| endings.contains(&open.ending))
    }

    /// The element that a node is.
    pub(super) fn element(&self, node: u32) -> Option<&Element> {
        match &self.tree.get(node as usize)?.data {
            Data::Element(element) => Some(element),
            _ => None,
        }
    }

    /// Ends the open paragraph; line breaks at its end show nothing.
    pub(super) fn end_line(&mut self, at: usize) {
        self.space = None;
        self.composer.trim_breaks();
        self.composer.end_paragraph(at);
    }

    /// Gives the open paragraph the number and the level that its first text brings.
    pub(super) fn settle(&mut self, start: usize) {
        if self.mood.sink.is_some() {
            return;
        }
        if let Some((label, level)) = self.number.take() {
            self.composer.number(&label, level, start);
        }
        if self.mood.outline.is_some() {
            self.composer.outline(self.mood.outline, start);
        }
    }

    /// Gives a number whose item has no text to a paragraph of its own.
    pub(super) fn flush_number(&mut self, at: usize) {
        if let Some((label, level)) = self.number.take() {
            self.composer.end_paragraph(at);
            self.composer.number(&label, level, at);
            self.composer.end_paragraph(at);
        }
    }
}
