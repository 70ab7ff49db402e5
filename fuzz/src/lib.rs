//! What the fuzz targets share: bytes as choices, choices as WordprocessingML, and what must hold of every file.

#[allow(dead_code)]
#[path = "../../tests/support/doc.rs"]
pub mod doc;
#[allow(dead_code)]
#[path = "../../tests/support/grid.rs"]
mod grid;
#[allow(dead_code)]
#[path = "../../tests/support/line.rs"]
pub mod line;
#[allow(dead_code)]
#[path = "../../tests/support/package.rs"]
pub mod package;
#[allow(dead_code)]
#[path = "../../tests/support/page.rs"]
mod page;
pub mod write;

use baobiao::input::ReadOptions;

/// Takes bytes through the whole line; what must hold of every file holds.
pub fn whole(bytes: Vec<u8>) {
    if let Err(broken) = line::whole("fuzz.docx", bytes, &ReadOptions::default()) {
        panic!("{broken}");
    }
}
