//! WordprocessingML from bytes: each byte is a choice, so that a small change of the bytes is one of the document.

use arbitrary::Unstructured;

/// Words of the form, marks of it, and figures: what reports are made of.
const WORDS: &[&str] = &[
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "某市2021年政府信息公开工作年度报告",
    "第二十条第（一）项",
    "第二十条第（五）项",
    "信息内容",
    "本年制发件数",
    "本年废止件数",
    "现行有效件数",
    "规章",
    "行政规范性文件",
    "行政许可",
    "本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和",
    "申请人情况",
    "自然人",
    "法人或其他组织",
    "商业企业",
    "科研机构",
    "总计",
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "三、本年度办理结果",
    "（一）予以公开",
    "（二）部分公开",
    "（三）不予公开",
    "1.属于国家秘密",
    "其他",
    "行政复议",
    "行政诉讼",
    "结果维持",
    "未经复议直接起诉",
    "0",
    "1",
    "12",
    "-3",
    "1,234",
    "3.50",
    "/",
    "—",
    "１２",
    "5件",
    "（注）",
];

/// How deep tables, controls and boxes go: deeper ones are cases of `tests/hostile/`.
const DEPTH: u32 = 5;

/// Writes what the bytes choose.
pub struct Write<'u, 'b> {
    u: &'u mut Unstructured<'b>,
    /// What was written.
    pub xml: String,
}

impl<'u, 'b> Write<'u, 'b> {
    /// Nothing yet.
    pub fn new(u: &'u mut Unstructured<'b>) -> Self {
        Write { u, xml: String::new() }
    }

    /// A number up to and with this one.
    pub fn below(&mut self, most: u32) -> u32 {
        self.u.int_in_range(0..=most).unwrap_or(0)
    }

    /// Yes, so often of 256.
    pub fn often(&mut self, of: u32) -> bool {
        self.below(255) < of
    }

    /// Text that is fit for XML: a word of the form, or any.
    pub fn word(&mut self) -> String {
        if self.often(200) {
            return WORDS[self.below(WORDS.len() as u32 - 1) as usize].to_owned();
        }
        let any = self.u.arbitrary::<&str>().unwrap_or("");
        escaped(any.chars().take(24))
    }

    /// A value that an attribute may have, or should not.
    pub fn value(&mut self) -> String {
        const ODD: &[&str] = &["", "-1", "2147483648", "99999999999999999999", "1.5", "x", " 2 ", "true", "0"];
        if self.often(210) {
            self.below(9).to_string()
        } else {
            ODD[self.below(ODD.len() as u32 - 1) as usize].to_owned()
        }
    }

    /// Whether there is anything left to choose from.
    pub fn goes_on(&self) -> bool {
        !self.u.is_empty()
    }

    /// Blocks of a body, a cell, a control, a box or a note.
    pub fn blocks(&mut self, depth: u32) {
        for _ in 0..=self.below(if depth == 0 { 12 } else { 2 }) {
            if !self.goes_on() && depth > 0 {
                return;
            }
            match self.below(11) {
                0..=5 => self.paragraph(depth),
                6..=8 if depth < DEPTH => self.table(depth + 1),
                9 if depth < DEPTH => {
                    self.around("w:sdt", |write| write.around("w:sdtContent", |w| w.blocks(depth + 1)))
                }
                10 if depth < DEPTH => self.around("w:customXml", |write| write.blocks(depth + 1)),
                _ => self.xml.push_str("<w:bookmarkStart w:id=\"1\" w:name=\"a\"/><w:bookmarkEnd w:id=\"1\"/>"),
            }
        }
    }

