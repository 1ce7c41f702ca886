//! Findings about events: contradictory times, and times that clocks skip or repeat.

use crate::report::story::{EVENTS, Example, PAGE, SITE, Story};
use crate::report::text::thousands;
use crate::report::{Certainty, Code, Finding, Place};

/// An unknown event id.
#[must_use]
pub fn unknown_event(place: Place, id: &str, known: &[&str]) -> Finding {
    Finding::new(Code::UnknownEvent, place, format!("there is no event `{id}`"))
        .did_you_mean(id, known.iter().copied(), Certainty::Suggested)
        .note("events are records in content/events.yaml")
}

/// Times of a source that differ. `gap` is the difference; `day` is the day whose clocks were used, if the source does not
/// give the offsets.
#[must_use]
pub fn times_apart(place: Place, count: usize, gap: &str, day: Option<&str>) -> Finding {
    let times = if count == 2 { "its two times are".to_owned() } else { format!("two of its {count} times are") };
    let when = day.map_or("as labelled".to_owned(), |day| format!("on {day}"));
    contradiction(place, format!("this source contradicts itself: {when}, {times} {gap} apart"))
}

/// Times of a source that never coincide, whatever the day.
#[must_use]
pub fn never_coincide(place: Place) -> Finding {
    contradiction(place, "this source contradicts itself: its times never coincide")
}

/// Labels of a source that are never true, although the times agree with each other.
#[must_use]
pub fn labels_never_true(place: Place) -> Finding {
    contradiction(place, "this source contradicts itself: what it says about time zones is never true")
}

/// A source whose times coincide on some days and whose labels are true on others.
#[must_use]
pub fn never_together(place: Place) -> Finding {
    contradiction(
        place,
        "this source contradicts itself: there is no day on which its times coincide and its labels are true",
    )
}

/// A label that is wrong on the day of the event; `who` names the place, `setting` its offset on that day.
#[must_use]
pub fn label_wrong_on(place: Place, label: &str, day: &str, who: &str, setting: &str) -> Finding {
    contradiction(place, format!("`{label}` is wrong on {day}: {who} is at {setting}"))
        .help("if the record is right, add the reason: `resolution: { choice: record, reason: \"…\" }`")
}

/// A record whose time differs from all times of its source.
#[must_use]
pub fn record_not_in_source(place: Place, time: &str, city: &str) -> Finding {
    contradiction(place, format!("the record says {time} in {city}, which its source does not give"))
        .help("correct `start`, `zone` or `date` of the record; leave `source_text` as it is in the source")
}

/// `choice: record` for a record that does not fit any consistent reading on its day.
#[must_use]
pub fn record_fits_no_reading(place: Place, day: &str) -> Finding {
    contradiction(place, format!("the record does not fit any consistent reading of its source on {day}"))
        .help("correct the record, or show the contradiction to readers with `choice: quote`")
}

/// `choice: record` for an event without a date.
#[must_use]
pub fn record_without_day(place: Place) -> Finding {
    contradiction(place, "`choice: record` has no effect while the date is unknown")
        .help("add the date of the event as `date: …`, or write `choice: quote`")
}

fn contradiction(place: Place, message: impl Into<String>) -> Finding {
    Finding::new(Code::EventTimesContradict, place, message)
}

/// Help for a source that contradicts itself; `readings` is the number of consistent readings.
#[must_use]
pub fn decide(readings: usize, dated: bool) -> String {
    let quote = "`resolution: { choice: quote, reason: \"…\" }`";
    match (readings, dated) {
        (0, _) => format!("ask the author of the source; until then, show readers its own words: {quote}"),
        (_, true) => format!("correct the date, or show readers the words of the source: {quote}"),
        (1, false) => {
            format!(
                "add `date: …`, which shows whether the reading holds, or show readers the words of the source: {quote}"
            )
        }
        (_, false) => {
            format!(
                "add `date: …`, which decides between the readings, or show readers the words of the source: {quote}"
            )
        }
    }
}

/// A note with the arithmetic: a time, the same time in UTC and by the other clock, and what the source has instead.
#[must_use]
pub fn arithmetic(first: &str, utc: &str, there: &str, stated: &str) -> String {
    format!("{first} is {utc} UTC, which is {there}, not {stated}")
}

/// A note that labels are never true by the zone data: what the source says of each place, the span of days that was
/// searched, why it starts there, and the last day before it on which the labels were true.
#[must_use]
pub fn never(says: &[(String, String)], (from, why, to): (&str, &str, &str), last: Option<&str>) -> String {
    let says: Vec<String> = says.iter().map(|(who, what)| format!("{who} is {what}")).collect();
    let last = last.map_or(String::new(), |last| format!("; the last such day was {last}"));
    let said = says.join(" while ");
    format!("according to the time zone database, there is no day from {from} ({why}) to {to} on which {said}{last}")
}

