//! Findings as a code quality report of GitLab, which merge requests show beside the changed lines.

use serde::Serialize;

use crate::report::{Finding, Level, ReportedFindings};

/// A finding as GitLab reads it.
#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: &'a str,
    severity: &'a str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// Formats findings as one array. GitLab requires a path and a line: a finding on a whole file is on its first line, and one
/// without a file on the folder of the site.
#[must_use]
pub fn gitlab(reported: &ReportedFindings<'_>) -> String {
    let issues: Vec<Issue<'_>> =
        reported.iter().map(|(finding, fingerprint)| issue(finding, fingerprint, &reported.site)).collect();
    // Strings, numbers, and lists and structures of them can always be serialised.
    serde_json::to_string_pretty(&issues).unwrap_or_default() + "\n"
}

fn issue<'a>(finding: &'a Finding, fingerprint: &'a str, site: &'a str) -> Issue<'a> {
    let positions = finding.place.as_ref().and_then(crate::report::Place::positions);
    let help = finding.help.as_ref().map_or_else(String::new, |help| format!("; help: {help}"));
    Issue {
        description: format!("{}{help}", finding.message),
        check_name: finding.code.as_str(),
        fingerprint,
        severity: match finding.level {
            Level::Error => "critical",
            Level::Warning => "minor",
            Level::Note => "info",
        },
        location: Location {
            path: finding.place.as_ref().map_or(site, |place| place.file().path()),
            lines: Lines {
                begin: positions.map_or(1, |(start, _)| start.line),
                end: positions.map_or(1, |(_, end)| end.line),
            },
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Code, PathBase, Place, SourceFile};

    #[test]
    fn every_finding_has_a_path_a_line_and_a_severity() {
        let file = SourceFile::new("content/en/a.md", "One\ntwo\nthree\n");
        let error = Finding::new(Code::BrokenLink, Place::new(&file, 4..10), "no page").help("write `b.md`");
        let warning = Finding::new(Code::RawHtml, Place::whole(&file), "raw");
        let mut note = Finding::new(Code::NoBaseUrl, Place::whole(&file), "no base_url");
        note.place = None;
        let base = PathBase::between("/r".as_ref(), "/r/docs".as_ref());
        let text = gitlab(&ReportedFindings::new(&[error, warning, note], &base));
        let issues: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
        let row = |number: usize| {
            let issue = &issues[number];
            let lines = &issue["location"]["lines"];
            format!(
                "{} {} {}:{}-{} {}",
                issue["severity"],
                issue["check_name"],
                issue["location"]["path"],
                lines["begin"],
                lines["end"],
                issue["description"]
            )
        };
        assert_eq!(row(0), r#""critical" "broken-link" "docs/content/en/a.md":2-3 "no page; help: write `b.md`""#);
        assert_eq!(row(1), r#""minor" "raw-html" "docs/content/en/a.md":1-1 "raw""#);
        assert_eq!(row(2), r#""info" "no-base-url" "docs":1-1 "no base_url""#);
        assert!(issues.iter().all(|issue| issue["fingerprint"].as_str().is_some_and(|it| it.len() == 16)));
        assert_eq!(gitlab(&ReportedFindings::new(&[], &base)), "[]\n");
    }
}
