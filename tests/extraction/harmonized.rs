//! One column over all years: what each rule of the schema makes of reports of every vintage, and what may not be joined.

use baobiao::extract::{Figure, extract, harmonize};
use baobiao::schema::{BUILTIN, Schema};

use crate::support::page::Page;

fn page(vintage: &str, changes: &[(&str, &str)]) -> Page {
    let path = format!("{}/tests/pages/{vintage}.page", env!("CARGO_MANIFEST_DIR"));
    let mut text = std::fs::read_to_string(path).expect("a page");
    for (old, new) in changes {
        assert!(text.contains(old), "{old}");
        text = text.replacen(old, new, 1);
    }
    Page::parse(&text).unwrap_or_else(|error| panic!("{error}"))
}

/// The state, the number or the words, and the source of a rule's figure in a page.
fn joined(vintage: &str, changes: &[(&str, &str)], rule: &str) -> String {
    let schema = Schema::builtin();
    let report = extract(&page(vintage, changes).document("report.docx"), schema);
    let all = harmonize(&report, schema);
    let found = all.iter().find(|joined| joined.rule.id == rule).unwrap_or_else(|| panic!("no rule {rule}"));
    let figure = match found.figure {
        Figure::Value(value) => value.to_string(),
        Figure::Nil(raw) | Figure::Unreadable(raw) => format!("{} {raw}", found.figure.state()),
        _ => found.figure.state().to_owned(),
    };
    format!("{figure} from {}", found.source.map_or("nothing", |source| source.rule.as_str()))
}

#[test]
fn requests_received_are_one_column_from_2014_on() {
    let rule = "requests_received";
    assert_eq!(joined("2008-local", &[], rule), "not-on-form from nothing");
    assert_eq!(joined("2014", &[], rule), "130 from statistics.requests.received");
    assert_eq!(joined("2019", &[], rule), "24733 from applications.new_received.total");
    let received = "| （一）收到申请数 | 件 | 130 |";
    let with = |new: &str| joined("2014", &[(received, new)], rule);
    assert_eq!(with("| （一）收到申请数 | 件 | |"), "blank from statistics.requests.received");
    assert_eq!(with("| （一）收到申请数 | 件 | / |"), "nil / from statistics.requests.received");
    assert_eq!(with("| （一）收到申请数 | 件 | 若干 |"), "unreadable 若干 from statistics.requests.received");
    // Another unit is not converted, and no figure of this column.
    assert_eq!(with("| （一）收到申请数 | 次 | 130 |"), "unreadable 130 from statistics.requests.received");
    assert_eq!(with("| （一）甲乙丙丁 | 件 | 130 |"), "missing from statistics.requests.received");
}

#[test]
fn the_three_rows_of_other_handling_are_the_one_of_2019_and_no_blank_is_zero() {
    let rule = "other_handling.natural_person";
    assert_eq!(joined("2019", &[], rule), "342 from applications.result.other_handling.natural_person");
    let schema = Schema::builtin();
    let report = extract(&page("2021", &[]).document("report.docx"), schema);
    let of = |row: &str| {
        let id = schema.find(&format!("applications.result.other.{row}.natural_person")).expect("a field");
        report.fact(id).and_then(|fact| fact.value.number()).expect("a number")
    };
    let sum = of("no_correction") + of("unpaid_fee") + of("misc");
    assert_eq!(joined("2021", &[], rule), format!("{sum} from applications.result.other.*.natural_person"));
    let text = std::fs::read_to_string(format!("{}/tests/pages/2021.page", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let row = text.lines().find(|line| line.contains("3.其他")).expect("the row");
    let first = row.split('|').nth(4).expect("a figure");
    let blank = row.replacen(&format!("|{first}|"), "| |", 1);
    assert_eq!(joined("2021", &[(row, &blank)], rule), "blank from applications.result.other.*.natural_person");
}

#[test]
fn what_must_never_be_joined_is_refused_with_its_reason() {
    let (_, text) = BUILTIN[0];
    let with = |rule: &str| {
        let rule = format!("{text}\n[[harmonized]]\nid = \"mine\"\ntitle = \"甲\"\nreason = \"乙\"\n{rule}");
        Schema::parse("mine.toml", &rule).map(|_| ()).unwrap_err().to_string()
    };
    let fees = with(
        "sources = [\"active_disclosure.art20_8.admin_fees.prev_year_items\", \"active_disclosure.art20_8.admin_fees.fee_amount\"]",
    );
    assert!(fees.contains("must never be joined") && fees.contains("收费金额（万元）"), "{fees}");
    let documents =
        with("per = \"active_disclosure.art20_1.rows\"\nsources = [\"created_this_year\", \"issued_this_year\"]");
    assert!(documents.contains("must never be joined"), "{documents}");
    let both = with(
        "sources = [\"active_disclosure.art20_1.rules.issued_this_year\", \"active_disclosure.art20_1.rules.in_force\"]",
    );
    assert!(both.contains("same vintage"), "{both}");
    let none = with("sources = [\"applications.nothing.total\"]");
    assert!(none.contains("there is no field `applications.nothing.total`"), "{none}");
    let apart = with("sources = [\"statistics.requests.received + applications.new_received.total\"]");
    assert!(apart.contains("no vintage has all the fields"), "{apart}");
    let twice = with(
        "sources = [\"statistics.complaints\"]\n[[harmonized]]\nid = \"mine\"\ntitle = \"甲\"\nreason = \"乙\"\nsources = [\"statistics.fees\"]",
    );
    assert!(twice.contains("is used twice"), "{twice}");
}
