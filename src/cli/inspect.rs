//! `inspect`: one report as a person would check it against the document.

use std::io::Write;

use anyhow::Result;

use super::args::InspectArgs;
use super::terminal::{COLON, Style, Terminal, level_style};
use super::{Exit, describe, files, finding, settings, terminal};
use crate::extract::{Report, Stated, Verdict, extract, rebuilt};
use crate::model::{Block, Document, Lang, Message, Note, StoryKind, Table, TableId, Words, say};
use crate::schema::Schema;
use crate::sink::draw::draw;
use crate::sink::findings::{Finding, findings, notes};
use crate::sink::lines;
use crate::sink::visible::one_line;

pub(super) fn run(args: &InspectArgs, terminal: &Terminal) -> Result<Exit> {
    let schema = settings::schema(&args.read)?;
    let options = settings::read_options(&args.read.document)?;
    let Some(document) = files::one(&args.input, &options, terminal) else { return Ok(Exit::Nothing) };
    let report = extract(&document, &schema);
    let document = rebuilt(&document, &schema);
    let mut out = terminal::out(args.json);
    if args.json {
        out.write_all(lines::inspected(&document, &report, &schema).as_bytes())?;
        out.flush()?;
        return Ok(Exit::Good);
    }
    let view = View { document: &document, report: &report, schema: &schema, terminal };
    out.write_all(view.render(args.width).as_bytes())?;
    out.flush()?;
    Ok(Exit::Good)
}

struct View<'a> {
    document: &'a Document,
    report: &'a Report,
    schema: &'a Schema,
    terminal: &'a Terminal,
}

