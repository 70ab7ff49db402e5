//! The workbook: its sheets in order, and a report's way into them.

use std::collections::HashMap;
use std::io;
use std::path::PathBuf;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::checks::{self, Checks};
use super::grid::{Grid, Notes, Page, Remark, WHOSE};
use super::header::field;
use super::legend;
use super::look::{Doubt, Looks};
use crate::extract::{Compare, Compared, Comparison, Report, UnitFrom, Verdict};
use crate::model::Message;
use crate::schema::{FieldId, Layout, Schema};
use crate::sink::Sink;
use crate::sink::findings::term_fields;
use crate::sink::frame::{Column, ColumnKind, Datum, Listed, Role, Wide};
use crate::sink::manifest::{self, Lost, Status};

/// Notes at cells, and links, that are kept in memory until the end: several thousand bytes each when the file is closed.
const NOTES: usize = 1_000;
const LINKS: usize = 1_000;

/// The sheet of all reports, and its columns with their titles and widths.
const REPORTS: &str = "报告";
const ABOUT: [(&str, &str, f64); 19] = [
    ("agency", "机关", 26.0),
    ("year", "年度", 7.0),
    (STATUS, "状态", 10.0),
    (REASON, "原因", 50.0),
    (CODE, "代码", 18.0),
    ("vintage", "表样", 7.0),
    ("title", "标题", 44.0),
    ("signed_by", "落款机关", 24.0),
    ("signed_on", "落款日期", 12.0),
    ("facts", "指标数", 8.0),
    ("blank", "空白", 7.0),
    ("nil", "无", 7.0),
    ("unreadable", "不可读", 8.0),
    ("missing", "缺失", 7.0),
    ("broken", "不平衡", 8.0),
    ("errors", "错误", 7.0),
    ("warnings", "存疑", 7.0),
    ("schema", "报表", 12.0),
    ("file", "文件", 60.0),
];

/// Columns of that sheet that the wide frame does not have: what became of an input, the code of the reason, the reason.
pub(super) const STATUS: &str = "status";
const CODE: &str = "code";
const REASON: &str = "reason";

/// A workbook that reports are added to.
pub(in crate::sink) struct Xlsx<'a> {
    schema: &'a Schema,
    path: PathBuf,
    wide: Wide<'a>,
    /// The columns of the wide frame, then those of [`STATUS`], [`CODE`] and [`REASON`].
    frame: Vec<Column>,
    workbook: Workbook,
    looks: Looks,
    /// The sheet of all reports, then one a table whose fields do not repeat.
    grids: Vec<Grid>,
    /// One a table of records.
    lists: Vec<(Listed<'a>, Grid)>,
    checks: Option<Checks>,
    notes: Notes,
    links: Notes,
    /// The rows of each report that can be compared with another year.
    rows: HashMap<Key, Rows>,
}

/// The sheet of the figures that stand for one thing over all years.
const HARMONIZED: &str = "各年度统一口径";

/// A report by its file, agency and year.
type Key = (String, String, i32);

/// How many rows of data stand before a report's, for each sheet in the order of [`Xlsx::grids`]; `None` where it has no
/// row, because its vintage has no such table.
type Rows = Box<[Option<u32>]>;

impl<'a> Xlsx<'a> {
    pub(in crate::sink) fn new(schema: &'a Schema, path: PathBuf) -> io::Result<Self> {
        // The file is made at once, so that one that cannot be written is known before anything is read.
        std::fs::File::create_new(&path)?;
        let mut workbook = Workbook::new();
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder {
            workbook.set_tempdir(folder).map_err(cause)?;
        }
        let date = ExcelDateTime::from_ymd(2000, 1, 1).map_err(cause)?;
        let properties = DocProperties::new().set_title(&schema.title).set_creation_datetime(&date);
        workbook.set_properties(&properties);
        let wide = Wide::new(schema);
        let own = [STATUS, CODE, REASON].map(|id| {
            let (id, label) = (id.to_owned(), id.to_owned());
            Column { id, label, kind: ColumnKind::Text, role: Role::Row }
        });
        Ok(Xlsx {
            schema,
            path,
            frame: wide.columns().iter().cloned().chain(own).collect(),
            wide,
            workbook,
            looks: Looks::default(),
            grids: Vec::new(),
            lists: Vec::new(),
            checks: None,
            notes: Notes::at_most(NOTES),
            links: Notes::at_most(LINKS),
            rows: HashMap::new(),
        })
    }

