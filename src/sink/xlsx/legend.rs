//! The last sheet: what each column is, what each colour means, and what made the workbook.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::grid::Grid;
use super::look::{Doubt, Kind, Look, Looks, fit};
use crate::schema::{Schema, ValueKind};
use crate::sink::frame::{Column, Role};

/// The name of the sheet.
pub(super) const NAME: &str = "说明";

const TITLES: [(&str, f64); 8] = [
    ("指标代码", 60.0),
    ("工作表", 26.0),
    ("列", 6.0),
    ("标签", 70.0),
    ("类型", 8.0),
    ("单位", 8.0),
    ("表样", 14.0),
    ("依据", 50.0),
];

const LEGEND: [(Look, &str, &str); 8] = [
    (Look { kind: Kind::Number(0), doubt: Doubt::None }, "12", "原文的数字"),
    (Look { kind: Kind::Blank, doubt: Doubt::None }, "", "原文为空白"),
    (Look { kind: Kind::Nil, doubt: Doubt::None }, "/", "原文为表示“无”的符号，照录"),
    (Look { kind: Kind::Unreadable, doubt: Doubt::None }, "若干", "原文不是数字，照录"),
    (Look { kind: Kind::Missing, doubt: Doubt::None }, "", "该表样有此指标，但文件中没有找到单元格"),
    (Look { kind: Kind::NotOnForm, doubt: Doubt::None }, "", "该表样没有此指标"),
    (Look { kind: Kind::Number(0), doubt: Doubt::Broken }, "12", "参与的勾稽关系不平衡，见批注和“检查”"),
    (Look { kind: Kind::Number(0), doubt: Doubt::Unusual }, "12", "参与的经验性勾稽关系不成立，见批注和“检查”"),
];

const INPUTS: &str = "“报告”列出每个输入文件及其状态，无法读取和失败的也在内；文件夹中不是文档的文件不列入。跨年度勾稽关系不成立的，见“检查”。";

/// Writes the sheet. `over` says what there was no room for.
pub(super) fn write(
    workbook: &mut Workbook,
    schema: &Schema,
    sheets: &[(&[Column], &Grid)],
    over: &[String],
    looks: &mut Looks,
) -> Result<(), XlsxError> {
    let page = workbook.add_worksheet_with_constant_memory()?.set_name(NAME)?;
    let mut row = 0;
    page.write_string_with_format(row, 0, format!("{}：数据说明", schema.title), looks.of(Kind::Title))?;
    page.set_row_height(row, 26)?;
    for (column, (_, width)) in TITLES.iter().enumerate() {
        page.set_column_width(column as u16, *width)?;
    }
    row += 1;
    let program = concat!("由 baobiao ", env!("CARGO_PKG_VERSION"), " 生成；数字均照录原文，勾稽关系只检查、不改正。");
    page.write_string(row, 0, program)?;
    row += 1;
    page.write_string(row, 0, INPUTS)?;
    for line in over {
        row += 1;
        page.write_string_with_format(row, 0, line, looks.of(Kind::Unreadable))?;
    }
    row += 2;
    for (look, example, meaning) in LEGEND {
        match example.parse::<f64>() {
            Ok(number) => page.write_number_with_format(row, 0, number, looks.get(look))?,
            Err(_) if example.is_empty() => page.write_blank(row, 0, looks.get(look))?,
            Err(_) => page.write_string_with_format(row, 0, example, looks.get(look))?,
        };
        page.write_string(row, 1, meaning)?;
        row += 1;
    }
    row += 1;
    for (column, (title, _)) in TITLES.iter().enumerate() {
        page.write_string_with_format(row, column as u16, *title, looks.of(Kind::Header))?;
    }
    for (frame, grid) in sheets {
        for (position, index) in grid.columns.iter().enumerate() {
            if let Role::Harmonized(rule) = frame[*index].role {
                row += 1;
                let letter = rust_xlsxwriter::utility::column_number_to_name(position as u16);
                let rule = &schema.harmonized[rule];
                let sources: Vec<&str> = rule.sources.iter().map(|source| source.rule.as_str()).collect();
                let sources = sources.join("；");
                let unit = rule.unit.as_deref().unwrap_or("");
                let texts = [&*sources, &grid.name, &letter, &rule.title, "统一口径", unit, "", &rule.reason];
                for (column, text) in texts.into_iter().enumerate() {
                    page.write_string_with_format(row, column as u16, fit(text), looks.of(Kind::Text))?;
                }
            }
            if let Role::Value(id) = frame[*index].role {
                row += 1;
                let letter = rust_xlsxwriter::utility::column_number_to_name(position as u16);
                let field = schema.field(id);
                let vintages =
                    || schema.vintages.iter().enumerate().filter(|(index, _)| field.vintages.contains(*index));
                let ids: Vec<&str> = vintages().map(|(_, vintage)| vintage.id.as_str()).collect();
                let sources: Vec<&str> = vintages().map(|(_, vintage)| vintage.source.as_str()).collect();
                let texts = [
                    field.id.as_str(),
                    &grid.name,
                    &letter,
                    &field.title(),
                    in_words(field.kind),
                    field.unit.as_deref().unwrap_or(""),
                    &ids.join("、"),
                    &sources.join("；"),
                ];
                for (column, text) in texts.into_iter().enumerate() {
                    page.write_string_with_format(row, column as u16, fit(text), looks.of(Kind::Text))?;
                }
            }
        }
    }
    Ok(())
}

fn in_words(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Count => "数量",
        ValueKind::Signed => "增减",
        ValueKind::Amount => "金额",
        ValueKind::Text => "文字",
        ValueKind::Date => "日期",
        ValueKind::Choice => "单选",
        ValueKind::Choices => "多选",
    }
}
