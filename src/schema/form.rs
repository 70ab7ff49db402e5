//! What a schema file says of forms whose values stand beside their labels or repeat row by row, and what makes such a
//! form unsound: two labels that no cell could tell apart, a check over a field that is given once a record.

use std::collections::HashMap;

use toml::Spanned;

use super::error::SchemaError;
use super::file;
use super::load::Source;
use super::types::{Entry, Heads, Layout, Schema, Table, Term, ValueAt, ValueKind};
use crate::model::{Words, say};

/// The layouts by the words that name them.
const LAYOUTS: &[(&str, Layout)] = &[
    ("grid", Layout::Grid),
    ("labels", Layout::Labels),
    ("records", Layout::Records),
    ("indicators", Layout::Indicators),
];

/// Where a value stands, by the words that name it.
const VALUES_AT: &[(&str, ValueAt)] = &[("right", ValueAt::Right), ("below", ValueAt::Below), ("mark", ValueAt::Mark)];

/// The layout of this name; a grid where there is none.
fn named(source: &Source<'_>, word: Option<&Spanned<String>>) -> Result<Layout, SchemaError> {
    let Some(word) = word else { return Ok(Layout::Grid) };
    LAYOUTS.iter().find(|(name, _)| name == word.get_ref()).map(|(_, layout)| *layout).ok_or_else(|| {
        let message = say!(
            "`{word}` is not a layout: grid, labels, records, indicators",
            "`{word}` 不是布局：可用 grid、labels、records、indicators",
            word = word.get_ref()
        );
        source.error_at(word, message)
    })
}

/// Refuses in a grid what belongs to other layouts.
fn gridded_only(source: &Source<'_>, written: &file::Table) -> Result<(), SchemaError> {
    if let Some(entry) = written.fields.first() {
        let message =
            Words::new("`fields` belong to a table with layout = \"labels\"", "`fields` 用于 layout = \"labels\" 的表");
        return Err(source.error_at(&entry.id, message));
    }
    if let Some(label) = &written.label {
        let message = Words::new(
            "`label` belongs to a table with layout = \"records\"",
            "`label` 用于 layout = \"records\" 的表",
        );
        return Err(source.error_at(label, message));
    }
    Ok(())
}

/// Refuses what an indicator list cannot have: bands, a list without rows, and one whose labels nothing stands over.
fn listed_only(source: &Source<'_>, written: &file::Table) -> Result<(), SchemaError> {
    let refuse = |at: &Spanned<String>, message: Words| Err(source.error_at(at, message));
    if let Some(band) = written.band.first() {
        let message = Words::new(
            "a table with layout = \"indicators\" has `columns` and `rows`, not bands",
            "layout = \"indicators\" 的表只有 `columns` 和 `rows`，不能分栏",
        );
        return refuse(&band.id, message);
    }
    if written.rows.is_empty() {
        return refuse(
            &written.id,
            Words::new("an indicator list has `rows`, its indicators", "指标表需要写明 `rows`，即各项指标"),
        );
    }
    if let Some(entry) = written.columns.iter().find(|entry| gathers(entry, &written.columns)) {
        return refuse(
            &entry.id,
            Words::new("the columns of an indicator list have no groups", "指标表的列不能有分组"),
        );
    }
    if written.heads.labels.is_empty() {
        let message = Words::new(
            "an indicator list is known by what stands over its labels: write `heads = { labels = [\"…\"] }`",
            "指标表根据指标列的表头识别：请写明 `heads = { labels = [\"…\"] }`",
        );
        return refuse(&written.id, message);
    }
    Ok(())
}

/// What stands over the columns without figures, normalised.
pub(super) fn heads(written: &file::Heads) -> Heads {
    let keys = |texts: &[Spanned<String>]| texts.iter().map(|text| super::key(text.get_ref())).collect();
    Heads {
        labels: keys(&written.labels),
        units: keys(&written.units),
        codes: keys(&written.codes),
        remarks: keys(&written.remarks),
    }
}

