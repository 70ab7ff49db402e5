//! Tells what a file is by its content, never by its name.

use super::kinds::kind;
use crate::doc::{Compound, SIGNATURE};
use crate::model::{FileKind, Words};
use crate::{docx, text};

/// How much of the beginning is looked at.
const HEAD: usize = 8192;

/// What a file is, and by what that was told.
#[derive(Debug, Clone, Copy)]
pub struct Detected {
    /// What it is.
    pub kind: &'static FileKind,
    /// What in its bytes says so.
    pub evidence: Words,
}

/// What kind of file this is.
pub fn detect(bytes: &[u8]) -> &'static FileKind {
    examine(bytes).kind
}

/// Whether a file that begins with these bytes may be a text, which only all of it shows.
pub fn may_be_text(head: &[u8]) -> bool {
    let is_wide = head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]);
    head.len() >= HEAD && (is_wide || *kind_of(head) == kind::TEXT)
}

/// What kind of file this is, and what says so.
pub fn examine(bytes: &[u8]) -> Detected {
    let kind = kind_of(bytes);
    Detected { kind, evidence: evidence(kind, bytes) }
}

/// What of the bytes tells that they are of a kind.
fn evidence(kind: &FileKind, bytes: &[u8]) -> Words {
    if is_zip(bytes) {
        return Words::new("it is a zip package, and its parts say which", "它是 ZIP 包，由其中的部件判断");
    }
    if bytes.starts_with(SIGNATURE) {
        return Words::new(
            "it is a compound file (OLE), and its streams say which",
            "它是复合文件（OLE），由其中的流判断",
        );
    }
    match kind {
        _ if *kind == kind::EMPTY => Words::new("it has no bytes", "没有任何字节"),
        _ if *kind == kind::OWNER => {
            Words::new("its length, and a user's name twice", "由其长度和重复两次的用户名判断")
        }
        _ if *kind == kind::RTF => Words::new("it begins with `{\\rt`", "以 `{\\rt` 开头"),
        _ if *kind == kind::PDF => Words::new("`%PDF-` stands at its beginning", "开头有 `%PDF-`"),
        _ if *kind == kind::FLAT_OPC => {
            Words::new("XML with the namespace of flat packages", "XML，含单文件文档包的命名空间")
        }
        _ if *kind == kind::WORD_2003_XML => {
            Words::new("XML with the namespace of Word 2003", "XML，含 Word 2003 的命名空间")
        }
        _ if *kind == kind::FLAT_ODT => {
            Words::new("XML with the namespace of OpenDocument", "XML，含 OpenDocument 的命名空间")
        }
        _ if *kind == kind::HTML => Words::new("text with the tags of a web page", "文本，含网页标记"),
        _ if *kind == kind::MHT => {
            Words::new("the header of a message of several related parts", "由多个相关部分组成的邮件头")
        }
        _ if *kind == kind::TEXT_TABLES => {
            Words::new("sound text in Chinese, and lines or cells of digits alone", "中文文本，含仅有数字的行或单元格")
        }
        _ if *kind == kind::TEXT => Words::new("text without any sign of a format", "文本，没有任何格式标志"),
        _ if *kind == kind::UNKNOWN => {
            Words::new("bytes that no known format begins with", "开头的字节不属于任何已知格式")
        }
        _ => Words::new("its first bytes", "由开头的字节判断"),
    }
}

fn kind_of(bytes: &[u8]) -> &'static FileKind {
    if bytes.is_empty() {
        return &kind::EMPTY;
    }
    if is_zip(bytes) {
        return package(bytes);
    }
    if bytes.starts_with(SIGNATURE) {
        return old_office(bytes);
    }
    if is_owner_file(bytes) {
        return &kind::OWNER;
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    if bytes.starts_with(b"{\\rt") {
        return &kind::RTF;
    }
    if head[..head.len().min(1024)].windows(5).any(|window| window == b"%PDF-") {
        return &kind::PDF;
    }
    // [MS-DOC] and its predecessors: wIdent of a file without OLE around it.
    match bytes {
        [0xDB | 0x9B, 0xA5, ..] | [0x31 | 0x32, 0xBE, 0, ..] => return &kind::DOC_OLD,
        [0xDC, 0xA5, ..] => return &kind::DOC_95,
        [0xEC, 0xA5, ..] => return &kind::DOC,
        [0xFF, b'W', b'P', b'C', ..] => return &kind::UNKNOWN,
        _ => {}
    }
    match by_text(&plain(head)) {
        found if (*found == kind::TEXT || *found == kind::UNKNOWN) && text::holds_figures(bytes) => &kind::TEXT_TABLES,
        found => found,
    }
}

/// Whether the file is a zip, and so perhaps a package.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

