//! The tags of a template, as far as is needed to find out which of them is open.

use std::ops::Range;
use std::sync::Arc;

use crate::report::{Finding, Place, SourceFile, catalog};

/// A tag that must be closed: `{% if … %}`.
#[derive(Clone, Debug)]
pub struct Tag<'t> {
    /// Its first word: `if`.
    pub word: &'t str,
    /// The name that it gives, which its end repeats.
    pub name: Option<&'t str>,
    /// Bytes of the template that it takes.
    pub range: Range<usize>,
}

/// `{{`, `{%` or `{#` without its end.
#[derive(Clone, Copy, Debug)]
pub struct Unclosed {
    /// Its place.
    pub at: usize,
    /// The characters that open it.
    pub opens: &'static str,
    /// The characters that close it.
    pub closes: &'static str,
}

const PAIRS: [(&str, &str); 3] = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];
/// Tags that go on until their end.
const BLOCKS: [&str; 6] = ["if", "for", "block", "component", "filter", "raw"];

/// The tags that are open at the end of a text, the innermost last, and what of the template's own signs is not closed.
#[must_use]
pub fn scan(text: &str) -> (Vec<Tag<'_>>, Option<Unclosed>) {
    let mut open: Vec<Tag<'_>> = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find('{').map(|found| at + found) {
        at = found + 1;
        let Some((opens, closes)) = PAIRS.into_iter().find(|(opens, _)| text[found..].starts_with(opens)) else {
            continue;
        };
        let inner = found + 2;
        let Some(length) = end_of(&text[inner..], closes, opens != "{#") else {
            return (open, Some(Unclosed { at: found, opens, closes }));
        };
        at = inner + length + 2;
        if opens != "{%" {
            continue;
        }
        let mut words = text[inner..inner + length].trim_matches(['-', ' ', '\t', '\r', '\n']).split_whitespace();
        let word = words.next().unwrap_or("");
        if word == "raw" {
            // Nothing means anything until its end.
            let end = text[at..].find("endraw").map(|end| at + end).and_then(|end| Some(end + text[end..].find("%}")?));
            match end {
                Some(end) => at = end + 2,
                None => open.push(Tag { word, name: None, range: found..at }),
            }
        } else if let Some(closed) = word.strip_prefix("end") {
            if let Some(place) = open.iter().rposition(|tag| tag.word == closed) {
                open.truncate(place);
            }
        } else if BLOCKS.contains(&word) || (word == "set" && !text[inner..inner + length].contains('=')) {
            let name = words.next().filter(|_| matches!(word, "block" | "component"));
            let name = name.map(|name| name.split('(').next().unwrap_or(name));
            open.push(Tag { word, name, range: found..at });
        }
    }
    (open, None)
}

/// The finding for a shortcode whose template writes its body and does not declare one, or declares one and does not use it.
#[must_use]
pub fn unused_body(file: &Arc<SourceFile>, name: &str, is_declared: bool) -> Option<Finding> {
    let text = file.text();
    let in_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '"' | '-' | '.');
    let uses = text
        .match_indices("body")
        .map(|(at, _)| at)
        .filter(|at| !text[..*at].ends_with(in_word) && !text[at + "body".len()..].starts_with(in_word));
    let written = |at: &usize| text[..*at].trim_end_matches([' ', '-']).ends_with("{{");
    match is_declared {
        true if uses.clone().next().is_none() => Some(catalog::theme::unused_body(Place::first_line(file), name)),
        false => {
            let at = uses.clone().find(written)?;
            Some(catalog::theme::undeclared_body(Place::new(file, at..at + "body".len()), name))
        }
        true => None,
    }
}

/// The place of `closes`, outside of quotes where those count. A tag that opens before it means that it is missing.
fn end_of(text: &str, closes: &str, quotes: bool) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if open == c => quote = None,
            Some(_) => {}
            None if quotes && matches!(c, '"' | '\'' | '`') => quote = Some(c),
            None if text[at..].starts_with(closes) => return Some(at),
            None => {}
        }
    }
    None
}
