//! Word 97–2003 documents: text in pieces, tables from the edges of their cells, and the facts of the newer files.

use std::path::Path;

use crate::support::doc::{Doc, at, compound, fonts, in_table, level, list, names, plc, row, styles};
use crate::support::facts::{differences, of_report, of_values};
use crate::support::package::{codes, lines, shape, story};
use crate::support::page::{Page, Piece};
use baobiao::extract::extract;
use baobiao::input::{ReadOptions, Revisions, Source, detect, read};
use baobiao::model::{Block, Document, Error, StoryKind};
use baobiao::schema::Schema;

pub(crate) fn try_read(bytes: &[u8], revisions: Revisions) -> Result<Document, Error> {
    read(&Source::new("test.doc", bytes.to_vec()), &ReadOptions { revisions, ..ReadOptions::default() })
}

/// Reads a document, which must succeed with every character accounted for.
#[track_caller]
pub(crate) fn opened(doc: &Doc) -> Document {
    as_of(doc, Revisions::Final)
}

#[track_caller]
fn as_of(doc: &Doc, revisions: Revisions) -> Document {
    let bytes = doc.bytes();
    assert_eq!(detect(&bytes).code, "doc");
    let document = try_read(&bytes, revisions).unwrap_or_else(|error| panic!("{error}"));
    assert!(document.tally.balances(), "characters are lost: {:?}\n{document:#?}", document.tally);
    document
}

fn shapes(doc: &Doc) -> Vec<Vec<String>> {
    opened(doc).tables().into_iter().map(shape).collect()
}

#[test]
fn text_is_read_in_bytes_and_in_units() {
    let mut doc = Doc::new();
    doc.line("政府信息公开 😊").line("a\tb\u{B}c\u{1E}d\u{1F}e\u{A0}f");
    assert_eq!(lines(&opened(&doc)), ["政府信息公开 😊", "a\tb\nc\u{2011}d\u{AD}e\u{A0}f"]);
    let mut narrow = Doc::new();
    narrow.narrow = true;
    narrow.line("caf\u{E9} \u{80}\u{93}x\u{94}");
    assert_eq!(lines(&opened(&narrow)), ["café €“x”"]);
}

#[test]
fn a_page_break_is_a_line_and_a_section_ends_a_paragraph() {
    let mut doc = Doc::new();
    doc.run("a\u{C}b", &[]).mark(0x0C, 0, &[]).line("c");
    let end = doc.position();
    doc.structure(at::SECTIONS, plc(&[0, 4, end], &[0; 24]));
    assert_eq!(lines(&opened(&doc)), ["a\nb", "c"]);
}

#[test]
fn rows_become_grids_with_their_merges() {
    let mut doc = Doc::new();
    doc.cell(&["一"], 1).cell(&["二", "三"], 1).end_row(1, &row(&[-108, 900, 2700], &[0x60, 0]));
    doc.cell(&["under"], 1).cell(&["四"], 1).cell(&["五"], 1).end_row(1, &row(&[-108, 905, 1800, 2700], &[0x20, 0, 0]));
    doc.cell(&["六"], 1).cell(&[""], 1).cell(&["七"], 1).end_row(1, &row(&[-108, 900, 1800, 2700], &[1, 2, 0]));
    doc.line("end");
    let document = opened(&doc);
    assert_eq!(
        shape(document.tables()[0]),
        ["0,0+2×1 一 (under)", "0,1+1×2 二\n三", "1,1+1×1 四", "1,2+1×1 五", "2,0+1×2 六", "2,2+1×1 七"]
    );
    assert_eq!(codes(&document), ["text-covered"]);
    assert_eq!(lines(&document), ["end"]);
}

#[test]
fn merges_are_also_made_after_a_row_is_defined() {
    let mut doc = Doc::new();
    let both = [row(&[0, 900, 1800, 2700], &[]), vec![0x24, 0x56, 0, 2, 0x2B, 0xD6, 2, 2, 3]].concat();
    doc.cell(&["a"], 1).cell(&[""], 1).cell(&["b"], 1).end_row(1, &both);
    let below = [row(&[0, 900, 1800, 2700], &[]), vec![0x2B, 0xD6, 2, 2, 1]].concat();
    doc.cell(&["c"], 1).cell(&["d"], 1).cell(&[""], 1).end_row(1, &below);
    assert_eq!(shapes(&doc), [["0,0+1×2 a", "0,2+2×1 b", "1,0+1×1 c", "1,1+1×1 d"]]);
}

