//! From the tables of a schema file to a [`Schema`]: labels normalised, groups found, vintages and fields resolved.

use toml::Spanned;

use super::error::SchemaError;
use super::file;
use super::form;
use super::harmonized;
use super::identities;
use super::index::Index;
use super::lexicon::Lexicon;
use super::normal::key;
use super::types::{AgencyNames, Band, Entry, Layout, Line, Schema, Section, Table, ValueKind, Vintage, Vintages};
use crate::model::{Message, Words, say};

impl Schema {
    /// Reads a schema from the text of its TOML file; `name` stands in errors.
    ///
    /// # Errors
    /// [`SchemaError`] with line and column for what is not TOML, a key that does not exist, an id that is not
    /// unique, and an identity that names what is not there.
    pub fn parse(name: &str, text: &str) -> Result<Schema, SchemaError> {
        let source = Source { name, text };
        let file: file::File = toml::from_str(text)
            .map_err(|error| source.error(error.span().map_or(0, |span| span.start), toml_message(error.message())))?;
        Loader { source: &source, vintages: vintages(&source, &file.vintage)? }.schema(&file)
    }
}

/// The file's text, for errors.
pub(super) struct Source<'a> {
    name: &'a str,
    text: &'a str,
}

impl Source<'_> {
    pub(super) fn error(&self, offset: usize, message: impl Into<Message>) -> SchemaError {
        SchemaError::at(self.name, self.text, offset, message)
    }

    pub(super) fn error_at<T>(&self, spanned: &Spanned<T>, message: impl Into<Message>) -> SchemaError {
        self.error(spanned.span().start, message)
    }
}

/// What the TOML library says, which it says in English.
fn toml_message(message: &str) -> Message {
    say!("{message}", "TOML 有误：{message}")
}

fn vintages(source: &Source<'_>, written: &[file::Vintage]) -> Result<Vec<Vintage>, SchemaError> {
    if let Some(excess) = written.get(32) {
        return Err(
            source.error_at(&excess.id, Words::new("a schema has at most 32 vintages", "一个模板最多有 32 个版式"))
        );
    }
    unique(source, written.iter().map(|vintage| &vintage.id))?;
    let vintages = written.iter().map(|vintage| Vintage {
        id: vintage.id.get_ref().clone(),
        source: vintage.source.clone(),
        first_year: vintage.first_year,
        last_year: vintage.last_year,
    });
    Ok(vintages.collect())
}

/// The rules by which two names are of one agency. A prefix that is there twice, or is nothing, is a mistake.
fn agencies(source: &Source<'_>, written: &file::Agency) -> Result<AgencyNames, SchemaError> {
    let mut region_prefixes: Vec<String> = Vec::new();
    for prefix in &written.region_prefixes {
        let text = prefix.get_ref();
        if text.trim().is_empty() || region_prefixes.contains(text) {
            return Err(source.error_at(
                prefix,
                say!("the region `{text}` is empty or stands here twice", "地区 `{text}` 为空或重复列出"),
            ));
        }
        region_prefixes.push(text.clone());
    }
    Ok(AgencyNames { ignore_white_space: written.ignore_white_space, region_prefixes })
}

/// Ids of one kind: lower-case words joined by dots, each once.
fn unique<'a>(source: &Source<'_>, ids: impl Iterator<Item = &'a Spanned<String>>) -> Result<(), SchemaError> {
    let mut seen = std::collections::HashSet::new();
    for id in ids {
        let word = |word: &str| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_-".contains(&b))
        };
        if !id.get_ref().split('.').all(word) {
            return Err(source.error_at(
                id,
                say!(
                    "`{id}` is not an id: use lower-case letters, digits and `_`, joined by dots",
                    "`{id}` 不能作为标识：请使用小写字母、数字和 `_`，以点号连接",
                    id = id.get_ref()
                ),
            ));
        }
        if !seen.insert(id.get_ref()) {
            return Err(
                source.error_at(id, say!("the id `{id}` is used twice", "标识 `{id}` 重复使用", id = id.get_ref()))
            );
        }
    }
    Ok(())
}

