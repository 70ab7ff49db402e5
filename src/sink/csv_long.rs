//! Long CSV: one line a fact. Tables, rows and columns are counted from 1.

use std::io::{self, Write};

use super::csv_text::CsvWriter;
use super::frame::{Datum, long_columns, long_rows};
use super::{Options, Sink};
use crate::extract::Report;
use crate::schema::Schema;

pub(super) struct CsvLong<'a> {
    schema: &'a Schema,
    out: CsvWriter<'a>,
}

impl<'a> CsvLong<'a> {
    pub(super) fn new(schema: &'a Schema, out: Box<dyn Write + Send + 'a>, options: Options) -> Self {
        CsvLong { schema, out: CsvWriter::new(out, options) }
    }
}

impl Sink for CsvLong<'_> {
    fn begin(&mut self) -> io::Result<()> {
        let columns = long_columns(self.schema);
        let names: Vec<Datum> = columns.iter().map(|column| Datum::Text(column.id.as_str().into())).collect();
        self.out.line(&names)
    }

    fn report(&mut self, report: &Report) -> io::Result<()> {
        for row in long_rows(report, self.schema) {
            self.out.line(&row)?;
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.finish()
    }
}
