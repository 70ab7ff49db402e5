//! Documents that are small and ask for a great deal of work: whatever takes time by the square of its length, or
//! makes much of little, shows here.

use super::packages::around;
use crate::support::package::{cell, document_xml, package, paragraph, root, row, run, table};

/// How the files are named.
pub const EXTENSION: &str = "docx";

fn body(inner: &str) -> Vec<u8> {
    around(document_xml(inner).as_bytes())
}

/// A column that is one merged cell, with text in every row of it.
pub fn text_under_one_long_merge() -> Vec<u8> {
    let first = row(&[cell("<w:vMerge w:val='restart'/>", "一")]);
    let rest = row(&[cell("<w:vMerge/>", "text that nobody sees, of sixty characters or thereabouts..")]);
    body(&format!("<w:tbl>{first}{}</w:tbl>", rest.repeat(60_000)))
}

/// An attribute of nothing but ampersands.
pub fn an_attribute_of_ampersands() -> Vec<u8> {
    let value = "&".repeat(1_000_000);
    body(&format!("<w:p><w:bookmarkStart w:name='{value}'/>{}</w:p>", run("一")))
}

/// Text of nothing but references.
pub fn text_of_references() -> Vec<u8> {
    body(&paragraph(&"&#x4E00;&amp;".repeat(100_000)))
}

/// A list whose label is long, and many items in it.
pub fn long_labels_of_many_items() -> Vec<u8> {
    let numbering = format!(
        "<w:abstractNum w:abstractNumId='1'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/>\
         <w:lvlText w:val='{}'/></w:lvl></w:abstractNum>\
         <w:num w:numId='1'><w:abstractNumId w:val='1'/></w:num>",
        "%1.".repeat(50_000)
    );
    let item = "<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:p>".repeat(5_000);
    package(document_xml(&item).as_bytes(), &[("numbering", &root("numbering", &numbering))])
}

/// Many headers, and many sections that name none of them.
pub fn many_sections_and_headers() -> Vec<u8> {
    let section = "<w:p><w:pPr><w:sectPr><w:headerReference r:id='nowhere'/></w:sectPr></w:pPr></w:p>";
    let header = root("hdr", "");
    let headers: Vec<(&str, &str)> = (0..4_000).map(|_| ("header", header.as_str())).collect();
    package(document_xml(&section.repeat(100_000)).as_bytes(), &headers)
}

/// A cell of much text that ends in a label of the form.
pub fn a_label_after_much_text() -> Vec<u8> {
    let text = format!("{}政府信息公开发布总数量（非新闻类）35", "公开信息".repeat(50_000));
    let known = row(&[cell("", "信息内容"), cell("", "本年制发件数")]);
    body(&table(&[known, row(&[cell("", "规章"), cell("", "3")]), row(&[cell("", &text)])]))
}

/// Long words where labels stand, over and over.
pub fn long_words_where_labels_stand() -> Vec<u8> {
    let known = row(&[cell("", "信息内容"), cell("", "本年制发件数"), cell("", "现行有效件数")]);
    let words = row(&[cell("", &"规章规范性文件".repeat(1_000)), cell("", "3"), cell("", "3")]);
    body(&table(&[vec![known, row(&[cell("", "规章"), cell("", "3"), cell("", "4")])], vec![words; 300]].concat()))
}

/// A long text in a cell that is merged over many rows.
pub fn long_text_merged_over_many_rows() -> Vec<u8> {
    let known = row(&[cell("", ""), cell("", "信息内容"), cell("", "本年制发件数")]);
    let long = "规章".repeat(50_000);
    let first = row(&[cell("<w:vMerge w:val='restart'/>", &long), cell("", "规章"), cell("", "3")]);
    let rest = row(&[cell("<w:vMerge/>", ""), cell("", "规章"), cell("", "3")]);
    body(&format!("<w:tbl>{known}{first}{}</w:tbl>", rest.repeat(5_000)))
}

/// A table that goes on, on another grid, for thousands of rows.
pub fn a_long_table_on_another_grid() -> Vec<u8> {
    let known = row(&[cell("", "信息内容"), cell("", "本年制发件数"), cell("", "现行有效件数")]);
    let first = row(&[cell("", "规章"), cell("", "3"), cell("", "4")]);
    let wide = row(&[cell("<w:gridSpan w:val='2'/>", "规章"), cell("", "3"), cell("", "4")]);
    body(&format!("<w:tbl>{known}{first}</w:tbl><w:p/><w:tbl>{}</w:tbl>", wide.repeat(8_000)))
}

