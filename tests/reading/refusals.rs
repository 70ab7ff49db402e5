//! What is refused is refused by its own name, and what is merely odd is read. Files made to do harm are in `hostile`.

use crate::support::package::*;
use baobiao::docx::{self, ReadOptions, Revisions};
use baobiao::input::{self, Source, detect};
use baobiao::model::Error;

fn refused(bytes: &[u8]) -> Error {
    let source = Source::new("test.docx", bytes.to_vec());
    input::read(&source, &ReadOptions::default()).expect_err("the file is refused")
}

fn sound() -> Vec<u8> {
    package(document_xml(&paragraph("一")).as_bytes(), &[])
}

/// A compound file with these streams; the first one's bytes follow the directory.
fn compound(streams: &[&str], first: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0u8; 512];
    bytes[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    bytes[30] = 9;
    bytes[76..80].copy_from_slice(&7u32.to_le_bytes());
    let mut directory = vec![0u8; 512];
    for (index, name) in streams.iter().enumerate() {
        let entry = &mut directory[index * 128..][..128];
        for (at, unit) in name.encode_utf16().enumerate() {
            entry[at * 2..][..2].copy_from_slice(&unit.to_le_bytes());
        }
        entry[64..66].copy_from_slice(&((name.len() as u16 + 1) * 2).to_le_bytes());
        entry[116] = 1;
    }
    bytes.extend(directory);
    bytes.extend(first);
    bytes.resize(4096, 0);
    bytes
}

fn office(kind: &str, folder: &str) -> Vec<u8> {
    let types =
        TYPES.replace("wordprocessingml.document.main", kind).replace("/word/document", &format!("/{folder}/main"));
    let relations = RELATIONS.replace("word/document", &format!("{folder}/main"));
    zipped(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", relations.as_bytes()),
        (&format!("{folder}/main.xml"), b"<x/>"),
    ])
}

#[test]
fn every_kind_of_file_is_told_by_its_content() {
    let fib = |ident: [u8; 2], version: u8, flags: u8| [ident[0], ident[1], version, 0, 0, 0, 0, 0, 0, 0, 0, flags];
    let mut owner = vec![0u8; 162];
    owner[..4].copy_from_slice(b"\x03abc");
    let wide: Vec<u8> = "\u{FEFF}<html>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: Vec<(&str, Vec<u8>)> = vec![
        (
            "word-2003-xml",
            b"<?xml version='1.0'?><w:wordDocument xmlns:w='http://schemas.microsoft.com/office/word/2003/wordml'/>"
                .to_vec(),
        ),
        ("doc-encrypted", compound(&["WordDocument"], &fib([0xEC, 0xA5], 0xC1, 1))),
        ("doc-95", compound(&["WordDocument"], &fib([0xDC, 0xA5], 0x65, 0))),
        ("doc-old", b"\xDB\xA5\x2D\x00".to_vec()),
        ("encrypted", compound(&["EncryptedPackage", "EncryptionInfo"], b"")),
        ("ole", compound(&["Workbook"], b"")),
        ("wps", compound(&["CONTENTS"], b"")),
        ("rtf", b"{\\rtf1\\ansi}".to_vec()),
        ("html", b"\xEF\xBB\xBF<!DOCTYPE HTML><html></html>".to_vec()),
        ("html", b"<html><meta charset=gbk><title>\xB1\xA8\xB1\xED</title>".to_vec()),
        ("html", wide),
        ("mht", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n".to_vec()),
        ("odt", zipped(&[("mimetype", b"application/vnd.oasis.opendocument.text")])),
        ("xlsx", office("spreadsheetml.sheet.main", "xl")),
        (
            "xlsx",
            b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'><Table/>".to_vec(),
        ),
        ("text", b"<?xml version='1.0'?><rows><table/></rows>".to_vec()),
        ("pptx", office("presentationml.presentation.main", "ppt")),
        ("zip", zipped(&[("a.txt", b"x")])),
        ("pdf", b"%PDF-1.7".to_vec()),
        ("owner-file", owner),
        ("empty", Vec::new()),
        ("text", "报表".as_bytes().to_vec()),
        ("text-tables", "报表\n1\n2\n3\n".as_bytes().to_vec()),
        ("unknown", b"\x00\x01\x02".to_vec()),
    ];
    let sound = compound(&["WordDocument"], &fib([0xEC, 0xA5], 0xC1, 0));
    assert_eq!((detect(&sound).code, refused(&sound).code()), ("doc", "doc-unsound"));
    for (code, bytes) in cases {
        assert_eq!(detect(&bytes).code, code);
        assert!(!input::examine(&bytes).evidence.chinese.is_empty());
        if !input::is_readable(detect(&bytes)) {
            let error = refused(&bytes);
            assert_eq!(error.code(), code);
            assert!(!error.advice().english.is_empty());
        }
    }
}

