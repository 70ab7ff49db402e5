//! Years and dates as Chinese documents write them: `2021年01月14日`, `二〇二一年一月十四日`, `2021-1-14`, `2021.1.14`.

use super::report::Date;
use crate::model::is_space;
use crate::schema::compatible;

/// A text without white space, with full-width digits as ASCII.
fn bare(text: &str) -> Vec<char> {
    compatible(text).filter(|c| !is_space(*c)).collect()
}

/// The date that is the whole of a text, perhaps in brackets: the day of a signature.
pub(super) fn date(text: &str) -> Option<Date> {
    read(text, false).filter(|date| date.year >= 1949)
}

/// The date that is the whole of a text, of a life or a career, where `1975.03` is a month.
pub(super) fn written(text: &str) -> Option<Date> {
    // White space inside a number makes it two.
    let mut digits = text.trim().chars().collect::<Vec<_>>();
    digits.dedup_by(|one, other| is_space(*one) && is_space(*other));
    let split =
        digits.windows(3).any(|three| is_space(three[1]) && digit(three[0]).is_some() && digit(three[2]).is_some());
    if split { None } else { read(text, true) }
}

fn read(text: &str, months: bool) -> Option<Date> {
    let chars = bare(text);
    let chars = chars.strip_prefix(&['(']).and_then(|rest| rest.strip_suffix(&[')'])).unwrap_or(&chars);
    let mut parts = Vec::new();
    let mut rest = chars;
    while let Some((number, end)) = number(rest) {
        let mark = rest.get(end).copied();
        parts.push((number, mark));
        rest = rest.get(end + 1..).unwrap_or(&[]);
    }
    let marks: Vec<Option<char>> = parts.iter().map(|(_, mark)| *mark).collect();
    let sound = matches!(
        marks.as_slice(),
        [Some('年')]
            | [Some('年'), Some('月')]
            | [Some('年'), Some('月'), Some('日' | '号')]
            | [Some('-' | '.' | '/'), Some('-' | '.' | '/'), None]
    ) || months && matches!(marks.as_slice(), [Some('-' | '.' | '/'), None]);
    if !sound || !rest.is_empty() {
        return None;
    }
    let year = parts[0].0;
    let month = parts.get(1).map(|part| part.0);
    let day = parts.get(2).map(|part| part.0);
    let possible = (1900..=2100).contains(&year)
        && month.is_none_or(|month| (1..=12).contains(&month))
        && day.is_none_or(|day| (1..=31).contains(&day));
    possible.then_some(Date { year: year as i32, month: month.map(|month| month as u8), day: day.map(|day| day as u8) })
}

/// The years that a text names before 年 or 年度, each with the byte where it begins and the byte after 年 or 年度.
pub(super) fn years(text: &str) -> Vec<(i32, usize, usize)> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut found = Vec::new();
    let mut index = 0;
    while index < chars.len() {
        let run: Vec<char> =
            chars[index..].iter().map(|(_, c)| *c).take_while(|c| digit(narrow(*c)).is_some()).map(narrow).collect();
        if run.is_empty() {
            index += 1;
            continue;
        }
        let start = index;
        index += run.len();
        let after = chars[index..].iter().position(|(_, c)| !is_space(*c)).map_or(chars.len(), |skip| index + skip);
        if run.len() == 4 && chars.get(after).is_some_and(|(_, c)| *c == '年') {
            let end = if chars.get(after + 1).is_some_and(|(_, c)| *c == '度') { after + 2 } else { after + 1 };
            let year = run.iter().fold(0, |year, c| year * 10 + digit(*c).unwrap_or(0) as i32);
            if (1949..=2100).contains(&year) {
                found.push((year, chars[start].0, chars.get(end).map_or(text.len(), |(at, _)| *at)));
            }
        }
    }
    found
}

fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        _ => c,
    }
}

/// A number at the front: ASCII digits, Chinese digits one by one (二〇二一), or tens (十四, 二十一).
fn number(chars: &[char]) -> Option<(u32, usize)> {
    let end = chars.iter().position(|c| digit(*c).is_none() && *c != '十').unwrap_or(chars.len());
    let run = &chars[..end];
    let value = match run.iter().position(|c| *c == '十') {
        _ if run.is_empty() || run.len() > 4 => return None,
        None => run.iter().try_fold(0, |value, c| Some(value * 10 + digit(*c)?))?,
        Some(at) => {
            let tens = if at == 0 { 1 } else { digit(run[0]).filter(|_| at == 1)? };
            let ones = if at + 1 == run.len() { 0 } else { digit(run[at + 1]).filter(|_| at + 2 == run.len())? };
            tens * 10 + ones
        }
    };
    Some((value, end))
}

fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => c.to_digit(10),
        '〇' | '零' | '○' | 'Ｏ' | 'О' | '◯' => Some(0),
        _ => "一二三四五六七八九".chars().position(|known| known == c).map(|index| index as u32 + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_digits_and_in_words() {
        for (text, expected) in [
            ("2021年01月14日", "2021-01-14"),
            ("  二〇二一年一月十四日 ", "2021-01-14"),
            ("二○二三年十二月三十一日", "2023-12-31"),
            ("２０２１年１月４日", "2021-01-04"),
            ("2021年1月", "2021-01"),
            ("2021-1-14", "2021-01-14"),
            ("2021.1.14", "2021-01-14"),
            ("（2022年1月20日）", "2022-01-20"),
        ] {
            assert_eq!(date(text).map(|date| date.to_string()).as_deref(), Some(expected), "{text}");
        }
        for text in ["2021年13月1日", "20191231日", "2021年1月14日发布", "1.2", "", "十"] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn years_are_found_where_they_stand() {
        assert_eq!(years("某局2020年度报告").first().map(|found| found.0), Some(2020));
        assert_eq!(years("2024 年政府信息公开").first().map(|found| found.0), Some(2024));
        assert_eq!(years("二〇二一年报告").first().map(|found| found.0), Some(2021));
        assert!(years("第12年 20201231").is_empty());
    }
}
