//! Why there is no document. What is wrong inside a document that was read is a [`Note`](super::Note), never an error.

use std::fmt;
use std::io;

use super::{Lang, Message, Words, say};

/// What to do about a path that the disk does not give.
pub(crate) const CHECK_PATH: Words = Words::new("check the path and the permissions", "请检查路径和访问权限");

/// Why the disk gives or takes nothing. The system speaks its own language, so that only what is frequent is said in
/// Chinese.
pub(crate) fn io_reason(error: &io::Error) -> Message {
    let chinese = match error.kind() {
        io::ErrorKind::NotFound => "文件或文件夹不存在",
        io::ErrorKind::PermissionDenied => "没有访问权限",
        io::ErrorKind::IsADirectory => "这是文件夹",
        io::ErrorKind::NotADirectory => "路径中有一段不是文件夹",
        io::ErrorKind::AlreadyExists => "文件已存在",
        io::ErrorKind::StorageFull => "磁盘空间不足",
        io::ErrorKind::ReadOnlyFilesystem => "磁盘为只读",
        _ => return Message::same(error.to_string()),
    };
    Message { english: error.to_string(), chinese: format!("{chinese}（{error}）") }
}

/// There is no document: which file, which part, what, and what to do next.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    file: String,
    part: Option<String>,
    offset: Option<u64>,
    kind: ErrorKind,
}

/// What went wrong.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message().english)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The file could not be read from the disk.
    Io(#[from] io::Error),
    /// It is a kind of file that this program does not read.
    Unsupported(&'static super::FileKind),
    /// The package (zip, relationships, content types) is damaged or says two things at once.
    Package(Message),
    /// An archive of files is damaged, or a member of it.
    Archive(Message),
    /// A web archive is damaged.
    Mime(Message),
    /// A Word 97–2003 document is damaged.
    Binary(Message),
    /// The XML of a part is damaged or forbidden.
    Xml(Message),
    /// A limit was reached.
    Limit {
        /// The option that raises it.
        limit: &'static str,
        /// Its present value.
        allowed: u64,
    },
}

impl ErrorKind {
    /// The codes of all but [`ErrorKind::Unsupported`], which has that of the kind.
    pub const CODES: [&'static str; 7] = [
        "file-unreadable",
        "package-unsound",
        "archive-unsound",
        "web-archive-unsound",
        "doc-unsound",
        "xml-unsound",
        "limit-reached",
    ];

    /// The stable kebab-case code.
    pub fn code(&self) -> &'static str {
        match self {
            ErrorKind::Io(_) => "file-unreadable",
            ErrorKind::Unsupported(kind) => kind.code,
            ErrorKind::Package(_) => "package-unsound",
            ErrorKind::Archive(_) => "archive-unsound",
            ErrorKind::Mime(_) => "web-archive-unsound",
            ErrorKind::Binary(_) => "doc-unsound",
            ErrorKind::Xml(_) => "xml-unsound",
            ErrorKind::Limit { .. } => "limit-reached",
        }
    }

    /// What is wrong, as the end of a sentence that the file's name begins.
    pub fn message(&self) -> Message {
        match self {
            ErrorKind::Io(error) => Message {
                english: format!("cannot be read: {error}"),
                chinese: format!("无法读取：{}", io_reason(error).chinese),
            },
            ErrorKind::Unsupported(kind) => {
                Message { english: format!("is {}", kind.name.english), chinese: format!("是{}", kind.name.chinese) }
            }
            ErrorKind::Archive(what) => Message {
                english: format!("is not a sound zip archive: {}", what.english),
                chinese: format!("不是完好的 ZIP 压缩包：{}", what.chinese),
            },
            ErrorKind::Package(what) => Message {
                english: format!("is not a sound document package: {}", what.english),
                chinese: format!("不是完好的文档包：{}", what.chinese),
            },
            ErrorKind::Mime(what) => Message {
                english: format!("is not a sound web archive: {}", what.english),
                chinese: format!("不是完好的网页归档文件：{}", what.chinese),
            },
            ErrorKind::Binary(what) => Message {
                english: format!("is not a sound Word 97–2003 document: {}", what.english),
                chinese: format!("不是完好的 Word 97–2003 文档：{}", what.chinese),
            },
            ErrorKind::Xml(what) => Message {
                english: format!("has unsound XML: {}", what.english),
                chinese: format!("XML 有误：{}", what.chinese),
            },
            ErrorKind::Limit { limit, allowed } => {
                say!("goes over the limit `{limit}` of {allowed}", "超出上限 `{limit}`（{allowed}）")
            }
        }
    }

    /// What the user can do next.
    pub fn advice(&self) -> Message {
        match self {
            ErrorKind::Io(_) => CHECK_PATH.into(),
            ErrorKind::Unsupported(kind) => kind.advice.into(),
            ErrorKind::Archive(_) => Words::new(
                "copy or download the archive again; if another program unpacks it, give the folder that it makes",
                "请重新复制或下载该压缩包；如果别的程序能解压，请给出解压得到的文件夹",
            )
            .into(),
            ErrorKind::Package(_) | ErrorKind::Xml(_) | ErrorKind::Mime(_) | ErrorKind::Binary(_) => Words::new(
                "open the file in Word or WPS, which may repair it, and save it again as .docx",
                "请用 Word 或 WPS 打开该文件（可能会自动修复），再另存为 .docx",
            )
            .into(),
            ErrorKind::Limit { limit, .. } => say!(
                "if you trust the file, raise the limit with --limit {limit}=N",
                "如果信任该文件，可用 --limit {limit}=N 提高上限"
            ),
        }
    }
}

