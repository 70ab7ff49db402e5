//! From the edges of a table's rows to the columns of its grid.
//!
//! Each row says where its cells begin and end; the columns of the grid are what lies between the edges of all rows.
//! Edges that differ by less than anyone sees are one edge, unless a single row has both.

use std::collections::HashMap;
use std::rc::Rc;

use super::rows::Row;
use crate::compose::{CellSyntax, RowSyntax};

/// How far apart edges may lie and still be one: a twentieth of a point is a twip.
const NEAR: i32 = 20;

/// How wide a cell is taken to be of which nothing is known: an inch.
const WIDTH: i32 = 1440;

/// The rows and cells of a table as Word writes them into its newer format. `rows` says for every row how it is
/// defined and how many cells it was found to have.
pub(super) fn columns(rows: &[(Rc<Row>, u32)]) -> (Vec<RowSyntax>, Vec<CellSyntax>) {
    let edges = complete(rows);
    let numbers = numbers(&edges);
    let mut syntax = Vec::with_capacity(rows.len());
    let mut cells = Vec::new();
    for ((row, count), numbers) in rows.iter().zip(&numbers) {
        syntax.push(RowSyntax { before: numbers.first().copied().unwrap_or(0), cells: *count });
        for (index, pair) in numbers.windows(2).enumerate() {
            let defined = row.cells.get(index).copied().unwrap_or_default();
            cells.push(CellSyntax {
                span: pair[1].saturating_sub(pair[0]).max(1),
                vertical: defined.vertical,
                horizontal: defined.horizontal,
            });
        }
    }
    (syntax, cells)
}

/// The edges of every row: as many as it has cells and one more, each beyond the one before it. A row that says nothing
/// is like the first one that does and has as many cells.
fn complete(rows: &[(Rc<Row>, u32)]) -> Vec<Vec<i32>> {
    let mut models: HashMap<u32, &[i32]> = HashMap::new();
    for (row, count) in rows {
        if let Some(edges) = row.edges.get(..*count as usize + 1) {
            models.entry(*count).or_insert(edges);
        }
    }
    let mut complete: Vec<Vec<i32>> = Vec::with_capacity(rows.len());
    for (row, count) in rows {
        let wanted = *count as usize + 1;
        let own = if row.edges.is_empty() { models.get(count).copied().unwrap_or(&[]) } else { &row.edges };
        let mut edges: Vec<i32> = own.iter().copied().take(wanted).collect();
        for index in 1..edges.len() {
            // A cell without width keeps a column of its own, so that nothing in it is lost.
            edges[index] = edges[index].max(edges[index - 1].saturating_add(1));
        }
        while edges.len() < wanted {
            edges.push(edges.last().map_or(0, |last| last.saturating_add(WIDTH)));
        }
        complete.push(edges);
    }
    complete
}

/// The number of every edge, from the left, from 0.
fn numbers(rows: &[Vec<i32>]) -> Vec<Vec<u32>> {
    let mut sorted: Vec<(i32, u32, u32)> = Vec::new();
    for (row, edges) in rows.iter().enumerate() {
        sorted.extend(edges.iter().enumerate().map(|(index, edge)| (*edge, row as u32, index as u32)));
    }
    sorted.sort_unstable();
    let mut numbers: Vec<Vec<u32>> = rows.iter().map(|edges| vec![0; edges.len()]).collect();
    // The number that each row had last.
    let mut last: Vec<Option<u32>> = vec![None; rows.len()];
    let mut number = 0u32;
    let mut first = sorted.first().map_or(0, |(edge, ..)| *edge);
    let mut at = 0;
    while at < sorted.len() {
        // Edges at one place stay together.
        let edge = sorted[at].0;
        let same = sorted[at..].iter().take_while(|other| other.0 == edge).count();
        let group = &sorted[at..at + same];
        let far = edge.saturating_sub(first) > NEAR;
        if far || group.iter().any(|(_, row, _)| last[*row as usize] == Some(number)) {
            number += 1;
            first = edge;
        }
        for (_, row, index) in group {
            numbers[*row as usize][*index as usize] = number;
            last[*row as usize] = Some(number);
        }
        at += same;
    }
    numbers
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::columns;
    use crate::doc::rows::{Row, RowCell};

    fn row(edges: &[i32]) -> (Rc<Row>, u32) {
        let count = edges.len().saturating_sub(1);
        let row = Row { edges: edges.to_vec(), cells: vec![RowCell::default(); count], ..Row::default() };
        (Rc::new(row), count as u32)
    }

    fn spans(rows: &[(Rc<Row>, u32)]) -> Vec<(u32, Vec<u32>)> {
        let (rows, cells) = columns(rows);
        let mut cells = cells.into_iter();
        let mut of = |count: u32| cells.by_ref().take(count as usize).map(|cell| cell.span).collect();
        rows.into_iter().map(|row| (row.before, of(row.cells))).collect()
    }

    #[test]
    fn columns_lie_between_the_edges_of_all_rows() {
        let found = spans(&[row(&[0, 100, 300]), row(&[0, 200, 300]), row(&[100, 300, 400])]);
        assert_eq!(found, [(0, vec![1, 2]), (0, vec![2, 1]), (1, vec![2, 1])]);
    }

    #[test]
    fn edges_that_lie_near_each_other_are_one() {
        let found = spans(&[row(&[-5, 1000, 2000]), row(&[0, 1012, 2003]), row(&[3, 2001])]);
        assert_eq!(found, [(0, vec![1, 1]), (0, vec![1, 1]), (0, vec![2])]);
    }

    #[test]
    fn a_narrow_cell_keeps_its_column() {
        let found = spans(&[row(&[0, 10, 500]), row(&[0, 500]), row(&[0, 0, 500])]);
        assert_eq!(found[0].1.iter().sum::<u32>(), found[1].1[0]);
        assert!(found[2].1.iter().all(|span| *span > 0));
    }

    #[test]
    fn a_row_that_says_nothing_is_like_another_of_as_many_cells() {
        let nothing = (Rc::default(), 2);
        let found = spans(&[row(&[0, 100, 300]), nothing, row(&[0, 300])]);
        assert_eq!(found[1], (0, vec![1, 1]));
        let more = spans(&[(row(&[0, 100]).0, 3), row(&[0, 100])]);
        assert_eq!(more, [(0, vec![1, 1, 1]), (0, vec![1])]);
    }

    #[test]
    fn edges_at_the_ends_of_all_numbers_do_no_harm() {
        assert_eq!(spans(&[row(&[i32::MAX, i32::MIN, 0])]).len(), 1);
    }
}
