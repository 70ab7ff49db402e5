//! Memory for the bytes of a part: buffers that a thread keeps for the next part, so that a run over many files neither
//! asks for memory for each nor clears it.
//!
//! The only file that names `memmap2`, by which memory comes all at once, or in large pages where a system gives them:
//! half a megabyte takes more than a hundred pages, and asking for each as it is met takes longer than inflating into it.

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};

/// How large a large page is, in bytes; a larger buffer is not kept.
const PAGE: usize = 2 << 20;
/// A buffer that is smaller, in bytes, is common memory; one that is larger comes in powers of two, up to a large page.
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
        let pages = if size < LARGE { None } else { Memory::pages(size) };
        pages.unwrap_or_else(|| Memory::Common(vec![0; size]))
    }

    #[cfg(not(all(target_os = "linux", feature = "cli")))]
    fn pages(_: usize) -> Option<Self> {
        None
    }

    #[cfg(all(target_os = "linux", feature = "cli"))]
    fn pages(size: usize) -> Option<Self> {
        if size <= PAGE {
            let size = size.next_power_of_two();
            let pages = memmap2::MmapOptions::new().len(size).populate().map_anon().ok()?;
            return Some(Memory::Pages { pages, start: 0, size });
        }
        let size = size.next_multiple_of(PAGE);
        let pages = memmap2::MmapMut::map_anon(size + PAGE).ok()?;
        // Where there are no large pages, small ones do.
        let _ = pages.advise(memmap2::Advice::HugePage);
        let start = pages.as_ptr().align_offset(PAGE).min(PAGE);
        Some(Memory::Pages { pages, start, size })
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
