//! The elements of the text namespace: blocks, what stands inside paragraphs, tracked changes; and white space.

use super::body::{Body, Change, Ending, Mood};
use crate::compose::{Sink, symbols};
use crate::docx::names::Space;
use crate::docx::xml::{Result, Tag};
use crate::model::{StoryKind, codes, say};

impl<'a> Body<'a, '_, '_> {
    /// Begins an element of text; `None` if it has been read to its end.
    pub(super) fn start_text(&mut self, tag: &Tag<'a>) -> Result<Option<Ending>> {
        let ending = match tag.local {
            b"p" | b"h" => self.paragraph(tag),
            b"span" => {
                let name = self.xml.own(tag, "style-name").unwrap_or_default();
                let style = self.styles.get(false, &name, self.chain);
                self.take_style(&style);
                Ending::Plain
            }
            b"s" => {
                let count = self.xml.own(tag, "c").and_then(|count| count.trim().parse::<usize>().ok());
                return self.stand(&" ".repeat(count.unwrap_or(1).min(1_000)));
            }
            b"tab" => return self.stand("\t"),
            b"line-break" => return self.stand("\n"),
            b"list" | b"list-item" => self.list(tag),
            b"list-header" => Ending::Plain,
            b"section" | b"hidden-text" if self.is_hidden(tag) => {
                if tag.local == b"section" {
                    self.story(tag, StoryKind::Hidden)
                } else {
                    self.mood.hidden = true;
                    Ending::Plain
                }
            }
            b"bookmark" | b"bookmark-start" => {
                if let Some(name) = self.xml.own(tag, "name").filter(|_| !self.mood.collected) {
                    self.composer.bookmark(name.into_owned(), tag.start);
                }
                Ending::Plain
            }
            b"note-body" => self.story(tag, self.note),
            b"note" => {
                let is_endnote = self.xml.own(tag, "note-class").is_some_and(|class| class == "endnote");
                self.note = if is_endnote { StoryKind::Endnote } else { StoryKind::Footnote };
                Ending::Plain
            }
            b"ruby-text" => {
                self.mood.sink = self.mood.sink.or(Some(StoryKind::Ruby));
                Ending::Plain
            }
            // Numbers that are computed, and what describes an index or a script.
            b"note-citation"
            | b"number"
            | b"script"
            | b"sequence-decls"
            | b"variable-decls"
            | b"user-field-decls"
            | b"table-of-content-source"
            | b"illustration-index-source"
            | b"table-index-source"
            | b"object-index-source"
            | b"user-index-source"
            | b"alphabetical-index-source"
            | b"bibliography-source" => {
                return self.skip();
            }
            _ => return self.change(tag),
        };
        Ok(Some(ending))
    }

    /// Whether a section, or a text with a condition, is not shown.
    fn is_hidden(&mut self, tag: &Tag<'a>) -> bool {
        match tag.local {
            b"section" => self.xml.own(tag, "display").is_some_and(|display| display == "none"),
            _ => self.xml.own(tag, "is-hidden").is_none_or(|hidden| hidden == "true"),
        }
    }

    /// Tracked changes: what was deleted lies apart, what was inserted between two marks.
    fn change(&mut self, tag: &Tag<'a>) -> Result<Option<Ending>> {
        let revisions = self.composer.options.revisions;
        match tag.local {
            b"changed-region" => {
                let id = self.xml.own(tag, "id").or_else(|| self.xml.attribute(tag, Space::Xml, "id"));
                self.region = id.unwrap_or_default().into_owned();
            }
            b"insertion" => {
                self.changes.insert(self.region.clone(), Change::Inserted);
                self.composer.changes.0 += 1;
            }
            b"deletion" => {
                self.changes.insert(self.region.clone(), Change::Deleted);
                self.composer.changes.1 += 1;
                match revisions.story(true, false) {
                    Some(kind) => return Ok(Some(self.story(tag, kind))),
                    None => self.mood.collected = true,
                }
            }
            b"change" | b"change-start" | b"change-end" => {
                let id = self.xml.own(tag, "change-id").unwrap_or_default();
                let kind = self.changes.get(id.as_ref()).copied();
                let mark = match kind {
                    Some(Change::Inserted) => &mut self.marked.0,
                    _ => &mut self.marked.1,
                };
                match tag.local {
                    b"change-start" if kind.is_some() => *mark += 1,
                    b"change-end" if kind.is_some() => *mark = mark.saturating_sub(1),
                    _ => {}
                }
                if let Some(text) = self.deletions.remove(id.as_ref()) {
                    let at = tag.start..tag.end;
                    self.composer.text(None, text.trim_end_matches('\n'), at).map_err(self.fault())?;
                }
            }
            _ => {}
        }
        Ok(Some(Ending::Plain))
    }

    /// Which text the text is here.
    fn sink(&self) -> Sink {
        let Mood { sink, hidden, .. } = self.mood;
        let changed = self.composer.options.revisions.story(self.marked.1 > 0, self.marked.0 > 0);
        sink.or(changed).or(hidden.then_some(StoryKind::Hidden))
    }

    /// Puts what an element stands for and reads to its end.
    fn stand(&mut self, text: &str) -> Result<Option<Ending>> {
        self.put_space()?;
        self.put(text)?;
        self.skip()
    }

    /// Puts text with its runs of white space made one space, none at the ends of a paragraph (ODF 1.3 Part 3 §6.1.2).
    pub(super) fn take_collapsed(&mut self, text: &str) -> Result<()> {
        let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
        let mut rest = text;
        while !rest.is_empty() {
            let words = rest.trim_start_matches(is_space);
            self.space |= words.len() < rest.len();
            let (word, after) = words.split_at(words.find(is_space).unwrap_or(words.len()));
            rest = after;
            if !word.is_empty() {
                self.put_space()?;
                self.put(word)?;
            }
        }
        Ok(())
    }

    fn put_space(&mut self) -> Result<()> {
        let sink = self.sink();
        if std::mem::take(&mut self.space) && (self.mood.collected || self.composer.last_character(sink).is_some()) {
            self.put(" ")?;
        }
        Ok(())
    }

    /// Puts text as its style makes it look.
    fn put(&mut self, text: &str) -> Result<()> {
        let Mood { font, shift, struck, collected, .. } = self.mood;
        let mut shown = symbols::in_font(text, font);
        if let Some(shift) = shift {
            shown = symbols::shifted(&shown, shift);
        }
        if collected {
            self.deletions.entry(self.region.clone()).or_default().push_str(&shown);
            return Ok(());
        }
        let at = self.xml.position();
        if struck && !shown.trim().is_empty() {
            let place = self.composer.place(at..at);
            self.composer.note(&codes::TEXT_STRUCK, place, || {
                say!("「{struck}」 is struck out", "「{struck}」带有删除线", struck = shown.trim())
            });
        }
        let start = at.saturating_sub(text.len());
        let sink = self.sink();
        self.composer.text(sink, &shown, start..at).map_err(self.fault())
    }
}