#[test]
fn the_first_of_merged_cells_is_told_by_the_run_of_them() {
    // Word 97 numbers the first cell 1 and the others 2; [MS-DOC] 2.9.317 has it the other way round, 3 being a first.
    for (first, next) in [(1, 2), (2, 1), (3, 1)] {
        let mut doc = Doc::new();
        for text in ["a", "", "", "b", "", "c"] {
            doc.cell(&[text], 1);
        }
        let edges = [0, 900, 1800, 2700, 3600, 4500, 5400];
        doc.end_row(1, &row(&edges, &[first, next, next, first, next, 0]));
        assert_eq!(shapes(&doc), [["0,0+1×3 a", "0,3+1×2 b", "0,5+1×1 c"]], "{first} {next}");
    }
}

#[test]
fn rows_that_differ_in_what_tables_have_are_of_two_tables() {
    // [MS-DOC] 2.4.3: style, direction, position and wrapping.
    let apart: [&[u8]; 11] = [
        &[0x3A, 0x56, 15, 0],
        &[0x0B, 0x56, 1, 0],
        &[0x64, 0x56, 1, 0],
        &[0x0D, 0x36, 0x90],
        &[0x65, 0x34, 1],
        &[0x0E, 0x94, 9, 0],
        &[0x0F, 0x94, 9, 0],
        &[0x10, 0x94, 9, 0],
        &[0x11, 0x94, 9, 0],
        &[0x1E, 0x94, 9, 0],
        &[0x1F, 0x94, 9, 0],
    ];
    for said in apart {
        let other = [row(&[0, 900], &[0]), said.to_vec()].concat();
        let mut doc = Doc::new();
        doc.cell(&["a"], 1).end_row(1, &row(&[0, 900], &[0]));
        doc.cell(&["b"], 1).end_row(1, &other).cell(&["c"], 1).end_row(1, &other);
        assert_eq!(shapes(&doc), [vec!["0,0+1×1 a"], vec!["0,0+1×1 b", "1,0+1×1 c"]], "{said:X?}");
    }
    // What is said of a row alone, the division of a web page, and the style that every table has are no difference.
    for said in [&[0x07, 0x94, 9, 0][..], &[0x79, 0x74, 1, 0, 0, 0], &[0x3A, 0x56, 11, 0], &[0x00, 0x54, 2, 0]] {
        let mut doc = Doc::new();
        doc.cell(&["a"], 1).end_row(1, &row(&[0, 900], &[0]));
        doc.cell(&["b"], 1).end_row(1, &[row(&[0, 900], &[0]), said.to_vec()].concat());
        assert_eq!(shapes(&doc), [["0,0+1×1 a", "1,0+1×1 b"]], "{said:X?}");
    }
}

#[test]
fn tables_that_follow_each_other_may_lie_in_a_cell_and_hold_tables() {
    let placed = |edges: &[i16], at: u8| [row(edges, &[]), vec![0x0E, 0x94, at, 0]].concat();
    let mut doc = Doc::new();
    doc.cell(&["a"], 2).end_row(2, &placed(&[0, 400], 1)).cell(&["b"], 2).end_row(2, &placed(&[0, 400], 2));
    doc.cell(&["c"], 1).end_row(1, &placed(&[0, 900], 3));
    doc.cell(&["d"], 2).end_row(2, &placed(&[0, 400], 2)).cell(&["e"], 1).end_row(1, &placed(&[0, 900], 4));
    doc.cell(&["f"], 1).end_row(1, &placed(&[0, 900], 4)).line("end");
    let document = opened(&doc);
    let found: Vec<_> = document.tables().iter().map(|table| (table.parent().is_some(), shape(table))).collect();
    let table = |inside, cells: &[&str]| (inside, cells.iter().map(ToString::to_string).collect::<Vec<_>>());
    let expected = [
        table(false, &["0,0+1×1 c"]),
        table(true, &["0,0+1×1 a"]),
        table(true, &["0,0+1×1 b"]),
        table(false, &["0,0+1×1 e", "1,0+1×1 f"]),
        table(true, &["0,0+1×1 d"]),
    ];
    assert_eq!(found, expected);
    assert_eq!(lines(&document), ["end"]);
}

