//! Many inputs at once, their results in the order of the inputs, few of them in memory at a time.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, PoisonError};

use super::{Failure, Input, guarded};

/// Inputs for each thread that may be worked on, or wait as results, at a time.
const AHEAD: usize = 8;

/// The number of threads to use where the user says nothing.
pub fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Does `work` on every input, on `jobs` threads, and gives the results to `deliver` one by one, in the order of
/// the inputs, until it says to stop. A panic in `work` is that input's failure.
///
/// A thread takes the next input as soon as it is free, but none that is further ahead of the one that is delivered next
/// than the threads' share of results allows, so that their number in memory is bounded. One of the threads is the
/// caller's own: it delivers, and takes an input itself as long as the one to be delivered next is not done.
///
/// # Errors
/// Where a thread cannot be started.
pub fn run<T: Send>(
    inputs: &[Input],
    jobs: usize,
    work: impl Fn(&Input) -> Result<T, Failure> + Sync,
    mut deliver: impl FnMut(&Input, Result<T, Failure>) -> ControlFlow<()>,
) -> std::io::Result<()> {
    let jobs = jobs.clamp(1, inputs.len().max(1));
    let work = |input: &Input| guarded(&input.name(), || work(input));
    if jobs == 1 {
        let _stopped = inputs.iter().try_for_each(|input| deliver(input, work(input)));
        return Ok(());
    }
    // An input is allotted by its index; a thread ends once nothing more can be allotted, or nobody wants its result.
    let (allot, allotted) = channel();
    let (done, results) = channel();
    let allotted = Mutex::new(allotted);
    let worker = |done: Sender<_>| {
        let next = || allotted.lock().unwrap_or_else(PoisonError::into_inner).recv();
        while let Ok(index) = next() {
            let input: &Input = &inputs[index];
            if done.send((index, work(input))).is_err() {
                return;
            }
        }
    };
    std::thread::scope(|scope| {
        let (allot, done, results) = (allot, done, results);
        for _ in 1..jobs {
            let (worker, done) = (&worker, done.clone());
            std::thread::Builder::new().spawn_scoped(scope, move || worker(done))?;
        }
        drop(done);
        let mut left = 0..inputs.len();
        let mut allow = |count| left.by_ref().take(count).all(|index| allot.send(index).is_ok());
        allow(jobs * AHEAD);
        // Where another thread waits for an input there is none; where one takes an input, its result will come.
        let free = || allotted.try_lock().ok()?.try_recv().ok();
        // What is done comes first, then what can be done meanwhile; for want of both it is worth waiting.
        let another = || {
            let done = results.try_recv().ok();
            done.or_else(|| free().map(|index| (index, work(&inputs[index])))).or_else(|| results.recv().ok())
        };
        let mut early = BTreeMap::new();
        for (index, input) in inputs.iter().enumerate() {
            while !early.contains_key(&index)
                && let Some((index, result)) = another()
            {
                early.insert(index, result);
            }
            allow(1);
            if early.remove(&index).is_none_or(|result| deliver(input, result).is_break()) {
                break;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
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
    fn the_caller_is_one_of_the_threads() {
        let own = std::thread::current().id();
        let threads = Mutex::new(HashSet::from([own]));
        let work = |_: &Input| {
            std::thread::yield_now();
            threads.lock().unwrap().insert(std::thread::current().id());
            Ok(())
        };
        run(&inputs(1_000), 3, work, |_, _| ControlFlow::Continue(())).unwrap();
        assert!(threads.lock().unwrap().len() <= 3);
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
        assert!(made.load(Ordering::SeqCst) <= 2 * AHEAD + 1);
    }
}
