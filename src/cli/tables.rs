//! `tables`: the tables of any document, read by no schema.

use std::io::Write;

use anyhow::Result;

use super::args::{TablesArgs, TablesKind};
use super::terminal::{Terminal, data};
use super::{Exit, files, inspect, settings};
use crate::model::{Document, Lang};
use crate::sink::tables;
use crate::sink::visible::one_line;

pub(super) fn run(args: &TablesArgs, terminal: &Terminal) -> Result<Exit> {
    let options = settings::read_options(&args.document)?;
    let listing = files::list(&args.many, &options.limits, terminal)?;
    let several = listing.inputs.len() > 1;
    let mut out = data();
    let lang = terminal.lang();
    let make = |document: Document| match args.kind {
        TablesKind::Json => tables::json(&document),
        TablesKind::Csv => tables::csv(&document),
        TablesKind::Text => drawn(&document, args.width, several, lang),
    };
    let mut written = 0;
    let jobs = settings::jobs(&args.many, &listing);
    let totals = files::each(&listing, jobs, terminal, files::making(&options, make), |_, text, _| {
        if written > 0 && args.kind == TablesKind::Csv {
            out.write_all(b"\n")?;
        }
        written += 1;
        out.write_all(text.as_bytes())?;
        if !text.is_empty() && !text.ends_with('\n') {
            out.write_all(b"\n")?;
        }
        Ok(())
    })?;
    out.flush()?;
    Ok(totals.exit(None))
}

fn drawn(document: &Document, width: usize, named: bool, lang: Lang) -> String {
    let mut text = if named { format!("== {} ==\n\n", one_line(&document.source)) } else { String::new() };
    for (story, table) in inspect::all_tables(document) {
        text.push_str(inspect::table_title(story, table).text(lang));
        text.push('\n');
        text.push_str(&crate::sink::draw::draw(table, width));
        text.push('\n');
    }
    text
}