#[test]
fn a_row_may_begin_further_in_or_say_nothing() {
    let mut doc = Doc::new();
    doc.cell(&["a"], 1).cell(&["b"], 1).end_row(1, &row(&[0, 900, 1800], &[0, 0]));
    doc.cell(&["c"], 1).end_row(1, &row(&[900, 1800], &[0]));
    doc.cell(&["d"], 1).cell(&["e"], 1).end_row(1, &[]);
    doc.cell(&["f"], 1).cell(&["g"], 1).cell(&["h"], 1).end_row(1, &row(&[0, 900, 1800], &[0, 0]));
    let expected =
        ["0,0+1×1 a", "0,1+1×1 b", "1,1+1×1 c", "2,0+1×1 d", "2,1+1×1 e", "3,0+1×1 f", "3,1+1×1 g", "3,2+1×1 h"];
    assert_eq!(shapes(&doc), [expected]);
}

#[test]
fn tables_lie_in_the_cells_of_tables() {
    let mut doc = Doc::new();
    doc.run("x", &[]).mark(0x0D, 0, &in_table(1));
    doc.cell(&["y"], 2).cell(&["z"], 2).end_row(2, &row(&[0, 400, 800], &[0, 0]));
    doc.cell(&["w"], 1).end_row(1, &row(&[0, 900], &[0])).line("after");
    let document = opened(&doc);
    assert_eq!(shapes(&doc), [vec!["0,0+1×1 x\nw"], vec!["0,0+1×1 y", "0,1+1×1 z"]]);
    assert_eq!(document.tables()[1].parent(), Some((document.tables()[0].id(), 0, 0)));
    assert_eq!(lines(&document), ["after"]);
}

#[test]
fn a_text_that_ends_inside_a_table_keeps_what_it_has() {
    let mut doc = Doc::new();
    doc.cell(&["a"], 1).run("b", &[]).mark(0x0D, 0, &in_table(1)).run("c", &[]);
    assert_eq!(shapes(&doc), [["0,0+1×1 a", "0,1+1×1 b"]]);
    assert_eq!(lines(&opened(&doc)), ["c"]);
}

#[test]
fn rows_tracked_as_deleted_are_gone_and_their_text_is_not() {
    let mut doc = Doc::new();
    doc.cell(&["a"], 1).end_row(1, &row(&[0, 900], &[0]));
    let mut said = in_table(1);
    said.extend([0x17, 0x24, 1]);
    said.extend(row(&[0, 900], &[0]));
    doc.cell(&["b"], 1).run("", &[]);
    let end = doc.position();
    doc.mark(0x07, 0, &said);
    doc.deleted_from(end);
    doc.cell(&["c"], 1).end_row(1, &row(&[0, 900], &[0]));
    assert_eq!(shapes(&doc), [["0,0+1×1 a", "1,0+1×1 c"]]);
    assert_eq!(story(&opened(&doc), StoryKind::Deleted), ["b"]);
    let original = as_of(&doc, Revisions::Original);
    assert_eq!(shape(original.tables()[0]), ["0,0+1×1 a", "1,0+1×1 b", "2,0+1×1 c"]);
}

#[test]
fn what_is_not_shown_goes_to_stories() {
    let mut doc = Doc::new();
    doc.structure(at::STYLES, styles(&[(1, 0, 0xFFF, &[]), (2, 65, 0xFFF, &[&[0x3C, 0x08, 1]])]));
    doc.run("a", &[]).run("hidden", &[0x3C, 0x08, 1]).run("styled", &[0x30, 0x4A, 1, 0]);
    doc.run("gone", &[0x00, 0x08, 1]).run("new", &[0x01, 0x08, 1]).run("z", &[]).mark(0x0D, 0, &[]);
    let document = opened(&doc);
    assert_eq!(lines(&document), ["anewz"]);
    assert_eq!(story(&document, StoryKind::Hidden), ["hiddenstyled"]);
    assert_eq!(story(&document, StoryKind::Deleted), ["gone"]);
    assert_eq!(codes(&document), ["changes-tracked"]);
    assert_eq!(lines(&as_of(&doc, Revisions::Original)), ["agonez"]);
    assert_eq!(lines(&as_of(&doc, Revisions::Both)), ["agonenewz"]);
    // The same, said of a whole piece.
    let mut whole = Doc::new();
    (whole.change, whole.changes) = (1, vec![0x3C, 0x08, 1]);
    whole.line("a");
    assert_eq!(story(&opened(&whole), StoryKind::Hidden), ["a"]);
    whole.change = 0x5C << 1 | 1 << 8;
    assert_eq!(story(&opened(&whole), StoryKind::Hidden), ["a"]);
}

