//! What ends a run before the site is looked at: a wrong use of the command line, or trouble with the machine. Each
//! ends with 2, says what was being done, and writes nothing to standard output. `tests/gallery/failures.txt` is what
//! is said, byte for byte; `UPDATE=1` writes it anew.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::gallery::gallery;
use crate::site_test::SiteTest;

/// What is said on standard error; `SITE` stands for the folder of the site.
fn said(folder: &Path, arguments: &str, epoch: Option<&str>) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_firstflight"));
    command.args(arguments.split(' ')).current_dir(folder).stdin(Stdio::null()).env_remove("SOURCE_DATE_EPOCH");
    if let Some(epoch) = epoch {
        command.env("SOURCE_DATE_EPOCH", epoch);
    }
    let output = command.output().expect("the command starts");
    let said = String::from_utf8(output.stderr).expect("it is text");
    assert_eq!(output.status.code(), Some(2), "{arguments}: {said}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "", "{arguments}");
    said.replace(&*folder.to_string_lossy(), "SITE")
}

#[test]
fn every_failure_says_what_was_being_done() {
    let site =
        SiteTest::new().file("notes.txt", "mine\n").file("full/mine.txt", "mine\n").file("full/index.html", "mine\n");
    let mut transcript = String::new();
    for (arguments, epoch) in [
        ("build --site nowhere", None),
        ("check --site content/site.yaml", None),
        ("build --at 2026-02-30", None),
        ("build", Some("yesterday")),
        ("build --base-url example.org", None),
        ("build --base-url https://example.org/?page=1", None),
        ("check --format xml", None),
        ("check --jobs many", None),
        ("check --jobs 0", None),
        ("check --strikt", None),
        ("check content", None),
        ("publish", None),
        ("explain broken-lnik", None),
        ("build --out content", None),
        ("build --out content/en/public", None),
        ("build --out .", None),
        ("build --out notes.txt", None),
        ("build --out notes.txt/public", None),
        ("build --out full", None),
        ("build --state full", None),
        ("build --state content/state", None),
        ("new site full", None),
        ("new page content/en/index.md", None),
    ] {
        let variable = epoch.map_or_else(String::new, |epoch| format!("SOURCE_DATE_EPOCH={epoch} "));
        let said = said(site.root(), arguments, epoch);
        let _ = write!(transcript, "$ {variable}firstflight {arguments}\n{said}\n");
    }
    assert_eq!(std::fs::read_to_string(site.root().join("full/index.html")).unwrap(), "mine\n");
    assert!(!site.root().join("public").exists(), "nothing is written");
    let path = gallery().join("failures.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &transcript).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(transcript == expected, "--- expected\n{expected}\n--- said\n{transcript}");
}
