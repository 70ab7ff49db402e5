//! The sinks: reports become rows, a bounded number of rows becomes a batch, and the batch goes to the file.

use std::fs::File;
use std::io::{self, BufWriter};

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use super::batch::Batch;
use super::ipc::IpcFile;
use super::parquet::{ParquetFile, Pieces};
use super::plan;
use crate::extract::Report;
use crate::schema::Schema;
use crate::sink::frame::{Wide, long_columns, long_rows};
use crate::sink::{Out, Sink};

/// What a file of record batches is written to.
pub(super) type Bytes = BufWriter<File>;

/// A file that takes batches and has an end.
pub(super) trait BatchFile {
    fn write(&mut self, batch: &RecordBatch) -> io::Result<()>;
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// How many rows a batch has. A wide row has hundreds of columns.
const WIDE_ROWS: usize = 256;
const LONG_ROWS: usize = 4 * 1024;

struct Columnar<'a> {
    schema: &'a Schema,
    /// `None` for the long table.
    wide: Option<Wide<'a>>,
    batch: Batch,
    most: usize,
    /// `None` when it is finished.
    file: Option<Box<dyn BatchFile>>,
}

/// A Parquet file of the wide table.
pub(in crate::sink) fn parquet<'a>(schema: &'a Schema, out: Out<'a>) -> io::Result<Box<dyn Sink + 'a>> {
    // A page is never full before its group ends, so the columns are compressed one after the other. Else each would
    // hold a compressor with its tables until the group ends, and there are hundreds of columns.
    const ROWS: usize = WIDE_ROWS * 4;
    const PIECES: Pieces = Pieces { page: ROWS + 1, group: ROWS, dictionaries: false };
    wide(schema, out, |bytes, schema| Ok(Box::new(ParquetFile::new(bytes, schema, &PIECES)?)))
}

/// A Parquet file of the long table.
pub(in crate::sink) fn parquet_long<'a>(schema: &'a Schema, out: Out<'a>) -> io::Result<Box<dyn Sink + 'a>> {
    const PIECES: Pieces = Pieces { page: LONG_ROWS * 4, group: LONG_ROWS * 16, dictionaries: true };
    long(schema, out, |bytes, schema| Ok(Box::new(ParquetFile::new(bytes, schema, &PIECES)?)))
}

/// An Arrow file of the wide table.
pub(in crate::sink) fn arrow<'a>(schema: &'a Schema, out: Out<'a>) -> io::Result<Box<dyn Sink + 'a>> {
    wide(schema, out, |bytes, schema| Ok(Box::new(IpcFile::new(bytes, &schema)?)))
}

/// An Arrow file of the long table.
pub(in crate::sink) fn arrow_long<'a>(schema: &'a Schema, out: Out<'a>) -> io::Result<Box<dyn Sink + 'a>> {
    long(schema, out, |bytes, schema| Ok(Box::new(IpcFile::new(bytes, &schema)?)))
}

type Begin = fn(Bytes, SchemaRef) -> io::Result<Box<dyn BatchFile>>;

fn wide<'a>(schema: &'a Schema, out: Out<'a>, begin: Begin) -> io::Result<Box<dyn Sink + 'a>> {
    let frame = Wide::new(schema);
    let batch = Batch::new(plan::wide(frame.columns(), schema));
    open(schema, Some(frame), batch, WIDE_ROWS, out, begin)
}

fn long<'a>(schema: &'a Schema, out: Out<'a>, begin: Begin) -> io::Result<Box<dyn Sink + 'a>> {
    let batch = Batch::new(plan::long(&long_columns(schema), schema));
    open(schema, None, batch, LONG_ROWS, out, begin)
}

fn open<'a>(
    schema: &'a Schema,
    wide: Option<Wide<'a>>,
    batch: Batch,
    most: usize,
    out: Out<'a>,
    begin: Begin,
) -> io::Result<Box<dyn Sink + 'a>> {
    let bytes = BufWriter::new(File::create_new(out.path()?)?);
    let file = Some(begin(bytes, batch.schema())?);
    Ok(Box::new(Columnar { schema, wide, batch, most, file }))
}

impl Columnar<'_> {
    fn write(&mut self) -> io::Result<()> {
        let batch = self.batch.take().map_err(io::Error::other)?;
        self.file.as_mut().map_or_else(|| Err(finished()), |file| file.write(&batch))
    }

    fn write_where_full(&mut self) -> io::Result<()> {
        if self.batch.rows() >= self.most { self.write() } else { Ok(()) }
    }
}

impl Sink for Columnar<'_> {
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn report(&mut self, report: &Report) -> io::Result<()> {
        if let Some(wide) = &self.wide {
            self.batch.push(&wide.row(report))?;
            return self.write_where_full();
        }
        for row in long_rows(report, self.schema) {
            self.batch.push(&row)?;
            self.write_where_full()?;
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        if self.batch.rows() > 0 {
            self.write()?;
        }
        self.file.take().ok_or_else(finished)?.finish()
    }
}

fn finished() -> io::Error {
    io::Error::other("the file is already finished")
}
