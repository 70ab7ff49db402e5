//! Why a worker gave no answer, as the failure of the file that it had.

use std::process::ExitStatus;

use super::Terms;
use crate::batch::Failure;
use crate::model::{Message, Words, io_reason, say};

/// What became of a worker.
#[derive(Debug)]
pub(super) enum Lost {
    /// It had no answer in time and was ended.
    Late,
    /// It ended; how, where that is known, and what it said.
    Ended(Option<ExitStatus>, String),
    /// It said what no worker says.
    Senseless,
}

const REPORT: Words = Words::new(
    "the other files are not touched by it; please report it, with the file if you may",
    "其他文件不受影响；请报告此问题，如果方便，请附上该文件",
);

impl Lost {
    pub(super) fn failure(self, name: &str, terms: &Terms) -> Failure {
        let (seconds, mebibytes) = (terms.time.as_secs(), terms.memory >> 20);
        match self {
            Lost::Late => Failure::new(
                name,
                "time-exceeded",
                say!("could not be read in {seconds} s", "未能在 {seconds} 秒内读完"),
                say!(
                    "if you trust the file, give it longer with --isolate-time N",
                    "如果信任该文件，可用 --isolate-time N 延长时间"
                ),
            ),
            // As the standard library says it (`alloc::handle_alloc_error`).
            Lost::Ended(_, said) if said.contains("memory allocation of") => Failure::new(
                name,
                "memory-exceeded",
                say!("could not be read in {mebibytes} MiB of memory", "未能用 {mebibytes} MiB 内存读完"),
                say!(
                    "if you trust the file, give it more with --isolate-memory N",
                    "如果信任该文件，可用 --isolate-memory N 增加内存"
                ),
            ),
            Lost::Ended(_, said) if said.contains("has overflowed its stack") => Failure::new(
                name,
                "process-ended",
                say!(
                    "brought out a defect that ended the process reading it: its stack overflowed",
                    "触发的缺陷使读取该文件的进程终止：栈溢出"
                ),
                REPORT,
            ),
            Lost::Ended(status, _) => {
                let how = how(status);
                Failure::new(
                    name,
                    "process-ended",
                    Message::new(
                        format!("brought out a defect that ended the process reading it{}", how.english),
                        format!("触发的缺陷使读取该文件的进程终止{}", how.chinese),
                    ),
                    REPORT,
                )
            }
            Lost::Senseless => Failure::new(
                name,
                "process-ended",
                say!(
                    "brought out a defect: the process reading it gave no sensible answer",
                    "触发了缺陷：读取该文件的进程未给出有效结果"
                ),
                REPORT,
            ),
        }
    }
}

/// A worker that could not be started.
pub(super) fn unavailable(name: &str, error: &std::io::Error) -> Failure {
    Failure::new(
        name,
        "process-unavailable",
        Message {
            english: format!("no process could be started to read it: {error}"),
            chinese: format!("无法启动读取该文件的进程：{}", io_reason(error).chinese),
        },
        say!(
            "free some memory or take fewer threads with -j N, and run it again",
            "请释放内存，或用 -j N 减少线程数，然后重新运行"
        ),
    )
}

#[cfg(unix)]
fn how(status: Option<ExitStatus>) -> Message {
    use std::os::unix::process::ExitStatusExt;
    match status.and_then(|status| status.signal()) {
        Some(signal) => say!(" (signal {signal})", "（信号 {signal}）"),
        None => code(status),
    }
}

#[cfg(not(unix))]
fn how(status: Option<ExitStatus>) -> Message {
    code(status)
}

fn code(status: Option<ExitStatus>) -> Message {
    match status.and_then(|status| status.code()) {
        Some(code) => say!(" (exit code {code})", "（退出码 {code}）"),
        None => Message::same(""),
    }
}
