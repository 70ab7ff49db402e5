//! The architecture as tests: which module may know which, where each dependency is named, and how long things get.

use std::path::{Path, PathBuf};

/// The modules from top to bottom. An arrow only ever points down this list.
const LAYERS: &[&str] = &[
    "cli", "batch", "sink", "extract", "schema", "input", "text", "odt", "rtf", "html", "doc", "docx", "compose",
    "model",
];

/// What a module may not know although it stands below it.
const STRANGERS: &[(&str, &[&str])] = &[
    ("sink", READERS),
    ("extract", READERS),
    ("schema", READERS),
    ("text", &["odt", "rtf", "doc", "docx"]),
    ("doc", &["docx"]),
    ("html", &["docx", "doc"]),
    ("rtf", &["docx", "doc", "html"]),
    ("odt", &["rtf", "html", "doc"]),
];

/// What reads files.
const READERS: &[&str] = &["input", "text", "odt", "rtf", "html", "doc", "docx", "compose"];

/// The one file or folder that names each dependency.
const HOMES: &[(&str, &[&str])] = &[
    ("anyhow", &["cli/"]),
    ("arrow_array", &["sink/columnar/"]),
    ("arrow_ipc", &["sink/columnar/ipc.rs"]),
    ("arrow_schema", &["sink/columnar/"]),
    ("blake3", &["batch/journal/frame.rs"]),
    ("cfb", &["doc/container.rs"]),
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("clap_mangen", &["cli/generate.rs"]),
    ("compact_str", &["model/text.rs"]),
    ("crc32fast", &["docx/inflate.rs", "schema/compiled.rs"]),
    ("csv", &["sink/csv_text.rs", "sink/tables.rs"]),
    ("chardetng", &["html/charset.rs"]),
    ("encoding_rs", &["input/archive.rs", "html/charset.rs", "rtf/", "text/look.rs"]),
    ("flate2", &["docx/inflate.rs"]),
    ("globset", &["batch/walk.rs"]),
    ("html5ever", &["html/arena.rs", "html/gate.rs"]),
    ("ignore", &["batch/walk.rs"]),
    ("mail_parser", &["html/mht.rs"]),
    ("indicatif", &["cli/"]),
    ("landlock", &["batch/isolate/cage.rs"]),
    ("libdeflater", &["docx/inflate.rs"]),
    ("itoa", &["sink/csv_text.rs"]),
    ("memchr", &["compose/", "docx/", "extract/identity.rs", "html/", "input/"]),
    ("memmap2", &["docx/buffer.rs"]),
    ("mimalloc", &["main.rs"]),
    ("parquet", &["sink/columnar/parquet.rs"]),
    ("postcard", &["batch/journal/frame.rs", "batch/isolate/wire.rs", "extract/kept.rs", "schema/compiled.rs"]),
    ("quick_xml", &["docx/oracle.rs"]),
    ("rusqlite", &["sink/sqlite/"]),
    ("rust_xlsxwriter", &["sink/xlsx/"]),
    ("rustc_hash", &["schema/", "sink/frame/wide.rs"]),
    ("rustix", &["batch/isolate/cage.rs"]),
    ("serde_json", &["sink/"]),
    ("simdutf8", &["docx/chars.rs"]),
    ("smallvec", &["extract/few.rs"]),
    ("sys_locale", &["cli/language.rs"]),
    ("toml", &["schema/"]),
    ("unicode_normalization", &["schema/normal.rs", "docx/package.rs"]),
    ("unicode_width", &["sink/draw.rs"]),
    ("zip", &["docx/package.rs", "input/archive.rs"]),
];

const LONGEST_FILE: usize = 800;
const LONGEST_FUNCTION: usize = 60;
/// How many functions may be longer: long tables and straight lines that read worse when cut.
const LONG_FUNCTIONS: usize = 8;

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("src can be listed") {
            let path: PathBuf = entry.expect("src can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&root).expect("it lies in src").to_string_lossy().replace('\\', "/");
                files.push((name, std::fs::read_to_string(&path).expect("a source file is text")));
            }
        }
    }
    files.sort();
    assert!(files.len() > 30, "the sources were not found");
    files
}

