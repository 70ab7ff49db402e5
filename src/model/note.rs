//! Notes: what to know about a document that was read. One plain type for every stage, one table of codes.

use super::{Message, Place, Words};

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

    /// What people call it.
    pub fn words(self) -> Words {
        let chinese = match self {
            Level::Info => "提示",
            Level::Warning => "警告",
            Level::Error => "错误",
        };
        Words::new(self.name(), chinese)
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

    /// What people call it.
    pub fn words(self) -> Words {
        let chinese = match self {
            Blame::File => "文件",
            Blame::Schema => "模板",
            Blame::Data => "数据",
        };
        Words::new(self.name(), chinese)
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
    pub title: Words,
    /// What it means, why it happens, and what to do.
    pub explanation: Words,
}

/// Something to know about a document that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// Which kind.
    pub code: &'static Code,
    /// The place it is about.
    pub place: Option<Place>,
    /// What was met here: a sentence without a final full stop.
    pub message: Message,
    /// Other places that belong to it.
    pub also: Vec<Place>,
    /// What to do next, where this case has better advice than the code's explanation.
    pub help: Option<Message>,
}

impl Note {
    /// A note about a place.
    pub fn new(code: &'static Code, place: impl Into<Option<Place>>, message: impl Into<Message>) -> Self {
        Note { code, place: place.into(), message: message.into(), also: Vec::new(), help: None }
    }

