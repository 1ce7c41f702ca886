//! Edits of findings, over every case of the gallery: each is in its place, and does what it says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::Path;

use firstflight::report::{Certainty, Edit, Finding, Level, Place, fingerprints};

use crate::archive::{Archive, Case};
use crate::gallery;
use crate::site_test::SiteTest;

/// How often edits are applied before none may be left: one broken line of YAML hides the next.
const ROUNDS: usize = 4;

/// Cases of the gallery that are sites, with their archives.
fn for_each_site(mut test: impl FnMut(&Archive, &Case)) {
    for (_, archive) in gallery::archives() {
        for case in &archive.cases {
            if case.section("made").is_none() && case.section("command").is_none() {
                test(&archive, case);
            }
        }
    }
}

/// Applies edits to the files of a site, the last in a file first; of edits that overlap, only the first.
fn apply(root: &Path, edits: &[&Edit]) {
    let mut by_file: BTreeMap<&str, Vec<(Range<usize>, &str)>> = BTreeMap::new();
    for edit in edits {
        let range = edit.place.range().expect("an edit has a range");
        by_file.entry(edit.place.file().path()).or_default().push((range, &edit.replacement));
    }
    for (path, mut changes) in by_file {
        let path = root.join(path);
        let mut bytes = fs::read(&path).expect("the file of an edit can be read");
        changes.sort_by_key(|(range, _)| (range.start, range.end));
        changes.dedup_by(|later, earlier| later.0.start < earlier.0.end || later.0 == earlier.0);
        for (range, replacement) in changes.into_iter().rev() {
            bytes.splice(range, replacement.bytes());
        }
        fs::write(path, bytes).expect("the file of an edit can be written");
    }
}

fn certain(findings: &[Finding]) -> Vec<&Edit> {
    findings.iter().filter_map(|it| it.edit.as_ref()).filter(|edit| edit.certainty == Certainty::Certain).collect()
}

/// What a finding says, without its place.
fn kind(finding: &Finding) -> (String, String, String) {
    let path = finding.place.as_ref().map_or("", |place| place.file().path());
    (path.to_owned(), finding.code.to_string(), finding.message.clone())
}

/// The errors that were not there before, but for those that nobody could see. The parser does not get past a mistake of
/// YAML, so it hides those in the rest of its file, and hidden settings also hide what they decide elsewhere. The value of an
/// unknown key or argument, or one in the wrong form, is not looked at before the key or the form is right.
fn new_errors(before: &[Finding], after: &[Finding]) -> Vec<String> {
    let known: BTreeSet<_> = before.iter().map(kind).collect();
    let path = |finding: &Finding| kind(finding).0;
    let unread: BTreeSet<String> = before.iter().filter(|it| it.code.as_str() == "invalid-yaml").map(path).collect();
    let lines = edited_lines(before);
    let was_hidden = |it: &Finding| {
        let line = it.place.as_ref().and_then(Place::positions).map(|(start, _)| start.line);
        unread.contains(&path(it))
            || unread.contains("content/site.yaml")
            || line.is_some_and(|line| lines.contains(&(path(it), line)))
    };
    let errors = after.iter().filter(|it| it.level == Level::Error && !known.contains(&kind(it)) && !was_hidden(it));
    errors.map(|it| format!("{:?}", kind(it))).collect()
}

/// The lines, counted after the edits, on which a value is read now that was not read before.
fn edited_lines(before: &[Finding]) -> BTreeSet<(String, usize)> {
    let opening = ["unknown-key", "unknown-argument", "wrong-argument", "invalid-value"];
    let mut edits: Vec<(&Edit, bool)> = Vec::new();
    for finding in before {
        let one = certain(std::slice::from_ref(finding));
        edits.extend(one.into_iter().map(|edit| (edit, opening.contains(&finding.code.as_str()))));
    }
    edits.sort_by_key(|(edit, _)| (edit.place.file().path().to_owned(), edit.place.range().map(|it| it.start)));
    let mut lines = BTreeSet::new();
    let (mut file, mut added, mut removed) = ("", 0, 0);
    for (edit, is_opening) in edits {
        let path = edit.place.file().path();
        if path != file {
            (file, added, removed) = (path, 0, 0);
        }
        let (start, end) = edit.place.positions().expect("an edit has a range");
        let first = start.line + added - removed;
        let more = edit.replacement.matches('\n').count();
        if is_opening {
            lines.extend((first..=first + more).map(|line| (path.to_owned(), line)));
        }
        (added, removed) = (added + more, removed + end.line - start.line);
    }
    lines
}

