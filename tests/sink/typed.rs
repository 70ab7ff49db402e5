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
    use parquet::file::reader::{FileReader, SerializedFileReader};

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
        assert_eq!(rows, [[1024; 9].as_slice(), &[784]].concat());
        for column in file.row_groups()[0].columns() {
            // Whole numbers are packed by their encoding, words are short.
            let packed = column.compression() == Compression::UNCOMPRESSED && column.uncompressed_size() < 16 * 1024;
            let compressed = matches!(column.compression(), Compression::ZSTD(_));
            assert!(packed || compressed, "{}: {} bytes", column.column_path(), column.uncompressed_size());
            assert!(column.dictionary_page_offset().is_none(), "{} has a dictionary", column.column_path());
        }
        assert_eq!(file.file_metadata().created_by(), Some(concat!("baobiao ", env!("CARGO_PKG_VERSION"))));
    }

    #[test]
    fn a_column_of_a_row_group_is_compressed_at_once() {
        // Each of the hundreds of columns would else keep what compressing takes while the others are filled.
        let schema = sample::schema();
        let reports: Vec<Report> = (0..3_000).map(|_| sample::report(&schema)).collect();
        let written = write("parquet", &schema, &reports);
        let file = SerializedFileReader::new(File::open(&written.path).unwrap()).unwrap();
        for group in 0..file.num_row_groups() {
            let group = file.get_row_group(group).unwrap();
            for column in 0..group.num_columns() {
                assert_eq!(group.get_column_page_reader(column).unwrap().count(), 1, "pages of column {column}");
            }
        }
    }
}

#[cfg(feature = "sqlite")]
mod database {
    use baobiao::extract::{Comparison, Series, Value, Verdict};
    use baobiao::sink::{Kind, Options, Out};
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
    fn years_stand_beside_the_reports_that_they_compare() {
        let schema = Schema::builtin();
        let first = crate::read_back::samples().into_iter().find(|report| report.source.contains("nil-2021")).unwrap();
        let mut second = first.clone();
        second.source = "later.docx".to_owned();
        second.identity.year.as_mut().unwrap().value += 1;
        let carried = schema.find("applications.carried_in.natural_person").unwrap();
        let fact = second.facts.iter_mut().find(|fact| fact.field == carried).unwrap();
        (fact.value, fact.raw) = (Value::Integer(4711), "4711".into());
        let mut series = Series::new(schema);
        // The later one stands before the earlier one, and the order says nothing.
        let reports = [second, first];
        reports.iter().for_each(|report| series.add(report));
        let compared = series.finish();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        let open = Kind::find("sqlite").unwrap().open;
        let mut sink = open(schema, Out::File(path.clone()), Options::default()).unwrap();
        sink.begin().unwrap();
        reports.iter().for_each(|report| sink.report(report).unwrap());
        assert!(sink.compares_years());
        sink.compared(&compared).unwrap();
        sink.finish().unwrap();
        drop(sink);
        let connection = Connection::open(&path).unwrap();
        let all = "SELECT [check], subject, verdict, [left], [right] FROM series JOIN identities ON id = identity";
        let mut expected: Vec<String> = compared.comparisons.iter().map(line).collect();
        let mut found: Vec<String> = text(&connection, all).lines().map(str::to_owned).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected);
        assert!(expected.iter().any(|line| line.contains("'broken'")), "{expected:?}");
        assert_eq!(text(&connection, "SELECT DISTINCT report, prior, matched FROM series"), "1 2 'same'");
        let terms = "SELECT prior, field, raw FROM series_figures WHERE raw = '4711'";
        assert_eq!(text(&connection, terms), "0 'applications.carried_in.natural_person' '4711'");
        let terms = compared.comparisons.iter().map(|one| one.left.len() + one.right.len()).sum::<usize>();
        assert_eq!(text(&connection, "SELECT count(*) FROM series_figures"), terms.to_string());
        assert_eq!(text(&connection, "PRAGMA foreign_key_check"), "");
    }

    #[test]
    fn what_could_not_be_compared_between_years_is_said() {
        let schema = Schema::builtin();
        let first = crate::read_back::samples().into_iter().find(|report| report.source.contains("nil-2021")).unwrap();
        let mut second = first.clone();
        second.source = "later.docx".to_owned();
        second.identity.year.as_mut().unwrap().value += 2;
        let mut series = Series::new(schema);
        let reports = [first, second];
        reports.iter().for_each(|report| series.add(report));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        let mut sink =
            (Kind::find("sqlite").unwrap().open)(schema, Out::File(path.clone()), Options::default()).unwrap();
        sink.begin().unwrap();
        reports.iter().for_each(|report| sink.report(report).unwrap());
        let mut notes = Vec::new();
        for piece in series.pieces() {
            sink.compared(&piece).unwrap();
            notes.extend(piece.notes);
        }
        sink.finish().unwrap();
        drop(sink);
        let [gap] = notes.as_slice() else { panic!("{notes:?}") };
        let expected = format!("'series-gap' '{}' '{}'", gap.message.english, gap.message.chinese);
        let connection = Connection::open(&path).unwrap();
        assert_eq!(text(&connection, "SELECT code, message, message_zh FROM series_notes"), expected);
        assert_eq!(text(&connection, "PRAGMA foreign_key_check"), "");
    }

    /// A comparison as the database shows it.
    fn line(comparison: &Comparison) -> String {
        let check = &Schema::builtin().checks[comparison.check];
        let subject = &check.instances[comparison.instance].subject;
        let sides = match &comparison.verdict {
            Verdict::Broken { left, right } => format!("'{left}' '{right}'"),
            Verdict::Holds | Verdict::Unknown { .. } => "NULL NULL".to_owned(),
        };
        format!("'{}' '{subject}' '{}' {sides}", check.id, comparison.verdict.name())
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