/// The lines of a file that are code: no comments, and nothing from `#[cfg(test)]` on.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let end = text.find("#[cfg(test)]").unwrap_or(text.len());
    let lines = text[..end].lines().enumerate().map(|(index, line)| (index + 1, line));
    lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// Whether a line names this path: no longer name begins with it.
fn names(code: &str, path: &str) -> bool {
    code.match_indices(path).any(|(at, _)| {
        let next = code[at + path.len()..].chars().next();
        !next.is_some_and(|next| next.is_alphanumeric() || next == '_')
    })
}

#[test]
fn arrows_point_down() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let Some((layer, _)) = name.split_once('/') else { continue };
        let own = LAYERS.iter().position(|known| *known == layer).unwrap_or_else(|| panic!("{name} is in no layer"));
        let strangers = STRANGERS.iter().find(|(known, _)| *known == layer).map_or(&[][..], |(_, strangers)| strangers);
        for (line, code) in code(&text) {
            for (index, other) in LAYERS.iter().enumerate() {
                let named = names(code, &format!("crate::{other}"));
                if named && (index < own || strangers.contains(other)) {
                    wrong.push(format!("{name}:{line}: {layer} may not know {other}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_dependency_has_one_home() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        for (line, code) in code(&text) {
            for (dependency, homes) in HOMES {
                let named = code.contains(&format!("use {dependency}::"))
                    || code.contains(&format!(" {dependency}::"))
                    || code.contains(&format!("({dependency}::"))
                    || code.contains(&format!("<{dependency}::"));
                if named && !homes.iter().any(|home| name.starts_with(home)) {
                    wrong.push(format!("{name}:{line}: {dependency} is at home in {}", homes.join(", ")));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent: Vec<String> =
        sources().into_iter().filter(|(_, text)| !text.starts_with("//!")).map(|(name, _)| name).collect();
    assert!(silent.is_empty(), "no //! at the top of {silent:?}");
}

#[test]
fn lists_of_modules_hold_no_logic() {
    for (name, text) in sources().iter().filter(|(name, _)| name.ends_with("mod.rs") || name == "lib.rs") {
        let logic = code(text).find(|(_, line)| line.trim_start().trim_start_matches("pub ").starts_with("fn "));
        assert!(logic.is_none(), "{name}: {logic:?} belongs in a file of its own");
    }
}

#[test]
fn files_and_functions_stay_within_their_budgets() {
    let mut long = Vec::new();
    for (name, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= LONGEST_FILE, "{name} has {lines} lines");
        long.extend(
            functions(&text)
                .into_iter()
                .filter(|(_, length)| *length > LONGEST_FUNCTION)
                .map(|(function, length)| format!("{name}: {function} has {length} lines")),
        );
    }
    assert!(long.len() <= LONG_FUNCTIONS, "{}", long.join("\n"));
}

/// The functions of a file with their lengths, told by the indentation of their first and last lines.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<(usize, &str)> = code(text).collect();
    let mut found = Vec::new();
    for (index, (start, line)) in lines.iter().enumerate() {
        let bare = line.trim_start();
        let indent = line.len() - bare.len();
        let head = bare.trim_start_matches("pub(super) ").trim_start_matches("pub(crate) ").trim_start_matches("pub ");
        let Some(rest) = head.strip_prefix("const fn ").or(head.strip_prefix("fn ")) else { continue };
        let closing = format!("{}}}", " ".repeat(indent));
        if let Some((end, _)) = lines[index..].iter().find(|(_, line)| *line == closing) {
            let name = rest.split(['(', '<']).next().unwrap_or_default();
            found.push((name.to_owned(), end - start));
        }
    }
    found
}
