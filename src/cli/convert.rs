//! `convert`: reports in, data out.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::args::ConvertArgs;
use super::output::{Inputs, Names, Target, WholeFile};
use super::terminal::{Terminal, data};
use super::{Exit, describe, files, settings};
use crate::batch::{Input, Listing};
use crate::extract::{Report, extract};
use crate::schema::Schema;
use crate::sink::{Kind, Options, Sink};

pub(super) fn run(args: &ConvertArgs, terminal: &Terminal) -> Result<Exit> {
    let schema = settings::schema(&args.read)?;
    let read_options = settings::read_options(&args.read.document)?;
    let target = Target::of(args.output.as_deref());
    let kind = kind(args.kind.as_deref(), &target)?;
    let listing = files::list(&args.inputs, terminal);
    if listing.inputs.is_empty() {
        return Ok(Exit::Nothing);
    }
    let one_file = matches!(listing.inputs.as_slice(), [Input::Named(_) | Input::Stdin]) && args.inputs.len() == 1;
    let options =
        Options { array: !one_file && !matches!(target, Target::Folder(_)), bom: args.bom, header: args.header.into() };
    let plan = Plan { schema: &schema, kind, options };
    let mut writer = plan.writer(&target, &listing)?;
    let jobs = settings::jobs(&args.read.document);
    let make = |document| extract(&document, &schema);
    let totals = files::each(&listing, &read_options, jobs, terminal, make, |input, report, totals| {
        totals.count(&report, &schema);
        if args.audit {
            terminal.say(&describe::audit_line(&report.source, &report.audit));
        }
        writer.write(input, &report)
    })?;
    writer.finish()?;
    if args.audit {
        terminal.say(&describe::audit_line("total", totals.audit()));
    }
    terminal.tell(&totals.summary(" (`baobiao check` shows them)"));
    Ok(totals.exit(args.fail_on.level()))
}

fn kind(name: Option<&str>, target: &Target) -> Result<&'static Kind> {
    if let Some(name) = name {
        return Kind::find(name).with_context(|| format!("there is no kind of output {name}"));
    }
    let name = match target {
        Target::Stdout => "csv",
        Target::Folder(_) => "json",
        Target::File(path) => {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            return Kind::of_file(&name).with_context(|| {
                format!("{}: its extension names no kind of output; say which with --to", path.display())
            });
        }
    };
    Kind::find(name).with_context(|| format!("there is no kind of output {name}"))
}

struct Plan<'a> {
    schema: &'a Schema,
    kind: &'static Kind,
    options: Options,
}

/// Where reports are written as they come.
enum Writer<'a> {
    One { sink: Box<dyn Sink + 'a>, begun: bool, file: Option<SharedFile> },
    Each { plan: &'a Plan<'a>, folder: &'a Path, names: Names, inputs: Inputs },
}

impl Plan<'_> {
    /// An output that cannot be written is known before anything is read.
    fn writer<'a>(&'a self, target: &'a Target, listing: &Listing) -> Result<Writer<'a>> {
        let inputs = Inputs::of(&listing.inputs);
        Ok(match target {
            Target::Stdout => Writer::One { sink: self.sink(data()), begun: false, file: None },
            Target::File(path) => {
                inputs.spare(path)?;
                let file = SharedFile::create(path)?;
                Writer::One { sink: self.sink(Box::new(file.clone())), begun: false, file: Some(file) }
            }
            Target::Folder(folder) => {
                if fs::metadata(folder).is_ok_and(|metadata| !metadata.is_dir()) {
                    bail!("{}: is not a folder", folder.display());
                }
                fs::create_dir_all(folder).with_context(|| format!("{}: cannot be made", folder.display()))?;
                Writer::Each { plan: self, folder, names: Names::default(), inputs }
            }
        })
    }

    fn sink<'a>(&'a self, out: Box<dyn Write + 'a>) -> Box<dyn Sink + 'a> {
        (self.kind.open)(self.schema, out, self.options)
    }
}

impl Writer<'_> {
    fn write(&mut self, input: &Input, report: &Report) -> Result<()> {
        match self {
            Writer::One { sink, begun, .. } => {
                if !*begun {
                    *begun = true;
                    sink.begin()?;
                }
                sink.report(report)?;
            }
            Writer::Each { plan, folder, names, inputs } => {
                let path = folder.join(names.name(input, plan.kind.extensions[0]));
                inputs.spare(&path)?;
                let file = SharedFile::create(&path)?;
                let mut sink = plan.sink(Box::new(file.clone()));
                sink.begin()?;
                sink.report(report)?;
                sink.finish()?;
                drop(sink);
                file.keep()?;
            }
        }
        Ok(())
    }

    /// Without a single report nothing is written and no file appears.
    fn finish(self) -> Result<()> {
        if let Writer::One { mut sink, begun: true, file } = self {
            sink.finish()?;
            drop(sink);
            if let Some(file) = file {
                file.keep()?;
            }
        }
        Ok(())
    }
}

/// A file that a sink writes and that is kept after the sink is done with it.
#[derive(Clone)]
struct SharedFile(std::rc::Rc<std::cell::RefCell<Option<WholeFile>>>);

impl SharedFile {
    fn create(path: &Path) -> Result<SharedFile> {
        Ok(SharedFile(std::rc::Rc::new(Some(WholeFile::create(path)?).into())))
    }

    fn keep(&self) -> Result<()> {
        self.0.borrow_mut().take().map_or(Ok(()), WholeFile::keep)
    }
}

impl Write for SharedFile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().as_mut().map_or(Ok(0), |file| file.write(bytes))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.borrow_mut().as_mut().map_or(Ok(()), Write::flush)
    }
}
