//! What is shown while there are mistakes: what was good last, as far as they reach.

use std::collections::BTreeSet;

use crate::config::Paths;
use crate::output::Output;
use crate::report::{Finding, Level};
use crate::site::{Site, output_path};

/// What to show of a round, and whether any of it is older than the files. Mistakes in pages keep those pages as they
/// were, unless other pages would tell of them what is wrong; then, and where a mistake is elsewhere, the whole site is
/// kept. Before there is anything good, of the site or of a page, what there is is shown.
pub(super) fn kept(
    last: Option<(&Output, &Site)>,
    output: &Output,
    site: &Site,
    findings: &[Finding],
) -> (Output, bool) {
    let errors: Vec<&Finding> = findings.iter().filter(|finding| finding.level == Level::Error).collect();
    let (Some((last, before)), false) = (last, errors.is_empty()) else { return (output.clone(), false) };
    let Some(files) = errors.iter().map(|finding| page_file(finding)).collect::<Option<BTreeSet<&str>>>() else {
        return (last.clone(), true);
    };
    let mut shown = output.clone();
    for file in files {
        let page = site.pages.iter().find(|page| page.file.path() == file);
        let good = before.pages.iter().find(|page| page.file.path() == file);
        let (page, good) = match (page, good) {
            (Some(page), Some(good)) => (page, good),
            // What never was good is shown as far as it goes, and keeps nothing else from being shown.
            (_, None) => continue,
            (None, Some(_)) => return (last.clone(), true),
        };
        let path = output_path(&page.address);
        match last.get(&path).filter(|_| page.is_told_as(good)) {
            Some(artifact) => shown.insert(path, artifact.clone()),
            None => return (last.clone(), true),
        }
    }
    (shown, true)
}

/// The page's file that a finding is in; `None` where it is elsewhere.
fn page_file(finding: &Finding) -> Option<&str> {
    let path = finding.place.as_ref()?.file().path();
    let inner = path.strip_prefix(Paths::CONTENT)?;
    inner.ends_with(".md").then_some(path)
}
