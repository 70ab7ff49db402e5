//! What a schema file would say with the spellings that are proposed for it: lines to be read and pasted. Nothing is
//! written into any file.

use std::collections::BTreeSet;

use super::describe;
use super::terminal::{Style, Terminal};
use crate::extract::{Advice, Group, Near, Told};
use crate::schema::{AmendedLine, Meaning, Schema, Spelling, amended, key};
use crate::sink::visible::{one_line, visible};

/// How many doubtful entries of one label are shown.
const SHOWN: usize = 3;

/// The proposals of all layouts together, so that a line that takes several spellings is one line.
pub(super) struct Proposals<'a> {
    schema: &'a Schema,
    /// The name of the schema as it was given.
    name: &'a str,
    /// The schema file.
    text: &'a str,
    clear: Vec<Spelling>,
    lines: Vec<AmendedLine>,
}

impl<'a> Proposals<'a> {
    pub(super) fn new(schema: &'a Schema, name: &'a str, text: &'a str, groups: &[Group]) -> Self {
        let mut seen = BTreeSet::new();
        let all = groups.iter().flat_map(|group| &group.unknown).filter_map(|told| told.label.proposed());
        let clear: Vec<Spelling> = all.filter(|one| seen.insert((one.meaning, key(&one.text)))).collect();
        let lines = amended(text, &clear);
        Proposals { schema, name, text, clear, lines }
    }

    /// How many spellings are proposed.
    pub(super) fn count(&self) -> usize {
        self.clear.len()
    }

    /// The line that a spelling changes, with every clear spelling in it.
    pub(super) fn line(&self, spelling: &Spelling) -> Option<AmendedLine> {
        let same = |one: &Spelling| one.meaning == spelling.meaning && key(&one.text) == key(&spelling.text);
        if let Some(index) = self.clear.iter().position(same) {
            return self.lines.iter().find(|line| line.spellings.contains(&index)).cloned();
        }
        let mut spellings = self.clear.clone();
        spellings.push(spelling.clone());
        amended(self.text, &spellings).into_iter().find(|line| line.spellings.contains(&self.clear.len()))
    }

    /// The block of lines, each under the cells that it comes from: what is clear as it is, what is not in comments.
    pub(super) fn block(&self, groups: &[Group], terminal: &Terminal) -> String {
        let told = || groups.iter().flat_map(|group| &group.unknown);
        let doubtful = self.doubtful(told());
        if self.lines.is_empty() && doubtful.is_empty() {
            return String::new();
        }
        let heading = format!(
            "# Proposals for the schema {}: each line takes the place of the line of its number.",
            one_line(self.name)
        );
        let mut text = terminal.paint_out(Style::Strong, &heading);
        text.push_str("\n# Nothing has been mapped. Read each with its cell before you paste it.\n");
        for line in &self.lines {
            text.push('\n');
            for index in &line.spellings {
                let spelling = &self.clear[*index];
                let from = |told: &&Told| {
                    let own = told.label.proposed();
                    own.is_some_and(|own| own.meaning == spelling.meaning && key(&own.text) == key(&spelling.text))
                };
                text.extend(told().find(from).map(|told| self.reason(told)));
            }
            text.push_str(&format!("# line {}\n{}\n", line.line, line.text));
        }
        for told in doubtful {
            text.push_str(&format!("\n{}", self.choice(told)));
        }
        text.push('\n');
        text
    }

    /// The labels with doubtful advice, those that are the same for another layout left out.
    fn doubtful<'t>(&self, told: impl Iterator<Item = &'t Told>) -> Vec<&'t Told> {
        let mut seen = BTreeSet::new();
        told.filter(|told| matches!(told.label.advice, Advice::Doubtful { .. }) && !told.label.advice.near().is_empty())
            .filter(|told| {
                let near: Vec<Meaning> = told.label.advice.near().iter().map(|near| near.meaning).collect();
                seen.insert((told.label.table, told.label.heads, key(&told.label.spelling), near))
            })
            .collect()
    }

    /// Where a clear proposal comes from, and why it is one.
    fn reason(&self, told: &Told) -> String {
        let near = told.label.advice.near().first();
        let nearest = near.map_or(String::new(), |near| self.nearest(near));
        format!("# {}:\n#   {nearest}, which is missing there\n", cell(told))
    }

    /// Several lines to choose from, all of them comments.
    fn choice(&self, told: &Told) -> String {
        let why = told.label.advice.why().unwrap_or_default();
        let choose = if told.label.advice.near().len() > 1 { "choose one or none" } else { "look before you take it" };
        let mut text = format!("# {}:\n#   {}; {choose}\n", cell(told), visible(why));
        for near in told.label.advice.near().iter().take(SHOWN) {
            let spelling = Spelling { meaning: near.meaning, text: told.label.spelling.clone() };
            let Some(line) = self.line(&spelling) else { continue };
            text.push_str(&format!("# if it is {}, line {} becomes\n", self.named(near), line.line));
            line.text.lines().for_each(|line| text.push_str(&format!("#{line}\n")));
        }
        text
    }

    /// `2 characters from 「属于国家秘密」 in the rows of [[table]] applications`.
    fn nearest(&self, near: &Near) -> String {
        format!("{} from {}", super::files::many(near.distance, "character"), self.named(near))
    }

    /// `「属于国家秘密」 in the rows of [[table]] applications`.
    fn named(&self, near: &Near) -> String {
        let (_, of) = self.schema.whereabouts(near.meaning);
        match near.meaning {
            Meaning::Ornament { .. } => format!("an ornament of {of}"),
            Meaning::Caption { .. } => format!("「{}」, a {of}", one_line(self.schema.printed(near.meaning))),
            meaning => format!("「{}」 in the {of}", one_line(self.schema.printed(meaning))),
        }
    }
}

/// `「属于国家密秘」 in a.docx, word/document.xml, table 2, row 8, column 3`.
pub(super) fn cell(told: &Told) -> String {
    let place = describe::cell(told.label.place).map_or(String::new(), |cell| format!(", {cell}"));
    let (source, part) = (one_line(&told.source), one_line(&told.label.part));
    format!("「{}」 in {source}, {part}{place}", one_line(&told.label.text))
}
