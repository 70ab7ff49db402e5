//! What the commands print as JSON beside whole reports: one object a line, documented here. Parts of reports are
//! those of [`wire`](super::wire).
//!
//! Every key is always there; what is not known or does not apply is `null`.

use serde::Serialize;

/// What a run would do with one input (`--dry-run --json`).
#[derive(Debug, Serialize)]
pub struct Planned<'a> {
    /// The name that its report would go under.
    pub source: &'a str,
    /// `read`, `skipped` (found in a folder or an archive, and no document) or `failed`.
    pub state: &'static str,
    /// The code of the kind of file that it is by its content.
    pub kind: Option<&'static str>,
    /// The kind in words.
    pub is: Option<&'static str>,
    /// Bytes of the file, or of the member of an archive when it is inflated.
    pub bytes: Option<u64>,
    /// Why it gives nothing.
    pub failure: Option<Failure<'a>>,
}

/// Why an input gives nothing.
#[derive(Debug, Serialize)]
pub struct Failure<'a> {
    /// The stable code; `baobiao explain CODE` says what it means.
    pub code: &'static str,
    /// What is wrong, as the end of a sentence that the name begins.
    pub message: &'a str,
    /// What to do next.
    pub help: &'a str,
}

/// How far a run has come (`--progress json`).
#[derive(Debug, Serialize)]
pub struct Progress {
    /// Inputs that are done with.
    pub done: u64,
    /// Inputs in all.
    pub of: u64,
    /// Of those done, the ones that gave nothing.
    pub failed: u64,
    /// Inputs a second since the run began; `null` at its beginning.
    pub per_second: Option<f64>,
    /// Seconds that the rest will take at this rate; `null` while there is none.
    pub seconds_left: Option<u64>,
}

/// An object as one line of JSON, its line feed included.
pub fn line(object: &impl Serialize) -> String {
    // The types of this crate have neither maps nor anything else that JSON has no form for.
    let mut text = serde_json::to_string(object).unwrap_or_else(|_| "null".to_owned());
    text.push('\n');
    text
}
