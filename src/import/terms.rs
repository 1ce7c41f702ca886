//! The words by which pages of the original are gathered, and their authors.

use super::site::OriginalSite;
use super::value::{DataValue, Map};
use crate::config::TAGS;
use crate::read::{folded, slug_of_term};

/// Keys that gather pages in other generators, besides `tags`, with the title of the page that lists their words.
const TAXONOMIES: [(&str, &str); 3] = [("categories", "Categories"), ("series", "Series"), ("topics", "Topics")];
/// Keys for the authors; the first that is present counts.
const AUTHORS: [&str; 2] = ["authors", "author"];

/// Moves the words and the authors from the keys that are not used yet to those of the new page. Values of other forms stay.
pub fn take(rest: &mut Map, page: &mut Map) {
    for key in TAXONOMIES.iter().map(|(name, _)| *name).chain([TAGS]) {
        if let Some(words) = rest.get(key).and_then(words) {
            rest.take(key);
            page.set(key, words);
        }
    }
    if let Some((key, names)) = AUTHORS.iter().find_map(|key| Some((*key, distinct(rest.get(key)?)?))) {
        rest.take(key);
        page.set("authors", names);
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
