//! One page, from its bytes to a document.

use super::arena::{self, NONE, Node};
use super::elements::is_no_text;
use super::{charset, gate, walk};
use crate::compose::{Composer, ReadOptions, weight};
use crate::model::{Document, Error, ErrorKind};

/// Reads a web page.
///
/// # Errors
/// Where it goes over a limit.
pub fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Document, Error> {
    read_page(name, bytes, None, "html", options)
}

/// Reads a page that is the part `part` of a file; `declared` is what that says about its characters.
pub(super) fn read_page(
    name: &str,
    bytes: &[u8],
    declared: Option<&str>,
    part: &str,
    options: &ReadOptions,
) -> Result<Document, Error> {
    let limits = &options.limits;
    for (limit, allowed) in [("input", limits.input), ("part", limits.part)] {
        if bytes.len() as u64 > allowed {
            return Err(Error::new(name, ErrorKind::Limit { limit, allowed }));
        }
    }
    let mut composer = Composer::new(options);
    let text = charset::decode(bytes, declared, &mut composer);
    if text.len() as u64 > limits.part {
        return Err(Error::new(name, ErrorKind::Limit { limit: "part", allowed: limits.part }));
    }
    let failed = |(at, kind): (usize, ErrorKind)| Error::new(name, kind).in_part(part, Some(at as u64));
    let tree = gate::parse(text, limits).map_err(failed)?;
    composer.count(characters(&tree));
    walk::walk(&tree, &mut composer).map_err(failed)?;
    Ok(composer.finish(name, vec![part.to_owned()]))
}

/// Whether the text in a node is text of the document.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Unknown,
    Text,
    Dropped,
}

/// The characters that the page holds, counted where they lie and not where they are read.
fn characters(tree: &[Node]) -> u64 {
    let mut fates = vec![Fate::Unknown; tree.len()];
    fates[0] = Fate::Text;
    let mut sum = 0;
    let mut climbed = Vec::new();
    for node in tree {
        let arena::Data::Text(text) = &node.data else { continue };
        let mut at = node.parent;
        let mut fate = Fate::Text;
        climbed.clear();
        while at != NONE {
            fate = match fates[at as usize] {
                Fate::Unknown if is_no_text(&tree[at as usize]) => Fate::Dropped,
                known => known,
            };
            climbed.push(at);
            if fate != Fate::Unknown {
                break;
            }
            at = tree[at as usize].parent;
        }
        climbed.iter().for_each(|node| fates[*node as usize] = fate);
        sum += if fate == Fate::Text { weight(text) } else { 0 };
    }
    sum
}
