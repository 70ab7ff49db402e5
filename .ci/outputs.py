#!/usr/bin/env python3
"""Compares every output of one run cell by cell, by readers that are not ours.

    outputs.py BAOBIAO FOLDER_OF_REPORTS...

Converts the reports, one that is damaged on purpose and a file that is no report, with `--to all`. The facts of
`reports.ndjson` are what all other files must say. Prints how much was compared; ends with 1 on any difference, and on
any file that nobody here reads.
"""

import collections
import csv
import glob
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from decimal import Decimal, InvalidOperation

import duckdb
import openpyxl
import pandas
import polars
import pyarrow.ipc
import pyarrow.parquet

PLACE = ["table", "row", "column"]
LONG = ["value", "state", "unit", "raw", "remark", "source", *PLACE]
NUMBERS = ["value", *PLACE]


def damage(source, target):
    """A copy with a figure in words, a broken count, and a row less."""
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(target, "w") as copy:
        for name in package.namelist():
            data = package.read(name)
            if name == "word/document.xml":
                text = data.decode("utf-8")
                for old, new in [(">387<", ">约387<"), (">95731<", ">2.5<")]:
                    assert text.count(old) == 1, old
                    text = text.replace(old, new)
                at = text.index(">2846<")
                begin, end = text.rindex("<w:tr ", 0, at), text.index("</w:tr>", at) + len("</w:tr>")
                data = (text[:begin] + text[end:]).encode("utf-8")
            copy.writestr(name, data)


def a_year_later(source, target, year):
    """A copy that says it is of the next year."""
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(target, "w") as copy:
        for name in package.namelist():
            text = package.read(name)
            if name == "word/document.xml":
                assert f"{year}年".encode() in text
                text = text.replace(f"{year}年".encode(), f"{year + 1}年".encode())
            copy.writestr(name, text)


def convert(program, samples, folder):
    inputs = os.path.join(folder, "in")
    for sample in samples:
        shutil.copytree(sample, inputs, dirs_exist_ok=True)
    damage(os.path.join(inputs, "city-2022.docx"), os.path.join(inputs, "damaged.docx"))
    a_year_later(os.path.join(inputs, "blank-and-nil-2021.docx"), os.path.join(inputs, "later.docx"), 2021)
    with open(os.path.join(inputs, "no-report.docx"), "wb") as file:
        file.write(b"PK\x03\x04 cut off")
    out = os.path.join(folder, "out")
    # 1 says that a file failed, and one has to.
    ran = subprocess.run([os.path.abspath(program), "convert", inputs, "-o", out + "/", "--to", "all", "-q"])
    assert ran.returncode == 1, f"exit code {ran.returncode}"
    return out


# ---- What all files must say -------------------------------------------------------------------------------------


def number(text):
    """The number that a text is; what is none stays a text, and then differs from what it must be."""
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return text


def fact(report, item):
    """A fact of the JSON as a line of the long table."""
    place = item["place"]
    part = report["parts"][int(place["part"])] if report["parts"] else None
    inside = [None if place[name] is None else Decimal(place[name] + 1) for name in PLACE]
    line = [item["value"], item["state"], item["unit"], item["raw"], item["remark"], part, *inside]
    return dict(zip(LONG, line))


def facts_of(reports):
    return {(report["source"], item["field"]): fact(report, item) for report in reports for item in report["facts"]}


def load(text):
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


def ndjson(path):
    with open(path, encoding="utf-8") as file:
        return [load(line) for line in file]


# ---- Readers of the long table: {(report, field): line} -----------------------------------------------------------


def plain(value):
    """Numbers as decimals, what is not there as None; a float would be a mistake."""
    if value is None or value is pandas.NA or value is pandas.NaT or (isinstance(value, float) and value != value):
        return None
    assert not isinstance(value, float), f"{value!r} is a float"
    if isinstance(value, (int, Decimal)):
        return Decimal(value)
    return value


def from_text(rows):
    """Lines of a CSV: nothing and an empty text are the same, but raw text is always there."""
    for row in rows:
        line = {name: row[name] or None for name in LONG} | {"raw": row["raw"]}
        yield (row["report"], row["field"]), line | {name: number(line[name]) for name in NUMBERS}


