//! Characters that look like a space and became part of a key, or of a value that is a text because of them.

use std::ops::Range;
use std::sync::Arc;

use super::{Entry, Node, Value, parse_day};
use crate::marks::is_like_a_space;
use crate::report::{Finding, Place, SourceFile, catalog};

/// Reports such characters in the keys and values of a mapping whose keys are not known, and of those in it.
#[must_use]
pub fn false_spaces(file: &Arc<SourceFile>, entries: &[Entry]) -> Vec<Finding> {
    let mut findings = Vec::new();
    in_entries(file, entries, &mut findings);
    findings
}

fn in_entries(file: &Arc<SourceFile>, entries: &[Entry], findings: &mut Vec<Finding>) {
    for entry in entries {
        if is_plain(file, &entry.key_range) {
            findings.extend(in_key(&entry.key).and_then(|found| finding(file, entry.key_range.start, found)));
        }
        in_value(file, &entry.node, findings);
    }
}

fn in_value(file: &Arc<SourceFile>, node: &Node, findings: &mut Vec<Finding>) {
    match &node.value {
        Value::Map(entries) => in_entries(file, entries, findings),
        Value::List(items) => items.iter().for_each(|item| in_value(file, item, findings)),
        Value::Text(text) if is_plain(file, &node.range) => {
            findings.extend(around_literal(text).and_then(|found| finding(file, node.range.start, found)));
        }
        _ => {}
    }
}

/// Whether a text is written without quotes, and here: not through an alias.
fn is_plain(file: &SourceFile, range: &Range<usize>) -> bool {
    file.text().get(range.start..).is_some_and(|rest| !rest.starts_with(['"', '\'', '|', '>', '*', '!', '&']))
}

/// The finding for a character at a byte of what begins at `start`, and what replaces it.
fn finding(file: &Arc<SourceFile>, start: usize, (at, c, better): (usize, char, &str)) -> Option<Finding> {
    let range = start + at..start + at + c.len_utf8();
    // A text over several lines is not written as it is read.
    let is_here = file.text().get(range.clone()).is_some_and(|written| written.chars().eq([c]));
    is_here.then(|| catalog::yaml::false_space(Place::new(file, range), c, better))
}

/// Such a character at the start of a key, after a colon in it, or at its end.
fn in_key(key: &str) -> Option<(usize, char, &'static str)> {
    let first = key.chars().next().filter(|c| is_like_a_space(*c)).map(|c| (0, c, " "));
    let after_colon = || {
        let mut colons = key.match_indices(':').map(|(at, _)| at + 1);
        colons.find_map(|at| key[at..].chars().next().filter(|c| is_like_a_space(*c)).map(|c| (at, c, " ")))
    };
    first.or_else(after_colon).or_else(|| at_end(key))
}

fn at_end(text: &str) -> Option<(usize, char, &'static str)> {
    // Joiners shape the letter before them.
    let last = text.chars().next_back().filter(|c| is_like_a_space(*c) && !matches!(c, '\u{200C}' | '\u{200D}'))?;
    Some((text.len() - last.len_utf8(), last, ""))
}

/// Such a character at an edge of a text that would be a number, a day, `true` or `false` without it.
fn around_literal(text: &str) -> Option<(usize, char, &'static str)> {
    let inner = text.trim_matches(is_like_a_space);
    let is_number = inner.ends_with(|c: char| c.is_ascii_digit()) && inner.parse::<f64>().is_ok();
    let is_literal = is_number || matches!(inner, "true" | "false") || parse_day(inner).is_ok();
    if inner.len() == text.len() || !is_literal {
        return None;
    }
    let first = text.chars().next().filter(|c| is_like_a_space(*c)).map(|c| (0, c, ""));
    first.or_else(|| at_end(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_them_at_their_edges_and_after_colons() {
        for (key, wanted) in [
            ("\u{a0}a", (0, '\u{a0}', " ")),
            ("\u{3000}a", (0, '\u{3000}', " ")),
            ("a:\u{2009}1", (2, '\u{2009}', " ")),
            ("a\u{202f}", (1, '\u{202f}', "")),
            ("a\u{200b}", (1, '\u{200b}', "")),
        ] {
            assert_eq!(in_key(key), Some(wanted), "{key}");
        }
        for key in ["a", "a b", "a\u{a0}b", "نه\u{200c}", "a: b"] {
            assert_eq!(in_key(key), None, "{key}");
        }
    }

    #[test]
    fn texts_have_them_around_what_would_be_no_text() {
        for text in ["1\u{a0}", "\u{2009}-2.5", "true\u{202f}", "2026-01-01\u{200b}"] {
            assert!(around_literal(text).is_some(), "{text}");
        }
        for text in ["1", "words\u{a0}", "\u{a0}", "1\u{a0}000", "inf\u{a0}"] {
            assert_eq!(around_literal(text), None, "{text}");
        }
    }
}
