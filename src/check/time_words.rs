//! Wording of the findings on times.

use jiff::civil::{Date, Time};

use crate::report::catalog;
use crate::site::{EarliestDayOrigin, Event};
use crate::times::{ClockState, LAST_DAY, NeverTrue, Reading, Season, TimeDifference, offset_name};

/// Formats a time: `09:50`.
pub(super) fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// Formats a range of times: `09:50–11:20`.
fn span((start, end): (Time, Option<Time>)) -> String {
    end.map_or_else(|| clock(start), |end| format!("{}–{}", clock(start), clock(end)))
}

/// Formats a duration: `1 hour`, `2 hours`, `1 hour 30 minutes`.
pub(super) fn duration(minutes: i32) -> String {
    let plural = |number: i32, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
    match (minutes / 60, minutes % 60) {
        (0, minutes) => plural(minutes, "minute"),
        (hours, 0) => plural(hours, "hour"),
        (hours, minutes) => format!("{} {}", plural(hours, "hour"), plural(minutes, "minute")),
    }
}

/// Formats the difference of two times for a sentence: `an hour`.
pub(super) fn gap(minutes: i32) -> String {
    if minutes == 60 { "an hour".to_owned() } else { duration(minutes) }
}

/// Formats an offset: `UTC−4 (EDT)`.
pub(super) fn setting(shown: &ClockState) -> String {
    let offset = offset_name(shown.offset);
    shown.abbreviation.as_ref().map_or(offset.clone(), |name| format!("{offset} ({name})"))
}

/// Formats times with their clock: `09:50–11:20 New York (EDT, UTC−4)`, `15:50–17:20 CEST (UTC+2)`.
fn shown(shown: &ClockState) -> String {
    let (span, offset) = (span(shown.time), offset_name(shown.offset));
    match (&shown.place, &shown.abbreviation) {
        (Some(place), Some(name)) => format!("{span} {place} ({name}, {offset})"),
        (Some(place), None) => format!("{span} {place} ({offset})"),
        (None, Some(name)) => format!("{span} {name} ({offset})"),
        (None, None) => format!("{span} {offset}"),
    }
}

/// The note with the arithmetic for two times that differ.
pub(super) fn arithmetic(apart: &TimeDifference, dated: bool) -> String {
    let with = |(time, setting): &(Time, String)| format!("{} {setting}", clock(*time));
    let on = match (apart.on, dated) {
        (Some(day), true) => format!("on {day} "),
        (Some(day), false) => format!("for example, on {day} "),
        (None, _) => String::new(),
    };
    let first = format!("{on}{}", with(&apart.first));
    catalog::events::arithmetic(&first, &clock(apart.utc), &with(&apart.there), &clock(apart.stated))
}

/// The note on labels that are never true.
pub(super) fn never(never: &NeverTrue, event: &Event) -> String {
    let why = match event.since.1 {
        EarliestDayOrigin::Record => "`not_before` of the record",
        EarliestDayOrigin::Statistics => "the latest day in the statistics of this source",
        EarliestDayOrigin::Data => "the first day with reliable data",
    };
    let last = never.last.map(|day| day.to_string());
    catalog::events::never(&never.statements, (&never.from.to_string(), why, &LAST_DAY.to_string()), last.as_deref())
}

/// The note on a consistent reading; `text` is the source.
pub(super) fn reading(reading: &Reading, text: &str) -> String {
    let season = reading.season.map(|season| match season {
        Season::Summer => "summer",
        Season::Winter => "winter",
    });
    let utc = format!("{} UTC", span(reading.utc));
    let mut chain: Vec<String> = reading.shown.iter().map(shown).collect();
    chain.retain(|link| *link != utc && *link != utc.replace("UTC", "UTC±0"));
    chain.insert(chain.len().min(1), utc);
    let holds = match reading.days {
        Some((days, year)) => {
            let days = if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
            format!("on {days} of {year} such as {}", reading.day)
        }
        None => format!("on {}", reading.day),
    };
    let wrong: Vec<&str> =
        reading.shown.iter().flat_map(|shown| &shown.wrong).filter_map(|span| text.get(span.clone())).collect();
    catalog::events::reading(season, &chain, &holds, &wrong)
}

/// The note on the days of the year on which no reading holds, if all readings are about the same year.
pub(super) fn rest_of_year(readings: &[Reading]) -> Option<String> {
    let (_, year) = readings.first()?.days?;
    let days: Option<Vec<usize>> =
        readings.iter().map(|reading| reading.days.filter(|(_, other)| *other == year).map(|(days, _)| days)).collect();
    let all = usize::try_from(Date::new(year, 1, 1).ok()?.days_in_year()).ok()?;
    let rest = all.checked_sub(days?.iter().sum()).filter(|rest| *rest > 0 && readings.len() > 1)?;
    let days = if rest == 1 { "day".to_owned() } else { format!("{rest} days") };
    Some(format!("on the other {days} of {year} none of these readings holds"))
}

/// The note on the time of the source by the clock of the record, if that is not the first clock of the source.
pub(super) fn by_the_records_clock(reading: &Reading, city: &str) -> Option<String> {
    let other = reading.shown[0].time.0 != reading.record;
    other.then(|| {
        format!(
            "the source's {} is {} in {city} {}",
            clock(reading.shown[0].time.0),
            clock(reading.record),
            when(reading)
        )
    })
}

fn when(reading: &Reading) -> String {
    let day: Date = reading.day;
    if reading.days.is_some() { format!("on days such as {day}") } else { format!("on {day}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_formatted_with_hours_and_minutes() {
        assert_eq!(duration(90), "1 hour 30 minutes");
        assert_eq!(duration(1), "1 minute");
        assert_eq!(duration(120), "2 hours");
        assert_eq!(gap(60), "an hour");
        assert_eq!(gap(300), "5 hours");
    }
}