    fn create(&mut self) -> Result<(), XlsxError> {
        let (frame, schema) = (self.frame.as_slice(), self.schema);
        let position = |id: &str| frame.iter().position(|column| column.id == id);
        let of_table = |table: Option<usize>| {
            let about = move |column: &Column| field(column, schema).is_some_and(|field| field.table == table);
            (0..frame.len()).filter(move |index| about(&frame[*index]))
        };
        let about: Vec<(&str, &str, f64)> = ABOUT.iter().copied().filter(|(id, ..)| position(id).is_some()).collect();
        let mut columns: Vec<usize> = about.iter().filter_map(|(id, ..)| position(id)).collect();
        columns.extend(of_table(None));
        let mut names = vec![REPORTS.to_owned(), checks::NAME.to_owned(), legend::NAME.to_owned()];
        let title = format!("{}：全部报告", schema.title);
        let (workbook, looks) = (&mut self.workbook, &mut self.looks);
        let page = Page { sheet: 0, table: None, name: REPORTS.to_owned(), title: &title, columns, titles: &about };
        self.grids.push(Grid::begin(workbook, page, frame, schema, looks)?);
        for (index, table) in schema.tables.iter().enumerate() {
            if table.layout == Layout::Records {
                let name = sheet_name(&table.title, &mut names);
                self.lists.push(list(workbook, schema, index, name, looks)?);
                continue;
            }
            let mut columns: Vec<usize> = WHOSE.iter().filter_map(|(id, ..)| position(id)).collect();
            columns.extend(of_table(Some(index)));
            let name = sheet_name(&table.title, &mut names);
            let page =
                Page { sheet: index + 1, table: Some(index), name, title: &table.title, columns, titles: &WHOSE };
            self.grids.push(Grid::begin(workbook, page, frame, schema, looks)?);
        }
        let mut next = schema.tables.len() + 1;
        if schema.harmonize {
            let mut columns: Vec<usize> = WHOSE.iter().filter_map(|(id, ..)| position(id)).collect();
            let joined = |column: &Column| matches!(column.role, Role::Harmonized(_) | Role::Source(_));
            columns.extend((0..frame.len()).filter(|index| joined(&frame[*index])));
            let name = sheet_name(HARMONIZED, &mut names);
            let page = Page { sheet: next, table: None, name, title: HARMONIZED, columns, titles: &WHOSE };
            self.grids.push(Grid::begin(workbook, page, frame, schema, looks)?);
            next += 1;
        }
        self.checks = Some(Checks::begin(workbook, next, looks)?);
        Ok(())
    }

    fn add(&mut self, report: &Report) -> Result<(), XlsxError> {
        let remarks = remarks(report, self.schema);
        let (status, why) = manifest::became(report, self.schema);
        let mut row = self.wide.row(report);
        row.extend(became(status, why.as_ref().map(|why| (why.code.id, &why.message, &why.advice))));
        let schema = self.schema;
        let stands = |grid: &Grid| grid.table.is_none_or(|table| stands_in(report, schema, table));
        let rows: Rows = self.grids.iter().map(|grid| stands(grid).then(|| grid.filled())).collect();
        for grid in self.grids.iter_mut().filter(|grid| stands(grid)) {
            let said = |role| match role {
                Role::Value(field) => remarks.get(&field).cloned().unwrap_or_default(),
                _ => Remark::default(),
            };
            grid.add(&mut self.workbook, &self.frame, &row, said, &mut self.looks, &mut self.notes)?;
        }
        for (listed, grid) in &mut self.lists {
            for (row, record) in listed.rows(report).zip(1..) {
                let said = |role| match role {
                    Role::Value(field) => remark_of(report, field, record),
                    _ => Remark::default(),
                };
                grid.add(&mut self.workbook, listed.columns(), &row, said, &mut self.looks, &mut self.notes)?;
            }
        }
        let identity = &report.identity;
        if let (Some(agency), Some(year)) = (&identity.agency, &identity.year) {
            self.rows.insert((report.source.clone(), agency.value.clone(), year.value), rows.clone());
        }
        let address = |field: FieldId| address(&self.grids, &self.frame, &rows, field);
        let Some(checks) = &mut self.checks else { return Ok(()) };
        checks.add(&mut self.workbook, report, self.schema, &address, &mut self.looks, &mut self.links)
    }

    /// An input that gave no report: a row among all reports, and nothing in the sheets of the tables.
    fn add_lost(&mut self, lost: &Lost<'_>) -> Result<(), XlsxError> {
        let mut row = vec![Datum::Empty; self.wide.columns().len()];
        if let Some(file) = self.frame.iter().position(|column| column.id == "file") {
            row[file] = Datum::Text(lost.source.into());
        }
        row.extend(became(lost.status, Some((lost.code, lost.message, lost.help))));
        let nothing = |_| Remark::default();
        self.grids[0].add(&mut self.workbook, &self.frame, &row, nothing, &mut self.looks, &mut self.notes)
    }

