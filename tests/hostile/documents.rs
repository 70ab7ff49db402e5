//! Sound packages whose XML is hostile: too deep, too wide, bombs of entities, circles, grids that no table has.

use super::packages::{around, described};
use crate::support::package::{
    RELATIONS, TYPES, WORD, cell, document_xml, package, paragraph, root, row, run, table, zipped,
};

/// How the files are named.
pub const EXTENSION: &str = "docx";

/// A document with this body.
fn body(inner: &str) -> Vec<u8> {
    around(document_xml(inner).as_bytes())
}

/// A document with this body and these parts beside it.
fn beside(inner: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    package(document_xml(inner).as_bytes(), parts)
}

// Spans.

/// Spans of 2³¹ and beyond.
pub fn spans_of_two_to_the_thirty_first() -> Vec<u8> {
    let spans = ["2147483648", "-2147483648", "4294967297", "99999999999999999999"];
    let rows: Vec<String> = spans
        .iter()
        .map(|span| {
            let before = format!("<w:tr><w:trPr><w:gridBefore w:val='{span}'/><w:gridAfter w:val='{span}'/></w:trPr>");
            format!("{before}{}{}</w:tr>", cell(&format!("<w:gridSpan w:val='{span}'/>"), "1"), cell("", "2"))
        })
        .collect();
    body(&table(&rows))
}

/// Spans that are no numbers.
pub fn spans_that_are_no_numbers() -> Vec<u8> {
    let spans = ["0", "-1", "", "1.5", "NaN", "inf", "1e9", "二", "0x10"];
    let rows: Vec<String> =
        spans.iter().map(|span| row(&[cell(&format!("<w:gridSpan w:val='{span}'/>"), "1"), cell("", "2")])).collect();
    body(&table(&rows))
}

/// A row of a quarter of a million cells that each span a million columns.
pub fn a_million_spans() -> Vec<u8> {
    let cell = "<w:tc><w:tcPr><w:gridSpan w:val='1000000'/></w:tcPr></w:tc>";
    body(&format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", cell.repeat(250_000)))
}

// Depth.

fn nested(start: &str, end: &str, depth: usize) -> Vec<u8> {
    body(&(start.repeat(depth) + &end.repeat(depth)))
}

/// Ten thousand tables in each other.
pub fn ten_thousand_nested_tables() -> Vec<u8> {
    nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 10_000)
}

/// A million tables in each other, none of which ends.
pub fn a_million_nested_tables() -> Vec<u8> {
    nested("<w:tbl><w:tr><w:tc>", "", 1_000_000)
}

/// As many tables in each other as are allowed, and one.
pub fn thirty_three_nested_tables() -> Vec<u8> {
    nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 33)
}

/// A million content controls in each other.
pub fn a_million_nested_controls() -> Vec<u8> {
    nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 1_000_000)
}

/// A million elements of no known kind in each other.
pub fn a_million_nested_elements() -> Vec<u8> {
    nested("<x:x>", "</x:x>", 1_000_000)
}

/// A million formulas in each other.
pub fn a_million_nested_formulas() -> Vec<u8> {
    nested("<m:f><m:num>", "</m:num></m:f>", 1_000_000)
}

/// A million elements in each other where nothing is looked at.
pub fn a_million_nested_elements_in_formatting() -> Vec<u8> {
    let inner = "<x:x>".repeat(1_000_000) + &"</x:x>".repeat(1_000_000);
    body(&format!("<w:p><w:pPr><w:framePr>{inner}</w:framePr></w:pPr></w:p>"))
}

/// A million elements in each other in the styles.
pub fn a_million_nested_elements_in_styles() -> Vec<u8> {
    beside(&paragraph("一"), &[("styles", &root("styles", &"<w:style>".repeat(1_000_000)))])
}

/// A million elements in each other in the list of relationships.
pub fn a_million_nested_relationships() -> Vec<u8> {
    described(TYPES, &"<Relationships>".repeat(1_000_000))
}

/// A million elements in each other in the list of types.
pub fn a_million_nested_types() -> Vec<u8> {
    described(&"<Types>".repeat(1_000_000), RELATIONS)
}

