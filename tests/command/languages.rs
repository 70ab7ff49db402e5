//! Whatever people read is there in English and in Chinese: the tables of texts, and every pair in the sources.

use std::path::Path;

use baobiao::input::KINDS;
use baobiao::model::{CODES, Lang, Words};

fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}

/// What is wrong with a pair of texts: a language that is missing, or half-width punctuation behind an ideograph.
fn complaint(english: &str, chinese: &str) -> Option<&'static str> {
    let bare = |text: &str| outside_placeholders(text);
    if bare(english).chars().any(|c| c.is_ascii_alphabetic()) && !chinese.chars().any(is_han) {
        return Some("the Chinese text has no Chinese in it");
    }
    if chinese.chars().any(is_han) && !english.chars().any(|c| c.is_ascii_alphabetic()) {
        return Some("the English text has no words");
    }
    let characters: Vec<char> = chinese.chars().collect();
    let half_width = characters.windows(2).any(|pair| is_han(pair[0]) && ",;:!?()".contains(pair[1]));
    half_width.then_some("the Chinese text has half-width punctuation")
}

fn outside_placeholders(text: &str) -> String {
    let mut depth = 0;
    let mut kept = String::new();
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

/// The names in braces, sorted.
fn placeholders(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[test]
fn every_code_and_every_kind_of_file_is_told_in_both_languages() {
    let codes = CODES.iter().flat_map(|code| [(code.id, code.title), (code.id, code.explanation)]);
    let kinds = KINDS.iter().flat_map(|kind| [(kind.code, kind.name), (kind.code, kind.advice)]);
    let texts: Vec<(&str, Words)> = codes.chain(kinds).collect();
    assert!(texts.len() > 120);
    for (id, words) in texts {
        assert_eq!(complaint(words.text(Lang::English), words.text(Lang::Chinese)), None, "{id}: {words:?}");
        assert!(words.chinese.chars().any(is_han) && words.english.contains(' ') || id == "empty", "{id}");
    }
}

/// A string literal at the start of some source text, and what follows it.
fn literal(text: &str) -> Option<(String, &str)> {
    let inside = text.trim_start().strip_prefix("format!(").unwrap_or(text).trim_start().strip_prefix('"')?;
    let mut value = String::new();
    let mut characters = inside.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '"' => return Some((value, &inside[at + 1..])),
            '\\' => value.push(characters.next()?.1),
            c => value.push(c),
        }
    }
    None
}

/// The pairs of literals behind `opening`; the second stands behind `between`.
fn pairs(text: &str, opening: &str, between: &str) -> Vec<(String, String)> {
    let after = |rest: &str| {
        let (english, rest) = literal(rest)?;
        let (_, rest) = rest.split_once(between)?;
        Some((english, literal(rest)?.0))
    };
    text.split(opening).skip(1).filter_map(after).collect()
}

fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn every_pair_in_the_sources_is_whole_and_has_the_same_placeholders() {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    let (mut wrong, mut said) = (Vec::new(), 0);
    for (name, text) in &found {
        let text = &text[..text.find("#[cfg(test)]").unwrap_or(text.len())];
        let captured = pairs(text, "say!(", ",");
        said += captured.len();
        for (english, chinese) in &captured {
            if placeholders(english) != placeholders(chinese) {
                wrong.push(format!("{name}: 「{english}」 and 「{chinese}」 name different things"));
            }
        }
        let fixed = pairs(text, "Words::new(", ",");
        let built = pairs(text, "english: ", "chinese: ");
        for (english, chinese) in captured.iter().chain(&fixed).chain(&built) {
            if let Some(complaint) = complaint(english, chinese) {
                wrong.push(format!("{name}: 「{english}」, 「{chinese}」: {complaint}"));
            }
        }
    }
    assert!(said > 100, "the messages were not found: {said}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_rule_itself_finds_what_is_missing() {
    assert!(complaint("a cell", "a cell").is_some());
    assert!(complaint("，", "单元格").is_some());
    assert!(complaint("a cell, a row", "单元格, 行").is_some());
    assert_eq!(complaint("a cell, a row", "单元格，行"), None);
    assert_eq!(complaint("「{text}」 ({at})", "「{text}」（{at}）"), None);
    let source = "say!(\n    \"{a} \\\"x\\\"\",\n \"{a}甲\"\n)";
    assert_eq!(pairs(source, "say!(", ","), [("{a} \"x\"".to_owned(), "{a}甲".to_owned())]);
    assert_eq!(placeholders("{b} {a:04} {b}"), ["a:04", "b"]);
}
