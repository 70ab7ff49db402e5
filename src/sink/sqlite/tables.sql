-- The tables of the database. Every one says what it holds; `reports` is made from the columns of the wide table.

-- The issues of the form.
CREATE TABLE vintages (
  id         TEXT PRIMARY KEY,
  source     TEXT NOT NULL, -- the document that prescribes it
  first_year INTEGER,
  last_year  INTEGER
) STRICT, WITHOUT ROWID;

-- The data dictionary: every field of every vintage.
CREATE TABLE fields (
  id            INTEGER PRIMARY KEY,
  name          TEXT NOT NULL UNIQUE,
  "table"       TEXT,             -- the table of the form; NULL where the field is a line of text
  title         TEXT NOT NULL,
  row_labels    TEXT,
  column_labels TEXT,
  kind          TEXT NOT NULL CHECK (kind IN ('count', 'signed', 'amount', 'text', 'date', 'choice', 'choices')),
  unit          TEXT,             -- as the form prescribes it
  optional      INTEGER NOT NULL CHECK (optional IN (0, 1))
) STRICT;

-- Which vintage has which field.
CREATE TABLE field_vintages (
  field   INTEGER NOT NULL REFERENCES fields (id),
  vintage TEXT NOT NULL REFERENCES vintages (id),
  PRIMARY KEY (field, vintage)
) STRICT, WITHOUT ROWID;

