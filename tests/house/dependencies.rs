//! What this program is made of: nothing that speaks to a network, nothing from elsewhere than the registry, and licences
//! that `deny.toml` allows. And nothing unsafe in our own code, with every overflow of a number found.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn toml(path: &str) -> toml::Table {
    text(path).parse().unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The words of a list in a file of TOML.
fn words(table: &toml::Table, section: &str, key: &str) -> BTreeSet<String> {
    let list = table[section][key].as_array().expect("a list");
    list.iter().map(|word| word.as_str().expect("a word").to_owned()).collect()
}

/// Every package of the lock file, for every system and feature, and for tests.
fn locked() -> Vec<toml::Table> {
    let lock = toml("Cargo.lock");
    let packages = lock["package"].as_array().expect("packages");
    packages.iter().map(|package| package.as_table().expect("a package").clone()).collect()
}

#[test]
fn nothing_speaks_to_a_network() {
    let banned = words(&toml("deny.toml"), "bans", "deny");
    assert!(banned.contains("hyper") && banned.len() > 20);
    let names: Vec<String> = locked().iter().map(|package| package["name"].as_str().unwrap().to_owned()).collect();
    assert!(names.len() > 100, "the lock file was not read");
    let found: Vec<&String> = names.iter().filter(|name| banned.contains(*name)).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn our_own_code_opens_no_socket() {
    let mut folders = vec![root().join("src")];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            seen += 1;
            // It tries in debug builds whether it is kept from it.
            let tries = path.ends_with("batch/planted.rs");
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(tries || !text.contains("::net::"), "{}", path.display());
        }
    }
    assert!(seen > 100);
}

#[test]
fn everything_is_from_the_registry_and_has_a_checksum() {
    let mut sources = BTreeSet::new();
    for package in locked() {
        let name = package["name"].as_str().unwrap();
        if name == env!("CARGO_PKG_NAME") {
            continue;
        }
        let source = package.get("source").and_then(toml::Value::as_str).unwrap_or("a folder");
        assert!(source.starts_with("registry+"), "{name} is from {source}");
        assert!(package.get("checksum").is_some(), "{name} has no checksum");
        sources.insert(source.to_owned());
    }
    assert_eq!(sources.len(), 1, "{sources:?}");
}

/// The licences of the packages that this system needs; tests and build scripts included.
fn licences() -> BTreeMap<String, String> {
    let host = Command::new("rustc").arg("-vV").output().expect("rustc");
    let host = String::from_utf8(host.stdout).unwrap();
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host").to_owned();
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", &host])
        .current_dir(root())
        .output()
        .expect("cargo");
    assert!(metadata.status.success(), "{}", String::from_utf8_lossy(&metadata.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap().iter();
    let licence = |package: &serde_json::Value| package["license"].as_str().unwrap_or("none").to_owned();
    packages.map(|package| (package["name"].as_str().unwrap().to_owned(), licence(package))).collect()
}

/// Whether one may choose licences that are allowed: `OR` is a choice, `AND` is not (SPDX, annex D).
fn allowed(expression: &str, allow: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ").replace(" WITH ", "~WITH~");
    let mut tokens: Vec<String> =
        spaced.split_whitespace().rev().map(|token| token.replace("~WITH~", " WITH ")).collect();
    let holds = any(&mut tokens, allow);
    assert!(tokens.is_empty(), "{expression} is not understood");
    holds
}

fn any(tokens: &mut Vec<String>, allow: &BTreeSet<String>) -> bool {
    let mut holds = every(tokens, allow);
    while tokens.last().is_some_and(|token| token == "OR") {
        tokens.pop();
        holds |= every(tokens, allow);
    }
    holds
}

fn every(tokens: &mut Vec<String>, allow: &BTreeSet<String>) -> bool {
    let mut holds = one(tokens, allow);
    while tokens.last().is_some_and(|token| token == "AND") {
        tokens.pop();
        holds &= one(tokens, allow);
    }
    holds
}

fn one(tokens: &mut Vec<String>, allow: &BTreeSet<String>) -> bool {
    match tokens.pop().as_deref() {
        Some("(") => {
            let holds = any(tokens, allow);
            assert_eq!(tokens.pop().as_deref(), Some(")"));
            holds
        }
        Some(licence) => allow.contains(licence),
        None => false,
    }
}

#[test]
fn every_licence_is_allowed_and_every_allowed_one_is_needed() {
    let allow = words(&toml("deny.toml"), "licenses", "allow");
    let only = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    for (expression, names, expected) in [
        ("MIT OR Apache-2.0", &["MIT"][..], true),
        ("MIT/Apache-2.0", &["Apache-2.0"], true),
        ("MIT AND GPL-3.0-only", &["MIT"], false),
        ("(MIT OR GPL-3.0-only) AND Unicode-3.0", &["MIT", "Unicode-3.0"], true),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", &["MIT"], false),
        ("Apache-2.0 WITH LLVM-exception", &["Apache-2.0"], false),
        ("none", &["MIT"], false),
    ] {
        assert_eq!(allowed(expression, &only(names)), expected, "{expression}");
    }
    let licences = licences();
    assert!(licences.len() > 100);
    let wrong: Vec<_> = licences.iter().filter(|(_, licence)| !allowed(licence, &allow)).collect();
    assert!(wrong.is_empty(), "deny.toml does not allow {wrong:?}");
    for licence in &allow {
        let fewer = allow.iter().filter(|other| *other != licence).cloned().collect();
        assert!(licences.values().any(|expression| !allowed(expression, &fewer)), "nothing needs {licence}");
    }
}

#[test]
fn our_own_code_is_safe_and_finds_overflows_in_a_release() {
    let manifest = toml("Cargo.toml");
    assert_eq!(manifest["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
    assert_eq!(manifest["profile"]["release"]["overflow-checks"].as_bool(), Some(true));
    for path in ["src/lib.rs", "src/main.rs"] {
        assert!(text(path).contains("#![forbid(unsafe_code)]"), "{path}");
    }
    assert!(Path::new(&root().join("SECURITY.md")).is_file());
}

#[test]
fn a_release_has_no_planted_killers() {
    let mut lines = Vec::new();
    for path in [
        "src/batch/mod.rs",
        "src/batch/open.rs",
        "src/batch/isolate/crew.rs",
        "src/batch/isolate/worker.rs",
        "src/cli/run.rs",
    ] {
        let text = text(path);
        let all: Vec<String> = text.lines().map(|line| line.trim().to_owned()).collect();
        let first = all.iter().enumerate().filter(|(index, line)| {
            let inside = index.checked_sub(1).is_some_and(|before| all[before].contains("planted"));
            line.contains("planted") && !inside
        });
        for (index, line) in first {
            assert_eq!(all[index - 1], "#[cfg(debug_assertions)]", "{path}: {line}");
            lines.push(line.clone());
        }
    }
    assert!(lines.len() >= 5, "{lines:?}");
}
