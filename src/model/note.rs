//! Notes: what to know about a document that was read. One plain type for every stage, one table of codes.

use super::Place;

/// How much a note matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Good to know; nothing is missing or doubtful.
    Info,
    /// Something is unusual, missing or doubtful, and someone should look.
    Warning,
    /// A figure was lost, or the report contradicts itself.
    Error,
}

impl Level {
    /// `info`, `warning` or `error`.
    pub fn name(self) -> &'static str {
        match self {
            Level::Info => "info",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// Whose doing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Blame {
    /// The file is damaged or odd.
    File,
    /// The schema does not know this layout.
    Schema,
    /// The figures are as the agency published them.
    Data,
}

impl Blame {
    /// `file`, `schema` or `data`.
    pub fn name(self) -> &'static str {
        match self {
            Blame::File => "file",
            Blame::Schema => "schema",
            Blame::Data => "data",
        }
    }
}

/// A kind of note. Its `id` never changes its meaning.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Stable kebab-case word.
    pub id: &'static str,
    /// How much it matters.
    pub level: Level,
    /// Whose doing it is.
    pub blame: Blame,
    /// One line.
    pub title: &'static str,
    /// What it means, why it happens, and what to do.
    pub explanation: &'static str,
}

/// Something to know about a document that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Which kind.
    pub code: &'static Code,
    /// The place it is about.
    pub place: Option<Place>,
    /// What was met here: a sentence without a final full stop.
    pub message: String,
    /// Other places that belong to it.
    pub also: Vec<Place>,
    /// What to do next, where this case has better advice than the code's explanation.
    pub help: Option<String>,
}

impl Note {
    /// A note about a place.
    pub fn new(code: &'static Code, place: impl Into<Option<Place>>, message: impl Into<String>) -> Self {
        Note { code, place: place.into(), message: message.into(), also: Vec::new(), help: None }
    }

    /// The same note with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same note with other places that belong to it.
    #[must_use]
    pub fn also(mut self, places: impl IntoIterator<Item = Place>) -> Self {
        self.also.extend(places);
        self
    }
}

impl Code {
    /// The code of this id.
    pub fn find(id: &str) -> Option<&'static Code> {
        CODES.iter().copied().find(|code| code.id == id)
    }
}

macro_rules! codes {
    ($($name:ident $id:literal $level:ident $blame:ident $title:literal $explanation:literal)*) => {
        /// Every code by name.
        pub mod codes {
            use super::{Blame, Code, Level};
            $(
                #[doc = $title]
                pub static $name: Code = Code {
                    id: $id, level: Level::$level, blame: Blame::$blame, title: $title, explanation: $explanation,
                };
            )*
        }

        /// Every code, in the order of the stages that give them.
        pub static CODES: &[&Code] = &[$(&codes::$name),*];
    };
}

