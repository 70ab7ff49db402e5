//! `completions`, `man` and `json-schema`: what is made from the command line itself, and from the promise of the JSON.

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use clap_complete::Shell;

use super::Exit;
use super::complaint::{OrSay, unmade};
use super::output::spare_link;
use super::terminal::stdout;
use super::usage::command;
use crate::model::{Lang, say};
use crate::sink::wire::JSON_SCHEMA;

/// Prints the completions of a shell.
pub(super) fn completions(shell: Shell, lang: Lang) -> Result<Exit> {
    // The generator panics where it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(lang), "baobiao", &mut script);
    print(&script)
}

/// Prints the manual page, or writes one page a command into a folder.
pub(super) fn man(folder: Option<&Path>, lang: Lang) -> Result<Exit> {
    let Some(folder) = folder else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command(lang)).render(&mut page)?;
        return print(&page);
    };
    std::fs::create_dir_all(folder).or_say(|| unmade(folder))?;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "1") {
            spare_link(&path)?;
        }
    }
    let unwritable = || {
        say!("{folder}: a manual page cannot be written into it", "{folder}：无法写入手册页", folder = folder.display())
    };
    clap_mangen::generate_to(command(lang), folder).or_say(unwritable)?;
    Ok(Exit::Good)
}

/// Prints the JSON Schema of a report.
pub(super) fn json_schema() -> Result<Exit> {
    print(JSON_SCHEMA.as_bytes())
}

fn print(bytes: &[u8]) -> Result<Exit> {
    let mut out = stdout();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(Exit::Good)
}
