//! Checks that texts of records that are given by language have one for each language of the site.

use crate::config::Text;
use crate::read::{EventRecord, SourceRecord, Statistic};
use crate::report::{Finding, Place, catalog};
use crate::site::Site;

/// Reports each text of a record that some languages of the site have and others lack. A text that is given once for all
/// languages is not reported, nor is `as_written`: where it is missing, the number is written by the rules of the language.
pub fn translations(site: &Site, findings: &mut Vec<Finding>) {
    let languages: Vec<&str> = site.config.languages.iter().map(|language| language.tag.as_str()).collect();
    let mut report = |place: &Place, key: &str, text: &Text| {
        let missing = text.missing(&languages);
        if !missing.is_empty() {
            findings.push(catalog::records::missing_translation(place.clone(), key, &missing));
        }
    };
    for statistic in &site.statistics {
        for (key, text) in of_statistic(statistic) {
            text.iter().for_each(|text| report(&statistic.place, key, text));
        }
    }
    for source in &site.sources {
        report(&source.place, "title", &source.title);
        for (key, text) in of_source(source) {
            text.iter().for_each(|text| report(&source.place, key, text));
        }
    }
    for event in &site.events {
        let record = &event.record;
        report(&record.place, "title", &record.title);
        for (key, text) in of_event(record) {
            text.iter().for_each(|text| report(&record.place, key, text));
        }
        if let Some(resolution) = &record.resolution {
            report(&record.at(&resolution.range), "reason", &resolution.reason);
        }
    }
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
