//! Lists of pages and events that several pages show: each is made once, and only if a page asks for it.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use tera::Value;

use super::{Renderer, event, view};
use crate::site::{EventQuery, PageQuery, Site};

/// The lists, their pages and their events, as far as pages have asked for them.
pub(super) struct ListCache {
    /// Numbers of pages.
    pages: RwLock<HashMap<PageQuery, Arc<[usize]>>>,
    /// Numbers of events.
    events: RwLock<HashMap<EventQuery, Arc<[usize]>>>,
    /// Pages as templates see them.
    page_values: OnceLock<Vec<OnceLock<Value>>>,
    /// Events as templates see them, by language.
    event_values: Vec<OnceLock<Vec<OnceLock<Value>>>>,
    /// The page of each event, by language.
    event_pages: Vec<OnceLock<Vec<Option<usize>>>>,
}

impl ListCache {
    /// Creates the lists of a site; none is made.
    pub fn new(site: &Site) -> Self {
        let languages = site.config.languages.len();
        Self {
            pages: RwLock::default(),
            events: RwLock::default(),
            page_values: OnceLock::new(),
            event_values: (0..languages).map(|_| OnceLock::new()).collect(),
            event_pages: (0..languages).map(|_| OnceLock::new()).collect(),
        }
    }

    /// The numbers of the pages of a list.
    pub fn pages(&self, renderer: &Renderer<'_>, query: &PageQuery) -> Arc<[usize]> {
        if let Some(pages) = self.pages.read().unwrap_or_else(PoisonError::into_inner).get(query) {
            return pages.clone();
        }
        let pages: Arc<[usize]> = renderer.outline.pages_of(query, &renderer.site.config).into();
        self.pages.write().unwrap_or_else(PoisonError::into_inner).entry(query.clone()).or_insert(pages).clone()
    }

    /// The numbers of the events of a list.
    pub fn events(&self, renderer: &Renderer<'_>, query: EventQuery) -> Arc<[usize]> {
        if let Some(events) = self.events.read().unwrap_or_else(PoisonError::into_inner).get(&query) {
            return events.clone();
        }
        let events: Arc<[usize]> = renderer.outline.events_of(query).into();
        self.events.write().unwrap_or_else(PoisonError::into_inner).entry(query).or_insert(events).clone()
    }

    /// A page as templates see it.
    pub fn page(&self, renderer: &Renderer<'_>, number: usize) -> Value {
        let outline = &renderer.outline;
        let values = self.page_values.get_or_init(|| outline.pages.iter().map(|_| OnceLock::new()).collect());
        let make = || view::outline_page(renderer.site, outline, &outline.pages[number]);
        values[number].get_or_init(make).clone()
    }

    /// An event as templates see it in one language.
    pub fn event(&self, renderer: &Renderer<'_>, language: usize, number: usize) -> Value {
        let outline = &renderer.outline;
        let make = || outline.events.iter().map(|_| OnceLock::new()).collect();
        let values: &Vec<OnceLock<Value>> = self.event_values[language].get_or_init(make);
        let make = || {
            let pages = self.event_pages[language].get_or_init(|| outline.named_pages_of_events(language));
            let page = pages[number].map(|page| outline.pages[page].address);
            event::listed(&outline.events[number], (renderer.site, language), &renderer.context.figures[language], page)
        };
        values[number].get_or_init(make).clone()
    }
}
