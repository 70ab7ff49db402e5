//! What lies in a folder, and what fits a pattern.

use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use globset::GlobBuilder;
use ignore::{DirEntry, WalkBuilder};

use super::Failure;
use crate::input::path_name;
use crate::model::{CHECK_PATH, Words, say};

/// Files, and what was left out by its name: hidden files and folders, and the owner files that Word leaves beside
/// an open document (`~$…`).
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// Sorted by the bytes of their paths.
    pub(super) files: Vec<PathBuf>,
    /// Sorted likewise; a hidden folder stands for all that is in it.
    pub(super) left_out: Vec<PathBuf>,
}

/// Every file under a folder. Links to folders are not followed.
pub(super) fn walk(folder: &Path, failures: &mut Vec<Failure>) -> Walked {
    let left_out = Arc::new(Mutex::new(Vec::new()));
    let sieve = Arc::clone(&left_out);
    let mut builder = WalkBuilder::new(folder);
    builder.standard_filters(false).follow_links(false).filter_entry(move |entry| {
        let kept = entry.depth() == 0 || !is_left_out(entry);
        if !kept {
            sieve.lock().unwrap_or_else(PoisonError::into_inner).push(entry.path().to_owned());
        }
        kept
    });
    let mut files = Vec::new();
    for entry in builder.build() {
        match entry {
            Ok(entry) if entry.path().is_file() => files.push(entry.into_path()),
            Ok(_) => {}
            Err(error) => failures.push(Failure::new(
                path_name(folder),
                "folder-unreadable",
                say!("cannot be walked: {error}", "无法遍历：{error}"),
                CHECK_PATH,
            )),
        }
    }
    let mut left_out = std::mem::take(&mut *left_out.lock().unwrap_or_else(PoisonError::into_inner));
    for paths in [&mut files, &mut left_out] {
        paths.sort_unstable_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));
    }
    Walked { files, left_out }
}

fn is_left_out(entry: &DirEntry) -> bool {
    let name = entry.file_name().as_encoded_bytes();
    let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
    name.starts_with(b".") || (name.starts_with(b"~$") && !is_folder)
}

/// Whether an argument may be a pattern.
pub(super) fn is_pattern(path: &Path) -> bool {
    path.to_string_lossy().contains(['*', '?', '[', '{'])
}

/// The files that a pattern fits; a pattern that fits none is a failure.
pub(super) fn matching(pattern: &Path, failures: &mut Vec<Failure>) -> Walked {
    let name = pattern.to_string_lossy();
    let glob = match GlobBuilder::new(&name).literal_separator(true).build() {
        Ok(glob) => glob.compile_matcher(),
        Err(error) => {
            failures.push(Failure::new(
                name,
                "pattern-unsound",
                say!("is not a pattern: {error}", "不是有效的通配模式：{error}", error = error.kind()),
                Words::new(
                    "quote a file name that holds * ? [ or { so that it is found as it is",
                    "文件名中含有 * ? [ 或 { 时，请加引号，以便按原名查找",
                ),
            ));
            return Walked::default();
        }
    };
    let root: PathBuf = pattern.components().take_while(|part| !is_pattern(Path::new(part))).collect();
    let bare = root.as_os_str().is_empty();
    let root = if bare { PathBuf::from(Component::CurDir.as_os_str()) } else { root };
    if !root.is_dir() {
        failures.push(nothing_fits(&name));
        return Walked::default();
    }
    let strip = |path: PathBuf| if bare { path.strip_prefix(".").map(Path::to_owned).unwrap_or(path) } else { path };
    let fitting = |paths: Vec<PathBuf>| paths.into_iter().map(strip).filter(|path| glob.is_match(path)).collect();
    let walked = walk(&root, failures);
    let walked = Walked { files: fitting(walked.files), left_out: fitting(walked.left_out) };
    if walked.files.is_empty() {
        failures.push(nothing_fits(&name));
    }
    walked
}

fn nothing_fits(pattern: &str) -> Failure {
    Failure::new(
        pattern,
        "file-unreadable",
        say!("fits no file", "没有匹配的文件"),
        say!(
            "`**` goes into folders, `*` does not; hidden files and ~$… are left out",
            "`**` 会进入子文件夹，`*` 不会；隐藏文件和 ~$… 不计在内"
        ),
    )
}
