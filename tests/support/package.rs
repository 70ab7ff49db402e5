//! Builds small Word packages for tests.

use std::io::{Cursor, Write};

use baobiao::docx::{self, ReadOptions, Revisions};
use baobiao::model::{Block, Document, StoryKind, Table};
use zip::write::SimpleFileOptions;

pub const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

pub const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;

pub const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

const PREFIXES: &str = concat!(
    r#" xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#,
    r#" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math""#,
    r#" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#,
    r#" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006""#,
    r#" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml""#,
    r#" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape""#,
    r#" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing""#,
    r#" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:somebody-else""#,
);

/// A root element with every prefix that the tests use.
pub fn root(name: &str, inner: &str) -> String {
    format!("<w:{name}{PREFIXES}>{inner}</w:{name}>")
}

/// A main part around the content of a body.
pub fn document_xml(body: &str) -> String {
    root("document", &format!("<w:body>{body}</w:body>"))
}

/// A zip of these entries.
pub fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).expect("an entry begins");
        writer.write_all(bytes).expect("an entry is written");
    }
    writer.finish().expect("the zip ends").into_inner()
}

/// A package with this main part and, by the kind of their relationship, these parts beside it.
pub fn package(main: &[u8], beside: &[(&str, &str)]) -> Vec<u8> {
    let mut relations =
        String::from(r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#);
    let names: Vec<String> = (0..beside.len()).map(|index| format!("word/side{index}.xml")).collect();
    for (index, (kind, _)) in beside.iter().enumerate() {
        relations.push_str(&format!(
            r#"<Relationship Id="s{index}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="side{index}.xml"/>"#
        ));
    }
    relations.push_str("</Relationships>");
    let mut entries: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("word/document.xml", main),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
    ];
    for (name, (_, text)) in names.iter().zip(beside) {
        entries.push((name, text.as_bytes()));
    }
    zipped(&entries)
}

/// Reads a package, which must succeed with every character accounted for.
pub fn read_bytes(bytes: &[u8], revisions: Revisions) -> Document {
    let options = ReadOptions { revisions, ..ReadOptions::default() };
    let document = docx::read("test.docx", bytes, &options).expect("the document is read");
    assert!(document.tally.balances(), "characters are lost: {:?}\n{document:#?}", document.tally);
    document
}

/// Reads a body.
pub fn read(body: &str) -> Document {
    read_bytes(&package(document_xml(body).as_bytes(), &[]), Revisions::Final)
}

/// Reads a body with parts beside it.
pub fn read_beside(body: &str, beside: &[(&str, &str)]) -> Document {
    read_bytes(&package(document_xml(body).as_bytes(), beside), Revisions::Final)
}

/// The text of the body's paragraphs, numbers before them in brackets.
pub fn lines(document: &Document) -> Vec<String> {
    paragraphs(&document.blocks)
}

pub fn paragraphs(blocks: &[Block]) -> Vec<String> {
    blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(match &paragraph.number {
                Some(number) => format!("[{}]{}", number.text, paragraph.text),
                None => paragraph.text.to_string(),
            }),
            Block::Table(_) => None,
        })
        .collect()
}

/// The text of all stories of a kind.
pub fn story(document: &Document, kind: StoryKind) -> Vec<String> {
    document.stories.iter().filter(|story| story.kind == kind).flat_map(|story| paragraphs(&story.blocks)).collect()
}

/// Reads one paragraph and gives its text.
pub fn text(inner: &str) -> String {
    lines(&read(&format!("<w:p>{inner}</w:p>"))).join("|")
}

/// A run of plain text.
pub fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>")
}

/// A paragraph of plain text.
pub fn paragraph(text: &str) -> String {
    format!("<w:p>{}</w:p>", run(text))
}

/// A cell with properties and text.
pub fn cell(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", paragraph(text))
}

/// A row of cells.
pub fn row(cells: &[String]) -> String {
    format!("<w:tr>{}</w:tr>", cells.concat())
}

/// A table of rows.
pub fn table(rows: &[String]) -> String {
    format!("<w:tbl>{}</w:tbl>", rows.concat())
}

/// A table as lines: `row,column+row_span×column_span text`.
pub fn shape(table: &Table) -> Vec<String> {
    let cells = table.cells().iter().map(|cell| {
        let area = cell.area;
        let hidden = cell.hidden.as_deref().map(|hidden| format!(" ({hidden})")).unwrap_or_default();
        format!("{},{}+{}×{} {}{hidden}", area.row, area.column, area.row_span, area.column_span, cell.text())
    });
    cells.collect()
}

/// The codes of the document's notes.
pub fn codes(document: &Document) -> Vec<&'static str> {
    document.notes.iter().map(|note| note.code.id).collect()
}

/// An entry of a zip that is written byte for byte, so that it can be as odd as archives are.
pub struct RawEntry<'a> {
    /// The name as it stands, in whatever encoding.
    pub name: &'a [u8],
    /// The bytes as they stand, packed or not.
    pub bytes: &'a [u8],
    /// General purpose flags: 1 is encrypted, 0x800 says that the name is UTF-8.
    pub flags: u16,
    /// The method: 0 is stored.
    pub method: u16,
    /// The extra field of the directory.
    pub extra: &'a [u8],
}

impl<'a> RawEntry<'a> {
    /// A stored entry without anything odd but its name.
    pub fn stored(name: &'a [u8], bytes: &'a [u8]) -> Self {
        RawEntry { name, bytes, flags: 0, method: 0, extra: &[] }
    }
}

/// The checksum that zip archives use.
pub fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & 0_u32.wrapping_sub(crc & 1)))
    };
    !bytes.iter().fold(!0, step)
}

/// A zip of these entries, byte for byte.
pub fn raw_zip(entries: &[RawEntry]) -> Vec<u8> {
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let start = u32::try_from(zip.len()).expect("the zip is small");
        let size = u32::try_from(entry.bytes.len()).expect("the entry is small");
        let mut common = Vec::new();
        for short in [20, entry.flags, entry.method, 0, 0x21] {
            common.extend_from_slice(&short.to_le_bytes());
        }
        for long in [crc32(entry.bytes), size, size] {
            common.extend_from_slice(&long.to_le_bytes());
        }
        common.extend_from_slice(&(entry.name.len() as u16).to_le_bytes());
        zip.extend_from_slice(b"PK\x03\x04");
        zip.extend_from_slice(&common);
        zip.extend_from_slice(&[0, 0]);
        zip.extend_from_slice(entry.name);
        zip.extend_from_slice(entry.bytes);
        directory.extend_from_slice(b"PK\x01\x02\x14\x00");
        directory.extend_from_slice(&common);
        directory.extend_from_slice(&(entry.extra.len() as u16).to_le_bytes());
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&start.to_le_bytes());
        directory.extend_from_slice(entry.name);
        directory.extend_from_slice(entry.extra);
    }
    let count = (entries.len() as u16).to_le_bytes();
    let start = zip.len() as u32;
    let length = directory.len() as u32;
    zip.extend_from_slice(&directory);
    zip.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    zip.extend_from_slice(&count);
    zip.extend_from_slice(&count);
    zip.extend_from_slice(&length.to_le_bytes());
    zip.extend_from_slice(&start.to_le_bytes());
    zip.extend_from_slice(&[0, 0]);
    zip
}