/// A million fields in each other.
pub fn a_million_nested_fields() -> Vec<u8> {
    body(&format!("<w:p>{}</w:p>", "<w:r><w:fldChar w:fldCharType='begin'/></w:r>".repeat(1_000_000)))
}

// Attributes.

fn attributes(count: usize, name: &str) -> Vec<u8> {
    let attributes: String = (0..count).map(|index| format!(" {name}{index}='urn:{index}'")).collect();
    body(&format!("<w:p{attributes}/>"))
}

/// 200,000 attributes on one element.
pub fn two_hundred_thousand_attributes() -> Vec<u8> {
    attributes(200_000, "a")
}

/// 200,000 namespaces on one element.
pub fn two_hundred_thousand_namespaces() -> Vec<u8> {
    attributes(200_000, "xmlns:a")
}

/// As many namespaces on one element as are allowed, and one.
pub fn one_namespace_too_many() -> Vec<u8> {
    attributes(257, "xmlns:a")
}

/// 200,000 attributes on an element of formatting, at which nothing looks.
pub fn two_hundred_thousand_attributes_in_formatting() -> Vec<u8> {
    let attributes: String = (0..200_000).map(|index| format!(" a{index}='1'")).collect();
    body(&format!("<w:p><w:pPr><w:ind{attributes}/></w:pPr></w:p>"))
}

// Document types.

/// A main part with something before its root.
fn headed(head: &str, inner: &str) -> String {
    format!("<?xml version='1.0'?>{head}{}", document_xml(&paragraph(inner)))
}

const FILE_ENTITY: &str = "<!DOCTYPE w:document [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>";

/// Entities of entities: a thousand million times one word.
fn laughs() -> String {
    let entity = |index: usize| format!("<!ENTITY e{index} '{}'>", format!("&e{};", index - 1).repeat(10));
    let entities: String = (1..10).map(entity).collect();
    format!("<!DOCTYPE w:document [<!ENTITY e0 'ha'>{entities}]>")
}

/// An entity that stands for a file.
pub fn an_entity_of_a_file() -> Vec<u8> {
    around(headed(FILE_ENTITY, "&x;").as_bytes())
}

/// An entity that stands for an address.
pub fn an_entity_of_an_address() -> Vec<u8> {
    around(headed("<!DOCTYPE w:document [<!ENTITY % x SYSTEM 'http://127.0.0.1:9/x.dtd'>%x;]>", "").as_bytes())
}

/// Ten levels of entities.
pub fn a_bomb_of_entities() -> Vec<u8> {
    around(headed(&laughs(), "&e9;").as_bytes())
}

/// One long entity, many times.
pub fn a_flat_bomb_of_entities() -> Vec<u8> {
    let head = format!("<!DOCTYPE w:document [<!ENTITY a '{}'>]>", "a".repeat(100_000));
    around(headed(&head, &"&a;".repeat(100_000)).as_bytes())
}

/// A document type in UTF-16.
pub fn a_document_type_in_utf_16() -> Vec<u8> {
    let text = format!("\u{FEFF}{}", headed(FILE_ENTITY, "&x;"));
    around(&text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>())
}

/// A document type after the root has begun.
pub fn a_document_type_inside() -> Vec<u8> {
    body("<!DOCTYPE w:document><w:p/>")
}

/// A document type in the styles.
pub fn a_document_type_in_styles() -> Vec<u8> {
    beside(&paragraph("一"), &[("styles", &(laughs() + &root("styles", "")))])
}

/// A document type in a header.
pub fn a_document_type_in_a_header() -> Vec<u8> {
    beside(&paragraph("一"), &[("header", &(laughs() + &root("hdr", "")))])
}

/// A document type in the list of relationships.
pub fn a_document_type_in_relationships() -> Vec<u8> {
    described(TYPES, &(laughs() + RELATIONS))
}

/// A document type in the list of types.
pub fn a_document_type_in_types() -> Vec<u8> {
    described(&(laughs() + TYPES), RELATIONS)
}

