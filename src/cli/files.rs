//! Every command that goes over files goes through here: list, run, count, sum up.

use std::ops::ControlFlow;
use std::path::Path;

use anyhow::Result;

use super::Exit;
use super::args::ManyArgs;
use super::complaint::complaint;
use super::terminal::Terminal;
use crate::batch::{self, Argument, Failure, Input, Listing, Opened};
use crate::extract::{Audit, Report};
use crate::input::ReadOptions;
use crate::model::{Document, FileKind, Lang, Level, Limits, Message, Words, say};
use crate::schema::Schema;
use crate::sink::findings::{self, Counts};
use crate::sink::visible::one_line;

/// What became of the files of one run.
#[derive(Debug, Default)]
pub(super) struct Totals {
    /// Documents that were read.
    pub(super) read: usize,
    /// Inputs that gave nothing, named on standard error.
    pub(super) failed: usize,
    /// Files of a folder that are no documents.
    pub(super) skipped: usize,
    /// Files that were left out by their names.
    pub(super) left_out: usize,
    /// Facts of all reports.
    facts: usize,
    /// Findings of all reports.
    counts: Counts,
    /// The laws of all reports.
    audit: Audit,
}

/// Lists the inputs, and says what is wrong with the list.
///
/// # Errors
/// Where standard input is asked to be both a report and a list.
pub(super) fn list(args: &ManyArgs, limits: &Limits, terminal: &Terminal) -> Result<Listing> {
    let is_stdin = |path: &Path| path.as_os_str() == "-";
    let mut arguments: Vec<Argument> = args.inputs.iter().cloned().map(Argument::from).collect();
    let mut failures = Vec::new();
    if let Some(list) = &args.files_from {
        if is_stdin(list) && args.inputs.iter().any(|path| is_stdin(path)) {
            return Err(complaint(say!(
                "standard input cannot be a report and the list of --files-from at once",
                "标准输入不能既是报告，又是 --files-from 的清单"
            )));
        }
        match batch::read_list(list, args.null) {
            Ok((listed, unsound)) => {
                arguments.extend(listed);
                failures.extend(unsound);
            }
            Err(failure) => failures.push(failure),
        }
    }
    let mut listing = batch::list(&arguments, limits);
    listing.failures.splice(..0, failures);
    let lang = terminal.lang();
    for name in listing.twice.iter().map(|name| one_line(name)) {
        let twice = say!("note: {name}: was given twice and is read once", "注意：{name}：给出了两次，只读取一次");
        terminal.tell(twice.text(lang));
    }
    for name in listing.left_out.iter().map(|name| one_line(name)) {
        let left_out = say!("left out: {name}: is hidden or ~$…", "未计入：{name}：是隐藏文件或 ~$…");
        terminal.remark(left_out.text(lang));
    }
    let leads_out = |input: &&Input| matches!(input, Input::Member(m) if m.inner().split('/').any(|part| part == ".."));
    for input in listing.inputs.iter().filter(leads_out) {
        let only_a_name = say!(
            "note: {name}: its `..` is only a name; nothing is unpacked",
            "注意：{name}：其中的 `..` 只是名称；不会解压任何文件",
            name = one_line(&input.name())
        );
        terminal.tell(only_a_name.text(lang));
    }
    for failure in &listing.failures {
        terminal.failure(failure);
    }
    Ok(listing)
}

/// What became of an input.
pub(super) enum Became<'a, T> {
    /// A document was read and turned into this.
    Made(T),
    /// It was found in a folder and is no document.
    Skipped,
    /// It gave nothing.
    Lost(&'a Failure),
}

/// What [`each`] does with an input where it is read on the same thread: opens it, and makes something of it.
pub(super) fn making<T>(
    options: &ReadOptions,
    make: impl Fn(Document) -> T + Sync,
) -> impl Fn(&Input) -> Result<Result<T, &'static FileKind>, Failure> + Sync {
    move |input| match batch::open(input, options)? {
        Opened::Document(document) => Ok(Ok(make(*document))),
        Opened::Skipped(kind) => Ok(Err(kind)),
    }
}

