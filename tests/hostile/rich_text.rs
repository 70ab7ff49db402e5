//! Rich Text made to do harm: floods of groups and control words, tables of nothing, numbers without measure.

/// How the files are named.
pub const EXTENSION: &str = "rtf";

const MILLION: usize = 1_000_000;
/// A row of one cell begins.
const ROW: &str = "\\trowd\\cellx100\\intbl";

fn document(inner: &str) -> Vec<u8> {
    format!("{{\\rtf1\\ansi {inner}}}").into_bytes()
}

// Groups and words.

/// A million groups in each other.
pub fn a_million_nested_groups() -> Vec<u8> {
    document(&"{".repeat(MILLION))
}

/// Groups that hold nothing.
pub fn empty_groups() -> Vec<u8> {
    document(&"{}".repeat(5 * MILLION))
}

/// Control words that change nothing for long.
pub fn control_words() -> Vec<u8> {
    document(&"\\b a\\zzzz\\*".repeat(MILLION))
}

/// A control word and a number that are very long.
pub fn a_long_control_word() -> Vec<u8> {
    document(&format!("\\{}\\b{} a", "b".repeat(5 * MILLION), "1".repeat(5 * MILLION)))
}

/// A million fields in each other.
pub fn a_million_nested_fields() -> Vec<u8> {
    document(&"{\\field{\\*\\fldinst a}{\\fldrslt ".repeat(MILLION))
}

// Characters.

/// Binary data that is said to reach beyond the file.
pub fn binary_data_beyond_the_file() -> Vec<u8> {
    document(&format!("a\\bin2147483647 {}", "a".repeat(5 * MILLION)))
}

/// Characters for which a great deal stands in.
pub fn stand_ins_without_measure() -> Vec<u8> {
    document(&format!("\\uc2000000000 {}", "\\u19968 aaaaaaaaaaaaaaaaaaaa".repeat(200_000)))
}

/// Characters by number.
pub fn characters_by_number() -> Vec<u8> {
    document(&"\\u19968?".repeat(MILLION))
}

/// Characters by byte, in two fonts by turns.
pub fn characters_by_byte() -> Vec<u8> {
    let fonts = "{\\fonttbl{\\f0\\fcharset134 a;}{\\f1\\fcharset0 b;}}";
    document(&format!("{fonts}{}", "\\f0\\'b0\\'a1\\f1 a".repeat(500_000)))
}

/// A picture of twenty megabytes.
pub fn a_picture_of_twenty_megabytes() -> Vec<u8> {
    document(&format!("{{\\pict {}}}a", "00ff\r\n".repeat(3_300_000)))
}

// Lists of what is used.

/// Fonts.
pub fn many_fonts() -> Vec<u8> {
    document(&format!("{{\\fonttbl{}}}a", (0..500_000).map(|f| format!("{{\\f{f} a;}}")).collect::<String>()))
}

/// Styles.
pub fn many_styles() -> Vec<u8> {
    let styles: String = (0..400_000).map(|style| format!("{{\\s{style} heading 1;}}")).collect();
    document(&format!("{{\\stylesheet{styles}}}a"))
}

/// Lists.
pub fn many_lists() -> Vec<u8> {
    document(&format!("{{\\*\\listtable{}}}a", "{\\list{\\listlevel}}".repeat(500_000)))
}

/// Entries of a form field.
pub fn many_entries() -> Vec<u8> {
    document(&format!("{{\\*\\formfield{{\\fftype2\\ffres0{}}}}}", "{\\*\\ffl a}".repeat(500_000)))
}

/// Bookmarks of one paragraph.
pub fn many_bookmarks() -> Vec<u8> {
    document(&"{\\*\\bkmkstart a}".repeat(200_000))
}

/// Footnotes.
pub fn many_footnotes() -> Vec<u8> {
    document(&"a{\\footnote b}".repeat(200_000))
}

/// Paragraphs of one character.
pub fn short_paragraphs() -> Vec<u8> {
    document(&"a\\par ".repeat(400_000))
}

// Tables.

/// A row of a million edges.
pub fn a_million_edges() -> Vec<u8> {
    let edges: String = (0..MILLION).map(|index| format!("\\cellx{}", index * 20)).collect();
    document(&format!("\\trowd{edges}\\intbl{}\\row", "\\cell".repeat(MILLION)))
}

/// Rows that each have edges of their own.
pub fn rows_with_edges_of_their_own() -> Vec<u8> {
    let row = |index: usize| format!("\\trowd\\cellx{}\\intbl a\\cell\\row", index * 37 % 2_000_000);
    document(&(0..300_000).map(row).collect::<String>())
}

/// Rows of one cell that is the first of many edges.
pub fn rows_shorter_than_their_edges() -> Vec<u8> {
    let edges: String = (0..1_000).map(|index| format!("\\cellx{}", index * 20)).collect();
    document(&format!("\\trowd{edges}\\intbl{}", "\\cell\\row".repeat(500_000)))
}

/// A row of a million cells.
pub fn a_million_cells() -> Vec<u8> {
    document(&format!("{ROW}{}\\row", "\\cell".repeat(MILLION)))
}

/// Rows without cells.
pub fn empty_rows() -> Vec<u8> {
    document(&format!("{ROW}{}", "\\row".repeat(2 * MILLION)))
}

/// Rows of one cell.
pub fn short_rows() -> Vec<u8> {
    document(&format!("{ROW} a\\cell\\row").repeat(200_000))
}

/// Text in every row of a merge.
pub fn text_under_one_long_merge() -> Vec<u8> {
    let row = |merge| format!("\\trowd\\{merge}\\cellx100\\cellx200\\intbl a\\cell b\\cell\\row");
    document(&format!("{}{}", row("clvmgf"), row("clvmrg").repeat(150_000)))
}

/// Tables of one cell, as many as there may be.
pub fn many_tables() -> Vec<u8> {
    document(&format!("{ROW} a\\cell\\row\\pard\\par b\\par").repeat(90_000))
}

/// Tables in tables, opened and left over and over.
pub fn tables_in_tables_left_and_opened_anew() -> Vec<u8> {
    document(&"\\itap20 a\\itap0 b".repeat(100_000))
}

/// Tables in a cell, opened and left over and over.
pub fn tables_in_a_cell_left_and_opened_anew() -> Vec<u8> {
    document(&"\\itap31 a\\nestcell\\itap1 b".repeat(100_000))
}

/// A paragraph in two thousand million tables.
pub fn two_thousand_million_nested_tables() -> Vec<u8> {
    document("\\itap2000000000 a")
}

/// Rows of a table in the cells of another.
pub fn rows_in_rows() -> Vec<u8> {
    let inner = "\\itap2 a\\nestcell{\\*\\nesttableprops\\trowd\\cellx50\\nestrow}\\itap1\\cell\\row";
    document(&format!("{ROW}{inner}").repeat(90_000))
}
