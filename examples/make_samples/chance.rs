//! Chance that comes out the same every time: the bytes of a sample depend on its name alone.

/// A sequence of numbers (SplitMix64).
pub struct Chance(u64);

impl Chance {
    /// The sequence that belongs to a name.
    pub fn named(name: &str) -> Self {
        // FNV-1a.
        Chance(name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)))
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// True once in `times` times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// Eight hexadecimal digits as Word writes them in `w:rsidR` and `w14:paraId`.
    pub fn identifier(&mut self) -> String {
        format!("{:08X}", self.next() & 0x00ff_ffff)
    }
}
