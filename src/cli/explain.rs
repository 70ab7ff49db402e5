//! `explain CODE`: what a code means. Codes of notes are in the model's table; codes of failures are here.

use std::io::Write;

use anyhow::Result;

use super::args::ExplainArgs;
use super::complaint::complaint;
use super::describe::padded;
use super::suggest::{did_you_mean, nearest};
use super::terminal::{Style, Terminal, level_style};
use super::{Exit, chain, terminal};
use crate::input::{KINDS, is_readable};
use crate::model::{Blame, CODES, Code, Message, Words, say};
use crate::sink::lines::{Explained, line};
use crate::sink::visible::one_line;

/// What a code is called under which a file gives nothing.
const FAILURE: Words = Words::new("failure", "失败");

/// A code under which a file gives nothing: id, title, explanation.
type FailureCode = (&'static str, Words, Words);

const FAILURES: &[FailureCode] = &[
    (
        "file-unreadable",
        Words::new("A file could not be read from the disk", "无法从磁盘读取文件"),
        Words::new("Check the path and the permissions.", "请检查路径和访问权限。"),
    ),
    (
        "folder-unreadable",
        Words::new("A folder could not be walked", "无法遍历文件夹"),
        Words::new("Check the path and the permissions.", "请检查路径和访问权限。"),
    ),
    (
        "pattern-unsound",
        Words::new("An argument is neither a file nor a sound pattern", "参数既不是文件，也不是有效的通配模式"),
        Words::new("Quote a file name that holds * ? [ or {.", "文件名中含有 * ? [ 或 { 时，请加引号。"),
    ),
    (
        "package-unsound",
        Words::new("The Word package is damaged or says two things at once", "Word 文档包已损坏或自相矛盾"),
        Words::new(
            "A package that readers could understand in two ways is refused, so that what is read is what Word shows. Open the file in Word or WPS, which may repair it, and save it again as .docx.",
            "可能有两种读法的文档包不予读取，以保证读到的就是 Word 所显示的。请用 Word 或 WPS 打开该文件（可能会自动修复），再另存为 .docx。",
        ),
    ),
    (
        "archive-unsound",
        Words::new("A zip archive of files is damaged, or a file in it", "压缩包或其中的文件已损坏"),
        Words::new(
            "Members that overlap are refused too: so a small archive could hold a great deal. Copy or download the archive again; if another program unpacks it, give the folder that it makes.",
            "其中的文件互相重叠时也不予读取，因为很小的压缩包可能借此展开成大量数据。请重新复制或下载该压缩包；如果别的程序能解压，请给出解压得到的文件夹。",
        ),
    ),
    (
        "list-unsound",
        Words::new("A line of --files-from is no path", "--files-from 清单中有一行不是路径"),
        Words::new(
            "Give one path a line in UTF-8, or paths that end in NUL with --null.",
            "请用 UTF-8 每行写一个路径；路径以 NUL 结尾时请加 --null。",
        ),
    ),
    (
        "xml-unsound",
        Words::new("The XML of a part is damaged or forbidden", "部件的 XML 已损坏或不被允许"),
        Words::new(
            "Document type declarations are always refused. Open the file in Word or WPS, which may repair it, and save it again as .docx.",
            "文档类型声明（DOCTYPE）一律不予接受。请用 Word 或 WPS 打开该文件（可能会自动修复），再另存为 .docx。",
        ),
    ),
    (
        "limit-reached",
        Words::new("The file asks for more than a limit allows", "文件超出某项上限"),
        Words::new(
            "Limits keep a hostile file from taking the machine. If you trust the file, raise the limit with --limit NAME=N.",
            "上限用于防止恶意文件耗尽计算机资源。如果信任该文件，可用 --limit NAME=N 提高上限。",
        ),
    ),
    (
        "program-defect",
        Words::new("The program failed inside one file", "程序在处理某个文件时出错"),
        Words::new(
            "The other files are not touched by it. Please report it, with the file if you may.",
            "其他文件不受影响。请报告此问题；如果方便，请附上该文件。",
        ),
    ),
];

/// Every code of a failure: those above, and one for each kind of file that is not read.
fn failures() -> impl Iterator<Item = (&'static str, Message, Message)> {
    let kinds = KINDS.iter().filter(|kind| !is_readable(kind)).map(|kind| {
        let (name, advice) = (kind.name, kind.advice);
        let title = Message::new(format!("The file is {}", name.english), format!("该文件是{}", name.chinese));
        let advice = Message::new(
            format!("What to do: {}.", advice.english),
            format!("处理办法：{}。", advice.chinese.trim_start_matches('请')),
        );
        (kind.code, title, advice)
    });
    FAILURES.iter().map(|(id, title, text)| (*id, (*title).into(), (*text).into())).chain(kinds)
}

pub(super) fn run(args: &ExplainArgs, terminal: &Terminal) -> Result<Exit> {
    if let (Some(file), Some(field)) = (&args.subject, &args.field) {
        return chain::run(file, field, args, terminal);
    }
    let text = match &args.subject {
        None if args.json => explained().map(|explained| json(&explained)).collect(),
        None => list(terminal),
        Some(subject) if args.json => one_json(&subject.to_string_lossy())?,
        Some(subject) => one(&subject.to_string_lossy(), terminal)?,
    };
    let mut out = terminal::out(args.json);
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(Exit::Good)
}

fn list(terminal: &Terminal) -> String {
    let lang = terminal.lang();
    let mut text = String::new();
    for code in CODES {
        let level = terminal.paint_out(level_style(code.level), &padded(code.level.words().text(lang), 8));
        let blame = padded(code.blame.words().text(lang), 7);
        text.push_str(&format!("{level} {blame} {:<20} {}\n", code.id, code.title.text(lang)));
    }
    for (id, title, _) in failures() {
        let level = terminal.paint_out(Style::Error, &padded(FAILURE.text(lang), 8));
        let blame = padded(Blame::File.words().text(lang), 7);
        text.push_str(&format!("{level} {blame} {id:<20} {}\n", title.text(lang)));
    }
    text
}

/// A code with its id, level, blame, title and explanation.
type OneCode = (&'static str, &'static str, &'static str, Message, Message);

/// Every code.
fn explained() -> impl Iterator<Item = OneCode> {
    let notes = CODES
        .iter()
        .map(|code| (code.id, code.level.name(), code.blame.name(), code.title.into(), code.explanation.into()));
    notes.chain(failures().map(|(id, title, text)| (id, "failure", "file", title, text)))
}

fn json((code, level, blame, title, explanation): &OneCode) -> String {
    line(&Explained {
        code,
        level,
        blame,
        title: &title.english,
        title_zh: &title.chinese,
        explanation: &explanation.english,
        explanation_zh: &explanation.chinese,
    })
}

fn one_json(id: &str) -> Result<String> {
    explained().find(|(code, ..)| *code == id).map(|explained| json(&explained)).ok_or_else(|| unknown(id))
}

fn one(id: &str, terminal: &Terminal) -> Result<String> {
    let lang = terminal.lang();
    if let Some(code) = Code::find(id) {
        let head = terminal.paint_out(level_style(code.level), code.id);
        let blame = match code.blame {
            Blame::File => Words::new("the file is damaged or odd", "文件已损坏或有异常"),
            Blame::Schema => Words::new("the schema does not know this layout", "模板未收录这种版式"),
            Blame::Data => Words::new("the figures are as the agency published them", "数字即为发布机关公布的原样"),
        };
        let (title, explanation) = (code.title.text(lang), code.explanation.text(lang));
        let (level, blame) = (code.level.words().text(lang), blame.text(lang));
        let text = say!(
            "{head}: {title}\nlevel {level}; {blame}\n\n{explanation}\n",
            "{head}：{title}\n级别：{level}；{blame}\n\n{explanation}\n"
        );
        return Ok(text.text(lang).to_owned());
    }
    if let Some((id, title, explanation)) = failures().find(|(failure, ..)| *failure == id) {
        let head = terminal.paint_out(Style::Error, id);
        let (title, explanation) = (title.text(lang), explanation.text(lang));
        let text = say!(
            "{head}: {title}\nfailure; the file gives no data\n\n{explanation}\n",
            "{head}：{title}\n失败；该文件没有给出数据\n\n{explanation}\n"
        );
        return Ok(text.text(lang).to_owned());
    }
    Err(unknown(id))
}

fn unknown(id: &str) -> anyhow::Error {
    let id = &one_line(id);
    let words = CODES.iter().map(|code| code.id).chain(failures().map(|(id, ..)| id));
    let hint = did_you_mean(&nearest(id, words));
    complaint(Message::new(
        format!(
            "there is no code {id}{}; `baobiao explain --list` lists them, and a file needs a field: baobiao explain FILE FIELD",
            hint.english
        ),
        format!(
            "没有代码 {id}{}；可用 `baobiao explain --list` 列出；如果是文件，还须写明字段：baobiao explain FILE FIELD",
            hint.chinese
        ),
    ))
}
