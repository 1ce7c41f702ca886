//! The outline: everything that pages may know of each other. Rendering reads other pages only here, and `serve` compares
//! it with the outline of the previous round: if both are equal, only pages whose own file has changed are rendered again.

mod extra;
mod pages;
mod same;

pub use extra::Extra;
pub use pages::OutlinePages;

use std::collections::BTreeSet;
use std::path::Path;

use jiff::civil::{Date, Time};

use super::events::Event;
use super::menu::MenuItem;
use super::page_parts::PageParts;
use super::{File, GeneratedPage, Kind, Page, Parts, Purpose, Site, Term, Title, Translations};
use crate::config::{Config, Text};
use crate::disk::Stamp;
use crate::read::Online;
use crate::times::{Interval, Zone};

/// What pages may know of each other. Settings, theme, statistics and sources are not part of it: if one of them changes,
/// every page is rendered again.
#[derive(Debug)]
pub struct Outline<'s> {
    /// Published pages, numbered as in the site.
    pub pages: OutlinePages<'s>,
    /// Generated pages, numbered as in the site.
    pub generated: Vec<OutlineGenerated<'s>>,
    /// The lists that several pages show.
    pub parts: &'s Parts,
    /// Addresses of derived files, numbered as in the site.
    pub derived: &'s [String],
    /// What gathers pages, numbered as in the site.
    pub terms: Vec<OutlineTerm<'s>>,
    /// Which pages are translations of each other.
    pub translations: &'s Translations,
    /// The menu of each language.
    pub menus: &'s [Vec<MenuItem>],
    /// What the settings show on all pages of each language.
    pub page_parts: &'s [PageParts],
    /// Files published as they are, numbered as in the site.
    pub files: Vec<OutlineFile<'s>>,
    /// Events, numbered as in the site.
    pub events: Vec<OutlineEvent<'s>>,
    /// Folders whose `index.md` is withheld; see [`Site::closed_folders`].
    pub closed_folders: &'s BTreeSet<(usize, String)>,
    /// Words of pages that are withheld; see [`Site::withheld_terms`].
    pub withheld_terms: &'s BTreeSet<(usize, usize, String)>,
}

/// What other pages, and files made from the whole site, may know of a page. Never its body.
#[derive(Debug, PartialEq)]
pub struct OutlinePage<'s> {
    /// Its Markdown file, as findings show it.
    pub file: &'s str,
    /// Where it is published.
    pub address: &'s str,
    /// Number of its language.
    pub language: usize,
    /// The kind of page.
    pub kind: Kind,
    /// Whether it belongs in lists of pages.
    pub is_listed: bool,
    /// Whether search engines may show it; only then it is in the sitemap.
    pub is_indexed: bool,
    /// The title; empty if it is missing.
    pub title: &'s str,
    /// A shorter title for the menu.
    pub menu_title: Option<&'s str>,
    /// One sentence for lists and search results.
    pub description: Option<&'s str>,
    /// When it was written.
    pub date: Option<Date>,
    /// When it last changed.
    pub updated: Option<Date>,
    /// Its rank among its siblings.
    pub order: Option<i64>,
    /// The section that it is in.
    pub parent: Option<usize>,
    /// The pages in this section, in their order.
    pub children: &'s [usize],
    /// The sibling before it.
    pub previous: Option<usize>,
    /// The sibling after it.
    pub next: Option<usize>,
    /// Ids of its headings that are those of a landmark or a footnote on GitHub, and others here: links to them say so.
    pub renamed: &'s [String],
    /// Whether it lists all records.
    pub lists_records: bool,
    /// Numbers of the statistics that it shows.
    pub statistics: &'s [usize],
    /// Number of the event that it is about.
    pub event: Option<usize>,
    /// Numbers of the events that calls in its text show.
    pub events_in_text: Vec<usize>,
    /// Numbers of the events that its templates show.
    pub events_in_templates: &'s BTreeSet<usize>,
    /// Numbers of the terms that it has.
    pub terms: &'s [usize],
    /// Who wrote it.
    pub authors: &'s [String],
    /// `extra` of its front matter.
    pub extra: Extra<'s>,
}

