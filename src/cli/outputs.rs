//! The outputs of one run, however many: each report goes to all of them, and they take their names when all are
//! whole.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::complaint::{OrSay, complaint, unmade, unwritable};
use super::output::{Inputs, Names, WholeFile};
use super::terminal::data;
use crate::batch::{self, Failure, Input};
use crate::extract::{Compared, Report};
use crate::model::say;
use crate::schema::Schema;
use crate::sink::{Kind, Options, Out, Shape, Sink, describe};

/// Outputs that reports are written to.
pub(super) struct Outputs<'a> {
    schema: &'a Schema,
    options: Options,
    open: Vec<Output<'a>>,
    begun: bool,
    /// Inputs that gave no report before anything was begun.
    waiting: Vec<Failure>,
}

enum Output<'a> {
    /// All reports in one file or stream.
    All { sink: Box<dyn Sink + 'a>, name: PathBuf, whole: Whole },
    /// A file for every report in a folder.
    Each { kind: &'static Kind, staged: PathBuf, target: PathBuf, names: Names },
    /// A file that describes others and is whole from the beginning.
    Companion { staged: PathBuf, target: PathBuf },
}

/// What is left to do when everything is written.
enum Whole {
    /// Nothing: it was a stream.
    Stream,
    /// A file of its own gets its name.
    File(WholeFile),
    /// A file of the stage is moved to its place.
    Staged { staged: PathBuf, target: PathBuf },
}

/// An output that is written and has no name yet.
enum Ended {
    All { name: PathBuf, whole: Whole },
    Each { staged: PathBuf, target: PathBuf },
}

impl Ended {
    fn take_name(self) -> Result<()> {
        match self {
            Ended::All { whole: Whole::Stream, .. } => Ok(()),
            Ended::All { whole: Whole::File(file), .. } => file.keep(),
            Ended::All { name, whole: Whole::Staged { staged, target } } => {
                batch::settle(&staged, &target).or_say(|| unwritable(&name))
            }
            Ended::Each { staged, target } => batch::settle_folder(&staged, &target).or_say(|| unwritable(&target)),
        }
    }
}

impl<'a> Outputs<'a> {
    /// Standard output.
    pub(super) fn stdout(schema: &'a Schema, kind: &'static Kind, options: Options) -> Result<Self> {
        if kind.shape == Shape::File {
            return Err(complaint(say!(
                "{kind} cannot go to standard output; say -o FILE.{extension}",
                "{kind} 不能写到标准输出；请用 -o 文件.{extension}",
                kind = kind.name,
                extension = kind.extensions[0]
            )));
        }
        let name = PathBuf::from("standard output");
        let sink = open(kind, schema, Out::Stream(data()), options, &name)?;
        let all = Output::All { sink, name, whole: Whole::Stream };
        Ok(Outputs { schema, options, open: vec![all], begun: false, waiting: Vec::new() })
    }

    /// One file. One that cannot be written is known before anything is read.
    pub(super) fn file(schema: &'a Schema, kind: &'static Kind, options: Options, path: &Path) -> Result<Self> {
        let (whole, out) = WholeFile::create(path)?;
        let sink = open(kind, schema, out, options, path)?;
        let all = Output::All { sink, name: path.to_owned(), whole: Whole::File(whole) };
        Ok(Outputs { schema, options, open: vec![all], begun: false, waiting: Vec::new() })
    }

    /// A folder with a file, or a folder of files, for each kind. What is not whole yet lies in `stage`.
    pub(super) fn folder(
        schema: &'a Schema,
        kinds: &[&'static Kind],
        options: Options,
        folder: &Path,
        stage: &Path,
        inputs: &Inputs,
    ) -> Result<Self> {
        let mut outputs = Outputs { schema, options, open: Vec::new(), begun: false, waiting: Vec::new() };
        for kind in kinds {
            let (staged, target) = (stage.join(kind.file_name), folder.join(kind.file_name));
            inputs.spare(&target)?;
            outputs.open.push(if kind.shape == Shape::Each {
                fs::create_dir(&staged).or_say(|| unmade(&staged))?;
                Output::Each { kind, staged, target, names: Names::default() }
            } else {
                let sink = open(kind, schema, Out::File(staged.clone()), options, &target)?;
                Output::All { sink, name: target.clone(), whole: Whole::Staged { staged, target } }
            });
        }
        for companion in describe::companions(schema, kinds, options) {
            let (staged, target) = (stage.join(&companion.file_name), folder.join(&companion.file_name));
            inputs.spare(&target)?;
            fs::write(&staged, companion.text).or_say(|| unwritable(&target))?;
            outputs.open.push(Output::Companion { staged, target });
        }
        outputs.begin()?;
        Ok(outputs)
    }

    /// Writes a report to every output.
    pub(super) fn write(&mut self, input: &Input, report: &Report) -> Result<()> {
        self.begin()?;
        for output in &mut self.open {
            match output {
                Output::All { sink, name, .. } => sink.report(report).or_say(|| unwritable(name))?,
                Output::Each { kind, staged, names, .. } => {
                    let path = staged.join(names.name(input, kind.extensions[0]));
                    let mut sink = open(kind, self.schema, Out::File(path.clone()), self.options, &path)?;
                    let all = sink.begin().and_then(|()| sink.report(report)).and_then(|()| sink.finish());
                    all.or_say(|| unwritable(&path))?;
                }
                Output::Companion { .. } => {}
            }
        }
        Ok(())
    }

    /// Takes an input that gave no report to every output that has a place for it. As long as nothing is begun it
    /// waits, because what gives no report at all makes no file.
    pub(super) fn lost(&mut self, failure: &Failure) -> Result<()> {
        if !self.begun {
            self.waiting.push(failure.clone());
            return Ok(());
        }
        for output in &mut self.open {
            if let Output::All { sink, name, .. } = output {
                sink.lost(&failure.lost()).or_say(|| unwritable(name))?;
            }
        }
        Ok(())
    }

    /// Whether an output has a place for years compared with each other.
    pub(super) fn compare_years(&self) -> bool {
        self.open.iter().any(|output| matches!(output, Output::All { sink, .. } if sink.compares_years()))
    }

    /// Takes what came of comparing the reports to every output that has a place for it.
    pub(super) fn compared(&mut self, compared: &Compared) -> Result<()> {
        if !self.begun {
            return Ok(());
        }
        for output in &mut self.open {
            if let Output::All { sink, name, .. } = output {
                sink.compared(compared).or_say(|| unwritable(name))?;
            }
        }
        Ok(())
    }

    fn begin(&mut self) -> Result<()> {
        if std::mem::replace(&mut self.begun, true) {
            return Ok(());
        }
        for output in &mut self.open {
            if let Output::All { sink, name, .. } = output {
                sink.begin().or_say(|| unwritable(name))?;
            }
        }
        std::mem::take(&mut self.waiting).iter().try_for_each(|failure| self.lost(failure))
    }

    /// Ends every output, and gives each its name when all are whole. Where nothing was begun no file appears.
    pub(super) fn finish(self) -> Result<()> {
        if !self.begun {
            return Ok(());
        }
        let mut ended = Vec::new();
        for output in self.open {
            ended.push(match output {
                Output::All { mut sink, name, whole } => {
                    sink.finish().or_say(|| unwritable(&name))?;
                    // Closed before it gets its name, and what it held is free for what the next one needs at its end.
                    drop(sink);
                    Ended::All { name, whole }
                }
                Output::Each { staged, target, .. } => Ended::Each { staged, target },
                Output::Companion { staged, target } => {
                    Ended::All { name: target.clone(), whole: Whole::Staged { staged, target } }
                }
            });
        }
        ended.into_iter().try_for_each(Ended::take_name)
    }
}

fn open<'a>(
    kind: &Kind,
    schema: &'a Schema,
    out: Out<'a>,
    options: Options,
    name: &Path,
) -> Result<Box<dyn Sink + 'a>> {
    (kind.open)(schema, out, options).or_say(|| unwritable(name))
}
