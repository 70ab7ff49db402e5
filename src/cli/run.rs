//! From the command line to a command, and from what it returns to an exit code.

use std::ffi::OsString;
use std::io;
use std::process::ExitCode;

use anyhow::Result;

use crate::batch::{self, isolate};

use super::args::{Args, Command};
use super::terminal::Terminal;
use super::{check, convert, detect, drift, explain, generate, inspect, language, schemas, tables, usage};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// All is well.
    Good,
    /// Some file failed, or there are findings.
    Bad,
    /// Nothing could be done.
    Nothing,
}

/// Does what the command line says.
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    batch::listen();
    #[cfg(debug_assertions)]
    if std::env::var_os(batch::planted::VARIABLE).is_some() {
        batch::planted::arm();
    }
    if matches!(arguments.as_slice(), [_, only] if only == isolate::WORKER) {
        // It speaks to nobody but the program that started it.
        return isolate::serve(io::stdin().lock(), io::stdout().lock())
            .map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS);
    }
    let args = match usage::parse(&arguments, language::spoken(language::asked(&arguments))) {
        Ok(args) => args,
        Err(code) => return code,
    };
    let terminal = Terminal::new(&args.look, language::spoken(args.look.lang));
    match dispatch(&args, &terminal) {
        Ok(Exit::Good) => ExitCode::SUCCESS,
        Ok(Exit::Bad) => ExitCode::from(1),
        Ok(Exit::Nothing) => ExitCode::from(2),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            terminal.error(&error);
            ExitCode::from(2)
        }
    }
}

fn dispatch(args: &Args, terminal: &Terminal) -> Result<Exit> {
    match &args.command {
        Command::Convert(args) => convert::run(args, terminal),
        Command::Check(args) => check::run(args, terminal),
        Command::Drift(args) => drift::run(args, terminal),
        Command::Tables(args) => tables::run(args, terminal),
        Command::Detect(args) => detect::run(args, terminal),
        Command::Inspect(args) => inspect::run(args, terminal),
        Command::Explain(args) => explain::run(args, terminal),
        Command::Schemas(args) => schemas::run(args, terminal),
        Command::Completions { shell } => generate::completions(*shell, terminal.lang()),
        Command::Man { folder } => generate::man(folder.as_deref(), terminal.lang()),
        Command::JsonSchema => generate::json_schema(),
    }
}

/// Whether whoever read our output has seen enough.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let closed = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
        cause.downcast_ref::<io::Error>().is_some_and(closed)
    })
}
