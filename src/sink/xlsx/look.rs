//! How a cell looks, and what is written so that nothing in it is changed or run.

use std::borrow::Cow;
use std::collections::HashMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// What a cell looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Look {
    pub(super) kind: Kind,
    pub(super) doubt: Doubt,
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Kind {
    /// Words.
    #[default]
    Text,
    /// Words over several lines.
    Long,
    /// A number with so many decimals.
    Number(u8),
    /// A year or another number that is a name.
    Plain,
    /// Digits that a spreadsheet would round, kept as words.
    Digits,
    /// A header.
    Header,
    /// The title of a sheet.
    Title,
    /// The report's layout does not have the field.
    NotOnForm,
    /// The layout has it, but no cell gave a figure.
    Missing,
    /// A blank cell.
    Blank,
    /// A mark that stands for nothing.
    Nil,
    /// Text that is no value.
    Unreadable,
    /// A link to a cell.
    Link,
}

/// Whether an identity that the figure takes part in is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) enum Doubt {
    #[default]
    None,
    /// A rule of thumb is.
    Unusual,
    /// A rule of the form is.
    Broken,
}

/// Every look that was used, made once.
#[derive(Default)]
pub(super) struct Looks(HashMap<Look, Format>);

impl Looks {
    pub(super) fn get(&mut self, look: Look) -> &Format {
        self.0.entry(look).or_insert_with(|| format(look))
    }

    pub(super) fn of(&mut self, kind: Kind) -> &Format {
        self.get(Look { kind, doubt: Doubt::None })
    }
}

const GRID: Color = Color::RGB(0xBF_BF_BF);

fn format(look: Look) -> Format {
    let cell = Format::new().set_align(FormatAlign::VerticalCenter);
    let boxed = || cell.clone().set_border(FormatBorder::Thin).set_border_color(GRID);
    let filled = |color: u32| boxed().set_background_color(Color::RGB(color));
    let format = match look.kind {
        Kind::Text => boxed(),
        Kind::Long => boxed().set_text_wrap(),
        Kind::Number(decimals) => boxed().set_num_format(number_format(decimals)),
        Kind::Plain => boxed().set_num_format("0").set_align(FormatAlign::Center),
        Kind::Digits => boxed().set_align(FormatAlign::Right).set_num_format("@"),
        Kind::Header => filled(0xDD_EB_F7).set_bold().set_text_wrap().set_align(FormatAlign::Center),
        Kind::Title => return cell.set_bold().set_font_size(14),
        Kind::NotOnForm => filled(0xD9_D9_D9),
        Kind::Missing => filled(0xFC_E4_D6),
        Kind::Blank => filled(0xE2_EF_DA),
        Kind::Nil => boxed().set_align(FormatAlign::Center).set_font_color(Color::RGB(0x59_59_59)),
        Kind::Unreadable => filled(0xFF_F2_F2).set_font_color(Color::RGB(0xC0_00_00)).set_italic(),
        Kind::Link => {
            boxed().set_font_color(Color::RGB(0x05_63_C1)).set_underline(rust_xlsxwriter::FormatUnderline::Single)
        }
    };
    match look.doubt {
        Doubt::None => format,
        Doubt::Unusual => format.set_background_color(Color::RGB(0xFF_F2_CC)),
        Doubt::Broken => format.set_background_color(Color::RGB(0xFF_C7_CE)).set_font_color(Color::RGB(0x9C_00_06)),
    }
}

fn number_format(decimals: u8) -> String {
    match decimals {
        0 => "#,##0".to_owned(),
        decimals => format!("#,##0.{}", "0".repeat(usize::from(decimals))),
    }
}

/// Digits that a spreadsheet's floating point keeps.
const DIGITS: usize = 15;

/// A number as a spreadsheet holds it, with its decimals as published; `None` where it would lose digits.
pub(super) fn exact(number: Decimal) -> Option<(f64, u8)> {
    let digits = number.mantissa().unsigned_abs().to_string();
    let decimals = u8::try_from(number.scale()).ok()?;
    if digits.trim_end_matches('0').len() > DIGITS { None } else { number.to_f64().map(|value| (value, decimals)) }
}

/// UTF-16 units of a cell's text; a spreadsheet takes 32,767.
const LONGEST: usize = 32_000;

/// A text that a cell can hold; where it is cut it says so.
pub(super) fn fit(text: &str) -> Cow<'_, str> {
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > LONGEST
    });
    match end {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}……（全文过长，见 JSON 输出）", &text[..end])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_number_only_where_no_digit_is_lost() {
        let of = |text: &str| exact(text.parse().unwrap());
        assert_eq!(of("618204"), Some((618_204.0, 0)));
        assert_eq!(of("-0.370"), Some((-0.37, 3)));
        assert_eq!(of("123456789012345"), Some((123_456_789_012_345.0, 0)));
        assert_eq!(of("1234567890123456"), None);
        assert_eq!(of("1.0000000000000001"), None);
        assert_eq!(of("1000000000000000000"), Some((1e18, 0)));
    }

    #[test]
    fn a_text_that_is_too_long_is_cut_and_says_so() {
        assert_eq!(fit("短"), "短");
        let long = "𠮷".repeat(20_000);
        assert!(fit(&long).ends_with("见 JSON 输出）"));
        assert!(fit(&long).encode_utf16().count() < 32_767);
    }
}