/// A note on a consistent reading: its season, the chain of equal times, when it holds, and which labels would be wrong.
#[must_use]
pub fn reading(season: Option<&str>, chain: &[String], holds: &str, wrong: &[&str]) -> String {
    let name = season.map_or("a reading".to_owned(), |season| format!("the {season} reading"));
    let wrong: Vec<String> = wrong.iter().map(|label| format!("`{label}`")).collect();
    let verb = if wrong.len() == 1 { "is" } else { "are" };
    let then = if wrong.is_empty() { String::new() } else { format!("; {} {verb} wrong then", wrong.join(" and ")) };
    format!("{name}: {}, {holds}{then}", chain.join(" = "))
}

/// An event that does not end after it starts; `start` is the place of its start.
#[must_use]
pub fn ends_before_start(place: Place, message: impl Into<String>, help: Option<String>, start: Place) -> Finding {
    Finding::new(Code::EventEndsBeforeStart, place, message).maybe_help(help).label(start, "the start")
}

/// Two ranges of different length: the one at `place` lasts `this`, the one that `which` introduces, at `first`,
/// lasts `other`.
#[must_use]
pub fn unequal_durations(place: Place, which: &str, this: &str, other: &str, first: Place) -> Finding {
    Finding::new(Code::UnequalDurations, place, format!("this lasts {this}, but {which} {other}"))
        .label(first, "the other")
        .help("correct the one that is wrong; if the source itself is wrong, write `resolution: { choice: quote, reason: \"…\" }`")
}

/// A time that clocks skip when they are put forward.
#[must_use]
pub fn nonexistent_time(place: Place, time: &str, city: &str, day: &str, (before, after): (&str, &str)) -> Finding {
    Finding::new(Code::NonexistentTime, place, format!("there is no {time} in {city} on {day}"))
        .help("correct the time, the date or the zone")
        .note(format!("on that day the clocks of {city} skip this time: they go from {before} to {after}"))
}

/// A time that clocks show twice; `both` holds the offset and the time in UTC of each.
#[must_use]
pub fn ambiguous_time(place: Place, time: &str, city: &str, day: &str, both: [(&str, &str); 2]) -> Finding {
    let [(first, first_utc), (second, second_utc)] = both;
    Finding::new(Code::AmbiguousTime, place, format!("{time} happens twice in {city} on {day}"))
        .help("add `occurrence: first` or `occurrence: second`")
        .note(format!(
            "on that day the clocks of {city} are put back: they show {time} first at {first} ({first_utc} UTC), then at \
             {second} ({second_utc} UTC)"
        ))
}

/// `occurrence` for a time that clocks show once.
#[must_use]
pub fn happens_once(place: Place, city: &str, day: Option<&str>) -> Finding {
    let message = match day {
        Some(day) => format!("the clocks of {city} show both times only once on {day}"),
        None => "`occurrence` has no meaning without a date".to_owned(),
    };
    super::yaml::invalid_value(place, message).help("remove `occurrence`")
}

/// An unknown time zone.
#[must_use]
pub fn unknown_zone(place: Place, name: &str, nearest: Option<&str>) -> Finding {
    let is_same = |nearest: &str| name.replace(' ', "_").eq_ignore_ascii_case(nearest);
    let certainty = if nearest.is_some_and(is_same) { Certainty::Certain } else { Certainty::Suggested };
    Finding::new(Code::UnknownZone, place, format!("there is no time zone `{name}`"))
        .maybe_help(nearest.map(|name| format!("did you mean `{name}`?")))
        .rename(name, nearest.unwrap_or_default(), certainty)
        .note("a zone is a name of the IANA time zone database, such as `America/New_York` or `UTC`")
}

/// A zone such as `Etc/GMT+5`; `cities` are zones with the same offset.
#[must_use]
pub fn fixed_offset_zone(place: Place, name: &str, offset: &str, cities: &[String]) -> Finding {
    Finding::new(Code::FixedOffsetZone, place, format!("`{name}` means {offset}: the sign in its name is reversed"))
        .maybe_help(of_city(cities))
        .note(format!("it is always {offset}; a city may observe daylight saving time"))
}

/// An offset or an abbreviation instead of a zone.
#[must_use]
pub fn offset_without_zone(place: Place, name: &str, offset: Option<&str>, cities: &[String]) -> Finding {
    let message = match offset {
        Some(_) => format!("`{name}` is an offset, not a time zone name"),
        None => format!("`{name}` is an abbreviation, not a time zone name"),
    };
    Finding::new(Code::OffsetWithoutZone, place, message)
        .maybe_help(
            of_city(cities).map(|help| if offset == Some("UTC±0") { format!("write `UTC`, or {help}") } else { help }),
        )
        .note("the offset on a day, and its abbreviation, follow from the zone")
}

