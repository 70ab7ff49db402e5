//! A pull parser for one XML part: borrowed events, names resolved to a [`Space`] and a local name, limits kept.
//!
//! The only file that names the XML library. It knows namespaces, entities and encodings, and no element of
//! any format. Comments, processing instructions and CDATA boundaries are transparent; a DTD is refused
//! wherever it stands, and nothing is ever fetched.

use std::borrow::Cow;
use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::Event as Token;

use super::names::Space;
use crate::model::{ErrorKind, Limits};

/// Why a part cannot be read on, and at which byte of it.
#[derive(Debug)]
pub(super) struct Fault(Box<(usize, ErrorKind)>);

impl Fault {
    /// A fault at a byte of the part.
    pub(super) fn new(offset: usize, kind: ErrorKind) -> Self {
        Fault(Box::new((offset, kind)))
    }

    fn xml(offset: usize, message: impl Into<String>) -> Self {
        Fault::new(offset, ErrorKind::Xml(message.into()))
    }

    fn limit(offset: usize, limit: &'static str, allowed: usize) -> Self {
        Fault::new(offset, ErrorKind::Limit { limit, allowed: allowed as u64 })
    }

    /// The byte and what happened there.
    pub(super) fn into_parts(self) -> (usize, ErrorKind) {
        *self.0
    }
}

/// The result of reading XML.
pub(super) type Result<T> = std::result::Result<T, Fault>;

/// What comes next in a part. An empty element gives a start and an end.
#[derive(Debug)]
pub(super) enum Event<'a> {
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
pub(super) struct Tag<'a> {
    /// What its namespace stands for.
    pub(super) space: Space,
    /// Its local name.
    pub(super) local: &'a [u8],
    /// The byte of its `<`.
    pub(super) start: usize,
    /// One past the byte of its `>`.
    pub(super) end: usize,
    prefix: &'a [u8],
    attributes: &'a str,
}

impl Tag<'_> {
    /// The local name as text.
    pub(super) fn name(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.local)
    }

    /// The tag's text after the element's name, unparsed.
    pub(super) fn raw_attributes(&self) -> &str {
        self.attributes
    }
}

/// The bytes of a part as text: UTF-8 as it lies there, UTF-16 converted, a byte order mark left out.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>> {
    let wide = |big: bool, bytes: &[u8]| -> Result<String> {
        if !bytes.len().is_multiple_of(2) {
            return Err(Fault::xml(bytes.len(), "UTF-16 text with half a character at its end"));
        }
        let units = bytes.chunks_exact(2).map(|pair| {
            let pair = [pair[0], pair[1]];
            if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
        });
        let mut text = String::with_capacity(bytes.len() / 2);
        for unit in char::decode_utf16(units) {
            text.push(unit.map_err(|_| Fault::xml(0, "UTF-16 text with half a surrogate pair"))?);
        }
        Ok(text)
    };
    match bytes {
        [0xFE, 0xFF, rest @ ..] => Ok(Cow::Owned(wide(true, rest)?)),
        [0xFF, 0xFE, rest @ ..] => Ok(Cow::Owned(wide(false, rest)?)),
        [0, b'<', 0, ..] => Ok(Cow::Owned(wide(true, bytes)?)),
        [b'<', 0, _, 0, ..] => Ok(Cow::Owned(wide(false, bytes)?)),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(error) => Err(Fault::xml(error.valid_up_to(), "bytes that are not UTF-8")),
        },
    }
}

/// Binds a prefix to a namespace, inside the element at this depth.
#[derive(Debug, Clone, Copy)]
struct Scope<'a> {
    depth: usize,
    prefix: &'a [u8],
    shadowed: Option<Space>,
}

