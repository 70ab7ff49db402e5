//! A document's parts in the order and with the company that Word or WPS gives them.

use std::io::{Cursor, Write as _};

use docx_rs::Docx;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::chance::Chance;
use crate::dress::dressed;

/// The program that is said to have saved the file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Program {
    /// Microsoft Word.
    Word,
    /// WPS Office.
    Wps,
}

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006";
const TYPES: &str = "application/vnd.openxmlformats-officedocument";

/// The file's bytes.
pub fn packed(docx: Docx, program: Program, chance: &mut Chance) -> Vec<u8> {
    let built = docx.build();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("docx-rs writes UTF-8");
    let document = dressed(&text(built.document), chance);
    let mut parts = vec![
        ("_rels/.rels", root_relationships(program)),
        ("word/_rels/document.xml.rels", document_relationships()),
        ("word/document.xml", document),
        ("word/settings.xml", settings(program)),
        ("word/numbering.xml", text(built.numberings)),
        ("word/styles.xml", text(built.styles)),
        ("word/fontTable.xml", text(built.font_table)),
        ("docProps/core.xml", core()),
        ("docProps/app.xml", application(program)),
    ];
    match program {
        Program::Word => parts.insert(0, ("[Content_Types].xml", content_types(program))),
        Program::Wps => {
            for (_, xml) in parts.iter_mut().filter(|(name, _)| *name == "word/document.xml") {
                *xml = wps_namespaces(xml);
            }
            parts.push(("docProps/custom.xml", WPS_CUSTOM.to_owned()));
            parts.sort_by_key(|(name, _)| *name);
            parts.push(("[Content_Types].xml", content_types(program)));
        }
    }
    zipped(&parts)
}

fn zipped(parts: &[(&str, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // The time stays at zip's own beginning, so that the same content gives the same bytes.
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, xml) in parts {
        zip.start_file(*name, options).expect("a part's name is sound");
        zip.write_all(xml.as_bytes()).expect("memory takes every byte");
    }
    zip.finish().expect("memory takes every byte").into_inner()
}

fn declared(xml: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n{xml}")
}

fn content_types(program: Program) -> String {
    let mut xml = format!(
        r#"<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>"#
    );
    let mut part = |name: &str, kind: &str| {
        xml += &format!(r#"<Override PartName="/{name}.xml" ContentType="{kind}+xml"/>"#);
    };
    for (name, kind) in
        [("document", "document.main"), ("settings", "settings"), ("numbering", "numbering"), ("styles", "styles")]
    {
        part(&format!("word/{name}"), &format!("{TYPES}.wordprocessingml.{kind}"));
    }
    part("word/fontTable", &format!("{TYPES}.wordprocessingml.fontTable"));
    part("docProps/core", "application/vnd.openxmlformats-package.core-properties");
    part("docProps/app", &format!("{TYPES}.extended-properties"));
    if program == Program::Wps {
        part("docProps/custom", &format!("{TYPES}.custom-properties"));
    }
    declared(&(xml + "</Types>"))
}

fn relationships(targets: &[(&str, &str)]) -> String {
    let mut xml = format!(r#"<Relationships xmlns="{PACKAGE}/relationships">"#);
    // Word numbers them in the order of making and writes the last one first.
    for (index, (kind, target)) in targets.iter().enumerate().rev() {
        xml += &format!(r#"<Relationship Id="rId{}" Type="{kind}" Target="{target}"/>"#, index + 1);
    }
    declared(&(xml + "</Relationships>"))
}

fn root_relationships(program: Program) -> String {
    let kind = |name: &str| format!("{OFFICE}/relationships/{name}");
    let (document, app, custom) = (kind("officeDocument"), kind("extended-properties"), kind("custom-properties"));
    let core = format!("{PACKAGE}/relationships/metadata/core-properties");
    let mut targets = vec![
        (document.as_str(), "word/document.xml"),
        (core.as_str(), "docProps/core.xml"),
        (app.as_str(), "docProps/app.xml"),
    ];
    if program == Program::Wps {
        targets.push((&custom, "docProps/custom.xml"));
    }
    relationships(&targets)
}

fn document_relationships() -> String {
    let kinds = ["numbering", "styles", "settings", "fontTable"].map(|name| format!("{OFFICE}/relationships/{name}"));
    let targets = ["numbering.xml", "styles.xml", "settings.xml", "fontTable.xml"];
    relationships(&kinds.iter().map(String::as_str).zip(targets).collect::<Vec<_>>())
}

fn settings(program: Program) -> String {
    let grammar = if program == Program::Word { r#"<w:proofState w:spelling="clean" w:grammar="clean"/>"# } else { "" };
    declared(&format!(
        r#"<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>{grammar}<w:defaultTabStop w:val="420"/><w:drawingGridVerticalSpacing w:val="156"/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="14"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>"#
    ))
}

fn core() -> String {
    declared(&format!(
        r#"<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>办公室</dc:creator><cp:lastModifiedBy>办公室</cp:lastModifiedBy><cp:revision>7</cp:revision><dcterms:created xsi:type="dcterms:W3CDTF">2020-01-02T01:12:00Z</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">2020-01-15T07:40:00Z</dcterms:modified></cp:coreProperties>"#
    ))
}

fn application(program: Program) -> String {
    let (name, version) = match program {
        Program::Word => ("Microsoft Office Word", "16.0000"),
        Program::Wps => ("WPS Office_11.1.0.11294_F1E327BC-269C-435d-A152-05C5408002CA", "0"),
    };
    declared(&format!(
        r#"<Properties xmlns="{OFFICE}/extended-properties"><Template>Normal.dotm</Template><Pages>6</Pages><Application>{name}</Application><DocSecurity>0</DocSecurity><AppVersion>{version}</AppVersion></Properties>"#
    ))
}

/// The root element as WPS writes it, with its own namespace among those that others may ignore.
fn wps_namespaces(document: &str) -> String {
    let own = r#"xmlns:wpsCustomData="http://www.wps.cn/officeDocument/2013/wpsCustomData" mc:Ignorable="w14 wp14 wpsCustomData""#;
    document.replacen(r#"mc:Ignorable="w14 wp14""#, own, 1)
}

const WPS_CUSTOM: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="KSOProductBuildVer"><vt:lpwstr>2052-11.1.0.11294</vt:lpwstr></property><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="3" name="ICV"><vt:lpwstr>3C0F6E2A4B9D4D57A1E85B7706C2F9D1</vt:lpwstr></property></Properties>"#;
