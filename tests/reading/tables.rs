//! Tables: every cell once, in the columns that the arithmetic of the grid gives.

use crate::support::package::*;
use baobiao::docx::{self, ReadOptions, Revisions};
use baobiao::model::{Block, Limits, StoryKind};

fn shapes(body: &str) -> Vec<Vec<String>> {
    read(body).tables().into_iter().map(shape).collect()
}

const RESTART: &str = "<w:vMerge w:val='restart'/>";
const CONTINUE: &str = "<w:vMerge/>";

#[test]
fn columns_come_from_grid_before_and_spans() {
    let first = format!("<w:tr><w:trPr><w:gridBefore w:val='2'/></w:trPr>{}{}</w:tr>", cell("", "a"), cell("", "b"));
    let second = row(&[cell("<w:gridSpan w:val='3'/>", "c"), cell("", "d")]);
    assert_eq!(shapes(&table(&[first, second])), [["0,2+1×1 a", "0,3+1×1 b", "1,0+1×3 c", "1,3+1×1 d"]]);
}

#[test]
fn vertical_merges_join_and_keep_what_lies_under_them() {
    let rows = [
        row(&[cell(RESTART, "a"), cell("", "1")]),
        row(&[cell(CONTINUE, ""), cell("", "2")]),
        row(&[cell(CONTINUE, "under"), cell("", "3")]),
    ];
    let document = read(&table(&rows));
    assert_eq!(shape(document.tables()[0]), ["0,0+3×1 a (under)", "0,1+1×1 1", "1,1+1×1 2", "2,1+1×1 3"]);
    assert_eq!(codes(&document), ["text-covered"]);
}

#[test]
fn horizontal_merges_join_too() {
    let rows = [row(&[cell("<w:hMerge w:val='restart'/>", "a"), cell("<w:hMerge/>", ""), cell("", "b")])];
    assert_eq!(shapes(&table(&rows)), [["0,0+1×2 a", "0,2+1×1 b"]]);
}

#[test]
fn a_continuation_of_nothing_is_a_cell_with_a_note() {
    let document = read(&table(&[row(&[cell(CONTINUE, "a")]), row(&[cell(CONTINUE, "")])]));
    assert_eq!(shape(document.tables()[0]), ["0,0+2×1 a"]);
    assert_eq!(codes(&document), ["merge-orphan"]);
}

#[test]
fn equal_neighbours_stay_apart() {
    assert_eq!(shapes(&table(&[row(&[cell("", "0"), cell("", "0")])])), [["0,0+1×1 0", "0,1+1×1 0"]]);
}

#[test]
fn odd_spans_are_clamped_with_a_note() {
    for (raw, width) in [("0", 1), ("-1", 1), ("", 1), ("1.5", 1), ("2147483648", 3), ("99999999999999999999", 3)] {
        let grid = "<w:tblGrid><w:gridCol/><w:gridCol/><w:gridCol/></w:tblGrid>";
        let odd = cell(&format!("<w:gridSpan w:val='{raw}'/>"), "a");
        let document = read(&format!("<w:tbl>{grid}{}</w:tbl>", row(&[odd])));
        assert_eq!(shape(document.tables()[0]), [format!("0,0+1×{width} a")], "{raw}");
        assert_eq!(codes(&document), ["span-clamped"], "{raw}");
    }
}

#[test]
fn more_columns_than_word_makes_are_noted_and_too_many_are_cut() {
    let cells: Vec<String> = (0..64).map(|_| cell("", "")).collect();
    assert_eq!(codes(&read(&table(&[row(&cells)]))), ["columns-many"]);
    let cells: Vec<String> = (0..5).map(|index| cell("", &index.to_string())).collect();
    let bytes = package(document_xml(&table(&[row(&cells)])).as_bytes(), &[]);
    for (columns, expected) in [(4, "0,3+1×1 3 (4)"), (5, "0,4+1×1 4"), (6, "0,4+1×1 4")] {
        let options = ReadOptions { limits: Limits { columns, ..Limits::default() }, ..ReadOptions::default() };
        let document = docx::read("t", &bytes, &options).expect("the document is read");
        assert!(document.tally.balances());
        assert_eq!(shape(document.tables()[0]).last().map(String::as_str), Some(expected));
        assert_eq!(codes(&document).contains(&"columns-cut"), columns == 4);
    }
}

#[test]
fn ragged_rows_and_missing_grids_are_read() {
    let rows = [row(&[cell("", "a")]), row(&[]), row(&[cell("", "b"), cell("", "c")])];
    let document = read(&table(&rows));
    let table = document.tables()[0];
    assert_eq!((table.rows(), table.columns()), (3, 2));
    assert_eq!(shape(table), ["0,0+1×1 a", "2,0+1×1 b", "2,1+1×1 c"]);
}

#[test]
fn a_nested_table_names_its_parent_and_leaves_the_text_around_it() {
    let inner = table(&[row(&[cell("", "in")])]);
    let outer = format!("<w:tc>{}{inner}{}</w:tc>", paragraph("before"), paragraph("after"));
    let document = read(&table(&[row(&[cell("", "x"), outer])]));
    let tables = document.tables();
    assert_eq!(shape(tables[0])[1], "0,1+1×1 before\nafter");
    assert_eq!(tables[1].parent(), Some((tables[0].id(), 0, 1)));
}

