//! Applies the levels in site.yaml, the expectations of pages, and `--strict`.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::config::Config;
use crate::report::{Code, Finding, Level, Place, Report, catalog};
use crate::site::{Page, Site, Traits};

/// Applies levels, removes findings that are off, undecided or expected, reports expectations without a finding, and
/// applies `--strict`.
pub fn apply(report: &mut Report, site: &Site, undecided: &BTreeSet<Code>, strict: bool) {
    let config = &site.config;
    report.findings_mut().retain_mut(|finding| !undecided.contains(&finding.code) && set_level(finding, config));
    let is_off = |code: Code| undecided.contains(&code) || config.is_off(code);
    let expecting: Vec<&Arc<Page>> = site.pages_with(Traits::EXPECTATIONS).map(|(_, page)| page).collect();
    let mut unmet = apply_expectations(report, &expecting, &is_off);
    if !is_off(Code::UnmetExpectation) {
        unmet.retain_mut(|finding| set_level(finding, config));
        report.extend(unmet);
    }
    if strict {
        for finding in report.findings_mut().iter_mut().filter(|finding| finding.level == Level::Warning) {
            finding.level = Level::Error;
        }
    }
}

/// Findings about other sites, which only `check-external` can make.
pub const OF_OTHER_SITES: [Code; 3] = [Code::DeadExternalLink, Code::UncertainExternalLink, Code::MovedExternalLink];

/// A report of these findings, which are all that there are of the given codes, with the levels that the site sets.
#[must_use]
pub fn only(findings: Vec<Finding>, codes: &[Code], site: &Site, strict: bool) -> Report {
    let mut report = Report::default();
    report.extend(findings);
    let undecided = Code::ALL.iter().copied().filter(|code| !codes.contains(code) && *code != Code::UnmetExpectation);
    let undecided: BTreeSet<Code> = undecided.collect();
    apply(&mut report, site, &undecided, strict);
    report.settle();
    report
}

/// Sets the level that the site gives to a finding; returns false if it is off.
fn set_level(finding: &mut Finding, config: &Config) -> bool {
    match config.levels.get(&finding.code) {
        Some(Some(level)) => {
            finding.level = *level;
            true
        }
        Some(None) => false,
        None => true,
    }
}

/// Removes the findings that pages expect. Returns a finding for each expectation that is not met; one of a code that is
/// off counts as met.
fn apply_expectations(report: &mut Report, pages: &[&Arc<Page>], is_off: &dyn Fn(Code) -> bool) -> Vec<Finding> {
    let mut met: HashMap<(String, Code), bool> = HashMap::new();
    for page in pages {
        for expectation in &page.source.front.expect {
            met.insert((page.source.file.path().to_owned(), expectation.code), is_off(expectation.code));
        }
    }
    if met.is_empty() {
        return Vec::new();
    }
    report.findings_mut().retain(|finding| match met.get_mut(&(path(finding).to_owned(), finding.code)) {
        Some(seen) => {
            *seen = true;
            false
        }
        None => true,
    });
    let errors = report.findings().iter().filter(|finding| finding.level == Level::Error);
    let with_errors: HashSet<&str> = errors.map(path).collect();
    // An error may have kept a page from being rendered, and then it was not weighed.
    let is_unweighed = |page: &Page, code| {
        matches!(code, Code::OverBudget | Code::LargeEdition | Code::GrownPage)
            && with_errors.contains(page.source.file.path())
    };
    pages
        .iter()
        .flat_map(|page| page.source.front.expect.iter().map(move |expectation| (page, expectation)))
        .filter(|(page, expectation)| met.get(&(page.source.file.path().to_owned(), expectation.code)) == Some(&false))
        .filter(|(page, expectation)| !is_unweighed(page, expectation.code))
        .map(|(page, expectation)| {
            let place = Place::new(&page.source.file, expectation.range.clone());
            catalog::page::unmet_expectation(place, expectation.code.as_str())
        })
        .collect()
}

/// The path of the file that a finding is in.
fn path(finding: &Finding) -> &str {
    finding.place.as_ref().map_or("", |place| place.file().path())
}
