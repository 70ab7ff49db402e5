//! `check`: what is doubtful or wrong in reports, for people, or as JSON for programs.

use std::io::Write;

use anyhow::Result;

use super::args::CheckArgs;
use super::terminal::Terminal;
use super::{Exit, comparison, describe, dry_run, files, finding, settings, terminal};
use crate::extract::{Compared, Series, Verdict, extract};
use crate::model::{Level, Words, say};
use crate::sink::{findings, lines};

pub(super) fn run(args: &CheckArgs, terminal: &Terminal) -> Result<Exit> {
    let lang = terminal.lang();
    let schema = settings::schema(&args.read)?;
    let options = settings::read_options(&args.read.document)?;
    let fail_on = args.fail_on.level();
    let lowest = if terminal.is_verbose() || fail_on == Some(Level::Info) { Level::Info } else { Level::Warning };
    let listing = files::list(&args.many, &options.limits, terminal)?;
    if args.dry_run {
        return dry_run::run(args.json, &listing, &options, settings::jobs(&args.many, &listing), terminal);
    }
    let mut out = terminal::out(args.json);
    let mut series = Series::new(&schema);
    let make = |document| extract(&document, &schema);
    let jobs = settings::jobs(&args.many, &listing);
    let mut totals = files::each(&listing, jobs, terminal, files::making(&options, make), |_, report, totals| {
        totals.count(&report, &schema);
        series.add(&report);
        for found in findings::findings(&report, &schema).iter().filter(|found| found.level() >= lowest) {
            let text = if args.json {
                lines::line(&lines::found(found, &report, &schema))
            } else {
                finding::block(found, &report, &schema, terminal)
            };
            out.write_all(text.as_bytes())?;
        }
        if args.audit {
            terminal.say(&describe::audit_line(&report.source, &report.audit, lang));
        }
        Ok(())
    })?;
    let Compared { comparisons, notes } = series.finish();
    for comparison in comparisons.iter().filter(|comparison| comparison.verdict != Verdict::Holds) {
        let level = findings::code(&schema.checks[comparison.check], &comparison.verdict).level;
        totals.add(level);
        if level >= lowest {
            let text = if args.json {
                lines::line(&lines::compared(comparison, &schema))
            } else {
                comparison::block(comparison, &schema, terminal)
            };
            out.write_all(text.as_bytes())?;
        }
    }
    for note in &notes {
        totals.add(note.code.level);
        if note.code.level >= lowest {
            let text = if args.json { lines::line(&lines::apart(note)) } else { comparison::note(note, terminal) };
            out.write_all(text.as_bytes())?;
        }
    }
    out.flush()?;
    if args.audit {
        terminal.say(&describe::audit_line(describe::TOTAL.text(lang), totals.audit(), lang));
    }
    let hidden = totals.at_least(Level::Info) - totals.at_least(lowest);
    let mut line = totals.summary(Words::new("", ""), lang);
    if hidden > 0 {
        let more = say!("; {hidden} more that are only good to know (-v)", "；另有 {hidden} 条仅供参考的提示（-v）");
        line.push_str(more.text(lang));
    }
    terminal.tell(&line);
    Ok(totals.exit(fail_on))
}
