//! A whole report as a readable page: title, six sections, three tables, signature.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::form::{self, Figure};

/// The headings of the sections as the form prints them.
const HEADINGS: [(&str, &str); 6] = [
    ("overview", "# 一、总体情况"),
    ("disclosure", "# 二、主动公开政府信息情况"),
    ("applications", "# 三、收到和处理政府信息公开申请情况"),
    ("disputes", "# 四、政府信息公开行政复议、行政诉讼情况"),
    ("problems", "# 五、存在的主要问题及改进情况"),
    ("other", "# 六、其他需要报告的事项"),
];

/// A report as its author knows it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outline {
    /// The title.
    pub title: String,
    /// The agency under the report.
    pub signed_by: String,
    /// The date under the report.
    pub signed_on: String,
    /// The form of the first table.
    pub disclosure: String,
    /// The form of the second table.
    pub applications: String,
    /// Which program saved it: `word` or `wps`.
    #[serde(default = "word")]
    pub flavour: String,
    /// Whether all of it lies in a table of one cell.
    #[serde(default)]
    pub frame: bool,
    /// Headings that differ from the form's.
    #[serde(default)]
    pub headings: BTreeMap<String, String>,
    /// The paragraphs of the sections without a table.
    pub prose: BTreeMap<String, Vec<String>>,
    /// The figures of a row in their short form.
    pub figures: BTreeMap<String, String>,
}

fn word() -> String {
    "word".to_owned()
}

impl Outline {
    /// The fields that the report has.
    pub fn fields(&self) -> Vec<String> {
        self.forms().iter().flat_map(|form| form::fields(form)).collect()
    }

    /// The figures of the report.
    pub fn figures(&self) -> BTreeMap<String, Figure> {
        let rows = self.figures.iter().map(|(row, written)| (row.as_str(), written.as_str()));
        form::figures(&self.fields(), rows)
    }

    /// The values file of the report.
    pub fn values(&self) -> Vec<u8> {
        form::values(&self.fields(), &self.figures())
    }

    /// The report as a readable page.
    pub fn page(&self) -> String {
        self.page_with(&self.figures())
    }

    /// The report as a readable page, with these figures.
    pub fn page_with(&self, figures: &BTreeMap<String, Figure>) -> String {
        let tables = self.forms().map(|form| form::fill(&form, figures));
        let mut page = format!("= {}\n", self.title);
        for (section, printed) in HEADINGS {
            page += &format!("\n{}\n", self.headings.get(section).map_or(printed, String::as_str));
            match ["disclosure", "applications", "disputes"].iter().position(|table| *table == section) {
                Some(table) => page += &tables[table],
                None => self.prose.get(section).into_iter().flatten().for_each(|line| page += &format!("{line}\n")),
            }
        }
        page += &format!("\n> {}\n> {}\n", self.signed_by, self.signed_on);
        if self.frame { format!("[[\n{page}]]\n") } else { page }
    }

    fn forms(&self) -> [String; 3] {
        [&self.disclosure, &self.applications, "disputes"].map(form::form)
    }
}
