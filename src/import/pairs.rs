//! Pages that are translations of each other although their paths differ: the front matter of each has the same value for a key.

use std::collections::{BTreeMap, HashSet};

use super::losses::{LossKind, Losses};
use super::own_path;
use super::rewrite::relative;
use super::site::{OriginalPage, OriginalSite};

/// Names in each translation the page that it is a translation of: the one in the first language that has it. Pages with the same
/// path are one page in several languages without that.
pub fn assign(site: &mut OriginalSite, losses: &mut Losses) {
    if site.languages.len() < 2 {
        return;
    }
    for &key in site.translation_keys {
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, page) in site.pages.iter().enumerate() {
            let value = page.fields.get_in_any_case(key).and_then(|value| value.text()).map(str::trim);
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                groups.entry(value.to_owned()).or_default().push(number);
            }
        }
        let taken: HashSet<(usize, String)> =
            site.pages.iter().map(|page| (page.language, page.path.to_lowercase())).collect();
        for mut pages in groups.into_values() {
            pages.sort_by_key(|page| site.pages[*page].language);
            let languages: HashSet<usize> = pages.iter().map(|page| site.pages[*page].language).collect();
            // A value that two pages of one language have does not pair pages.
            if languages.len() < 2 || languages.len() < pages.len() {
                continue;
            }
            for page in &pages {
                pair(site, (pages[0], *page), key, &taken, losses);
            }
        }
    }
}

/// Pairs a page with the first of its group.
fn pair(
    site: &mut OriginalSite,
    (first, page): (usize, usize),
    key: &str,
    taken: &HashSet<(usize, String)>,
    losses: &mut Losses,
) {
    let (original, own) = (&site.pages[first], &site.pages[page]);
    let is_taken = |page: &OriginalPage, by: &OriginalPage| taken.contains(&(page.language, by.path.to_lowercase()));
    if original.path == own.path {
        site.pages[page].fields.take(key);
    } else if is_taken(original, own) || is_taken(own, original) {
        let why = "its path is that of another page in the language of its original, or the other way round; such pages are taken \
                   for translations of each other";
        losses.add(LossKind::FrontMatter, &own.file, own.place_of(key), key, why);
    } else {
        let to = relative(&own_path(site, own), &own_path(site, original));
        site.pages[page].translation_of = Some(to);
        site.pages[page].fields.take(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::front;
    use crate::import::site::OriginalLanguage;
    use crate::report::SourceFile;

    #[test]
    fn pages_are_paired_by_what_their_front_matter_shares() {
        let language = |tag: &str, at: &str| OriginalLanguage { tag: tag.to_owned(), at: at.to_owned() };
        let page = |language: usize, path: &str, line: &str| {
            let file = SourceFile::new(path, format!("---\n{line}\n---\n"));
            let front = front::read(&file);
            OriginalPage::new(file, &front, language, path.to_owned(), String::new())
        };
        let mut site = OriginalSite {
            languages: vec![language("en", "/"), language("fr", "/fr/")],
            pages: vec![
                page(1, "a/a propos.md", "ref: about"),
                page(0, "about.md", "ref: about"),
                page(0, "same.md", "translationKey: same"),
                page(1, "same.md", "translationKey: same"),
                page(0, "b.md", "ref: b"),
                page(1, "same-b.md", "ref: b"),
                page(1, "b.md", "title: B"),
                page(0, "twice.md", "ref: twice"),
                page(0, "twice-2.md", "ref: twice"),
                page(1, "deux.md", "ref: twice"),
            ],
            translation_keys: &["translationKey", "ref"],
            ..OriginalSite::default()
        };
        let mut losses = Losses::default();
        assign(&mut site, &mut losses);
        let found: Vec<Option<&str>> = site.pages.iter().map(|page| page.translation_of.as_deref()).collect();
        let mut expected = vec![None; 10];
        expected[0] = Some("../../en/about.md");
        assert_eq!(found, expected);
        assert!([0, 1, 2, 3].iter().all(|page| site.pages[*page].fields.is_empty()), "{site:?}");
        assert!([5, 7, 8].iter().all(|page| !site.pages[*page].fields.is_empty()), "{site:?}");
        assert_eq!(losses.sorted().len(), 1);
    }
}
