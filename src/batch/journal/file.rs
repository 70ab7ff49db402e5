//! The journal as a file: opened, looked up, added to, and cleared of what no input has any more.

use std::collections::{HashMap, HashSet};
use std::fs::{File, TryLockError};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::frame::{self, Entry, HEAD, Hash, Key};
use crate::batch::settle;
use crate::extract::Report;

/// What a journal begins with; the number is raised when its form changes.
const MAGIC: &[u8; 16] = b"baobiao journal2";

/// Where a frame's payload lies.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: u64,
    length: u32,
}

/// A journal that this process alone writes.
pub struct Journal {
    path: PathBuf,
    /// For adding, at the end of the file; it holds the lock.
    writer: File,
    /// For looking up, from any thread.
    reader: Mutex<File>,
    known: HashMap<Key, Span>,
    used: HashSet<Key>,
    end: u64,
}

/// What was found where the journal is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// Nothing.
    New,
    /// A journal of this program with these options.
    Known {
        /// How many entries it has.
        entries: usize,
    },
    /// A journal of another program or other options; it was begun anew.
    Other,
}

impl Drop for Journal {
    /// A child that was begun a moment ago has the file too until it becomes another program, and would hold the lock.
    fn drop(&mut self) {
        _ = self.writer.unlock();
    }
}

impl Journal {
    /// Opens or begins the journal at `path`. `setting` is the hash of all that decides how bytes are read.
    ///
    /// # Errors
    /// Where the disk does not give it, or ([`io::ErrorKind::WouldBlock`]) another process writes it.
    pub fn open(path: &Path, setting: Hash) -> io::Result<(Journal, Opening)> {
        let mut writer = File::options().read(true).write(true).create(true).truncate(false).open(path)?;
        writer.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => io::Error::from(io::ErrorKind::WouldBlock),
            TryLockError::Error(error) => error,
        })?;
        let reader = Mutex::new(File::open(path)?);
        let whole = writer.metadata()?.len();
        let mut begin = [0; MAGIC.len() + 32];
        let is_ours = whole >= begin.len() as u64 && {
            writer.read_exact(&mut begin)?;
            begin.starts_with(MAGIC) && begin[MAGIC.len()..] == setting.0
        };
        let mut journal = Journal {
            path: path.to_owned(),
            writer,
            reader,
            known: HashMap::new(),
            used: HashSet::new(),
            end: begin.len() as u64,
        };
        if is_ours {
            journal.index(whole)?;
            // Whatever was being written when the program was stopped is no entry.
            journal.writer.set_len(journal.end)?;
            let entries = journal.known.len();
            return Ok((journal, Opening::Known { entries }));
        }
        journal.writer.set_len(0)?;
        journal.writer.seek(SeekFrom::Start(0))?;
        journal.writer.write_all(&[MAGIC.as_slice(), &setting.0].concat())?;
        Ok((journal, if whole == 0 { Opening::New } else { Opening::Other }))
    }

    /// Finds the frames up to the first that is not whole.
    fn index(&mut self, whole: u64) -> io::Result<()> {
        let mut reader = BufReader::with_capacity(1 << 20, &self.writer);
        reader.seek(SeekFrom::Start(self.end))?;
        let mut payload = Vec::new();
        while whole - self.end >= HEAD as u64 {
            let mut head = [0; HEAD];
            reader.read_exact(&mut head)?;
            let start = self.end + HEAD as u64;
            let length = frame::length(&head);
            if u64::from(length) > whole - start {
                break;
            }
            payload.resize(length as usize, 0);
            reader.read_exact(&mut payload)?;
            let Some((key, _)) = frame::named(&payload).filter(|_| frame::is_sound(&head, &payload)) else { break };
            self.known.insert(key, Span { start, length });
            self.end = start + u64::from(length);
        }
        Ok(())
    }

    /// What is known of an input. Called from any thread.
    pub fn entry(&self, key: Key) -> Option<Entry> {
        let span = *self.known.get(&key)?;
        frame::entry(&self.payload(span).ok()?)
    }

    fn payload(&self, span: Span) -> io::Result<Vec<u8>> {
        let mut payload = vec![0; span.length as usize];
        let mut reader = self.reader.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        reader.seek(SeekFrom::Start(span.start))?;
        reader.read_exact(&mut payload)?;
        Ok(payload)
    }

    /// Writes down that an input was met again, or, where it was not known, what became of it.
    ///
    /// # Errors
    /// Where the disk does not take it; the journal is then as it was.
    pub fn add(&mut self, key: Key, name: &str, micros: u64, report: Option<&Report>) -> io::Result<()> {
        self.used.insert(key);
        if self.known.contains_key(&key) {
            return Ok(());
        }
        let frame = frame::write(key, name, micros, report);
        if frame.is_empty() {
            return Ok(());
        }
        self.writer.seek(SeekFrom::Start(self.end))?;
        self.writer.write_all(&frame).inspect_err(|_| _ = self.writer.set_len(self.end))?;
        self.known.insert(key, Span { start: self.end + HEAD as u64, length: (frame.len() - HEAD) as u32 });
        self.end += frame.len() as u64;
        Ok(())
    }

    /// Ends a run that came to its end: entries of inputs that were not met go away. Gives the names of inputs that
    /// `is_input` does not know, in the order of their bytes.
    ///
    /// # Errors
    /// Where the disk does not take it.
    pub fn finish(self, is_input: impl Fn(&str) -> bool) -> io::Result<Vec<String>> {
        let mut left: Vec<(Key, Span)> = self.known.iter().map(|(key, span)| (*key, *span)).collect();
        left.sort_unstable_by_key(|(_, span)| span.start);
        let mut vanished = Vec::new();
        let mut kept = Vec::new();
        for (key, span) in left {
            if self.used.contains(&key) {
                kept.push(span);
            } else if let Some((_, name)) = frame::named(&self.payload(span)?).filter(|(_, name)| !is_input(name)) {
                vanished.push(name.to_owned());
            }
        }
        if kept.len() < self.known.len() {
            self.rewrite(&kept)?;
        }
        vanished.sort_unstable();
        vanished.dedup();
        Ok(vanished)
    }

    /// Replaces the file by one with these frames alone.
    fn rewrite(mut self, kept: &[Span]) -> io::Result<()> {
        let smaller = self.path.with_extension("smaller");
        let mut out = BufWriter::with_capacity(1 << 20, File::create(&smaller)?);
        let mut copy = |start: u64, length: u64| -> io::Result<()> {
            self.writer.seek(SeekFrom::Start(start))?;
            io::copy(&mut Read::by_ref(&mut self.writer).take(length), &mut out).map(drop)
        };
        copy(0, MAGIC.len() as u64 + 32)?;
        for span in kept {
            copy(span.start - HEAD as u64, HEAD as u64 + u64::from(span.length))?;
        }
        out.flush()?;
        drop(out);
        settle(&smaller, &self.path)
    }
}
