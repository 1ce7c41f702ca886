//! Reads `taxonomies`: the keys of front matter that gather pages, besides `tags`.

use std::sync::Arc;

use super::texts::text_by_language;
use super::{Config, Language, Text};
use crate::limits::TAXONOMIES;
use crate::report::{Place, SourceFile, catalog};
use crate::yaml::{self, Fields, Record};

/// A key of front matter whose words gather pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taxonomy {
    /// The key, which is also the first part of the addresses of its pages: `tags`.
    pub name: String,
    /// The title of the page that lists its words; `None` for `tags`, if the theme has the title.
    pub title: Option<Text>,
}

/// The taxonomies of a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taxonomies {
    /// `tags`, and then those that the settings declare, in their order.
    pub list: Vec<Taxonomy>,
    /// Whether all that the settings declare are in the list. If not, unknown keys of front matter may be taxonomies.
    pub is_complete: bool,
}

/// The taxonomy that every site has.
pub const TAGS: &str = "tags";

/// The keys of front matter, none of which can be a taxonomy; also those that later versions will have.
pub const PAGE_KEYS: [&str; 22] = [
    "title",
    "description",
    "date",
    "updated",
    "order",
    "slug",
    "draft",
    "publish",
    "expires",
    "template",
    "event",
    "aliases",
    "expect",
    "extra",
    "authors",
    "menu_title",
    "images",
    "image",
    "ordered",
    "noindex",
    "translation_of",
    "expected",
];

impl Default for Taxonomies {
    fn default() -> Self {
        let tags = Taxonomy { name: TAGS.to_owned(), title: None };
        Self { list: vec![tags], is_complete: true }
    }
}

impl Taxonomies {
    /// The number of the taxonomy with this name.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.list.iter().position(|taxonomy| taxonomy.name == name)
    }
}

/// Reads `taxonomies`.
pub(super) fn read(config: &mut Config, file: &Arc<SourceFile>, fields: &mut Fields<'_>) {
    let example = "a mapping such as `{ topics: { title: Topics } }`";
    let is_there = fields.has("taxonomies");
    let entries = fields.map("taxonomies", example);
    let mut taxonomies = Taxonomies { is_complete: !is_there || entries.is_some(), ..Taxonomies::default() };
    // A misspelt key.
    taxonomies.is_complete &= !fields.unread_keys().any(|key| crate::report::nearest(key, ["taxonomies"]).is_some());
    for entry in entries.iter().flat_map(|(entries, _)| entries.iter()) {
        if taxonomies.list.len() > TAXONOMIES {
            let place = fields.place(entry.key_range.clone());
            fields.report(catalog::config::too_many_taxonomies(place, TAXONOMIES));
            taxonomies.is_complete = false;
            break;
        }
        if let Some((message, help)) = invalid_name(&entry.key, &config.languages) {
            fields.invalid(entry.key_range.clone(), message, Some(help));
            continue;
        }
        let title = title(file, entry, &config.languages, fields);
        match taxonomies.list.iter_mut().find(|known| known.name == entry.key) {
            Some(known) => known.title = title,
            None => {
                let title = title.unwrap_or_else(|| Text::plain(entry.key.clone()));
                taxonomies.list.push(Taxonomy { name: entry.key.clone(), title: Some(title) });
            }
        }
    }
    config.taxonomies = Arc::new(taxonomies);
}

/// Why a key cannot be a taxonomy, and what to do.
fn invalid_name(name: &str, languages: &[Language]) -> Option<(String, String)> {
    if PAGE_KEYS.contains(&name) {
        let help = "choose another name".to_owned();
        return Some((format!("`{name}` is a key of front matter with a meaning of its own"), help));
    }
    let is_valid = name.starts_with(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || "-_".contains(c))
        && name.to_lowercase() == name
        && name.len() <= crate::limits::SEGMENT_BYTES;
    if !is_valid {
        let help = "write one word in lower case, as in `topics`: it is a key of front matter, and part of addresses";
        return Some((format!("`{name}` is not a valid name of a taxonomy"), help.to_owned()));
    }
    let at = format!("/{name}/");
    let language = languages.iter().find(|language| language.at.starts_with(&at))?;
    let message = format!("the pages of `{name}` would have addresses of the language `{}`", language.tag);
    Some((message, "choose another name".to_owned()))
}

