//! What stops a command, in both languages, and how a chain of causes is told in one of them.

use std::path::Path;
use std::{error, fmt, io};

use anyhow::Error;

use crate::model::{self, Lang, Message, Words, say};
use crate::schema::SchemaError;

/// Why a command cannot go on.
#[derive(Debug)]
pub(super) struct Complaint {
    message: Message,
    cause: Option<Error>,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message.english)
    }
}

impl error::Error for Complaint {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.cause.as_ref().map(AsRef::as_ref)
    }
}

/// An error that says this.
pub(super) fn complaint(message: Message) -> Error {
    Complaint { message, cause: None }.into()
}

/// A file that cannot be written.
pub(super) fn unwritable(path: &Path) -> Message {
    say!("{path}: cannot be written", "{path}：无法写入", path = path.display())
}

/// A folder that cannot be made.
pub(super) fn unmade(path: &Path) -> Message {
    say!("{path}: cannot be made", "{path}：无法创建", path = path.display())
}

/// Says what could not be done, before why.
pub(super) trait OrSay<T> {
    /// The value, or an error that says this.
    fn or_say(self, message: impl FnOnce() -> Message) -> Result<T, Error>;
}

impl<T, E: Into<Error>> OrSay<T> for Result<T, E> {
    fn or_say(self, message: impl FnOnce() -> Message) -> Result<T, Error> {
        self.map_err(|cause| Complaint { message: message(), cause: Some(cause.into()) }.into())
    }
}

impl<T> OrSay<T> for Option<T> {
    fn or_say(self, message: impl FnOnce() -> Message) -> Result<T, Error> {
        self.ok_or_else(|| complaint(message()))
    }
}

/// An error and its causes on one line. A cause that knows one language is told in that one.
pub(super) fn told(error: &Error, lang: Lang) -> String {
    let one = |cause: &(dyn error::Error + 'static)| {
        if let Some(complaint) = cause.downcast_ref::<Complaint>() {
            complaint.message.text(lang).to_owned()
        } else if let Some(error) = cause.downcast_ref::<SchemaError>() {
            error.text(lang)
        } else if let Some(error) = cause.downcast_ref::<io::Error>() {
            model::io_reason(error).text(lang).to_owned()
        } else {
            cause.to_string()
        }
    };
    let causes: Vec<String> = error.chain().map(one).collect();
    causes.join(Words::new(": ", "：").text(lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_told_with_its_causes_in_either_language() {
        let cause: Result<(), io::Error> = Err(io::ErrorKind::NotFound.into());
        let error = cause.or_say(|| say!("a.csv: cannot be written", "a.csv：无法写入")).unwrap_err();
        assert_eq!(told(&error, Lang::English), "a.csv: cannot be written: entity not found");
        assert_eq!(told(&error, Lang::Chinese), "a.csv：无法写入：文件或文件夹不存在（entity not found）");
        let none: Option<()> = None;
        assert_eq!(told(&none.or_say(|| say!("none", "没有")).unwrap_err(), Lang::Chinese), "没有");
    }
}
