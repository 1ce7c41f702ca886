use jiff::civil::{date, time};

use super::*;
use crate::times::{interval, parse_source_text};

const SOURCE: &str = "9:50 am – 11:20 am\n9:50-11:20 (New York, USA, -5 GMT) / 15:50 – 17:20 (CEST)";

fn judged(text: &str, zone: &str, day: Option<Date>, start: Time, from: Date) -> Judgement {
    let zone = Zone::parse(zone, day).unwrap();
    let zurich = Zone::named("Europe/Zurich").unwrap();
    let source = parse_source_text(text);
    let begins = day.map(|day| (day, interval(&zone, (day, start), (day, start), None).unwrap().start));
    judge(JudgementInput {
        zone: &zone,
        start,
        begins,
        near: &[&zone, &zurich],
        from,
        source: &source,
        surveys_year: true,
    })
}

fn found(text: &str, zone: &str, day: Option<Date>, start: Time, from: Date) -> Contradiction {
    match judged(text, zone, day, start, from) {
        Judgement::Contradicts(found) => *found,
        Judgement::Fits => panic!("{text} fits"),
    }
}

fn settings(reading: &Reading) -> String {
    reading.shown.iter().map(|shown| setting(shown) + " ").collect::<String>().trim().to_owned()
}

#[test]
fn the_source_of_the_first_site_contradicts_itself() {
    let found = found(SOURCE, "America/New_York", None, time(9, 50, 0, 0), date(2019, 12, 31));
    assert_eq!(found.kind, ContradictionKind::Within);
    assert_eq!(&SOURCE[found.span.clone()], "9:50-11:20 (New York, USA, -5 GMT) / 15:50 – 17:20 (CEST");
    let apart = found.apart.unwrap();
    assert_eq!(apart.minutes, 60);
    assert_eq!(apart.first, (time(9, 50, 0, 0), "at UTC\u{2212}5".to_owned()));
    assert_eq!(apart.utc, time(14, 50, 0, 0));
    assert_eq!(apart.there, (time(16, 50, 0, 0), "CEST (UTC+2)".to_owned()));
    assert_eq!(apart.stated, time(15, 50, 0, 0));
    let never = found.never.unwrap();
    assert_eq!(never.from, date(2019, 12, 31));
    assert_eq!(never.last, Some(date(2006, 4, 1)));
    let says: Vec<String> = never.statements.into_iter().map(|(who, what)| format!("{who} {what}")).collect();
    assert_eq!(says, ["New York at UTC\u{2212}5", "Central Europe on CEST"]);
    assert_eq!(found.readings.len(), 2);
    let [summer, winter] = &found.readings[..] else { panic!() };
    assert_eq!((summer.season, winter.season), (Some(Season::Summer), Some(Season::Winter)));
    assert_eq!(settings(summer), "New York (EDT, UTC\u{2212}4) (CEST, UTC+2)");
    assert_eq!(settings(winter), "New York (EST, UTC\u{2212}5) (CET, UTC+1)");
    assert_eq!(summer.utc, (time(13, 50, 0, 0), Some(time(15, 20, 0, 0))));
    assert_eq!(winter.utc.0, time(14, 50, 0, 0));
    assert_eq!((summer.record, winter.record), (time(9, 50, 0, 0), time(9, 50, 0, 0)));
    assert_eq!(&SOURCE[summer.shown[0].wrong[0].clone()], "-5 GMT");
    assert_eq!(&SOURCE[winter.shown[1].wrong[0].clone()], "CEST");
    assert_eq!((summer.days, winter.days), (Some((210, 2020)), Some((128, 2020))));
}

#[test]
fn before_2007_the_labels_were_true_for_a_week_but_the_times_differed() {
    let found = found(SOURCE, "America/New_York", None, time(9, 50, 0, 0), date(2000, 1, 1));
    assert!(found.never.is_none());
    assert_eq!(found.apart.unwrap().minutes, 60);
}

#[test]
fn a_day_decides_which_label_is_wrong() {
    let at = time(9, 50, 0, 0);
    for (day, wrong) in [(date(2021, 5, 25), "-5 GMT"), (date(2021, 1, 12), "CEST")] {
        let found = found(SOURCE, "America/New_York", Some(day), at, FIRST_DAY);
        assert_eq!(found.kind, ContradictionKind::Label);
        let labels: Vec<&str> =
            found.readings[0].shown.iter().flat_map(|shown| &shown.wrong).map(|span| &SOURCE[span.clone()]).collect();
        assert_eq!(labels, [wrong], "{day}");
    }
    // Between the dates on which the two places change their clocks, the source is not consistent.
    let between = found(SOURCE, "America/New_York", Some(date(2021, 3, 20)), at, FIRST_DAY);
    assert_eq!(between.kind, ContradictionKind::Within);
    assert_eq!(between.readings.len(), 2);
}

