//! Cuts a page into what is handed to the tokeniser at once: a tag, a comment, or the text between two of them.
//!
//! The cuts are those of the tokeniser itself (HTML Living Standard §13.2.5), so that a piece holds one tag at most and
//! its attributes are counted before they cost anything. Nothing is looked up in the tree here.

/// One piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its bytes.
    pub(super) length: usize,
    /// The attributes of the tag that it is.
    pub(super) attributes: usize,
}

/// What the tokeniser takes the next bytes for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Mode {
    /// Tags, text and comments.
    #[default]
    Markup,
    /// Text up to the end tag of this name.
    Raw(String),
    /// Text up to the end of the page.
    Plain,
}

/// The first piece of what is left of a page, which is not empty; `foreign` is whether the open element is one of
/// drawings or formulas, where sections of characters count.
pub(super) fn piece(rest: &[u8], mode: &Mode, foreign: bool) -> Piece {
    let whole = |length| Piece { length, attributes: 0 };
    match mode {
        Mode::Plain => return whole(rest.len()),
        Mode::Raw(name) => {
            let end = if name == "script" { end_of_script(rest) } else { end_of_raw(rest, name.as_bytes()) };
            match end {
                // The end tag is one as any other.
                0 => {}
                end => return whole(end),
            }
        }
        Mode::Markup => {}
    }
    match rest {
        [b'<', b'!', b'-', b'-', ..] => whole(comment(rest)),
        [b'<', b'!', after @ ..] if foreign && after.starts_with(b"[CDATA[") => {
            whole(memchr::memmem::find(rest, b"]]>").map_or(rest.len(), |at| at + 3))
        }
        [b'<', first, ..] if first.is_ascii_alphabetic() => tag(rest, 1),
        [b'<', b'/', first, ..] if first.is_ascii_alphabetic() => tag(rest, 2),
        [b'<', b'!' | b'?' | b'/', ..] => whole(memchr::memchr(b'>', rest).map_or(rest.len(), |at| at + 1)),
        _ => {
            let is_markup = |at: &usize| {
                let next = rest.get(at + 1);
                next.is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'))
            };
            whole(memchr::memchr_iter(b'<', rest).find(is_markup).unwrap_or(rest.len()))
        }
    }
}

/// The length of the comment that stands first (§13.2.5.43 to §13.2.5.51).
fn comment(rest: &[u8]) -> usize {
    let is_end = |at: &usize| {
        let before = &rest[2..*at];
        before.ends_with(b"--") || (*at >= 7 && before.ends_with(b"--!"))
    };
    memchr::memchr_iter(b'>', rest).filter(|at| *at >= 4).find(is_end).map_or(rest.len(), |at| at + 1)
}

/// Where in a tag a byte stands.
#[derive(Clone, Copy)]
enum Within {
    Name,
    BeforeAttribute,
    Attribute,
    AfterAttribute,
    BeforeValue,
    Unquoted,
    AfterValue,
}

/// The tag that stands first; its name begins at `name` (§13.2.5.8, §13.2.5.32 to §13.2.5.40).
fn tag(rest: &[u8], name: usize) -> Piece {
    use Within::*;
    let (mut attributes, mut at, mut within) = (0, name, Name);
    while let Some(byte) = rest.get(at).copied() {
        let is_space = matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0C');
        within = match (within, byte) {
            (_, b'>') => return Piece { length: at + 1, attributes },
            (BeforeValue | BeforeAttribute | AfterAttribute, _) if is_space => within,
            (Name | Attribute | Unquoted | AfterValue, _) if is_space => match within {
                Attribute => AfterAttribute,
                _ => BeforeAttribute,
            },
            (BeforeValue, b'"' | b'\'') => {
                let closing = rest.get(at + 1..).and_then(|value| memchr::memchr(byte, value));
                at += closing.map_or(rest.len(), |length| length + 1);
                AfterValue
            }
            (BeforeValue | Unquoted, _) => Unquoted,
            (Name | BeforeAttribute | Attribute | AfterAttribute | AfterValue, b'/') => BeforeAttribute,
            (Attribute | AfterAttribute, b'=') => BeforeValue,
            (Name | Attribute, _) => within,
            (BeforeAttribute | AfterAttribute | AfterValue, _) => {
                attributes += 1;
                Attribute
            }
        };
        at += 1;
    }
    Piece { length: rest.len(), attributes }
}

