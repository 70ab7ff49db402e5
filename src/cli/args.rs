//! What the user typed, and the help that says what can be typed.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{ArgAction, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use super::limits::LIMITS;
use crate::input::Revisions;
use crate::model::Level;
use crate::sink::{HeaderRow, KINDS};

/// Turns archived Word reports into data: every figure named, typed, checked, and traced to its cell.
#[derive(Debug, Parser)]
#[command(name = "baobiao", version, about, max_term_width = 100, disable_help_subcommand = true)]
#[command(
    after_help = "Exit codes: 0 all is well; 1 a file failed or there are findings; 2 usage, or nothing could be done."
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) look: Look,
}

/// How it talks.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Common options")]
pub(super) struct Look {
    /// When to colour
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = Color::Auto)]
    pub(super) color: Color,
    /// Say only what failed
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Say more: what is skipped or left out, and notes that are only good to know
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
    /// How to show what is done: auto is a bar on a terminal, json a line of JSON on standard error four times a second
    #[arg(long, global = true, value_name = "HOW", value_enum, default_value_t = ProgressKind::Auto)]
    pub(super) progress: ProgressKind,
    /// Language of messages and help; auto is that of the locale. Data is the same in every language
    #[arg(long, global = true, value_name = "LANG", value_enum, default_value_t = Speak::Auto)]
    pub(super) lang: Speak,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ProgressKind {
    Auto,
    Never,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

/// Which language to speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Speak {
    Auto,
    En,
    Zh,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Turn reports into one file of data
    Convert(ConvertArgs),
    /// List what is doubtful or wrong in reports, with both sides of every check
    Check(CheckArgs),
    /// Group reports by their layout, name the labels that the schema does not know, and propose lines for the schema
    Drift(DriftArgs),
    /// Print the tables of documents, whatever they are about
    Tables(TablesArgs),
    /// Tell what files are by their content, what says so, and whether they can be read
    Detect(DetectArgs),
    /// Show a report as a person would check it: tables drawn, cells with their fields, notes in place
    Inspect(InspectArgs),
    /// Explain a code, or trace one value of a report from the file to the field
    Explain(ExplainArgs),
    /// List, show and check report schemas
    Schemas(SchemasArgs),
    /// Print completions for a shell, to be sourced by it or put where it looks for them
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page, or write one page a command into a folder
    Man {
        /// The folder; it is made if it is not there
        folder: Option<PathBuf>,
    },
    /// Print the JSON Schema of a report
    JsonSchema,
}

/// What to read, and how.
#[derive(Debug, clap::Args)]
pub(super) struct ReadArgs {
    /// Report schema: a built-in id or a TOML file
    #[arg(long, value_name = "FILE|ID", default_value = "foi-report")]
    pub(super) schema: String,
    #[command(flatten)]
    pub(super) document: DocumentArgs,
}

/// How documents are read.
#[derive(Debug, clap::Args)]
pub(super) struct DocumentArgs {
    /// Which side of tracked changes is the document
    #[arg(long, value_name = "SIDE", value_enum, default_value_t = Side::Final)]
    pub(super) revisions: Side,
    /// Raise or lower a limit on what one file may cost
    #[arg(long = "limit", value_name = "NAME=N", long_help = limits_help(), action = ArgAction::Append)]
    pub(super) limits: Vec<String>,
}

/// Which files, and how many at once.
#[derive(Debug, clap::Args)]
pub(super) struct ManyArgs {
    /// Files, folders, zip archives, archive.zip/path/in/it.docx, patterns, or - for standard input
    #[arg(required_unless_present = "files_from", value_name = "INPUT")]
    pub(super) inputs: Vec<PathBuf>,
    /// Read more inputs from a list, one path a line, after those that are typed; - for standard input
    #[arg(long, value_name = "FILE")]
    pub(super) files_from: Option<PathBuf>,
    /// The paths of the list end in NUL, as `find -print0` writes them
    #[arg(short = '0', long = "null", requires = "files_from")]
    pub(super) null: bool,
    /// Number of threads [default: one per core]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,
}

