//! The compound file around a document ([MS-CFB]): the only file that names the library which reads it.

use std::io::{Cursor, Read};

use super::bytes::unsound;
use crate::compose::Result;
use crate::model::{ErrorKind, Limits, say};

/// A compound file.
pub(super) struct Container<'a> {
    file: cfb::CompoundFile<Cursor<&'a [u8]>>,
    size: u64,
    limit: u64,
}

impl<'a> Container<'a> {
    /// Opens a compound file.
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self> {
        let file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|error| {
            unsound(say!("its compound file cannot be opened: {error}", "复合文件无法打开：{error}"))
        })?;
        Ok(Container { file, size: bytes.len() as u64, limit: limits.part })
    }

    /// The bytes of a stream; `None` where there is none of this name.
    pub(super) fn stream(&mut self, name: &str) -> Result<Option<Vec<u8>>> {
        if !self.file.is_stream(name) {
            return Ok(None);
        }
        let damaged = |error: std::io::Error| {
            unsound(say!("its stream {name} cannot be read: {error}", "数据流 {name} 无法读取：{error}"))
        };
        let stream = self.file.open_stream(name).map_err(damaged)?;
        let length = stream.len();
        if length > self.limit {
            return Err(ErrorKind::Limit { limit: "part", allowed: self.limit });
        }
        if length > self.size {
            return Err(unsound(say!(
                "its stream {name} says that it is longer than the file",
                "数据流 {name} 声明的长度超过整个文件"
            )));
        }
        let mut bytes = Vec::with_capacity(length as usize);
        stream.take(length).read_to_end(&mut bytes).map_err(damaged)?;
        Ok(Some(bytes))
    }
}