def from_types(rows):
    """Rows of a typed table. The digits of a number that does not fit its column are text."""
    for row in rows:
        line = {name: plain(row[name]) for name in LONG}
        if line["state"] == "misfit":
            line |= {"state": "value", "value": Decimal(row["text"])}
        yield (row["report"], row["field"]), line


def csv_rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def polars_csv(path):
    return polars.read_csv(path, infer_schema=False, empty_string_is_null=False).to_dicts()


def pandas_csv(path):
    return pandas.read_csv(path, dtype=str, keep_default_na=False, na_filter=False).to_dict("records")


def pyarrow_parquet(path):
    return pyarrow.parquet.read_table(path).to_pylist()


def duckdb_parquet(path):
    result = duckdb.sql(f"SELECT * FROM read_parquet('{path}')")
    return [dict(zip(result.columns, row)) for row in result.fetchall()]


def polars_parquet(path):
    return polars.read_parquet(path).to_dicts()


def pandas_parquet(path):
    frame = pandas.read_parquet(path, dtype_backend="pyarrow")
    return frame.to_dict("records")


def pyarrow_arrow(path):
    with pyarrow.ipc.open_file(path) as file:
        return file.read_all().to_pylist()


def polars_arrow(path):
    return polars.read_ipc(path).to_dicts()


def database(path):
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    for check in ["integrity_check", "foreign_key_check"]:
        problems = [tuple(row) for row in connection.execute(f"PRAGMA {check}")]
        assert problems in ([], [("ok",)]), problems[:3]
    return connection


def sqlite_facts(path):
    rows = database(path).execute(
        "SELECT reports.file AS report, fields.name AS field, coalesce(integer, decimal, text) AS value, state,"
        " facts.unit, raw, remark, parts.name AS source, facts.[table], facts.[row], facts.[column]"
        " FROM facts JOIN reports ON reports.id = report JOIN fields ON fields.id = field"
        " LEFT JOIN parts ON parts.id = part"
    )
    for row in map(dict, rows):
        yield row | {"value": number(row["value"])}


def json_folder(path):
    files = sorted(glob.glob(os.path.join(path, "*.json")))
    return facts_of([load(open(file, encoding="utf-8").read()) for file in files])


LONG_READERS = {
    "facts.csv": [(csv_rows, from_text), (polars_csv, from_text), (pandas_csv, from_text)],
    "facts.parquet": [(pyarrow_parquet, from_types), (duckdb_parquet, from_types), (polars_parquet, from_types)],
    "facts.arrow": [(pyarrow_arrow, from_types), (polars_arrow, from_types)],
    "reports.sqlite": [(sqlite_facts, from_types)],
}

# ---- Readers of the wide table: [{column: cell}] -------------------------------------------------------------------


def sqlite_views(path):
    """The views of the form's tables, joined to one line a report; a state for each field."""
    connection = database(path)
    lines = {row["id"]: {"file": row["file"]} for row in connection.execute("SELECT id, file FROM reports")}
    names = dict(connection.execute("SELECT name, [table] FROM fields").fetchall())
    for table in {table or "lines" for table in names.values()}:
        for row in connection.execute(f'SELECT * FROM "{table}"'):
            for column in row.keys():
                name = column if table == "lines" else f"{table}.{column}"
                if name in names:
                    lines[row["report"]] |= {name: number(row[column]), name + ".state": "not-on-form"}
    for sql in ["SELECT report, name, 'missing' FROM missing",
                "SELECT report, name, state FROM facts JOIN fields ON fields.id = field"]:
        for report, name, state in connection.execute(sql):
            lines[report][name + ".state"] = state
    return list(lines.values())


WIDE_READERS = {
    "reports.csv": [csv_rows, polars_csv, pandas_csv],
    "reports.parquet": [pyarrow_parquet, duckdb_parquet, pandas_parquet],
    "reports.arrow": [pyarrow_arrow, polars_arrow],
    "reports.sqlite": [sqlite_views],
}
CODES = {"": "not-on-form", "#missing": "missing", "#blank": "blank", "#nil": "nil", "#unreadable": "unreadable"}


def cell(row, field):
    """State and value of a field in a wide row."""
    if field + ".state" in row:
        return str(row[field + ".state"]), plain(row[field])
    text = row[field]
    return (CODES[text], None) if text in CODES else ("value", number(text))


