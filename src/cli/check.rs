//! `check`: what is doubtful or wrong in reports, for people, or as JSON for programs.

use std::io::Write;

use anyhow::Result;

use super::args::CheckArgs;
use super::terminal::{Terminal, stdout};
use super::{Exit, describe, dry_run, files, finding, settings};
use crate::extract::extract;
use crate::model::Level;
use crate::sink::findings::findings;
use crate::sink::lines;

pub(super) fn run(args: &CheckArgs, terminal: &Terminal) -> Result<Exit> {
    let schema = settings::schema(&args.read)?;
    let options = settings::read_options(&args.read.document)?;
    let fail_on = args.fail_on.level();
    let lowest = if terminal.is_verbose() || fail_on == Some(Level::Info) { Level::Info } else { Level::Warning };
    let listing = files::list(&args.many, &options.limits, terminal)?;
    if args.dry_run {
        return dry_run::run(args.json, &listing, &options, settings::jobs(&args.many), terminal);
    }
    let mut out = stdout();
    let make = |document| extract(&document, &schema);
    let jobs = settings::jobs(&args.many);
    let totals = files::each(&listing, &options, jobs, terminal, make, |_, report, totals| {
        totals.count(&report, &schema);
        for found in findings(&report, &schema).iter().filter(|found| found.level() >= lowest) {
            let shown = if args.json {
                lines::line(&lines::found(found, &report, &schema))
            } else {
                finding::block(found, &report, &schema, terminal)
            };
            out.write_all(shown.as_bytes())?;
        }
        if args.audit {
            terminal.say(&describe::audit_line(&report.source, &report.audit));
        }
        Ok(())
    })?;
    out.flush()?;
    if args.audit {
        terminal.say(&describe::audit_line("total", totals.audit()));
    }
    let hidden = totals.at_least(Level::Info) - totals.at_least(lowest);
    let more = if hidden == 0 { String::new() } else { format!("; {hidden} more that are only good to know (-v)") };
    terminal.tell(&format!("{}{more}", totals.summary("")));
    Ok(totals.exit(fail_on))
}
