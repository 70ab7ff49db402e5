//! Rich Text: characters of every code page, tables from the edges of cells, and the facts of the Word file.

use std::path::Path;
use std::time::Instant;

use crate::support::facts::{differences, of_report, of_values};
use crate::support::grid::Grid;
use crate::support::package::{codes, lines, shape, story};
use crate::support::page::{Page, Piece, Style, Text};
use baobiao::extract::extract;
use baobiao::input::{ReadOptions, Revisions, Source, detect, read};
use baobiao::model::{Block, Document, Limits, StoryKind};
use baobiao::schema::Schema;

fn try_read(bytes: &[u8], revisions: Revisions) -> Result<Document, baobiao::model::Error> {
    read(&Source::new("test.rtf", bytes.to_vec()), &ReadOptions { revisions, ..ReadOptions::default() })
}

/// Reads a document with the fonts that the tests use, which must succeed with every character accounted for.
#[track_caller]
fn rtf(inner: &str) -> Document {
    let bytes = [HEAD.as_bytes(), inner.as_bytes(), b"}"].concat();
    assert_eq!(detect(&bytes).code, "rtf");
    let document = try_read(&bytes, Revisions::Final).unwrap_or_else(|error| panic!("{error}"));
    assert!(document.tally.balances(), "characters are lost: {:?}\n{document:#?}", document.tally);
    document
}

const HEAD: &str = "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fnil\\fcharset0 Times New Roman;}\
    {\\f1\\fnil\\fcharset134{\\*\\falt SimSun}\\'cb\\'ce\\'cc\\'e5;}{\\f2\\fnil\\fcharset2 Wingdings;}\
    {\\f3\\fnil\\fcharset136 PMingLiU;}}{\\colortbl;\\red0;}{\\*\\generator x;}\
    {\\stylesheet{\\s0 Normal;}{\\s3\\outlinelevel1 \\'b1\\'ea;}{\\s4 heading 1;}{\\*\\cs5 x;}}{\\info{\\author \\'c4\\'b3}}\r\n";

/// Text as Word writes it: bytes of GBK in a font of that character set, else by number.
fn spelt(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let mut buffer = [0; 4];
        let one = &*c.encode_utf8(&mut buffer);
        let (bytes, _, lost) = encoding_rs::GBK.encode(one);
        match c {
            '\n' => out += "\\line ",
            '\\' | '{' | '}' => out += &format!("\\{c}"),
            _ if c.is_ascii() => out.push(c),
            _ if lost => one.encode_utf16().for_each(|unit| out += &format!("\\u{}?", unit as i16)),
            _ => out += &bytes.iter().map(|byte| format!("\\'{byte:02x}")).collect::<String>(),
        }
    }
    out
}

fn run(text: &Text) -> String {
    format!("{{\\loch\\af0\\hich\\af0\\dbch\\f1 {}}}", spelt(&text.words))
}

fn page_rtf(pieces: &[Piece], depth: usize) -> String {
    let place = match depth {
        0 => String::new(),
        1 => "\\intbl".to_owned(),
        _ => format!("\\intbl\\itap{depth}"),
    };
    let mut out = String::new();
    let mut count = 0;
    for piece in pieces {
        match piece {
            Piece::Text(Style::Numbered { level, restart }, text) => {
                count = restart.unwrap_or(count + 1);
                let sign = "〇一二三四五六七八九十".chars().nth(count as usize).expect("few headings");
                out += &format!(
                    "{{\\listtext\\pard\\plain\\f1 {}\\tab}}\\pard\\plain{place}\\ilvl{level}\\outlinelevel{level} {}\\par\r\n",
                    spelt(&format!("{sign}、")),
                    run(text)
                );
            }
            Piece::Text(Style::Heading { level }, text) => {
                out += &format!("\\pard\\plain{place}\\outlinelevel{level} {}\\par\r\n", run(text));
            }
            Piece::Text(_, text) => out += &format!("\\pard\\plain{place} {}\\par\r\n", run(text)),
            Piece::Table(grid) => out += &grid_rtf(grid, depth + 1),
            Piece::Frame(_, inner) => {
                out += "\\trowd\\trleft0\\cellx9000\r\n";
                out += &page_rtf(inner, depth + 1);
                out += "\\pard\\intbl\\cell\\trowd\\trleft0\\cellx9000\\row\\pard\r\n";
            }
        }
    }
    out
}

