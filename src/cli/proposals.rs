//! What a schema file would say with the spellings that are proposed for it: lines to be read and pasted. Nothing is
//! written into any file.

use std::collections::BTreeSet;

use super::describe;
use super::terminal::{Style, Terminal};
use crate::extract::{Advice, Group, Near, Told};
use crate::model::{Lang, Words, say};
use crate::schema::{AmendedLine, Meaning, Schema, Spelling, amended, key};
use crate::sink::visible::one_line;

/// How many doubtful entries of one label are shown.
const SHOWN: usize = 3;

const NOTHING_MAPPED: Words = Words::new(
    "\n# Nothing has been mapped. Read each with its cell before you paste it.\n",
    "\n# 尚未作任何对应。粘贴之前，请逐条与单元格核对。\n",
);

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
        let lang = terminal.lang();
        let heading = say!(
            "# Proposals for the schema {name}: each line takes the place of the line of its number.",
            "# 对模板 {name} 的建议：每行替换模板文件中该行号的一行。",
            name = one_line(self.name)
        );
        let mut text = terminal.paint_out(Style::Strong, heading.text(lang));
        text.push_str(NOTHING_MAPPED.text(lang));
        for line in &self.lines {
            text.push('\n');
            for index in &line.spellings {
                let spelling = &self.clear[*index];
                let from = |told: &&Told| {
                    let own = told.label.proposed();
                    own.is_some_and(|own| own.meaning == spelling.meaning && key(&own.text) == key(&spelling.text))
                };
                text.extend(told().find(from).map(|told| self.reason(told, lang)));
            }
            let number = say!("# line {line}\n", "# 第 {line} 行\n", line = line.line);
            text.push_str(&format!("{}{}\n", number.text(lang), line.text));
        }
        for told in doubtful {
            text.push_str(&format!("\n{}", self.choice(told, lang)));
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
    fn reason(&self, told: &Told, lang: Lang) -> String {
        let cell = cell(told, lang);
        let near = told.label.advice.near().first();
        let nearest = near.map_or(String::new(), |near| self.nearest(near, lang));
        let reason =
            say!("# {cell}:\n#   {nearest}, which is missing there\n", "# {cell}：\n#   {nearest}，该处正缺此项\n");
        reason.text(lang).to_owned()
    }

    /// Several lines to choose from, all of them comments.
    fn choice(&self, told: &Told, lang: Lang) -> String {
        let why = told.label.advice.why().map_or("", |why| why.text(lang));
        let choose = match told.label.advice.near().len() {
            0 | 1 => Words::new("look before you take it", "采用前请先核对"),
            _ => Words::new("choose one or none", "请选择其一，或都不选"),
        };
        let (cell, choose) = (cell(told, lang), choose.text(lang));
        let head = say!("# {cell}:\n#   {why}; {choose}\n", "# {cell}：\n#   该标签{why}；{choose}\n");
        let mut text = head.text(lang).to_owned();
        for near in told.label.advice.near().iter().take(SHOWN) {
            let spelling = Spelling { meaning: near.meaning, text: told.label.spelling.clone() };
            let Some(line) = self.line(&spelling) else { continue };
            let (named, number) = (self.named(near, lang), line.line);
            let becomes = say!("# if it is {named}, line {number} becomes\n", "# 如果是{named}，第 {number} 行改为\n");
            text.push_str(becomes.text(lang));
            line.text.lines().for_each(|line| text.push_str(&format!("#{line}\n")));
        }
        text
    }

    /// `2 characters from 「属于国家秘密」 in the rows of [[table]] applications`.
    fn nearest(&self, near: &Near, lang: Lang) -> String {
        let named = self.named(near, lang);
        let characters = super::files::some(near.distance, Words::new("character", "个字"), lang);
        say!("{characters} from {named}", "与{named}相差 {characters}").text(lang).to_owned()
    }

    /// `「属于国家秘密」 in the rows of [[table]] applications`.
    fn named(&self, near: &Near, lang: Lang) -> String {
        let (_, of) = self.schema.whereabouts(near.meaning);
        let label = one_line(self.schema.printed(near.meaning));
        let named = match near.meaning {
            Meaning::Ornament { .. } => say!("an ornament of {of}", "固定文字（{of}）"),
            Meaning::Caption { .. } => say!("「{label}」, a {of}", "分区「{label}」（{of}）"),
            _ => say!("「{label}」 in the {of}", "条目「{label}」（{of}）"),
        };
        named.text(lang).to_owned()
    }
}

/// `「属于国家密秘」 in a.docx, word/document.xml, table 2, row 8, column 3`.
pub(super) fn cell(told: &Told, lang: Lang) -> String {
    let comma = Words::new(", ", "，").text(lang);
    let place = describe::cell(told.label.place, lang).map_or(String::new(), |cell| format!("{comma}{cell}"));
    let (source, part) = (one_line(&told.source), one_line(&told.label.part));
    let text = one_line(&told.label.text);
    say!("「{text}」 in {source}, {part}{place}", "标签「{text}」：{source}，{part}{place}").text(lang).to_owned()
}
