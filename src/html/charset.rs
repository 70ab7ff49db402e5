//! Which characters the bytes of a page are: by byte order mark, by what the page or its message says, by looking.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::compose::Composer;
use crate::model::{codes, say};

/// How much of a page is searched for what it says about itself; the standard asks for 1,024 bytes.
const HEAD: usize = 4096;

/// The text of a page. `declared` is the charset that stands outside it, in the header of a message.
pub(crate) fn decode(bytes: &[u8], declared: Option<&str>, composer: &mut Composer<'_>) -> String {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return strictly(encoding, &bytes[length..]).unwrap_or_else(|| leniently(encoding, &bytes[length..], composer));
    }
    if let Some(wide) = unmarked_utf_16(bytes) {
        return strictly(wide, bytes).unwrap_or_else(|| leniently(wide, bytes, composer));
    }
    let outside = declared.and_then(|label| Encoding::for_label(label.as_bytes()));
    let named = outside.or_else(|| in_meta(&bytes[..bytes.len().min(HEAD)]));
    // Text of any length that is sound UTF-8 beyond ASCII is nothing else, whatever the page says.
    if let Some(text) = strictly(UTF_8, bytes) {
        if let Some(named) = named.filter(|named| *named != UTF_8 && !bytes.is_ascii() && is_ascii_like(named)) {
            note(composer, named, "UTF-8");
        }
        if bytes.is_ascii() && named.is_some_and(|named| !is_ascii_like(named)) {
            return named.and_then(|named| strictly(named, bytes)).unwrap_or(text);
        }
        return text;
    }
    // A broken character or two make no other encoding of it: nearly any bytes are sound GB18030.
    if is_mostly_utf_8(bytes) {
        return leniently(UTF_8, bytes, composer);
    }
    if let Some(text) = named.and_then(|named| strictly(named, bytes)) {
        return text;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guessed = detector.guess(Some(b"cn"), Utf8Detection::Allow);
    let chosen = [Some(guessed), Some(encoding_rs::GB18030), Some(encoding_rs::BIG5)];
    for encoding in chosen.into_iter().flatten() {
        if let Some(text) = strictly(encoding, bytes) {
            if let Some(named) = named {
                note(composer, named, encoding.name());
            }
            return text;
        }
    }
    leniently(named.unwrap_or(guessed), bytes, composer)
}

/// Whether there are far more characters of UTF-8 beyond ASCII than places that are none.
fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    sound > broken.saturating_mul(8)
}

/// Whether ASCII bytes mean the same in it.
fn is_ascii_like(encoding: &'static Encoding) -> bool {
    encoding.is_ascii_compatible()
}

fn unmarked_utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<', 0, _, 0, ..] => Some(UTF_16LE),
        [0, b'<', 0, _, ..] => Some(UTF_16BE),
        _ => None,
    }
}

fn strictly(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(|text| text.into_owned())
}

/// The text with a sign for every character that cannot be told, and a note.
fn leniently(encoding: &'static Encoding, bytes: &[u8], composer: &mut Composer<'_>) -> String {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let lost = text.matches('\u{FFFD}').count();
    let name = encoding.name();
    composer.note(&codes::ENCODING_DOUBTFUL, None, || {
        say!("{lost} characters cannot be read as {name}", "有 {lost} 个字符无法按 {name} 读取")
    });
    text.into_owned()
}

fn note(composer: &mut Composer<'_>, named: &'static Encoding, read: &str) {
    let named = named.name();
    composer.note(&codes::ENCODING_DOUBTFUL, None, || {
        say!("it says {named} but was read as {read}", "文件声明为 {named}，实际按 {read} 读取")
    });
}

/// What a `meta` element at the beginning of a page says (HTML Living Standard §13.2.3.2), or its XML declaration.
fn in_meta(head: &[u8]) -> Option<&'static Encoding> {
    let lower = head.to_ascii_lowercase();
    for (mark, word) in [(&b"<meta"[..], &b"charset"[..]), (b"<?xml", b"encoding")] {
        for at in memchr::memmem::find_iter(&lower, mark) {
            let tag = &lower[at..];
            let end = memchr::memchr(b'>', tag).unwrap_or(tag.len());
            let Some(found) = memchr::memmem::find(&tag[..end], word) else { continue };
            let value = tag[found + word.len()..end].trim_ascii_start();
            let Some(value) = value.strip_prefix(b"=") else { continue };
            let is_mark = |byte: &u8| matches!(byte, b'"' | b'\'') || byte.is_ascii_whitespace();
            let start = value.iter().position(|byte| !is_mark(byte)).unwrap_or(value.len());
            let value = &value[start..];
            let length =
                value.iter().position(|byte| is_mark(byte) || matches!(byte, b';' | b'/')).unwrap_or(value.len());
            if let Some(encoding) = Encoding::for_label(&value[..length]) {
                // A page that says UTF-16 in ASCII is none.
                return Some(if is_ascii_like(encoding) { encoding } else { UTF_8 });
            }
        }
    }
    None
}
