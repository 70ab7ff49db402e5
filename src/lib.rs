//! **baobiao** (报表) turns archived Word reports into data: every figure named, typed, checked, and traced to its cell.

pub mod docx;
pub mod extract;
pub mod input;
pub mod model;
pub mod schema;
pub mod sink;