fn package(bytes: &[u8]) -> &'static FileKind {
    let Some(found) = docx::main_type(bytes) else {
        // It cannot be opened. The reader says why, if it was meant to be a Word document.
        let word = memchr::memmem::find(bytes, b"word/document").is_some();
        return if word { &kind::DOCX } else { &kind::ZIP };
    };
    let table: [(&str, &'static FileKind); 10] = [
        ("encrypted", &kind::ENCRYPTED),
        ("opendocument.text", &kind::ODT),
        ("ms-word.template.macro", &kind::DOTM),
        ("ms-word.document.macro", &kind::DOCM),
        ("wordprocessingml.template", &kind::DOTX),
        ("wordprocessingml", &kind::DOCX),
        ("spreadsheetml", &kind::XLSX),
        ("ms-excel", &kind::XLSX),
        ("presentationml", &kind::PPTX),
        ("ms-powerpoint", &kind::PPTX),
    ];
    table.into_iter().find_map(|(part, kind)| found.contains(part).then_some(kind)).unwrap_or(&kind::ZIP)
}

fn old_office(bytes: &[u8]) -> &'static FileKind {
    let file = Compound::open(bytes);
    if !file.has("WordDocument") {
        return match file {
            _ if file.has("EncryptedPackage") => &kind::ENCRYPTED,
            _ if ["WpsContent", "MatOST", "MM", "CONTENTS"].into_iter().any(|name| file.has(name)) => &kind::WPS,
            _ => &kind::OLE,
        };
    }
    // [MS-DOC] §2.5.2: wIdent, nFib, and fEncrypted in the flags at byte 10.
    match file.stream("WordDocument", 12).as_deref() {
        Some([0xDC, 0xA5, ..]) => &kind::DOC_95,
        Some([_, _, low, high, ..]) if u16::from_le_bytes([*low, *high]) < 0xC1 => &kind::DOC_95,
        Some(header) if header.get(11).is_some_and(|flags| flags & 1 != 0) => &kind::DOC_ENCRYPTED,
        _ => &kind::DOC,
    }
}

/// An owner file: the length of a user's name, the name in bytes, and the same in UTF-16.
fn is_owner_file(bytes: &[u8]) -> bool {
    if !matches!(bytes.len(), 54..=170) {
        return false;
    }
    let length = usize::from(bytes[0]);
    let wide = |at: usize| bytes.get(at..at + 2).map(|pair| usize::from(u16::from_le_bytes([pair[0], pair[1]])));
    length <= 52
        && (wide(54) == Some(length) || wide(55) == Some(length) || bytes[1 + length..].iter().all(|b| *b == 0))
}

/// The beginning of a file as lower-case text: UTF-16 made narrow, a byte order mark left out.
fn plain(head: &[u8]) -> Vec<u8> {
    let narrow =
        |skip: usize, from: usize| head[from.min(head.len())..].iter().skip(skip).step_by(2).copied().collect();
    let text: Vec<u8> = match head {
        [0xFF, 0xFE, ..] => narrow(0, 2),
        [0xFE, 0xFF, ..] => narrow(1, 2),
        [b'<', 0, ..] => narrow(0, 0),
        [0, b'<', ..] => narrow(1, 0),
        [0xEF, 0xBB, 0xBF, rest @ ..] => rest.to_vec(),
        _ => head.to_vec(),
    };
    text.to_ascii_lowercase()
}

/// What web pages, and pieces of them that were saved as files, begin with.
const HTML: &[&str] = &[
    "<html",
    "<!doctype html",
    "<head",
    "<body",
    "<table",
    "<meta",
    "<div",
    "<title",
    "<p>",
    "<p ",
    "<span",
    "<font",
    "<pre",
    "<h1",
    "<h2",
    "<ol",
    "<ul",
    "<br",
];

fn by_text(text: &[u8]) -> &'static FileKind {
    let has = |part: &str| memchr::memmem::find(text, part.as_bytes()).is_some();
    let start = text.trim_ascii_start();
    if start.starts_with(b"<") {
        if has("schemas.microsoft.com/office/2006/xmlpackage") {
            return &kind::FLAT_OPC;
        }
        if has("schemas.microsoft.com/office/word/2003/wordml") || has("progid=\"word.document\"") {
            return &kind::WORD_2003_XML;
        }
        if has("urn:oasis:names:tc:opendocument:xmlns:office:1.0") && has("<office:document") {
            return &kind::FLAT_ODT;
        }
        // A workbook of Excel 2003 has tables too.
        if has("urn:schemas-microsoft-com:office:spreadsheet") {
            return &kind::XLSX;
        }
        let is_page = has("<html") || has("<!doctype html");
        if is_page || !start.starts_with(b"<?xml") && HTML.iter().any(|tag| has(tag)) {
            return &kind::HTML;
        }
    }
    if (has("mime-version:") || has("content-type:")) && has("multipart/related") {
        return &kind::MHT;
    }
    if has("<html") || (!start.starts_with(b"<") && has("<table")) {
        return &kind::HTML;
    }
    let odd = |byte: &&u8| **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1A);
    if text.iter().filter(odd).count() == 0 { &kind::TEXT } else { &kind::UNKNOWN }
}
