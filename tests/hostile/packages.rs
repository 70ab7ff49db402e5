//! Packages that contradict themselves, lie about what they hold, or hold too much.

use crate::support::package::{RELATIONS, RawEntry, TYPES, document_xml, package, paragraph, raw_zip, zipped};

/// How the files are named.
pub const EXTENSION: &str = "docx";

const MIB: usize = 1 << 20;

/// The name of the main part.
const MAIN: &[u8] = b"word/document.xml";

/// Where the main part's name stands in its local header, and where in the directory. The fields before it lie at fixed
/// distances (APPNOTE 4.3.7, 4.3.12).
fn headers(bytes: &[u8]) -> (usize, usize) {
    let named = |mark: &[u8], length: usize| {
        let is_header = |at: &usize| *at >= length && bytes[at - length..].starts_with(mark);
        memchr::memmem::find_iter(bytes, MAIN).find(is_header).expect("the main part")
    };
    (named(b"PK\x03\x04", 30), named(b"PK\x01\x02", 46))
}

/// A small document that there is nothing wrong with.
pub fn sound() -> Vec<u8> {
    package(document_xml(&paragraph("一")).as_bytes(), &[])
}

/// A package around this main part.
pub fn around(main: &[u8]) -> Vec<u8> {
    package(main, &[])
}

/// The three parts that a document needs.
fn needed(main: &str) -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("[Content_Types].xml", TYPES.as_bytes().to_vec()),
        ("_rels/.rels", RELATIONS.as_bytes().to_vec()),
        ("word/document.xml", main.as_bytes().to_vec()),
    ]
}

/// The three parts, stored, and these entries after them.
fn with(entries: &[RawEntry]) -> Vec<u8> {
    let parts = needed(&document_xml(&paragraph("一")));
    let mut all: Vec<RawEntry> = parts.iter().map(|(name, bytes)| RawEntry::stored(name.as_bytes(), bytes)).collect();
    all.extend(entries.iter().map(|entry| RawEntry { ..*entry }));
    raw_zip(&all)
}

/// A deflate stream that makes so many times 258 bytes, and one: a block of one letter and matches of two bits each
/// (RFC 1951 §3.2.7), a thousand times smaller than what it makes.
pub fn bomb(matches: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.put(0b101, 3);
    // HLIT 286 codes, HDIST 1 code, HCLEN 18 lengths.
    bits.put(286 - 257, 5);
    bits.put(0, 5);
    bits.put(18 - 4, 4);
    // The order of code lengths: 16 17 18 0 8 7 9 6 10 5 11 4 12 3 13 2 14 1. Of use are 18 (zeros), 1 and 2.
    for symbol in [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1] {
        bits.put(
            match symbol {
                18 => 1,
                1 | 2 => 2,
                _ => 0,
            },
            3,
        );
    }
    // Canonical codes, as they are written: 18 is 0, 1 is 10, 2 is 11.
    let zeros = |bits: &mut Bits, mut count: u32| {
        while count > 0 {
            let run = count.min(138);
            bits.put(0, 1);
            bits.put(run - 11, 7);
            count -= run;
        }
    };
    zeros(&mut bits, 32);
    bits.put(0b11, 2);
    zeros(&mut bits, 256 - 33);
    bits.put(0b11, 2);
    zeros(&mut bits, 285 - 257);
    bits.put(0b01, 2);
    bits.put(0b01, 2);
    // 285 is 0, 32 is 10, 256 is 11; the distance of one byte is 0.
    bits.put(0b01, 2);
    bits.zeros(matches * 2);
    bits.put(0b11, 2);
    bits.bytes
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    used: usize,
}

impl Bits {
    fn put(&mut self, value: u32, count: usize) {
        for bit in 0..count {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            let last = self.bytes.len() - 1;
            self.bytes[last] |= ((value >> bit & 1) as u8) << (self.used % 8);
            self.used += 1;
        }
    }

    fn zeros(&mut self, count: usize) {
        self.used += count;
        self.bytes.resize(self.used.div_ceil(8), 0);
    }
}

