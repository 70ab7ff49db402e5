//! Which language is spoken: what `--lang` says, else the locale. Known before the command line is parsed, so that
//! help and usage errors are in it too.

use std::ffi::OsString;

use super::args::Speak;
use crate::model::Lang;

/// The language that these arguments ask for.
pub(super) fn asked(arguments: &[OsString]) -> Speak {
    let mut asked = Speak::Auto;
    let mut words = arguments.iter().skip(1).map(|word| word.to_string_lossy()).take_while(|word| word != "--");
    while let Some(word) = words.next() {
        let name = match word.strip_prefix("--lang") {
            Some("") => words.next().unwrap_or_default(),
            Some(rest) if rest.starts_with('=') => rest[1..].to_owned().into(),
            _ => continue,
        };
        asked = match name.as_ref() {
            "en" => Speak::En,
            "zh" => Speak::Zh,
            _ => Speak::Auto,
        };
    }
    asked
}

/// The language to speak.
pub(super) fn spoken(asked: Speak) -> Lang {
    match asked {
        Speak::En => Lang::English,
        Speak::Zh => Lang::Chinese,
        Speak::Auto => of_locale(&sys_locale::get_locale().unwrap_or_default()),
    }
}

/// Chinese for every Chinese locale, English for all others.
fn of_locale(locale: &str) -> Lang {
    let language = locale.split(['-', '_', '.', '@']).next().unwrap_or_default();
    if language.eq_ignore_ascii_case("zh") { Lang::Chinese } else { Lang::English }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_what_the_arguments_say() {
        for (line, speak) in [
            ("baobiao --help", Speak::Auto),
            ("baobiao convert --lang zh", Speak::Zh),
            ("baobiao --lang=en --help", Speak::En),
            ("baobiao --lang zh --lang en", Speak::En),
            ("baobiao --lang xx", Speak::Auto),
            ("baobiao --lang", Speak::Auto),
            ("baobiao --language zh", Speak::Auto),
            ("baobiao convert -- --lang zh", Speak::Auto),
        ] {
            let arguments: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            assert_eq!(asked(&arguments), speak, "{line}");
        }
    }

    #[test]
    fn chinese_locales_speak_chinese_and_all_others_english() {
        for locale in ["zh", "zh-CN", "zh_CN.UTF-8", "zh-Hant-TW", "ZH-hk"] {
            assert_eq!(of_locale(locale), Lang::Chinese, "{locale}");
        }
        for locale in ["", "C", "POSIX", "en-US", "de-DE", "zha-CN"] {
            assert_eq!(of_locale(locale), Lang::English, "{locale}");
        }
    }
}
