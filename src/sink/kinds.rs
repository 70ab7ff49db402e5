//! The registry of outputs. To add one: a file beside this one, and a line in [`KINDS`].

use std::io;

use super::Out;
#[cfg(feature = "parquet")]
use super::columnar;
#[cfg(feature = "sqlite")]
use super::sqlite::Sqlite;
use super::{csv_long::CsvLong, csv_wide::CsvWide, json::Json, manifest::Lost, ndjson::NdJson};
use crate::extract::{Compared, Report};
use crate::model::Words;
use crate::schema::Schema;

/// Something that reports are written to, one after the other.
pub trait Sink {
    /// Writes what stands before the first report. Called once, first.
    ///
    /// # Errors
    /// What the writer says.
    fn begin(&mut self) -> io::Result<()>;

    /// Writes one report.
    ///
    /// # Errors
    /// What the writer says.
    fn report(&mut self, report: &Report) -> io::Result<()>;

    /// Takes an input that gave no report, in its place among the others. An output of figures alone leaves it out.
    ///
    /// # Errors
    /// What the writer says.
    fn lost(&mut self, _: &Lost<'_>) -> io::Result<()> {
        Ok(())
    }

    /// Whether it has a place for years compared with each other.
    fn compares_years(&self) -> bool {
        false
    }

    /// Takes what came of comparing all its reports, or a piece of it; called after the last of them, in the order of
    /// [`Series::pieces`](crate::extract::Series::pieces).
    ///
    /// # Errors
    /// What the writer says.
    fn compared(&mut self, _: &Compared) -> io::Result<()> {
        Ok(())
    }

    /// Writes what stands after the last report, and flushes. Called once, last.
    ///
    /// # Errors
    /// What the writer says.
    fn finish(&mut self) -> io::Result<()>;
}

/// What can be chosen about an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Whether JSON is an array even of one report.
    pub array: bool,
    /// CSV for spreadsheet programs: a byte order mark, lines that end in CR LF, and text that such a program
    /// would run as a formula behind an apostrophe. Without it, text is byte for byte as in the report.
    pub bom: bool,
    /// What the first line of the wide CSV holds.
    pub header: HeaderRow,
}

/// What names the columns of the wide CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum HeaderRow {
    /// One line of field ids.
    #[default]
    Id,
    /// One line of labels as printed on the form.
    Label,
    /// Two lines: the ids, then the labels.
    Both,
}

/// Makes a sink that writes reports of a schema; fails where the output cannot be begun.
pub type Open = for<'a> fn(&'a Schema, Out<'a>, Options) -> io::Result<Box<dyn Sink + 'a>>;

/// A kind of output.
pub struct Kind {
    /// What it is called on the command line.
    pub name: &'static str,
    /// File names that end so are of this kind; several kinds may share one, the first is then meant.
    pub extensions: &'static [&'static str],
    /// One line of help.
    pub description: Words,
    /// What its file is called in a folder of outputs; where every report has a file of its own, the folder of these.
    pub file_name: &'static str,
    /// How many files it makes, and whether they can be standard output.
    pub shape: Shape,
    /// Makes the sink.
    pub open: Open,
}

/// How an output lies on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One stream of bytes with all reports.
    Stream,
    /// One file with all reports, which cannot be a stream because it is not written from beginning to end.
    File,
    /// A stream of bytes; in a folder of outputs, one for every report.
    Each,
}