fn grid_rtf(grid: &Grid, depth: usize) -> String {
    let place = if depth == 1 { "\\intbl".to_owned() } else { format!("\\intbl\\itap{depth}") };
    let (end_cell, nested) = if depth == 1 { ("\\cell", false) } else { ("\\nestcell", true) };
    let mut out = String::new();
    for row in 0..grid.rows {
        let first = (0..grid.columns).find(|column| grid.at(row, *column).is_some()).unwrap_or(0);
        let mut definition = format!("\\trowd\\trgaph108\\trleft{}", i64::from(first) * 900 - 108);
        let mut cells = String::new();
        let mut last = None;
        for column in 0..grid.columns {
            let index = grid.at(row, column);
            if index == last {
                continue;
            }
            last = index;
            let Some(index) = index else { continue };
            let cell = &grid.cells[index];
            let merge = match () {
                () if cell.area.row_span == 1 => "",
                () if cell.area.row == row => "\\clvmgf",
                () => "\\clvmrg",
            };
            definition += &format!("{merge}\\clvertalc\\cellx{}", i64::from(cell.area.column_end()) * 900 - 108);
            cells += &format!("\\pard\\plain{place} ");
            if cell.area.row == row {
                cells += &cell.paragraphs.iter().map(run).collect::<Vec<_>>().join("\\par ");
            }
            cells += end_cell;
        }
        out += &match nested {
            true => format!("{cells}{{\\*\\nesttableprops{definition}\\nestrow}}{{\\nonesttables\\par}}\r\n"),
            false => format!("{definition}{cells}\\pard\\intbl{{{definition}\\row}}\r\n"),
        };
    }
    out
}

fn sample(vintage: &str) -> (Page, Vec<u8>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let source = std::fs::read_to_string(folder.join(format!("{vintage}.page"))).expect("a page");
    let values = std::fs::read(folder.join(format!("{vintage}.values.csv"))).expect("values");
    (Page::parse(&source).unwrap_or_else(|error| panic!("{vintage}: {error}")), values)
}

#[test]
fn both_vintages_give_the_facts_of_their_word_files_at_any_depth() {
    for vintage in ["2019", "2021"] {
        let (page, values) = sample(vintage);
        let framed = [Piece::Frame(0..0, page.pieces.clone())];
        for inner in [page_rtf(&page.pieces, 0), page_rtf(&framed, 0)] {
            let document = rtf(&inner);
            let report = extract(&document, Schema::builtin());
            let differences = differences(&of_values(&values), &of_report(&report, Schema::builtin()));
            assert!(differences.is_empty(), "{}", differences.join("\n"));
            assert!(report.audit.balances());
        }
    }
}

#[test]
fn characters_are_those_of_the_font_or_of_their_number() {
    for (inner, expected) in [
        ("\\f1 \\'b9\\'e6\\'d5\\'c2\\par", "规章"),
        ("\\f0 \\'b9\\'e6\\'d5\\'c2\\par", "规章"),
        ("\\f0 caf\\'e9\\par", "café"),
        ("\\f3 \\'b3\\'57\\'b3\\'b9\\par", "規章"),
        ("\\f1 \\'81\\'40\\'81A\\par", "丂丄"),
        ("\\uc1\\u35268?\\uc2\\u31456\\'d5\\'c2x\\par", "规章x"),
        ("\\uc0\\u35268\\u31456 x\\par", "规章x"),
        ("\\u-10179?\\u-8694?\\par", "😊"),
        ("{\\f2\\'fe}\\f1 \\'ca\\'c7{\\f2\\u-3928?}\\par", "☑是☐"),
        ("{\\field{\\*\\fldinst SYMBOL 254 \\\\f \"Wingdings\" \\\\s 12}{\\fldrslt\\f2}}a\\par", "☑a"),
        ("a\\~b\\_c\\endash\\line d\\tab e\\{\\}\\\\\\par", "a\u{A0}b\u{2011}c–\nd\te{}\\"),
        ("10{\\super 2}\\par", "10²"),
        ("{\\upr{?}{\\*\\ud{\\u35268?}}}\\par", "规"),
    ] {
        assert_eq!(lines(&rtf(inner)), [expected], "{inner}");
    }
    assert_eq!(codes(&rtf("\\f1 \\'b9\\par")), ["encoding-doubtful"]);
}

#[test]
fn a_group_that_is_two_things_is_one_after_the_other() {
    // Found by fuzzing: the text around the group was lost.
    let document = rtf("1{\\shptxt 2\\shptxt 3\\footnote 4}5\\par");
    assert_eq!(lines(&document), ["15"]);
    assert_eq!(story(&document, StoryKind::TextBox), ["2", "3"]);
    assert_eq!(story(&document, StoryKind::Footnote), ["4"]);
    assert_eq!(lines(&rtf("1{\\field 2\\field 3}\\dptxbxtext 4\\dptxbxtext 5")), ["123"]);
}

