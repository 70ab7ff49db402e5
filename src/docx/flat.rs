//! The flat form of a package: all parts in one XML file (`pkg:package`), as Word saves it on request.

use std::borrow::Cow;

use super::names::Space;
use super::xml::{Event, Result, Xml};
use crate::model::Limits;

/// The parts of a flat package by name. Parts that are not XML, such as pictures, are left out.
pub(super) fn parts(text: &str, limits: &Limits) -> Result<Vec<(String, Cow<'static, [u8]>)>> {
    let mut xml = Xml::new(text, limits);
    let mut parts = Vec::new();
    let mut name = String::new();
    loop {
        match xml.next()? {
            Event::Start(tag) if tag.space == Space::FlatPackage => match tag.local {
                b"part" => name = xml.attribute(&tag, Space::FlatPackage, "name").unwrap_or_default().into_owned(),
                b"xmlData" => {
                    let start = tag.end;
                    xml.skip()?;
                    let inner = xml.slice(start, xml.position());
                    let end = inner.rfind("</").unwrap_or(0);
                    parts.push((std::mem::take(&mut name), Cow::Owned(inner.as_bytes()[..end].to_vec())));
                }
                b"binaryData" => xml.skip()?,
                _ => {}
            },
            Event::Start(_) => xml.skip()?,
            Event::Done => return Ok(parts),
            _ => {}
        }
    }
}
