//! Events of the site: their instants, if known, and the pages about them.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::Offset;

use super::{Site, Traits};
use crate::limits::NEAR_SEARCHES;
use crate::read::{EventRecord, Statistic};
use crate::report::{Finding, catalog};
use crate::times::{self, Interval, LAST_DAY};

/// An event: its record and what follows from it.
#[derive(Clone, Debug)]
pub struct Event {
    /// The record.
    pub record: EventRecord,
    /// Its first and last instant; `None` if they are unknown, if the source is quoted instead, or if the record is
    /// invalid.
    pub interval: Option<Interval>,
    /// Whether it is over on the day of the build.
    pub is_past: bool,
    /// The first day that its source can be about, and how that is known.
    pub since: (Date, EarliestDayOrigin),
}

/// The origin of the first day that a source can refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EarliestDayOrigin {
    /// From `not_before` of the record.
    Record,
    /// From the latest period in statistics of the same source.
    Statistics,
    /// Not known: the first day with reliable time zone data.
    Data,
}

impl Event {
    /// Creates the event of a record for a build on the day `at`.
    pub(super) fn new(record: EventRecord, statistics: &[Statistic], at: Date) -> Self {
        let interval = record.date.zip(record.last_day()).filter(|_| !record.is_quoted()).and_then(|(first, last)| {
            let occurrence = record.occurrence.as_ref().map(|(occurrence, _)| *occurrence);
            times::interval(&record.zone, (first, record.start.0), (last, record.end.0), occurrence)
        });
        let interval = interval.filter(|interval| interval.start < interval.end);
        let since = since(&record, statistics);
        let begins = Offset::UTC.to_timestamp(at.at(0, 0, 0, 0)).ok();
        let is_past = match (interval, begins) {
            (Some(interval), Some(begins)) => interval.end <= begins,
            _ => record.last_day().is_some_and(|last| last < at),
        };
        Self { record, interval, is_past, since }
    }
}

/// The first day that the source of an event can be about. A source is not older than the latest period that it reports
/// on, except for forecasts.
fn since(record: &EventRecord, statistics: &[Statistic]) -> (Date, EarliestDayOrigin) {
    if let Some(day) = record.not_before {
        return (day, EarliestDayOrigin::Record);
    }
    let source = record.source.as_ref().map(|(source, _)| source.as_str());
    let of_source = statistics
        .iter()
        .filter(|statistic| Some(statistic.source.as_str()) == source && statistic.status != Some("forecast"));
    let latest = of_source.filter_map(|statistic| statistic.period.as_ref().map(|period| period.last)).max();
    latest
        .filter(|day| *day <= LAST_DAY)
        .map_or((times::FIRST_DAY, EarliestDayOrigin::Data), |day| (day, EarliestDayOrigin::Statistics))
}

impl Site {
    /// Sets for each page the event that its front matter names.
    pub(super) fn note_events(&mut self, findings: &mut Vec<Finding>) {
        let ids: Vec<&str> = self.events.iter().map(|event| event.record.id.as_str()).collect();
        let numbers: HashMap<&str, usize> = ids.iter().enumerate().map(|(number, id)| (*id, number)).collect();
        let mut searches = 0;
        for (page, _) in self.pages.iter_mut().zip(&self.traits).filter(|(_, own)| own.meet(Traits::EVENT)) {
            let Some((id, range)) = &page.source.front.event else { continue };
            let event = numbers.get(id.as_str()).copied();
            if event.is_none() && !self.refused_events.may_hold(id) {
                let place = page.place(range.clone());
                searches += 1;
                let known = if searches <= NEAR_SEARCHES { &ids[..] } else { &[] };
                findings.push(catalog::events::unknown_event(place, id, known));
            }
            if page.event != event {
                Arc::make_mut(page).event = event;
            }
        }
    }
}
