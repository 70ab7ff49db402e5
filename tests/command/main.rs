//! The program as a person runs it: its command line, its batches, and what is left when they are stopped.

#[path = "../support/mod.rs"]
mod support;

#[cfg(feature = "cli")]
mod archives;
#[cfg(feature = "cli")]
mod batch;
#[cfg(feature = "cli")]
mod cli;
#[cfg(feature = "cli")]
mod convert;
#[cfg(all(unix, feature = "cli"))]
mod evil_names;
#[cfg(all(debug_assertions, feature = "cli"))]
mod isolate;
#[cfg(feature = "cli")]
mod journal;
mod languages;
#[cfg(feature = "cli")]
mod limits;
#[cfg(feature = "cli")]
mod programs;
#[cfg(all(feature = "cli", unix))]
mod resume;
