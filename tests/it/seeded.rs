//! Faults seeded one at a time into copies of two unlike sites: each is found once, at its place, and nothing else is.
//! Without a fault, neither site has a finding.

mod numbers;
mod times;

use std::fs;
use std::path::{Path, PathBuf};

use firstflight::pipeline::{self, Built, Options};
use firstflight::report::{Code, Finding};

use crate::support::{self, TODAY, repository};

/// A site that faults are seeded into.
#[derive(Clone, Copy)]
enum In {
    /// The site of this repository.
    First,
    /// The health bulletin in three languages.
    Bulletin,
}

impl In {
    fn folder(self) -> PathBuf {
        match self {
            Self::First => repository(),
            Self::Bulletin => repository().join("tests/sites/bulletin"),
        }
    }
}

/// A change to one file of a site, below `content/`: a text that occurs in it once, and its replacement. In the
/// replacement, `⟦…⟧` are around the fault, as its finding must mark it; they are not written.
type Edit = (&'static str, &'static str, &'static str);

/// A fault: what it is, where, by which edits, and which finding it must make.
type Seed = (&'static str, In, &'static [Edit], Code);

/// Where a finding must be.
#[derive(Debug, PartialEq)]
struct Mark {
    file: String,
    /// Line and column, from one, of the first character and of the one after the last.
    start: (usize, usize),
    end: (usize, usize),
}

fn copy(from: &Path, to: &Path) {
    for part in ["content", "themes"] {
        for entry in walkdir::WalkDir::new(from.join(part)) {
            let entry = entry.expect("a site can be walked");
            let target = to.join(entry.path().strip_prefix(from).expect("it lies in the site"));
            if entry.file_type().is_dir() {
                fs::create_dir_all(target).expect("folders can be made");
            } else {
                fs::copy(entry.path(), target).expect("files can be copied");
            }
        }
    }
}

/// Line and column of a byte, both from one; columns are counted in characters.
fn position(text: &str, at: usize) -> (usize, usize) {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    (text[..at].matches('\n').count() + 1, text[line..at].chars().count() + 1)
}

/// Makes one change, and says where its fault stands, if it is marked.
fn edit(root: &Path, (file, from, to): Edit) -> Option<Mark> {
    let path = root.join("content").join(file);
    let text = fs::read_to_string(&path).unwrap_or_else(|why| panic!("{file}: {why}"));
    assert_eq!(text.matches(from).count(), 1, "{file} holds this once:\n{from}");
    let at = text.find(from)?;
    let written = text.replacen(from, &to.replace(['⟦', '⟧'], ""), 1);
    let mark = to.find('⟦').map(|open| {
        let close = to.find('⟧').expect("a mark is closed") - '⟦'.len_utf8();
        let (start, end) = (position(&written, at + open), position(&written, at + close));
        Mark { file: format!("content/{file}"), start, end }
    });
    fs::write(path, written).expect("a file can be written");
    mark
}

fn mark(finding: &Finding) -> Option<Mark> {
    let place = finding.place.as_ref()?;
    let (start, end) = place.positions()?;
    let file = place.file().path().to_owned();
    Some(Mark { file, start: (start.line, start.column), end: (end.line, end.column) })
}

/// What is wrong with how a fault was found; nothing, where all is well.
fn judge((what, site, edits, code): Seed) -> Option<String> {
    let folder = tempfile::tempdir().expect("a folder for a copy");
    copy(&site.folder(), folder.path());
    let marks: Vec<Mark> = edits.iter().filter_map(|change| edit(folder.path(), *change)).collect();
    let [wanted] = &marks[..] else { panic!("{what}: one place is marked, not {}", marks.len()) };
    let built = support::build(folder.path());
    let findings = built.report.findings();
    let right = |finding: &Finding| finding.code == code && mark(finding).as_ref() == Some(wanted);
    // Translations say the same about the same records.
    let is_of_translation = |finding: &Finding| {
        let path = finding.place.as_ref().map(|place| place.file().path());
        let language = path.and_then(|path| path.split('/').nth(1));
        finding.code == code && language.is_some_and(|language| ["ar", "fr"].contains(&language))
    };
    let (at_mark, others): (Vec<_>, Vec<_>) = findings.iter().partition(|finding| right(finding));
    if at_mark.len() == 1 && others.into_iter().all(is_of_translation) {
        return None;
    }
    let found: Vec<String> =
        findings.iter().map(|it| format!("  found  {} at {:?}: {}", it.code.as_str(), mark(it), it.message)).collect();
    Some(format!("{what}\n  wanted {} at {wanted:?}\n{}", code.as_str(), found.join("\n")))
}

/// Seeds every fault in turn. Each has another name, or one of them would hide.
fn seed(faults: &[Seed], at_least: usize) {
    assert!(faults.len() >= at_least);
    let mut names: Vec<&str> = faults.iter().map(|fault| fault.0).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), faults.len(), "two faults have one name");
    let wrong: Vec<String> = faults.iter().filter_map(|fault| judge(*fault)).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn twenty_faults_in_numbers_are_found_at_their_places() {
    seed(numbers::FAULTS, 20);
}

