//! Findings for programs. This file writes JSON lines, one object per line, for editors and continuous integration; other
//! formats are in submodules.

mod github;
mod gitlab;
mod sarif;

use serde::Serialize;

pub use github::github;
pub use gitlab::gitlab;
pub use sarif::sarif;

use super::{Edit, Finding, Label, PathBase, Place, ReportedFindings};

/// What the label of another place of a finding says.
const ALSO: &str = "the same";

/// One finding as JSON. Every key is always present, in this order, but `further_edits`; unknown values are `null`.
#[derive(Serialize)]
struct JsonLine<'a> {
    level: &'a str,
    code: &'a str,
    message: &'a str,
    file: Option<&'a str>,
    /// From 1.
    line: Option<usize>,
    /// From 1, in Unicode characters; a tab counts as one.
    column: Option<usize>,
    end_line: Option<usize>,
    /// The column after the last character.
    end_column: Option<usize>,
    help: Option<&'a str>,
    notes: &'a [String],
    labels: Vec<LabelOfLine<'a>>,
    edit: Option<EditOfLine<'a>>,
    /// The same change at the other places of a finding; left out where there is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    further_edits: Vec<EditOfLine<'a>>,
    /// See [`fingerprints`](super::fingerprints).
    fingerprint: &'a str,
}

/// A further place; its keys are those of the finding itself.
#[derive(Serialize)]
struct LabelOfLine<'a> {
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    text: &'a str,
}

/// The change of a file that fixes a finding.
#[derive(Serialize)]
struct EditOfLine<'a> {
    file: &'a str,
    /// Bytes from the start of the file, from 0.
    start: usize,
    /// The byte after the last one that is replaced.
    end: usize,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    replacement: &'a str,
    certainty: &'a str,
}

/// Formats all findings as JSON lines, in their order, with paths from the folder of the site.
#[must_use]
pub fn json_lines(findings: &[Finding]) -> String {
    json(&ReportedFindings::new(findings, &PathBase::default()))
}

/// Formats findings as JSON lines, in their order.
#[must_use]
pub fn json(reported: &ReportedFindings<'_>) -> String {
    reported.iter().map(|(finding, fingerprint)| json_line(finding, fingerprint) + "\n").collect()
}

fn json_line(finding: &Finding, fingerprint: &str) -> String {
    let positions = finding.place.as_ref().and_then(Place::positions);
    let (start, end) = (positions.map(|(start, _)| start), positions.map(|(_, end)| end));
    let line = JsonLine {
        level: finding.level.name(),
        code: finding.code.as_str(),
        message: &finding.message,
        file: finding.place.as_ref().map(|place| place.file().path()),
        line: start.map(|at| at.line),
        column: start.map(|at| at.column),
        end_line: end.map(|at| at.line),
        end_column: end.map(|at| at.column),
        help: finding.help.as_deref(),
        notes: &finding.notes,
        labels: finding
            .labels
            .iter()
            .map(label)
            .chain(finding.also.iter().map(|place| of_place(place, ALSO)))
            .collect(),
        edit: finding.edit.as_ref().and_then(edit),
        further_edits: finding.further_edits.iter().filter_map(edit).collect(),
        fingerprint,
    };
    // Strings, numbers, and lists and structures of them can always be serialised.
    serde_json::to_string(&line).unwrap_or_default()
}

fn label(label: &Label) -> LabelOfLine<'_> {
    of_place(&label.place, &label.text)
}

fn of_place<'a>(place: &'a Place, text: &'a str) -> LabelOfLine<'a> {
    let positions = place.positions();
    let (start, end) = (positions.map(|(start, _)| start), positions.map(|(_, end)| end));
    LabelOfLine {
        file: place.file().path(),
        line: start.map(|at| at.line),
        column: start.map(|at| at.column),
        end_line: end.map(|at| at.line),
        end_column: end.map(|at| at.column),
        text,
    }
}

fn edit(edit: &Edit) -> Option<EditOfLine<'_>> {
    let (range, (start, end)) = (edit.place.range()?, edit.place.positions()?);
    Some(EditOfLine {
        file: edit.place.file().path(),
        start: range.start,
        end: range.end,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        replacement: &edit.replacement,
        certainty: edit.certainty.name(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Certainty, Code, SourceFile};

    #[test]
    fn every_key_is_present_in_order() {
        let file = SourceFile::new("content/en/a.md", "été\n\t[x](y.md)\n");
        let at = file.text().find("y.md").unwrap();
        let link = Finding::new(Code::BrokenLink, Place::new(&file, at..at + 4), "no page is published at `y.md`")
            .help("write \"z.md\"")
            .note("one")
            .note("two")
            .label(Place::new(&file, 0..5), "the first")
            .label(Place::whole(&file), "the file")
            .edit(at..at + 1, "z", Certainty::Certain);
        let whole = Finding::new(Code::NotUtf8, Place::whole(&file), "not UTF-8\u{1b}[2J");
        let mut nowhere = Finding::new(Code::NoBaseUrl, Place::whole(&file), "no base_url");
        nowhere.place = None;
        assert_eq!(
            json_lines(&[link, whole, nowhere]),
            concat!(
                r#"{"level":"error","code":"broken-link","message":"no page is published at `y.md`","#,
                r#""file":"content/en/a.md","line":2,"column":6,"end_line":2,"end_column":10,"#,
                r#""help":"write \"z.md\"","notes":["one","two"],"labels":["#,
                r#"{"file":"content/en/a.md","line":1,"column":1,"end_line":1,"end_column":4,"text":"the first"},"#,
                r#"{"file":"content/en/a.md","line":null,"column":null,"end_line":null,"end_column":null,"#,
                r#""text":"the file"}],"edit":{"file":"content/en/a.md","start":11,"end":12,"line":2,"column":6,"#,
                r#""end_line":2,"end_column":7,"replacement":"z","certainty":"certain"},"fingerprint":"1dbcd220851edf04"}"#,
                "\n",
                r#"{"level":"error","code":"not-utf8","message":"not UTF-8\u001b[2J","file":"content/en/a.md","#,
                r#""line":null,"column":null,"end_line":null,"end_column":null,"help":null,"notes":[],"#,
                r#""labels":[],"edit":null,"fingerprint":"8e0803d5a57b9c56"}"#,
                "\n",
                r#"{"level":"note","code":"no-base-url","message":"no base_url","file":null,"#,
                r#""line":null,"column":null,"end_line":null,"end_column":null,"help":null,"notes":[],"#,
                r#""labels":[],"edit":null,"fingerprint":"7e81bc42b534aebd"}"#,
                "\n",
            )
        );
    }
}
