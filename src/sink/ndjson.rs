//! NDJSON: the same objects as JSON, one report a line.

use std::io::{self, Write};

use super::{Sink, encode};
use crate::extract::Report;
use crate::schema::Schema;

pub(super) struct NdJson<'a> {
    schema: &'a Schema,
    out: Box<dyn Write + Send + 'a>,
}

impl<'a> NdJson<'a> {
    pub(super) fn new(schema: &'a Schema, out: Box<dyn Write + Send + 'a>) -> Self {
        NdJson { schema, out }
    }
}

impl Sink for NdJson<'_> {
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn report(&mut self, report: &Report) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, &encode(report, self.schema))?;
        self.out.write_all(b"\n")
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
