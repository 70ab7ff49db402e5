//! The ledger of a run into a folder: each input once, whatever became of it, and the counts that add up.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::complaint::OrSay;
use super::files::{grouped, many};
use super::{comparison, describe};
use crate::batch;
use crate::batch::journal::Hash;
use crate::extract::{Compare, Comparison, Report, Verdict};
use crate::model::{FileKind, Lang, Message, say};
use crate::schema::Schema;
use crate::sink::Out;
use crate::sink::manifest::{self, Counts, Line, Lost, Status, Table};

/// What was measured of an input.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Measured {
    /// BLAKE3 of its bytes.
    pub(super) hash: Option<Hash>,
    /// Bytes.
    pub(super) size: Option<u64>,
    /// How long it took, in microseconds.
    pub(super) micros: u64,
    /// Whether its report was known from a run before.
    pub(super) known: bool,
}

/// The ledger, open for writing.
pub(super) struct Ledger {
    folder: PathBuf,
    stage: PathBuf,
    manifest: Box<dyn Write + Send>,
    failures: Table<'static>,
    timings: Table<'static>,
    series: Table<'static>,
    counted: [usize; Status::ALL.len()],
    known: usize,
}

/// Its files; the manifest takes its name last.
pub(super) const FILES: [&str; 4] = ["timings.csv", "failures.csv", "series.csv", "manifest.jsonl"];

/// The titles of the comparison of years.
const SERIES: [&str; 13] = [
    "agency 机关",
    "year 年度",
    "check 检查",
    "rule 规则",
    "subject 对象",
    "verdict 结论",
    "left 左边",
    "right 右边",
    "left terms 左边各项",
    "right terms 右边各项",
    "file 文件",
    "file of the year before 上一年度文件",
    "one agency because 同一机关依据",
];

/// `+ 12 (applications.carried_in.total of 2021, table 2, row 5, column 10)`.
fn term_words(term: &Compare, comparison: &Comparison, schema: &Schema) -> String {
    let sign = if term.minus { '-' } else { '+' };
    let year = if term.prior { comparison.year - 1 } else { comparison.year };
    let id = &schema.field(term.field).id;
    match &term.known {
        None => format!("{sign} ? ({id} of {year}, no cell)"),
        Some(known) => {
            let cell = describe::cell(known.place, Lang::English).map_or(String::new(), |cell| format!(", {cell}"));
            format!("{sign} {} ({id} of {year}{cell})", known.raw.trim())
        }
    }
}

impl Ledger {
    pub(super) fn begin(folder: &Path, stage: &Path) -> Result<Ledger> {
        let out = |name: &str| Out::File(stage.join(name));
        let unwritable = || unwritable(folder);
        let failures = ["status 状态", "path 文件", "code 代码", "reason", "原因", "advice", "建议"];
        let timings = ["path 文件", "milliseconds 毫秒", "from an earlier run 取自上次"];
        Ok(Ledger {
            folder: folder.to_owned(),
            stage: stage.to_owned(),
            manifest: out(FILES[3]).writer().or_say(unwritable)?,
            failures: Table::begin(out(FILES[1]), &failures).or_say(unwritable)?,
            timings: Table::begin(out(FILES[0]), &timings).or_say(unwritable)?,
            series: Table::begin(out(FILES[2]), &SERIES).or_say(unwritable)?,
            counted: [0; Status::ALL.len()],
            known: 0,
        })
    }

    /// An input that gave a report.
    pub(super) fn report(&mut self, path: &str, measured: Measured, report: &Report, schema: &Schema) -> Result<()> {
        let (status, why) = manifest::became(report, schema);
        let (message, advice) = (why.as_ref().map(|why| &why.message), why.as_ref().map(|why| &why.advice));
        let line = Line {
            code: why.as_ref().map(|why| why.code.id),
            report: Some(Counts::of(report, schema)),
            ..Line::new(path, status, message, advice)
        };
        self.line(status, line, measured)
    }

