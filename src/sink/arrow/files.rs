//! The two file formats.

use std::io::{self, Write};

use arrow_ipc::writer::FileWriter;
use arrow_schema::ArrowError;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use super::batch::Batch;
use super::plan::{Plan, Shape};
use crate::extract::Report;
use crate::schema::Schema;
use crate::sink::Sink;

/// Rows that are gathered before they are handed over: wide rows have hundreds of columns.
const GATHERED: usize = 4096;
const GATHERED_WIDE: usize = 256;

/// Rows of a Parquet row group, which is in memory, compressed, until it is whole.
const GROUP: usize = 1 << 16;
const GROUP_WIDE: usize = 1 << 13;

fn gathered(shape: Shape) -> usize {
    match shape {
        Shape::Wide => GATHERED_WIDE,
        Shape::Long => GATHERED,
    }
}

type Out<'a> = Box<dyn Write + Send + 'a>;

/// A Parquet file, compressed with Zstandard.
pub struct Parquet<'a> {
    plan: Plan<'a>,
    batch: Batch,
    most: usize,
    writer: ArrowWriter<Out<'a>>,
}

impl<'a> Parquet<'a> {
    pub fn new(schema: &'a Schema, shape: Shape, out: Out<'a>) -> io::Result<Self> {
        let plan = Plan::new(schema, shape);
        let group = match shape {
            Shape::Wide => GROUP_WIDE,
            Shape::Long => GROUP,
        };
        let level = ZstdLevel::try_new(3).map_err(of_parquet)?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(level))
            .set_max_row_group_row_count(Some(group))
            .set_created_by(concat!("baobiao ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let writer = ArrowWriter::try_new(out, plan.arrow.clone(), Some(properties)).map_err(of_parquet)?;
        Ok(Parquet { batch: Batch::new(&plan), most: gathered(shape), plan, writer })
    }

    fn hand_over(&mut self) -> io::Result<()> {
        let batch = self.batch.take(&self.plan)?;
        self.writer.write(&batch).map_err(of_parquet)
    }
}

impl Sink for Parquet<'_> {
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn report(&mut self, report: &Report) -> io::Result<()> {
        self.batch.add(&self.plan, report)?;
        if self.batch.rows() < self.most { Ok(()) } else { self.hand_over() }
    }

    fn finish(&mut self) -> io::Result<()> {
        self.hand_over()?;
        self.writer.finish().map_err(of_parquet)?;
        self.writer.inner_mut().flush()
    }
}

/// An Arrow IPC file, which programs can map into memory as it is.
pub struct Arrow<'a> {
    plan: Plan<'a>,
    batch: Batch,
    most: usize,
    writer: FileWriter<Out<'a>>,
}

impl<'a> Arrow<'a> {
    pub fn new(schema: &'a Schema, shape: Shape, out: Out<'a>) -> io::Result<Self> {
        let plan = Plan::new(schema, shape);
        let writer = FileWriter::try_new(out, &plan.arrow).map_err(of_arrow)?;
        Ok(Arrow { batch: Batch::new(&plan), most: gathered(shape), plan, writer })
    }

    fn hand_over(&mut self) -> io::Result<()> {
        let batch = self.batch.take(&self.plan)?;
        self.writer.write(&batch).map_err(of_arrow)
    }
}

impl Sink for Arrow<'_> {
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn report(&mut self, report: &Report) -> io::Result<()> {
        self.batch.add(&self.plan, report)?;
        if self.batch.rows() < self.most { Ok(()) } else { self.hand_over() }
    }

    fn finish(&mut self) -> io::Result<()> {
        self.hand_over()?;
        self.writer.finish().map_err(of_arrow)?;
        self.writer.get_mut().flush()
    }
}

/// The writer's own error: a full disk or a closed pipe stays what it is.
fn of_parquet(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(inner) => io::Error::other(inner),
        },
        other => io::Error::other(other),
    }
}

fn of_arrow(error: ArrowError) -> io::Error {
    match error {
        ArrowError::IoError(_, error) => error,
        ArrowError::ExternalError(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(inner) => io::Error::other(inner),
        },
        other => io::Error::other(other),
    }
}
