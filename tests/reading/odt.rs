//! OpenDocument texts: cells where they say they lie, lists counted, what is beside the text in stories.

use std::time::Instant;

use crate::support::package::{codes, lines, shape, story, zipped};
use baobiao::input::{ReadOptions, Revisions, Source, detect, read};
use baobiao::model::{Block, Document, Error, Limits, StoryKind};

const NAMESPACES: &str = "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' \
    xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' \
    xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0' xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0' \
    xmlns:svg='urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0' xmlns:dc='http://purl.org/dc/elements/1.1/'";

const STYLES: &str = "<office:font-face-decls><style:font-face style:name='W1' svg:font-family='Wingdings'/></office:font-face-decls>\
    <office:styles>\
    <style:style style:name='Hidden' style:family='text'><style:text-properties text:display='none'/></style:style>\
    <style:style style:name='Signs' style:family='text'><style:text-properties style:font-name='W1'/></style:style>\
    <style:style style:name='Up' style:family='text'><style:text-properties style:text-position='super 58%'/></style:style>\
    <style:style style:name='Struck' style:family='text'><style:text-properties style:text-line-through-style='solid'/></style:style>\
    <style:style style:name='Title2' style:family='paragraph' style:default-outline-level='2'/>\
    <style:style style:name='Child' style:family='paragraph' style:parent-style-name='Title2'/>\
    <text:outline-style><text:outline-level-style text:level='1' style:num-format='一, 二, 三, ...' style:num-suffix='、'/></text:outline-style>\
    <text:list-style style:name='L'><text:list-level-style-number text:level='1' style:num-format='1' style:num-suffix='.'/>\
    <text:list-level-style-number text:level='2' style:num-format='a' style:num-prefix='(' style:num-suffix=')' text:display-levels='2'/>\
    <text:list-level-style-bullet text:level='3' text:bullet-char='•'/></text:list-style></office:styles>\
    <office:master-styles><style:master-page><style:header><text:p>眉</text:p></style:header><style:footer><text:p>脚</text:p>\
    </style:footer></style:master-page></office:master-styles>";

fn packed(body: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version='1.0'?><office:document-content {NAMESPACES}><office:automatic-styles/><office:body><office:text>{body}\
         </office:text></office:body></office:document-content>"
    );
    let styles = format!("<office:document-styles {NAMESPACES}>{STYLES}</office:document-styles>");
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
        ("styles.xml", styles.as_bytes()),
    ])
}

fn try_read(bytes: &[u8], revisions: Revisions) -> Result<Document, Error> {
    read(&Source::new("test", bytes.to_vec()), &ReadOptions { revisions, ..ReadOptions::default() })
}

#[track_caller]
fn read_as(body: &str, revisions: Revisions) -> Document {
    let document = try_read(&packed(body), revisions).unwrap_or_else(|error| panic!("{error}"));
    assert!(document.tally.balances(), "characters are lost: {:?}\n{document:#?}", document.tally);
    document
}

#[track_caller]
fn odt(body: &str) -> Document {
    read_as(body, Revisions::Final)
}

fn shapes(table: &str) -> Vec<Vec<String>> {
    let document = odt(&format!("<table:table>{table}</table:table>"));
    document.tables().into_iter().map(shape).collect()
}

fn cell(attributes: &str, text: &str) -> String {
    format!("<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>")
}

#[test]
fn text_is_what_the_standard_makes_of_white_space() {
    for (inner, expected) in [
        (" a  b\n c ", "a b c"),
        ("a<text:s text:c='3'/>b<text:tab/>c<text:line-break/>d", "a   b\tc\nd"),
        ("<text:span>a </text:span><text:span> b</text:span>", "a b"),
        ("<text:span text:style-name='Signs'>\u{F0FE}</text:span>是", "☑是"),
        ("10<text:span text:style-name='Up'>2</text:span>", "10²"),
        ("<text:ruby><text:ruby-base>字</text:ruby-base><text:ruby-text>zì</text:ruby-text></text:ruby>", "字"),
        ("第<text:page-number>3</text:page-number>页", "第3页"),
        ("<text:a>链</text:a>", "链"),
    ] {
        assert_eq!(lines(&odt(&format!("<text:p>{inner}</text:p>"))), [expected], "{inner}");
    }
    assert_eq!(codes(&odt("<text:p><text:span text:style-name='Struck'>1</text:span></text:p>")), ["text-struck"]);
    assert_eq!(codes(&odt("stray")), ["text-unknown"]);
}

