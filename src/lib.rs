//! **baobiao** (报表) turns archived Word reports into data: every figure named, typed, checked, and traced to its cell.
//!
//! A file becomes a neutral [`Document`](model::Document), a document and a [`Schema`](schema::Schema) become a
//! [`Report`](extract::Report), and a report goes out through a [`Sink`](sink::Sink):
//!
//! ```
//! use baobiao::extract::extract;
//! use baobiao::input::{ReadOptions, Source, read};
//! use baobiao::schema::Schema;
//!
//! let options = ReadOptions::default();
//! let source = Source::open("samples/city-2022.docx", &options.limits)?;
//! let document = read(&source, &options)?;
//! let schema = Schema::builtin();
//! let report = extract(&document, schema);
//!
//! let field = schema.find("applications.new_received.total").unwrap();
//! let fact = report.fact(field).unwrap();
//! assert_eq!(fact.value.number().unwrap().to_string(), fact.raw);
//! println!("{} {} from {:?}", schema.field(field).title(), fact.raw, fact.place);
//! # Ok::<(), baobiao::model::Error>(())
//! ```
//!
//! Only opening a file and finding no document in it are errors. Whatever is odd inside a document becomes a
//! [`Note`](model::Note) with a place, and three laws of conservation are counted for every report
//! ([`Audit`](extract::Audit)): no cell, no field and no character goes missing without one.
//!
//! The library never prints, reads the clock, the environment or the working directory.

#![forbid(unsafe_code)]

#[cfg(feature = "cli")]
pub mod batch;
#[cfg(feature = "cli")]
pub mod cli;
mod compose;
pub mod doc;
pub mod docx;
pub mod extract;
pub mod html;
pub mod input;
pub mod model;
pub mod odt;
pub mod rtf;
pub mod schema;
pub mod sink;
pub mod text;

// So that unit tests can use the hand-made reports of the integration tests.
#[cfg(test)]
extern crate self as baobiao;
