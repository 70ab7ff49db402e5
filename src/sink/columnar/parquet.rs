//! Parquet: zstd, pages and row groups of a bounded number of rows.
//!
//! A column that is compressed holds a compressor and, though nothing is read, a decompressor: some 95 kB as long as its row
//! group is open. Where columns are many, those of whole numbers are packed by their encoding instead, and those of a few
//! words stand as they are: the encodings that would pack them are not known to every reader.

use std::io::{self, Write};

use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::{Compression, Encoding, ZstdLevel};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::{EnabledStatistics, WriterProperties};
use ::parquet::schema::types::ColumnPath;
use arrow_array::RecordBatch;
use arrow_schema::{DataType, SchemaRef};

use super::sink::{BatchFile, Bytes};

pub(super) struct ParquetFile(ArrowWriter<Bytes>);

/// How many rows are held before they are written.
pub(super) struct Pieces {
    /// Rows of a page. What is encoded of a page is held for every column at once.
    pub(super) page: usize,
    /// Rows of a row group, whose compressed pages are held.
    pub(super) group: usize,
    /// Whether there are hundreds of columns. Then none has a dictionary, which takes some 70 kB whatever it holds, and
    /// those of whole numbers and of words have no compressor.
    pub(super) many_columns: bool,
}

impl ParquetFile {
    pub(super) fn new(bytes: Bytes, schema: SchemaRef, pieces: &Pieces) -> io::Result<Self> {
        let mut properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_created_by(concat!("baobiao ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_data_page_row_count_limit(pieces.page)
            .set_max_row_group_row_count(Some(pieces.group))
            .set_dictionary_enabled(!pieces.many_columns)
            .set_statistics_enabled(EnabledStatistics::Chunk);
        if pieces.many_columns {
            for field in schema.fields() {
                let Some(encoding) = packed(field.data_type()) else { continue };
                let column = ColumnPath::from(field.name().as_str());
                properties = properties
                    .set_column_encoding(column.clone(), encoding)
                    .set_column_compression(column, Compression::UNCOMPRESSED);
            }
        }
        ArrowWriter::try_new(bytes, schema, Some(properties.build())).map(ParquetFile).map_err(cause)
    }
}

/// The encoding of a column that is not compressed: the differences of whole numbers in few bits, words as they are.
fn packed(kind: &DataType) -> Option<Encoding> {
    match kind {
        DataType::Int32 | DataType::Int64 => Some(Encoding::DELTA_BINARY_PACKED),
        DataType::Dictionary(..) => Some(Encoding::PLAIN),
        _ => None,
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
