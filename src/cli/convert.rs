//! `convert`: reports in, data out.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::args::ConvertArgs;
use super::output::{Inputs, Names, Target, WholeFile};
use super::suggest::{did_you_mean, nearest};
use super::terminal::{Terminal, data};
use super::{Exit, describe, dry_run, files, settings};
use crate::batch::{Input, Listing};
use crate::extract::{Report, extract};
use crate::schema::Schema;
use crate::sink::{KINDS, Kind, Options, Sink};

pub(super) fn run(args: &ConvertArgs, terminal: &Terminal) -> Result<Exit> {
    let schema = settings::schema(&args.read)?;
    let read_options = settings::read_options(&args.read.document)?;
    let target = Target::of(args.output.as_deref());
    let kind = kind(args.kind.as_deref(), &target)?;
    let listing = files::list(&args.many, &read_options.limits, terminal)?;
    if args.dry.dry_run {
        return dry_run::run(args.dry.json, &listing, &read_options, settings::jobs(&args.many), terminal);
    }
    if listing.inputs.is_empty() {
        return Ok(Exit::Nothing);
    }
    let one_argument = args.many.inputs.len() == 1 && args.many.files_from.is_none();
    let one_file = one_argument && matches!(listing.inputs.as_slice(), [input] if input.is_named());
    let options =
        Options { array: !one_file && !matches!(target, Target::Folder(_)), bom: args.bom, header: args.header.into() };
    let plan = Plan { schema: &schema, kind, options };
    let mut writer = plan.writer(&target, &listing)?;
    let jobs = settings::jobs(&args.many);
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
                let extension = name.rsplit('.').next().unwrap_or_default();
                let known = KINDS.iter().flat_map(|kind| kind.extensions.iter().copied());
                let hint = did_you_mean(&nearest(extension, known));
                format!("{}: its extension names no kind of output{hint}; say which with --to", path.display())
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

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::cli::sample;

    /// Writes the hand-made report once for each input.
    fn write(kind: &str, target: &Target, inputs: &[Input]) -> Result<()> {
        let schema = sample::schema();
        let plan = Plan { schema: &schema, kind: Kind::find(kind).unwrap(), options: Options::default() };
        let listing = Listing { inputs: inputs.to_vec(), ..Listing::default() };
        let mut writer = plan.writer(target, &listing)?;
        for input in inputs {
            writer.write(input, &sample::report(&schema))?;
        }
        writer.finish()
    }

    fn named(path: &str) -> Input {
        Input::Found(PathBuf::from(path))
    }

    fn files(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn a_folder_gets_one_whole_file_a_report() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let inputs = [named("a/甲.docx"), named("b/甲.docx"), named("c/..")];
        write("json", &Target::Folder(out.clone()), &inputs).unwrap();
        assert_eq!(files(&out), ["report.json", "甲-2.json", "甲.json"]);
        for name in files(&out) {
            let json: serde_json::Value = serde_json::from_slice(&fs::read(out.join(name)).unwrap()).unwrap();
            assert_eq!(json["format"], "baobiao.report");
        }
    }

    #[test]
    fn a_file_gets_its_name_when_all_reports_are_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let target = Target::File(folder.path().join("out.ndjson"));
        write("ndjson", &target, &[named("a"), named("b")]).unwrap();
        assert_eq!(files(folder.path()), ["out.ndjson"]);
        assert_eq!(fs::read_to_string(folder.path().join("out.ndjson")).unwrap().lines().count(), 2);
    }

    #[test]
    fn a_report_never_takes_the_place_of_an_input() {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("a.json");
        fs::write(&input, "precious").unwrap();
        let error = write("json", &Target::Folder(folder.path().to_owned()), &[Input::Named(input.clone())]);
        assert!(format!("{:#}", error.unwrap_err()).contains("is one of the inputs"));
        assert_eq!(fs::read_to_string(input).unwrap(), "precious");
    }

    #[test]
    fn the_kind_is_the_one_asked_for_else_the_extension_else_the_target() {
        let file = |name: &str| Target::File(PathBuf::from(name));
        let folder = Target::Folder(PathBuf::from("out"));
        for (asked, target, expected) in [
            (None, Target::Stdout, "csv"),
            (None, folder.clone(), "json"),
            (Some("csv-long"), folder, "csv-long"),
            (None, file("a.jsonl"), "ndjson"),
            (Some("json"), file("a.csv"), "json"),
        ] {
            assert_eq!(kind(asked, &target).unwrap().name, expected);
        }
        assert!(kind(None, &file("a.docx")).is_err());
    }
}
