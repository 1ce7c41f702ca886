//! Interface strings of themes: the files that hold them, what is wrong in these, and keys that are misspelt.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use super::phrase::{self, Phrase};
use super::{Theme, embedded};
use crate::plurals::{PluralCategory, Plurals, name};
use crate::report::{Code, Finding, Place, SourceFile, catalog};
use crate::yaml::{self, Limits, Value};

/// Interface strings that join words, and that a language may do without.
const MAY_BE_EMPTY: [&str; 4] = ["colon", "comma", "semicolon", "full_stop"];
/// The key that says with what a translation was compared. It is not shown.
const CHECKED: &str = "checked";

/// Interface strings by key.
pub type Phrases = BTreeMap<String, Phrase>;

/// Interface strings that no template names and whose key is close to one that templates use.
pub(super) fn report_misspelt(theme: &mut Theme, findings: &mut Vec<Finding>) {
    let own = std::mem::take(&mut theme.own_strings);
    if own.is_empty() {
        return;
    }
    let known: Vec<&str> = KNOWN_STRINGS.keys().map(String::as_str).collect();
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

/// The English strings of all themes in the program.
static KNOWN_STRINGS: LazyLock<Phrases> = LazyLock::new(|| {
    let files = embedded::names().filter_map(embedded::texts).flatten();
    let english = files.filter(|(path, _)| *path == "strings/en.yaml");
    let read = |(path, text): (&str, &str)| Reader::new(&SourceFile::new(path, text)).read(&mut Vec::new()).strings;
    english.flat_map(read).collect()
});

/// Reads a file of interface strings that is in the program: tests have compared it with the English one.
pub(super) fn read_embedded(file: &Arc<SourceFile>, findings: &mut Vec<Finding>) -> Phrases {
    Reader::new(file).read(findings).strings
}

/// Reads a file of interface strings. If it cannot be read, it is not known which ones are missing.
pub(super) fn read(file: &Arc<SourceFile>, language: &str, theme: &mut Theme, findings: &mut Vec<Finding>) -> Phrases {
    let mut reader = Reader::new(file);
    reader.rules = Some((language, Plurals::new(language), &KNOWN_STRINGS));
    let found = reader.read(findings);
    if found.is_unreadable {
        theme.undecided.insert(Code::MissingString);
    }
    theme.own_strings.extend(found.own);
    found.strings
}

/// What a file of interface strings holds.
#[derive(Debug, Default)]
struct Found {
    strings: Phrases,
    /// Keys that no theme in the program has.
    own: Vec<(Place, String)>,
    is_unreadable: bool,
}

/// Reads one file.
struct Reader<'f> {
    file: &'f Arc<SourceFile>,
    /// The language with its rules for plurals, and the strings in English: what the texts are compared with.
    rules: Option<(&'f str, Plurals, &'static Phrases)>,
}

impl<'f> Reader<'f> {
    fn new(file: &'f Arc<SourceFile>) -> Self {
        Self { file, rules: None }
    }

    fn place(&self, node: &yaml::Node) -> Place {
        Place::new(self.file, node.range.clone())
    }

    fn read(&self, findings: &mut Vec<Finding>) -> Found {
        let mut found = Found::default();
        // Strings with the plural forms that they lack.
        let mut lacking = Vec::new();
        let file = self.file;
        match yaml::parse(file, 0..file.text().len(), Limits::Small) {
            Ok(yaml::Node { value: Value::Map(entries), .. }) => {
                for entry in entries.into_iter().filter(|entry| entry.key != CHECKED) {
                    let place = Place::new(file, entry.key_range.clone());
                    let lists = (&mut lacking, &mut *findings);
                    let Some(phrase) = self.phrase(&entry.key, &place, entry.node, lists) else { continue };
                    match &self.rules {
                        Some((_, _, known)) if !known.contains_key(&entry.key) => {
                            found.own.push((place, entry.key.clone()));
                        }
                        Some((_, _, known)) => {
                            findings.extend(wrong_values(&place, &entry.key, &phrase, &known[&entry.key]));
                        }
                        None => {}
                    }
                    found.strings.insert(entry.key, phrase);
                }
                if let Some((language, ..)) = &self.rules {
                    let place = Place::first_line(file);
                    findings.extend(catalog::strings::missing_plurals(place, language, &lacking));
                }
            }
            Ok(yaml::Node { value: Value::Null, .. }) => {}
            Ok(node) => {
                found.is_unreadable = true;
                let place = Place::first_line(file);
                let wanted = "a mapping of names to texts";
                findings.push(catalog::yaml::wrong_type(place, file.path(), wanted, node.value.kind()));
            }
            Err(errors) => {
                found.is_unreadable = true;
                findings.extend(errors);
            }
        }
        found
    }

