//! Applies the levels in site.yaml, the expectations of pages, and `--strict`.

use std::collections::HashMap;

use crate::config::Config;
use crate::report::{Code, Level, Place, Report, catalog};
use crate::site::Page;

/// Applies levels, removes findings that are off or expected, reports expectations without a finding, and applies
/// `--strict`.
pub fn apply(report: &mut Report, config: &Config, pages: &[Page], strict: bool) {
    let findings = report.findings_mut();
    findings.retain_mut(|finding| match config.levels.get(&finding.code) {
        Some(Some(level)) => {
            finding.level = *level;
            true
        }
        Some(None) => false,
        None => true,
    });
    apply_expectations(report, pages);
    if strict {
        for finding in report.findings_mut().iter_mut().filter(|finding| finding.level == Level::Warning) {
            finding.level = Level::Error;
        }
    }
}

fn apply_expectations(report: &mut Report, pages: &[Page]) {
    let mut met: HashMap<(String, Code), bool> = HashMap::new();
    for page in pages {
        for expectation in &page.front.expect {
            met.insert((page.file.path().to_owned(), expectation.code), false);
        }
    }
    if met.is_empty() {
        return;
    }
    report.findings_mut().retain(|finding| {
        let path = finding.place.as_ref().map_or("", |place| place.file().path());
        match met.get_mut(&(path.to_owned(), finding.code)) {
            Some(seen) => {
                *seen = true;
                false
            }
            None => true,
        }
    });
    let unmet: Vec<_> = pages
        .iter()
        .flat_map(|page| page.front.expect.iter().map(move |expectation| (page, expectation)))
        .filter(|(page, expectation)| met.get(&(page.file.path().to_owned(), expectation.code)) == Some(&false))
        .map(|(page, expectation)| {
            let place = Place::new(&page.file, expectation.range.clone());
            catalog::page::unmet_expectation(place, expectation.code.as_str())
        })
        .collect();
    report.extend(unmet);
}
