//! Every way to break a site that we know of, each with the findings it must make, byte for byte.
//!
//! A case is a folder `tests/gallery/TOPIC/CASE/`: its `content/` and `themes/` are laid over the clean site of
//! [`SiteTest::new`], `expected.txt` is what a terminal shows, `expected.json` what `--format json` writes. What cannot
//! lie in a repository (links, ten megabytes, files that nobody can read) is made in [`made`]; its expectation lies in
//! the same place. `UPDATE=1 cargo test --release --test it gallery` writes all expectations anew: read the
//! difference as an editor would.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use firstflight::report::Code;

use crate::made::made;
use crate::site_test::{Outcome, SiteTest};

/// Codes that no broken input can show, each with the reason.
const WITHOUT_CASE: [(Code, &str); 0] = [];

pub fn gallery() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gallery")
}

/// All cases by name, `topic/case`.
fn cases() -> BTreeMap<String, SiteTest> {
    let folders = walkdir::WalkDir::new(gallery()).min_depth(2).max_depth(2).into_iter().map(|entry| entry.unwrap());
    let mut cases: BTreeMap<String, SiteTest> =
        made().into_iter().map(|(name, site)| (name.to_owned(), site)).collect();
    for folder in folders {
        let name = folder.path().strip_prefix(gallery()).unwrap().to_str().unwrap().to_owned();
        let parts = ["content", "themes"].map(|part| folder.path().join(part));
        if parts.iter().any(|part| part.is_dir()) {
            let site = cases.remove(&name).unwrap_or_else(SiteTest::new);
            cases.insert(name, site.overlay(folder.path()));
        } else {
            assert!(cases.contains_key(&name), "tests/gallery/{name} has no files, and nothing in made.rs makes it");
        }
    }
    cases
}

#[test]
fn every_case_says_what_it_should() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = String::new();
    let mut met = BTreeSet::new();
    let mut number = 0;
    for (name, site) in cases() {
        number += 1;
        let outcome = site.build();
        met.extend(outcome.codes());
        check_places(&name, &outcome);
        for (file, said) in [("expected.txt", &outcome.drawn), ("expected.json", &outcome.json)] {
            let path = gallery().join(&name).join(file);
            if update {
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(&path, said).unwrap();
            }
            let expected = std::fs::read_to_string(&path).unwrap_or_default();
            if expected != *said {
                let _ = write!(wrong, "\n=== tests/gallery/{name}/{file}\n--- expected\n{expected}--- said\n{said}");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}\n(`UPDATE=1 cargo test --release --test it gallery` accepts what is said)");
    let without: Vec<_> = Code::ALL
        .iter()
        .filter(|code| !met.contains(code) && !WITHOUT_CASE.iter().any(|(without, _)| without == *code))
        .map(|code| code.as_str())
        .collect();
    assert!(without.is_empty(), "no case of the gallery shows {without:?}");
    assert!(number >= 60, "the gallery has only {number} cases");
}

/// What holds for every finding: a place within its file, a plain sentence, JSON that says the same.
pub fn check_places(name: &str, outcome: &Outcome) {
    for finding in &outcome.findings {
        let message = &finding.message;
        let place = finding.place.as_ref().unwrap_or_else(|| panic!("{name}: `{message}` has no place"));
        if let (Some(range), Some((start, end))) = (place.range(), place.positions()) {
            let text = place.file().text();
            assert!(range.end <= text.len() && start <= end, "{name}: `{message}` lies outside of its file");
            assert!(start.line >= 1 && start.column >= 1, "{name}: `{message}`");
        }
        assert!(!message.ends_with('.') && !message.is_empty(), "{name}: `{message}` ends in a full stop");
        assert!(!message.starts_with(char::is_uppercase) || message.starts_with("SOURCE"), "{name}: `{message}`");
    }
    assert_eq!(outcome.json.lines().count(), outcome.findings.len(), "{name}");
}

#[test]
fn the_clean_site_is_clean() {
    assert_eq!(SiteTest::new().build().drawn, "");
}
