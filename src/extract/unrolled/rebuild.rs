//! The line through a text: run by run, headers and rows, until a table ends.

use super::columns::{self, Fit};
use super::grid::{Open, Row, figure, words};
use super::labels::{Cut, Token, Vocabulary};
use super::lines::{Part, Run, each_run};
use super::rows::{Doubt, Going, Known, Next, is_row};
use crate::extract::prose::is_heading;
use crate::model::{Block, Document, Message, Note, Table, TableId, codes, say};
use crate::schema::Schema;

/// How many notes of rows that could not be built are kept in full.
const KEPT: usize = 32;
/// So many lines may stand between a header and the figures without being a label.
const UNKNOWN_LINES: usize = 6;
/// Words of so many characters are text, and the table before them is at its end.
const LONGEST_LABEL: usize = 120;
/// A label of so few characters stands in other texts too.
const SHORT: usize = 3;

/// The document with the tables that its lines are, in their places; `None` where it is no text, or nothing in it is
/// like a table of the form.
pub(in crate::extract) fn rebuild(document: &Document, schema: &Schema) -> Option<Document> {
    if document.lines.is_empty() {
        return None;
    }
    let mut state = Rebuilder {
        schema,
        vocabulary: Vocabulary::new(schema),
        going: None,
        open: None,
        tables: Vec::new(),
        notes: Vec::new(),
        unbuilt: 0,
        stopped: false,
    };
    each_run(document, |run| state.run(&run));
    state.close();
    let Rebuilder { tables, mut notes, unbuilt, .. } = state;
    if tables.is_empty() && notes.is_empty() {
        return None;
    }
    let mut rebuilt = Document { blocks: Vec::with_capacity(document.blocks.len()), ..document.shell() };
    let (mut next, mut made) = (0, 0);
    for open in tables {
        let (first, last) = open.blocks;
        let Some((table, note)) = laid_out(open, schema, TableId(made)) else { continue };
        rebuilt.blocks.extend_from_slice(&document.blocks[next..first]);
        rebuilt.blocks.push(Block::Table(Box::new(table)));
        next = last + 1;
        notes.push(note);
        made += 1;
    }
    rebuilt.blocks.extend_from_slice(&document.blocks[next..]);
    if unbuilt > KEPT {
        let more = unbuilt - KEPT;
        notes.push(Note::new(
            &codes::ROW_UNBUILT,
            None,
            say!("{more} more of these are not listed", "另有{more}处同类情况未列出"),
        ));
    }
    rebuilt.notes.extend(notes);
    Some(rebuilt)
}

struct Rebuilder<'s> {
    schema: &'s Schema,
    vocabulary: Vocabulary<'s>,
    /// The table whose header is in effect.
    going: Option<Going>,
    /// The table that is being put together.
    open: Option<Open>,
    /// Those that are at their end.
    tables: Vec<Open>,
    notes: Vec<Note>,
    unbuilt: usize,
    stopped: bool,
}

/// A header, and what stands between it and the figures.
struct Headed<'a> {
    /// The character with which it begins.
    start: usize,
    cut: Cut<'a>,
    tokens: Vec<Token<'a>>,
    fit: Fit,
    /// The row that follows; `None` where words that are no label of the form do.
    row: Option<Known>,
}

impl<'s> Rebuilder<'s> {
    fn run(&mut self, run: &Run<'_>) {
        let (Some(last), false) = (run.figures.last().copied(), self.stopped) else {
            // The words at the end of the document.
            return if self.is_beyond(run) {
                self.end_band(Next::Text)
            };
        };
        let cut = self.vocabulary.cut(run);
        if self.vocabulary.is_spent() {
            return self.stop(&last);
        }
        let headed = match self.headed(run, 0) {
            None if !self.is_next(run, &cut) => {
                (1..run.words.len().min(UNKNOWN_LINES + 1)).find_map(|unknown| self.headed(run, unknown))
            }
            headed => headed,
        };
        match headed {
            Some(headed) => self.begin(run, &headed),
            None => self.go_on(run, &cut),
        }
    }