/// Looking without reading.
#[derive(Debug, clap::Args)]
pub(super) struct DryRunArgs {
    /// Only list what would be read: path, what it is by its content, size; and what would fail
    #[arg(long)]
    pub(super) dry_run: bool,
    /// One JSON object a line, for programs: source, state (read, skipped, failed), kind, is, bytes, failure
    #[arg(long, requires = "dry_run")]
    pub(super) json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Side {
    Final,
    Original,
    Both,
}

#[derive(Debug, clap::Args)]
pub(super) struct ConvertArgs {
    #[command(flatten)]
    pub(super) many: ManyArgs,
    #[command(flatten)]
    pub(super) dry: DryRunArgs,
    /// Where to write; a folder (or a path that ends in /) gets a file of each kind [default: standard output]
    #[arg(short, long, value_name = "OUT")]
    pub(super) output: Option<PathBuf>,
    /// Kinds of output, separated by commas [default: by the extension of OUT, else csv]
    #[arg(short = 'f', long = "to", value_name = "KIND", value_delimiter = ',', value_parser = kind_names(),
          long_help = kinds_help())]
    pub(super) kinds: Vec<String>,
    /// What names the columns of wide CSV; both is two lines
    #[arg(long, value_name = "WHAT", value_enum, default_value_t = Header::Id)]
    pub(super) header: Header,
    /// CSV for spreadsheet programs: byte order mark, CR LF, and an apostrophe before what would be a formula
    #[arg(long)]
    pub(super) bom: bool,
    /// Add columns that hold one thing over all years, each with the source that gave it, by the rules of the schema
    #[arg(long)]
    pub(super) harmonize: bool,
    /// Into a folder: read everything again, whatever is known from an earlier run
    #[arg(long)]
    pub(super) fresh: bool,
    /// Print what became of every cell, field and character, for each file and in total
    #[arg(long)]
    pub(super) audit: bool,
    /// End with exit code 1 where there are findings of this level or above
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = FailOn::Never)]
    pub(super) fail_on: FailOn,
    #[command(flatten)]
    pub(super) isolate: IsolateArgs,
    #[command(flatten)]
    pub(super) read: ReadArgs,
}

/// Files that nobody vouches for.
#[derive(Debug, clap::Args)]
pub(super) struct IsolateArgs {
    /// Read files in processes of their own, which can open nothing: one that crashes, never ends or takes all memory
    /// costs that file alone
    #[arg(long)]
    pub(super) isolate: bool,
    /// Memory that such a process may take, in MiB
    #[arg(long, value_name = "N", requires = "isolate", default_value_t = 2048,
          value_parser = clap::value_parser!(u32).range(256..))]
    pub(super) isolate_memory: u32,
    /// Time that one file may take, in seconds
    #[arg(long, value_name = "N", requires = "isolate", default_value_t = 60,
          value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) isolate_time: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Header {
    Id,
    Label,
    Both,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    Error,
    Warning,
    Info,
    Never,
}

#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) many: ManyArgs,
    /// Only list what would be read: path, what it is by its content, size; and what would fail
    #[arg(long)]
    pub(super) dry_run: bool,
    /// One JSON object a line, for programs; the keys of a finding are source, parts, code, level, place, and note or
    /// verdict as in `convert --to json`
    #[arg(long)]
    pub(super) json: bool,
    /// End with exit code 1 where there are findings of this level or above
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = FailOn::Error)]
    pub(super) fail_on: FailOn,
    /// Print what became of every cell, field and character, for each file and in total
    #[arg(long)]
    pub(super) audit: bool,
    #[command(flatten)]
    pub(super) read: ReadArgs,
}

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Nothing is mapped: what is proposed is only printed. Exit codes: 0 each layout is covered by one vintage; 1 a file failed, or a layout is not covered; 2 usage, or nothing could be done."
)]
pub(super) struct DriftArgs {
    #[command(flatten)]
    pub(super) many: ManyArgs,
    /// Only list what would be read: path, what it is by its content, size; and what would fail
    #[arg(long)]
    pub(super) dry_run: bool,
    /// One JSON object a layout, for programs: fingerprint, files, share, example, coverage (covered, not-covered,
    /// no-table), vintages, unknown (the labels with their cells and proposals), missing, other_vintage, gained
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) read: ReadArgs,
}