    /// The same note with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<Message>) -> Self {
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
    ($($name:ident $id:literal $level:ident $blame:ident
        $title:literal $title_chinese:literal
        $explanation:literal $explanation_chinese:literal)*) => {
        /// Every code by name.
        pub mod codes {
            use super::{Blame, Code, Level, Words};
            $(
                #[doc = $title]
                pub static $name: Code = Code {
                    id: $id,
                    level: Level::$level,
                    blame: Blame::$blame,
                    title: Words::new($title, $title_chinese),
                    explanation: Words::new($explanation, $explanation_chinese),
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
        "单元格的跨度不是可用的数"
        "A span of columns or rows was zero, negative, not a whole number, beyond the limit, or ran into another cell or out of its rows. It was read as the nearest usable span. Check the table against the document."
        "列或行的跨度为零、为负、不是整数、超出上限，或与其他单元格重叠、超出所在的行，已按最接近的可用跨度读取。请对照原文核对该表。"
    COLUMNS_MANY "columns-many" Info File
        "A table has more columns than Word makes"
        "表格的列数多于 Word 所能制作的列数"
        "Word itself makes at most 63 columns. The table was read as it is written; some program other than Word made it."
        "Word 制作的表格最多 63 列。该表已按文件所写读取，它由 Word 以外的程序生成。"
    COLUMNS_CUT "columns-cut" Warning File
        "A row has more cells than a grid may have columns"
        "一行的单元格数超过表格允许的列数"
        "The cell would begin beyond the last column that is allowed. Its text was kept as hidden text of the last cell of its row. `--limit columns=N` allows more."
        "该单元格的起始列超出允许的最后一列，其文字已作为本行最后一个单元格的隐藏文字保留。可用 `--limit columns=N` 提高上限。"
    ENCODING_DOUBTFUL "encoding-doubtful" Warning File
        "The characters of the file are in doubt"
        "文件的字符编码存疑"
        "The file says nothing about its encoding that fits its bytes, or some of its bytes fit no encoding. A character that cannot be told is shown as U+FFFD. Look at a few Chinese words of the output."
        "文件声明的字符编码与其字节不符，或部分字节不属于任何编码。无法辨认的字符以 U+FFFD 表示。请查看输出中的部分汉字。"
    FILE_CUT "file-cut" Warning File
        "The file ends in the middle"
        "文件在中途结束"
        "What the file begins is not ended: it may have been copied or downloaded in part. What is there was read. Get the whole file, or compare the end of the output with the document."
        "文件内容没有正常结束，可能只复制或下载了一部分。现有内容已读取。请取得完整文件，或将输出的末尾与原文对照。"
    NAME_MISLEADS "name-misleads" Info File
        "The file is of another kind than its name says"
        "文件的实际类型与扩展名不符"
        "What a file is, is told by its content: web pages, Rich Text and new documents are often saved under a name that ends in .doc. It was read as what it is; nothing needs to be done. A right name saves others from guessing."
        "文件类型按内容判断：网页、RTF 和新格式文档常以 .doc 为扩展名保存。已按实际类型读取，无需处理；改用正确的扩展名可以避免误会。"
    MERGE_ORPHAN "merge-orphan" Warning File
        "A cell continues a merge that nothing begins"
        "单元格延续了一个没有起点的合并"
        "A cell says that it belongs to the merged cell above or before it, but no such cell lies there in the same columns. It was read as a cell of its own."
        "单元格声明自己属于上方或左侧的合并单元格，但相同的列上没有这样的单元格，已作为独立单元格读取。"
    TEXT_COVERED "text-covered" Warning File
        "Text lies under a merged cell"
        "合并单元格之下有文字"
        "The file holds text in a cell that is merged into another. Nobody sees it in Word. It was kept apart, as hidden text of the merged cell."
        "文件中被合并掉的单元格里仍有文字，在 Word 中看不到。该文字已作为合并单元格的隐藏文字另行保留。"
    TEXT_UNKNOWN "text-unknown" Info File
        "Text in an element that is not known"
        "未知元素中有文字"
        "The element is neither one that the reader knows nor one that it leaves out on purpose. Its text was kept where it stands."
        "该元素既不在可读取之列，也不在有意略过之列。其文字已在原处保留。"
    CONTENT_EMBEDDED "content-embedded" Warning File
        "The document takes in another file"
        "文档嵌入了另一个文件"
        "A part of the document is a whole file of another format (w:altChunk, w:subDoc), which Word takes in when it opens the document. It was not read. Open the document in Word and save it, and the content becomes part of it."
        "文档的一部分是其他格式的完整文件（w:altChunk、w:subDoc），Word 打开文档时才会并入，本程序未读取。请用 Word 打开并保存，该内容即成为文档的一部分。"
    SYMBOL_UNKNOWN "symbol-unknown" Info File
        "A sign of a symbol font has no known Unicode character"
        "符号字体中的符号没有已知的 Unicode 字符"
        "The character was kept as the file has it, usually in the private use area."
        "该字符已按文件原样保留，通常位于专用区。"
    ALTERNATIVE_REPEATED "alternative-repeated" Info File
        "The same text is there twice, for old and new programs"
        "同一文字为新旧程序各写了一份"
        "The file offers several versions of one object (mc:AlternateContent). One was read; the others say the same and were left out."
        "文件为同一对象提供了多个版本（mc:AlternateContent）。已读取其中一个；其余内容相同，已略去。"
    FIELD_UNMATCHED "field-unmatched" Warning File
        "A field has no beginning or no end"
        "域缺少开头或结尾"
        "The marks of a complex field do not pair. Text that might be a field's code or its result was kept as text."
        "复杂域的标记不成对。可能是域代码或域结果的文字均作为正文保留。"
    NUMBERING_MISSING "numbering-missing" Warning File
        "A paragraph refers to a list that is not there"
        "段落引用的列表不存在"
        "The numbering part has no list of this number, so the paragraph has no computed number."
        "编号部件中没有这个编号的列表，因此该段落没有自动编号。"
    NUMBER_FORMAT "number-format" Info File
        "A numbering format is not known"
        "编号格式未知"
        "Automatic numbers of this format were written in figures."
        "这种格式的自动编号已用阿拉伯数字写出。"
    NUMBER_CUT "number-cut" Warning File
        "An automatic number is longer than any that is meant"
        "自动编号长得不合常理"
        "The list prints more characters before each of its paragraphs than anyone would read. The beginning of the number was kept."
        "该列表在每个段落之前输出的字符多得无人会读。已保留编号的开头部分。"
    CHAIN_CUT "chain-cut" Warning File
        "Styles or lists refer to each other in a circle or a long chain"
        "样式或列表循环引用，或引用链过长"
        "The chain was followed as far as the limit allows. `--limit chain=N` allows more."
        "引用链只追踪到上限为止。可用 `--limit chain=N` 提高上限。"
    TEXT_STRUCK "text-struck" Warning File
        "Text is struck out"
        "文字带有删除线"
        "The text is printed with a line through it, which may mean that it no longer counts. It stands in the text with what is beside it. If a figure is struck out, look at the document."
        "该文字印有删除线，可能已经作废，仍与相邻文字一并保留。如果数字带有删除线，请查看原文。"
    PLACEHOLDER_SHOWN "placeholder-shown" Info Data
        "A content control that nobody filled in shows its placeholder"
        "无人填写的内容控件显示着占位文字"
        "The text is what the form asks for (单击此处输入文字), not what anyone wrote. It stands in the text as it is printed."
        "该文字是表单的填写提示（如“单击此处输入文字”），并非填报内容。已按印出的样子保留。"
    CHANGES_TRACKED "changes-tracked" Info File
        "The document has tracked changes"
        "文档带有修订"
        "By default the text is read as if all changes were accepted; deleted text is kept in stories."
        "默认按接受全部修订后的文字读取；被删除的文字保存在附属文字中。"
    PART_MISSING "part-missing" Warning File
        "A part of the package is missing"
        "文档包缺少部件"
        "The document refers to a part, such as its styles or a header, that the package does not have. The rest was read."
        "文档引用了样式、页眉等部件，但文档包中没有。其余内容已读取。"
    PACKAGE_ODD "package-odd" Warning File
        "The package is not quite as it should be"
        "文档包不完全规范"
        "The main part was found, but its relationship or its content type is missing or unusual."
        "已找到主部件，但它的关系或内容类型缺失或异常。"

    STRUCTURE_DAMAGED "structure-damaged" Warning File
        "A structure of the file is damaged"
        "文件的内部结构已损坏"
        "A list or a page of properties lies outside the file, contradicts another, or is cut off. The text was read; headings, numbers or cells that hang on the damaged part may be missing. Open the file in Word or WPS, which may repair it, save it, and compare."
        "某个列表或属性页位于文件之外、互相矛盾或不完整。文字已读取，但依赖受损部分的标题、编号或单元格可能缺失。请用 Word 或 WPS 打开（可能会自动修复）并保存后比较。"

    PAGE_NUMBERS "page-numbers" Info File
        "Lines of a text are page numbers"
        "文本中有页码行"
        "A text that was taken from pages has their numbers between its lines. Those that cannot be figures were put aside, as footers. A bare number stays where it is, and the row in which it stands is not read."
        "从页面取得的文本在行间夹有页码。不可能是数据的页码已另存为页脚。只有一个数字的行留在原处，它所在的表格行不予读取。"

    // Finding the tables.
    TABLE_REBUILT "table-rebuilt" Info File
        "A table was put together from lines of text"
        "由文本行重新拼成的表格"
        "A text has the cells of its tables as lines. Where a header was complete and known, and a row had exactly as many figures as the header has columns, they were put together again. The words and figures are as in the text; which row and column they stand in was told by the form's labels."
        "纯文本中表格的单元格成为一行行文字。表头完整且已知、且一行的数字个数与列数恰好相等时，已重新拼成表格。文字与数字均与文本相同，其所在的行和列由模板的标签确定。"
    ROW_UNBUILT "row-unbuilt" Error File
        "Lines of text with figures were put into no table"
        "含数字的文本行未归入任何表格"
        "The lines hold figures, but their labels or the number of figures are not those of a row of the form at this place: a figure or a label was lost, one is there twice, or words stand between them that the form does not know. None of the figures was given to a field. Compare the lines with the page that the text was taken from."
        "这些行含有数字，但其标签或数字个数与模板中此处的行不符：可能缺少或重复了数字或标签，或夹有模板未收录的文字。这些数字均未归入任何字段。请与文本的来源页面核对。"
    TABLE_NOT_FOUND "table-not-found" Error Schema
        "A table of the schema was not found"
        "未找到模板中的表"
        "No table of the document has enough of this schema table's labels. It may be a picture, plain text, or a layout that the schema does not know. Its fields are empty in the output. `baobiao tables FILE` shows what was read."
        "文档中没有一个表格含有足够多的该表标签。它可能是图片、纯文字，或是模板未收录的版式。其字段在输出中为空。`baobiao tables FILE` 可显示读到的表格。"
    TABLE_UNKNOWN "table-unknown" Info Schema
        "A table that the schema does not describe"
        "模板未描述的表格"
        "The table has too few labels of any table of the schema. It was read, and `baobiao tables FILE` prints it, but none of its cells became a fact."
        "该表格含有的模板标签太少。表格已读取，可用 `baobiao tables FILE` 显示，但其中没有单元格成为数据项。"
    TABLE_CONTINUED "table-continued" Info File
        "A table is cut into several"
        "一个表格被拆成了几个"
        "A page break or an editor cut one table of the form into several Word tables. They were read as one."
        "分页或编辑操作把模板中的一个表拆成了几个 Word 表格，已合为一个表读取。"
    CAPTION_MISSING "caption-missing" Warning Schema
        "A band's caption is missing"
        "分栏缺少标题"
        "A band of the table (第二十条第（X）项) has no caption that could be read; it was known by its rows and column headers instead."
        "表中某一分栏（第二十条第（X）项）没有可读的标题，已根据其行表头和列表头识别。"
    VINTAGE_MIXED "vintage-mixed" Warning Data
        "Parts of the report follow another vintage of the form"
        "报告的部分内容采用另一版式"
        "Some labels belong to another vintage than most of the report. Their figures are given under the field that their own labels name."
        "有些标签属于与报告大部分内容不同的版式，其数字归入标签自身所指的字段。"
    VINTAGE_YEAR "vintage-year" Warning Data
        "The layout is not the one of the report's year"
        "版式与报告年度不符"
        "The form's vintage is chosen by the labels found. The report's year lies outside the years for which this vintage was prescribed."
        "版式根据所找到的标签确定。报告年度不在该版式的适用年度之内。"

    TEXT_IN_TABLE "text-in-table" Info File
        "A row of running text inside a table"
        "表格中有一行正文文字"
        "The row holds words that are no label of the form: a section's heading, a note, or text that was put into the table. It is kept in this note and, where it lies in a section, in the section's text."
        "该行文字不是模板中的标签，可能是章节标题、说明或写入表格的文字。它保留在本提示中；位于章节之内的，也保留在章节文字中。"

    // Binding cells to fields.
    HEADER_UNKNOWN "header-unknown" Warning Schema
        "A header was not recognised"
        "无法识别的表头"
        "The text stands where a row or column label is expected and equals none that the schema lists. Figures that it heads are not given to any field. If it is a new spelling, add it to the schema as `also`."
        "该文字位于行标签或列标签的位置，但与模板列出的标签都不相同，其下的数字未归入任何字段。如果是新的写法，请在模板中以 `also` 补充。"
    HEADER_DOUBTFUL "header-doubtful" Error File
        "Column headers that cannot be trusted"
        "列表头不可信"
        "Two columns have the same headers, or a header row is shorter than the table it heads. Its labels may stand over columns that they do not belong to, so the figures below it were given to no field. Mend the header in Word and convert again."
        "两列表头相同，或表头行短于表格，其标签可能错位，因此下方数字未归入任何字段。请在 Word 中改正表头后重新转换。"
    LABEL_AMBIGUOUS "label-ambiguous" Error Schema
        "A label fits several fields"
        "标签对应多个字段"
        "The headers of this cell name more than one field equally well, so the figure was given to none."
        "该单元格的表头同样适用于多个字段，因此其数字未归入任何一个。"
    FIGURE_UNPLACED "figure-unplaced" Error Schema
        "A filled cell belongs to no field"
        "有内容的单元格不属于任何字段"
        "The cell holds text, but its headers do not name a field. Its text is in this note and in no field."
        "单元格有文字，但其表头不指向任何字段。该文字保留在本提示中，未归入字段。"
    FIGURE_TWICE "figure-twice" Error Data
        "Two cells claim one field"
        "两个单元格对应同一字段"
        "Two cells have headers that name the same field, and they say different things: a table is there twice, as a draft and a final version or for two years. Nobody can tell which one counts, so none is given. Where whole tables repeat, the fields that only the later one has are not given either."
        "两个单元格的表头指向同一字段，但内容不同：可能草稿与定稿并存，或两个年度的表并列。无法判断以哪个为准，故均不给出。整表重复时，只在后一个表中出现的字段也不给出。"
    CELLS_MISMATCH "cells-mismatch" Error Schema
        "Values and headers cannot be paired"
        "数值与表头无法配对"
        "Header and value cells of this row do not share grid columns, and there are more of the one than of the other. No value of the row was given to a field."
        "该行的表头单元格与数值单元格不在相同的列上，且数目不等。该行数值均未归入字段。"
    PAIRED_BY_ORDER "paired-by-order" Info File
        "Values were paired with headers by their order"
        "数值按先后顺序与表头配对"
        "Header and value cells of these rows do not share grid columns but are equally many, so the first value belongs to the first header, and so on. The official form of 2019 is drawn like that."
        "这些行的表头单元格与数值单元格不在相同的列上，但数目相等，因此第一个数值对应第一个表头，依次类推。2019 年的官方表式即如此绘制。"
    VALUE_MERGED "value-merged" Warning Data
        "One value is merged over several columns or rows"
        "一个数值合并占据多列或多行"
        "A single cell covers the places of several fields. It says one thing, which cannot be told apart into several, so it was given to no field."
        "一个单元格占据了多个字段的位置，只有一个内容，无法拆分到各字段，因此未归入任何字段。"
    RECORDS_NONE "records-none" Info Data
        "A list without records"
        "列表没有记录"
        "The header of a table of records was found, and every row under it is empty. It has no records; none of its fields has a value."
        "找到了记录表的表头，但其下各行均为空白。该表没有记录，其字段均没有值。"
    FIELD_MISSING "field-missing" Warning Data
        "A field has no cell"
        "字段没有对应的单元格"
        "The vintage of the form has this field, but no cell of the document was found for it."
        "该版式应有此字段，但文档中未找到对应的单元格。"

    // Reading values.
    VALUE_UNREADABLE "value-unreadable" Error Data
        "A cell's text is not a value of its kind"
        "单元格文字不是该类型的值"
        "The cell belongs to a field, but its text cannot be read as the value that the field holds. The text is kept as it is."
        "该单元格属于某一字段，但其文字不能读作该字段的值。文字已原样保留。"
    VALUE_OUT_OF_RANGE "value-out-of-range" Error Data
        "A number that its kind of value does not allow"
        "数字超出该类型允许的范围"
        "A count is negative or has decimals. The number is given as published."
        "件数为负数或带有小数。数字已按公布的原样给出。"
    VALUE_BESIDE "value-beside" Warning File
        "A blank cell holds something that is not its text"
        "空白单元格中另有内容"
        "The cell belongs to a field and has no text of its own, but a nested table, a text box or hidden text lies in it. The figure may be there; look at the document."
        "该单元格属于某一字段，自身没有文字，但其中有嵌套表格、文本框或隐藏文字，数字可能就在那里。请查看原文。"
    VALUE_REMARK "value-remark" Info Data
        "A figure came with a remark"
        "数字附有备注"
        "Text in brackets after the figure was split off and kept as the fact's remark."
        "数字后括号中的文字已分离，作为该数据项的备注保留。"
    UNIT_ODD "unit-odd" Warning Data
        "A unit is not the field's own"
        "单位与字段的规定单位不同"
        "The cell or its header prints a unit that the form does not foresee for this field. The value is given as printed, with the printed unit; nothing was converted."
        "单元格或其表头印有模板未规定的单位。数值与单位均按印出的样子给出，未作换算。"

    // Checking.
    CHECK_BROKEN "check-broken" Error Data
        "An identity of the form does not hold"
        "勾稽关系不成立"
        "The two sides differ in the figures as published. The facts are given as they are."
        "按公布的数字计算，两边不相等。数据项按原样给出。"
    CHECK_DOUBTFUL "check-doubtful" Warning Data
        "A rule of thumb of the form does not hold"
        "经验性勾稽关系不成立"
        "The figures are possible but unusual. The facts are given as they are."
        "数字有可能属实，但不常见。数据项按原样给出。"
    CHECK_UNKNOWN "check-unknown" Info Data
        "An identity could not be checked"
        "勾稽关系无法校验"
        "A term is blank, a nil mark, unreadable or missing. The verdict says whether the identity would hold if blanks were zero."
        "某一项为空白、空值符号、无法识别或缺失。校验结果会说明：若空白按 0 计，该关系是否成立。"

    // Across years.
    SERIES_AMBIGUOUS "series-ambiguous" Warning Data
        "Reports that cannot be told apart across years"
        "跨年度无法区分的报告"
        "Two reports say different things for the same agency and year, or two agencies would have the same name without the region before it. Nothing was compared for them. Take the superseded report out, or mend the schema's list of regions."
        "同一机关同一年度有两份内容不同的报告，或两个机关去掉地区前缀后同名。对它们没有作跨年度比较。请剔除已被取代的报告，或修正模板中的地区列表。"
    SERIES_GAP "series-gap" Info Data
        "A year is missing between two reports of an agency"
        "同一机关两份报告之间缺少年度"
        "The reports on both sides were not compared with each other, because the identities speak of the year before."
        "这两份报告没有互相比较，因为跨年度勾稽关系针对的是上一年度。"

    // Identity and prose.
    IDENTITY_MISSING "identity-missing" Warning Data
        "The report does not say who or when"
        "报告未写明发布机关或年度"
        "Neither the document nor the file name gives the agency or the year of the report."
        "文档和文件名均未给出发布机关或报告年度。"
    IDENTITY_CONFLICT "identity-conflict" Warning Data
        "The report names two years or agencies"
        "报告中出现两个年度或两个机关"
        "The title, the running text, the signature or the file name disagree. The first of these that was found is used."
        "标题、正文、落款或文件名互不一致，采用其中最先找到的一个。"
    SECTION_MISSING "section-missing" Warning Data
        "A section of the form has no heading"
        "模板中的章节没有标题"
        "The heading was not found; the section's text, if there is any, is in the section before it."
        "未找到该章节的标题；其文字如果存在，归在前一章节之中。"
}
