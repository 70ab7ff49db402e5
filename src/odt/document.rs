//! Puts an OpenDocument text together: its styles, its body, its headers and footers.

use std::borrow::Cow;

use super::body::{self, Body};
use super::lists::Lists;
use super::styles::Styles;
use crate::compose::{Composer, ReadOptions};
use crate::docx::names::Space;
use crate::docx::xml::{self, Event, Fault, Xml};
use crate::docx::{Package, in_part, read_part};
use crate::model::{Document, Error, ErrorKind, Limits, PartId, codes, say};

const CONTENT: &str = "content.xml";
const STYLES: &str = "styles.xml";
/// What the only part of a flat document is called.
const FLAT: &str = "xml";

/// Reads an OpenDocument text in one XML file.
///
/// # Errors
/// Where the XML is damaged, is of another kind, or goes over a limit.
pub fn read_flat(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Document, Error> {
    let limits = &options.limits;
    for (limit, allowed) in [("input", limits.input), ("part", limits.part)] {
        if bytes.len() as u64 > allowed {
            return Err(Error::new(name, ErrorKind::Limit { limit, allowed }));
        }
    }
    let mut composer = Composer::new(options);
    let mut read = || -> xml::Result<()> {
        let text = xml::decode(bytes)?;
        check_root(&text, limits)?;
        let (mut styles, mut lists) = (Styles::default(), Lists::default());
        styles.read(&mut Xml::new(&text, limits))?;
        lists.read(&mut Xml::new(&text, limits))?;
        body::read(Body::new(&text, limits, &mut composer, &styles, &mut lists), false)?;
        body::read(Body::new(&text, limits, &mut composer, &styles, &mut lists), true)
    };
    read().map_err(|fault| in_part(fault, FLAT, name))?;
    Ok(composer.finish(name, vec![FLAT.to_owned()]))
}

/// Refuses a flat document whose root is another element.
fn check_root(text: &str, limits: &Limits) -> xml::Result<()> {
    match Xml::new(text, limits).next()? {
        Event::Start(tag) if tag.space == Space::OdfOffice && tag.local == b"document" => Ok(()),
        Event::Start(tag) => {
            let root = tag.name().into_owned();
            let message = say!("its root is not a document but `{root}`", "根元素不是文档，而是 `{root}`");
            Err(Fault::new(tag.start, ErrorKind::Package(message)))
        }
        _ => Ok(()),
    }
}

/// Reads an OpenDocument text.
///
/// # Errors
/// Where there is no document: the package or its XML is damaged, or goes over a limit.
pub fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Document, Error> {
    let limits = &options.limits;
    if bytes.len() as u64 > limits.input {
        return Err(Error::new(name, ErrorKind::Limit { limit: "input", allowed: limits.input }));
    }
    let mut package = Package::open(bytes, limits).map_err(|kind| Error::new(name, kind))?;
    let Some(content) = read_part(&mut package, CONTENT, name)? else {
        let kind = ErrorKind::Package(say!("its main part is missing", "缺少主部件"));
        return Err(Error::new(name, kind).in_part(CONTENT, None));
    };
    let beside = read_part(&mut package, STYLES, name)?;
    let mut composer = Composer::new(options);
    if beside.is_none() {
        composer.note(&codes::PART_MISSING, None, || {
            say!("{STYLES} is referred to but missing", "文档引用了 {STYLES}，但它不存在")
        });
    }
    let decode = |bytes, part| xml::decode(bytes).map_err(|fault| in_part(fault, part, name));
    let styles_text = match &beside {
        Some(bytes) => decode(bytes, STYLES)?,
        None => Cow::Borrowed(""),
    };
    let content_text = decode(&content, CONTENT)?;
    let (mut styles, mut lists) = (Styles::default(), Lists::default());
    if !styles_text.is_empty() {
        let mut read = || -> xml::Result<()> {
            styles.read(&mut Xml::new(&styles_text, limits))?;
            lists.read(&mut Xml::new(&styles_text, limits))
        };
        read().map_err(|fault| in_part(fault, STYLES, name))?;
    }
    let mut own_styles = styles.clone();
    let mut read = || -> xml::Result<()> {
        own_styles.read(&mut Xml::new(&content_text, limits))?;
        lists.read(&mut Xml::new(&content_text, limits))?;
        let body = Body::new(&content_text, limits, &mut composer, &own_styles, &mut lists);
        body::read(body, false)
    };
    read().map_err(|fault| in_part(fault, CONTENT, name))?;
    if !styles_text.is_empty() {
        composer.part = PartId(1);
        let body = Body::new(&styles_text, limits, &mut composer, &styles, &mut lists);
        body::read(body, true).map_err(|fault| in_part(fault, STYLES, name))?;
    }
    Ok(composer.finish(name, vec![CONTENT.to_owned(), STYLES.to_owned()]))
}