fn keys(label: &str, also: &[String]) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for text in std::iter::once(label).chain(also.iter().map(String::as_str)) {
        let key = key(text);
        if !key.is_empty() && !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

struct Loader<'a> {
    source: &'a Source<'a>,
    vintages: Vec<Vintage>,
}

impl Loader<'_> {
    fn schema(self, file: &file::File) -> Result<Schema, SchemaError> {
        let source = self.source;
        unique(source, file.section.iter().map(|section| &section.id))?;
        unique(source, file.table.iter().map(|table| &table.id).chain(file.line.iter().map(|line| &line.id)))?;
        unique(source, file.check.iter().map(|check| &check.id))?;
        let section = |section: &file::Section| {
            Ok(Section {
                id: section.id.get_ref().clone(),
                label: section.label.clone(),
                keys: keys(&section.label, &section.also),
                vintages: self.span(section.since.as_ref(), section.until.as_ref())?,
            })
        };
        let sections: Vec<Section> = file.section.iter().map(section).collect::<Result<_, _>>()?;
        let tables: Vec<Table> =
            file.table.iter().map(|table| self.table(table, &sections)).collect::<Result<_, _>>()?;
        form::unambiguous(source, &file.table, &tables)?;
        let [names_agency, names_year] = form::identity(source, &file.schema)?;
        let lines = file.line.iter().map(|line| self.line(line)).collect::<Result<_, _>>()?;
        let mut schema = Schema {
            id: file.schema.id.clone(),
            title: file.schema.title.clone(),
            title_keys: keys(&file.schema.title, &file.schema.also),
            lexicon: Lexicon::default(),
            vintages: self.vintages,
            sections,
            tables,
            lines,
            checks: Vec::new(),
            harmonized: Vec::new(),
            harmonize: false,
            agencies: agencies(source, &file.agency)?,
            agency_labels: file.schema.agency_labels.iter().map(|label| key(label)).collect(),
            names_agency,
            names_year,
            index: Index::default(),
            fields: Vec::new(),
        };
        schema.complete();
        schema.checks =
            file.check.iter().map(|check| identities::resolve(source, &schema, check)).collect::<Result<_, _>>()?;
        form::checkable(source, &schema, &file.check)?;
        schema.harmonized = harmonized::rules(source, &schema, file)?;
        Ok(schema)
    }

    fn table(&self, written: &file::Table, sections: &[Section]) -> Result<Table, SchemaError> {
        let section = match &written.section {
            None => None,
            Some(id) => Some(sections.iter().position(|section| section.id == *id.get_ref()).ok_or_else(|| {
                self.source.error_at(id, say!("there is no section `{id}`", "没有章节 `{id}`", id = id.get_ref()))
            })?),
        };
        let layout = form::layout(self.source, written)?;
        let vintages = self.span(written.since.as_ref(), written.until.as_ref())?;
        let mut bands = Vec::new();
        if written.band.is_empty() {
            let label = written.label.as_ref().map(|label| label.get_ref().clone());
            bands.push(Band {
                id: String::new(),
                keys: label.as_ref().map_or(Vec::new(), |label| keys(label, &written.also)),
                label,
                vintages,
                columns: self.axis(if layout == Layout::Labels { &written.fields } else { &written.columns })?,
                rows: self.axis(&written.rows)?,
            });
        } else if let Some(entry) = written.columns.first().or(written.rows.first()) {
            return Err(self.source.error_at(
                &entry.id,
                Words::new(
                    "a table has either bands, or columns and rows of its own",
                    "一个表要么分栏，要么自带列和行，不能兼有",
                ),
            ));
        }
        unique(self.source, written.band.iter().map(|band| &band.id))?;
        for band in &written.band {
            bands.push(Band {
                id: band.id.get_ref().clone(),
                label: Some(band.label.clone()),
                keys: keys(&band.label, &band.also),
                vintages: self.span(band.since.as_ref(), band.until.as_ref())?.and(vintages),
                columns: self.axis(&band.columns)?,
                rows: self.axis(&band.rows)?,
            });
        }
        if let Some(band) = bands.iter().find(|band| band.columns.iter().all(|entry| entry.group)) {
            let message = match band.id.as_str() {
                "" => say!("this table has no columns", "该表没有列"),
                name => say!("{name} has no columns", "{name} 没有列"),
            };
            return Err(self.source.error_at(&written.id, message));
        }
        // Where a label gathers others and says what its value is, it has a value of its own besides.
        let own_value = |entry: &mut Entry| entry.group &= entry.value.is_none();
        match layout {
            Layout::Labels => bands[0].columns.iter_mut().for_each(own_value),
            Layout::Indicators => bands[0].rows.iter_mut().for_each(own_value),
            Layout::Grid | Layout::Records => {}
        }
        let heads = form::heads(&written.heads);
        let mut ornaments: Vec<String> = written.ornaments.iter().map(|text| key(text)).collect();
        ornaments.extend(heads.all().cloned());
        Ok(Table {
            id: written.id.get_ref().clone(),
            title: written.title.clone(),
            layout,
            section,
            ornaments,
            heads,
            value: self.value(written.value.as_ref())?.unwrap_or(ValueKind::Text),
            unit: written.unit.clone(),
            bands,
        })
    }

    fn axis(&self, written: &[file::Entry]) -> Result<Vec<Entry>, SchemaError> {
        unique(self.source, written.iter().map(|entry| &entry.id))?;
        let ids: Vec<&str> = written.iter().map(|entry| entry.id.get_ref().as_str()).collect();
        written
            .iter()
            .map(|entry| {
                let id = entry.id.get_ref();
                Ok(Entry {
                    id: id.clone(),
                    label: entry.label.clone(),
                    keys: keys(&entry.label, &entry.also),
                    parent: parent(&ids, id),
                    group: ids.iter().any(|other| is_below(other, id)),
                    vintages: self.span(entry.since.as_ref(), entry.until.as_ref())?,
                    optional: entry.optional,
                    value: self.value(entry.value.as_ref())?,
                    unit: entry.unit.clone(),
                    options: form::options(self.source, entry)?,
                    value_at: form::value_at(self.source, entry)?,
                    bookmark: entry.bookmark.as_ref().map(|name| name.get_ref().clone()),
                    tag: entry.tag.as_ref().map(|name| name.get_ref().clone()),
                })
            })
            .collect()
    }

    fn span(&self, since: Option<&Spanned<String>>, until: Option<&Spanned<String>>) -> Result<Vintages, SchemaError> {
        let index = |id: &Spanned<String>| {
            self.vintages.iter().position(|vintage| vintage.id == *id.get_ref()).ok_or_else(|| {
                self.source.error_at(id, say!("there is no vintage `{id}`", "没有版式 `{id}`", id = id.get_ref()))
            })
        };
        let first = since.map(index).transpose()?.unwrap_or(0);
        let last = until.map(index).transpose()?.unwrap_or(self.vintages.len().saturating_sub(1));
        if first > last
            && let Some(since) = since
        {
            return Err(self
                .source
                .error_at(since, Words::new("`since` is a later vintage than `until`", "`since` 的版式晚于 `until`")));
        }
        Ok((first..=last).fold(Vintages(0), |set, vintage| Vintages(set.0 | 1 << vintage)))
    }

    fn value(&self, written: Option<&Spanned<String>>) -> Result<Option<ValueKind>, SchemaError> {
        let Some(written) = written else { return Ok(None) };
        ValueKind::ALL.into_iter().find(|kind| kind.name() == written.get_ref()).map(Some).ok_or_else(|| {
            let message = say!(
                "`{kind}` is not a kind of value: count, signed, amount, text, date, choice, choices",
                "`{kind}` 不是值的类型：可用 count、signed、amount、text、date、choice、choices",
                kind = written.get_ref()
            );
            self.source.error_at(written, message)
        })
    }

    fn line(&self, written: &file::Line) -> Result<Line, SchemaError> {
        Ok(Line {
            id: written.id.get_ref().clone(),
            label: written.label.clone(),
            keys: keys(&written.label, &written.also),
            value: self.value(written.value.as_ref())?.unwrap_or(ValueKind::Text),
            unit: written.unit.clone(),
            vintages: self.span(written.since.as_ref(), written.until.as_ref())?,
            optional: written.optional,
        })
    }
}

