-- The tables of a database of reports. Tables, rows and columns of documents are counted from 1; offsets are bytes
-- into the part as it lies in the package after inflation.

CREATE TABLE about (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE fields (
  id            INTEGER PRIMARY KEY,
  field         TEXT NOT NULL UNIQUE,   -- stable id, e.g. applications.new_received.total
  table_id      TEXT,                   -- NULL for a figure in running text
  row_labels    TEXT NOT NULL,          -- as printed, outermost first, joined by ›
  column_labels TEXT NOT NULL,
  kind          TEXT NOT NULL,          -- count, signed, amount or text
  unit          TEXT,                   -- the one that the form prescribes
  vintages      TEXT NOT NULL,          -- the layouts that have it, joined by blanks
  optional      INTEGER NOT NULL        -- 1 where a report may leave it out
) STRICT;

CREATE TABLE reports (
  id         INTEGER PRIMARY KEY,
  file       TEXT NOT NULL,
  agency     TEXT,
  year       INTEGER,
  schema     TEXT NOT NULL,
  vintage    TEXT,
  title      TEXT,
  signed_by  TEXT,
  signed_on  TEXT,                      -- ISO 8601, as far as it is written
  facts      INTEGER NOT NULL,
  blank      INTEGER NOT NULL,
  nil        INTEGER NOT NULL,
  unreadable INTEGER NOT NULL,
  missing    INTEGER NOT NULL,
  broken     INTEGER NOT NULL,
  errors     INTEGER NOT NULL,
  warnings   INTEGER NOT NULL
) STRICT;

CREATE TABLE facts (
  report         INTEGER NOT NULL REFERENCES reports (id),
  field          INTEGER NOT NULL REFERENCES fields (id),
  value          ANY,                   -- a whole number, the exact digits of a decimal as text, or words
  number         REAL,                  -- the same as floating point, to add up; value is exact
  state          TEXT NOT NULL,         -- value, blank, nil or unreadable
  unit           TEXT,
  unit_from      TEXT,                  -- cell, header or schema
  raw            TEXT NOT NULL,         -- the cell's text as it is
  remark         TEXT,                  -- what stood in brackets beside the figure
  row_headers    TEXT NOT NULL,         -- the header cells that name it, as printed
  column_headers TEXT NOT NULL,
  part           TEXT NOT NULL,
  table_number   INTEGER,
  row_number     INTEGER,
  column_number  INTEGER,
  first_byte     INTEGER NOT NULL,
  end_byte       INTEGER NOT NULL,
  PRIMARY KEY (report, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE checks (
  id               INTEGER PRIMARY KEY,
  report           INTEGER NOT NULL REFERENCES reports (id),
  "check"          TEXT NOT NULL,       -- the identity's id
  title            TEXT NOT NULL,
  subject          TEXT NOT NULL,       -- the row or column that it is about
  relation         TEXT NOT NULL,       -- = or ≥
  verdict          TEXT NOT NULL,       -- holds, broken or unknown
  hard             INTEGER NOT NULL,    -- 1 where a breach is an error, not only unusual
  left_value       TEXT,                -- exact digits, where it is broken
  right_value      TEXT,
  if_blank_is_zero INTEGER              -- of an unknown one: whether it would hold
) STRICT;

CREATE TABLE check_terms (
  "check"  INTEGER NOT NULL REFERENCES checks (id),
  side     TEXT NOT NULL,               -- left or right
  position INTEGER NOT NULL,            -- from 1
  minus    INTEGER NOT NULL,
  prior    INTEGER NOT NULL,            -- 1 where it is the figure of the year before
  field    INTEGER REFERENCES fields (id),
  number   INTEGER,                     -- a number that the identity itself has
  PRIMARY KEY ("check", side, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE notes (
  id            INTEGER PRIMARY KEY,
  report        INTEGER NOT NULL REFERENCES reports (id),
  code          TEXT NOT NULL,
  level         TEXT NOT NULL,
  blame         TEXT NOT NULL,          -- file, schema or data
  message       TEXT NOT NULL,
  help          TEXT,
  part          TEXT,
  table_number  INTEGER,
  row_number    INTEGER,
  column_number INTEGER
) STRICT;

CREATE TABLE sections (
  report  INTEGER NOT NULL REFERENCES reports (id),
  section TEXT NOT NULL,
  heading TEXT NOT NULL,
  text    TEXT NOT NULL
) STRICT;
