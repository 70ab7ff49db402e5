//! Puts a document together: finds the main part, reads the parts beside it, and accounts for every character.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::flow::Flow;
use super::inflate::Bytes;
use super::numbering::Numbering;
use super::package::{self, Package};
use super::reading::Reading;
use super::relations::{self, ContentTypes, Relation, in_part};
use super::styles::Styles;
use super::{ReadOptions, body, flat, xml};
use crate::compose::{Notices, order, tally};
use crate::model::{Block, Document, Error, ErrorKind, Limits, Message, PartId, codes, say};

/// A part that holds text, and what it is called.
struct TextPart<'a> {
    name: String,
    bytes: Bytes<'a>,
}

/// Reads a Word package.
///
/// # Errors
/// Where there is no document: the package or its XML is damaged, or goes over a limit.
pub fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Document, Error> {
    if bytes.len() as u64 > options.limits.input {
        let kind = ErrorKind::Limit { limit: "input", allowed: options.limits.input };
        return Err(Error::new(name, kind));
    }
    let package = Package::open(bytes, &options.limits).map_err(|kind| Error::new(name, kind))?;
    read_package(name, package, options)
}

/// Reads a flat package.
pub fn read_flat(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Document, Error> {
    let limits = &options.limits;
    let read = || -> xml::Result<Vec<(String, Cow<'static, [u8]>)>> { flat::parts(&xml::decode(bytes)?, limits) };
    let parts = read().map_err(|fault| in_part(fault, "", name))?;
    let package = Package::from_parts(parts, limits).map_err(|kind| Error::new(name, kind))?;
    read_package(name, package, options)
}

/// The content type of the main part of a package, or the type that an OpenDocument package gives itself.
pub(crate) fn main_type(bytes: &[u8]) -> Option<String> {
    let limits = Limits { part: 16 << 20, ..Limits::default() };
    let mut package = Package::open(bytes, &limits).ok()?;
    if let Ok(Some(kind)) = package.read("mimetype") {
        let manifest = package.read("META-INF/manifest.xml").ok().flatten().unwrap_or_default();
        if memchr::memmem::find(&manifest, b"encryption-data").is_some() {
            return Some("encrypted".to_owned());
        }
        return Some(String::from_utf8_lossy(&kind).into_owned());
    }
    let types = ContentTypes::read(&mut package, &limits, "").ok()?;
    let relations = relations::of(&mut package, "", &limits, "").ok()?;
    let target = relations.iter().find(|relation| relation.kind == "officeDocument")?.target.as_deref()?;
    let kind = types.of(target);
    // A main part without a type of its own is judged by its folder.
    let folder = target.split('/').next().unwrap_or("").to_ascii_lowercase();
    let guess = match folder.as_str() {
        "word" => "wordprocessingml",
        "xl" => "spreadsheetml",
        "ppt" => "presentationml",
        _ => "",
    };
    Some(if kind.contains("main+xml") { kind.to_owned() } else { guess.to_owned() })
}

/// Reads a package that is open.
fn read_package(file: &str, mut package: Package<'_>, options: &ReadOptions) -> Result<Document, Error> {
    let limits = &options.limits;
    let mut notices = Notices::default();
    let main = main_part(&mut package, limits, file, &mut notices)?;
    let relations = relations::of(&mut package, &main, limits, file)?;
    let mut opened = Opened { package, file, relations, limits };
    let bytes = relations::read(&mut opened.package, &main, file)?;
    let Some(bytes) = bytes else {
        let kind = ErrorKind::Package(say!("its main part is missing", "缺少主部件"));
        return Err(Error::new(file, kind).in_part(main, None));
    };
    let styles = opened.styles(&mut notices)?;
    let beside = opened.text_parts(&main, &mut notices)?;
    let numbered = |bytes: &[u8]| memchr::memmem::find(bytes, b"numId").is_some();
    let wants_numbers = styles.any_number()
        || numbered(&bytes)
        || beside.iter().any(|(_, part)| numbered(&part.bytes))
        || bytes.starts_with(&[0xFF])
        || bytes.starts_with(&[0xFE])
        || memchr::memchr(0, &bytes).is_some();
    let numbering = if wants_numbers { opened.numbering(&mut notices)? } else { Numbering::default() };
    let mut reading = Reading::new(options, styles, numbering, notices);
    let mut document = Document { source: file.to_owned(), ..Document::default() };
    document.blocks = read_part(&mut reading, &mut document.parts, file, TextPart { name: main, bytes }, true)?;
    for part in in_order(beside, &reading.sections) {
        let blocks = read_part(&mut reading, &mut document.parts, file, part, false)?;
        document.blocks.extend(blocks);
    }
    Ok(finish(document, reading))
}

/// Headers and footers in the order of the sections that use them, then the others as they come.
fn in_order<'a>(mut parts: Vec<(String, TextPart<'a>)>, sections: &[String]) -> Vec<TextPart<'a>> {
    let mut ranks: HashMap<&str, usize> = HashMap::new();
    for (rank, section) in sections.iter().enumerate() {
        ranks.entry(section).or_insert(rank);
    }
    parts.sort_by_cached_key(|(id, _)| ranks.get(id.as_str()).copied().unwrap_or(usize::MAX));
    parts.into_iter().map(|(_, part)| part).collect()
}