-- The parts of packages that places point into.
CREATE TABLE parts (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- One row a fact. At most one of integer, decimal and text is filled: one where the state is value, else none.
CREATE TABLE facts (
  report    INTEGER NOT NULL REFERENCES reports (id),
  field     INTEGER NOT NULL REFERENCES fields (id),
  record    INTEGER NOT NULL CHECK (record >= 0), -- from 1, where the field is in a table of records; else 0
  integer   INTEGER,              -- a whole number
  decimal   TEXT,                 -- any other number with its exact digits; cast it to calculate with it
  text      TEXT,                 -- words, of a field of text
  state     TEXT NOT NULL CHECK (state IN ('value', 'blank', 'nil', 'unreadable')),
  unit      TEXT,
  unit_from TEXT CHECK (unit_from IN ('cell', 'header', 'schema')),
  raw       TEXT NOT NULL,        -- the cell's text as it is
  remark    TEXT,
  part      INTEGER REFERENCES parts (id),
  "table"   INTEGER,              -- tables, rows and columns are counted from 1
  "row"     INTEGER,
  "column"  INTEGER,
  number    REAL GENERATED ALWAYS AS (coalesce(integer, CAST(decimal AS REAL))) VIRTUAL, -- the nearest double
  PRIMARY KEY (report, field, record),
  CHECK ((integer IS NOT NULL) + (decimal IS NOT NULL) + (text IS NOT NULL) = (state = 'value'))
) STRICT, WITHOUT ROWID;

-- The rules for figures over all years, and what came of each in each report. Empty where they were not asked for.
CREATE TABLE harmonized_rules (
  id      TEXT PRIMARY KEY,
  title   TEXT NOT NULL,
  unit    TEXT,
  reason  TEXT NOT NULL,
  sources TEXT NOT NULL          -- one a line: the fields that are added
) STRICT, WITHOUT ROWID;

CREATE TABLE harmonized (
  report  INTEGER NOT NULL REFERENCES reports (id),
  rule    TEXT NOT NULL REFERENCES harmonized_rules (id),
  integer INTEGER,
  decimal TEXT,
  state   TEXT NOT NULL CHECK (state IN ('value', 'blank', 'nil', 'unreadable', 'missing', 'not-on-form')),
  source  TEXT,                  -- the one that applies; none where the layout has none
  PRIMARY KEY (report, rule),
  CHECK ((integer IS NOT NULL) + (decimal IS NOT NULL) = (state = 'value'))
) STRICT, WITHOUT ROWID;

-- Every identity that was judged, with the fields that its terms mean in the reports of that layout.
CREATE TABLE identities (
  id       INTEGER PRIMARY KEY,
  "check"  TEXT NOT NULL,
  title    TEXT NOT NULL,
  holds    TEXT NOT NULL,         -- as written in the schema
  subject  TEXT NOT NULL,         -- the row or column that it is about; empty where there is only one
  relation TEXT NOT NULL CHECK (relation IN ('=', '≥')),
  hard     INTEGER NOT NULL CHECK (hard IN (0, 1)) -- whether a breach is an error, not only unusual
) STRICT;

-- What is added on each side of an identity: a field, or a number that the identity itself has.
CREATE TABLE check_terms (
  identity INTEGER NOT NULL REFERENCES identities (id),
  side     TEXT NOT NULL CHECK (side IN ('left', 'right')),
  position INTEGER NOT NULL,
  minus    INTEGER NOT NULL CHECK (minus IN (0, 1)),
  prior    INTEGER NOT NULL CHECK (prior IN (0, 1)), -- whether it is the field of the year before
  number   INTEGER,
  field    INTEGER REFERENCES fields (id),
  PRIMARY KEY (identity, side, position),
  CHECK ((number IS NULL) <> (field IS NULL))
) STRICT, WITHOUT ROWID;

-- The verdict on every identity in every report.
CREATE TABLE checks (
  report           INTEGER NOT NULL REFERENCES reports (id),
  identity         INTEGER NOT NULL REFERENCES identities (id),
  verdict          TEXT NOT NULL CHECK (verdict IN ('holds', 'broken', 'unknown')),
  "left"           TEXT,          -- both sides with their exact digits, where it is broken
  "right"          TEXT,
  if_blank_is_zero INTEGER CHECK (if_blank_is_zero IN (0, 1)), -- where it is unknown and that can be said
  PRIMARY KEY (report, identity)
) STRICT, WITHOUT ROWID;

-- The fields without a number, where a verdict is unknown.
CREATE TABLE check_missing (
  report   INTEGER NOT NULL,
  identity INTEGER NOT NULL,
  field    INTEGER NOT NULL REFERENCES fields (id),
  PRIMARY KEY (report, identity, field),
  FOREIGN KEY (report, identity) REFERENCES checks (report, identity)
) STRICT, WITHOUT ROWID;

-- The verdict on every identity between a report and the one of the year before. It stands once for both reports; its
-- terms with `prior` are fields of the earlier one.
CREATE TABLE series (
  report           INTEGER NOT NULL REFERENCES reports (id),
  prior            INTEGER NOT NULL REFERENCES reports (id), -- the report of the year before
  identity         INTEGER NOT NULL REFERENCES identities (id),
  matched          TEXT NOT NULL, -- why it is one agency: same, white-space, or the region that one name has before it
  verdict          TEXT NOT NULL CHECK (verdict IN ('holds', 'broken', 'unknown')),
  "left"           TEXT,          -- both sides with their exact digits, where it is broken
  "right"          TEXT,
  if_blank_is_zero INTEGER CHECK (if_blank_is_zero IN (0, 1)), -- where it is unknown and that can be said
  PRIMARY KEY (report, identity)
) STRICT, WITHOUT ROWID;

-- What notes mean.
CREATE TABLE codes (
  id          TEXT PRIMARY KEY,
  level       TEXT NOT NULL CHECK (level IN ('info', 'warning', 'error')),
  blame       TEXT NOT NULL CHECK (blame IN ('file', 'schema', 'data')),
  title       TEXT NOT NULL,
  title_zh    TEXT NOT NULL,
  explanation TEXT NOT NULL,
  explanation_zh TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What was noticed in each report, in document order.
CREATE TABLE notes (
  report   INTEGER NOT NULL REFERENCES reports (id),
  position INTEGER NOT NULL,
  code     TEXT NOT NULL REFERENCES codes (id),
  message  TEXT NOT NULL,
  message_zh TEXT NOT NULL,
  help     TEXT,
  help_zh  TEXT,
  part     INTEGER REFERENCES parts (id),
  "table"  INTEGER,
  "row"    INTEGER,
  "column" INTEGER,
  PRIMARY KEY (report, position)
) STRICT, WITHOUT ROWID;

-- What could not be compared between years: a year without a report, several reports that may be meant.
CREATE TABLE series_notes (
  id         INTEGER PRIMARY KEY,
  code       TEXT NOT NULL REFERENCES codes (id),
  message    TEXT NOT NULL,
  message_zh TEXT NOT NULL
) STRICT;

CREATE INDEX reports_by_agency ON reports (agency, year);
CREATE INDEX reports_by_file ON reports (file);
CREATE INDEX facts_by_field ON facts (field);
CREATE INDEX checks_by_verdict ON checks (verdict) WHERE verdict <> 'holds';
CREATE INDEX series_by_prior ON series (prior);
CREATE INDEX series_by_verdict ON series (verdict) WHERE verdict <> 'holds';
CREATE INDEX notes_by_code ON notes (code);

-- The facts with names, as in facts.csv.
CREATE VIEW facts_named AS
SELECT reports.file AS report, agency, year, vintage, fields.name AS field, row_labels, column_labels,
  coalesce(integer, decimal, text) AS value, number, state, facts.unit, raw, remark, parts.name AS source,
  facts."table", facts."row", facts."column", nullif(record, 0) AS record
FROM facts JOIN reports ON reports.id = facts.report JOIN fields ON fields.id = facts.field
LEFT JOIN parts ON parts.id = facts.part;

-- The fields that a report's layout has, and no cell gave a figure for.
CREATE VIEW missing AS
SELECT reports.id AS report, reports.file, fields.id AS field, fields.name
FROM reports JOIN field_vintages ON field_vintages.vintage = reports.vintage
JOIN fields ON fields.id = field_vintages.field AND NOT fields.optional
WHERE NOT EXISTS (SELECT 1 FROM facts WHERE facts.report = reports.id AND facts.field = fields.id);

-- Every verdict with its terms and the figures that these have in the report.
CREATE VIEW check_figures AS
SELECT checks.report, reports.file, identities."check", identities.subject, checks.verdict, check_terms.side,
  check_terms.position, check_terms.minus, check_terms.prior, fields.name AS field,
  coalesce(check_terms.number, facts.integer, facts.decimal) AS value, facts.state
FROM checks JOIN reports ON reports.id = checks.report JOIN identities ON identities.id = checks.identity
JOIN check_terms ON check_terms.identity = checks.identity
LEFT JOIN fields ON fields.id = check_terms.field
LEFT JOIN facts ON facts.report = checks.report AND facts.field = check_terms.field AND NOT check_terms.prior;

-- Every verdict between two years with its terms and the figures that these have in the report of their year.
CREATE VIEW series_figures AS
SELECT series.report, series.prior AS prior_report, reports.agency, reports.year, identities."check",
  identities.subject, series.verdict, check_terms.side, check_terms.position, check_terms.minus, check_terms.prior,
  fields.name AS field, coalesce(check_terms.number, facts.integer, facts.decimal) AS value, facts.state, facts.raw
FROM series JOIN reports ON reports.id = series.report JOIN identities ON identities.id = series.identity
JOIN check_terms ON check_terms.identity = series.identity
LEFT JOIN fields ON fields.id = check_terms.field
LEFT JOIN facts ON facts.field = check_terms.field
  AND facts.report = CASE WHEN check_terms.prior THEN series.prior ELSE series.report END;
