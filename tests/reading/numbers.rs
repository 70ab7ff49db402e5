//! Automatic numbers are printed as Word prints them, and never mixed into the text.

use crate::support::package::*;

/// A numbering part: definitions by their levels, and instances.
fn numbering(definitions: &[&str], instances: &str) -> String {
    let definitions = definitions.iter().enumerate();
    let definitions: String = definitions
        .map(|(id, levels)| format!("<w:abstractNum w:abstractNumId='{id}'>{levels}</w:abstractNum>"))
        .collect();
    root("numbering", &format!("{definitions}{instances}"))
}

fn level(index: u8, format: &str, text: &str, more: &str) -> String {
    format!(
        "<w:lvl w:ilvl='{index}'><w:start w:val='1'/><w:numFmt w:val='{format}'/>{more}<w:lvlText w:val='{text}'/></w:lvl>"
    )
}

fn instance(id: u8, definition: u8, more: &str) -> String {
    format!("<w:num w:numId='{id}'><w:abstractNumId w:val='{definition}'/>{more}</w:num>")
}

fn item(id: u8, level: u8) -> String {
    let number = format!("<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{id}'/></w:numPr>");
    format!("<w:p><w:pPr>{number}</w:pPr>{}</w:p>", run("x"))
}

fn labels(numbering: &str, items: &[String]) -> Vec<String> {
    let document = read_beside(&items.concat(), &[("numbering", numbering)]);
    lines(&document).into_iter().map(|line| line.trim_end_matches('x').trim_matches(['[', ']']).to_owned()).collect()
}

#[test]
fn chinese_headings_count() {
    let levels = level(0, "chineseCounting", "%1、", "") + &level(1, "chineseCountingThousand", "（%2）", "");
    let part = numbering(&[&levels], &instance(1, 0, ""));
    let items = [item(1, 0), item(1, 1), item(1, 1), item(1, 0), item(1, 1)];
    assert_eq!(labels(&part, &items), ["一、", "（一）", "（二）", "二、", "（一）"]);
}

#[test]
fn a_document_counts_from_the_beginning_whatever_was_read_before() {
    let part = |start: &str| {
        let levels = level(0, "decimal", "%1.", "").replace("<w:start w:val='1'/>", start);
        numbering(&[&levels], &instance(1, 0, ""))
    };
    let (one, seven) = (part("<w:start w:val='1'/>"), part("<w:start w:val='7'/>"));
    for _ in 0..2 {
        assert_eq!(labels(&one, &[item(1, 0), item(1, 0)]), ["1.", "2."]);
        assert_eq!(labels(&seven, &[item(1, 0), item(1, 0)]), ["7.", "8."]);
    }
}

#[test]
fn levels_join_and_legal_numbering_writes_figures() {
    let levels = level(0, "upperRoman", "%1.", "") + &level(1, "decimal", "%1.%2", "<w:isLgl/>");
    let part = numbering(&[&levels], &instance(1, 0, ""));
    assert_eq!(labels(&part, &[item(1, 0), item(1, 0), item(1, 1), item(1, 1)]), ["I.", "II.", "2.1", "2.2"]);
}

#[test]
fn restarts_are_as_the_level_says() {
    let levels = level(0, "decimal", "%1", "") + &level(1, "decimal", "%1-%2", "<w:lvlRestart w:val='0'/>");
    let part = numbering(&[&levels], &instance(1, 0, ""));
    assert_eq!(labels(&part, &[item(1, 0), item(1, 1), item(1, 0), item(1, 1)]), ["1", "1-1", "2", "2-2"]);
}

#[test]
fn instances_share_a_counter_unless_they_override_the_start() {
    let start = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride>";
    let instances = instance(1, 0, "") + &instance(2, 0, "") + &instance(3, 0, start);
    let part = numbering(&[&level(0, "decimal", "%1", "")], &instances);
    let items = [item(1, 0), item(2, 0), item(3, 0), item(3, 0), item(1, 0)];
    assert_eq!(labels(&part, &items), ["1", "2", "5", "6", "7"]);
}

#[test]
fn an_instance_may_replace_a_level() {
    let other = format!("<w:lvlOverride w:ilvl='0'>{}</w:lvlOverride>", level(0, "lowerLetter", "%1)", ""));
    let part = numbering(&[&level(0, "decimal", "%1", "")], &instance(1, 0, &other));
    assert_eq!(labels(&part, &[item(1, 0), item(1, 0)]), ["a)", "b)"]);
}

