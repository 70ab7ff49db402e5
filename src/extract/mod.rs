//! From a document and a schema to a report: locate the tables, bind cells to fields, parse values, check sums.

mod pair;
mod reading;
mod report;
mod run;
mod value;

pub use report::{
    Audit, Because, CellAudit, Date, Fact, FieldAudit, Header, Identity, Judgement, Origin, Report, Section, Stated,
    Unit, UnitFrom, Value, Verdict,
};
pub use run::extract;