    fn phrase(
        &self,
        key: &str,
        place: &Place,
        node: yaml::Node,
        (lacking, findings): (&mut Vec<(String, Vec<&'static str>)>, &mut Vec<Finding>),
    ) -> Option<Phrase> {
        match node.value {
            Value::Text(text) if text.trim().is_empty() && !MAY_BE_EMPTY.contains(&key) => {
                findings.push(catalog::strings::empty_string(place.clone(), key));
            }
            Value::Null => findings.push(catalog::strings::empty_string(place.clone(), key)),
            Value::Text(text) | Value::Number(text) => return Some(Phrase::Same(text)),
            Value::Map(entries) => return self.plural(key, place, entries, (lacking, findings)),
            other => findings.push(catalog::yaml::wrong_type(place.clone(), key, "text", other.kind())),
        }
        None
    }

    fn plural(
        &self,
        key: &str,
        place: &Place,
        entries: Vec<yaml::Entry>,
        (lacking, findings): (&mut Vec<(String, Vec<&'static str>)>, &mut Vec<Finding>),
    ) -> Option<Phrase> {
        let mut forms = BTreeMap::new();
        let before = findings.len();
        for entry in entries {
            let name_place = Place::new(self.file, entry.key_range.clone());
            match (PluralCategory::get_for_cldr_string(&entry.key), &entry.node.value) {
                (None, _) => findings.push(catalog::strings::unknown_plural(name_place, &entry.key)),
                (Some(_), Value::Null) => findings.push(catalog::strings::empty_string(name_place, key)),
                (Some(_), Value::Text(text)) if text.trim().is_empty() => {
                    findings.push(catalog::strings::empty_string(name_place, key));
                }
                (Some(category), Value::Text(text) | Value::Number(text)) => {
                    forms.insert(category, text.clone());
                }
                (Some(_), other) => {
                    findings.push(catalog::yaml::wrong_type(self.place(&entry.node), key, "text", other.kind()));
                }
            }
        }
        let Some((_, plurals, _)) = &self.rules else { return Some(Phrase::Plural(forms)) };
        let missing = plurals.categories().into_iter().filter(|category| !forms.contains_key(category));
        let missing: Vec<&'static str> = missing.map(name).collect();
        let has_other = forms.contains_key(&PluralCategory::Other);
        if !has_other && findings.len() == before {
            findings.push(catalog::strings::no_plural_for_others(place.clone(), key));
        } else if has_other && !missing.is_empty() {
            lacking.push((key.to_owned(), missing));
        }
        has_other.then_some(Phrase::Plural(forms))
    }
}

/// What a text says in braces and the English one does not, and the reverse.
fn wrong_values(place: &Place, key: &str, phrase: &Phrase, english: &Phrase) -> Option<Finding> {
    let wanted: BTreeSet<&str> = english.forms().flat_map(phrase::values).collect();
    let wrong = phrase.forms().find_map(|form| {
        let values = phrase::values(form);
        let unknown = values.difference(&wanted).next().map(|name| (*name, true));
        unknown.or_else(|| wanted.difference(&values).next().map(|name| (*name, false)))
    });
    let wanted: Vec<&str> = wanted.iter().copied().collect();
    wrong.map(|(name, is_unknown)| catalog::strings::wrong_value(place.clone(), (key, name), is_unknown, &wanted))
}