#[test]
fn cells_lie_where_they_say() {
    let covered = "<table:covered-table-cell/>";
    let spans = cell("table:number-columns-spanned='2' table:number-rows-spanned='2'", "a");
    assert_eq!(
        shapes(&format!(
            "<table:table-header-rows><table:table-row>{spans}{covered}{}</table:table-row></table:table-header-rows>\
             <table:table-row><table:covered-table-cell table:number-columns-repeated='2'/>{}</table:table-row>",
            cell("", "b"),
            cell("", "c")
        )),
        [["0,0+2×2 a", "0,2+1×1 b", "1,2+1×1 c"]]
    );
    // Some programs leave the covered cells out.
    assert_eq!(
        shapes(&format!(
            "<table:table-row>{spans}{}</table:table-row><table:table-row>{}</table:table-row>",
            cell("", "b"),
            cell("", "c")
        )),
        [["0,0+2×2 a", "0,2+1×1 b", "1,2+1×1 c"]]
    );
    assert_eq!(
        shapes(&format!(
            "<table:table-row table:number-rows-repeated='2'>{}</table:table-row>",
            cell("table:number-columns-repeated='2'", "a")
        )),
        [["0,0+1×1 a", "0,1+1×1 a", "1,0+1×1 a", "1,1+1×1 a"]]
    );
    let under = format!(
        "<table:table-row>{spans}<table:covered-table-cell><text:p>x</text:p></table:covered-table-cell></table:table-row>"
    );
    let document = odt(&format!("<table:table>{under}</table:table>"));
    assert_eq!(shape(document.tables()[0]), ["0,0+1×2 a (x)"]);
    assert_eq!(codes(&document), ["span-clamped", "text-covered"]);
    let nested = odt(&format!(
        "<table:table><table:table-row><table:table-cell><text:p>x</text:p><table:table table:is-sub-table='true'><table:table-row>{}\
         </table:table-row></table:table></table:table-cell></table:table-row></table:table>",
        cell("", "y")
    ));
    assert_eq!(nested.tables()[1].parent(), Some((nested.tables()[0].id(), 0, 0)));
    assert_eq!(
        codes(&odt(&format!("<table:table><table:table-row>{covered}</table:table-row></table:table>"))),
        ["merge-orphan"]
    );
    let bad = cell("table:number-columns-spanned='0' table:number-columns-repeated='x'", "a");
    assert_eq!(
        codes(&odt(&format!("<table:table><table:table-row>{bad}</table:table-row></table:table>"))),
        ["span-clamped"; 2]
    );
}

#[test]
fn headings_and_lists_are_counted() {
    let item = |text: &str| format!("<text:list-item><text:p>{text}</text:p></text:list-item>");
    let document = odt(&format!(
        "<text:h text:outline-level='1'>a</text:h><text:p text:style-name='Child'>b</text:p><text:h text:outline-level='1'>c</text:h>\
         <text:list text:style-name='L'>{}<text:list-item><text:p>e</text:p><text:list>{}{}</text:list></text:list-item></text:list>\
         <text:p>h</text:p><text:list text:style-name='L' text:continue-numbering='true'>{}</text:list>\
         <text:list text:style-name='L'><text:list-header><text:p>j</text:p></text:list-header><text:list-item><text:list><text:list-item>\
         <text:list>{}</text:list></text:list-item></text:list></text:list-item></text:list>",
        item("d"),
        item("f"),
        item("g"),
        item("i"),
        item("k")
    ));
    assert_eq!(
        lines(&document),
        ["[一、]a", "b", "[二、]c", "[1.]d", "[2.]e", "[(2.a)]f", "[(2.b)]g", "h", "[3.]i", "j", "[•]k"]
    );
    let outlines: Vec<_> = document
        .blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(paragraph) => paragraph.outline,
            Block::Table(_) => None,
        })
        .collect();
    assert_eq!(outlines[..4], [Some(0), Some(1), Some(0), None]);
}

