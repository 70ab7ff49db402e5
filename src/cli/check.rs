//! `check`: what is doubtful or wrong in reports, for people. Programs read the same from `convert --to json`.

use std::io::Write;

use anyhow::Result;

use super::args::CheckArgs;
use super::terminal::{Terminal, stdout};
use super::{Exit, comparison, describe, dry_run, files, finding, settings};
use crate::extract::{Compared, Series, Verdict, extract};
use crate::model::Level;
use crate::sink::findings;

pub(super) fn run(args: &CheckArgs, terminal: &Terminal) -> Result<Exit> {
    let schema = settings::schema(&args.read)?;
    let options = settings::read_options(&args.read.document)?;
    let fail_on = args.fail_on.level();
    let lowest = if terminal.is_verbose() || fail_on == Some(Level::Info) { Level::Info } else { Level::Warning };
    let listing = files::list(&args.many, &options.limits, terminal);
    if args.many.dry_run {
        return dry_run::run(&listing, &options);
    }
    let mut out = stdout();
    let make = |document| extract(&document, &schema);
    let mut series = Series::new(&schema);
    let mut totals = files::each(&listing, &args.many, &options, terminal, make, |_, report, totals| {
        totals.count(&report, &schema);
        series.add(&report);
        for found in findings::findings(&report, &schema).iter().filter(|found| found.level() >= lowest) {
            out.write_all(finding::block(found, &report, &schema, terminal).as_bytes())?;
        }
        if args.audit {
            terminal.say(&describe::audit_line(&report.source, &report.audit));
        }
        Ok(())
    })?;
    let Compared { comparisons, notes } = series.finish();
    for comparison in comparisons.iter().filter(|comparison| comparison.verdict != Verdict::Holds) {
        let level = findings::code(&schema.checks[comparison.check], &comparison.verdict).level;
        totals.add(level);
        if level >= lowest {
            out.write_all(comparison::block(comparison, &schema, terminal).as_bytes())?;
        }
    }
    for note in &notes {
        totals.add(note.code.level);
        if note.code.level >= lowest {
            out.write_all(comparison::note(note, terminal).as_bytes())?;
        }
    }
    out.flush()?;
    if args.audit {
        terminal.say(&describe::audit_line("total", totals.audit()));
    }
    let hidden = totals.at_least(Level::Info) - totals.at_least(lowest);
    let more = if hidden == 0 { String::new() } else { format!("; {hidden} more that are only good to know (-v)") };
    terminal.tell(&format!("{}{more}", totals.summary("")));
    Ok(totals.exit(fail_on))
}
