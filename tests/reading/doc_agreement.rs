//! Word 97–2003 documents against another reader of them: LibreOffice.

use std::path::Path;
use std::process::Command;

use crate::support::facts::{differences, of_report};
use baobiao::extract::extract;
use baobiao::input::{ReadOptions, Revisions, Source, read};
use baobiao::model::{Document, Limits};
use baobiao::schema::Schema;

#[test]
fn libreoffice_writes_documents_of_the_same_facts() {
    if Command::new("soffice").arg("--version").output().is_err() {
        eprintln!("skipped: there is no soffice");
        return;
    }
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut files: Vec<_> = std::fs::read_dir(samples)
        .expect("samples can be listed")
        .map(|entry| entry.expect("samples can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "docx"))
        .collect();
    files.sort();
    let folder = tempfile::tempdir().expect("a folder");
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let done = Command::new("soffice")
        .args(["--headless", &profile, "--convert-to", "doc:MS Word 97", "--outdir"])
        .arg(folder.path())
        .args(&files)
        .output()
        .expect("soffice runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let facts = |path: &Path| {
        let source = Source::open(path, &Limits::default()).expect("the file is there");
        let document = read(&source, &ReadOptions::default()).unwrap_or_else(|error| panic!("{error}"));
        let report = extract(&document, Schema::builtin());
        assert!(report.audit.balances(), "{}: {:?}", path.display(), report.audit);
        of_report(&report, Schema::builtin())
    };
    for file in &files {
        let old = folder.path().join(file.with_extension("doc").file_name().expect("a name"));
        let differences = differences(&facts(file), &facts(&old));
        assert!(differences.is_empty(), "{}:\n{}", file.display(), differences.join("\n"));
    }
}

/// The tables of a document as rows and columns and the areas of their cells, edges that no cell uses left out. What no
/// cell of a row covers is an empty cell, as LibreOffice fills short rows.
fn grids(document: &Document) -> Vec<Vec<[usize; 4]>> {
    let grid = |table: &baobiao::model::Table| {
        let areas: Vec<_> = table.cells().iter().map(|cell| cell.area).collect();
        let used = |edges: &dyn Fn(&baobiao::model::Area) -> [u32; 2]| {
            let mut edges: Vec<u32> = areas.iter().flat_map(edges).collect();
            edges.sort_unstable();
            edges.dedup();
            edges
        };
        let rows = used(&|area| [area.row, area.row_end()]);
        let columns = used(&|area| [area.column, area.column_end()]);
        let number = |edges: &[u32], edge: u32| edges.partition_point(|other| *other < edge);
        let mut cells: Vec<[usize; 4]> = areas
            .iter()
            .map(|area| {
                let (row, column) = (number(&rows, area.row), number(&columns, area.column));
                [row, column, number(&rows, area.row_end()) - row, number(&columns, area.column_end()) - column]
            })
            .collect();
        fill(&mut cells, rows.len().saturating_sub(1), columns.len().saturating_sub(1));
        cells.sort_unstable();
        cells
    };
    document.tables().into_iter().map(grid).collect()
}

/// Makes one cell of every run of positions in a row that no cell covers.
fn fill(cells: &mut Vec<[usize; 4]>, rows: usize, columns: usize) {
    let mut free = vec![vec![true; columns + 1]; rows];
    for [row, column, down, across] in cells.iter() {
        free[*row..row + down].iter_mut().for_each(|free| free[*column..column + across].fill(false));
    }
    for (row, free) in free.iter_mut().enumerate() {
        free[columns] = false;
        let mut start = 0;
        for (column, free) in free.iter().enumerate() {
            if !free {
                cells.extend((start < column).then_some([row, start, 1, column - start]));
                start = column + 1;
            }
        }
    }
}

/// Slow: LibreOffice converts every old document of the corpus. Tracked rows are compared as they stand, and tables in no
/// order, for LibreOffice puts floating ones into text boxes. What still differs is that it gives edges that lie a few twips
/// apart a column of their own.
#[test]
#[ignore = "takes minutes; run it with --ignored where soffice and the corpus are there"]
fn grids_of_the_corpus_are_those_of_libreoffice() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let Ok(manifest) = std::fs::read_to_string(folder.join("MANIFEST.tsv")) else {
        eprintln!("skipped: there is no corpus at {}", folder.display());
        return;
    };
    let out = tempfile::tempdir().expect("a folder");
    let profile = format!("-env:UserInstallation=file://{}/profile", out.path().display());
    let (mut tables, mut equal) = (0, 0);
    // What a fuzzer left is read one way by one program and another way by the next.
    let sound = |line: &&str| line.contains("\tcfb-doc\t") && !line.contains("clusterfuzz");
    for file in manifest.lines().filter(sound).filter_map(|line| line.split('\t').next()) {
        let path = folder.join(file);
        let done = Command::new("soffice")
            .args(["--headless", &profile, "--convert-to", "docx", "--outdir"])
            .args([out.path(), &path])
            .output();
        assert!(done.is_ok(), "soffice runs");
        let converted = out.path().join(path.with_extension("docx").file_name().expect("a name"));
        let options = ReadOptions { revisions: Revisions::Both, ..ReadOptions::default() };
        let open = |path: &Path| read(&Source::open(path, &Limits::default())?, &options);
        let Ok(theirs) = open(&converted) else { continue };
        let mut ours = grids(&open(&path).unwrap_or_else(|error| panic!("{error}")));
        let theirs = grids(&theirs);
        let mut take = |grid: &Vec<[usize; 4]>| ours.iter().position(|own| own == grid).map(|at| ours.swap_remove(at));
        let same = theirs.iter().filter_map(&mut take).count();
        if same < theirs.len() {
            eprintln!("{file}: {same} of {} tables", theirs.len());
        }
        tables += theirs.len();
        equal += same;
    }
    eprintln!("{equal} of {tables} tables have the same grid");
    assert!(equal * 100 >= tables * 98 && tables > 100, "{equal} of {tables}");
}
