//! The limits by their names on the command line, and what an option says about them.

use anyhow::{Context, Result, anyhow};

use super::suggest::{did_you_mean, nearest};
use crate::model::Limits;

/// A limit by the name that it has on the command line.
pub(super) struct Limit {
    pub(super) name: &'static str,
    pub(super) help: &'static str,
    /// The code of what becomes of a file that goes over it: of a refusal, or of a note.
    #[cfg_attr(not(test), expect(dead_code, reason = "docs/LIMITS.md is made from it, by a test"))]
    over: &'static str,
    pub(super) get: fn(&Limits) -> u64,
    set: fn(&mut Limits, u64),
}

/// The code of what is refused for a limit.
const REFUSED: &str = "limit-reached";

macro_rules! limits {
    ($($name:literal, $help:literal, $over:expr, |$read:ident| $get:expr, |$limits:ident, $number:ident| $set:expr;)*) => {
        /// Every field of [`Limits`].
        pub(super) static LIMITS: &[Limit] = &[
            $(Limit { name: $name, help: $help, over: $over, get: |$read| $get, set: |$limits, $number| $set },)*
        ];
    };
}

limits! {
    "input", "bytes of the file", REFUSED, |l| l.input, |l, n| l.input = n;
    "members", "files in an archive", REFUSED, |l| wide(l.members), |l, n| l.members = size(n);
    "ratio", "times its packed size that a member of an archive may have", REFUSED, |l| l.ratio, |l, n| l.ratio = n;
    "entries", "entries in the package", REFUSED, |l| wide(l.entries), |l, n| l.entries = size(n);
    "part", "bytes of one part, inflated", REFUSED, |l| l.part, |l, n| l.part = n;
    "file", "bytes of all parts, inflated", REFUSED, |l| l.file, |l, n| l.file = n;
    "xml-depth", "elements in elements", REFUSED, |l| wide(l.xml_depth), |l, n| l.xml_depth = size(n);
    "table-depth", "tables in tables", REFUSED, |l| wide(l.table_depth), |l, n| l.table_depth = size(n);
    "field-depth", "fields in fields", REFUSED, |l| wide(l.field_depth), |l, n| l.field_depth = size(n);
    "attributes", "attributes of an element", REFUSED, |l| wide(l.attributes), |l, n| l.attributes = size(n);
    "namespaces", "namespaces of an element", REFUSED, |l| wide(l.namespaces), |l, n| l.namespaces = size(n);
    "columns", "columns of a table", "columns-cut", |l| u64::from(l.columns), |l, n| l.columns = u32::try_from(n).unwrap_or(u32::MAX);
    "cells", "grid positions of all tables", REFUSED, |l| l.cells, |l, n| l.cells = n;
    "cell-text", "bytes of a cell's text", REFUSED, |l| wide(l.cell_text), |l, n| l.cell_text = size(n);
    "chain", "styles on styles, links on links", "chain-cut", |l| wide(l.chain), |l, n| l.chain = size(n);
}

fn size(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn wide(number: usize) -> u64 {
    number as u64
}

/// The limits with those changed that options of the form `NAME=N` name.
pub(super) fn limits(given: &[String]) -> Result<Limits> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::files::grouped;

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

    const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/LIMITS.md");

    /// The page of the documentation that lists them.
    fn page() -> String {
        let mut page = "# Limits

What one file may cost before it is refused. `--limit NAME=N` raises or lowers one; it may be given several times. The
library takes them as `Limits`. A file at its limit is read; one that goes over it ends with the code of the last column:
`limit-reached` refuses the file, every other code is a note on a file that is read.

| name | default | what it counts | beyond it |
|---|--:|---|---|
"
        .to_owned();
        for limit in LIMITS {
            let default = grouped((limit.get)(&Limits::default()) as usize);
            page.push_str(&format!("| `{}` | {default} | {} | `{}` |\n", limit.name, limit.help, limit.over));
        }
        page.push_str("\nThis page is made from the code: `BLESS=1 cargo test --lib the_page` writes it anew.\n");
        page
    }

    #[test]
    fn the_page_about_limits_is_what_the_limits_are() {
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(PAGE, page()).unwrap();
        }
        let written = std::fs::read_to_string(PAGE).unwrap_or_default();
        assert!(written == page(), "docs/LIMITS.md is not what the limits are; BLESS=1 cargo test --lib the_page");
    }
}