/// Whether `id` is a path that goes on from `group`.
fn is_below(id: &str, group: &str) -> bool {
    id.strip_prefix(group).is_some_and(|rest| rest.starts_with('.'))
}

/// The innermost entry of which `id` is a continuation.
fn parent(ids: &[&str], id: &str) -> Option<usize> {
    (0..ids.len()).filter(|index| is_below(id, ids[*index])).max_by_key(|index| ids[*index].len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{BUILTIN, Field};

    #[test]
    fn every_schema_that_comes_with_the_program_is_sound() {
        for (id, text) in BUILTIN {
            let schema = Schema::parse(id, text).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(schema.id, *id);
        }
    }

    #[test]
    fn both_vintages_of_the_foi_report_are_whole() {
        let schema = Schema::builtin();
        for (vintage, figures) in [("2019", 198), ("2021", 200)] {
            let index = schema.vintage(vintage).unwrap();
            let wanted = |field: &&Field| field.vintages.contains(index) && !field.optional;
            assert_eq!(schema.fields.iter().filter(wanted).count(), figures, "{vintage}");
        }
        for id in [
            "active_disclosure.art20_1.normative_documents.created_this_year",
            "applications.result.denied.state_secret.org.commercial",
            "review_litigation.litigation_direct.pending",
            "published_total",
        ] {
            assert!(schema.find(id).is_some(), "{id}");
        }
    }

    #[test]
    fn a_mistake_is_named_with_its_line_and_column() {
        let head = "[schema]\nid = \"x\"\ntitle = \"X\"\n";
        for (text, line, column, says) in [
            ("[[vintage]]\nid = 2019\n", 5, 6, "string"),
            ("[[vintage]]\nid = \"a\"\n[[vintage]]\nid = \"a\"\n", 7, 6, "used twice"),
            ("[[table]]\nid = \"t\"\ntitle = \"T\"\ncolour = 1\n", 7, 1, "colour"),
            (
                "[[table]]\nid = \"t\"\ntitle = \"T\"\ncolumns = [{ id = \"a\", label = \"甲\", since = \"1\" }]\n",
                7,
                45,
                "no vintage",
            ),
            (
                "[[table]]\nid = \"t\"\ntitle = \"T\"\ncolumns = [{ id = \"a\", label = \"甲\" }]\n[[check]]\nid = \"c\"\ntitle = \"C\"\nholds = \"t.a = t.b\"\n",
                11,
                16,
                "no field `t.b`",
            ),
            (
                "[[table]]\nid = \"t\"\ntitle = \"T\"\nvalue = \"number\"\ncolumns = [{ id = \"a\", label = \"甲\" }]\n",
                7,
                9,
                "not a kind",
            ),
        ] {
            let error = Schema::parse("my.toml", &format!("{head}{text}")).unwrap_err();
            assert_eq!((error.line, error.column), (line, column), "{error}");
            assert!(error.message.english.contains(says), "{error}");
            assert!(error.to_string().starts_with("my.toml:"), "{error}");
        }
    }
}