/// A main part that is said to have `declared` bytes and has 258 times `matches`.
fn inflating(declared: u64, matches: usize) -> Vec<u8> {
    let data = bomb(matches);
    let parts = needed("");
    let entry = |name: &'static str, bytes| RawEntry::stored(name.as_bytes(), bytes);
    let mut bytes = raw_zip(&[
        entry(parts[0].0, &parts[0].1),
        entry(parts[1].0, &parts[1].1),
        RawEntry { name: MAIN, bytes: &data, flags: 0, method: 8, extra: &[] },
    ]);
    // The size in the local header and in the directory.
    let short = u32::try_from(declared).unwrap_or(u32::MAX);
    let (local, directory) = headers(&bytes);
    bytes[local - 8..local - 4].copy_from_slice(&short.to_le_bytes());
    bytes[directory - 22..directory - 18].copy_from_slice(&short.to_le_bytes());
    bytes
}

/// A main part of one byte more than a part may have.
pub fn a_part_too_large() -> Vec<u8> {
    let matches = 256 * MIB / 258 + 1;
    inflating(258 * matches as u64 + 1, matches)
}

/// A main part that is said to have a mebibyte and goes on for 10 GiB.
pub fn ten_gibibytes_said_to_be_one_mebibyte() -> Vec<u8> {
    inflating(MIB as u64, (10 << 30) / 258)
}

/// A main part that says truly that it has nearly 4 GiB.
pub fn four_gibibytes() -> Vec<u8> {
    let matches = u32::MAX as usize / 258 - 1;
    inflating(258 * matches as u64 + 1, matches)
}

/// A main part that is said to be larger than it is.
pub fn a_size_too_large() -> Vec<u8> {
    inflating(MIB as u64, 100)
}

/// A compressed size that reaches beyond the file.
pub fn a_packed_size_beyond_the_file() -> Vec<u8> {
    let mut bytes = sound();
    let (_, directory) = headers(&bytes);
    bytes[directory - 26..directory - 22].copy_from_slice(&0x7FFF_FFFFu32.to_le_bytes());
    bytes
}

/// Flips a bit at `back` bytes before the main part's name, in the directory or in the local header.
fn flipped(back: usize, in_directory: bool) -> Vec<u8> {
    let mut bytes = with(&[]);
    let (local, directory) = headers(&bytes);
    bytes[if in_directory { directory } else { local } - back] ^= 1;
    bytes
}

/// A checksum that is not that of the bytes, in both places.
pub fn a_wrong_checksum() -> Vec<u8> {
    let mut bytes = flipped(30, true);
    let (local, _) = headers(&bytes);
    bytes[local - 16] ^= 1;
    bytes
}

/// A local header with another name than the directory's.
pub fn a_local_name_of_its_own() -> Vec<u8> {
    let mut bytes = with(&[]);
    let (local, _) = headers(&bytes);
    bytes[local + 5] = b'D';
    bytes
}

/// A local header with another size than the directory's.
pub fn a_local_size_of_its_own() -> Vec<u8> {
    flipped(8, false)
}

/// A local header with another packed size than the directory's.
pub fn a_local_packed_size_of_its_own() -> Vec<u8> {
    flipped(12, false)
}

/// A local header with another checksum than the directory's.
pub fn a_local_checksum_of_its_own() -> Vec<u8> {
    flipped(16, false)
}

/// A local header with another method than the directory's.
pub fn a_local_method_of_its_own() -> Vec<u8> {
    let mut bytes = with(&[]);
    let (local, _) = headers(&bytes);
    bytes[local - 22] = 8;
    bytes
}

/// An entry that only its local header says to be encrypted.
pub fn encrypted_by_the_local_header_alone() -> Vec<u8> {
    flipped(24, false)
}

/// The file without its last bytes.
pub fn cut_at_the_end() -> Vec<u8> {
    let bytes = sound();
    bytes[..bytes.len() - 30].to_vec()
}

/// Half of the file.
pub fn cut_in_the_middle() -> Vec<u8> {
    let bytes = sound();
    bytes[..bytes.len() / 2].to_vec()
}

/// As many empty entries, named by their numbers.
fn numbered(count: usize) -> Vec<u8> {
    let names: Vec<String> = (0..count).map(|index| format!("word/media/{index}.png")).collect();
    let entries: Vec<RawEntry> = names.iter().map(|name| RawEntry::stored(name.as_bytes(), b"")).collect();
    with(&entries)
}

