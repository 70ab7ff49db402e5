//! The few declarations of a `style` attribute that change what is read, Word's own among them.

use crate::compose::{Font, Shift};

/// What an element's `style` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Style {
    /// It is not laid out at all.
    pub(super) gone: bool,
    /// It keeps its place but is not shown.
    pub(super) invisible: bool,
    /// It is shown on lines of its own.
    pub(super) block: bool,
    /// Whether white space counts.
    pub(super) pre: Option<bool>,
    /// The first font that it names, as far as that is a font of signs.
    pub(super) font: Option<Option<Font>>,
    /// Whether it is struck out.
    pub(super) struck: bool,
    /// Raised or lowered.
    pub(super) shift: Option<Shift>,
    /// Word: the level of a heading, from 0.
    pub(super) outline: Option<u8>,
    /// Word: the printed number of a list, put there for browsers.
    pub(super) label: bool,
    /// Word: the level of the list that a paragraph belongs to, from 0.
    pub(super) level: Option<u8>,
    /// Word: blanks that count.
    pub(super) spaces: bool,
    /// Word: as many tabs, shown as blanks.
    pub(super) tabs: u8,
    /// Word: a header, footer, note or comment.
    pub(super) element: Option<Element>,
    /// How the items of a list are numbered.
    pub(super) list: Option<&'static str>,
}

/// What `mso-element` may say that is a story of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    Header,
    Footer,
    Footnote,
    Endnote,
    Comment,
}

/// Reads a `style` attribute. What is not known says nothing.
pub(super) fn parse(text: &str) -> Style {
    let mut style = Style::default();
    for declaration in declarations(text) {
        let Some((name, value)) = declaration.split_once(':') else { continue };
        let value = value.trim();
        let value = value.strip_suffix("!important").unwrap_or(value).trim();
        style.take(&name.trim().to_ascii_lowercase(), value, &value.to_ascii_lowercase());
    }
    style
}

/// The declarations, cut at semicolons outside quotation marks and brackets.
fn declarations(text: &str) -> impl Iterator<Item = &str> {
    let mut quote = None;
    let mut depth = 0u32;
    text.split(move |c| {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.saturating_sub(1),
            (None, ';') => return depth == 0,
            _ => {}
        }
        false
    })
}

impl Style {
    fn take(&mut self, name: &str, raw: &str, value: &str) {
        match name {
            "display" => {
                self.gone |= value == "none";
                self.block |= matches!(value, "block" | "flex" | "grid" | "list-item" | "flow-root");
            }
            "mso-hide" => self.gone |= value == "all",
            "visibility" => self.invisible |= matches!(value, "hidden" | "collapse"),
            "white-space" | "white-space-collapse" => {
                self.pre = Some(matches!(value, "pre" | "pre-wrap" | "pre-line" | "break-spaces" | "preserve"));
            }
            "font-family" => self.font = Some(font(raw)),
            "text-decoration" | "text-decoration-line" => self.struck |= value.contains("line-through"),
            "vertical-align" => {
                self.shift = match value {
                    "super" => Some(Shift::Raised),
                    "sub" => Some(Shift::Lowered),
                    _ => None,
                }
            }
            "mso-outline-level" => {
                self.outline = value.parse().ok().filter(|level| (1..=9).contains(level)).map(|level: u8| level - 1)
            }
            "mso-list" => {
                self.label |= value == "ignore";
                let level = value.split_whitespace().find_map(|word| word.strip_prefix("level")?.parse::<u8>().ok());
                self.level = level.filter(|level| (1..=9).contains(level)).map(|level| level - 1);
            }
            "mso-spacerun" => self.spaces |= value == "yes",
            "mso-tab-count" => {
                self.tabs = value.split_whitespace().next().and_then(|word| word.parse().ok()).unwrap_or(0)
            }
            "mso-element" => self.element = element(value),
            "list-style-type" | "list-style" => self.list = value.split_whitespace().find_map(numbering),
            _ => {}
        }
    }
}

/// The font of signs that a list of font names begins with.
pub(super) fn font(names: &str) -> Option<Font> {
    let first = names.split(',').next()?.trim().trim_matches(['"', '\'']);
    Font::of(first)
}

fn element(value: &str) -> Option<Element> {
    let found = match value {
        "header" => Element::Header,
        "footer" => Element::Footer,
        "footnote" => Element::Footnote,
        "endnote" => Element::Endnote,
        "comment" => Element::Comment,
        _ => return None,
    };
    Some(found)
}

/// The number format of a `list-style-type` or of the `type` of a list.
pub(super) fn numbering(value: &str) -> Option<&'static str> {
    let format = match value {
        "decimal" | "1" => "decimal",
        "decimal-leading-zero" => "decimalZero",
        "lower-alpha" | "lower-latin" | "a" => "lowerLetter",
        "upper-alpha" | "upper-latin" | "A" => "upperLetter",
        "lower-roman" | "i" => "lowerRoman",
        "upper-roman" | "I" => "upperRoman",
        "cjk-ideographic" | "simp-chinese-informal" | "trad-chinese-informal" => "chineseCounting",
        "cjk-decimal" => "ideographDigital",
        "simp-chinese-formal" => "chineseLegalSimplified",
        "trad-chinese-formal" => "ideographLegalTraditional",
        "cjk-heavenly-stem" => "ideographTraditional",
        "cjk-earthly-branch" => "ideographZodiac",
        "none" => "none",
        _ => return None,
    };
    Some(format)
}

#[cfg(test)]
mod tests {
    use super::{Element, parse};
    use crate::compose::{Font, Shift};

    #[test]
    fn what_changes_the_text_is_found() {
        assert!(parse("color:red; DISPLAY : none !important").gone);
        assert!(parse("mso-hide:all").gone);
        assert!(parse("visibility:hidden").invisible);
        assert_eq!(parse("white-space:pre-wrap").pre, Some(true));
        assert_eq!(parse("font-family:\"Wingdings 2\", serif").font, Some(Some(Font::Wingdings2)));
        assert_eq!(parse("font-family:'宋体;x';vertical-align:super").shift, Some(Shift::Raised));
        assert_eq!(parse("background:url(data:a;b);mso-outline-level:2").outline, Some(1));
        assert!(parse("mso-list:Ignore").label);
        assert_eq!(parse("mso-list:l0 level3 lfo1").level, Some(2));
        assert_eq!(parse("mso-tab-count:2 dotted").tabs, 2);
        assert_eq!(parse("mso-element:footnote").element, Some(Element::Footnote));
        assert_eq!(parse("list-style:inside lower-roman").list, Some("lowerRoman"));
    }
}
