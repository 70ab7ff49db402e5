//! The namespaces of a Word package, transitional and strict, under one name each.
//!
//! Nothing above this file sees a namespace URI, so a strict document takes the same path as any other.

/// What a namespace URI stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Space {
    /// No namespace at all.
    None,
    /// WordprocessingML.
    Word,
    /// Office math.
    Math,
    /// References to relationships (`r:id`).
    Reference,
    /// The relationships of the package itself.
    Relationships,
    /// The list of content types.
    ContentTypes,
    /// Markup compatibility (`mc:AlternateContent`).
    Compatibility,
    /// The flat form of a package in one XML file.
    FlatPackage,
    /// Annotations of Word 2003 XML.
    Annotation,
    /// The Word 2010 extensions.
    Word2010,
    /// OpenDocument: the document and its parts.
    OdfOffice,
    /// OpenDocument: text.
    OdfText,
    /// OpenDocument: tables.
    OdfTable,
    /// OpenDocument: styles.
    OdfStyle,
    /// OpenDocument: drawings.
    OdfDraw,
    /// OpenDocument: properties that are those of SVG.
    OdfSvg,
    /// The `xml:` prefix.
    Xml,
    /// One that this reader knows to be harmless to read through, such as drawings.
    Known,
    /// Any other.
    Other,
}

/// ECMA-376 Part 1 lists the strict URIs, Part 4 the transitional ones.
const TABLE: &[(&str, Space)] = &[
    ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", Space::Word),
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", Space::Word),
    ("http://schemas.microsoft.com/office/word/2003/wordml", Space::Word),
    ("http://schemas.microsoft.com/aml/2001/core", Space::Annotation),
    ("http://schemas.openxmlformats.org/officeDocument/2006/math", Space::Math),
    ("http://purl.oclc.org/ooxml/officeDocument/math", Space::Math),
    ("http://schemas.openxmlformats.org/officeDocument/2006/relationships", Space::Reference),
    ("http://purl.oclc.org/ooxml/officeDocument/relationships", Space::Reference),
    ("http://schemas.openxmlformats.org/package/2006/relationships", Space::Relationships),
    ("http://schemas.openxmlformats.org/package/2006/content-types", Space::ContentTypes),
    ("http://schemas.openxmlformats.org/markup-compatibility/2006", Space::Compatibility),
    ("http://schemas.microsoft.com/office/2006/xmlPackage", Space::FlatPackage),
    ("http://schemas.microsoft.com/office/word/2010/wordml", Space::Word2010),
    ("urn:oasis:names:tc:opendocument:xmlns:office:1.0", Space::OdfOffice),
    ("urn:oasis:names:tc:opendocument:xmlns:text:1.0", Space::OdfText),
    ("urn:oasis:names:tc:opendocument:xmlns:table:1.0", Space::OdfTable),
    ("urn:oasis:names:tc:opendocument:xmlns:style:1.0", Space::OdfStyle),
    ("urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", Space::OdfDraw),
    ("urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0", Space::OdfSvg),
    ("http://www.w3.org/XML/1998/namespace", Space::Xml),
    ("http://schemas.microsoft.com/office/word/2012/wordml", Space::Known),
    ("http://schemas.microsoft.com/office/word/2010/wordprocessingShape", Space::Known),
    ("http://schemas.microsoft.com/office/word/2010/wordprocessingGroup", Space::Known),
    ("http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas", Space::Known),
    ("http://schemas.microsoft.com/office/word/2010/wordprocessingInk", Space::Known),
    ("http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing", Space::Known),
    ("http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing", Space::Known),
    ("http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", Space::Known),
    ("http://schemas.openxmlformats.org/drawingml/2006/main", Space::Known),
    ("http://purl.oclc.org/ooxml/drawingml/main", Space::Known),
    ("http://schemas.openxmlformats.org/drawingml/2006/picture", Space::Known),
    ("http://schemas.openxmlformats.org/drawingml/2006/chart", Space::Known),
    ("http://schemas.microsoft.com/office/drawing/2010/main", Space::Known),
    ("http://schemas.microsoft.com/office/drawing/2007/8/2/chart", Space::Known),
    ("urn:schemas-microsoft-com:vml", Space::Known),
    ("urn:schemas-microsoft-com:office:office", Space::Known),
    ("urn:schemas-microsoft-com:office:word", Space::Known),
];

impl Space {
    /// What `uri` stands for.
    pub(crate) fn of(uri: &str) -> Space {
        if uri.is_empty() {
            return Space::None;
        }
        TABLE.iter().find(|(known, _)| *known == uri).map_or(Space::Other, |(_, space)| *space)
    }

    /// Whether content that requires this namespace can be read (`mc:Choice/@Requires`).
    pub(crate) fn is_understood(self) -> bool {
        !matches!(self, Space::None | Space::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::Space;

    #[test]
    fn strict_and_transitional_names_are_one() {
        for uri in [
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        ] {
            assert_eq!(Space::of(uri), Space::Word);
        }
        assert_eq!(Space::of("urn:of-somebody-else"), Space::Other);
        assert!(!Space::of("urn:of-somebody-else").is_understood());
    }
}
