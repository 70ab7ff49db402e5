//! From what the user asked for to an ordered list of inputs.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::member::{self, Member};
use super::open::is_word_like;
use super::walk::{Walked, is_pattern, matching, walk};
use super::{Argument, Failure};
use crate::input::{Archive, path_name};
use crate::model::{Limits, Message};

/// Something to read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A file that was named.
    Named(PathBuf),
    /// A file that was found in a folder that was named; it may be something else than a report.
    Found(PathBuf),
    /// A file in a zip archive.
    Member(Member),
}

/// What the user's arguments come to.
#[derive(Debug, Default)]
pub struct Listing {
    /// What to read: arguments in their order, within a folder, pattern or archive by the bytes of the path.
    pub inputs: Vec<Input>,
    /// Names that were given more than once; each is read once.
    pub twice: Vec<String>,
    /// What a folder, pattern or archive holds and is left out because of its name: hidden files and folders, and
    /// `~$…`.
    pub left_out: Vec<String>,
    /// Arguments that name nothing, archives that are damaged, and folders that cannot be read.
    pub failures: Vec<Failure>,
}

impl Input {
    /// The name that the document goes under: the path as given, or `-`.
    pub fn name(&self) -> String {
        match self {
            Input::Stdin => "-".to_owned(),
            Input::Named(path) | Input::Found(path) => path_name(path),
            Input::Member(member) => member.name(),
        }
    }

    /// The path of the file that the bytes lie in; `None` for standard input.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Input::Stdin => None,
            Input::Named(path) | Input::Found(path) => Some(path),
            Input::Member(member) => Some(&member.archive.path),
        }
    }

    /// Whether the user named it, rather than something that it lies in.
    pub fn is_named(&self) -> bool {
        match self {
            Input::Stdin | Input::Named(_) => true,
            Input::Found(_) => false,
            Input::Member(member) => member.named,
        }
    }

    /// What two inputs share where they are the same bytes.
    fn key(&self) -> (Option<PathBuf>, Option<usize>) {
        let index = if let Input::Member(member) = self { Some(member.index) } else { None };
        (self.path().map(Path::to_owned), index)
    }
}

/// Expands files, folders, patterns, archives, members of archives and `-`. An argument that exists is itself, even
/// if it looks like a pattern. A file that calls itself a Word document is not looked into here.
pub fn list(arguments: &[Argument], limits: &Limits) -> Listing {
    let mut listing = Listing::default();
    let mut seen = HashSet::new();
    for argument in arguments {
        for input in expand(argument, limits, &mut listing) {
            if seen.insert(input.key()) {
                listing.inputs.push(input);
            } else if input != Input::Stdin {
                listing.twice.push(input.name());
            }
        }
    }
    listing
}

fn expand(argument: &Argument, limits: &Limits, listing: &mut Listing) -> Vec<Input> {
    let path = &argument.path;
    let typed = argument.line.is_none();
    if typed && path.as_os_str() == "-" {
        return vec![Input::Stdin];
    }
    let error = match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => {
            let walked = walk(path, &mut listing.failures);
            return found(walked, limits, listing);
        }
        Ok(metadata) if metadata.is_file() => return file(Input::Named(path.clone()), limits, listing),
        Ok(_) => return vec![Input::Named(path.clone())],
        Err(error) => error,
    };
    let failure = match member::inside(path, limits) {
        Some(Ok(member)) => return vec![Input::Member(member)],
        Some(Err(failure)) => failure,
        None if typed && is_pattern(path) => {
            let walked = matching(path, &mut listing.failures);
            return found(walked, limits, listing);
        }
        None => Failure::unreadable(&path_name(path), &error),
    };
    listing.failures.push(match &argument.line {
        Some((list, line)) => {
            let Message { english, chinese } = failure.message;
            let message = Message {
                english: format!("{english} (line {line} of {list})"),
                chinese: format!("{chinese}（{list} 第 {line} 行）"),
            };
            Failure { message, ..failure }
        }
        None => failure,
    });
    Vec::new()
}

fn found(walked: Walked, limits: &Limits, listing: &mut Listing) -> Vec<Input> {
    listing.left_out.extend(walked.left_out.iter().map(|path| path_name(path)));
    walked.files.into_iter().flat_map(|path| file(Input::Found(path), limits, listing)).collect()
}

/// The file itself, or the members of the archive that it is.
fn file(input: Input, limits: &Limits, listing: &mut Listing) -> Vec<Input> {
    let Some(path) = input.path().filter(|path| !is_word_like(path)) else { return vec![input] };
    match Archive::open(path, limits) {
        Ok(Some(mut archive)) => {
            listing.left_out.append(&mut archive.left_out);
            member::all(archive)
        }
        Ok(None) => vec![input],
        // A disk that does not give the file now is asked again when the file is read.
        Err(error) if error.code() == "file-unreadable" => vec![input],
        Err(error) => {
            listing.failures.push(error.into());
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(paths: &[PathBuf]) -> Listing {
        let arguments: Vec<Argument> = paths.iter().cloned().map(Argument::from).collect();
        super::list(&arguments, &Limits::default())
    }

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
        let left_out: Vec<&str> =
            listing.left_out.iter().map(|name| name.rsplit(['/', '\\']).next().unwrap()).collect();
        assert_eq!(left_out, [".git", ".gitignore", ".hidden.docx", "~$b.docx"]);
        assert!(listing.failures.is_empty());
    }

    #[test]
    fn arguments_keep_their_order_and_are_read_once() {
        let folder = folder(&["b.docx", "a.docx"]);
        let (a, b) = (folder.path().join("a.docx"), folder.path().join("b.docx"));
        let listing = list(&[b.clone(), a.clone(), b.clone(), folder.path().to_owned()]);
        assert_eq!(listing.inputs, [Input::Named(b.clone()), Input::Named(a.clone())]);
        let name = |path: &Path| path.to_string_lossy().into_owned();
        assert_eq!(listing.twice, [name(&b), name(&a), name(&b)]);
    }

    #[test]
    fn a_pattern_is_the_files_that_it_fits() {
        let folder = folder(&["2020/a.docx", "2021/b.docx", "2021/c.txt", "2021/deep/d.docx"]);
        let fitting = |pattern: &str| list(&[folder.path().join(pattern)]);
        assert_eq!(names(&fitting("*/*.docx"), folder.path()), ["2020/a.docx", "2021/b.docx"]);
        assert_eq!(names(&fitting("2021/**/*.docx"), folder.path()), ["2021/b.docx", "2021/deep/d.docx"]);
        let none = fitting("*.pdf");
        assert!(none.inputs.is_empty());
        assert_eq!(none.failures[0].message.english, "fits no file");
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
