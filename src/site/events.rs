//! Events of the site: when they are, where that is known, and which page is about which.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{Page, Site, named_records};
use crate::limits::NEAR_SEARCHES;
use crate::read::{EventRecord, Statistic};
use crate::report::{Finding, catalog};
use crate::times::{self, LAST_DAY, Moment};

/// An event with what follows from its record.
#[derive(Clone, Debug)]
pub struct Event {
    /// The record.
    pub record: EventRecord,
    /// Its first and last instant; `None` where nobody knows them, where the source is quoted instead, and where the
    /// record was found wrong.
    pub moment: Option<Moment>,
    /// The first day that its source can speak of, and how that is known.
    pub since: (Date, Since),
}

/// How the first day that a source can speak of is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// The record says so.
    Record,
    /// Statistics of the same source speak of that day.
    Statistics,
    /// Nothing says anything: the first day whose clocks are known well.
    Data,
}

impl Event {
    /// The event of a record.
    pub(super) fn of(record: EventRecord, statistics: &[Statistic]) -> Self {
        let moment = record.date.zip(record.last_day()).filter(|_| !record.is_quoted()).and_then(|(first, last)| {
            let occurrence = record.occurrence.as_ref().map(|(occurrence, _)| *occurrence);
            times::moment(&record.zone, (first, record.start.0), (last, record.end.0), occurrence)
        });
        let moment = moment.filter(|moment| moment.start < moment.end);
        let since = since(&record, statistics);
        Self { record, moment, since }
    }

    /// Address of its calendar file.
    #[must_use]
    pub fn calendar(&self) -> String {
        let [calendar, _] = paths(&self.record.id);
        format!("/{calendar}")
    }

    /// Address of its description for machines.
    #[must_use]
    pub fn data(&self) -> String {
        let [_, data] = paths(&self.record.id);
        format!("/{data}")
    }
}

/// Paths of what is published beside pages for an event of this id.
pub(super) fn paths(id: &str) -> [String; 2] {
    ["ics", "jsonld"].map(|ending| format!("events/{id}.{ending}"))
}

/// A source cannot be older than the latest day that it reports on; what it forecasts it only looks forward to.
fn since(record: &EventRecord, statistics: &[Statistic]) -> (Date, Since) {
    if let Some(day) = record.not_before {
        return (day, Since::Record);
    }
    let source = record.source.as_ref().map(|(source, _)| source.as_str());
    let of_source = statistics
        .iter()
        .filter(|statistic| Some(statistic.source.as_str()) == source && statistic.status != Some("forecast"));
    let latest = of_source.filter_map(|statistic| statistic.period.as_ref().map(|period| period.last)).max();
    latest.filter(|day| *day <= LAST_DAY).map_or((times::FIRST_DAY, Since::Data), |day| (day, Since::Statistics))
}

impl Page {
    /// Ids of the events that calls on this page show.
    fn shown_events(&self) -> impl Iterator<Item = &str> {
        let calls = self.document.calls.iter().filter(|call| call.name == "event");
        calls.flat_map(|call| &call.arguments).flat_map(named_records).map(|(id, _)| id)
    }
}

impl Site {
    /// For each event the first page that is about it, or else the first that shows it; one in the first language of the
    /// site, if there is one.
    #[must_use]
    pub fn pages_of_events(&self) -> Vec<Option<usize>> {
        let numbers = self.events_by_id();
        let mut pages = vec![None; self.events.len()];
        let is_first = |page: &Page| self.config.languages[page.language].tag == self.config.first_tag();
        for first in [true, false] {
            let of_tongue = || self.pages.iter().enumerate().filter(|(_, page)| is_first(page) == first);
            for (number, page) in of_tongue() {
                if let Some(event) = page.event {
                    pages[event].get_or_insert(number);
                }
            }
            for (number, page) in of_tongue() {
                for event in page.shown_events().filter_map(|id| numbers.get(id)) {
                    pages[*event].get_or_insert(number);
                }
            }
        }
        pages
    }

    fn events_by_id(&self) -> HashMap<&str, usize> {
        self.events.iter().enumerate().map(|(number, event)| (event.record.id.as_str(), number)).collect()
    }

    /// Notes for each page the event that its front matter names.
    pub(super) fn note_events(&mut self, findings: &mut Vec<Finding>) {
        let ids: Vec<&str> = self.events.iter().map(|event| event.record.id.as_str()).collect();
        let numbers: HashMap<&str, usize> = ids.iter().enumerate().map(|(number, id)| (*id, number)).collect();
        let mut searches = 0;
        for page in &mut self.pages {
            let Some((id, range)) = &page.source.front.event else { continue };
            page.event = numbers.get(id.as_str()).copied();
            if page.event.is_none() && !self.refused_events.may_hold(id) {
                let place = page.place(range.clone());
                searches += 1;
                let known = if searches <= NEAR_SEARCHES { &ids[..] } else { &[] };
                findings.push(catalog::events::unknown_event(place, id, known));
            }
        }
    }
}
