//! Checks events: contradictory sources, ends before starts, times that clocks skip or show twice, and registration for
//! past events.

use std::ops::Range;

use jiff::civil::Date;
use jiff::tz::Offset;
use rayon::prelude::*;

use super::time_words::{
    arithmetic, by_the_records_clock, clock, duration, gap, never, reading, rest_of_year, setting,
};
use crate::config::Text;
use crate::limits::SURVEYED_EVENTS;
use crate::read::{Choice, EventRecord};
use crate::report::{Finding, Place, catalog};
use crate::site::{EarliestDayOrigin, Event, Site};
use crate::times::{
    self, ClockRange, Contradiction, ContradictionKind, Judgement, JudgementInput, WallTime, Zone, minutes_between,
    offset_name,
};
use crate::yaml;

/// Checks all events; `at` is the day of the build.
pub fn times(site: &Site, at: Date, findings: &mut Vec<Finding>) {
    let mut undated = 0;
    let mut sourced = 0;
    // For events without a date, every day of several decades is checked, so their number is limited.
    let surveyed: Vec<bool> = site
        .events
        .iter()
        .map(|event| {
            let record = &event.record;
            let counted = if record.date.is_none() { &mut undated } else { &mut sourced };
            *counted += usize::from(record.source_text.is_some());
            *counted <= SURVEYED_EVENTS
        })
        .collect();
    let first = site.events.iter().zip(&surveyed).find(|(event, surveyed)| event.record.date.is_none() && !**surveyed);
    findings
        .extend(first.map(|(event, _)| catalog::events::too_many_undated(event.record.place.clone(), SURVEYED_EVENTS)));
    let with_calendar = site.events.iter().find(|event| event.interval.is_some());
    let unnamed = with_calendar.filter(|_| site.config.uid_domain.is_none());
    findings.extend(unnamed.map(|event| catalog::events::no_uid_domain(event.record.place.clone())));
    let events = site.events.par_iter().zip(surveyed);
    findings.par_extend(events.flat_map_iter(|(event, surveyed)| one(event, at, surveyed)));
}

fn one(event: &Event, at: Date, surveyed: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let record = &event.record;
    if !record.is_quoted() {
        clocks(record, &mut findings);
    }
    ends(event, &mut findings);
    // The source is compared only with a record whose own times are valid.
    if findings.is_empty() && !record.is_quoted() && (surveyed || record.date.is_some()) {
        source(event, surveyed, &mut findings);
    }
    if let (Some((_, range)), Some(last)) = (&record.register, record.last_day())
        && event.is_past
    {
        let place = record.at(range);
        findings.push(catalog::events::past_registration(place, &last.to_string(), &at.to_string()));
    }
    findings
}

/// Checks for times that the clocks of the zone skip or show twice.
fn clocks(record: &EventRecord, findings: &mut Vec<Finding>) {
    let city = record.zone.city();
    let mut twice = false;
    let days = record.date.zip(record.last_day());
    let both = days.map(|(first, last)| [(first, &record.start), (last, &record.end)]);
    for (day, (time, range)) in both.into_iter().flatten() {
        let (shown, on) = (clock(*time), day.to_string());
        match times::wall_time(&record.zone, day, *time) {
            Some(WallTime::Never(before, after)) => {
                let offsets = [before, after].map(offset_name);
                let place = record.at(range);
                let offsets = (offsets[0].as_str(), offsets[1].as_str());
                findings.push(catalog::events::nonexistent_time(place, &shown, &city, &on, offsets));
            }
            Some(WallTime::Twice(instants)) => {
                twice = true;
                if record.occurrence.is_none() {
                    let shown_twice = instants
                        .map(|(instant, offset)| (offset_name(offset), clock(Offset::UTC.to_datetime(instant).time())));
                    let both = [0, 1].map(|at| (shown_twice[at].0.as_str(), shown_twice[at].1.as_str()));
                    findings.push(catalog::events::ambiguous_time(record.at(range), &shown, &city, &on, both));
                }
            }
            Some(WallTime::Once(_)) | None => {}
        }
    }
    if let (Some((_, range)), false) = (&record.occurrence, twice) {
        let day = record.date.map(|day| day.to_string());
        findings.push(catalog::events::happens_once(record.at(range), &city, day.as_deref()));
    }
}

