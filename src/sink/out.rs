//! Where a sink writes: a stream of bytes, or a file of its own.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

/// Where a sink writes.
pub enum Out<'a> {
    /// Bytes one after the other, such as standard output.
    Stream(Box<dyn Write + Send + 'a>),
    /// A file that does not exist yet. Who opens the sink gives it its final name when it is whole.
    File(PathBuf),
}

const BUFFER: usize = 1 << 16;

impl<'a> Out<'a> {
    /// Bytes one after the other into this writer.
    pub fn stream(writer: impl Write + Send + 'a) -> Self {
        Out::Stream(Box::new(writer))
    }

    /// A writer of bytes, for sinks that need no more.
    ///
    /// # Errors
    /// Where the file cannot be made.
    pub fn writer(self) -> io::Result<Box<dyn Write + Send + 'a>> {
        match self {
            Out::Stream(writer) => Ok(writer),
            Out::File(path) => Ok(Box::new(BufWriter::with_capacity(BUFFER, File::create_new(path)?))),
        }
    }

    /// The path of the file, for sinks that go back and forth in it.
    ///
    /// # Errors
    /// Where it is a stream.
    pub fn path(self) -> io::Result<PathBuf> {
        match self {
            Out::File(path) => Ok(path),
            Out::Stream(_) => {
                Err(io::Error::new(io::ErrorKind::NotSeekable, "this kind of output needs a file of its own"))
            }
        }
    }
}
