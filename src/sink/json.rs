//! JSON for people and programs: one report as an object, or several in an array. Indented, but a fact, a verdict,
//! a note or a section is one line, so that a report can be read and two can be compared line by line.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;

use super::{Options, Sink, encode};
use crate::extract::Report;
use crate::schema::Schema;

pub(super) struct Json<'a> {
    schema: &'a Schema,
    out: Box<dyn Write + Send + 'a>,
    array: bool,
    written: usize,
}

impl<'a> Json<'a> {
    pub(super) fn new(schema: &'a Schema, out: Box<dyn Write + Send + 'a>, options: Options) -> Self {
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
        let mut serializer = serde_json::Serializer::with_formatter(&mut self.out, Lines::default());
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

/// Objects and arrays that are nested deeper than this stand on one line.
const OPEN: usize = 2;

/// How deep we are, and whether the innermost open object or array has anything in it.
#[derive(Debug, Default)]
struct Lines {
    depth: usize,
    filled: bool,
}

impl Lines {
    fn enter<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.filled = false;
        out.write_all(bracket)
    }

    fn leave<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.filled && self.depth < OPEN {
            self.new_line(out)?;
        }
        self.filled = true;
        out.write_all(bracket)
    }

    fn item<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        let open = self.depth <= OPEN;
        match (first, open) {
            (true, true) => {}
            (true, false) => return Ok(()),
            (false, true) => out.write_all(b",")?,
            (false, false) => return out.write_all(b", "),
        }
        self.new_line(out)
    }

    fn new_line<W: ?Sized + Write>(&self, out: &mut W) -> io::Result<()> {
        out.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| out.write_all(b"  "))
    }
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.enter(out, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.leave(out, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.item(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.enter(out, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.leave(out, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.item(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }
}
