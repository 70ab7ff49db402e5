//! One member of an archive as an input: the archive's directory is read once and shared by all its members.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::sync::Arc;

use super::{Failure, Input};
use crate::input::{Archive, path_name};
use crate::model::{Limits, say};

/// A file in an archive. Two are equal where they are the same file of the same archive.
#[derive(Debug, Clone)]
pub struct Member {
    /// The archive.
    pub archive: Arc<Archive>,
    /// Which of [`Archive::members`] it is.
    pub index: usize,
    /// Whether the user named it, so that it is never skipped.
    pub named: bool,
}

impl Member {
    /// The name that it goes under: `archive.zip/inner/path.docx`.
    pub fn name(&self) -> String {
        self.archive.member_name(self.index)
    }

    /// Its name inside the archive.
    pub fn inner(&self) -> &str {
        self.archive.members.get(self.index).map_or("", |member| member.name.as_str())
    }

    fn key(&self) -> (&Path, usize) {
        (&self.archive.path, self.index)
    }
}

impl PartialEq for Member {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Member {}

impl PartialOrd for Member {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Member {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl Hash for Member {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

/// All members of an archive.
pub(super) fn all(archive: Archive) -> Vec<Input> {
    let archive = Arc::new(archive);
    let member = |index| Input::Member(Member { archive: Arc::clone(&archive), index, named: false });
    (0..archive.members.len()).map(member).collect()
}

/// What one argument names, where exactly one thing is meant: a file, `-`, or `archive.zip/inner/path.docx`.
///
/// # Errors
/// Where the path leads into an archive that has no such member, or whose directory is unsound.
pub fn named(path: &Path, limits: &Limits) -> Result<Input, Failure> {
    if path.as_os_str() == "-" {
        return Ok(Input::Stdin);
    }
    if std::fs::symlink_metadata(path).is_err()
        && let Some(member) = inside(path, limits)
    {
        return member.map(Input::Member);
    }
    Ok(Input::Named(path.to_owned()))
}

/// The member that a path leads to, where the beginning of it is an archive.
pub(super) fn inside(path: &Path, limits: &Limits) -> Option<Result<Member, Failure>> {
    let file = path.ancestors().skip(1).find(|parent| parent.is_file())?;
    let inner = path_name(path.strip_prefix(file).ok()?).replace('\\', "/");
    let archive = match Archive::open(file, limits) {
        Ok(archive) => archive?,
        Err(error) => return Some(Err(error.into())),
    };
    let found = archive.members.iter().position(|member| member.name == inner);
    Some(match found {
        Some(index) => Ok(Member { archive: Arc::new(archive), index, named: true }),
        None => Err(Failure::new(
            path_name(path),
            "file-unreadable",
            say!(
                "there is no such file in the archive {archive}",
                "压缩包 {archive} 中没有这个文件",
                archive = path_name(file)
            ),
            say!(
                "`baobiao check --dry-run {archive}` lists what is in it",
                "可用 `baobiao check --dry-run {archive}` 列出其中的文件",
                archive = path_name(file)
            ),
        )),
    })
}
