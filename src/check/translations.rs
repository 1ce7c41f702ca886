//! Checks that texts of records and of the menu that are given by language have one for each language of the site.

use std::collections::HashMap;

use crate::config::{MenuEntry, Text};
use crate::read::{EventRecord, SourceRecord, Statistic};
use crate::report::{Finding, Place, catalog};
use crate::site::Site;

/// A record, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum RecordNumber {
    Statistic(usize),
    Source(usize),
    Event(usize),
}

/// A text of a record.
#[derive(Clone, Copy, Debug)]
pub struct RecordText<'s> {
    /// The id of the record.
    pub id: &'s str,
    /// Where the record is.
    pub place: &'s Place,
    /// The key of the text.
    pub key: &'static str,
    /// The text.
    pub text: &'s Text,
    record: RecordNumber,
}

/// Reports each text of a record or of the menu that some languages of the site have and others lack. A text that is given once
/// for all languages is not reported.
pub fn translations(site: &Site, findings: &mut Vec<Finding>) {
    let languages: Vec<&str> = site.config.languages.iter().map(|language| language.tag.as_str()).collect();
    let mut pages = None;
    let mut report = |place: &Place, key: &str, text: &Text, record: Option<RecordNumber>| {
        let missing = text.missing(&languages);
        let Some(first) = missing.first() else { return };
        let number = languages.iter().position(|tag| tag == first).unwrap_or(0);
        let shown = |record| pages.get_or_insert_with(|| first_pages(site)).get(&(number, record)).copied();
        let page = record.and_then(shown);
        findings.push(catalog::records::untranslated_record(place.clone(), key, &missing, page));
    };
    for (place, key, text) in of_settings(site) {
        report(place, key, text, None);
    }
    each_record_text(site, &mut |found| report(found.place, found.key, found.text, Some(found.record)));
}

/// Calls `each` for each text of a record that readers see in their language; not for `as_written`: where it is missing, the number is
/// written by the rules of the language.
pub fn each_record_text(site: &Site, each: &mut dyn FnMut(RecordText<'_>)) {
    for (number, statistic) in site.statistics.iter().enumerate() {
        let (id, place, record) = (statistic.id.as_str(), &statistic.place, RecordNumber::Statistic(number));
        for (key, text) in of_statistic(statistic) {
            text.iter().for_each(|text| each(RecordText { id, place, key, text, record }));
        }
    }
    for (number, source) in site.sources.iter().enumerate() {
        let (id, place, record) = (source.id.as_str(), &source.place, RecordNumber::Source(number));
        each(RecordText { id, place, key: "title", text: &source.title, record });
        for (key, text) in of_source(source) {
            text.iter().for_each(|text| each(RecordText { id, place, key, text, record }));
        }
    }
    for (number, event) in site.events.iter().enumerate() {
        let (number, event) = (RecordNumber::Event(number), &event.record);
        let (id, place, record) = (event.id.as_str(), &event.place, number);
        each(RecordText { id, place, key: "title", text: &event.title, record });
        for (key, text) in of_event(event) {
            text.iter().for_each(|text| each(RecordText { id, place, key, text, record }));
        }
        if let Some(resolution) = &event.resolution {
            let place = &event.at(&resolution.range);
            each(RecordText { id, place, key: "reason", text: &resolution.reason, record });
        }
    }
}

/// The file of the first page in each language that shows a record.
fn first_pages(site: &Site) -> HashMap<(usize, RecordNumber), &str> {
    let mut pages = HashMap::new();
    let outline = site.outline();
    for (_, page) in outline.listed() {
        let statistics = page.statistics.iter().copied().map(RecordNumber::Statistic);
        let events = page.event.iter().chain(&page.events_in_text).copied().map(RecordNumber::Event);
        for record in statistics.chain(events) {
            pages.entry((page.language, record)).or_insert(page.file);
        }
    }
    pages
}

/// Texts of the settings that are not checked when they are read: they come before the languages.
fn of_settings(site: &Site) -> impl Iterator<Item = (&Place, &'static str, &Text)> {
    let entries = site.config.menu.iter().flatten().filter_map(|entry| match entry {
        MenuEntry::Page(_) => None,
        MenuEntry::Group { title, place, .. } => Some((place, "title", title.as_ref()?)),
        MenuEntry::Address { title, place, .. } => Some((place, "title", title)),
    });
    let logo = site
        .config
        .pictures
        .logo
        .iter()
        .filter_map(|logo| Some((logo.file.place.as_ref()?, "alt", logo.alt.as_ref()?)));
    entries.chain(logo)
}

fn of_statistic(record: &Statistic) -> [(&'static str, &Option<Text>); 8] {
    [
        ("sentence", &record.sentence),
        ("of", &record.of),
        ("indicator", &record.indicator),
        ("area", &record.area),
        ("period_label", &record.period_label),
        ("qualifier", &record.qualifier),
        ("attributed_to", &record.attributed_to),
        ("note", &record.note),
    ]
}

fn of_source(record: &SourceRecord) -> [(&'static str, &Option<Text>); 6] {
    [
        ("publisher", &record.publisher),
        ("edition", &record.edition),
        ("date", &record.date),
        ("retrieved", &record.retrieved),
        ("licence", &record.licence),
        ("note", &record.note),
    ]
}

fn of_event(record: &EventRecord) -> [(&'static str, &Option<Text>); 3] {
    [("place", &record.place_name), ("organiser", &record.organiser), ("note", &record.note)]
}
