//! A scanner for the markup of one part: finds tags, text and references, and checks that elements nest.
//!
//! It looks at every byte once and copies none. It knows where a tag ends, which end belongs to which start,
//! and how deep elements and how many attributes may go; it knows neither namespaces nor what an entity stands
//! for. Comments and processing instructions are passed over here; a DTD is refused wherever it stands.
//! `oracle` holds it to an XML library's idea of the same bytes.

use super::chars::Attributes;
use super::fault::{Fault, Result};
use crate::model::{Limits, Words, say};
use shapes::{Openings, Tags};

mod expected;
mod shapes;

const UNCLOSED_TAG: Words = Words::new("a tag without its `>`", "标签缺少 `>`");

/// What stands next in a part. An empty element is a start only.
#[derive(Debug)]
pub(super) enum Token<'a> {
    /// A start tag, or an empty element.
    Start(Start<'a>),
    /// The end tag of the innermost open element.
    End,
    /// Character data without references.
    Text(&'a str),
    /// The inside of a CDATA section.
    Verbatim(&'a str),
    /// The inside of a reference, without its `&` and `;`.
    Reference(&'a str),
    /// The part is over.
    Done,
}

/// A start tag as written.
#[derive(Debug)]
pub(super) struct Start<'a> {
    /// The element's name.
    pub(super) name: &'a str,
    /// How many bytes of the name stand before its colon; `None` without one.
    pub(super) colon: Option<usize>,
    /// What stands after the name.
    pub(super) attributes: &'a str,
    /// Whether the element is empty, so that no end follows.
    pub(super) empty: bool,
}

impl<'a> Start<'a> {
    /// The name after its colon.
    #[inline]
    pub(super) fn local(&self) -> &'a [u8] {
        self.name.as_bytes().get(self.colon.map_or(0, |colon| colon + 1)..).unwrap_or(b"")
    }

    /// The name before its colon.
    #[inline]
    pub(super) fn prefix(&self) -> &'a [u8] {
        self.name.as_bytes().get(..self.colon.unwrap_or(0)).unwrap_or(b"")
    }
}

/// What a byte means inside the name of a start tag.
const NAME: u8 = 0;
const COLON: u8 = 1;
const STOP: u8 = 2;

const BYTES: [u8; 256] = {
    let mut bytes = [NAME; 256];
    bytes[b':' as usize] = COLON;
    let stops = b" \t\r\n>\"'";
    let mut at = 0;
    while at < stops.len() {
        bytes[stops[at] as usize] = STOP;
        at += 1;
    }
    bytes
};

#[inline]
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// The `>` that comes next, and what stands before it.
struct Close {
    /// How many bytes stand before it.
    at: usize,
    /// Whether it may stand in quotes: an odd number of `"` is before it, or an apostrophe, which quotes too.
    quotes: bool,
}

/// The high bit of each of eight bytes that is `wanted`, and no other bit.
#[inline]
fn marked(word: u64, wanted: u8) -> u64 {
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    let differs = word ^ (u64::from(wanted) * 0x0101_0101_0101_0101);
    !((differs & LOW).wrapping_add(LOW) | differs | LOW)
}

/// Finds the next `>`: in blocks of sixteen bytes, of which the compiler compares all at once, then byte by byte.
#[inline]
fn next_close(bytes: &[u8]) -> Option<Close> {
    let any = |block: &[u8; 16], wanted: u8| block.iter().fold(false, |found, byte| found | (*byte == wanted));
    let count = |block: &[u8; 16]| block.iter().fold(0, |sum: u8, byte| sum.wrapping_add(u8::from(*byte == b'"')));
    let (mut at, mut quotes, mut apostrophe) = (0, 0, false);
    for block in bytes.as_chunks::<16>().0 {
        if any(block, b'>') {
            break;
        }
        quotes ^= count(block);
        apostrophe |= any(block, b'\'');
        at += block.len();
    }
    for byte in &bytes[at..] {
        match byte {
            b'>' => return Some(Close { at, quotes: quotes % 2 == 1 || apostrophe }),
            b'"' => quotes ^= 1,
            b'\'' => apostrophe = true,
            _ => {}
        }
        at += 1;
    }
    None
}

