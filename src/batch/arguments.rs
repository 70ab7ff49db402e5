//! What was asked for: paths that were typed, and paths from a list in a file.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::Failure;
use crate::input::path_name;
use crate::model::say;

/// A path that the user gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// The path, as it was given.
    pub path: PathBuf,
    /// The list and the line in it, from 1, where it was not typed.
    pub line: Option<(String, usize)>,
}

impl From<PathBuf> for Argument {
    fn from(path: PathBuf) -> Self {
        Argument { path, line: None }
    }
}

/// The paths in a list, one a line or each ended by NUL; `-` is standard input. Empty lines, a byte order mark and a
/// CR at the end of a line are nothing. A path is meant as it stands: it is no pattern, and `-` is a file.
///
/// # Errors
/// Where the list cannot be read. A line that is no path is one of the failures returned beside the paths.
pub fn read_list(list: &Path, by_nul: bool) -> Result<(Vec<Argument>, Vec<Failure>), Failure> {
    let name = path_name(list);
    let bytes = if list.as_os_str() == "-" {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(list)
    };
    let bytes = bytes.map_err(|error| Failure::unreadable(&name, &error))?;
    Ok(parsed(&bytes, &name, by_nul))
}

fn parsed(bytes: &[u8], name: &str, by_nul: bool) -> (Vec<Argument>, Vec<Failure>) {
    let (mut arguments, mut failures) = (Vec::new(), Vec::new());
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    for (index, line) in bytes.split(|byte| *byte == if by_nul { 0 } else { b'\n' }).enumerate() {
        let line = if by_nul { line } else { line.strip_suffix(b"\r").unwrap_or(line) };
        let number = index + 1;
        match path(line) {
            _ if line.is_empty() => {}
            Some(path) if !line.contains(&0) => {
                arguments.push(Argument { path, line: Some((name.to_owned(), number)) });
            }
            _ => failures.push(Failure::new(
                name,
                "list-unsound",
                say!("line {number} is no path", "第 {number} 行不是路径"),
                say!(
                    "give one path a line in UTF-8, or paths that end in NUL with --null",
                    "请用 UTF-8 每行写一个路径；路径以 NUL 结尾时请加 --null"
                ),
            )),
        }
    }
    (arguments, failures)
}

#[cfg(unix)]
fn path(line: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    Some(PathBuf::from(std::ffi::OsStr::from_bytes(line)))
}

#[cfg(not(unix))]
fn path(line: &[u8]) -> Option<PathBuf> {
    std::str::from_utf8(line).ok().map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(bytes: &[u8], by_nul: bool) -> Vec<(String, usize)> {
        let (arguments, failures) = parsed(bytes, "list", by_nul);
        assert!(failures.is_empty(), "{failures:?}");
        arguments.into_iter().map(|one| (path_name(&one.path), one.line.unwrap().1)).collect()
    }

    #[test]
    fn a_list_is_one_path_a_line() {
        let expected = [("年报 1.docx".to_owned(), 1), ("b.docx".to_owned(), 3), (" c".to_owned(), 4)];
        assert_eq!(paths("\u{feff}年报 1.docx\r\n\nb.docx\n c".as_bytes(), false), expected);
        assert_eq!(paths(b"a\nb\0c\r\0\0", true), [("a\nb".to_owned(), 1), ("c\r".to_owned(), 2)]);
        assert!(paths(b"", false).is_empty());
    }

    #[test]
    fn a_list_by_nul_that_is_read_by_lines_is_not_one_long_path() {
        let (arguments, failures) = parsed(b"a\0b\0", "list", false);
        assert!(arguments.is_empty());
        assert_eq!((failures[0].code, failures[0].message.english.as_str()), ("list-unsound", "line 1 is no path"));
    }

    #[test]
    #[cfg(unix)]
    fn a_path_need_not_be_text() {
        assert_eq!(paths(b"\xc4\xea.docx", false), [("\\xc4\\xea.docx".to_owned(), 1)]);
    }
}