/// Sixty thousand entries.
pub fn sixty_thousand_entries() -> Vec<u8> {
    numbered(60_000)
}

/// Sixty thousand entries, of which the end record announces three.
pub fn sixty_thousand_entries_said_to_be_three() -> Vec<u8> {
    let mut bytes = numbered(60_000);
    let end = memchr::memmem::rfind(&bytes, b"PK\x05\x06").expect("an end record");
    bytes[end + 8..end + 12].copy_from_slice(&[3, 0, 3, 0]);
    bytes
}

/// Thousands of end records, each with a directory that lies elsewhere.
pub fn many_end_records() -> Vec<u8> {
    let mut bytes = sound();
    for number in 0..20_000u32 {
        bytes.extend_from_slice(b"PK\x05\x06\0\0\0\0\x01\0\x01\0\x2E\0\0\0");
        bytes.extend_from_slice(&number.to_le_bytes());
        bytes.extend_from_slice(&[0, 0]);
    }
    bytes
}

fn with_twin(twin: &str) -> Vec<u8> {
    with(&[RawEntry::stored(twin.as_bytes(), b"<x/>")])
}

/// Two entries of one name.
pub fn one_name_twice() -> Vec<u8> {
    with_twin("word/document.xml")
}

/// Two entries of one name but for its case.
pub fn one_name_in_two_cases() -> Vec<u8> {
    with_twin("word/Document.xml")
}

/// Two entries of one name but for the direction of its slash.
pub fn one_name_with_two_slashes() -> Vec<u8> {
    with_twin("word\\document.xml")
}

/// Two entries of one name but for a slash before it.
pub fn one_name_with_a_slash_before_it() -> Vec<u8> {
    with_twin("/word/document.xml")
}

/// Two entries whose names are one in Unicode.
pub fn one_name_in_two_unicode_forms() -> Vec<u8> {
    with(&[
        RawEntry::stored("word/caf\u{e9}.xml".as_bytes(), b"a"),
        RawEntry::stored("word/cafe\u{301}.xml".as_bytes(), b"b"),
    ])
}

/// Two entries of which one lies in the other.
pub fn one_entry_in_another() -> Vec<u8> {
    let inner = raw_zip(&[RawEntry::stored(b"word/inner.xml", b"<x/>")]);
    let header = &inner[..memchr::memmem::find(&inner, b"PK\x01\x02").expect("a directory")];
    let mut bytes = with(&[RawEntry::stored(b"a.bin", header), RawEntry::stored(b"word/inner.xml", b"<x/>")]);
    let at = memchr::memmem::find(&bytes, header).expect("the inner header") as u32;
    let directory = memchr::memmem::rfind(&bytes, b"word/inner.xml").expect("an entry");
    bytes[directory - 4..directory].copy_from_slice(&at.to_le_bytes());
    bytes
}

/// A main part locked by a password.
pub fn a_locked_part() -> Vec<u8> {
    let mut bytes = flipped(24, false);
    let (_, directory) = headers(&bytes);
    bytes[directory - 38] ^= 1;
    bytes
}

/// An entry without a name, and one that is a folder and has bytes.
pub fn odd_entries() -> Vec<u8> {
    with(&[RawEntry::stored(b"", b"x"), RawEntry::stored(b"word/media/", b"x")])
}

/// Names that lead out of the package. Nothing is ever unpacked, so they are only names.
pub fn names_that_lead_out() -> Vec<u8> {
    with(&[
        RawEntry::stored(b"../../outside.xml", b"x"),
        RawEntry::stored(b"C:\\outside.xml", b"x"),
        RawEntry::stored(b"word/\x00\x1b[31m.xml", b"x"),
    ])
}

/// A whole package in front of the real one, as a polyglot file has it.
pub fn a_package_behind_another() -> Vec<u8> {
    let mut bytes = sound();
    let inner = sound();
    bytes.extend_from_slice(&inner);
    bytes
}

/// Types and relationships as given, and a sound document.
pub fn described(types: &str, relations: &str) -> Vec<u8> {
    zipped(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", relations.as_bytes()),
        ("word/document.xml", document_xml(&paragraph("一")).as_bytes()),
    ])
}
