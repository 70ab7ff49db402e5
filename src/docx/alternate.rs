//! Alternative content: one branch is read, the text of the others is accounted for (ECMA-376 Part 3 §7.6).

use super::flow::Flow;
use super::ignored::is_ignored;
use super::names::Space;
use super::xml::{Event, Result, Tag};
use crate::compose::{flatten, weight};
use crate::model::{Block, Paragraph, StoryKind, codes, say};

/// An `mc:AlternateContent` that has not ended.
pub(super) struct Alternate {
    chosen: bool,
    start: usize,
    /// The text of the branches that were not chosen.
    other: String,
    /// Where the content of the chosen branch begins: stories, blocks, bytes of the open paragraph.
    from: (usize, usize, usize),
}

impl<'a> Flow<'a, '_, '_> {
    /// Begins alternative content.
    pub(super) fn begin_alternate(&mut self) -> Alternate {
        let bytes = self.container.paragraph.as_ref().map_or(0, |paragraph| paragraph.text.len());
        let from = (self.reading.stories.len(), self.container.blocks.len(), bytes);
        Alternate { chosen: false, start: self.xml.position(), other: String::new(), from }
    }

    /// Begins a branch; `false` if it was not chosen and has been read to its end.
    pub(super) fn begin_branch(&mut self, alternate: &mut Alternate, tag: &Tag<'a>) -> Result<bool> {
        let understood = tag.local == b"Fallback" || self.is_understood(tag);
        if understood && !alternate.chosen {
            alternate.chosen = true;
            return Ok(true);
        }
        let text = self.flat_text()?;
        alternate.other.push_str(&text);
        Ok(false)
    }

    fn is_understood(&mut self, tag: &Tag<'a>) -> bool {
        // Prefixes are looked up at the branch itself, where they must be declared.
        let Some(range) = self.xml.own(tag, "Requires") else { return false };
        range.split_ascii_whitespace().all(|prefix| self.xml.space_of(prefix).is_understood())
    }

    /// The text of the element whose start came last, read to its end without looking at its structure.
    fn flat_text(&mut self) -> Result<String> {
        let mut text = String::new();
        let outside = self.xml.depth().saturating_sub(1);
        while self.xml.depth() > outside {
            match self.xml.next()? {
                Event::Start(tag) if is_ignored(&tag) => self.xml.skip()?,
                Event::Start(tag) if tag.space == Space::Word && tag.local == b"p" && !text.is_empty() => {
                    text.push('\n');
                }
                Event::Text(piece) if weight(&piece) > 0 => {
                    self.reading.read += weight(&piece);
                    text.push_str(&piece);
                }
                Event::Done => break,
                _ => {}
            }
        }
        Ok(text)
    }

    /// Ends alternative content: what the chosen branch says too is noted, what it does not say is a story.
    pub(super) fn finish_alternate(&mut self, alternate: Alternate) {
        let characters = weight(&alternate.other);
        if characters == 0 {
            return;
        }
        let place = self.place(alternate.start, self.xml.position());
        if self.repeats(&alternate) {
            self.reading.noted += characters;
            self.reading.note(&codes::ALTERNATIVE_REPEATED, place, || {
                say!(
                    "{characters} characters that the chosen branch has as well",
                    "有 {characters} 个字符与所选版本相同"
                )
            });
            return;
        }
        let index = self.reading.open_story(StoryKind::Alternative, place);
        let paragraph = Paragraph { text: alternate.other.into(), place, ..Paragraph::default() };
        self.reading.fill_story(index, vec![Block::Paragraph(paragraph)]);
    }

    /// Whether the branches that were not chosen say what the chosen one says.
    fn repeats(&self, alternate: &Alternate) -> bool {
        let (stories, blocks, bytes) = alternate.from;
        let mut chosen = String::new();
        for story in self.reading.stories.get(stories..).unwrap_or(&[]) {
            flatten(&story.blocks, &mut chosen);
        }
        flatten(self.container.blocks.get(blocks..).unwrap_or(&[]), &mut chosen);
        if let Some(paragraph) = &self.container.paragraph {
            chosen.push_str(paragraph.text.get(bytes..).unwrap_or(""));
        }
        let dense = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        dense(&chosen) == dense(&alternate.other)
    }
}
