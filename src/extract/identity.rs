//! Who reports, about which year, under which title, and who signed when.
//!
//! The title says it first: 「某某局2020年政府信息公开工作年度报告」, in one paragraph or in two. What it leaves out is
//! taken from the period of the figures, the signature, and last from the file's name. Before 2019 a line may say
//! 「填报单位：某某局」, which is the agency's whole name and goes before the title. Each keeps where it was found.

use super::date::{date, years};
use super::flow::Line;
use super::prose::is_heading;
use super::report::{Date, Identity, Origin, Stated};
use crate::model::{Message, Note, Words, codes, is_ideograph, is_space, without_space};
use crate::schema::{Schema, key};

/// How many lines from the top a title may stand.
const TITLE_LINES: usize = 30;
/// A longer line is a sentence, not a name.
const LONGEST_NAME: usize = 40;

/// What the document says of itself, and the index of the line where its signature begins.
pub(super) fn identity(schema: &Schema, source: &str, lines: &[Line]) -> (Identity, usize, Vec<Note>) {
    let mut identity = Identity::default();
    let mut notes = Vec::new();
    if let Some(title) = title(schema, lines) {
        title.fill(&mut identity);
    }
    identity.agency = labelled_agency(schema, lines).or(identity.agency.take());
    let signature = sign(schema, lines, &mut identity);
    period(lines, &mut identity, &mut notes);
    file_name(schema, source, &mut identity, &mut notes);
    if identity.agency.is_none() {
        identity.agency = identity.signed_by.clone();
    }
    let missing = [
        (schema.names_agency && identity.agency.is_none(), Words::new("agency", "发布机关")),
        (schema.names_year && identity.year.is_none(), Words::new("year", "年度")),
    ];
    for (_, what) in missing.iter().filter(|(missing, _)| *missing) {
        let message = Message {
            english: format!("neither the document nor the file name gives the {} of the report", what.english),
            chinese: format!("文档和文件名均未给出报告的{}", what.chinese),
        };
        notes.push(Note::new(&codes::IDENTITY_MISSING, None, message));
    }
    (identity, signature, notes)
}

/// A title taken apart.
struct Title {
    agency: Option<Stated<String>>,
    year: Option<Stated<i32>>,
    title: Stated<String>,
}

impl Title {
    fn fill(self, identity: &mut Identity) {
        identity.agency = self.agency;
        identity.year = self.year;
        identity.title = Some(self.title);
    }
}

/// The title as printed if a text ends with one of the form's titles: the part before the form's own words.
fn before_title<'t>(schema: &Schema, text: &'t str) -> Option<&'t str> {
    let text = text.trim_end_matches(['》', '”', '"', '）', ')', '_', '-']);
    let whole = key(text);
    if !schema.title_keys.iter().any(|title| whole.ends_with(title.as_str())) {
        return None;
    }
    let may_begin = |c: char| !is_ideograph(c) || schema.title_keys.iter().any(|title| title.starts_with(c));
    let starts = text.char_indices().filter(|(_, c)| may_begin(*c)).map(|(at, _)| at);
    // The longest form of the title that the text ends with.
    let mut starts = starts.filter(|at| schema.title_keys.contains(&key(&text[*at..])));
    starts.next().map(|at| &text[..at])
}

fn title(schema: &Schema, lines: &[Line]) -> Option<Title> {
    for (index, line) in lines.iter().take(TITLE_LINES).enumerate() {
        let is_long = line.text.chars().filter(|c| !is_space(*c)).nth(2 * LONGEST_NAME).is_some();
        let text = if is_long { continue } else { without_space(&line.text) };
        if is_heading(schema, &text) {
            continue;
        }
        let (words, behind) = year_behind(&text);
        let Some(before) = before_title(schema, words) else { continue };
        let origin = Origin::Document(line.place);
        let mut title = split(before, &text, origin);
        title.year = title.year.or(behind.map(|(value, raw)| Stated { value, raw: raw.to_owned(), origin }));
        // The name and the year may stand in lines of their own above.
        for above in lines[..index].iter().rev().take(2).filter(|above| is_name(&above.text)) {
            let upper = without_space(&above.text);
            let part = split(&upper, &upper, Origin::Document(above.place));
            let (agency, year) =
                (title.agency.is_none() && part.agency.is_some(), title.year.is_none() && part.year.is_some());
            if agency || year {
                title.title.value.insert_str(0, &upper);
                title.title.raw.insert_str(0, &format!("{}\n", above.text.trim()));
            }
            title.agency = title.agency.or(part.agency);
            title.year = title.year.or(part.year);
        }
        if title.year.is_none() {
            title.year = lines[index + 1..].iter().take(2).find_map(year_alone);
        }
        return Some(title);
    }
    None
}

