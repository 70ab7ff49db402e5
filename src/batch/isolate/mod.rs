//! Reports that are read in processes of their own, so that no file costs more than itself: neither one that ends the
//! process, nor one that never ends, nor one that takes all memory.
//!
//! ```text
//! this process                         a worker: this program again, caged
//! bytes ─▶ crew ──setup, name, bytes──▶ worker ─▶ document ─▶ report
//!            ▲ ◀──────── answer ────────┘
//!            └ ends a worker that is late; takes another where one died
//! ```
//!
//! A worker is given bytes and gives answers, over its standard input and output. It opens nothing: `cage` sees to it.

mod cage;
mod crew;
mod lost;
mod wire;
mod worker;

pub use crew::{Crew, Terms, WORKER};
pub use worker::serve;
