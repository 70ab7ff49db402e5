//! Standard error and the look of things: colours and messages.

use std::io::{self, BufWriter, IsTerminal, Write};

use super::args::{Color, Look, ProgressKind};
use super::complaint::told;
use super::progress::Progress;
use crate::batch::Failure;
use crate::model::{Lang, Level, Words};
use crate::sink::visible::{one_line, visible};

/// What stands between a name and what is said of it.
pub(super) const COLON: Words = Words::new(": ", "：");
/// What to do next.
pub(super) const HELP: Words = Words::new("help", "建议");

/// What a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Error,
    Warning,
    Info,
    Strong,
    Faint,
}

/// Where messages go. Only the main thread speaks.
pub(super) struct Terminal {
    color_out: bool,
    color_err: bool,
    quiet: bool,
    verbose: bool,
    progress_kind: ProgressKind,
    progress: std::cell::RefCell<Progress>,
    lang: Lang,
}

impl Terminal {
    pub(super) fn new(look: &Look, lang: Lang) -> Self {
        let environment = |name| std::env::var_os(name).unwrap_or_default();
        let plain = !environment("NO_COLOR").is_empty() || environment("TERM") == "dumb";
        let color = |terminal: bool| match look.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && !plain,
        };
        Terminal {
            color_out: color(io::stdout().is_terminal()),
            color_err: color(io::stderr().is_terminal()),
            quiet: look.quiet,
            verbose: look.verbose,
            progress_kind: look.progress,
            progress: Progress::none().into(),
            lang,
        }
    }

    /// The language that is spoken here.
    pub(super) fn lang(&self) -> Lang {
        self.lang
    }

    pub(super) fn is_verbose(&self) -> bool {
        self.verbose
    }

    /// Says something that must be said.
    pub(super) fn say(&self, message: &str) {
        let message = if self.color_err { around_paint(message) } else { visible(message).into_owned() };
        // Where nobody listens there is nothing to be done about it.
        self.progress.borrow().suspend(|| _ = writeln!(io::stderr(), "{message}"));
    }

    /// Says something unless asked to be quiet.
    pub(super) fn tell(&self, message: &str) {
        if !self.quiet {
            self.say(message);
        }
    }

    /// Says something if asked to say more.
    pub(super) fn remark(&self, message: &str) {
        if self.verbose {
            self.say(message);
        }
    }

    /// Says what stops a command.
    pub(super) fn error(&self, error: &anyhow::Error) {
        let head = self.paint(Style::Error, Level::Error.words().text(self.lang));
        self.say(&format!("{head}{}{}", COLON.text(self.lang), one_line(&told(error, self.lang))));
    }

    /// Names a file that gave nothing, and why.
    pub(super) fn failure(&self, failure: &Failure) {
        let (lang, colon) = (self.lang, COLON.text(self.lang));
        let head = self.paint(Style::Error, &format!("{}[{}]", Level::Error.words().text(lang), failure.code));
        let message = one_line(failure.message.text(lang));
        self.say(&format!("{head}{colon}{}{colon}{message}", one_line(&failure.source)));
        let help = self.paint(Style::Strong, HELP.text(lang));
        self.say(&format!("  {help}{colon}{}", failure.help.text(lang)));
    }

    /// Text for standard error in its style.
    pub(super) fn paint(&self, style: Style, text: &str) -> String {
        painted(self.color_err, style, text)
    }

    /// Text for standard output in its style.
    pub(super) fn paint_out(&self, style: Style, text: &str) -> String {
        painted(self.color_out, style, text)
    }

    /// Begins to show how many of so many files are done.
    pub(super) fn progress(&self, files: usize) {
        self.progress.replace(Progress::begin(self.progress_kind, files, self.quiet, self.lang));
    }

    /// One file is done.
    pub(super) fn step(&self, failed: bool) {
        self.progress.borrow_mut().step(failed);
    }

    /// All files are done.
    pub(super) fn finish(&self) {
        self.progress.replace(Progress::none()).finish();
    }
}

/// Standard output for text that is already fit to be seen, buffered.
pub(super) fn stdout() -> BufWriter<io::StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// Standard output for what a command shows: text for people, or lines of JSON for programs.
pub(super) fn out(as_json: bool) -> Box<dyn Write + Send> {
    if as_json { data() } else { Box::new(BufWriter::with_capacity(1 << 16, io::stdout())) }
}

