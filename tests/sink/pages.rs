//! Whole reports of the official forms, as they come out.

use baobiao::extract::{Report, extract};
use baobiao::schema::Schema;
use baobiao::sink::{Options, encode, wire};

use crate::support::page::Page;
use crate::written;

const PAGES: [(&str, &str, &str); 2] = [
    ("2019", include_str!("../pages/2019.page"), include_str!("../pages/2019.values.csv")),
    ("2021", include_str!("../pages/2021.page"), include_str!("../pages/2021.values.csv")),
];

fn report(name: &str, page: &str) -> Report {
    extract(&Page::parse(page).unwrap_or_else(|error| panic!("{name}: {error}")).document(name), Schema::builtin())
}

/// Every page as a report.
pub fn reports() -> Vec<Report> {
    PAGES.iter().map(|(name, page, _)| report(name, page)).collect()
}

/// The columns of a CSV by name, line by line.
fn columns(csv: &str, names: &[&str]) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let position = |name: &&str| headers.iter().position(|header| header == *name).unwrap_or_else(|| panic!("{name}"));
    let positions: Vec<usize> = names.iter().map(position).collect();
    let line = |record: csv::StringRecord| positions.iter().map(|position| record[*position].to_owned()).collect();
    reader.records().map(|record| line(record.unwrap())).collect()
}

#[test]
fn long_csv_says_what_the_page_says() {
    for (name, page, values) in PAGES {
        let csv = written("csv-long", Schema::builtin(), &[&report(name, page)], Options::default());
        let names = ["field", "state", "value", "unit", "raw", "remark"];
        assert_eq!(columns(&csv, &names), columns(values, &names), "{name}");
    }
}

#[test]
fn wide_csv_says_what_the_page_says() {
    for (name, page, values) in PAGES {
        let csv = written("csv", Schema::builtin(), &[&report(name, page)], Options::default());
        for line in columns(values, &["field", "state", "value", "raw"]) {
            let [field, state, value, raw] = line.as_slice() else { unreachable!("four columns were asked for") };
            let expected = match state.as_str() {
                "value" => value,
                "blank" => "",
                _ => raw,
            };
            assert_eq!(columns(&csv, &[field])[0][0], *expected, "{name}: {field}");
        }
        assert_eq!(columns(&csv, &["vintage"])[0][0], name);
    }
}

#[test]
fn json_of_whole_reports_is_what_its_schema_promises() {
    let promise = serde_json::from_str(wire::JSON_SCHEMA).unwrap();
    let validator = jsonschema::draft202012::new(&promise).unwrap();
    for (name, page, _) in PAGES {
        let json = serde_json::to_value(encode(&report(name, page), Schema::builtin())).unwrap();
        let errors: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
        assert_eq!(json["audit"]["balances"], true);
    }
}