    fn add_compared(&mut self, compared: &Compared) -> Result<(), XlsxError> {
        let Some(checks) = &mut self.checks else { return Ok(()) };
        for comparison in compared.comparisons.iter().filter(|comparison| comparison.verdict != Verdict::Holds) {
            let Comparison { source, prior_source, agency, prior_agency, year, .. } = comparison;
            let address = |term: &Compare| {
                let key = match term.prior {
                    false => (source.clone(), agency.clone(), *year),
                    true => (prior_source.clone(), prior_agency.clone(), year - 1),
                };
                address(&self.grids, &self.frame, self.rows.get(&key)?, term.field)
            };
            checks.add_years(
                &mut self.workbook,
                comparison,
                self.schema,
                &address,
                &mut self.looks,
                &mut self.links,
            )?;
        }
        checks.add_notes(&mut self.workbook, &compared.notes, &mut self.looks, &mut self.links)
    }

    /// Refuses what no sheet could hold: one more row of reports, or `report`'s records.
    fn check_room(&self, report: Option<&Report>) -> io::Result<()> {
        let records = |listed: &Listed<'_>| report.and_then(|report| report.list(listed.table())).unwrap_or(0);
        let lists = self.lists.iter().all(|(listed, grid)| grid.has_room(records(listed)));
        if lists && self.grids.iter().all(|grid| grid.has_room(1)) {
            return Ok(());
        }
        let message = "a sheet holds 1,048,576 rows, and there are more reports; \
                       convert them in several runs, or to csv, parquet or sqlite";
        Err(io::Error::new(io::ErrorKind::FileTooLarge, message))
    }

    fn close(&mut self) -> Result<(), XlsxError> {
        for grid in self.grids.iter().chain(self.lists.iter().map(|(_, grid)| grid)) {
            grid.finish(&mut self.workbook)?;
        }
        let mut over = Vec::new();
        if self.notes.over > 0 {
            over.push(format!("批注过多：另有 {} 处批注没有写入本文件，内容见 JSON 输出。", self.notes.over));
        }
        if let Some(checks) = &self.checks {
            checks.finish(&mut self.workbook)?;
            if checks.over > 0 {
                over.push(format!("“检查”已满：另有 {} 条没有写入本文件，内容见 JSON 输出。", checks.over));
            }
        }
        let of_reports = self.grids.iter().map(|grid| (self.frame.as_slice(), grid));
        let sheets: Vec<(&[Column], &Grid)> =
            of_reports.chain(self.lists.iter().map(|(listed, grid)| (listed.columns(), grid))).collect();
        legend::write(&mut self.workbook, self.schema, &sheets, &over, &mut self.looks)?;
        self.workbook.save(&self.path)
    }
}

impl Sink for Xlsx<'_> {
    fn begin(&mut self) -> io::Result<()> {
        self.create().map_err(cause)
    }

    fn report(&mut self, report: &Report) -> io::Result<()> {
        self.check_room(Some(report))?;
        self.add(report).map_err(cause)
    }

    fn lost(&mut self, lost: &Lost<'_>) -> io::Result<()> {
        self.check_room(None)?;
        self.add_lost(lost).map_err(cause)
    }

    fn compares_years(&self) -> bool {
        true
    }

    fn compared(&mut self, compared: &Compared) -> io::Result<()> {
        self.add_compared(compared).map_err(cause)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.close().map_err(cause)
    }
}

/// What stands in the columns of [`STATUS`], [`CODE`] and [`REASON`].
fn became<'r>(status: Status, why: Option<(&'r str, &'r Message, &'r Message)>) -> [Datum<'r>; 3] {
    let status = Datum::Text(status.words().chinese.into());
    match why {
        None => [status, Datum::Empty, Datum::Empty],
        Some((code, message, advice)) => {
            let reason = format!("{}。{}", message.chinese, advice.chinese);
            [status, Datum::Text(code.into()), Datum::Text(reason.into())]
        }
    }
}

/// Where a report's figure of a field stands: in words, and as a link.
fn address(grids: &[Grid], frame: &[Column], rows: &Rows, field: FieldId) -> Option<(String, String)> {
    grids.iter().zip(rows).find_map(|(grid, filled)| {
        let column = grid.columns.iter().position(|index| frame[*index].role == Role::Value(field))?;
        Some(grid.address((*filled)?, column))
    })
}

