//! From a document and a schema to a report: locate the tables, bind cells to fields, parse values, check sums.
//!
//! ```text
//! Document ─reading─▶ Sheets ─locate─▶ Pieces ─bind─▶ Placements ─settle─▶ one field a cell ─facts─▶ Facts ─check─▶ Report
//!          words, meanings   rows of a table   header paths   vintages         values         verdicts
//! ```
//! Nothing here fails: what cannot be understood becomes a note.

mod bind;
mod check;
mod date;
mod facts;
mod figures;
mod flow;
mod header;
mod identity;
mod locate;
mod nearest;
mod pair;
mod path;
mod prose;
mod reading;
mod report;
mod rows;
mod series;
mod settle;
mod value;

pub use facts::extract;
#[cfg(feature = "cli")]
pub(crate) use nearest::distance;
pub use report::{
    Audit, Because, CellAudit, Date, Fact, FieldAudit, Header, Identity, Judgement, Origin, Report, Section, Stated,
    Unit, UnitFrom, Value, Verdict,
};
pub use series::{Compare, Compared, Comparison, Known, Matched, Series};
