//! Where `convert` reads: on its own threads, or with `--isolate` in processes of their own.

use std::time::Duration;

use anyhow::Result;

use super::args::ConvertArgs;
use super::complaint::OrSay;
use super::settings;
use crate::batch::isolate::{Crew, Terms};
use crate::batch::{self, Failure, Input, Opened};
use crate::extract::{Report, extract};
use crate::input::{ReadOptions, Source};
use crate::model::{FileKind, say};
use crate::schema::Schema;

/// From the bytes of an input to its report.
pub(super) struct Reader<'a> {
    schema: &'a Schema,
    options: &'a ReadOptions,
    crew: Option<Crew<'a>>,
}

impl<'a> Reader<'a> {
    /// As the arguments say.
    ///
    /// # Errors
    /// Where no process can be started.
    pub(super) fn new(args: &ConvertArgs, schema: &'a Schema, options: &'a ReadOptions) -> Result<Self> {
        let isolate = &args.isolate;
        if !isolate.isolate {
            return Ok(Reader { schema, options, crew: None });
        }
        let terms = Terms {
            memory: u64::from(isolate.isolate_memory) << 20,
            time: Duration::from_secs(isolate.isolate_time.into()),
        };
        let toml = settings::schema_text(&args.read)?;
        let crew = Crew::start(schema, &args.read.schema, &toml, options, terms)
            .or_say(|| say!("no process can be started for --isolate", "无法为 --isolate 启动进程"))?;
        Ok(Reader { schema, options, crew: Some(crew) })
    }

    /// The report of an input whose bytes these are, or what it is where it is no document and may be skipped.
    ///
    /// # Errors
    /// As [`batch::read`] and [`Crew::report`].
    pub(super) fn report(
        &self,
        input: &Input,
        source: &Source,
    ) -> Result<Result<Box<Report>, &'static FileKind>, Failure> {
        if let Some(crew) = &self.crew {
            return crew.report(input, source);
        }
        Ok(match batch::read(input, source, self.options)? {
            Opened::Document(document) => Ok(Box::new(extract(&document, self.schema))),
            Opened::Skipped(kind) => Err(kind),
        })
    }
}
