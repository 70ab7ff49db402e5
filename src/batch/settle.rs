//! The last step of every file that is written: from a name of its own to the name that was asked for.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Gives a file that is whole its name, in one step, after the disk has all of it.
///
/// # Errors
/// Where the disk does not take it; the file that had the name before is then still there.
pub fn settle(whole: &Path, target: &Path) -> io::Result<()> {
    // Writable, because some systems flush nothing through a handle that only reads.
    File::options().write(true).open(whole)?.sync_all()?;
    fs::rename(whole, target)
}

/// The same for a folder of whole files. The folder that had the name before goes away with all that is in it.
///
/// # Errors
/// Where the disk does not take it.
pub fn settle_folder(whole: &Path, target: &Path) -> io::Result<()> {
    for entry in fs::read_dir(whole)? {
        File::options().write(true).open(entry?.path())?.sync_all()?;
    }
    let before = whole.with_extension("before");
    match fs::rename(target, &before) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    fs::rename(whole, target)?;
    if before.exists() { fs::remove_dir_all(before) } else { Ok(()) }
}
