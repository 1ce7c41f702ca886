//! The records that pages show: those that calls in their text name, and those that calls in their templates name, which are
//! known only when a page has been rendered.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use super::{Declarations, Page, PictureLook, RecordId, Site, Traits};

/// The records and images that the templates of one page show, and the components that its text calls, besides those that the text names
/// itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateUses {
    /// Numbers of statistics.
    pub statistics: BTreeSet<usize>,
    /// Numbers of events.
    pub events: BTreeSet<usize>,
    /// Images.
    pub pictures: BTreeSet<UsedPicture>,
}

/// An image that a template shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UsedPicture {
    /// The address of its file.
    pub address: String,
    /// How it is made.
    pub look: PictureLook,
    /// Whether it is sent with the page.
    pub is_sent: bool,
}

/// Which lists of records with the pages that show each a page may read; also which of them have changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadsUses {
    /// Whether it reads which pages show statistics.
    pub statistics: bool,
    /// Whether it reads which pages show events.
    pub events: bool,
}

impl ReadsUses {
    /// Whether it is either of them.
    #[must_use]
    pub fn any(self) -> bool {
        self.statistics || self.events
    }

    /// Whether one of them is in both.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        (self.statistics && other.statistics) || (self.events && other.events)
    }
}

impl std::ops::BitOrAssign for ReadsUses {
    fn bitor_assign(&mut self, other: Self) {
        self.statistics |= other.statistics;
        self.events |= other.events;
    }
}

impl TemplateUses {
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.statistics.is_empty() && self.events.is_empty() && self.pictures.is_empty()
    }
}

impl Page {
    /// Whether calls in its text name statistics that there are.
    #[must_use]
    pub fn names_statistics(&self) -> bool {
        self.calls.iter().any(|(_, call)| call.statistics().any(|named| named.number.is_some()))
    }

    /// Whether calls in its text list pages.
    #[must_use]
    pub fn lists_pages(&self) -> bool {
        self.calls.iter().any(|(_, call)| call.declaration.takes.pages)
    }

    /// Numbers of the events that calls on this page show.
    pub(super) fn shown_events(&self) -> impl Iterator<Item = usize> {
        self.events_in_text().chain(self.template_uses.events.iter().copied())
    }

    /// Numbers of the events that calls in its text show.
    pub(super) fn events_in_text(&self) -> impl Iterator<Item = usize> {
        self.calls.iter().filter_map(|(_, call)| call.event)
    }

    /// Sets the statistics that it shows.
    fn set_statistics(&mut self) {
        if self.calls.iter().next().is_none() && self.template_uses.statistics.is_empty() {
            self.statistics.clear();
            return;
        }
        let mut seen = HashSet::new();
        let in_text = self.calls.iter().flat_map(|(_, call)| call.statistics()).filter_map(|named| named.number);
        let all = in_text.chain(self.template_uses.statistics.iter().copied());
        self.statistics = all.filter(|number| seen.insert(*number)).collect();
    }
}

impl Site {
    /// Sets for each page the statistics that it shows, and whether it lists all records. What templates show is taken from
    /// the site `before`, if settings, theme and records are the same; it is corrected when pages are rendered.
    pub(super) fn note_uses(&mut self, declarations: &Declarations, before: Option<&Self>) {
        let before = before.filter(|before| before.generation == self.generation);
        for (number, page) in self.pages.iter_mut().enumerate() {
            if before.is_some_and(|before| before.has(number, page)) {
                continue;
            }
            let page = Arc::make_mut(page);
            let template = page.source.front.template.as_ref().map(|(name, _)| name.as_str());
            page.lists_records = declarations.lists_records(template, page.kind);
            page.reads = declarations.reads(template, page.kind);
            let known = before.and_then(|before| match before.pages.get(number) {
                Some(known) if known.address == page.address => Some(known),
                _ => Some(&before.pages[before.page_at(&page.address)?]),
            });
            page.template_uses = known.map_or_else(Arc::default, |known| known.template_uses.clone());
            page.set_statistics();
        }
    }

    /// Sets what the templates of the page of this number show. Returns which lists that changes.
    pub fn set_template_uses(&mut self, number: usize, uses: &Arc<TemplateUses>) -> ReadsUses {
        if self.pages[number].template_uses == *uses {
            return ReadsUses::default();
        }
        let page = Arc::make_mut(&mut self.pages[number]);
        // The event that the page is about belongs to it anyway.
        let shown = |page: &Page| page.shown_events().chain(page.event).collect::<BTreeSet<usize>>();
        let (statistics, events) = (page.statistics.clone(), shown(page));
        page.template_uses = uses.clone();
        page.set_statistics();
        self.traits[number] = Traits::new(page);
        // A page that lists all records is not listed as one that shows them.
        ReadsUses { statistics: !page.lists_records && page.statistics != statistics, events: shown(page) != events }
    }

    /// Forgets what the templates of some pages show. Returns which lists that changes.
    pub fn forget_template_uses(&mut self, is_chosen: impl Fn(&Page) -> bool) -> ReadsUses {
        let mut changed = ReadsUses::default();
        let with_uses = self.pages_with(Traits::TEMPLATE_USES).filter(|(_, page)| is_chosen(page));
        let with_uses: Vec<usize> = with_uses.map(|(number, _)| number).collect();
        for number in with_uses {
            changed |= self.set_template_uses(number, &Arc::default());
        }
        changed
    }

    /// The ids of all records that a page shows, or tries to.
    pub fn record_ids<'s>(&'s self, page: &'s Page) -> impl Iterator<Item = RecordId<'s>> {
        let uses = &page.template_uses;
        let statistics = uses.statistics.iter().map(|&number| RecordId::Statistic(&self.statistics[number].id));
        let events = uses.events.iter().map(|&number| RecordId::Event(&self.events[number].record.id));
        page.record_ids().chain(statistics).chain(events)
    }
}
