//! Long lists in several pages: what a page shows of its list ends before the page would pass its budget, and generated pages
//! show the rest. Only lists whose template links the parts to each other are cut: another would hide what is cut off.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::generated::{GeneratedPage, Purpose, Title};
use super::terms::{Term, taxonomy_address};
use super::{Declarations, File, Kind, Page, Site, Traits, alias_address, output_path, traits};
use crate::config::Config;
use crate::report::{Finding, Place, catalog};

/// A list that one page shows below its own text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum List {
    /// The pages in the section with this number.
    Section(usize),
    /// The pages that have the term with this number.
    Term(usize),
    /// The terms of a taxonomy, by the numbers of its language and of itself.
    Taxonomy(usize, usize),
}

/// The lists that are cut, each with the numbers of the entries with which its second and later pages begin.
pub type Parts = BTreeMap<List, Vec<usize>>;

/// The entries of one part of a list: all of them if it is not cut. Parts are counted from 0.
#[must_use]
pub fn entries_of(parts: &Parts, list: List, part: usize, count: usize) -> Range<usize> {
    let starts = parts.get(&list).map_or(&[][..], Vec::as_slice);
    let bound = |number: usize| match number {
        0 => 0,
        _ => starts.get(number - 1).copied().unwrap_or(count),
    };
    bound(part)..bound(part + 1)
}

/// The address of one part of a list, by the address of the page that the list belongs to.
#[must_use]
pub fn part_address(first: &str, part: usize) -> String {
    if part == 0 { first.to_owned() } else { format!("{first}page-{}/", part + 1) }
}

/// What the frame of a page costs as sent, in bytes: style, menu and foot. Measured on the theme `plain`.
const FRAME: usize = 1_000;

/// What an entry costs as sent besides its words: its markup, and its date.
const ENTRY: usize = 10;

/// The bytes as sent of a text in a list, of which compression leaves at most two fifths: in lists of 100 to 300 entries from
/// the documentation of Hugo, PowerShell and Let's Encrypt a list took 0.4 to 1.04 of what is estimated here.
fn sent(words: usize, address: usize) -> usize {
    words * 42 / 100 + address / 5 + ENTRY
}

/// A list that would take a page over its budget.
struct PagedList {
    list: List,
    /// The address of the page that it belongs to.
    address: String,
    place: Place,
    language: usize,
    title: Title,
    /// Bytes that its first page has besides it.
    own: usize,
    /// Bytes of each entry.
    entries: Vec<usize>,
}

impl PagedList {
    /// The numbers of the entries with which the second and later pages begin. Each page has at least one entry, and no page
    /// less than a fifth of the budget for them, however long its own text is.
    fn starts(&self, budget: usize) -> Vec<usize> {
        let mut starts = Vec::new();
        let mut room = budget.saturating_sub(self.own).max(budget / 5);
        let mut used = 0;
        for (number, bytes) in self.entries.iter().enumerate() {
            if used > 0 && used + bytes > room {
                starts.push(number);
                room = budget.saturating_sub(FRAME).max(budget / 5);
                used = 0;
            }
            used += bytes;
        }
        starts
    }
}

/// The lists that are cut, the pages that show the rest, and the findings.
#[derive(Debug, Default)]
pub(super) struct CutLists {
    pub parts: Parts,
    pub continued: Vec<GeneratedPage>,
    pub findings: Vec<Finding>,
}

/// What decides where lists are cut.
#[derive(Clone, Copy)]
pub(super) struct Lists<'s> {
    pub pages: &'s [Arc<Page>],
    pub traits: &'s [Traits],
    pub files: &'s [File],
    pub terms: &'s [Term],
    pub config: &'s Config,
    pub declarations: &'s Declarations,
    /// Paths of generated pages that the site or its theme provides itself.
    pub provided: &'s BTreeSet<String>,
}

