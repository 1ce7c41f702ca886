//! Which findings are new: one is not reported again because a number in it or its line has changed.

use std::collections::BTreeMap;

use crate::report::{Code, Finding};

/// The findings that were reported already, and how often.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct KnownFindings(BTreeMap<FindingIdentity, usize>);

/// What identifies a finding: its code, its file, and its message without numbers.
type FindingIdentity = (Code, String, String);

impl KnownFindings {
    /// These findings.
    pub fn new<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        let mut known = BTreeMap::new();
        for finding in findings {
            *known.entry(identity(finding)).or_default() += 1;
        }
        Self(known)
    }

    /// Returns the findings that are not known yet, in their order.
    pub fn news<'f>(&self, findings: impl IntoIterator<Item = &'f Finding>) -> Vec<Finding> {
        let mut left = self.0.clone();
        let is_news = |finding: &&Finding| match left.get_mut(&identity(finding)) {
            Some(count @ 1..) => {
                *count -= 1;
                false
            }
            _ => true,
        };
        findings.into_iter().filter(is_news).cloned().collect()
    }
}

fn identity(finding: &Finding) -> FindingIdentity {
    let file = finding.place.as_ref().map_or_else(String::new, |place| place.file().path().to_owned());
    (finding.code, file, finding.message.chars().filter(|c| !c.is_ascii_digit()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Place, SourceFile, catalog};

    fn at(line: usize, target: &str) -> Finding {
        let file = SourceFile::new("content/en/a.md", "x\n".repeat(9));
        catalog::links::broken(Place::new(&file, line * 2..line * 2 + 1), target, &[], false)
    }

    #[test]
    fn another_line_or_number_is_not_new_but_a_second_finding_is() {
        let known = KnownFindings::new([&at(1, "a7.md")]);
        let lines = |findings: &[Finding]| {
            let known = known.news(findings);
            known.iter().filter_map(|new| Some(new.place.as_ref()?.positions()?.0.line)).collect::<Vec<_>>()
        };
        assert_eq!(lines(&[at(4, "a8.md")]), [0; 0]);
        assert_eq!(lines(&[at(1, "b.md")]), [2]);
        assert_eq!(lines(&[at(1, "a7.md"), at(5, "a7.md")]), [6]);
        assert_eq!(lines(&[]), [0; 0]);
        assert_ne!(known, KnownFindings::default());
        assert_eq!(known, KnownFindings::new([&at(3, "a9.md")]));
    }
}
