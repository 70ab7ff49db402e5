//! The help in Chinese: one table of texts, laid over the command line that `args` declares in English.

use clap::builder::Resettable;
use clap::{Arg, ArgAction, Command, CommandFactory};

use super::args::Args;
use super::limits::LIMITS;
use crate::model::Limits;
use crate::sink::KINDS;

/// The text of every command by its path, and of every argument by `path#id`, or by `#id` where it means the same in
/// every command that has it.
const TEXTS: &[(&str, &str)] = &[
    ("", "把归档的 Word 报告转换为数据：每个数字都有名称、类型和校验结果，并可追溯到单元格。"),
    ("#after-help", "退出码：0 一切正常；1 有文件失败或发现问题；2 用法错误，或什么都没能完成。"),
    ("#help", "显示帮助（-h 为摘要，--help 为全文）"),
    ("#version", "显示版本"),
    ("#color", "何时使用颜色"),
    ("#quiet", "只说明失败之处"),
    ("#verbose", "多作说明：列出跳过或未计入的文件，以及仅供参考的提示"),
    ("#progress", "如何显示进度：auto 在终端上为进度条，json 每秒四次在标准错误上输出一行 JSON"),
    ("#lang", "提示和帮助所用的语言；auto 按系统区域设置。数据不随语言变化"),
    ("#inputs", "文件、文件夹、ZIP 压缩包、压缩包.zip/其中的路径.docx、通配模式，或以 - 表示标准输入"),
    ("#files_from", "在命令行所列之后，再从清单读取输入，每行一个路径；- 为标准输入"),
    ("#null", "清单中的路径以 NUL 结尾，即 `find -print0` 的写法"),
    ("#jobs", "线程数［默认：每个处理器核心一个］"),
    ("#dry_run", "只列出将读取什么：路径、按内容判断的类型、大小，以及会失败的文件"),
    ("#schema", "报告模板：内置模板的标识，或 TOML 文件"),
    ("#revisions", "含修订的文档以哪一种状态为准"),
    ("#limits", "提高或降低单个文件可占用资源的上限"),
    ("#audit", "逐个文件并合计列出每个单元格、字段和字符的去向"),
    ("#fail_on", "发现此级别及以上的问题时，以退出码 1 结束"),
    ("#width", "绘制表格时每行的最大宽度"),
    ("convert", "把报告转换为一个数据文件"),
    ("convert#output", "输出位置；如为文件夹（或以 / 结尾），则每种类型一个文件［默认：标准输出］"),
    ("convert#kinds", "输出类型，以逗号分隔［默认：按 OUT 的扩展名，否则为 csv］"),
    (
        "convert#json",
        "供程序使用，每行一个 JSON 对象：source、state（read、skipped、failed）、kind、is、bytes、failure",
    ),
    ("convert#header", "宽表 CSV 的列名；both 为两行"),
    ("convert#bom", "供电子表格软件使用的 CSV：加字节顺序标记，以 CR LF 换行，并在可能被当作公式的文字前加撇号"),
    ("convert#harmonize", "按模板的规则增加各年度口径统一的列，每列附其来源"),
    ("convert#fresh", "写入文件夹时：全部重新读取，不用上次运行的结果"),
    ("convert#isolate", "在单独的进程中读取文件，该进程不能打开任何东西：崩溃、不结束或耗尽内存只影响那一个文件"),
    ("convert#isolate_memory", "这种进程可用的内存，以 MiB 计"),
    ("convert#isolate_time", "读取一个文件可用的时间，以秒计"),
    ("check", "列出报告中可疑或有误之处，并列出每项勾稽关系的两边"),
    (
        "check#json",
        "供程序使用，每行一个 JSON 对象；键为 source、parts、code、level、place，以及与 `convert --to json` 相同的 note 或 verdict",
    ),
    ("drift", "按版式归类报告，指出模板不认识的标签，并为模板提出建议"),
    (
        "drift#after-help",
        "不作任何对应：建议只是输出而已。退出码：0 每种版式都有一个版本覆盖；1 有文件失败，或有版式未被覆盖；2 用法错误，或什么都没能完成。",
    ),
    (
        "drift#json",
        "供程序使用，每种版式一个 JSON 对象：fingerprint、files、share、example、coverage（covered、not-covered、no-table）、vintages、unknown（标签及其单元格和建议）、missing、other_vintage、gained",
    ),
    ("tables", "输出文档中的全部表格，不论内容"),
    ("tables#kind", "json（单元格及其跨度）、csv（依次排列）或 text（绘制）"),
    ("detect", "按内容判断文件的类型，说明依据，以及能否读取"),
    ("detect#json", "供程序使用，每行一个 JSON 对象：source、kind、is、evidence、readable、advice、failure"),
    ("inspect", "按人工核对的方式显示报告：绘出表格，标明单元格对应的字段和提示"),
    ("inspect#input", "一个文件、压缩包.zip/其中的路径.docx，或以 - 表示标准输入"),
    ("inspect#json", "一个 JSON 对象：report 与 `convert --to json` 相同，document 与 `tables --to json` 相同"),
    ("explain", "解释代码，或追溯报告中的一个值从文件到字段的过程"),
    ("explain#subject", "代码（如 check-broken）或报告文件"),
    ("explain#field", "要追溯其值的字段"),
    ("explain#list", "列出全部代码"),
    (
        "explain#json",
        "一个 JSON 对象；--list 时每行一个：code、level、blame、title、explanation；追溯字段时为 source、parts、schema、vintage、field、labels、read_as，以及与 `convert --to json` 相同的 fact、verdicts 和 notes",
    ),
    ("schemas", "列出、显示和检查报告模板"),
    ("schemas list", "列出内置模板"),
    ("schemas list#json", "每行一个 JSON 对象：file、sound、id、title、vintages、tables、fields、checks、error"),
    ("schemas show", "输出内置模板，可作为自定义模板的起点"),
    ("schemas show#id", "模板的标识"),
    ("schemas check", "检查模板文件"),
    ("schemas check#file", "TOML 文件"),
    (
        "schemas check#json",
        "一个 JSON 对象：file、sound、id、title、vintages、tables、fields、checks、error（line、column、message）",
    ),
    ("completions", "输出 shell 的自动补全脚本，可直接载入，或放到 shell 查找的位置"),
    ("completions#shell", "shell 的名称"),
    ("man", "输出手册页，或在文件夹中为每个命令写一页"),
    ("man#folder", "文件夹；不存在时创建"),
    ("json-schema", "输出报告的 JSON Schema"),
];

