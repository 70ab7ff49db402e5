//! What is ticked: 「☑男 ☐女」, 「是（√）　否（　）」, or one of the words written out. Pure functions of text.
//!
//! ```text
//! choice = (box word)+  or  (word box)+  or  word, each word one of the schema's options
//! box    = ☑ ☒ ■ √ ✓ ✔ … (ticked)  or  ☐ □ ○ … (not ticked), also in round or square brackets
//! ```
//! Words that are no options, an option twice, or boxes both before and after the words cannot be read. Where a word may
//! belong to the box on either side, nothing is read.

use super::report::Value;
use super::value::{Complaint, Parsed, is_nil, plain};
use crate::model::is_space;
use crate::schema::{compatible, key};

/// What stands between options that are written out.
const BETWEEN: &[char] = &['、', ',', ';', '/'];

/// A piece of the text: a box, or the words between two boxes.
#[derive(Debug, PartialEq)]
enum Token {
    Box(bool),
    Words(String),
}

/// Reads the ticked ones of `options`: at most one, or where `several`, any number, joined by 、.
pub(super) fn parse(options: &[String], several: bool, text: &str) -> Parsed {
    if text.chars().all(is_space) {
        return plain(Value::Blank);
    }
    let known = |words: &str| options.iter().position(|option| key(option) == words);
    let chosen = match ticked(&tokens(text), &known) {
        Some(chosen) => chosen,
        None if written(text).is_empty() => None,
        None => written(text).iter().map(|words| known(words)).collect(),
    };
    let mut chosen: Vec<usize> = match chosen {
        Some(chosen) => chosen,
        None if is_nil(text) => return plain(Value::Nil),
        None => return unreadable(),
    };
    let count = chosen.len();
    chosen.sort_unstable();
    chosen.dedup();
    match chosen.len() {
        0 => plain(Value::Nil),
        len if len < count || len > 1 && !several => unreadable(),
        _ => {
            let words: Vec<&str> = chosen.iter().map(|index| options[*index].as_str()).collect();
            plain(Value::Text(words.join("、")))
        }
    }
}

fn unreadable() -> Parsed {
    Parsed { complaint: Some(Complaint::Unreadable), ..plain(Value::Unreadable) }
}

/// The ticked options; `None` where there are no boxes at all, and `Some(None)` where they cannot be read.
#[allow(clippy::option_option)]
fn ticked(tokens: &[Token], known: &impl Fn(&str) -> Option<usize>) -> Option<Option<Vec<usize>>> {
    if !tokens.iter().any(|token| matches!(token, Token::Box(_))) {
        return None;
    }
    let pair = |pair: &[Token]| match pair {
        [Token::Box(ticked), Token::Words(words)] | [Token::Words(words), Token::Box(ticked)] => {
            Some((*ticked, known(words)?))
        }
        _ => None,
    };
    // One order throughout: with an even number of pieces, the first says which.
    let alike = tokens.chunks(2).all(|two| {
        matches!((&two[0], &tokens[0]), (Token::Box(_), Token::Box(_)) | (Token::Words(_), Token::Words(_)))
    });
    let pairs: Option<Vec<(bool, usize)>> =
        if tokens.len().is_multiple_of(2) && alike { tokens.chunks(2).map(pair).collect() } else { None };
    let Some(pairs) = pairs else { return Some(None) };
    let twice = pairs.iter().enumerate().any(|(at, pair)| pairs[..at].iter().any(|before| before.1 == pair.1));
    Some((!twice).then(|| pairs.into_iter().filter(|(ticked, _)| *ticked).map(|(_, option)| option).collect()))
}

/// The options that are written out, normalised.
fn written(text: &str) -> Vec<String> {
    let plain: String = compatible(text).collect();
    let whole = key(&plain);
    let parts = plain.split(|c| BETWEEN.contains(&c) || c == '\n').map(key).filter(|part| !part.is_empty());
    let parts: Vec<String> = parts.collect();
    if parts.len() > 1 { parts } else { vec![whole] }
}

fn tokens(text: &str) -> Vec<Token> {
    let bare: Vec<char> = compatible(text).filter(|c| !is_space(*c)).collect();
    let mut tokens = Vec::new();
    let mut words = String::new();
    let mut at = 0;
    while at < bare.len() {
        let (sign, length) = sign(&bare[at..]);
        match sign {
            None => words.push(bare[at]),
            Some(ticked) => {
                finish(&mut words, &mut tokens);
                tokens.push(Token::Box(ticked));
            }
        }
        at += length;
    }
    finish(&mut words, &mut tokens);
    tokens
}

fn finish(words: &mut String, tokens: &mut Vec<Token>) {
    let own = key(words.trim_matches(BETWEEN));
    words.clear();
    if !own.is_empty() {
        tokens.push(Token::Words(own));
    }
}

/// Whether a box begins here and is ticked, and how many characters are gone through.
fn sign(rest: &[char]) -> (Option<bool>, usize) {
    let tick = |c: char| matches!(c, '√' | '✓' | '✔' | '✗' | '✘' | '×' | '🗸');
    match rest {
        ['(' | '[', ')' | ']', ..] => (Some(false), 2),
        ['(' | '[', c, ')' | ']', ..] if tick(*c) => (Some(true), 3),
        [c, ..] if tick(*c) || matches!(c, '☑' | '☒' | '■' | '▣' | '⊠' | '🗹' | '🗷' | '🗵' | '✅' | '●' | '◉') => {
            (Some(true), 1)
        }
        ['☐' | '□' | '▢' | '○' | '◯' | '◻' | '⬜' | '❑' | '❒', ..] => (Some(false), 1),
        _ => (None, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(several: bool, text: &str) -> String {
        let options = ["男", "女", "其他"].map(str::to_owned);
        match parse(&options, several, text).value {
            Value::Text(words) => words,
            other => other.state().to_owned(),
        }
    }

    #[test]
    fn the_ticked_word_is_the_one_whose_box_is_ticked() {
        for (text, expected) in [
            ("☑男 ☐女", "男"),
            ("□男\u{3000}☑女", "女"),
            ("男☐ 女☒", "女"),
            ("男（√）　女（　）", "男"),
            ("[ ] 男 [√] 女", "女"),
            ("■男、□女、□其他", "男"),
            ("女", "女"),
            ("", "blank"),
            ("/", "nil"),
            ("☐男 ☐女", "nil"),
            ("☑男 ☑女", "unreadable"),
            ("☑男 ☑男", "unreadable"),
            ("☑男 ☐未知", "unreadable"),
            ("男☑女", "unreadable"),
            ("☑男女", "unreadable"),
            ("☑男 女☐", "unreadable"),
            ("☑", "unreadable"),
            ("男、女", "unreadable"),
            ("中性", "unreadable"),
        ] {
            assert_eq!(read(false, text), expected, "{text:?}");
        }
    }

    #[test]
    fn several_may_be_ticked_where_the_schema_says_so() {
        for (text, expected) in
            [("☑男 ☐女 ☑其他", "男、其他"), ("女、男", "男、女"), ("男\n其他", "男、其他"), ("男、男", "unreadable")]
        {
            assert_eq!(read(true, text), expected, "{text:?}");
        }
    }
}
