//! Times for tables of ratios.

use std::time::{Duration, Instant};

/// How often everything is done by turns.
const ROUNDS: usize = 40;

/// The shortest time that each of these takes, in milliseconds. They are done by turns, so that a machine that is now
/// quicker and now slower is so for all of them.
pub fn by_turns(work: &mut [&mut dyn FnMut()]) -> Vec<f64> {
    let mut shortest = vec![Duration::MAX; work.len()];
    for _ in 0..ROUNDS {
        for (work, shortest) in work.iter_mut().zip(&mut shortest) {
            let begun = Instant::now();
            work();
            *shortest = begun.elapsed().min(*shortest);
        }
    }
    shortest.into_iter().map(|time| time.as_secs_f64() * 1e3).collect()
}
