//! What the options mean: limits, read options and the schema.

use std::borrow::Cow;
use std::path::Path;

use anyhow::Result;

use super::args::{DocumentArgs, ManyArgs, ReadArgs};
use super::complaint::{OrSay, complaint};
use super::suggest::{did_you_mean, nearest};
use crate::batch;
use crate::input::ReadOptions;
use crate::model::{Limits, Message, Words, say};
use crate::schema::{BUILTIN, Schema};

/// A limit by the name that it has on the command line.
pub(super) struct Limit {
    pub(super) name: &'static str,
    pub(super) help: Words,
    pub(super) get: fn(&Limits) -> u64,
    set: fn(&mut Limits, u64),
}

/// Every field of [`Limits`].
pub(super) static LIMITS: &[Limit] = &[
    Limit {
        name: "input",
        help: Words::new("bytes of the file", "文件的字节数"),
        get: |l| l.input,
        set: |l, n| l.input = n,
    },
    Limit {
        name: "members",
        help: Words::new("files in an archive", "压缩包中的文件数"),
        get: |l| wide(l.members),
        set: |l, n| l.members = size(n),
    },
    Limit {
        name: "ratio",
        help: Words::new(
            "times its packed size that a member of an archive may have",
            "压缩包中文件解压前后的大小倍数",
        ),
        get: |l| l.ratio,
        set: |l, n| l.ratio = n,
    },
    Limit {
        name: "entries",
        help: Words::new("entries in the package", "文档包中的条目数"),
        get: |l| wide(l.entries),
        set: |l, n| l.entries = size(n),
    },
    Limit {
        name: "part",
        help: Words::new("bytes of one part, inflated", "单个部件解压后的字节数"),
        get: |l| l.part,
        set: |l, n| l.part = n,
    },
    Limit {
        name: "file",
        help: Words::new("bytes of all parts, inflated", "全部部件解压后的字节数"),
        get: |l| l.file,
        set: |l, n| l.file = n,
    },
    Limit {
        name: "xml-depth",
        help: Words::new("elements in elements", "XML 元素的嵌套层数"),
        get: |l| wide(l.xml_depth),
        set: |l, n| l.xml_depth = size(n),
    },
    Limit {
        name: "nodes",
        help: Words::new("elements and texts of a web page", "网页的元素和文字个数"),
        get: |l| wide(l.nodes),
        set: |l, n| l.nodes = size(n),
    },
    Limit {
        name: "table-depth",
        help: Words::new("tables in tables", "表格的嵌套层数"),
        get: |l| wide(l.table_depth),
        set: |l, n| l.table_depth = size(n),
    },
    Limit {
        name: "field-depth",
        help: Words::new("fields in fields", "域的嵌套层数"),
        get: |l| wide(l.field_depth),
        set: |l, n| l.field_depth = size(n),
    },
    Limit {
        name: "attributes",
        help: Words::new("attributes of an element", "一个元素的属性数"),
        get: |l| wide(l.attributes),
        set: |l, n| l.attributes = size(n),
    },
    Limit {
        name: "namespaces",
        help: Words::new("namespaces of an element", "一个元素的命名空间数"),
        get: |l| wide(l.namespaces),
        set: |l, n| l.namespaces = size(n),
    },
    Limit {
        name: "columns",
        help: Words::new("columns of a table", "一个表格的列数"),
        get: |l| u64::from(l.columns),
        set: |l, n| l.columns = u32::try_from(n).unwrap_or(u32::MAX),
    },
    Limit {
        name: "cells",
        help: Words::new("grid positions of all tables", "全部表格的格位数"),
        get: |l| l.cells,
        set: |l, n| l.cells = n,
    },
    Limit {
        name: "cell-text",
        help: Words::new("bytes of a cell's text", "一个单元格文字的字节数"),
        get: |l| wide(l.cell_text),
        set: |l, n| l.cell_text = size(n),
    },
    Limit {
        name: "chain",
        help: Words::new("styles on styles, links on links", "样式、链接的引用层数"),
        get: |l| wide(l.chain),
        set: |l, n| l.chain = size(n),
    },
];

fn size(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn wide(number: usize) -> u64 {
    number as u64
}

/// How documents are read.
pub(super) fn read_options(args: &DocumentArgs) -> Result<ReadOptions> {
    Ok(ReadOptions { limits: limits(&args.limits)?, revisions: args.revisions.into() })
}

/// How many threads.
pub(super) fn jobs(args: &ManyArgs) -> usize {
    args.jobs.map_or_else(batch::threads, usize::from)
}

pub(super) fn limits(given: &[String]) -> Result<Limits> {
    let mut limits = Limits::default();
    for option in given {
        let (name, number) = option.split_once('=').ok_or_else(|| {
            complaint(say!("--limit {option}: is not of the form NAME=N", "--limit {option}：应写作 NAME=N"))
        })?;
        let name = name.replace('_', "-");
        let names = || LIMITS.iter().map(|limit| limit.name);
        let limit = LIMITS.iter().find(|limit| limit.name == name).ok_or_else(|| {
            let hint = did_you_mean(&nearest(&name, names()));
            let all = names().collect::<Vec<_>>().join(", ");
            complaint(Message::new(
                format!("--limit {option}: there is no limit {name}{}; there are {all}", hint.english),
                format!("--limit {option}：没有上限 {name}{}；可用的有 {all}", hint.chinese),
            ))
        })?;
        let number = number.parse().or_say(|| {
            say!("--limit {option}: {number:?} is not a whole number", "--limit {option}：{number:?} 不是整数")
        })?;
        (limit.set)(&mut limits, number);
    }
    Ok(limits)
}

/// The schema of this id, or in this file.
pub(super) fn schema(args: &ReadArgs) -> Result<Schema> {
    let builtin = Schema::builtin();
    if builtin.id == args.schema {
        return Ok(builtin.clone());
    }
    Ok(Schema::parse(&args.schema, &schema_text(args)?)?)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_is_set_by_its_own_name_and_no_other() {
        for limit in LIMITS {
            let set = limits(&[format!("{}=7", limit.name)]).unwrap();
            for other in LIMITS {
                let expected = if other.name == limit.name { 7 } else { (other.get)(&Limits::default()) };
                assert_eq!((other.get)(&set), expected, "{} after {}", other.name, limit.name);
            }
        }
        let named = format!("{:?}", Limits::default()).matches(':').count();
        assert_eq!(LIMITS.len(), named, "every field of Limits is an option");
    }

    #[test]
    fn a_wrong_limit_says_what_would_be_right() {
        let message = |option: &str| format!("{:#}", limits(&[option.to_owned()]).unwrap_err());
        assert!(message("xml-dept=1").contains("did you mean xml-depth?"));
        assert!(message("input").contains("NAME=N"));
        assert!(message("input=many").contains("not a whole number"));
        assert!(limits(&["xml_depth=9".to_owned()]).is_ok());
    }
}
