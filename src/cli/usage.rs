//! The command line parsed in the language that is spoken: arguments, or help, or what is wrong with them.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Args as _, Command, CommandFactory, FromArgMatches};

use super::args::{Args, CheckArgs, ConvertArgs, DetectArgs, DriftArgs, ExplainArgs, InspectArgs, Look, TablesArgs};
use super::chinese;
use crate::model::Lang;

/// The arguments; otherwise help, a version or an error was printed, and the program ends with this code.
pub(super) fn parse(arguments: &[OsString], lang: Lang) -> Result<Args, ExitCode> {
    if let Some(args) = alone(arguments) {
        return Ok(args);
    }
    let parsed = command(lang).try_get_matches_from(arguments).and_then(|matches| Args::from_arg_matches(&matches));
    parsed.map_err(|error| {
        // Where nobody listens there is nothing to be done about it.
        match message(&error).filter(|_| lang == Lang::Chinese) {
            Some(message) => _ = std::io::Write::write_all(&mut std::io::stderr(), message.as_bytes()),
            None => _ = error.print(),
        }
        if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
    })
}

/// What adds the arguments of a command to it.
type Declare = fn(Command) -> Command;

/// The commands that read reports, and what declares their arguments.
const READING: [(&str, Declare); 7] = [
    ("convert", ConvertArgs::augment_args),
    ("check", CheckArgs::augment_args),
    ("drift", DriftArgs::augment_args),
    ("tables", TablesArgs::augment_args),
    ("detect", DetectArgs::augment_args),
    ("inspect", InspectArgs::augment_args),
    ("explain", ExplainArgs::augment_args),
];

/// The arguments of the command that is named first, declared without the others: all of them together take longer than
/// reading a report. `None` where something is to be said, for which the whole command line is needed.
fn alone(arguments: &[OsString]) -> Option<Args> {
    let named = arguments.get(1)?;
    let (name, declare) = READING.iter().find(|(name, _)| named == name)?;
    let command = Look::augment_args(Command::new("baobiao")).subcommand(declare(Command::new(*name)));
    let matches = command.try_get_matches_from(arguments).ok()?;
    Args::from_arg_matches(&matches).ok()
}

/// The command line with its help in a language.
pub(super) fn command(lang: Lang) -> Command {
    match lang {
        Lang::English => Args::command(),
        Lang::Chinese => chinese::command(),
    }
}

/// The error in Chinese; `None` where it is no error but help, which is Chinese already.
fn message(error: &Error) -> Option<String> {
    let what = what(error)?;
    let mut text = format!("错误：{what}\n");
    let suggested = [ContextKind::SuggestedArg, ContextKind::SuggestedValue, ContextKind::SuggestedSubcommand];
    for near in suggested.into_iter().filter_map(|kind| said(error, kind)) {
        text.push_str(&format!("\n  您是否要找 {near}？\n"));
    }
    if let Some(usage) = said(error, ContextKind::Usage) {
        text.push_str(&format!("\n用法：{}\n", usage.trim_start_matches("Usage:").trim()));
    }
    text.push_str("\n详细说明请用 --help 查看。\n");
    Some(text)
}

fn what(error: &Error) -> Option<String> {
    let named = |kind| said(error, kind).unwrap_or_default();
    let argument = || named(ContextKind::InvalidArg);
    let value = || named(ContextKind::InvalidValue);
    Some(match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            return None;
        }
        ErrorKind::UnknownArgument => format!("没有参数 {}", argument()),
        ErrorKind::InvalidSubcommand => format!("没有命令 {}", named(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand => "缺少命令".to_owned(),
        ErrorKind::MissingRequiredArgument => format!("缺少必需的参数：{}", argument()),
        ErrorKind::ArgumentConflict => match said(error, ContextKind::PriorArg) {
            Some(prior) if prior != argument() => format!("{} 不能与 {prior} 同时使用", argument()),
            _ => format!("{} 只能给出一次", argument()),
        },
        ErrorKind::InvalidValue if value().is_empty() => format!("{} 需要一个值{}", argument(), possible(error)),
        ErrorKind::InvalidValue => format!("{} 的值 {} 无效{}", argument(), value(), possible(error)),
        ErrorKind::ValueValidation => format!("{} 的值 {} 无效", argument(), value()),
        ErrorKind::InvalidUtf8 => "参数不是有效的 UTF-8 文字".to_owned(),
        ErrorKind::NoEquals => format!("{} 与其值之间需要等号", argument()),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("{} 的值的个数不对", argument())
        }
        // What clap learns to say later is said in English.
        _ => return None,
    })
}

fn possible(error: &Error) -> String {
    said(error, ContextKind::ValidValue).map_or(String::new(), |values| format!("［可选：{values}］"))
}

/// What the error knows of this kind, unless it is nothing.
fn said(error: &Error, kind: ContextKind) -> Option<String> {
    let text = match error.get(kind)? {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join("、"),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => texts.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"),
        ContextValue::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    fn told(line: &str) -> Option<String> {
        let error = chinese::command().try_get_matches_from(line.split(' ')).unwrap_err();
        message(&error).map(|text| text.lines().next().unwrap_or_default().to_owned())
    }

    #[test]
    fn what_is_wrong_with_the_arguments_is_said_in_chinese() {
        for (line, expected) in [
            ("baobiao convert a.docx --bomb", "错误：没有参数 --bomb"),
            ("baobiao convrt", "错误：没有命令 convrt"),
            ("baobiao convert", "错误：缺少必需的参数：<INPUT>..."),
            ("baobiao check a -q -v", "错误：--quiet 不能与 --verbose 同时使用"),
            ("baobiao convert a -j 0", "错误：--jobs <N> 的值 0 无效"),
            ("baobiao convert a --output", "错误：--output <OUT> 需要一个值"),
            (
                "baobiao check a --fail-on no",
                "错误：--fail-on <LEVEL> 的值 no 无效［可选：error、warning、info、never］",
            ),
        ] {
            assert_eq!(told(line).as_deref(), Some(expected), "{line}");
        }
        assert_eq!(told("baobiao --help"), None);
    }

    #[test]
    fn a_command_alone_takes_what_it_takes_among_the_others() {
        let whole = Args::command();
        let names = whole.get_subcommands().map(Command::get_name);
        let others = ["schemas", "completions", "man", "json-schema"];
        assert!(names.eq(READING.iter().map(|(name, _)| *name).chain(others)), "a command is missing");
        for (name, _) in READING {
            let line = ["baobiao", name, "a.docx", "-v", "--lang", "zh"];
            let words: Vec<OsString> = line.map(OsString::from).to_vec();
            let among_others = Args::try_parse_from(&words).unwrap();
            assert_eq!(format!("{:?}", alone(&words).unwrap()), format!("{among_others:?}"));
        }
        let parsed = |line: &str| alone(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert!(parsed("baobiao convert a.docx --lang zh -j 2").is_some());
        for spoken in ["baobiao", "baobiao convert", "baobiao convert -h", "baobiao -V", "baobiao convert a --bomb"] {
            assert!(parsed(spoken).is_none(), "{spoken}");
        }
    }

    #[test]
    fn an_error_shows_what_was_meant_and_the_usage() {
        let error = chinese::command().try_get_matches_from(["baobiao", "convrt"]).unwrap_err();
        let text = message(&error).unwrap();
        assert!(text.contains("您是否要找 convert？"), "{text}");
        assert!(text.contains("用法：baobiao [选项] <命令>"), "{text}");
    }
}
