//! Text inside a paragraph: every construct survives once, in order, with what separates it.

use crate::support::package::*;
use baobiao::docx::Revisions;
use baobiao::model::{Block, StoryKind};

#[test]
fn runs_marks_and_comments_are_transparent() {
    let inner = "<w:r><w:t>1</w:t></w:r><w:proofErr w:type='x'/><w:r/><!-- x --><w:bookmarkStart w:id='0' w:name='_GoBack'/>\
                 <w:bookmarkEnd w:id='0'/><?pi x?><w:permStart w:id='1'/><w:r><w:t>2</w:t></w:r>";
    assert_eq!(text(inner), "12");
    let document = read(&format!("<w:p>{inner}</w:p>"));
    let Block::Paragraph(paragraph) = &document.blocks[0] else { panic!("a paragraph") };
    assert_eq!((paragraph.bookmarks[0].name.as_str(), paragraph.bookmarks[0].offset), ("_GoBack", 1));
}

#[test]
fn breaks_and_tabs_separate() {
    assert_eq!(
        text("<w:r><w:t>1</w:t><w:br/><w:t>2</w:t><w:cr/><w:t>3</w:t><w:tab/><w:t>4</w:t><w:ptab/><w:t>5</w:t></w:r>"),
        "1\n2\n3\t4\t5"
    );
}

#[test]
fn characters_of_every_spelling_survive() {
    assert_eq!(
        text("<w:r><w:t>a&amp;b&#160;&#x4E00;<![CDATA[<c>]]></w:t><w:noBreakHyphen/><w:softHyphen/></w:r>"),
        "a&b\u{A0}一<c>\u{2011}\u{AD}"
    );
}

#[test]
fn white_space_at_the_ends_needs_to_be_preserved() {
    assert_eq!(text("<w:r><w:t> a </w:t><w:t xml:space='preserve'> b </w:t></w:r>"), "a b ");
}

#[test]
fn symbols_become_unicode() {
    let sym = |font: &str, code: &str| format!("<w:r><w:sym w:font='{font}' w:char='{code}'/></w:r>");
    assert_eq!(text(&[sym("Wingdings", "F0FE"), sym("Wingdings 2", "00A3"), sym("Symbol", "F061")].concat()), "☑☐α");
    let document = read(&format!("<w:p>{}</w:p>", sym("Webdings", "F063")));
    assert_eq!(lines(&document), ["\u{F063}"]);
    assert_eq!(codes(&document), ["symbol-unknown"]);
}

#[test]
fn text_in_a_symbol_font_is_what_it_looks_like() {
    assert_eq!(text("<w:r><w:rPr><w:rFonts w:ascii='Wingdings 2'/></w:rPr><w:t>R</w:t></w:r>"), "☑");
}

fn field(mark: &str) -> String {
    format!("<w:r><w:fldChar w:fldCharType='{mark}'/></w:r>")
}

#[test]
fn fields_give_their_stored_result_and_keep_their_code() {
    let inner = [
        field("begin"),
        "<w:r><w:instrText>= </w:instrText></w:r>".to_owned(),
        field("begin"),
        "<w:r><w:instrText>PAGE</w:instrText></w:r>".to_owned(),
        field("separate"),
        run("9"),
        field("end"),
        field("separate"),
        run("42"),
        field("end"),
        "<w:fldSimple w:instr='DATE'><w:r><w:t>2020</w:t></w:r></w:fldSimple>".to_owned(),
    ];
    let document = read(&format!("<w:p>{}</w:p>", inner.concat()));
    assert_eq!(lines(&document), ["422020"]);
    assert_eq!(story(&document, StoryKind::FieldCode).concat().replace('\n', "|"), "=|PAGE9|DATE");
}

#[test]
fn a_field_that_never_ends_swallows_nothing() {
    let document = read(&format!("<w:p>{}</w:p>{}", field("begin"), paragraph("kept")));
    assert_eq!(lines(&document), ["kept"]);
    assert_eq!(codes(&document), ["field-unmatched"]);
    assert_eq!(codes(&read(&format!("<w:p>{}</w:p>", field("end")))), ["field-unmatched"]);
}

#[test]
fn form_fields_say_their_state() {
    let form = |data: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType='begin'><w:ffData>{data}</w:ffData></w:fldChar></w:r>{}{}",
            "<w:r><w:instrText>FORM</w:instrText></w:r>",
            field("end")
        )
    };
    assert_eq!(text(&form("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>")), "☑");
    assert_eq!(text(&form("<w:checkBox><w:default w:val='0'/></w:checkBox>")), "☐");
    let list = "<w:ddList><w:result w:val='1'/><w:listEntry w:val='甲'/><w:listEntry w:val='乙'/></w:ddList>";
    assert_eq!(text(&form(list)), "乙");
}