impl View<'_> {
    fn render(&self, width: usize) -> String {
        let mut text = String::new();
        self.identity(&mut text);
        self.outline(&mut text);
        for (story, table) in all_tables(self.document) {
            self.heading(table_title(story, table).text(self.lang()), &mut text);
            text.push_str(&draw(table, width));
            self.cells(table.id(), &mut text);
            text.push('\n');
        }
        self.outside(&mut text);
        self.checks(&mut text);
        self.sections(&mut text);
        self.stories(&mut text);
        self.section(Words::new("Audit", "核对"), &mut text);
        for law in describe::audit_laws(&self.report.audit, self.lang()) {
            line(&mut text, &format!("  {law}"));
        }
        text
    }

    fn lang(&self) -> Lang {
        self.terminal.lang()
    }

    fn section(&self, title: Words, text: &mut String) {
        self.heading(title.text(self.lang()), text);
    }

    fn heading(&self, title: &str, text: &mut String) {
        line(text, &self.terminal.paint_out(Style::Strong, title));
    }

    fn identity(&self, text: &mut String) {
        let identity = &self.report.identity;
        self.heading(&one_line(&self.report.source), text);
        let vintage = describe::vintage(self.report, self.schema);
        let schema = Message::new(
            format!("{}, {}", self.schema.id, vintage.english),
            format!("{}，{}", self.schema.id, vintage.chinese),
        );
        self.named(Words::new("schema", "模板"), schema.text(self.lang()), text);
        self.stated(Words::new("agency", "发布机关"), identity.agency.as_ref(), text);
        self.stated(Words::new("year", "年度"), identity.year.as_ref(), text);
        self.stated(Words::new("title", "标题"), identity.title.as_ref(), text);
        self.stated(Words::new("signed by", "落款机关"), identity.signed_by.as_ref(), text);
        self.stated(Words::new("signed on", "落款日期"), identity.signed_on.as_ref(), text);
        text.push('\n');
    }

    /// A line that begins with a name.
    fn named(&self, name: Words, content: &str, text: &mut String) {
        line(text, &format!("  {} {content}", describe::padded(name.text(self.lang()), 10)));
    }

    fn stated<T: std::fmt::Display>(&self, name: Words, stated: Option<&Stated<T>>, text: &mut String) {
        let said = match stated {
            None => say!("not said", "未写明"),
            Some(stated) => {
                let value = stated.value.to_string();
                let origin = describe::origin(stated.origin, &self.report.parts, self.lang());
                let (value, raw) = (one_line(&value), one_line(&stated.raw));
                say!("{value}  「{raw}」 in {origin}", "{value}  「{raw}」，见{origin}")
            }
        };
        self.named(name, said.text(self.lang()), text);
    }

    fn outline(&self, text: &mut String) {
        self.section(Words::new("Outline", "大纲"), text);
        let mut found = false;
        for block in &self.document.blocks {
            let Block::Paragraph(paragraph) = block else { continue };
            let Some(level) = paragraph.outline else { continue };
            let number = paragraph.number.as_ref().map_or("", |number| number.text.as_str());
            let indent = "  ".repeat(usize::from(level) + 1);
            line(text, &format!("{indent}{}{}", one_line(number), one_line(&paragraph.text)));
            found = true;
        }
        let none = Words::new("  no paragraph is styled as a heading\n", "  没有段落使用标题样式\n");
        line(text, if found { "" } else { none.text(self.lang()) });
    }

    /// Which field each cell of a table became, and the notes about it.
    fn cells(&self, table: TableId, text: &mut String) {
        for fact in self.report.facts.iter().filter(|fact| fact.place.table == Some(table)) {
            let at = format!("r{} c{}", fact.place.row + 1, fact.place.column + 1);
            let raw = one_line(&fact.raw);
            let id = fact.name(self.schema);
            line(text, &format!("  {at:<8} {id} = {}  「{raw}」", describe::value(fact, self.lang())));
        }
        for note in self.notes(Some(table)) {
            self.note(note, text);
        }
    }

    /// The notes about places in this table, or in none.
    fn notes(&self, table: Option<TableId>) -> impl Iterator<Item = &Note> {
        notes(self.report, self.schema).filter(move |note| note.place.and_then(|place| place.table) == table)
    }

    fn note(&self, note: &Note, text: &mut String) {
        let lang = self.lang();
        let code = format!("{}[{}]", note.code.level.words().text(lang), note.code.id);
        let place = note.place.map_or(String::new(), |place| {
            format!("{}{}", describe::cell_or_place(place, &self.report.parts, lang), COLON.text(lang))
        });
        let code = self.terminal.paint_out(level_style(note.code.level), &code);
        line(text, &format!("  {code} {place}{}", one_line(note.message.text(lang))));
    }

    /// Facts and notes that are in no table.
    fn outside(&self, text: &mut String) {
        let facts: Vec<_> = self.report.facts.iter().filter(|fact| fact.place.table.is_none()).collect();
        if !facts.is_empty() {
            self.section(Words::new("Figures in running text", "正文中的数字"), text);
            for fact in facts {
                line(text, &format!("  {}", finding::figure(fact.field, self.report, self.schema, self.lang())));
            }
            text.push('\n');
        }
        let notes: Vec<_> = self.notes(None).collect();
        if !notes.is_empty() {
            self.section(Words::new("Notes on the document", "关于文档的提示"), text);
            for note in notes {
                self.note(note, text);
            }
            text.push('\n');
        }
    }

    fn checks(&self, text: &mut String) {
        let verdicts = &self.report.verdicts;
        let of = |name| verdicts.iter().filter(|judgement| judgement.verdict.name() == name).count();
        self.section(Words::new("Checks", "勾稽关系"), text);
        let counts = say!(
            "  {holds} hold, {broken} broken, {unknown} unknown",
            "  成立 {holds} 项，不成立 {broken} 项，无法校验 {unknown} 项",
            holds = of("holds"),
            broken = of("broken"),
            unknown = of("unknown")
        );
        line(text, counts.text(self.lang()));
        for found in findings(self.report, self.schema) {
            if let Finding::Check { verdict: Verdict::Broken { .. }, .. } = found {
                text.push('\n');
                text.push_str(finding::block(&found, self.report, self.schema, self.terminal).trim_end());
                text.push('\n');
            }
        }
        text.push('\n');
    }

    fn sections(&self, text: &mut String) {
        self.section(Words::new("Sections", "章节"), text);
        for section in &self.report.sections {
            let length = section.text.chars().filter(|c| !c.is_whitespace()).count();
            let length = Message::new(files::many(length, "character"), format!("{} 字", files::grouped(length)));
            let length = length.text(self.lang());
            let id = &self.schema.sections[section.section].id;
            line(text, &format!("  {id:<16} {}  {length}", one_line(&section.heading)));
        }
        text.push('\n');
    }

    fn stories(&self, text: &mut String) {
        if self.document.stories.is_empty() {
            return;
        }
        self.section(Words::new("Beside the body", "正文之外"), text);
        for story in &self.document.stories {
            let words: Vec<String> = story.blocks.iter().map(|block| shown(block, self.lang())).collect();
            let kind = describe::padded(story.kind.words().text(self.lang()), 12);
            line(text, &format!("  {kind} {}", one_line(&words.join(" "))));
        }
        text.push('\n');
    }
}

