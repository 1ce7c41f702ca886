//! The addresses of files that are derived from the whole site: feeds, the sitemap, calendars, and records for download.

use std::sync::Arc;

use super::{Event, Kind, Page, Term, event_files, feed_address, first_language};
use crate::config::{Config, Text};
use crate::read::Statistic;

/// Where the records are published for download.
pub const RECORDS: [&str; 3] = [TABLE, "data.json", "data.jsonld"];
/// The table of records.
const TABLE: &str = "data.csv";

/// The addresses of the table of records: that for the whole site, which is in its first language, and one for each further language
/// in which records have texts of their own; each with the number of its language. Empty without statistics.
#[must_use]
pub fn tables(config: &Config, statistics: &[Statistic]) -> Vec<(usize, String)> {
    if statistics.is_empty() {
        return Vec::new();
    }
    let first = first_language(config);
    let is_written_in = |tag: &str| {
        let mut texts = statistics.iter().flat_map(texts_of).flatten();
        texts.any(|text| text.languages().any(|language| language == tag))
    };
    let others = config.languages.iter().enumerate();
    let others = others.filter(|(number, language)| *number != first && is_written_in(&language.tag));
    let others = others.map(|(number, language)| (number, format!("{}{TABLE}", language.at)));
    std::iter::once((first, format!("/{TABLE}"))).chain(others).collect()
}

/// The texts of a statistic that its row of the table has.
fn texts_of(statistic: &Statistic) -> [&Option<Text>; 8] {
    [
        &statistic.as_written,
        &statistic.of,
        &statistic.indicator,
        &statistic.area,
        &statistic.period_label,
        &statistic.qualifier,
        &statistic.attributed_to,
        &statistic.note,
    ]
}

/// What derived files are made from.
pub(super) struct Origins<'a> {
    pub config: &'a Config,
    pub pages: &'a [Arc<Page>],
    pub terms: &'a [Term],
    pub events: &'a [Event],
    pub statistics: &'a [Statistic],
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
    if !from.statistics.is_empty() {
        addresses.extend(RECORDS.map(|path| format!("/{path}")));
        addresses.extend(tables(from.config, from.statistics).into_iter().skip(1).map(|(_, address)| address));
    }
    let with_calendar = from.events.iter().filter(|event| event.interval.is_some());
    let files = with_calendar.flat_map(|event| event_files::of_record(&event.record, from.config));
    addresses.extend(files.flat_map(|(_, files)| files));
    addresses.sort_unstable();
    addresses
}