/// Standard output for data: byte for byte, except that on a terminal what would act on it is spelt out.
pub(super) fn data() -> Box<dyn Write + Send> {
    let out = BufWriter::with_capacity(1 << 16, io::stdout());
    if io::stdout().is_terminal() { Box::new(Shown::new(out)) } else { Box::new(out) }
}

/// Spells out control characters on their way to a terminal.
struct Shown<W> {
    out: W,
    /// The beginning of a character whose other bytes have not come yet.
    rest: Vec<u8>,
}

impl<W: Write> Shown<W> {
    fn new(out: W) -> Self {
        Shown { out, rest: Vec::new() }
    }
}

impl<W: Write> Write for Shown<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.rest.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.rest) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            // Not text at all: shown as well as can be.
            Err(_) => self.rest.len(),
        };
        let text = String::from_utf8_lossy(&self.rest[..whole]);
        self.out.write_all(visible(&text).as_bytes())?;
        self.rest.drain(..whole);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The style of a level.
pub(super) fn level_style(level: Level) -> Style {
    match level {
        Level::Error => Style::Error,
        Level::Warning => Style::Warning,
        Level::Info => Style::Info,
    }
}

/// What begins each style on a terminal.
const PAINT: [(Style, &str); 5] = [
    (Style::Error, "\u{1b}[1;31m"),
    (Style::Warning, "\u{1b}[1;33m"),
    (Style::Info, "\u{1b}[1;36m"),
    (Style::Strong, "\u{1b}[1m"),
    (Style::Faint, "\u{1b}[2m"),
];

/// What ends every style.
const PLAIN: &str = "\u{1b}[0m";

fn painted(color: bool, style: Style, text: &str) -> String {
    let paint = PAINT.iter().find(|(known, _)| *known == style).filter(|_| color);
    paint.map_or_else(|| text.to_owned(), |(_, paint)| format!("{paint}{text}{PLAIN}"))
}

/// The message with everything spelt out that would act on a terminal, but for our own styles.
fn around_paint(message: &str) -> String {
    let mut shown = String::with_capacity(message.len());
    let mut rest = message;
    while let Some(at) = rest.find('\u{1b}') {
        let (before, after) = rest.split_at(at);
        shown.push_str(&visible(before));
        let own = PAINT.iter().map(|(_, paint)| *paint).chain([PLAIN]).find(|own| after.starts_with(own));
        let (kept, length) = own.map_or(("\\u{1b}", 1), |own| (own, own.len()));
        shown.push_str(kept);
        rest = &after[length..];
    }
    shown.push_str(&visible(rest));
    shown
}

#[cfg(test)]
use super::args::Speak;

#[cfg(test)]
impl Terminal {
    /// A terminal without colours.
    pub(super) fn plain() -> Self {
        Terminal::speaking(Lang::English)
    }

    /// The same in a language.
    pub(super) fn speaking(lang: Lang) -> Self {
        let (color, progress) = (Color::Never, ProgressKind::Never);
        Terminal::new(&Look { color, quiet: true, verbose: false, progress, lang: Speak::Auto }, lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_keeps_our_own_styles_and_no_other() {
        let head = painted(true, Style::Error, "error");
        assert_eq!(
            around_paint(&format!("{head}: a\u{1b}]0;b\u{7}\u{1b}[2Jc")),
            format!("{head}: a\\u{{1b}}]0;b\\u{{7}}\\u{{1b}}[2Jc")
        );
    }

    #[test]
    fn what_acts_on_a_terminal_is_spelt_out_wherever_the_bytes_are_cut() {
        let text = "报\u{202e}\u{9b}31m\n".as_bytes();
        for cut in 0..=text.len() {
            let mut out = Vec::new();
            let mut shown = Shown::new(&mut out);
            shown.write_all(&text[..cut]).unwrap();
            shown.write_all(&text[cut..]).unwrap();
            assert_eq!(String::from_utf8(out).unwrap(), "报\\u{202e}\\u{9b}31m\n", "{cut}");
        }
    }
}