def agrees(found, expected):
    state, value = found
    if state == "misfit":  # a column of whole numbers cannot hold a broken count, and says so
        return value is None and expected[0] == "value" and expected[1] % 1 != 0
    return found == expected


# ---- The comparison ------------------------------------------------------------------------------------------------


class Tally:
    def __init__(self):
        self.lines, self.wrong = [], 0

    def add(self, file, reader, cells, wrong):
        self.lines.append((file, reader, cells, len(wrong)))
        self.wrong += len(wrong)
        for difference in wrong[:5]:
            print(f"{file} by {reader}: {difference}")

    def show(self):
        print(f"{'file':<18}{'reader':<18}{'cells':>9}{'wrong':>7}")
        for file, reader, cells, wrong in self.lines:
            print(f"{file:<18}{reader:<18}{cells:>9,}{wrong:>7}")


def compare_long(file, reader, found, facts, tally):
    wrong = [f"{key} is in one of the two only" for key in found.keys() ^ facts.keys()]
    for key in found.keys() & facts.keys():
        for name in LONG:
            if found[key][name] != facts[key][name]:
                wrong.append(f"{key}: {name} is {found[key][name]!r}, expected {facts[key][name]!r}")
    tally.add(file, reader, len(found) * len(LONG), wrong)


def compare_wide(file, reader, rows, facts, wide, tally):
    wrong, cells = [], 0
    if [row["file"] for row in rows] != list(wide):
        wrong.append("other reports, or in another order")
    for row in rows:
        for field, absent in wide[row["file"]].items():
            known = facts.get((row["file"], field))
            expected = (known["state"], known["value"]) if known else (absent, None)
            found = cell(row, field)
            cells += 1
            if not agrees(found, expected):
                wrong.append(f"{row['file']}: {field} is {found}, expected {expected}")
    tally.add(file, reader, cells, wrong)


def wide_of(reports, fields):
    """For every report, each field with the state that it has where there is no fact."""
    def absent(report, field):
        wanted = report["vintage"] in field["vintages"] and not field["optional"]
        return "missing" if wanted else "not-on-form"
    return {report["source"]: {name: absent(report, field) for name, field in fields.items()} for report in reports}


def fields_of(folder):
    """The fields from the data dictionary of the database."""
    connection = database(os.path.join(folder, "reports.sqlite"))
    fields = {}
    for name, optional, vintage in connection.execute(
        "SELECT name, optional, vintage FROM fields JOIN field_vintages ON field = id ORDER BY id"
    ):
        fields.setdefault(name, {"optional": optional, "vintages": []})["vintages"].append(vintage)
    return fields


def workbook(path, columns, facts, wide, tally):
    """A sheet for each table of the form, in order: at the end a line for each report whose vintage has the table, its
    figures from the fourth column on."""
    tables = {}
    for column in columns:
        if "." in column:
            tables.setdefault(column.split(".")[0], []).append(column)
    sheets = openpyxl.load_workbook(path).worksheets[1:]
    for (table, names), sheet in zip(tables.items(), sheets, strict=False):
        wrong = []
        def stands(report, state):
            return any(state.get(name, "not-on-form") != "not-on-form" or (report, name) in facts for name in names)
        has = [report for report, state in wide.items() if stands(report, state)]
        if not has and sheet.sheet_state == "visible":
            wrong.append(f"{sheet.title} is empty and not hidden")
        rows = [row[3:] for row in sheet.iter_rows(values_only=True)][-len(has):] if has else []
        if any(len(row) != len(names) for row in rows):
            wrong.append(f"{sheet.title} has {len(rows[0])} columns of figures, expected {len(names)}")
        for report, row in zip(has, rows):
            for name, found in zip(names, row):
                expected = shown(facts, report, name)
                found = Decimal(repr(found)) if isinstance(found, (int, float)) else found
                if found != expected:
                    wrong.append(f"{report}: {name} is {found!r}, expected {expected!r}")
        tally.add(os.path.basename(path), "openpyxl", len(rows) * len(names), wrong)


TERM = re.compile(r"[+-] (.*?) \((\S+) of (\d+), (.*?)\)")


