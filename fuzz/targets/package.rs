//! Any bytes as a file; or, cut at bytes 0xFF, as the parts of a package that is sound as such.
#![no_main]

use baobiao_fuzz::package::{RELATIONS, RawEntry, TYPES, raw_zip};
use libfuzzer_sys::fuzz_target;

/// The parts after the main part, which comes first.
const PARTS: [&str; 5] =
    ["word/_rels/document.xml.rels", "word/styles.xml", "word/numbering.xml", "[Content_Types].xml", "_rels/.rels"];

fuzz_target!(|data: &[u8]| {
    if !data.starts_with(b"<") {
        return baobiao_fuzz::whole(data.to_vec());
    }
    let mut parts = data.split(|byte| *byte == 0xFF);
    let mut entries = vec![RawEntry::stored(b"word/document.xml", parts.next().unwrap_or_default())];
    for name in PARTS {
        let part = parts.next().filter(|part| !part.is_empty());
        let usual = match name {
            "[Content_Types].xml" => Some(TYPES.as_bytes()),
            "_rels/.rels" => Some(RELATIONS.as_bytes()),
            _ => None,
        };
        if let Some(part) = part.or(usual) {
            entries.push(RawEntry::stored(name.as_bytes(), part));
        }
    }
    baobiao_fuzz::whole(raw_zip(&entries));
});
