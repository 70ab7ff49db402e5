-- What is made when all rows are there, because that is faster.
CREATE INDEX facts_by_field ON facts (field, report);
CREATE INDEX reports_by_agency ON reports (agency, year);
CREATE INDEX checks_by_report ON checks (report);
CREATE INDEX checks_by_verdict ON checks (verdict);
CREATE INDEX check_terms_by_field ON check_terms (field);
CREATE INDEX notes_by_report ON notes (report);
CREATE INDEX notes_by_code ON notes (code);
CREATE INDEX sections_by_report ON sections (report);
