//! `convert`: reports in, data out.

use std::borrow::Cow;

use anyhow::Result;

use super::args::ConvertArgs;
use super::complaint::{OrSay, complaint};
use super::files::Became;
use super::migrate::Run;
use super::output::{Inputs, Target};
use super::outputs::Outputs;
use super::reader::Reader;
use super::suggest::{did_you_mean, nearest};
use super::terminal::Terminal;
use super::{Exit, comparison, describe, dry_run, files, settings};
use crate::batch::{self, Input, Listing, Loaded};
use crate::extract::Series;
use crate::model::{Message, Words, say};
use crate::schema::Schema;
use crate::sink::{KINDS, Kind, Options};

/// Behind the number of findings.
pub(super) const ADVICE: Words = Words::new(" (`baobiao check` shows them)", "（用 `baobiao check` 查看）");

/// The schema, with the columns of its rules where they are asked for.
fn harmonizing(mut schema: Cow<'static, Schema>, wanted: bool) -> Result<Cow<'static, Schema>> {
    if wanted && schema.harmonized.is_empty() {
        let id = &schema.id;
        return Err(complaint(say!(
            "--harmonize: the schema {id} has no rules; write `[[harmonized]]` into a copy of it (docs/SCHEMA.md)",
            "--harmonize：模板 {id} 没有统一口径的规则；请在其副本中写入 `[[harmonized]]`（见 docs/SCHEMA.md）"
        )));
    }
    if wanted {
        schema.to_mut().harmonize = true;
    }
    Ok(schema)
}

pub(super) fn run(args: &ConvertArgs, terminal: &Terminal) -> Result<Exit> {
    let lang = terminal.lang();
    let schema = harmonizing(settings::schema(&args.read)?, args.harmonize)?;
    let read_options = settings::read_options(&args.read.document)?;
    let several = args.kinds.len() > 1 || args.kinds.iter().any(|kind| kind == "all");
    let target = Target::of(args.output.as_deref(), several);
    let kinds = kinds(&args.kinds, &target)?;
    let listing = files::list(&args.many, &read_options.limits, terminal)?;
    if args.dry.dry_run {
        return dry_run::run(args.dry.json, &listing, &read_options, settings::jobs(&args.many, &listing), terminal);
    }
    if listing.inputs.is_empty() {
        return Ok(Exit::Nothing);
    }
    let reader = Reader::new(args, &schema, &read_options)?;
    if let Target::Folder(folder) = &target {
        let options = Options { array: false, bom: args.bom, header: args.header.into() };
        let run = Run { args, schema: &schema, read: &read_options, reader: &reader, kinds: &kinds, options, folder };
        return run.run(listing, terminal);
    }
    let one_argument = args.many.inputs.len() == 1 && args.many.files_from.is_none();
    let one_file = one_argument && matches!(listing.inputs.as_slice(), [input] if input.is_named());
    let options = Options { array: !one_file, bom: args.bom, header: args.header.into() };
    let mut outputs = output(&schema, kinds[0], options, &target, &listing)?;
    let mut series = outputs.compare_years().then(|| Series::new(&schema));
    for failure in &listing.failures {
        outputs.lost(failure)?;
    }
    let work = |input: &Input| match batch::load(input, &read_options)? {
        Loaded::Source(source) => reader.report(input, &source),
        Loaded::Skipped(kind) => Ok(Err(kind)),
    };
    let jobs = settings::jobs(&args.many, &listing);
    let mut totals = files::every(&listing, jobs, terminal, work, |input, became, totals| {
        let report = match became {
            Became::Made(report) => report,
            Became::Lost(failure) => return outputs.lost(failure),
            Became::Skipped => return Ok(()),
        };
        totals.count(&report, &schema);
        if args.audit {
            terminal.say(&describe::audit_line(&report.source, &report.audit, lang));
        }
        if let Some(series) = &mut series {
            series.add(&report);
        }
        outputs.write(input, &report)
    })?;
    if let Some(series) = series {
        for compared in series.pieces() {
            comparison::count(&compared, &schema, &mut totals, terminal);
            outputs.compared(&compared)?;
        }
    }
    outputs.finish()?;
    if args.audit {
        terminal.say(&describe::audit_line(describe::TOTAL.text(lang), totals.audit(), lang));
    }
    terminal.tell(&totals.summary(ADVICE, lang));
    Ok(totals.exit(args.fail_on.level()))
}

/// The kinds asked for, each once, else the one of the extension, else what is usual.
fn kinds(asked: &[String], target: &Target) -> Result<Vec<&'static Kind>> {
    let mut kinds: Vec<&'static Kind> = Vec::new();
    for name in asked {
        let meant: Vec<&'static Kind> = if name == "all" { KINDS.iter().collect() } else { vec![named(name)?] };
        for kind in meant {
            if !kinds.iter().any(|known| known.name == kind.name) {
                kinds.push(kind);
            }
        }
    }
    match (target, kinds.as_slice()) {
        (Target::Folder(_), []) => Ok(vec![named("csv")?, named("csv-long")?]),
        (Target::Folder(_), _) | (_, [_]) => Ok(kinds),
        (Target::Stdout, []) => Ok(vec![named("csv")?]),
        (Target::File(path), []) => {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let kind = Kind::of_file(&name).or_say(|| {
                let extension = name.rsplit('.').next().unwrap_or_default();
                let known = KINDS.iter().flat_map(|kind| kind.extensions.iter().copied());
                let hint = did_you_mean(&nearest(extension, known));
                let path = path.display();
                Message::new(
                    format!("{path}: its extension names no kind of output{}; say which with --to", hint.english),
                    format!("{path}：扩展名不对应任何输出类型{}；请用 --to 指明", hint.chinese),
                )
            })?;
            Ok(vec![kind])
        }
        _ => Err(complaint(say!(
            "several kinds of output need a folder to lie in: -o FOLDER/",
            "同时输出几种类型时需要文件夹：-o 文件夹/"
        ))),
    }
}

