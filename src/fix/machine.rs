//! Changes of files as JSON lines, one object per line, beside the findings of [`crate::report::machine`].

use serde::Serialize;

use super::Reason;
use super::edited::{EditedText, TextChange};
use crate::report::Place;

/// The outcome of the edits of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditState {
    /// The file was written.
    Written,
    /// The file would be written without `--dry-run`.
    Planned,
}

impl EditState {
    fn name(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Planned => "planned",
        }
    }
}

/// The change of a file as JSON. Every key is always present, in this order; unknown values are `null`.
#[derive(Serialize)]
struct Line<'a> {
    /// `written`, `planned` or `skipped`.
    change: &'a str,
    file: &'a str,
    /// The number of edits.
    count: usize,
    edits: Vec<EditOfLine<'a>>,
    /// Why the file was not changed, or could not be.
    why: Option<&'a str>,
}

/// A part of the file that differs; its keys are those of the edit of a finding.
#[derive(Serialize)]
struct EditOfLine<'a> {
    /// Bytes from the start of the file before the change, from 0.
    start: usize,
    /// The byte after the last one that is replaced.
    end: usize,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    replacement: &'a str,
    findings: Vec<FindingOfLine<'a>>,
}

/// A finding that an edit fixes.
#[derive(Serialize)]
struct FindingOfLine<'a> {
    code: &'a str,
    message: &'a str,
}

/// Formats the change of a file as a JSON line. `why` is why it could not be written.
#[must_use]
pub fn change_line(path: &str, state: EditState, edited: &EditedText, why: Option<&str>) -> String {
    let changes = edited.changes();
    let edits: Vec<EditOfLine<'_>> = changes.iter().filter_map(|change| edit(edited, change)).collect();
    line(&Line { change: state.name(), file: path, count: edits.len(), edits, why })
}

/// Formats a file that was left as it is, though it has certain edits, as a JSON line.
#[must_use]
pub fn skipped_line(path: &str, why: &str) -> String {
    line(&Line { change: "skipped", file: path, count: 0, edits: Vec::new(), why: Some(why) })
}

fn edit<'a>(edited: &'a EditedText, change: &'a TextChange) -> Option<EditOfLine<'a>> {
    let (start, end) = Place::new(edited.source(), change.old.clone()).positions()?;
    let finding = |reason: &'a Reason| FindingOfLine { code: reason.code.as_str(), message: &reason.message };
    Some(EditOfLine {
        start: change.old.start,
        end: change.old.end,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        replacement: &edited.text()[change.new.clone()],
        findings: change.reasons.iter().map(finding).collect(),
    })
}

fn line(line: &Line<'_>) -> String {
    // Strings, numbers, and lists and structures of them can always be serialised.
    serde_json::to_string(line).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fix::Fix;
    use crate::report::{Code, SourceFile};

    #[test]
    fn every_key_is_present_in_order() {
        let mut text = EditedText::new(SourceFile::new("content/en/a.md", "é [a](B.md)\n"));
        let reason = Reason { code: Code::BrokenLink, message: "no page at \"B\"".to_owned() };
        text.apply(&[Fix { range: 7..8, replacement: "b".to_owned(), reason }]);
        assert_eq!(
            change_line("content/en/a.md", EditState::Planned, &text, Some("it is read-only")),
            concat!(
                r#"{"change":"planned","file":"content/en/a.md","count":1,"edits":[{"start":7,"end":8,"line":1,"#,
                r#""column":7,"end_line":1,"end_column":8,"replacement":"b","findings":[{"code":"broken-link","#,
                r#""message":"no page at \"B\""}]}],"why":"it is read-only"}"#,
                "\n"
            )
        );
        assert_eq!(
            skipped_line("content/en/a.md", "it is a link"),
            concat!(r#"{"change":"skipped","file":"content/en/a.md","count":0,"edits":[],"why":"it is a link"}"#, "\n")
        );
    }
}