#[test]
fn a_name_that_promises_another_kind_gets_a_note() {
    let docx = package(document_xml(&paragraph("1")).as_bytes(), &[]);
    for (name, bytes, expected) in [
        ("a.doc", b"<html><p>1".to_vec(), vec!["name-misleads"]),
        ("a.DOC", b"{\\rtf1 1\\par}".to_vec(), vec!["name-misleads"]),
        ("a.doc", docx.clone(), vec!["name-misleads"]),
        ("a.docx", b"<html><p>1".to_vec(), vec!["name-misleads"]),
        ("a.docx", docx.clone(), vec![]),
        ("a.htm", b"<html><p>1".to_vec(), vec![]),
        ("a.xml", docx, vec![]),
        ("doc", b"<html><p>1".to_vec(), vec![]),
    ] {
        let document = input::read(&Source::new(name, bytes), &ReadOptions::default()).expect("it is read");
        assert_eq!((lines(&document), codes(&document)), (vec!["1".to_owned()], expected), "{name}");
    }
}

#[test]
fn word_packages_of_every_type_are_read() {
    let main = document_xml(&paragraph("一"));
    for (kind, code) in [
        ("vnd.openxmlformats-officedocument.wordprocessingml.document.main", "docx"),
        ("vnd.openxmlformats-officedocument.wordprocessingml.template.main", "dotx"),
        ("vnd.ms-word.document.macroEnabled.main", "docm"),
        ("vnd.ms-word.template.macroEnabledTemplate.main", "dotm"),
    ] {
        let types = TYPES.replace("vnd.openxmlformats-officedocument.wordprocessingml.document.main", kind);
        let entries = [
            ("[Content_Types].xml", types.as_bytes()),
            ("_rels/.rels", RELATIONS.as_bytes()),
            ("word/document.xml", main.as_bytes()),
        ];
        let bytes = zipped(&entries);
        assert_eq!(detect(&bytes).code, code);
        let document = input::read(&Source::new("x", bytes), &ReadOptions::default()).expect("the document is read");
        assert_eq!(lines(&document), ["一"]);
    }
}

#[test]
fn a_flat_package_is_read() {
    let part =
        |name: &str, xml: &str| format!("<pkg:part pkg:name='{name}'><pkg:xmlData>{xml}</pkg:xmlData></pkg:part>");
    let flat = format!(
        "<?xml version='1.0'?><pkg:package xmlns:pkg='http://schemas.microsoft.com/office/2006/xmlPackage'>{}{}</pkg:package>",
        part("/_rels/.rels", RELATIONS),
        part("/word/document.xml", &document_xml(&paragraph("一"))),
    );
    assert_eq!(detect(flat.as_bytes()).code, "flat-opc");
    let document = input::read(&Source::new("x", flat.into_bytes()), &ReadOptions::default()).expect("it is read");
    assert_eq!(lines(&document), ["一"]);
}

#[test]
fn odd_but_sound_packages_are_read() {
    let main = document_xml(&paragraph("一"));
    let reordered = zipped(&[
        ("WORD\\Document.XML", main.as_bytes()),
        ("_rels/.rels", RELATIONS.replace("word/document", "/word/document").as_bytes()),
        ("[Content_Types].xml", TYPES.as_bytes()),
    ]);
    assert_eq!(lines(&read_bytes(&reordered, Revisions::Final)), ["一"]);
    let unrelated = zipped(&[("[Content_Types].xml", TYPES.as_bytes()), ("word/document.xml", main.as_bytes())]);
    assert_eq!(codes(&read_bytes(&unrelated, Revisions::Final)), ["package-odd"]);
}

#[test]
fn a_missing_side_part_is_a_note_and_an_outer_one_is_left_alone() {
    let relation = |kind: &str, target: &str| format!("<Relationship Id='{kind}' Type='http://x/{kind}' {target}/>");
    let relations = format!(
        "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>{}{}</Relationships>",
        relation("styles", "Target='styles.xml'"),
        relation("header", "Target='file://server/share/x' TargetMode='External'"),
    );
    let bytes = zipped(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("word/document.xml", document_xml("<w:altChunk r:id='x'/>").as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
    ]);
    assert_eq!(codes(&read_bytes(&bytes, Revisions::Final)), ["part-missing", "content-embedded"]);
}

#[test]
fn unsound_xml_is_refused() {
    let declared = |inner: &str| inner.replace("w:document", &format!("w:document xmlns:w='{WORD}'"));
    for xml in [
        declared("<w:document><w:body>"),
        format!("<w:document xmlns:w='{WORD}'><w:body></w:document>"),
        format!("<w:document xmlns:w='{WORD}'/><w:document/>"),
        format!("<w:document xmlns:w='{WORD}'/>x"),
        format!("<w:document xmlns:w='{WORD}'><w:p a='"),
        String::new(),
    ] {
        assert_eq!(refused(&package(xml.as_bytes(), &[])).code(), "xml-unsound", "{xml}");
    }
    assert_eq!(refused(&package(b"<w:document>\xFF</w:document>", &[])).code(), "xml-unsound");
    assert_eq!(refused(&package(b"<document/>", &[])).code(), "package-unsound");
}

#[test]
fn cut_and_bent_files_never_panic() {
    let bytes = sound();
    for length in (0..bytes.len()).step_by(7) {
        let _ = docx::read("x", &bytes[..length], &ReadOptions::default());
        let mut bent = bytes.clone();
        bent[length] ^= 0x41;
        let _ = docx::read("x", &bent, &ReadOptions::default());
        let _ = detect(&bent);
    }
}
