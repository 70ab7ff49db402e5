//! Gives tables their final numbers where they were not met in final order: the body's first, then the stories'.

use std::collections::HashMap;

use crate::model::{Block, Document, Place, TableId};

/// Numbers the tables of a finished document anew.
pub(crate) fn renumber(document: &mut Document) {
    let mut numbers = HashMap::new();
    for blocks in std::iter::once(&document.blocks).chain(document.stories.iter().map(|story| &story.blocks)) {
        collect(blocks, &mut numbers);
    }
    for blocks in
        std::iter::once(&mut document.blocks).chain(document.stories.iter_mut().map(|story| &mut story.blocks))
    {
        apply(blocks, &numbers);
    }
    for story in &mut document.stories {
        change(&mut story.place, &numbers);
    }
    for note in &mut document.notes {
        for place in note.place.iter_mut().chain(&mut note.also) {
            change(place, &numbers);
        }
    }
}

/// Tables nest at most as deep as the limit allows, so the recursion is bounded.
fn collect(blocks: &[Block], numbers: &mut HashMap<TableId, TableId>) {
    for block in blocks {
        if let Block::Table(table) = block {
            let next = TableId(numbers.len() as u32);
            numbers.insert(table.id(), next);
            table.cells().iter().for_each(|cell| collect(&cell.blocks, numbers));
        }
    }
}

fn apply(blocks: &mut [Block], numbers: &HashMap<TableId, TableId>) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => change(&mut paragraph.place, numbers),
            Block::Table(table) => {
                let (mut id, mut place) = (table.id(), table.place());
                id = numbers.get(&id).copied().unwrap_or(id);
                change(&mut place, numbers);
                table.relocate(id, place);
                for cell in table.cells_mut() {
                    change(&mut cell.place, numbers);
                    apply(&mut cell.blocks, numbers);
                }
            }
        }
    }
}

/// A place in a table that is no longer there is a place outside tables.
fn change(place: &mut Place, numbers: &HashMap<TableId, TableId>) {
    place.table = place.table.and_then(|table| numbers.get(&table).copied());
}
