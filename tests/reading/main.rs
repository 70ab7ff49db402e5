//! What the readers give: documents, their tables and notes, from every format, and what they refuse.

#[path = "../support/mod.rs"]
mod support;

mod beside;
mod corpus;
mod doc;
mod doc_agreement;
mod doc_damage;
mod grid;
mod html;
mod numbers;
mod odt;
mod oracle;
mod page;
mod plain_text;
mod refusals;
mod rtf;
mod tables;
mod text;
mod word_2003;