fn of_city(cities: &[String]) -> Option<String> {
    let (last, others) = cities.split_last()?;
    let list = if others.is_empty() { last.clone() } else { format!("{} or {last}", others.join(", ")) };
    Some(format!("write the zone of the city where the event takes place, such as {list}"))
}

/// An event that is over and still invites readers to register.
#[must_use]
pub fn past_registration(place: Place, ended: &str, at: &str) -> Finding {
    Finding::new(
        Code::PastRegistration,
        place,
        format!("this event ended on {ended} and still invites readers to register"),
    )
    .help("remove `register`")
    .note(format!("the site is built for {at}"))
}

/// The first event with a calendar file, on a site whose settings give no domain.
#[must_use]
pub fn no_uid_domain(place: Place) -> Finding {
    let message = "the UID in the calendar file of this event is not unique: the settings give no domain";
    Finding::new(Code::NoUidDomain, place, message)
        .help("write `base_url: https://…/` or `uid_domain: example.org` in content/site.yaml")
        .note("calendars treat two events with the same UID as one, even if they come from different sites")
}

/// More events with a source and without a date than are checked.
#[must_use]
pub fn too_many_undated(place: Place, limit: usize) -> Finding {
    let message = format!("more than {} events have a `source_text` and no date", thousands(limit as u64));
    Finding::new(Code::TooMuch, place, message).help("write the `date` of each event as soon as it is known")
}

