//! An independent XML reader sees the same text.

use crate::support::package::*;
use baobiao::docx::Revisions;
use baobiao::model::Block;
use proptest::prelude::*;

/// The characters of all blocks that are not white space, in reading order.
fn ours(blocks: &[Block], text: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => text.extend(paragraph.text.chars().filter(|c| !c.is_whitespace())),
            Block::Table(table) => table.cells().iter().for_each(|cell| ours(&cell.blocks, text)),
        }
    }
}

/// The characters of all `w:t`, by roxmltree.
fn theirs(xml: &str) -> String {
    let tree = roxmltree::Document::parse(xml).expect("sound XML");
    let texts = tree.descendants().filter(|node| node.tag_name().name() == "t");
    let texts = texts.flat_map(|node| node.descendants().filter_map(|node| node.text().filter(|_| node.is_text())));
    texts.flat_map(str::chars).filter(|c| !c.is_whitespace()).collect()
}

#[derive(Debug, Clone)]
enum Node {
    Text(String),
    Wrapped(&'static str, Vec<Node>),
}

fn node() -> impl Strategy<Value = Node> {
    let words = prop_oneof!["[a-z一-三 ]{0,6}", "[&<>\"'] ?[0-9]{1,3}", "\\PC{0,5}"];
    let leaf = words.prop_map(Node::Text);
    leaf.prop_recursive(6, 48, 5, |inner| {
        let names = prop::sample::select(vec!["w:sdt", "w:ins", "w:hyperlink", "x:odd", "w:p", "w:tbl"]);
        (names, prop::collection::vec(inner, 0..5)).prop_map(|(name, inner)| Node::Wrapped(name, inner))
    })
}

fn write(nodes: &[Node], xml: &mut String) {
    for node in nodes {
        match node {
            Node::Text(text) => {
                let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&#62;");
                xml.push_str(&format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>"));
            }
            Node::Wrapped("w:tbl", inner) => {
                xml.push_str("<w:tbl><w:tr><w:tc>");
                write(inner, xml);
                xml.push_str("</w:tc></w:tr></w:tbl>");
            }
            Node::Wrapped(name, inner) => {
                xml.push_str(&format!("<{name}><!-- c -->"));
                write(inner, xml);
                xml.push_str(&format!("</{name}>"));
            }
        }
    }
}

proptest! {
    #[test]
    fn all_text_of_a_body_is_read_in_order(nodes in prop::collection::vec(node(), 0..6)) {
        let mut body = String::new();
        write(&nodes, &mut body);
        let xml = document_xml(&body);
        let document = read_bytes(&package(xml.as_bytes(), &[]), Revisions::Final);
        let mut text = String::new();
        ours(&document.blocks, &mut text);
        prop_assert_eq!(text, theirs(&xml));
    }
}