/// Reads `title` of a taxonomy; `None` if it has none, which is reported.
fn title(file: &Arc<SourceFile>, entry: &yaml::Entry, languages: &[Language], fields: &mut Fields<'_>) -> Option<Text> {
    let Some(record) = Record::from_node(file, &entry.node) else {
        let place = Place::new(file, yaml::first_line(file, &entry.key_range));
        let finding = catalog::config::taxonomy_without_title(place, &entry.key);
        fields.report(finding);
        return None;
    };
    let head = if record.entries.is_empty() { entry.key_range.clone() } else { record.head };
    let mut findings = Vec::new();
    let mut inner = Fields::new(file, head, record.entries, "a taxonomy", &mut findings);
    let title = text_by_language(&mut inner, "title");
    if title.is_none() {
        inner.missing("title");
    }
    let title = title.filter(|title| title.all().any(|text| !text.trim().is_empty()));
    let tags: Vec<&str> = languages.iter().map(|language| language.tag.as_str()).collect();
    if let Some(title) = &title
        && !tags.is_empty()
    {
        let unknown: Vec<&str> = title.languages().filter(|tag| !tags.contains(tag)).collect();
        let missing = title.missing(&tags);
        let place = inner.place(inner.range_of("title"));
        if let Some(unknown) = unknown.first() {
            inner.report(catalog::config::text_in_no_language(place, "title", unknown, &tags));
        } else if !missing.is_empty() {
            inner.report(catalog::records::missing_translation(place, "title", &missing));
        }
    }
    inner.finish();
    findings.into_iter().for_each(|finding| fields.report(finding));
    title
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::load;

    fn read(text: &str) -> (Vec<String>, bool, Vec<String>) {
        let file = SourceFile::new("content/site.yaml", format!("title: T\nlanguages: {{ en: {{ at: / }} }}\n{text}"));
        let mut findings = Vec::new();
        let config = load(Some(&file), &["en".to_owned()], &mut findings);
        let names = config.taxonomies.list.iter().map(|taxonomy| taxonomy.name.clone()).collect();
        (names, config.taxonomies.is_complete, findings.into_iter().map(|finding| finding.message).collect())
    }

    #[test]
    fn tags_are_always_there_and_others_are_declared() {
        assert_eq!(read(""), (vec!["tags".into()], true, vec![]));
        let (names, is_complete, findings) =
            read("taxonomies: { topics: { title: Topics }, tags: { title: Labels } }\n");
        assert_eq!((names, is_complete, findings), (vec!["tags".into(), "topics".into()], true, vec![]));
    }

    #[test]
    fn what_cannot_be_a_taxonomy_is_a_finding() {
        for (text, expected) in [
            ("taxonomies: [topics]\n", "`taxonomies` takes a mapping such as"),
            ("taxonomies: { order: { title: O } }\n", "`order` is a key of front matter"),
            ("taxonomies: { Topics: { title: O } }\n", "`Topics` is not a valid name"),
            ("taxonomies: { a b: { title: O } }\n", "`a b` is not a valid name"),
            ("taxonomies: { topics: Topics }\n", "`topics` has no title"),
            ("taxonomies: { topics: {} }\n", "title"),
            ("taxonomies: { topics: { title: \"\" } }\n", "title"),
            ("taxonomies: { topics: { titel: T } }\n", "unknown key `titel`"),
            ("taxonomies: { topics: { title: { fr: T } } }\n", "`title` has a text for the unknown language `fr`"),
            ("taxonomie: { topics: { title: T } }\n", "unknown key `taxonomie`"),
        ] {
            let (_, _, findings) = read(text);
            assert_eq!(findings.len(), 1, "{text}: {findings:?}");
            assert!(findings[0].contains(expected), "{text}: {findings:?}");
        }
        assert!(!read("taxonomies: [topics]\n").1 && !read("taxonomie: { topics: { title: T } }\n").1);
    }
}