/// The document, once its parts are read.
pub(super) fn finish(mut document: Document, mut reading: Reading<'_>) -> Document {
    let (inserted, deleted) = reading.changes;
    if inserted + deleted > 0 {
        let state = reading.options.revisions.words();
        reading.note(&codes::CHANGES_TRACKED, None, || Message {
            english: format!("{inserted} insertions and {deleted} deletions: {}", state.english),
            chinese: format!("插入{inserted}处，删除{deleted}处：{}", state.chinese),
        });
    }
    document.stories = std::mem::take(&mut reading.stories);
    document.stories.retain(|story| !story.blocks.is_empty());
    document.notes = std::mem::take(&mut reading.notices).finish();
    if reading.unordered {
        order::renumber(&mut document);
    }
    tally::complete(&mut document, reading.read, reading.noted);
    document
}

/// Reads the text of one part.
fn read_part(
    reading: &mut Reading<'_>,
    parts: &mut Vec<String>,
    file: &str,
    part: TextPart<'_>,
    main: bool,
) -> Result<Vec<Block>, Error> {
    let Ok(id) = u16::try_from(parts.len()) else { return Ok(Vec::new()) };
    parts.push(part.name.clone());
    let mut read = || -> xml::Result<Vec<Block>> {
        let text = xml::decode(&part.bytes)?;
        if main {
            check_root(&text, reading.limits())?;
        }
        body::read(Flow::new(&text, PartId(id), reading))
    };
    read().map_err(|fault| in_part(fault, &part.name, file))
}

/// Refuses a main part that is not a Word document.
fn check_root(text: &str, limits: &Limits) -> xml::Result<()> {
    let mut xml = xml::Xml::new(text, limits);
    match xml.next()? {
        xml::Event::Start(tag) if tag.space == super::names::Space::Word && tag.local == b"document" => Ok(()),
        xml::Event::Start(tag) => {
            let name = tag.name().into_owned();
            let kind = ErrorKind::Package(say!(
                "its main part is not a document but `{name}`",
                "主部件不是文档，而是 `{name}`"
            ));
            Err(xml::Fault::new(tag.start, kind))
        }
        _ => Ok(()),
    }
}

