//! Every way to break a site that we know of, each with the findings it must make, byte for byte.
//!
//! `tests/gallery` holds text archives, one a topic; their format is described in [`crate::archive`]. The files of a case
//! replace or join those of its archive and those of the default site, [`SiteTest::new`]:
//!
//! ```text
//! --- content/site.yaml
//! title: A site
//! base_url: https://example.org/
//! languages:
//!   en: { at: / }
//! --- content/en/index.md
//! ---
//! title: Home
//! ---
//!
//! Welcome.
//! ```
//!
//! The blank line that a terminal shows after each finding is left out after the last one.
//!
//! `UPDATE=1 cargo test --test it` rewrites what is expected of the gallery and of the golden sites, and names the
//! files that it changes: read their difference as an editor would.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use firstflight::report::Code;

use crate::archive::{Archive, Case, Part, Section};
use crate::failures;
use crate::made::made;
use crate::site_test::{Outcome, SiteTest};
use crate::support::{line_difference, refresh, repository, updates};

/// How many cases there are, so that none is lost unnoticed. `UPDATE=1` writes the new number.
const CASES: usize = 721;

/// How many cases pin their output as JSON too.
const JSON_CASES: usize = 17;

/// How many lines an archive may have.
const LONGEST: usize = 1_500;

/// Codes that no broken input can show, each with the reason.
const WITHOUT_CASE: [(Code, &str); 4] = [
    (Code::GrownPage, "it needs a report of an earlier run: see `reports.rs`"),
    (Code::DeadExternalLink, "it needs the answers of other sites: see `check_external.rs`"),
    (Code::UncertainExternalLink, "it needs the answers of other sites: see `check_external.rs`"),
    (Code::MovedExternalLink, "it needs the answers of other sites: see `check_external.rs`"),
];

/// All archives by their paths, sorted.
pub fn archives() -> Vec<(PathBuf, Archive)> {
    let entries = fs::read_dir(repository().join("tests/gallery")).expect("tests/gallery is there");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|it| it == "txt")).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        let archive = Archive::parse(&text).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        (path, archive)
    };
    paths.into_iter().map(read).collect()
}

/// What a case gives.
struct Given {
    text: String,
    json: String,
    codes: Vec<Code>,
}

/// Changes a site as a section says.
fn apply(site: SiteTest, section: &Section) -> SiteTest {
    match section.part() {
        Part::File(path) => site.bytes(path, &section.bytes),
        Part::None(path) => site.without(path),
        #[cfg(unix)]
        Part::Link(path, target) => site.symlink(path, target),
        #[cfg(not(unix))]
        Part::Link(path, _) => panic!("the gallery needs a system with symbolic links, for {path}"),
        Part::Other => site,
    }
}

/// The site of a case that is written down in its archive.
pub fn site(shared: &[Section], case: &Case) -> SiteTest {
    shared.iter().chain(&case.sections).fold(SiteTest::new(), apply)
}

fn run(shared: &[Section], case: &Case, made: &Mutex<BTreeMap<&str, SiteTest>>) -> Given {
    let start = match case.section("made") {
        Some(_) => made.lock().expect("no other case failed").remove(&*case.name),
        None => Some(SiteTest::new()),
    };
    let start = start.unwrap_or_else(|| panic!("made.rs makes no site for the case {}", case.name));
    let site = shared.iter().chain(&case.sections).fold(start, apply);
    if let Some(command) = case.text("command") {
        return Given { text: failures::run(&site, command.trim_end()), json: String::new(), codes: Vec::new() };
    }
    let outcome = site.build_here();
    check_places(&case.name, &outcome);
    let text = match &*outcome.drawn {
        "" => String::new(),
        drawn => drawn.strip_suffix('\n').filter(|text| text.ends_with('\n')).expect("a blank line ends it").to_owned(),
    };
    Given { codes: outcome.codes(), text, json: outcome.json }
}