#[test]
fn tables_are_found_wherever_they_are_wrapped() {
    let grid = table(&[row(&[cell("", "a")])]);
    let wrapped_row = format!("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>", row(&[cell("", "a")]));
    let wrapped_cell =
        format!("<w:tr><w:ins><w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt></w:ins></w:tr>", cell("", "a"));
    for body in [
        format!("<w:sdt><w:sdtContent>{grid}</w:sdtContent></w:sdt>"),
        format!("<w:ins>{grid}</w:ins>"),
        format!("<w:customXml>{grid}</w:customXml>"),
        format!("<w:p><w:r>{grid}</w:r></w:p>"),
        table(&[wrapped_row]),
        table(&[wrapped_cell]),
    ] {
        assert_eq!(shapes(&body), [["0,0+1×1 a"]], "{body}");
    }
}

#[test]
fn a_table_in_a_paragraph_splits_its_text() {
    let body = format!("<w:p>{}<w:r>{}</w:r>{}</w:p>", run("1"), table(&[row(&[cell("", "a")])]), run("2"));
    let document = read(&body);
    assert_eq!(lines(&document), ["1", "2"]);
    assert!(matches!(document.blocks[1], Block::Table(_)));
}

#[test]
fn tables_in_text_boxes_come_after_those_of_the_body() {
    let boxed = format!(
        "<w:p><w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r></w:p>",
        table(&[row(&[cell("", "b")])])
    );
    let document = read(&format!("{boxed}{}", table(&[row(&[cell("", "a")])])));
    assert_eq!(document.tables()[0].id().0, 0);
    let (kind, inner) = document.story_tables()[0];
    assert_eq!((kind, inner.id().0, shape(inner)[0].as_str()), (StoryKind::TextBox, 1, "0,0+1×1 b"));
    assert_eq!(inner.cells()[0].place.table, Some(inner.id()));
}

#[test]
fn tracked_rows_and_cells_follow_the_revisions() {
    let tracked = |change: &str| format!("<w:tr><w:trPr><{change}/></w:trPr>{}</w:tr>", cell("", change));
    let cells = row(&[cell("<w:cellDel/>", "gone"), cell("", "here")]);
    let bytes = package(document_xml(&table(&[tracked("w:del"), tracked("w:ins"), cells])).as_bytes(), &[]);
    let last = read_bytes(&bytes, Revisions::Final);
    assert_eq!(shape(last.tables()[0]), ["0,0+1×1 w:ins", "1,0+1×1 here"]);
    assert_eq!(story(&last, StoryKind::Deleted), ["w:del", "gone"]);
    let first = read_bytes(&bytes, Revisions::Original);
    assert_eq!(shape(first.tables()[0]), ["0,0+1×1 w:del", "1,0+1×1 gone", "1,1+1×1 here"]);
    assert_eq!(story(&first, StoryKind::Inserted), ["w:ins"]);
    assert_eq!(shape(read_bytes(&bytes, Revisions::Both).tables()[0]).len(), 4);
}

#[test]
fn properties_elsewhere_are_not_a_cells_properties() {
    let odd = "<w:tc><w:p><w:r><w:tcPr><w:gridSpan w:val='9'/></w:tcPr><w:t>a</w:t></w:r></w:p></w:tc>".to_owned();
    assert_eq!(shapes(&table(&[row(&[odd])])), [["0,0+1×1 a"]]);
}

#[test]
fn empty_cells_hold_nothing() {
    let document = read(&table(&[row(&["<w:tc><w:p/><w:p/></w:tc>".to_owned()])]));
    assert!(document.tables()[0].cells()[0].blocks.is_empty());
}

#[test]
fn the_printed_tables_say_where_they_are() {
    let document = read(&format!("{}{}", paragraph("一、总体情况"), table(&[row(&[cell("", "a\"b"), cell("", "2")])])));
    let json: serde_json::Value = serde_json::from_str(&baobiao::sink::tables::json(&document)).expect("sound JSON");
    let first = &json["tables"][0];
    assert_eq!(first["heading"], "一、总体情况");
    assert_eq!((&first["story"], &first["rows"], &first["columns"]), (&"body".into(), &1.into(), &2.into()));
    assert_eq!(first["cells"][0]["text"], "a\"b");
    assert_eq!(first["place"]["part"], "word/document.xml");
    let csv = baobiao::sink::tables::csv(&document);
    assert_eq!(csv, "table,row,column,row_span,column_span,number,text\n0,0,0,1,1,,\"a\"\"b\"\n0,0,1,1,1,,2\n");
}

#[test]
fn every_code_of_the_reader_is_produced_by_a_test() {
    let tests = [
        include_str!("../reading/beside.rs"),
        include_str!("text.rs"),
        include_str!("tables.rs"),
        include_str!("numbers.rs"),
        include_str!("refusals.rs"),
        include_str!("html.rs"),
        include_str!("rtf.rs"),
        include_str!("odt.rs"),
        include_str!("doc.rs"),
        include_str!("plain_text.rs"),
    ];
    let reader = baobiao::model::CODES.iter().map(|code| code.id).take_while(|id| *id != "table-not-found");
    for code in reader {
        let asserted = format!("\"{code}\"");
        assert!(tests.iter().any(|test| test.contains(&asserted)), "no test expects the note {code}");
    }
}
