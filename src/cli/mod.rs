//! The command line: the only module that knows a terminal, prints, or reads the environment.
//!
//! What the user typed is `args`; what it means is `settings`; one file a command. Data goes to standard
//! output, everything else to standard error. The exit code is computed from what a command returns: 0 all is
//! well, 1 a file failed or there are findings, 2 a usage error or nothing could be done.

mod args;
mod chain;
mod check;
mod chinese;
mod comparison;
mod complaint;
mod convert;
mod describe;
mod drift;
mod dry_run;
mod explain;
mod files;
mod finding;
mod generate;
mod inspect;
mod language;
mod ledger;
mod limits;
mod migrate;
mod output;
mod outputs;
mod progress;
mod proposals;
mod run;
mod schemas;
mod settings;
mod suggest;
mod tables;
mod terminal;
mod usage;

use run::Exit;
pub use run::main;

#[cfg(test)]
#[path = "../../tests/sink/sample.rs"]
mod sample;