/// A document type in a flat package.
pub fn a_document_type_in_a_flat_package() -> Vec<u8> {
    let name = "http://schemas.microsoft.com/office/2006/xmlPackage";
    format!("<?xml version='1.0'?><!DOCTYPE p [<!ENTITY a 'b'>]><p:package xmlns:p='{name}'/>").into_bytes()
}

/// A flat package of many parts.
pub fn a_flat_package_of_many_parts() -> Vec<u8> {
    let name = "http://schemas.microsoft.com/office/2006/xmlPackage";
    let part = |index: usize| format!("<p:part p:name='/{index}'><p:xmlData><x/></p:xmlData></p:part>");
    let parts: String = (0..20_000).map(part).collect();
    format!("<?xml version='1.0'?><p:package xmlns:p='{name}'>{parts}</p:package>").into_bytes()
}

/// An entity that nobody declares.
pub fn an_undeclared_entity() -> Vec<u8> {
    body("<w:p><w:r><w:t>&nbsp;</w:t></w:r></w:p>")
}

// Circles and chains.

fn styles(links: impl Iterator<Item = (usize, usize)>) -> String {
    let style = |(id, base): (usize, usize)| {
        format!("<w:style w:type='paragraph' w:styleId='s{id}'><w:basedOn w:val='s{base}'/></w:style>")
    };
    root("styles", &links.map(style).collect::<String>())
}

const STYLED: &str = "<w:p><w:pPr><w:pStyle w:val='s0'/></w:pPr><w:r><w:t>一</w:t></w:r></w:p>";

/// A hundred styles in a circle.
pub fn a_circle_of_styles() -> Vec<u8> {
    beside(STYLED, &[("styles", &styles((0..100).map(|id| (id, (id + 1) % 100))))])
}

/// Ten thousand styles in a chain.
pub fn a_chain_of_styles() -> Vec<u8> {
    beside(STYLED, &[("styles", &styles((0..10_000).map(|id| (id, id + 1))))])
}

/// Two list definitions that refer to each other through their styles.
pub fn a_circle_of_lists() -> Vec<u8> {
    let style = |id: u8| {
        format!(
            "<w:style w:type='numbering' w:styleId='n{id}'><w:pPr><w:numPr><w:numId w:val='{id}'/></w:numPr></w:pPr>\
             </w:style>"
        )
    };
    let definition = |id: u8, link: u8| {
        format!("<w:abstractNum w:abstractNumId='{id}'><w:numStyleLink w:val='n{link}'/></w:abstractNum>")
    };
    let list = |id: u8| format!("<w:num w:numId='{id}'><w:abstractNumId w:val='{id}'/></w:num>");
    let numbering = definition(1, 2) + &definition(2, 1) + &list(1) + &list(2);
    let paragraph = "<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>一</w:t></w:r></w:p>";
    beside(
        paragraph,
        &[("styles", &root("styles", &(style(1) + &style(2)))), ("numbering", &root("numbering", &numbering))],
    )
}

/// The main part's relationships, with a sound document.
fn related(relations: &str, inner: &str) -> Vec<u8> {
    let relations = format!(
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>{relations}</Relationships>"
    );
    zipped(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("word/document.xml", document_xml(inner).as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
    ])
}

fn relation(kind: &str, target: &str) -> String {
    format!("<Relationship Id='r{kind}' Type='http://x/{kind}' {target}/>")
}

/// A main part that is its own header, footnotes and comments.
pub fn a_part_beside_itself() -> Vec<u8> {
    let kinds = ["header", "footer", "footnotes", "endnotes", "comments"];
    let targets =
        ["document.xml", "DOCUMENT.xml", "../word/document.xml", "/word/./document.xml", "\\word\\document.xml"];
    let all = kinds.iter().zip(targets).map(|(kind, target)| relation(kind, &format!("Target='{target}'")));
    related(&all.collect::<String>(), &paragraph("一"))
}

/// Relationships that lead out of the package, in every spelling.
pub fn relationships_that_lead_out() -> Vec<u8> {
    let outside = ["http://127.0.0.1:9/x", "file:///etc/passwd", "\\\\server\\share\\x", "//server/share/x"];
    let all = outside.iter().flat_map(|target| {
        ["header", "styles", "attachedTemplate", "hyperlink", "image", "oleObject"]
            .map(|kind| relation(kind, &format!("Target='{target}' TargetMode='External'")))
    });
    related(&all.collect::<String>(), &format!("<w:p><w:hyperlink r:id='rhyperlink'>{}</w:hyperlink></w:p>", run("一")))
}

