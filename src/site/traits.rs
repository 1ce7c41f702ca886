//! What few pages have. After an edit, a stage asks only the pages that have what it is about.

use std::ops::BitOr;
use std::sync::Arc;

use super::{Destination, Kind, Page, Site};

/// A set of traits of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traits(u32);

impl Traits {
    /// It is the page of a folder.
    pub const SECTION: Self = Self(1);
    /// It had other addresses.
    pub const ALIASES: Self = Self(1 << 1);
    /// It has words that gather pages.
    pub const TERMS: Self = Self(1 << 2);
    /// Its front matter names an event.
    pub const EVENT: Self = Self(1 << 3);
    /// It has keys in `extra` that belong outside of it.
    pub const MISPLACED_KEYS: Self = Self(1 << 4);
    /// It expects findings.
    pub const EXPECTATIONS: Self = Self(1 << 5);
    /// It has shortcode calls, or ends of some.
    pub const CALLS: Self = Self(1 << 6);
    /// It has text that would be a link if something has its path.
    pub const UNREAD_LINKS: Self = Self(1 << 7);
    /// A link of it is reported.
    pub const LINK_PROBLEMS: Self = Self(1 << 8);
    /// A link of it leads nowhere.
    pub const BROKEN_LINKS: Self = Self(1 << 9);
    /// It has links to parts of pages.
    pub const FRAGMENTS: Self = Self(1 << 10);
    /// It has links to files.
    pub const FILES: Self = Self(1 << 11);
    /// Its text may show images.
    pub const PICTURES: Self = Self(1 << 12);
    /// It has numbers, or words about numbers, that are judged.
    pub const PROSE: Self = Self(1 << 13);
    /// Its template may list the pages that show records.
    pub const READS_USES: Self = Self(1 << 14);
    /// Its templates show records or images.
    pub const TEMPLATE_USES: Self = Self(1 << 15);
    /// It shows code.
    pub const CODE: Self = Self(1 << 16);
    /// It lists all records.
    pub const LISTS_RECORDS: Self = Self(1 << 17);
    /// Calls in its text list pages.
    pub const LISTS_PAGES: Self = Self(1 << 18);
    /// It has headings with ids that an editor chose.
    pub const WRITTEN_IDS: Self = Self(1 << 19);

    /// Those of a page.
    pub(super) fn new(page: &Page) -> Self {
        let (front, document) = (&page.source.front, &page.source.document);
        let links = &page.links.targets;
        let leads_to_part = |to: &super::FoundLink| matches!(to.to, Destination::Page(_)) && to.fragment.is_some();
        let leads_to_file = |to: &super::FoundLink| matches!(to.to, Destination::File(_));
        let is_judged = [&document.prose, &page.calls.prose]
            .into_iter()
            .any(|prose| !(prose.loose.is_empty() && prose.claims.is_empty() && prose.products.is_empty()));
        let has_calls = !document.calls.is_empty() || !document.stray_ends.is_empty();
        [
            (Self::SECTION, page.kind == Kind::Section),
            (Self::ALIASES, !page.aliases.is_empty()),
            (Self::TERMS, !front.terms.is_empty()),
            (Self::EVENT, front.event.is_some()),
            (Self::MISPLACED_KEYS, !front.in_extra.is_empty()),
            (Self::EXPECTATIONS, !front.expect.is_empty()),
            (Self::CALLS, has_calls),
            (Self::UNREAD_LINKS, !document.unread_links.is_empty()),
            (Self::LINK_PROBLEMS, page.links.has_problems()),
            (Self::BROKEN_LINKS, links.iter().any(Option::is_none)),
            (Self::FRAGMENTS, links.iter().flatten().any(leads_to_part)),
            (Self::FILES, links.iter().flatten().any(leads_to_file)),
            (Self::PICTURES, page.has_pictures()),
            (Self::PROSE, is_judged || has_calls || front.has_changes),
            (Self::READS_USES, page.reads.any()),
            (Self::TEMPLATE_USES, !page.template_uses.is_empty()),
            (Self::CODE, document.shows_code()),
            (Self::LISTS_RECORDS, page.lists_records),
            (Self::LISTS_PAGES, page.lists_pages()),
            (Self::WRITTEN_IDS, document.headings.iter().any(|heading| heading.has_written_id)),
        ]
        .into_iter()
        .filter(|(_, has)| *has)
        .fold(Self::default(), |all, (one, _)| all | one)
    }

    /// Those of each page. Pages that are the same as in the site `before` have the same.
    pub(super) fn of_pages(pages: &[Arc<Page>], before: Option<&Site>) -> Vec<Self> {
        let of_page = |(number, page): (usize, &Arc<Page>)| match before.filter(|before| before.has(number, page)) {
            Some(before) => before.traits[number],
            None => Self::new(page),
        };
        pages.iter().enumerate().map(of_page).collect()
    }

    /// Whether one of these is among them.
    #[must_use]
    pub fn meet(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }
}

impl BitOr for Traits {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// The pages that have one of these traits, with their numbers.
pub(super) fn with<'p>(
    pages: &'p [Arc<Page>],
    traits: &'p [Traits],
    wanted: Traits,
) -> impl Iterator<Item = (usize, &'p Arc<Page>)> {
    let numbers = traits.iter().enumerate().filter(move |(_, own)| own.meet(wanted));
    numbers.map(|(number, _)| (number, &pages[number]))
}

impl Site {
    /// Whether the page of this number is this one, and not only a similar one.
    #[must_use]
    pub fn has(&self, number: usize, page: &Arc<Page>) -> bool {
        self.pages.get(number).is_some_and(|own| Arc::ptr_eq(own, page))
    }

    /// The pages that have one of these traits, with their numbers.
    pub fn pages_with(&self, wanted: Traits) -> impl Iterator<Item = (usize, &Arc<Page>)> {
        with(&self.pages, &self.traits, wanted)
    }

    /// The pages that are not the same as in the site `before`, with their numbers.
    pub fn pages_unlike<'s>(&'s self, before: &'s Self) -> impl Iterator<Item = (usize, &'s Arc<Page>)> {
        self.pages.iter().enumerate().filter(|(number, page)| !before.has(*number, page))
    }
}
