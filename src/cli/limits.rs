//! The limits by their names on the command line, and what an option says about them.

use anyhow::Result;

use super::complaint::{OrSay, complaint};
use super::suggest::{did_you_mean, nearest};
use crate::model::{Limits, Message, Words, say};

/// A limit by the name that it has on the command line.
pub(super) struct Limit {
    pub(super) name: &'static str,
    pub(super) help: Words,
    /// The code of what becomes of a file that goes over it: of a refusal, or of a note.
    #[cfg_attr(not(test), expect(dead_code, reason = "docs/LIMITS.md is made from it, by a test"))]
    over: &'static str,
    pub(super) get: fn(&Limits) -> u64,
    set: fn(&mut Limits, u64),
}

/// The code of what is refused for a limit.
const REFUSED: &str = "limit-reached";

macro_rules! limits {
    ($($name:literal, $help:literal, $chinese:literal, $over:expr, |$read:ident| $get:expr, |$limits:ident, $number:ident| $set:expr;)*) => {
        /// Every field of [`Limits`].
        pub(super) static LIMITS: &[Limit] = &[
            $(Limit { name: $name, help: Words::new($help, $chinese), over: $over, get: |$read| $get, set: |$limits, $number| $set },)*
        ];
    };
}

limits! {
    "input", "bytes of the file", "文件的字节数", REFUSED, |l| l.input, |l, n| l.input = n;
    "members", "files in an archive", "压缩包中的文件数", REFUSED, |l| wide(l.members), |l, n| l.members = size(n);
    "ratio", "times its packed size that a member of an archive may have", "压缩包中文件解压前后的大小倍数", REFUSED, |l| l.ratio, |l, n| l.ratio = n;
    "entries", "entries in the package", "文档包中的条目数", REFUSED, |l| wide(l.entries), |l, n| l.entries = size(n);
    "part", "bytes of one part, inflated", "单个部件解压后的字节数", REFUSED, |l| l.part, |l, n| l.part = n;
    "file", "bytes of all parts, inflated", "全部部件解压后的字节数", REFUSED, |l| l.file, |l, n| l.file = n;
    "xml-depth", "elements in elements", "XML 元素的嵌套层数", REFUSED, |l| wide(l.xml_depth), |l, n| l.xml_depth = size(n);
    "nodes", "elements, attributes and texts of a web page", "网页的元素、属性和文字个数", REFUSED, |l| wide(l.nodes), |l, n| l.nodes = size(n);
    "tables", "tables of a document", "一份文档的表格个数", REFUSED, |l| wide(l.tables), |l, n| l.tables = size(n);
    "table-depth", "tables in tables", "表格的嵌套层数", REFUSED, |l| wide(l.table_depth), |l, n| l.table_depth = size(n);
    "field-depth", "fields in fields", "域的嵌套层数", REFUSED, |l| wide(l.field_depth), |l, n| l.field_depth = size(n);
    "attributes", "attributes of an element", "一个元素的属性数", REFUSED, |l| wide(l.attributes), |l, n| l.attributes = size(n);
    "namespaces", "namespaces of an element", "一个元素的命名空间数", REFUSED, |l| wide(l.namespaces), |l, n| l.namespaces = size(n);
    "columns", "columns of a table", "一个表格的列数", "columns-cut", |l| u64::from(l.columns), |l, n| l.columns = u32::try_from(n).unwrap_or(u32::MAX);
    "cells", "grid positions of all tables, lines of a text", "全部表格的格位数，纯文本的行数", REFUSED, |l| l.cells, |l, n| l.cells = n;
    "cell-text", "bytes of a cell's text", "一个单元格文字的字节数", REFUSED, |l| wide(l.cell_text), |l, n| l.cell_text = size(n);
    "chain", "styles on styles, links on links", "样式、链接的引用层数", "chain-cut", |l| wide(l.chain), |l, n| l.chain = size(n);
}

fn size(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn wide(number: usize) -> u64 {
    number as u64
}

/// The limits with those changed that options of the form `NAME=N` name.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::complaint::told;
    use crate::cli::files::grouped;
    use crate::model::Lang;

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
        let message = |option: &str| told(&limits(&[option.to_owned()]).unwrap_err(), Lang::English);
        assert!(message("xml-dept=1").contains("did you mean xml-depth?"));
        assert!(message("input").contains("NAME=N"));
        assert!(message("input=many").contains("not a whole number"));
        assert!(limits(&["xml_depth=9".to_owned()]).is_ok());
    }

    const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/LIMITS.md");

    /// The page of the documentation that lists them.
    fn page() -> String {
        let mut page = "# Limits

What one file may cost before it is refused. `--limit NAME=N` raises or lowers one; it may be given several times. The
library takes them as `Limits`. A file at its limit is read; one that goes over it ends with the code of the last column:
`limit-reached` refuses the file, every other code is a note on a file that is read.

| name | default | what it counts | beyond it |
|---|--:|---|---|
"
        .to_owned();
        for limit in LIMITS {
            let default = grouped((limit.get)(&Limits::default()) as usize);
            page.push_str(&format!("| `{}` | {default} | {} | `{}` |\n", limit.name, limit.help.english, limit.over));
        }
        page.push_str("\nThis page is made from the code: `BLESS=1 cargo test --lib the_page` writes it anew.\n");
        page
    }

    #[test]
    fn the_page_about_limits_is_what_the_limits_are() {
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(PAGE, page()).unwrap();
        }
        let written = std::fs::read_to_string(PAGE).unwrap_or_default();
        assert!(written == page(), "docs/LIMITS.md is not what the limits are; BLESS=1 cargo test --lib the_page");
    }
}