/// Runs all cases, one on each core, and returns what they give in their order.
fn run_all(archives: &[(PathBuf, Archive)]) -> Vec<Given> {
    let cases: Vec<(&[Section], &Case)> =
        archives.iter().flat_map(|(_, archive)| archive.cases.iter().map(|case| (&*archive.shared, case))).collect();
    let made = Mutex::new(made().into_iter().collect::<BTreeMap<_, _>>());
    let next = AtomicUsize::new(0);
    let work = || {
        let mut given = Vec::new();
        // A pool of one thread: no case begins on the stack of another.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(16 << 20).build();
        let pool = pool.expect("a thread can be started");
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some((shared, case)) = cases.get(at) else { return given };
            given.push((at, pool.install(|| run(shared, case, &made))));
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut given: Vec<(usize, Given)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("every case can be run")).collect()
    });
    given.sort_by_key(|(at, _)| *at);
    let left = made.into_inner().expect("no case failed").into_keys().collect::<Vec<_>>();
    assert!(left.is_empty(), "made.rs makes {left:?}, which the gallery does not have");
    given.into_iter().map(|(_, given)| given).collect()
}

#[test]
fn every_case_gives_what_is_expected() {
    let mut archives = archives();
    let all = run_all(&archives);
    let mut met = BTreeSet::new();
    let mut wrong = String::new();
    let mut given = all.into_iter();
    for (path, archive) in &mut archives {
        for (case, given) in archive.cases.iter_mut().zip(&mut given) {
            met.extend(given.codes);
            let mut outputs = vec![("expected", given.text)];
            if case.section("expected.json").is_some() {
                outputs.push(("expected.json", given.json));
            }
            for (title, text) in outputs {
                if case.text(title) == Some(&*text) {
                    continue;
                }
                let difference = line_difference(case.text(title).unwrap_or_default(), &text);
                let file = path.file_name().unwrap_or_default().to_string_lossy();
                wrong.push_str(&format!("\n=== {} in tests/gallery/{file}, {title}\n{difference}", case.name));
                case.set(title, &text);
            }
        }
    }
    if updates() {
        archives.iter().for_each(|(path, archive)| refresh(path, archive.to_text().as_bytes()));
    } else {
        assert!(wrong.is_empty(), "{wrong}\n`UPDATE=1 cargo test --test it` accepts what is given");
    }
    let without: Vec<_> = Code::ALL
        .iter()
        .filter(|code| !met.contains(code) && !WITHOUT_CASE.iter().any(|(without, _)| without == *code))
        .map(|code| code.as_str())
        .collect();
    assert!(without.is_empty(), "no case of the gallery shows {without:?}");
}

#[test]
fn no_case_is_lost_and_none_hides_another() {
    let archives = archives();
    let (mut names, mut sentences) = (BTreeSet::new(), BTreeSet::new());
    let (mut number, mut with_json) = (0, 0);
    for (path, archive) in &archives {
        let lines = fs::read_to_string(path).expect("it was read before").lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines; split it at a topic", path.display());
        assert!(!archive.cases.is_empty() && !archive.remarks.is_empty(), "{} says nothing", path.display());
        for case in &archive.cases {
            number += 1;
            with_json += usize::from(case.section("expected.json").is_some());
            assert!(names.insert(&case.name), "two cases are named {}", case.name);
            assert!(sentences.insert(&case.about), "two cases are described by: {}", case.about);
        }
    }
    if updates() && number != CASES {
        let source = repository().join("tests/it/gallery.rs");
        let line = |number: usize| format!("const CASES: usize = {number};");
        let text = fs::read_to_string(&source).expect("this file is there");
        refresh(&source, text.replace(&line(CASES), &line(number)).as_bytes());
    } else {
        assert_eq!(number, CASES, "cases were added or lost; `UPDATE=1 cargo test --test it gallery` accepts it");
    }
    assert_eq!(with_json, JSON_CASES, "cases with JSON");
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
