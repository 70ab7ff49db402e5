//! A list of paths in a file or on standard input, as other programs print them.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{Argument, Failure};

/// The paths that a list names: one a line, or, where `null`, each ended by a zero byte. `-` is standard input. Empty
/// lines are none, and a carriage return at the end of a line is no part of it.
///
/// # Errors
/// Where the list cannot be read.
pub fn listed(list: &Path, null: bool) -> Result<Vec<Argument>, Failure> {
    let name = if list.as_os_str() == "-" { "standard input".into() } else { list.to_string_lossy() };
    let mut bytes = Vec::new();
    let read = if list.as_os_str() == "-" {
        io::stdin().lock().read_to_end(&mut bytes)
    } else {
        File::open(list).and_then(|mut file| file.read_to_end(&mut bytes))
    };
    read.map_err(|error| Failure::unreadable(&name, &error))?;
    let end = if null { 0 } else { b'\n' };
    let lines = bytes.split(|byte| *byte == end).enumerate();
    let lines = lines.map(|(index, line)| (index, if null { line } else { line.strip_suffix(b"\r").unwrap_or(line) }));
    let unit = if null { "entry" } else { "line" };
    Ok(lines
        .filter(|(_, line)| !line.is_empty())
        .map(|(index, line)| Argument { path: path(line), listed: Some(format!("{name}, {unit} {}", index + 1)) })
        .collect())
}

/// Where the system's paths are bytes they need not be UTF-8.
#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(content: &[u8], null: bool) -> Vec<(String, String)> {
        let folder = tempfile::tempdir().unwrap();
        let list = folder.path().join("list.txt");
        std::fs::write(&list, content).unwrap();
        let shown = |argument: Argument| {
            let listed = argument.listed.unwrap();
            let line = listed.rsplit(", ").next().unwrap().to_owned();
            (argument.path.to_string_lossy().into_owned(), line)
        };
        listed(&list, null).unwrap().into_iter().map(shown).collect()
    }

    fn pair(path: &str, line: &str) -> (String, String) {
        (path.to_owned(), line.to_owned())
    }

    #[test]
    fn lines_and_zero_bytes_end_a_path() {
        let lines = paths("a b.docx\r\n\n年报.docx".as_bytes(), false);
        assert_eq!(lines, [pair("a b.docx", "line 1"), pair("年报.docx", "line 3")]);
        let zeros = paths(b"a\nb.docx\0c.docx\0", true);
        assert_eq!(zeros, [pair("a\nb.docx", "entry 1"), pair("c.docx", "entry 2")]);
        assert!(paths(b"", false).is_empty());
        assert!(listed(Path::new("no/such/list"), false).is_err());
    }
}
