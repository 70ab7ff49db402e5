//! What the signs of the symbol fonts are in Unicode: the tick boxes and bullets of forms.
//!
//! These fonts put signs where letters are; Word writes them as U+F020 … U+F0FF or as the bare letter. Each table
//! lists the signs of 0x20 … 0xFF in order; `�` is a sign that Unicode does not have. Where Unicode has several
//! forms of a tick or a box, the plain one (☐ ☑ ☒ ✓ ✗) is given.

/// Where text stands against its line (ECMA-376 Part 1 §17.3.2.42).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shift {
    /// Superscript.
    Raised,
    /// Subscript.
    Lowered,
}

/// A font of signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Font {
    /// Wingdings.
    Wingdings,
    /// Wingdings 2.
    Wingdings2,
    /// Symbol.
    Symbol,
}

impl Font {
    /// The font of this name.
    pub(crate) fn of(name: &str) -> Option<Font> {
        let name = name.trim();
        [("Wingdings", Font::Wingdings), ("Wingdings 2", Font::Wingdings2), ("Symbol", Font::Symbol)]
            .into_iter()
            .find_map(|(known, font)| name.eq_ignore_ascii_case(known).then_some(font))
    }

    /// A quick look at a tag's attributes, which nearly always name ordinary fonts.
    pub(crate) fn may_be_named_in(attributes: &str) -> bool {
        memchr::memchr2_iter(b'W', b'S', attributes.as_bytes()).any(|at| {
            let rest = &attributes.as_bytes()[at..];
            rest.starts_with(b"Wingdings") || rest.starts_with(b"Symbol")
        })
    }

    fn table(self) -> &'static str {
        match self {
            Font::Wingdings => WINGDINGS,
            Font::Wingdings2 => WINGDINGS_2,
            Font::Symbol => SYMBOL,
        }
    }

    /// The sign at a position of the font; `None` where Unicode has no such sign.
    pub(crate) fn sign(self, code: u32) -> Option<char> {
        let code = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
        let index = code.checked_sub(0x20).filter(|index| *index < 0xE0)? as usize;
        self.table().chars().nth(index).filter(|sign| *sign != '\u{FFFD}')
    }
}

/// `text` as it looks in `font`. Characters that are no signs of the font stay.
pub(crate) fn in_font(text: &str, font: Option<Font>) -> String {
    let sign = |c: char| font.and_then(|font| font.sign(u32::from(c))).filter(|_| c != ' ').unwrap_or(c);
    text.chars().map(sign).collect()
}

const WINGDINGS: &str = concat!(
    " 🖉✂✁👓🕭🕮🕯🕿✆🖂🖃📪📫📬📭",
    "📁📂📄🗏🗐🗄⌛🖮🖰🖲🖳🖴🖫🖬✇✍",
    "🖎✌👌👍👎☜☞☝☟🖐☺😐☹💣☠⚐",
    "🏱✈☼💧❄🕆✞🕈✠✡☪☯ॐ☸♈♉",
    "♊♋♌♍♎♏♐♑♒♓🙰🙵●🔾■□",
    "🞐❑❒⬧⧫◆❖⬥⌧⮹⌘🏵🏶🙶🙷�",
    "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹",
    "❺❻❼❽❾❿🙢🙠🙡🙣🙞🙜🙝🙟·•",
    "⬝⭘🞆🞈◉◎🔿▪☐🟂✦★✶✴✹✵",
    "⯐⌖⟡⌑⯑✪✰🕐🕑🕒🕓🕔🕕🕖🕗🕘",
    "🕙🕚🕛⮰⮱⮲⮳⮴⮵⮶⮷🙪🙫🙕🙔🙗",
    "🙖🙐🙑🙒🙓⌫⌦⮘⮚⮙⮛⮈⮊⮉⮋🡨",
    "🡪🡩🡫🡬🡭🡯🡮🡸🡺🡹🡻🡼🡽🡿🡾⇦",
    "⇨⇧⇩⬄⇳⬁⬀⬃⬂🢬🢭✗✓☒☑�",
);

