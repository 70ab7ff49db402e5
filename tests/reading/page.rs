//! The readable form of reports that other tests are written in.

use std::io::Read as _;

use crate::support::page::{Page, PageError};
use baobiao::model::{Area, Block, Slot};

fn parse(source: &str) -> Page {
    Page::parse(source).unwrap_or_else(|error| panic!("{error}"))
}

fn error(source: &str) -> PageError {
    Page::parse(source).expect_err("the page is unsound")
}

fn document_xml(page: &Page) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(page.docx())).expect("a zip file");
    let mut xml = String::new();
    zip.by_name("word/document.xml").expect("a main part").read_to_string(&mut xml).expect("UTF-8");
    xml
}

#[test]
fn headings_are_typed_or_numbered() {
    let page = parse("# 一、总体情况\n#. 主动公开\n##. 目录\n##. 指南\n#. 监督\n##. 培训\n#12. 附则\nwords");
    let found: Vec<_> = page
        .document("-")
        .blocks
        .into_iter()
        .map(|block| match block {
            Block::Paragraph(p) => (p.number.map_or(String::new(), |n| n.text.to_string()), p.text, p.outline),
            Block::Table(_) => unreachable!("the page has no table"),
        })
        .collect();
    let expected = [
        ("", "一、总体情况", Some(0)),
        ("一、", "主动公开", Some(0)),
        ("（一）", "目录", Some(1)),
        ("（二）", "指南", Some(1)),
        ("二、", "监督", Some(0)),
        ("（一）", "培训", Some(1)),
        ("十二、", "附则", Some(0)),
        ("", "words", None),
    ];
    assert_eq!(found, expected.map(|(number, text, outline)| (number.to_owned(), text.into(), outline)));
}

#[test]
fn merges_become_areas() {
    let page = parse("| 甲 | < | 乙 |\n| ^ | ^ | 丙 |\n| ~ | 丁 | |");
    let document = page.document("-");
    let table = document.tables()[0];
    assert_eq!((table.rows(), table.columns(), table.cells().len()), (3, 3, 5));
    assert_eq!(table.cells()[0].area, Area { row: 0, column: 0, row_span: 2, column_span: 2 });
    assert_eq!(table.slot(2, 0), Slot::Hole);
    assert!(table.cells()[4].is_blank());
    assert_eq!(
        document_xml(&page).matches("<w:gridSpan w:val=\"2\"/><w:vMerge").count(),
        2,
        "the first cell and its continuation"
    );
    assert!(document_xml(&page).contains(r#"<w:gridBefore w:val="1"/>"#));
}

#[test]
fn text_keeps_breaks_bookmarks_and_full_width_spaces() {
    let page = parse(r"| 本年新⏎制作数量 | 一↵二 | 　0 | {_GoBack}共\|\{1} | \< |");
    let document = page.document("-");
    let texts: Vec<_> = document.tables()[0].cells().iter().map(|cell| cell.text()).collect();
    assert_eq!(texts, ["本年新\n制作数量", "一\n二", "　0", "共|{1}", "<"]);
    let xml = document_xml(&page);
    assert!(xml.contains("<w:br/>") && xml.contains(r#"w:name="_GoBack""#) && xml.contains("&lt;"), "{xml}");
    assert!(document.tally.balances());
    assert_eq!(document.tally.body, 16);
}

#[test]
fn tables_end_at_anything_else_and_frames_nest() {
    let page = parse("| 1 |\n|-\n| 2 |\n\n| 3 |\n[[\nwords\n| 4 |\n[[\n| 5 |\n]]\n]]");
    let document = page.document("-");
    let parents: Vec<_> = document.tables().iter().map(|table| table.parent().map(|(id, ..)| id.0)).collect();
    assert_eq!(parents, [None, None, None, None, Some(3), Some(3), Some(5)]);
    assert_eq!(document_xml(&page).matches("</w:tbl><w:p/>").count(), 7);
}

#[test]
fn places_point_into_the_page() {
    let source = "words\n| 甲 | 乙 |";
    let document = parse(source).document("-");
    let place = document.tables()[0].cells()[1].place;
    assert_eq!(&source[place.start as usize..place.end as usize], "乙");
    assert_eq!((place.row, place.column), (0, 1));
}

#[test]
fn errors_name_the_line() {
    for (source, line, message) in [
        ("words\n| 1 | 2 |\n| 1 |", 3, "1 cells, but the table began with 2"),
        ("| 1 |\n| 1", 2, "a row that does not end in `|`"),
        ("| < |", 1, "`<` without a cell to the left"),
        ("| ^ |", 1, "`^` without a cell above"),
        ("| 1 | ~ | 2 |", 1, "holes can only begin or end a row"),
        ("\n| 1 | < |\n| ^ | 2 |", 2, "a cell that begins here is not a rectangle"),
        ("[[\n| 1 |", 1, "`[[` is never closed"),
        ("]]", 1, "`]]` closes nothing"),
        ("= \\", 1, "a backslash at the end"),
        ("a{b", 1, "`{` without `}`"),
    ] {
        assert_eq!(error(source), PageError { line, message: message.to_owned() }, "{source}");
    }
}
