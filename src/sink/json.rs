//! JSON for people and programs: one report as an object, or several in an array, indented by two.

use std::io::{self, Write};

use serde::Serialize;

use super::{Options, Sink, encode};
use crate::extract::Report;
use crate::schema::Schema;

pub(super) struct Json<'a> {
    schema: &'a Schema,
    out: Box<dyn Write + 'a>,
    array: bool,
    written: usize,
}

impl<'a> Json<'a> {
    pub(super) fn new(schema: &'a Schema, out: Box<dyn Write + 'a>, options: Options) -> Self {
        Json { schema, out, array: options.array, written: 0 }
    }
}

impl Sink for Json<'_> {
    fn begin(&mut self) -> io::Result<()> {
        if self.array { self.out.write_all(b"[") } else { Ok(()) }
    }

    fn report(&mut self, report: &Report) -> io::Result<()> {
        match (self.array, self.written) {
            (true, 0) => self.out.write_all(b"\n")?,
            (true, _) => self.out.write_all(b",\n")?,
            (false, _) => {}
        }
        self.written += 1;
        let mut serializer = serde_json::Serializer::pretty(&mut self.out);
        encode(report, self.schema).serialize(&mut serializer)?;
        if self.array { Ok(()) } else { self.out.write_all(b"\n") }
    }

    fn finish(&mut self) -> io::Result<()> {
        if self.array {
            self.out.write_all(b"\n]\n")?;
        }
        self.out.flush()
    }
}
