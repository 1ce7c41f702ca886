//! Values of front matter that are shorter than they were written: YAML takes ` #` for a comment, and `!` and `&` at the start
//! for signs of its own.

use std::ops::Range;
use std::sync::Arc;

use crate::report::{Certainty, Finding, Place, SourceFile, catalog};
use crate::yaml::{Entry, Node, Value};

/// Keys whose text readers see.
const SHOWN: [&str; 2] = ["title", "description"];

/// Reports the values of a mapping, and of those in it, that were cut.
pub(super) fn check(file: &Arc<SourceFile>, yaml: &Range<usize>, entries: &[Entry], findings: &mut Vec<Finding>) {
    for entry in entries {
        if let Value::Map(inner) = &entry.node.value {
            check(file, yaml, inner, findings);
        }
        findings.extend(cut(file, yaml, entry));
    }
}

fn cut(file: &Arc<SourceFile>, yaml: &Range<usize>, entry: &Entry) -> Option<Finding> {
    let Node { range, value } = &entry.node;
    if !matches!(value, Value::Text(_) | Value::Number(_) | Value::Bool(_)) {
        return None;
    }
    let text = &file.text()[..yaml.end];
    let line_end = entry.key_range.end + text[entry.key_range.end..].find(['\n', '\r'])?;
    let after_key = &text[entry.key_range.end..line_end];
    let colon = after_key.find(':')?;
    let written = after_key[colon + 1..].trim();
    // Values in brackets, over several lines and in quotes are not cut.
    if written.starts_with(['"', '\'', '|', '>', '*', '{', '[']) || range.end > line_end {
        return None;
    }
    let start =
        entry.key_range.end + colon + 1 + after_key[colon + 1..].len() - after_key[colon + 1..].trim_start().len();
    let whole = start..start + written.len();
    let first = written.split([' ', '\t']).next().unwrap_or("");
    let is_sign = |sign: char| first.starts_with(sign) && first.len() < written.len();
    if is_sign('!') && !first.starts_with("!!") || is_sign('&') && !is_used(&text[yaml.clone()], &first[1..]) {
        let place = Place::new(file, start..start + first.len());
        let sign = &first[..1];
        let message = format!("`{first}` is not part of the value: `{sign}` at its start has a meaning in YAML");
        return Some(finding(place, message, whole, written, Certainty::Certain));
    }
    let rest = text.get(range.end..line_end)?;
    let comment = rest.trim_start();
    if !comment.starts_with('#') || comment.len() == rest.len() {
        return None;
    }
    // A note of the editor has a space after its sign.
    let is_word = comment[1..].starts_with(char::is_alphanumeric);
    // Dates and numbers have no words that could go on.
    let has_words = matches!(value, Value::Text(text) if text.contains(char::is_alphabetic));
    if !(SHOWN.contains(&entry.key.as_str()) || is_word && has_words) {
        return None;
    }
    let comment = comment.trim_end();
    let at = range.end + rest.len() - rest.trim_start().len();
    let place = Place::new(file, at..at + comment.len());
    let message = format!("`{comment}` is not part of the value: `#` after a space begins a comment");
    Some(finding(place, message, whole, written, if is_word { Certainty::Certain } else { Certainty::Suggested }))
}

fn finding(place: Place, message: String, whole: Range<usize>, written: &str, certainty: Certainty) -> Finding {
    let quote =
        ['"', '\''].into_iter().find(|quote| !written.contains(*quote) && (*quote == '\'' || !written.contains('\\')));
    catalog::yaml::cut_value(place, message)
        .maybe_edit(quote.map(|it| (whole, format!("{it}{written}{it}"))), certainty)
}

/// Whether an alias refers to an anchor.
fn is_used(yaml: &str, name: &str) -> bool {
    yaml.match_indices('*').any(|(at, _)| {
        yaml[at + 1..]
            .strip_prefix(name)
            .is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    })
}