def series(path, facts, tally):
    """Identities across years: every term is the figure as written in the report of its year."""
    wrong, terms = [], 0
    for row in csv_rows(path):
        files = {row["year 年度"]: row["file 文件"], str(int(row["year 年度"]) - 1): row["file of the year before 上一年度文件"]}
        for raw, field, year, _ in TERM.findall(row["left terms 左边各项"] + " " + row["right terms 右边各项"]):
            line = facts.get((files[year], field))
            expected = line["raw"].strip() if line else "?"
            terms += 1
            if raw != expected:
                wrong.append(f"{files[year]}: {field} is {raw!r}, expected {expected!r}")
    if not terms:
        wrong.append("no year is compared with the one before")
    tally.add(os.path.basename(path), "csv_rows", terms, wrong)


def compare_rows(file, reader, found, expected, tally):
    """Rows that must be the same, however often each is there, in any order."""
    found, expected = collections.Counter(found), collections.Counter(expected)
    wrong = [f"{row} is there {count} times too often" for row, count in (found - expected).items()]
    wrong += [f"{row} is {count} times not there" for row, count in (expected - found).items()]
    tally.add(file, reader, sum(len(row) * count for row, count in found.items()), wrong)


def series_rows(folder):
    """What series.csv says: file, file of the year before, agency, year, check, subject, verdict, both sums."""
    for row in csv_rows(os.path.join(folder, "series.csv")):
        names = ["file 文件", "file of the year before 上一年度文件", "agency 机关", "year 年度", "check 检查", "subject 对象",
                 "verdict 结论", "left 左边", "right 右边"]
        yield tuple(row[name] for name in names)


def series_sqlite(folder, facts, tally):
    """The comparison of years in the database: its verdicts, and its terms with the sums that they give."""
    connection = database(os.path.join(folder, "reports.sqlite"))
    rows = connection.execute(
        'SELECT later.file, earlier.file, later.agency, later.year, "check", subject, verdict, "left", "right"'
        " FROM series JOIN reports AS later ON later.id = report JOIN reports AS earlier ON earlier.id = prior"
        " JOIN identities ON identities.id = identity")
    found = [tuple("" if cell is None else str(cell) for cell in row) for row in rows]
    compare_rows("reports.sqlite", "series", found, series_rows(folder), tally)
    wrong, cells, sums, sources = [], 0, {}, dict(connection.execute("SELECT id, file FROM reports").fetchall())
    for row in map(dict, connection.execute("SELECT * FROM series_figures")):
        line = facts.get((sources[row["prior_report"] if row["prior"] else row["report"]], row["field"]))
        expected = (line["raw"], line["state"], line["value"]) if line else (None, None, None)
        cells += 3
        if (row["raw"], row["state"], number(row["value"])) != expected:
            wrong.append(f"{row} is not {expected}")
        key = (row["report"], row["check"], row["subject"], row["verdict"])
        value = expected[2] if isinstance(expected[2], Decimal) else None
        sums.setdefault(key, {"left": [], "right": []})[row["side"]].append(
            value if value is None or not row["minus"] else -value)
    for (report, check, subject, verdict), sides in sums.items():
        known = None not in sides["left"] + sides["right"]
        left, right = (sum(value or 0 for value in sides[side]) for side in ["left", "right"])
        expected = "unknown" if not known else "holds" if left == right else "broken"
        if verdict != expected:
            wrong.append(f"{sources[report]}: {check} {subject} is {verdict}, expected {expected}: {left} and {right}")
    if not sums:
        wrong.append("no year is compared with the one before")
    tally.add("reports.sqlite", "series_figures", cells, wrong)


def digits(number):
    """A number with no zeros behind it."""
    return f"{Decimal(number).normalize():f}"


VERDICTS = {"broken": "不平衡", None: "无法判断", True: "空白视为 0 时平衡", False: "空白视为 0 时也不平衡"}
CHECK_CODES = {"check-broken", "check-doubtful", "check-unknown"}


