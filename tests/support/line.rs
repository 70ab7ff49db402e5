//! The whole line in one process: bytes → document → facts → one line of CSV and one of JSON, with what must hold of
//! each.

use baobiao::extract::extract;
use baobiao::input::{self, ReadOptions, Source};
use baobiao::schema::Schema;
use baobiao::sink::{Kind, Options, Out};

/// The outputs that a file is taken through.
const KINDS: [&str; 2] = ["csv", "ndjson"];

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was read; the codes of the notes on the document, each once, in order.
    Read(Vec<&'static str>),
    /// It was refused with this code.
    Refused(&'static str),
}

/// Takes a file through the whole line.
///
/// # Errors
/// Where something that must hold of every file does not hold of this one.
pub fn whole(name: &str, bytes: Vec<u8>, options: &ReadOptions) -> Result<Outcome, String> {
    let document = match input::read(&Source::new(name, bytes), options) {
        Ok(document) => document,
        Err(error) if error.advice().english.is_empty() => return Err(format!("{error}: there is no advice")),
        Err(error) => return Ok(Outcome::Refused(error.code())),
    };
    if !document.tally.balances() {
        return Err(format!("characters are lost: {:?}", document.tally));
    }
    let schema = Schema::builtin();
    let report = extract(&document, schema);
    if !report.audit.balances() {
        return Err(format!("the laws do not hold: {:?}", report.audit));
    }
    for kind in KINDS {
        let written = written(kind, schema, &report).map_err(|error| format!("{kind}: {error}"))?;
        sound(kind, &written)?;
    }
    let mut codes: Vec<&'static str> = Vec::new();
    for note in &document.notes {
        if !codes.contains(&note.code.id) {
            codes.push(note.code.id);
        }
    }
    Ok(Outcome::Read(codes))
}

fn written(kind: &str, schema: &Schema, report: &baobiao::extract::Report) -> std::io::Result<Vec<u8>> {
    let kind = Kind::find(kind).expect("a kind of output");
    let mut bytes = Vec::new();
    let mut sink = (kind.open)(schema, Out::stream(&mut bytes), Options::default())?;
    sink.begin()?;
    sink.report(report)?;
    sink.finish()?;
    drop(sink);
    Ok(bytes)
}

/// One record of as many fields as the header, or one JSON object on one line.
fn sound(kind: &str, written: &[u8]) -> Result<(), String> {
    if kind == "csv" {
        let mut reader = csv::Reader::from_reader(written);
        let rows = reader.records().collect::<Result<Vec<_>, _>>().map_err(|error| format!("csv: {error}"))?;
        return if rows.len() == 1 { Ok(()) } else { Err(format!("csv: {} records", rows.len())) };
    }
    let text = std::str::from_utf8(written).map_err(|error| format!("{kind}: {error}"))?;
    let one_line = text.strip_suffix('\n').is_some_and(|line| !line.contains('\n'));
    let object: serde_json::Value = serde_json::from_str(text).map_err(|error| format!("{kind}: {error}"))?;
    if one_line && object.is_object() { Ok(()) } else { Err(format!("{kind}: not one object on one line")) }
}
