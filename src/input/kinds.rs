//! Every kind of file that turns up where Word reports are expected: its code, its name, what to do about it.

use crate::model::{FileKind, Words};

macro_rules! kinds {
    ($($name:ident $code:literal $document:literal
        $is:literal $is_chinese:literal $advice:literal $advice_chinese:literal)*) => {
        /// The kinds by name.
        pub mod kind {
            use super::{FileKind, Words};
            $(
                #[doc = $is]
                pub static $name: FileKind = FileKind {
                        code: $code,
                        name: Words::new($is, $is_chinese),
                        advice: Words::new($advice, $advice_chinese),
                        document: $document,
                    };
            )*
        }

        /// Every kind of file.
        pub static KINDS: &[&FileKind] = &[$(&kind::$name),*];
    };
}

kinds! {
    DOCX "docx" true
        "a Word document (.docx)" "Word 文档（.docx）"
        "nothing: it can be read"
        "无需处理：可以读取"
    DOCM "docm" true
        "a Word document with macros (.docm)" "含宏的 Word 文档（.docm）"
        "nothing: it can be read, and its macros are left alone"
        "无需处理：可以读取，其中的宏不会运行"
    DOTX "dotx" true
        "a Word template (.dotx)" "Word 模板（.dotx）"
        "nothing: it can be read"
        "无需处理：可以读取"
    DOTM "dotm" true
        "a Word template with macros (.dotm)" "含宏的 Word 模板（.dotm）"
        "nothing: it can be read, and its macros are left alone"
        "无需处理：可以读取，其中的宏不会运行"
    FLAT_OPC "flat-opc" true
        "a Word document in one XML file (Flat OPC)" "单一 XML 文件形式的 Word 文档（Flat OPC）"
        "nothing: it can be read"
        "无需处理：可以读取"
    WORD_2003_XML "word-2003-xml" true
        "a Word 2003 XML document" "Word 2003 XML 文档"
        "nothing: it can be read"
        "无需处理：可以读取"
    DOC "doc" true
        "a Word 97–2003 document (.doc, .wps)" "Word 97–2003 文档（.doc、.wps）"
        "nothing: it can be read"
        "无需处理：可以读取"
    DOC_ENCRYPTED "doc-encrypted" true
        "a Word 97–2003 document (.doc) with a password" "带密码的 Word 97–2003 文档（.doc）"
        "open it in Word or WPS with its password, remove the password, and save it as .docx"
        "请用 Word 或 WPS 输入密码打开，取消密码后另存为 .docx"
    DOC_95 "doc-95" true
        "a Word 6 or Word 95 document (.doc)" "Word 6 或 Word 95 文档（.doc）"
        "save it as .docx: `soffice --headless --convert-to docx FILE`"
        "请另存为 .docx：运行 `soffice --headless --convert-to docx FILE`"
    DOC_OLD "doc-old" true
        "a document of Word 2 or older" "Word 2 或更早版本的文档"
        "save it as .docx with LibreOffice, which still reads this format"
        "请用仍支持此格式的 LibreOffice 另存为 .docx"
    ENCRYPTED "encrypted" true
        "an Office document with a password" "带密码的 Office 文档"
        "open it in Word or WPS with its password, remove the password, and save it again"
        "请用 Word 或 WPS 输入密码打开，取消密码后重新保存"
    RTF "rtf" true
        "a Rich Text document (.rtf)" "RTF 文档（.rtf）"
        "nothing: it can be read"
        "无需处理：可以读取"
    HTML "html" true
        "a web page (HTML)" "网页（HTML）"
        "nothing: it can be read"
        "无需处理：可以读取"
    MHT "mht" true
        "a web archive (MHTML)" "网页归档文件（MHTML）"
        "nothing: it can be read"
        "无需处理：可以读取"
    WPS "wps" true
        "a document of WPS Writer or Microsoft Works (.wps)" "WPS 文字或 Microsoft Works 文档（.wps）"
        "open it in WPS and save it as .docx"
        "请用 WPS 打开并另存为 .docx"
    ODT "odt" true
        "an OpenDocument text (.odt)" "OpenDocument 文档（.odt）"
        "nothing: it can be read"
        "无需处理：可以读取"
    FLAT_ODT "flat-odt" true
        "an OpenDocument text in one XML file (.fodt)" "单一 XML 文件形式的 OpenDocument 文档（.fodt）"
        "nothing: it can be read"
        "无需处理：可以读取"
    PDF "pdf" true
        "a PDF document" "PDF 文档"
        "ask for the Word file: the tables of a PDF cannot be read without guessing"
        "请索取 Word 版文件：PDF 中的表格只能靠猜测读取"
    XLSX "xlsx" false
        "an Excel workbook" "Excel 工作簿"
        "ask for the Word report: this is a spreadsheet"
        "请索取 Word 版报告：这是电子表格"
    PPTX "pptx" false
        "a PowerPoint presentation" "PowerPoint 演示文稿"
        "ask for the Word report: this is a presentation"
        "请索取 Word 版报告：这是演示文稿"
    OLE "ole" false
        "an Office file of the 97–2003 generation that is no Word document" "Office 97–2003 文件，但不是 Word 文档"
        "open it in the program that made it and save its text as .docx"
        "请用生成它的程序打开，并将文字另存为 .docx"
    ZIP "zip" false
        "a zip archive that is no Word document" "ZIP 压缩包，但不是 Word 文档"
        "give it as a file whose name ends in .zip, or unpack it and give the documents in it"
        "请以 .zip 为扩展名给出，或解压后提供其中的文档"
    MEMBER_ARCHIVE "archive-in-archive" true
        "a zip archive inside a zip archive" "压缩包中的压缩包"
        "unpack the outer archive and give the folder"
        "请解压外层压缩包，并给出解压得到的文件夹"
    MEMBER_ENCRYPTED "member-encrypted" true
        "locked by a password inside its archive" "压缩包中带密码的文件"
        "unpack the archive with its password and give the folder"
        "请用密码解压该压缩包，并给出解压得到的文件夹"
    MEMBER_METHOD "member-method" true
        "packed by a method that is not read" "以不支持的方法压缩的文件"
        "unpack the archive with the program that made it and give the folder"
        "请用生成该压缩包的程序解压，并给出解压得到的文件夹"
    MEMBER_TWICE "member-twice" true
        "one of several members of the same name in its archive" "压缩包中几个同名文件之一"
        "unpack the archive, see which of them is meant, and give the folder"
        "请解压该压缩包，确认需要哪一个，并给出文件夹"
    OWNER "owner-file" false
        "the note that Word keeps beside an open document (~$…)" "Word 打开文档时生成的临时文件（~$…）"
        "nothing: close the document in Word, or leave the file out; it holds no text"
        "无需处理：请在 Word 中关闭文档，或略过此文件；其中没有正文"
    EMPTY "empty" false
        "an empty file" "空文件"
        "copy or download the file again"
        "请重新复制或下载该文件"
    TEXT_TABLES "text-tables" true
        "plain text with figures a line (.txt)" "逐行排列数字的纯文本（.txt）"
        "nothing: it can be read"
        "无需处理：可以读取"
    TEXT "text" false
        "plain text" "纯文本"
        "text is read where the cells of its tables stand one a line or between tabs; if it holds a report, open it in Word or WPS and save it as .docx"
        "只读取表格单元格逐行排列或以制表符分隔的纯文本；如果其中是报告，请用 Word 或 WPS 打开并另存为 .docx"
    UNKNOWN "unknown" false
        "a file of an unknown kind" "未知类型的文件"
        "check what it is; only Word documents (.docx, .docm, .dotx, .dotm, .doc, Flat OPC, Word 2003 XML), .rtf, .odt, .html, .mht and .txt are read"
        "请确认文件类型；只读取 Word 文档（.docx、.docm、.dotx、.dotm、.doc、Flat OPC、Word 2003 XML）以及 .rtf、.odt、.html、.mht 和 .txt"
}
