//! The elements whose text is no text of the document: lengths, encoded data, switches. Left out on purpose.
//!
//! Text of elements that are neither known nor listed here is kept, with a note.

use super::names::Space;
use super::xml::Tag;

/// Elements of WordprocessingML that hold no text to read, or encoded data.
const WORD: &[&[u8]] = &[
    b"tblPr",
    b"tblPrEx",
    b"sdtEndPr",
    b"customXmlPr",
    b"smartTagPr",
    b"rubyPr",
    b"divsChild",
    b"fldData",
    b"binData",
    b"background",
    b"docVars",
    b"pPrChange",
    b"rPrChange",
    b"movie",
    b"control",
    b"styles",
    b"lists",
    b"fonts",
    b"docPr",
    b"docSuppData",
    b"docOleData",
    b"shapeDefaults",
    b"ignoreSubtree",
    b"ignoreElements",
];

/// Elements of drawings, VML and embedded objects whose text is a length, a position or a switch.
const DRAWING: &[&[u8]] = &[
    b"posOffset",
    b"pctPosHOffset",
    b"pctPosVOffset",
    b"pctWidth",
    b"pctHeight",
    b"align",
    b"OLEObject",
    b"ClientData",
    b"formulas",
    b"shapetype",
    b"extLst",
    b"pic",
    b"signatureline",
    b"DocumentProperties",
    b"CustomDocumentProperties",
    b"SmartTagType",
];

/// Whether the element is left out on purpose.
pub(super) fn is_ignored(tag: &Tag<'_>) -> bool {
    match tag.space {
        Space::Word => WORD.contains(&tag.local),
        Space::Math => tag.local.ends_with(b"Pr"),
        _ => DRAWING.contains(&tag.local),
    }
}
