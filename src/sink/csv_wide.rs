//! Wide CSV: one line a report, one column a field.

use std::io::{self, Write};

use super::csv_text::CsvWriter;
use super::frame::{Datum, Wide};
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
}

impl Sink for CsvWide<'_> {
    fn begin(&mut self) -> io::Result<()> {
        if self.header != HeaderRow::Label {
            let ids: Vec<Datum> = self.frame.ids().map(Datum::Text).collect();
            self.out.line(&ids)?;
        }
        if self.header != HeaderRow::Id {
            let labels: Vec<Datum> =
                self.frame.columns().iter().map(|column| Datum::Text(column.label.as_str().into())).collect();
            self.out.line(&labels)?;
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