/// The tables of the body, then those of the stories with the story that they are in.
pub(super) fn all_tables(document: &Document) -> Vec<(Option<StoryKind>, &Table)> {
    let body = document.tables().into_iter().map(|table| (None, table));
    body.chain(document.story_tables().into_iter().map(|(story, table)| (Some(story), table))).collect()
}

/// `Table 3: 25 rows, 10 columns, in table 2, row 1, column 1`.
pub(super) fn table_title(story: Option<StoryKind>, table: &Table) -> Message {
    let (number, rows, columns) = (table.id().0 + 1, table.rows() as usize, table.columns() as usize);
    let mut title = Message::new(
        format!("Table {number}: {}, {}", files::many(rows, "row"), files::many(columns, "column")),
        format!("表 {number}：{} 行 {} 列", files::grouped(rows), files::grouped(columns)),
    );
    if let Some((parent, row, column)) = table.parent() {
        title.push(&say!(
            ", in table {parent}, row {row}, column {column}",
            "，位于表 {parent} 第 {row} 行第 {column} 列",
            parent = parent.0 + 1,
            row = row + 1,
            column = column + 1
        ));
    }
    if let Some(story) = story {
        let Words { english, chinese } = story.words();
        title.push(&Message::new(format!(", in a {english}"), format!("，位于{chinese}")));
    }
    title
}

fn shown(block: &Block, lang: Lang) -> String {
    match block {
        Block::Paragraph(paragraph) => paragraph.text.to_string(),
        Block::Table(table) => {
            say!("[table {number}]", "［表 {number}］", number = table.id().0 + 1).text(lang).to_owned()
        }
    }
}

fn line(text: &mut String, content: &str) {
    text.push_str(content);
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::sample;
    use crate::model::{Area, Cell, Number, Paragraph, Place, Story};

    fn paragraph(text: &str) -> Paragraph {
        Paragraph { text: text.into(), ..Paragraph::default() }
    }

    fn document() -> Document {
        let cell = |row, column, text: &str| Cell {
            area: Area::single(row, column),
            blocks: vec![Block::Paragraph(paragraph(text))],
            hidden: None,
            place: Place::default(),
        };
        let cells = vec![cell(0, 0, ""), cell(0, 1, "数量"), cell(1, 0, "集中采购"), cell(1, 1, "３项")];
        let table = Table::from_cells(TableId(1), Place::default(), 2, 2, cells).unwrap();
        let number = Some(Box::new(Number { text: "一、".into(), level: 0 }));
        let heading = Paragraph { number, outline: Some(0), ..paragraph("总体情况") };
        let footer = vec![Block::Paragraph(paragraph("- 1 -"))];
        Document {
            blocks: vec![Block::Paragraph(heading), Block::Table(Box::new(table))],
            stories: vec![Story { kind: StoryKind::Footer, blocks: footer, place: Place::default() }],
            ..Document::default()
        }
    }

    #[test]
    fn a_report_is_shown_beside_its_document() {
        let (document, schema) = (document(), sample::schema());
        let report = sample::report(&schema);
        let view = View { document: &document, report: &report, schema: &schema, terminal: &Terminal::plain() };
        insta::assert_snapshot!(view.render(80));
    }
}
