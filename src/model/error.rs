//! Why there is no document. What is wrong inside a document that was read is a [`Note`](super::Note), never an error.

use std::fmt;

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
#[non_exhaustive]
pub enum ErrorKind {
    /// The file could not be read from the disk.
    #[error("cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// It is a kind of file that this program does not read.
    #[error("is {}", .0.name)]
    Unsupported(&'static super::FileKind),
    /// The package (zip, relationships, content types) is damaged or says two things at once.
    #[error("is not a sound Word package: {0}")]
    Package(String),
    /// An archive of files is damaged, or a member of it.
    #[error("is not a sound zip archive: {0}")]
    Archive(String),
    /// The XML of a part is damaged or forbidden.
    #[error("has unsound XML: {0}")]
    Xml(String),
    /// A limit was reached.
    #[error("goes over the limit `{limit}` of {allowed}")]
    Limit {
        /// The option that raises it.
        limit: &'static str,
        /// Its present value.
        allowed: u64,
    },
}

impl ErrorKind {
    /// The stable kebab-case code.
    pub fn code(&self) -> &'static str {
        match self {
            ErrorKind::Io(_) => "file-unreadable",
            ErrorKind::Unsupported(kind) => kind.code,
            ErrorKind::Package(_) => "package-unsound",
            ErrorKind::Archive(_) => "archive-unsound",
            ErrorKind::Xml(_) => "xml-unsound",
            ErrorKind::Limit { .. } => "limit-reached",
        }
    }

    /// What the user can do next.
    pub fn advice(&self) -> String {
        match self {
            ErrorKind::Io(_) => "check the path and the permissions".to_owned(),
            ErrorKind::Unsupported(kind) => kind.advice.to_owned(),
            ErrorKind::Archive(_) => {
                "copy or download the archive again; if another program unpacks it, give the folder that it makes"
                    .to_owned()
            }
            ErrorKind::Package(_) | ErrorKind::Xml(_) => {
                "open the file in Word or WPS, which may repair it, and save it again as .docx".to_owned()
            }
            ErrorKind::Limit { limit, .. } => {
                format!("if you trust the file, raise the limit with --limit {limit}=N")
            }
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

    /// What the user can do next.
    pub fn advice(&self) -> String {
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
        write!(f, "{}", self.0.file)?;
        if let Some(part) = &self.0.part {
            write!(f, ": {part}")?;
        }
        if let Some(offset) = self.0.offset {
            write!(f, " at byte {offset}")?;
        }
        write!(f, ": {}", self.0.kind)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&self.0.kind)
    }
}
