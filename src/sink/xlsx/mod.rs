//! A workbook for people: all reports on one sheet, each table of the form on its own in the form's look, every
//! doubtful identity, and what each column and colour means. Sheets and titles are in Chinese, as the form is.
//!
//! Rows go to the disk as they come; only notes and links, which the format keeps apart from the rows, stay in memory,
//! and they are bounded.

mod checks;
mod grid;
mod header;
mod legend;
mod look;
mod workbook;
mod years;

pub(super) use workbook::Xlsx;