fn build(site: &SiteTest) -> Vec<Finding> {
    site.build().findings
}

#[test]
fn every_edit_changes_a_part_of_a_file_of_the_site() {
    for_each_site(|archive, case| {
        let site = gallery::site(&archive.shared, case);
        for finding in build(&site) {
            let Some(edit) = &finding.edit else { continue };
            let text = edit.place.file().text();
            let range = edit.place.range().unwrap_or_else(|| panic!("{}: an edit without a range", case.name));
            assert_ne!(&text[range], edit.replacement, "{}: an edit that changes nothing", case.name);
            let bytes = fs::read(site.root().join(edit.place.file().path())).expect("the file is there");
            assert!(bytes == text.as_bytes(), "{}: the edit counts bytes of another text", case.name);
        }
    });
}

#[test]
fn certain_edits_fix_their_findings_and_cause_no_errors() {
    let mut fixed = BTreeMap::<String, usize>::new();
    for_each_site(|archive, case| {
        let site = gallery::site(&archive.shared, case);
        let mut findings = build(&site);
        for round in 0..=ROUNDS {
            let edits = certain(&findings);
            if edits.is_empty() {
                break;
            }
            assert!(round < ROUNDS, "{}: {:?} are left", case.name, findings.iter().map(kind).collect::<Vec<_>>());
            apply(site.root(), &edits);
            let after = build(&site);
            let count = |all: &[Finding], one: &Finding| all.iter().filter(|it| kind(it) == kind(one)).count();
            for finding in findings.iter().filter(|it| certain(std::slice::from_ref(it)).len() == 1) {
                assert!(
                    count(&after, finding) < count(&findings, finding),
                    "{}: {:?} is left",
                    case.name,
                    kind(finding)
                );
                *fixed.entry(finding.code.to_string()).or_default() += 1;
            }
            assert_eq!(new_errors(&findings, &after), Vec::<String>::new(), "{}", case.name);
            findings = after;
        }
    });
    for code in ["broken-link", "broken-fragment", "indirect-link", "unknown-key", "unknown-argument", "invalid-yaml"] {
        assert!(fixed.contains_key(code), "no case of the gallery has a certain edit for `{code}`");
    }
}

#[test]
fn suggested_edits_fix_their_findings() {
    for_each_site(|archive, case| {
        let site = gallery::site(&archive.shared, case);
        let findings = build(&site);
        for finding in &findings {
            let Some(edit) = finding.edit.as_ref().filter(|edit| edit.certainty == Certainty::Suggested) else {
                continue;
            };
            let copy = gallery::site(&archive.shared, case);
            apply(copy.root(), &[edit]);
            let count = |all: &[Finding]| all.iter().filter(|it| kind(it) == kind(finding)).count();
            assert!(count(&build(&copy)) < count(&findings), "{}: {:?} is left", case.name, kind(finding));
        }
    });
}

#[test]
fn fingerprints_survive_moved_lines_and_differ() {
    for_each_site(|archive, case| {
        let site = gallery::site(&archive.shared, case);
        let before = build(&site);
        let all = fingerprints(&before);
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), before.len(), "{}: two are equal", case.name);
        // The records of a site move down by some lines.
        let moved = ["statistics", "sources", "events"].map(|name| site.root().join(format!("content/{name}.yaml")));
        for path in moved.iter().filter(|path| path.is_file()) {
            let bytes = fs::read(path).expect("a file of records can be read");
            if !bytes.starts_with(b"\xef\xbb\xbf")
                && !bytes.starts_with(b"---")
                && bytes.is_ascii()
                && !bytes.contains(&0)
            {
                fs::write(path, [b"# one\n# two\n\n", &bytes[..]].concat()).expect("it can be written");
            }
        }
        let after = build(&site);
        assert!(before.iter().map(kind).eq(after.iter().map(kind)), "{}: comments change what is found", case.name);
        // What is about a file as a whole points to its first line, which is another now.
        let is_at_start = |it: &Finding| it.place.as_ref().is_some_and(|it| it.range().is_none_or(|it| it.start == 0));
        for ((finding, one), two) in before.iter().zip(all).zip(fingerprints(&after)) {
            assert!(one == two || is_at_start(finding), "{}: {:?}", case.name, kind(finding));
        }
    });
}
