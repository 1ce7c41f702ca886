//! The addresses of files that are derived from the whole site: feeds, the sitemap, calendars, and records for download.

use std::sync::Arc;

use super::{Event, Kind, Page, Term, events, feed_address};
use crate::config::Config;

/// Where the records are published for download.
pub const RECORDS: [&str; 3] = ["data.csv", "data.json", "data.jsonld"];

/// What derived files are made from.
pub(super) struct Origins<'a> {
    pub config: &'a Config,
    pub pages: &'a [Arc<Page>],
    pub terms: &'a [Term],
    pub events: &'a [Event],
    /// Whether there are statistics.
    pub has_statistics: bool,
}

/// The addresses of all derived files that pages may link to, sorted. A site or theme that has such a file itself publishes it at
/// the same address.
pub(super) fn addresses(from: &Origins<'_>) -> Vec<String> {
    let mut addresses = vec!["/robots.txt".to_owned()];
    if from.config.base_url.is_some() {
        if !from.config.noindex {
            addresses.push("/sitemap.xml".to_owned());
        }
        let is_dated = |page: &Page| page.source.front.date.is_some() && page.kind != Kind::Missing;
        let mut has_dated = vec![false; from.config.languages.len()];
        for page in from.pages.iter().filter(|page| is_dated(page)) {
            has_dated[page.source.language] = true;
        }
        let languages = from.config.languages.iter().zip(has_dated);
        addresses.extend(languages.filter(|(_, has)| *has).map(|(language, _)| feed_address(&language.at)));
        let with_feed = from.terms.iter().filter(|term| term.pages.iter().any(|&page| is_dated(&from.pages[page])));
        addresses.extend(with_feed.map(|term| feed_address(&term.address)));
    }
    if from.has_statistics {
        addresses.extend(RECORDS.map(|path| format!("/{path}")));
    }
    let with_calendar = from.events.iter().filter(|event| event.interval.is_some());
    addresses.extend(with_calendar.flat_map(|event| events::paths(&event.record.id)).map(|path| format!("/{path}")));
    addresses.sort_unstable();
    addresses
}
