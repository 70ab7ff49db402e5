//! The sink: transactions of a bounded number of reports.

use std::fs::File;
use std::io;

use rusqlite::{Connection, ErrorCode};

use super::checks::{Identities, write_checks, write_series};
use super::layout::lay_out;
use super::rows::{Parts, write_facts, write_harmonized, write_notes, write_report, write_series_notes};
use crate::extract::{Compared, Report};
use crate::schema::Schema;
use crate::sink::frame::{Wide, leading};
use crate::sink::{Out, Sink};

/// How many reports are written in one transaction.
const AT_ONCE: i64 = 500;

/// More than there are statements, so that none is prepared twice.
const STATEMENTS: usize = 32;

pub(in crate::sink) struct Sqlite<'a> {
    schema: &'a Schema,
    /// `None` when it is finished.
    connection: Option<Connection>,
    parts: Parts,
    identities: Identities,
    reports: i64,
}

impl<'a> Sqlite<'a> {
    pub(in crate::sink) fn new(schema: &'a Schema, out: Out<'a>) -> io::Result<Self> {
        let path = out.path()?;
        File::create_new(&path)?;
        let connection = Connection::open(&path).map_err(cause)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        lay_out(&connection, schema, &Wide::new(schema)).map_err(cause)?;
        let (parts, identities) = Default::default();
        Ok(Sqlite { schema, connection: Some(connection), parts, identities, reports: 0 })
    }

    fn write(&mut self, report: &Report) -> io::Result<()> {
        let connection = self.connection.as_ref().ok_or_else(finished)?;
        let id = self.reports + 1;
        if self.reports % AT_ONCE == 0 {
            connection.execute_batch(if self.reports == 0 { "BEGIN" } else { "COMMIT; BEGIN" }).map_err(cause)?;
        }
        write_report(connection, id, &leading(report, self.schema))
            .and_then(|()| write_facts(connection, id, report, &mut self.parts))
            .and_then(|()| write_checks(connection, id, report, self.schema, &mut self.identities))
            .and_then(|()| write_harmonized(connection, id, report, self.schema))
            .and_then(|()| write_notes(connection, id, report, &mut self.parts))
            .map_err(cause)?;
        self.reports = id;
        Ok(())
    }
}

impl Sink for Sqlite<'_> {
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn report(&mut self, report: &Report) -> io::Result<()> {
        self.write(report)
    }

    fn compares_years(&self) -> bool {
        true
    }

    fn compared(&mut self, compared: &Compared) -> io::Result<()> {
        let connection = self.connection.as_ref().ok_or_else(finished)?;
        write_series(connection, &compared.comparisons, self.schema, &mut self.identities)
            .and_then(|()| write_series_notes(connection, &compared.notes))
            .map_err(cause)
    }

    fn finish(&mut self) -> io::Result<()> {
        let connection = self.connection.take().ok_or_else(finished)?;
        if self.reports > 0 {
            connection.execute_batch("COMMIT").map_err(cause)?;
        }
        connection.flush_prepared_statement_cache();
        connection.close().map_err(|(_, error)| cause(error))
    }
}

fn finished() -> io::Error {
    io::Error::other("the database is already finished")
}

/// A full disk is told apart from other errors.
fn cause(error: rusqlite::Error) -> io::Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => io::Error::new(io::ErrorKind::StorageFull, error),
        _ => io::Error::other(error),
    }
}
