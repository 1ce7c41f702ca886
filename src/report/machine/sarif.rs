//! Findings in SARIF 2.1.0, the Static Analysis Results Interchange Format of OASIS, which code hosts and editors read.

use serde_json::{Map, Value, json};

use crate::percent::encode_link;
use crate::report::{Certainty, Code, Edit, Finding, Place, ReportedFindings, explain};

/// Where the schema of the format is published.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The name that paths are relative to: the folder that the host has checked out.
const ROOT: &str = "%SRCROOT%";

/// The name and the version of our fingerprints.
const FINGERPRINT: &str = "firstflight/v1";

/// Formats findings as one run, with the rules that they name.
#[must_use]
pub fn sarif(reported: &ReportedFindings<'_>) -> String {
    let mut codes: Vec<Code> = reported.findings.iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let results: Vec<Value> =
        reported.iter().map(|(finding, fingerprint)| result(finding, fingerprint, &codes)).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Firstflight",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": codes.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            } },
            // Our columns count characters.
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    // Strings, numbers, and lists and structures of them can always be serialised.
    serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
}

/// A code as a rule, with what `firstflight explain` says of it.
fn rule(code: Code) -> Value {
    let mut rule = json!({
        "id": code.as_str(),
        "shortDescription": { "text": message(code.summary().trim()) },
        "defaultConfiguration": { "level": code.level().name() },
    });
    if let Some(help) = explain::help(code) {
        let (means, help) = (message(help.means), message(&help.whole));
        rule["fullDescription"] = json!({ "text": means });
        rule["help"] = json!({ "text": help, "markdown": help });
    }
    rule
}

fn result(finding: &Finding, fingerprint: &str, codes: &[Code]) -> Value {
    let help = finding.help.iter().map(|help| format!("\nhelp: {help}"));
    let notes = finding.notes.iter().map(|note| format!("\nnote: {note}"));
    let text: String = help.chain(notes).collect();
    let mut result = json!({
        "ruleId": finding.code.as_str(),
        "ruleIndex": codes.binary_search(&finding.code).unwrap_or_default(),
        "level": finding.level.name(),
        "message": { "text": message(&format!("{}{text}", finding.message)) },
        "partialFingerprints": { FINGERPRINT: fingerprint },
    });
    if let Some(place) = &finding.place {
        result["locations"] = json!([{ "physicalLocation": physical(place) }]);
    }
    let labels = finding.labels.iter().map(|label| (&label.place, label.text.as_str()));
    let also = finding.also.iter().map(|place| (place, "the same"));
    let related: Vec<Value> = labels
        .chain(also)
        .enumerate()
        .map(|(number, (place, text))| {
            json!({ "id": number, "physicalLocation": physical(place), "message": { "text": message(text) } })
        })
        .collect();
    if !related.is_empty() {
        result["relatedLocations"] = json!(related);
    }
    if let Some(fix) = fix(finding) {
        result["fixes"] = json!([fix]);
    }
    result
}

/// The edits of a finding as one fix: all of them are made, or none.
fn fix(finding: &Finding) -> Option<Value> {
    let edits: Vec<&Edit> = finding.edit.iter().chain(&finding.further_edits).collect();
    let certainty = edits.iter().map(|edit| edit.certainty).max()?;
    let mut changes: Vec<(&str, Vec<Value>)> = Vec::new();
    for edit in edits {
        let path = edit.place.file().path();
        let replacement = json!({
            "deletedRegion": region(&edit.place)?,
            "insertedContent": { "text": edit.replacement },
        });
        match changes.iter_mut().find(|(known, _)| *known == path) {
            Some((_, replacements)) => replacements.push(replacement),
            None => changes.push((path, vec![replacement])),
        }
    }
    let changes: Vec<Value> = changes
        .into_iter()
        .map(|(path, replacements)| json!({ "artifactLocation": artifact(path), "replacements": replacements }))
        .collect();
    let description = match certainty {
        Certainty::Certain => "The only possible correction; `firstflight fix` makes it.",
        Certainty::Suggested => "The most likely correction.",
    };
    Some(json!({ "description": { "text": description }, "artifactChanges": changes }))
}

fn physical(place: &Place) -> Value {
    let mut physical = Map::new();
    physical.insert("artifactLocation".to_owned(), artifact(place.file().path()));
    if let Some(region) = region(place) {
        physical.insert("region".to_owned(), region);
    }
    Value::Object(physical)
}

fn artifact(path: &str) -> Value {
    json!({ "uri": encode_link(path), "uriBaseId": ROOT })
}

/// The region of a place; its end is the column after the last character.
fn region(place: &Place) -> Option<Value> {
    let (start, end) = place.positions()?;
    Some(json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }))
}

/// A text as a message of SARIF, in which braces are placeholders and brackets before a parenthesis are links.
fn message(text: &str) -> String {
    let text = text.replace('{', "{{").replace('}', "}}");
    if text.contains("](") { text.replace('[', "\\[").replace(']', "\\]") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{PathBase, SourceFile};

    #[test]
    fn a_result_has_its_rule_places_fingerprint_and_fix() {
        let file = SourceFile::new("content/en/a b.md", "été\n\t[😀](y.md)\n");
        let at = file.text().find("y.md").unwrap();
        let link = Finding::new(Code::BrokenLink, Place::new(&file, at..at + 4), "no page at `{y}`, as in `[a](b)`")
            .help("write `z.md`")
            .note("a reason")
            .label(Place::new(&file, 0..5), "the first")
            .edit(at..at + 1, "z", Certainty::Certain);
        let whole = Finding::new(Code::NotUtf8, Place::whole(&file), "not UTF-8");
        let base = PathBase::between("/r".as_ref(), "/r/docs".as_ref());
        let log: Value = serde_json::from_str(&sarif(&ReportedFindings::new(&[link, whole], &base))).unwrap();
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        assert_eq!(rules.len(), 2);
        let (link, whole) = (&run["results"][0], &run["results"][1]);
        let rule = &rules[usize::try_from(link["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], "broken-link");
        assert!(rule["help"]["text"].as_str().unwrap().contains("On GPRS even the page"), "{rule}");
        assert_eq!(
            link["message"]["text"],
            "no page at `{{y}}`, as in `\\[a\\](b)`\nhelp: write `z.md`\nnote: a reason"
        );
        let physical = &link["locations"][0]["physicalLocation"];
        assert_eq!(
            *physical,
            json!({
                "artifactLocation": { "uri": "docs/content/en/a%20b.md", "uriBaseId": "%SRCROOT%" },
                "region": { "startLine": 2, "startColumn": 6, "endLine": 2, "endColumn": 10 },
            })
        );
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        assert_eq!(link["relatedLocations"][0]["message"]["text"], "the first");
        let change = &link["fixes"][0]["artifactChanges"][0];
        assert_eq!(change["replacements"][0]["deletedRegion"]["endColumn"], 7);
        assert_eq!(change["replacements"][0]["insertedContent"]["text"], "z");
        assert_eq!(link["partialFingerprints"]["firstflight/v1"].as_str().map(str::len), Some(16));
        assert_eq!(whole["locations"][0]["physicalLocation"].get("region"), None);
        assert_eq!(whole.get("fixes"), None);
    }
}
