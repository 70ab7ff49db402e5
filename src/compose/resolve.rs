//! Turns the numbers of written cells, which stand in places while a table is read, into rows and columns.

use crate::model::{Block, Document, Place, TableId};

/// Where the written cells of each table came to lie: row and column, by table number and cell number.
pub(crate) type Corners = Vec<Vec<(u32, u32)>>;

/// Gives every place of the document its row and column.
pub(super) fn resolve(document: &mut Document, corners: &Corners) {
    blocks(&mut document.blocks, corners);
    for story in &mut document.stories {
        change(&mut story.place, corners);
        blocks(&mut story.blocks, corners);
    }
    for note in &mut document.notes {
        note.place.iter_mut().chain(&mut note.also).for_each(|place| change(place, corners));
    }
}

/// Tables nest at most as deep as the limit allows, so the recursion is bounded.
fn blocks(found: &mut [Block], corners: &Corners) {
    for block in found {
        match block {
            Block::Paragraph(paragraph) => change(&mut paragraph.place, corners),
            Block::Table(table) => {
                let (id, mut place) = (table.id(), table.place());
                change(&mut place, corners);
                table.relocate(id, place);
                for cell in table.cells_mut() {
                    change(&mut cell.place, corners);
                    blocks(&mut cell.blocks, corners);
                }
            }
        }
    }
}

/// A place in a cell that is not there is a place at the table's first cell.
fn change(place: &mut Place, corners: &Corners) {
    if let Some(TableId(table)) = place.table {
        let corner = corners.get(table as usize).and_then(|cells| cells.get(place.row as usize));
        (place.row, place.column) = corner.copied().unwrap_or_default();
    }
}
