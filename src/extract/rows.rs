//! What kind of row a row is: a caption, a header, figures, a line of text.

use super::few::{Few, WIDE};
use super::reading::Reading;
use crate::model::is_ideograph;
use crate::schema::{Schema, key};

/// What a row is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowKind {
    /// Nothing of its own in it.
    Empty,
    /// The caption of the band of this index, and nothing else.
    Caption(usize),
    /// Column labels.
    Header,
    /// Row labels and figures.
    Data,
    /// A line with a figure in it, by the index of the schema's line.
    Line(usize),
    /// A single cell of words that are none of the form's.
    Prose,
    /// Several cells of words that are none of the form's.
    Foreign,
}

/// What is known when a row is met.
pub(super) struct Context {
    /// The index of the schema table.
    pub table: usize,
    /// Whether column headers are in effect.
    pub headed: bool,
    /// Where the figures begin, as far as a header has told.
    pub corner_end: u32,
}

/// Tells a row by its own cells, those that begin in it.
pub(super) fn kind(schema: &Schema, context: &Context, own: &[&Reading<'_>]) -> RowKind {
    let table = context.table;
    let mut filled: Few<&&Reading<'_>, WIDE> = own.iter().filter(|reading| !reading.blank).collect();
    let caption = filled.iter().find_map(|reading| reading.caption(table));
    if let Some(band) = caption {
        filled.retain(|reading| reading.caption(table).is_none());
        if filled.is_empty() {
            return RowKind::Caption(band);
        }
    }
    let Some(first) = filled.first() else { return RowKind::Empty };
    let rest = &filled[1..];
    let figures = filled.iter().filter(|reading| reading.figure).count();
    if let Some(line) = line(schema, first) {
        return RowKind::Line(line);
    }
    let leads = first.is_row(table)
        && (!context.headed || first.start() < context.corner_end.max(1) || !first.is_column(table));
    if leads && !rest.iter().any(|reading| reading.is_column(table) && !reading.is_row(table)) {
        return RowKind::Data;
    }
    let columns = filled.iter().filter(|reading| reading.is_column(table)).count();
    if filled.iter().any(|reading| reading.is_ornament(table)) || columns > usize::from(figures > 0) {
        return RowKind::Header;
    }
    if filled.iter().any(|reading| reading.is_row(table)) || context.headed && figures > 0 {
        return RowKind::Data;
    }
    match rest {
        [] => RowKind::Prose,
        _ => RowKind::Foreign,
    }
}

/// The line of the schema that a text begins, if it has one's label in it.
fn line(schema: &Schema, reading: &Reading<'_>) -> Option<usize> {
    if schema.lines.is_empty() || !reading.meanings.is_empty() {
        return None;
    }
    line_figure(schema, &reading.text).map(|(line, _)| line)
}

/// The line of the schema whose label is in a text, and the text of its figure: what comes after the last colon, or
/// after the label and its brackets.
///
/// A label may go on in brackets before its figure: 「政府信息公开发布总数量（非新闻类、消息类）：0」.
pub(super) fn line_figure(schema: &Schema, text: &str) -> Option<(usize, String)> {
    // Most text has not even the characters of a line's label; the last ones are the rarest.
    let may_be = |label: &String| label.chars().rev().all(|c| !is_ideograph(c) || text.contains(c));
    if !schema.lines.iter().flat_map(|line| &line.keys).any(may_be) {
        return None;
    }
    let whole = key(text);
    let (line, label) = schema
        .lines
        .iter()
        .enumerate()
        .find_map(|(index, line)| Some((index, line.keys.iter().find(|label| whole.contains(label.as_str()))?)))?;
    if let Some((_, figure)) = text.rsplit_once([':', '：']) {
        return Some((line, figure.to_owned()));
    }
    // The shortest beginning of the text that has the label, found by halving: the text may be long.
    let ends: Vec<usize> = text.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
    let end = *ends.get(ends.partition_point(|end| !key(&text[..*end]).contains(label)))?;
    if !key(&text[..end]).ends_with(label) {
        return None;
    }
    let rest = text[end..].trim_start();
    let rest = match (rest.starts_with(['(', '（']), rest.find([')', '）'])) {
        (true, Some(close)) => rest[close..].trim_start_matches([')', '）']),
        _ => rest,
    };
    Some((line, rest.trim_start_matches(['为', '共', '是']).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figure_of_a_line_follows_its_colon_or_its_brackets() {
        let schema = Schema::builtin();
        for (text, figure) in [
            ("2020年本行政区域（或本部门）政府信息公开发布总数量（非新闻类、消息类）：0", "0"),
            ("2020年政府信息公开发布总数量:12件", "12件"),
            ("政府信息公开发布总数量（非新闻类）35", "35"),
            ("政府信息公开发布总数量", ""),
        ] {
            assert_eq!(line_figure(schema, text), Some((0, figure.to_owned())), "{text}");
        }
    }
}
