//! What years of editing leave in a document's XML: revision identifiers, runs cut in pieces, marks of the
//! spelling checker, remembered page breaks. None of it changes what the document says. Besides, properties are
//! put in the order that the standard asks for.

use std::fmt::Write as _;

use crate::chance::Chance;

/// The document's XML with the traces of editing. `from` is a part as `docx-rs` writes it.
pub fn dressed(from: &str, chance: &mut Chance) -> String {
    let from = ordered(&from.replace(" />", "/>"));
    let sessions: Vec<_> = (0..6).map(|_| chance.identifier()).collect();
    let mut dresser = Dresser { out: String::with_capacity(from.len() * 2), sessions, chance, lines: 0 };
    let mut rest = from.as_str();
    while let Some(at) = rest.find('<') {
        dresser.out.push_str(&rest[..at]);
        rest = &rest[at..];
        rest = match tag_name(rest) {
            "w:r" => dresser.run(rest),
            _ => dresser.tag(rest),
        };
    }
    dresser.out.push_str(rest);
    dresser.out
}

/// Puts the font first in `w:rPr` and, after that, `w:rPr` last in `w:pPr`.
fn ordered(xml: &str) -> String {
    let fonts_first = rearranged(xml, "<w:rPr>", "</w:rPr>", |inner| match element(inner, "<w:rFonts ", "/>") {
        Some((before, fonts, after)) => format!("{fonts}{before}{after}"),
        None => inner.to_owned(),
    });
    rearranged(&fonts_first, "<w:pPr>", "</w:pPr>", |inner| match element(inner, "<w:rPr>", "</w:rPr>") {
        Some((before, run, after)) => format!("{before}{after}{run}"),
        None => inner.to_owned(),
    })
}

/// Changes what lies between every `open` and the `close` that follows it.
fn rearranged(xml: &str, open: &str, close: &str, change: impl Fn(&str) -> String) -> String {
    let mut parts = xml.split(open);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (inner, rest) = part.split_at(part.find(close).expect("docx-rs closes its tags"));
        out.extend([open, &change(inner), rest]);
    }
    out
}

/// What is before, in and after the first element that begins and ends like this.
fn element<'a>(xml: &'a str, open: &str, close: &str) -> Option<(&'a str, &'a str, &'a str)> {
    let begin = xml.find(open)?;
    let end = begin + xml[begin..].find(close)? + close.len();
    Some((&xml[..begin], &xml[begin..end], &xml[end..]))
}

struct Dresser<'a> {
    out: String,
    /// Every editing session has an identifier.
    sessions: Vec<String>,
    chance: &'a mut Chance,
    /// Table rows since the last page break.
    lines: usize,
}

impl Dresser<'_> {
    fn session(&mut self) -> &str {
        let index = self.chance.below(self.sessions.len());
        &self.sessions[index]
    }

    /// Copies one tag, with identifiers where Word writes them; gives the rest.
    fn tag<'r>(&mut self, rest: &'r str) -> &'r str {
        let end = rest.find('>').expect("docx-rs closes its tags") + 1;
        match tag_name(rest) {
            "w:p" => {
                let (id, made, kept) = (self.chance.identifier(), self.session().to_owned(), self.session().to_owned());
                let close = if rest[..end].ends_with("/>") { "/>" } else { ">" };
                let _ = write!(
                    self.out,
                    r#"<w:p w14:paraId="{id}" w14:textId="77777777" w:rsidR="{made}" w:rsidRPr="{kept}" w:rsidRDefault="{made}" w:rsidP="{kept}"{close}"#
                );
            }
            "w:tr" => {
                self.lines += 1;
                let (made, kept) = (self.session().to_owned(), self.session().to_owned());
                let _ = write!(self.out, r#"<w:tr w:rsidR="{made}" w:rsidRPr="{kept}" w:rsidTr="{kept}">"#);
            }
            _ => self.out.push_str(&rest[..end]),
        }
        &rest[end..]
    }

    /// Copies a run, its text cut where chance wants it; gives the rest.
    fn run<'r>(&mut self, rest: &'r str) -> &'r str {
        const CLOSE: &str = "</w:r>";
        let end = rest.find(CLOSE).expect("docx-rs closes its runs");
        let run = &rest[rest.find('>').expect("docx-rs closes its tags") + 1..end];
        let (properties, content) = run.split_at(run.find("</w:rPr>").map_or(0, |at| at + "</w:rPr>".len()));
        match only_text(content) {
            Some(text) => {
                let pieces = self.pieces(text);
                self.written(properties, &pieces);
            }
            None => {
                let _ = write!(self.out, "<w:r>{properties}{content}</w:r>");
            }
        }
        &rest[end + CLOSE.len()..]
    }

    fn written(&mut self, properties: &str, pieces: &[String]) {
        for (index, piece) in pieces.iter().enumerate() {
            let session = self.session().to_owned();
            let doubted = pieces.len() > 1 && index == 1 && self.chance.once_in(2);
            let kind = if self.chance.once_in(2) { "gram" } else { "spell" };
            if doubted {
                let _ = write!(self.out, r#"<w:proofErr w:type="{kind}Start"/>"#);
            }
            let page = if self.lines > 22 { "<w:lastRenderedPageBreak/>" } else { "" };
            if !page.is_empty() {
                self.lines = 0;
            }
            let _ = write!(
                self.out,
                r#"<w:r w:rsidRPr="{session}">{properties}{page}<w:t xml:space="preserve">{piece}</w:t></w:r>"#
            );
            if doubted {
                let _ = write!(self.out, r#"<w:proofErr w:type="{kind}End"/>"#);
            }
        }
    }

    /// The text cut in pieces, never inside an entity.
    fn pieces(&mut self, text: &str) -> Vec<String> {
        let mut pieces = vec![String::new()];
        let mut entity = false;
        for c in text.chars() {
            let whole = pieces.last().is_some_and(|piece| !piece.is_empty()) && !entity;
            if whole && self.chance.once_in(9) {
                pieces.push(String::new());
            }
            entity = c == '&' || entity && c != ';';
            pieces.last_mut().expect("there is always a piece").push(c);
        }
        pieces
    }
}

fn tag_name(rest: &str) -> &str {
    let name = &rest[1..];
    &name[..name.find([' ', '>']).unwrap_or(name.len())]
}

/// The text of a run that holds nothing else.
fn only_text(content: &str) -> Option<&str> {
    let inner = content.strip_prefix(r#"<w:t xml:space="preserve">"#)?.strip_suffix("</w:t>")?;
    (!inner.contains('<')).then_some(inner)
}