codes! {
    // Reading a file.
    SPAN_CLAMPED "span-clamped" Warning File
        "A cell's span was not a usable number"
        "A gridSpan, gridBefore or gridAfter was zero, negative, not a whole number or beyond the limit. It was read as the nearest usable span. Check the table against the document."
    COLUMNS_MANY "columns-many" Info File
        "A table has more columns than Word makes"
        "Word itself makes at most 63 columns. The table was read as it is written; some program other than Word made it."
    COLUMNS_CUT "columns-cut" Warning File
        "A row has more cells than a grid may have columns"
        "The cell would begin beyond the last column that is allowed. Its text was kept as hidden text of the last cell of its row. `--limit columns=N` allows more."
    MERGE_ORPHAN "merge-orphan" Warning File
        "A cell continues a merge that nothing begins"
        "A cell says that it belongs to the merged cell above or before it, but no such cell lies there in the same columns. It was read as a cell of its own."
    TEXT_COVERED "text-covered" Warning File
        "Text lies under a merged cell"
        "The file holds text in a cell that is merged into another. Nobody sees it in Word. It was kept apart, as hidden text of the merged cell."
    TEXT_UNKNOWN "text-unknown" Info File
        "Text in an element that is not known"
        "The element is neither one that the reader knows nor one that it leaves out on purpose. Its text was kept where it stands."
    CONTENT_EMBEDDED "content-embedded" Warning File
        "The document takes in another file"
        "A part of the document is a whole file of another format (w:altChunk, w:subDoc), which Word takes in when it opens the document. It was not read. Open the document in Word and save it, and the content becomes part of it."
    SYMBOL_UNKNOWN "symbol-unknown" Info File
        "A sign of a symbol font has no known Unicode character"
        "The character was kept as the file has it, usually in the private use area."
    ALTERNATIVE_REPEATED "alternative-repeated" Info File
        "The same text is there twice, for old and new programs"
        "The file offers several versions of one object (mc:AlternateContent). One was read; the others say the same and were left out."
    FIELD_UNMATCHED "field-unmatched" Warning File
        "A field has no beginning or no end"
        "The marks of a complex field do not pair. Text that might be a field's code or its result was kept as text."
    NUMBERING_MISSING "numbering-missing" Warning File
        "A paragraph refers to a list that is not there"
        "The numbering part has no list of this number, so the paragraph has no computed number."
    NUMBER_FORMAT "number-format" Info File
        "A numbering format is not known"
        "Automatic numbers of this format were written in figures."
    NUMBER_CUT "number-cut" Warning File
        "An automatic number is longer than any that is meant"
        "The list prints more characters before each of its paragraphs than anyone would read. The beginning of the number was kept."
    CHAIN_CUT "chain-cut" Warning File
        "Styles or lists refer to each other in a circle or a long chain"
        "The chain was followed as far as the limit allows. `--limit chain=N` allows more."
    TEXT_STRUCK "text-struck" Warning File
        "Text is struck out"
        "The text is printed with a line through it, which may mean that it no longer counts. It stands in the text with what is beside it. If a figure is struck out, look at the document."
    PLACEHOLDER_SHOWN "placeholder-shown" Info Data
        "A content control that nobody filled in shows its placeholder"
        "The text is what the form asks for (单击此处输入文字), not what anyone wrote. It stands in the text as it is printed."
    CHANGES_TRACKED "changes-tracked" Info File
        "The document has tracked changes"
        "By default the text is read as if all changes were accepted; deleted text is kept in stories."
    PART_MISSING "part-missing" Warning File
        "A part of the package is missing"
        "The document refers to a part, such as its styles or a header, that the package does not have. The rest was read."
    PACKAGE_ODD "package-odd" Warning File
        "The package is not quite as it should be"
        "The main part was found, but its relationship or its content type is missing or unusual."

    // Finding the tables.
    TABLE_NOT_FOUND "table-not-found" Error Schema
        "A table of the schema was not found"
        "No table of the document has enough of this schema table's labels. It may be a picture, plain text, or a layout that the schema does not know. Its fields are empty in the output. `baobiao tables FILE` shows what was read."
    TABLE_UNKNOWN "table-unknown" Info Schema
        "A table that the schema does not describe"
        "The table has too few labels of any table of the schema. It was read, and `baobiao tables FILE` prints it, but none of its cells became a fact."
    TABLE_CONTINUED "table-continued" Info File
        "A table is cut into several"
        "A page break or an editor cut one table of the form into several Word tables. They were read as one."
    CAPTION_MISSING "caption-missing" Warning Schema
        "A band's caption is missing"
        "A band of the table (第二十条第（X）项) has no caption that could be read; it was known by its rows and column headers instead."
    VINTAGE_MIXED "vintage-mixed" Warning Data
        "Parts of the report follow another vintage of the form"
        "Some labels belong to another vintage than most of the report. Their figures are given under the field that their own labels name."
    VINTAGE_YEAR "vintage-year" Warning Data
        "The layout is not the one of the report's year"
        "The form's vintage is chosen by the labels found. The report's year lies outside the years for which this vintage was prescribed."

    TEXT_IN_TABLE "text-in-table" Info File
        "A row of running text inside a table"
        "The row holds words that are no label of the form: a section's heading, a note, or text that was put into the table. It is kept in this note and, where it lies in a section, in the section's text."

    // Binding cells to fields.
    HEADER_UNKNOWN "header-unknown" Warning Schema
        "A header was not recognised"
        "The text stands where a row or column label is expected and equals none that the schema lists. Figures that it heads are not given to any field. If it is a new spelling, add it to the schema as `also`."
    HEADER_DOUBTFUL "header-doubtful" Error File
        "Column headers that cannot be trusted"
        "Two columns have the same headers, or a header row is shorter than the table it heads. Its labels may stand over columns that they do not belong to, so the figures below it were given to no field. Mend the header in Word and convert again."
    LABEL_AMBIGUOUS "label-ambiguous" Error Schema
        "A label fits several fields"
        "The headers of this cell name more than one field equally well, so the figure was given to none."
    FIGURE_UNPLACED "figure-unplaced" Error Schema
        "A filled cell belongs to no field"
        "The cell holds text, but its headers do not name a field. Its text is in this note and in no field."
    FIGURE_TWICE "figure-twice" Error Data
        "Two cells claim one field"
        "Two cells have headers that name the same field, and they say different things: a table is there twice, as a draft and a final version or for two years. Nobody can tell which one counts, so none is given. Where whole tables repeat, the fields that only the later one has are not given either."
    CELLS_MISMATCH "cells-mismatch" Error Schema
        "Values and headers cannot be paired"
        "Header and value cells of this row do not share grid columns, and there are more of the one than of the other. No value of the row was given to a field."
    PAIRED_BY_ORDER "paired-by-order" Info File
        "Values were paired with headers by their order"
        "Header and value cells of these rows do not share grid columns but are equally many, so the first value belongs to the first header, and so on. The official form of 2019 is drawn like that."
    VALUE_MERGED "value-merged" Warning Data
        "One value is merged over several columns or rows"
        "A single cell covers the places of several fields. It says one thing, which cannot be told apart into several, so it was given to no field."
    FIELD_MISSING "field-missing" Warning Data
        "A field has no cell"
        "The vintage of the form has this field, but no cell of the document was found for it."

    // Reading values.
    VALUE_UNREADABLE "value-unreadable" Error Data
        "A cell's text is not a value of its kind"
        "The cell belongs to a field, but its text cannot be read as the value that the field holds. The text is kept as it is."
    VALUE_OUT_OF_RANGE "value-out-of-range" Error Data
        "A number that its kind of value does not allow"
        "A count is negative or has decimals. The number is given as published."
    VALUE_BESIDE "value-beside" Warning File
        "A blank cell holds something that is not its text"
        "The cell belongs to a field and has no text of its own, but a nested table, a text box or hidden text lies in it. The figure may be there; look at the document."
    VALUE_REMARK "value-remark" Info Data
        "A figure came with a remark"
        "Text in brackets after the figure was split off and kept as the fact's remark."
    UNIT_ODD "unit-odd" Warning Data
        "A unit is not the field's own"
        "The cell or its header prints a unit that the form does not foresee for this field. The value is given as printed, with the printed unit; nothing was converted."

    // Checking.
    CHECK_BROKEN "check-broken" Error Data
        "An identity of the form does not hold"
        "The two sides differ in the figures as published. The facts are given as they are."
    CHECK_DOUBTFUL "check-doubtful" Warning Data
        "A rule of thumb of the form does not hold"
        "The figures are possible but unusual. The facts are given as they are."
    CHECK_UNKNOWN "check-unknown" Info Data
        "An identity could not be checked"
        "A term is blank, a nil mark, unreadable or missing. The verdict says whether the identity would hold if blanks were zero."

    // Across years.
    SERIES_AMBIGUOUS "series-ambiguous" Warning Data
        "Reports that cannot be told apart across years"
        "Two reports say different things for the same agency and year, or two agencies would have the same name without the region before it. Nothing was compared for them. Take the superseded report out, or mend the schema's list of regions."
    SERIES_GAP "series-gap" Info Data
        "A year is missing between two reports of an agency"
        "The reports on both sides were not compared with each other, because the identities speak of the year before."

    // Identity and prose.
    IDENTITY_MISSING "identity-missing" Warning Data
        "The report does not say who or when"
        "Neither the document nor the file name gives the agency or the year of the report."
    IDENTITY_CONFLICT "identity-conflict" Warning Data
        "The report names two years or agencies"
        "The title, the running text, the signature or the file name disagree. The first of these that was found is used."
    SECTION_MISSING "section-missing" Warning Data
        "A section of the form has no heading"
        "The heading was not found; the section's text, if there is any, is in the section before it."
}
