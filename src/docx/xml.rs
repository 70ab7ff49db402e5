//! A pull parser for one XML part: borrowed events, names resolved to a [`Space`] and a local name, limits kept.
//!
//! It puts together what `scan` finds, `namespaces` resolves and `chars` spells out, and knows no element of any
//! format. Comments, processing instructions and CDATA boundaries are transparent; a DTD is refused wherever it
//! stands, and nothing is ever fetched.

use std::borrow::Cow;

pub(crate) use super::chars::decode;
use super::chars::{Attributes, normal_lines, resolve, unescape};
pub(crate) use super::fault::{Fault, Result};
use super::names::Space;
use super::namespaces::Namespaces;
use super::scan::{self, Inside, Scanner, Start, Token, may_declare};
use crate::model::{Limits, Words, say};

/// What comes next in a part. An empty element gives a start and an end.
#[derive(Debug)]
pub(crate) enum Event<'a> {
    /// An element begins.
    Start(Tag<'a>),
    /// The innermost open element ends.
    End,
    /// Character data, entities resolved. One text may come in several pieces.
    Text(Cow<'a, str>),
    /// The part is over.
    Done,
}

/// The start tag of an element.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tag<'a> {
    /// What its namespace stands for.
    pub(crate) space: Space,
    /// Its local name.
    pub(crate) local: &'a [u8],
    /// The byte of its `<`.
    pub(crate) start: usize,
    /// One past the byte of its `>`.
    pub(crate) end: usize,
    prefix: &'a [u8],
    attributes: &'a str,
}

impl Tag<'_> {
    /// The local name as text.
    pub(crate) fn name(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.local)
    }

    /// The tag's text after the element's name, unparsed.
    pub(crate) fn raw_attributes(&self) -> &str {
        self.attributes
    }
}

/// What stood inside an element, and which namespaces were declared there.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Known<'a> {
    inside: Inside<'a>,
    declared: u64,
}

impl Known<'_> {
    /// How many bytes it is long.
    pub(crate) fn length(&self) -> usize {
        self.inside.bytes.len()
    }

    /// Whether both are the inside of an element of one name, with the same bytes.
    pub(super) fn reads_as(&self, other: &Known<'_>) -> bool {
        (self.inside.name, self.inside.bytes) == (other.inside.name, other.inside.bytes)
    }
}

/// A place inside an element whose start came last.
#[derive(Debug)]
pub(crate) struct Here<'a> {
    at: usize,
    name: &'a [u8],
    depth: usize,
    declared: u64,
}

/// A place to return to.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    scanner: scan::Mark,
    empty: bool,
}

/// Reads one part.
pub(crate) struct Xml<'a> {
    scanner: Scanner<'a>,
    rooted: bool,
    /// Whether the element whose start came last is empty and has not been ended.
    empty: bool,
    names: Namespaces<'a>,
}

impl<'a> Xml<'a> {
    /// A reader over the text of one part.
    pub(crate) fn new(text: &'a str, limits: &Limits) -> Self {
        Xml {
            scanner: Scanner::new(text, limits),
            rooted: false,
            empty: false,
            names: Namespaces::new(limits.namespaces),
        }
    }

    /// The byte of the part that is read next.
    #[inline]
    pub(crate) fn position(&self) -> usize {
        self.scanner.position()
    }

    /// The byte where what was read last began.
    #[inline]
    pub(super) fn token_start(&self) -> usize {
        self.scanner.token_start()
    }

    /// How many elements are open.
    #[inline]
    pub(crate) fn depth(&self) -> usize {
        self.scanner.depth() + usize::from(self.empty)
    }