/// The name of the main part: by the package's relationship, else by its content type.
fn main_part(package: &mut Package<'_>, limits: &Limits, file: &str, notices: &mut Notices) -> Result<String, Error> {
    let relations = relations::of(package, "", limits, file)?;
    let types = ContentTypes::read(package, limits, file)?;
    let related = relations.iter().find(|relation| relation.kind == "officeDocument");
    let target = related.and_then(|relation| relation.target.clone()).filter(|target| package.has(target));
    let declared = types.main().map(str::to_owned).filter(|part| package.has(part));
    match (target, declared) {
        (Some(target), declared) => {
            let kind = types.of(&target).to_owned();
            let foreign = ["spreadsheetml", "presentationml", "ms-excel", "ms-powerpoint", "visio"];
            if foreign.iter().any(|foreign| kind.contains(foreign)) {
                let kind = ErrorKind::Package(say!("its main part is of the type {kind}", "主部件的类型是 {kind}"));
                return Err(Error::new(file, kind));
            }
            if !relations::is_word_main(&kind) && declared.as_ref() != Some(&target) {
                notices.add(&codes::PACKAGE_ODD, None, || {
                    say!("the main part {target} has the type “{kind}”", "主部件 {target} 的类型是“{kind}”")
                });
            }
            Ok(target)
        }
        (None, Some(part)) => {
            notices.add(&codes::PACKAGE_ODD, None, || {
                say!("the main part {part} was found by its type alone", "主部件 {part} 仅凭类型找到")
            });
            Ok(part)
        }
        (None, None) => Err(Error::new(file, ErrorKind::Package(say!("it has no main part", "没有主部件")))),
    }
}

/// A package whose main part is known.
struct Opened<'a, 'f> {
    package: Package<'a>,
    file: &'f str,
    relations: Rc<Vec<Relation>>,
    limits: &'f Limits,
}

impl<'a> Opened<'a, '_> {
    /// The part that the first relationship of this kind leads to. A part that is missing is noted.
    fn side(&mut self, kind: &str, notices: &mut Notices) -> Result<Option<TextPart<'a>>, Error> {
        let target = self.relations.iter().find(|relation| relation.kind == kind);
        match target.and_then(|relation| relation.target.clone()) {
            Some(name) => self.part(name, notices),
            None => Ok(None),
        }
    }

    fn part(&mut self, name: String, notices: &mut Notices) -> Result<Option<TextPart<'a>>, Error> {
        match relations::read(&mut self.package, &name, self.file)? {
            Some(bytes) => Ok(Some(TextPart { name, bytes })),
            None => {
                notices.add(&codes::PART_MISSING, None, || {
                    say!("{name} is referred to but missing", "文档引用了 {name}，但它不存在")
                });
                Ok(None)
            }
        }
    }

    fn styles(&mut self, notices: &mut Notices) -> Result<Rc<Styles>, Error> {
        let Some(part) = self.side("styles", notices)? else { return Ok(Rc::default()) };
        let styles = Styles::of(&part.bytes, self.limits).map_err(|fault| in_part(fault, &part.name, self.file))?;
        styles.note(notices);
        Ok(styles)
    }

    fn numbering(&mut self, notices: &mut Notices) -> Result<Numbering, Error> {
        let Some(part) = self.side("numbering", notices)? else { return Ok(Numbering::default()) };
        Numbering::of(&part.bytes, self.limits).map_err(|fault| in_part(fault, &part.name, self.file))
    }

    /// The parts beside the main one that hold text, each once, with the relationship that leads to it.
    fn text_parts(&mut self, main: &str, notices: &mut Notices) -> Result<Vec<(String, TextPart<'a>)>, Error> {
        let mut parts: Vec<(String, TextPart<'a>)> = Vec::new();
        let main = package::normal(main);
        let mut known: HashSet<String> = HashSet::new();
        for kind in ["header", "footer", "footnotes", "endnotes", "comments"] {
            let found: Vec<(String, String)> = self
                .relations
                .iter()
                .filter(|relation| relation.kind == kind)
                .filter_map(|relation| Some((relation.id.clone(), relation.target.clone()?)))
                .collect();
            for (id, name) in found {
                let same = package::normal(&name);
                if same == main {
                    notices.add(&codes::PACKAGE_ODD, None, || {
                        say!("the main part is said to be its own {kind}", "主部件被声明为自身的 {kind}")
                    });
                } else if known.insert(same)
                    && let Some(part) = self.part(name, notices)?
                {
                    parts.push((id, part));
                }
            }
        }
        Ok(parts)
    }
}