const TEMPLATE: &str = "{before-help}{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// The command line with its help in Chinese.
pub(super) fn command() -> Command {
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let command = Args::command().disable_version_flag(true).arg(version);
    let command = laid_over(command, "");
    let mut built = command.clone();
    built.build();
    with_usage(command, &mut built)
}

/// A command, its arguments and the commands below it with their texts.
fn laid_over(command: Command, path: &str) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    let mut command = command.disable_help_flag(true).arg(help);
    let ids: Vec<String> = command.get_arguments().map(|argument| argument.get_id().to_string()).collect();
    for id in ids {
        command = command.mut_arg(&id, |argument| described(argument, text(path, &id)));
    }
    let names: Vec<String> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    for name in names {
        let below = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
        command = command.mut_subcommand(name, |command| laid_over(command, &below));
    }
    if command.get_after_help().is_some() {
        command = command.after_help(text(path, "after-help"));
    }
    let about = TEXTS.iter().find(|(key, _)| *key == path).map_or("", |(_, text)| *text);
    command.about(about).help_template(TEMPLATE).subcommand_help_heading("命令").subcommand_value_name("命令")
}

/// The text of an argument: that of this command, else the one that all share.
fn text(path: &str, id: &str) -> &'static str {
    let find = |key: String| TEXTS.iter().find(|(known, _)| *known == key).map(|(_, text)| *text);
    find(format!("{path}#{id}")).or_else(|| find(format!("#{id}"))).unwrap_or_default()
}

