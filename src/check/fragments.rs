//! Checks that the fragment of each link matches an id on the page it leads to.

use std::collections::{HashMap, HashSet};

use crate::limits::NEAR_SEARCHES;
use crate::read::markdown::normal;
use crate::report::{Finding, catalog};
use crate::site::{Destination, Page, Site};

/// Maximum number of headings of a page that are searched for a similar id.
const SEARCHED: usize = 1_000;
/// Maximum number of headings listed if no id is similar.
const LISTED: usize = 8;

/// Checks all links with a fragment.
pub fn fragments(site: &Site, findings: &mut Vec<Finding>) {
    let mut guesses = 0;
    let records = RecordIds::new(site);
    let mut ids: HashMap<usize, HashSet<String>> = HashMap::new();
    for page in &site.pages {
        for (target, link) in page.links.targets.iter().zip(&page.document.links) {
            let Some(target) = target else { continue };
            let (Destination::Page(number), Some(fragment)) = (target.to, &target.fragment) else { continue };
            let there = &site.pages[number];
            // The headings of a page with unclosed front matter are unknown.
            let is_record = there.lists_records && records.contain(fragment);
            if !there.front.unclosed && !is_record && !has(ids.entry(number).or_insert_with(|| ids_of(there)), fragment)
            {
                guesses += 1;
                let is_searched = guesses <= NEAR_SEARCHES;
                let headings = &there.document.headings;
                let first = headings.iter().take(if is_searched { SEARCHED } else { LISTED });
                let known: Vec<&str> = first.map(|heading| heading.id.as_str()).collect();
                // Only the fragment is wrong; the path before it is valid.
                let written = &page.file.text()[link.range.clone()];
                let start = link.range.start + written.find('#').unwrap_or(0);
                let place = page.place(start..link.range.end);
                let name = if std::ptr::eq(there, page) { "this page" } else { there.file.path() };
                let known = (&known[..], headings.len());
                findings.push(catalog::links::broken_fragment(place, fragment, name, known, is_searched));
            }
        }
    }
}

/// Ids of records, which are also ids on the page that lists all of them.
#[derive(Default)]
struct RecordIds<'s> {
    statistics: HashSet<&'s str>,
    sources: HashSet<&'s str>,
}

impl<'s> RecordIds<'s> {
    fn new(site: &'s Site) -> Self {
        if !site.pages.iter().any(|page| page.lists_records) {
            return Self::default();
        }
        Self {
            statistics: site.statistics.iter().map(|statistic| statistic.id.as_str()).collect(),
            sources: site.sources.iter().map(|source| source.id.as_str()).collect(),
        }
    }

    /// Whether the fragment is the anchor of a record.
    fn contain(&self, fragment: &str) -> bool {
        fragment.strip_prefix("stat-").is_some_and(|id| self.statistics.contains(id))
            || fragment.strip_prefix("source-").is_some_and(|id| self.sources.contains(id))
    }
}

/// The ids of headings, footnotes and raw HTML on a page.
fn ids_of(page: &Page) -> HashSet<String> {
    // In running text `<` is always escaped, so each one starts a tag.
    let tags = page.document.html.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag);
    let ids = tags.filter_map(|tag| tag.split_once(" id=\"")?.1.split_once('"')).map(|(id, _)| id);
    let headings = page.document.headings.iter().map(|heading| normal(&heading.id));
    headings.chain(ids.map(normal)).collect()
}

fn has(ids: &HashSet<String>, fragment: &str) -> bool {
    // By the HTML standard, `#top` is the top of any page; every layout has `#main`.
    matches!(fragment, "top" | "main") || ids.contains(fragment)
}
