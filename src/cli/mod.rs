//! The command line: the only module that knows a terminal, prints, or reads the environment.
//!
//! What the user typed is [`args`]; what it means is [`settings`]; one file a command. Data goes to standard
//! output, everything else to standard error. The exit code is computed from what a command returns: 0 all is
//! well, 1 a file failed or there are findings, 2 a usage error or nothing could be done.

mod args;
mod chain;
mod check;
mod convert;
mod describe;
mod explain;
mod files;
mod finding;
mod inspect;
mod output;
mod schemas;
mod settings;
mod suggest;
mod tables;
mod terminal;

#[cfg(test)]
#[path = "../../tests/sink/sample.rs"]
mod sample;

use std::io;
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use args::{Args, Command};
use terminal::{Style, Terminal};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// All is well.
    Good,
    /// Some file failed, or there are findings.
    Bad,
    /// Nothing could be done.
    Nothing,
}

/// Does what the command line says.
pub fn main() -> ExitCode {
    let args = Args::parse();
    let terminal = Terminal::new(&args.look);
    match dispatch(&args, &terminal) {
        Ok(Exit::Good) => ExitCode::SUCCESS,
        Ok(Exit::Bad) => ExitCode::from(1),
        Ok(Exit::Nothing) => ExitCode::from(2),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            terminal.say(&format!("{}: {error:#}", terminal.paint(Style::Error, "error")));
            ExitCode::from(2)
        }
    }
}

fn dispatch(args: &Args, terminal: &Terminal) -> Result<Exit> {
    match &args.command {
        Command::Convert(args) => convert::run(args, terminal),
        Command::Check(args) => check::run(args, terminal),
        Command::Tables(args) => tables::run(args, terminal),
        Command::Inspect(args) => inspect::run(args, terminal),
        Command::Explain(args) => explain::run(args, terminal),
        Command::Schemas(args) => schemas::run(args, terminal),
    }
}

/// Whether whoever read our output has seen enough.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let closed = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
        cause.downcast_ref::<io::Error>().is_some_and(closed)
    })
}