/// Whether an attribute may declare a namespace; if not, none does.
#[inline]
pub(super) fn may_declare(attributes: &[u8]) -> bool {
    memchr::memchr_iter(b'x', attributes).any(|at| attributes[at..].starts_with(b"xmlns"))
}

/// An element that was read before: its name, what stands after its start tag up to and with its end tag, and how deep it
/// lay.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Inside<'a> {
    pub(super) name: &'a [u8],
    pub(super) bytes: &'a [u8],
    pub(super) depth: usize,
}

/// A skipped element of more bytes hardly comes again.
const LONGEST_SKIPPED: usize = 1_024;

/// A place to return to.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    at: usize,
    from: usize,
    depth: usize,
}

/// Scans one part.
pub(super) struct Scanner<'a> {
    input: &'a str,
    at: usize,
    from: usize,
    open: Vec<&'a [u8]>,
    max_depth: usize,
    max_attributes: usize,
    /// What was skipped last.
    skipped: Inside<'a>,
    /// The shapes of start tags that need no look.
    tags: Tags,
    /// The shapes of the tags of empty elements that need none.
    empty_tags: Tags,
    /// The openings of runs that need none.
    openings: Openings<'a>,
}

impl<'a> Scanner<'a> {
    /// A scanner over a text, a byte order mark left out.
    pub(super) fn new(input: &'a str, limits: &Limits) -> Self {
        let at = input.len() - input.trim_start_matches('\u{FEFF}').len();
        Scanner {
            input,
            at,
            from: at,
            open: Vec::with_capacity(16),
            max_depth: limits.xml_depth,
            max_attributes: limits.attributes,
            skipped: Inside::default(),
            tags: Tags::default(),
            empty_tags: Tags::default(),
            openings: Openings::default(),
        }
    }

