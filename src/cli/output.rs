//! Where output goes: standard output, one file, or one file a report. A file appears whole or not at all.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::complaint::{OrSay, complaint, unwritable};
use crate::batch::{self, Input};
use crate::model::say;
use crate::sink::Out;

/// Where the user wants the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// Standard output.
    Stdout,
    /// One file.
    File(PathBuf),
    /// One file a report in this folder.
    Folder(PathBuf),
}

impl Target {
    /// What `-o` says, where `several` kinds of output are asked for or one.
    pub(super) fn of(output: Option<&Path>, several: bool) -> Target {
        let Some(path) = output.filter(|path| path.as_os_str() != "-") else { return Target::Stdout };
        let ends_in_slash = path.to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR]);
        let is_new_folder = several && path.extension().is_none() && !path.exists();
        if ends_in_slash || is_new_folder || path.is_dir() {
            Target::Folder(path.to_owned())
        } else {
            Target::File(path.to_owned())
        }
    }
}

/// A file that takes its name only when it is whole.
pub(super) struct WholeFile {
    target: PathBuf,
    /// The name that it has until then; `None` where the target is no ordinary file, such as a device.
    temporary: Option<PathBuf>,
}

impl WholeFile {
    /// Where a file is to be written, in the folder where it will be, so that it can be kept afterwards.
    pub(super) fn create(target: &Path) -> Result<(WholeFile, Out<'static>)> {
        let given = target;
        let unwritable = || unwritable(given);
        if fs::metadata(target).is_ok_and(|metadata| !metadata.is_file()) {
            let device = File::options().write(true).open(target).or_say(unwritable)?;
            let out = Out::stream(BufWriter::new(device));
            return Ok((WholeFile { target: target.to_owned(), temporary: None }, out));
        }
        spare_link(target)?;
        let name = target.file_name().or_say(unwritable)?.to_string_lossy().into_owned();
        let short: String = name.chars().take(40).collect();
        let process = std::process::id();
        let temporary = (0_u32..)
            .map(|attempt| target.with_file_name(format!(".{short}.{process}-{attempt}.partial")))
            .find(|path| !path.exists())
            .or_say(unwritable)?;
        let out = Out::File(temporary.clone());
        Ok((WholeFile { target: target.to_owned(), temporary: Some(temporary) }, out))
    }

    /// Everything is written: it gets its name.
    pub(super) fn keep(mut self) -> Result<()> {
        let unwritable = || unwritable(&self.target);
        if let Some(temporary) = &self.temporary {
            batch::settle(temporary, &self.target).or_say(unwritable)?;
        }
        self.temporary = None;
        Ok(())
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if let Some(temporary) = &self.temporary {
            _ = fs::remove_file(temporary);
        }
    }
}

/// Never writes through a link: whoever made it may have meant another file to be written over.
///
/// # Errors
/// Where `path` is a link, to whatever it leads, or to nothing.
pub(super) fn spare_link(path: &Path) -> Result<()> {
    if fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink()) {
        return Err(complaint(say!(
            "{path}: is a link and is not written through; name the file it leads to, or remove it",
            "{path}：是链接，不会通过它写入；请指明它所指的文件，或将其删除",
            path = path.display()
        )));
    }
    Ok(())
}

/// The inputs as the file system knows them, so that none is written over.
pub(super) struct Inputs {
    named: HashSet<PathBuf>,
    found: HashSet<PathBuf>,
}

impl Inputs {
    pub(super) fn of(inputs: &[Input]) -> Inputs {
        let mut known = Inputs { named: HashSet::new(), found: HashSet::new() };
        for input in inputs {
            match input {
                Input::Stdin => {}
                Input::Named(path) => known.named.extend(fs::canonicalize(path)),
                Input::Found(path) => known.found.extend(fs::canonicalize(path)),
                Input::Member(_) => known.named.extend(input.path().and_then(|path| fs::canonicalize(path).ok())),
            }
        }
        known
    }

    /// # Errors
    /// Where `target` is one of the inputs. A file that was only found in a folder and is no document may be what
    /// the same command wrote the last time, and is replaced.
    pub(super) fn spare(&self, target: &Path) -> Result<()> {
        let Ok(path) = fs::canonicalize(target) else { return Ok(()) };
        if self.named.contains(&path) || (self.found.contains(&path) && batch::may_be_document(&path)) {
            return Err(complaint(say!(
                "{path}: is one of the inputs and is not written over",
                "{path}：是输入文件之一，不予覆盖",
                path = target.display()
            )));
        }
        Ok(())
    }
}