def checks_expected(folder, reports):
    """What the sheet of checks must say: every verdict that does not hold, in a report or between two years, and notes."""
    connection = database(os.path.join(folder, "reports.sqlite"))
    titles = dict(connection.execute('SELECT "check", title FROM identities').fetchall())
    for report in reports:
        agency, year = [(report["identity"][name] or {"value": ""})["value"] for name in ["agency", "year"]]
        whose = (report["source"], str(agency), str(year))
        for verdict in report["verdicts"]:
            if verdict["verdict"] != "holds":
                word = VERDICTS["broken" if verdict["verdict"] == "broken" else verdict["if_blank_is_zero"]]
                sides = [verdict[side]["value"] for side in ["left", "right"]]
                sides = ["" if side is None else digits(side) for side in sides]
                yield (*whose, titles[verdict["check"]], verdict["subject"], word, *sides)
        for note in report["notes"]:
            if note["level"] != "info" and not (report["verdicts"] and note["code"] in CHECK_CODES):
                yield (*whose, note["code"], "", "", "", "")
    rows = connection.execute(
        'SELECT file, agency, year, identities.title, subject, verdict, if_blank_is_zero, "left", "right" FROM series'
        " JOIN reports ON reports.id = report JOIN identities ON identities.id = identity WHERE verdict <> 'holds'")
    for file, agency, year, title, subject, verdict, zero, left, right in rows:
        word = VERDICTS["broken" if verdict == "broken" else zero if zero is None else bool(zero)]
        sides = ["" if side is None else digits(side) for side in [left, right]]
        yield (file, agency, str(year), title, subject, word, *sides)


def table_of(sheet, first):
    """The rows of a sheet below the header that begins with this title, as cells by the titles of the header."""
    rows = list(sheet.iter_rows())
    at = next(index for index, row in enumerate(rows) if row[0].value == first)
    titles = [cell.value for cell in rows[at]]
    return [{title: cell for title, cell in zip(titles, row) if title} for row in rows[at + 1:] if any(
        cell.value is not None for cell in row)]


def text_of(cell):
    """What a cell shows, a number with no zeros behind it."""
    if cell.value is None:
        return ""
    return digits(repr(cell.value)) if isinstance(cell.value, (int, float)) else cell.value


def sheet_of_checks(path, folder, reports, facts, tally):
    book = openpyxl.load_workbook(path)
    rows, codes = table_of(book["检查"], "机关"), dict(
        database(os.path.join(folder, "reports.sqlite")).execute("SELECT id, title_zh FROM codes").fetchall())
    found, wrong, links = [], [], 0
    for row in rows:
        said = [text_of(row[name]) for name in ["文件", "机关", "年度", "检查项", "对象", "结论", "左边", "右边"]]
        if said[3] in codes:
            if said[5] != codes[said[3]]:
                wrong.append(f"{said} should be {codes[said[3]]}")
            said[5] = ""
        if said[3] == "series-ambiguous" and not said[0]:
            named = [report["identity"] for report in reports if report["source"] in row["算式或说明"].value]
            whose = {(one["agency"]["value"], one["year"]["value"]) for one in named}
            if len(named) < 2 or len(whose) != 1:
                wrong.append(f"{row['算式或说明'].value} does not name two reports of one agency and year")
            continue
        found.append(tuple(said))
        if row["位置"].hyperlink:
            links += 1
            sheet, cell = row["位置"].hyperlink.location.rsplit("!", 1)
            target = book[sheet.strip("'")][cell].value
            words = row["算式或说明"].value
            if said[3] not in codes and target is not None:
                value = str(target).strip()
                figures = re.findall(r"[\d.]+", words) if isinstance(target, (int, float)) else [words]
                if not any(value in figure or figure == value for figure in figures):
                    wrong.append(f"{said} leads to {value!r}, which its words do not have: {words}")
    compare_rows("reports.xlsx", "检查", found, checks_expected(folder, reports), tally)
    if not links:
        wrong.append("nothing leads to a figure")
    tally.add("reports.xlsx", "检查 links", links, wrong)


STATUSES = {"done": "完成", "warned": "有疑问", "refused": "无法读取", "failed": "失败"}


