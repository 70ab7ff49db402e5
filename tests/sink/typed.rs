//! What typed outputs promise beyond their cells: types, metadata, bounded pieces, keys and views.

use baobiao::extract::Report;
use baobiao::schema::Schema;

use crate::read_back::write;
use crate::sample;

#[cfg(feature = "parquet")]
mod columnar {
    use std::fs::File;

    use arrow_schema::DataType;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    use parquet::basic::Compression;
    use parquet::file::metadata::ParquetMetaData;

    use super::*;

    fn open(kind: &str, schema: &Schema, reports: &[Report]) -> (ParquetMetaData, arrow_schema::Schema) {
        let written = write(kind, schema, reports);
        let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(&written.path).unwrap()).unwrap();
        (builder.metadata().as_ref().clone(), builder.schema().as_ref().clone())
    }

    #[test]
    fn a_column_has_a_type_and_says_what_it_is() {
        let (_, columns) = open("parquet", Schema::builtin(), &[]);
        let field = columns.field_with_name("applications.new_received.total").unwrap();
        assert_eq!(field.data_type(), &DataType::Int64);
        for (key, value) in [("kind", "count"), ("unit", "件"), ("vintages", "2019; 2021")] {
            assert_eq!(field.metadata()[key], value, "{key}");
        }
        assert!(field.metadata()["source"].contains('〔') && field.metadata()["title"].contains('›'));
        let amounts: Vec<&str> = columns
            .fields()
            .iter()
            .filter(|field| field.data_type() == &DataType::Decimal128(38, 10))
            .map(|field| field.name().as_str())
            .collect();
        assert!(!amounts.is_empty() && amounts.iter().all(|name| Schema::builtin().find(name).is_some()));
        for (key, value) in [("baobiao.format", "baobiao.reports"), ("baobiao.format_version", "1")] {
            assert_eq!(columns.metadata()[key], value);
        }
        assert_eq!(columns.metadata()["baobiao.schema"], "foi-report");
    }

    #[test]
    fn the_first_columns_are_those_of_the_wide_csv() {
        let (_, columns) = open("parquet", Schema::builtin(), &[]);
        let wide = baobiao::sink::frame::Wide::new(Schema::builtin());
        let names: Vec<&str> = columns.fields().iter().map(|field| field.name().as_str()).collect();
        let ids: Vec<&str> = wide.columns().iter().map(|column| column.id.as_str()).collect();
        let (first, rest) = names.split_at(ids.len());
        assert_eq!(first, ids);
        assert_eq!(rest.len(), Schema::builtin().fields.len());
        assert!(rest.iter().all(|name| name.ends_with(".state")));
    }

    #[test]
    fn row_groups_are_bounded_and_compressed() {
        let schema = sample::schema();
        let reports: Vec<Report> = (0..10_000).map(|_| sample::report(&schema)).collect();
        let (file, _) = open("parquet", &schema, &reports);
        let rows: Vec<i64> = file.row_groups().iter().map(|group| group.num_rows()).collect();
        assert_eq!(rows, [8192, 1808]);
        for column in file.row_groups()[0].columns() {
            assert!(matches!(column.compression(), Compression::ZSTD(_)), "{}", column.column_path());
        }
        assert_eq!(file.file_metadata().created_by(), Some(concat!("baobiao ", env!("CARGO_PKG_VERSION"))));
    }
}

#[cfg(feature = "sqlite")]
mod database {
    use rusqlite::Connection;

    use super::*;

    fn text(connection: &Connection, sql: &str) -> String {
        let mut statement = connection.prepare(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        let mut rows = statement.query([]).unwrap();
        let mut lines = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let cell = |index| match row.get::<_, rusqlite::types::Value>(index).unwrap() {
                rusqlite::types::Value::Null => "NULL".to_owned(),
                rusqlite::types::Value::Integer(whole) => whole.to_string(),
                rusqlite::types::Value::Real(number) => format!("{number}"),
                rusqlite::types::Value::Text(text) => format!("'{text}'"),
                rusqlite::types::Value::Blob(_) => "BLOB".to_owned(),
            };
            let cells: Vec<String> = (0..row.as_ref().column_count()).map(cell).collect();
            lines.push(cells.join(" "));
        }
        lines.join("\n")
    }

    #[test]
    fn digits_are_kept_and_the_nearest_double_stands_beside_them() {
        let schema = sample::schema();
        let written = write("sqlite", &schema, &[sample::report(&schema)]);
        let connection = Connection::open(&written.path).unwrap();
        for (sql, expected) in [
            ("SELECT integer, decimal, number FROM facts WHERE field = 0", "3 NULL 3"),
            ("SELECT integer, decimal, number FROM facts WHERE field = 2", "NULL '0.370' 0.37"),
            ("SELECT [central.items], [central.money], [central.money.unit] FROM goods", "3 '0.370' '万元'"),
            ("SELECT file, year, signed_on, facts FROM reports", "'2020/年报.docx' 2020 '2021-01' 8"),
            ("SELECT verdict, [left], [right] FROM checks", "'broken' '3' '4'"),
            (
                "SELECT side, minus, field, value FROM check_figures",
                "'left' 0 'goods.central.items' 3\n'right' 0 'goods.other.items' 4",
            ),
            ("SELECT code, [table], [row], [column] FROM notes LIMIT 1", "'value-unreadable' 2 3 4"),
            ("SELECT count(*) FROM notes JOIN codes ON codes.id = code", "3"),
            ("PRAGMA user_version", "1"),
            ("PRAGMA application_id", "1650552674"),
        ] {
            assert_eq!(text(&connection, sql), expected, "{sql}");
        }
    }

    #[test]
    fn every_table_is_strict_and_every_key_is_there() {
        let schema = sample::schema();
        let written = write("sqlite", &schema, &[]);
        let connection = Connection::open(&written.path).unwrap();
        let loose =
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'";
        assert_eq!(text(&connection, loose), "");
        let keyless = "SELECT name FROM pragma_table_list AS list WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
                       AND NOT EXISTS (SELECT 1 FROM pragma_table_info(list.name) WHERE pk > 0)";
        assert_eq!(text(&connection, keyless), "");
        assert_eq!(text(&connection, "SELECT count(*) FROM pragma_foreign_key_list('facts')"), "3");
    }

    #[test]
    fn a_table_of_the_form_never_takes_the_name_of_one_of_ours() {
        let toml = "[schema]\nid = 's'\ntitle = 's'\n[[vintage]]\nid = 'a'\nsource = 'b'\n[[table]]\nid = 'facts'\ntitle = 't'\nvalue = 'count'\ncolumns = [{ id = 'c', label = 'c' }]\nrows = [{ id = 'r', label = 'r' }]\n";
        let schema = Schema::parse("s.toml", toml).unwrap_or_else(|error| panic!("{error}"));
        let written = write("sqlite", &schema, &[sample::empty(&schema)]);
        let connection = Connection::open(&written.path).unwrap();
        assert_eq!(text(&connection, "SELECT [r.c] FROM facts_table"), "NULL");
    }
}