/// The words before a year in brackets at the end of a title, 「……统计表（2016年度）」, the year and how it is written.
fn year_behind(text: &str) -> (&str, Option<(i32, &str)>) {
    let none = (text, None);
    let Some(open) = text.rfind(['（', '(', '〔', '[']).filter(|open| *open > 0) else { return none };
    let inside = &text[open..];
    match (is_year_alone(inside), years(inside).first()) {
        (true, Some((year, start, end))) => (&text[..open], Some((*year, &inside[*start..*end]))),
        _ => none,
    }
}

/// The year of a line that says nothing else: 「（2016年度）」.
fn year_alone(line: &Line) -> Option<Stated<i32>> {
    let text = without_space(&line.text);
    let (year, start, end) = is_year_alone(&text).then(|| years(&text).into_iter().next()).flatten()?;
    Some(Stated { value: year, raw: text[start..end].to_owned(), origin: Origin::Document(line.place) })
}

/// Whether a text is a year, perhaps in brackets, and nothing else.
fn is_year_alone(text: &str) -> bool {
    let Some((_, start, end)) = years(text).into_iter().next() else { return false };
    let rest = |c: char| matches!(c, '（' | '(' | '〔' | '[' | '）' | ')' | '〕' | ']' | '年' | '度');
    text[..start].chars().chain(text[end..].chars()).all(rest)
}

/// The agency behind one of the form's words for it: 「填报单位（盖章）：某某局　　填报时间：……」.
fn labelled_agency(schema: &Schema, lines: &[Line]) -> Option<Stated<String>> {
    let wide = memchr::memmem::Finder::new("：");
    lines.iter().take(TITLE_LINES).filter(|_| !schema.agency_labels.is_empty()).find_map(|line| {
        let text = line.text.trim();
        let (label, rest) = at_colon(text, &wide)?;
        let label = key(label.split(['（', '(']).next().unwrap_or(label));
        if !schema.agency_labels.contains(&label) {
            return None;
        }
        let raw = rest.trim_start().split(is_space).next().filter(|name| is_name(name))?;
        let origin = Origin::Document(line.place);
        Some(Stated { value: raw.to_owned(), raw: raw.to_owned(), origin })
    })
}

/// What stands before and after the first colon, narrow or wide. Most lines are long and have none.
fn at_colon<'t>(text: &'t str, wide: &memchr::memmem::Finder<'_>) -> Option<(&'t str, &'t str)> {
    let narrow = memchr::memchr(b':', text.as_bytes()).map(|at| (at, ':'));
    let wide = wide.find(text.as_bytes()).map(|at| (at, '：'));
    let (at, colon) = narrow.into_iter().chain(wide).min()?;
    Some((&text[..at], &text[at + colon.len_utf8()..]))
}

/// Splits `before`, the words of a title before the form's own, into agency and year.
fn split(before: &str, whole: &str, origin: Origin) -> Title {
    let year = years(before).into_iter().next();
    let rest = match year {
        Some((_, start, end)) => format!("{}{}", &before[..start], &before[end..]),
        None => before.to_owned(),
    };
    let agency = rest.trim_start_matches(['《', '“', '"', '-', '_']).trim_start_matches("关于");
    let agency = agency.trim_end_matches(['-', '_', '：', ':', '—']).trim_end_matches('的');
    let named = agency.chars().count() > 1 && !agency.chars().all(|c| c.is_ascii_digit() || c.is_ascii_punctuation());
    Title {
        agency: named.then(|| Stated { value: agency.to_owned(), raw: before.to_owned(), origin }),
        year: year.map(|(year, start, end)| Stated { value: year, raw: before[start..end].to_owned(), origin }),
        title: Stated { value: whole.to_owned(), raw: whole.to_owned(), origin },
    }
}