    /// The bytes of the part, in the offsets that tags give.
    pub(crate) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.scanner.input().get(start..end).unwrap_or("")
    }

    /// What comes next.
    #[inline]
    pub(crate) fn next(&mut self) -> Result<Event<'a>> {
        if self.empty {
            self.close();
            return Ok(Event::End);
        }
        loop {
            let inside = self.scanner.depth() > 0;
            return match self.scanner.token()? {
                Token::Start(tag) => self.open(&tag).map(Event::Start),
                Token::End => {
                    self.close();
                    Ok(Event::End)
                }
                Token::Text(text) if inside => Ok(Event::Text(normal_lines(text))),
                Token::Text(text) if text.trim().is_empty() => continue,
                Token::Verbatim(text) if inside => Ok(Event::Text(Cow::Borrowed(text))),
                Token::Reference(name) if inside => self.resolve(name).map(Event::Text),
                Token::Done => self.finish().map(|()| Event::Done),
                _ => Err(Fault::xml(
                    self.scanner.token_start(),
                    Words::new("text outside the root element", "根元素之外有文字"),
                )),
            };
        }
    }

    /// The next child of the open element that `wanted` picks by its local name and its attributes; `None` once
    /// the element has ended. Children that are not wanted are passed over, and so is text.
    #[inline]
    pub(crate) fn child(&mut self, wanted: impl Fn(&[u8], &str) -> bool) -> Result<Option<Tag<'a>>> {
        if self.empty {
            self.close();
            return Ok(None);
        }
        loop {
            match self.scanner.token()? {
                Token::Start(tag) if wanted(tag.local(), tag.attributes) => return self.open(&tag).map(Some),
                Token::Start(tag) if tag.empty => {}
                Token::Start(_) => self.scanner.skip()?,
                Token::Text(_) | Token::Verbatim(_) => {}
                Token::Reference(name) => {
                    self.resolve(name)?;
                }
                Token::End => {
                    self.close();
                    return Ok(None);
                }
                Token::Done => {
                    self.finish()?;
                    return Ok(None);
                }
            }
        }
    }

    /// The place that has been reached.
    #[inline]
    pub(crate) fn here(&self) -> Here<'a> {
        let name = if self.empty { b"" } else { self.scanner.innermost() };
        Here { at: self.position(), name, depth: self.depth(), declared: self.names.changes() }
    }

    /// What has been read since `here`, if that was the whole inside of an element in which nothing was declared.
    pub(crate) fn known_since(&self, here: &Here<'a>) -> Option<Known<'a>> {
        let whole = !here.name.is_empty() && self.depth() + 1 == here.depth && self.names.changes() == here.declared;
        let bytes = self.slice(here.at, self.position()).as_bytes();
        let inside = Inside { name: here.name, bytes, depth: here.depth };
        whole.then_some(Known { inside, declared: here.declared })
    }

    /// Goes to the end of the element whose start came last, if it is surely the same as `known` inside.
    #[inline]
    pub(crate) fn pass(&mut self, known: &Known<'a>) -> bool {
        !self.empty && known.declared == self.names.changes() && self.scanner.pass(&known.inside)
    }

    /// The place that has been reached, to return to it.
    #[inline]
    pub(super) fn mark(&self) -> Mark {
        Mark { scanner: self.scanner.mark(), empty: self.empty }
    }

    /// Returns to a place inside an element that is still open there, since which nothing was declared.
    pub(super) fn return_to(&mut self, mark: Mark) {
        self.scanner.return_to(mark.scanner);
        self.empty = mark.empty;
    }

    // Markup that stands as it is expected, letter by letter, is read without an event. All of it has the prefix `w`.

    /// Begins the element of this start tag, which has no attributes, if it stands next.
    #[inline]
    pub(super) fn enter<const N: usize>(&mut self, start: &[u8; N]) -> bool {
        self.expects_word() && self.scanner.enter(start)
    }

    /// Begins the element whose start tag begins with these bytes, if it stands next and its attributes need no look.
    #[inline]
    pub(super) fn enter_plain<const N: usize>(&mut self, start: &[u8; N]) -> bool {
        self.expects_word() && self.scanner.enter_plain(start)
    }

    /// Goes past the empty element whose tag begins with these bytes, if it stands next and its attributes need no look.
    #[inline]
    pub(super) fn pass_empty<const N: usize>(&mut self, start: &[u8; N]) -> bool {
        self.expects_word() && self.scanner.pass_empty(start)
    }

    /// Reads `w:t` up to its end tag, if it stands next and holds character data alone: the text, and whether its white
    /// space is preserved.
    #[inline]
    pub(super) fn plain_text(&mut self) -> Option<(&'a str, bool)> {
        if !self.expects_word() {
            return None;
        }
        let preserved = self.scanner.enter_text(b"<w:t xml:space=\"preserve\">", b"</w:t>");
        match preserved {
            Some(text) => Some((text, true)),
            None => self.scanner.enter_text(b"<w:t>", b"</w:t>").map(|text| (text, false)),
        }
    }

    /// Reads a whole run, if one stands next that is one text of at most `room` bytes, with one of these property lists or
    /// none: the text, and whether its white space is preserved.
    #[inline]
    pub(super) fn whole_run(&mut self, room: usize, lists: &[Known<'a>]) -> Option<(&'a str, bool)> {
        if !self.expects_word() {
            return None;
        }
        let (depth, declared) = (self.scanner.depth() + 2, self.names.changes());
        let sound = lists.iter().filter(|known| known.declared == declared).map(|known| known.inside);
        let sound = sound.filter(|inside| inside.name == b"w:rPr" && depth <= inside.depth);
        self.scanner.whole_run(room, declared, sound)
    }

    /// Ends the innermost element, if this end tag stands next.
    #[inline]
    pub(super) fn leave<const N: usize>(&mut self, end: &[u8; N]) -> bool {
        let leaves = !self.empty && self.scanner.leave(end);
        if leaves {
            self.close();
        }
        leaves
    }

    /// Whether an element could begin here, and `w` stands for WordprocessingML.
    #[inline]
    fn expects_word(&self) -> bool {
        !self.empty && self.names.letter(b'w') == Space::Word
    }

    /// Reads to the end of the element whose start came last.
    #[inline]
    pub(crate) fn skip(&mut self) -> Result<()> {
        if !self.empty {
            self.scanner.skip()?;
        }
        self.close();
        Ok(())
    }

    /// The value of an attribute. One without a prefix counts as in its element's namespace, as some writers mean it.
    pub(crate) fn attribute(&mut self, tag: &Tag<'a>, space: Space, local: &str) -> Option<Cow<'a, str>> {
        for (name, value) in Attributes(tag.attributes) {
            let Some(prefix) = prefix_before(name.as_bytes(), local.as_bytes()) else { continue };
            let own = prefix.is_empty() || prefix == tag.prefix;
            let found = if own { tag.space } else { self.names.of(prefix) };
            if found == space {
                return Some(unescape(value));
            }
        }
        None
    }

    /// The value of the attribute `local` in the element's own namespace.
    #[inline]
    pub(crate) fn own(&mut self, tag: &Tag<'a>, local: &str) -> Option<Cow<'a, str>> {
        self.attribute(tag, tag.space, local)
    }

    /// What a prefix that is named in a value stands for here.
    pub(crate) fn space_of(&self, prefix: &str) -> Space {
        self.names.find(prefix.as_bytes())
    }

    /// The name of the element that begins next, if one does before any text or end.
    pub(crate) fn peek_element(&self) -> Option<&'a str> {
        if self.empty {
            return None;
        }
        let rest = self.scanner.input().get(self.scanner.position()..)?.trim_ascii_start().strip_prefix('<')?;
        rest.split(|c: char| matches!(c, '>' | '/') || c.is_ascii_whitespace()).next()
    }

    #[inline]
    fn open(&mut self, tag: &Start<'a>) -> Result<Tag<'a>> {
        let (start, end) = (self.scanner.token_start(), self.scanner.position());
        self.empty = tag.empty;
        if self.depth() == 1 && std::mem::replace(&mut self.rooted, true) {
            return Err(Fault::xml(start, Words::new("a second root element", "出现第二个根元素")));
        }
        if may_declare(tag.attributes.as_bytes()) {
            self.names.declare(tag.attributes, self.depth(), start)?;
        }
        let (prefix, local) = (tag.prefix(), tag.local());
        Ok(Tag { space: self.names.of(prefix), local, start, end, prefix, attributes: tag.attributes })
    }

    /// Ends the innermost element.
    #[inline]
    fn close(&mut self) {
        self.empty = false;
        self.names.leave(self.scanner.depth());
    }

    #[cold]
    fn resolve(&self, name: &str) -> Result<Cow<'static, str>> {
        let start = self.scanner.token_start();
        resolve(name)
            .ok_or_else(|| Fault::xml(start, say!("an undeclared entity `&{name};`", "实体 `&{name};` 未声明")))
    }

    fn finish(&self) -> Result<()> {
        let end = self.scanner.position();
        if self.depth() > 0 {
            return Err(Fault::xml(end, Words::new("an end in the middle of an element", "内容在元素中间结束")));
        }
        if !self.rooted {
            return Err(Fault::xml(end, Words::new("no root element", "没有根元素")));
        }
        Ok(())
    }
}

/// The prefix of a qualified name, nothing where it has none, if this is its local name.
#[inline]
fn prefix_before<'n>(name: &'n [u8], local: &[u8]) -> Option<&'n [u8]> {
    match name.strip_suffix(local)? {
        [] => Some(b""),
        [prefix @ .., b':'] if !prefix.contains(&b':') => Some(prefix),
        _ => None,
    }
}
