//! Findings about YAML: front matter, settings and records alike.

use crate::marks;
use crate::report::equivalents::{advice, renamed};
use crate::report::text::thousands;
use crate::report::{Certainty, Code, Finding, Place, nearest};

/// Invalid YAML; `words` is the message of the parser.
#[must_use]
pub fn invalid(place: Place, words: &str) -> Finding {
    Finding::new(Code::InvalidYaml, place, format!("this is not valid YAML: {words}"))
        .help("put text in quotes if it contains `: ` or `#` or starts with a punctuation mark; indent with spaces")
}

/// Invalid YAML for a known reason, which `words` describes.
#[must_use]
pub fn unreadable(place: Place, words: &str) -> Finding {
    Finding::new(Code::InvalidYaml, place, words)
}

/// A key given twice; `first` is the place of the first, if known.
#[must_use]
pub fn duplicate_key(place: Place, key: &str, first: Option<Place>) -> Finding {
    let finding =
        Finding::new(Code::DuplicateKey, place, format!("the key `{key}` is given twice")).help("keep one of them");
    match first {
        Some(first) => finding.label(first, "the first"),
        None => finding,
    }
}

/// YAML that exceeds a limit, which `words` names.
#[must_use]
pub fn limit(place: Place, words: &str) -> Finding {
    Finding::new(Code::YamlLimit, place, format!("this YAML exceeds a limit: {words}"))
}

/// An unknown key in `subject`. Keys of other generators are answered with their equivalent.
#[must_use]
pub fn unknown_key(place: Place, key: &str, subject: &str, known: &[&str]) -> Finding {
    let finding = Finding::new(Code::UnknownKey, place, format!("unknown key `{key}` in {subject}"));
    if let Some(c) = key.chars().find(|c| marks::is_like_a_space(*c)) {
        let message = format!("delete the character {} and type a space where one is needed", marks::described(c));
        let finding = finding.help(message).note("most editors show it as a space or not at all");
        let visible: String = key.chars().filter(|c| !marks::is_like_a_space(*c)).collect();
        return if known.contains(&&*visible) { finding.rename(key, &visible, Certainty::Certain) } else { finding };
    }
    if let Some(name) = before_missing_colon(key, known) {
        return finding.help(format!("write `: ` after `{name}`"));
    }
    if let Some(advice) = advice(key, known) {
        let finding = finding.help(advice);
        return match renamed(key, known) {
            Some(name) => finding.rename(key, name, Certainty::Suggested),
            None => finding,
        };
    }
    if nearest(key, known.iter().copied()).is_some() {
        return finding.did_you_mean(key, known.iter().copied(), Certainty::Certain);
    }
    let mut names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    names.sort_unstable();
    finding.note(format!("known keys: {}", names.join(", ")))
}

/// The known key that a longer one begins with, if `: ` after it would make a key and a value of the rest.
fn before_missing_colon<'k>(key: &str, known: &[&'k str]) -> Option<&'k str> {
    known
        .iter()
        .copied()
        .find(|name| key.strip_prefix(name).is_some_and(|rest| rest.starts_with([':', '=', ' ', '{', '['])))
}

/// A number with a comma where a comma separates entries.
#[must_use]
pub fn comma_in_number(place: Place, key: &str, digits: &str) -> Finding {
    invalid_value(place, "a comma separates entries here, and cannot stand in a number")
        .help(format!("write `{key}: {digits}`"))
}

/// A key without a value, above keys that are only known inside of it.
#[must_use]
pub fn not_indented(place: Place, key: &str, subject: &str, inner: &str) -> Finding {
    Finding::new(Code::MissingKey, place, format!("`{key}` is empty in {subject}"))
        .help(format!("indent `{inner}`, and what else belongs to `{key}`, by two spaces"))
}

/// A missing key.
#[must_use]
pub fn missing_key(place: Place, key: &str, subject: &str) -> Finding {
    let help = match key {
        "period" => {
            "add a line such as `period: \"2019\"`, or `period: unknown` if the source does not give one".to_owned()
        }
        _ => format!("add a line `{key}: …`"),
    };
    Finding::new(Code::MissingKey, place, format!("`{key}` is missing in {subject}")).help(help)
}

/// A text of more than `limit` bytes.
#[must_use]
pub fn text_too_long(place: Place, key: &str, limit: usize) -> Finding {
    Finding::new(Code::TooMuch, place, format!("`{key}` is longer than {} bytes", thousands(limit as u64)))
        .help("write long texts in the body of a page")
}

/// A key without a value; `written` is the rest of its line.
#[must_use]
pub fn empty_key(place: Place, key: &str, subject: &str, written: &str) -> Finding {
    let finding = Finding::new(Code::MissingKey, place, format!("`{key}` is empty in {subject}"));
    match written.chars().next() {
        Some('#') => finding.help("put the text in quotes: `#` starts a comment"),
        Some(sign @ ('!' | '&')) => {
            finding.help(format!("put the text in quotes: `{sign}` has a special meaning at the start of a value"))
        }
        _ => finding.help(format!("write a value after `{key}:`")),
    }
}

/// A record, a file of records or front matter of the wrong type.
#[must_use]
pub fn wrong_subject_type(place: Place, subject: &str, wanted: &str, got: &str) -> Finding {
    Finding::new(Code::WrongType, place, format!("{subject} must be {wanted}, not {got}"))
}

/// A value of the wrong type.
#[must_use]
pub fn wrong_type(place: Place, key: &str, wanted: &str, got: &str) -> Finding {
    Finding::new(Code::WrongType, place, format!("`{key}` takes {wanted}, not {got}"))
}

/// A value of the right type that its key does not accept.
#[must_use]
pub fn invalid_value(place: Place, message: impl Into<String>) -> Finding {
    Finding::new(Code::InvalidValue, place, message)
}
