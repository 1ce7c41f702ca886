//! Findings about YAML: front matter, settings and records alike.

use crate::marks;
use crate::report::text::thousands;
use crate::report::{Code, Finding, Place, nearest};

/// The text is no YAML; `words` are the parser's.
#[must_use]
pub fn invalid(place: Place, words: &str) -> Finding {
    Finding::new(Code::InvalidYaml, place, format!("this is not valid YAML: {words}"))
        .help("put text that holds `: `, `#` or starts with a sign in quotes, and indent with spaces")
}

/// The text is no YAML for a reason that is known; `words` are ours.
#[must_use]
pub fn unreadable(place: Place, words: &str) -> Finding {
    Finding::new(Code::InvalidYaml, place, words)
}

/// One key twice; `first` is where it stands first, where that is known.
#[must_use]
pub fn duplicate_key(place: Place, key: &str, first: Option<&str>) -> Finding {
    let finding =
        Finding::new(Code::DuplicateKey, place, format!("the key `{key}` is given twice")).help("keep one of them");
    match first {
        Some(first) => finding.note(format!("the first is at {first}")),
        None => finding,
    }
}

/// More nodes, depth or aliases than are read.
#[must_use]
pub fn limit(place: Place, words: &str) -> Finding {
    Finding::new(Code::YamlLimit, place, format!("this YAML is more than Firstflight reads: {words}"))
}

/// A key that means nothing here.
#[must_use]
pub fn unknown_key(place: Place, key: &str, subject: &str, known: &[&str]) -> Finding {
    let finding = Finding::new(Code::UnknownKey, place, format!("unknown key `{key}` in {subject}"));
    if let Some(c) = key.chars().find(|c| marks::is_like_a_space(*c)) {
        let message = format!("delete the character {} and type a space where one is needed", marks::described(c));
        return finding.help(message).note("most editors show it as a space or not at all");
    }
    match nearest(key, known.iter().copied()) {
        Some(name) => finding.help(format!("did you mean `{name}`?")),
        None => {
            let mut names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            names.sort_unstable();
            finding.note(format!("known keys: {}", names.join(", ")))
        }
    }
}

/// A key that must be there.
#[must_use]
pub fn missing_key(place: Place, key: &str, subject: &str) -> Finding {
    let help = match key {
        "period" => {
            "add a line such as `period: \"2019\"`, or `period: unknown` where the source does not say it".to_owned()
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

/// A key with nothing behind it; `written` is what stands on its line instead of a value.
#[must_use]
pub fn empty_key(place: Place, key: &str, subject: &str, written: &str) -> Finding {
    let finding = Finding::new(Code::MissingKey, place, format!("`{key}` is empty in {subject}"));
    match written.chars().next() {
        Some('#') => finding.help("put the text in quotes: what follows a `#` is a comment"),
        Some(sign @ ('!' | '&')) => finding.help(format!("put the text in quotes: `{sign}` means something else here")),
        _ => finding.help(format!("write something behind `{key}:`")),
    }
}

/// Something as a whole is of the wrong kind: a record, a file of records, front matter.
#[must_use]
pub fn wrong_whole(place: Place, subject: &str, wanted: &str, got: &str) -> Finding {
    Finding::new(Code::WrongType, place, format!("{subject} is {wanted}, not {got}"))
}

/// A value of the wrong kind.
#[must_use]
pub fn wrong_type(place: Place, key: &str, wanted: &str, got: &str) -> Finding {
    Finding::new(Code::WrongType, place, format!("`{key}` takes {wanted}, not {got}"))
}

/// A value of the right kind that its key does not take.
#[must_use]
pub fn invalid_value(place: Place, message: impl Into<String>) -> Finding {
    Finding::new(Code::InvalidValue, place, message)
}
