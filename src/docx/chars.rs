//! The characters of XML: encodings, line ends, entities and the values of attributes.

use std::borrow::Cow;

use super::fault::{Fault, Result};
use crate::model::Words;

/// The bytes of a part as text: UTF-8 as it lies there, UTF-16 converted, a byte order mark left out.
pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>> {
    let wide = |big: bool, bytes: &[u8]| -> Result<String> {
        if !bytes.len().is_multiple_of(2) {
            return Err(Fault::xml(
                bytes.len(),
                Words::new("UTF-16 text with half a character at its end", "UTF-16 文字的末尾只有半个字符"),
            ));
        }
        let units = bytes.chunks_exact(2).map(|pair| {
            let pair = [pair[0], pair[1]];
            if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
        });
        let mut text = String::with_capacity(bytes.len() / 2);
        for unit in char::decode_utf16(units) {
            text.push(unit.map_err(|_| {
                Fault::xml(0, Words::new("UTF-16 text with half a surrogate pair", "UTF-16 文字中只有半个代理对"))
            })?);
        }
        Ok(text)
    };
    match bytes {
        [0xFE, 0xFF, rest @ ..] => Ok(Cow::Owned(wide(true, rest)?)),
        [0xFF, 0xFE, rest @ ..] => Ok(Cow::Owned(wide(false, rest)?)),
        [0, b'<', 0, ..] => Ok(Cow::Owned(wide(true, bytes)?)),
        [b'<', 0, _, 0, ..] => Ok(Cow::Owned(wide(false, bytes)?)),
        _ => match simdutf8::compat::from_utf8(bytes) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(error) => {
                Err(Fault::xml(error.valid_up_to(), Words::new("bytes that are not UTF-8", "含有不属于 UTF-8 的字节")))
            }
        },
    }
}

/// The attributes of a tag: names and raw values. What is not an attribute is passed over.
pub(super) struct Attributes<'a>(pub(super) &'a str);

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.usual().or_else(|| self.other())
    }
}

impl<'a> Attributes<'a> {
    /// The next one, if it is written as nearly all are: a blank, its name, `="`, its value, `"`.
    #[inline]
    fn usual(&mut self) -> Option<(&'a str, &'a str)> {
        let text = self.0.strip_prefix(' ')?;
        let bytes = text.as_bytes();
        let name = bytes.iter().position(|byte| *byte == b'=' || byte.is_ascii_whitespace())?;
        let value = name + 2;
        if bytes.get(name..value) != Some(b"=\"") {
            return None;
        }
        let length = memchr::memchr(b'"', &bytes[value..])?;
        self.0 = &text[value + length + 1..];
        Some((&text[..name], &text[value..value + length]))
    }

    /// The next one, however it is written.
    fn other(&mut self) -> Option<(&'a str, &'a str)> {
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
pub(super) fn normal_lines(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// What an entity or character reference stands for, without its `&` and `;`.
pub(super) fn resolve(name: &str) -> Option<Cow<'static, str>> {
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
pub(super) fn unescape(value: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', value.as_bytes()).is_none() {
        return Cow::Borrowed(value);
    }
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('&') {
        text.push_str(before);
        // A reference ends before the next one begins, so that every byte is looked at once.
        let end = memchr::memchr2(b';', b'&', after.as_bytes()).filter(|end| after.as_bytes()[*end] == b';');
        match end.and_then(|end| Some((resolve(&after[..end])?, &after[end + 1..]))) {
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
