//! Which prefix stands for which namespace at a place of a part.

use std::collections::HashMap;

use super::chars::{Attributes, unescape};
use super::fault::{Fault, Result};
use super::names::Space;

/// Binds a prefix to a namespace, inside the element at this depth.
#[derive(Debug, Clone, Copy)]
struct Scope<'a> {
    depth: usize,
    prefix: &'a [u8],
    shadowed: Option<Space>,
}

/// The declarations that are in force.
pub(super) struct Namespaces<'a> {
    bound: HashMap<&'a [u8], Space>,
    scopes: Vec<Scope<'a>>,
    /// What each prefix of one letter stands for: nearly all prefixes of a document are such.
    letters: [Space; 128],
    /// The space of names without a prefix.
    default: Space,
    /// The longer prefix that was asked for last.
    last: (&'a [u8], Space),
    /// How many times a prefix was bound or unbound.
    changes: u64,
    limit: usize,
}

impl<'a> Namespaces<'a> {
    /// What is bound outside the root element; an element may declare up to `limit` prefixes.
    pub(super) fn new(limit: usize) -> Self {
        Namespaces {
            bound: HashMap::from([(&b"xml"[..], Space::Xml)]),
            scopes: Vec::new(),
            letters: [Space::Other; 128],
            default: Space::None,
            last: (b"xml", Space::Xml),
            changes: 0,
            limit,
        }
    }

    /// What a prefix stands for here; `b""` is the default namespace.
    #[inline]
    pub(super) fn of(&mut self, prefix: &'a [u8]) -> Space {
        match prefix {
            [] => self.default,
            [letter] if *letter < 128 => self.letters[usize::from(*letter)],
            _ if prefix == self.last.0 => self.last.1,
            _ => {
                self.last = (prefix, self.find(prefix));
                self.last.1
            }
        }
    }

    /// What a prefix of one ASCII letter stands for here.
    #[inline]
    pub(super) fn letter(&self, letter: u8) -> Space {
        self.letters[usize::from(letter & 127)]
    }

    /// What a prefix that is named in a value stands for here.
    pub(super) fn find(&self, prefix: &[u8]) -> Space {
        self.bound.get(prefix).copied().unwrap_or(Space::Other)
    }

    /// A number that changes whenever the declarations in force do.
    #[inline]
    pub(super) fn changes(&self) -> u64 {
        self.changes
    }

    /// Takes in the declarations of the element at this depth, whose tag begins at `start`.
    #[cold]
    pub(super) fn declare(&mut self, attributes: &'a str, depth: usize, start: usize) -> Result<()> {
        let mut count = 0;
        for (name, value) in Attributes(attributes) {
            let prefix = match name.strip_prefix("xmlns") {
                Some("") => "",
                Some(prefix) if prefix.starts_with(':') => &prefix[1..],
                _ => continue,
            };
            count += 1;
            if count > self.limit {
                return Err(Fault::limit(start, "namespaces", self.limit));
            }
            let prefix = prefix.as_bytes();
            let shadowed = self.bind(prefix, Some(Space::of(unescape(value).trim())));
            self.scopes.push(Scope { depth, prefix, shadowed });
        }
        Ok(())
    }

    /// Forgets what was declared deeper than `depth`.
    #[inline]
    pub(super) fn leave(&mut self, depth: usize) {
        while let Some(scope) = self.scopes.last().copied().filter(|scope| scope.depth > depth) {
            self.bind(scope.prefix, scope.shadowed);
            self.scopes.pop();
        }
    }

    /// Binds a prefix; gives what it stood for before.
    fn bind(&mut self, prefix: &'a [u8], space: Option<Space>) -> Option<Space> {
        self.changes += 1;
        match prefix {
            [] => self.default = space.unwrap_or(Space::None),
            [letter] if *letter < 128 => self.letters[usize::from(*letter)] = space.unwrap_or(Space::Other),
            _ => self.last = (prefix, space.unwrap_or(Space::Other)),
        }
        match space {
            Some(space) => self.bound.insert(prefix, space),
            None => self.bound.remove(prefix),
        }
    }
}
