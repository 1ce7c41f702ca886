//! The words by which pages of the original are gathered, and their authors.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::losses::{LossKind, Losses};
use super::site::{OriginalPage, OriginalSite};
use super::value::{DataValue, Map};
use crate::config::TAGS;
use crate::percent::decode;
use crate::read::{folded, slug_of_term};

/// Keys that gather pages in other generators, besides `tags`, with the title of the page that lists their words.
const TAXONOMIES: [(&str, &str); 3] = [("categories", "Categories"), ("series", "Series"), ("topics", "Topics")];
/// Keys for the authors; the first that is present counts.
const AUTHORS: [&str; 2] = ["authors", "author"];

/// The words of all pages, with the addresses that their pages have in the new site.
#[derive(Debug, Default)]
pub struct KnownTerms {
    /// Words whose page would have the address of another: the number of the language, the key, and the word in folded form, with
    /// the other word.
    clashes: BTreeMap<(usize, &'static str, String), String>,
    /// The new address by the old one, in lower case and without `/` at its end.
    addresses: HashMap<String, String>,
}

/// The keys, each with the words that generators begin the addresses of its pages with.
fn keys() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    const SINGULAR: [(&str, &str); 3] = [("categories", "category"), ("topics", "topic"), (TAGS, "tag")];
    let keys = TAXONOMIES.iter().map(|(name, _)| *name).chain([TAGS]);
    keys.map(|key| {
        let singular = SINGULAR.iter().filter(|(plural, _)| *plural == key).map(|(_, singular)| *singular);
        (key, std::iter::once(key).chain(singular).collect())
    })
}

impl KnownTerms {
    /// Collects the words of all pages.
    #[must_use]
    pub fn new(site: &OriginalSite) -> Self {
        let mut known = Self::default();
        let mut ambiguous = BTreeSet::new();
        for (key, starts) in keys() {
            let mut first: HashMap<(usize, String), String> = HashMap::new();
            for page in &site.pages {
                let Some(words) = page.fields.get(key).and_then(words) else { continue };
                let at = site.languages[page.language].at.as_str();
                for word in words.texts() {
                    let slug = slug_of_term(word);
                    let other = first.entry((page.language, slug.clone())).or_insert_with(|| word.to_owned());
                    if folded(other) != folded(word) {
                        known.clashes.insert((page.language, key, folded(word)), other.clone());
                        continue;
                    }
                    let new = format!("{at}{key}/{slug}/");
                    let lower = word.to_lowercase();
                    for old in [lower.replace(' ', "-"), super::generators::slug(word), slug, lower] {
                        for start in &starts {
                            let old = format!("{at}{start}/{old}");
                            match known.addresses.insert(old.clone(), new.clone()) {
                                Some(before) if before != new => drop(ambiguous.insert(old)),
                                _ => {}
                            }
                        }
                    }
                }
                for start in &starts {
                    known.addresses.insert(format!("{at}{start}"), format!("{at}{key}/"));
                }
            }
        }
        known.addresses.retain(|old, _| !ambiguous.contains(old));
        known
    }

    /// The new address of the page of a word, by its address in the original.
    #[must_use]
    pub fn address(&self, old: &str) -> Option<&str> {
        if self.addresses.is_empty() || !old.starts_with('/') {
            return None;
        }
        self.addresses.get(decode(old).trim_end_matches('/').to_lowercase().as_str()).map(String::as_str)
    }

    /// The words of a page, without those whose page would have the address of another.
    fn without_clashes(
        &self,
        words: &DataValue,
        page: &OriginalPage,
        key: &'static str,
        losses: &mut Losses,
    ) -> DataValue {
        let other = |word: &str| self.clashes.get(&(page.language, key, folded(word)));
        let (kept, left): (Vec<&str>, Vec<&str>) = words.texts().into_iter().partition(|word| other(word).is_none());
        for word in left {
            let why = format!("its page would have the address of `{}`", other(word).map_or("", String::as_str));
            losses.add(LossKind::FrontMatter, &page.file, page.place_of(key), word, why);
        }
        DataValue::List(kept.into_iter().map(|word| DataValue::Text(word.to_owned())).collect())
    }
}

/// Moves the words and the authors from the keys that are not used yet to those of the new page. Values of other forms stay.
pub fn take(known: &KnownTerms, page: &OriginalPage, rest: &mut Map, map: &mut Map, losses: &mut Losses) {
    for (key, _) in keys() {
        if let Some(words) = rest.get(key).and_then(words) {
            rest.take(key);
            let words = known.without_clashes(&words, page, key, losses);
            if !words.list().is_empty() {
                map.set(key, words);
            }
        }
    }
    if let Some((key, names)) = AUTHORS.iter().find_map(|key| Some((*key, distinct(rest.get(key)?)?))) {
        rest.take(key);
        map.set("authors", names);
    }
}

/// The taxonomies that a page of the site has, as `taxonomies` of the settings; empty if there are none.
#[must_use]
pub fn declared(site: &OriginalSite) -> Map {
    let has = |name: &str| site.pages.iter().any(|page| page.fields.get(name).and_then(words).is_some());
    let entry = |(name, title): &(&str, &str)| {
        let title = [("title".to_owned(), DataValue::Text((*title).to_owned()))].into_iter().collect();
        ((*name).to_owned(), DataValue::Map(title))
    };
    TAXONOMIES.iter().filter(|(name, _)| has(name)).map(entry).collect()
}

/// The words of a value, if all of them can have a page.
fn words(value: &DataValue) -> Option<DataValue> {
    let words = distinct(value)?;
    words.texts().iter().all(|word| !slug_of_term(word).is_empty()).then_some(words)
}

/// The texts of a value without those that it has twice; `None` if there is none, or if it has anything else.
fn distinct(value: &DataValue) -> Option<DataValue> {
    let texts: Vec<&str> = match value {
        DataValue::Text(text) if text.contains(',') => text.split(',').map(str::trim).collect(),
        DataValue::Text(_) | DataValue::Number(_) => value.texts(),
        DataValue::List(items) if value.texts().len() == items.len() => value.texts(),
        _ => return None,
    };
    let mut kept: Vec<&str> = Vec::new();
    for text in texts.into_iter().map(str::trim).filter(|text| !text.is_empty()) {
        if !kept.iter().any(|known| folded(known) == folded(text)) {
            kept.push(text);
        }
    }
    let kept: Vec<DataValue> = kept.into_iter().map(|text| DataValue::Text(text.to_owned())).collect();
    (!kept.is_empty()).then_some(DataValue::List(kept))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_over_once_each_and_other_values_stay() {
        let text = |text: &str| DataValue::Text(text.to_owned());
        let list = |texts: &[&str]| DataValue::List(texts.iter().map(|it| text(it)).collect());
        assert_eq!(words(&list(&["a", "A", " b "])), Some(list(&["a", "b"])));
        assert_eq!(words(&text("a, b")), Some(list(&["a", "b"])));
        assert_eq!(words(&DataValue::Number("2024".into())), Some(list(&["2024"])));
        for value in [DataValue::Null, list(&[]), list(&[""]), list(&["+++"]), DataValue::List(vec![list(&["a"])])] {
            assert_eq!(words(&value), None, "{value:?}");
        }
    }
}
