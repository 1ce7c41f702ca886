//! Whole small sites with their whole expected output, one idea each: `tests/golden/CASE/content` becomes
//! `tests/golden/CASE/expected`, byte for byte, and what is said about it becomes `findings.txt`. After a wanted change,
//! `UPDATE=1 cargo test --test it` rewrites them and names what it changes; read the difference like any other.
//!
//! A file `flags` holds flags of `build`, one a line.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{TODAY, drop_expected, firstflight, refresh, repository, tree, updates};

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(repository().join("tests/golden")).expect("tests/golden is there");
    let mut cases: Vec<PathBuf> =
        entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.join("content").is_dir()).collect();
    cases.sort();
    cases
}

/// What a case publishes and what is said on the way.
fn run(case: &Path) -> (BTreeMap<String, Vec<u8>>, String) {
    let target = tempfile::tempdir().expect("a folder to publish into");
    let out = target.path().join("public");
    let mut command =
        firstflight(&["build", "--at", TODAY, "--site", ".", "--out", out.to_str().expect("a plain path")]);
    let flags = fs::read_to_string(case.join("flags")).unwrap_or_default();
    let output = command.args(flags.lines()).current_dir(case).output().expect("the program starts");
    let said = String::from_utf8(output.stderr).expect("what is said is text");
    assert!(output.status.success(), "{}\n{said}", case.display());
    let files = tree(&out).into_iter().filter(|(path, _)| out.join(path).is_file());
    (files.map(|(path, entry)| (path, entry.bytes)).collect(), said)
}

fn write(case: &Path, made: &BTreeMap<String, Vec<u8>>, said: &str) {
    let expected = case.join("expected");
    for (path, _) in tree(&expected) {
        if !made.contains_key(&path) && expected.join(&path).is_file() {
            drop_expected(&expected.join(path));
        }
    }
    for (path, bytes) in made {
        refresh(&expected.join(path), bytes);
    }
    let findings = case.join("findings.txt");
    if said.is_empty() { drop_expected(&findings) } else { refresh(&findings, said.as_bytes()) }
}

/// The first place where two files part, with some of the text around it.
fn parting(expected: &[u8], made: &[u8]) -> String {
    let at = expected.iter().zip(made).take_while(|(a, b)| a == b).count();
    if std::str::from_utf8(made).is_err() {
        return format!("at byte {at}");
    }
    let around = |bytes: &[u8]| {
        let shown = bytes.get(at.saturating_sub(60)..(at + 60).min(bytes.len())).unwrap_or_default();
        String::from_utf8_lossy(shown).into_owned()
    };
    format!("at byte {at}\n    expected …{}…\n    made     …{}…", around(expected), around(made))
}

#[test]
fn golden_sites_come_out_as_expected() {
    let cases = cases();
    assert!(cases.len() >= 7, "{cases:?}");
    let update = updates();
    let mut differences = Vec::new();
    for case in cases {
        let (made, said) = run(&case);
        if update {
            write(&case, &made, &said);
            continue;
        }
        let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let expected: BTreeMap<String, Vec<u8>> =
            tree(&case.join("expected")).into_iter().map(|(path, entry)| (path, entry.bytes)).collect();
        for (path, bytes) in &made {
            match expected.get(path) {
                None => differences.push(format!("{name}/{path}: published, but not expected")),
                Some(wanted) if wanted != bytes => {
                    differences.push(format!("{name}/{path}: differs {}", parting(wanted, bytes)));
                }
                Some(_) => {}
            }
        }
        let is_file = |path: &str| case.join("expected").join(path).is_file();
        let missing = expected.keys().filter(|path| is_file(path) && !made.contains_key(*path));
        differences.extend(missing.map(|path| format!("{name}/{path}: expected, but not published")));
        let wanted = fs::read_to_string(case.join("findings.txt")).unwrap_or_default();
        if wanted != said {
            let parting = parting(wanted.as_bytes(), said.as_bytes());
            differences.push(format!("{name}: what is said differs {parting}"));
        }
    }
    // A change to the style shows in every page; the first few say what it is.
    let (all, shown) = (differences.len(), differences.len().min(12));
    assert!(
        differences.is_empty(),
        "\n{}\n{shown} of {all} differences are shown. If this is wanted, run UPDATE=1 cargo test --test it and read the diff.",
        differences[..shown].join("\n")
    );
}