const CHANGED: &str = "<text:tracked-changes><text:changed-region text:id='c1'><text:deletion><office:change-info><dc:creator>某人\
    </dc:creator></office:change-info><text:p>2</text:p></text:deletion></text:changed-region><text:changed-region xml:id='c2'>\
    <text:insertion><office:change-info/></text:insertion></text:changed-region></text:tracked-changes>\
    <text:p>1<text:change text:change-id='c1'/><text:change-start text:change-id='c2'/>3<text:change-end text:change-id='c2'/>4</text:p>";

#[test]
fn tracked_changes_are_read_as_asked_for() {
    let document = read_as(CHANGED, Revisions::Final);
    assert_eq!(
        (lines(&document), story(&document, StoryKind::Deleted)),
        (vec!["134".to_owned()], vec!["2".to_owned()])
    );
    assert_eq!(codes(&document), ["changes-tracked"]);
    let document = read_as(CHANGED, Revisions::Original);
    assert_eq!(
        (lines(&document), story(&document, StoryKind::Inserted)),
        (vec!["124".to_owned()], vec!["3".to_owned()])
    );
    assert_eq!(lines(&read_as(CHANGED, Revisions::Both)), ["1234"]);
}

#[test]
fn what_stands_beside_the_text_goes_to_stories() {
    let document = odt(
        "<text:p>a<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body><text:p>注</text:p>\
         </text:note-body></text:note><text:note text:note-class='endnote'><text:note-body><text:p>尾</text:p></text:note-body></text:note>\
         <office:annotation><dc:creator>某</dc:creator><text:p>批</text:p></office:annotation>\
         <draw:frame><draw:text-box><text:p>框</text:p></draw:text-box><svg:title>题</svg:title></draw:frame>\
         <draw:custom-shape><text:p>形</text:p></draw:custom-shape><text:span text:style-name='Hidden'>藏</text:span>b</text:p>\
         <text:section text:display='none'><text:p>节</text:p></text:section><office:forms><x>y</x></office:forms>",
    );
    assert_eq!(lines(&document), ["ab"]);
    for (kind, text) in [
        (StoryKind::Footnote, "注"),
        (StoryKind::Endnote, "尾"),
        (StoryKind::Comment, "批"),
        (StoryKind::TextBox, "框形"),
        (StoryKind::Hidden, "藏节"),
        (StoryKind::Header, "眉"),
        (StoryKind::Footer, "脚"),
    ] {
        assert_eq!(story(&document, kind).concat(), text, "{kind:?}");
    }
    assert_eq!(document.parts, ["content.xml", "styles.xml"]);
}

#[test]
fn a_flat_document_is_read_like_a_package() {
    let flat = format!(
        "<?xml version='1.0'?><office:document {NAMESPACES}><office:meta><dc:creator>某</dc:creator></office:meta>{STYLES}<office:body>\
         <office:text><text:h text:outline-level='1'>a</text:h><table:table><table:table-row>{}</table:table-row></table:table>\
         </office:text></office:body></office:document>",
        cell("", "1")
    );
    assert_eq!(detect(flat.as_bytes()).code, "flat-odt");
    let document = try_read(flat.as_bytes(), Revisions::Final).expect("it is read");
    assert!(document.tally.balances());
    assert_eq!(
        (lines(&document), shape(document.tables()[0])),
        (vec!["[一、]a".to_owned()], vec!["0,0+1×1 1".to_owned()])
    );
    assert_eq!(
        (story(&document, StoryKind::Header), story(&document, StoryKind::Footer)),
        (vec!["眉".to_owned()], vec!["脚".to_owned()])
    );
}

