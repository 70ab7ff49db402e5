//! Many inputs at once, their results in the order of the inputs, few of them in memory at a time.

use std::ops::ControlFlow;
use std::sync::mpsc::sync_channel;

use rayon::prelude::*;

use super::{Failure, Input, guarded};

/// Inputs a thread takes before results are handed over.
const AHEAD: usize = 4;

/// The number of threads to use where the user says nothing.
pub fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Does `work` on every input, on `jobs` threads, and gives the results to `deliver` one by one, in the order of
/// the inputs, until it says to stop. A panic in `work` is that input's failure.
///
/// While one window of inputs is delivered the next is worked on; at most three windows of results exist.
///
/// # Errors
/// Where the threads cannot be started.
pub fn run<T: Send>(
    inputs: &[Input],
    jobs: usize,
    work: impl Fn(&Input) -> Result<T, Failure> + Sync,
    mut deliver: impl FnMut(&Input, Result<T, Failure>) -> ControlFlow<()>,
) -> Result<(), rayon::ThreadPoolBuildError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.max(1)).build()?;
    let window = jobs.max(1) * AHEAD;
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(1);
        let (work, pool) = (&work, &pool);
        scope.spawn(move || {
            for inputs in inputs.chunks(window) {
                let results: Vec<_> =
                    pool.install(|| inputs.par_iter().with_max_len(1).map(|input| one(input, work)).collect());
                if sender.send((inputs, results)).is_err() {
                    return;
                }
            }
        });
        for (inputs, results) in receiver {
            for (input, result) in inputs.iter().zip(results) {
                if deliver(input, result).is_break() {
                    return;
                }
            }
        }
    });
    Ok(())
}

fn one<T>(input: &Input, work: &impl Fn(&Input) -> Result<T, Failure>) -> Result<T, Failure> {
    guarded(&input.name(), || work(input))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn inputs(count: usize) -> Vec<Input> {
        (0..count).map(|index| Input::Named(PathBuf::from(format!("{index}")))).collect()
    }

    fn delivered(count: usize, jobs: usize) -> Vec<Result<String, Failure>> {
        let mut all = Vec::new();
        let work = |input: &Input| {
            let name = input.name();
            assert!(!name.ends_with('7'), "seven");
            if name.ends_with('3') {
                std::thread::yield_now()
            }
            Ok(name)
        };
        let deliver = |_: &Input, result| {
            all.push(result);
            ControlFlow::Continue(())
        };
        run(&inputs(count), jobs, work, deliver).unwrap();
        all
    }

    #[test]
    fn results_come_in_the_order_of_the_inputs_at_any_number_of_threads() {
        let one = delivered(100, 1);
        assert_eq!(one, delivered(100, 8));
        assert_eq!(one.len(), 100);
        assert_eq!(one[42], Ok("42".to_owned()));
    }

    #[test]
    fn a_panic_is_the_failure_of_its_file_alone() {
        let all = delivered(10, 4);
        let failure = all[7].as_ref().unwrap_err();
        assert_eq!((failure.source.as_str(), failure.code), ("7", "program-defect"));
        assert!(failure.message.english.contains("seven"), "{:?}", failure.message);
        assert_eq!(all.iter().filter(|result| result.is_ok()).count(), 9);
    }

    #[test]
    fn memory_is_bounded_and_a_stop_is_heeded() {
        let made = AtomicUsize::new(0);
        let work = |_: &Input| Ok(made.fetch_add(1, Ordering::SeqCst));
        let mut seen = 0;
        run(&inputs(10_000), 2, work, |_, _| {
            seen += 1;
            ControlFlow::Break(())
        })
        .unwrap();
        assert_eq!(seen, 1);
        assert!(made.load(Ordering::SeqCst) <= 4 * 2 * AHEAD);
    }
}
