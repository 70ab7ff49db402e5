//! A readable page as a small `.docx`: no more WordprocessingML than the page needs.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::{SimpleFileOptions, ZipWriter};

use super::grid::{Grid, GridCell};
use super::page::{Page, Piece, Style, Text};

/// The namespace of `w:`.
const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// The names of relationship types begin with this.
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// The width of the text on an A4 page, in twentieths of a point.
const TEXT_WIDTH: u32 = 8306;

impl Page {
    /// The bytes of a `.docx` with the page's content; the same page gives the same bytes.
    pub fn docx(&self) -> Vec<u8> {
        let mut body = Body::default();
        body.pieces(&self.pieces);
        let document = format!(r#"<w:document xmlns:w="{W}"><w:body>{}<w:sectPr/></w:body></w:document>"#, body.xml);
        let main = "application/vnd.openxmlformats-officedocument.wordprocessingml";
        pack(&[
            ("[Content_Types].xml", &content_types(main)),
            ("_rels/.rels", &relationships(&[("officeDocument", "word/document.xml")])),
            ("word/document.xml", &document),
            (
                "word/_rels/document.xml.rels",
                &relationships(&[("styles", "styles.xml"), ("numbering", "numbering.xml")]),
            ),
            ("word/styles.xml", &styles()),
            ("word/numbering.xml", &numbering(&body.restarts)),
        ])
    }
}

#[derive(Default)]
struct Body {
    xml: String,
    /// The level and the first number of every counting that begins anew; its `w:numId` is its index plus 2.
    restarts: Vec<(u8, u32)>,
    /// The `w:numId` that headings without a new beginning continue, less 1.
    counting: usize,
    bookmarks: usize,
}

impl Body {
    fn pieces(&mut self, pieces: &[Piece]) {
        for (index, piece) in pieces.iter().enumerate() {
            let table = |piece: Option<&Piece>| matches!(piece, Some(Piece::Table(_) | Piece::Frame(..)));
            match piece {
                Piece::Text(style, text) => self.styled(*style, text),
                Piece::Table(grid) => self.table(grid),
                Piece::Frame(_, pieces) => self.frame(pieces),
            }
            // Word joins tables that nothing separates, and wants a paragraph at the end of a cell.
            let next = pieces.get(index + 1);
            if table(Some(piece)) && (next.is_none() || table(next)) {
                self.xml.push_str("<w:p/>");
            }
        }
    }