fn named(name: &str) -> Result<&'static Kind> {
    Kind::find(name).or_say(|| say!("there is no kind of output {name}", "没有输出类型 {name}"))
}

/// One output for everything. One that cannot be written is known before anything is read.
fn output<'a>(
    schema: &'a Schema,
    kind: &'static Kind,
    options: Options,
    target: &Target,
    listing: &Listing,
) -> Result<Outputs<'a>> {
    match target {
        Target::File(path) => {
            Inputs::of(&listing.inputs).spare(path)?;
            Outputs::file(schema, kind, options, path)
        }
        Target::Stdout | Target::Folder(_) => Outputs::stdout(schema, kind, options),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::cli::sample;

    /// Writes the hand-made report once for each input.
    fn write(names: &[&str], target: &Target, inputs: &[Input]) -> Result<()> {
        let schema = sample::schema();
        let kinds: Vec<&'static Kind> = names.iter().map(|name| Kind::find(name).unwrap()).collect();
        let listing = Listing { inputs: inputs.to_vec(), ..Listing::default() };
        let stage = tempfile::tempdir().unwrap();
        let known = Inputs::of(inputs);
        let mut outputs = match target {
            Target::Folder(folder) => {
                fs::create_dir_all(folder).unwrap();
                Outputs::folder(&schema, &kinds, Options::default(), folder, stage.path(), &known)?
            }
            _ => output(&schema, kinds[0], Options::default(), target, &listing)?,
        };
        for input in inputs {
            outputs.write(input, &sample::report(&schema))?;
        }
        outputs.finish()
    }

    fn found(path: &str) -> Input {
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
    fn a_folder_gets_a_file_of_each_kind_or_a_folder_with_one_a_report() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let inputs = [found("a/甲.docx"), found("b/甲.docx"), found("c/..")];
        write(&["json", "csv"], &Target::Folder(out.clone()), &inputs).unwrap();
        assert_eq!(files(&out), ["datapackage.json", "json", "reports.csv", "reports.csv-metadata.json"]);
        let each = out.join("json");
        assert_eq!(files(&each), ["report.json", "甲-2.json", "甲.json"]);
        for name in files(&each) {
            let json: serde_json::Value = serde_json::from_slice(&fs::read(each.join(name)).unwrap()).unwrap();
            assert_eq!(json["format"], "baobiao.report");
        }
    }

    #[test]
    fn a_file_gets_its_name_when_all_reports_are_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let target = Target::File(folder.path().join("out.ndjson"));
        write(&["ndjson"], &target, &[found("a"), found("b")]).unwrap();
        assert_eq!(files(folder.path()), ["out.ndjson"]);
        assert_eq!(fs::read_to_string(folder.path().join("out.ndjson")).unwrap().lines().count(), 2);
    }

    #[test]
    fn a_report_never_takes_the_place_of_an_input() {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("a.json");
        fs::write(&input, "precious").unwrap();
        let error = write(&["json"], &Target::File(input.clone()), &[Input::Named(input.clone())]);
        assert!(format!("{:#}", error.unwrap_err()).contains("is one of the inputs"));
        assert_eq!(fs::read_to_string(input).unwrap(), "precious");
    }

    #[test]
    fn several_kinds_make_a_folder_of_a_new_name_without_an_extension() {
        let folder = tempfile::tempdir().unwrap();
        let (new, file) = (folder.path().join("out"), folder.path().join("taken"));
        fs::write(&file, "").unwrap();
        for (path, several, expected) in [
            (&new, true, Target::Folder(new.clone())),
            (&new, false, Target::File(new.clone())),
            (&new.with_extension("csv"), true, Target::File(new.with_extension("csv"))),
            (&file, true, Target::File(file.clone())),
            (&folder.path().to_owned(), false, Target::Folder(folder.path().to_owned())),
        ] {
            assert_eq!(Target::of(Some(path), several), expected);
        }
    }

    #[test]
    fn the_kind_is_the_one_asked_for_else_the_extension_else_the_target() {
        let file = |name: &str| Target::File(PathBuf::from(name));
        let folder = Target::Folder(PathBuf::from("out"));
        for (asked, target, expected) in [
            ("", Target::Stdout, "csv"),
            ("", folder.clone(), "csv csv-long"),
            ("csv-long ndjson csv-long", folder.clone(), "csv-long ndjson"),
            ("", file("a.jsonl"), "ndjson"),
            ("json", file("a.csv"), "json"),
        ] {
            let asked: Vec<String> = asked.split_whitespace().map(str::to_owned).collect();
            let names: Vec<&str> = kinds(&asked, &target).unwrap().iter().map(|kind| kind.name).collect();
            assert_eq!(names.join(" "), expected);
        }
        assert_eq!(kinds(&["all".to_owned()], &folder).unwrap().len(), KINDS.len());
        assert!(kinds(&[], &file("a.docx")).is_err());
        assert!(kinds(&["csv".to_owned(), "json".to_owned()], &Target::Stdout).is_err());
    }
}
