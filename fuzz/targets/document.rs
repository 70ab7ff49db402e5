//! Sound WordprocessingML of every kind that the reader knows, through the whole line: it is read, and nothing is lost.
#![no_main]

use arbitrary::Unstructured;
use baobiao::input::{self, ReadOptions, Source};
use baobiao_fuzz::package::{document_xml, package};
use baobiao_fuzz::write::Write;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut choices = Unstructured::new(data);
    let mut write = Write::new(&mut choices);
    write.blocks(0);
    let bytes = package(document_xml(&write.xml).as_bytes(), &[]);
    let read = input::read(&Source::new("fuzz.docx", bytes.clone()), &ReadOptions::default());
    assert!(read.is_ok(), "{}\n{}", read.unwrap_err(), write.xml);
    baobiao_fuzz::whole(bytes);
});
