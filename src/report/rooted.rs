//! Findings as reports show them: with paths from another folder than that of the site, such as that of the repository.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Component, Path};
use std::sync::Arc;

use super::{Finding, Place, SourceFile, fingerprints};

/// The folder that paths in reports start from, as seen from the folder of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathBase {
    /// The path of the folder of the site from there, with `/` at its end; empty if it is the same folder.
    site: String,
}

impl PathBase {
    /// Paths from the folder `base`, for a site in the folder `site`. Both are absolute and without `..`.
    #[must_use]
    pub fn between(base: &Path, site: &Path) -> Self {
        let (mut base, mut site) = (base.components().peekable(), site.components().peekable());
        while base.peek().is_some() && base.peek() == site.peek() {
            base.next();
            site.next();
        }
        let up = base.map(|_| Cow::Borrowed(".."));
        let down =
            site.filter(|part| matches!(part, Component::Normal(_))).map(|part| part.as_os_str().to_string_lossy());
        Self { site: up.chain(down).map(|part| format!("{part}/")).collect() }
    }

    /// A path that is relative to the folder of the site, from here.
    #[must_use]
    pub fn path(&self, path: &str) -> String {
        format!("{}{path}", self.site)
    }

    /// The folder of the site from here: `.` if it is the same.
    #[must_use]
    pub fn site(&self) -> &str {
        if self.site.is_empty() { "." } else { self.site.trim_end_matches('/') }
    }

    /// Findings whose places have paths from here.
    #[must_use]
    pub fn findings<'f>(&self, findings: &'f [Finding]) -> Cow<'f, [Finding]> {
        if self.site.is_empty() {
            return Cow::Borrowed(findings);
        }
        let mut files = HashMap::new();
        Cow::Owned(findings.iter().map(|finding| self.finding(finding, &mut files)).collect())
    }

    fn finding(&self, finding: &Finding, files: &mut HashMap<*const SourceFile, Arc<SourceFile>>) -> Finding {
        let mut finding = finding.clone();
        let edits = finding.edit.iter_mut().chain(&mut finding.further_edits).map(|edit| &mut edit.place);
        let labels = finding.labels.iter_mut().map(|label| &mut label.place);
        for place in finding.place.iter_mut().chain(labels).chain(&mut finding.also).chain(edits) {
            let file = files.entry(Arc::as_ptr(place.file())).or_insert_with(|| {
                let file = place.file();
                SourceFile::new(self.path(file.path()), file.text())
            });
            *place = match place.range() {
                Some(range) => Place::new(file, range),
                None => Place::whole(file),
            };
        }
        finding
    }
}

/// The findings of a report for programs, with their fingerprints.
#[derive(Debug)]
pub struct ReportedFindings<'f> {
    /// The findings, with paths from the base of the report.
    pub findings: Cow<'f, [Finding]>,
    /// The fingerprint of each, which does not depend on that base.
    pub fingerprints: Vec<String>,
    /// The folder of the site from that base.
    pub site: String,
}

impl<'f> ReportedFindings<'f> {
    /// Findings with paths from `base`.
    #[must_use]
    pub fn new(findings: &'f [Finding], base: &PathBase) -> Self {
        Self { fingerprints: fingerprints(findings), findings: base.findings(findings), site: base.site().to_owned() }
    }

    /// Each finding with its fingerprint.
    pub fn iter(&self) -> impl Iterator<Item = (&Finding, &str)> {
        self.findings.iter().zip(self.fingerprints.iter().map(String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Certainty, Code};

    #[test]
    fn a_base_is_above_the_site_beside_it_or_the_same() {
        for (base, site, path, folder) in [
            ("/repository", "/repository/docs/site", "docs/site/content/a.md", "docs/site"),
            ("/repository/", "/repository", "content/a.md", "."),
            ("/repository/docs/here", "/repository/site", "../../site/content/a.md", "../../site"),
            ("/repository/site/deep", "/repository/site", "../content/a.md", ".."),
            ("/", "/site", "site/content/a.md", "site"),
        ] {
            let base = PathBase::between(Path::new(base), Path::new(site));
            assert_eq!((&*base.path("content/a.md"), base.site()), (path, folder));
        }
    }

    #[test]
    fn every_place_of_a_finding_starts_from_the_base_and_fingerprints_do_not_change() {
        let file = SourceFile::new("content/a.md", "one two\nthree");
        let other = SourceFile::new("content/b.md", "four");
        let mut finding = Finding::new(Code::BrokenLink, Place::new(&file, 4..7), "no page")
            .label(Place::whole(&other), "the first")
            .edit(4..7, "2", Certainty::Certain);
        finding.also.push(Place::new(&file, 8..13));
        let findings = [finding];
        let base = PathBase::between(Path::new("/r"), Path::new("/r/docs"));
        let reported = ReportedFindings::new(&findings, &base);
        let shown: Vec<String> =
            reported.findings[0].places().chain(&reported.findings[0].also).map(ToString::to_string).collect();
        assert_eq!(
            shown,
            ["docs/content/a.md:1:5", "docs/content/b.md", "docs/content/a.md:1:5", "docs/content/a.md:2:1"]
        );
        assert_eq!(reported.fingerprints, fingerprints(&findings));
        assert!(matches!(PathBase::default().findings(&findings), Cow::Borrowed(_)));
    }
}
