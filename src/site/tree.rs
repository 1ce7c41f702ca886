//! Sections, the order of siblings, and neighbours.

use std::borrow::Cow;
use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;

use super::address::nfc;
use super::{Kind, Page};
use crate::collation::Collation;
use crate::config::Config;

/// Sets the section and the children of each page, and the neighbours of those in ordered sections.
pub fn connect(pages: &mut [Page], config: &Config) {
    let collations: Vec<_> = config.languages.iter().map(|language| Collation::new(&language.tag)).collect();
    let sections: HashMap<(usize, Cow<'_, str>), usize> = pages
        .iter()
        .enumerate()
        .filter(|(_, page)| matches!(page.kind, Kind::Home | Kind::Section))
        .map(|(number, page)| ((page.source.language, nfc(folder(&page.source.path))), number))
        .collect();
    let parents: Vec<Option<usize>> = pages.iter().map(|page| parent(page, &sections)).collect();
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); pages.len()];
    for (number, parent) in parents.iter().enumerate() {
        if let Some(parent) = *parent {
            children[parent].push(number);
        }
    }
    for (number, (parent, mut own)) in parents.into_iter().zip(children).enumerate() {
        pages[number].parent = parent;
        let collation = &collations[pages[number].source.language];
        own.sort_by(|&a, &b| rank(&pages[a], &pages[b], collation));
        let is_ordered = pages[number].source.front.ordered;
        for pair in own.windows(2).filter(|_| is_ordered) {
            pages[pair[0]].next = Some(pair[1]);
            pages[pair[1]].previous = Some(pair[0]);
        }
        // The home page comes before the first of its pages, so that readers can page through the whole site.
        if is_ordered
            && pages[number].kind == Kind::Home
            && let Some(&first) = own.first()
            && pages[first].source.front.order.is_some()
        {
            pages[number].next = Some(first);
            pages[first].previous = Some(number);
        }
        pages[number].children = own;
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The section of a page: the nearest folder with an `index.md`, for a section starting above its own folder. A page that
/// is shown where nothing is published is in none.
fn parent(page: &Page, sections: &HashMap<(usize, Cow<'_, str>), usize>) -> Option<usize> {
    let path = nfc(&page.source.path);
    let mut at = folder(&path);
    if matches!(page.kind, Kind::Home | Kind::Missing) {
        return None;
    }
    if page.kind == Kind::Section {
        at = folder(at);
    }
    loop {
        if let Some(&section) = sections.get(&(page.source.language, Cow::Borrowed(at))) {
            return Some(section);
        }
        if at.is_empty() {
            return None;
        }
        at = folder(at);
    }
}

/// Compares siblings: pages with an `order` first, then by date from the newest, then by title and address.
fn rank(a: &Page, b: &Page, collation: &Collation) -> Ordering {
    let key =
        |page: &Page| (page.source.front.order.is_none(), page.source.front.order, Reverse(page.source.front.date));
    let by_title = || collation.compare(a.title(), b.title()).then_with(|| a.address.cmp(&b.address));
    key(a).cmp(&key(b)).then_with(by_title)
}