#[test]
fn what_a_deleted_row_holds_of_other_tables_is_not_lost() {
    // Found by fuzzing: the text of a table inside the row was lost.
    let mut doc = Doc::new();
    doc.cell(&["a"], 1).end_row(1, &row(&[0, 1000], &[0]));
    doc.cell(&["inner"], 2).end_row(2, &row(&[0, 500], &[0]));
    doc.cell(&["gone"], 1);
    let end = doc.position();
    doc.end_row(1, &row(&[0, 1000], &[0]));
    doc.deleted_from(end);
    doc.line("b");
    let document = opened(&doc);
    assert_eq!(shape(document.tables()[0]), ["0,0+1×1 a"]);
    let mut stories = Vec::new();
    document.stories.iter().for_each(|story| stories.push((story.kind, format!("{:?}", story.blocks))));
    assert!(stories.iter().all(|(kind, _)| *kind == StoryKind::Deleted), "{stories:?}");
    for text in ["inner", "gone"] {
        assert!(stories.iter().any(|(_, blocks)| blocks.contains(text)), "{text}: {stories:?}");
    }
}

#[test]
fn a_deleted_mark_joins_two_paragraphs() {
    let mut doc = Doc::new();
    doc.run("a", &[]);
    let end = doc.position();
    doc.mark(0x0D, 0, &[0x40, 0x26, 0]).deleted_from(end);
    doc.styled("b", 0, &[0x40, 0x26, 3]);
    let document = opened(&doc);
    let Some(Block::Paragraph(paragraph)) = document.blocks.first() else { panic!("{document:?}") };
    assert_eq!((paragraph.text.as_str(), paragraph.outline), ("ab", Some(3)));
}

#[test]
fn the_result_of_a_field_is_text_and_its_code_is_not() {
    let mut doc = Doc::new();
    doc.line("a\u{13} IF \u{13} PAGE \u{14}1\u{15} = 1 \u{14}yes\u{15}b").line("\u{13} broken").line("c\u{15}d");
    let document = opened(&doc);
    assert_eq!(lines(&document), ["ayesb", "cd"]);
    assert_eq!(story(&document, StoryKind::FieldCode), [" IF \n PAGE 1 = 1 ", " broken"]);
    let mut unmatched = Doc::new();
    unmatched.line("c\u{15}d");
    assert_eq!(codes(&opened(&unmatched)), ["field-unmatched"]);
}

#[test]
fn form_fields_stand_for_their_choice() {
    // A tick box that is ticked by default, and one that nobody ticks ([MS-DOC] 2.9.78 FFData).
    let field = |bits: u16, rest: &[u8]| {
        let mut inner = vec![0xFF; 4];
        inner.extend(bits.to_le_bytes());
        inner.extend([0; 4]);
        inner.extend([0; 4]);
        inner.extend(rest);
        let mut field = (inner.len() as u32 + 0x44).to_le_bytes().to_vec();
        field.extend([0x44, 0]);
        field.resize(0x44, 0);
        field.extend(inner);
        field
    };
    let ticked = field(1 | 25 << 2, &[1, 0]);
    let mut choice = vec![0, 0];
    choice.extend([0; 20]);
    choice.extend([0xFF, 0xFF, 2, 0, 0, 0, 1, 0, b'a', 0, 1, 0, b'b', 0]);
    let choice = field(2 | 1 << 2, &choice);
    let empty = field(1, &[1, 0]);
    let mut doc = Doc::new();
    for field in [ticked, empty, choice] {
        let place = doc.data.len() as u8;
        doc.data.extend(field);
        doc.run("\u{13} FORM ", &[]);
        let said = [0x03, 0x6A, place, (doc.data.len() >> 16) as u8, 0, 0, 0x55, 0x08, 1, 0x06, 0x08, 1];
        doc.run("\u{1}", &said).run("\u{14}\u{15}", &[]);
    }
    doc.mark(0x0D, 0, &[]);
    assert_eq!(lines(&opened(&doc)), ["☑☐b"]);
}

