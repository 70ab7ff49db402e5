//! Memory for the bytes of a part: buffers that a thread keeps for the next part, so that a run over many files neither
//! asks for memory for each nor clears it.
//!
//! The only file that names `memmap2`, by which memory comes in large pages where a system gives them: half a megabyte
//! takes more than a hundred small pages, and the system's part of the time of one file is little else.

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};

/// The largest buffer that is kept, in bytes.
const KEPT: usize = 2 << 20;
/// A buffer that is smaller, in bytes, is common memory.
const LARGE: usize = 128 << 10;

/// Bytes that may be written to; which they are at first is not said.
#[derive(Debug)]
pub(super) struct Buffer(Memory);

#[derive(Debug)]
enum Memory {
    Small(Vec<u8>),
    Large(large::Memory),
}

#[derive(Default)]
struct Spare {
    small: Vec<u8>,
    large: Option<large::Memory>,
}

thread_local! {
    static SPARE: RefCell<Spare> = RefCell::default();
}

impl Buffer {
    /// A buffer of at least `size` bytes.
    pub(super) fn new(size: usize) -> Self {
        SPARE.with_borrow_mut(|spare| {
            if size >= LARGE {
                let known = spare.large.take().filter(|known| known.len() >= size);
                return Buffer(Memory::Large(known.unwrap_or_else(|| large::memory(size.next_multiple_of(KEPT)))));
            }
            let mut small = std::mem::take(&mut spare.small);
            if small.len() < size {
                small.resize(size, 0);
            }
            Buffer(Memory::Small(small))
        })
    }
}

impl Deref for Buffer {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.0 {
            Memory::Small(bytes) => bytes,
            Memory::Large(bytes) => bytes,
        }
    }
}

impl DerefMut for Buffer {
    fn deref_mut(&mut self) -> &mut [u8] {
        match &mut self.0 {
            Memory::Small(bytes) => bytes,
            Memory::Large(bytes) => bytes,
        }
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        let own = std::mem::replace(&mut self.0, Memory::Small(Vec::new()));
        SPARE.with_borrow_mut(|spare| match own {
            Memory::Small(bytes) if bytes.len() > spare.small.len() => spare.small = bytes,
            Memory::Large(bytes) if bytes.len() <= KEPT => spare.large = Some(bytes),
            Memory::Small(_) | Memory::Large(_) => {}
        });
    }
}

#[cfg(not(all(target_os = "linux", feature = "cli")))]
mod large {
    pub(super) type Memory = Vec<u8>;

    pub(super) fn memory(size: usize) -> Memory {
        vec![0; size]
    }
}

#[cfg(all(target_os = "linux", feature = "cli"))]
mod large {
    use std::ops::{Deref, DerefMut};

    use memmap2::{Advice, MmapMut};

    /// How large a large page is.
    const PAGE: usize = 2 << 20;

    /// Pages of the system from the byte where a large one begins, or common memory where it gave none.
    #[derive(Debug)]
    pub(super) enum Memory {
        Pages { pages: MmapMut, start: usize, size: usize },
        Common(Vec<u8>),
    }

    pub(super) fn memory(size: usize) -> Memory {
        let Ok(pages) = MmapMut::map_anon(size + PAGE) else { return Memory::Common(vec![0; size]) };
        // Where there are no large pages, small ones do.
        let _ = pages.advise(Advice::HugePage);
        let start = pages.as_ptr().align_offset(PAGE).min(PAGE);
        Memory::Pages { pages, start, size }
    }

    impl Deref for Memory {
        type Target = [u8];

        fn deref(&self) -> &[u8] {
            match self {
                Memory::Pages { pages, start, size } => &pages[*start..*start + *size],
                Memory::Common(bytes) => bytes,
            }
        }
    }

    impl DerefMut for Memory {
        fn deref_mut(&mut self) -> &mut [u8] {
            match self {
                Memory::Pages { pages, start, size } => &mut pages[*start..*start + *size],
                Memory::Common(bytes) => bytes,
            }
        }
    }
}
