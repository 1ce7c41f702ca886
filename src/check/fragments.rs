//! Checks that the fragment of each link matches an id on the page it leads to.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock};

use memchr::memmem;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::limits::NEAR_SEARCHES;
use crate::percent::{decode, encode_written};
use crate::read::markdown::{Heading, Link, former_ids, normal, renamed};
use crate::report::{Certainty, Finding, Place, SourceFile, catalog, nearest};
use crate::site::{Destination, FoundLink, Page, PageParts, Site, Traits};

/// Maximum number of headings of a page that are searched for a similar id.
const SEARCHED: usize = 1_000;
/// Maximum number of headings listed if no id is similar.
const LISTED: usize = 8;

/// How the id of an element is written.
static ID: LazyLock<memmem::Finder<'_>> = LazyLock::new(|| memmem::Finder::new(" id=\""));

/// Checks all links with a fragment.
pub fn fragments(site: &Site, findings: &mut Vec<Finding>) {
    let mut guesses = 0;
    let records = RecordIds::new(site);
    let mut ids: HashMap<usize, HashSet<String>> = HashMap::new();
    let mut check = |file: &Arc<SourceFile>, own: Option<&Page>, link: &Link, target: &FoundLink| {
        let (Destination::Page(number), Some(fragment)) = (target.to, &target.fragment) else { return None };
        let there = &*site.pages[number];
        // The headings of a page with unclosed front matter are unknown.
        let is_record = there.lists_records && records.contain(fragment);
        let mut is_there = || has(ids.entry(number).or_insert_with(|| ids_of(there)), fragment);
        if there.source.front.unclosed || is_record || is_there() {
            return None;
        }
        guesses += 1;
        let is_searched = guesses <= NEAR_SEARCHES;
        let headings = &there.source.document.headings;
        let first = headings.iter().take(if is_searched { SEARCHED } else { LISTED });
        let known: Vec<&str> = first.map(|heading| heading.id.as_str()).collect();
        // Only the fragment is wrong; the path before it is valid.
        let written = &file.text()[link.range.clone()];
        let start = link.range.start + written.find('#').unwrap_or(0);
        let place = Place::new(file, start..link.range.end);
        let is_own = own.is_some_and(|own| std::ptr::eq(there, own));
        let name = if is_own { "this page" } else { there.source.file.path() };
        let guess = if is_searched { guess(headings, fragment) } else { None };
        // What the file has in another form, for example with escapes of Markdown, is left to the editor.
        let number_sign = file.text()[start..link.range.end].strip_prefix('#');
        let written = number_sign.filter(|written| normal(&decode(written)) == *fragment);
        let edit = guess.zip(written).map(|((id, _), written)| {
            let keeps_letters = !written.contains('%') || !written.is_ascii();
            (start + 1..link.range.end, encode_written(id, keeps_letters))
        });
        let certainty = guess.map_or(Certainty::Suggested, |(_, certainty)| certainty);
        let known = (&known[..], headings.len());
        let finding = catalog::links::broken_fragment(place, fragment, name, known, guess.map(|(id, _)| id));
        Some(finding.maybe_edit(edit, certainty))
    };
    for (_, page) in site.pages_with(Traits::FRAGMENTS) {
        for (number, target) in page.links.targets.iter().enumerate() {
            let (Some(target), Some(link)) = (target, page.links.link(page, number)) else { continue };
            findings.extend(check(&page.source.file, Some(page), link, target));
        }
    }
    for text in site.page_parts.iter().flat_map(PageParts::texts) {
        for (link, target) in text.links.iter().zip(&text.targets) {
            let found = target.as_ref().and_then(|target| check(&text.file, None, link, target));
            findings.extend(found.map(|finding| text.locate(finding)));
        }
    }
}

