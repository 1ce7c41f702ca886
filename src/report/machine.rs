//! Findings as JSON lines, one object per line, for editors and continuous integration.

use serde::Serialize;

use super::{Finding, Place};

/// One finding as JSON. Every key is always present, in this order; unknown values are `null`.
#[derive(Serialize)]
struct Line<'a> {
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
}

/// Formats all findings as JSON lines, in their order.
#[must_use]
pub fn json_lines(findings: &[Finding]) -> String {
    let mut out = String::new();
    for finding in findings {
        out.push_str(&json(finding));
        out.push('\n');
    }
    out
}

fn json(finding: &Finding) -> String {
    let positions = finding.place.as_ref().and_then(Place::positions);
    let (start, end) = (positions.map(|(start, _)| start), positions.map(|(_, end)| end));
    let line = Line {
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
    };
    // Strings, numbers and a list of strings can always be serialised.
    serde_json::to_string(&line).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Code, SourceFile};

    #[test]
    fn every_key_is_present_in_order() {
        let file = SourceFile::new("content/en/a.md", "été\n\t[x](y.md)\n");
        let at = file.text().find("y.md").unwrap();
        let link = Finding::new(Code::BrokenLink, Place::new(&file, at..at + 4), "no page is published at `y.md`")
            .help("write \"z.md\"")
            .note("one")
            .note("two");
        let whole = Finding::new(Code::NotUtf8, Place::whole(&file), "not UTF-8\u{1b}[2J");
        let mut nowhere = Finding::new(Code::NoBaseUrl, Place::whole(&file), "no base_url");
        nowhere.place = None;
        assert_eq!(
            json_lines(&[link, whole, nowhere]),
            concat!(
                r#"{"level":"error","code":"broken-link","message":"no page is published at `y.md`","#,
                r#""file":"content/en/a.md","line":2,"column":6,"end_line":2,"end_column":10,"#,
                r#""help":"write \"z.md\"","notes":["one","two"]}"#,
                "\n",
                r#"{"level":"error","code":"not-utf8","message":"not UTF-8\u001b[2J","file":"content/en/a.md","#,
                r#""line":null,"column":null,"end_line":null,"end_column":null,"help":null,"notes":[]}"#,
                "\n",
                r#"{"level":"note","code":"no-base-url","message":"no base_url","file":null,"#,
                r#""line":null,"column":null,"end_line":null,"end_column":null,"help":null,"notes":[]}"#,
                "\n",
            )
        );
    }
}
