//! From what the user typed to an ordered list of files.

use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};

use globset::GlobBuilder;
use ignore::WalkBuilder;

use super::Failure;

/// Something to read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A file that was named.
    Named(PathBuf),
    /// A file that was found in a folder that was named; it may be something else than a report.
    Found(PathBuf),
}

/// What the user's arguments come to.
#[derive(Debug, Default)]
pub struct Listing {
    /// What to read: arguments in their order, within a folder or pattern by the bytes of the path.
    pub inputs: Vec<Input>,
    /// Paths that were named more than once; each is read once.
    pub twice: Vec<PathBuf>,
    /// Arguments that name nothing, and folders that cannot be read.
    pub failures: Vec<Failure>,
}

impl Input {
    /// The name that the document goes under: the path as given, or `-`.
    pub fn name(&self) -> String {
        match self {
            Input::Stdin => "-".to_owned(),
            Input::Named(path) | Input::Found(path) => path.to_string_lossy().into_owned(),
        }
    }

    /// The path; `None` for standard input.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Input::Stdin => None,
            Input::Named(path) | Input::Found(path) => Some(path),
        }
    }
}

/// Expands files, folders, patterns and `-`. An argument that exists is itself, even if it looks like a pattern.
pub fn list(arguments: &[PathBuf]) -> Listing {
    let mut listing = Listing::default();
    let mut seen = HashSet::new();
    for argument in arguments {
        let inputs = expand(argument, &mut listing.failures);
        for input in inputs {
            if seen.insert(input.name()) {
                listing.inputs.push(input);
            } else if let Some(path) = input.path() {
                listing.twice.push(path.to_owned());
            }
        }
    }
    listing
}

fn expand(argument: &Path, failures: &mut Vec<Failure>) -> Vec<Input> {
    if argument.as_os_str() == "-" {
        return vec![Input::Stdin];
    }
    match std::fs::metadata(argument) {
        Ok(metadata) if metadata.is_dir() => walk(argument, failures).into_iter().map(Input::Found).collect(),
        Ok(_) => vec![Input::Named(argument.to_owned())],
        Err(_) if is_pattern(argument) => matching(argument, failures),
        Err(error) => {
            failures.push(Failure::unreadable(&argument.to_string_lossy(), &error));
            Vec::new()
        }
    }
}

/// Every file under a folder, sorted by the bytes of its path; hidden files and the owner files that Word leaves
/// beside an open document (`~$…`) are none. Links to folders are not followed.
fn walk(folder: &Path, failures: &mut Vec<Failure>) -> Vec<PathBuf> {
    let mut builder = WalkBuilder::new(folder);
    builder.standard_filters(false).hidden(true).follow_links(false);
    let mut found = Vec::new();
    for entry in builder.build() {
        match entry {
            Ok(entry) => {
                let owner_file = entry.file_name().to_string_lossy().starts_with("~$");
                if entry.path().is_file() && !owner_file {
                    found.push(entry.into_path());
                }
            }
            Err(error) => failures.push(Failure {
                source: folder.to_string_lossy().into_owned(),
                code: "folder-unreadable",
                message: format!("cannot be walked: {error}"),
                help: "check the path and the permissions".to_owned(),
            }),
        }
    }
    found.sort_unstable_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
    found
}

fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '[', '{'])
}

/// The files that a pattern fits; a pattern that fits none is a failure.
fn matching(pattern: &Path, failures: &mut Vec<Failure>) -> Vec<Input> {
    let name = pattern.to_string_lossy();
    let glob = match GlobBuilder::new(&name).literal_separator(true).build() {
        Ok(glob) => glob.compile_matcher(),
        Err(error) => {
            failures.push(Failure {
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
        failures.push(nothing_fits(&name));
        return Vec::new();
    }
    let strip = |path: PathBuf| if bare { path.strip_prefix(".").map(Path::to_owned).unwrap_or(path) } else { path };
    let found: Vec<Input> =
        walk(&root, failures).into_iter().map(strip).filter(|path| glob.is_match(path)).map(Input::Found).collect();
    if found.is_empty() {
        failures.push(nothing_fits(&name));
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
        let listing = list(&[folder.path().to_owned()]);
        assert_eq!(names(&listing, folder.path()), ["B.docx", "a.docx", "a/z.docx", "b.docx"]);
        assert!(listing.failures.is_empty());
    }

    #[test]
    fn arguments_keep_their_order_and_are_read_once() {
        let folder = folder(&["b.docx", "a.docx"]);
        let (a, b) = (folder.path().join("a.docx"), folder.path().join("b.docx"));
        let listing = list(&[b.clone(), a.clone(), b.clone(), folder.path().to_owned()]);
        assert_eq!(listing.inputs, [Input::Named(b.clone()), Input::Named(a.clone())]);
        assert_eq!(listing.twice, [b.clone(), a, b]);
    }

    #[test]
    fn a_pattern_is_the_files_that_it_fits() {
        let folder = folder(&["2020/a.docx", "2021/b.docx", "2021/c.txt", "2021/deep/d.docx"]);
        let fitting = |pattern: &str| list(&[folder.path().join(pattern)]);
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
        assert_eq!(list(std::slice::from_ref(&path)).inputs, [Input::Named(path)]);
    }

    #[test]
    fn what_does_not_exist_is_a_failure() {
        let listing = list(&[PathBuf::from("no/such/file.docx")]);
        assert_eq!(listing.failures[0].code, "file-unreadable");
        assert!(listing.inputs.is_empty());
    }
}
