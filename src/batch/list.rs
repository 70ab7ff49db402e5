//! From what the user typed to an ordered list of files.

use std::collections::HashSet;
use std::fmt;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use globset::GlobBuilder;
use ignore::{DirEntry, WalkBuilder};

use super::Failure;
use crate::input::Archive;
use crate::model::Limits;

/// Something to read.
#[derive(Clone)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A file that was named.
    Named(PathBuf),
    /// A file that was found in a folder that was named; it may be something else than a report.
    Found(PathBuf),
    /// A file in an archive; it may be something else than a report.
    Member {
        /// The archive.
        archive: Arc<Archive>,
        /// The file's place among the members of the archive.
        member: usize,
    },
}

/// One thing that the user named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// A file, a folder, an archive, `-`, or a pattern.
    pub path: PathBuf,
    /// The line of the list that named it, such as `list.txt, line 3`; then it is never a pattern or `-`.
    pub listed: Option<String>,
}

/// What the user's arguments come to.
#[derive(Debug, Default)]
pub struct Listing {
    /// What to read: arguments in their order, within a folder, pattern or archive by the bytes of the path.
    pub inputs: Vec<Input>,
    /// Names that were given more than once; each is read once.
    pub twice: Vec<String>,
    /// Hidden files and folders, and the owner files that Word leaves beside an open document (`~$…`).
    pub left_out: Vec<String>,
    /// Arguments that name nothing, and folders and archives that cannot be read.
    pub failures: Vec<Failure>,
}

impl Input {
    /// The name that the document goes under: the path as given, `-`, or the archive's path with the member's.
    pub fn name(&self) -> String {
        match self {
            Input::Stdin => "-".to_owned(),
            Input::Named(path) | Input::Found(path) => path.to_string_lossy().into_owned(),
            Input::Member { archive, member } => format!("{}/{}", archive.name(), archive.members()[*member].name),
        }
    }

    /// The path of the file; `None` for standard input and what lies in an archive.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Input::Stdin | Input::Member { .. } => None,
            Input::Named(path) | Input::Found(path) => Some(path),
        }
    }
}

impl fmt::Debug for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

impl PartialEq for Input {
    fn eq(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other) && self.name() == other.name()
    }
}

impl Eq for Input {}

impl From<PathBuf> for Argument {
    fn from(path: PathBuf) -> Self {
        Argument { path, listed: None }
    }
}

/// Expands files, folders, archives, patterns and `-`. An argument that exists is itself, even if it looks like a
/// pattern.
pub fn list(arguments: &[Argument], limits: &Limits) -> Listing {
    let mut listing = Listing::default();
    let mut seen = HashSet::new();
    for argument in arguments {
        let files = expand(argument, &mut listing);
        for file in files {
            for input in unpack(file, limits, &mut listing) {
                let name = input.name();
                if seen.contains(&name) {
                    listing.twice.push(name);
                } else {
                    seen.insert(name);
                    listing.inputs.push(input);
                }
            }
        }
    }
    listing
}

fn expand(argument: &Argument, listing: &mut Listing) -> Vec<Input> {
    let path = argument.path.as_path();
    if path.as_os_str() == "-" && argument.listed.is_none() {
        return vec![Input::Stdin];
    }
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => walk(path, listing).into_iter().map(Input::Found).collect(),
        Ok(_) => vec![Input::Named(path.to_owned())],
        Err(_) if is_pattern(path) && argument.listed.is_none() => matching(path, listing),
        Err(error) => {
            let mut failure = Failure::unreadable(&path.to_string_lossy(), &error);
            if let Some(listed) = &argument.listed {
                failure.message.push_str(&format!(" (named in {listed})"));
            }
            listing.failures.push(failure);
            Vec::new()
        }
    }
}

/// The members of an archive; any other file is itself.
fn unpack(input: Input, limits: &Limits, listing: &mut Listing) -> Vec<Input> {
    let Some(path) = input.path().filter(|path| path.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip")))
    else {
        return vec![input];
    };
    let archive = match Archive::open(path, limits) {
        Ok(Some(archive)) => Arc::new(archive),
        Ok(None) => return vec![input],
        Err(error) => {
            listing.failures.push(error.into());
            return Vec::new();
        }
    };
    let mut inputs = Vec::with_capacity(archive.members().len());
    for (member, found) in archive.members().iter().enumerate() {
        if found.name.split('/').any(|part| is_left_out(part) || part == "__MACOSX") {
            listing.left_out.push(format!("{}/{}", archive.name(), found.name));
        } else {
            inputs.push(Input::Member { archive: archive.clone(), member });
        }
    }
    inputs
}

/// Whether a file or folder of this name is none that a person put there to be read.
fn is_left_out(name: &str) -> bool {
    (name.starts_with('.') && name != "." && name != "..") || name.starts_with("~$")
}

/// Every file under a folder, sorted by the bytes of its path. Links to folders are not followed.
fn walk(folder: &Path, listing: &mut Listing) -> Vec<PathBuf> {
    let left_out = Arc::new(Mutex::new(Vec::new()));
    let seen = left_out.clone();
    let is_wanted = move |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        let unwanted = entry.depth() > 0 && is_left_out(&name);
        // The program's own folder is no one's file.
        if unwanted && name != ".baobiao" {
            let name = entry.path().to_string_lossy().into_owned();
            seen.lock().unwrap_or_else(PoisonError::into_inner).push(name);
        }
        !unwanted
    };
    let mut builder = WalkBuilder::new(folder);
    builder.standard_filters(false).follow_links(false).filter_entry(is_wanted);
    let mut found = Vec::new();
    for entry in builder.build() {
        match entry {
            Ok(entry) => {
                if entry.path().is_file() {
                    found.push(entry.into_path());
                }
            }
            Err(error) => listing.failures.push(Failure {
                source: folder.to_string_lossy().into_owned(),
                code: "folder-unreadable",
                message: format!("cannot be walked: {error}"),
                help: "check the path and the permissions".to_owned(),
            }),
        }
    }
    found.sort_unstable_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
    let mut left_out = std::mem::take(&mut *left_out.lock().unwrap_or_else(PoisonError::into_inner));
    left_out.sort_unstable();
    listing.left_out.append(&mut left_out);
    found
}

fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '[', '{'])
}

/// The files that a pattern fits; a pattern that fits none is a failure.
fn matching(pattern: &Path, listing: &mut Listing) -> Vec<Input> {
    let name = pattern.to_string_lossy();
    let glob = match GlobBuilder::new(&name).literal_separator(true).build() {
        Ok(glob) => glob.compile_matcher(),
        Err(error) => {
            listing.failures.push(Failure {
                source: name.into_owned(),
                code: "pattern-unsound",
                message: format!("is not a pattern: {}", error.kind()),
                help: "quote a file name that holds * ? [ or { so that it is found as it is".to_owned(),
            });
            return Vec::new();
        }
    };
    let root: PathBuf = pattern.components().take_while(|part| !is_pattern(Path::new(part))).collect();
    let bare = root.as_os_str().is_empty();
    let root = if bare { PathBuf::from(Component::CurDir.as_os_str()) } else { root };
    if !root.is_dir() {
        listing.failures.push(nothing_fits(&name));
        return Vec::new();
    }
    let strip = |path: PathBuf| if bare { path.strip_prefix(".").map(Path::to_owned).unwrap_or(path) } else { path };
    let found: Vec<Input> =
        walk(&root, listing).into_iter().map(strip).filter(|path| glob.is_match(path)).map(Input::Found).collect();
    if found.is_empty() {
        listing.failures.push(nothing_fits(&name));
    }
    found
}

fn nothing_fits(pattern: &str) -> Failure {
    Failure {
        source: pattern.to_owned(),
        code: "file-unreadable",
        message: "fits no file".to_owned(),
        help: "`**` goes into folders, `*` does not".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        folder
    }

    fn listed(paths: &[PathBuf]) -> Listing {
        let arguments: Vec<Argument> = paths.iter().cloned().map(Argument::from).collect();
        list(&arguments, &Limits::default())
    }

    fn names(listing: &Listing, root: &Path) -> Vec<String> {
        let short = |input: &Input| {
            let path = input.path().unwrap();
            path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/")
        };
        listing.inputs.iter().map(short).collect()
    }

    #[test]
    fn a_folder_is_its_files_in_the_order_of_their_bytes() {
        let folder = folder(&["b.docx", "a/z.docx", "a.docx", ".hidden.docx", "~$b.docx", ".git/c.docx", "B.docx"]);
        std::fs::write(folder.path().join(".gitignore"), "*.docx").unwrap();
        let listing = listed(&[folder.path().to_owned()]);
        assert_eq!(names(&listing, folder.path()), ["B.docx", "a.docx", "a/z.docx", "b.docx"]);
        assert!(listing.failures.is_empty());
        let short = |name: &String| name[folder.path().to_string_lossy().len() + 1..].to_owned();
        let left_out: Vec<String> = listing.left_out.iter().map(short).collect();
        assert_eq!(left_out, [".git", ".gitignore", ".hidden.docx", "~$b.docx"]);
    }

    #[test]
    fn arguments_keep_their_order_and_are_read_once() {
        let folder = folder(&["b.docx", "a.docx"]);
        let (a, b) = (folder.path().join("a.docx"), folder.path().join("b.docx"));
        let listing = listed(&[b.clone(), a.clone(), b.clone(), folder.path().to_owned()]);
        assert_eq!(listing.inputs, [Input::Named(b.clone()), Input::Named(a.clone())]);
        let name = |path: &PathBuf| path.to_string_lossy().into_owned();
        assert_eq!(listing.twice, [name(&b), name(&a), name(&b)]);
    }

    #[test]
    fn a_pattern_is_the_files_that_it_fits() {
        let folder = folder(&["2020/a.docx", "2021/b.docx", "2021/c.txt", "2021/deep/d.docx"]);
        let fitting = |pattern: &str| listed(&[folder.path().join(pattern)]);
        assert_eq!(names(&fitting("*/*.docx"), folder.path()), ["2020/a.docx", "2021/b.docx"]);
        assert_eq!(names(&fitting("2021/**/*.docx"), folder.path()), ["2021/b.docx", "2021/deep/d.docx"]);
        let none = fitting("*.pdf");
        assert!(none.inputs.is_empty());
        assert_eq!(none.failures[0].message, "fits no file");
    }

    #[test]
    fn a_file_whose_name_looks_like_a_pattern_is_itself() {
        let folder = folder(&["[1].docx"]);
        let path = folder.path().join("[1].docx");
        assert_eq!(listed(std::slice::from_ref(&path)).inputs, [Input::Named(path)]);
    }

    #[test]
    fn what_does_not_exist_is_a_failure() {
        let listing = listed(&[PathBuf::from("no/such/file.docx")]);
        assert_eq!(listing.failures[0].code, "file-unreadable");
        assert!(listing.inputs.is_empty());
    }
}
