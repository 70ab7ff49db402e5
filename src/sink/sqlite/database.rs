//! The file: made, filled in one transaction, indexed.

use std::io;
use std::path::PathBuf;

use rusqlite::{CachedStatement, Connection, ErrorCode, ToSql, params_from_iter};

use super::rows;
use crate::extract::Report;
use crate::schema::{Field, Schema, ValueKind};
use crate::sink::Sink;

const TABLES: &str = include_str!("tables.sql");
const INDEXES: &str = include_str!("indexes.sql");

/// `baob`, so that `file` can tell such a database.
const APPLICATION: i32 = i32::from_be_bytes(*b"baob");

/// Raised when a table or column changes its meaning or goes away.
const VERSION: i32 = 1;

/// How the file is written: alone, and without a way back, because it has no name before it is whole.
const PRAGMAS: &str = "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
    PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -4096; PRAGMA foreign_keys = OFF;";

/// A database that reports are added to.
pub(in crate::sink) struct Sqlite<'a> {
    schema: &'a Schema,
    database: Connection,
    reports: i64,
    checks: i64,
}

impl<'a> Sqlite<'a> {
    pub(in crate::sink) fn new(schema: &'a Schema, path: PathBuf) -> io::Result<Self> {
        let database = Connection::open(path).map_err(cause)?;
        database.set_prepared_statement_cache_capacity(16);
        Ok(Sqlite { schema, database, reports: 0, checks: 0 })
    }

    fn create(&self) -> rusqlite::Result<()> {
        self.database.execute_batch(PRAGMAS)?;
        self.database.pragma_update(None, "application_id", APPLICATION)?;
        self.database.pragma_update(None, "user_version", VERSION)?;
        self.database.execute_batch("BEGIN")?;
        self.database.execute_batch(TABLES)?;
        for (key, value) in [
            ("program", concat!("baobiao ", env!("CARGO_PKG_VERSION"))),
            ("schema", self.schema.id.as_str()),
            ("title", self.schema.title.as_str()),
        ] {
            self.database.execute("INSERT INTO about VALUES (?, ?)", (key, value))?;
        }
        for (index, field) in self.schema.fields.iter().enumerate() {
            self.insert("fields", &rows::field(index, field, self.schema))?;
        }
        for (index, table) in self.schema.tables.iter().enumerate() {
            let fields = self.schema.fields.iter().enumerate().filter(|(_, field)| field.table == Some(index));
            self.database.execute_batch(&view(&table.id, fields))?;
        }
        Ok(())
    }

    fn add(&mut self, report: &Report) -> rusqlite::Result<()> {
        self.reports += 1;
        self.insert("reports", &rows::report(self.reports, report, self.schema))?;
        for fact in &report.facts {
            self.insert("facts", &rows::fact(self.reports, fact, report))?;
        }
        for judgement in &report.verdicts {
            self.checks += 1;
            self.insert("checks", &rows::check(self.checks, self.reports, judgement, self.schema))?;
            for row in rows::terms(self.checks, judgement, report, self.schema) {
                self.insert("check_terms", &row)?;
            }
        }
        for note in crate::sink::findings::notes(report, self.schema) {
            self.insert("notes", &rows::note(self.reports, note, report))?;
        }
        for section in &report.sections {
            self.insert("sections", &rows::section(self.reports, section, self.schema))?;
        }
        Ok(())
    }

    fn insert(&self, table: &str, row: &[rows::Value<'_>]) -> rusqlite::Result<()> {
        let marks = vec!["?"; row.len()].join(", ");
        let mut statement: CachedStatement<'_> =
            self.database.prepare_cached(&format!("INSERT INTO {table} VALUES ({marks})"))?;
        statement.execute(params_from_iter(row.iter().map(|value| value as &dyn ToSql)))?;
        Ok(())
    }

    fn close(&self) -> rusqlite::Result<()> {
        self.database.execute_batch(INDEXES)?;
        self.database.execute_batch("COMMIT")
    }
}

impl Sink for Sqlite<'_> {
    fn begin(&mut self) -> io::Result<()> {
        self.create().map_err(cause)
    }

    fn report(&mut self, report: &Report) -> io::Result<()> {
        self.add(report).map_err(cause)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.close().map_err(cause)
    }
}

/// `CREATE VIEW` for one table of the form: a row is a report, a column a field, an amount followed by its unit.
fn view<'f>(table: &str, fields: impl Iterator<Item = (usize, &'f Field)>) -> String {
    let mut columns = String::new();
    for (index, field) in fields {
        let name = field.id.strip_prefix(table).and_then(|rest| rest.strip_prefix('.')).unwrap_or(&field.id);
        let id = index + 1;
        columns.push_str(&format!(",\n  max(value) FILTER (WHERE field = {id}) AS {}", quoted(name)));
        if field.kind == ValueKind::Amount {
            let unit = quoted(&format!("{name}.unit"));
            columns.push_str(&format!(",\n  max(facts.unit) FILTER (WHERE field = {id} AND value NOTNULL) AS {unit}"));
        }
    }
    let name = quoted(&format!("table_{table}"));
    format!(
        "CREATE VIEW {name} AS SELECT\n  reports.id AS report, file, agency, year, vintage{columns}\n\
         FROM reports LEFT JOIN facts ON facts.report = reports.id GROUP BY reports.id"
    )
}

/// A name as an SQL identifier.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A full disk stays a full disk.
fn cause(error: rusqlite::Error) -> io::Error {
    let kind = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => io::ErrorKind::StorageFull,
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, error)
}
