//! The scanner sees what an XML library sees, or both refuse.
#![no_main]

use libfuzzer_sys::fuzz_target;

/// Each element is skipped from its start, which takes the square of the length.
const LONGEST: usize = 1 << 10;

fuzz_target!(|data: &str| {
    if data.len() <= LONGEST
        && let Some(difference) = baobiao::docx::difference(data)
    {
        panic!("{data:?}\n{difference}");
    }
});
