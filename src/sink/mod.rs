//! What goes out.

pub mod tables;
