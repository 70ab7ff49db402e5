//! Tables with every merge and span, sound or not: each position is covered by one cell or by none, each cell covers its
//! rectangle and nothing else, and the table can be drawn.
#![no_main]

use arbitrary::Unstructured;
use baobiao::docx::{ReadOptions, read};
use baobiao::model::{Slot, Table};
use baobiao::sink::draw::draw;
use baobiao_fuzz::package::{document_xml, package};
use baobiao_fuzz::write::Write;
use libfuzzer_sys::fuzz_target;

fn hold(table: &Table) {
    let mut covered = 0;
    for (index, cell) in table.cells().iter().enumerate() {
        let area = cell.area;
        assert!(area.row_end() <= table.rows() && area.column_end() <= table.columns(), "{area:?}");
        assert!(area.row < area.row_end() && area.column < area.column_end(), "{area:?}");
        for row in area.row..area.row_end() {
            for column in area.column..area.column_end() {
                assert!(matches!(table.slot(row, column), Slot::Cell(id) if id.0 as usize == index), "{row} {column}");
                covered += 1;
            }
        }
    }
    let positions = (0..table.rows()).flat_map(|row| (0..table.columns()).map(move |column| (row, column)));
    let filled = positions.filter(|(row, column)| matches!(table.slot(*row, *column), Slot::Cell(_))).count();
    assert_eq!(covered, filled);
    assert!(!draw(table, 80).is_empty() || table.cells().is_empty());
}

fuzz_target!(|data: &[u8]| {
    let mut choices = Unstructured::new(data);
    let mut write = Write::new(&mut choices);
    write.table(0);
    let bytes = package(document_xml(&write.xml).as_bytes(), &[]);
    let document = read("fuzz.docx", &bytes, &ReadOptions::default()).expect("it is sound XML");
    document.tables().into_iter().for_each(hold);
    baobiao_fuzz::whole(bytes);
});