fn ends(event: &Event, findings: &mut Vec<Finding>) {
    let record = &event.record;
    let ((start, start_range), (end, range)) = (&record.start, &record.end);
    let days = record.date.zip(record.last_day());
    let wrong = match days {
        // Skipped and repeated times are already reported.
        Some((first, last)) if record.is_quoted() => last.to_datetime(*end) <= first.to_datetime(*start),
        Some((first, last)) => {
            let occurrence = record.occurrence.as_ref().map(|(occurrence, _)| *occurrence);
            let interval = times::interval(&record.zone, (first, *start), (last, *end), occurrence);
            interval.is_some_and(|interval| interval.end <= interval.start)
        }
        // Without a date, the source may still show that the event runs past midnight.
        None => {
            end == start
                || (end < start && !times_of_source(record).iter().any(|it| (it.start, it.end) == (*start, Some(*end))))
        }
    };
    if wrong {
        let relation = if end == start { "when" } else { "before" };
        let message = format!("the event ends at {}, {relation} it starts", clock(*end));
        let help = match record.date {
            Some(date) if record.end_date.is_none() => {
                date.tomorrow().ok().map(|next| format!("if it ends on the next day, add `end_date: {next}`"))
            }
            Some(_) => None,
            None => Some("if it runs past midnight, add its `date` and `end_date`".to_owned()),
        };
        let start = record.at(start_range);
        findings.push(catalog::events::ends_before_start(record.at(range), message, help, start));
    }
}

/// The times in the source of a record.
fn times_of_source(record: &EventRecord) -> Vec<ClockRange> {
    record.source_text.as_ref().map_or_else(Vec::new, |(text, _)| times::parse_source_text(text))
}

fn source(event: &Event, surveys_year: bool, findings: &mut Vec<Finding>) {
    let record = &event.record;
    let source = times_of_source(record);
    let of_place = record.place_name.iter().flat_map(Text::all).find_map(times::zone_of_place);
    let near: Vec<&Zone> = std::iter::once(&record.zone).chain(&record.also_show).chain(of_place.as_ref()).collect();
    let input = JudgementInput {
        zone: &record.zone,
        start: record.start.0,
        begins: record.date.zip(event.interval).map(|(day, interval)| (day, interval.start)),
        near: &near,
        from: event.since.0,
        source: &source,
        surveys_year,
    };
    let mut agrees = true;
    if let Judgement::Contradicts(found) = times::judge(input) {
        agrees = found.kind != ContradictionKind::Record;
        findings.extend(contradiction(event, &source, &found));
    }
    findings.extend(durations(event, &source, agrees));
}

fn contradiction(event: &Event, source: &[ClockRange], found: &Contradiction) -> Option<Finding> {
    let record = &event.record;
    let (text, _) = record.source_text.as_ref()?;
    let resolution = record.resolution.as_ref().filter(|it| it.choice == Choice::Record);
    // The date decides which label is wrong, and the resolution gives the reason.
    if resolution.is_some() && found.kind == ContradictionKind::Label {
        return None;
    }
    let city = record.zone.city();
    let day = record.date.map(|day| day.to_string());
    let place = || within(record, found.span.clone());
    let mut finding = match (resolution, &day, found.kind) {
        (Some(resolution), Some(day), _) => catalog::events::record_fits_no_reading(record.at(&resolution.range), day),
        (Some(resolution), None, ContradictionKind::Within) => {
            catalog::events::record_without_day(record.at(&resolution.range))
        }
        (_, _, ContradictionKind::Record) => {
            catalog::events::record_not_in_source(place(), &clock(record.start.0), &city)
                .label(record.at(&record.start.1), "the start of the record")
        }
        (None, Some(day), ContradictionKind::Label) => {
            let shown =
                found.readings.iter().flat_map(|reading| &reading.shown).find(|shown| !shown.wrong.is_empty())?;
            let label = shown.wrong.first().cloned()?;
            let written = text.get(label.clone()).unwrap_or("");
            catalog::events::label_wrong_on(within(record, label), written, day, &shown.clock_name, &setting(shown))
        }
        _ => {
            let dated = day.is_some();
            let help = catalog::events::decide(found.readings.len(), dated);
            let labelled = source.iter().filter(|range| !range.label.is_empty()).count();
            let finding = match (&found.apart, &found.never) {
                (Some(apart), _) if apart.on.is_some() && !dated => catalog::events::never_coincide(place()),
                (Some(apart), _) => {
                    let on = apart.on.map(|day| day.to_string());
                    catalog::events::times_apart(place(), labelled, &gap(apart.minutes), on.as_deref())
                }
                (None, Some(_)) => catalog::events::labels_never_true(place()),
                (None, None) => catalog::events::never_together(place()),
            };
            finding.help(help)
        }
    };
    finding.notes.extend(found.apart.iter().map(|it| arithmetic(it, day.is_some())));
    finding.notes.extend(found.never.iter().map(|it| never(it, event)));
    finding.notes.extend(found.readings.iter().map(|it| reading(it, text)));
    finding.notes.extend(rest_of_year(&found.readings));
    match &day {
        Some(day) if found.kind == ContradictionKind::Within && !found.readings.is_empty() => {
            finding.notes.push(format!("no reading is consistent on {day}, the date of the record"));
        }
        None if event.since.1 == EarliestDayOrigin::Data && found.kind == ContradictionKind::Within => {
            finding
                .notes
                .push("`not_before: …` in the record sets the first day that the source can be about".to_owned());
        }
        _ => {}
    }
    if found.kind == ContradictionKind::Record {
        let clocks = found.readings.iter().filter_map(|reading| by_the_records_clock(reading, &city));
        finding.notes.extend(clocks);
        if source.iter().all(|range| range.label.is_empty()) {
            finding.notes.push("times without a label are read as times in the zone of the record".to_owned());
        }
    } else if !found.readings.is_empty() && found.readings.iter().all(|reading| reading.record != record.start.0) {
        finding.notes.push(format!(
            "the time of the record, {} in {city}, does not fit any of these readings",
            clock(record.start.0)
        ));
    }
    Some(finding)
}

