//! Styles on styles and lists on lists, in circles too, under paragraphs that use them.
#![no_main]

use arbitrary::Unstructured;
use baobiao_fuzz::package::{document_xml, package, root};
use baobiao_fuzz::write::Write;
use libfuzzer_sys::fuzz_target;

fn styles(write: &mut Write<'_, '_>) -> String {
    write.xml.clear();
    for style in 0..=write.below(9) {
        let kind = ["paragraph", "character", "table", "numbering"][write.below(3) as usize];
        let (base, level, number, outline) = (write.below(9), write.value(), write.value(), write.value());
        let default = if write.often(30) { " w:default=\"1\"" } else { "" };
        let vanish = if write.often(30) { "<w:rPr><w:vanish/></w:rPr>" } else { "" };
        write.xml.push_str(&format!(
            "<w:style w:type=\"{kind}\" w:styleId=\"s{style}\"{default}><w:basedOn w:val=\"s{base}\"/><w:pPr><w:numPr>\
             <w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{number}\"/></w:numPr><w:outlineLvl w:val=\"{outline}\"/></w:pPr>\
             {vanish}</w:style>"
        ));
    }
    root("styles", &std::mem::take(&mut write.xml))
}

fn numbering(write: &mut Write<'_, '_>) -> String {
    const FORMATS: [&str; 10] = [
        "decimal",
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "upperRoman",
        "lowerLetter",
        "decimalEnclosedCircle",
        "bullet",
        "none",
        "odd",
    ];
    write.xml.clear();
    let lists = write.below(4);
    for list in 0..=lists {
        write.xml.push_str(&format!("<w:abstractNum w:abstractNumId=\"{list}\">"));
        if write.often(30) {
            let style = write.below(9);
            write.xml.push_str(&format!("<w:numStyleLink w:val=\"s{style}\"/>"));
        }
        for _ in 0..=write.below(4) {
            let (level, start, restart, style) = (write.value(), write.value(), write.value(), write.below(9));
            let format = FORMATS[write.below(9) as usize];
            let text =
                if write.often(200) { "%1、%2.%3（%9）".to_owned() } else { write.word().replace('"', "&quot;") };
            let legal = if write.often(40) { "<w:isLgl/>" } else { "" };
            write.xml.push_str(&format!(
                "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"{start}\"/><w:numFmt w:val=\"{format}\"/>\
                 <w:lvlRestart w:val=\"{restart}\"/><w:pStyle w:val=\"s{style}\"/>{legal}<w:lvlText w:val=\"{text}\"/></w:lvl>"
            ));
        }
        write.xml.push_str("</w:abstractNum>");
    }
    for number in 0..=write.below(8) {
        let (list, level, start) = (write.below(lists + 1), write.value(), write.value());
        write.xml.push_str(&format!("<w:num w:numId=\"{number}\"><w:abstractNumId w:val=\"{list}\"/>"));
        if write.often(80) {
            write.xml.push_str(&format!(
                "<w:lvlOverride w:ilvl=\"{level}\"><w:startOverride w:val=\"{start}\"/></w:lvlOverride>"
            ));
        }
        write.xml.push_str("</w:num>");
    }
    root("numbering", &std::mem::take(&mut write.xml))
}

fuzz_target!(|data: &[u8]| {
    let mut choices = Unstructured::new(data);
    let mut write = Write::new(&mut choices);
    let (styles, numbering) = (styles(&mut write), numbering(&mut write));
    for _ in 0..12 {
        write.paragraph(0);
    }
    let main = document_xml(&write.xml);
    baobiao_fuzz::whole(package(main.as_bytes(), &[("styles", &styles), ("numbering", &numbering)]));
});
