//! The menu of each language: what the setting `menu` lists, or the pages at the top with an `order`.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::address::nfc;
use super::dates::Withheld;
use super::{Kind, Page, Translations};
use crate::config::{Config, Located, MenuEntry, Text};
use crate::limits::NEAR_SEARCHES;
use crate::report::{Finding, catalog};

/// An entry of a menu in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MenuItem {
    /// The number of a page.
    Page(usize),
    /// The numbers of pages below a title or a page.
    Group {
        /// The title, if it differs from the title of the group's page.
        title: Option<Text>,
        /// The number of the page at its head; it has a title or a page.
        head: Option<usize>,
        /// Their numbers.
        pages: Vec<usize>,
    },
    /// A title, and an address elsewhere.
    Address(Text, String),
}

impl MenuItem {
    /// The numbers of its pages.
    pub fn pages(&self) -> impl Iterator<Item = usize> + '_ {
        let (head, below): (Option<usize>, &[usize]) = match self {
            Self::Page(page) => (Some(*page), &[]),
            Self::Group { head, pages, .. } => (*head, pages),
            Self::Address(..) => (None, &[]),
        };
        head.into_iter().chain(below.iter().copied())
    }
}

/// The menu of each language: for a path that only other languages have, the translation of that page. A page that a language lacks
/// is left out there.
pub(super) fn menus(pages: &[Page], translations: &Translations, config: &Config) -> Vec<Vec<MenuItem>> {
    let languages = 0..config.languages.len();
    let Some(entries) = &config.menu else {
        return languages.map(|language| ordered(pages, language).map(MenuItem::Page).collect()).collect();
    };
    let numbers: HashMap<(usize, Cow<'_, str>), usize> =
        pages.iter().enumerate().map(|(n, page)| ((page.source.language, nfc(&page.source.path)), n)).collect();
    let menu = |language: usize| -> Vec<MenuItem> {
        let find = |path: &Located| {
            let at = |language: usize| numbers.get(&(language, plain(path))).copied();
            let translated = |other: usize| translations.pages.in_language(at(other)?, language);
            at(language).or_else(|| (0..config.languages.len()).find_map(translated))
        };
        let items = |entry: &MenuEntry| match entry {
            MenuEntry::Page(path) => find(path).map(MenuItem::Page).into_iter().collect(),
            MenuEntry::Group { title, head, pages, .. } => {
                let pages: Vec<usize> = pages.iter().filter_map(find).collect();
                let (title, head) = (title.clone(), head.as_ref().and_then(find));
                match (&title, head) {
                    // A language without the page at the head has the others in its place.
                    (None, None) => pages.into_iter().map(MenuItem::Page).collect(),
                    (_, None) if pages.is_empty() => Vec::new(),
                    _ => vec![MenuItem::Group { title, head, pages }],
                }
            }
            MenuEntry::Address { title, url, .. } => vec![MenuItem::Address(title.clone(), url.clone())],
        };
        entries.iter().flat_map(items).collect()
    };
    languages.map(menu).collect()
}

/// Top-level pages and sections that have an order.
fn ordered(pages: &[Page], language: usize) -> impl Iterator<Item = usize> {
    let home = pages.iter().find(|page| page.source.language == language && page.kind == Kind::Home);
    let children = home.map_or(&[][..], |home| &home.children);
    children.iter().copied().filter(|&child| pages[child].source.front.order.is_some())
}

/// The path of an entry as the paths of pages are.
fn plain(path: &Located) -> Cow<'_, str> {
    nfc(path.text.trim_start_matches("./"))
}

/// Reports entries of the setting `menu` for which no language has a page.
pub(super) fn check(config: &Config, pages: &[Page], withheld: &[Withheld], findings: &mut Vec<Finding>) {
    let Some(entries) = &config.menu else { return };
    let paths = entries.iter().map(|entry| match entry {
        MenuEntry::Page(path) => (Some(path), &[][..]),
        MenuEntry::Group { head, pages, .. } => (head.as_ref(), &pages[..]),
        MenuEntry::Address { .. } => (None, &[][..]),
    });
    let paths = paths.flat_map(|(head, below)| head.into_iter().chain(below));
    let published: Vec<&str> = pages.iter().map(|page| page.source.path.as_str()).collect();
    let known: HashSet<Cow<'_, str>> =
        published.iter().copied().chain(withheld.iter().map(|page| page.path.as_str())).map(nfc).collect();
    let missing = paths.filter(|path| !known.contains(&plain(path)));
    for (number, path) in missing.enumerate() {
        let Some(place) = &path.place else { continue };
        let near = if number < NEAR_SEARCHES { &published[..] } else { &[] };
        findings.push(catalog::links::not_in_menu(place.clone(), &path.text, near));
    }
}
