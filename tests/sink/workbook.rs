//! A written workbook, read back: values by another library, looks and notes from the package's own XML.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use baobiao::extract::Report;
use baobiao::schema::Schema;
use baobiao::sink::{Kind, Options, Out, Sink};
use calamine::{Data, Range, Reader, Xlsx};

/// The bytes of a workbook of these reports.
pub fn bytes(schema: &Schema, reports: &[Report]) -> Vec<u8> {
    written(schema, reports, |_| {})
}

/// The bytes of a workbook of these reports and of what `more` adds before it ends.
pub fn written(schema: &Schema, reports: &[Report], more: impl FnOnce(&mut dyn Sink)) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.xlsx");
    let mut sink = (Kind::find("xlsx").unwrap().open)(schema, Out::File(path.clone()), Options::default()).unwrap();
    sink.begin().unwrap();
    for report in reports {
        sink.report(report).unwrap();
    }
    more(sink.as_mut());
    sink.finish().unwrap();
    drop(sink);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing lies beside the output");
    std::fs::read(path).unwrap()
}

/// A workbook that was read back.
pub struct Book {
    names: Vec<String>,
    ranges: HashMap<String, Range<Data>>,
    merges: HashMap<String, Vec<Area>>,
    parts: HashMap<String, String>,
}

/// First row, first column, last row, last column.
type Area = (u32, u32, u32, u32);

/// How a cell looks.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// The colour that fills it; `-` where none does.
    pub fill: String,
    /// Its number format; empty where it has none of its own.
    pub format: String,
}

impl Book {
    pub fn of(schema: &Schema, reports: &[Report]) -> Book {
        Book::open(bytes(schema, reports))
    }