/// Whether a line can be a name: short, and not a sentence.
fn is_name(text: &str) -> bool {
    let text = text.trim();
    (2..=LONGEST_NAME).contains(&text.chars().count())
        && !text.contains(['。', '，', '；', '：', '？', '！', ':', ';', ',', '、'])
}

/// Finds the signature at the end of the document; the index of its first line.
fn sign(schema: &Schema, lines: &[Line], identity: &mut Identity) -> usize {
    let body = lines.iter().rposition(|line| is_heading(schema, &line.text)).map_or(0, |last| last + 1);
    for index in (body..lines.len()).rev() {
        let line = &lines[index];
        let text = line.text.trim();
        let Some((name, on)) = dated(text) else { continue };
        let origin = Origin::Document(line.place);
        identity.signed_on = Some(Stated { value: on, raw: text[name.len()..].trim().to_owned(), origin });
        let name = name.trim();
        if !name.is_empty() {
            identity.signed_by = Some(Stated { value: without_space(name), raw: name.to_owned(), origin });
            return index;
        }
        let Some(above) = index.checked_sub(1).filter(|above| *above >= body).map(|above| &lines[above]) else {
            return index;
        };
        if !is_name(&above.text) {
            return index;
        }
        let raw = above.text.trim().to_owned();
        identity.signed_by = Some(Stated { value: without_space(&raw), raw, origin: Origin::Document(above.place) });
        return index - 1;
    }
    lines.len()
}

/// A name, possibly none, and a date after it.
fn dated(text: &str) -> Option<(&str, Date)> {
    if text.chars().count() > 2 * LONGEST_NAME {
        return None;
    }
    if let Some(date) = date(text) {
        return Some(("", date));
    }
    years(text).into_iter().find_map(|(_, start, _)| {
        let date = date(&text[start..])?;
        is_name(&text[..start]).then_some((&text[..start], date))
    })
}

/// The period of the figures: 「统计期限自2024年1月1日起至2024年12月31日止」.
fn period(lines: &[Line], identity: &mut Identity, notes: &mut Vec<Note>) {
    let term = memchr::memmem::Finder::new("期限");
    let speaks = |line: &&Line| {
        term.find(line.text.as_bytes()).is_some() && (line.text.contains("统计期限") || line.text.contains("期限自"))
    };
    let Some(line) = lines.iter().find(speaks) else { return };
    let Some(at) = line.text.find("期限") else { return };
    let Some((year, start, end)) = years(&line.text[at..]).into_iter().next() else { return };
    let raw = line.text[at + start..at + end].to_owned();
    agree(
        identity,
        Stated { value: year, raw, origin: Origin::Document(line.place) },
        Words::new("the period of the figures", "统计期限"),
        notes,
    );
}

fn file_name(schema: &Schema, source: &str, identity: &mut Identity, notes: &mut Vec<Note>) {
    let name = source.rsplit(['/', '\\']).next().unwrap_or(source);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem = without_space(stem);
    let before = before_title(schema, &stem);
    let named = split(before.unwrap_or(&stem), &stem, Origin::FileName);
    if let Some(year) = named.year {
        agree(identity, year, Words::new("the file's name", "文件名"), notes);
    }
    if before.is_some() {
        identity.title = identity.title.take().or(Some(named.title));
        if identity.signed_by.is_none() {
            identity.agency = identity.agency.take().or(named.agency);
        }
    }
}

/// Takes a year where there is none yet, and notes one that differs.
fn agree(identity: &mut Identity, year: Stated<i32>, who: Words, notes: &mut Vec<Note>) {
    match &identity.year {
        None => identity.year = Some(year),
        Some(known) if known.value == year.value => {}
        Some(known) => {
            let place = match year.origin {
                Origin::Document(place) => Some(place),
                Origin::FileName => None,
            };
            let (said, taken, raw) = (year.value, known.value, &known.raw);
            let message = Message {
                english: format!(
                    "{} says {said}, but the report's year was read as {taken} from 「{raw}」",
                    who.english
                ),
                chinese: format!("{}为{said}年，而报告年度已由「{raw}」读作{taken}年", who.chinese),
            };
            notes.push(Note::new(&codes::IDENTITY_CONFLICT, place, message));
        }
    }
}
