//! Writes the sample reports and, beside each, the values that it holds.
//!
//! ```text
//! cargo run --example make_samples                   writes samples/
//! cargo run --example make_samples -- bulk DIR 1000  writes reports for measuring
//! ```
//!
//! A sample is a file in `reports/`: title, prose, figures. Its forms are in `tests/support/forms`. A sample of another
//! schema is a page in `forms/`, one of the years before 2019 a page in `years/`, each with its values beside it; they are
//! written to samples-forms/ and samples-years/.

mod bulk;
mod chance;
mod dress;
mod package;
#[path = "../../tests/support/mod.rs"]
mod support;
mod write;

use std::error::Error;
use std::path::Path;

use chance::Chance;
use package::{Program, packed};
use support::outline::Outline;
use support::page::Page;

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let reports = reports(&root.join("examples/make_samples/reports"))?;
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => {
            samples(&root.join("samples"), &reports)?;
            forms(&root.join("examples/make_samples/forms"), &root.join("samples-forms"))?;
            forms(&root.join("examples/make_samples/years"), &root.join("samples-years"))
        }
        ["bulk", folder, count] => {
            let models: Vec<_> = reports.into_iter().map(|(_, outline)| outline).collect();
            bulk(Path::new(folder), count.parse()?, &models)
        }
        _ => Err("usage: make_samples [bulk DIR COUNT]".into()),
    }
}

/// The reports by name, in the order of their names.
fn reports(folder: &Path) -> Result<Vec<(String, Outline)>, Box<dyn Error>> {
    let mut reports = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_stem().and_then(|name| name.to_str()).ok_or("a report's name is not Unicode")?;
        let outline = toml::from_str(&std::fs::read_to_string(&path)?).map_err(|error| format!("{name}: {error}"))?;
        reports.push((name.to_owned(), outline));
    }
    reports.sort_by(|(first, _), (second, _)| first.cmp(second));
    Ok(reports)
}

fn samples(folder: &Path, reports: &[(String, Outline)]) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    for (name, outline) in reports {
        let page = Page::parse(&outline.page()).map_err(|error| format!("{name}: {error}"))?;
        let program = if outline.flavour == "wps" { Program::Wps } else { Program::Word };
        let docx = write::document(&page, program == Program::Word);
        std::fs::write(folder.join(format!("{name}.docx")), packed(docx, program, &mut Chance::named(name)))?;
        std::fs::write(folder.join(format!("{name}.values.csv")), outline.values())?;
    }
    Ok(())
}

/// Writes the pages of a folder as they are, and copies the values beside them.
fn forms(from: &Path, folder: &Path) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    for entry in std::fs::read_dir(from)? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        match name.strip_suffix(".page") {
            None => _ = std::fs::copy(&path, folder.join(name))?,
            Some(name) => {
                let page = Page::parse(&std::fs::read_to_string(&path)?).map_err(|error| format!("{name}: {error}"))?;
                let docx = packed(write::document(&page, true), Program::Word, &mut Chance::named(name));
                std::fs::write(folder.join(format!("{name}.docx")), docx)?;
            }
        }
    }
    Ok(())
}

/// Writes `count` reports into `folder`.
fn bulk(folder: &Path, count: usize, models: &[Outline]) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    for index in 0..count {
        let (name, bytes) = bulk::report(index, models);
        std::fs::write(folder.join(name + ".docx"), bytes)?;
    }
    Ok(())
}