    /// Whether the words of a run are the next row of the table.
    fn is_next(&self, run: &Run<'_>, cut: &Cut<'_>) -> bool {
        self.going.as_ref().is_some_and(|going| going.row(self.schema, &whole(run, cut)).is_ok())
    }

    /// The header in the words of a run: whole, known, and read in the form's order. After it stands a row of the table, or
    /// so many lines of words that nobody knows.
    fn headed(&mut self, run: &Run<'_>, unknown: usize) -> Option<Headed<'s>> {
        let words = run.words[..run.words.len() - unknown].to_vec();
        let known = Run { words, cut: run.cut, ..Run::default() };
        let cut = self.vocabulary.cut(&known);
        for start in cut.starts(&known) {
            let tokens = cut.tokens(start);
            let mut fits = columns::fits(self.schema, &tokens);
            let row = |fit: &Fit| going(fit).row(self.schema, &tokens[fit.length..]).ok().filter(|_| unknown == 0);
            let mut rows: Vec<Option<Known>> = fits.iter().map(row).collect();
            // Where bands have the same columns, the row tells which it is.
            let ends = |at: &usize| unknown > 0 && fits[*at].length == tokens.len();
            let wanted: Vec<usize> = (0..fits.len()).filter(|at| rows[*at].is_some() || ends(at)).collect();
            let [only] = wanted[..] else { continue };
            let (fit, row) = (fits.swap_remove(only), rows.swap_remove(only));
            // Another word of the table before the first one: a header with more columns than the form's.
            if fit.caption.is_none() && cut.before(start).iter().any(|meaning| meaning.table() == fit.table) {
                return None;
            }
            return Some(Headed { start, cut, tokens, fit, row });
        }
        None
    }

    /// Begins a table, or a band of it, with its header and the first row.
    fn begin(&mut self, run: &Run<'_>, headed: &Headed<'_>) {
        let Headed { start, cut, tokens, fit, row } = headed;
        let parts = &run.words;
        let first = parts[cut.part(*start)];
        let header_end = tokens[fit.length - 1].pieces.last().map_or(0, |(part, _)| *part);
        let is_cut_off = !parts[header_end].closes;
        if !cut.is_first(*start) || self.open.as_ref().is_some_and(|open| open.table != fit.table) {
            self.flush();
        }
        self.end_band(self.after_band(parts[..cut.part(*start)].iter(), headed));
        let mut going = going(fit);
        let fault = self.fault(run, &going, row.as_ref());
        if fault.is_some() && is_cut_off {
            self.flush();
            return self.unbuilt(run, fault);
        }
        let open = self.open.get_or_insert_with(|| Open::new(fit.table, &first));
        open.header(&going, fit, tokens, parts);
        open.reach(&parts[header_end]);
        let has_rows = !self.schema.tables[fit.table].bands[fit.band].rows.is_empty();
        match (fault, row) {
            (None, Some(row)) => {
                open.row(&going, made(row, &tokens[fit.length..], run));
                open.reach(&run.figures[run.figures.len() - 1]);
                going.meet(row);
            }
            (fault, _) => {
                going.pass(&going.rows(self.schema, &tokens[fit.length..]));
                self.flush();
                self.unbuilt(run, fault);
            }
        }
        self.going = Some(going).filter(|_| has_rows);
    }

    /// What follows the band that is going on, where this header does.
    fn after_band<'p>(&self, mut before: impl Iterator<Item = &'p Part<'p>>, headed: &Headed<'_>) -> Next {
        let at = (headed.fit.table, headed.fit.band);
        let same = self.going.as_ref().filter(|going| (going.table, going.band) == at);
        match (same, &headed.row) {
            // The header again, at the top of a page.
            (Some(going), Some(row)) if going.last.is_some_and(|last| last < row.entry) => Next::Row(row.entry),
            _ if before.any(|part| is_heading(self.schema, part.text)) => Next::Text,
            _ => Next::Band(at.0, at.1),
        }
    }

