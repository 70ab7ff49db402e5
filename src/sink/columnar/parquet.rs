//! Parquet: zstd, pages and row groups of a bounded number of rows.

use std::io::{self, Write};

use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::{EnabledStatistics, WriterProperties};
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use super::sink::{BatchFile, Bytes};

pub(super) struct ParquetFile(ArrowWriter<Bytes>);

/// How many rows are held before they are written.
pub(super) struct Pieces {
    /// Rows of a page. What is encoded of a page is held for every column at once.
    pub(super) page: usize,
    /// Rows of a row group, whose compressed pages are held.
    pub(super) group: usize,
    /// Whether columns have dictionaries: some 70 kB a column whatever it holds, which is much where columns are many,
    /// and a page of few different values is as small without one once it is compressed.
    pub(super) dictionaries: bool,
}

impl ParquetFile {
    pub(super) fn new(bytes: Bytes, schema: SchemaRef, pieces: &Pieces) -> io::Result<Self> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_created_by(concat!("baobiao ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_data_page_row_count_limit(pieces.page)
            .set_max_row_group_row_count(Some(pieces.group))
            .set_dictionary_enabled(pieces.dictionaries)
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .build();
        ArrowWriter::try_new(bytes, schema, Some(properties)).map(ParquetFile).map_err(cause)
    }
}

impl BatchFile for ParquetFile {
    fn write(&mut self, batch: &RecordBatch) -> io::Result<()> {
        self.0.write(batch).map_err(cause)
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        self.0.into_inner().map_err(cause)?.flush()
    }
}

/// The file's own error where there was one: that the disk is full is not to be hidden.
fn cause(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(inner) => io::Error::other(inner),
        },
        other => io::Error::other(other),
    }
}
