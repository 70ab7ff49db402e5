//! Web pages made to do harm: floods of tags, trees that are mended over and over, tags that hide others.

/// How the files are named.
pub const EXTENSION: &str = "html";

const MILLION: usize = 1_000_000;

fn page(inner: &str) -> Vec<u8> {
    format!("<!DOCTYPE html><meta charset=utf-8><body>{inner}").into_bytes()
}

fn attributes(count: usize) -> String {
    (0..count).map(|index| format!(" a{index}")).collect()
}

// Depth.

/// A million blocks in each other.
pub fn a_million_nested_blocks() -> Vec<u8> {
    page(&"<div>".repeat(MILLION))
}

/// A million tables in each other.
pub fn a_million_nested_tables() -> Vec<u8> {
    page(&"<table><tr><td>".repeat(MILLION))
}

/// A million fonts in each other, each of its own.
pub fn a_million_nested_fonts() -> Vec<u8> {
    page(&(0..MILLION).map(|index| format!("<font face={index}>")).collect::<String>())
}

/// A million bold texts in each other.
pub fn a_million_nested_bold_texts() -> Vec<u8> {
    page(&"<b>".repeat(MILLION))
}

/// A million lists in each other.
pub fn a_million_nested_lists() -> Vec<u8> {
    page(&"<ul><li>".repeat(MILLION))
}

/// A million blocks behind a quotation mark that opens nothing.
pub fn blocks_behind_a_quotation_mark() -> Vec<u8> {
    page(&format!("<a b=/\">{}\">", "<div>".repeat(MILLION)))
}

/// A million blocks behind a comment that holds half a tag.
pub fn blocks_behind_a_comment() -> Vec<u8> {
    page(&format!("<!-- <a b=\" -->{}", "<div>".repeat(MILLION)))
}

/// A million blocks behind a script in a comment in a script.
pub fn blocks_behind_a_script() -> Vec<u8> {
    let script = "<script><!--<script></script a=\"--></script>";
    page(&format!("{script}{}", "<div>".repeat(MILLION)))
}

// Attributes.

/// Many attributes on one element.
pub fn many_attributes() -> Vec<u8> {
    page(&format!("<p{}>", attributes(200_000)))
}

/// Many attributes on an end tag.
pub fn many_attributes_of_an_end() -> Vec<u8> {
    page(&format!("<p>a</p{}>", attributes(200_000)))
}

/// Many attributes on an element in a title in a drawing, which is no text there.
pub fn many_attributes_in_a_drawing() -> Vec<u8> {
    page(&format!("<svg><title><a{}>", attributes(200_000)))
}

/// Many attributes on the end tag of a script.
pub fn many_attributes_of_the_end_of_a_script() -> Vec<u8> {
    page(&format!("<script></script{}>", attributes(200_000)))
}

/// Many elements, each with as many attributes as are allowed.
pub fn elements_full_of_attributes() -> Vec<u8> {
    page(&format!("<p{}></p>", attributes(1_000)).repeat(1_000))
}

/// Bold texts that are told apart by their attributes alone.
pub fn bold_texts_full_of_attributes() -> Vec<u8> {
    let names = attributes(1_000);
    let open: String = (0..200).map(|index| format!("<b{names} x={index}>")).collect();
    page(&format!("{open}{}", format!("<b{names} y></b>").repeat(500)))
}

/// One attribute of twenty megabytes.
pub fn an_attribute_of_twenty_megabytes() -> Vec<u8> {
    page(&format!("<p title='{}'>一", "x".repeat(20 * MILLION)))
}

/// A style of a million declarations.
pub fn a_style_of_a_million_declarations() -> Vec<u8> {
    page(&format!("<p style='{}'>一", "color:red;".repeat(MILLION)))
}

/// A style sheet of a million rules.
pub fn a_style_sheet_of_a_million_rules() -> Vec<u8> {
    page(&format!("<style>{}</style>一", "p{color:red}\n".repeat(MILLION)))
}

/// A picture in the page itself.
pub fn a_picture_of_fifteen_megabytes() -> Vec<u8> {
    page(&format!("<img src='data:image/png;base64,{}'>一", "A".repeat(15 * MILLION)))
}

// Floods.

/// Elements that hold nothing, more than a page may have.
pub fn two_million_empty_elements() -> Vec<u8> {
    page(&"<b></b>".repeat(2 * MILLION))
}

/// Names of elements that nobody knows.
pub fn elements_of_many_names() -> Vec<u8> {
    page(&(0..400_000).map(|index| format!("<x{index}></x{index}>")).collect::<String>())
}

/// Paragraphs of one character.
pub fn short_paragraphs() -> Vec<u8> {
    page(&"<p>一".repeat(400_000))
}