#[test]
fn signs_and_raised_digits_are_read_as_printed() {
    let mut doc = Doc::new();
    doc.structure(at::FONTS, fonts(&["宋体", "Wingdings", "Symbol"]));
    doc.run("(", &[0x09, 0x6A, 1, 0, 0xFE, 0xF0]).run("是", &[]).run("\u{F0A8}", &[0x4F, 0x4A, 1, 0]);
    doc.run("(", &[0x09, 0x6A, 0, 0, 0x99, 0xF0]).run("(", &[]);
    doc.run("10", &[]).run("2", &[0x48, 0x2A, 1]).run("2", &[0x48, 0x2A, 2]).run("7", &[0x37, 0x08, 1]).mark(
        0x0D,
        0,
        &[],
    );
    let document = opened(&doc);
    assert_eq!(lines(&document), ["☑是☐\u{F099}(10²₂7"]);
    assert_eq!(codes(&document), ["symbol-unknown", "text-struck"]);
}

#[test]
fn headings_are_told_by_their_style_and_its_ancestors() {
    let mut doc = Doc::new();
    doc.structure(
        at::STYLES,
        styles(&[
            (1, 0, 0xFFF, &[]),
            (1, 1, 0, &[&[1, 0]]),
            (1, 0xFFE, 1, &[&[2, 0]]),
            (1, 0xFFE, 0, &[&[3, 0, 0x40, 0x26, 2]]),
            (1, 0xFFE, 5, &[&[4, 0]]),
            (1, 0xFFE, 4, &[&[5, 0]]),
        ]),
    );
    for style in [0, 1, 2, 3, 4, 99] {
        doc.styled("x", style, &[]);
    }
    doc.styled("x", 1, &[0x40, 0x26, 9]);
    let document = opened(&doc);
    let levels: Vec<Option<u8>> = document
        .blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(paragraph) => paragraph.outline,
            Block::Table(_) => panic!("no table"),
        })
        .collect();
    assert_eq!(levels, [None, Some(0), Some(0), Some(2), None, None, None]);
    assert_eq!(codes(&document), ["chain-cut", "chain-cut"]);
}

#[test]
fn lists_count_as_word_counts() {
    let mut doc = Doc::new();
    doc.structure(at::FONTS, fonts(&["Symbol"]));
    let lists = [vec![2, 0], list(7, false), list(8, true)].concat();
    let mut levels = level(1, 37, 0, 0, &[], &[0, '、' as u16]);
    levels.extend(level(1, 0, 0, 0, &[], &[0, '.' as u16, 1]));
    levels.extend(level(1, 0, 4, 0, &[], &[0, '.' as u16, 1, '.' as u16, 2]));
    (3..9).for_each(|_| levels.extend(level(5, 255, 8, 0, &[], &[])));
    levels.extend(level(1, 23, 0, 0, &[0x4F, 0x4A, 0, 0], &[0xF0B7]));
    doc.structure(at::LISTS, lists);
    doc.after_lists = levels;
    let mut overrides = 3u32.to_le_bytes().to_vec();
    for (identity, count) in [(7u32, 0u8), (8, 0), (7, 1)] {
        overrides.extend(identity.to_le_bytes());
        overrides.extend([0; 8]);
        overrides.extend([count, 0, 0, 0]);
    }
    overrides.extend([0xFF; 12]);
    overrides.extend([4, 0, 0, 0, 0x10, 0, 0, 0]);
    doc.structure(at::OVERRIDES, overrides);
    let mut say = |list: u16, level: u8| {
        doc.styled("x", 0, &[&[0x0B, 0x46][..], &list.to_le_bytes(), &[0x0A, 0x26, level]].concat());
    };
    for (list, level) in [(1, 0), (1, 1), (1, 2), (2, 0), (1, 0), (1, 1), (3, 0), (0, 0), (9, 0), (0xF801, 0), (1, 5)] {
        say(list, level);
    }
    let document = opened(&doc);
    let labels: Vec<Option<&str>> = document
        .blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(paragraph) => paragraph.number.as_ref().map(|number| number.text.as_str()),
            Block::Table(_) => panic!("no table"),
        })
        .collect();
    let expected = ["一、", "一.1", "1.1.1", "•", "二、", "二.1", "四、", "", "", "", ""];
    assert_eq!(labels, expected.map(|label| Some(label).filter(|label| !label.is_empty())));
    assert_eq!(codes(&document), ["numbering-missing"]);
}

