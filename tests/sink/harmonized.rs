//! The columns over all years, in every output that has them, read back with other readers.

use std::collections::BTreeMap;

use baobiao::extract::{Figure, Report, extract, harmonize};
use baobiao::schema::Schema;
use baobiao::sink::Options;

use crate::support::page::Page;
use crate::written;

/// Rule → state, number and source.
type Told = BTreeMap<String, (String, Option<String>, Option<String>)>;

fn schema() -> Schema {
    let mut schema = Schema::builtin().clone();
    schema.harmonize = true;
    schema
}

/// A report of each vintage, and one with a blank among the figures that a rule adds.
fn reports(schema: &Schema) -> Vec<Report> {
    let page = |vintage: &str| {
        let path = format!("{}/tests/pages/{vintage}.page", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).expect("a page")
    };
    let newest = page("2021");
    let row = newest.lines().find(|line| line.contains("3.其他")).expect("the row");
    let first = row.split('|').nth(4).expect("a figure");
    let blank = newest.replacen(row, &row.replacen(&format!("|{first}|"), "| |", 1), 1);
    let pages = [page("2008-local"), page("2014"), page("2019"), newest.clone(), blank];
    let read = |(index, text): (usize, &String)| {
        let page = Page::parse(text).unwrap_or_else(|error| panic!("{error}"));
        extract(&page.document(&format!("{index}.docx")), schema)
    };
    pages.iter().enumerate().map(read).collect()
}

fn meant(schema: &Schema, reports: &[Report]) -> Vec<Told> {
    let told = |report: &Report| {
        let rules = harmonize(report, schema).into_iter().map(|joined| {
            let number = match joined.figure {
                Figure::Value(value) => Some(value.normalize().to_string()),
                _ => None,
            };
            let source = joined.source.map(|source| source.rule.clone());
            (joined.rule.id.clone(), (joined.figure.state().to_owned(), number, source))
        });
        rules.collect()
    };
    let meant: Vec<Told> = reports.iter().map(told).collect();
    assert_eq!(meant[0].len(), 11);
    let states: std::collections::BTreeSet<&str> =
        meant.iter().flat_map(|told| told.values()).map(|(state, ..)| state.as_str()).collect();
    assert_eq!(Vec::from_iter(states), ["blank", "not-on-form", "value"]);
    meant
}

#[test]
fn wide_csv_and_json_have_them() {
    let schema = schema();
    let reports = reports(&schema);
    let meant = meant(&schema, &reports);
    let all: Vec<&Report> = reports.iter().collect();
    let csv = written("csv", &schema, &all, Options::default());
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    for (line, told) in reader.deserialize::<BTreeMap<String, String>>().zip(&meant) {
        let line = line.unwrap();
        for (rule, (state, number, source)) in told {
            let cell = match state.as_str() {
                "value" => number.clone().unwrap(),
                "not-on-form" => String::new(),
                other => format!("#{other}"),
            };
            assert_eq!(line[&format!("harmonized.{rule}")], cell, "{rule}");
            assert_eq!(line[&format!("harmonized.{rule}.source")], source.clone().unwrap_or_default(), "{rule}");
        }
    }
    let json = written("json", &schema, &all, Options { array: true, ..Options::default() });
    let json: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    let form = serde_json::from_str(baobiao::sink::wire::JSON_SCHEMA).unwrap();
    let form = jsonschema::validator_for(&form).unwrap();
    for (report, told) in json.iter().zip(&meant) {
        assert!(form.is_valid(report), "{:?}", form.iter_errors(report).next().map(|error| error.to_string()));
        let found: Told = report["harmonized"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| {
                let text = |key: &str| item[key].as_str().map(str::to_owned);
                let number = item["value"].as_number().map(|number| number.to_string());
                (text("id").unwrap(), (text("state").unwrap(), number, text("source")))
            })
            .collect();
        assert_eq!(&found, told);
    }
    let plain = written("csv", Schema::builtin(), &all, Options::default());
    assert!(!plain.contains("harmonized"), "columns that nobody asked for");
    let plain = written("json", Schema::builtin(), &all, Options { array: true, ..Options::default() });
    assert_eq!(plain.matches("\"harmonized\": []").count(), all.len(), "rules that nobody asked for");
}

#[cfg(feature = "sqlite")]
#[test]
fn the_database_has_them_with_their_rules() {
    let schema = schema();
    let reports = reports(&schema);
    let written = crate::read_back::write("sqlite", &schema, &reports);
    let connection = rusqlite::Connection::open(&written.path).unwrap();
    let mut query = connection
        .prepare("SELECT report, rule, coalesce(integer, decimal), state, source FROM harmonized ORDER BY report")
        .unwrap();
    let mut found: Vec<Told> = vec![Told::new(); reports.len()];
    let mut rows = query.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let report: u32 = row.get(0).unwrap();
        let number: Option<i64> = row.get(2).unwrap();
        let told = (row.get(3).unwrap(), number.map(|number| number.to_string()), row.get(4).unwrap());
        found[report as usize - 1].insert(row.get(1).unwrap(), told);
    }
    assert_eq!(found, meant(&schema, &reports));
    let reason: String = connection
        .query_row("SELECT reason FROM harmonized_rules WHERE id = 'requests_received'", [], |row| row.get(0))
        .unwrap();
    assert!(reason.contains("不含上年结转"), "{reason}");
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_has_them_with_their_states() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;
    let schema = schema();
    let reports = reports(&schema);
    let written = crate::read_back::write("parquet", &schema, &reports);
    let file = SerializedFileReader::new(std::fs::File::open(&written.path).unwrap()).unwrap();
    let columns = file.metadata().file_metadata().schema_descr();
    let names: Vec<String> = columns.columns().iter().map(|column| column.name().to_owned()).collect();
    let at = |name: String| names.iter().position(|own| *own == name).unwrap_or_else(|| panic!("no column {name}"));
    for (row, told) in file.get_row_iter(None).unwrap().zip(meant(&schema, &reports)) {
        let row = row.unwrap();
        for (rule, (state, number, source)) in told {
            let column = at(format!("harmonized.{rule}"));
            assert_eq!(row.get_long(column).ok().map(|number| number.to_string()), number, "{rule}");
            assert_eq!(row.get_string(at(format!("harmonized.{rule}.state"))).unwrap(), &state, "{rule}");
            let found = row.get_string(at(format!("harmonized.{rule}.source"))).ok();
            assert_eq!(found, source.as_ref(), "{rule}");
        }
    }
}

#[cfg(feature = "xlsx")]
#[test]
fn the_workbook_has_a_sheet_of_them() {
    let schema = schema();
    let reports = reports(&schema);
    let book = crate::workbook::Book::of(&schema, &reports);
    let rows = book.rows("各年度统一口径");
    let head = rows.len() - reports.len();
    let titles = &rows[head - 1];
    for (row, told) in rows[head..].iter().zip(meant(&schema, &reports)) {
        for rule in &schema.harmonized {
            let column = titles.iter().position(|title| title.starts_with(&rule.title)).expect("its title");
            let (_, number, source) = &told[&rule.id];
            assert_eq!(row[column], number.clone().unwrap_or_default(), "{}", rule.id);
            assert_eq!(row[column + 1], source.clone().unwrap_or_default(), "{}", rule.id);
        }
    }
    assert!(
        !crate::workbook::Book::of(Schema::builtin(), &reports).sheet_names().contains(&"各年度统一口径".to_owned())
    );
}
