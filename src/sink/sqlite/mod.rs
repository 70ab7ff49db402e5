//! An SQLite database: reports, facts, checks, notes, and the form itself, joined by keys.
//!
//! Exactness comes first. A whole number is an `INTEGER`; any other number is `TEXT` with the digits as published,
//! because SQLite has no decimal type and a `REAL` would change them. The column `number` of `facts` has the nearest
//! double for calculations, computed when it is asked for. Tables are strict, so nothing is converted on the way in.

mod checks;
mod layout;
mod rows;
mod sink;

pub(super) use sink::Sqlite;