/// The layout of a table; everything that belongs to another layout is refused.
pub(super) fn layout(source: &Source<'_>, written: &file::Table) -> Result<Layout, SchemaError> {
    let layout = named(source, written.layout.as_ref())?;
    let refuse = |entry: Option<&Spanned<String>>, message: Words| match entry {
        Some(entry) => Err(source.error_at(entry, message)),
        None => Ok(()),
    };
    let first = |entries: &'_ [file::Entry]| entries.first().map(|entry| entry.id.clone());
    let banded = written.band.first().map(|band| band.id.clone());
    if layout != Layout::Indicators {
        let heads = &written.heads;
        let message = Words::new(
            "`heads` belong to a table with layout = \"indicators\"",
            "`heads` 用于 layout = \"indicators\" 的表",
        );
        refuse(heads.all().next(), message)?;
    }
    let in_bands = || written.band.iter().flat_map(|band| band.columns.iter().chain(&band.rows));
    let mut gridded = written.columns.iter().chain(&written.rows).chain(in_bands());
    match layout {
        Layout::Grid => gridded_only(source, written)?,
        Layout::Indicators => {
            gridded_only(source, written)?;
            listed_only(source, written)?;
        }
        Layout::Labels => {
            let message = Words::new(
                "a table with layout = \"labels\" has `fields`, not columns, rows, bands or a label",
                "layout = \"labels\" 的表只有 `fields`，不能有列、行、分栏或 `label`",
            );
            let columns = first(&written.columns).or_else(|| first(&written.rows)).or(banded);
            refuse(columns.as_ref().or(written.label.as_ref()), message)?;
            for entry in &written.fields {
                labelled(source, entry, &written.fields)?;
            }
            return Ok(layout);
        }
        Layout::Records => {
            let message = Words::new(
                "a table with layout = \"records\" has `columns`, not fields, rows or bands",
                "layout = \"records\" 的表只有 `columns`，不能有 fields、行或分栏",
            );
            refuse(first(&written.fields).or_else(|| first(&written.rows)).or(banded).as_ref(), message)?;
            if written.columns.len() < 2 {
                let message = Words::new(
                    "a table of records is known by its header row, so it has two columns at least",
                    "记录表根据其表头行识别，因此至少要有两列",
                );
                return Err(source.error_at(&written.id, message));
            }
            if let Some(entry) = written.columns.iter().find(|entry| gathers(entry, &written.columns)) {
                let message = Words::new("the columns of a table of records have no groups", "记录表的列不能有分组");
                return Err(source.error_at(&entry.id, message));
            }
        }
    }
    if let Some(marked) =
        gridded.find_map(|entry| entry.value_at.as_ref().or(entry.bookmark.as_ref()).or(entry.tag.as_ref()))
    {
        let message = Words::new(
            "`value_at`, `bookmark` and `tag` belong to the `fields` of a table with layout = \"labels\"",
            "`value_at`、`bookmark`、`tag` 用于 layout = \"labels\" 的表的 `fields`",
        );
        return Err(source.error_at(marked, message));
    }
    Ok(layout)
}

/// Whether other entries belong to this one.
fn gathers(entry: &file::Entry, axis: &[file::Entry]) -> bool {
    let below = |other: &file::Entry| {
        other.id.get_ref().strip_prefix(entry.id.get_ref().as_str()).is_some_and(|rest| rest.starts_with('.'))
    };
    axis.iter().any(below)
}

/// Refuses what cannot be said of one label.
fn labelled(source: &Source<'_>, entry: &file::Entry, axis: &[file::Entry]) -> Result<(), SchemaError> {
    let mark = entry.bookmark.as_ref().or(entry.tag.as_ref());
    let group = gathers(entry, axis) && entry.value.is_none();
    if let Some(word) = entry.value_at.as_ref().or(mark).filter(|_| group) {
        let message = Words::new(
            "this label only gathers others; say what its `value` is if it has one of its own",
            "该标签只用于归组；如果它自己也有值，请写明 `value`",
        );
        return Err(source.error_at(word, message));
    }
    match &entry.value_at {
        Some(word) if word.get_ref() == "mark" && mark.is_none() => {
            let message = Words::new(
                "a value that is found by its mark needs a `bookmark` or a `tag`",
                "按标记查找的值需要写明 `bookmark` 或 `tag`",
            );
            Err(source.error_at(word, message))
        }
        _ => Ok(()),
    }
}

/// The words that can be ticked. A choice without any, and words for what is no choice, are mistakes.
pub(super) fn options(source: &Source<'_>, entry: &file::Entry) -> Result<Vec<String>, SchemaError> {
    let choice = entry
        .value
        .as_ref()
        .filter(|value| [ValueKind::Choice, ValueKind::Choices].iter().any(|kind| kind.name() == value.get_ref()));
    match (choice, entry.options.first()) {
        (Some(value), None) => {
            return Err(source.error_at(
                value,
                Words::new(
                    "a choice needs `options`, the words that can be ticked",
                    "选择项需要写明 `options`，即可勾选的文字",
                ),
            ));
        }
        (None, Some(first)) => {
            return Err(source.error_at(
                first,
                Words::new(
                    "`options` belong to a `value` that is \"choice\" or \"choices\"",
                    "`options` 用于 `value` 为 \"choice\" 或 \"choices\" 的字段",
                ),
            ));
        }
        _ => {}
    }
    let mut keys: Vec<String> = Vec::new();
    for option in &entry.options {
        let key = super::key(option.get_ref());
        if key.is_empty() || keys.contains(&key) {
            let message = say!(
                "the option `{option}` is empty or stands here twice",
                "选项 `{option}` 为空或重复列出",
                option = option.get_ref()
            );
            return Err(source.error_at(option, message));
        }
        keys.push(key);
    }
    Ok(entry.options.iter().map(|option| option.get_ref().clone()).collect())
}

