//! Every fragment of a link names something on the page it leads to.

use std::collections::{HashMap, HashSet};

use crate::read::markdown::normal;
use crate::report::{Finding, catalog};
use crate::site::{Destination, Page, Site};

/// For so many fragments a near one is looked for; who has more of them has another kind of trouble.
const MAX_GUESSES: usize = 300;

/// Checks all links that carry a fragment.
pub fn fragments(site: &Site, findings: &mut Vec<Finding>) {
    let mut guesses = 0;
    let mut ids: HashMap<usize, HashSet<String>> = HashMap::new();
    for page in &site.pages {
        for (target, link) in page.links.targets.iter().zip(&page.document.links) {
            let Some(target) = target else { continue };
            let (Destination::Page(number), Some(fragment)) = (target.to, &target.fragment) else { continue };
            let there = &site.pages[number];
            // Of a page whose front matter is never closed, no heading is known.
            if !there.front.unclosed
                && !is_record(site, there, fragment)
                && !has(ids.entry(number).or_insert_with(|| ids_of(there)), fragment)
            {
                let known: Vec<&str> = there.document.headings.iter().map(|heading| heading.id.as_str()).collect();
                // The fragment alone is wrong; what stands before it leads to a page.
                let written = &page.file.text()[link.range.clone()];
                let start = link.range.start + written.find('#').unwrap_or(0);
                let place = page.place(start..link.range.end);
                let name = if std::ptr::eq(there, page) { "this page" } else { there.file.path() };
                guesses += 1;
                findings.push(catalog::links::broken_fragment(place, fragment, name, &known, guesses <= MAX_GUESSES));
            }
        }
    }
}

/// Whether the fragment leads to a record on the page that lists them all.
fn is_record(site: &Site, page: &Page, fragment: &str) -> bool {
    let statistic = |id: &str| site.statistics.iter().any(|statistic| statistic.id == id);
    let source = |id: &str| site.sources.iter().any(|source| source.id == id);
    page.lists_records()
        && (fragment.strip_prefix("stat-").is_some_and(statistic)
            || fragment.strip_prefix("source-").is_some_and(source))
}

/// Every id in the page's text: of headings, of footnotes, of raw HTML that was let through.
fn ids_of(page: &Page) -> HashSet<String> {
    // In running text `<` is always escaped, so each one begins a tag.
    let tags = page.document.html.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag);
    let ids = tags.filter_map(|tag| tag.split_once(" id=\"")?.1.split_once('"')).map(|(id, _)| id);
    let headings = page.document.headings.iter().map(|heading| normal(&heading.id));
    headings.chain(ids.map(normal)).collect()
}

fn has(ids: &HashSet<String>, fragment: &str) -> bool {
    // `#top` leads to the top of any page, by the HTML standard; `#main` is the landmark that every layout has.
    matches!(fragment, "top" | "main") || ids.contains(fragment)
}
