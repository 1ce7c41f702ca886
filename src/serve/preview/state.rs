//! The state of a round for open pages: whether there are errors, and which.

use std::path::Path;

use serde::Serialize;

use super::Editor;
use super::shown::{FindingView, tally};
use crate::report::terminal::{self, Chosen};
use crate::report::{Finding, Level};
use crate::serve::good::Staleness;

/// How the last round ended.
#[derive(Clone, Copy, Debug)]
pub struct RoundState<'a> {
    /// The number of the round; any that differs from the last.
    pub round: u64,
    /// What it found.
    pub findings: &'a [Finding],
    /// Where the site begins: the path of its base address.
    pub base: &'a str,
    /// How much of what is shown is older than the files.
    pub stale: &'a Staleness,
    /// What places are opened with.
    pub editor: Option<&'a Editor>,
    /// The absolute folder of the site.
    pub root: &'a Path,
}

#[derive(Serialize)]
struct StateJson {
    round: u64,
    /// Whether the last good version of the whole site is shown.
    held: bool,
    /// The addresses of single pages that are.
    old: Vec<String>,
    /// `1 error, 2 warnings`; empty where nothing was found.
    count: String,
    /// The terminal's sentence on the errors alone.
    tally: String,
    /// Errors, at most ten of a kind, so that the event stays small for a thousand open pages.
    errors: Vec<FindingView>,
    /// What is said of the rest of them.
    more: Vec<String>,
}

/// The state as JSON, on one line.
#[must_use]
pub fn state(state: &RoundState<'_>) -> String {
    let errors: Vec<Finding> = state.findings.iter().filter(|finding| finding.level == Level::Error).cloned().collect();
    let Chosen { shown, more } = terminal::choose(&errors);
    let json = StateJson {
        round: state.round,
        held: *state.stale == Staleness::Site,
        old: match state.stale {
            Staleness::Pages(paths) => paths.iter().map(|path| address(path, state.base)).collect(),
            Staleness::Nothing | Staleness::Site => Vec::new(),
        },
        count: tally(state.findings),
        tally: terminal::tally(&errors),
        errors: shown.into_iter().map(|finding| FindingView::new(finding, state.editor, state.root)).collect(),
        more,
    };
    // Strings, numbers and lists of strings: nothing here can fail to be written.
    serde_json::to_string(&json).unwrap_or_default()
}

/// What browsers call the page that is published at a path.
fn address(path: &str, base: &str) -> String {
    format!("{}{}", base.trim_end_matches('/'), crate::pipeline::address_of(path))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::serve::preview::shown::tests::{broken, raw};

    fn state_text(findings: &[Finding], stale: &Staleness) -> (String, Value) {
        let text =
            state(&RoundState { round: 7, findings, base: "/b/", stale, editor: None, root: Path::new("/site") });
        let value = serde_json::from_str(&text).unwrap();
        (text, value)
    }

    #[test]
    fn errors_are_listed_and_warnings_are_counted() {
        let (text, value) =
            state_text(&[broken(), raw(), raw()], &Staleness::Pages(["a/index.html".to_owned()].into()));
        assert!(!text.contains(['\n', '\r', '\u{1b}']), "{text}");
        assert_eq!(
            (&value["round"], &value["held"], &value["old"], &value["count"], &value["tally"]),
            (&json!(7), &json!(false), &json!(["/b/a/"]), &json!("1 error, 2 warnings"), &json!("1 error in 1 file."))
        );
        let errors = value["errors"].as_array().unwrap();
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0]["place"], "content/en/a b.md:3:11");
        assert_eq!(errors[0]["link"], Value::Null);
        assert_eq!(errors[0]["asides"][2], "note: first\nsecond");
    }

    #[test]
    fn a_site_without_findings_says_so() {
        let (text, _) = state_text(&[], &Staleness::Nothing);
        assert_eq!(
            text,
            r#"{"round":7,"held":false,"old":[],"count":"","tally":"No findings.","errors":[],"more":[]}"#
        );
    }

    #[test]
    fn a_thousand_errors_are_ten_and_a_number() {
        let (text, value) = state_text(&vec![broken(); 1_000], &Staleness::Site);
        assert_eq!(value["held"], true);
        assert_eq!(value["errors"].as_array().unwrap().len(), 10);
        assert_eq!(value["more"], json!(["and 990 more `broken-link`"]));
        assert_eq!(value["count"], "1,000 errors");
        assert!(text.len() < 10_000, "{} bytes", text.len());
    }
}
