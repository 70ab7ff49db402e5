//! `schemas`: list, show and check report schemas.

use std::io::Write;
use std::path::Path;

use anyhow::Result;

use super::args::{SchemasArgs, SchemasCommand};
use super::complaint::complaint;
use super::suggest::{did_you_mean, nearest};
use super::terminal::{Terminal, stdout};
use super::{Exit, files, settings};
use crate::model::Message;
use crate::schema::{BUILTIN, Schema, SchemaError};
use crate::sink::lines::{SchemaInfo, line};

pub(super) fn run(args: &SchemasArgs, terminal: &Terminal) -> Result<Exit> {
    let mut out = stdout();
    match &args.command {
        SchemasCommand::List { json } => {
            for (id, toml) in BUILTIN {
                let builtin = Schema::builtin();
                let schema = if builtin.id == *id { builtin.clone() } else { Schema::parse(id, toml)? };
                if *json {
                    out.write_all(line(&SchemaInfo::sound(None, &schema)).as_bytes())?;
                } else {
                    writeln!(out, "{id}  {}", schema.title)?;
                }
            }
        }
        SchemasCommand::Show { id } => {
            let toml = settings::builtin(id).ok_or_else(|| {
                let hint = did_you_mean(&nearest(id, BUILTIN.iter().map(|(id, _)| *id)));
                complaint(Message::new(
                    format!("there is no built-in schema {id}{}; `baobiao schemas list` lists them", hint.english),
                    format!("没有内置模板 {id}{}；可用 `baobiao schemas list` 列出", hint.chinese),
                ))
            })?;
            out.write_all(toml.as_bytes())?;
        }
        SchemasCommand::Check { file, json } => return check(file, *json, terminal),
    }
    out.flush()?;
    Ok(Exit::Good)
}

fn check(file: &Path, json: bool, terminal: &Terminal) -> Result<Exit> {
    let name = file.to_string_lossy();
    let schema = match settings::schema_file(file) {
        Ok(schema) => schema,
        Err(error) if error.is::<SchemaError>() => {
            if let (true, Some(mistake)) = (json, error.downcast_ref()) {
                print(&SchemaInfo::unsound(&name, mistake))?;
            }
            terminal.error(&error);
            return Ok(Exit::Bad);
        }
        Err(error) => return Err(error),
    };
    if json {
        print(&SchemaInfo::sound(Some(&name), &schema))?;
    }
    let identities = schema.checks.iter().map(|check| check.instances.len()).sum();
    let counts = [schema.vintages.len(), schema.tables.len(), schema.fields.len(), identities];
    let nouns = [("vintage", "个版式"), ("table", "个表"), ("field", "个字段"), ("check", "项校验")];
    let counted = |(count, (english, chinese))| {
        Message::new(files::many(count, english), format!("{}{chinese}", files::grouped(count)))
    };
    let counted = counts.into_iter().zip(nouns).map(counted).map(|count| count.text(terminal.lang()).to_owned());
    let counted: Vec<String> = counted.collect();
    let sound = Message::new(
        format!("{}: {}: {}", file.display(), schema.id, counted.join(", ")),
        format!("{}：{}：{}", file.display(), schema.id, counted.join("，")),
    );
    terminal.tell(sound.text(terminal.lang()));
    Ok(Exit::Good)
}

fn print(info: &SchemaInfo) -> Result<()> {
    let mut out = stdout();
    out.write_all(line(info).as_bytes())?;
    out.flush()?;
    Ok(())
}
