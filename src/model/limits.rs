//! How much a document may ask for before it is refused.

/// Bounds on what one file may cost. Every allocation that a number in a file could drive is preceded by one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the input file.
    pub input: u64,
    /// Entries of an archive of files.
    pub members: usize,
    /// How many times its packed size a member of an archive may have, beyond the first mebibyte.
    pub ratio: u64,
    /// Entries in the package.
    pub entries: usize,
    /// Bytes of one part after inflation.
    pub part: u64,
    /// Bytes of all parts that are read, after inflation.
    pub file: u64,
    /// Depth of XML elements, of the elements of a web page, and of the groups of a Rich Text document.
    pub xml_depth: usize,
    /// Elements, texts and kept attributes of a web page.
    pub nodes: usize,
    /// Tables of one document.
    pub tables: usize,
    /// Depth of tables in tables.
    pub table_depth: usize,
    /// Depth of fields in fields.
    pub field_depth: usize,
    /// Attributes of one element.
    pub attributes: usize,
    /// Namespace declarations of one element.
    pub namespaces: usize,
    /// Columns of a table's grid.
    pub columns: u32,
    /// Grid positions of all tables of one document; lines of a plain text.
    pub cells: u64,
    /// Bytes of one cell's text.
    pub cell_text: usize,
    /// Length of a chain of styles, numberings or relationships.
    pub chain: usize,
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: u64 = 1 << 20;
        Limits {
            input: 1024 * MIB,
            members: 100_000,
            ratio: 200,
            entries: 10_000,
            part: 256 * MIB,
            file: 512 * MIB,
            xml_depth: 256,
            nodes: 1_000_000,
            tables: 100_000,
            table_depth: 32,
            field_depth: 20,
            attributes: 1_024,
            namespaces: 256,
            columns: 1_024,
            cells: 5_000_000,
            cell_text: 32 << 20,
            chain: 64,
        }
    }
}
