//! Killers for tests: work that fails in ways that no input is known to bring about. Debug builds alone have them, and
//! only where a test arms them; a release has not a line of this.

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};

/// The variable that arms the killers in a debug build.
pub const VARIABLE: &str = "BAOBIAO_PLANTED_KILLERS";

static ARMED: AtomicBool = AtomicBool::new(false);

/// From now on files with certain names kill.
pub fn arm() {
    ARMED.store(true, Ordering::Relaxed);
}

/// Whether they do.
pub fn armed() -> bool {
    ARMED.load(Ordering::Relaxed)
}

/// Does what the file's name says.
pub(super) fn strike(name: &str) {
    let name = name.rsplit('/').next().unwrap_or(name);
    match name.split_once("-killer").map(|(how, _)| how).filter(|_| armed()) {
        Some("panic") => panic!("planted"),
        Some("abort") => std::process::abort(),
        Some("loop") => loop {
            std::hint::spin_loop();
        },
        Some("open") => panic!("{}", opened()),
        Some("memory") => memory(),
        Some("stack") => _ = black_box(stack(0)),
        _ => {}
    }
}

/// What this process can still open.
fn opened() -> String {
    let file = std::env::current_exe().and_then(std::fs::File::open).is_ok();
    let root = std::fs::read_dir("/").is_ok();
    let udp = std::net::UdpSocket::bind("127.0.0.1:0").is_ok();
    let tcp = std::net::TcpListener::bind("127.0.0.1:0").is_ok();
    format!("file {file}, folder {root}, udp {udp}, tcp {tcp}")
}

fn memory() {
    let mut taken: Vec<Vec<u8>> = Vec::new();
    loop {
        taken.push(black_box(vec![1; 16 << 20]));
    }
}

#[allow(unconditional_recursion)]
fn stack(depth: u64) -> u64 {
    let page = black_box([depth; 512]);
    stack(depth + 1) + page[0]
}