/// Where a value stands.
pub(super) fn value_at(source: &Source<'_>, entry: &file::Entry) -> Result<ValueAt, SchemaError> {
    let Some(word) = &entry.value_at else { return Ok(ValueAt::Right) };
    VALUES_AT.iter().find(|(name, _)| name == word.get_ref()).map(|(_, at)| *at).ok_or_else(|| {
        let message = say!(
            "`{word}` is no place of a value: right, below, mark",
            "`{word}` 不是值的位置：可用 right、below、mark",
            word = word.get_ref()
        );
        source.error_at(word, message)
    })
}

/// Whether documents of the form say who reports, and about which year.
pub(super) fn identity(source: &Source<'_>, head: &file::Head) -> Result<[bool; 2], SchemaError> {
    let Some(words) = &head.identity else { return Ok([true; 2]) };
    const KNOWN: [&str; 2] = ["agency", "year"];
    if let Some(word) = words.iter().find(|word| !KNOWN.contains(&word.get_ref().as_str())) {
        let message = say!(
            "`{word}` is not an identity: agency, year",
            "`{word}` 不是可识别的身份项：可用 agency、year",
            word = word.get_ref()
        );
        return Err(source.error_at(word, message));
    }
    Ok(KNOWN.map(|known| words.iter().any(|word| word.get_ref() == known)))
}

/// Refuses labels that no cell could tell apart, and marks that mark two values.
pub(super) fn unambiguous(source: &Source<'_>, written: &[file::Table], tables: &[Table]) -> Result<(), SchemaError> {
    let mut labels: HashMap<(Option<Vec<&str>>, &str), Vec<&Entry>> = HashMap::new();
    let mut marks: HashMap<(&str, &str), ()> = HashMap::new();
    for (table, file) in tables.iter().zip(written).filter(|(table, _)| table.layout.is_form()) {
        let written = if table.layout == Layout::Labels { &file.fields } else { &file.columns };
        let entries = &table.bands[0].columns;
        for (entry, at) in entries.iter().zip(written) {
            if let Some(key) = entry.keys.iter().find(|key| table.ornaments.contains(key)) {
                let message = say!(
                    "`{key}` is an ornament of this table, which names no field",
                    "`{key}` 是该表的装饰文字，不能指向字段"
                );
                return Err(source.error_at(&at.id, message));
            }
            let mut surroundings: Vec<&str> = match entry.parent {
                Some(parent) => entries[parent].keys.iter().map(String::as_str).collect(),
                None => Vec::new(),
            };
            // Records are told by their own header row, so their labels are a world of their own.
            if table.layout == Layout::Records {
                surroundings.push(&table.id);
            }
            for key in entry.keys.iter().filter(|_| entry.value_at != ValueAt::Mark) {
                let others = labels.entry((Some(surroundings.clone()).filter(|all| !all.is_empty()), key)).or_default();
                if others.iter().any(|other| other.vintages.and(entry.vintages).0 != 0) {
                    let message = say!(
                        "two labels are `{label}` in the same surroundings, so no cell could tell them apart; put them into groups",
                        "同一范围内有两个标签都是 `{label}`，无法区分；请将它们归入不同的组",
                        label = key
                    );
                    return Err(source.error_at(&at.id, message));
                }
                others.push(entry);
            }
        }
        for entry in written {
            for (what, mark) in [("bookmark", &entry.bookmark), ("tag", &entry.tag)] {
                let Some(mark) = mark else { continue };
                if mark.get_ref().trim().is_empty() || marks.insert((what, mark.get_ref()), ()).is_some() {
                    let message = say!(
                        "the {what} `{mark}` is empty or marks two values",
                        "标记 {what} `{mark}` 为空或标记了两个值",
                        mark = mark.get_ref()
                    );
                    return Err(source.error_at(mark, message));
                }
            }
        }
    }
    Ok(())
}

/// Refuses checks over fields that a report gives once a record.
pub(super) fn checkable(source: &Source<'_>, schema: &Schema, written: &[file::Check]) -> Result<(), SchemaError> {
    for (check, file) in schema.checks.iter().zip(written) {
        let terms = check.instances.iter().flat_map(|identity| identity.left.iter().chain(&identity.right));
        let fields = terms.flat_map(|term| match term {
            Term::Fields { alternatives, .. } => alternatives.concat(),
            Term::Number(_) => Vec::new(),
        });
        if let Some(field) = fields.into_iter().find(|field| schema.is_repeated(*field)) {
            let message = say!(
                "`{id}` is given once a record, so a check cannot say which is meant",
                "`{id}` 每条记录各有一个值，校验无法确定所指",
                id = &schema.field(field).id
            );
            return Err(source.error_at(&file.holds, message));
        }
    }
    Ok(())
}
