//! From a clock on a wall to an instant, and what stands in the way: hours that clocks leave out, and hours they show
//! twice.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, Offset};

use super::Zone;

/// Which of the two, where clocks show an hour twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occurrence {
    /// Before the clocks are put back.
    First,
    /// After.
    Second,
}

/// The instants that a time on the wall of a zone may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wall {
    /// One.
    Once(Timestamp),
    /// None: the clocks are put forward over it, from the first offset to the second.
    Never(Offset, Offset),
    /// Two, with the offset of each.
    Twice([(Timestamp, Offset); 2]),
}

/// When an event begins and ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Its first instant.
    pub start: Timestamp,
    /// Its last.
    pub end: Timestamp,
}

/// The instants that `time` on `date` may mean in `zone`; `None` at the edge of what calendars hold.
#[must_use]
pub fn wall(zone: &Zone, date: Date, time: Time) -> Option<Wall> {
    let civil: DateTime = date.to_datetime(time);
    let at = |offset: Offset| offset.to_timestamp(civil).ok();
    match zone.inner().to_ambiguous_timestamp(civil).offset() {
        AmbiguousOffset::Unambiguous { offset } => at(offset).map(Wall::Once),
        AmbiguousOffset::Gap { before, after } => Some(Wall::Never(before, after)),
        AmbiguousOffset::Fold { before, after } => Some(Wall::Twice([(at(before)?, before), (at(after)?, after)])),
    }
}

/// Start and end of an event. Where both lie in an hour that clocks show twice, `occurrence` speaks of the start, and the
/// end is the same one unless that lies before the start. `None` where either is no single instant.
#[must_use]
pub fn moment(
    zone: &Zone,
    (date, start): (Date, Time),
    (end_date, end): (Date, Time),
    occurrence: Option<Occurrence>,
) -> Option<Moment> {
    let pick = |wall: Wall| match (wall, occurrence) {
        (Wall::Once(instant), _) => Some(instant),
        (Wall::Twice([(first, _), _]), Some(Occurrence::First)) => Some(first),
        (Wall::Twice([_, (second, _)]), Some(Occurrence::Second)) => Some(second),
        _ => None,
    };
    let start = pick(wall(zone, date, start)?)?;
    let ending = wall(zone, end_date, end)?;
    let end = pick(ending)?;
    let end = match ending {
        Wall::Twice([_, (second, _)]) if end <= start => second,
        _ => end,
    };
    Some(Moment { start, end })
}

/// Minutes from one time of day to the next time that clocks show the other: at most a day.
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
    fn clocks_leave_hours_out_and_show_others_twice() {
        let zurich = zone("Europe/Zurich");
        assert!(matches!(wall(&zurich, date(2021, 3, 28), at(2, 30)), Some(Wall::Never(..))));
        assert!(matches!(wall(&zurich, date(2021, 10, 31), at(2, 30)), Some(Wall::Twice(_))));
        let one = |time: Time, occurrence| {
            moment(&zurich, (date(2021, 10, 31), time), (date(2021, 10, 31), time), occurrence)
        };
        assert_eq!(one(at(2, 30), None), None);
        let first = one(at(2, 30), Some(Occurrence::First)).unwrap();
        assert_eq!(first.start.to_string(), "2021-10-31T00:30:00Z");
        let across =
            moment(&zurich, (date(2021, 10, 31), at(2, 30)), (date(2021, 10, 31), at(2, 15)), Some(Occurrence::First));
        assert_eq!(across.unwrap().end.to_string(), "2021-10-31T01:15:00Z");
    }

    proptest! {
        /// Against brute force: every offset that any clock has, tried one by one.
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
            match wall(&zone, date, clock).unwrap() {
                Wall::Once(instant) => prop_assert_eq!(found, vec![instant]),
                Wall::Never(before, after) => {
                    prop_assert!(found.is_empty(), "{:?}", found);
                    prop_assert!(after.seconds() > before.seconds());
                }
                Wall::Twice([(first, before), (second, after)]) => {
                    prop_assert_eq!(found, vec![first, second]);
                    prop_assert_eq!((zone.at(first).offset, zone.at(second).offset), (before, after));
                }
            }
        }
    }
}
