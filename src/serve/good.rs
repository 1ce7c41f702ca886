//! What is shown while there are errors: the last good version of what they affect.

use std::collections::BTreeSet;

use crate::config::Paths;
use crate::output::Output;
use crate::report::{Finding, Level};
use crate::site::{Site, output_path};

/// How much of what is shown is older than the files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Staleness {
    /// None of it.
    #[default]
    Nothing,
    /// The pages published at these paths.
    Pages(BTreeSet<String>),
    /// All of it.
    Site,
}

/// Files of pages that have had errors since their first round, so that there is no good version of them.
#[derive(Debug, Default)]
pub(super) struct InitiallyBroken(BTreeSet<String>);

/// Returns what to show of a round, and how much of it is older than the files. Pages with errors keep their last good
/// version, unless other pages depend on what changed; then, and if an error is elsewhere, the whole site is kept. A site or
/// page without a good version is shown as it is.
pub(super) fn kept(
    last: Option<(&Output, &Site)>,
    output: &Output,
    site: &Site,
    findings: &[Finding],
    initially_broken: &mut InitiallyBroken,
) -> (Output, Staleness) {
    let errors: Vec<&Finding> = findings.iter().filter(|finding| finding.level == Level::Error).collect();
    initially_broken.0.retain(|file| errors.iter().any(|finding| page_file(finding) == Some(file.as_str())));
    let (Some((last, before)), false) = (last, errors.is_empty()) else { return (output.clone(), Staleness::Nothing) };
    let Some(files) = errors.iter().map(|finding| page_file(finding)).collect::<Option<BTreeSet<&str>>>() else {
        return (last.clone(), Staleness::Site);
    };
    let mut shown = output.clone();
    let mut old = BTreeSet::new();
    for file in files {
        let of_file = |site: &Site| site.pages.iter().position(|page| page.file.path() == file);
        let Some(good) = of_file(before).filter(|_| !initially_broken.0.contains(file)) else {
            initially_broken.0.insert(file.to_owned());
            continue;
        };
        let Some(page) = of_file(site).map(|number| &site.pages[number]) else {
            return (last.clone(), Staleness::Site);
        };
        let path = output_path(&page.address);
        match last.get(&path).filter(|_| page.outline() == before.pages[good].outline()) {
            Some(artifact) => shown.insert(path.clone(), artifact.clone()),
            None => return (last.clone(), Staleness::Site),
        }
        old.insert(path);
    }
    (shown, if old.is_empty() { Staleness::Nothing } else { Staleness::Pages(old) })
}

/// The page's file that a finding is in; `None` where it is elsewhere.
fn page_file(finding: &Finding) -> Option<&str> {
    let path = finding.place.as_ref()?.file().path();
    let inner = path.strip_prefix(Paths::CONTENT)?;
    inner.ends_with(".md").then_some(path)
}