def sheet_of_reports(path, folder, reports, tally):
    """One row for every input of the manifest but the skipped ones, in its order, with its status and the reason."""
    lines = [line for line in ndjson(os.path.join(folder, "manifest.jsonl")) if line["status"] != "skipped"]
    reports, wrong = {report["source"]: report for report in reports}, []
    rows = table_of(openpyxl.load_workbook(path)["报告"], "机关")
    if len(rows) != len(lines):
        wrong.append(f"{len(rows)} rows, expected {len(lines)}")
    for row, line in zip(rows, lines):
        identity = reports[line["path"]]["identity"] if line["path"] in reports else {"agency": None, "year": None}
        count = str(len(reports[line["path"]]["facts"])) if line["path"] in reports else ""
        reason = "" if line["code"] is None else f"{line['message_zh']}。{line['advice_zh']}"
        said = [str((identity[name] or {"value": ""})["value"]) for name in ["agency", "year"]]
        expected = [line["path"], *said, STATUSES[line["status"]], line["code"] or "", reason]
        found = [text_of(row[name]) for name in ["文件", "机关", "年度", "状态", "代码", "原因"]]
        found_count = "" if row["指标数"].value is None else str(row["指标数"].value)
        if found != expected or found_count != count:
            wrong.append(f"{found} and {found_count} facts, expected {expected} and {count}")
    missing = {"done", "warned", "refused"} - {line["status"] for line in lines}
    if missing:
        wrong.append(f"no input is {', '.join(sorted(missing))}")
    tally.add("reports.xlsx", "报告", len(rows) * 7, wrong)


def shown(facts, report, column):
    """What a cell of a workbook shows: the figure or its unit, else the text as written."""
    if (line := facts.get((report, column))) is not None:
        return line["value"] if line["state"] == "value" else line["raw"].strip() or None
    line = facts.get((report, column.removesuffix(".unit")), {})
    return line["unit"] if line.get("state") == "value" else None


def validate(folder):
    """Whether the descriptions are valid and true of their files."""
    here = os.path.dirname(sys.executable)
    commands = [["frictionless", "validate", "datapackage.json"]]
    commands += [["csvwvalidate", f"{name}.csv-metadata.json"] for name in ["reports", "facts"]]
    for program, *arguments in commands:
        ran = subprocess.run([os.path.join(here, program), *arguments], cwd=folder, capture_output=True, text=True)
        failed = ran.returncode != 0 or "INVALID" in ran.stdout or "FAIL" in ran.stdout
        print(f"{' '.join([program, *arguments])}: {'failed' if failed else 'clean'}")
        if failed:
            print(ran.stdout, ran.stderr)
            return False
    return True


def main(program, *samples):
    with tempfile.TemporaryDirectory() as folder:
        out = convert(program, samples, folder)
        reports = ndjson(os.path.join(out, "reports.ndjson"))
        facts, wide = facts_of(reports), wide_of(reports, fields_of(out))
        tally = Tally()
        known = {"reports.ndjson", "datapackage.json"} | {f"{name}.csv-metadata.json" for name in ("reports", "facts")}
        for file in sorted(set(os.listdir(out)) - known):
            path = os.path.join(out, file)
            if file.startswith(".") or file in {"manifest.jsonl", "failures.csv", "timings.csv"}:
                continue
            readers = LONG_READERS.get(file, []), WIDE_READERS.get(file, [])
            for read, shape in readers[0]:
                compare_long(file, read.__name__, dict(shape(read(path))), facts, tally)
            for read in readers[1]:
                compare_wide(file, read.__name__, read(path), facts, wide, tally)
            if file == "json":
                compare_long(file, "json", json_folder(path), facts, tally)
            elif file == "reports.xlsx":
                columns = list(csv_rows(os.path.join(out, "reports.csv"))[0])
                workbook(path, columns, facts, wide, tally)
                sheet_of_reports(path, out, reports, tally)
                sheet_of_checks(path, out, reports, facts, tally)
            elif file == "series.csv":
                series(path, facts, tally)
                series_sqlite(out, facts, tally)
            elif readers == ([], []):
                tally.add(file, "nobody", 0, [f"{file} is not read by anybody"])
        tally.show()
        states = {state for row in pyarrow_parquet(os.path.join(out, "reports.parquet")) for name, state in row.items()
                  if name.endswith(".state")}
        unseen = {"value", "blank", "nil", "unreadable", "missing", "not-on-form", "misfit"} - states
        if unseen:
            print(f"the reports have no figure that is {', '.join(sorted(unseen))}")
        clean = validate(out)
        return 1 if tally.wrong or unseen or not clean or not tally.lines else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
