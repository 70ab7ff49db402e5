//! Why the XML of a part cannot be read.

use crate::model::{ErrorKind, Message};

/// Why a part cannot be read on, and at which byte of it.
#[derive(Debug)]
pub(crate) struct Fault(Box<(usize, ErrorKind)>);

impl Fault {
    /// A fault at a byte of the part.
    pub(crate) fn new(offset: usize, kind: ErrorKind) -> Self {
        Fault(Box::new((offset, kind)))
    }

    /// XML that is not sound, at a byte of the part.
    pub(crate) fn xml(offset: usize, message: impl Into<Message>) -> Self {
        Fault::new(offset, ErrorKind::Xml(message.into()))
    }

    /// A limit that is gone over, at a byte of the part.
    pub(crate) fn limit(offset: usize, limit: &'static str, allowed: usize) -> Self {
        Fault::new(offset, ErrorKind::Limit { limit, allowed: allowed as u64 })
    }

    /// The byte and what happened there.
    pub(crate) fn into_parts(self) -> (usize, ErrorKind) {
        *self.0
    }
}

/// The result of reading XML.
pub(crate) type Result<T> = std::result::Result<T, Fault>;