impl Lists<'_> {
    /// Cuts the lists that would take a page over its budget, or takes over how the site `before` cuts them, which has the same
    /// structure.
    pub fn cut_like(self, before: Option<&Site>) -> CutLists {
        // What a list takes depends on the front matter of its entries, which is the same, and on the text of its page. Its place
        // is in one of these pages.
        let decides = |(number, page): (usize, &Arc<Page>), before: &Site| {
            !before.has(number, page) && self.traits[number].meet(Traits::SECTION | Traits::TERMS)
        };
        let before = before.filter(|before| !self.pages.iter().enumerate().any(|page| decides(page, before)));
        let Some(before) = before else { return self.cut() };
        let is_part = |page: &&GeneratedPage| matches!(page.purpose, Purpose::Part { .. });
        CutLists {
            parts: before.parts.clone(),
            continued: before.generated.iter().filter(is_part).cloned().collect(),
            findings: before.part_findings.clone(),
        }
    }

    fn cut(self) -> CutLists {
        let CutLists { mut parts, mut continued, mut findings } = CutLists::default();
        let long = self.long();
        let taken = if long.is_empty() { HashSet::new() } else { self.taken() };
        for list in long {
            let starts = list.starts(self.budget());
            let addresses: Vec<String> = (1..=starts.len()).map(|part| part_address(&list.address, part)).collect();
            if let Some(clash) = addresses.iter().find(|address| taken.contains(address.as_str())) {
                findings.push(catalog::page::part_clash(list.place, &list.address, clash));
                continue;
            }
            let count = starts.len() + 1;
            continued.extend(addresses.into_iter().zip(1..).map(|(address, part)| GeneratedPage {
                address,
                language: list.language,
                title: list.title,
                purpose: Purpose::Part { list: list.list, part, count },
                is_listed: true,
                place: list.place.clone(),
            }));
            parts.insert(list.list, starts);
        }
        CutLists { parts, continued, findings }
    }

    fn budget(self) -> usize {
        usize::try_from(self.config.page_budget).unwrap_or(usize::MAX)
    }

    /// The addresses of pages, files and redirects.
    fn taken(self) -> HashSet<String> {
        let pages = self.pages.iter().map(|page| page.address.clone());
        let files = self.files.iter().map(|file| file.address.clone());
        let aliases = self.pages.iter().flat_map(|page| page.aliases.iter().map(|(alias, _)| alias_address(alias)));
        pages.chain(files).chain(aliases).collect()
    }

    /// The bytes of the entries of a list, if they take a page over the budget that has `own` bytes besides.
    fn too_long(self, own: usize, entries: impl Iterator<Item = usize> + Clone) -> Option<Vec<usize>> {
        (own + entries.clone().sum::<usize>() > self.budget()).then(|| entries.collect())
    }

    fn page(self, number: usize) -> usize {
        let page = &self.pages[number];
        let description = page.source.front.description.as_ref().map_or(0, String::len);
        sent(page.title().len() + description, page.address.len())
    }

    fn long(self) -> Vec<PagedList> {
        let shows = |template| self.declarations.shows_parts.contains(template);
        let mut long = Vec::new();
        if shows("section.html") {
            long.extend(
                traits::with(self.pages, self.traits, Traits::SECTION).filter_map(|(number, _)| self.section(number)),
            );
        }
        if shows("term.html") {
            long.extend((0..self.terms.len()).filter_map(|number| self.term(number)));
        }
        if shows("taxonomy.html") {
            let alike = |a: &Term, b: &Term| (a.language, a.taxonomy) == (b.language, b.taxonomy);
            long.extend(self.terms.chunk_by(alike).filter_map(|terms| self.taxonomy(terms)));
        }
        // The site has a page of its own at the address of another.
        long.retain(|list| !self.provided.contains(&output_path(&list.address)));
        long
    }

    fn section(self, number: usize) -> Option<PagedList> {
        let page = &self.pages[number];
        if page.kind != Kind::Section || page.source.front.template.is_some() {
            return None;
        }
        let own = FRAME + sent(page.source.document.html.len(), 0);
        Some(PagedList {
            list: List::Section(number),
            entries: self.too_long(own, page.children.iter().map(|&child| self.page(child)))?,
            address: page.address.clone(),
            place: Place::first_line(&page.source.file),
            language: page.source.language,
            title: Title::OfPage(number),
            own,
        })
    }

    fn term(self, number: usize) -> Option<PagedList> {
        let term = &self.terms[number];
        Some(PagedList {
            list: List::Term(number),
            entries: self.too_long(FRAME, term.pages.iter().map(|&page| self.page(page)))?,
            address: term.address.clone(),
            place: term.place.clone(),
            language: term.language,
            title: Title::OfTerm(number),
            own: FRAME,
        })
    }

    fn taxonomy(self, terms: &[Term]) -> Option<PagedList> {
        let Term { language, taxonomy, place, .. } = terms.first()?;
        let entries = terms.iter().map(|term| sent(term.name.len(), term.address.len()));
        Some(PagedList {
            list: List::Taxonomy(*language, *taxonomy),
            entries: self.too_long(FRAME, entries)?,
            address: taxonomy_address(self.config, *language, *taxonomy),
            place: place.clone(),
            language: *language,
            title: Title::OfTaxonomy(*taxonomy),
            own: FRAME,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_every_entry_once() {
        let parts = Parts::from([(List::Term(1), vec![3, 5])]);
        let all: Vec<_> = (0..3).map(|part| entries_of(&parts, List::Term(1), part, 6)).collect();
        assert_eq!(all, [0..3, 3..5, 5..6]);
        assert_eq!(entries_of(&parts, List::Term(2), 0, 6), 0..6, "a list that is not cut");
    }
}
