//! A schema in the form in which it is used, so that a program that begins need not read its TOML: that took half of the
//! instructions of one report from the command line.
//!
//! It can only be right or unused: it holds the checksum of the text that it was compiled from, and where that is
//! another text's, the text is read.

use super::Schema;

impl Schema {
    /// The schema that was compiled from this text; `None` where it was compiled from another one, or cannot be read.
    pub(super) fn decompiled(compiled: &[u8], text: &str) -> Option<Schema> {
        let (checksum, compiled) = compiled.split_first_chunk()?;
        if u32::from_le_bytes(*checksum) != crc32fast::hash(text.as_bytes()) {
            return None;
        }
        let mut schema: Schema = postcard::from_bytes(compiled).ok()?;
        schema.complete();
        Some(schema)
    }

    /// What [`Schema::decompiled`] reads.
    #[cfg(test)]
    pub(super) fn compiled(&self, text: &str) -> Vec<u8> {
        let mut compiled = crc32fast::hash(text.as_bytes()).to_le_bytes().to_vec();
        compiled.extend(postcard::to_stdvec(self).unwrap());
        compiled
    }
}
