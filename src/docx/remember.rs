//! Parts beside the main one that were read before: the same bytes under the same limits say the same again.
//!
//! The reports of a folder come from a few templates, and their styles, lists, relationships and types are often the same
//! to the byte. A thread keeps what it read last. A part is known only as a whole, once it was inflated and its checksum
//! held, so that a package is refused for its parts whether they are known or not.

use std::cell::RefCell;
use std::rc::Rc;
use std::thread::LocalKey;

use crate::model::Limits;

/// How many parts of one kind are kept.
const KEPT: usize = 4;
/// A part that is longer, in bytes, is not kept.
pub(super) const LONGEST: usize = 64 << 10;

/// The last `N` of what was kept, the one that was found or kept last first.
pub(super) struct Recent<T, const N: usize>(Vec<T>);

impl<T, const N: usize> Recent<T, N> {
    pub(super) const fn new() -> Self {
        Recent(Vec::new())
    }

    pub(super) fn find(&mut self, same: impl FnMut(&T) -> bool) -> Option<&T> {
        let index = self.0.iter().position(same)?;
        self.0[..=index].rotate_right(1);
        self.0.first()
    }

    pub(super) fn keep(&mut self, new: T) {
        self.0.truncate(N - 1);
        self.0.insert(0, new);
    }
}

/// What the parts of one kind say.
pub(super) type Parts<T> = RefCell<Recent<Part<T>, KEPT>>;

/// A part that was read.
pub(super) struct Part<T> {
    owner: Box<str>,
    bytes: Box<[u8]>,
    limits: Limits,
    says: Rc<T>,
}

/// What a part says that has these bytes and belongs to this one; `read` reads it if it is not known.
pub(super) fn remembered<T, E>(
    parts: &'static LocalKey<Parts<T>>,
    owner: &str,
    bytes: &[u8],
    limits: &Limits,
    read: impl FnOnce() -> Result<T, E>,
) -> Result<Rc<T>, E> {
    let same = |part: &Part<T>| *part.bytes == *bytes && *part.owner == *owner && part.limits == *limits;
    if let Some(known) = parts.with_borrow_mut(|parts| parts.find(same).map(|part| part.says.clone())) {
        return Ok(known);
    }
    let says = Rc::new(read()?);
    if bytes.len() <= LONGEST {
        let part = Part { owner: owner.into(), bytes: bytes.into(), limits: limits.clone(), says: says.clone() };
        parts.with_borrow_mut(|parts| parts.keep(part));
    }
    Ok(says)
}

#[cfg(test)]
mod tests {
    use super::{KEPT, LONGEST, Limits, Parts, Recent, remembered};

    thread_local! {
        static PARTS: Parts<String> = const { Parts::new(Recent::new()) };
    }

    /// What a part says, and whether it was read.
    fn ask(owner: &str, bytes: &[u8], limits: &Limits) -> (String, bool) {
        let mut read = false;
        let says = remembered(&PARTS, owner, bytes, limits, || {
            read = true;
            Ok::<_, ()>(format!("{owner} {}", bytes.len()))
        });
        (says.unwrap().as_str().to_owned(), read)
    }

    #[test]
    fn only_what_is_the_same_in_everything_is_not_read_again() {
        let limits = Limits::default();
        let other = Limits { chain: 1, ..Limits::default() };
        assert_eq!(ask("a", b"one", &limits), ("a 3".to_owned(), true));
        assert_eq!(ask("a", b"one", &limits), ("a 3".to_owned(), false));
        for (owner, bytes, limits) in
            [("b", &b"one"[..], &limits), ("a", b"oneone", &limits), ("a", b"", &limits), ("a", b"one", &other)]
        {
            assert_eq!(ask(owner, bytes, limits), (format!("{owner} {}", bytes.len()), true));
        }
    }

    #[test]
    fn what_came_last_is_kept_and_what_is_long_or_refused_is_not() {
        let limits = Limits::default();
        let asked = |number: usize| ask("", &vec![b'x'; number], &limits).1;
        assert!((0..=KEPT).all(asked));
        assert!(!asked(1) && asked(0), "the one that came first has made room");
        assert!(!asked(1) && asked(2), "one that came again has not");
        assert!(asked(LONGEST) && !asked(LONGEST));
        assert!(asked(LONGEST + 1) && asked(LONGEST + 1));
        for _ in 0..2 {
            assert_eq!(remembered(&PARTS, "", b"bad", &limits, || Err("refused")).unwrap_err(), "refused");
        }
    }
}
