//! Reads what a site shows on all its pages, around their text: `banner` and `footer`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::Located;
use crate::report::{Place, SourceFile, catalog};
use crate::yaml::{Fields, Node, Value};

/// The texts around the content of every page.
#[derive(Clone, Debug, Default)]
pub struct PartSettings {
    /// A message above the text.
    pub banner: Option<Banner>,
    /// What is at the end of each page.
    pub footer: Footer,
}

/// A message on all pages.
#[derive(Clone, Debug)]
pub struct Banner {
    /// Its text.
    pub text: InlineText,
    /// The last day on which it is shown, with its place.
    pub until: Option<(Date, Place)>,
}

/// What is at the end of each page.
#[derive(Clone, Debug, Default)]
pub struct Footer {
    /// How to reach whoever is responsible.
    pub contact: Option<InlineText>,
    /// What readers may do with the text.
    pub licence: Option<InlineText>,
    /// Any links, in their order.
    pub links: Vec<InlineText>,
}

/// A text of the settings in inline Markdown: one for all languages, or one for each.
#[derive(Clone, Debug)]
pub struct InlineText {
    /// The text for all languages.
    any: Option<Located>,
    /// The texts of single languages, by their tags.
    by_language: BTreeMap<String, Located>,
    /// Where the setting is.
    range: Range<usize>,
}

impl InlineText {
    /// The languages with a text of their own.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.by_language.keys().map(String::as_str)
    }

    /// The text in this language, or in any other if it is missing; then with the tag of that language.
    #[must_use]
    pub fn get(&self, language: &str) -> Option<(&Located, Option<&str>)> {
        let own = self.by_language.get(language).or(self.any.as_ref()).map(|text| (text, None));
        let other = || self.by_language.iter().next().map(|(tag, text)| (text, Some(tag.as_str())));
        own.or_else(other)
    }
}

/// Reads `banner` and `footer`. `languages` are the tags of the site, if they are known.
pub(super) fn read(file: &Arc<SourceFile>, languages: Option<&[&str]>, fields: &mut Fields<'_>) -> PartSettings {
    let mut parts = PartSettings::default();
    let mut findings = Vec::new();
    if let Some((entries, range)) = fields.map("banner", "a mapping such as `{ text: …, until: 2027-01-15 }`") {
        let mut own = Fields::new(file, range, entries, "`banner`", &mut findings);
        let text = inline_text(file, "text", languages, &mut own);
        let until = own.date("until").map(|(date, range)| (date, Place::new(file, range)));
        if text.is_none() && !own.has_key("text") {
            own.missing("text");
        }
        own.must_have_values(&["text", "until"]);
        own.finish();
        parts.banner = text.map(|text| Banner { text, until });
    }
    if let Some((entries, range)) = fields.map("footer", "a mapping such as `{ contact: …, licence: … }`") {
        let mut own = Fields::new(file, range, entries, "`footer`", &mut findings);
        parts.footer.contact = inline_text(file, "contact", languages, &mut own);
        parts.footer.licence = inline_text(file, "licence", languages, &mut own);
        for node in own.list("links") {
            parts.footer.links.extend(of_node(file, "links", node, languages, &mut own));
        }
        own.must_have_values(&["contact", "licence", "links"]);
        own.finish();
    }
    findings.into_iter().for_each(|finding| fields.report(finding));
    parts
}

fn inline_text(
    file: &Arc<SourceFile>,
    key: &'static str,
    languages: Option<&[&str]>,
    fields: &mut Fields<'_>,
) -> Option<InlineText> {
    let Some(node) = fields.node(key) else {
        fields.takes_mapping(key);
        return None;
    };
    of_node(file, key, node, languages, fields)
}

fn of_node(
    file: &Arc<SourceFile>,
    key: &'static str,
    node: &Node,
    languages: Option<&[&str]>,
    fields: &mut Fields<'_>,
) -> Option<InlineText> {
    let mut text = InlineText { any: None, by_language: BTreeMap::new(), range: node.range.clone() };
    match &node.value {
        Value::Map(entries) if !entries.is_empty() => {
            for entry in entries {
                if let Some(languages) = languages.filter(|tags| !tags.contains(&entry.key.as_str())) {
                    let place = fields.place(entry.key_range.clone());
                    fields.report(catalog::config::text_in_no_language(place, key, &entry.key, languages));
                }
                if let Some(own) = one(file, key, &entry.node, fields) {
                    text.by_language.insert(entry.key.clone(), own);
                }
            }
            let missing: Vec<&str> = languages
                .unwrap_or_default()
                .iter()
                .copied()
                .filter(|tag| !text.by_language.contains_key(*tag))
                .collect();
            if !missing.is_empty() {
                let place = fields.place(crate::yaml::first_line(file, &text.range));
                fields.report(catalog::records::missing_translation(place, key, &missing));
            }
        }
        _ => text.any = one(file, key, node, fields),
    }
    (text.any.is_some() || !text.by_language.is_empty()).then_some(text)
}

fn one(file: &Arc<SourceFile>, key: &'static str, node: &Node, fields: &mut Fields<'_>) -> Option<Located> {
    match &node.value {
        Value::Text(text) if !text.trim().is_empty() => {
            let place = Some(Place::new(file, node.range.clone()));
            fields.has_usual_length(node, key).then(|| Located { text: text.clone(), place })
        }
        Value::Number(text) => Some(Located { text: text.clone(), place: Some(Place::new(file, node.range.clone())) }),
        Value::Text(_) | Value::Map(_) => {
            fields.report_empty(key, node.range.clone());
            None
        }
        _ => {
            fields.wrong(node, key, "a text, or a text for each language");
            None
        }
    }
}
