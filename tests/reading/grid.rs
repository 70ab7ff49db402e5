//! `Table::from_cells` against a slow reference: every position belongs to the one cell that covers it.

use baobiao::model::{Area, Cell, GridError, Place, Slot, Table, TableId};
use proptest::prelude::*;

fn cell(row: u32, column: u32, row_span: u32, column_span: u32) -> Cell {
    Cell {
        area: Area { row, column, row_span, column_span },
        blocks: Vec::new(),
        hidden: None,
        place: Place::default(),
    }
}

fn covers(cell: &Cell, row: u32, column: u32) -> bool {
    let area = cell.area;
    (area.row..area.row + area.row_span).contains(&row)
        && (area.column..area.column + area.column_span).contains(&column)
}

proptest! {
    #[test]
    fn a_grid_is_what_its_cells_cover(
        areas in prop::collection::vec((0u32..6, 0u32..6, 0u32..4, 0u32..4), 0..8), rows in 1u32..8, columns in 1u32..8,
    ) {
        let cells: Vec<Cell> = areas.iter().map(|area| cell(area.0, area.1, area.2, area.3)).collect();
        let fits = |cell: &Cell| {
            let area = cell.area;
            area.row_span > 0 && area.column_span > 0 && area.row + area.row_span <= rows
                && area.column + area.column_span <= columns
        };
        let crowded = (0..rows).any(|row| {
            (0..columns).any(|column| cells.iter().filter(|cell| covers(cell, row, column)).count() > 1)
        });
        match Table::from_cells(TableId(0), Place::default(), rows, columns, cells.clone()) {
            Ok(table) => {
                prop_assert!(cells.iter().all(fits) && !crowded);
                for row in 0..rows {
                    for column in 0..columns {
                        let expected = cells.iter().position(|cell| covers(cell, row, column));
                        let found = match table.slot(row, column) {
                            Slot::Cell(id) => Some(id.0 as usize),
                            Slot::Hole => None,
                        };
                        prop_assert_eq!(found, expected);
                    }
                }
            }
            Err(GridError::Outside { cell }) => prop_assert!(!fits(&cells[cell.0 as usize])),
            Err(GridError::Overlap { row, column, first, second }) => {
                prop_assert!(covers(&cells[first.0 as usize], row, column));
                prop_assert!(covers(&cells[second.0 as usize], row, column));
            }
            Err(error) => prop_assert!(false, "{error}"),
        }
    }
}