#[test]
fn fifteen_faults_in_times_are_found_at_their_places() {
    seed(times::FAULTS, 15);
}

/// A site in memory as it is on a day.
fn on(site: In, day: &str) -> Built {
    let options = Options { at: support::date(day), ..support::options(&site.folder()) };
    pipeline::build(&options).expect("the site is there")
}

#[test]
fn without_a_fault_neither_site_has_a_finding() {
    for site in [In::First, In::Bulletin] {
        let built = on(site, TODAY);
        let findings: Vec<&str> = built.report.findings().iter().map(|finding| finding.message.as_str()).collect();
        assert!(findings.is_empty(), "{findings:#?}");
        // The whole site in one file may be larger than a page.
        for page in built.weights.pages.iter().filter(|page| !page.path.ends_with("all.html")) {
            assert!(page.sent <= 8_500 && page.requests == 1, "{} is sent as {} bytes", page.address, page.sent);
        }
    }
}

#[test]
fn on_other_days_only_what_is_due_is_found() {
    let due = |day: &str| -> Vec<Code> { on(In::Bulletin, day).report.findings().iter().map(|it| it.code).collect() };
    assert_eq!(due("1999-12-31"), []);
    assert_eq!(due("2026-12-01"), [], "the course is today");
    assert_eq!(due("2026-12-02"), [Code::PastRegistration]);
    assert_eq!(due("2026-12-08"), [Code::PastRegistration, Code::ReviewDue]);
    // Population, coverage, the last week of measles and the forecast of malaria.
    let all = due("2030-01-01");
    assert_eq!(all.iter().filter(|code| **code == Code::ReviewDue).count(), 4, "{all:?}");
    assert_eq!(all.len(), 5, "{all:?}");
    assert_eq!(on(In::First, "2030-01-01").report.findings().len(), 0);
}

#[test]
fn in_french_numbers_and_phrases_are_found() {
    let folder = tempfile::tempdir().expect("a folder for a copy");
    copy(&In::Bulletin.folder(), folder.path());
    let change = |from, to| drop(edit(folder.path(), ("fr/rougeole.md", from, to)));
    // Words of French are read, and words of English in a French text are not.
    change("Près des deux tiers des enfants", "Un enfant sur cent, a mere one in a hundred,");
    change("Seuls {{", "Presque la moitié, nearly all, soit {{");
    let built = support::build(folder.path());
    let found: Vec<(Code, &str)> =
        built.report.findings().iter().map(|it| (it.code, it.message.split('`').nth(1).unwrap_or_default())).collect();
    assert_eq!(
        found,
        [(Code::LooseNumber, "Un enfant sur cent"), (Code::WordsDoNotFit, "Presque la moitié")],
        "{:#?}",
        built.report.findings()
    );

    let found = |text: &'static str| {
        let folder = tempfile::tempdir().expect("a folder for a copy");
        copy(&In::Bulletin.folder(), folder.path());
        let mark = edit(folder.path(), ("fr/rougeole.md", "Là où\ntrop peu d’enfants", text));
        let built = support::build(folder.path());
        let found: Vec<_> = built.report.findings().iter().map(|it| (it.code, super::seeded::mark(it))).collect();
        (found, mark)
    };
    for text in ["Là où\n⟦37 %⟧ des enfants", "Là où\n⟦1\u{a0}250,5⟧ enfants", "Là où\n⟦37⟧ enfants"]
    {
        let (found, mark) = found(text);
        assert_eq!(found, [(Code::LooseNumber, mark)], "{text}");
    }
    let (found, _) = found("Du 3 au 5 mai 2026, en semaine 19, là où\ntrop peu d’enfants");
    assert_eq!(found, [], "dates and numbered weeks belong");
}
