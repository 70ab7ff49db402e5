//! `inspect`: one report as a person would check it against the document.

use std::fmt::Write as _;
use std::io::Write;

use anyhow::Result;

use super::args::InspectArgs;
use super::terminal::{Style, Terminal, level_style};
use super::{Exit, describe, files, finding, settings, terminal};
use crate::extract::{Report, Stated, Verdict, extract};
use crate::model::{Block, Document, Note, StoryKind, Table, TableId};
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
            self.heading(&table_title(story, table), &mut text);
            text.push_str(&draw(table, width));
            self.cells(table.id(), &mut text);
            text.push('\n');
        }
        self.outside(&mut text);
        self.checks(&mut text);
        self.sections(&mut text);
        self.stories(&mut text);
        self.heading("Audit", &mut text);
        for law in describe::audit_laws(&self.report.audit) {
            line(&mut text, &format!("  {law}"));
        }
        text
    }

    fn heading(&self, title: &str, text: &mut String) {
        line(text, &self.terminal.paint_out(Style::Strong, title));
    }

    fn identity(&self, text: &mut String) {
        let identity = &self.report.identity;
        self.heading(&one_line(&self.report.source), text);
        line(text, &format!("  schema     {}, {}", self.schema.id, describe::vintage(self.report, self.schema)));
        self.stated("agency", identity.agency.as_ref(), text);
        self.stated("year", identity.year.as_ref(), text);
        self.stated("title", identity.title.as_ref(), text);
        self.stated("signed by", identity.signed_by.as_ref(), text);
        self.stated("signed on", identity.signed_on.as_ref(), text);
        text.push('\n');
    }

    fn stated<T: std::fmt::Display>(&self, name: &str, stated: Option<&Stated<T>>, text: &mut String) {
        let said = stated.map_or("not said".to_owned(), |stated| {
            let value = stated.value.to_string();
            let origin = describe::origin(stated.origin, &self.report.parts);
            format!("{}  「{}」 in {origin}", one_line(&value), one_line(&stated.raw))
        });
        line(text, &format!("  {name:<10} {said}"));
    }

    fn outline(&self, text: &mut String) {
        self.heading("Outline", text);
        let mut found = false;
        for block in &self.document.blocks {
            let Block::Paragraph(paragraph) = block else { continue };
            let Some(level) = paragraph.outline else { continue };
            let number = paragraph.number.as_ref().map_or("", |number| number.text.as_str());
            let indent = "  ".repeat(usize::from(level) + 1);
            line(text, &format!("{indent}{}{}", one_line(number), one_line(&paragraph.text)));
            found = true;
        }
        line(text, if found { "" } else { "  no paragraph is styled as a heading\n" });
    }

    /// Which field each cell of a table became, and the notes about it.
    fn cells(&self, table: TableId, text: &mut String) {
        for fact in self.report.facts.iter().filter(|fact| fact.place.table == Some(table)) {
            let at = format!("r{} c{}", fact.place.row + 1, fact.place.column + 1);
            let raw = one_line(&fact.raw);
            let id = &self.schema.field(fact.field).id;
            line(text, &format!("  {at:<8} {id} = {}  「{raw}」", describe::value(fact)));
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
        let code = format!("{}[{}]", note.code.level.name(), note.code.id);
        let place = note.place.map_or(String::new(), |place| {
            format!("{}: ", describe::cell(place).unwrap_or_else(|| describe::place(place, &self.report.parts)))
        });
        let code = self.terminal.paint_out(level_style(note.code.level), &code);
        line(text, &format!("  {code} {place}{}", one_line(&note.message)));
    }

    /// Facts and notes that are in no table.
    fn outside(&self, text: &mut String) {
        let facts: Vec<_> = self.report.facts.iter().filter(|fact| fact.place.table.is_none()).collect();
        if !facts.is_empty() {
            self.heading("Figures in running text", text);
            for fact in facts {
                line(text, &format!("  {}", finding::figure(fact.field, self.report, self.schema)));
            }
            text.push('\n');
        }
        let notes: Vec<_> = self.notes(None).collect();
        if !notes.is_empty() {
            self.heading("Notes on the document", text);
            for note in notes {
                self.note(note, text);
            }
            text.push('\n');
        }
    }

    fn checks(&self, text: &mut String) {
        let verdicts = &self.report.verdicts;
        let of = |name| verdicts.iter().filter(|judgement| judgement.verdict.name() == name).count();
        self.heading("Checks", text);
        line(text, &format!("  {} hold, {} broken, {} unknown", of("holds"), of("broken"), of("unknown")));
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
        self.heading("Sections", text);
        for section in &self.report.sections {
            let length = files::many(section.text.chars().filter(|c| !c.is_whitespace()).count(), "character");
            let id = &self.schema.sections[section.section].id;
            line(text, &format!("  {id:<16} {}  {length}", one_line(&section.heading)));
        }
        text.push('\n');
    }

    fn stories(&self, text: &mut String) {
        if self.document.stories.is_empty() {
            return;
        }
        self.heading("Beside the body", text);
        for story in &self.document.stories {
            let words: Vec<String> = story.blocks.iter().map(shown).collect();
            line(text, &format!("  {:<12} {}", story.kind.name(), one_line(&words.join(" "))));
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
pub(super) fn table_title(story: Option<StoryKind>, table: &Table) -> String {
    let mut title = format!(
        "Table {}: {}, {}",
        table.id().0 + 1,
        files::many(table.rows() as usize, "row"),
        files::many(table.columns() as usize, "column")
    );
    if let Some((parent, row, column)) = table.parent() {
        _ = write!(title, ", in table {}, row {}, column {}", parent.0 + 1, row + 1, column + 1);
    }
    if let Some(story) = story {
        _ = write!(title, ", in a {}", story.name());
    }
    title
}

fn shown(block: &Block) -> String {
    match block {
        Block::Paragraph(paragraph) => paragraph.text.clone(),
        Block::Table(table) => format!("[table {}]", table.id().0 + 1),
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
        Paragraph { text: text.to_owned(), ..Paragraph::default() }
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
        let number = Some(Box::new(Number { text: "一、".to_owned(), level: 0 }));
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
