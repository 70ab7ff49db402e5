//! Word 97–2003 documents at their limits, made to do harm, and bent at random.

use std::path::Path;
use std::time::Instant;

use crate::doc::{opened, sample, try_read};
use crate::support::doc::{Doc, at, compound, fonts, in_table, names, plc, row, styles};
use crate::support::package::codes;
use crate::support::page::Piece;
use baobiao::input::{ReadOptions, Revisions, Source, read};
use baobiao::model::{Error, Limits};

#[test]
fn limits_hold_at_their_value_and_not_beyond() {
    let mut doc = Doc::new();
    doc.line("\u{13}A\u{13}B\u{14}1\u{15}\u{14}2\u{15}");
    doc.cell(&["x"], 2).end_row(2, &row(&[0, 900], &[0])).cell(&["y"], 1).end_row(1, &row(&[0, 900], &[0]));
    let bytes = doc.bytes();
    let (word, table) = doc.streams();
    let longest = word.len().max(table.len()) as u64;
    let code = |limits: Limits| {
        let options = ReadOptions { limits, ..ReadOptions::default() };
        read(&Source::new("x", bytes.clone()), &options).map_or_else(|error| error.code(), |_| "read")
    };
    type Change = fn(&mut Limits, u64);
    let cases: [(u64, Change); 5] = [
        (2, |limits, value| limits.table_depth = value as usize),
        (2, |limits, value| limits.field_depth = value as usize),
        (2, |limits, value| limits.cells = value),
        (longest, |limits, value| limits.part = value),
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
fn hostile_documents_are_read_or_refused_at_once() {
    let marks = |count: usize, said: &[u8]| {
        let mut doc = Doc::new();
        for _ in 0..count {
            doc.mark(0x07, 0, said);
        }
        doc
    };
    let mut deep = in_table(1);
    deep[5..9].copy_from_slice(&i32::MAX.to_le_bytes());
    let mut ttp = in_table(1);
    ttp.extend([0x17, 0x24, 1]);
    ttp.extend([0x21, 0x76, 0, 63, 1, 0].repeat(60));
    // Every paragraph names the same long list in another stream.
    let mut huge = marks(20_000, &[0x46, 0x66, 0, 0, 0, 0]);
    huge.data = [&0x3FA2_u16.to_le_bytes()[..], &[0x16, 0x24, 1].repeat(6_000)].concat();
    // Every row is another one, and names a long list that sets all widths of all cells again and again.
    let widths = [&[0x21, 0x76, 0, 63, 9, 0][..], &[0x23, 0x76, 0, 63, 9, 0].repeat(5_000)].concat();
    let mut wide = Doc::new();
    for index in 0..2_000u16 {
        let [low, high] = index.to_le_bytes();
        let said = [&in_table(1)[..], &[0x17, 0x24, 1, 0x07, 0x94, low, high, 0x46, 0x66, 0, 0, 0, 0]].concat();
        wide.mark(0x07, 0, &said);
    }
    wide.data = [&(widths.len() as u16).to_le_bytes()[..], &widths, &[0; 200_000]].concat();
    let mut whole = marks(20_000, &[]);
    (whole.change, whole.changes) = (1, [0x16, 0x24, 1].repeat(5_000));
    let mut fields = Doc::new();
    fields.line(&"\u{13}".repeat(1_000));
    let mut columns = Doc::new();
    (0..200).for_each(|index: i16| {
        let edges: Vec<i16> = (0..64).map(|edge: i16| edge * 500 + index * 2).collect();
        for _ in 0..63 {
            columns.cell(&["x"], 1);
        }
        columns.end_row(1, &row(&edges, &[]));
    });
    let cases = [
        ("deep", marks(10, &deep), "limit-reached"),
        ("rows", marks(20_000, &ttp), "read"),
        ("cells", marks(20_000, &in_table(1)), "read"),
        ("huge", huge, "read"),
        ("wide", wide, "read"),
        ("whole", whole, "read"),
        ("fields", fields, "limit-reached"),
        ("columns", columns, "read"),
    ];
    for (name, doc, expected) in cases {
        let bytes = doc.bytes();
        let before = Instant::now();
        let found = try_read(&bytes, Revisions::Final);
        assert_eq!(found.as_ref().map_or_else(Error::code, |_| "read"), expected, "{name}");
        assert!(found.map_or(true, |document| document.tally.balances()), "{name}");
        // A tenth of a second in the program as it is built for use; tests are built without optimisation.
        assert!(before.elapsed().as_secs() < 10, "{name}: {:?}", before.elapsed());
    }
}

#[test]
fn a_list_that_many_name_is_read_and_one_that_floods_is_noted() {
    // Many rows of one table name the same list in another stream.
    let mut many = Doc::new();
    let list = [0x16, 0x24, 1].repeat(100);
    many.data = [&(list.len() as u16).to_le_bytes()[..], &list].concat();
    for _ in 0..5_000 {
        many.mark(0x07, 0, &[0x46, 0x66, 0, 0, 0, 0]);
        many.mark(0x07, 0, &[0x17, 0x24, 1, 0x46, 0x66, 0, 0, 0, 0]);
    }
    let document = opened(&many);
    assert_eq!((document.tables().len(), codes(&document)), (1, Vec::new()));
    assert_eq!(document.tables()[0].cells().len(), 5_000);
    // Each is another one, so that the list would be read each time.
    let mut flood = Doc::new();
    let list = [0x16, 0x24, 1].repeat(6_000);
    flood.data = [&(list.len() as u16).to_le_bytes()[..], &list].concat();
    for index in 0..1_000u16 {
        let [low, high] = index.to_le_bytes();
        flood.mark(0x07, 0, &[0x07, 0x94, low, high, 0x46, 0x66, 0, 0, 0, 0]);
    }
    assert_eq!(codes(&opened(&flood)), ["structure-damaged"]);
}

/// Reads what became of a file, which must neither panic nor lose a character.
fn survives(bytes: &[u8], what: &str) {
    let before = Instant::now();
    if let Ok(document) = try_read(bytes, Revisions::Final) {
        assert!(document.tally.balances(), "{what}: {:?}", document.tally);
    }
    assert!(before.elapsed().as_secs() < 10, "{what}: {:?}", before.elapsed());
}

/// The files that mutants are made of: one of our own with everything in it, and small ones of the corpus.
fn originals() -> Vec<Vec<u8>> {
    let (page, _) = sample("2021");
    let mut doc = Doc::new();
    doc.structure(at::FONTS, fonts(&["宋体", "Wingdings"]));
    doc.structure(at::STYLES, styles(&[(1, 0, 0xFFF, &[]), (1, 1, 0, &[&[1, 0, 0x40, 0x26, 0]])]));
    doc.run("(", &[0x09, 0x6A, 1, 0, 0xFE, 0xF0]).run("\u{13} PAGE \u{14}1\u{15}", &[]).mark(0x0D, 1, &[]);
    doc.page(&[Piece::Frame(0..0, page.pieces)], 0).end_part();
    let start = doc.position();
    doc.line("\u{2}note").end_part();
    doc.line("head").end_part();
    let end = doc.position() - start;
    doc.structure(at::FOOTNOTE_MARKS, plc(&[3, 8], &[1, 0])).structure(at::FOOTNOTES, plc(&[0, 6, 6], &[]));
    doc.structure(at::HEADERS, plc(&[0, end - 6], &[]));
    doc.structure(at::BOOKMARK_NAMES, names(&["甲"])).structure(at::BOOKMARKS, plc(&[1, 9], &[0; 4]));
    let mut files = vec![doc.bytes()];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let manifest = std::fs::read_to_string(folder.join("MANIFEST.tsv")).unwrap_or_default();
    let listed =
        manifest.lines().filter(|line| line.contains("\tcfb-doc\t")).filter_map(|line| line.split('\t').next());
    let small = listed.filter_map(|file| std::fs::read(folder.join(file)).ok()).filter(|bytes| bytes.len() < 30_000);
    files.extend(small.take(12));
    files
}

#[test]
fn mutants_never_panic_and_lose_nothing() {
    let originals = originals();
    let mut seed = 0xD1B5_4A32_D192_ED03_u64;
    let mut next = |bound: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % bound as u64) as usize
    };
    for round in 0..2_000 {
        let mut bytes = originals[round % originals.len()].clone();
        for _ in 0..1 + next(8) {
            let at = next(bytes.len());
            match next(4) {
                0 => bytes[at] = next(256) as u8,
                1 => bytes[at] ^= 1 << next(8),
                2 => bytes[at] = [0, 0x7F, 0x80, 0xFF][next(4)],
                _ => {
                    // Numbers that lead somewhere stand in the first sectors and the last.
                    let at = at % 1_500.min(bytes.len());
                    bytes[at] = next(256) as u8;
                }
            }
        }
        if next(10) == 0 {
            bytes.truncate(next(bytes.len()));
        }
        survives(&bytes, &format!("round {round}"));
    }
}

#[test]
fn streams_bent_inside_a_sound_container_never_panic() {
    let (page, _) = sample("2019");
    let mut doc = Doc::new();
    doc.page(&page.pieces, 0).line("");
    let (word, table) = doc.streams();
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = |bound: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % bound as u64) as usize
    };
    for round in 0..2_000 {
        let (mut word, mut table) = (word.clone(), table.clone());
        for _ in 0..1 + next(6) {
            let at = next(word.len());
            word[at] = next(256) as u8;
            let at = next(table.len());
            table[at] = [next(256) as u8, 0, 0xFF][next(3)];
        }
        word[..2].copy_from_slice(&0xA5EC_u16.to_le_bytes());
        survives(&compound(&[("WordDocument", &word), ("1Table", &table)]), &format!("round {round}"));
    }
}
