//! A database of reports in one SQLite file: reports, facts, checks, notes, running text, the fields of the form, and
//! a view for each table of the form. The tables are described in `tables.sql`.

mod database;
mod rows;

pub(super) use database::Sqlite;