#[test]
fn notes_headers_comments_and_text_boxes_are_stories_at_their_anchors() {
    let mut doc = Doc::new();
    doc.cell(&["a"], 1).run("b\u{2}", &[0x55, 0x08, 1]).end_cell(1).end_row(1, &row(&[0, 900, 1800], &[0, 0]));
    doc.run("c\u{5}", &[0x55, 0x08, 1]).mark(0x0D, 0, &[]).end_part();
    doc.line("\u{2}note").end_part();
    doc.line("head").line("").line("foot").line("").end_part();
    doc.end_part();
    doc.line("\u{5}said").end_part();
    doc.end_part();
    doc.line("box").line("").end_part();
    doc.mark(0x0D, 0, &[]);
    doc.structure(at::FOOTNOTE_MARKS, plc(&[3, 8], &[1, 0]));
    doc.structure(at::FOOTNOTES, plc(&[0, 6, 7], &[]));
    doc.structure(at::HEADERS, plc(&[0, 0, 0, 0, 0, 0, 0, 0, 5, 6, 11, 12, 13], &[]));
    doc.structure(at::COMMENT_MARKS, plc(&[7, 9], &[0; 30]));
    doc.structure(at::COMMENTS, plc(&[0, 6, 7], &[]));
    doc.structure(at::TEXT_BOXES, plc(&[0, 4, 5], &[0; 44]));
    let document = opened(&doc);
    assert_eq!(lines(&document), ["c"]);
    for (kind, text) in [
        (StoryKind::Footnote, "note"),
        (StoryKind::Header, "head"),
        (StoryKind::Footer, "foot"),
        (StoryKind::Comment, "said"),
        (StoryKind::TextBox, "box"),
    ] {
        assert_eq!(story(&document, kind), [text], "{kind:?}");
    }
    let note = document.stories.iter().find(|story| story.kind == StoryKind::Footnote).expect("the note");
    assert_eq!((note.place.table, note.place.row, note.place.column), (Some(document.tables()[0].id()), 0, 1));
    assert!(codes(&document).is_empty());
}

#[test]
fn bookmarks_stand_where_they_begin() {
    let mut doc = Doc::new();
    doc.line("第一条");
    doc.structure(at::BOOKMARK_NAMES, names(&["甲", "end"]));
    doc.structure(at::BOOKMARKS, plc(&[1, 3, 4], &[0; 8]));
    let document = opened(&doc);
    let Some(Block::Paragraph(paragraph)) = document.blocks.first() else { panic!("{document:?}") };
    let found: Vec<_> = paragraph.bookmarks.iter().map(|mark| (mark.name.as_str(), mark.offset)).collect();
    assert_eq!(found, [("甲", 3), ("end", 9)]);
}

#[test]
fn what_is_no_such_document_is_refused_by_name() {
    let mut doc = Doc::new();
    doc.line("x");
    let code = |bytes: &[u8]| try_read(bytes, Revisions::Final).map_or_else(|error| error.code(), |_| "read");
    let with = |flags: u16, version: u16| {
        let mut doc = Doc::new();
        (doc.flags, doc.version) = (flags, version);
        doc.line(&"x".repeat(4_000));
        doc.bytes()
    };
    assert_eq!(code(&with(0x0200, 0xC1)), "read");
    assert_eq!(code(&with(0x0300, 0xC1)), "doc-encrypted");
    assert_eq!(code(&with(0x0200, 0x68)), "doc-95");
    let (word, table) = doc.streams();
    assert_eq!(code(&compound(&[("WordDocument", &word)])), "doc-unsound");
    assert_eq!(code(&compound(&[("WordDocument", &word[..100]), ("1Table", &table)])), "doc-unsound");
    assert_eq!(code(&compound(&[("WordDocument", &word), ("1Table", &table[..20])])), "doc-unsound");
    // The other table stream will do.
    assert_eq!(code(&compound(&[("WordDocument", &word), ("0Table", &table)])), "read");
    let bytes = doc.bytes();
    assert_eq!(code(&bytes[..bytes.len() - 600]), "doc-unsound");
    assert_eq!(code(&word), "doc-unsound");
}

