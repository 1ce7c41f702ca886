//! Whether the outlines of two sites are the same. It is asked after each edit, of all pages.

use std::sync::Arc;

use rayon::prelude::*;

use crate::site::{Event, File, GeneratedPage, Page, Site, Term, Traits};

impl Site {
    /// Whether pages whose own file is unchanged would be rendered as in the site `before`. The caller compares settings,
    /// records and theme.
    #[must_use]
    pub fn has_same_outline(&self, before: &Self) -> bool {
        // One by one: both outlines together would need room for every page.
        self.pages.len() == before.pages.len()
            && self
                .pages
                .par_iter()
                .zip(&before.pages)
                .all(|(now, before)| Arc::ptr_eq(now, before) || now.has_same_outline(before))
            && is_same(&self.generated, &before.generated, GeneratedPage::outline)
            && is_same(&self.terms, &before.terms, Term::outline)
            && (Arc::ptr_eq(&self.translations, &before.translations) || self.translations == before.translations)
            && self.parts == before.parts
            && self.derived == before.derived
            && self.menus == before.menus
            && self.page_parts == before.page_parts
            && self.sends_pictures() == before.sends_pictures()
            && is_same(&self.files, &before.files, File::outline)
            && is_same(&self.events, &before.events, Event::outline)
            && self.closed_folders == before.closed_folders
            && self.withheld_terms == before.withheld_terms
    }
}

impl Site {
    /// Whether readers find the same pages by links, lists and menus as in the site `before`.
    #[must_use]
    pub fn leads_to_same_pages(&self, before: &Self) -> bool {
        let lists_pages = self.pages_with(Traits::LISTS_PAGES).next().is_some();
        self.generation == before.generation
            && self.pages.len() == before.pages.len()
            && self.menus == before.menus
            && is_same(&self.terms, &before.terms, Term::outline)
            && self.closed_folders == before.closed_folders
            && self.pages_unlike(before).all(|(number, page)| page.leads_to_same_pages(&before.pages[number]))
            && (!lists_pages || self.has_same_outline(before))
    }
}

/// Whether pages may know the same of all of these.
fn is_same<'s, T, O: PartialEq>(now: &'s [T], before: &'s [T], outline: impl Fn(&'s T) -> O) -> bool {
    now.len() == before.len() && now.iter().zip(before).all(|(now, before)| outline(now) == outline(before))
}

impl Page {
    /// Whether other pages may know the same of it as of the page `before`. The caller compares settings, records and theme.
    fn has_same_outline(&self, before: &Self) -> bool {
        // What the outline takes from a file is the same if the file is. All fields are named, so that none is forgotten.
        let Self {
            source,
            position: _,
            aliases: _,
            address,
            kind,
            parent,
            children,
            previous,
            next,
            terms,
            links: _,
            calls,
            lists_records,
            reads: _,
            statistics,
            template_uses,
            event,
        } = self;
        if !Arc::ptr_eq(source, &before.source) || !Arc::ptr_eq(calls, &before.calls) {
            return self.outline() == before.outline();
        }
        *address == before.address
            && *kind == before.kind
            && (*parent, *previous, *next) == (before.parent, before.previous, before.next)
            && *children == before.children
            && *terms == before.terms
            && *lists_records == before.lists_records
            && *statistics == before.statistics
            && (Arc::ptr_eq(template_uses, &before.template_uses)
                || template_uses.events == before.template_uses.events)
            && *event == before.event
    }

    /// Whether it leads readers to the same pages as the page `before`, in the same place. What lists in its text show is in the
    /// outline.
    fn leads_to_same_pages(&self, before: &Self) -> bool {
        // All fields are named, so that none is forgotten.
        let Self {
            source,
            position: _,
            aliases: _,
            address: _,
            kind,
            parent: _,
            children,
            previous: _,
            next: _,
            terms,
            links,
            calls,
            lists_records,
            reads: _,
            statistics: _,
            template_uses: _,
            event: _,
        } = self;
        source.language == before.source.language
            && source.path == before.source.path
            && *kind == before.kind
            && *children == before.children
            && *terms == before.terms
            && links.pages().eq(before.links.pages())
            && (Arc::ptr_eq(calls, &before.calls) || !(self.lists_pages() || before.lists_pages()))
            && self.names_statistics() == before.names_statistics()
            && *lists_records == before.lists_records
    }
}
