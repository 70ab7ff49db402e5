//! How a number is written in each numbering format (ECMA-376 Part 1 §17.18.59).

/// Writes `value` in `format`; `None` where the format is not known or has no sign for the value.
pub(crate) fn write(format: &str, value: u32) -> Option<String> {
    let index = usize::try_from(value).ok()?;
    match format {
        "decimal" | "decimalHalfWidth" => Some(value.to_string()),
        "decimalZero" => Some(format!("{value:02}")),
        "decimalFullWidth" | "decimalFullWidth2" => Some(full_width(value)),
        "upperLetter" => letters(index, b'A'),
        "lowerLetter" => letters(index, b'a'),
        "upperRoman" => roman(value),
        "lowerRoman" => roman(value).map(|text| text.to_lowercase()),
        "chineseCounting" | "chineseCountingThousand" | "taiwaneseCounting" | "taiwaneseCountingThousand" => {
            Some(counting(value, &CHINESE, false))
        }
        "japaneseCounting" => Some(counting(value, &JAPANESE, false)),
        "chineseLegalSimplified" => Some(counting(value, &LEGAL_SIMPLIFIED, true)),
        "ideographLegalTraditional" => Some(counting(value, &LEGAL_TRADITIONAL, true)),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => Some(digits(value)),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => pick("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", index),
        "decimalEnclosedParen" => pick("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇", index),
        "decimalEnclosedFullstop" => pick("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛", index),
        "ideographEnclosedCircle" => pick("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉", index),
        "ideographTraditional" => pick(STEMS, index),
        "ideographZodiac" => pick(BRANCHES, index),
        "ideographZodiacTraditional" => sexagenary(index),
        "numberInDash" => Some(format!("- {value} -")),
        "ordinal" => Some(ordinal(value)),
        "hex" => Some(format!("{value:X}")),
        _ => None,
    }
}

/// The format that older formats know by a number (`MSONFC`, [MS-OSHARED] §2.2.1.3); empty where it has no name here.
pub(crate) fn of_code(code: u8) -> &'static str {
    match code {
        0 => "decimal",
        1 => "upperRoman",
        2 => "lowerRoman",
        3 => "upperLetter",
        4 => "lowerLetter",
        5 => "ordinal",
        8 => "hex",
        10 => "ideographDigital",
        11 => "japaneseCounting",
        14 | 19 => "decimalFullWidth",
        15 => "decimalHalfWidth",
        17 => "japaneseDigitalTenThousand",
        18 => "decimalEnclosedCircle",
        22 => "decimalZero",
        23 => "bullet",
        26 => "decimalEnclosedFullstop",
        27 => "decimalEnclosedParen",
        28 => "decimalEnclosedCircleChinese",
        29 => "ideographEnclosedCircle",
        30 => "ideographTraditional",
        31 => "ideographZodiac",
        32 => "ideographZodiacTraditional",
        33 => "taiwaneseCounting",
        34 => "ideographLegalTraditional",
        35 => "taiwaneseCountingThousand",
        36 => "taiwaneseDigital",
        37 => "chineseCounting",
        38 => "chineseLegalSimplified",
        39 => "chineseCountingThousand",
        57 => "numberInDash",
        255 => "none",
        _ => "",
    }
}

const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";

fn pick(signs: &str, index: usize) -> Option<String> {
    signs.chars().nth(index.checked_sub(1)?).map(String::from)
}

fn sexagenary(index: usize) -> Option<String> {
    let index = index.checked_sub(1).filter(|index| *index < 60)?;
    Some(pick(STEMS, index % 10 + 1)? + &pick(BRANCHES, index % 12 + 1)?)
}

fn full_width(value: u32) -> String {
    value.to_string().bytes().filter_map(|digit| char::from_u32(u32::from(digit) - 0x30 + 0xFF10)).collect()
}

/// a … z, aa … zz, aaa …: the letter repeats. Labels of more than 30 letters are nobody's intention.
fn letters(index: usize, first: u8) -> Option<String> {
    let index = index.checked_sub(1).filter(|index| *index < 26 * 30)?;
    let letter = char::from(first + (index % 26) as u8);
    Some(std::iter::repeat_n(letter, index / 26 + 1).collect())
}

fn roman(value: u32) -> Option<String> {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = (1..=32_767).contains(&value).then_some(value)?;
    let mut text = String::new();
    for (size, sign) in SIGNS {
        while rest >= size {
            text.push_str(sign);
            rest -= size;
        }
    }
    Some(text)
}

