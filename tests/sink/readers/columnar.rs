//! Parquet and Arrow through their own readers.

use std::fs::File;
use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Int32Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use baobiao::schema::Schema;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use rust_decimal::Decimal;

use crate::read_back::{Content, Line, Row};

pub fn parquet_long(path: &Path, _: &Schema) -> Vec<Row> {
    parquet_batches(path).iter().flat_map(rows).collect()
}

pub fn arrow_long(path: &Path, _: &Schema) -> Vec<Row> {
    arrow_batches(path).iter().flat_map(rows).collect()
}

pub fn parquet(path: &Path, schema: &Schema) -> Vec<Line> {
    parquet_batches(path).iter().flat_map(|batch| lines(batch, schema)).collect()
}

pub fn arrow(path: &Path, schema: &Schema) -> Vec<Line> {
    arrow_batches(path).iter().flat_map(|batch| lines(batch, schema)).collect()
}

fn parquet_batches(path: &Path) -> Vec<RecordBatch> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    builder.build().unwrap().map(Result::unwrap).collect()
}

fn arrow_batches(path: &Path) -> Vec<RecordBatch> {
    arrow_ipc::reader::FileReader::try_new(File::open(path).unwrap(), None).unwrap().map(Result::unwrap).collect()
}

fn content(batch: &RecordBatch, name: &str, row: usize) -> Option<Content> {
    let array = batch.column_by_name(name).unwrap_or_else(|| panic!("there is no column {name}"));
    if array.is_null(row) {
        return None;
    }
    Some(match array.data_type() {
        DataType::Int64 => Content::Number(array.as_primitive::<Int64Type>().value(row).into()),
        DataType::Decimal128(38, 10) => {
            let digits = array.as_primitive::<Decimal128Type>().value(row);
            Content::Number(plain(digits))
        }
        DataType::Utf8 => Content::Text(array.as_string::<i32>().value(row).to_owned()),
        DataType::Dictionary(..) => {
            let words = array.as_dictionary::<Int32Type>();
            let word = usize::try_from(words.keys().value(row)).unwrap();
            Content::Text(words.values().as_string::<i32>().value(word).to_owned())
        }
        other => panic!("{name} is {other}"),
    })
}

/// A number of ten decimals; the zeros at its end are taken off, so that it can be larger than a `Decimal` of them.
fn plain(mut digits: i128) -> Decimal {
    let mut scale = 10;
    while scale > 0 && digits % 10 == 0 {
        (digits, scale) = (digits / 10, scale - 1);
    }
    Decimal::from_i128_with_scale(digits, scale)
}

fn text(batch: &RecordBatch, name: &str, row: usize) -> Option<String> {
    match content(batch, name, row) {
        Some(Content::Number(number)) => panic!("{name} is {number}"),
        Some(Content::Text(text)) => Some(text),
        None => None,
    }
}

fn index(batch: &RecordBatch, name: &str, row: usize) -> Option<u32> {
    let Some(Content::Number(number)) = content(batch, name, row) else { return None };
    Some(u32::try_from(number).unwrap())
}

fn rows(batch: &RecordBatch) -> Vec<Row> {
    let row = |row: usize| {
        let text = |name: &str| text(batch, name, row);
        let index = |name: &str| index(batch, name, row);
        let position = index("table").zip(index("row")).zip(index("column"));
        let (number, words) = (content(batch, "value", row), content(batch, "text", row));
        assert!(number.is_none() || words.is_none());
        let state = text("state").unwrap();
        let misfit = state == "misfit";
        Row {
            report: text("report").unwrap(),
            field: text("field").unwrap(),
            value: match words {
                Some(Content::Text(digits)) if misfit => Some(Content::Number(digits.parse().unwrap())),
                words => number.or(words),
            },
            state: if misfit { "value".to_owned() } else { state },
            unit: text("unit"),
            raw: text("raw").unwrap(),
            remark: text("remark"),
            part: text("source"),
            position: position.map(|((table, row), column)| [table, row, column]),
        }
    };
    (0..batch.num_rows()).map(row).collect()
}

fn lines(batch: &RecordBatch, schema: &Schema) -> Vec<Line> {
    let line = |row: usize| {
        let entry = |id: &String| {
            let state = text(batch, &format!("{id}.state"), row).unwrap();
            (id.clone(), (state, content(batch, id, row)))
        };
        schema.fields.iter().map(|field| entry(&field.id)).collect()
    };
    (0..batch.num_rows()).map(line).collect()
}
