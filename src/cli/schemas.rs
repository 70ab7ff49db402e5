//! `schemas`: list, show and check report schemas.

use std::io::Write;
use std::path::Path;

use anyhow::{Result, anyhow};

use super::args::{SchemasArgs, SchemasCommand};
use super::suggest::{did_you_mean, nearest};
use super::terminal::{Style, Terminal, stdout};
use super::{Exit, files, settings};
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
                anyhow!("there is no built-in schema {id}{hint}; `baobiao schemas list` lists them")
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
            terminal.say(&format!("{}: {error}", terminal.paint(Style::Error, "error")));
            return Ok(Exit::Bad);
        }
        Err(error) => return Err(error),
    };
    if json {
        print(&SchemaInfo::sound(Some(&name), &schema))?;
    }
    let identities = schema.checks.iter().map(|check| check.instances.len()).sum();
    terminal.tell(&format!(
        "{}: {}: {}, {}, {}, {}",
        file.display(),
        schema.id,
        files::many(schema.vintages.len(), "vintage"),
        files::many(schema.tables.len(), "table"),
        files::many(schema.fields.len(), "field"),
        files::many(identities, "check"),
    ));
    Ok(Exit::Good)
}

fn print(info: &SchemaInfo) -> Result<()> {
    let mut out = stdout();
    out.write_all(line(info).as_bytes())?;
    out.flush()?;
    Ok(())
}