#[test]
fn what_stands_beside_the_text_goes_to_stories() {
    let document = rtf(
        "{\\header\\pard h\\par}{\\footerf f\\par}\\pard a{\\v b}{\\deleted c}{\\revised d}{\\footnote\\pard n}{\\footnote\\ftnalt e}\
         {\\*\\annotation r}{\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv 1}}{\\shptxt t\\par}}{\\shprslt t}}\
         {\\field{\\*\\fldinst PAGE}{\\fldrslt 7}}{\\pict\\bin4 }}{{}a{\\*\\unknown z}{\\*\\bkmkstart k}\\par",
    );
    assert_eq!(lines(&document), ["ad7a"]);
    for (kind, text) in [
        (StoryKind::Header, "h"),
        (StoryKind::Footer, "f"),
        (StoryKind::Hidden, "b"),
        (StoryKind::Deleted, "c"),
        (StoryKind::Footnote, "n"),
        (StoryKind::Endnote, "e"),
        (StoryKind::Comment, "r"),
        (StoryKind::TextBox, "t"),
        (StoryKind::FieldCode, "PAGE"),
    ] {
        assert_eq!(story(&document, kind).concat(), text, "{kind:?}");
    }
    assert_eq!(codes(&document), ["alternative-repeated", "changes-tracked"]);
    let Some(Block::Paragraph(paragraph)) = document.blocks.first() else { panic!("{document:?}") };
    assert_eq!(paragraph.bookmarks[0].name, "k");
    let original = [HEAD, "1{\\deleted 2}{\\revised 3}\\par}"].concat();
    assert_eq!(lines(&try_read(original.as_bytes(), Revisions::Original).expect("it is read")), ["12"]);
    let form = rtf(
        "{\\field{\\*\\fldinst FORMCHECKBOX{\\*\\formfield{\\fftype1\\ffres25\\ffdefres1{\\*\\ffname x}}}}{\\fldrslt}}\
         {\\field{\\*\\fldinst FORMDROPDOWN{\\*\\formfield\\fftype2\\ffres1{\\*\\ffl a}{\\*\\ffl b}}}{\\fldrslt}}\\par",
    );
    assert_eq!(lines(&form), ["☑b"]);
    assert_eq!(codes(&rtf("{\\strike 1}\\par")), ["text-struck"]);
}

#[test]
fn headings_have_levels_and_lists_have_numbers() {
    let document =
        rtf("\\pard\\s3 a\\par\\pard\\s4 b\\par\\pard\\outlinelevel9 c\\par{\\pntext\\f2\\'6c\\tab}\\pard d\\par\
         {\\listtext (1)\\tab}\\pard\\ilvl2 e\\par");
    let found: Vec<_> = document
        .blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(p) => (p.text.as_str(), p.outline, p.number.as_ref().map(|n| (n.text.as_str(), n.level))),
            Block::Table(_) => panic!("no table"),
        })
        .collect();
    assert_eq!(
        found,
        [
            ("a", Some(1), None),
            ("b", Some(0), None),
            ("c", None, None),
            ("d", None, Some(("●", 0))),
            ("e", None, Some(("(1)", 2)))
        ]
    );
}

#[test]
fn rows_become_grids_however_they_are_written() {
    let shapes = |inner: &str| rtf(inner).tables().into_iter().map(shape).collect::<Vec<_>>();
    let plain = "\\trowd\\cellx1000\\cellx2000\\pard\\intbl a\\cell b\\cell\\row";
    assert_eq!(shapes(plain), [["0,0+1×1 a", "0,1+1×1 b"]]);
    assert_eq!(shapes("\\trowd\\cellx1000\\cellx2000 a\\cell b\\cell\\row\\pard c\\par"), [["0,0+1×1 a", "0,1+1×1 b"]]);
    assert_eq!(
        shapes("\\trowd\\clmgf\\cellx1\\clmrg\\cellx900\\cellx2000\\intbl a\\cell\\cell b\\cell\\row"),
        [["0,0+1×2 a", "0,2+1×1 b"]].map(|cells| cells.map(str::to_owned).to_vec()).to_vec()
    );
    assert_eq!(shapes("\\trowd\\cellx1000\\intbl a\\cell b\\cell\\row"), [["0,0+1×1 a", "0,1+1×1 b"]]);
    assert_eq!(shapes("\\trowd\\cellx1000\\intbl a\\par b\\cell"), [["0,0+1×1 a\nb"]]);
    let nested = rtf(
        "\\trowd\\cellx5000\\pard\\intbl x\\par\\pard\\intbl\\itap2 y\\nestcell{\\*\\nesttableprops\\trowd\\cellx900\\nestrow}\
         {\\nonesttables\\par}\\pard\\intbl z\\cell\\row\\pard after\\par",
    );
    assert_eq!(shape(nested.tables()[0]), ["0,0+1×1 x\nz"]);
    assert_eq!(shape(nested.tables()[1]), ["0,0+1×1 y"]);
    assert_eq!(nested.tables()[1].parent(), Some((nested.tables()[0].id(), 0, 0)));
    assert_eq!(lines(&nested), ["after"]);
}