    /// A paragraph.
    pub fn paragraph(&mut self, depth: u32) {
        self.xml.push_str("<w:p>");
        if self.often(90) {
            self.xml.push_str("<w:pPr>");
            if self.often(128) {
                let style = self.below(9);
                self.xml.push_str(&format!("<w:pStyle w:val=\"s{style}\"/>"));
            }
            if self.often(128) {
                let (level, number) = (self.value(), self.value());
                self.xml
                    .push_str(&format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{number}\"/></w:numPr>"));
            }
            if self.often(60) {
                let level = self.value();
                self.xml.push_str(&format!("<w:outlineLvl w:val=\"{level}\"/>"));
            }
            self.xml.push_str("</w:pPr>");
        }
        for _ in 0..=self.below(3) {
            self.inline(depth);
        }
        self.xml.push_str("</w:p>");
    }

    fn inline(&mut self, depth: u32) {
        match self.below(19) {
            0..=9 => self.run(""),
            10 => self.around("w:ins", |write| write.run("")),
            11 => {
                let word = self.word();
                self.xml.push_str(&format!("<w:del><w:r><w:delText>{word}</w:delText></w:r></w:del>"));
            }
            12 => {
                const MARKS: [&str; 6] = [
                    "<w:vanish/>",
                    "<w:strike/>",
                    "<w:vertAlign w:val=\"superscript\"/>",
                    "<w:rFonts w:ascii=\"Symbol\" w:hAnsi=\"Symbol\"/>",
                    "<w:rStyle w:val=\"s1\"/>",
                    "<w:eastAsianLayout w:combine=\"1\"/>",
                ];
                let mark = MARKS[self.below(5) as usize];
                self.run(mark);
            }
            13 => {
                const KINDS: [&str; 4] = ["begin", "separate", "end", "odd"];
                let kind = KINDS[self.below(3) as usize];
                self.xml.push_str(&format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>"));
            }
            14 => {
                const CODES: [&str; 5] = ["PAGE", "TOC \\o", "eq \\o\\ac(○,1)", "SEQ 表", "FORMTEXT"];
                let code = CODES[self.below(4) as usize];
                self.xml.push_str(&format!("<w:r><w:instrText>{code}</w:instrText></w:r>"));
            }
            15 => self.around("w:hyperlink", |write| write.run("")),
            16 => self
                .xml
                .push_str("<w:r><w:tab/><w:br/><w:noBreakHyphen/><w:sym w:font=\"Wingdings\" w:char=\"F0FC\"/></w:r>"),
            17 => {
                let word = self.word();
                self.xml.push_str(&format!("<m:oMath><m:r><m:t>{word}</m:t></m:r></m:oMath>"));
            }
            18 if depth < DEPTH => {
                self.xml.push_str(
                    "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><wps:wsp><wps:txbx><w:txbxContent>",
                );
                self.blocks(depth + 1);
                self.xml.push_str("</w:txbxContent></wps:txbx></wps:wsp></mc:Choice><mc:Fallback><w:t>f</w:t></mc:Fallback></mc:AlternateContent></w:r>");
            }
            _ => {
                let word = self.word();
                self.xml.push_str(&format!("<x:odd>{word}</x:odd>"));
            }
        }
    }

    fn run(&mut self, properties: &str) {
        let word = self.word();
        self.xml.push_str(&format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{word}</w:t></w:r>"));
    }

    /// A table.
    pub fn table(&mut self, depth: u32) {
        self.xml.push_str("<w:tbl><w:tblGrid>");
        for _ in 0..self.below(6) {
            self.xml.push_str("<w:gridCol w:w=\"1000\"/>");
        }
        self.xml.push_str("</w:tblGrid>");
        for _ in 0..=self.below(5) {
            self.row(depth);
        }
        self.xml.push_str("</w:tbl>");
    }

    fn row(&mut self, depth: u32) {
        self.xml.push_str("<w:tr>");
        if self.often(40) {
            const MARKS: [&str; 5] = ["gridBefore", "gridAfter", "hidden", "tblHeader", "del"];
            let (mark, value) = (MARKS[self.below(4) as usize], self.value());
            self.xml.push_str(&format!("<w:trPr><w:{mark} w:val=\"{value}\"/></w:trPr>"));
        }
        for _ in 0..=self.below(5) {
            self.xml.push_str("<w:tc>");
            if self.often(110) {
                const MARKS: [&str; 6] = ["gridSpan", "gridSpan", "vMerge", "vMerge", "hMerge", "vMerge"];
                const MERGES: [&str; 3] = ["restart", "continue", "odd"];
                let mark = MARKS[self.below(5) as usize];
                let value = if mark == "gridSpan" { self.value() } else { MERGES[self.below(2) as usize].to_owned() };
                self.xml.push_str(&format!("<w:tcPr><w:{mark} w:val=\"{value}\"/></w:tcPr>"));
            }
            if depth < DEPTH && self.often(20) {
                self.blocks(depth + 1)
            } else {
                self.paragraph(DEPTH)
            }
            self.xml.push_str("</w:tc>");
        }
        self.xml.push_str("</w:tr>");
    }

    fn around(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        self.xml.push_str(&format!("<{name}>"));
        inside(self);
        self.xml.push_str(&format!("</{name}>"));
    }
}

/// Text as XML takes it (XML 1.0, production 2).
pub fn escaped(text: impl Iterator<Item = char>) -> String {
    let fit = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    let mut xml = String::new();
    for c in text.filter(fit) {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            _ => xml.push(c),
        }
    }
    xml
}
