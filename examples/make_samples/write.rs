//! A readable page as a Word document, by way of `docx-rs`.

use docx_rs::{
    AbstractNumbering, AlignmentType, BorderType, BreakType, Docx, HeightRule, IndentLevel, Level, LevelJc,
    LevelOverride, LevelSuffixType, LevelText, LineSpacing, LineSpacingType, NumberFormat, Numbering, NumberingId,
    PageMargin, Paragraph, Run, RunFonts, SpecialIndentType, Start, Style as WordStyle, StyleType, Table, TableCell,
    TableCellBorder, TableCellBorderPosition, TableCellBorders, TableLayoutType, TableRow, VAlignType, VMergeType,
    WidthType,
};

use crate::support::grid::{Grid, GridCell};
use crate::support::page::{Page, Piece, Style, Text};

/// The width of the text, in twentieths of a point.
const TEXT_WIDTH: usize = 9740;
/// The fonts of title, headings, body and tables.
const TITLE: Face = Face { font: "方正小标宋简体", size: 44, bold: false };
const HEADING: Face = Face { font: "黑体", size: 32, bold: false };
const BODY: Face = Face { font: "仿宋_GB2312", size: 32, bold: false };
const CELL: Face = Face { font: "宋体", size: 21, bold: false };
/// What the headings that Word counts look like; `docx-rs` has a list of its own under 1.
const ABSTRACT: usize = 2;
/// The numbering of those headings; the next ones begin elsewhere.
const COUNTING: usize = 2;
/// The paragraph style that carries [`COUNTING`].
const COUNTED_STYLE: &str = "10";

/// How text looks.
#[derive(Clone, Copy)]
struct Face {
    font: &'static str,
    size: usize,
    bold: bool,
}

/// The page as a document. Without `styles`, headings are nothing but bold text with a typed number.
pub fn document(page: &Page, styles: bool) -> Docx {
    let mut writer = Writer { styles, bookmarks: 0, restarts: Vec::new() };
    let mut docx = Docx::new().page_size(11906, 16838).page_margin(PageMargin::new().left(1083).right(1083));
    let blocks = writer.blocks(&page.pieces);
    for block in blocks {
        docx = match block {
            Made::Paragraph(paragraph) => docx.add_paragraph(*paragraph),
            Made::Table(table) => docx.add_table(*table),
        };
    }
    if styles {
        docx = docx.add_style(heading("1", "heading 1", 0)).add_style(heading("2", "heading 2", 1));
        docx = docx.add_style(counted());
    }
    numbered(docx, &writer.restarts)
}

fn heading(id: &str, name: &str, level: usize) -> WordStyle {
    let style = WordStyle::new(id, StyleType::Paragraph).name(name).based_on("Normal").next("Normal").ui_priority(9);
    style.outline_lvl(level).size(HEADING.size).fonts(fonts(HEADING.font))
}

fn counted() -> WordStyle {
    let mut style = WordStyle::new(COUNTED_STYLE, StyleType::Paragraph).name("编号标题").based_on("1").next("Normal");
    style.paragraph_property = style.paragraph_property.numbering(NumberingId::new(COUNTING), IndentLevel::new(0));
    style
}

fn numbered(docx: Docx, restarts: &[(u8, u32)]) -> Docx {
    let level = |index, text| {
        let format = NumberFormat::new("chineseCounting");
        let level = Level::new(index, Start::new(1), format, LevelText::new(text), LevelJc::new("left"));
        level.suffix(LevelSuffixType::Nothing)
    };
    let counting = AbstractNumbering::new(ABSTRACT).add_level(level(0, "%1、")).add_level(level(1, "（%2）"));
    let mut docx = docx.add_abstract_numbering(counting).add_numbering(Numbering::new(COUNTING, ABSTRACT));
    for (index, (level, first)) in restarts.iter().enumerate() {
        let begin = LevelOverride::new(usize::from(*level)).start(*first as usize);
        docx = docx.add_numbering(Numbering::new(COUNTING + 1 + index, ABSTRACT).add_override(begin));
    }
    docx
}

enum Made {
    Paragraph(Box<Paragraph>),
    Table(Box<Table>),
}

struct Writer {
    styles: bool,
    bookmarks: usize,
    restarts: Vec<(u8, u32)>,
}

impl Writer {
    fn blocks(&mut self, pieces: &[Piece]) -> Vec<Made> {
        let mut made = Vec::new();
        for (index, piece) in pieces.iter().enumerate() {
            let table = match piece {
                Piece::Text(style, text) => {
                    made.push(Made::Paragraph(Box::new(self.styled(*style, text))));
                    continue;
                }
                Piece::Table(grid) => self.table(grid),
                Piece::Frame(_, pieces) => self.frame(pieces),
            };
            made.push(Made::Table(Box::new(table)));
            if !matches!(pieces.get(index + 1), Some(Piece::Text(..))) {
                made.push(Made::Paragraph(Box::new(Paragraph::new().size(CELL.size))));
            }
        }
        made
    }

