//! Counts what a finished document holds, and flattens blocks to text.

use super::weight::weight;
use crate::model::{Block, Document};

/// Appends the text of `blocks`, nested tables and hidden text included, a line a paragraph.
///
/// Tables nest at most as deep as the limit allows, so the recursion is bounded.
pub(crate) fn flatten(blocks: &[Block], text: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => line(&paragraph.text, text),
            Block::Table(table) => {
                for cell in table.cells() {
                    flatten(&cell.blocks, text);
                    line(cell.hidden.as_deref().unwrap_or(""), text);
                }
            }
        }
    }
}

fn line(line: &str, text: &mut String) {
    if line.is_empty() {
        return;
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}

/// The characters of `blocks`: those shown, and those hidden under merges.
fn count(blocks: &[Block]) -> (u64, u64) {
    let (mut shown, mut hidden) = (0, 0);
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => shown += weight(&paragraph.text),
            Block::Table(table) => {
                for cell in table.cells() {
                    let inner = count(&cell.blocks);
                    shown += inner.0;
                    hidden += inner.1 + cell.hidden.as_deref().map_or(0, weight);
                }
            }
        }
    }
    (shown, hidden)
}

/// Completes the tally of a document from what it holds.
pub(crate) fn complete(document: &mut Document, read: u64, noted: u64) {
    let (body, hidden) = count(&document.blocks);
    let stories: u64 = document.stories.iter().map(|story| count(&story.blocks)).map(|(a, b)| a + b).sum();
    document.tally = crate::model::Tally { read, body, stories: stories + hidden, noted };
}
