//! Memory for the bytes of a part: buffers that a thread keeps for the next part, so that a run over many files neither
//! asks for memory for each nor clears it.
//!
//! The only file that names `memmap2`, by which memory comes in large pages where a system gives them: half a megabyte
//! takes more than a hundred small pages, and the system's part of the time of one file is little else.

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};

/// How large a large page is, in bytes; a larger buffer is not kept.
const PAGE: usize = 2 << 20;
/// A buffer that is smaller, in bytes, is common memory.
const LARGE: usize = 128 << 10;

/// Bytes that may be written to; which they are at first is not said.
#[derive(Debug)]
pub(super) struct Buffer(Memory);

#[derive(Debug)]
enum Memory {
    Common(Vec<u8>),
    /// Pages of the system, from the byte where a large one begins.
    #[cfg(all(target_os = "linux", feature = "cli"))]
    Pages {
        pages: memmap2::MmapMut,
        start: usize,
        size: usize,
    },
}

/// The largest buffer that was used, of each kind.
#[derive(Default)]
struct Spare {
    small: Option<Memory>,
    large: Option<Memory>,
}

thread_local! {
    static SPARE: RefCell<Spare> = RefCell::default();
}

impl Spare {
    /// Where a buffer of this size is kept.
    fn place(&mut self, size: usize) -> &mut Option<Memory> {
        if size < LARGE { &mut self.small } else { &mut self.large }
    }
}

impl Memory {
    fn new(size: usize) -> Self {
        if size < LARGE { Memory::Common(vec![0; size]) } else { Memory::large(size.next_multiple_of(PAGE)) }
    }

    #[cfg(not(all(target_os = "linux", feature = "cli")))]
    fn large(size: usize) -> Self {
        Memory::Common(vec![0; size])
    }

    #[cfg(all(target_os = "linux", feature = "cli"))]
    fn large(size: usize) -> Self {
        let Ok(pages) = memmap2::MmapMut::map_anon(size + PAGE) else { return Memory::Common(vec![0; size]) };
        // Where there are no large pages, small ones do.
        let _ = pages.advise(memmap2::Advice::HugePage);
        let start = pages.as_ptr().align_offset(PAGE).min(PAGE);
        Memory::Pages { pages, start, size }
    }
}

impl Deref for Memory {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Memory::Common(bytes) => bytes,
            #[cfg(all(target_os = "linux", feature = "cli"))]
            Memory::Pages { pages, start, size } => &pages[*start..*start + *size],
        }
    }
}

impl DerefMut for Memory {
    fn deref_mut(&mut self) -> &mut [u8] {
        match self {
            Memory::Common(bytes) => bytes,
            #[cfg(all(target_os = "linux", feature = "cli"))]
            Memory::Pages { pages, start, size } => &mut pages[*start..*start + *size],
        }
    }
}

impl Buffer {
    /// A buffer of at least `size` bytes.
    pub(super) fn new(size: usize) -> Self {
        let known = SPARE.with_borrow_mut(|spare| spare.place(size).take_if(|known| known.len() >= size));
        Buffer(known.unwrap_or_else(|| Memory::new(size)))
    }
}

impl Deref for Buffer {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl DerefMut for Buffer {
    fn deref_mut(&mut self) -> &mut [u8] {
        &mut self.0
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        let own = std::mem::replace(&mut self.0, Memory::Common(Vec::new()));
        if own.len() > PAGE {
            return;
        }
        SPARE.with_borrow_mut(|spare| {
            let place = spare.place(own.len());
            if place.as_ref().is_none_or(|other| other.len() < own.len()) {
                *place = Some(own);
            }
        });
    }
}