#[test]
fn a_record_with_a_time_that_is_not_in_the_source_is_a_contradiction() {
    let at = time(10, 50, 0, 0);
    let good = "9:50-11:20 (New York) / 15:50 – 17:20 (CEST)";
    for day in [None, Some(date(2021, 5, 25))] {
        let found = found(good, "America/New_York", day, at, date(2019, 12, 31));
        assert_eq!(found.kind, ContradictionKind::Record, "{day:?}");
        assert_eq!(found.readings[0].record, time(9, 50, 0, 0));
    }
    assert_eq!(found("9:50 – 11:20", "America/New_York", None, at, FIRST_DAY).kind, ContradictionKind::Record);
    // The same instant by another city's clock is the same event.
    let tokyo = judged(good, "Asia/Tokyo", Some(date(2021, 5, 25)), time(22, 50, 0, 0), FIRST_DAY);
    assert!(matches!(tokyo, Judgement::Fits));
}

#[test]
fn consistent_sources_and_records_fit() {
    for (text, day) in [
        ("9:50-11:20", None),
        ("9:50-11:20 (Nyon)", None),
        ("9:50-11:20 (New York, EDT) / 15:50 – 17:20 (CEST)", None),
        ("9:50-11:20 (New York, UTC-4) / 13:50 UTC", Some(date(2021, 5, 25))),
        ("9:50 New York / 14:50 Geneva", None),
        ("9:50 EST/EDT / 15:50 CET/CEST", None),
        ("9:50 ET", Some(date(2021, 5, 25))),
        ("22:50 Tokyo / 9:50 New York", Some(date(2021, 5, 25))),
        ("nothing about times", None),
    ] {
        let judged = judged(text, "America/New_York", day, time(9, 50, 0, 0), date(2019, 12, 31));
        assert!(matches!(judged, Judgement::Fits), "{text}: {judged:?}");
    }
}

#[test]
fn labels_whose_offsets_agree_may_never_be_true() {
    let both =
        found("9:50 (New York, EST) / 16:50 (CEST)", "America/New_York", None, time(9, 50, 0, 0), date(2019, 12, 31));
    assert_eq!(both.kind, ContradictionKind::Within);
    assert_eq!(both.apart, None);
    assert!(both.never.is_some() && both.readings.is_empty());
    let alone = found("9:50 (Geneva, EST)", "Europe/Zurich", None, time(9, 50, 0, 0), date(2019, 12, 31));
    assert_eq!(alone.never.unwrap().last, None);
}

proptest::proptest! {
    /// Compares with brute force over four years: whether two labelled times are the same instant on any day, with true
    /// labels.
    #[test]
    fn a_source_that_is_never_consistent_is_a_contradiction(
        hour in 0..24_i8, ahead in -3..=3_i8,
        pair in proptest::sample::select(vec![
            ("New York", "America/New_York", "Geneva", "Europe/Zurich", 6_i8),
            ("Tokyo", "Asia/Tokyo", "London", "Europe/London", -9),
            ("Sydney", "Australia/Sydney", "Los Angeles", "America/Los_Angeles", -18),
        ]),
        offset in -5..=2_i32,
    ) {
        let (first, first_zone, second, second_zone, usual) = pair;
        let there = (hour + usual + ahead).rem_euclid(24);
        let text = format!("{hour}:00 ({first}) / {there}:00 ({second}, UTC{offset:+})");
        let (a, b) = (Zone::named(first_zone).unwrap(), Zone::named(second_zone).unwrap());
        let possible = days(date(2034, 1, 1), LAST_DAY).any(|day| {
            let Some(super::super::WallTime::Once(instant)) = super::super::wall_time(&a, day, time(hour, 0, 0, 0)) else { return false };
            let local = b.at(instant);
            local.wall.hour() == there && local.offset.seconds() == offset * 3_600
        });
        let judged = judged(&text, first_zone, None, time(hour, 0, 0, 0), date(2034, 1, 1));
        proptest::prop_assert_eq!(matches!(judged, Judgement::Fits), possible, "{}", text);
    }
}
