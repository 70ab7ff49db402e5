//! Wide CSV: one line a report, one column a field.

use std::io::{self, Write};

use super::csv_text::CsvWriter;
use super::frame::{Column, Datum, Wide};
use super::{HeaderRow, Options, Sink};
use crate::extract::Report;
use crate::schema::Schema;

pub(super) struct CsvWide<'a> {
    frame: Wide<'a>,
    header: HeaderRow,
    out: CsvWriter<'a>,
}

impl<'a> CsvWide<'a> {
    pub(super) fn new(schema: &'a Schema, out: Box<dyn Write + Send + 'a>, options: Options) -> Self {
        CsvWide { frame: Wide::new(schema), header: options.header, out: CsvWriter::new(out, options) }
    }

    fn header_line(&mut self, name: fn(&Column) -> &str) -> io::Result<()> {
        let names: Vec<Datum> = self.frame.columns().iter().map(|column| Datum::Text(name(column).into())).collect();
        self.out.line(&names)
    }
}

impl Sink for CsvWide<'_> {
    fn begin(&mut self) -> io::Result<()> {
        if self.header != HeaderRow::Label {
            self.header_line(|column| &column.id)?;
        }
        if self.header != HeaderRow::Id {
            self.header_line(|column| &column.label)?;
        }
        Ok(())
    }

    fn report(&mut self, report: &Report) -> io::Result<()> {
        self.out.line(&self.frame.row(report))
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.finish()
    }
}
