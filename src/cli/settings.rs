//! What the options mean: limits, read options and the schema.

use std::borrow::Cow;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};

use super::args::{DocumentArgs, ManyArgs, ReadArgs};
use super::suggest::{did_you_mean, nearest};
use crate::batch;
use crate::input::ReadOptions;
use crate::model::Limits;
use crate::schema::{BUILTIN, Schema};

/// A limit by the name that it has on the command line.
pub(super) struct Limit {
    pub(super) name: &'static str,
    pub(super) help: &'static str,
    pub(super) get: fn(&Limits) -> u64,
    set: fn(&mut Limits, u64),
}

/// Every field of [`Limits`].
pub(super) static LIMITS: &[Limit] = &[
    Limit { name: "input", help: "bytes of the file", get: |l| l.input, set: |l, n| l.input = n },
    Limit { name: "members", help: "files in an archive", get: |l| wide(l.members), set: |l, n| l.members = size(n) },
    Limit {
        name: "ratio",
        help: "times its packed size that a member of an archive may have",
        get: |l| l.ratio,
        set: |l, n| l.ratio = n,
    },
    Limit {
        name: "entries",
        help: "entries in the package",
        get: |l| wide(l.entries),
        set: |l, n| l.entries = size(n),
    },
    Limit { name: "part", help: "bytes of one part, inflated", get: |l| l.part, set: |l, n| l.part = n },
    Limit { name: "file", help: "bytes of all parts, inflated", get: |l| l.file, set: |l, n| l.file = n },
    Limit {
        name: "xml-depth",
        help: "elements in elements",
        get: |l| wide(l.xml_depth),
        set: |l, n| l.xml_depth = size(n),
    },
    Limit {
        name: "table-depth",
        help: "tables in tables",
        get: |l| wide(l.table_depth),
        set: |l, n| l.table_depth = size(n),
    },
    Limit {
        name: "field-depth",
        help: "fields in fields",
        get: |l| wide(l.field_depth),
        set: |l, n| l.field_depth = size(n),
    },
    Limit {
        name: "attributes",
        help: "attributes of an element",
        get: |l| wide(l.attributes),
        set: |l, n| l.attributes = size(n),
    },
    Limit {
        name: "namespaces",
        help: "namespaces of an element",
        get: |l| wide(l.namespaces),
        set: |l, n| l.namespaces = size(n),
    },
    Limit {
        name: "columns",
        help: "columns of a table",
        get: |l| u64::from(l.columns),
        set: |l, n| l.columns = u32::try_from(n).unwrap_or(u32::MAX),
    },
    Limit { name: "cells", help: "grid positions of all tables", get: |l| l.cells, set: |l, n| l.cells = n },
    Limit {
        name: "cell-text",
        help: "bytes of a cell's text",
        get: |l| wide(l.cell_text),
        set: |l, n| l.cell_text = size(n),
    },
    Limit {
        name: "chain",
        help: "styles on styles, links on links",
        get: |l| wide(l.chain),
        set: |l, n| l.chain = size(n),
    },
];

fn size(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn wide(number: usize) -> u64 {
    number as u64
}

/// How documents are read.
pub(super) fn read_options(args: &DocumentArgs) -> Result<ReadOptions> {
    Ok(ReadOptions { limits: limits(&args.limits)?, revisions: args.revisions.into() })
}

/// How many threads.
pub(super) fn jobs(args: &ManyArgs) -> usize {
    args.jobs.map_or_else(batch::threads, usize::from)
}

fn limits(given: &[String]) -> Result<Limits> {
    let mut limits = Limits::default();
    for option in given {
        let (name, number) =
            option.split_once('=').ok_or_else(|| anyhow!("--limit {option}: is not of the form NAME=N"))?;
        let name = name.replace('_', "-");
        let names = || LIMITS.iter().map(|limit| limit.name);
        let limit = LIMITS.iter().find(|limit| limit.name == name).ok_or_else(|| {
            let hint = did_you_mean(&nearest(&name, names()));
            anyhow!(
                "--limit {option}: there is no limit {name}{hint}; there are {}",
                names().collect::<Vec<_>>().join(", ")
            )
        })?;
        let number = number.parse().with_context(|| format!("--limit {option}: {number:?} is not a whole number"))?;
        (limit.set)(&mut limits, number);
    }
    Ok(limits)
}

/// The schema of this id, or in this file.
pub(super) fn schema(args: &ReadArgs) -> Result<Schema> {
    let builtin = Schema::builtin();
    if builtin.id == args.schema {
        return Ok(builtin.clone());
    }
    Ok(Schema::parse(&args.schema, &schema_text(args)?)?)
}

/// The TOML of the schema of this id, or in this file.
pub(super) fn schema_text(args: &ReadArgs) -> Result<Cow<'static, str>> {
    let wanted = args.schema.as_str();
    if let Some(toml) = builtin(wanted) {
        return Ok(toml.into());
    }
    let path = Path::new(wanted);
    if path.is_file() {
        let toml = std::fs::read_to_string(path).with_context(|| format!("{wanted}: cannot be read"))?;
        return Ok(toml.into());
    }
    let hint = did_you_mean(&nearest(wanted, BUILTIN.iter().map(|(id, _)| *id)));
    bail!("--schema {wanted}: is neither a file nor a built-in schema{hint}; `baobiao schemas list` lists them")
}

/// The TOML of a built-in schema.
pub(super) fn builtin(id: &str) -> Option<&'static str> {
    BUILTIN.iter().find(|(name, _)| *name == id).map(|(_, toml)| *toml)
}

/// The schema in a file; the error names the line.
pub(super) fn schema_file(path: &Path) -> Result<Schema> {
    let name = path.to_string_lossy();
    let toml = std::fs::read_to_string(path).with_context(|| format!("{name}: cannot be read"))?;
    Ok(Schema::parse(&name, &toml)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_is_set_by_its_own_name_and_no_other() {
        for limit in LIMITS {
            let set = limits(&[format!("{}=7", limit.name)]).unwrap();
            for other in LIMITS {
                let expected = if other.name == limit.name { 7 } else { (other.get)(&Limits::default()) };
                assert_eq!((other.get)(&set), expected, "{} after {}", other.name, limit.name);
            }
        }
        let named = format!("{:?}", Limits::default()).matches(':').count();
        assert_eq!(LIMITS.len(), named, "every field of Limits is an option");
    }

    #[test]
    fn a_wrong_limit_says_what_would_be_right() {
        let message = |option: &str| format!("{:#}", limits(&[option.to_owned()]).unwrap_err());
        assert!(message("xml-dept=1").contains("did you mean xml-depth?"));
        assert!(message("input").contains("NAME=N"));
        assert!(message("input=many").contains("not a whole number"));
        assert!(limits(&["xml_depth=9".to_owned()]).is_ok());
    }
}