/// Checks that all ranges of an event have the same length, unless the record resolves an error of its source.
fn durations(event: &Event, source: &[ClockRange], agrees: bool) -> Option<Finding> {
    let record = &event.record;
    let (text, _) = record.source_text.as_ref()?;
    let lasting = |range: &ClockRange| range.end.map(|end| (minutes_between(range.start, end), range.span.clone()));
    let labelled: Vec<(i32, Range<usize>)> =
        source.iter().filter(|range| !range.label.is_empty()).filter_map(lasting).collect();
    let quoted = |span: &Range<usize>| format!("`{}` lasts", text.get(span.clone()).unwrap_or("").trim());
    let (first, others) = labelled.split_first().map_or((None, &[][..]), |(first, others)| (Some(first), others));
    // If clocks change during the event, the difference on the clock is not the duration.
    let own = minutes_between(record.start.0, record.end.0);
    let passes = event.interval.map(|interval| interval.end.duration_since(interval.start).as_mins());
    if passes.is_some_and(|passes| passes != i64::from(own)) {
        return None;
    }
    if let Some((first, odd)) = first.and_then(|first| Some((first, others.iter().find(|other| other.0 != first.0)?))) {
        return record.resolution.is_none().then(|| {
            let place = within(record, odd.1.clone());
            let (this, other) = (duration(odd.0), duration(first.0));
            catalog::events::unequal_durations(place, &quoted(&first.1), &this, &other, within(record, first.1.clone()))
        });
    }
    let all: Vec<(i32, Range<usize>)> =
        if labelled.is_empty() { source.iter().filter_map(lasting).collect() } else { labelled };
    let first = all.first().filter(|_| agrees && all.iter().all(|(minutes, _)| *minutes != own))?;
    let place = record.at(&record.end.1);
    let (this, other) = (duration(own), duration(first.0));
    Some(catalog::events::unequal_durations(place, &quoted(&first.1), &this, &other, within(record, first.1.clone())))
}

/// The place of a part of `source_text`: the part itself if the file contains it literally, else the first line of the
/// value.
fn within(record: &EventRecord, span: Range<usize>) -> Place {
    let file = record.place.file();
    let Some((text, value)) = &record.source_text else { return record.place.clone() };
    let mut part = text.get(span.clone()).unwrap_or("").lines().next().unwrap_or("").trim_end().to_owned();
    // The bracket that closes after the last label.
    if part.matches('(').count() > part.matches(')').count() && text[span.end..].starts_with(')') {
        part.push(')');
    }
    let number = text[..span.start].matches(part.as_str()).count();
    let raw = &file.text()[value.clone()];
    let found = raw.match_indices(part.as_str()).nth(number).filter(|_| !part.is_empty());
    let range = found.map(|(at, _)| value.start + at..value.start + at + part.len());
    record.at(&range.unwrap_or_else(|| yaml::first_line(file, value)))
}
