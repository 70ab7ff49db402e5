//! The compound file around a document ([MS-CFB]): the only file that names the library which reads it.

use std::io::{Cursor, Read};

use super::bytes::unsound;
use super::compound::Compound;
use crate::compose::{Notices, Result};
use crate::model::{ErrorKind, Limits, codes, say};

/// A compound file: as the library reads it or, where that refuses it, as leniently as it can be read.
enum File<'a> {
    Sound(cfb::CompoundFile<Cursor<&'a [u8]>>),
    Damaged(Compound<'a>),
}

/// A compound file, and how much may be read of it.
pub(super) struct Container<'a> {
    file: File<'a>,
    size: u64,
    limit: u64,
}

impl<'a> Container<'a> {
    /// Opens a compound file.
    pub(super) fn open(bytes: &'a [u8], limits: &Limits, notices: &mut Notices) -> Self {
        let file = match cfb::CompoundFile::open(Cursor::new(bytes)) {
            Ok(file) => File::Sound(file),
            Err(error) => {
                notices.add(&codes::STRUCTURE_DAMAGED, None, || {
                    say!("its compound file is damaged: {error}", "复合文件已损坏：{error}")
                });
                File::Damaged(Compound::open(bytes))
            }
        };
        Container { file, size: bytes.len() as u64, limit: limits.part }
    }

    /// The bytes of a stream; `None` where there is none of this name.
    pub(super) fn stream(&mut self, name: &str) -> Result<Option<Vec<u8>>> {
        let limit = ErrorKind::Limit { limit: "part", allowed: self.limit };
        let file = match &mut self.file {
            File::Sound(file) if file.is_stream(name) => file,
            File::Sound(_) => return Ok(None),
            File::Damaged(file) => {
                let bytes = file.stream(name, usize::try_from(self.size).unwrap_or(usize::MAX));
                let over = bytes.as_ref().is_some_and(|bytes| bytes.len() as u64 > self.limit);
                return if over { Err(limit) } else { Ok(bytes) };
            }
        };
        let damaged = |error: std::io::Error| {
            unsound(say!("its stream {name} cannot be read: {error}", "数据流 {name} 无法读取：{error}"))
        };
        let stream = file.open_stream(name).map_err(damaged)?;
        let length = stream.len();
        if length > self.limit {
            return Err(limit);
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