impl Error {
    /// An error about a whole file.
    pub fn new(file: impl Into<String>, kind: impl Into<ErrorKind>) -> Self {
        Error(Box::new(Inner { file: file.into(), part: None, offset: None, kind: kind.into() }))
    }

    /// The same error, inside a part of the package, at a byte of it where that is known.
    #[must_use]
    pub fn in_part(mut self, part: impl Into<String>, offset: Option<u64>) -> Self {
        self.0.part = Some(part.into());
        self.0.offset = offset;
        self
    }

    /// What went wrong.
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// The stable kebab-case code.
    pub fn code(&self) -> &'static str {
        self.0.kind.code()
    }

    /// What is wrong, without the file: part, byte, and what.
    pub fn message(&self) -> Message {
        let mut english = String::new();
        let mut chinese = String::new();
        if let Some(part) = &self.0.part {
            let byte = self.0.offset;
            english = format!("{part}{}: ", byte.map_or(String::new(), |byte| format!(" at byte {byte}")));
            chinese = format!("{part}{}：", byte.map_or(String::new(), |byte| format!(" 第 {byte} 字节")));
        }
        let mut message = Message { english, chinese };
        message.push(&self.0.kind.message());
        message
    }

    /// The whole error in a language: file, part, byte, and what.
    pub fn text(&self, lang: Lang) -> String {
        let mark = Words::new(": ", "：").text(lang);
        format!("{}{mark}{}", self.0.file, self.message().text(lang))
    }

    /// What the user can do next.
    pub fn advice(&self) -> Message {
        self.0.kind.advice()
    }

    /// The file it is about.
    pub fn file(&self) -> &str {
        &self.0.file
    }

    /// The part of the package, where it is about one.
    pub fn part(&self) -> Option<&str> {
        self.0.part.as_deref()
    }

    /// The byte in the part.
    pub fn offset(&self) -> Option<u64> {
        self.0.offset
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::English))
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&self.0.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_listed() {
        let message = || Message::same("x");
        let kinds = [
            ErrorKind::Io(io::ErrorKind::NotFound.into()),
            ErrorKind::Package(message()),
            ErrorKind::Archive(message()),
            ErrorKind::Mime(message()),
            ErrorKind::Binary(message()),
            ErrorKind::Xml(message()),
            ErrorKind::Limit { limit: "input", allowed: 1 },
        ];
        for kind in &kinds {
            // A new kind does not compile until it stands in the list above, and so in the other.
            match kind {
                ErrorKind::Io(_)
                | ErrorKind::Package(_)
                | ErrorKind::Archive(_)
                | ErrorKind::Mime(_)
                | ErrorKind::Binary(_)
                | ErrorKind::Xml(_)
                | ErrorKind::Limit { .. } => {}
                ErrorKind::Unsupported(_) => panic!("its code is that of the kind"),
            }
        }
        assert_eq!(kinds.map(|kind| kind.code()), ErrorKind::CODES);
    }
}
