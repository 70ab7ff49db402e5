//! Word 2003 XML: the same facts as the package that says the same, and what is only spelt like this.

use std::io::Read;
use std::path::Path;

use crate::support::facts::{differences, of_report, of_values};
use crate::support::package::{codes, lines, shape, story};
use crate::support::page::Page;
use baobiao::extract::extract;
use baobiao::input::{ReadOptions, Revisions, Source, detect, read};
use baobiao::model::{Document, StoryKind};
use baobiao::schema::Schema;

const NAMESPACES: &str = "xmlns:w='http://schemas.microsoft.com/office/word/2003/wordml' \
    xmlns:wx='http://schemas.microsoft.com/office/word/2003/auxHint' xmlns:aml='http://schemas.microsoft.com/aml/2001/core' \
    xmlns:o='urn:schemas-microsoft-com:office:office' xml:space='preserve'";

fn wrapped(inner: &str) -> Vec<u8> {
    format!(
        "<?xml version='1.0' encoding='UTF-8' standalone='yes'?><?mso-application progid='Word.Document'?>\
         <w:wordDocument {NAMESPACES}><o:DocumentProperties><o:Author>某人</o:Author></o:DocumentProperties>{inner}</w:wordDocument>"
    )
    .into_bytes()
}

fn try_read(bytes: &[u8], revisions: Revisions) -> Document {
    let options = ReadOptions { revisions, ..ReadOptions::default() };
    let document = read(&Source::new("x.xml", bytes.to_vec()), &options).unwrap_or_else(|error| panic!("{error}"));
    assert!(document.tally.balances(), "{:?}", document.tally);
    document
}

fn body(inner: &str) -> Document {
    try_read(&wrapped(&format!("<w:body><wx:sect>{inner}</wx:sect></w:body>")), Revisions::Final)
}

/// A part of a package without its declaration.
fn part(package: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(package)).expect("a package");
    let mut text = String::new();
    zip.by_name(name).expect("the part").read_to_string(&mut text).expect("text");
    let root = text.find("<w:").expect("a root");
    text[root..].to_owned()
}

/// What lies inside the root element of a part.
fn inside(part: &str) -> &str {
    &part[part.find('>').expect("a root") + 1..part.rfind("</").expect("a root")]
}

/// The package of a page in the spelling of 2003.
fn spelt(page: &Page) -> Vec<u8> {
    let package = page.docx();
    let [document, styles, numbering] =
        ["word/document.xml", "word/styles.xml", "word/numbering.xml"].map(|name| part(&package, name));
    let words = [
        ("w:vMerge", "w:vmerge"),
        ("w:numPr", "w:listPr"),
        ("w:abstractNumId w:val", "w:ilst w:val"),
        ("w:abstractNumId", "w:listDefId"),
        ("w:abstractNum", "w:listDef"),
        ("<w:num ", "<w:list "),
        ("</w:num>", "</w:list>"),
        ("w:numId", "w:ilfo"),
        ("<w:numFmt w:val=\"chineseCounting\"/>", "<w:nfc w:val=\"37\"/>"),
        ("<w:numFmt w:val=\"decimal\"/>", "<w:nfc w:val=\"0\"/>"),
    ];
    let lists = format!("<w:lists>{}</w:lists>", inside(&numbering));
    let styles = format!("<w:styles>{}</w:styles>", inside(&styles));
    let mut text = format!("{lists}{styles}{}", inside(&document));
    for (new, old) in words {
        text = text.replace(new, old);
    }
    assert!(!text.contains("w:numFmt"), "a format that this test does not spell");
    wrapped(&text)
}

#[test]
fn both_vintages_give_the_facts_of_their_packages() {
    for vintage in ["2019", "2021"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
        let source = std::fs::read_to_string(folder.join(format!("{vintage}.page"))).expect("a page");
        let page = Page::parse(&source).unwrap_or_else(|error| panic!("{vintage}: {error}"));
        let bytes = spelt(&page);
        assert_eq!(detect(&bytes).code, "word-2003-xml");
        let document = try_read(&bytes, Revisions::Final);
        let options = ReadOptions::default();
        let package = read(&Source::new("x.docx", page.docx()), &options).expect("the package is read");
        assert_eq!(lines(&document), lines(&package));
        let report = extract(&document, Schema::builtin());
        let values = std::fs::read(folder.join(format!("{vintage}.values.csv"))).expect("values");
        let differences = differences(&of_values(&values), &of_report(&report, Schema::builtin()));
        assert!(differences.is_empty(), "{}", differences.join("\n"));
        assert!(report.audit.balances());
    }
}

#[test]
fn what_only_this_form_has_is_read_too() {
    let document = body(
        "<w:p><w:r><w:t> 1 </w:t></w:r>\
         <aml:annotation aml:id='0' w:type='Word.Deletion'><aml:content><w:r><w:delText>2</w:delText></w:r></aml:content></aml:annotation>\
         <aml:annotation aml:id='1' w:type='Word.Insertion'><aml:content><w:r><w:t>3</w:t></w:r></aml:content></aml:annotation>\
         <aml:annotation aml:id='2' w:type='Word.Comment'><aml:content><w:p><w:r><w:t>批</w:t></w:r></w:p></aml:content></aml:annotation>\
         <w:r><w:footnote><w:p><w:r><w:t>注</w:t></w:r></w:p></w:footnote></w:r></w:p>\
         <w:tbl><w:tr><w:tc><w:tcPr><w:hmerge w:val='restart'/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>\
         <w:tc><w:tcPr><w:hmerge/></w:tcPr><w:p/></w:tc></w:tr>\
         <w:tr><w:trPr><aml:annotation w:type='Word.Deletion'/></w:trPr><w:tc><w:p><w:r><w:t>9</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
         <w:p><w:pPr><w:sectPr><w:hdr w:type='odd'><w:p><w:r><w:t>眉</w:t></w:r></w:p></w:hdr></w:sectPr></w:pPr></w:p>\
         <w:sectPr><w:ftr w:type='odd'><w:p><w:r><w:t>脚</w:t></w:r></w:p></w:ftr></w:sectPr>",
    );
    assert_eq!(lines(&document), [" 1 3"]);
    assert_eq!(shape(document.tables()[0]), ["0,0+1×2 a"]);
    for (kind, text) in [
        (StoryKind::Deleted, "29"),
        (StoryKind::Comment, "批"),
        (StoryKind::Footnote, "注"),
        (StoryKind::Header, "眉"),
        (StoryKind::Footer, "脚"),
    ] {
        assert_eq!(story(&document, kind).concat(), text, "{kind:?}");
    }
    assert_eq!(codes(&document), ["changes-tracked"]);
}

#[test]
fn another_root_is_refused() {
    let bytes = format!("<w:body {NAMESPACES}/>");
    let error = read(&Source::new("x", bytes.into_bytes()), &ReadOptions::default()).expect_err("it is refused");
    assert_eq!(error.code(), "package-unsound");
}

#[test]
fn cut_and_bent_documents_never_panic() {
    let source =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages/2021.page")).expect("a page");
    let bytes = spelt(&Page::parse(&source).expect("a page"));
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    for round in 0..2_000 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = (seed >> 20) as usize % bytes.len();
        let mut bent = bytes.clone();
        match round % 3 {
            0 => bent.truncate(at),
            1 => bent[at] = (seed >> 50) as u8,
            _ => drop(bent.drain(at..(at + 30).min(bytes.len()))),
        }
        if let Ok(document) = read(&Source::new("x", bent), &ReadOptions::default()) {
            assert!(document.tally.balances(), "round {round}");
        }
    }
}