/// Whether a report has a row in the sheet of a table: its vintage has the table, or something was found of it. One
/// whose vintage is not known stands in the sheets of the newest.
fn stands_in(report: &Report, schema: &Schema, table: usize) -> bool {
    let on_form = |vintage: usize| schema.tables[table].bands.iter().any(|band| band.vintages.contains(vintage));
    report.vintage.or(schema.vintages.len().checked_sub(1)).is_none_or(on_form)
        || report.facts.iter().any(|fact| schema.field(fact.field).table == Some(table))
}

/// What is to be said at each figure: broken identities, remarks, units that are not the form's.
fn remarks(report: &Report, schema: &Schema) -> HashMap<FieldId, Remark> {
    let mut remarks: HashMap<FieldId, Remark> = HashMap::new();
    for judgement in report.verdicts.iter().filter(|judgement| matches!(judgement.verdict, Verdict::Broken { .. })) {
        let check = &schema.checks[judgement.check];
        let identity = &check.instances[judgement.instance];
        let doubt = if check.hard { Doubt::Broken } else { Doubt::Unusual };
        let words = format!("{}\n{}", check.title, checks::sums(identity, &judgement.verdict, report, schema));
        for field in identity.left.iter().chain(&identity.right).flat_map(|term| term_fields(term, report)) {
            let remark = remarks.entry(*field).or_default();
            remark.doubt = remark.doubt.max(doubt);
            remark.words.push(words.clone());
        }
    }
    for fact in report.facts.iter().filter(|fact| fact.record.is_none()) {
        let mut say = |words: String| remarks.entry(fact.field).or_default().words.push(words);
        if let Some(remark) = &fact.remark {
            say(format!("原文备注：{remark}"));
        }
        let own = schema.field(fact.field).unit.as_deref();
        if let Some(unit) = fact.unit.as_ref().filter(|unit| unit.from != UnitFrom::Schema && Some(&*unit.name) != own)
        {
            say(format!("原文单位：{}", unit.name));
        }
    }
    remarks
}

/// The sheet of a table of records.
fn list<'a>(
    workbook: &mut Workbook,
    schema: &'a Schema,
    table: usize,
    name: String,
    looks: &mut Looks,
) -> Result<(Listed<'a>, Grid), XlsxError> {
    const TITLES: [(&str, &str, f64); 3] = [("file", "文件", 40.0), ("title", "标题", 26.0), ("record", "序号", 7.0)];
    let listed = Listed::new(schema, table);
    let position = |id: &str| listed.columns().iter().position(|column| column.id == id && column.role == Role::Row);
    let mut columns: Vec<usize> = TITLES.iter().filter_map(|(id, ..)| position(id)).collect();
    columns.extend((0..listed.columns().len()).filter(|index| listed.columns()[*index].role != Role::Row));
    let page = Page {
        sheet: table + 1,
        table: Some(table),
        name,
        title: &schema.tables[table].title,
        columns,
        titles: &TITLES,
    };
    let grid = Grid::begin(workbook, page, listed.columns(), schema, looks)?;
    Ok((listed, grid))
}

/// What is to be said at a value of a record.
fn remark_of(report: &Report, field: FieldId, record: u32) -> Remark {
    let fact = report.records(field).iter().find(|fact| fact.record == Some(record));
    let words = fact.and_then(|fact| fact.remark.as_ref()).map(|remark| format!("原文备注：{remark}"));
    Remark { words: words.into_iter().collect(), ..Remark::default() }
}

/// A name that a sheet may have and no other has: at most 31 characters, none of `[]:*?/\`.
fn sheet_name(title: &str, names: &mut Vec<String>) -> String {
    let clean: String = title.chars().map(|c| if "[]:*?/\\'".contains(c) { '_' } else { c }).collect();
    let cut = |length: usize| clean.chars().take(length).collect::<String>();
    let mut name = cut(31);
    let mut count = 1;
    while name.is_empty() || names.iter().any(|known| known.to_lowercase() == name.to_lowercase()) {
        count += 1;
        name = format!("{}({count})", cut(26));
    }
    names.push(name.clone());
    name
}

/// The writer's own error.
fn cause(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_short_clean_and_different() {
        let mut names = vec!["报告".to_owned()];
        assert_eq!(sheet_name("收到和处理[申请]情况", &mut names), "收到和处理_申请_情况");
        assert_eq!(sheet_name("报告", &mut names), "报告(2)");
        assert_eq!(sheet_name("", &mut names), "(2)");
        let long = "长".repeat(40);
        assert_eq!(sheet_name(&long, &mut names).chars().count(), 31);
        assert_eq!(sheet_name(&long, &mut names).chars().count(), 29);
    }
}