#[test]
fn damaged_and_locked_packages_are_refused_by_name() {
    let kind: (&str, &[u8]) = ("mimetype", b"application/vnd.oasis.opendocument.text");
    let locked = zipped(&[kind, ("content.xml", b"\x01"), ("META-INF/manifest.xml", b"<manifest:encryption-data/>")]);
    let empty = zipped(&[kind]);
    let plain = zipped(&[kind, ("content.xml", b"<a/>")]);
    let damaged = zipped(&[kind, ("content.xml", b"<a>")]);
    for (bytes, code) in [(locked, "encrypted"), (empty, "package-unsound"), (damaged, "xml-unsound")] {
        assert_eq!(try_read(&bytes, Revisions::Final).expect_err("it is refused").code(), code);
    }
    assert_eq!(detect(&plain).code, "odt");
    assert_eq!(codes(&try_read(&plain, Revisions::Final).expect("it is read")), ["part-missing"]);
}

#[test]
fn hostile_documents_are_read_or_refused_at_once() {
    let row = |cells: &str| format!("<table:table><table:table-row>{cells}</table:table-row></table:table>");
    let circle = "<text:p text:style-name='A'>a</text:p>";
    let million = "1000000000000";
    let cases: Vec<(&str, String, &str)> = vec![
        ("depth", "<text:section>".repeat(300) + &"</text:section>".repeat(300), "limit-reached"),
        (
            "tables",
            "<table:table><table:table-row><table:table-cell>".repeat(40)
                + &"</table:table-cell></table:table-row></table:table>".repeat(40),
            "limit-reached",
        ),
        ("columns", row(&cell(&format!("table:number-columns-repeated='{million}'"), "")), "read"),
        (
            "rows",
            format!(
                "<table:table><table:table-row table:number-rows-repeated='{million}'>{}</table:table-row></table:table>",
                cell("", "")
            ),
            "limit-reached",
        ),
        (
            "text again",
            format!(
                "<table:table><table:table-row table:number-rows-repeated='4000000'>{}</table:table-row></table:table>",
                cell("", "0123456789")
            ),
            "limit-reached",
        ),
        (
            "spans",
            row(&cell(&format!("table:number-columns-spanned='{million}' table:number-rows-spanned='{million}'"), ""))
                .repeat(10),
            "read",
        ),
        ("spaces", format!("<text:p><text:s text:c='{million}'/>a</text:p>"), "read"),
        ("levels", "<text:list>".repeat(100) + &"</text:list>".repeat(100), "read"),
        ("styles", circle.repeat(1_000), "read"),
    ];
    for (name, body, expected) in cases {
        let before = Instant::now();
        let found = try_read(&packed(&body), Revisions::Final);
        assert_eq!(found.as_ref().map_or_else(Error::code, |_| "read"), expected, "{name}");
        // Half a second in the program as it is built for use; tests are built without optimisation.
        assert!(before.elapsed().as_secs() < 10, "{name}: {:?}", before.elapsed());
    }
    let limits = Limits { cell_text: 9, ..Limits::default() };
    let twice = packed(&row(&cell("table:number-columns-repeated='3'", "12345")));
    let options = ReadOptions { limits, ..ReadOptions::default() };
    assert_eq!(read(&Source::new("x", twice), &options).expect_err("too much text").code(), "limit-reached");
}

#[test]
fn mutants_never_panic_and_lose_nothing() {
    let body = CHANGED.to_owned()
        + &format!(
            "<table:table><table:table-row>{}</table:table-row></table:table>",
            cell("table:number-rows-spanned='2'", "1")
        )
        + "<text:list text:style-name='L'><text:list-item><text:p>d</text:p></text:list-item></text:list>";
    let mut seed = 0x5851_F42D_4C95_7F2D_u64;
    let mut next = |bound: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % bound as u64) as usize
    };
    let words = ["text:", "table:", "p", "0", "9999999999", "/", "=", "'", "covered-", "<text:s/>", "id", "c2"];
    for round in 0..1_500 {
        let mut bent = body.clone();
        for _ in 0..1 + next(4) {
            let from = bent.floor_char_boundary(next(bent.len()));
            let to = bent.floor_char_boundary((from + next(12)).min(bent.len()));
            bent.replace_range(from..to.max(from), words[next(words.len())]);
        }
        if let Ok(document) = try_read(&packed(&bent), Revisions::Final) {
            assert!(document.tally.balances(), "round {round}: {:?}", document.tally);
        }
    }
}
