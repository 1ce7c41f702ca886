//! Interface strings: the theme's texts in each language, and English where it has none.

use std::collections::{BTreeMap, BTreeSet};

use tera::Value;

use super::marked::{TextMarker, in_language};
use crate::config::Paths;
use crate::escape::escape_into;
use crate::marks::{FOREIGN_END, open_language};
use crate::markup::tag_length;
use crate::plurals::{self, PluralCategory, Plurals};
use crate::read::{Phrase, PhrasePiece, Phrases, STAND_IN, Theme, embedded_themes, pieces_of_phrase};
use crate::report::{Finding, Place, SourceFile, catalog};
use crate::site::Site;

/// The interface strings of a language.
#[derive(Debug, Default)]
pub(super) struct Strings {
    /// The texts by key.
    pub phrases: Phrases,
    /// The keys whose texts are in English instead.
    pub english: BTreeSet<String>,
    /// Marks texts in another language than that of the pages.
    pub marker: TextMarker,
}

/// The sentence about the weight of a page that is one file.
const WEIGHT: &str = "weight";
/// That of a page that brings other files with it.
const WEIGHT_MORE: &str = "weight_more";

/// Whether a browser fetches other files for pages of this theme: something in a template has a source or is linked to, or
/// the style sheet names a file.
fn makes_requests(theme: &Theme) -> bool {
    let names_file = |text: &str, sign: &str| {
        let mut after =
            text.match_indices(sign).map(|(at, _)| text[at + sign.len()..].trim_start_matches(['"', '\'', ' ']));
        // Whether the site has a logo and an icon is known.
        let is_known = |file: &str| {
            let end = file.find(['"', '\'', '>']).unwrap_or(file.len());
            file.starts_with('{') && ["page.logo.", "page.icon_url"].iter().any(|name| file[..end].contains(name))
        };
        after.any(|file| !file.starts_with("data:") && !is_known(file))
    };
    let links = |text: &str| {
        let mut tags = text.match_indices("<link").map(|(at, _)| &text[at..at + end_of_tag(&text[at..])]);
        let is_fetched = |tag: &str| ["stylesheet", "icon", "preload", "manifest"].iter().any(|rel| tag.contains(rel));
        tags.any(|tag| is_fetched(tag) && names_file(tag, "href="))
    };
    let templates = theme.templates.values().chain(theme.shortcodes.values());
    let in_templates = |text: &str| names_file(text, "src=") || text.contains("srcset=") || links(text);
    templates.map(|file| file.text()).any(in_templates)
        || theme.styles.iter().any(|file| names_file(file.text(), "url(") || file.text().contains("@import"))
}

/// A text with each value in the place of its `{name}`.
pub(super) fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let value = |name: &str| values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let mut out = String::with_capacity(text.len());
    for piece in pieces_of_phrase(text) {
        match piece {
            PhrasePiece::Words(words) => out.push_str(words),
            PhrasePiece::Value(name) => match value(name) {
                Some(value) => out.push_str(value),
                None => out.extend(["{", name, "}"]),
            },
        }
    }
    out
}

impl Strings {
    /// The strings of the language with this number. Those that the theme lacks are in English, and one finding lists them.
    pub fn new(site: &Site, theme: &Theme, language: usize, findings: &mut Vec<Finding>) -> Self {
        let parts = &site.page_parts[language];
        let has_pictures = parts.logo.is_some() || parts.icon.is_some();
        let language = &site.config.languages[language];
        let tag = &language.tag;
        let mut phrases = theme.strings_of(tag);
        let mut english = BTreeSet::new();
        let is_english = tag.split('-').next() == Some(STAND_IN);
        let stand_ins = theme.strings.get(STAND_IN);
        for (key, phrase) in stand_ins.into_iter().flatten() {
            if phrases.contains_key(key) {
                continue;
            }
            phrases.insert(key.clone(), phrase.clone());
            // Texts without words join others.
            if !phrase.is_blank() && !is_english {
                english.insert(key.clone());
            }
        }
        // The words for a page that arrives as one file are false where the theme adds others.
        if site.config.show_weight && (has_pictures || makes_requests(theme) || site.sends_pictures()) {
            let more = phrases.get(WEIGHT_MORE).cloned();
            phrases.extend(more.map(|more| (WEIGHT.to_owned(), more)));
            if english.contains(WEIGHT_MORE) {
                english.insert(WEIGHT.to_owned());
            } else {
                english.remove(WEIGHT);
            }
        }
        let place = || {
            let named = site.config.themes.first().and_then(|theme| theme.place.clone());
            named.unwrap_or_else(|| Place::whole(&SourceFile::new(Paths::SITE, "")))
        };
        if phrases.is_empty() {
            findings.push(catalog::strings::no_strings(place(), tag));
        } else if !english.is_empty() {
            let categories = Plurals::new(tag).categories();
            let missing: Vec<(&str, String)> =
                english.iter().map(|key| (key.as_str(), phrases[key.as_str()].to_yaml(&categories))).collect();
            let mut named = site.config.themes.iter().map(|theme| theme.text.as_str());
            let own = named.find(|name| embedded_themes().all(|embedded| embedded != *name));
            findings.push(catalog::strings::missing_strings(place(), (own, tag), &missing));
        }
        Self { phrases, english, marker: TextMarker::new(language) }
    }

    /// The text with this key, for a template: with marks around it if it is in English.
    pub fn value(&self, key: &str) -> Option<Value> {
        let text = self.text(key)?;
        let is_english = self.english.contains(key);
        Some(if is_english { Value::normal_string(&in_language(STAND_IN, text)) } else { Value::normal_string(text) })
    }

    /// The text with this key, as it is for numbers in general.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.phrases.get(key).map(Phrase::text)
    }

    /// The strings as templates see them, with marks around those in English.
    pub fn values(&self) -> Value {
        let value = |key: &String, text: &str| match self.english.contains(key) {
            true => Value::normal_string(&in_language(STAND_IN, text)),
            false => Value::normal_string(text),
        };
        let values = |key: &String, phrase: &Phrase| match phrase {
            Phrase::Same(text) => value(key, text),
            Phrase::Plural(forms) => {
                let form = |(category, text): (&PluralCategory, &String)| (plurals::name(*category), value(key, text));
                Value::from(forms.iter().map(form).collect::<BTreeMap<_, _>>())
            }
        };
        let all = self.phrases.iter().map(|(key, phrase)| (key.clone(), values(key, phrase)));
        Value::from(all.collect::<BTreeMap<_, _>>())
    }

    /// Writes a string as HTML; returns false if there is none.
    pub fn write(&self, key: &str, out: &mut String) -> bool {
        let Some(text) = self.text(key) else { return false };
        let mut html = String::with_capacity(text.len());
        escape_into(text, &mut html);
        self.marked(key, &html, out);
        true
    }

    /// A string with each value in the place of its `{name}`; `None` if the string is missing.
    pub fn sentence(&self, key: &str, values: &[(&str, &str)]) -> Option<String> {
        self.text(key).map(|text| filled(text, values))
    }

    /// HTML with the marks around it that say that it is English, if the string with this key is.
    pub fn marked(&self, key: &str, html: &str, out: &mut String) {
        if self.english.contains(key) {
            out.extend([open_language(STAND_IN).as_str(), html]);
            out.push(FOREIGN_END);
        } else {
            out.push_str(html);
        }
    }
}

/// The end of the tag that a text begins with.
fn end_of_tag(text: &str) -> usize {
    if text.starts_with("<!--") {
        return text.find("-->").map_or(text.len(), |at| at + 3);
    }
    tag_length(text).unwrap_or(text.len())
}
