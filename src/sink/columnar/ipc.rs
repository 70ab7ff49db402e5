//! Arrow IPC files, compressed with zstd: what other programs take into memory as it is.

use std::io::{self, Write};

use arrow_array::RecordBatch;
use arrow_ipc::CompressionType;
use arrow_ipc::writer::{FileWriter, IpcWriteOptions};
use arrow_schema::{ArrowError, SchemaRef};

use super::sink::{BatchFile, Bytes};

pub(super) struct IpcFile(FileWriter<Bytes>);

impl IpcFile {
    pub(super) fn new(bytes: Bytes, schema: &SchemaRef) -> io::Result<Self> {
        let options = IpcWriteOptions::default().try_with_compression(Some(CompressionType::ZSTD)).map_err(cause)?;
        FileWriter::try_new_with_options(bytes, schema, options).map(IpcFile).map_err(cause)
    }
}

impl BatchFile for IpcFile {
    fn write(&mut self, batch: &RecordBatch) -> io::Result<()> {
        self.0.write(batch).map_err(cause)
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        self.0.into_inner().map_err(cause)?.flush()
    }
}

/// The file's own error where there was one: that the disk is full is not to be hidden.
fn cause(error: ArrowError) -> io::Error {
    match error {
        ArrowError::IoError(_, error) => error,
        other => io::Error::other(other),
    }
}