/// What other pages, and files made from the whole site, may know of a generated page.
#[derive(Debug, PartialEq)]
pub struct OutlineGenerated<'s> {
    /// Where it is published.
    pub address: &'s str,
    /// Number of its language.
    pub language: usize,
    /// Its title.
    pub title: Title,
    /// What it is for.
    pub purpose: Purpose,
    /// Whether it belongs in the sitemap.
    pub is_listed: bool,
}

/// What other pages, and files made from the whole site, may know of a term.
#[derive(Debug, PartialEq)]
pub struct OutlineTerm<'s> {
    /// The number of its taxonomy in the settings.
    pub taxonomy: usize,
    /// The number of its language.
    pub language: usize,
    /// The word.
    pub name: &'s str,
    /// Where its page is published.
    pub address: &'s str,
    /// The pages that have it, the newest first.
    pub pages: &'s [usize],
}

/// What pages may know of a file published as it is.
#[derive(Debug, PartialEq)]
pub struct OutlineFile<'s> {
    /// Where it is published.
    pub address: &'s str,
    /// Where it is on disk.
    pub disk: &'s Path,
    /// The state of the file.
    pub stamp: Stamp,
}

/// What pages may know of an event.
#[derive(Debug, PartialEq)]
pub struct OutlineEvent<'s> {
    /// Its name in calls and in front matter.
    pub id: &'s str,
    /// Its title.
    pub title: &'s Text,
    /// Its first and last instant, if they are known.
    pub interval: Option<Interval>,
    /// Whether it is over on the day of the build.
    pub is_past: bool,
    /// Whether the source is quoted instead of naming an instant.
    pub is_quoted: bool,
    /// The day it begins, by the clocks of its zone.
    pub date: Option<Date>,
    /// The day it ends, if it is not the same day.
    pub end_date: Option<Date>,
    /// When it begins, by the clocks of its zone.
    pub start: Time,
    /// When it ends, by the clocks of its zone.
    pub end: Time,
    /// The zone of the city whose clocks decide.
    pub zone: &'s Zone,
    /// Zones whose time is shown too.
    pub also_show: &'s [Zone],
    /// Where it takes place.
    pub place: Option<&'s Text>,
    /// Whether, and where, it takes place online.
    pub online: Option<&'s Online>,
    /// Who organises it.
    pub organiser: Option<&'s Text>,
    /// The address for registration.
    pub register: Option<&'s str>,
    /// Id of its source.
    pub source: Option<&'s str>,
    /// The words of its source.
    pub source_text: Option<&'s str>,
    /// The editor's reason for a decision about its source.
    pub reason: Option<&'s Text>,
    /// Any further text.
    pub note: Option<&'s Text>,
}

impl Site {
    /// The outline.
    #[must_use]
    pub fn outline(&self) -> Outline<'_> {
        Outline {
            pages: OutlinePages::new(&self.pages),
            generated: self.generated.iter().map(GeneratedPage::outline).collect(),
            parts: &self.parts,
            derived: &self.derived,
            terms: self.terms.iter().map(Term::outline).collect(),
            translations: &self.translations,
            menus: &self.menus,
            page_parts: &self.page_parts,
            files: self.files.iter().map(File::outline).collect(),
            events: self.events.iter().map(Event::outline).collect(),
            closed_folders: &self.closed_folders,
            withheld_terms: &self.withheld_terms,
        }
    }
}

impl<'s> Outline<'s> {
    /// The pages that belong in the sitemap and in lists, with their numbers.
    pub fn listed(&self) -> impl Iterator<Item = (usize, &OutlinePage<'s>)> {
        self.pages.iter().enumerate().filter(|(_, page)| page.is_listed)
    }

    /// For each event, the first page that is about it, else the first whose text shows it, in one language, else in any. What
    /// templates show is left out, because it is known only when pages are rendered.
    #[must_use]
    pub fn named_pages_of_events(&self, language: usize) -> Vec<Option<usize>> {
        let mut pages = vec![None; self.events.len()];
        if pages.is_empty() {
            return pages;
        }
        for is_own in [true, false] {
            let of_language = || self.listed().filter(move |(_, page)| (page.language == language) == is_own);
            for (number, page) in of_language() {
                if let Some(event) = page.event {
                    pages[event].get_or_insert(number);
                }
            }
            for (number, page) in of_language() {
                for &event in &page.events_in_text {
                    pages[event].get_or_insert(number);
                }
            }
        }
        pages
    }

