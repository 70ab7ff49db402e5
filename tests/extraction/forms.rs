//! The official forms and the pages made of them.

use std::collections::BTreeSet;

use crate::support::form::{FORMS, Figure, fields, form};
use crate::support::page::Page;

#[test]
fn every_form_is_a_sound_page_whose_fields_are_distinct() {
    for (name, fields_expected) in [
        ("disclosure-2019", 22),
        ("disclosure-2019-hubei", 25),
        ("disclosure-2019-total", 23),
        ("disclosure-2021", 10),
        ("disclosure-2021-cut", 10),
        ("applications-2019", 161),
        ("applications-2021", 175),
        ("applications-2021-cut", 175),
        ("disputes", 15),
    ] {
        let form = form(name);
        if let Err(error) = Page::parse(&form) {
            panic!("{name}: {error}");
        }
        let fields = fields(&form);
        assert_eq!(fields.len(), fields_expected, "{name}");
        assert_eq!(fields.iter().collect::<BTreeSet<_>>().len(), fields_expected, "{name}");
    }
    assert_eq!(FORMS.len(), 9);
}

#[test]
fn pages_of_both_vintages_hold_three_tables_with_the_official_grids() {
    for (source, grids) in [
        (include_str!("../pages/2019.page"), [(18, 5, 53), (26, 10, 198), (4, 15, 34)]),
        (include_str!("../pages/2021.page"), [(14, 4, 30), (28, 10, 215), (4, 15, 34)]),
    ] {
        let document = Page::parse(source).unwrap_or_else(|error| panic!("{error}")).document("-");
        let found: Vec<_> =
            document.tables().iter().map(|table| (table.rows(), table.columns(), table.cells().len())).collect();
        assert_eq!(found, grids);
    }
}

#[test]
fn short_figures_say_what_is_printed_and_what_it_means() {
    let figure = Figure::parse("x.decisions", "22（其中修订 16 件）=22;其中修订 16 件");
    assert_eq!((figure.raw.as_str(), figure.value.as_str()), ("22（其中修订 16 件）", "22"));
    assert_eq!((figure.unit.as_str(), figure.remark.as_str()), ("件", "其中修订 16 件"));
    let figure = Figure::parse("x.total_amount", "251000元=251000:元");
    assert_eq!((figure.value.as_str(), figure.unit.as_str()), ("251000", "元"));
    assert_eq!(Figure::parse("x.fee_amount", "nil:—").state, "nil");
}
