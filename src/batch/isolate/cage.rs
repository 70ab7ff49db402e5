//! What a worker may do: compute, and nothing else. Every part of it is as strict as the system can.
//!
//! | | memory | new files and sockets | files by path, TCP |
//! |---|---|---|---|
//! | Linux | `RLIMIT_AS`, `RLIMIT_DATA` | `RLIMIT_NOFILE` | Landlock, where the kernel has it |
//! | other Unix | `RLIMIT_AS`, `RLIMIT_DATA` | `RLIMIT_NOFILE` | |
//! | Windows | | | |

/// Takes from this process what a worker does not need. Called before it has a second thread.
pub(super) fn enter(memory: u64) {
    // Landlock needs a file descriptor of its own, so that it comes first.
    #[cfg(target_os = "linux")]
    landlocked();
    #[cfg(unix)]
    limited(memory);
    #[cfg(not(unix))]
    let _ = memory;
}

/// Handles every right and grants none. What a kernel does not know is left out.
#[cfg(target_os = "linux")]
fn landlocked() {
    use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetError, Scope};
    let restrict = || -> Result<(), RulesetError> {
        let all = Ruleset::default().handle_access(AccessFs::from_all(ABI::V6))?;
        let all = all.handle_access(AccessNet::from_all(ABI::V6))?.scope(Scope::from_all(ABI::V6))?;
        all.create()?.restrict_self().map(drop)
    };
    // The limits hold all the same.
    _ = restrict();
}

/// No more memory than this; no file descriptor besides the three that it has; no files written, no core dumped.
#[cfg(unix)]
fn limited(memory: u64) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limits = [
        (Resource::As, memory),
        (Resource::Data, memory),
        (Resource::Nofile, 3),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
    ];
    for (resource, wanted) in limits {
        // What it may not have already is not given to it.
        let most = getrlimit(resource).maximum.map_or(wanted, |maximum| maximum.min(wanted));
        _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
    }
}
