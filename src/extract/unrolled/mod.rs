//! Tables whose cells became lines of text, put together again by what the form says of them.
//!
//! ```text
//! lines ─▶ Runs ──────────────▶ Tokens ─────────────▶ header? row? ─────────▶ Table, which binding reads like any other
//!          words, then figures  words cut into labels  columns, path, order
//! ```
//! `lines` cuts a text into runs; `labels` cuts the words of a run into the labels of the form, where that can be done in
//! one way only; `columns` knows in which order a header is read; `rows` which row of the form stands next; `grid` lays
//! out what was understood; `rebuild` is the line through them. Nothing is guessed: a header must be whole and in the
//! form's order, a row must have as many figures as columns, and whatever does not fit stays text, with a note.

mod columns;
mod grid;
mod labels;
mod lines;
mod rebuild;
mod rows;

pub(super) use rebuild::rebuild;
