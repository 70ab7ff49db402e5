//! The worker's side: bytes in, answers out.

use std::io::{self, Read, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use super::cage;
use super::wire::{Answer, Setup, receive, send};
use crate::batch::journal::StoredReport;
use crate::batch::{Failure, guard};
use crate::extract::extract;
use crate::input::{self, KINDS, ReadOptions, Source};
use crate::model::ErrorKind;
use crate::schema::Schema;

/// How much longer than its own time a worker waits before it ends itself: nobody was there to end it.
const ORPHANED: Duration = Duration::from_secs(10);

/// Answers until there are no more questions. Called by a program that does nothing else.
///
/// # Errors
/// Where nobody listens any more, or what is asked is nothing that a [`Crew`](super::Crew) asks.
pub fn serve(mut from: impl Read, mut to: impl Write) -> io::Result<()> {
    let unsound = || io::Error::from(io::ErrorKind::InvalidData);
    let Some(setup) = receive(&mut from, u64::MAX)? else { return Ok(()) };
    let setup = Setup::from(&setup).ok_or_else(unsound)?;
    let schema = Schema::parse(setup.name, setup.toml).map_err(|_| unsound())?;
    let options = setup.options();
    cage::enter(setup.memory);
    let watch = watched(Duration::from_secs(setup.seconds).saturating_add(ORPHANED));
    send(&mut to, b"")?;
    to.flush()?;
    while let Some(name) = receive(&mut from, u64::MAX)? {
        let name = String::from_utf8(name).map_err(|_| unsound())?;
        let bytes = receive(&mut from, u64::MAX)?.ok_or_else(unsound)?;
        _ = watch.send(());
        let answer = guard::caught(|| answer(Source::new(name, bytes), &options, &schema));
        send(&mut to, &answer.unwrap_or_else(|said| Answer::Panicked(&said).bytes()))?;
        to.flush()?;
        _ = watch.send(());
    }
    Ok(())
}

fn answer(source: Source, options: &ReadOptions, schema: &Schema) -> Vec<u8> {
    #[cfg(debug_assertions)]
    crate::batch::planted::strike(&source.name);
    match input::read(&source, options) {
        Ok(document) => Answer::Report(Box::new(StoredReport::of(&extract(&document, schema)))).bytes(),
        Err(error) => match error.kind() {
            ErrorKind::Unsupported(kind) => {
                Answer::Unsupported(KINDS.iter().position(|known| known == kind).unwrap_or(usize::MAX)).bytes()
            }
            _ => Answer::of_failure(&Failure::from(error)).bytes(),
        },
    }
}

/// Ends this process where a file takes so long that nobody can be there any more who would. Told when a file begins
/// and when it ends.
fn watched(longest: Duration) -> Sender<()> {
    let (told, tells): (Sender<()>, Receiver<()>) = channel();
    std::thread::spawn(move || {
        while tells.recv().is_ok() {
            match tells.recv_timeout(longest) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => std::process::exit(1),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    });
    told
}