/// The id that a fragment may mean: of the only heading for which other programs make this id, else the closest.
fn guess<'h>(headings: &'h [Heading], fragment: &str) -> Option<(&'h str, Certainty)> {
    let searched = &headings[..headings.len().min(SEARCHED)];
    // What was the id of a heading before is meant for certain.
    if let Some(at) = former_ids(searched).iter().position(|id| id == fragment) {
        return Some((&searched[at].id, Certainty::Certain));
    }
    let wanted = plain(fragment);
    let wanted = wanted.strip_prefix("user-content-").unwrap_or(&wanted);
    let is_same = |heading: &&Heading| plain(&heading.id) == wanted || plain(&heading.text) == wanted;
    let mut same = searched.iter().filter(|heading| !wanted.is_empty() && is_same(heading));
    if let (Some(only), None) = (same.next(), same.next()) {
        let certainty = if searched.len() == headings.len() { Certainty::Certain } else { Certainty::Suggested };
        return Some((&only.id, certainty));
    }
    let closest = nearest(fragment, searched.iter().map(|heading| heading.id.as_str()))?;
    Some((closest, Certainty::Suggested))
}

/// What the ids that different programs make of one heading have in common: its letters without the accents of Europe and its digits, in
/// lower case, with one hyphen for all that is between them.
fn plain(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for c in id.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || is_combining_mark(c) {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') && !is_dropped(c) {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// Marks that every program leaves out of an id without a hyphen.
fn is_dropped(c: char) -> bool {
    matches!(c, '\'' | '’' | '"' | '“' | '”' | ',' | '.' | ':' | ';' | '!' | '?' | '(' | ')' | '`' | '*')
}

/// Ids of records, which are also ids on the page that lists all of them.
#[derive(Default)]
struct RecordIds<'s> {
    statistics: HashSet<&'s str>,
    sources: HashSet<&'s str>,
}

impl<'s> RecordIds<'s> {
    fn new(site: &'s Site) -> Self {
        if site.pages_with(Traits::LISTS_RECORDS).next().is_none() {
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
pub(super) fn ids_of(page: &Page) -> HashSet<String> {
    let html = &*page.source.document.html;
    let ids = ID.find_iter(html.as_bytes()).filter_map(|at| {
        // In running text `<` is always escaped, so each one starts a tag.
        let sign = memchr::memrchr2(b'<', b'>', &html.as_bytes()[..at])?;
        let (id, _) = html[at + ID.needle().len()..].split_once('"')?;
        (html.as_bytes()[sign] == b'<' && !id.contains('>')).then_some(id)
    });
    let document = &page.source.document;
    let headings = document.headings.iter().chain(&document.title).map(|heading| normal(&heading.id));
    headings.chain(ids.map(normal)).collect()
}

fn has(ids: &HashSet<String>, fragment: &str) -> bool {
    // By the HTML standard, `#top` is the top of any page; every layout has `#main`.
    matches!(fragment, "" | "top" | "main")
        || ids.contains(fragment)
        || renamed(fragment).is_some_and(|id| ids.contains(&id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(all: &[(&str, &str)]) -> Vec<Heading> {
        let heading = |(id, text): &(&str, &str)| Heading {
            level: 2,
            id: (*id).into(),
            text: (*text).into(),
            former_text: None,
            has_written_id: false,
            range: 0..0,
        };
        all.iter().map(heading).collect()
    }

    #[test]
    fn ids_by_the_rules_of_other_programs_are_certain() {
        let known = headings(&[
            ("who-comes", "Who comes"),
            ("rules-regulations", "Rules & regulations"),
            ("été-2026", "Été 2026"),
            ("chosen", "A heading of its own"),
            ("who_pays", "who_pays"),
        ]);
        for (fragment, id) in [
            ("Who-Comes", "who-comes"),
            ("user-content-who-comes", "who-comes"),
            ("rules--regulations", "rules-regulations"),
            ("ete-2026", "été-2026"),
            ("a-heading-of-its-own", "chosen"),
            ("who-pays", "who_pays"),
        ] {
            assert_eq!(guess(&known, fragment), Some((id, Certainty::Certain)), "{fragment}");
        }
        assert_eq!(guess(&known, "who-come"), Some(("who-comes", Certainty::Suggested)));
        assert_eq!(guess(&known, "elsewhere"), None);
    }

    #[test]
    fn an_id_that_two_headings_may_have_is_not_certain() {
        let known = headings(&[("aims", "Aims"), ("aims-2", "Aims")]);
        assert_eq!(guess(&known, "Aims"), Some(("aims", Certainty::Suggested)));
    }
}
