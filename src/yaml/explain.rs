//! Explains parser errors in an editor's words.

use std::ops::Range;
use std::sync::Arc;

use serde_yaml::Error;

use super::cause::{Cause, Limit};
use super::diagnosis::{Diagnosis, alias_length, diagnosis, place_of};
use super::draft::PatchedText;
use super::lines::Line;
use super::parse::{Limits, read};
use super::repair::Repair;
use crate::limits::YAML_DEPTH;
use crate::marks::is_forbidden;
use crate::report::text::thousands;
use crate::report::{Certainty, Finding, SourceFile, catalog};

/// Maximum number of mistakes that are reported in one text.
const MISTAKES: usize = 100;
/// Maximum number of bytes that are parsed again to find further mistakes in one text.
const PARSED_AGAIN: usize = 4_000_000;

/// Returns the finding for a parser error in the bytes `range` of a file, which was read within `limits`. If the mistake can be
/// repaired without doubt, so are those after it that show then, and each has a finding of its own. A mistake after them
/// that leaves doubt may be due to a repair, so it has none.
pub(super) fn explain(error: Error, file: &Arc<SourceFile>, range: Range<usize>, limits: Limits) -> Vec<Finding> {
    let mut draft = PatchedText::new(file, range);
    let mut error = error;
    let mut findings = Vec::new();
    let mut parsed = 0;
    loop {
        let (finding, repair) = explain_one(&error, &draft, limits);
        let repair = repair.filter(|repair| repair.certainty == Certainty::Certain);
        if repair.is_some() || findings.is_empty() {
            findings.push(finding);
        }
        let is_done = findings.len() == MISTAKES || parsed > PARSED_AGAIN;
        if is_done || !repair.is_some_and(|repair| draft.apply(&repair)) {
            return findings;
        }
        parsed += draft.text().len();
        match read(draft.text(), limits) {
            Ok(_) => return findings,
            Err(next) => error = next,
        }
    }
}

/// Returns the finding for one parser error in a draft, and the change that repairs it.
fn explain_one(error: &Error, draft: &PatchedText<'_>, limits: Limits) -> (Finding, Option<Repair>) {
    let text = draft.text();
    let local = place_of(error, text);
    if let Some(finding) = known_kind(&Cause::new(error), local.clone(), draft, limits) {
        return (finding, None);
    }
    let Some(Diagnosis { range, message, help, note, repair }) = diagnosis(error, text, limits) else {
        return (catalog::yaml::invalid(draft.place(local)), None);
    };
    let mut finding = catalog::yaml::unreadable(draft.place(range), &message).maybe_help(help);
    finding.notes.extend(note);
    match repair.and_then(|repair| Some((draft.edit(&repair)?, repair))) {
        Some(((range, replacement), repair)) => (finding.edit(range, replacement, repair.certainty), Some(repair)),
        None => (finding, None),
    }
}

/// The finding for an error whose kind the parser names: limits, a key given twice, a character that no page can hold.
fn known_kind(cause: &Cause, local: Range<usize>, draft: &PatchedText<'_>, limits: Limits) -> Option<Finding> {
    let text = draft.text();
    let at = local.start;
    match cause {
        Cause::DuplicateKey(key) => {
            let key = key.as_deref().unwrap_or_default();
            let quotes = 2 * usize::from(text[at..].starts_with(['"', '\'']));
            let first = first_key(text, at, key).map(|first| {
                let quotes = 2 * usize::from(text[first..].starts_with(['"', '\'']));
                draft.place(first..first + key.len() + quotes)
            });
            Some(catalog::yaml::duplicate_key(draft.place(at..at + key.len() + quotes), key, first))
        }
        Cause::Limit(limit) => {
            let length = match limit {
                Limit::Recursion => local.len(),
                Limit::AliasedValues => alias_length(&text[at..]),
                _ => text[at..].chars().next().map_or(0, char::len_utf8),
            };
            Some(catalog::yaml::limit(draft.place(at..at + length), &exceeded(*limit, limits)))
        }
        Cause::Character { is_unexpected: true } => {
            let (found, c) = text[at..].char_indices().take(1_000).find(|(_, c)| is_forbidden(*c))?;
            let place = draft.place(at + found..at + found + c.len_utf8());
            Some(catalog::files::forbidden_character(place, c))
        }
        _ => None,
    }
}

/// What is more than a limit allows.
fn exceeded(limit: Limit, limits: Limits) -> String {
    match limit {
        Limit::Recursion => "an alias refers to the value that contains it".to_owned(),
        Limit::AliasedValues => "its aliases add more than 4,000 values".to_owned(),
        Limit::AliasedText => "its aliases add more than 2 MB of text".to_owned(),
        Limit::AnchoredValues => "its anchors and aliases (`&name`, `*name`) hold too many values".to_owned(),
        Limit::Depth => format!("values are nested more than {YAML_DEPTH} levels deep"),
        Limit::Values => format!("it has more than {} values", thousands(limits.nodes() as u64)),
    }
}

/// Where the same key is on an earlier line of the same mapping, with the same indentation.
fn first_key(text: &str, again: usize, key: &str) -> Option<usize> {
    let mut line = Line::around(text, again);
    let column = line.key - line.start;
    if line.key != again {
        return None;
    }
    loop {
        line = line.above(text)?;
        let here = line.key - line.start;
        let written = text[line.key..line.end].trim_start_matches(['"', '\'']);
        if here < column {
            return None;
        }
        if here == column && written.strip_prefix(key).is_some_and(|rest| rest.starts_with([':', '"', '\'', ' '])) {
            return Some(line.key);
        }
    }
}