#[derive(Debug, clap::Args)]
pub(super) struct TablesArgs {
    #[command(flatten)]
    pub(super) many: ManyArgs,
    /// json (cells with their spans), csv (one after the other) or text (drawn)
    #[arg(short = 'f', long = "to", value_name = "KIND", value_enum, default_value_t = TablesKind::Text)]
    pub(super) kind: TablesKind,
    /// Widest line of a drawn table
    #[arg(long, value_name = "N", default_value_t = 120)]
    pub(super) width: usize,
    #[command(flatten)]
    pub(super) document: DocumentArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TablesKind {
    Json,
    Csv,
    Text,
}

#[derive(Debug, clap::Args)]
pub(super) struct DetectArgs {
    #[command(flatten)]
    pub(super) many: ManyArgs,
    /// One JSON object a line, for programs: source, kind, is, evidence, readable, advice, failure
    #[arg(long)]
    pub(super) json: bool,
    /// Raise or lower a limit on what one file may cost
    #[arg(long = "limit", value_name = "NAME=N", long_help = limits_help(), action = ArgAction::Append)]
    pub(super) limits: Vec<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct InspectArgs {
    /// A file, archive.zip/path/in/it.docx, or - for standard input
    #[arg(value_name = "FILE")]
    pub(super) input: PathBuf,
    /// Widest line of a drawn table
    #[arg(long, value_name = "N", default_value_t = 120)]
    pub(super) width: usize,
    /// One JSON object: report as in `convert --to json`, document as in `tables --to json`
    #[arg(long, conflicts_with = "width")]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) read: ReadArgs,
}

#[derive(Debug, clap::Args)]
pub(super) struct ExplainArgs {
    /// A code such as check-broken, or a report
    #[arg(value_name = "CODE|FILE", required_unless_present = "list")]
    pub(super) subject: Option<PathBuf>,
    /// The field of the report whose value is to be traced
    #[arg(value_name = "FIELD")]
    pub(super) field: Option<String>,
    /// List every code
    #[arg(long, conflicts_with_all = ["subject", "field"])]
    pub(super) list: bool,
    /// One JSON object, or one a line for --list: code, level, blame, title, explanation; for a field source, parts,
    /// schema, vintage, field, labels, read_as, and fact, verdicts and notes as in `convert --to json`
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) read: ReadArgs,
}

#[derive(Debug, clap::Args)]
pub(super) struct SchemasArgs {
    #[command(subcommand)]
    pub(super) command: SchemasCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum SchemasCommand {
    /// List the built-in schemas
    List {
        /// One JSON object a line: file, sound, id, title, vintages, tables, fields, checks, error
        #[arg(long)]
        json: bool,
    },
    /// Print a built-in schema, to start one's own from
    Show {
        /// The schema's id
        id: String,
    },
    /// Check a schema file
    Check {
        /// The TOML file
        file: PathBuf,
        /// One JSON object: file, sound, id, title, vintages, tables, fields, checks, error (line, column, message)
        #[arg(long)]
        json: bool,
    },
}

fn kind_names() -> PossibleValuesParser {
    PossibleValuesParser::new(KINDS.iter().map(|kind| kind.name).chain(["all"]))
}

fn kinds_help() -> String {
    let mut help = "Kinds of output, separated by commas; several go into a folder [default: by the extension of OUT, else csv; csv,csv-long for a folder]\n".to_owned();
    for kind in KINDS {
        help.push_str(&format!("\n  {:<12} {}", kind.name, kind.description.english));
    }
    help.push_str("\n  all          every one of these");
    help
}

fn limits_help() -> String {
    let mut help = "Raise or lower a limit on what one file may cost; may be given several times\n".to_owned();
    let default = crate::model::Limits::default();
    for limit in LIMITS {
        help.push_str(&format!("\n  {:<12} {} [default: {}]", limit.name, limit.help.english, (limit.get)(&default)));
    }
    help
}

impl From<Side> for Revisions {
    fn from(side: Side) -> Self {
        match side {
            Side::Final => Revisions::Final,
            Side::Original => Revisions::Original,
            Side::Both => Revisions::Both,
        }
    }
}

impl From<Header> for HeaderRow {
    fn from(header: Header) -> Self {
        match header {
            Header::Id => HeaderRow::Id,
            Header::Label => HeaderRow::Label,
            Header::Both => HeaderRow::Both,
        }
    }
}

impl FailOn {
    /// The lowest level that counts; `None` where none does.
    pub(super) fn level(self) -> Option<Level> {
        match self {
            FailOn::Error => Some(Level::Error),
            FailOn::Warning => Some(Level::Warning),
            FailOn::Info => Some(Level::Info),
            FailOn::Never => None,
        }
    }
}
