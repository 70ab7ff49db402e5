//! Compound files, damaged anywhere: the header, the chains of sectors, the directory, and the streams of a document.
#![no_main]

use std::sync::LazyLock;

use baobiao_fuzz::doc::{Doc, row};
use libfuzzer_sys::fuzz_target;

/// A document of some paragraphs and a table, larger than one sector of the table of sectors says.
static SOUND: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut doc = Doc::new();
    for line in ["某市2010年政府信息公开工作年度报告", "一、总体情况"] {
        doc.line(line);
    }
    for value in ["1", "2", "3"] {
        doc.cell(&["规章"], 1).cell(&[value], 1).end_row(1, &row(&[0, 1000, 2000], &[0, 0]));
    }
    doc.line("完").bytes()
});

// Each four bytes of the input are a place, what is done there, and a byte.
fuzz_target!(|data: &[u8]| {
    let mut bytes = SOUND.clone();
    for change in data.chunks_exact(4) {
        let place = usize::from(u16::from_le_bytes([change[0], change[1]])) % bytes.len();
        match change[2] % 8 {
            0 => bytes.truncate(place.max(512)),
            1 if place + 4 <= bytes.len() => {
                bytes[place..place + 4].copy_from_slice(&u32::from(change[3]).to_le_bytes());
            }
            2 if place + 4 <= bytes.len() => {
                bytes[place..place + 4].copy_from_slice(&(u32::MAX - u32::from(change[3] % 8)).to_le_bytes());
            }
            3 if bytes.len() < 1 << 20 => bytes.extend_from_within(place..(place + 512).min(bytes.len())),
            _ => bytes[place] = change[3],
        }
    }
    baobiao_fuzz::whole(bytes);
});