#[test]
fn hostile_documents_are_read_or_refused_at_once() {
    let many = |piece: &str, count: usize| format!("{HEAD}{}", piece.repeat(count));
    let edges = format!("{HEAD}\\trowd{}{}", "\\cellx1".repeat(50_000), "\\cellx2\\row".repeat(50_000));
    let flood =
        format!("{HEAD}\\trowd{}{}", "\\cellx5".repeat(3_000), format!("{}\\row", "\\cell".repeat(3_000)).repeat(300));
    let cases: Vec<(&str, String, &str)> = vec![
        ("groups", "{\\rtf1".to_owned() + &"{".repeat(1_000_000), "limit-reached"),
        ("ends", many("}", 1_000_000), "read"),
        ("binary", format!("{HEAD}a\\bin2147483647 }}"), "read"),
        ("negative binary", format!("{HEAD}a\\bin-5 b}}"), "read"),
        ("depth", format!("{HEAD}\\intbl\\itap1000000 a\\cell}}"), "limit-reached"),
        ("row depth", format!("{HEAD}\\itap99999{{\\*\\nesttableprops\\trowd\\nestrow}}}}"), "limit-reached"),
        ("edges", edges, "read"),
        ("cells", flood, "read"),
        ("fields", many("{\\field", 1_000), "limit-reached"),
        ("numbers", many("\\u99999999999?\\uc99999\\cellx-99999999999 ", 10_000), "read"),
        ("stories", many("{\\footnote ", 300), "limit-reached"),
        ("rows", many("\\trowd\\cellx1\\intbl 1\\cell\\row", 20_000), "read"),
    ];
    for (name, rtf, expected) in cases {
        let before = Instant::now();
        let found = try_read(rtf.as_bytes(), Revisions::Final);
        let code = found.as_ref().map_or_else(baobiao::model::Error::code, |_| "read");
        assert_eq!(code, expected, "{name}");
        // Half a second in the program as it is built for use; tests are built without optimisation.
        assert!(before.elapsed().as_secs() < 10, "{name}: {:?}", before.elapsed());
    }
    let cut = try_read(format!("{HEAD}a\\bin2147483647 }}").as_bytes(), Revisions::Final).expect("it is read");
    assert_eq!((lines(&cut), codes(&cut)), (vec!["a".to_owned()], vec!["file-cut"]));
}

#[test]
fn limits_hold_at_their_value_and_not_beyond() {
    let bytes = format!("{HEAD}{{{{\\intbl\\itap2 a\\nestcell\\cell\\row}}}}{{\\field{{\\fldrslt{{\\field b}}}}}}}}")
        .into_bytes();
    let code = |limits: Limits| {
        let options = ReadOptions { limits, ..ReadOptions::default() };
        read(&Source::new("x", bytes.clone()), &options).map_or_else(|error| error.code(), |_| "read")
    };
    type Change = fn(&mut Limits, u64);
    let cases: [(u64, Change); 5] = [
        (4, |limits, value| limits.xml_depth = value as usize),
        (2, |limits, value| limits.table_depth = value as usize),
        (2, |limits, value| limits.field_depth = value as usize),
        (bytes.len() as u64, |limits, value| limits.part = value),
        (bytes.len() as u64, |limits, value| limits.input = value),
    ];
    for (value, change) in cases {
        let set = |value| {
            let mut limits = Limits::default();
            change(&mut limits, value);
            limits
        };
        assert_eq!((code(set(value)), code(set(value - 1))), ("read", "limit-reached"), "{value}");
    }
}

#[test]
fn mutants_never_panic_and_lose_nothing() {
    let (page, _) = sample("2019");
    let sample = format!("{HEAD}{}}}", page_rtf(&[Piece::Frame(0..0, page.pieces)], 0)).into_bytes();
    let mut seed = 0xD1B5_4A32_D192_ED03_u64;
    let mut next = |bound: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % bound as u64) as usize
    };
    let signs = b"\\{}'*- 0\xb5";
    for round in 0..1_000 {
        let mut bytes = sample.clone();
        for _ in 0..1 + next(20) {
            let at = 2 + next(bytes.len() - 2);
            match next(3) {
                0 => bytes[at] = signs[next(signs.len())],
                1 => bytes[at] = next(256) as u8,
                _ => drop(bytes.drain(at..(at + 1 + next(40)).min(bytes.len()))),
            }
        }
        if let Ok(document) = try_read(&bytes, Revisions::Final) {
            assert!(document.tally.balances(), "round {round}: {:?}", document.tally);
        }
    }
}