#[test]
fn bullets_are_unicode_and_none_prints_nothing() {
    let font = "<w:rPr><w:rFonts w:ascii='Wingdings'/></w:rPr>";
    let levels = level(0, "bullet", "\u{F06C}", font) + &level(1, "none", "", "");
    let part = numbering(&[&levels], &instance(1, 0, ""));
    assert_eq!(labels(&part, &[item(1, 0), item(1, 1)]), ["●", ""]);
}

#[test]
fn styles_number_their_paragraphs_and_link_levels() {
    let styles = root(
        "styles",
        "<w:style w:type='paragraph' w:styleId='h1'><w:name w:val='heading 1'/><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>\
         <w:style w:type='paragraph' w:styleId='h2'><w:name w:val='heading 2'/><w:basedOn w:val='h1'/></w:style>\
         <w:style w:type='paragraph' w:styleId='off'><w:basedOn w:val='h1'/><w:pPr><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr></w:style>",
    );
    let levels =
        level(0, "decimal", "%1", "<w:pStyle w:val='h1'/>") + &level(1, "decimal", "%1.%2", "<w:pStyle w:val='h2'/>");
    let part = numbering(&[&levels], &instance(1, 0, ""));
    let styled = |style: &str| format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr>{}</w:p>", run("x"));
    let body = [styled("h1"), styled("h2"), styled("off"), styled("h2")].concat();
    let document = read_beside(&body, &[("styles", &styles), ("numbering", &part)]);
    assert_eq!(lines(&document), ["[1]x", "[1.1]x", "x", "[1.2]x"]);
    let outlines = document.blocks.iter().map(|block| match block {
        baobiao::model::Block::Paragraph(paragraph) => paragraph.outline,
        baobiao::model::Block::Table(_) => None,
    });
    let outlines: Vec<_> = outlines.collect();
    assert_eq!(outlines, [Some(0), Some(1), Some(0), Some(1)]);
}

#[test]
fn a_definition_may_be_taken_from_a_list_style() {
    let styles = root(
        "styles",
        "<w:style w:type='numbering' w:styleId='L'><w:pPr><w:numPr><w:numId w:val='2'/></w:numPr></w:pPr></w:style>",
    );
    let definitions = ["<w:numStyleLink w:val='L'/>".to_owned(), level(0, "decimal", "%1)", "")];
    let definitions: Vec<&str> = definitions.iter().map(String::as_str).collect();
    let part = numbering(&definitions, &(instance(1, 0, "") + &instance(2, 1, "")));
    let document = read_beside(&item(1, 0), &[("styles", &styles), ("numbering", &part)]);
    assert_eq!(lines(&document), ["[1)]x"]);
}

#[test]
fn a_list_style_that_refers_to_itself_is_cut() {
    let styles = root(
        "styles",
        "<w:style w:type='numbering' w:styleId='L'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>",
    );
    let part = numbering(&["<w:numStyleLink w:val='L'/>"], &instance(1, 0, ""));
    let document = read_beside(&item(1, 0), &[("styles", &styles), ("numbering", &part)]);
    assert_eq!(codes(&document), ["chain-cut"]);
}

#[test]
fn an_unknown_list_or_format_is_noted() {
    let part = numbering(&[&level(0, "klingon", "%1", "")], &instance(1, 0, ""));
    let document = read_beside(&[item(1, 0), item(7, 0)].concat(), &[("numbering", &part)]);
    assert_eq!(lines(&document), ["[1]x", "x"]);
    assert_eq!(codes(&document), ["number-format", "numbering-missing"]);
}

#[test]
fn a_number_longer_than_any_that_is_meant_is_cut() {
    for (length, printed, expected) in [(127, 127, &[][..]), (128, 128, &[]), (129, 128, &["number-cut"])] {
        let part = numbering(&[&level(0, "decimal", &"甲".repeat(length), "")], &instance(1, 0, ""));
        let document = read_beside(&item(1, 0), &[("numbering", &part)]);
        let number = lines(&document)[0].chars().count() - "[]x".len();
        assert_eq!((number, codes(&document).as_slice()), (printed, expected));
    }
}

#[test]
fn what_is_not_printed_is_not_counted() {
    let part = numbering(&[&level(0, "decimal", "%1", "")], &instance(1, 0, ""));
    let numbered = |properties: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", item(1, 0));
    let rows = [
        row(&[numbered("<w:vMerge w:val='restart'/>")]),
        row(&[numbered("<w:vMerge/>")]),
        format!("<w:tr><w:trPr><w:del/></w:trPr>{}</w:tr>", numbered("")),
        row(&[numbered("")]),
    ];
    let document = read_beside(&table(&rows), &[("numbering", &part)]);
    let numbers: Vec<_> = document.tables()[0].cells().iter().map(|cell| cell.number()).collect();
    assert_eq!(numbers, [Some("1"), Some("2")]);
}
