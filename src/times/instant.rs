//! Converts local times to instants. When clocks change, they skip some local times and show others twice.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, Offset};

use super::Zone;

/// Which of two instants is meant by a local time that clocks show twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occurrence {
    /// Before the clocks are put back.
    First,
    /// After.
    Second,
}

/// The instants at which the clocks of a zone show a local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WallTime {
    /// One instant.
    Once(Timestamp),
    /// None: clocks skip it when they change from the first offset to the second.
    Never(Offset, Offset),
    /// Two instants, each with its offset.
    Twice([(Timestamp, Offset); 2]),
}

/// The instants at which an event begins and ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// When it begins.
    pub start: Timestamp,
    /// When it ends.
    pub end: Timestamp,
}

/// Returns the instants at which clocks in `zone` show `time` on `date`; `None` outside of the supported range of
/// dates.
#[must_use]
pub fn wall_time(zone: &Zone, date: Date, time: Time) -> Option<WallTime> {
    let civil: DateTime = date.to_datetime(time);
    let at = |offset: Offset| offset.to_timestamp(civil).ok();
    match zone.inner().to_ambiguous_timestamp(civil).offset() {
        AmbiguousOffset::Unambiguous { offset } => at(offset).map(WallTime::Once),
        AmbiguousOffset::Gap { before, after } => Some(WallTime::Never(before, after)),
        AmbiguousOffset::Fold { before, after } => Some(WallTime::Twice([(at(before)?, before), (at(after)?, after)])),
    }
}

/// Returns start and end of an event; `None` if either is not a single instant. If clocks show both times twice,
/// `occurrence` applies to the start, and also to the end unless the event would then end before it starts.
#[must_use]
pub fn interval(
    zone: &Zone,
    (date, start): (Date, Time),
    (end_date, end): (Date, Time),
    occurrence: Option<Occurrence>,
) -> Option<Interval> {
    let pick = |wall: WallTime| match (wall, occurrence) {
        (WallTime::Once(instant), _) => Some(instant),
        (WallTime::Twice([(first, _), _]), Some(Occurrence::First)) => Some(first),
        (WallTime::Twice([_, (second, _)]), Some(Occurrence::Second)) => Some(second),
        _ => None,
    };
    let start = pick(wall_time(zone, date, start)?)?;
    let ending = wall_time(zone, end_date, end)?;
    let end = pick(ending)?;
    let end = match ending {
        WallTime::Twice([_, (second, _)]) if end <= start => second,
        _ => end,
    };
    Some(Interval { start, end })
}

/// Returns the minutes from one time of day to the next occurrence of the other: less than a day.
#[must_use]
pub fn minutes_between(from: Time, to: Time) -> i32 {
    let minute = |time: Time| i32::from(time.hour()) * 60 + i32::from(time.minute());
    (minute(to) - minute(from)).rem_euclid(24 * 60)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn at(hour: i8, minute: i8) -> Time {
        jiff::civil::time(hour, minute, 0, 0)
    }

    fn zone(name: &str) -> Zone {
        Zone::parse(name, None).expect(name)
    }

    #[test]
    fn clocks_skip_some_hours_and_show_others_twice() {
        let zurich = zone("Europe/Zurich");
        assert!(matches!(wall_time(&zurich, date(2021, 3, 28), at(2, 30)), Some(WallTime::Never(..))));
        assert!(matches!(wall_time(&zurich, date(2021, 10, 31), at(2, 30)), Some(WallTime::Twice(_))));
        let one = |time: Time, occurrence| {
            interval(&zurich, (date(2021, 10, 31), time), (date(2021, 10, 31), time), occurrence)
        };
        assert_eq!(one(at(2, 30), None), None);
        let first = one(at(2, 30), Some(Occurrence::First)).unwrap();
        assert_eq!(first.start.to_string(), "2021-10-31T00:30:00Z");
        let across = interval(
            &zurich,
            (date(2021, 10, 31), at(2, 30)),
            (date(2021, 10, 31), at(2, 15)),
            Some(Occurrence::First),
        );
        assert_eq!(across.unwrap().end.to_string(), "2021-10-31T01:15:00Z");
    }

    proptest! {
        /// Compares with brute force over all possible offsets.
        #[test]
        fn a_wall_time_means_the_instants_at_which_clocks_show_it(
            name in prop::sample::select(vec![
                "America/New_York", "Europe/Zurich", "Australia/Lord_Howe", "America/St_Johns", "Africa/Casablanca",
                "Asia/Kathmandu", "Pacific/Apia", "Asia/Pyongyang", "America/Caracas", "Africa/Cairo", "UTC",
            ]),
            day in 0..24_800_i32, minute in 0..1_440_i32,
        ) {
            let zone = zone(name);
            let date = super::super::FIRST_DAY.saturating_add(jiff::Span::new().days(day));
            let clock = at((minute / 60) as i8, (minute % 60) as i8);
            let civil = date.to_datetime(clock);
            let mut found: Vec<Timestamp> = (-18 * 4..=18 * 4)
                .filter_map(|quarter| Offset::from_seconds(quarter * 900).unwrap().to_timestamp(civil).ok())
                .filter(|instant| zone.at(*instant).wall == civil)
                .collect();
            found.sort();
            match wall_time(&zone, date, clock).unwrap() {
                WallTime::Once(instant) => prop_assert_eq!(found, vec![instant]),
                WallTime::Never(before, after) => {
                    prop_assert!(found.is_empty(), "{:?}", found);
                    prop_assert!(after.seconds() > before.seconds());
                }
                WallTime::Twice([(first, before), (second, after)]) => {
                    prop_assert_eq!(found, vec![first, second]);
                    prop_assert_eq!((zone.at(first).offset, zone.at(second).offset), (before, after));
                }
            }
        }
    }
}