    /// The text that is scanned.
    pub(super) fn input(&self) -> &'a str {
        self.input
    }

    /// The byte that is scanned next.
    #[inline]
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// The first byte of the last token.
    #[inline]
    pub(super) fn token_start(&self) -> usize {
        self.from
    }

    /// How many elements wait for their end tags.
    #[inline]
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The place that has been reached.
    #[inline]
    pub(super) fn mark(&self) -> Mark {
        Mark { at: self.at, from: self.from, depth: self.open.len() }
    }

    /// Returns to a place since which no element that was open there has ended.
    pub(super) fn return_to(&mut self, Mark { at, from, depth }: Mark) {
        (self.at, self.from) = (at, from);
        self.open.truncate(depth);
    }

    /// What stands next.
    #[inline(always)]
    pub(super) fn token(&mut self) -> Result<Token<'a>> {
        let bytes = self.input.as_bytes();
        loop {
            self.from = self.at;
            match bytes.get(self.at) {
                Some(b'<') => match bytes.get(self.at + 1) {
                    Some(b'/') => return self.end().map(|()| Token::End),
                    Some(b'!') => {
                        if let Some(text) = self.declaration()? {
                            return Ok(Token::Verbatim(text));
                        }
                    }
                    Some(b'?') => self.instruction()?,
                    _ => return self.start().map(Token::Start),
                },
                Some(b'&') => return self.reference().map(Token::Reference),
                Some(_) => return Ok(Token::Text(self.text())),
                None => return Ok(Token::Done),
            }
        }
    }

    /// Passes over the rest of the innermost open element, its end tag included. Nothing in it is looked at.
    ///
    /// What was skipped last often comes again, such as the borders of a cell, and is known by its bytes.
    pub(super) fn skip(&mut self) -> Result<()> {
        let known = self.skipped;
        if self.pass(&known) {
            return Ok(());
        }
        let (from, depth, name) = (self.at, self.open.len(), self.innermost());
        let outside = depth.saturating_sub(1);
        while self.open.len() > outside {
            if let Token::Done = self.token()? {
                return Err(Fault::xml(
                    self.at,
                    Words::new("an end in the middle of an element", "内容在元素中间结束"),
                ));
            }
        }
        let bytes = &self.input.as_bytes()[from..self.at];
        if bytes.len() <= LONGEST_SKIPPED {
            self.skipped = Inside { name, bytes, depth };
        }
        Ok(())
    }

    /// The name of the innermost open element.
    #[inline]
    pub(super) fn innermost(&self) -> &'a [u8] {
        self.open.last().copied().unwrap_or(b"")
    }

    fn fault<T>(&self, message: Words) -> Result<T> {
        Err(Fault::xml(self.from, message))
    }

    /// The bytes from `from` to before `to`; both lie at characters of ASCII.
    #[inline]
    fn slice(&self, from: usize, to: usize) -> &'a str {
        self.input.get(from..to).unwrap_or("")
    }

    #[inline(always)]
    fn start(&mut self) -> Result<Start<'a>> {
        let bytes = self.input.as_bytes();
        let name = self.from + 1;
        let mut at = name;
        let mut colon = None;
        let stop = loop {
            let Some(byte) = bytes.get(at) else { return self.fault(UNCLOSED_TAG) };
            match BYTES[usize::from(*byte)] {
                NAME => {}
                COLON => colon = colon.or(Some(at - name)),
                _ => break *byte,
            }
            at += 1;
        };
        if matches!(stop, b'"' | b'\'') {
            return self.fault(Words::new("a quotation mark in the name of a tag", "标签名中有引号"));
        }
        let close = if stop == b'>' { at } else { self.tag_end(at)? };
        let empty = bytes[close - 1] == b'/';
        let inside = close - usize::from(empty);
        let at = at.min(inside);
        if at <= name {
            return self.fault(Words::new("a tag without a name", "标签没有名称"));
        }
        self.check_size(close + 1)?;
        let tag = Start { name: self.slice(name, at), colon, attributes: self.slice(at, inside), empty };
        if !empty {
            self.open.push(tag.name.as_bytes());
        }
        self.at = close + 1;
        Ok(tag)
    }

    /// The byte of the `>` that ends a tag: the first from `at`, outside all quotes, that is not in quotes.
    #[inline]
    fn tag_end(&self, at: usize) -> Result<usize> {
        let Some(close) = next_close(&self.input.as_bytes()[at..]) else { return self.fault(UNCLOSED_TAG) };
        if close.quotes { self.quoted_tag_end(at) } else { Ok(at + close.at) }
    }

    /// The same where a `>` or the other kind of quotes may stand in quotes.
    #[cold]
    fn quoted_tag_end(&self, at: usize) -> Result<usize> {
        let rest = &self.input.as_bytes()[at..];
        let mut quote = None;
        for found in memchr::memchr3_iter(b'>', b'\'', b'"', rest) {
            match (quote, rest[found]) {
                (None, b'>') => return Ok(at + found),
                (None, byte) => quote = Some(byte),
                (Some(open), byte) if open == byte => quote = None,
                _ => {}
            }
        }
        self.fault(UNCLOSED_TAG)
    }

    /// Refuses a tag that lies too deep or has too many attributes.
    #[inline]
    fn check_size(&self, end: usize) -> Result<()> {
        if self.open.len() >= self.max_depth {
            return Err(Fault::limit(self.from, "xml-depth", self.max_depth));
        }
        // An attribute takes at least five bytes, so short tags need no count.
        if (end - self.from) / 5 > self.max_attributes { self.count_attributes(end) } else { Ok(()) }
    }

    #[cold]
    fn count_attributes(&self, end: usize) -> Result<()> {
        let tag = self.slice(self.from, end);
        let count = Attributes(tag.trim_start_matches(|c: char| !c.is_ascii_whitespace())).count();
        if count > self.max_attributes {
            return Err(Fault::limit(self.from, "attributes", self.max_attributes));
        }
        Ok(())
    }

    #[inline]
    fn end(&mut self) -> Result<()> {
        let bytes = self.input.as_bytes();
        let Some(name) = self.open.last() else {
            return self.fault(Words::new("an end tag without a start tag", "结束标签没有对应的开始标签"));
        };
        let mut at = self.from + 2;
        if !bytes[at..].starts_with(name) {
            return self.mismatch();
        }
        at += name.len();
        while bytes.get(at).is_some_and(|byte| is_space(*byte)) {
            at += 1;
        }
        if bytes.get(at) != Some(&b'>') {
            return self.mismatch();
        }
        self.open.pop();
        self.at = at + 1;
        Ok(())
    }

    #[cold]
    fn mismatch(&self) -> Result<()> {
        let name = String::from_utf8_lossy(self.open.last().unwrap_or(&&b""[..])).into_owned();
        Err(Fault::xml(self.from, say!("an end tag that is not `</{name}>`", "结束标签不是 `</{name}>`")))
    }

    #[inline]
    fn text(&mut self) -> &'a str {
        let bytes = self.input.as_bytes();
        let length = memchr::memchr2(b'<', b'&', &bytes[self.at..]).unwrap_or(bytes.len() - self.at);
        self.at += length;
        self.slice(self.from, self.at)
    }

    fn reference(&mut self) -> Result<&'a str> {
        let inside = self.from + 1;
        let rest = &self.input.as_bytes()[inside..];
        match memchr::memchr3(b';', b'&', b'<', rest) {
            Some(length) if rest[length] == b';' => {
                self.at = inside + length + 1;
                Ok(self.slice(inside, inside + length))
            }
            _ => self.fault(Words::new("a `&` without its `;`", "`&` 缺少对应的 `;`")),
        }
    }

    /// What begins with `<!`: gives the text of a CDATA section, passes over a comment, refuses all else.
    #[cold]
    fn declaration(&mut self) -> Result<Option<&'a str>> {
        let rest = &self.input.as_bytes()[self.from..];
        if rest.starts_with(b"<!--") {
            return self
                .pass_mark(4, b"-->", Words::new("a comment without its `-->`", "注释缺少 `-->`"))
                .map(|_| None);
        }
        if rest.starts_with(b"<![CDATA[") {
            return self
                .pass_mark(9, b"]]>", Words::new("a CDATA section without its `]]>`", "CDATA 段缺少 `]]>`"))
                .map(Some);
        }
        if rest.get(..9).is_some_and(|start| start.eq_ignore_ascii_case(b"<!DOCTYPE")) {
            return self.fault(Words::new("a document type declaration", "含有文档类型声明（DOCTYPE）"));
        }
        self.fault(Words::new("a `<!` that begins nothing", "`<!` 之后没有有效内容"))
    }

    #[cold]
    fn instruction(&mut self) -> Result<()> {
        let unclosed = Words::new("a processing instruction without its `?>`", "处理指令缺少 `?>`");
        if self.input.as_bytes().get(self.from + 2) == Some(&b'>') {
            return self.fault(unclosed);
        }
        self.pass_mark(2, b"?>", unclosed).map(drop)
    }

    /// Goes past the first `mark` after the first `opening` bytes; gives what stands between.
    fn pass_mark(&mut self, opening: usize, mark: &[u8], unclosed: Words) -> Result<&'a str> {
        let inside = self.from + opening;
        let Some(length) = memchr::memmem::find(&self.input.as_bytes()[inside..], mark) else {
            return self.fault(unclosed);
        };
        self.at = inside + length + mark.len();
        Ok(self.slice(inside, inside + length))
    }
}