    /// For each event, the first page that is about it, else the first that shows it. Pages in the languages that `preferred`
    /// lists come first.
    #[must_use]
    pub fn pages_of_events(&self, preferred: &[usize]) -> Vec<Option<usize>> {
        let mut pages = vec![None; self.events.len()];
        if pages.is_empty() {
            return pages;
        }
        let rank = |page: &OutlinePage<'_>| {
            preferred.iter().position(|language| *language == page.language).unwrap_or(preferred.len())
        };
        for wanted in 0..=preferred.len() {
            let ranked = || self.listed().filter(|(_, page)| rank(page) == wanted);
            for (number, page) in ranked() {
                if let Some(event) = page.event {
                    pages[event].get_or_insert(number);
                }
            }
            for (number, page) in ranked() {
                for &event in page.events_in_text.iter().chain(page.events_in_templates) {
                    pages[event].get_or_insert(number);
                }
            }
        }
        pages
    }
}

impl Page {
    /// What other pages may know of it.
    #[must_use]
    pub fn outline(&self) -> OutlinePage<'_> {
        let front = &self.source.front;
        OutlinePage {
            file: self.source.file.path(),
            address: &self.address,
            language: self.source.language,
            kind: self.kind,
            is_listed: self.kind != Kind::Missing,
            is_indexed: !front.noindex,
            title: self.title(),
            menu_title: front.menu_title.as_deref(),
            description: front.description.as_deref(),
            date: front.date,
            updated: front.updated,
            order: front.order,
            parent: self.parent,
            children: &self.children,
            previous: self.previous,
            next: self.next,
            renamed: &self.source.document.renamed,
            lists_records: self.lists_records,
            statistics: &self.statistics,
            event: self.event,
            events_in_text: self.events_in_text().collect(),
            events_in_templates: &self.template_uses.events,
            terms: &self.terms,
            authors: &front.authors,
            extra: Extra(&front.extra),
        }
    }
}

impl Term {
    fn outline(&self) -> OutlineTerm<'_> {
        OutlineTerm {
            taxonomy: self.taxonomy,
            language: self.language,
            name: &self.name,
            address: &self.address,
            pages: &self.pages,
        }
    }
}

impl GeneratedPage {
    fn outline(&self) -> OutlineGenerated<'_> {
        OutlineGenerated {
            address: &self.address,
            language: self.language,
            title: self.title,
            purpose: self.purpose,
            is_listed: self.is_listed,
        }
    }
}

impl File {
    fn outline(&self) -> OutlineFile<'_> {
        OutlineFile { address: &self.address, disk: &self.plain.disk, stamp: self.plain.stamp }
    }
}

impl Event {
    /// What pages may know of it.
    fn outline(&self) -> OutlineEvent<'_> {
        let record = &self.record;
        OutlineEvent {
            id: &record.id,
            title: &record.title,
            interval: self.interval,
            is_past: self.is_past,
            is_quoted: record.is_quoted(),
            date: record.date,
            end_date: record.end_date,
            start: record.start.0,
            end: record.end.0,
            zone: &record.zone,
            also_show: &record.also_show,
            place: record.place_name.as_ref(),
            online: record.online.as_ref(),
            organiser: record.organiser.as_ref(),
            register: record.register.as_ref().map(|(address, _)| address.as_str()),
            source: record.source.as_ref().map(|(source, _)| source.as_str()),
            source_text: record.source_text.as_ref().map(|(text, _)| text.as_str()),
            reason: record.resolution.as_ref().map(|resolution| &resolution.reason),
            note: record.note.as_ref(),
        }
    }
}

/// The number of the site's first language.
#[must_use]
pub fn first_language(config: &Config) -> usize {
    config.languages.iter().position(|language| language.tag == config.first_tag()).unwrap_or(0)
}
