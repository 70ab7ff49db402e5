//! From a document and a schema to a report: locate the tables, bind cells to fields, parse values, check sums.
//!
//! ```text
//! Document ─reading─▶ Sheets ─locate─▶ Pieces ─bind─▶ Placements ─settle─▶ one field a cell ─facts─▶ Facts ─check─▶ Report
//!          words, meanings   rows of a table   header paths   vintages         values         verdicts
//! ```
//! Nothing here fails: what cannot be understood becomes a note.

mod bind;
mod check;
mod choice;
mod date;
mod drift;
mod facts;
mod few;
mod figures;
mod flow;
mod form;
mod harmonize;
mod header;
mod identity;
mod indicators;
mod kept;
mod labels;
mod layout;
mod locate;
mod marks;
mod met;
mod nearest;
mod pair;
mod path;
mod propose;
mod prose;
mod reading;
mod records;
mod report;
mod rows;
mod series;
mod settle;
mod sought;
mod unrolled;
mod value;

pub use drift::{Coverage, Drift, Group, Told};
pub use facts::{extract, rebuilt};
pub use harmonize::{Figure, Joined, harmonize};
pub use layout::{Advice, Heads, Layout, Near, UnknownLabel, layout};
#[cfg(feature = "cli")]
pub(crate) use nearest::distance;
pub use report::{
    Audit, Because, CellAudit, Date, Fact, FieldAudit, Header, Identity, Judgement, List, Origin, Report, Section,
    Stated, Unit, UnitFrom, Value, Verdict,
};
pub use series::{Compare, Compared, Comparison, Known, Matched, Series};
