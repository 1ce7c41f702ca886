//! The menu of each language: what the setting `menu` lists, or the pages at the top with an `order`.

use std::borrow::Cow;
use std::collections::HashMap;

use super::address::nfc;
use super::dates::Withheld;
use super::{Kind, Outline, Page};
use crate::config::{Config, Located, MenuEntry, Paths};
use crate::report::{Finding, catalog};

/// An entry of a menu in one language.
#[derive(Debug, PartialEq, Eq)]
pub enum MenuItem {
    /// The number of a page.
    Page(usize),
    /// A title, and the numbers of the pages below it.
    Group(String, Vec<usize>),
    /// A title, and an address elsewhere.
    Address(String, String),
}

impl MenuItem {
    /// The numbers of its pages.
    #[must_use]
    pub fn pages(&self) -> &[usize] {
        match self {
            Self::Page(page) => std::slice::from_ref(page),
            Self::Group(_, pages) => pages,
            Self::Address(..) => &[],
        }
    }
}

/// The menu of each language. A page that a language lacks is left out there.
#[must_use]
pub fn menus(outline: &Outline<'_>, config: &Config) -> Vec<Vec<MenuItem>> {
    let Some(entries) = &config.menu else {
        let by_order = |language| ordered(outline, language).map(MenuItem::Page).collect();
        return (0..config.languages.len()).map(by_order).collect();
    };
    let files: HashMap<Cow<'_, str>, usize> =
        outline.pages.iter().enumerate().map(|(number, page)| (nfc(page.file), number)).collect();
    let menu = |tag: &str| -> Vec<MenuItem> {
        let find = |path: &Located| files.get(&nfc(&full_path(tag, &path.text))).copied();
        let item = |entry: &MenuEntry| match entry {
            MenuEntry::Page(path) => find(path).map(MenuItem::Page),
            MenuEntry::Group { title, pages } => {
                let pages: Vec<usize> = pages.iter().filter_map(find).collect();
                (!pages.is_empty()).then(|| MenuItem::Group(title.get(tag).to_owned(), pages))
            }
            MenuEntry::Address { title, url } => Some(MenuItem::Address(title.get(tag).to_owned(), url.clone())),
        };
        entries.iter().filter_map(item).collect()
    };
    config.languages.iter().map(|language| menu(&language.tag)).collect()
}

/// Top-level pages and sections that have an order.
fn ordered<'o>(outline: &'o Outline<'_>, language: usize) -> impl Iterator<Item = usize> + 'o {
    let home = outline.pages.iter().find(|page| page.language == language && page.kind == Kind::Home);
    let children = home.map_or(&[][..], |home| home.children);
    children.iter().copied().filter(|&child| outline.pages[child].order.is_some())
}

fn full_path(tag: &str, path: &str) -> String {
    format!("{}/{tag}/{}", Paths::CONTENT, path.trim_start_matches("./"))
}

/// Reports entries of the setting `menu` for which no language has a page.
pub(super) fn check(config: &Config, pages: &[Page], withheld: &[Withheld], findings: &mut Vec<Finding>) {
    let Some(entries) = &config.menu else { return };
    let paths = entries.iter().flat_map(|entry| match entry {
        MenuEntry::Page(path) => std::slice::from_ref(path),
        MenuEntry::Group { pages, .. } => pages,
        MenuEntry::Address { .. } => &[],
    });
    for path in paths {
        let wanted = path.text.trim_start_matches("./");
        let wanted = nfc(wanted);
        let is_page = pages.iter().any(|page| nfc(&page.source.path) == wanted);
        let is_withheld = withheld.iter().any(|page| nfc(&page.path) == wanted);
        if is_page || is_withheld {
            continue;
        }
        let Some(place) = &path.place else { continue };
        let known: Vec<&str> = pages.iter().map(|page| page.source.path.as_str()).collect();
        findings.push(catalog::links::not_in_menu(place.clone(), &path.text, &known));
    }
}
