//! Interface strings of themes: the files that hold them, and keys that are misspelt.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use super::{Theme, embedded};
use crate::report::{Code, Finding, Place, SourceFile, catalog};
use crate::yaml::{self, Limits, Value};

/// Interface strings that join words, and that a language may do without.
const MAY_BE_EMPTY: [&str; 3] = ["of", "icons_of", "colon"];

/// Interface strings that no template names and whose key is close to one that templates use.
pub(super) fn report_misspelt(theme: &mut Theme, findings: &mut Vec<Finding>) {
    let own = std::mem::take(&mut theme.own_strings);
    if own.is_empty() {
        return;
    }
    let known: Vec<&str> = KNOWN_STRINGS.iter().copied().collect();
    let is_used =
        |key: &str| theme.templates.values().chain(theme.shortcodes.values()).any(|it| it.text().contains(key));
    let is_slip = |key: &str| crate::report::nearest(key, known.iter().copied()).is_some() && !is_used(key);
    let slips = own.into_iter().filter(|(_, key)| is_slip(key));
    findings.extend(slips.map(|(place, key)| {
        let text = place.file().clone();
        let has = |name: &str| text.text().lines().any(|line| line.starts_with(&format!("{name}:")));
        let mut finding = catalog::yaml::unknown_key(place, &key, "interface strings", &known);
        finding.edit.take_if(|edit| has(&edit.replacement));
        finding
    }));
}

/// The keys of the English strings of all themes in the program.
static KNOWN_STRINGS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let files = embedded::names().filter_map(embedded::texts).flatten();
    let lines = files.filter(|(path, _)| *path == "strings/en.yaml").flat_map(|(_, text)| text.lines());
    lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": ").map(|(key, _)| key)).collect()
});

/// Reads a file of interface strings. If it cannot be read, it is not known which ones are missing.
pub(super) fn read(file: &Arc<SourceFile>, theme: &mut Theme, findings: &mut Vec<Finding>) -> BTreeMap<String, String> {
    let mut strings = BTreeMap::new();
    match yaml::parse(file, 0..file.text().len(), Limits::Small) {
        Ok(yaml::Node { value: Value::Map(entries), .. }) => {
            for entry in entries {
                let place = || Place::new(file, entry.key_range.clone());
                if !KNOWN_STRINGS.contains(entry.key.as_str()) {
                    theme.own_strings.push((place(), entry.key.clone()));
                }
                match entry.node.value {
                    Value::Null => findings.push(catalog::theme::empty_string(place(), &entry.key)),
                    Value::Text(text) if text.trim().is_empty() && !MAY_BE_EMPTY.contains(&entry.key.as_str()) => {
                        findings.push(catalog::theme::empty_string(place(), &entry.key));
                    }
                    Value::Text(text) | Value::Number(text) => drop(strings.insert(entry.key, text)),
                    other => {
                        findings.push(catalog::yaml::wrong_type(place(), &entry.key, "text", other.kind()));
                    }
                }
            }
        }
        Ok(yaml::Node { value: Value::Null, .. }) => {}
        Ok(node) => {
            theme.undecided.insert(Code::MissingString);
            let place = Place::first_line(file);
            findings.push(catalog::yaml::wrong_type(
                place,
                file.path(),
                "a mapping of names to texts",
                node.value.kind(),
            ));
        }
        Err(found) => {
            theme.undecided.insert(Code::MissingString);
            findings.extend(found);
        }
    }
    strings
}