    /// Goes on with the next row of the table, where the words are its labels and nothing else.
    fn go_on(&mut self, run: &Run<'_>, cut: &Cut<'_>) {
        let Some(mut going) = self.going.clone() else {
            self.flush();
            return self.headless(run, cut);
        };
        let tokens = whole(run, cut);
        let (row, backwards) = match going.row(self.schema, &tokens) {
            Ok(row) => (Some(row), false),
            // A row that is there twice is shown as it is, so that binding sees both and takes neither on trust.
            Err(Doubt::Backwards(Some(entry))) if going.met.contains(&entry) && tokens.len() == 1 => {
                (Some(Known { entry, groups: Vec::new(), group: None }), true)
            }
            Err(doubt) => (None, matches!(doubt, Doubt::Backwards(_))),
        };
        let fault = self.fault(run, &going, row.as_ref());
        let rows = match &row {
            Some(row) => vec![row.entry],
            None => going.rows(self.schema, &tokens),
        };
        if row.is_none() && self.is_beyond(run) {
            self.flush();
            self.end_band(Next::Text);
            return self.unbuilt(run, fault);
        }
        let refuted = rows.first().filter(|_| !backwards).and_then(|row| going.refuted(self.schema, Next::Row(*row)));
        if let Some(entry) = refuted {
            self.withdraw(&going, entry);
        }
        match (fault, &row) {
            (None, Some(row)) => {
                let open = self.open.get_or_insert_with(|| Open::new(going.table, &run.words[0]));
                open.row(&going, made(row, &tokens, run));
                open.reach(&run.figures[run.figures.len() - 1]);
                going.meet(row);
            }
            (fault, _) => {
                going.pass(&rows);
                self.flush();
                self.unbuilt(run, fault);
            }
        }
        self.going = Some(going).filter(|_| !backwards);
    }

    /// Ends the band that is going on, and takes its last row back where what follows does not bear it out.
    fn end_band(&mut self, next: Next) {
        let Some(going) = self.going.take() else { return };
        if let Some(entry) = going.refuted(self.schema, next) {
            self.withdraw(&going, entry);
        }
    }

    /// Takes back the row that was met last: its figures may be those of a row that is missing after it.
    fn withdraw(&mut self, going: &Going, entry: usize) {
        let tables = self.tables.iter_mut().chain(&mut self.open);
        let Some(place) = tables.rev().find_map(|open| open.withdraw(going, entry)) else { return };
        self.unbuilt += 1;
        let label = &self.schema.tables[going.table].bands[going.band].rows[entry].label;
        let message = say!(
            "after 「{label}」 rows of the form are missing or not as expected; the figures beside it may be those of a row that lost its label; compare them with the page",
            "「{label}」之后缺少模板中的行，或与预期不符；其旁的数字可能属于缺失标签的一行，请与原页面核对"
        );
        self.notes.push(Note::new(&codes::ROW_UNBUILT, place, message));
    }

    /// Whether the words before the figures show that the table is over: a heading, or running text.
    fn is_beyond(&self, run: &Run<'_>) -> bool {
        let length: usize = run.words.iter().map(|part| part.text.chars().count()).sum();
        run.cut || length > LONGEST_LABEL || run.words.iter().any(|part| is_heading(self.schema, part.text))
    }

    /// Figures with a label of the form before them and no header above them.
    fn headless(&mut self, run: &Run<'_>, cut: &Cut<'_>) {
        let Some(label) = cut.last_label().filter(|label| label.whole && is_row(label)) else { return };
        if spelt(&label, run).chars().count() > SHORT {
            let message = say!(
                "no whole header of the form stands above this row; give the text with the header's words in the form's order",
                "该行之上没有完整的表头；请提供表头文字齐全且次序与模板一致的文本"
            );
            self.unbuilt(run, Some(message));
        }
    }

