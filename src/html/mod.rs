//! Reads web pages (HTML) and web archives (MHT), as browsers, Word and WPS save them, into the neutral
//! [`Document`](crate::model::Document).
//!
//! `charset` tells what characters the bytes are; `pieces` cuts them into tags and text; `gate` hands them to `html5ever`
//! and keeps the limits; `arena` is the tree, which that fills; `style` reads what `style` attributes say; `walk` goes through the tree and `elements` knows what each element means; `text` collapses
//! white space; `table` holds the rows of open tables; `mht` finds the page in an archive, after
//! `boundaries` looked at what lies between its parts.
//!
//! What of a page is text, and where it goes: everything that a browser would show is in the body, site navigation
//! (`nav`), `aside` and `footer` apart, which are stories; so are hidden text, the page's title, and the choices of a
//! list that are not chosen. Scripts, style sheets, templates, comments and the texts for browsers without scripts are
//! no text. A `header` stays in the body, for that is where a page has its title.

mod arena;
mod boundaries;
mod charset;
mod elements;
mod gate;
mod mht;
mod page;
mod pieces;
mod style;
mod table;
mod text;
mod walk;

pub(crate) use charset::decode;
pub use mht::read_mht;
pub use page::read;
