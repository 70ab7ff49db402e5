//! Files that panic, abort, never end, take all memory or all of the stack cost themselves and nothing else; reading in
//! processes of their own gives the same bytes. The killers are planted: debug builds alone have them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use baobiao::batch::planted::VARIABLE;

fn samples() -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = entries.filter(|path| path.extension().is_some_and(|known| known == "docx")).collect();
    paths.sort();
    paths
}

/// A folder with the samples, some of them in an archive, and the killers of these names, each as sound a file as any
/// other.
fn folder(killers: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let reports = folder.path().join("reports");
    fs::create_dir(&reports).unwrap();
    let samples = samples();
    for sample in &samples {
        fs::copy(sample, reports.join(sample.file_name().unwrap())).unwrap();
    }
    for killer in killers {
        fs::copy(&samples[0], reports.join(format!("{killer}-killer.docx"))).unwrap();
    }
    fs::write(reports.join("cut.docx"), &fs::read(&samples[0]).unwrap()[..4000]).unwrap();
    fs::write(reports.join("old.docx"), b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 no document").unwrap();
    fs::write(reports.join("torn.mht"), "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n")
        .unwrap();
    fs::write(reports.join("text.txt"), "nothing").unwrap();
    folder
}

fn baobiao(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_baobiao"));
    command.args(["--lang", "en"]).args(arguments).current_dir(folder).env(VARIABLE, "1").env_remove("RUST_BACKTRACE");
    command.output().unwrap()
}

fn err(ran: &Output) -> String {
    String::from_utf8(ran.stderr.clone()).unwrap()
}

/// Every file below a folder with its bytes, but for what differs from run to run.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                folders.push(path);
            } else if name != "timings.csv" && !name.starts_with(".baobiao") {
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// What the manifest says of each input: its status and code.
fn accounts(out: &Path) -> BTreeMap<String, (String, String)> {
    let manifest = fs::read_to_string(out.join("manifest.jsonl")).unwrap();
    let lines = manifest.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    lines.map(|line| (text(&line["path"]), (text(&line["status"]), text(&line["code"])))).collect()
}

#[test]
fn a_panic_is_one_failure_with_its_place_and_nothing_else_is_said() {
    let folder = folder(&["panic"]);
    for arguments in [
        &["convert", "reports", "-o", "out.csv"][..],
        &["convert", "reports", "-o", "out/", "--to", "csv"],
        &["check", "reports"],
        &["tables", "reports"],
        &["convert", "reports", "-o", "apart/", "--to", "csv", "--isolate"],
    ] {
        let ran = baobiao(folder.path(), arguments);
        assert_eq!(ran.status.code(), Some(1), "{arguments:?}: {}", err(&ran));
        let said = err(&ran);
        assert!(said.contains("error[program-defect]: reports/panic-killer.docx: "), "{arguments:?}: {said}");
        assert!(said.contains("planted (src/batch/planted.rs:"), "{arguments:?}: {said}");
        for noise in ["panicked at", "RUST_BACKTRACE", "thread '"] {
            assert!(!said.contains(noise), "{arguments:?}: {said}");
        }
    }
    let rows = csv::Reader::from_path(folder.path().join("out.csv")).unwrap().records().count();
    assert_eq!(rows, samples().len());
}

#[test]
fn processes_of_their_own_give_the_same_bytes() {
    let folder = folder(&["panic"]);
    for (kind, out) in [("all", "folder"), ("ndjson", "file"), ("csv-long", "stdout")] {
        let convert = |isolate: bool| {
            let target = match out {
                "folder" => format!("{isolate}/"),
                _ => format!("{isolate}-{out}"),
            };
            let mut arguments = vec!["convert", "reports", "--to", kind, "-v", "--audit"];
            if isolate {
                arguments.extend(["--isolate", "-j", "2"]);
            }
            if out != "stdout" {
                arguments.extend(["-o", &target]);
            }
            let ran = baobiao(folder.path(), &arguments);
            assert_eq!(ran.status.code(), Some(1), "{}", err(&ran));
            let target = folder.path().join(target);
            let files = match out {
                "folder" => bytes(&target),
                "file" => BTreeMap::from([("file".to_owned(), fs::read(&target).unwrap())]),
                _ => BTreeMap::from([("stdout".to_owned(), ran.stdout.clone())]),
            };
            (err(&ran), files)
        };
        let ((said, here), (said_apart, apart)) = (convert(false), convert(true));
        assert!(here.values().map(Vec::len).sum::<usize>() > 10_000);
        assert_eq!(here.keys().collect::<Vec<_>>(), apart.keys().collect::<Vec<_>>());
        for (name, bytes) in &here {
            assert!(apart[name] == *bytes, "{name} differs");
        }
        assert_eq!(said, said_apart);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn every_killer_costs_one_file() {
    const KILLERS: [(&str, &str, &str); 5] = [
        ("panic", "failed", "program-defect"),
        ("abort", "failed", "process-ended"),
        ("loop", "failed", "time-exceeded"),
        ("memory", "failed", "memory-exceeded"),
        ("stack", "failed", "process-ended"),
    ];
    let folder = folder(&KILLERS.map(|(name, ..)| name));
    let isolated = |out: &str| {
        let ran = baobiao(
            folder.path(),
            &[
                "convert",
                "reports",
                "--to",
                "ndjson",
                "--isolate",
                "--isolate-memory=512",
                "--isolate-time=5",
                "-o",
                out,
            ],
        );
        assert_eq!(ran.status.code(), Some(1), "{}", err(&ran));
        let said = err(&ran);
        assert!(!said.contains("overflowed its stack") && !said.contains("memory allocation"), "{said}");
        assert_eq!(said.matches("  help: ").count(), KILLERS.len() + 3, "each has its advice: {said}");
        said
    };
    let said = isolated("killers/");
    let accounts = accounts(&folder.path().join("killers"));
    for (killer, status, code) in KILLERS {
        let path = format!("reports/{killer}-killer.docx");
        assert_eq!(accounts[&path], (status.to_owned(), code.to_owned()), "{said}");
    }
    assert_eq!(accounts["reports/cut.docx"].0, "refused");
    assert_eq!(accounts.len(), samples().len() + KILLERS.len() + 4, "all are accounted for");
    // The others are what they are where there are no killers.
    for (killer, ..) in KILLERS {
        fs::remove_file(folder.path().join(format!("reports/{killer}-killer.docx"))).unwrap();
    }
    let ran = baobiao(folder.path(), &["convert", "reports", "--to", "ndjson", "-o", "others/"]);
    assert_eq!(ran.status.code(), Some(1), "{}", err(&ran));
    let reports = |out: &str| fs::read(folder.path().join(out).join("reports.ndjson")).unwrap();
    assert!(!reports("others").is_empty() && reports("killers") == reports("others"));
}

#[cfg(unix)]
#[test]
fn a_worker_can_open_nothing() {
    let folder = folder(&["open"]);
    let said =
        |options: &[&str]| err(&baobiao(folder.path(), &[&["convert", "reports", "-o", "out.csv"], options].concat()));
    let (here, apart) = (said(&[]), said(&["--isolate"]));
    assert!(here.contains("file true, folder true, udp true, tcp true"), "{here}");
    assert!(apart.contains("file false, folder false, udp false, tcp false"), "{apart}");
}

#[test]
fn a_worker_that_is_asked_nothing_or_nonsense_ends() {
    let worker = || {
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_baobiao"));
        command.arg("worker");
        command
    };
    worker().write_stdin("").assert().success().stdout("");
    worker().write_stdin("x").assert().code(1).stdout("");
    worker().write_stdin([&7_u64.to_le_bytes()[..], b"no such"].concat()).assert().code(1).stdout("");
    worker().write_stdin([0xFF; 64]).assert().code(1).stdout("");
}