#[test]
fn content_controls_are_transparent_and_placeholders_are_marked() {
    let control = |properties: &str, content: &str| {
        format!("<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>")
    };
    assert_eq!(text(&control("", &run("12"))), "12");
    assert_eq!(lines(&read(&control("", &paragraph("13")))), ["13"]);
    let document = read(&format!("<w:p>{}{}</w:p>", control("<w:showingPlcHdr/>", &run("单击此处")), run("5")));
    assert_eq!(lines(&document), ["单击此处5"]);
    assert_eq!(codes(&document), ["placeholder-shown"]);
    let tick = "<w14:checkbox><w14:checked w14:val='1'/></w14:checkbox>";
    assert_eq!(text(&control(tick, "")), "☑");
    assert_eq!(text(&control(tick, &run("☒"))), "☒");
}

const CHANGES: &str = "<w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>\
                       <w:moveTo><w:r><w:t>to</w:t></w:r></w:moveTo><w:moveFrom><w:r><w:t>from</w:t></w:r></w:moveFrom>";

#[test]
fn tracked_changes_give_the_final_text_unless_asked_otherwise() {
    let bytes = package(document_xml(&format!("<w:p>{CHANGES}</w:p>")).as_bytes(), &[]);
    for (revisions, text, deleted, inserted) in [
        (Revisions::Final, "newto", "oldfrom", ""),
        (Revisions::Original, "oldfrom", "", "newto"),
        (Revisions::Both, "newoldtofrom", "", ""),
    ] {
        let document = read_bytes(&bytes, revisions);
        assert_eq!(lines(&document).concat(), text);
        assert_eq!(story(&document, StoryKind::Deleted).concat(), deleted);
        assert_eq!(story(&document, StoryKind::Inserted).concat(), inserted);
        assert_eq!(codes(&document), ["changes-tracked"]);
    }
}

#[test]
fn a_deleted_paragraph_mark_joins_two_paragraphs() {
    let body = format!("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p>{}", run("一"), paragraph("二"));
    let bytes = package(document_xml(&body).as_bytes(), &[]);
    assert_eq!(lines(&read_bytes(&bytes, Revisions::Final)), ["一二"]);
    assert_eq!(lines(&read_bytes(&bytes, Revisions::Original)), ["一", "二"]);
}

#[test]
fn inline_containers_are_transparent() {
    for name in ["hyperlink", "smartTag", "customXml", "dir", "bdo", "unheardOf"] {
        assert_eq!(text(&format!("<w:{name}>{}</w:{name}>", run("x"))), "x", "{name}");
    }
    assert_eq!(text(&format!("<x:anything>{}</x:anything>", run("x"))), "x");
}

#[test]
fn text_of_unknown_elements_is_kept_with_one_note() {
    let document = read("<w:p><x:odd>a</x:odd><x:odd>b</x:odd></w:p>");
    assert_eq!(lines(&document), ["ab"]);
    assert_eq!(codes(&document), ["text-unknown"]);
}

