//! Which files of description stand beside the outputs of a folder.

use super::columns::{self, Table};
use super::{csvw, package};
use crate::schema::Schema;
use crate::sink::{Kind, Options};

/// A file that describes outputs beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Companion {
    /// What it is called in the folder.
    pub file_name: String,
    /// What it holds.
    pub text: String,
}

/// The files that describe a folder with outputs of these kinds; none where no CSV file is among them.
pub fn companions(schema: &Schema, kinds: &[&Kind], options: Options) -> Vec<Companion> {
    let tables = tables(schema, kinds, options);
    if tables.is_empty() {
        return Vec::new();
    }
    let package = Companion {
        file_name: "datapackage.json".to_owned(),
        text: package::data_package(schema, &tables, kinds, options),
    };
    let described = tables.iter().map(|table| Companion {
        file_name: format!("{}-metadata.json", table.path),
        text: csvw::metadata(table, options),
    });
    std::iter::once(package).chain(described).collect()
}

fn tables<'s>(schema: &'s Schema, kinds: &[&Kind], options: Options) -> Vec<Table<'s>> {
    let table = |kind: &&Kind| match kind.name {
        "csv" => Some(columns::reports(schema, options.header)),
        "csv-long" => Some(columns::facts(schema)),
        _ => None,
    };
    kinds.iter().filter_map(table).collect()
}

/// A description as text.
pub(super) fn text(description: &impl serde::Serialize) -> String {
    // Maps with text for keys can always be written.
    let mut text = serde_json::to_string_pretty(description).unwrap_or_default();
    text.push('\n');
    text
}