const WINGDINGS_2: &str = concat!(
    " 🖊🖋🖌🖍✄✀🕾🕽🗅🗆🗇🗈🗉🗊🗋",
    "🗌🗍📋🗑🗔🖵🖶🖷🖸🖭🖯🖱🖒🖓🖘🖙",
    "🖚🖛👈👉🖜🖝🖞🖟🖠🖡👆👇🖢🖣🖑✗",
    "✓☒☑⮽☒⮾⮿🛇⦸🙱🙴🙲🙳‽🙹🙺",
    "🙻🙦🙤🙥🙧🙚🙘🙙🙛⓪①②③④⑤⑥",
    "⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿�",
    "☉🌕☽☾⸿✝🕇🕜🕝🕞🕟🕠🕡🕢🕣🕤",
    "🕥🕦🕧🙨🙩⋅🞄⦁●●🞅🞇🞉⊙⦿🞌",
    "🞍◾■☐🞑🞒🞓🞔▣🞕🞖🞗🞘⬩⬥◇",
    "🞚◈🞛🞜🞝🞞⬪⬧◊🞠◖◗⯊⯋⯀⯁",
    "⬟⯂⬣⬢⯃⯄🞡🞢🞣🞤🞥🞦🞧🞨🞩🞪",
    "🞫🞬🞭🞮🞯🞰🞱🞲🞳🞴🞵🞶🞷🞸🞹🞺",
    "🞻🞼🞽🞾🞿🟀🟂🟄🟆🟉🟊✶🟌🟎🟐🟒",
    "✹🟃🟇✯🟍🟔⯌⯍※⁂������",
);

const SYMBOL: &str = concat!(
    " !∀#∃%&∍()∗+,−./",
    "0123456789:;<=>?",
    "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟ",
    "ΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_",
    "‾αβχδεφγηιϕκλμνο",
    "πθρστυϖωξψζ{|}∼�",
    "����������������",
    "����������������",
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓",
    "°±″≥×∝∂•÷≠≡≈…⏐⎯↵",
    "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉",
    "∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓",
    "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪",
    "�〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭�",
);

/// Raised or lowered digits as Unicode has them, so that 10² and H₂O do not become 102 and H2O.
pub(crate) fn shifted(text: &str, shift: Shift) -> String {
    let digits = match shift {
        Shift::Raised => ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'],
        Shift::Lowered => ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'],
    };
    text.chars().map(|c| c.to_digit(10).map_or(c, |digit| digits[digit as usize])).collect()
}

#[cfg(test)]
mod tests {
    use super::{Font, SYMBOL, WINGDINGS, WINGDINGS_2, in_font};

    #[test]
    fn every_table_has_a_sign_for_every_position() {
        for table in [WINGDINGS, WINGDINGS_2, SYMBOL] {
            assert_eq!(table.chars().count(), 0xE0);
        }
    }

    #[test]
    fn the_boxes_of_chinese_forms_are_found() {
        for (font, code, sign) in [
            (Font::Wingdings, 0xF0FE, '☑'),
            (Font::Wingdings, 0xF0A8, '☐'),
            (Font::Wingdings, 0xFC, '✓'),
            (Font::Wingdings, 0xF06C, '●'),
            (Font::Wingdings, 0xF0D8, '⮚'),
            (Font::Wingdings2, 0xF052, '☑'),
            (Font::Wingdings2, 0xF0A3, '☐'),
            (Font::Wingdings2, 0xF050, '✓'),
            (Font::Symbol, 0xF0B7, '•'),
            (Font::Symbol, 0x61, 'α'),
        ] {
            assert_eq!(font.sign(code), Some(sign), "{code:X}");
        }
        assert_eq!(Font::Wingdings.sign(0xFF), None);
        assert_eq!(Font::Wingdings.sign(0x4E00), None);
    }

    #[test]
    fn other_characters_stay() {
        assert_eq!(in_font("是\u{F052}", Some(Font::Wingdings2)), "是☑");
        assert_eq!(in_font("\u{F052}", None), "\u{F052}");
    }
}
