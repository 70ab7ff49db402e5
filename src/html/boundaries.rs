//! The boundaries that a web archive announces, looked at before its parts are taken apart: whoever looks for a
//! boundary that does not come reads the whole file each time, and each part costs far more than its few bytes.

use std::collections::HashMap;

use crate::model::{ErrorKind, Limits, Words};

/// How long a boundary may be: longer than RFC 2046 §5.1.1 allows, for programs do not count.
const LONGEST: usize = 200;

/// How many boundaries may be announced and not come: an archive may be cut.
const LOST: usize = 16;

/// Looks at all boundaries of an archive.
///
/// # Errors
/// Where many boundaries do not come after they are announced, or there are more parts than there may be.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<(), ErrorKind> {
    let over = ErrorKind::Limit { limit: "entries", allowed: limits.entries as u64 };
    let unsound = |words: Words| ErrorKind::Mime(words.into());
    let mut doubtful = 0;
    let mut announcements: Vec<(usize, &[u8])> = Vec::new();
    let mut lines = lines(bytes).peekable();
    while let Some((at, line)) = lines.next() {
        if !begins(line, b"content-type") {
            continue;
        }
        let mut end = at + line.len();
        while let Some((at, line)) = lines.next_if(|(_, line)| matches!(line.first(), Some(b' ' | b'\t'))) {
            end = at + line.len();
        }
        let field = &bytes[at..end];
        if find(field, b"message/").is_some() {
            return Err(unsound(Words::new("it holds a message of its own", "其中另有一封邮件")));
        }
        for boundary in announced(field) {
            match boundary {
                Some(boundary) => announcements.push((at, boundary)),
                None => doubtful += 1,
            }
        }
        if announcements.len() > limits.entries {
            return Err(over);
        }
    }
    // By boundary, where it comes last.
    let mut last: HashMap<&[u8], usize> = announcements.iter().map(|(_, boundary)| (*boundary, 0)).collect();
    let mut parts = 0;
    for (at, line) in self::lines(bytes).filter(|(_, line)| line.starts_with(b"--")) {
        let name = line[2..].trim_ascii_end();
        for name in [Some(name), name.strip_suffix(b"--")].into_iter().flatten() {
            if let Some(last) = last.get_mut(name) {
                *last = at;
                parts += 1;
            }
        }
    }
    // The last boundary of each list of parts ends it and begins none.
    if parts > limits.entries + last.len() {
        return Err(over);
    }
    doubtful += announcements.iter().filter(|(at, boundary)| last.get(boundary).is_none_or(|last| last <= at)).count();
    if doubtful > LOST {
        return Err(unsound(Words::new(
            "boundaries between its parts are announced and do not come",
            "声明了各部分之间的分隔符，却没有出现",
        )));
    }
    Ok(())
}

/// The lines of a message, each with its place and without its line feed.
fn lines(bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let line = (at, &rest[..length]);
        at += length + 1;
        Some(line)
    })
}

fn begins(line: &[u8], name: &[u8]) -> bool {
    line.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
}

/// Where words in small letters stand, whatever the case of their letters.
fn find(text: &[u8], words: &[u8]) -> Option<usize> {
    text.windows(words.len()).position(|found| found.eq_ignore_ascii_case(words))
}

/// The boundaries that a field announces; `None` for one that is none (RFC 2046 §5.1.1), or is written in a way in
/// which programs that write archives do not write it.
fn announced(field: &[u8]) -> impl Iterator<Item = Option<&[u8]>> {
    let mut rest = field;
    std::iter::from_fn(move || {
        let at = find(rest, b"boundary")?;
        rest = rest[at + b"boundary".len()..].trim_ascii_start();
        if rest.first() == Some(&b'*') {
            return Some(None);
        }
        let Some(value) = rest.strip_prefix(b"=") else { return Some(Some(&b""[..])) };
        let value = value.trim_ascii_start();
        // A longer one is none, however long.
        let value = &value[..value.len().min(LONGEST + 2)];
        let value = match value.strip_prefix(b"\"") {
            Some(quoted) => &quoted[..memchr::memchr(b'"', quoted).unwrap_or(quoted.len())],
            None => {
                let is_end = |byte: &u8| byte.is_ascii_whitespace() || *byte == b';';
                &value[..value.iter().position(is_end).unwrap_or(value.len())]
            }
        };
        let is_known = |byte: &u8| byte.is_ascii_alphanumeric() || b"'()+_,-./:=? ".contains(byte);
        rest = &rest[1..];
        Some((value.iter().all(is_known) && (1..=LONGEST).contains(&value.len())).then_some(value))
    })
    // The word in another name or in a value announces nothing.
    .filter(|boundary| boundary.is_none_or(|boundary| !boundary.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::model::{ErrorKind, Limits};

    fn verdict(message: &str) -> &'static str {
        match check(message.as_bytes(), &Limits { entries: 30, ..Limits::default() }) {
            Ok(()) => "sound",
            Err(ErrorKind::Limit { .. }) => "limit",
            Err(_) => "unsound",
        }
    }

    #[test]
    fn boundaries_come_after_they_are_announced() {
        let head = |boundary: &str| format!("Content-Type: multipart/related;\r\n\ttype=x; boundary{boundary}\r\n\r\n");
        let quoted = head("=\"=_b 1\"");
        assert_eq!(verdict(&format!("{quoted}{}--=_b 1--", "--=_b 1\r\n".repeat(30))), "sound");
        assert_eq!(verdict(&format!("{quoted}{}--=_b 1--", "--=_b 1\r\n".repeat(31))), "limit");
        for lost in ["=b", "=\"b\\c\"", "*0=b", "=\"\"", "= \u{e9}"] {
            assert_eq!(verdict(&format!("--b\r\n{}", head(lost).repeat(16))), "sound", "{lost}");
            assert_eq!(verdict(&format!("--b\r\n{}", head(lost).repeat(17))), "unsound", "{lost}");
        }
        assert_eq!(verdict(&format!("{}--b\r\n", head(" = b").replace('C', "c").repeat(17))), "sound");
        assert_eq!(verdict(&head("=b").repeat(31)), "limit");
        assert_eq!(verdict(&"Content-Type: text/html\n\n<p>a boundary=x\n--\n".repeat(17)), "sound");
        assert_eq!(verdict("Content-Type: message/rfc822\n\n"), "unsound");
    }
}