/// Whether a tag of this name stands here, after its `<` or `</`.
fn is_named(rest: &[u8], name: &[u8]) -> bool {
    let ends = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0C' | b'/' | b'>');
    rest.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
        && rest.get(name.len()).is_some_and(ends)
}

/// Where the end tag stands that ends text of an element of this name.
fn end_of_raw(rest: &[u8], name: &[u8]) -> usize {
    let is_end = |at: &usize| rest.get(at + 1) == Some(&b'/') && is_named(&rest[at + 2..], name);
    memchr::memchr_iter(b'<', rest).find(is_end).unwrap_or(rest.len())
}

/// Where the end tag stands that ends a script: none that lies in a script of its own inside a comment
/// (§13.2.5.15 to §13.2.5.31).
fn end_of_script(rest: &[u8]) -> usize {
    // Where the comment began, and whether a script began in it.
    let mut comment: Option<(usize, bool)> = None;
    for at in memchr::memchr2_iter(b'<', b'>', rest) {
        let after = &rest[at + 1..];
        let is_end = after.first() == Some(&b'/') && is_named(&after[1..], b"script");
        match comment {
            Some((begun, _)) if rest[at] == b'>' && rest[begun + 2..at.max(begun + 2)].ends_with(b"--") => {
                comment = None;
            }
            _ if rest[at] == b'>' => {}
            None if after.starts_with(b"!--") => comment = Some((at, false)),
            Some((begun, true)) if is_end => comment = Some((begun, false)),
            _ if is_end => return at,
            Some((begun, false)) if is_named(after, b"script") => comment = Some((begun, true)),
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::{Mode, Piece, piece};

    fn cut(text: &str) -> (usize, usize) {
        let Piece { length, attributes } = piece(text.as_bytes(), &Mode::Markup, false);
        (length, attributes)
    }

    fn raw(text: &str, name: &str) -> usize {
        piece(text.as_bytes(), &Mode::Raw(name.to_owned()), false).length
    }

    #[test]
    fn a_tag_ends_where_the_tokeniser_ends_it() {
        assert_eq!(cut("<a>x"), (3, 0));
        assert_eq!(cut("<a b=\">\">x"), (9, 1));
        assert_eq!(cut("<a b=/\">\">x"), (8, 1));
        assert_eq!(cut("<a b=c\">x"), (8, 1));
        assert_eq!(cut("<a b = '>' c>x"), (13, 2));
        assert_eq!(cut("<a =b c=>x"), (9, 2));
        assert_eq!(cut("<a b='1'c='2'/d>x"), (16, 3));
        assert_eq!(cut("<a href=x/y/z>x"), (14, 1));
        assert_eq!(cut("</a b c>x"), (8, 2));
        assert_eq!(cut("<a b=\">"), (7, 1));
        assert_eq!(cut("< a <b>"), (4, 0));
    }

    #[test]
    fn a_comment_ends_where_the_tokeniser_ends_it() {
        for comment in ["<!-->", "<!--->", "<!---->", "<!-- <a b=\" -->", "<!-- > --!>", "<!-- <!-->", "<!--!> -->"] {
            assert_eq!(cut(&format!("{comment}x-->")).0, comment.len(), "{comment}");
        }
        assert_eq!(cut("<!doctype html>x").0, 15);
        assert_eq!(cut("</ >x").0, 4);
        assert_eq!(cut("<![CDATA[>]]>x").0, 10);
        assert_eq!(piece(b"<![CDATA[>]]>x", &Mode::Markup, true).length, 13);
    }

    #[test]
    fn text_without_tags_ends_at_its_own_end_tag() {
        assert_eq!(raw("a<b></title x></TITLE >", "title"), 4);
        assert_eq!(raw("a</titles>", "title"), 10);
        assert_eq!(raw("<!--<script></script a=\"--></script>", "script"), 27);
        assert_eq!(raw("<!--></script>", "script"), 5);
        assert_eq!(raw("<!--<script></script></script>", "script"), 21);
        assert_eq!(piece(b"</title a>x", &Mode::Raw("title".to_owned()), false), Piece { length: 10, attributes: 1 });
        assert_eq!(piece(b"</p>x", &Mode::Plain, false).length, 5);
    }
}