/// Every kind of output. The first is the one that is taken where nothing says which.
pub static KINDS: &[Kind] = &[
    Kind {
        name: "csv",
        extensions: &["csv"],
        description: Words::new("one line per report, one column per field", "每份报告一行，每个字段一列"),
        file_name: "reports.csv",
        shape: Shape::Stream,
        open: |schema, out, options| Ok(Box::new(CsvWide::new(schema, out.writer()?, options))),
    },
    Kind {
        name: "csv-long",
        extensions: &["long.csv"],
        description: Words::new(
            "one line per fact, with its state, its raw text and its cell",
            "每项数据一行，附状态、原文和单元格位置",
        ),
        file_name: "facts.csv",
        shape: Shape::Stream,
        open: |schema, out, options| Ok(Box::new(CsvLong::new(schema, out.writer()?, options))),
    },
    Kind {
        name: "json",
        extensions: &["json"],
        description: Words::new(
            "everything: facts, places, headers, checks, notes and running text",
            "全部内容：数据项、位置、表头、勾稽关系、提示和正文",
        ),
        file_name: "json",
        shape: Shape::Each,
        open: |schema, out, options| Ok(Box::new(Json::new(schema, out.writer()?, options))),
    },
    Kind {
        name: "ndjson",
        extensions: &["ndjson", "jsonl"],
        description: Words::new("the same as json, one report per line", "与 json 相同，每份报告一行"),
        file_name: "reports.ndjson",
        shape: Shape::Stream,
        open: |schema, out, _| Ok(Box::new(NdJson::new(schema, out.writer()?))),
    },
    #[cfg(feature = "xlsx")]
    Kind {
        name: "xlsx",
        extensions: &["xlsx"],
        description: Words::new(
            "a workbook: all reports, a sheet for each table of the form, every broken check",
            "工作簿：全部报告，表样中每个表一页，以及每项不成立的勾稽关系",
        ),
        file_name: "reports.xlsx",
        shape: Shape::File,
        open: |schema, out, _| Ok(Box::new(super::xlsx::Xlsx::new(schema, out.path()?)?)),
    },
    #[cfg(feature = "parquet")]
    Kind {
        name: "parquet",
        extensions: &["parquet"],
        description: Words::new(
            "the same as csv with typed columns, for pandas, polars, DuckDB",
            "与 csv 相同，各列有类型，供 pandas、polars、DuckDB 使用",
        ),
        file_name: "reports.parquet",
        shape: Shape::File,
        open: |schema, out, _| columnar::parquet(schema, out),
    },
    #[cfg(feature = "parquet")]
    Kind {
        name: "parquet-long",
        extensions: &["long.parquet"],
        description: Words::new("the same as csv-long with typed columns", "与 csv-long 相同，各列有类型"),
        file_name: "facts.parquet",
        shape: Shape::File,
        open: |schema, out, _| columnar::parquet_long(schema, out),
    },
    #[cfg(feature = "parquet")]
    Kind {
        name: "arrow",
        extensions: &["arrow"],
        description: Words::new("the same as parquet as an Arrow file", "与 parquet 相同，Arrow 文件"),
        file_name: "reports.arrow",
        shape: Shape::File,
        open: |schema, out, _| columnar::arrow(schema, out),
    },
    #[cfg(feature = "parquet")]
    Kind {
        name: "arrow-long",
        extensions: &["long.arrow"],
        description: Words::new("the same as parquet-long as an Arrow file", "与 parquet-long 相同，Arrow 文件"),
        file_name: "facts.arrow",
        shape: Shape::File,
        open: |schema, out, _| columnar::arrow_long(schema, out),
    },
    #[cfg(feature = "sqlite")]
    Kind {
        name: "sqlite",
        extensions: &["sqlite", "db"],
        description: Words::new(
            "a database: reports, facts, checks, notes, the form, and a view for each of its tables",
            "数据库：报告、数据项、勾稽关系、提示、表样，并为表样中每个表建一个视图",
        ),
        file_name: "reports.sqlite",
        shape: Shape::File,
        open: |schema, out, _| Ok(Box::new(Sqlite::new(schema, out)?)),
    },
];

impl Kind {
    /// The kind of this name.
    pub fn find(name: &str) -> Option<&'static Kind> {
        KINDS.iter().find(|kind| kind.name == name)
    }

    /// The kind that a file of this name would be: the one with the longest extension that fits.
    pub fn of_file(name: &str) -> Option<&'static Kind> {
        let name = name.to_ascii_lowercase();
        let fit = |kind: &Kind| {
            let fitting = kind.extensions.iter().filter(|extension| {
                name.strip_suffix(*extension).is_some_and(|stem| stem.len() > 1 && stem.ends_with('.'))
            });
            fitting.map(|extension| extension.len()).max()
        };
        let mut best = None;
        for kind in KINDS {
            let length = fit(kind);
            if length > best.and_then(|(length, _)| length) {
                best = Some((length, kind));
            }
        }
        best.map(|(_, kind)| kind)
    }
}

impl std::fmt::Debug for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kind").field("name", &self.name).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_extensions_belong_to_one_kind_each() {
        let mut files: Vec<&str> = KINDS.iter().map(|kind| kind.file_name).collect();
        files.sort_unstable();
        files.dedup();
        assert_eq!(files.len(), KINDS.len());
        let mut words: Vec<&str> = KINDS.iter().flat_map(|kind| kind.extensions.iter().copied()).collect();
        words.extend(KINDS.iter().map(|kind| kind.name).filter(|name| !words.contains(name)).collect::<Vec<_>>());
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), all);
    }

    #[test]
    fn a_file_name_says_which_kind() {
        for (name, kind) in [
            ("out.csv", Some("csv")),
            ("out.long.csv", Some("csv-long")),
            ("报告.LONG.CSV", Some("csv-long")),
            ("long.csv", Some("csv")),
            ("out.jsonl", Some("ndjson")),
            ("a/b.json", Some("json")),
            ("out.txt", None),
            ("json", None),
        ] {
            assert_eq!(Kind::of_file(name).map(|kind| kind.name), kind, "{name}");
        }
    }
}