/// Relationships to files of the system, as if they were parts.
pub fn relationships_to_files() -> Vec<u8> {
    let inside = ["/etc/passwd", "../../../etc/passwd", "file:///etc/passwd", "C:\\Windows\\win.ini"];
    let all = inside.iter().map(|target| relation("header", &format!("Target='{target}'")));
    related(&all.collect::<String>(), &paragraph("一"))
}

/// A relationship to a part that is not there.
pub fn a_broken_relationship() -> Vec<u8> {
    related(&relation("styles", "Target='styles.xml'"), &paragraph("一"))
}

/// Another file taken in, from outside.
pub fn another_file_taken_in() -> Vec<u8> {
    let taken = relation("aFChunk", "Target='file:///etc/passwd' TargetMode='External'");
    related(&taken, &format!("{}<w:altChunk r:id='raFChunk'/>", paragraph("一")))
}

// Oddities.

/// Cells that continue a merge which nothing begins.
pub fn orphans_of_merges() -> Vec<u8> {
    let continued = cell("<w:vMerge/>", "1");
    body(&table(&[row(&[continued.clone(), cell("", "2")]), row(&[cell("<w:hMerge/>", "3"), continued])]))
}

/// Rows of other lengths, and one without cells.
pub fn ragged_rows() -> Vec<u8> {
    let of = |count: usize| row(&vec![cell("", "1"); count]);
    body(&table(&[of(3), of(1), of(7), of(0), of(2)]))
}

/// A document in UTF-16, low bytes first or high bytes first, with or without a byte order mark.
fn in_utf_16(high_first: bool, mark: bool) -> Vec<u8> {
    let text = document_xml(&paragraph("一"));
    let text = if mark { format!("\u{FEFF}{text}") } else { text };
    let bytes = |unit: u16| if high_first { unit.to_be_bytes() } else { unit.to_le_bytes() };
    around(&text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>())
}

/// UTF-16, low bytes first.
pub fn utf_16_low_bytes_first() -> Vec<u8> {
    in_utf_16(false, true)
}

/// UTF-16, high bytes first.
pub fn utf_16_high_bytes_first() -> Vec<u8> {
    in_utf_16(true, true)
}

/// UTF-16 without a byte order mark.
pub fn utf_16_without_a_mark() -> Vec<u8> {
    in_utf_16(false, false)
}

/// UTF-16 that ends in the middle of a character.
pub fn half_a_character_of_utf_16() -> Vec<u8> {
    let mut bytes: Vec<u8> = document_xml("").encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.insert(0, 0xFE);
    bytes.insert(0, 0xFF);
    bytes.pop();
    around(&bytes)
}

/// Bytes that are no UTF-8, and characters that XML does not allow.
pub fn bytes_that_are_no_text() -> Vec<u8> {
    around(
        format!("<w:document xmlns:w='{WORD}'>")
            .bytes()
            .chain(*b"\xFF\xFE\x00</w:document>")
            .collect::<Vec<u8>>()
            .as_slice(),
    )
}

/// A table of 9,000 rows and 10 columns.
pub fn nine_thousand_rows() -> Vec<u8> {
    let row = format!("<w:tr>{}</w:tr>", "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>".repeat(10));
    body(&format!("<w:tbl>{}</w:tbl>", row.repeat(9_000)))
}

/// 200,000 rows without a cell.
pub fn two_hundred_thousand_empty_rows() -> Vec<u8> {
    body(&format!("<w:tbl>{}</w:tbl>", "<w:tr><w:tc><w:p/></w:tc></w:tr>".repeat(200_000)))
}

/// A million cells with nothing in them.
pub fn a_million_empty_cells() -> Vec<u8> {
    let row = format!("<w:tr>{}</w:tr>", "<w:tc><w:p/></w:tc>".repeat(50));
    body(&format!("<w:tbl>{}</w:tbl>", row.repeat(20_000)))
}
