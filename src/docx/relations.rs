//! Relationships and content types: which part is the main one, and what it refers to (ECMA-376 Part 2 §6.5, §7.2.3).
//!
//! A target outside the package is a string here. It is never opened.

use std::rc::Rc;

use super::inflate::Bytes;
use super::names::Space;
use super::package::{self, Package};
use super::remember::{Parts, Recent, remembered};
use super::xml::{self, Event, Xml};
use crate::model::{Error, ErrorKind, Limits};

/// A reference from one part to another.
#[derive(Debug)]
pub(super) struct Relation {
    /// The `Id` by which the source part names it.
    pub(super) id: String,
    /// The last step of its type: `header`, `styles`, …
    pub(super) kind: String,
    /// The part it leads to; `None` where it leads out of the package.
    pub(super) target: Option<String>,
}

thread_local! {
    static RELATIONS: Parts<Vec<Relation>> = const { Parts::new(Recent::new()) };
    static TYPES: Parts<ContentTypes> = const { Parts::new(Recent::new()) };
}

/// The relationships of `source`; `""` is the package itself.
pub(super) fn of(
    package: &mut Package<'_>,
    source: &str,
    limits: &Limits,
    file: &str,
) -> Result<Rc<Vec<Relation>>, Error> {
    let (folder, name) = source.rsplit_once('/').map_or(("", source), |(folder, name)| (folder, name));
    let part = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
    let Some(bytes) = read(package, &part, file)? else { return Ok(Rc::default()) };
    remembered(&RELATIONS, source, &bytes, limits, || parse(&bytes, source, limits))
        .map_err(|fault| in_part(fault, &part, file))
}

fn parse(bytes: &[u8], source: &str, limits: &Limits) -> xml::Result<Vec<Relation>> {
    let text = xml::decode(bytes)?;
    let mut xml = Xml::new(&text, limits);
    let mut relations = Vec::new();
    loop {
        match xml.next()? {
            Event::Start(tag) if tag.space == Space::Relationships && tag.local == b"Relationship" => {
                let mut value = |name| xml.own(&tag, name).unwrap_or_default();
                let kind = value("Type").rsplit('/').next().unwrap_or("").to_owned();
                let outside = value("TargetMode") == "External";
                let target = (!outside).then(|| package::resolve(source, &value("Target")));
                relations.push(Relation { id: value("Id").into_owned(), kind, target });
            }
            Event::Done => return Ok(relations),
            _ => {}
        }
    }
}

/// The content type of the parts, by name or by extension.
#[derive(Debug, Default)]
pub(super) struct ContentTypes {
    defaults: Vec<(String, String)>,
    overrides: Vec<(String, String)>,
}

impl ContentTypes {
    /// Reads `[Content_Types].xml`; a package without one has no types.
    pub(super) fn read(package: &mut Package<'_>, limits: &Limits, file: &str) -> Result<Rc<Self>, Error> {
        const PART: &str = "[Content_Types].xml";
        match read(package, PART, file)? {
            Some(bytes) => remembered(&TYPES, "", &bytes, limits, || Self::parse(&bytes, limits))
                .map_err(|fault| in_part(fault, PART, file)),
            None => Ok(Rc::default()),
        }
    }

    fn parse(bytes: &[u8], limits: &Limits) -> xml::Result<Self> {
        let text = xml::decode(bytes)?;
        let mut xml = Xml::new(&text, limits);
        let mut types = ContentTypes::default();
        loop {
            match xml.next()? {
                Event::Start(tag) if tag.space == Space::ContentTypes => {
                    let mut value = |name| xml.own(&tag, name).unwrap_or_default();
                    let kind = value("ContentType").to_ascii_lowercase();
                    match tag.local {
                        b"Default" => types.defaults.push((value("Extension").to_ascii_lowercase(), kind)),
                        b"Override" => {
                            types.overrides.push((package::resolve("", &value("PartName")).to_lowercase(), kind));
                        }
                        _ => {}
                    }
                }
                Event::Done => return Ok(types),
                _ => {}
            }
        }
    }

    /// The content type of a part, in lower case; empty where none is given.
    pub(super) fn of(&self, part: &str) -> &str {
        let part = part.to_lowercase();
        let extension = part.rsplit('.').next().unwrap_or("");
        let find = |list: &'_ [(String, String)], key: &str| list.iter().position(|(name, _)| name == key);
        match (find(&self.overrides, &part), find(&self.defaults, extension)) {
            (Some(index), _) => &self.overrides[index].1,
            (None, Some(index)) => &self.defaults[index].1,
            (None, None) => "",
        }
    }

    /// The first part that is declared to be the main part of a Word document.
    pub(super) fn main(&self) -> Option<&str> {
        self.overrides.iter().find(|(_, kind)| is_word_main(kind)).map(|(part, _)| part.as_str())
    }
}

/// Whether a content type is one of a Word main part: document or template, with macros or without.
pub(super) fn is_word_main(kind: &str) -> bool {
    let word = kind.contains("wordprocessingml") || kind.contains("ms-word");
    word && kind.ends_with("main+xml")
}

/// The bytes of a part, a failure told with the names of file and part.
pub(crate) fn read<'a>(package: &mut Package<'a>, part: &str, file: &str) -> Result<Option<Bytes<'a>>, Error> {
    package.read(part).map_err(|kind| Error::new(file, kind).in_part(part, None))
}

/// A fault in the XML of a part, told with the names of file and part.
pub(crate) fn in_part(fault: xml::Fault, part: &str, file: &str) -> Error {
    let (offset, kind): (usize, ErrorKind) = fault.into_parts();
    Error::new(file, kind).in_part(part, Some(offset as u64))
}