fn ordinal(value: u32) -> String {
    let ending = match (value % 10, value % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{value}{ending}")
}

/// A way of counting in words: digits from zero, and the words for ten, hundred and thousand, 10⁴ and 10⁸.
struct Words {
    digits: [&'static str; 10],
    units: [&'static str; 4],
    myriads: [&'static str; 3],
    /// Whether a skipped place is said (一百零五) or not (百五).
    zero: bool,
    /// Whether one hundred is a bare 百.
    bare: bool,
}

const CHINESE: Words = Words {
    digits: ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"],
    units: ["", "十", "百", "千"],
    myriads: ["", "万", "亿"],
    zero: true,
    bare: false,
};
const JAPANESE: Words =
    Words { digits: CHINESE.digits, units: CHINESE.units, myriads: ["", "万", "億"], zero: false, bare: true };
const LEGAL_SIMPLIFIED: Words = Words {
    digits: ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"],
    units: ["", "拾", "佰", "仟"],
    myriads: ["", "万", "亿"],
    zero: true,
    bare: false,
};
const LEGAL_TRADITIONAL: Words = Words {
    digits: ["零", "壹", "貳", "參", "肆", "伍", "陸", "柒", "捌", "玖"],
    units: ["", "拾", "佰", "仟"],
    myriads: ["", "萬", "億"],
    zero: true,
    bare: false,
};

/// Counts in words. `legal` says 壹拾 where the others say 十.
fn counting(value: u32, words: &Words, legal: bool) -> String {
    if value == 0 {
        return words.digits[0].to_owned();
    }
    let mut text = String::new();
    let mut gap = false;
    for group in (0..3).rev() {
        let part = value / 10_000u32.pow(group) % 10_000;
        if part == 0 {
            gap |= !text.is_empty();
            continue;
        }
        for place in (0..4).rev() {
            let digit = (part / 10u32.pow(place) % 10) as usize;
            if digit == 0 {
                gap |= !text.is_empty();
                continue;
            }
            if gap && words.zero {
                text.push('零');
            }
            gap = false;
            let bare_ten = !legal && place == 1 && text.is_empty();
            let bare = digit == 1 && place > 0 && (bare_ten || words.bare);
            if !bare {
                text.push_str(words.digits[digit]);
            }
            text.push_str(words.units[place as usize]);
        }
        gap = false;
        text.push_str(words.myriads[group as usize]);
    }
    text
}

fn digits(value: u32) -> String {
    value.to_string().bytes().map(|digit| CHINESE.digits[usize::from(digit - b'0')]).collect()
}

#[cfg(test)]
mod tests {
    use super::write;

    #[test]
    fn chinese_numbers_count_as_printed() {
        let ones = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];
        let below_hundred = |value: usize| {
            let ten = match value / 10 {
                0 => String::new(),
                1 => "十".to_owned(),
                tens => format!("{}十", ones[tens - 1]),
            };
            let one = if value.is_multiple_of(10) { "" } else { ones[value % 10 - 1] };
            format!("{ten}{one}")
        };
        for value in 1..=120usize {
            let expected = match value {
                1..=99 => below_hundred(value),
                100 => "一百".to_owned(),
                101..=109 => format!("一百零{}", ones[value - 101]),
                110 => "一百一十".to_owned(),
                111..=119 => format!("一百一十{}", ones[value - 111]),
                _ => "一百二十".to_owned(),
            };
            assert_eq!(write("chineseCounting", value as u32), Some(expected));
        }
        for (value, text) in [(10, "十"), (11, "十一"), (20, "二十"), (105, "一百零五"), (2024, "二千零二十四")]
        {
            assert_eq!(write("chineseCountingThousand", value).as_deref(), Some(text));
        }
        assert_eq!(write("chineseCounting", 10_001).as_deref(), Some("一万零一"));
        assert_eq!(write("chineseCounting", 100_000).as_deref(), Some("十万"));
    }

    #[test]
    fn every_format_writes_its_own_signs() {
        for (format, value, text) in [
            ("decimal", 12, "12"),
            ("decimalZero", 7, "07"),
            ("decimalFullWidth", 12, "１２"),
            ("lowerLetter", 27, "aa"),
            ("upperLetter", 3, "C"),
            ("lowerRoman", 14, "xiv"),
            ("upperRoman", 1999, "MCMXCIX"),
            ("ideographDigital", 20, "二〇"),
            ("chineseLegalSimplified", 12, "壹拾贰"),
            ("japaneseCounting", 105, "百五"),
            ("decimalEnclosedCircle", 20, "⑳"),
            ("decimalEnclosedCircleChinese", 1, "①"),
            ("ideographTraditional", 10, "癸"),
            ("ideographZodiac", 12, "亥"),
            ("ideographZodiacTraditional", 13, "丙子"),
            ("ordinal", 112, "112th"),
        ] {
            assert_eq!(write(format, value).as_deref(), Some(text), "{format} {value}");
        }
    }

    #[test]
    fn a_value_without_a_sign_is_nothing() {
        for (format, value) in [
            ("decimalEnclosedCircle", 21),
            ("ideographTraditional", 11),
            ("lowerLetter", u32::MAX),
            ("upperRoman", 0),
            ("lowerLetter", 0),
            ("aiueo", 1),
        ] {
            assert_eq!(write(format, value), None, "{format} {value}");
        }
    }
}
