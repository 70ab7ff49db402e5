//! Tables as they are drawn.

use baobiao::model::{Area, Block, Cell, Number, Paragraph, Place, Table, TableId};
use baobiao::sink::draw::{display_width, draw};
use proptest::prelude::*;

fn paragraph(text: &str) -> Block {
    Block::Paragraph(Paragraph { text: text.into(), ..Paragraph::default() })
}

fn cell(row: u32, column: u32, row_span: u32, column_span: u32, text: &str) -> Cell {
    let blocks = if text.is_empty() { Vec::new() } else { text.split('\n').map(paragraph).collect() };
    Cell { area: Area { row, column, row_span, column_span }, blocks, hidden: None, place: Place::default() }
}

fn table(rows: u32, columns: u32, cells: Vec<Cell>) -> Table {
    Table::from_cells(TableId(0), Place::default(), rows, columns, cells).unwrap()
}

#[test]
fn merges_are_seen() {
    let table = table(
        4,
        3,
        vec![
            cell(0, 0, 1, 3, "第二十条第（一）项"),
            cell(1, 0, 2, 1, "信息内容"),
            cell(1, 1, 1, 2, "数量"),
            cell(2, 1, 1, 1, "制作"),
            cell(2, 2, 1, 1, "公开"),
            cell(3, 0, 1, 1, "规章"),
            cell(3, 1, 1, 1, "12"),
            cell(3, 2, 1, 1, ""),
        ],
    );
    insta::assert_snapshot!(draw(&table, 80));
}

#[test]
fn a_ragged_table_has_no_lines_where_it_has_no_cells() {
    let table =
        table(3, 3, vec![cell(0, 1, 1, 1, "b"), cell(1, 0, 1, 1, "c"), cell(1, 1, 2, 1, "d"), cell(1, 2, 1, 1, "e")]);
    insta::assert_snapshot!(draw(&table, 80));
}

#[test]
fn long_text_is_wrapped_to_the_width() {
    let table = table(
        1,
        3,
        vec![
            cell(0, 0, 1, 1, "属于国家秘密的政府信息不予公开"),
            cell(0, 1, 1, 1, "3"),
            cell(0, 2, 1, 1, "line\nanother"),
        ],
    );
    let drawing = draw(&table, 30);
    insta::assert_snapshot!(drawing);
    assert!(drawing.lines().all(|line| display_width(line) <= 30));
}

#[test]
fn a_cell_over_several_rows_has_room_for_its_text() {
    let table = table(2, 2, vec![cell(0, 0, 2, 1, "一\n二\n三\n四\n五"), cell(0, 1, 1, 1, "a"), cell(1, 1, 1, 1, "b")]);
    insta::assert_snapshot!(draw(&table, 80));
}

#[test]
fn numbers_nested_tables_and_dangerous_characters_are_shown() {
    let inner = Table::from_cells(TableId(6), Place::default(), 1, 1, vec![cell(0, 0, 1, 1, "x")]).unwrap();
    let number = Some(Box::new(Number { text: "（一）".into(), level: 0 }));
    let numbered = Block::Paragraph(Paragraph { number, text: "规章".into(), ..Paragraph::default() });
    let mut outer = cell(0, 0, 1, 1, "\u{202e}evil\u{9b}");
    outer.blocks.extend([numbered, Block::Table(Box::new(inner))]);
    insta::assert_snapshot!(draw(&table(1, 1, vec![outer]), 80));
}

#[test]
fn nothing_is_drawn_of_nothing() {
    assert_eq!(draw(&table(0, 0, Vec::new()), 80), "");
    assert_eq!(draw(&table(2, 2, Vec::new()), 80).trim(), "");
}

/// A cell anywhere in a grid of six by six.
fn any_cell() -> impl Strategy<Value = Cell> {
    (0..6_u32, 0..6_u32, 1..4_u32, 1..4_u32, "[a-z规章\u{202e}\n ]{0,30}")
        .prop_map(|(row, column, row_span, column_span, text)| cell(row, column, row_span, column_span, &text))
}

/// What is seen of a text: every character in its order does not survive wrapping beside other cells, their number does.
fn seen(text: &str) -> Vec<char> {
    let mut letters: Vec<char> =
        text.chars().filter(|c| !c.is_whitespace() && !('\u{2500}'..='\u{257f}').contains(c)).collect();
    letters.sort_unstable();
    letters
}

proptest! {
    #[test]
    fn whatever_the_merges_no_character_is_lost_and_every_line_ends_at_the_edge(
        cells in proptest::collection::vec(any_cell(), 0..12),
        width in 0..90_usize,
    ) {
        let mut kept: Vec<Cell> = Vec::new();
        for cell in cells {
            kept.push(cell);
            if Table::from_cells(TableId(0), Place::default(), 6, 6, kept.clone()).is_err() {
                kept.pop();
            }
        }
        let all: String = kept.iter().map(Cell::text).collect();
        let drawing = draw(&table(6, 6, kept), width);
        prop_assert_eq!(seen(&all.replace('\u{202e}', "\\u{202e}")), seen(&drawing));
        let widest = drawing.lines().map(display_width).max().unwrap_or(0);
        prop_assert!(widest <= width.max(6 * 7 + 1), "{}", drawing);
    }
}
