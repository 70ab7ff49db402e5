//! Panics: one on a file is that file's failure, with its place in our code, and nothing of it reaches the terminal.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo, catch_unwind};

use super::Failure;

thread_local! {
    /// Whether what runs on this thread is guarded.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    /// What the last panic said that happened under guard.
    static SAID: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// From now on a panic under guard is told by its failure alone; any other as before. Called once by a program, before
/// its first file.
pub fn listen() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if GUARDED.get() {
            SAID.replace(Some(said(info)));
        } else {
            before(info);
        }
    }));
}

/// Does work on a file; a panic in it is that file's failure.
///
/// # Errors
/// What the work says, or a `program-defect`.
pub fn guarded<T>(name: &str, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    caught(work).unwrap_or_else(|said| Err(Failure::panicked(name, &said)))
}

/// Does work; the error is what a panic in it said.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let outside = GUARDED.replace(true);
    SAID.take();
    let done = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outside);
    done.map_err(|panic| SAID.take().unwrap_or_else(|| payload(panic.as_ref()).to_owned()))
}

fn said(info: &PanicHookInfo<'_>) -> String {
    let what = payload(info.payload());
    info.location().map_or_else(|| what.to_owned(), |place| format!("{what} ({}:{})", place.file(), place.line()))
}

fn payload(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("it does not say which")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_failure_that_says_what_and_work_that_ends_well_is_none() {
        assert_eq!(guarded("a", || Ok(7)), Ok(7));
        let number = 7;
        let failure = guarded("a.docx", || -> Result<(), Failure> { panic!("seven is {number}") }).unwrap_err();
        assert_eq!((failure.source.as_str(), failure.code), ("a.docx", "program-defect"));
        assert!(failure.message.english.contains("seven is 7"), "{failure:?}");
        assert!(!GUARDED.get(), "what comes after is not guarded");
    }
}