/// Reads one part.
pub(super) struct Xml<'a> {
    input: &'a str,
    base: usize,
    reader: Reader<&'a [u8]>,
    depth: usize,
    rooted: bool,
    empty: bool,
    bound: HashMap<&'a [u8], Space>,
    scopes: Vec<Scope<'a>>,
    cache: [(&'a [u8], Space); 8],
    max_depth: usize,
    max_attributes: usize,
    max_namespaces: usize,
}

impl<'a> Xml<'a> {
    /// A reader over the text of one part.
    pub(super) fn new(text: &'a str, limits: &Limits) -> Self {
        let input = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let mut reader = Reader::from_str(input);
        let config = reader.config_mut();
        config.check_end_names = true;
        config.expand_empty_elements = false;
        Xml {
            input,
            base: text.len() - input.len(),
            reader,
            depth: 0,
            rooted: false,
            empty: false,
            bound: HashMap::from([(&b"xml"[..], Space::Xml)]),
            scopes: Vec::new(),
            cache: [(b"", Space::None); 8],
            max_depth: limits.xml_depth,
            max_attributes: limits.attributes,
            max_namespaces: limits.namespaces,
        }
    }

    /// The byte of the part that is read next.
    pub(super) fn position(&self) -> usize {
        self.base + self.reader.buffer_position() as usize
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// The bytes of the part, in the offsets that tags give.
    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        let range = start.saturating_sub(self.base)..end.saturating_sub(self.base);
        self.input.get(range).unwrap_or("")
    }

    /// What comes next.
    pub(super) fn next(&mut self) -> Result<Event<'a>> {
        if self.empty {
            self.empty = false;
            self.close();
            return Ok(Event::End);
        }
        loop {
            let start = self.reader.buffer_position() as usize;
            let token = match self.reader.read_event() {
                Ok(token) => token,
                Err(error) => return Err(self.broken(error)),
            };
            match token {
                Token::Start(_) => return self.open(start, false),
                Token::Empty(_) => return self.open(start, true),
                Token::End(_) => {
                    self.close();
                    return Ok(Event::End);
                }
                Token::Text(text) => {
                    let text = match text.into_inner() {
                        Cow::Borrowed(text) => normal_lines(text),
                        Cow::Owned(text) => Cow::Owned(text),
                    };
                    if self.depth > 0 {
                        return Ok(Event::Text(text));
                    }
                    if !text.trim().is_empty() {
                        return Err(Fault::xml(self.base + start, "text outside the root element"));
                    }
                }
                Token::CData(text) if self.depth > 0 => return Ok(Event::Text(text.into_inner())),
                Token::GeneralRef(reference) if self.depth > 0 => {
                    let name = reference.into_inner();
                    return match resolve(&name) {
                        Some(text) => Ok(Event::Text(text)),
                        None => Err(Fault::xml(self.base + start, format!("an undeclared entity `&{name};`"))),
                    };
                }
                Token::CData(_) | Token::GeneralRef(_) => {
                    return Err(Fault::xml(self.base + start, "text outside the root element"));
                }
                Token::DocType(_) => return Err(Fault::xml(self.base + start, "a document type declaration")),
                Token::Comment(_) | Token::PI(_) | Token::Decl(_) => {}
                Token::Eof => return self.finish(),
            }
        }
    }

    /// Reads to the end of the element whose start came last.
    pub(super) fn skip(&mut self) -> Result<()> {
        if self.empty {
            self.empty = false;
            self.close();
            return Ok(());
        }
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            let start = self.reader.buffer_position() as usize;
            match self.reader.read_event() {
                Ok(Token::Start(_)) => {
                    self.depth += 1;
                    self.check_size(start)?;
                }
                Ok(Token::Empty(_)) => {
                    self.depth += 1;
                    self.check_size(start)?;
                    self.depth -= 1;
                }
                Ok(Token::End(_)) => self.depth -= 1,
                Ok(Token::DocType(_)) => return Err(Fault::xml(self.base + start, "a document type declaration")),
                Ok(Token::Eof) => {
                    self.finish()?;
                    return Ok(());
                }
                Ok(_) => {}
                Err(error) => return Err(self.broken(error)),
            }
        }
        self.leave_scopes();
        Ok(())
    }

    /// The value of an attribute. One without a prefix counts as in its element's namespace, as some writers mean it.
    pub(super) fn attribute(&mut self, tag: &Tag<'a>, space: Space, local: &str) -> Option<Cow<'a, str>> {
        for (name, value) in Attributes(tag.attributes) {
            let (prefix, name) = split(name.as_bytes());
            if name != local.as_bytes() {
                continue;
            }
            let own = prefix.is_empty() || prefix == tag.prefix;
            let found = if own { tag.space } else { self.resolve_prefix(prefix) };
            if found == space {
                return Some(unescape(value));
            }
        }
        None
    }

    /// The value of the attribute `local` in the element's own namespace.
    pub(super) fn own(&mut self, tag: &Tag<'a>, local: &str) -> Option<Cow<'a, str>> {
        self.attribute(tag, tag.space, local)
    }

    /// What a prefix that is named in a value stands for here.
    pub(super) fn space_of(&self, prefix: &str) -> Space {
        self.bound.get(prefix.as_bytes()).copied().unwrap_or(Space::Other)
    }

    /// The name of the element that begins next, if one does before any text or end.
    pub(super) fn peek_element(&self) -> Option<&'a str> {
        if self.empty {
            return None;
        }
        let rest = self.input.get(self.reader.buffer_position() as usize..)?.trim_ascii_start().strip_prefix('<')?;
        rest.split(|c: char| matches!(c, '>' | '/') || c.is_ascii_whitespace()).next()
    }

    /// What a prefix stands for here; `b""` is the default namespace.
    fn resolve_prefix(&mut self, prefix: &'a [u8]) -> Space {
        let slot = (prefix.first().map_or(0, |byte| usize::from(*byte)) + prefix.len()) % self.cache.len();
        let (known, space) = self.cache[slot];
        if known == prefix && !(known.is_empty() && slot != 0) {
            return space;
        }
        let unknown = if prefix.is_empty() { Space::None } else { Space::Other };
        let space = self.bound.get(prefix).copied().unwrap_or(unknown);
        self.cache[slot] = (prefix, space);
        space
    }

    fn open(&mut self, start: usize, empty: bool) -> Result<Event<'a>> {
        if self.depth == 0 {
            if self.rooted {
                return Err(Fault::xml(self.base + start, "a second root element"));
            }
            self.rooted = true;
        }
        self.depth += 1;
        self.empty = empty;
        let (name, attributes) = self.check_tag(start)?;
        if declares(attributes.as_bytes()) {
            self.declare(attributes, start)?;
        }
        let (prefix, local) = split(name.as_bytes());
        let space = self.resolve_prefix(prefix);
        let end = self.position();
        Ok(Event::Start(Tag { space, local, start: self.base + start, end, prefix, attributes }))
    }

    /// Refuses a tag that lies too deep or has too many attributes.
    #[inline]
    fn check_size(&self, start: usize) -> Result<()> {
        let at = self.base + start;
        if self.depth > self.max_depth {
            return Err(Fault::limit(at, "xml-depth", self.max_depth));
        }
        // An attribute takes at least five bytes, so short tags need no count.
        let end = self.reader.buffer_position() as usize;
        if end - start > self.max_attributes.min(self.max_namespaces) * 5 {
            let tag = self.input.get(start..end).unwrap_or("");
            let count = Attributes(tag.trim_start_matches(|c: char| !c.is_ascii_whitespace())).count();
            if count > self.max_attributes {
                return Err(Fault::limit(at, "attributes", self.max_attributes));
            }
        }
        Ok(())
    }

    /// The name and the attributes of the tag that was read last, once it is known to keep the limits.
    #[inline]
    fn check_tag(&self, start: usize) -> Result<(&'a str, &'a str)> {
        self.check_size(start)?;
        let tag = self.input.get(start + 1..self.reader.buffer_position() as usize - 1).unwrap_or("");
        let tag = if self.empty { tag.strip_suffix('/').unwrap_or(tag) } else { tag };
        let name = tag.bytes().position(|byte| byte <= b' ').unwrap_or(tag.len());
        if name == 0 {
            return Err(Fault::xml(self.base + start, "a tag without a name"));
        }
        Ok(tag.split_at(name))
    }

    fn declare(&mut self, attributes: &'a str, start: usize) -> Result<()> {
        let mut count = 0;
        for (name, value) in Attributes(attributes) {
            let prefix = match name.strip_prefix("xmlns") {
                Some("") => "",
                Some(prefix) if prefix.starts_with(':') => &prefix[1..],
                _ => continue,
            };
            count += 1;
            if count > self.max_namespaces {
                return Err(Fault::limit(self.base + start, "namespaces", self.max_namespaces));
            }
            let space = Space::of(unescape(value).trim());
            let shadowed = self.bound.insert(prefix.as_bytes(), space);
            self.scopes.push(Scope { depth: self.depth, prefix: prefix.as_bytes(), shadowed });
        }
        self.cache = [(b"", Space::None); 8];
        self.cache[0] = (b"", self.bound.get(&b""[..]).copied().unwrap_or(Space::None));
        Ok(())
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.leave_scopes();
    }

    fn leave_scopes(&mut self) {
        if self.scopes.last().is_none_or(|scope| scope.depth <= self.depth) {
            return;
        }
        while let Some(scope) = self.scopes.last().copied().filter(|scope| scope.depth > self.depth) {
            match scope.shadowed {
                Some(space) => self.bound.insert(scope.prefix, space),
                None => self.bound.remove(scope.prefix),
            };
            self.scopes.pop();
        }
        self.cache = [(b"", Space::None); 8];
        self.cache[0] = (b"", self.bound.get(&b""[..]).copied().unwrap_or(Space::None));
    }

    fn finish(&mut self) -> Result<Event<'a>> {
        let end = self.base + self.input.len();
        if self.depth > 0 {
            return Err(Fault::xml(end, "an end in the middle of an element"));
        }
        if !self.rooted {
            return Err(Fault::xml(end, "no root element"));
        }
        Ok(Event::Done)
    }

    fn broken(&self, error: quick_xml::Error) -> Fault {
        Fault::xml(self.base + self.reader.error_position() as usize, error.to_string())
    }
}