    fn styled(&mut self, style: Style, text: &Text) {
        let properties = match style {
            Style::Plain => String::new(),
            Style::Title => r#"<w:jc w:val="center"/>"#.to_owned(),
            Style::Right => r#"<w:jc w:val="right"/>"#.to_owned(),
            Style::Heading { level } => format!(r#"<w:pStyle w:val="{}"/>"#, level + 1),
            Style::Numbered { level, restart } => {
                if let Some(first) = restart {
                    self.restarts.push((level, first));
                    self.counting = self.restarts.len();
                }
                format!(
                    r#"<w:pStyle w:val="{}"/><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{}"/></w:numPr>"#,
                    level + 1,
                    self.counting + 1
                )
            }
        };
        self.paragraph(&properties, text);
    }

    fn paragraph(&mut self, properties: &str, text: &Text) {
        self.xml.push_str("<w:p>");
        if !properties.is_empty() {
            let _ = write!(self.xml, "<w:pPr>{properties}</w:pPr>");
        }
        let mut from = 0;
        for (name, at) in &text.bookmarks {
            self.run(&text.words[from..*at]);
            let id = self.bookmarks;
            let name = escaped(name);
            let _ = write!(self.xml, r#"<w:bookmarkStart w:id="{id}" w:name="{name}"/><w:bookmarkEnd w:id="{id}"/>"#);
            self.bookmarks += 1;
            from = *at;
        }
        self.run(&text.words[from..]);
        self.xml.push_str("</w:p>");
    }

    fn run(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        self.xml.push_str("<w:r>");
        for (index, line) in words.split('\n').enumerate() {
            if index > 0 {
                self.xml.push_str("<w:br/>");
            }
            for (index, part) in line.split('\t').enumerate() {
                if index > 0 {
                    self.xml.push_str("<w:tab/>");
                }
                if !part.is_empty() {
                    let _ = write!(self.xml, r#"<w:t xml:space="preserve">{}</w:t>"#, escaped(part));
                }
            }
        }
        self.xml.push_str("</w:r>");
    }

    fn table(&mut self, grid: &Grid) {
        self.begin_table(grid.columns);
        for row in 0..grid.rows {
            self.row(grid, row);
        }
        self.xml.push_str("</w:tbl>");
    }

    fn begin_table(&mut self, columns: u32) {
        self.xml.push_str("<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid>");
        for _ in 0..columns {
            let _ = write!(self.xml, r#"<w:gridCol w:w="{}"/>"#, TEXT_WIDTH / columns);
        }
        self.xml.push_str("</w:tblGrid>");
    }

    fn row(&mut self, grid: &Grid, row: u32) {
        let holes = |columns: &mut dyn Iterator<Item = u32>| columns.take_while(|c| grid.at(row, *c).is_none()).count();
        let before = holes(&mut (0..grid.columns));
        let after = holes(&mut (0..grid.columns).rev());
        self.xml.push_str("<w:tr>");
        if before + after > 0 {
            let _ =
                write!(self.xml, r#"<w:trPr><w:gridBefore w:val="{before}"/><w:gridAfter w:val="{after}"/></w:trPr>"#);
        }
        let mut last = None;
        for column in 0..grid.columns {
            let index = grid.at(row, column);
            if index != last {
                last = index;
                if let Some(index) = index {
                    self.cell(&grid.cells[index], row);
                }
            }
        }
        self.xml.push_str("</w:tr>");
    }

    fn cell(&mut self, cell: &GridCell, row: u32) {
        let continues = cell.area.row != row;
        self.xml.push_str("<w:tc><w:tcPr>");
        if cell.area.column_span > 1 {
            let _ = write!(self.xml, r#"<w:gridSpan w:val="{}"/>"#, cell.area.column_span);
        }
        if cell.area.row_span > 1 {
            self.xml.push_str(if continues { "<w:vMerge/>" } else { r#"<w:vMerge w:val="restart"/>"# });
        }
        self.xml.push_str("</w:tcPr>");
        if continues || cell.paragraphs.is_empty() {
            self.xml.push_str("<w:p/>");
        } else {
            cell.paragraphs.iter().for_each(|text| self.paragraph("", text));
        }
        self.xml.push_str("</w:tc>");
    }

    fn frame(&mut self, pieces: &[Piece]) {
        self.begin_table(1);
        self.xml.push_str("<w:tr><w:tc><w:tcPr/>");
        self.pieces(pieces);
        self.xml.push_str("</w:tc></w:tr></w:tbl>");
    }
}

/// `text` as XML content or an attribute's value.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn content_types(main: &str) -> String {
    let part =
        |name: &str, kind: &str| format!(r#"<Override PartName="/word/{name}.xml" ContentType="{main}.{kind}+xml"/>"#);
    format!(
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{}{}{}</Types>"#,
        part("document", "document.main"),
        part("styles", "styles"),
        part("numbering", "numbering")
    )
}

fn relationships(parts: &[(&str, &str)]) -> String {
    let mut xml = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#.to_owned();
    for (index, (kind, target)) in parts.iter().enumerate() {
        let id = index + 1;
        let _ = write!(xml, r#"<Relationship Id="rId{id}" Type="{RELATIONSHIPS}/{kind}" Target="{target}"/>"#);
    }
    xml + "</Relationships>"
}

fn styles() -> String {
    let mut xml = format!(r#"<w:styles xmlns:w="{W}">"#);
    for level in 0..3 {
        let id = level + 1;
        let _ = write!(
            xml,
            r#"<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="heading {id}"/><w:pPr><w:outlineLvl w:val="{level}"/></w:pPr></w:style>"#
        );
    }
    xml + "</w:styles>"
}

fn numbering(restarts: &[(u8, u32)]) -> String {
    let mut xml = format!(r#"<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">"#);
    for (level, text) in ["%1、", "（%2）"].iter().enumerate() {
        let _ = write!(
            xml,
            r#"<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="{text}"/></w:lvl>"#
        );
    }
    xml.push_str(r#"</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>"#);
    for (index, (level, first)) in restarts.iter().enumerate() {
        let id = index + 2;
        let _ = write!(
            xml,
            r#"<w:num w:numId="{id}"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{first}"/></w:lvlOverride></w:num>"#
        );
    }
    xml + "</w:numbering>"
}

/// A package of these parts, deflated, with the time stamp that zip begins with.
pub fn pack(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, xml) in parts {
        zip.start_file(*name, options).expect("a part's name is sound");
        let declared = format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n{xml}");
        zip.write_all(declared.as_bytes()).expect("memory takes every byte");
    }
    zip.finish().expect("memory takes every byte").into_inner()
}