/// Their explanations.
pub(in crate::report) const STORIES: &[Story] = &[
    Story {
        code: Code::UnknownEvent,
        means: "A page names an event that is not in content/events.yaml.",
        matters: "Every time on the site comes from a record with its date, zone and source.",
        wrong: Example::Files(&[(PAGE, "{{ event(id=\"opening\") }}")]),
        right: Example::Files(&[(PAGE, "{{ event(id=\"opening-2027\") }}")]),
        act: "Correct the id, or add the record to content/events.yaml.",
    },
    Story {
        code: Code::EventTimesContradict,
        means: "A source gives the time of an event by several clocks, and these times are not the same instant; or \
                what it says about a time zone is never true; or the record differs from its source. Firstflight \
                checks this against the time zone database, day by day, over the span that the finding names, and \
                lists every reading that would be consistent. It never chooses one.",
        matters: "Half of the readers would come an hour late, or leave before the event begins. A calendar file with \
                  such a time asserts an instant that nobody knows.",
        wrong: Example::Files(&[(
            EVENTS,
            "- id: webinar\n  date: unknown\n  start: \"09:50\"\n  zone: America/New_York\n  source_text: 9:50 (New York, -5 GMT) / 15:50 (CEST)",
        )]),
        right: Example::Files(&[(
            EVENTS,
            "- id: webinar\n  date: 2021-05-25\n  start: \"09:50\"\n  zone: America/New_York\n  source_text: 9:50 (New York, -5 GMT) / 15:50 (CEST)\n  resolution: { choice: record, reason: \"New York was at UTC-4\" }",
        )]),
        act: "Find out the date, which decides. Then `choice: record` states that the record is right and the label \
              in the source is wrong, with your reason. If the date is not known, `choice: quote` shows readers the \
              source's own words with your reason, and no calendar file is made.",
    },
    Story {
        code: Code::EventEndsBeforeStart,
        means: "By the clocks of its zone, the event does not end after it starts.",
        matters: "A calendar refuses such an event, or shows it on the wrong day.",
        wrong: Example::Files(&[(EVENTS, "- id: party\n  date: 2027-03-01\n  start: \"23:00\"\n  end: \"01:00\"")]),
        right: Example::Files(&[(
            EVENTS,
            "- id: party\n  date: 2027-03-01\n  start: \"23:00\"\n  end: \"01:00\"\n  end_date: 2027-03-02",
        )]),
        act: "Correct the times, or add the day on which the event ends as `end_date`.",
    },
    Story {
        code: Code::UnequalDurations,
        means: "Two time ranges of the same event have different lengths.",
        matters: "At least one end is wrong, and readers in one of the places would leave early or wait.",
        wrong: Example::Files(&[(
            EVENTS,
            "- id: webinar\n  date: 2021-05-25\n  start: \"09:50\"\n  end: \"11:20\"\n  zone: America/New_York\n  source_text: 9:50-11:20 (New York) / 15:50-17:00 (Geneva)",
        )]),
        right: Example::Files(&[(
            EVENTS,
            "- id: webinar\n  date: 2021-05-25\n  start: \"09:50\"\n  end: \"11:20\"\n  zone: America/New_York\n  source_text: 9:50-11:20 (New York) / 15:50-17:20 (Geneva)",
        )]),
        act: "Correct the record. If the source itself is wrong, leave its words as they are and quote it, with your \
              reason.",
    },
    Story {
        code: Code::NonexistentTime,
        means: "The clocks of the zone skip this time on that day, because they are put forward.",
        matters: "Programs guess, some an hour early and some an hour late.",
        wrong: Example::Files(&[(
            EVENTS,
            "- id: night\n  date: 2027-03-28\n  start: \"02:30\"\n  end: \"05:00\"\n  zone: Europe/Zurich",
        )]),
        right: Example::Files(&[(
            EVENTS,
            "- id: night\n  date: 2027-03-28\n  start: \"03:30\"\n  end: \"05:00\"\n  zone: Europe/Zurich",
        )]),
        act: "Correct the time, the date or the zone.",
    },
    Story {
        code: Code::AmbiguousTime,
        means: "The clocks of the zone show this time twice on that day, an hour apart, because they are put back.",
        matters: "Nobody can know which of the two is meant, so half of the guesses are wrong by an hour.",
        wrong: Example::Files(&[(
            EVENTS,
            "- id: night\n  date: 2027-10-31\n  start: \"02:30\"\n  end: \"05:00\"\n  zone: Europe/Zurich",
        )]),
        right: Example::Files(&[(
            EVENTS,
            "- id: night\n  date: 2027-10-31\n  start: \"02:30\"\n  end: \"05:00\"\n  zone: Europe/Zurich\n  occurrence: first",
        )]),
        act: "Add `occurrence: first` or `occurrence: second`.",
    },
    Story {
        code: Code::UnknownZone,
        means: "The time zone database, which is part of the program, has no zone with this name.",
        matters: "Without the zone nobody can tell what the time is anywhere else.",
        wrong: Example::Files(&[(EVENTS, "- id: opening\n  zone: Europe/Geneva")]),
        right: Example::Files(&[(EVENTS, "- id: opening\n  zone: Europe/Zurich")]),
        act: "Write the zone of the city where the event takes place. Zones are named after the largest city with the \
              same clocks.",
    },
    Story {
        code: Code::FixedOffsetZone,
        means: "Zones such as `Etc/GMT+5` have the sign of their offset reversed: this one is five hours behind UTC.",
        matters: "Someone who takes the name literally is ten hours off. Such a zone also ignores daylight saving \
                  time.",
        wrong: Example::Files(&[(EVENTS, "- id: opening\n  zone: Etc/GMT+5")]),
        right: Example::Files(&[(EVENTS, "- id: opening\n  zone: America/Lima")]),
        act: "Write the zone of a city.",
    },
    Story {
        code: Code::OffsetWithoutZone,
        means: "The zone is an offset such as `UTC-5`, or an abbreviation such as `CEST`.",
        matters: "In many places an offset applies for only half of the year, and many abbreviations have several \
                  meanings: `IST` is used in Kolkata, in Jerusalem and in Dublin. Both follow from the zone and the \
                  date.",
        wrong: Example::Files(&[(EVENTS, "- id: opening\n  zone: UTC-5")]),
        right: Example::Files(&[(EVENTS, "- id: opening\n  zone: America/New_York")]),
        act: "Write the zone of the city where the event takes place. `UTC` is also a zone.",
    },
    Story {
        code: Code::PastRegistration,
        means: "A record has `register`, and the event was over on the day of the build.",
        matters: "Readers who follow the invitation waste their time on something that is over.",
        wrong: Example::Files(&[(EVENTS, "- id: webinar\n  date: 2021-05-25\n  register: https://example.org/")]),
        right: Example::Files(&[(EVENTS, "- id: webinar\n  date: 2021-05-25")]),
        act: "Remove `register` from the record.",
    },
    Story {
        code: Code::NoUidDomain,
        means: "The site publishes calendar files, and content/site.yaml has neither `base_url` nor `uid_domain`. The UID \
                of an event is its id and the domain of the site; here, it ends with `firstflight.invalid`.",
        matters: "Calendars identify an event by its UID: an event of another site with the same id would replace it. \
                  `--base-url` does not change UIDs, so that a preview at another address has those of the site.",
        wrong: Example::Files(&[
            (SITE, "title: My site\nlanguages: { en: { at: / } }"),
            (EVENTS, "- id: opening\n  date: 2027-05-25"),
        ]),
        right: Example::Files(&[
            (SITE, "title: My site\nlanguages: { en: { at: / } }\nuid_domain: example.org"),
            (EVENTS, "- id: opening\n  date: 2027-05-25"),
        ]),
        act: "Add `base_url`, or `uid_domain: example.org` with a domain that you own. Keep `uid_domain` when the site \
              moves to another address: calendars then recognize its events.",
    },
];