fn alternate(requires: &str, choice: &str, fallback: &str) -> String {
    format!(
        "<mc:AlternateContent><mc:Choice Requires='{requires}'>{choice}</mc:Choice>\
         <mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )
}

#[test]
fn exactly_one_branch_of_alternatives_is_read() {
    let document = read(&format!("<w:p>{}</w:p>", alternate("wps", &run("new"), &run("old"))));
    assert_eq!(lines(&document), ["new"]);
    assert_eq!(story(&document, StoryKind::Alternative), ["old"]);
    let document = read(&format!("<w:p>{}</w:p>", alternate("x", &run("new"), &run("old"))));
    assert_eq!(lines(&document), ["old"]);
}

#[test]
fn a_text_box_is_read_once_and_anchored() {
    let inside = format!("<w:txbxContent>{}</w:txbxContent>", paragraph("盒"));
    let new = format!("<w:r><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></w:r>");
    let old = format!("<w:r><w:pict><v:textbox>{inside}</v:textbox></w:pict></w:r>");
    let document = read(&format!("<w:p>{}{}{}</w:p>", run("前"), alternate("wps", &new, &old), run("后")));
    assert_eq!(lines(&document), ["前后"]);
    assert_eq!(story(&document, StoryKind::TextBox), ["盒"]);
    assert_eq!(codes(&document), ["alternative-repeated"]);
}

#[test]
fn numbers_in_drawings_are_no_text() {
    assert_eq!(text("<w:r><w:drawing><wp:anchor><wp:posOffset>123</wp:posOffset></wp:anchor></w:drawing></w:r>"), "");
}

#[test]
fn ruby_gives_the_base_text_and_keeps_the_reading() {
    let ruby = "<w:r><w:ruby><w:rubyPr><w:hps w:val='1'/></w:rubyPr><w:rt><w:r><w:t>bào</w:t></w:r></w:rt>\
                <w:rubyBase><w:r><w:t>报</w:t></w:r></w:rubyBase></w:ruby></w:r>";
    let document = read(&format!("<w:p>{ruby}{}</w:p>", run("表")));
    assert_eq!(lines(&document), ["报表"]);
    assert_eq!(story(&document, StoryKind::Ruby), ["bào"]);
}

#[test]
fn formulas_are_one_line() {
    let t = |text: &str| format!("<m:r><m:t>{text}</m:t></m:r>");
    let fraction = format!("<m:f><m:fPr/><m:num>{}</m:num><m:den>{}</m:den></m:f>", t("a+b"), t("c"));
    let power = format!("<m:sSup><m:e>{}</m:e><m:sup>{}</m:sup></m:sSup>", t("x"), t("2"));
    let root = format!("<m:rad><m:radPr/><m:deg/><m:e>{}</m:e></m:rad>", t("y+1"));
    let sum = format!(
        "<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub>{}</m:sub><m:e>{}</m:e></m:nary>",
        t("i"),
        t("z")
    );
    let brackets = format!("<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/></m:dPr><m:e>{}</m:e></m:d>", t("q"));
    let all = [fraction, power, root, sum, brackets].concat();
    assert_eq!(text(&format!("<m:oMath>{all}</m:oMath>")), "(a+b)/cx^2√(y+1)∑_iz[q]");
    assert!(codes(&read(&format!("<w:p><m:oMath>{all}</m:oMath></w:p>"))).is_empty(), "the text of a formula is known");
}

#[test]
fn hidden_text_is_a_story() {
    let styles = root(
        "styles",
        "<w:style w:type='character' w:styleId='h'><w:rPr><w:vanish/></w:rPr></w:style>\
         <w:style w:type='paragraph' w:styleId='p'><w:rPr><w:vanish/></w:rPr></w:style>",
    );
    let hidden = |properties: &str| format!("<w:r><w:rPr>{properties}</w:rPr><w:t>x</w:t></w:r>");
    let body = format!(
        "<w:p>{}{}{}</w:p><w:p><w:pPr><w:pStyle w:val='p'/></w:pPr>{}{}</w:p>",
        hidden("<w:vanish/>"),
        hidden("<w:rStyle w:val='h'/>"),
        run("shown"),
        run("y"),
        hidden("<w:vanish w:val='false'/>"),
    );
    let document = read_beside(&body, &[("styles", &styles)]);
    assert_eq!(lines(&document), ["shown", "x"]);
    assert_eq!(story(&document, StoryKind::Hidden), ["xx", "y"]);
}

#[test]
fn stories_lie_beside_the_body() {
    let footnotes = root("footnotes", &format!("<w:footnote w:id='2'>{}</w:footnote>", paragraph("注")));
    let endnotes = root("endnotes", &format!("<w:endnote w:id='2'>{}</w:endnote>", paragraph("尾")));
    let comments = root("comments", &format!("<w:comment w:id='0'>{}</w:comment>", paragraph("评")));
    let header = root("hdr", &format!("{}{}", paragraph("眉"), table(&[row(&[cell("", "表")])])));
    let footer = root("ftr", &paragraph("脚"));
    let body = "<w:p><w:r><w:t>正文</w:t><w:footnoteReference w:id='2'/></w:r></w:p>\
                <w:sectPr><w:footerReference r:id='s4'/><w:headerReference r:id='s3'/></w:sectPr>";
    let beside = [
        ("footnotes", footnotes.as_str()),
        ("endnotes", &endnotes),
        ("comments", &comments),
        ("header", &header),
        ("footer", &footer),
    ];
    let document = read_beside(body, &beside);
    assert_eq!(lines(&document), ["正文"]);
    let kinds: Vec<_> = document.stories.iter().map(|story| story.kind.name()).collect();
    assert_eq!(kinds, ["footer", "header", "footnote", "endnote", "comment"]);
    assert_eq!(document.stories[2].place.part.0, 0, "a footnote is anchored in the body");
    assert_eq!(document.story_tables().len(), 1);
}

#[test]
fn every_namespace_prefix_and_encoding_is_one_path() {
    let xml = document_xml(&paragraph("一"));
    let strict = xml
        .replace(WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main")
        .replace("w:", "q:")
        .replace("xmlns:w=", "xmlns:q=");
    let default = format!("<document xmlns='{WORD}'><body><p><r><t>一</t></r></p></body></document>");
    let wide = |big: bool, mark: bool| -> Vec<u8> {
        let text = if mark { format!("\u{FEFF}{xml}") } else { xml.clone() };
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let marked = format!("\u{FEFF}{xml}").into_bytes();
    let forms = [
        strict.into_bytes(),
        default.into_bytes(),
        marked,
        wide(true, true),
        wide(false, true),
        wide(true, false),
        wide(false, false),
    ];
    for (index, form) in forms.iter().enumerate() {
        assert_eq!(lines(&read_bytes(&package(form, &[]), Revisions::Final)), ["一"], "form {index}");
    }
}

#[test]
fn places_point_at_the_bytes_of_the_part() {
    let xml = document_xml(&format!("{}{}", paragraph("一"), paragraph("二")));
    let document = read_bytes(&package(xml.as_bytes(), &[]), Revisions::Final);
    let Block::Paragraph(second) = &document.blocks[1] else { panic!("a paragraph") };
    let bytes = &xml[second.place.start as usize..second.place.end as usize];
    assert_eq!(bytes, paragraph("二"));
    assert_eq!(document.parts, ["word/document.xml"]);
}