    /// An input that gave none.
    pub(super) fn lost(&mut self, measured: Measured, lost: &Lost<'_>) -> Result<()> {
        let Lost { source, status, code, message, help } = *lost;
        let line = Line { code: Some(code), ..Line::new(source, status, Some(message), Some(help)) };
        let row = [status.name(), source, code, &message.english, &message.chinese, &help.english, &help.chinese];
        self.failures.line(&row).or_say(|| unwritable(&self.folder))?;
        self.line(status, line, measured)
    }

    /// A file that is no document.
    pub(super) fn skipped(&mut self, path: &str, measured: Measured, what: &FileKind) -> Result<()> {
        let message = Message::new(format!("is {}", what.name.english), format!("是{}", what.name.chinese));
        let line = Line { code: Some(what.code), ..Line::new(path, Status::Skipped, Some(&message), None) };
        self.line(Status::Skipped, line, measured)
    }

    fn line(&mut self, status: Status, line: Line<'_>, measured: Measured) -> Result<()> {
        let line = Line { blake3: measured.hash.map(|hash| hash.to_string()), size: measured.size, ..line };
        manifest::write(&mut self.manifest, &line).or_say(|| unwritable(&self.folder))?;
        let milliseconds = format!("{}.{:03}", measured.micros / 1000, measured.micros % 1000);
        let known = if measured.known { "1" } else { "0" };
        self.timings.line(&[line.path, &milliseconds, known]).or_say(|| unwritable(&self.folder))?;
        self.counted[status as usize] += 1;
        self.known += usize::from(measured.known);
        Ok(())
    }

    /// An identity across years.
    pub(super) fn series(&mut self, comparison: &Comparison, schema: &Schema) -> Result<()> {
        let check = &schema.checks[comparison.check];
        let (left, right) = match &comparison.verdict {
            Verdict::Broken { left, right } => (left.to_string(), right.to_string()),
            Verdict::Holds | Verdict::Unknown { .. } => Default::default(),
        };
        let terms = |terms: &[Compare]| {
            let words: Vec<String> = terms.iter().map(|term| term_words(term, comparison, schema)).collect();
            words.join(" ")
        };
        let row = [
            &comparison.agency,
            &comparison.year.to_string(),
            &check.id,
            &check.title,
            &check.instances[comparison.instance].subject,
            comparison.verdict.name(),
            &left,
            &right,
            &terms(&comparison.left),
            &terms(&comparison.right),
            &comparison.source,
            &comparison.prior_source,
            &comparison::matched(comparison).english,
        ];
        self.series.line(&row).or_say(|| unwritable(&self.folder))
    }

    /// How many inputs' reports were known from a run before.
    pub(super) fn known(&self) -> usize {
        self.known
    }

    /// Ends the ledger. Its files take their names after all others.
    pub(super) fn finish(mut self) -> Result<Message> {
        let unwritable = || unwritable(&self.folder);
        self.failures.finish().or_say(unwritable)?;
        self.timings.finish().or_say(unwritable)?;
        self.series.finish().or_say(unwritable)?;
        self.manifest.flush().or_say(unwritable)?;
        for name in FILES {
            batch::settle(&self.stage.join(name), &self.folder.join(name)).or_say(unwritable)?;
        }
        Ok(self.summary())
    }

    /// `12 inputs = 9 done + 1 warned + 1 refused + 0 failed + 1 skipped`.
    fn summary(&self) -> Message {
        let all = self.counted.iter().sum();
        let each = |lang| -> Vec<String> {
            let counts = Status::ALL.iter().zip(self.counted);
            counts.map(|(status, count)| format!("{} {}", grouped(count), status.words().text(lang))).collect()
        };
        Message::new(
            format!("{} = {}", many(all, "input"), each(Lang::English).join(" + ")),
            format!("输入 {} 个 = {}", grouped(all), each(Lang::Chinese).join(" + ")),
        )
    }
}

fn unwritable(folder: &Path) -> Message {
    say!("{path}: the manifest cannot be written", "{path}：无法写入清单", path = folder.display())
}