    fn styled(&mut self, style: Style, text: &Text) -> Paragraph {
        let spacing = LineSpacing::new().line(560).line_rule(LineSpacingType::Exact);
        match style {
            Style::Title => self.paragraph(text, TITLE).align(AlignmentType::Center).line_spacing(spacing),
            Style::Right => self.paragraph(text, BODY).align(AlignmentType::Right).line_spacing(spacing),
            Style::Plain => {
                let indent = Some(SpecialIndentType::FirstLine(640));
                self.paragraph(text, BODY).indent(None, indent, None, None).line_spacing(spacing)
            }
            Style::Heading { .. } if !self.styles => self.paragraph(text, Face { bold: true, ..HEADING }),
            Style::Heading { level } => self.paragraph(text, HEADING).style(if level == 0 { "1" } else { "2" }),
            Style::Numbered { restart: None, .. } => self.paragraph(text, HEADING).style(COUNTED_STYLE),
            Style::Numbered { level, restart: Some(first) } => {
                self.restarts.push((level, first));
                let id = NumberingId::new(COUNTING + self.restarts.len());
                self.paragraph(text, HEADING).style("1").numbering(id, IndentLevel::new(usize::from(level)))
            }
        }
    }

    fn paragraph(&mut self, text: &Text, face: Face) -> Paragraph {
        let mut paragraph = Paragraph::new().size(face.size).fonts(fonts(face.font));
        let mut from = 0;
        for (name, at) in &text.bookmarks {
            paragraph = with_run(paragraph, &text.words[from..*at], face);
            paragraph = paragraph.add_bookmark_start(self.bookmarks, name).add_bookmark_end(self.bookmarks);
            self.bookmarks += 1;
            from = *at;
        }
        with_run(paragraph, &text.words[from..], face)
    }

    fn table(&mut self, grid: &Grid) -> Table {
        let rows = (0..grid.rows).map(|row| self.row(grid, row)).collect();
        plain_table(rows).set_grid(widths(grid.columns))
    }

    fn row(&mut self, grid: &Grid, row: u32) -> TableRow {
        let mut cells = Vec::new();
        let mut last = None;
        for column in 0..grid.columns {
            let index = grid.at(row, column);
            if let Some(index) = index.filter(|index| last != Some(*index)) {
                cells.push(self.cell(grid, &grid.cells[index], row));
            }
            last = index;
        }
        let holes = |mut columns: Box<dyn Iterator<Item = u32>>| {
            columns.position(|column| grid.at(row, column).is_some()).unwrap_or(0) as u32
        };
        let made = TableRow::new(cells).row_height(397.0).height_rule(HeightRule::AtLeast).cant_split();
        let made = match holes(Box::new(0..grid.columns)) {
            0 => made,
            before => made.grid_before(before),
        };
        match holes(Box::new((0..grid.columns).rev())) {
            0 => made,
            after => made.grid_after(after),
        }
    }

    fn cell(&mut self, grid: &Grid, cell: &GridCell, row: u32) -> TableCell {
        let continues = cell.area.row != row;
        let span = cell.area.column_span as usize;
        let width = widths(grid.columns).iter().skip(cell.area.column as usize).take(span).sum();
        let mut made = TableCell::new().width(width, WidthType::Dxa);
        made = made.set_borders(borders()).vertical_align(VAlignType::Center);
        if span > 1 {
            made = made.grid_span(span);
        }
        if cell.area.row_span > 1 {
            made = made.vertical_merge(if continues { VMergeType::Continue } else { VMergeType::Restart });
        }
        let nothing = Text::default();
        let paragraphs =
            if continues || cell.paragraphs.is_empty() { std::slice::from_ref(&nothing) } else { &cell.paragraphs };
        paragraphs
            .iter()
            .fold(made, |made, text| made.add_paragraph(self.paragraph(text, CELL).align(AlignmentType::Center)))
    }

    fn frame(&mut self, pieces: &[Piece]) -> Table {
        let cell = TableCell::new().width(TEXT_WIDTH, WidthType::Dxa);
        let cell = self.blocks(pieces).into_iter().fold(cell, |cell, block| match block {
            Made::Paragraph(paragraph) => cell.add_paragraph(*paragraph),
            Made::Table(table) => cell.add_table(*table),
        });
        plain_table(vec![TableRow::new(vec![cell])]).set_grid(vec![TEXT_WIDTH])
    }
}

/// The widths of a table's columns; of ten columns, the first three are for labels.
fn widths(columns: u32) -> Vec<usize> {
    match columns {
        10 => [754, 921, 3270].into_iter().chain([685; 7]).collect(),
        _ => vec![TEXT_WIDTH / columns as usize; columns as usize],
    }
}

fn plain_table(rows: Vec<TableRow>) -> Table {
    Table::without_borders(rows).width(TEXT_WIDTH, WidthType::Dxa).layout(TableLayoutType::Fixed)
}

fn borders() -> TableCellBorders {
    use TableCellBorderPosition::{Bottom, Left, Right, Top};
    [Top, Left, Bottom, Right].into_iter().fold(TableCellBorders::with_empty(), |borders, position| {
        borders.set(TableCellBorder::new(position).border_type(BorderType::Single).size(4).color("000000"))
    })
}

fn with_run(paragraph: Paragraph, words: &str, face: Face) -> Paragraph {
    if words.is_empty() {
        return paragraph;
    }
    let mut run = Run::new().fonts(fonts(face.font)).size(face.size);
    if face.bold {
        run = run.bold();
    }
    for (index, line) in words.split('\n').enumerate() {
        if index > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        run = run.add_text(line);
    }
    paragraph.add_run(run)
}

fn fonts(font: &str) -> RunFonts {
    RunFonts::new().ascii(font).hi_ansi(font).east_asia(font).cs("宋体").hint("eastAsia")
}
