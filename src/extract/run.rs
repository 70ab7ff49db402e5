//! STUB, to be replaced whole by the extraction's own modules: only the signature that the command line is written against.

use super::{Audit, CellAudit, FieldAudit, Identity, Report};
use crate::model::Document;
use crate::schema::Schema;

/// What a document says, read by a schema.
pub fn extract(document: &Document, schema: &Schema) -> Report {
    Report {
        source: document.source.clone(),
        parts: document.parts.clone(),
        schema: schema.id.clone(),
        vintage: None,
        identity: Identity::default(),
        sections: Vec::new(),
        facts: Vec::new(),
        headers: Vec::new(),
        verdicts: Vec::new(),
        notes: document.notes.clone(),
        audit: Audit { cells: CellAudit::default(), fields: FieldAudit::default(), characters: document.tally },
    }
}