/// Turns every input into a `T` on many threads, and hands the `T`s on in the order of the inputs. Where `work` gives
/// what the input is instead, it was skipped.
pub(super) fn each<T: Send>(
    listing: &Listing,
    jobs: usize,
    terminal: &Terminal,
    work: impl Fn(&Input) -> Result<Result<T, &'static FileKind>, Failure> + Sync,
    mut hand_on: impl FnMut(&Input, T, &mut Totals) -> Result<()>,
) -> Result<Totals> {
    every(listing, jobs, terminal, work, |input, became, totals| match became {
        Became::Made(made) => hand_on(input, made, totals),
        Became::Skipped | Became::Lost(_) => Ok(()),
    })
}

/// The same, and hands on what became of the other inputs too.
pub(super) fn every<T: Send>(
    listing: &Listing,
    jobs: usize,
    terminal: &Terminal,
    work: impl Fn(&Input) -> Result<Result<T, &'static FileKind>, Failure> + Sync,
    mut hand_on: impl FnMut(&Input, Became<'_, T>, &mut Totals) -> Result<()>,
) -> Result<Totals> {
    let mut totals = Totals { failed: listing.failures.len(), left_out: listing.left_out.len(), ..Totals::default() };
    let mut stopped = None;
    terminal.progress(listing.inputs.len());
    batch::run(&listing.inputs, jobs, work, |input, result| {
        terminal.step(result.is_err());
        let handed = match result {
            Ok(Ok(made)) => {
                totals.read += 1;
                hand_on(input, Became::Made(made), &mut totals)
            }
            Ok(Err(kind)) => {
                totals.skipped += 1;
                terminal.remark(skipped(&input.name(), kind).text(terminal.lang()));
                hand_on(input, Became::Skipped, &mut totals)
            }
            Err(failure) => {
                totals.failed += 1;
                terminal.failure(&failure);
                hand_on(input, Became::Lost(&failure), &mut totals)
            }
        };
        match handed {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                stopped = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    terminal.finish();
    stopped.map_or(Ok(totals), Err)
}

/// Names a file of a folder that is no document.
pub(super) fn skipped(name: &str, what: &FileKind) -> Message {
    let (name, what) = (one_line(name), what.name);
    Message::new(format!("skipped: {name}: is {}", what.english), format!("已跳过：{name}：是{}", what.chinese))
}

/// Reads one document that was named, be it a file or a member of an archive.
pub(super) fn one(path: &Path, options: &ReadOptions, terminal: &Terminal) -> Option<Document> {
    match batch::named(path, &options.limits).and_then(|input| batch::open(&input, options)) {
        Ok(Opened::Document(document)) => Some(*document),
        Ok(Opened::Skipped(_)) => None,
        Err(failure) => {
            terminal.failure(&failure);
            None
        }
    }
}

impl Totals {
    /// Counts a report in.
    pub(super) fn count(&mut self, report: &Report, schema: &Schema) {
        self.facts += report.facts.len();
        self.counts.add(findings::count(report, schema));
        let (sum, audit) = (&mut self.audit, &report.audit);
        sum.cells.filled += audit.cells.filled;
        sum.cells.headers += audit.cells.headers;
        sum.cells.facts += audit.cells.facts;
        sum.cells.ornaments += audit.cells.ornaments;
        sum.cells.noted += audit.cells.noted;
        sum.fields.wanted += audit.fields.wanted;
        sum.fields.facts += audit.fields.facts;
        sum.fields.noted += audit.fields.noted;
        sum.fields.extra += audit.fields.extra;
        sum.characters.read += audit.characters.read;
        sum.characters.body += audit.characters.body;
        sum.characters.stories += audit.characters.stories;
        sum.characters.noted += audit.characters.noted;
    }

    /// Counts a finding in that is about no one report.
    pub(super) fn add(&mut self, level: Level) {
        self.counts.one(level);
    }

    /// The laws of all reports together.
    pub(super) fn audit(&self) -> &Audit {
        &self.audit
    }

    /// How many findings there are from this level up.
    pub(super) fn at_least(&self, level: Level) -> usize {
        self.counts.at_least(level)
    }

    /// How the run ended, where findings from `fail_on` up count.
    pub(super) fn exit(&self, fail_on: Option<Level>) -> Exit {
        let found = fail_on.map_or(0, |level| self.at_least(level));
        match (self.read, self.failed + found) {
            (0, _) => Exit::Nothing,
            (_, 0) => Exit::Good,
            _ => Exit::Bad,
        }
    }

    /// One line: `12 reports, 2,388 facts; 1 file failed, 3 skipped; 2 findings`.
    pub(super) fn summary(&self, advice: Words, lang: Lang) -> String {
        let found = self.at_least(Level::Warning);
        let findings = match lang {
            _ if found == 0 => String::new(),
            Lang::English => format!("; {}{}", many(found, "finding"), advice.english),
            Lang::Chinese => format!("；发现 {} 个问题{}", grouped(found), advice.chinese),
        };
        let read = match lang {
            Lang::English => format!("{}, {}", many(self.read, "report"), many(self.facts, "fact")),
            Lang::Chinese => format!("{} 份报告，{} 项数据", grouped(self.read), grouped(self.facts)),
        };
        format!("{read}{}{findings}", self.lost(lang))
    }

    /// What became of the inputs that are no reports: `; 1 file failed, 3 skipped`, or nothing.
    pub(super) fn lost(&self, lang: Lang) -> String {
        let mut lost = Vec::new();
        match lang {
            Lang::English => {
                let all = [(self.skipped, "skipped"), (self.left_out, "left out")];
                lost.extend((self.failed > 0).then(|| format!("{} failed", many(self.failed, "file"))));
                lost.extend(
                    all.iter()
                        .filter(|(count, _)| *count > 0)
                        .map(|(count, what)| format!("{} {what}", grouped(*count))),
                );
            }
            Lang::Chinese => {
                let all = [("失败", self.failed), ("跳过", self.skipped), ("未计入", self.left_out)];
                lost.extend(
                    all.iter()
                        .filter(|(_, count)| *count > 0)
                        .map(|(what, count)| format!("{what} {} 个文件", grouped(*count))),
                );
            }
        }
        let (semicolon, comma) = (Words::new("; ", "；").text(lang), Words::new(", ", "，").text(lang));
        if lost.is_empty() { String::new() } else { format!("{semicolon}{}", lost.join(comma)) }
    }
}

/// `2 reports` or `2 份报告`, of a noun and of a measure word with its noun.
pub(super) fn some(count: usize, noun: Words, lang: Lang) -> String {
    match lang {
        Lang::English => many(count, noun.english),
        Lang::Chinese => format!("{} {}", grouped(count), noun.chinese),
    }
}

/// `1 file`, `2,388 facts`.
pub(super) fn many(count: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(count), if count == 1 { "" } else { "s" })
}

pub(super) fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped_and_nouns_agree() {
        assert_eq!(many(1, "file"), "1 file");
        assert_eq!(many(0, "file"), "0 files");
        assert_eq!(many(2_388, "fact"), "2,388 facts");
        assert_eq!(many(123_456, "fact"), "123,456 facts");
    }

    #[test]
    fn the_exit_code_follows_from_the_totals() {
        let totals = |read, failed, errors, warnings| Totals {
            read,
            failed,
            counts: Counts { errors, warnings, infos: 0 },
            ..Totals::default()
        };
        assert_eq!(totals(1, 0, 3, 3).exit(None), Exit::Good);
        assert_eq!(totals(1, 0, 0, 3).exit(Some(Level::Error)), Exit::Good);
        assert_eq!(totals(1, 0, 0, 3).exit(Some(Level::Warning)), Exit::Bad);
        assert_eq!(totals(5, 1, 0, 0).exit(None), Exit::Bad);
        assert_eq!(totals(0, 4, 0, 0).exit(None), Exit::Nothing);
        assert_eq!(totals(0, 0, 0, 0).exit(None), Exit::Nothing);
    }

    #[test]
    fn the_summary_says_what_there_is_to_say() {
        let mut totals = Totals { read: 12, facts: 2_388, ..Totals::default() };
        assert_eq!(totals.summary(Words::new("", ""), Lang::English), "12 reports, 2,388 facts");
        totals.failed = 1;
        totals.skipped = 3;
        totals.counts.warnings = 2;
        assert_eq!(
            totals.summary(Words::new(" (baobiao check)", ""), Lang::English),
            "12 reports, 2,388 facts; 1 file failed, 3 skipped; 2 findings (baobiao check)"
        );
        let chinese = totals.summary(Words::new("", "（见 baobiao check）"), Lang::Chinese);
        assert_eq!(chinese, "12 份报告，2,388 项数据；失败 1 个文件，跳过 3 个文件；发现 2 个问题（见 baobiao check）");
    }
}