/// Gives every report a file name of its own in one folder.
#[derive(Default)]
pub(super) struct Names(HashSet<String>);

impl Names {
    /// A name after the input's own, that no earlier one is equal to even where case does not count.
    pub(super) fn name(&mut self, input: &Input, extension: &str) -> String {
        let name = input.name();
        let stem = match input {
            Input::Stdin => "stdin".into(),
            _ => Path::new(&name).file_stem().unwrap_or_default().to_string_lossy(),
        };
        let stem = harmless(&stem);
        let mut name = format!("{stem}.{extension}");
        let mut count = 1;
        while !self.0.insert(name.to_lowercase()) {
            count += 1;
            name = format!("{stem}-{count}.{extension}");
        }
        name
    }
}

/// Names that Windows gives to devices, whatever their extension.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "com", "lpt"];

/// Bytes of a stem; file systems allow 255 for a whole name.
const LONGEST: usize = 200;

/// A name without separators, control characters, bidirectional controls, dots at its ends, or a device's name.
fn harmless(stem: &str) -> String {
    let unsafe_character = |c: char| {
        c.is_control()
            || "/\\:*?\"<>|".contains(c)
            || matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    let mut name: String = stem.chars().map(|c| if unsafe_character(c) { '_' } else { c }).collect();
    while name.len() > LONGEST {
        name.pop();
    }
    let name = name.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let base = name.split('.').next().unwrap_or(name).trim_end().to_ascii_lowercase();
    let letters = base.trim_end_matches(|c: char| c.is_ascii_digit());
    let numbered = matches!(letters, "com" | "lpt") == (base.len() == letters.len() + 1);
    match name {
        "" => "report".to_owned(),
        _ if DEVICES.contains(&letters) && numbered => format!("_{name}"),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside_the_folder() {
        for (stem, name) in [
            ("2020年报", "2020年报"),
            ("..", "report"),
            ("...a", "a"),
            ("a/../b\\c", "a_.._b_c"),
            ("a\u{1b}[31m\nb", "a_[31m_b"),
            ("\u{202e}txt", "_txt"),
            ("CON", "_CON"),
            ("nul.x", "_nul.x"),
            ("com1", "_com1"),
            ("com", "com"),
            ("lpt10", "lpt10"),
            ("con1", "con1"),
            ("contract", "contract"),
            ("", "report"),
        ] {
            assert_eq!(harmless(stem), name, "{stem:?}");
        }
        assert!(harmless(&"报".repeat(300)).len() <= LONGEST);
    }

    #[test]
    fn no_two_reports_share_a_name() {
        let mut names = Names::default();
        let input = |path: &str| Input::Found(PathBuf::from(path));
        assert_eq!(names.name(&input("a/r.docx"), "json"), "r.json");
        assert_eq!(names.name(&input("b/R.docx"), "json"), "R-2.json");
        assert_eq!(names.name(&input("c/r-2.docx"), "json"), "r-2-2.json");
        assert_eq!(names.name(&Input::Stdin, "json"), "stdin.json");
    }

    #[test]
    fn a_file_appears_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out.csv");
        fs::write(&target, "old").unwrap();
        let (given_up, out) = WholeFile::create(&target).unwrap();
        out.writer().unwrap().write_all(b"half").unwrap();
        drop(given_up);
        assert_eq!(fs::read_to_string(&target).unwrap(), "old");
        let (kept, out) = WholeFile::create(&target).unwrap();
        out.writer().unwrap().write_all(b"new").unwrap();
        kept.keep().unwrap();
        assert_eq!(fs::read_to_string(&target).unwrap(), "new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn an_input_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.docx");
        fs::write(&path, "x").unwrap();
        let inputs = Inputs::of(&[Input::Named(path.clone())]);
        assert!(inputs.spare(&folder.path().join(".").join("a.docx")).is_err());
        assert!(inputs.spare(&folder.path().join("b.docx")).is_ok());
    }

    #[test]
    fn what_the_last_run_wrote_into_the_same_folder_is_replaced_but_no_document_is() {
        let folder = tempfile::tempdir().unwrap();
        let (data, document) = (folder.path().join("out.csv"), folder.path().join("a.docx"));
        fs::write(&data, "file,agency\n").unwrap();
        fs::write(&document, "damaged").unwrap();
        let inputs = Inputs::of(&[Input::Found(data.clone()), Input::Found(document.clone())]);
        assert!(inputs.spare(&data).is_ok());
        assert!(inputs.spare(&document).is_err());
    }
}
