//! Every kind of file that turns up where Word reports are expected: its code, its name, what to do about it.

use crate::model::FileKind;

macro_rules! kinds {
    ($($name:ident $code:literal $document:literal $is:literal $advice:literal)*) => {
        /// The kinds by name.
        pub mod kind {
            use super::FileKind;
            $(
                #[doc = $is]
                pub static $name: FileKind =
                    FileKind { code: $code, name: $is, advice: $advice, document: $document };
            )*
        }

        /// Every kind of file.
        pub static KINDS: &[&FileKind] = &[$(&kind::$name),*];
    };
}

kinds! {
    DOCX "docx" true "a Word document (.docx)" "nothing: it can be read"
    DOCM "docm" true "a Word document with macros (.docm)" "nothing: it can be read, and its macros are left alone"
    DOTX "dotx" true "a Word template (.dotx)" "nothing: it can be read"
    DOTM "dotm" true "a Word template with macros (.dotm)" "nothing: it can be read, and its macros are left alone"
    FLAT_OPC "flat-opc" true "a Word document in one XML file (Flat OPC)" "nothing: it can be read"
    WORD_2003_XML "word-2003-xml" true "a Word 2003 XML document"
        "open it in Word or WPS and save it as .docx"
    DOC "doc" true "a Word 97–2003 document (.doc)"
        "save it as .docx: `soffice --headless --convert-to docx FILE`, or open it in Word or WPS"
    DOC_ENCRYPTED "doc-encrypted" true "a Word 97–2003 document (.doc) with a password"
        "open it in Word or WPS with its password, remove the password, and save it as .docx"
    DOC_95 "doc-95" true "a Word 6 or Word 95 document (.doc)"
        "save it as .docx: `soffice --headless --convert-to docx FILE`"
    DOC_OLD "doc-old" true "a document of Word 2 or older"
        "save it as .docx with LibreOffice, which still reads this format"
    ENCRYPTED "encrypted" true "an Office document with a password"
        "open it in Word or WPS with its password, remove the password, and save it again"
    RTF "rtf" true "a Rich Text document (.rtf)"
        "save it as .docx: `soffice --headless --convert-to docx FILE`, or open it in Word or WPS"
    HTML "html" true "a web page (HTML), whatever its name says"
        "open it in Word or WPS and save it as .docx"
    MHT "mht" true "a web archive (MHTML)"
        "open it in Word or WPS and save it as .docx"
    WPS "wps" true "a document of WPS Writer or Microsoft Works (.wps)"
        "open it in WPS and save it as .docx"
    ODT "odt" true "an OpenDocument text (.odt)"
        "save it as .docx: `soffice --headless --convert-to docx FILE`"
    PDF "pdf" true "a PDF document"
        "ask for the Word file: the tables of a PDF cannot be read without guessing"
    XLSX "xlsx" false "an Excel workbook"
        "ask for the Word report: this is a spreadsheet"
    PPTX "pptx" false "a PowerPoint presentation"
        "ask for the Word report: this is a presentation"
    OLE "ole" false "an Office file of the 97–2003 generation that is no Word document"
        "open it in the program that made it and save its text as .docx"
    ZIP "zip" false "a zip archive that is no Word document"
        "give it as a file whose name ends in .zip, or unpack it and give the documents in it"
    MEMBER_ARCHIVE "archive-in-archive" true "a zip archive inside a zip archive"
        "unpack the outer archive and give the folder"
    MEMBER_ENCRYPTED "member-encrypted" true "locked by a password inside its archive"
        "unpack the archive with its password and give the folder"
    MEMBER_METHOD "member-method" true "packed by a method that is not read"
        "unpack the archive with the program that made it and give the folder"
    MEMBER_TWICE "member-twice" true "one of several members of the same name in its archive"
        "unpack the archive, see which of them is meant, and give the folder"
    OWNER "owner-file" false "the note that Word keeps beside an open document (~$…)"
        "nothing: close the document in Word, or leave the file out; it holds no text"
    EMPTY "empty" false "an empty file"
        "copy or download the file again"
    TEXT "text" false "plain text"
        "open it in Word or WPS and save it as .docx if it holds a report"
    UNKNOWN "unknown" false "a file of an unknown kind"
        "check what it is; only Word documents (.docx, .docm, .dotx, .dotm, Flat OPC) are read"
}
