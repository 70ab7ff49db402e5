//! What the options mean: read options and the schema.

use std::borrow::Cow;
use std::path::Path;

use anyhow::Result;

use super::args::{DocumentArgs, ManyArgs, ReadArgs};
use super::complaint::{OrSay, complaint};
use super::limits::limits;
use super::suggest::{did_you_mean, nearest};
use crate::batch::{self, Listing};
use crate::input::ReadOptions;
use crate::model::{Message, say};
use crate::schema::{BUILTIN, Schema};

/// How documents are read.
pub(super) fn read_options(args: &DocumentArgs) -> Result<ReadOptions> {
    Ok(ReadOptions { limits: limits(&args.limits)?, revisions: args.revisions.into() })
}

/// How many threads go over these inputs. What the machine has is asked only where it matters.
pub(super) fn jobs(args: &ManyArgs, listing: &Listing) -> usize {
    match args.jobs {
        Some(jobs) => jobs.into(),
        None if listing.inputs.len() > 1 => batch::threads(),
        None => 1,
    }
}

/// The schema of this id, or in this file.
pub(super) fn schema(args: &ReadArgs) -> Result<Cow<'static, Schema>> {
    if args.schema == BUILTIN[0].0 {
        return Ok(Cow::Borrowed(Schema::builtin()));
    }
    Ok(Cow::Owned(Schema::parse(&args.schema, &schema_text(args)?)?))
}

/// The TOML of the schema of this id, or in this file.
pub(super) fn schema_text(args: &ReadArgs) -> Result<Cow<'static, str>> {
    let wanted = args.schema.as_str();
    if let Some(toml) = builtin(wanted) {
        return Ok(toml.into());
    }
    let path = Path::new(wanted);
    if path.is_file() {
        let toml = std::fs::read_to_string(path).or_say(|| say!("{wanted}: cannot be read", "{wanted}：无法读取"))?;
        return Ok(toml.into());
    }
    let hint = did_you_mean(&nearest(wanted, BUILTIN.iter().map(|(id, _)| *id)));
    Err(complaint(Message::new(
        format!(
            "--schema {wanted}: is neither a file nor a built-in schema{}; `baobiao schemas list` lists them",
            hint.english
        ),
        format!("--schema {wanted}：既不是文件，也不是内置模板{}；可用 `baobiao schemas list` 列出", hint.chinese),
    )))
}

/// The TOML of a built-in schema.
pub(super) fn builtin(id: &str) -> Option<&'static str> {
    BUILTIN.iter().find(|(name, _)| *name == id).map(|(_, toml)| *toml)
}

/// The schema in a file; the error names the line.
pub(super) fn schema_file(path: &Path) -> Result<Schema> {
    let name = path.to_string_lossy();
    let toml = std::fs::read_to_string(path).or_say(|| say!("{name}: cannot be read", "{name}：无法读取"))?;
    Ok(Schema::parse(&name, &toml)?)
}
