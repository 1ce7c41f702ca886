//! Names for findings that stay the same from one run to the next, so that tools can tell new findings from known ones.

use std::collections::HashMap;

use super::{Finding, Place};

/// How many bytes of the text around a finding count, before and after its start.
const CONTEXT_BYTES: usize = 300;

/// The fingerprint of each finding of a report, in their order: 16 hexadecimal digits, no two of them equal.
///
/// It depends on the code, the path of the file, the message, and the text of the line that the finding is about, with
/// white space folded. So it survives if lines move, levels change, or help and notes are worded differently. Findings of
/// one file that are equal in all of that are numbered in their order. The number of the line is not part of it.
#[must_use]
pub fn fingerprints(findings: &[Finding]) -> Vec<String> {
    let mut numbers: HashMap<blake3::Hash, u64> = HashMap::new();
    let number = |finding: &Finding| {
        let content = content(finding);
        let number = numbers.entry(content).or_default();
        *number += 1;
        let mut hasher = blake3::Hasher::new();
        hasher.update(content.as_bytes());
        hasher.update(&number.to_le_bytes());
        hasher.finalize().to_hex()[..16].to_owned()
    };
    findings.iter().map(number).collect()
}

/// The hash of all that a fingerprint depends on, except for the number among equal ones.
fn content(finding: &Finding) -> blake3::Hash {
    let path = finding.place.as_ref().map_or("", |place| place.file().path());
    let line = finding.place.as_ref().map_or_else(String::new, folded_line);
    let mut hasher = blake3::Hasher::new();
    for part in [finding.code.as_str(), path, &finding.message, &line] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize()
}

/// The line on which a place begins, each white space folded into one blank; of a long line, the part around the place.
fn folded_line(place: &Place) -> String {
    let Some(range) = place.range() else { return String::new() };
    let text = place.file().text();
    let from = text.floor_char_boundary(range.start.saturating_sub(CONTEXT_BYTES));
    let to = text.floor_char_boundary(range.start.saturating_add(CONTEXT_BYTES));
    let before = &text[from..range.start];
    let start = before.rfind('\n').map_or(from, |line_end| from + line_end + 1);
    let after = &text[range.start..to];
    let end = after.find('\n').map_or(to, |line_end| range.start + line_end);
    let words = text[start..end].trim_start_matches('\u{feff}').split_whitespace();
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Code, Level, SourceFile};

    fn of(path: &str, text: &str, part: &str) -> Finding {
        let file = SourceFile::new(path, text);
        let at = text.find(part).unwrap();
        Finding::new(Code::BrokenLink, Place::new(&file, at..at + part.len()), "no page is published there")
    }

    fn one(finding: Finding) -> String {
        fingerprints(&[finding]).remove(0)
    }

    #[test]
    fn a_fingerprint_survives_moved_lines_spaces_levels_and_help() {
        let first = one(of("a.md", "See [it](x.md) soon.\n", "x.md"));
        assert_eq!(first, one(of("a.md", "---\n---\n\n  See  [it](x.md)\tsoon.\r\nMore.\n", "x.md")));
        let other = Finding { level: Level::Note, ..of("a.md", "See [it](x.md) soon.\n", "x.md") };
        assert_eq!(first, one(other.help("help").note("note")));
        assert_eq!(first, "266811818b986890", "a fingerprint is the same in every version and on every system");
    }

    #[test]
    fn files_codes_messages_and_lines_make_different_fingerprints() {
        let base = of("a.md", "See [it](x.md).", "x.md");
        let findings = [
            base.clone(),
            of("b.md", "See [it](x.md).", "x.md"),
            of("a.md", "See [that](x.md).", "x.md"),
            Finding { message: "another message".to_owned(), ..base.clone() },
            Finding { code: Code::RootLink, ..base.clone() },
            Finding { place: None, ..base.clone() },
            // The second and third of their kind in one file.
            base.clone(),
            base,
        ];
        let mut all = fingerprints(&findings);
        assert!(all.iter().all(|it| it.len() == 16 && it.bytes().all(|byte| byte.is_ascii_hexdigit())), "{all:?}");
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), findings.len());
    }
}
