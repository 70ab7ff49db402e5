//! Web archives: MIME messages of several parts (RFC 2557), of which one is the page.

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders};

use super::boundaries;
use super::page::read_page;
use crate::compose::ReadOptions;
use crate::model::{Document, Error, ErrorKind, Note, Words, codes, say};

/// Reads the page of a web archive: the part that the archive names as its start, else the first page in it.
///
/// # Errors
/// Where there is no page in it, a part is damaged, or it goes over a limit.
pub fn read_mht(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Document, Error> {
    let limit = |limit, allowed| Error::new(name, ErrorKind::Limit { limit, allowed });
    let unsound = |words: Words| Error::new(name, ErrorKind::Mime(words.into()));
    if bytes.len() as u64 > options.limits.input {
        return Err(limit("input", options.limits.input));
    }
    boundaries::check(bytes, &options.limits).map_err(|kind| Error::new(name, kind))?;
    let message = MessageParser::new().with_mime_headers().parse(bytes);
    let message = message.ok_or_else(|| unsound(Words::new("it has no header", "缺少头部")))?;
    if message.parts.len() > options.limits.entries {
        return Err(limit("entries", options.limits.entries as u64));
    }
    let pages: Vec<&MessagePart<'_>> = message.parts.iter().filter(|part| is_page(part)).collect();
    let start = start(&message);
    let is_start = |part: &&&MessagePart<'_>| start.is_some() && part.content_id().map(bare) == start;
    let page = pages.iter().find(is_start).or(pages.first());
    let page = *page.ok_or_else(|| unsound(Words::new("it has no page (text/html)", "其中没有网页（text/html）")))?;
    let raw = bytes.get(page.raw_body_offset() as usize..page.raw_end_offset() as usize).unwrap_or(&[]);
    let decoded = match page.encoding {
        Encoding::None => Some(raw.to_vec()),
        Encoding::Base64 => base64_decode(raw),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
    };
    let decoded = decoded.ok_or_else(|| unsound(Words::new("its page is damaged", "其中的网页已损坏")))?;
    let charset = page.content_type().and_then(|kind| kind.attribute("charset"));
    let mut document = read_page(name, &decoded, charset, &part_name(page), options)?;
    for other in pages.iter().filter(|other| !std::ptr::eq(**other, page)).take(32) {
        let part = part_name(other);
        let message = say!("the page `{part}` was not read", "未读取网页 `{part}`");
        document.notes.push(Note::new(&codes::CONTENT_EMBEDDED, None, message));
    }
    Ok(document)
}

fn is_page(part: &MessagePart<'_>) -> bool {
    part.content_type().is_some_and(|kind| {
        kind.ctype().eq_ignore_ascii_case("text")
            && kind.subtype().is_some_and(|subtype| subtype.eq_ignore_ascii_case("html"))
    })
}

/// What the archive names as its start (RFC 2387 §3.2).
fn start<'m>(message: &'m Message<'_>) -> Option<&'m str> {
    message.parts.first()?.content_type()?.attribute("start").map(bare)
}

/// An identifier without the brackets around it.
fn bare(id: &str) -> &str {
    id.trim().trim_start_matches('<').trim_end_matches('>')
}

fn part_name(part: &MessagePart<'_>) -> String {
    part.content_location().or_else(|| part.content_id()).unwrap_or("text/html").to_owned()
}