/// Many tables of the form.
pub fn many_tables_of_the_form() -> Vec<u8> {
    let known = row(&[cell("", "信息内容"), cell("", "本年制发件数"), cell("", "现行有效件数")]);
    let first = row(&[cell("", "规章"), cell("", "3"), cell("", "4")]);
    body(&format!("<w:tbl>{known}{first}</w:tbl><w:p/>").repeat(3_000))
}

/// Many tables of one cell.
pub fn many_small_tables() -> Vec<u8> {
    body(&format!("{}<w:p/>", table(&[row(&[cell("", "1")])])).repeat(30_000))
}

/// Many paragraphs that look like headings.
pub fn many_headings() -> Vec<u8> {
    body(&paragraph("一、总体情况").repeat(50_000))
}

/// One paragraph of many megabytes.
pub fn one_long_paragraph() -> Vec<u8> {
    body(&paragraph(&"某某局二〇二〇年政府信息公开工作年度报告，".repeat(50_000)))
}

/// A title of many lines that has no end.
pub fn many_short_paragraphs() -> Vec<u8> {
    body(&paragraph("年").repeat(100_000))
}

/// Formulas in formulas, as deep as may be, around much text.
pub fn deep_formulas_around_much_text() -> Vec<u8> {
    let depth = 120;
    let text = "x".repeat(1 << 20);
    let inner = format!("<m:r><m:t>{text}</m:t></m:r>");
    body(&format!("<w:p><m:oMath>{}{inner}{}</m:oMath></w:p>", "<m:num>".repeat(depth), "</m:num>".repeat(depth)))
}

/// Alternatives in alternatives, as deep as may be, each with text of its own.
pub fn deep_alternatives() -> Vec<u8> {
    let depth = 80;
    let start = "<mc:AlternateContent><mc:Choice Requires='w14'>";
    let end = "</mc:Choice><mc:Fallback><w:r><w:t>b</w:t></w:r></mc:Fallback></mc:AlternateContent>";
    let inner = run(&"a".repeat(200_000));
    body(&format!("<w:p>{}{inner}{}</w:p>", start.repeat(depth), end.repeat(depth)))
}

/// Many bookmarks before any paragraph.
pub fn many_bookmarks() -> Vec<u8> {
    body(&format!("{}{}", "<w:bookmarkStart w:name='a'/>".repeat(200_000), paragraph("一")))
}

/// Fields that end without having begun.
pub fn many_ends_of_fields() -> Vec<u8> {
    body(&format!("<w:p>{}</w:p>", "<w:r><w:fldChar w:fldCharType='end'/></w:r>".repeat(100_000)))
}

/// Names of elements that nobody knows, each its own.
pub fn many_unknown_names() -> Vec<u8> {
    let element = |index: usize| format!("<x:n{index}>t</x:n{index}>");
    body(&(0..50_000).map(element).collect::<String>())
}

/// A tag of nothing but quotes and brackets, over and over.
pub fn tags_of_quotes() -> Vec<u8> {
    body(&format!("<w:p a=\">'>\" b='>\">'>{}</w:p>", run("1")).repeat(30_000))
}

/// Comments, instructions and CDATA sections, and little else.
pub fn many_comments() -> Vec<u8> {
    let piece = "<!-- a -- b --><?x y?><w:r><w:t><![CDATA[]]><![CDATA[1]]></w:t></w:r>";
    body(&format!("<w:p>{}</w:p>", piece.repeat(30_000)))
}

/// An element's name of a megabyte.
pub fn a_long_name() -> Vec<u8> {
    let name = "n".repeat(1 << 20);
    body(&format!("<x:{name}>t</x:{name}>"))
}

/// Tracked changes that join a hundred thousand paragraphs to one.
pub fn paragraphs_joined_by_tracked_changes() -> Vec<u8> {
    let joined = format!("<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>{}</w:p>", run("一二三四五"));
    body(&joined.repeat(100_000))
}

/// Text boxes in a row, each a story with a table.
pub fn many_text_boxes() -> Vec<u8> {
    let boxed = format!(
        "<w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict>",
        table(&[row(&[cell("", "1")])])
    );
    body(&format!("<w:p><w:r>{boxed}</w:r></w:p>").repeat(10_000))
}