/// An argument with its text, its default and its possible values, which clap itself tells in English only.
fn described(argument: Arg, text: &str) -> Arg {
    let heading = match (argument.is_positional(), argument.is_global_set()) {
        (true, _) => "参数",
        (false, true) => "通用选项",
        (false, false) => "选项",
    };
    let mut help = text.to_owned();
    if argument.get_action().takes_values() {
        let default: Vec<_> = argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        if !default.is_empty() {
            help.push_str(&format!("［默认：{}］", default.join("、")));
        }
        let possible: Vec<String> =
            argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
        if !possible.is_empty() {
            help.push_str(&format!("［可选：{}］", possible.join("、")));
        }
    }
    let long = match (argument.get_id().as_str(), argument.get_long_help()) {
        (_, None) => None,
        ("limits", _) => Some(limits(text)),
        (_, Some(_)) => Some(kinds(text)),
    };
    let takes_values = argument.get_action().takes_values();
    let argument = argument.help(help).help_heading(heading);
    // Both stand in the text already.
    let argument = if takes_values { argument.hide_default_value(true).hide_possible_values(true) } else { argument };
    match long {
        Some(long) => argument.long_help(long),
        None => argument.long_help(Resettable::Reset),
    }
}

fn kinds(text: &str) -> String {
    let mut help = format!("{text}；几种类型须写入文件夹，文件夹默认为 csv,csv-long\n");
    for kind in KINDS {
        help.push_str(&format!("\n  {:<12} {}", kind.name, kind.description.chinese));
    }
    help.push_str("\n  all          以上全部");
    help
}

fn limits(text: &str) -> String {
    let mut help = format!("{text}；可多次给出\n");
    let default = Limits::default();
    for limit in LIMITS {
        help.push_str(&format!("\n  {:<12} {}［默认：{}］", limit.name, limit.help.chinese, (limit.get)(&default)));
    }
    help
}

/// The usage lines with the one English word in them replaced.
fn with_usage(mut command: Command, built: &mut Command) -> Command {
    let usage = built.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim().replace("[OPTIONS]", "[选项]");
    let names: Vec<String> = command.get_subcommands().map(|below| below.get_name().to_owned()).collect();
    for name in names {
        if let Some(below) = built.find_subcommand_mut(&name) {
            command = command.mut_subcommand(name, |command| with_usage(command, below));
        }
    }
    command.override_usage(usage)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The keys of everything below a command, as it is declared in English.
    fn keys(command: &Command, path: &str, keys: &mut Vec<(String, String)>) {
        keys.push((path.to_owned(), path.to_owned()));
        if command.get_after_help().is_some() {
            keys.push((format!("{path}#after-help"), format!("{path}#after-help")));
        }
        for argument in command.get_arguments() {
            keys.push((format!("{path}#{}", argument.get_id()), format!("#{}", argument.get_id())));
        }
        for below in command.get_subcommands() {
            let name = below.get_name();
            let path = if path.is_empty() { name.to_owned() } else { format!("{path} {name}") };
            self::keys(below, &path, keys);
        }
    }

    fn is_chinese(text: &str) -> bool {
        text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
    }

    #[test]
    fn every_command_and_argument_has_a_text_and_no_text_is_left_over() {
        let mut wanted = Vec::new();
        keys(&Args::command(), "", &mut wanted);
        for shared in ["#help", "#version"] {
            wanted.push((shared.to_owned(), shared.to_owned()));
        }
        let has = |key: &str| TEXTS.iter().any(|(known, text)| *known == key && is_chinese(text));
        let missing: Vec<_> = wanted.iter().filter(|(own, shared)| !has(own) && !has(shared)).collect();
        assert!(missing.is_empty(), "without a text: {missing:?}");
        let used = |key: &str| wanted.iter().any(|(own, shared)| own == key || (shared == key && !has(own)));
        let stale: Vec<_> = TEXTS.iter().map(|(key, _)| *key).filter(|key| !used(key)).collect();
        assert!(stale.is_empty(), "texts of nothing: {stale:?}");
        for kind in KINDS {
            assert!(is_chinese(kind.description.chinese), "{}", kind.name);
        }
    }

    #[test]
    fn no_text_is_there_twice() {
        let mut keys: Vec<_> = TEXTS.iter().map(|(key, _)| *key).collect();
        let all = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), all);
    }

    #[test]
    fn both_command_lines_are_sound_and_take_the_same() {
        command().debug_assert();
        Args::command().debug_assert();
        let words = ["baobiao", "convert", "a.docx", "-f", "json", "--limit", "cells=1", "--lang", "zh", "-v"];
        let chinese = command().try_get_matches_from(words).unwrap();
        assert_eq!(chinese.subcommand_name(), Some("convert"));
        assert_eq!(chinese.subcommand().unwrap().1.get_one::<String>("kinds").unwrap(), "json");
    }
}
