//! What people read, in both languages side by side: made where it is known what to say, chosen where it is shown.

/// A language that people read messages in. Data never depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// English.
    #[default]
    English,
    /// Chinese, as it is written in mainland China.
    Chinese,
}

/// A text that was made from what was met, in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// In English.
    pub english: String,
    /// In Chinese.
    pub chinese: String,
}

/// A fixed text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Words {
    /// In English.
    pub english: &'static str,
    /// In Chinese.
    pub chinese: &'static str,
}

impl Message {
    /// The text in a language.
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::English => &self.english,
            Lang::Chinese => &self.chinese,
        }
    }

    /// Adds another text at the end, in each language.
    pub fn push(&mut self, more: &Message) {
        self.english.push_str(&more.english);
        self.chinese.push_str(&more.chinese);
    }

    /// A text in English and in Chinese.
    pub fn new(english: impl Into<String>, chinese: impl Into<String>) -> Message {
        Message { english: english.into(), chinese: chinese.into() }
    }

    /// The same text in both languages: names, figures, marks.
    pub fn same(text: impl Into<String>) -> Message {
        let english = text.into();
        Message { chinese: english.clone(), english }
    }
}

impl Words {
    /// A text in English and in Chinese.
    pub const fn new(english: &'static str, chinese: &'static str) -> Words {
        Words { english, chinese }
    }

    /// The text in a language.
    pub const fn text(self, lang: Lang) -> &'static str {
        match lang {
            Lang::English => self.english,
            Lang::Chinese => self.chinese,
        }
    }
}

impl From<Words> for Message {
    fn from(words: Words) -> Self {
        Message { english: words.english.to_owned(), chinese: words.chinese.to_owned() }
    }
}

/// A [`Message`] of an English and a Chinese format string, in this order, with captured variables:
/// `say!("the table has {columns} columns", "该表共 {columns} 列")`.
///
/// What is not a variable is named behind them, and is then asked for by both: `say!("{a}", "{a}", a = x.len())`.
macro_rules! say {
    ($english:literal, $chinese:literal $(, $name:ident = $value:expr)* $(,)?) => {
        // Not `let`, so that what is borrowed in a value lives as long as in `format!`.
        match ($($value,)*) {
            ($($name,)*) => $crate::model::Message {
                english: ::std::format!($english $(, $name = $name)*),
                chinese: ::std::format!($chinese $(, $name = $name)*),
            },
        }
    };
}
pub(crate) use say;

#[cfg(test)]
mod tests {
    use super::{Lang, Message, Words};

    #[test]
    fn a_message_says_the_same_in_both_languages() {
        let columns = 64;
        let message = say!("{table} has {columns} columns", "{table}共 {columns} 列", table = "A".to_lowercase());
        assert_eq!(message.text(Lang::English), "a has 64 columns");
        assert_eq!(message.text(Lang::Chinese), "a共 64 列");
        assert_eq!(Message::from(Words::new("row", "行")).text(Lang::Chinese), "行");
        assert_eq!(Message::same("x"), Message::from(Words::new("x", "x")));
    }
}