    pub fn open(bytes: Vec<u8>) -> Book {
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        let mut parts = HashMap::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            let mut text = String::new();
            let name = file.name().unwrap().into_owned();
            if name.ends_with(".xml") || name.ends_with(".rels") || name.ends_with(".vml") {
                file.read_to_string(&mut text).unwrap();
                parts.insert(name, text);
            }
        }
        let mut values = Xlsx::new(Cursor::new(bytes)).unwrap();
        let names = values.sheet_names();
        let (mut ranges, mut merges) = (HashMap::new(), HashMap::new());
        for name in &names {
            ranges.insert(name.clone(), values.worksheet_range(name).unwrap());
            let areas = values.merge_cells_by_sheet_name(name).unwrap();
            let areas = areas.into_iter().map(|area| (area.start.0, area.start.1, area.end.0, area.end.1));
            merges.insert(name.clone(), areas.collect());
        }
        Book { names, ranges, merges, parts }
    }

    /// Every part of the package that is XML.
    pub fn parts(&self) -> impl Iterator<Item = (&String, &String)> {
        self.parts.iter()
    }

    pub fn sheet_names(&self) -> Vec<String> {
        self.names.clone()
    }

    /// The cells of a sheet, by their positions from 0.
    pub fn range(&self, sheet: &str) -> &Range<Data> {
        &self.ranges[sheet]
    }

    /// What a cell such as `C12` holds.
    pub fn cell(&self, sheet: &str, name: &str) -> Data {
        let digits = name.find(|c: char| c.is_ascii_digit()).unwrap();
        let column = name[..digits].bytes().fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1) - 1;
        let row = name[digits..].parse::<u32>().unwrap() - 1;
        self.range(sheet).get_value((row, column)).cloned().unwrap_or(Data::Empty)
    }

    /// The words of every row from the top of a sheet.
    pub fn rows(&self, sheet: &str) -> Vec<Vec<String>> {
        let range = self.range(sheet);
        assert_eq!(range.start(), Some((0, 0)));
        range.rows().map(|row| row.iter().map(|cell| unescaped(&cell.to_string())).collect()).collect()
    }

    fn index(&self, sheet: &str) -> usize {
        1 + self.names.iter().position(|name| name == sheet).unwrap()
    }

    pub fn xml(&self, sheet: &str) -> &str {
        &self.parts[&format!("xl/worksheets/sheet{}.xml", self.index(sheet))]
    }

    /// How each cell that a sheet has looks, by its name.
    pub fn looks(&self, sheet: &str) -> HashMap<String, Look> {
        let styles = roxmltree::Document::parse(&self.parts["xl/styles.xml"]).unwrap();
        let list = |name| {
            let list = styles.descendants().find(|node| node.has_tag_name((MAIN, name)));
            let own = list.into_iter().flat_map(|list| list.children().filter(roxmltree::Node::is_element));
            own.collect::<Vec<_>>()
        };
        let (fills, formats) = (list("fills"), list("numFmts"));
        let number = |node: &roxmltree::Node, name| node.attribute(name).unwrap_or("0").parse::<usize>().unwrap();
        let looks: Vec<Look> = list("cellXfs")
            .iter()
            .map(|style| {
                let pattern = fills[number(style, "fillId")].first_element_child().unwrap();
                let color = pattern.children().find(|node| node.has_tag_name((MAIN, "fgColor")));
                let id = number(style, "numFmtId");
                let own = formats.iter().find(|node| number(node, "numFmtId") == id);
                let format = match id {
                    0 => "",
                    1 => "0",
                    3 => "#,##0",
                    4 => "#,##0.00",
                    49 => "@",
                    _ => own.unwrap().attribute("formatCode").unwrap(),
                };
                let fill = color.and_then(|node| node.attribute("rgb")).unwrap_or("-");
                Look { fill: fill.to_owned(), format: format.to_owned() }
            })
            .collect();
        let xml = roxmltree::Document::parse(self.xml(sheet)).unwrap();
        let cells = xml.descendants().filter(|node| node.has_tag_name((MAIN, "c")));
        cells.map(|cell| (cell.attribute("r").unwrap().to_owned(), looks[number(&cell, "s")].clone())).collect()
    }

    /// The cells that lead to another one, with where they lead.
    pub fn links(&self, sheet: &str) -> HashMap<String, String> {
        let xml = roxmltree::Document::parse(self.xml(sheet)).unwrap();
        let links = xml.descendants().filter(|node| node.has_tag_name((MAIN, "hyperlink")));
        let of = |node: roxmltree::Node, name| node.attribute(name).unwrap().to_owned();
        links.map(|link| (of(link, "ref"), of(link, "location"))).collect()
    }

    /// The notes of a sheet by cell.
    pub fn notes(&self, sheet: &str) -> HashMap<String, String> {
        let rels = format!("xl/worksheets/_rels/sheet{}.xml.rels", self.index(sheet));
        let Some(rels) = self.parts.get(&rels) else { return HashMap::new() };
        let Some(start) = rels.find("../comments") else { return HashMap::new() };
        let name = rels[start + 3..].split('"').next().unwrap();
        let xml = roxmltree::Document::parse(&self.parts[&format!("xl/{name}")]).unwrap();
        let comments = xml.descendants().filter(|node| node.has_tag_name((MAIN, "comment")));
        comments
            .map(|comment| {
                let words = comment.children().find(|node| node.has_tag_name((MAIN, "text"))).unwrap();
                let text = words.descendants().filter_map(|node| node.is_text().then(|| node.text()).flatten());
                (comment.attribute("ref").unwrap().to_owned(), unescaped(&text.collect::<String>()))
            })
            .collect()
    }

    /// The merged areas of a sheet.
    pub fn merges(&self, sheet: &str) -> Vec<Area> {
        self.merges[sheet].clone()
    }
}

/// The name of a column: `A`, …, `Z`, `AA`, …
pub fn letters(column: u32) -> String {
    let mut rest = column + 1;
    let mut text = String::new();
    while rest > 0 {
        text.insert(0, char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    text
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// Text as a spreadsheet program shows it: `_x0001_` stands for a character that XML cannot hold.
pub fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("_x") {
        let code = rest.get(start + 2..start + 6).filter(|_| rest[start..].get(6..7) == Some("_"));
        let character = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        match character {
            Some(character) => {
                out.push_str(&rest[..start]);
                out.push(character);
                rest = &rest[start + 7..];
            }
            None => {
                out.push_str(&rest[..start + 2]);
                rest = &rest[start + 2..];
            }
        }
    }
    out + rest
}
