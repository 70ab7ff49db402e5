//! A file in memory. The only place that reads input files.

use std::io::Read;
use std::path::Path;

use crate::model::{Error, ErrorKind, Limits};

/// A file in memory, and the name that it goes by.
#[derive(Debug, Clone)]
pub struct Source {
    /// The path it was opened under, or any other name.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A path as a name: as it is where it is text, and with bytes that are none spelt `\xNN`, so that no two files
/// share a name.
pub fn path_name(path: &Path) -> String {
    escaped(path.as_os_str().as_encoded_bytes())
}

/// Bytes as text, those that are none spelt `\xNN`.
pub(super) fn escaped(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        chunk.invalid().iter().for_each(|byte| text.push_str(&format!("\\x{byte:02x}")));
    }
    text
}

impl Source {
    /// Bytes under a name.
    pub fn new(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        Source { name: name.into(), bytes }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// Where the file cannot be read or is larger than [`Limits::input`].
    pub fn open(path: impl AsRef<Path>, limits: &Limits) -> Result<Self, Error> {
        let path = path.as_ref();
        let name = path_name(path);
        let failed = |error: std::io::Error| Error::new(name.clone(), error);
        let over = || Error::new(name.clone(), ErrorKind::Limit { limit: "input", allowed: limits.input });
        let file = std::fs::File::open(path).map_err(failed)?;
        let size = file.metadata().map_err(failed)?.len();
        if size > limits.input {
            return Err(over());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        file.take(limits.input.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
        if bytes.len() as u64 > limits.input { Err(over()) } else { Ok(Source { name, bytes }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_text_are_spelt_out() {
        assert_eq!(escaped("年报.docx".as_bytes()), "年报.docx");
        assert_eq!(escaped(b"\xc4\xea/a\xff.docx"), "\\xc4\\xea/a\\xff.docx");
        assert_eq!(path_name(Path::new("2021/年报.docx")), "2021/年报.docx");
    }
}