    /// Why the figures of a run are not a row of the table; `None` where they are.
    fn fault(&self, run: &Run<'_>, going: &Going, row: Option<&Known>) -> Option<Message> {
        let title = &self.schema.tables[going.table].title;
        let (expected, found) = (going.figures, run.count);
        let apart = run.figures.last().is_some_and(|last| !last.closes);
        if row.is_none() {
            Some(say!(
                "the words before the figures are not the next row of 「{title}」 that the form knows; add `also` to that row of the schema if they are one",
                "数字前的文字不是「{title}」中此处的已知行；如果是，请在模板的相应行中添加 `also`"
            ))
        } else if found != expected {
            Some(say!(
                "there are {found} figures where 「{title}」 has {expected} columns; see which is lost, doubled or the number of a page",
                "有 {found} 个数字，而「{title}」有 {expected} 列；请核对哪个数字缺失、重复或是页码"
            ))
        } else if apart {
            Some(say!("other words stand in the line of the last figure", "最后一个数字所在的行中还有其他文字"))
        } else {
            None
        }
    }

    /// Notes the figures of a run that were put into no table.
    fn unbuilt(&mut self, run: &Run<'_>, why: Option<Message>) {
        self.unbuilt += 1;
        let (Some(first), Some(last), Some(why)) = (run.words.last().or(run.figures.first()), run.figures.last(), why)
        else {
            return;
        };
        if self.unbuilt > KEPT {
            return;
        }
        let (from, to, label) = (first.line, last.line, first.text);
        let message = Message {
            english: format!("lines {from} to {to}, 「{label}」: {}", why.english),
            chinese: format!("第 {from} 至 {to} 行，「{label}」：{}", why.chinese),
        };
        let also = run.figures.iter().take(KEPT).map(|part| part.place);
        self.notes.push(Note::new(&codes::ROW_UNBUILT, first.place, message).also(also));
    }

    /// Ends the table that is being put together; the header stays in effect.
    fn flush(&mut self) {
        self.tables.extend(self.open.take());
    }

    fn close(&mut self) {
        self.end_band(Next::Nothing);
        self.flush();
    }

    /// Looks at no more of the text.
    fn stop(&mut self, last: &Part<'_>) {
        self.close();
        self.stopped = true;
        let message = say!(
            "the text holds more labels than any report; from line {line} on no tables were looked for: give each report as a file",
            "文本中的标签多于任何一份报告；自第 {line} 行起不再查找表格，请将每份报告存为单独的文件",
            line = last.line
        );
        self.notes.push(Note::new(&codes::ROW_UNBUILT, last.place, message));
    }
}

/// A table on its grid, and the note that says of which lines it was made.
fn laid_out(open: Open, schema: &Schema, id: TableId) -> Option<(Table, Note)> {
    let (from, to) = open.lines;
    let title = &schema.tables[open.table].title;
    let table = open.lay_out(schema, id)?;
    let (rows, columns) = (table.rows(), table.columns());
    let message = say!(
        "lines {from} to {to} were read as a table of {rows} rows and {columns} columns: 「{title}」",
        "第 {from} 至 {to} 行读作 {rows} 行 {columns} 列的表：「{title}」"
    );
    let place = table.place().in_table(table.id(), 0, 0);
    Some((table, Note::new(&codes::TABLE_REBUILT, place, message)))
}

/// The labels that the words of a run are, from the first to the last; none where they are not.
fn whole<'a>(run: &Run<'_>, cut: &Cut<'a>) -> Vec<Token<'a>> {
    let whole = cut.starts(run).first().is_some_and(|start| cut.is_first(*start));
    if whole { cut.tokens(0) } else { Vec::new() }
}

fn going(fit: &Fit) -> Going {
    Going {
        table: fit.table,
        band: fit.band,
        vintages: fit.vintages,
        figures: fit.figures(),
        last: None,
        met: Vec::new(),
        unknown: 0,
        open: false,
        doubtful: None,
    }
}

/// A row with the words of its labels and figures.
fn made(known: &Known, tokens: &[Token<'_>], run: &Run<'_>) -> Row {
    let groups = known.groups.iter().map(|(token, group)| (*group, words(&tokens[*token], &run.words))).collect();
    let label = tokens.last().map(|token| words(token, &run.words)).unwrap_or_default();
    let figures = run.figures.iter().map(figure).collect();
    Row { entry: known.entry, groups, label, figures, withdrawn: false }
}

/// A label as it is printed.
fn spelt(token: &Token<'_>, run: &Run<'_>) -> String {
    token.pieces.iter().map(|(part, bytes)| &run.words[*part].text[bytes.clone()]).collect()
}