/// Whether a tag's attributes may declare a namespace.
#[inline]
fn declares(attributes: &[u8]) -> bool {
    attributes.len() > 6 && memchr::memchr_iter(b'x', attributes).any(|at| attributes[at..].starts_with(b"xmlns"))
}

/// Splits a qualified name at its colon.
#[inline]
fn split(name: &[u8]) -> (&[u8], &[u8]) {
    match name.iter().position(|byte| *byte == b':') {
        Some(colon) => (&name[..colon], &name[colon + 1..]),
        None => (b"", name),
    }
}

/// The attributes of a tag: names and raw values. What is not an attribute is passed over.
struct Attributes<'a>(&'a str);

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let text = self.0;
        let bytes = text.as_bytes();
        let equals = memchr::memchr(b'=', bytes)?;
        let name = bytes[..equals].trim_ascii();
        // What stands before the last white space has no value.
        let from = name.iter().rposition(|byte| byte.is_ascii_whitespace()).map_or(0, |at| at + 1);
        let mut value = equals + 1;
        while bytes.get(value).is_some_and(u8::is_ascii_whitespace) {
            value += 1;
        }
        let quote = *bytes.get(value).filter(|byte| matches!(byte, b'"' | b'\''))?;
        let length = memchr::memchr(quote, &bytes[value + 1..])?;
        self.0 = &text[value + length + 2..];
        let start = bytes[..equals].trim_ascii_end().len() - (name.len() - from);
        Some((&text[start..start + name.len() - from], &text[value + 1..value + 1 + length]))
    }
}

/// XML 1.0 §2.11: a carriage return, alone or before a line feed, is a line feed.
fn normal_lines(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// What an entity or character reference stands for, without its `&` and `;`.
fn resolve(name: &str) -> Option<Cow<'static, str>> {
    let known = match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => {
            let code = name.strip_prefix('#')?;
            let code = match code.strip_prefix('x') {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => code.parse().ok()?,
            };
            let c = char::from_u32(code).filter(|c| *c != '\0')?;
            return Some(Cow::Owned(c.to_string()));
        }
    };
    Some(Cow::Borrowed(known))
}

/// The value of an attribute, references resolved; one that stands for nothing stays as it is written.
fn unescape(value: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', value.as_bytes()).is_none() {
        return Cow::Borrowed(value);
    }
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        match after.split_once(';').and_then(|(name, after)| Some((resolve(name)?, after))) {
            Some((resolved, after)) => {
                text.push_str(&resolved);
                rest = after;
            }
            None => {
                text.push('&');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}