/// Items of a numbered list.
pub fn items() -> Vec<u8> {
    page(&format!("<ol>{}", "<li>一".repeat(300_000)))
}

/// Line breaks.
pub fn line_breaks() -> Vec<u8> {
    page(&format!("一{}二", "<br>".repeat(900_000)))
}

/// Comments.
pub fn comments() -> Vec<u8> {
    page(&"一<!---->".repeat(MILLION))
}

/// A comment that begins over and over and does not end.
pub fn a_comment_without_an_end() -> Vec<u8> {
    page(&format!("一{}", "<!--".repeat(2 * MILLION)))
}

/// Comments that hold nothing, and end tags of nothing.
pub fn ends_of_nothing() -> Vec<u8> {
    page(&"</p></x><!></>".repeat(200_000))
}

/// Brackets that begin nothing.
pub fn brackets() -> Vec<u8> {
    page(&"<".repeat(3 * MILLION))
}

/// References to characters.
pub fn references() -> Vec<u8> {
    page(&"&amp;&notit".repeat(700_000))
}

/// Twenty megabytes of text.
pub fn text_of_twenty_megabytes() -> Vec<u8> {
    page(&"一二三四五六七八九十".repeat(660_000))
}

/// Words of one character.
pub fn short_words() -> Vec<u8> {
    page(&" a".repeat(4 * MILLION))
}

/// Hidden paragraphs, each a story of its own.
pub fn hidden_paragraphs() -> Vec<u8> {
    page(&"<p hidden>一</p>".repeat(200_000))
}

/// Choices of a list.
pub fn choices() -> Vec<u8> {
    page(&format!("<select>{}", "<option>一".repeat(400_000)))
}

/// Fields of a form.
pub fn boxes() -> Vec<u8> {
    page(&"<input type=checkbox>".repeat(400_000))
}

// Trees that are mended.

/// Bold texts that are opened anew in each paragraph.
pub fn bold_texts_opened_anew() -> Vec<u8> {
    let open: String = (0..240).map(|index| format!("<b class={index}>")).collect();
    page(&format!("{open}{}", "<p>一".repeat(MILLION)))
}

/// Bold texts that end outside the paragraphs in which they began.
pub fn bold_texts_that_cross_paragraphs() -> Vec<u8> {
    page(&"<b><i><u><p></b></i></u></p>".repeat(90_000))
}

/// Bold texts that end after many elements, which must move each time.
pub fn bold_texts_around_many_elements() -> Vec<u8> {
    page(&format!("{}{}{}", "<b><p>".repeat(120), "<i></i>".repeat(300_000), "</b>".repeat(100)))
}

/// Text between the rows of a table, which belongs before it.
pub fn text_between_rows() -> Vec<u8> {
    page(&format!("<table>{}", "一<tr>".repeat(400_000)))
}

/// Elements between the rows of a table, which belong before it.
pub fn elements_between_rows() -> Vec<u8> {
    page(&format!("<table>{}", "<b>一</b>".repeat(300_000)))
}

// Tables.

/// Cells that cover everything, and rows under them.
pub fn cells_over_everything() -> Vec<u8> {
    let rows = "<tr><td>一".repeat(4_000);
    page(&format!("<table><tr><td colspan=1000 rowspan=65534>一{rows}</table>"))
}

/// Rows of cells that each cover all rows to come.
pub fn cells_over_the_rows_to_come() -> Vec<u8> {
    page(&format!("<table>{}</table>", "<tr><td rowspan=65534><td rowspan=65534>一".repeat(200_000)))
}

/// Rows that find no free column.
pub fn rows_without_a_free_column() -> Vec<u8> {
    let covering = "<td rowspan=65534>".repeat(1_000);
    page(&format!("<table><tr>{covering}{}</table>", "<tr><td>".repeat(4_000)))
}

/// A row of very many cells.
pub fn a_row_of_many_cells() -> Vec<u8> {
    page(&format!("<table><tr>{}", "<td>".repeat(900_000)))
}

/// Rows of cells.
pub fn many_cells() -> Vec<u8> {
    page(&format!("<table>{}</table>", format!("<tr>{}", "<td>".repeat(100)).repeat(5_000)))
}

/// Rows of no cells.
pub fn empty_rows() -> Vec<u8> {
    page(&format!("<table>{}</table>", "<tr>".repeat(900_000)))
}

/// Rows of one cell.
pub fn short_rows() -> Vec<u8> {
    page(&format!("<table>{}</table>", "<tr><td>".repeat(400_000)))
}

/// Tables of one cell, as many as there may be.
pub fn many_tables() -> Vec<u8> {
    page(&"<table><tr><td>一</table>".repeat(90_000))
}

/// More tables than there may be.
pub fn too_many_tables() -> Vec<u8> {
    page(&"<table></table>".repeat(200_000))
}
