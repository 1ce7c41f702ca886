//! Applies the edits of findings to texts, in memory, and shows the result as a diff.

mod diff;
mod edited;
mod machine;

pub use diff::diff;
pub use edited::EditedText;
pub use machine::{EditState, change_line, skipped_line};

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::report::{Certainty, Code, Finding, SourceFile};

/// An edit of a file, with the finding that it fixes.
#[derive(Clone, Debug)]
pub struct Fix {
    /// The bytes that are replaced; an empty range inserts.
    pub range: Range<usize>,
    /// The text that takes their place.
    pub replacement: String,
    /// The finding.
    pub reason: Reason,
}

/// The finding that an edit fixes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Its code.
    pub code: Code,
    /// Its message.
    pub message: String,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

/// The edits of one file.
#[derive(Clone, Debug)]
pub struct FileFixes {
    /// The file as it was when the findings were made.
    pub file: Arc<SourceFile>,
    /// The edits, in the order of their places; they may overlap.
    pub fixes: Vec<Fix>,
}

/// Returns the edits of this certainty by the path of their file. An edit that would change nothing is left out.
#[must_use]
pub fn fixes(findings: &[Finding], certainty: Certainty) -> BTreeMap<String, FileFixes> {
    let mut files: BTreeMap<String, FileFixes> = BTreeMap::new();
    for finding in findings {
        for edit in finding.edit.iter().chain(&finding.further_edits).filter(|edit| edit.certainty == certainty) {
            let (file, Some(range)) = (edit.place.file(), edit.place.range()) else { continue };
            if file.text()[range.clone()] == edit.replacement {
                continue;
            }
            let of_file = files
                .entry(file.path().to_owned())
                .or_insert_with(|| FileFixes { file: file.clone(), fixes: Vec::new() });
            // Places in another version of the file would be the wrong ones here.
            if Arc::ptr_eq(&of_file.file, file) || of_file.file.text() == file.text() {
                let reason = Reason { code: finding.code, message: finding.message.clone() };
                of_file.fixes.push(Fix { range, replacement: edit.replacement.clone(), reason });
            }
        }
    }
    for of_file in files.values_mut() {
        of_file.fixes.sort_by_key(|fix| (fix.range.start, fix.range.end));
    }
    files
}

/// Returns the edits that can be made at once: of edits that overlap, or that touch so that their order would matter, the
/// first. Edits that are the same count as one, with all their reasons.
#[must_use]
pub fn without_overlaps(fixes: &[Fix]) -> Vec<(&Fix, Vec<&Reason>)> {
    let mut chosen: Vec<(&Fix, Vec<&Reason>)> = Vec::new();
    for fix in fixes {
        let Some((last, reasons)) = chosen.last_mut() else {
            chosen.push((fix, vec![&fix.reason]));
            continue;
        };
        let (a, b) = (&last.range, &fix.range);
        if a == b && last.replacement == fix.replacement {
            reasons.push(&fix.reason);
        } else if a.end < b.start || (a.end == b.start && !a.is_empty() && !b.is_empty()) {
            chosen.push((fix, vec![&fix.reason]));
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Place;

    fn finding(file: &Arc<SourceFile>, range: Range<usize>, replacement: &str, certainty: Certainty) -> Finding {
        let place = Place::new(file, range.clone());
        Finding::new(Code::UnknownKey, place, "unknown key").edit(range, replacement, certainty)
    }

    #[test]
    fn edits_are_sorted_by_file_and_place_and_those_without_effect_are_left_out() {
        let (a, b) = (SourceFile::new("a.md", "one two"), SourceFile::new("b.md", "three"));
        let other = SourceFile::new("a.md", "another text of that name");
        let findings = [
            finding(&b, 0..1, "T", Certainty::Certain),
            finding(&a, 4..7, "2", Certainty::Certain),
            finding(&a, 0..3, "1", Certainty::Certain),
            finding(&a, 0..3, "one", Certainty::Certain),
            finding(&a, 0..3, "uno", Certainty::Suggested),
            finding(&other, 0..7, "one", Certainty::Certain),
            Finding::new(Code::UnknownKey, Place::whole(&a), "without an edit"),
        ];
        let ends = |certainty| {
            let files = fixes(&findings, certainty).into_iter();
            let ends = |of: FileFixes| of.fixes.into_iter().map(|fix| (fix.range.start, fix.range.end)).collect();
            files.map(|(path, of)| (path, ends(of))).collect::<Vec<(String, Vec<(usize, usize)>)>>()
        };
        assert_eq!(
            ends(Certainty::Certain),
            [("a.md".to_owned(), vec![(0, 3), (4, 7)]), ("b.md".to_owned(), vec![(0, 1)])]
        );
        assert_eq!(ends(Certainty::Suggested), [("a.md".to_owned(), vec![(0, 3)])]);
    }

    #[test]
    fn of_overlapping_edits_the_first_is_made() {
        let chosen = |ranges: &[Range<usize>], replacements: &[&str]| {
            let fixes: Vec<Fix> = ranges
                .iter()
                .zip(replacements.iter().cycle())
                .map(|(range, replacement)| Fix {
                    range: range.clone(),
                    replacement: (*replacement).to_owned(),
                    reason: Reason { code: Code::UnknownKey, message: "x".to_owned() },
                })
                .collect();
            without_overlaps(&fixes)
                .into_iter()
                .map(|(fix, reasons)| (fix.range.clone(), reasons.len()))
                .collect::<Vec<_>>()
        };
        assert_eq!(chosen(&[0..3, 3..5], &["a"]), [(0..3, 1), (3..5, 1)]);
        assert_eq!(chosen(&[0..3, 2..5, 5..6], &["a"]), [(0..3, 1), (5..6, 1)]);
        // The same edit for two findings, and two insertions at one place.
        assert_eq!(chosen(&[0..3, 0..3], &["a"]), [(0..3, 2)]);
        assert_eq!(chosen(&[4..4, 4..4], &["a", "b"]), [(4..4, 1)]);
        assert_eq!(chosen(&[0..4, 4..4], &["a"]), [(0..4, 1)]);
        assert_eq!(chosen(&[4..4, 4..6], &["a"]), [(4..4, 1)]);
    }
}
