//! The code pages of Rich Text: of the whole document (`\ansicpg`) and of each font (`\fcharset`).

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};

/// The encoding of a Windows code page.
pub(super) fn of_code_page(page: i32) -> Option<&'static Encoding> {
    let label: &[u8] = match page {
        866 => b"ibm866",
        874 => b"windows-874",
        932 => b"shift_jis",
        936 => b"gbk",
        949 => b"euc-kr",
        950 => b"big5",
        1250 => b"windows-1250",
        1251 => b"windows-1251",
        1252 => b"windows-1252",
        1253 => b"windows-1253",
        1254 => b"windows-1254",
        1255 => b"windows-1255",
        1256 => b"windows-1256",
        1257 => b"windows-1257",
        1258 => b"windows-1258",
        10000 => b"macintosh",
        54936 => b"gb18030",
        65001 => b"utf-8",
        _ => return None,
    };
    Encoding::for_label(label)
}

/// The encoding of a font's character set; `None` for that of the document.
pub(super) fn of_font(charset: i32) -> Option<&'static Encoding> {
    let page = match charset {
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    };
    of_code_page(page)
}

/// The text of bytes in a font of this encoding, in a document of that one; and whether some could not be read.
///
/// A font without a character set of its own holds Western text, yet Chinese programs write text of the document's
/// code page in it: what is sound text of that code page is read so.
pub(super) fn decode<'b>(
    bytes: &'b [u8],
    font: Option<&'static Encoding>,
    document: &'static Encoding,
) -> (Cow<'b, str>, bool) {
    for encoding in [font.unwrap_or(document), document, WINDOWS_1252] {
        if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
            return (text, false);
        }
        if font.is_some() {
            break;
        }
    }
    let (text, damaged) = font.unwrap_or(document).decode_without_bom_handling(bytes);
    (text, damaged)
}