#[test]
fn damaged_properties_are_noted_and_the_text_is_kept() {
    let mut doc = Doc::new();
    doc.line("x").structure(at::CHARACTERS, plc(&[0, 9, 18], &[0xFF; 8]));
    let (mut word, table) = doc.streams();
    // The list of pages of paragraphs is moved out of the stream.
    word[154 + at::PARAGRAPHS * 8..][..4].copy_from_slice(&u32::MAX.to_le_bytes());
    let bytes = compound(&[("WordDocument", &word), ("1Table", &table)]);
    let document = try_read(&bytes, Revisions::Final).expect("it is read");
    assert_eq!(lines(&document), ["x"]);
    assert_eq!(codes(&document), ["structure-damaged", "structure-damaged"]);
}

#[test]
fn one_damaged_position_costs_no_more_than_the_paragraphs_beside_it() {
    // Found in a fuzzed file: everything after a run that was too long lost its properties.
    let mut doc = Doc::new();
    for text in ["a", "b", "c", "d", "e"] {
        doc.cell(&[text], 1).end_row(1, &row(&[0, 900], &[0]));
    }
    let (sound, table) = doc.streams();
    let page = sound.len() - 512;
    let shape_of = |word: &[u8]| {
        let bytes = compound(&[("WordDocument", word), ("1Table", &table)]);
        let document = try_read(&bytes, Revisions::Final).expect("it is read");
        (document.tables().into_iter().map(shape).collect::<Vec<_>>(), codes(&document))
    };
    let (whole, _) = shape_of(&sound);
    assert_eq!(whole, [["a", "b", "c", "d", "e"].iter().enumerate().map(at_row).collect::<Vec<_>>()]);
    // The fifth run of the page is that of the cell c, which ends where the mark of its row begins.
    for damaged in [u32::MAX, 0] {
        let mut word = sound.clone();
        word[page + 5 * 4..][..4].copy_from_slice(&damaged.to_le_bytes());
        let (found, noted) = shape_of(&word);
        let cells: Vec<String> = found.concat();
        assert!(["a", "b", "d", "e"].iter().all(|text| cells.iter().any(|cell| cell.ends_with(text))), "{found:?}");
        assert_eq!((found.len(), noted), (1, vec!["structure-damaged"]), "{damaged}");
    }
}

/// A table's only cell of a row, as it is shown.
fn at_row((row, text): (usize, &&str)) -> String {
    format!("{row},0+1×1 {text}")
}

#[test]
fn text_beyond_the_end_is_kept_beside() {
    let mut doc = Doc::new();
    doc.line("a").end_part().line("b");
    let document = opened(&doc);
    assert_eq!((lines(&document), story(&document, StoryKind::Hidden)), (vec!["a".to_owned()], vec!["b".to_owned()]));
    assert_eq!(codes(&document), ["structure-damaged"]);
}

pub(crate) fn sample(vintage: &str) -> (Page, Vec<u8>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let source = std::fs::read_to_string(folder.join(format!("{vintage}.page"))).expect("a page");
    let values = std::fs::read(folder.join(format!("{vintage}.values.csv"))).expect("values");
    (Page::parse(&source).unwrap_or_else(|error| panic!("{vintage}: {error}")), values)
}

#[test]
fn both_vintages_give_the_facts_of_their_newer_files_at_any_depth() {
    for vintage in ["2019", "2021"] {
        let (page, values) = sample(vintage);
        let framed = [Piece::Frame(0..0, page.pieces.clone())];
        for pieces in [&page.pieces[..], &framed] {
            let mut doc = Doc::new();
            doc.page(pieces, 0).line("");
            let document = opened(&doc);
            let report = extract(&document, Schema::builtin());
            let differences = differences(&of_values(&values), &of_report(&report, Schema::builtin()));
            assert!(differences.is_empty(), "{vintage}: {}", differences.join("\n"));
            assert!(report.audit.balances());
        }
    }
}
