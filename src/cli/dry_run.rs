//! `--dry-run`: what would be read, one line an input, without reading any report.

use std::io::Write;

use anyhow::Result;

use super::Exit;
use super::terminal::stdout;
use crate::batch::{self, Listing, Loaded};
use crate::input::{ReadOptions, detect, is_readable};
use crate::sink::visible::one_line;

/// Prints for each input whether it would be read, what it is by its content, its size in bytes, and its name.
pub(super) fn run(listing: &Listing, options: &ReadOptions) -> Result<Exit> {
    let mut out = stdout();
    for input in &listing.inputs {
        let (fate, kind, size) = match batch::load(input, options) {
            Ok(Loaded::Source(source)) => {
                let kind = detect(&source.bytes);
                let fate = if is_readable(kind) { "read" } else { "refuse" };
                (fate, kind.code.to_owned(), source.bytes.len().to_string())
            }
            Ok(Loaded::Skipped(_)) => {
                let size = input.path().and_then(|path| path.metadata().ok()).map(|metadata| metadata.len());
                ("skip", "no-document".to_owned(), size.map_or_else(|| "-".to_owned(), |size| size.to_string()))
            }
            Err(failure) => ("fail", failure.code.to_owned(), "-".to_owned()),
        };
        writeln!(out, "{fate:<6} {kind:<16} {size:>10}  {}", one_line(&input.name()))?;
    }
    out.flush()?;
    Ok(match (listing.inputs.is_empty(), listing.failures.is_empty()) {
        (true, _) => Exit::Nothing,
        (false, true) => Exit::Good,
        (false, false) => Exit::Bad,
    })
}
