//! How a datum is written in CSV: RFC 4180 quoting, UTF-8, numbers with their exact digits, and, for spreadsheet
//! programs, a byte order mark, CR LF and a guard against text that would run as a formula.

use std::borrow::Cow;
use std::io::{self, Write};

use rust_decimal::Decimal;

use super::Options;
use super::frame::Datum;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Writes lines of data.
pub(super) struct CsvWriter<'a> {
    lines: csv::Writer<Box<dyn Write + Send + 'a>>,
    spreadsheet: bool,
}

impl<'a> CsvWriter<'a> {
    /// Ready for lines; nothing is written before the first.
    pub(super) fn new(out: Box<dyn Write + Send + 'a>, options: Options) -> Self {
        let out: Box<dyn Write + Send + 'a> = if options.bom { Box::new(Marked { out, begun: false }) } else { out };
        let terminator = if options.bom { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let lines = csv::WriterBuilder::new().terminator(terminator).from_writer(out);
        CsvWriter { lines, spreadsheet: options.bom }
    }

    pub(super) fn line<'d>(&mut self, data: impl IntoIterator<Item = &'d Datum<'d>>) -> io::Result<()> {
        for datum in data {
            match datum {
                Datum::Empty => self.field(""),
                Datum::Absent(absence) => self.field(absence.code()),
                Datum::Number(number) => self.number(number),
                Datum::Text(text) if self.spreadsheet => self.field(&guarded(text)),
                Datum::Text(text) => self.field(text),
            }?;
        }
        self.lines.write_record(None::<&[u8]>).map_err(cause)
    }

    /// A number with its digits. Nearly all are small and whole.
    fn number(&mut self, number: &Decimal) -> io::Result<()> {
        match i64::try_from(number.mantissa()) {
            Ok(whole) if number.scale() == 0 && !number.is_sign_negative() => {
                self.field(itoa::Buffer::new().format(whole))
            }
            _ => self.field(&number.to_string()),
        }
    }

    fn field(&mut self, text: &str) -> io::Result<()> {
        self.lines.write_field(text).map_err(cause)
    }

    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.lines.flush()
    }
}

/// The writer's own error: whether a pipe was closed is not to be hidden behind an error of another kind.
fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Puts a byte order mark before the first byte.
struct Marked<'a> {
    out: Box<dyn Write + Send + 'a>,
    begun: bool,
}

impl Write for Marked<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.begun {
            self.out.write_all(BYTE_ORDER_MARK)?;
            self.begun = true;
        }
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The text behind an apostrophe, where a spreadsheet program would take it for a formula. A text that is a
/// plain number, or nothing but signs, is none.
fn guarded(text: &str) -> Cow<'_, str> {
    let dangerous = text.starts_with(LEADS);
    let harmless = is_plain_number(text) || text.trim_matches(SIGNS).is_empty();
    if dangerous && !harmless { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// What begins a formula, in the full width of East Asian spreadsheets too, or is passed over before one.
const LEADS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Signs of numbers; alone they are marks for nothing.
const SIGNS: [char; 4] = ['+', '-', '＋', '－'];

fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix(SIGNS).unwrap_or(text);
    let (whole, fraction) = digits.split_once(['.', '．']).unwrap_or((digits, "0"));
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let all_digits = |part: &str| !part.is_empty() && part.chars().all(is_digit);
    all_digits(whole) && all_digits(fraction)
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn formulas_are_guarded_and_numbers_never_are() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("-1+1", "'-1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("-1", "-1"),
            ("+19", "+19"),
            ("-0.37", "-0.37"),
            ("-", "-"),
            ("--", "--"),
            ("-1.", "'-1."),
            ("＝1+1", "'＝1+1"),
            ("＋cmd", "'＋cmd"),
            ("－1+1", "'－1+1"),
            ("＠SUM(A1)", "'＠SUM(A1)"),
            ("\n=1", "'\n=1"),
            ("－１２", "－１２"),
            ("＋１２．５", "＋１２．５"),
            ("－", "－"),
            ("规章", "规章"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), written, "{text:?}");
        }
    }
}
